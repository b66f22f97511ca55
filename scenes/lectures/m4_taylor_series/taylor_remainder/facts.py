"""The facts: every number and formula seen or heard."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc
from scenes.stage import Said, said

if TYPE_CHECKING:
    from sympy import Expr

    from . import Params


MOST_SHOWN = 16  # degrees whose promise is drawn


MOST_LETTERS = 28  # of a polynomial; a longer one is written as a sum


FALLS = {2: "a quarter", 3: "an eighth", 4: "a sixteenth"}


ORDERS = {2: "second", 3: "third", 4: "fourth"}


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
    end_error: Expr
    next_slope: mvcalc.Function
    next_term: mvcalc.Function
    line_order: int
    widths: tuple[Expr, ...]
    halved: tuple[mvcalc.Enclosure, ...]
    target: Expr
    needed: int
    degrees: tuple[int, ...]
    promises: tuple[Expr, ...]
    sine: mvcalc.Function
    sine_polynomial: mvcalc.Function
    sine_remainder: mvcalc.RemainderBound
    check_low: Expr
    check_needed: int

    @property
    def actual(self) -> Any:
        return mvcalc.show(self.remainder.actual.value, 6, "decimal")

    @property
    def end_error_decimal(self) -> Any:
        return mvcalc.show(self.end_error, 6, "decimal")

    @property
    def bound(self) -> Any:
        return self.remainder.bound.value

    @property
    def bound_decimal(self) -> Any:
        return mvcalc.show(self.bound, 6, "decimal")

    @property
    def xi(self) -> Any:
        return self.remainder.xi_at_end

    @property
    def order(self) -> int:
        return self.degree + 1

    @property
    def apart(self) -> str:
        """Whether the two graphs can be told apart."""
        heights = mvcalc.sample(self.f, np.linspace(float(self.low), float(self.high), 200))
        share = mvcalc.approximate(self.remainder.actual.ball) / (float(np.ptp(heights)) or 1.0)
        if share < 0.03:
            return "On the top picture you can hardly tell them apart."
        return "Near the centre you can hardly tell them apart. Farther out, you can."

    @property
    def worst_place(self) -> str:
        """Where the largest error lies."""
        where = mvcalc.approximate(self.remainder.actual.where)
        ends = [float(self.low), float(self.high)]
        if np.isclose(where, ends, rtol=1e-9, atol=1e-9 * (ends[1] - ends[0])).any():
            return "The worst place lies at an end of the interval:"
        return "But the worst place need not lie at an end. Here it lies inside:"

    @property
    def slider(self) -> str:
        """What the slider finds."""
        if self.xi is not None:
            return "Slide along, until it does. It happens at"
        if not self.next_slope.expr.free_symbols:
            return "Slide along. Here every place does it, because this derivative never changes"
        return "Slide along. Somewhere on the way it does, though here we cannot tell where"

    @property
    def slider_place(self) -> Any:
        return "" if self.xi is None else self.xi

    @property
    def shrinks(self) -> str:
        """How the error of the tangent line falls."""
        if self.halved[0].exact == 0:
            return "Here there is no error at all: the function is its own tangent line."
        part = FALLS.get(self.line_order, "less than a sixteenth")
        return f"""It shrinks much faster. Halve again, and again. The smaller the
            neighbourhood, the closer each error comes to {part} of the one before."""

    @property
    def order_word(self) -> str:
        return ORDERS.get(self.line_order, "higher")

    @property
    def powers(self) -> np.ndarray:
        """The promises as powers of ten, for drawing; nothing at all stands two below the aim."""
        least = float(self.target) / 100
        sizes = [float(mvcalc.approximate(size)) or least for size in self.promises]
        return np.log10(np.array(sizes))

    @property
    def falling(self) -> str:
        """How the promise changes from degree to degree."""
        if self.needed == 0:
            return "Here there is nothing to raise: even a constant will do."
        steps = np.diff(self.powers) / np.diff(self.degrees)
        if (steps >= 0).any():
            return "At first it may even grow. But in the end it falls."
        if (np.diff(steps) < 0).all():
            return "So the promise falls, faster and faster."
        return "The derivatives grow as well. Still, the promise falls."

    @property
    def widest_error(self) -> Any:
        return mvcalc.show(self.halved[0].value, 4, "decimal")

    @property
    def next_error(self) -> Any:
        return mvcalc.show(self.halved[1].value, 4, "decimal")

    @property
    def sine_actual(self) -> Any:
        return mvcalc.show(self.sine_remainder.actual.value, 4, "decimal")

    @property
    def sine_bound(self) -> Any:
        return mvcalc.show(self.sine_remainder.bound.value, 4, "decimal")


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        RangeError: the interval is empty or does not hold ``p``.
        DomainError, NonDifferentiableError: not smooth enough on the interval.
        UncertifiedError: no bound could be proved.
        DegenerateError: the polynomial is the function itself.
    """
    f = mvcalc.parse(params.f)
    p, n = mvcalc.number(params.p), params.degree
    low, high = (mvcalc.number(end) for end in params.interval)
    if not low < high:
        raise mvcalc.RangeError(
            "the interval is empty", param="interval", value=list(params.interval),
            hint="write the smaller end first, for example [0, 1]",
        )  # fmt: skip
    if not low <= p <= high:
        raise mvcalc.RangeError(
            f"the interval must hold p = {params.p}", param="interval",
            value=list(params.interval), hint=f"for example p = {params.interval[0]}",
        )  # fmt: skip
    slope = mvcalc.Function.of(mvcalc.nth_derivative(f, "x", n + 1), ("x",))
    remainder = mvcalc.remainder_bound(f, p, n, (low, high))
    if remainder.actual.exact == 0:
        raise mvcalc.DegenerateError(
            "the polynomial of this degree is the function itself, so there is no error",
            param="degree", value=n, hint="a lower degree, or a function such as f = exp(x)",
        )  # fmt: skip
    target = mvcalc.number(params.target_error)
    needed = first_degree(f, p, (low, high), target)
    degrees = tuple(sorted({round(k) for k in np.linspace(0, needed, min(needed, MOST_SHOWN) + 1)}))
    steps = [mvcalc.number(Fraction(1, 2**k)) for k in range(4)]
    sine, one = mvcalc.parse("sin(x)"), mvcalc.number(1)
    return Facts(
        f=f,
        p=p,
        degree=n,
        low=low,
        high=high,
        polynomial=polynomial(f, p, n),
        written=written(f, p, n),
        remainder=remainder,
        end_error=mvcalc.tidy(
            mvcalc.evaluate(f, remainder.end) - mvcalc.evaluate(polynomial(f, p, n), remainder.end)
        ),
        next_slope=slope,
        next_term=mvcalc.Function.of(scaled(slope, remainder.end - p, n + 1), ("x",)),
        line_order=next(
            k
            for k, c in enumerate((*mvcalc.taylor(f, p, 6).coefficients, mvcalc.number(1)))
            if k > 1 and not mvcalc.is_zero(c)
        ),
        widths=tuple((high - low) * step for step in steps),
        halved=tuple(
            mvcalc.remainder_bound(f, p, 1, (p + (low - p) * step, p + (high - p) * step)).actual
            for step in steps
        ),
        target=target,
        needed=needed,
        degrees=degrees,
        promises=tuple(promise(f, remainder.end - p, (low, high), k) for k in degrees),
        sine=sine,
        sine_polynomial=polynomial(sine, 0, 4),
        sine_remainder=mvcalc.remainder_bound(sine, 0, 4, (0, 1)),
        check_low=-one,
        check_needed=mvcalc.degree_for(mvcalc.parse("exp(x)"), 0, (-1, 1), "1/1000000"),
    )


