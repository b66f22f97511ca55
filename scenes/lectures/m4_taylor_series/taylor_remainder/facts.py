"""An error with its order, its hidden place and its promise, and the degree that is enough."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import factorial
from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc
from scenes.stage import Said, said

from . import words
from .refusals import elsewhere, error_of, first_degree, interval

if TYPE_CHECKING:
    from sympy import Expr

    from . import Params


MOST_SHOWN = 16  # degrees whose promise is drawn
MOST_LETTERS = 28  # of a polynomial; a longer one is written as a sum


@dataclass(frozen=True)
class TangentLine:
    """The tangent line over neighbourhoods of ``p`` that are halved: widths and worst errors.

    ``order`` is the first power of the distance that the line leaves out.
    """

    order: int
    widths: tuple[Expr, ...]
    errors: tuple[mvcalc.Shown, ...]
    is_f: bool


@dataclass(frozen=True)
class Sharp:
    """The sine between zero and one; its cubic read as of degree three, and of degree four."""

    f: mvcalc.Function
    polynomial: mvcalc.Function
    remainder: mvcalc.RemainderBound
    weak: mvcalc.Shown
    promise: mvcalc.Shown
    error: mvcalc.Shown


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard."""

    f: mvcalc.Function
    p: Expr
    degree: int
    low: Expr
    high: Expr
    polynomial: mvcalc.Function
    written: Said
    remainder: mvcalc.RemainderBound
    actual: mvcalc.Shown
    bound_decimal: mvcalc.Shown
    end_error: Expr
    end_error_decimal: mvcalc.Shown
    xi: mvcalc.Ball | None
    next_slope: mvcalc.Function
    next_term: mvcalc.Function
    line: TangentLine
    target: Expr
    needed: int
    degrees: tuple[int, ...]
    promises: tuple[mvcalc.Enclosure, ...]
    sharp: Sharp
    check_low: Expr
    check_needed: int

    @property
    def order(self) -> int:
        return self.degree + 1

    @property
    def gap(self) -> mvcalc.Function:
        """The function less its polynomial."""
        return mvcalc.Function.of(self.f.expr - self.polynomial.expr, ("x",))

    @property
    def powers(self) -> np.ndarray:
        """The promises as powers of ten, for drawing; nothing at all stands two below the aim."""
        least = float(self.target) / 100
        sizes = [float(promise.hi) or least for promise in self.promises]
        return np.log10(np.array(sizes))

    @property
    def apart(self) -> str:
        heights = mvcalc.sample(self.f, np.linspace(float(self.low), float(self.high), 200))
        worst = mvcalc.approximate(self.remainder.actual.ball)
        return words.apart(worst / (float(np.ptp(heights)) or 1.0))

    @property
    def worst_place(self) -> str:
        where = mvcalc.approximate(self.remainder.actual.where)
        ends = [float(self.low), float(self.high)]
        near = np.isclose(where, ends, rtol=1e-9, atol=1e-9 * (ends[1] - ends[0]))
        return words.worst_place(bool(near.any()))

    @property
    def slider(self) -> str:
        return words.slider(self.xi is not None, bool(self.next_slope.expr.free_symbols))

    @property
    def slider_place(self) -> mvcalc.Ball | str:
        return "" if self.xi is None else self.xi

    @property
    def shrinks(self) -> str:
        return words.shrinks(self.line.is_f, self.line.order)

    @property
    def order_word(self) -> str:
        return words.ORDERS.get(self.line.order, "higher")

    @property
    def falling(self) -> str:
        return words.falling(list(np.diff(self.powers) / np.diff(self.degrees)))


