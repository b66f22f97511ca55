"""The largest absolute value on an interval, as an enclosure and, where possible, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import flint
import sympy
from flint import arb
from sympy import Expr, Symbol

from mvcalc.bounds.extremes import Derivative, ObstacleError, Peak, peak
from mvcalc.bounds.germs import precision
from mvcalc.bounds.identify import candidates
from mvcalc.errors import (
    DegenerateError,
    DomainError,
    FreeSymbolError,
    MvcalcError,
    NonDifferentiableError,
    RangeError,
    UncertifiedError,
    names_parameters,
    said,
)
from mvcalc.expr import Ball, Function, as_function, enclose_number, evaluate, number, sign
from mvcalc.expr.balls import side_interval
from mvcalc.expr.intervals import Interval, UndefinedError

_PREC = 160


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A proved statement: ``lo <= the quantity <= hi``.

    Attributes:
        lo, hi: exact rational ends.
        where: a point at which the quantity is reached: an exact number, or a ball around one.
        exact: the quantity itself where it is known exactly, otherwise None.
    """

    lo: Fraction
    hi: Fraction
    where: Expr | Ball | None = None
    exact: Expr | None = None

    @property
    def ball(self) -> Ball:
        return Ball(self.lo, self.hi)

    @property
    def value(self) -> Expr | Ball:
        """What to show: the exact number if known, otherwise the proved ball."""
        return self.ball if self.exact is None else self.exact

    @classmethod
    def of(cls, exact: Expr, where: Expr | Ball | None = None) -> Enclosure:
        """The enclosure of an exact number."""
        ball = enclose_number(exact, _PREC)
        return cls(ball.lower, ball.upper, where, exact)


@names_parameters
def max_abs(
    f: Function | Expr,
    interval: Sequence[object],
    rel: object = "1e-9",
    *,
    order: int = 0,
    seconds: float = 4.0,
) -> Enclosure:
    """The maximum of ``|f|`` (or of its derivative of some order) on a closed interval.

    Args:
        f: a function of one variable.
        interval: two exact ends, lower first.
        rel: largest relative width of the answer.
        order: which derivative to take; 0 is the function itself.
        seconds: processor time for the search.

    Raises:
        DegenerateError: the interval is a single point.
        RangeError: the ends are in the wrong order.
        DomainError: f has no value somewhere in the interval.
        NonDifferentiableError: the derivative is missing or unbounded somewhere.
        UncertifiedError: the budget ended first; ``best_known`` is the proved Enclosure so far.
    """
    fun = as_function(f)
    if len(fun.vars) > 1:
        raise FreeSymbolError("a function of one variable is needed", value=fun.source)
    symbol = fun.symbols[0] if fun.vars else Symbol("x")
    ends = interval_ends(interval)
    width = Fraction(str(number(rel)))
    with flint.ctx.workprec(_PREC):
        whole = side_interval(*ends)
    check_domain(fun, symbol, whole)
    try:
        found = peak(fun.expr, symbol, whole, order=order, rel=width, seconds=seconds)
    except ObstacleError as bad:
        raise explain(fun, symbol, order, bad) from None
    exact = _exactly(_Target(fun, symbol, order), ends, whole, found)
    if exact is not None:
        return exact
    return _enclosed(found, rel)


def _enclosed(found: Peak, rel: object) -> Enclosure:
    if not found.hi.is_finite():
        raise UncertifiedError("no bound could be proved in time", hint="use a shorter interval")
    ball = Ball.of((found.lo, found.hi))
    narrow = min((side for side, _ in found.places), key=lambda s: float((s[1] - s[0]).mid()))
    result = Enclosure(ball.lower, ball.upper, Ball.of(narrow))
    if not found.done:
        raise UncertifiedError(
            "the maximum could not be proved to the accuracy asked for",
            best_known=result,
            param="rel",
            value=rel,
            hint="use a shorter interval",
        )
    return result


def explain(f: Function, symbol: Symbol, order: int, bad: ObstacleError) -> MvcalcError:
    """The error that says what is wrong near an obstacle, as far as it can be proved."""
    point = next(candidates(bad.side), None)
    near = point if point is not None else round(float(bad.side[0].mid()), 6)
    place = f"near {symbol} = {near}"
    if point is not None:
        try:
            evaluate(f, point)
            if order:
                derivative_at(f, point, order)
        except (DomainError, NonDifferentiableError) as why:
            return why
        except MvcalcError:
            pass
    elif bad.certain:
        return DomainError(f"{f.source} has no value {place}: it takes {bad.reason}", point=near)
    return UncertifiedError(
        f"nothing could be proved about {f.source} {place}: it takes {bad.reason}",
        point=near,
        hint="choose an interval without this point",
    )


