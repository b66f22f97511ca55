"""How far a Taylor series converges: to the nearest singularity in the complex plane.

A power series converges exactly in the largest disc in which the function is analytic (L. Ahlfors,
"Complex Analysis", section 5.1). Suspected places are read off the formula: zeros of what is
divided by or put into a root or logarithm. Those of polynomials are exact; others come from a
certified search with Newton's operator over complex balls. Each place is then tested, because
a zero below a fraction bar may be harmless: sin(x)/x.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import flint
import sympy
from flint import acb, arb
from sympy import Expr, Symbol

from mvcalc.bounds.deadline import Deadline, OutOfTimeError, time_limit
from mvcalc.bounds.identify import candidates
from mvcalc.errors import UncertifiedError, names_parameters
from mvcalc.expr import Ball, Function, as_function, number
from mvcalc.series.complex import Zero, zeros
from mvcalc.series.expansion import only_variable, taylor
from mvcalc.series.roots import ball, factors, is_rational_polynomial, upper_roots
from mvcalc.series.singular import Status, Suspect, local, status, suspects

_PREC = 128
_SECONDS = 5.0
_FARTHEST = 64  # how far from the centre the search looks
Number: TypeAlias = Expr | Ball


@dataclass(frozen=True, slots=True)
class Singularity:
    """A singular point x + iy with y >= 0; its mirror image x - iy is singular too."""

    x: Number
    y: Number
    status: Status


@dataclass(frozen=True, slots=True)
class Radius:
    """The radius of convergence of a Taylor series.

    Attributes:
        value: exact where possible, otherwise a ball; ``oo`` if the series converges everywhere.
        nearest: the singularities on the circle of convergence, upper half plane.
        method: how they were found, in a few words.
        represents: whether the series gives the function back inside the circle (exp(-1/x^2) at
            0 has a series that converges to something else).
    """

    value: Number
    nearest: tuple[Singularity, ...]
    method: str
    represents: bool = True


@dataclass
class _Place:
    """A suspected point: an enclosure, exact coordinates if known, and what is suspected."""

    spot: acb
    exact: tuple[Expr, Expr] | None
    because: list[Suspect] = field(default_factory=list)
    vague: bool = False  # it may hold several zeros, or none

    def distance(self, centre: arb) -> arb:
        across = self.spot.real - centre
        return (across * across + self.spot.imag * self.spot.imag).sqrt()


@names_parameters
def radius(f: Function | Expr, p: object) -> Radius:
    """The radius of convergence of the Taylor series of ``f`` about ``p``.

    Args:
        f: a function of one variable, infinitely often differentiable at ``p`` (a removable
            gap such as sin(x)/x at 0 is filled).
        p: the centre, exact.

    Raises:
        DomainError, NonDifferentiableError: f has no Taylor series at ``p``.
        UncertifiedError: the nearest singularity could not be certified.
    """
    fun = as_function(f)
    symbol = only_variable(fun)
    at = number(p)
    series = taylor(fun, at, 3, extend=True)
    formula = local(fun, at)
    if series.flat:
        formula = _without_flat(formula, symbol, at)
    with flint.ctx.workprec(_PREC):
        search = _Search(formula, symbol, at, Deadline(_SECONDS))
        found = search.nearest()
    return Radius(*found, represents=not series.flat)


def _without_flat(e: Expr, symbol: Symbol, at: Expr) -> Expr:
    """The formula without the exponentials that vanish to all orders at the centre."""
    flat = {
        node: sympy.S.Zero
        for node in e.atoms(sympy.exp)
        if any(s.zero.subs(symbol, at) == 0 for s in suspects(node.args[0], symbol))
    }
    return e.xreplace(flat)


class _Search:
    def __init__(self, e: Expr, symbol: Symbol, at: Expr, clock: Deadline) -> None:
        self.e = e
        self.symbol = symbol
        self.at = at
        self.centre = ball(at)
        self.clock = clock
        self.tested: dict[object, Status] = {}
        self.suspects = list(dict.fromkeys(suspects(e, symbol)))

    def nearest(self) -> tuple[Number, tuple[Singularity, ...], str]:
        """Value, singularities and method."""
        if not self.suspects:
            return sympy.oo, (), "the formula is entire"
        parts = {s: factors(s.zero) for s in self.suspects}
        every = dict.fromkeys(part for group in parts.values() for part in group)
        search = [p for p in every if not is_rational_polynomial(p, self.symbol)]
        exact = [(p, self._roots(p)) for p in every if p not in search]
        places = self._gather(parts, exact)
        known = self._first(places)
        method = "exact roots of polynomials"
        if search:
            known = self._search(parts, search, exact, known)
            method = "certified search in the complex plane"
            if any(s.branch for p in search for s in suspects(p, self.symbol)):
                method = "search on the principal branches, which is not a proof"
        if known is None:
            return sympy.oo, (), "no suspected place shows a singularity"
        return self._result(known, method)

    def _roots(self, part: Expr) -> list[_Place]:
        return [_Place(spot, exact) for spot, exact in upper_roots(part, self.symbol)]

    def _gather(
        self, parts: dict[Suspect, list[Expr]], found: Sequence[tuple[Expr, list[_Place]]]
    ) -> list[_Place]:
        """One place for each point, with everything that is suspected there."""
        places: list[_Place] = []
        for part, roots in found:
            because = [s for s, group in parts.items() if part in group]
            for root in roots:
                same = next((q for q in places if q.spot.overlaps(root.spot)), None)
                if same is None:
                    places.append(root)
                    same = root
                same.because += [s for s in because if s not in same.because]
                same.exact = same.exact or root.exact
        return sorted(places, key=lambda q: float(q.distance(self.centre).mid()))

    def _first(self, places: Sequence[_Place]) -> list[tuple[_Place, Status]] | None:
        """The nearest places that are really singular (several at the same distance)."""
        first: list[tuple[_Place, Status]] = []
        for place in places:
            if first and place.distance(self.centre) > first[0][0].distance(self.centre):
                break
            if place.vague:
                raise UncertifiedError(
                    f"what happens near {place.spot.str(6)} could not be resolved"
                )
            kind = self._status(place, places)
            if kind is not Status.REMOVABLE:
                first.append((place, kind))
        return first or None

    def _status(self, place: _Place, places: Sequence[_Place]) -> Status:
        key = place.exact or place.spot.str(20)
        if key not in self.tested:
            free = self._free(place, places)
            self.tested[key] = status(self.e, self.symbol, place.because, place.spot, free)
        return self.tested[key]

    def _free(self, place: _Place, places: Sequence[_Place]) -> arb:
        """Half the side of a square round a place that holds no other one, nor a mirror image."""
        gaps = [arb(1) / 2]
        for other in places:
            for spot in (other.spot, other.spot.conjugate()):
                if not spot.overlaps(place.spot):
                    gaps.append(abs(spot - place.spot) / 3)
        return min(gap.lower() for gap in gaps)

    def _search(
        self,
        parts: dict[Suspect, list[Expr]],
        wanted: Sequence[Expr],
        exact: Sequence[tuple[Expr, list[_Place]]],
        known: list[tuple[_Place, Status]] | None,
    ) -> list[tuple[_Place, Status]] | None:
        """Look farther and farther out until a singularity is certain to be the nearest."""
        limit = known[0][0].distance(self.centre).upper() if known else arb(_FARTHEST)
        reach = min(arb(1), limit)
        while True:
            found = list(exact)
            for part in wanted:
                roots, done = zeros(part, self.symbol, self.centre, reach, self.clock)
                if not done:
                    raise UncertifiedError("the search for singularities ran out of time")
                found.append((part, [self._place(part, z) for z in roots]))
            first = self._first(self._gather(parts, found))
            if first is not None and first[0][0].distance(self.centre) <= reach:
                return first
            if reach >= limit:
                return first if first is not None else self._none(known)
            reach = min(2 * reach, limit)

    def _none(self, known: list[tuple[_Place, Status]] | None) -> list[tuple[_Place, Status]]:
        if known is not None:
            return known
        raise UncertifiedError(
            f"no singularity lies within {_FARTHEST} of the centre, but there may be one beyond",
            best_known=sympy.Integer(_FARTHEST),
        )

    def _place(self, part: Expr, zero: Zero) -> _Place:
        """A zero with exact coordinates where they can be guessed and proved."""
        spot = zero.place
        if spot.imag.contains(0):
            spot = acb(spot.real)  # its mirror image is in the same square, so it is real
        for x in _guesses(spot.real):
            for y in _guesses(spot.imag):
                if _is_root(part, self.symbol, x + sympy.I * y):
                    return _Place(acb(ball(x), ball(y)), (x, y))
        return _Place(spot, None, vague=not zero.simple)

    def _result(
        self, first: Sequence[tuple[_Place, Status]], method: str
    ) -> tuple[Number, tuple[Singularity, ...], str]:
        value: Number = _hull([place.distance(self.centre) for place, _ in first])
        exact = first[0][0].exact
        if exact is not None:
            value = _length(exact[0] - self.at, exact[1])
        points = []
        for q, kind in first:
            x, y = q.exact or (_hull([q.spot.real]), _hull([q.spot.imag]))
            points.append(Singularity(x, y, kind))
        return value, tuple(points), method


def _hull(values: Sequence[arb]) -> Ball:
    whole = values[0]
    for value in values[1:]:
        whole = whole.union(value)
    return Ball.of((whole.lower(), whole.upper()))


def _guesses(value: arb) -> list[Expr]:
    return list(candidates((value.lower(), value.upper())))


def _is_root(part: Expr, symbol: Symbol, at: Expr) -> bool:
    try:
        with time_limit(1.0):
            return bool(sympy.simplify(sympy.expand_complex(part.subs(symbol, at))) == 0)
    except OutOfTimeError:
        return False


def _length(x: Expr, y: Expr) -> Expr:
    """sqrt(x^2 + y^2) in its shortest form."""
    return sympy.sqrtdenest(sympy.sqrt(sympy.simplify(x * x + y * y)))
