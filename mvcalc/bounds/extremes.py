"""The largest absolute value of a derivative on an interval, proved by branch and bound.

Three proofs do the work: a piece is dropped when its enclosure stays below a value already
reached, when the function is monotone on it and it does not touch an end of the interval, and
enclosures of small pieces come from Taylor's form, whose error shrinks with the fourth power of
the width (A. Neumaier, "Taylor forms: use and limits", Reliable Computing 9, 2003).
"""

from __future__ import annotations

import heapq
import itertools
import math
from dataclasses import dataclass, field
from fractions import Fraction

from flint import arb, arb_series
from sympy import Expr, Symbol

from mvcalc.bounds.deadline import Deadline
from mvcalc.bounds.germs import Germ, Germs, precision
from mvcalc.bounds.jets import LINE, Jets, intersect
from mvcalc.bounds.tape import tape
from mvcalc.expr import intervals as iv
from mvcalc.expr.intervals import Interval, UndefinedError

_PREC = 160
_FORM = 4  # order of the Taylor form
_TINY = arb(2) ** -60  # of the whole interval: smaller pieces are not split


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the interval with what is proved about the function there."""

    side: Interval
    value: Interval
    slope: Interval


class Derivative:
    """The ``order``-th derivative of a formula, as something that can be enclosed."""

    def __init__(self, expr: Expr, symbol: Symbol, order: int = 0) -> None:
        self.order = order
        self.terms = order + _FORM + 1
        self.tape = tape((expr,), (symbol,))
        self.germs = Germs(self.terms)
        self.jets = Jets(1)

    def on(self, side: Interval) -> Piece:
        """Enclose value and slope on an interval.

        Raises:
            UndefinedError: not proved to have a value there.
        """
        germ = self._germ(side)
        here = self._shifted(germ.series)
        value = _interval(here[0]) if self.order else germ.value
        slope = _interval(here[1])
        if _finite(slope) and side[0] < side[1]:
            value = intersect(value, self._form(side, here))
        elif not self.order and not _finite(slope):
            slope = self.tape.run(self.jets, self.jets.variables([side]))[0].gradient[0]
        return Piece(side, value, slope)

    def _germ(self, side: Interval) -> Germ:
        return self.tape.run(self.germs, [self.germs.variable(side)])[0]

    def _shifted(self, series: arb_series) -> list[arb]:
        """Taylor coefficients of the derivative from those of the function."""
        c = series.coeffs()
        c += [arb(0)] * (self.terms - len(c))
        k = self.order
        return [c[k + j] * (math.factorial(k + j) // math.factorial(j)) for j in range(_FORM + 1)]

    def _form(self, side: Interval, whole: list[arb]) -> Interval:
        centre = ((side[0] + side[1]) / 2).mid()
        middle = self._shifted(self._germ((centre, centre)).series)
        radius = max((side[1] - centre).upper(), (centre - side[0]).upper())
        reach = (-radius, radius)
        total = _interval(middle[0])
        for j in range(1, _FORM):
            total = iv.add(total, iv.multiply(_interval(middle[j]), iv.integer_power(reach, j)))
        last = iv.multiply(_interval(whole[_FORM]), iv.integer_power(reach, _FORM))
        return iv.add(total, last)


class ObstacleError(ArithmeticError):
    """A tiny piece on which nothing can be enclosed.

    ``certain``: the function has no value anywhere on it.
    """

    def __init__(self, side: Interval, reason: str, certain: bool) -> None:
        super().__init__(reason)
        self.side = side
        self.reason = reason
        self.certain = certain


@dataclass(frozen=True, slots=True)
class Peak:
    """What the search proved: ``lo <= max|g| <= hi``.

    The maximum is reached in one of ``places``; with each piece goes a bound for |g| on it.
    """

    lo: arb
    hi: arb
    places: tuple[tuple[Interval, arb], ...]
    done: bool
    boxes: int


@dataclass
class _Search:
    function: Derivative
    whole: Interval
    rel: Fraction
    lo: arb = field(default_factory=lambda: arb(0))
    boxes: int = 0
    heap: list[tuple[float, int, arb, Interval]] = field(default_factory=list)
    ticket: itertools.count[int] = field(default_factory=itertools.count)

    def add(self, side: Interval) -> None:
        """Enclose |g| on a piece and keep it if the maximum may be there."""
        self.boxes += 1
        try:
            piece = self.function.on(side)
        except UndefinedError as bad:
            self._refuse(side, bad)
            self._push(side, arb.pos_inf())
            return
        monotone = piece.slope[0] > 0 or piece.slope[1] < 0
        if monotone and side[0] < side[1]:  # the ends of the whole interval are on the heap
            return
        size = iv.absolute(piece.value)
        if side[0] == side[1] and not size[1].is_finite():
            raise ObstacleError(side, "an unbounded derivative", certain=False)
        self.lo = max(self.lo, size[0])
        if side[0] < side[1]:
            self._sample(((side[0] + side[1]) / 2).mid())
        self._push(side, size[1])

    def _sample(self, at: arb) -> None:
        try:
            self.lo = max(self.lo, iv.absolute(self.function.on((at, at)).value)[0])
        except UndefinedError:
            return

    def _push(self, side: Interval, top: arb) -> None:
        if top >= self.lo:
            key = -float(top) if top.is_finite() else -math.inf
            heapq.heappush(self.heap, (key, next(self.ticket), top, side))

    def _refuse(self, side: Interval, bad: UndefinedError) -> None:
        if bad.certain or self._narrow(side, 40):
            raise ObstacleError(side, bad.reason, bad.certain)

    def _narrow(self, side: Interval, bits: int) -> bool:
        return bool((side[1] - side[0]) <= (self.whole[1] - self.whole[0]) / 2**bits)

    @property
    def top(self) -> arb:
        """No value in the interval is above this."""
        return max((entry[2] for entry in self.heap), default=self.lo)

    @property
    def settled(self) -> bool:
        top = self.top
        gap = top - self.lo
        return bool(gap <= self.lo * arb(self.rel.numerator) / self.rel.denominator)

    def split(self) -> bool:
        """Cut the most promising piece; False when it is as small as it may get."""
        _, _, top, side = heapq.heappop(self.heap)
        if top < self.lo:
            return True
        if (side[1] - side[0]) <= (self.whole[1] - self.whole[0]) * _TINY:
            heapq.heappush(self.heap, (-math.inf, next(self.ticket), top, side))
            return False
        if not top.is_finite() and self._narrow(side, 40):
            raise ObstacleError(side, "an unbounded derivative", certain=False)
        cut = ((side[0] + side[1]) / 2).mid()
        self.add((side[0], cut))
        self.add((cut, side[1]))
        return True


def peak(
    expr: Expr,
    symbol: Symbol,
    whole: Interval,
    *,
    order: int = 0,
    rel: Fraction = Fraction(1, 10**9),
    budget: int = 20_000,
    seconds: float = 4.0,
) -> Peak:
    """Enclose the maximum of |f^(order)| on an interval.

    ``done`` is False when the budget ended before the relative width ``rel`` was reached; the
    enclosure is proved all the same.

    Raises:
        ObstacleError: the function has no value, or no bounded derivative, on a tiny piece.
    """
    clock = Deadline(seconds)
    with precision(_PREC, order + _FORM + 1):
        search = _Search(Derivative(expr, symbol, order), whole, rel)
        for end in whole:
            search.add((end, end))
        if whole[0] < whole[1]:
            search.add(whole)
        done = search.settled
        while not done and search.heap and search.boxes < budget and not clock.expired:
            if not search.split():
                break
            done = search.settled
        places = {side: top for _, _, top, side in search.heap if top >= search.lo}
        return Peak(search.lo, search.top, tuple(places.items()), done, search.boxes)


def _interval(value: arb) -> Interval:
    return iv.outward(value) if value.is_finite() else LINE


def _finite(side: Interval) -> bool:
    return bool(side[0].is_finite() and side[1].is_finite())
