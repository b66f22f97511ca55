"""The lowest value of a function on a box, certified.

Branch and bound with Arb: a box is dropped when its enclosure (plain or mean-value form) lies
above a value already reached, and shrunk to a face where the function is monotone. Around a
lowest point the search stops at a basin on which the Hessian is proved positive definite, where
there can be one minimum only; strong convexity then encloses it (R. Horst, P. M. Pardalos,
"Handbook of Global Optimization", 1995; E. Hansen, G. W. Walster, "Global Optimization Using
Interval Analysis", 2004).
"""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass, field
from fractions import Fraction

import flint
import sympy
from flint import arb
from sympy import Expr

from mvcalc.bounds.deadline import Deadline
from mvcalc.critical.basin import Basin, find_basin
from mvcalc.critical.equations import is_polynomial
from mvcalc.critical.faces import candidates
from mvcalc.critical.krawczyk import Sides
from mvcalc.critical.landscape import Landscape, Piece
from mvcalc.errors import (
    DegenerateError,
    MvcalcError,
    RangeError,
    UncertifiedError,
    names_parameters,
)
from mvcalc.expr import Ball, Box, Function, as_box, as_function, number, sign
from mvcalc.expr.balls import side_interval
from mvcalc.expr.intervals import UndefinedError

_PREC = 128
_MAX_FACES = 3  # variables for which all faces of the box are gone through
_MAX_TRIES = 60  # basins looked for
_PATIENCE = 1500  # boxes spent on proving uniqueness once the value is certified


@dataclass(frozen=True, slots=True)
class Certificate:
    """A proof about the lowest point of a box.

    Attributes:
        point_box: every point at which the minimum is reached lies in here.
        lower, upper: exact rational bounds of the minimum, at most ``tol`` apart.
        boxes_used: how many boxes were looked at.
        unique: True when it is proved that the minimum is reached at one point only.
        rivals: when it is not unique, further boxes that may hold a lowest point; ``point_box``
            is then the first of them all.
    """

    point_box: Box
    lower: Fraction
    upper: Fraction
    boxes_used: int
    unique: bool
    rivals: tuple[Box, ...] = ()

    @property
    def value(self) -> Ball:
        """The minimum as a ball."""
        return Ball(self.lower, self.upper)


@names_parameters
def global_min(
    f: Function | Expr,
    box: object,
    tol: object = "1e-9",
    *,
    budget: int = 20_000,
    seconds: float = 5.0,
) -> Certificate:
    """Enclose the lowest value of ``f`` on a box, and where it is.

    Args:
        f: a function of one or more variables.
        box: one closed interval for each variable.
        tol: largest width of the enclosure of the value.
        budget, seconds: limits of the search.

    Raises:
        UncertifiedError: the budget ended first; ``best_known`` has the two best boxes.
        DomainError: f has no value somewhere in the box.
        RangeError: the tolerance is not positive.
    """
    fun = as_function(f)
    if not fun.vars:
        raise DegenerateError("a function of at least one variable is needed", value=fun.source)
    aim = number(tol)
    if sign(aim) <= 0:
        raise RangeError("the tolerance must be positive", param="tol", value=tol, hint="1e-9")
    read = as_box(box, fun.vars)
    with flint.ctx.workprec(_PREC):
        sides = tuple(side_interval(*read.side(name)) for name in fun.vars)
        search = _Search(Landscape(fun, sides), _as_arb(aim))
        clock = Deadline(seconds)
        search.start()
        while not search.finished and search.boxes < budget and not clock.expired:
            search.step()
        try:
            return search.certificate()
        except UncertifiedError:
            exact = _among_critical_points(fun, read, aim, search.boxes)
            if exact is None:
                raise
            return exact


def _among_critical_points(f: Function, box: Box, tol: Expr, boxes: int) -> Certificate | None:
    """For polynomials: the lowest of all critical points inside and on the faces."""
    if len(f.vars) > _MAX_FACES or not is_polynomial(f.expr, f.symbols):
        return None
    try:
        found = candidates(f, [box.side(name) for name in f.vars])
    except MvcalcError:
        return None
    if not found:
        return None
    upper = min(c.value.upper for c in found)
    lowest = {c.point: c for c in found if c.value.lower <= upper}
    lower = min(c.value.lower for c in lowest.values())
    if sympy.Rational(upper - lower) > tol:
        return None
    places = [Box.of(dict(zip(f.vars, map(_ends, point), strict=True))) for point in lowest]
    return Certificate(places[0], lower, upper, boxes, len(places) == 1, tuple(places[1:]))