def interval_ends(interval: Sequence[object]) -> tuple[Expr, Expr]:
    """Two exact ends in order.

    Raises:
        RangeError: not two numbers in order.
        DegenerateError: both ends are equal.
    """
    if isinstance(interval, str) or len(interval) != 2:
        raise RangeError(
            "an interval needs two ends", param="interval", value=interval, hint="write [0, 1]"
        )
    lo, hi = number(interval[0]), number(interval[1])
    order = sign(hi - lo)
    if order == 0:
        raise DegenerateError(
            "the interval is a single point", param="interval", value=f"[{said(lo)}, {said(hi)}]"
        )
    if order < 0:
        raise RangeError(
            "the lower end is above the upper end",
            param="interval",
            value=f"[{said(lo)}, {said(hi)}]",
            hint=f"[{said(hi)}, {said(lo)}]",
        )
    return lo, hi


def check_domain(f: Function, symbol: Symbol, whole: Interval, pieces: int = 2000) -> None:
    """Prove that the formula as typed (``x/x`` too) has a value on the whole interval.

    Raises:
        DomainError: it has none somewhere, or this could not be excluded near one place.
    """
    if not f.domain.conditions:
        return
    queue = [whole]
    smallest = (whole[1] - whole[0]) / 2**40
    for _ in range(pieces):
        if not queue:
            return
        lo, hi = queue.pop()
        try:
            with flint.ctx.workprec(_PREC):
                f.domain.check_interval((symbol,), [(lo, hi)])
        except UndefinedError as bad:
            if bad.certain or hi - lo <= smallest:
                obstacle = ObstacleError((lo, hi), bad.reason, bad.certain)
                raise explain(f, symbol, 0, obstacle) from None
            cut = ((lo + hi) / 2).mid()
            queue += [(lo, cut), (cut, hi)]
    raise UncertifiedError(f"{f.source} could not be proved to have a value everywhere here")


@dataclass(frozen=True, slots=True)
class _Target:
    f: Function
    symbol: Symbol
    order: int

    def value(self, at: Expr, further: int = 0) -> Expr | None:
        """A derivative at an exact point, or None where it is not to be had exactly."""
        try:
            if self.order + further == 0:
                return evaluate(self.f, at)
            return derivative_at(self.f, at, self.order + further)
        except MvcalcError:
            return None

    def size(self, at: Expr) -> Expr | None:
        value = self.value(at)
        return None if value is None else value * sign(value)

    def bends(self, side: Interval) -> bool:
        """Whether the second derivative keeps its sign: at most one critical point."""
        with precision(_PREC, self.order + 6):
            try:
                slope = Derivative(self.f.expr, self.symbol, self.order + 1).on(side).slope
            except UndefinedError:
                return False
        return bool(slope[0] > 0 or slope[1] < 0)

    def critical(self, side: Interval) -> Expr | None:
        """The exact point of a piece where the derivative is 0, if it is a short number."""
        if not self.bends(side):
            return None
        for guess in candidates(side):
            slope = self.value(guess, 1)
            if slope is not None and sign(slope) == 0:
                return guess
        return None


def derivative_at(f: Function, at: Expr, order: int) -> Expr:
    """The exact value of a derivative (see ``mvcalc.series.expansion``)."""
    from mvcalc.series import expansion  # imported late: series stands on bounds

    return expansion.derivative_at(f, at, order)


def _exactly(
    target: _Target, ends: tuple[Expr, Expr], whole: Interval, found: Peak
) -> Enclosure | None:
    """The exact maximum, when every place that could exceed it holds a known exact point."""
    points: dict[Expr, None] = {}
    loose: list[arb] = []
    for cluster, top in _clusters(found.places):
        if cluster[0] == cluster[1]:
            point = ends[whole.index(cluster[0])]
        else:
            point = target.critical(cluster)
        if point is None:
            loose.append(top)
        else:
            points[point] = None
    best = reached = None
    for point in points:
        size = target.size(point)
        if size is None:
            return None
        if reached is None or sign(size - reached) > 0:
            best, reached = point, size
    if reached is None:
        return None
    result = Enclosure.of(reached, best)
    if any(not top.is_finite() or sign(_exact(top) - reached) > 0 for top in loose):
        return None
    return result


def _exact(value: arb) -> Expr:
    top = Ball.of((value, value)).upper
    return sympy.Rational(top.numerator, top.denominator)


def _clusters(places: Sequence[tuple[Interval, arb]], limit: int = 8) -> list[tuple[Interval, arb]]:
    """Neighbouring pieces joined, with the bound that holds on all of them.

    More than ``limit`` clusters are not worth identifying: the first ones are returned as they
    are, which leaves the maximum an enclosure.
    """
    joined: list[tuple[Interval, arb]] = []
    for (lo, hi), top in sorted(places, key=lambda item: float(item[0][0].mid())):
        if joined and lo <= joined[-1][0][1] and lo < hi and joined[-1][0][0] < joined[-1][0][1]:
            (low, high), before = joined[-1]
            joined[-1] = ((low, max(high, hi)), max(top, before))
        else:
            joined.append(((lo, hi), top))
    return joined if len(joined) <= limit else list(places)