def polynomial(f: mvcalc.Function, p: Any, n: int) -> mvcalc.Function:
    """The Taylor polynomial as a function."""
    return mvcalc.Function.of(mvcalc.taylor(f, p, n).polynomial, ("x",))


def first_degree(f: mvcalc.Function, p: Expr, ends: tuple[Expr, Expr], target: Expr) -> int:
    """The smallest degree that can promise the error asked for."""
    try:
        return mvcalc.degree_for(f, p, ends, target)
    except mvcalc.UncertifiedError as bad:
        raise mvcalc.UncertifiedError(
            "no polynomial of degree up to 60 can be proved to come this close",
            param="target_error", value=target,
            hint="a larger error, or a shorter interval about p",
        ) from bad  # fmt: skip


def promise(f: mvcalc.Function, reach: Expr, ends: tuple[Expr, Expr], k: int) -> Expr:
    """The proved bound for the polynomial of degree ``k``; rounded up where it is not exact."""
    most = mvcalc.max_abs(f, ends, order=k + 1)
    size = most.exact if most.exact is not None else mvcalc.number(most.hi)
    return size * abs(reach) ** (k + 1) / math.factorial(k + 1)


def written(f: mvcalc.Function, p: Expr, n: int) -> Said:
    """The Taylor polynomial from its lowest power on; the middle of a long one is left out."""
    step = mvcalc.parse("h", ("h",)).symbols[0]
    coefficients = mvcalc.taylor(f, p, n).coefficients
    terms = [c * step**k for k, c in enumerate(coefficients) if not mvcalc.is_zero(c)]
    if not terms:
        return said(mvcalc.number(0))
    away = said(mvcalc.Function.of(f.symbols[0] - p, ("x",)))
    away = away if p == 0 else Said(f"({away.text})", f"({away.typst})", "")
    last = ascending(terms[-1], away)
    sign = "" if last.typst.startswith("-") else "+"
    for count in (len(terms) if len(terms) < 4 else 2, 1):
        head = ascending(sum(terms[1:count], terms[0]), away)
        if count < len(terms):
            head = Said(f"{head.text} + … {sign} {last.text}",
                        f"{head.typst} + dots.c {sign} {last.typst}", "")  # fmt: skip
        if len(head.text) <= MOST_LETTERS:
            return head
    return Said("", f"sum_(k=0)^{n} frac(f^((k))(p), k!) (x - p)^k", "")


def ascending(expr: Expr, away: Said) -> Said:
    """A polynomial in h with the lowest power first, written with ``away`` for h."""
    shown = mvcalc.show_expr(expr, ascending=True)
    lone = r"(?<![a-z])h(?![a-z])"
    text, typst = re.sub(lone, away.text, shown.text), re.sub(lone, away.typst, shown.typst)
    return Said(text, typst, "")


def scaled(slope: mvcalc.Function, reach: Expr, order: int) -> Expr:
    """The remainder at the far end, as a function of the unknown place xi."""
    factor = reach**order
    for k in range(2, order + 1):
        factor /= k
    return slope.expr * factor