def _ends(ball: Ball) -> tuple[Fraction, Fraction]:
    return ball.lower, ball.upper


def _as_arb(value: Expr) -> arb:
    return side_interval(value, value)[0]


@dataclass
class _Search:
    land: Landscape
    tol: arb
    boxes: int = 0
    upper: arb = field(default_factory=arb.pos_inf)
    basins: list[Basin] = field(default_factory=list)
    heap: list[tuple[float, int, Piece]] = field(default_factory=list)
    parked: list[Piece] = field(default_factory=list)
    ticket: itertools.count[int] = field(default_factory=itertools.count)
    tried: int = 0
    since_tight: int = 0

    def start(self) -> None:
        self.add(self.land.whole)
        self.sample(self.land.whole)

    def sample(self, box: Sides) -> None:
        """Go downhill from the middle of a box; remember the basin it ends in."""
        value = self.land.upper_at(self.land.middle(box))
        if value is None:
            return
        improves = value < self.upper
        self.upper = min(self.upper, value)
        if improves or self.tried < 12:
            self.look_for_basin(box)

    def look_for_basin(self, box: Sides) -> None:
        if self.tried > _MAX_TRIES:
            return
        self.tried += 1
        basin = find_basin(self.land, box, self.basins)
        if basin is not None:
            self.basins.append(basin)
            self.upper = min(self.upper, basin.upper)

    def add(self, box: Sides) -> None:
        """Enclose f on a box; keep the part of it where the minimum may be."""
        self.boxes += 1
        if self._in_basin(box):
            return
        try:
            piece = self.land.prune(box)
        except UndefinedError as bad:
            if bad.certain or self.land.narrow(box, 40):
                raise self.land.hole(box, bad.reason) from None
            piece = Piece(box, arb.neg_inf(), tuple(hi - lo for lo, hi in box))
        if piece is not None and piece.lower <= self.upper:
            key = float(piece.lower) if piece.lower.is_finite() else float("-inf")
            heapq.heappush(self.heap, (key, next(self.ticket), piece))

    def step(self) -> None:
        piece = heapq.heappop(self.heap)[2]
        if piece.lower > self.upper or self._in_basin(piece.box):
            return
        self.sample(piece.box)
        if piece.lower > self.upper:
            return
        if self._tight(piece.lower):
            self.since_tight += 1
            flat = piece.flat(self.tol)
            if flat or self.land.narrow(piece.box, 16):
                self.look_for_basin(piece.box)
            if self._in_basin(piece.box):
                return
            if flat:
                self.parked.append(piece)
                return
        if self.land.narrow(piece.box, 46):
            self.parked.append(piece)
            return
        for half in self.land.split(piece):
            self.add(half)

    def _in_basin(self, box: Sides) -> bool:
        return any(basin.holds_box(box) for basin in self.basins)

    def _tight(self, lower: arb) -> bool:
        return bool(self.upper - lower <= self.tol / 2)

    @property
    def lower(self) -> arb:
        """No value on the whole box is below this."""
        lows = [entry[2].lower for entry in self.heap[:1]]
        lows += [piece.lower for piece in self.parked]
        lows += [basin.lower for basin in self.basins]
        return min(lows, default=arb.neg_inf())

    @property
    def finished(self) -> bool:
        return not self.heap or self.since_tight > _PATIENCE

    def certificate(self) -> Certificate:
        rivals = [b for b in self.basins if b.lower <= self.upper]
        left = [*self.parked, *(entry[2] for entry in self.heap)]
        loose = [piece.box for piece in left if piece.lower <= self.upper]
        names = self.land.f.vars
        places = [_box(names, b.spot) for b in sorted(rivals, key=lambda b: float(b.lower))]
        places += [_box(names, place) for place in self.land.gathered(loose)]
        lower = self.lower
        if not lower.is_finite() or not self.upper - lower <= self.tol:
            raise UncertifiedError(
                "the lowest point could not be certified",
                best_known=tuple(places[:2]),
                value=self.land.f.source,
                hint="choose a smaller box or a smoother function",
            )
        value = Ball.of((lower, self.upper))
        unique = len(places) == 1 and (bool(rivals) or all(lo == hi for lo, hi in places[0].sides))
        return Certificate(
            places[0], value.lower, value.upper, self.boxes, unique, tuple(places[1:])
        )


def _box(names: tuple[str, ...], sides: Sides) -> Box:
    balls = [Ball.of(side) for side in sides]
    return Box.of({n: (b.lower, b.upper) for n, b in zip(names, balls, strict=True)})
