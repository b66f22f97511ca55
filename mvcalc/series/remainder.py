"""Lagrange's remainder as a promise: |f(x) - T_n(x)| <= M/(n+1)! * |x - p|^(n+1), M proved.

Taylor's theorem with Lagrange's remainder: M. Spivak, "Calculus", chapter 20.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy
from flint import arb
from sympy import Expr, Symbol

from mvcalc.bounds.deadline import Deadline
from mvcalc.bounds.extremes import Derivative
from mvcalc.bounds.germs import precision
from mvcalc.bounds.maximum import Enclosure, interval_ends, max_abs
from mvcalc.errors import RangeError, UncertifiedError, names_parameters, said
from mvcalc.expr import Ball, Function, as_function, enclose_number, number, sign, tidy
from mvcalc.expr.balls import program, side_interval
from mvcalc.expr.intervals import Interval
from mvcalc.series.expansion import only_variable, taylor

_PREC = 200
_MAX_DEGREE = 60
_SECONDS = 10.0  # of a search for a degree
_GRID = 64


@dataclass(frozen=True, slots=True)
class RemainderBound:
    """How wrong a Taylor polynomial can be on an interval.

    Attributes:
        degree: degree n of the polynomial.
        M: the maximum of |f^(n+1)| on the interval.
        bound: the promise, M/(n+1)! times the largest |x - p|^(n+1).
        actual: the largest error really made.
        xi_at_end: a point xi between p and the far end at which f^(n+1)(xi) gives the error
            at that end exactly; None where none could be isolated.
        end: that far end of the interval.
    """

    degree: int
    M: Enclosure
    bound: Enclosure
    actual: Enclosure
    xi_at_end: Ball | None
    end: Expr


@names_parameters
def remainder_bound(
    f: Function | Expr, p: object, n: int, interval: Sequence[object]
) -> RemainderBound:
    """A proved bound for the error of the Taylor polynomial of degree ``n``, and the error.

    Args:
        f: a function of one variable.
        p: the centre, inside the interval.
        n: degree, 0 to 60.
        interval: two exact ends.

    Raises:
        RangeError: the centre lies outside the interval, or the degree is out of range.
        DomainError, NonDifferentiableError: a pole, kink or missing derivative in the interval.
        UncertifiedError: no bound could be proved.
    """
    fun, at, ends = _read(f, p, n, interval)
    symbol = only_variable(fun)
    polynomial = taylor(fun, at, n).polynomial
    M = max_abs(fun, ends, order=n + 1)
    far = _far_end(at, ends)
    error = fun.with_expr(fun.expr - polynomial)
    if sympy.expand(error.expr) == 0:
        actual = Enclosure.of(sympy.S.Zero, at)
    else:
        actual = max_abs(error, ends)
    return RemainderBound(
        degree=n,
        M=M,
        bound=_promise(M, n, far - at),
        actual=actual,
        xi_at_end=_intermediate(fun, symbol, n + 1, error.expr, at, far),
        end=far,
    )


@names_parameters
def promised_error(f: Function | Expr, p: object, n: int, interval: Sequence[object]) -> Enclosure:
    """The promise alone: M/(n+1)! times the largest |x - p|^(n+1), as an enclosure.

    The error of the Taylor polynomial of degree ``n`` at ``p`` is at most ``.hi`` everywhere on
    the interval. ``remainder_bound`` finds the error really made as well, which costs more.

    Args:
        f: a function of one variable.
        p: the centre, inside the interval.
        n: degree, 0 to 60.
        interval: two exact ends.

    Raises:
        RangeError, DomainError, NonDifferentiableError, UncertifiedError: as in
            ``remainder_bound``.
    """
    fun, at, ends = _read(f, p, n, interval)
    return _promise(max_abs(fun, ends, order=n + 1), n, _far_end(at, ends) - at)


@names_parameters
def degree_for(
    f: Function | Expr,
    p: object,
    interval: Sequence[object],
    target: object,
    *,
    limit: int = _MAX_DEGREE,
) -> int:
    """The smallest degree whose promise (not whose luck) is at most ``target``.

    Raises:
        RangeError: the target is not positive.
        DomainError, NonDifferentiableError: as in ``remainder_bound``.
        UncertifiedError: no degree up to ``limit``, or that was reached in ten seconds, has a
            proved bound that small.
    """
    fun, at, ends = _read(f, p, 0, interval)
    aim = number(target)
    if sign(aim) <= 0:
        raise RangeError("the error must be positive", param="target", value=target, hint="1e-6")
    reach = _far_end(at, ends) - at
    clock = Deadline(_SECONDS)
    for n in range(limit + 1):
        if clock.expired:
            limit = n - 1
            break
        coarse = _promise(_rough(fun, ends, n + 1), n, reach)
        if _above(coarse.lo, aim):
            continue
        fine = (
            coarse
            if not _above(coarse.hi, aim)
            else _promise(max_abs(fun, ends, order=n + 1), n, reach)
        )
        kept = fine.exact is not None and sign(fine.exact - aim) <= 0
        if kept or not _above(fine.hi, aim):
            return n
    raise UncertifiedError(
        f"no degree up to {limit} has a proved error of at most {said(aim)}",
        param="target",
        value=target,
        hint="use a shorter interval around the centre",
    )


def _rough(f: Function, ends: tuple[Expr, Expr], order: int) -> Enclosure:
    """The maximum to one part in a hundred, or what is known of it."""
    try:
        return max_abs(f, ends, "1/100", order=order)
    except UncertifiedError as bad:
        if isinstance(bad.best_known, Enclosure):
            return bad.best_known
        raise


def _above(value: Fraction, aim: Expr) -> bool:
    return sign(sympy.Rational(value.numerator, value.denominator) - aim) > 0


def _read(
    f: Function | Expr, p: object, n: int, interval: Sequence[object]
) -> tuple[Function, Expr, tuple[Expr, Expr]]:
    fun, at, ends = as_function(f), number(p), interval_ends(interval)
    if not 0 <= n <= _MAX_DEGREE:
        raise RangeError(
            f"the degree must be between 0 and {_MAX_DEGREE}", param="degree", value=n, hint="try 4"
        )
    if sign(at - ends[0]) < 0 or sign(ends[1] - at) < 0:
        raise RangeError(
            f"the centre must lie in [{said(ends[0])}, {said(ends[1])}]",
            param="p",
            value=at,
            hint=f"try {said(ends[0])}",
        )
    return fun, at, ends


def _far_end(at: Expr, ends: tuple[Expr, Expr]) -> Expr:
    return ends[1] if sign((ends[1] - at) - (at - ends[0])) >= 0 else ends[0]


def _promise(M: Enclosure, n: int, reach: Expr) -> Enclosure:
    """M/(n+1)! * |reach|^(n+1)."""
    factor = tidy(sympy.expand((reach * sign(reach)) ** (n + 1)) / math.factorial(n + 1))
    if M.exact is not None:
        return Enclosure.of(tidy(factor * M.exact))
    scale = enclose_number(factor, _PREC)
    return Enclosure(scale.lower * M.lo, scale.upper * M.hi)


def _intermediate(
    f: Function, symbol: Symbol, order: int, error: Expr, at: Expr, end: Expr
) -> Ball | None:
    """A point xi with f^(order)(xi)/order! * (end - p)^order = f(end) - T(end)."""
    with precision(_PREC, order + 6):
        step = program(sympy.expand((end - at) ** order), ())(())
        offset = program(error, (symbol,))([program(end, ())(())])
        goal = _ball(offset) * math.factorial(order) / _ball(step)
        lo, hi = (_ball(side_interval(e, e)) for e in (at, end))
        derivative = Derivative(f.expr, symbol, order)

        def height(x: arb) -> arb:
            return _ball(derivative.on((x, x)).value) - goal

        bracket = _bracket(height, lo.mid(), hi.mid())
        if bracket is None:
            return None
        return Ball.of(_bisect(height, *bracket))


def _ball(side: Interval) -> arb:
    return side[0].union(side[1])


def _bracket(height: Callable[[arb], arb], lo: arb, hi: arb) -> tuple[arb, arb] | None:
    """Two points between which the height provably changes its sign."""
    before: tuple[arb, int] | None = None
    for k in range(_GRID + 1):
        x = (lo + (hi - lo) * k / _GRID).mid()
        value = height(x)
        side = (value > 0) - (value < 0)
        if side and before is not None and before[1] * side < 0:
            return before[0], x
        if side:
            before = (x, side)
    return None


def _bisect(height: Callable[[arb], arb], a: arb, b: arb) -> Interval:
    """Halve while the sign at the middle is certain."""
    left = height(a) > 0
    for _ in range(_PREC // 2):
        middle = ((a + b) / 2).mid()
        value = height(middle)
        if not (value > 0 or value < 0):
            break
        a, b = (middle, b) if (value > 0) == left else (a, middle)
    return (a, b) if a < b else (b, a)