def decimal(size: mvcalc.Enclosure, digits: int = 6) -> mvcalc.Shown:
    """A proved size as a decimal."""
    return mvcalc.show(size.value, digits, "decimal")


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        RangeError: the interval is empty or does not hold ``p``.
        DomainError, NonDifferentiableError: not smooth enough on the interval.
        UncertifiedError: no bound could be proved.
        DegenerateError: the polynomial is the function itself.
    """
    f, p, n = mvcalc.parse(params.f), mvcalc.number(params.p), params.degree
    ends = low, high = interval(params, p)
    try:
        copy = polynomial(f, p, n)
        slope = mvcalc.Function.of(mvcalc.nth_derivative(f, "x", n + 1), ("x",))
        remainder = error_of(f, p, n, ends)
    except (mvcalc.DomainError, mvcalc.NonDifferentiableError) as error:
        error.hint = error.hint or elsewhere(f, n)
        raise
    end, target = remainder.end, mvcalc.number(params.target_error)
    needed = first_degree(f, p, ends, target)
    degrees = tuple(sorted({round(k) for k in np.linspace(0, needed, min(needed, MOST_SHOWN) + 1)}))
    end_error = mvcalc.tidy(mvcalc.evaluate(f, end) - mvcalc.evaluate(copy, end))
    return Facts(
        f=f,
        p=p,
        degree=n,
        low=low,
        high=high,
        polynomial=copy,
        written=written(f, p, n),
        remainder=remainder,
        actual=decimal(remainder.actual),
        bound_decimal=decimal(remainder.bound),
        end_error=end_error,
        end_error_decimal=mvcalc.show(end_error, 6, "decimal"),
        xi=remainder.xi_at_end,
        next_slope=slope,
        next_term=mvcalc.Function.of(slope.expr * (end - p) ** (n + 1) / factorial(n + 1), ("x",)),
        line=tangent_line(f, p, ends),
        target=target,
        needed=needed,
        degrees=degrees,
        promises=tuple(mvcalc.promised_error(f, p, k, ends) for k in degrees),
        sharp=sharp(),
        check_low=mvcalc.number(-1),
        check_needed=mvcalc.degree_for(mvcalc.parse("exp(x)"), 0, (-1, 1), "1/1000000"),
    )


def tangent_line(f: mvcalc.Function, p: Expr, ends: tuple[Expr, Expr]) -> TangentLine:
    """Degree one over the interval, and over a half, a quarter and an eighth of it."""
    shares = [mvcalc.number(Fraction(1, 2**k)) for k in range(4)]
    near = [tuple(p + (end - p) * share for end in ends) for share in shares]
    coefficients = mvcalc.taylor(f, p, 6).coefficients
    left_out = (k for k in range(2, 7) if not mvcalc.is_zero(coefficients[k]))
    errors = [mvcalc.remainder_bound(f, p, 1, part).actual for part in near]
    return TangentLine(
        next(left_out, 7),
        tuple(high - low for low, high in near),
        tuple(decimal(error, 4) for error in errors),
        errors[0].exact == 0,
    )


def sharp() -> Sharp:
    """The sine, whose polynomials of degree three and four are the same."""
    sine = mvcalc.parse("sin(x)")
    remainder = mvcalc.remainder_bound(sine, 0, 4, (0, 1))
    weak = mvcalc.promised_error(sine, 0, 3, (0, 1))
    sizes = (decimal(size, 4) for size in (weak, remainder.bound, remainder.actual))
    return Sharp(sine, polynomial(sine, 0, 4), remainder, *sizes)


def polynomial(f: mvcalc.Function, p: Any, n: int) -> mvcalc.Function:
    """The Taylor polynomial as a function."""
    return mvcalc.Function.of(mvcalc.taylor(f, p, n).polynomial, ("x",))


def written(f: mvcalc.Function, p: Expr, n: int) -> Said:
    """The Taylor polynomial from its lowest power on, or the sum it is if that is too long."""
    shown = mvcalc.show_taylor(mvcalc.taylor(f, p, n), MOST_LETTERS)
    if shown is None:
        return Said("", f"sum_(k=0)^{n} frac(f^((k))(p), k!) (x - p)^k", "")
    return said(shown)
