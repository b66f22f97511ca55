"""A landscape over a box, and the basins around its low points in which it is convex."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from flint import arb, arb_mat

from mvcalc.bounds.identify import candidates
from mvcalc.bounds.jets import Jet, Jets, intersect
from mvcalc.bounds.tape import tape
from mvcalc.critical.definite import convexity_modulus, hessian, submatrix
from mvcalc.critical.krawczyk import Sides, hull, joined
from mvcalc.errors import DomainError, MvcalcError, UncertifiedError
from mvcalc.expr import Function, evaluate, program
from mvcalc.expr import intervals as iv
from mvcalc.expr.intervals import Interval, UndefinedError

_ZERO: Interval = (arb(0), arb(0))
_NEWTON = 40
_HALVINGS = 26
_STEEP = arb(10) ** 12  # stands for an unbounded slope when choosing a side to cut
_BLUR = arb(2) ** -60  # how exactly a minimum has to be met


@dataclass(frozen=True, slots=True)
class Piece:
    """A box, a lower bound of f on it, and by how much f may change along each side."""

    box: Sides
    lower: arb
    weights: tuple[arb, ...]

    def flat(self, change: arb) -> bool:
        """Whether f changes by less than ``change`` on the box."""
        return bool(sum(self.weights, arb(0)) < change)


class Landscape:
    """A function on a box, with enclosures of value, slope and curvature."""

    def __init__(self, f: Function, whole: Sides) -> None:
        self.f = f
        self.whole = whole
        self.tape = tape((f.expr,), f.symbols)
        self.first = Jets(len(whole), 1)
        self.second = Jets(len(whole), 2)

    def jet(self, box: Sequence[Interval], order: int = 1) -> Jet:
        """Raises UndefinedError where f is not proved to have a value."""
        if self.f.domain.conditions:
            self.f.domain.check_interval(self.f.symbols, list(box))
        jets = self.first if order == 1 else self.second
        return self.tape.run(jets, jets.variables(list(box)))[0]

    def middle(self, box: Sides) -> tuple[arb, ...]:
        return tuple(((lo + hi) / 2).mid() for lo, hi in box)

    def upper_at(self, point: Sequence[arb]) -> arb | None:
        """A proved upper bound of f at a point, None where f is undefined."""
        sides = [(x, x) for x in point]
        try:
            self.f.domain.check_interval(self.f.symbols, sides)
            top = program(self.f.expr, self.f.symbols)(sides)[1]
        except UndefinedError:
            return None
        return top if top.is_finite() else None

    def prune(self, box: Sides) -> Piece | None:
        """The part of a box that can hold a global minimum, with a lower bound of f on it."""
        jet = self.jet(box)
        slopes = jet.gradient
        kept = self._faces(box, slopes)
        if kept == box and self.narrow(box, 3):
            slopes = self._sharper(box, slopes)
            kept = self._faces(box, slopes)
        if kept is None:
            return None
        if kept != box:
            jet = self.jet(kept)
            slopes = jet.gradient
        lower = intersect(jet.value, self._mean_value(kept, slopes))[0]
        return Piece(kept, lower, self._weights(kept, slopes))

    def _faces(self, box: Sides, slopes: Sequence[Interval]) -> Sides | None:
        """Where f is monotone only an edge of the whole box counts; None if there is none."""
        rest: list[Interval] = []
        for side, whole, slope in zip(box, self.whole, slopes, strict=True):
            if (slope[0] > 0 and side[0] > whole[0]) or (slope[1] < 0 and side[1] < whole[1]):
                return None
            if slope[0] > 0:
                rest.append((side[0], side[0]))
            elif slope[1] < 0:
                rest.append((side[1], side[1]))
            else:
                rest.append(side)
        return tuple(rest)

    def _sharper(self, box: Sides, slopes: tuple[Interval, ...]) -> tuple[Interval, ...]:
        """The mean-value form of the slopes, which is narrower on small boxes."""
        curved = self.jet(box, 2)
        if not all(_finite(h) for h in curved.hessian):
            return slopes
        centre = self.middle(box)
        here = self.jet([(x, x) for x in centre]).gradient
        reach = [iv.add(side, (-x, -x)) for side, x in zip(box, centre, strict=True)]
        better = []
        for i, slope in enumerate(slopes):
            total = here[i]
            for j, step in enumerate(reach):
                total = iv.add(total, iv.multiply(curved.second(i, j), step))
            better.append(intersect(slope, total))
        return tuple(better)

    def _mean_value(self, box: Sides, slopes: Sequence[Interval]) -> Interval:
        centre = self.middle(box)
        total = program(self.f.expr, self.f.symbols)([(x, x) for x in centre])
        for side, x, slope in zip(box, centre, slopes, strict=True):
            total = iv.add(total, iv.multiply(slope, iv.add(side, (-x, -x))))
        return total

    def _weights(self, box: Sides, slopes: Sequence[Interval]) -> tuple[arb, ...]:
        """How much f may change along each side; its length, enlarged, where that is unbounded."""
        sizes = [hi - lo for lo, hi in box]
        if not all(_finite(g) for g in slopes):
            return tuple(_STEEP * s for s in sizes)
        return tuple(iv.absolute(g)[1] * s for g, s in zip(slopes, sizes, strict=True))

    def narrow(self, box: Sides, bits: int) -> bool:
        """Whether every side is below 2^-bits of the whole one."""
        return all(
            b[1] - b[0] <= (w[1] - w[0]) / 2**bits for b, w in zip(box, self.whole, strict=True)
        )

    def split(self, piece: Piece) -> Iterator[Sides]:
        """Two halves across the side along which f may change most."""
        box = piece.box
        wide = [
            k
            for k, (b, w) in enumerate(zip(box, self.whole, strict=True))
            if b[1] - b[0] > (w[1] - w[0]) / 2**48
        ] or list(range(len(box)))
        k = max(wide, key=lambda i: float(piece.weights[i].mid()))
        lo, hi = box[k]
        cut = ((lo + hi) / 2).mid()
        for half in ((lo, cut), (cut, hi)):
            yield (*box[:k], half, *box[k + 1 :])

    def hole(self, box: Sides, reason: str) -> MvcalcError:
        """The error for a place where f has no value, as far as that can be proved."""
        for point in itertools.islice(
            itertools.product(*[list(candidates(s))[:2] for s in box]), 16
        ):
            try:
                evaluate(self.f, point)
            except DomainError as bad:
                return bad
            except MvcalcError:
                continue
        near = ", ".join(
            f"{n} = {round(float(x), 6)}"
            for n, x in zip(self.f.vars, self.middle(box), strict=True)
        )
        return UncertifiedError(
            f"{self.f.source} is not proved to have a value near {near}: it takes {reason}",
            hint="choose a box without this place",
        )

    def gathered(self, boxes: Sequence[Sides]) -> list[Sides]:
        """Boxes that touch joined; all of them joined when they lie close together."""
        groups = joined(boxes)
        if groups and self.narrow(everything := reduce(hull, groups), 20):
            return [everything]
        return groups


@dataclass(frozen=True, slots=True)
class Basin:
    """A box with exactly one minimum of f on it.

    Attributes:
        box: f is strictly convex on it in the directions that are free, and monotone in those
            that lean on the edge of the whole box.
        spot: a tiny box around the minimum.
        lower, upper: bounds of the minimum.
    """

    box: Sides
    spot: Sides
    lower: arb
    upper: arb

    def holds_box(self, other: Sides) -> bool:
        return all(a[0] >= b[0] and a[1] <= b[1] for a, b in zip(other, self.box, strict=True))


def find_basin(land: Landscape, start: Sides, known: Sequence[Basin] = ()) -> Basin | None:
    """Newton's method from the middle of a box, then the largest convex box around its end.

    None when it ends in a known basin, or nowhere that can be proved to be a low point.
    """
    point = _descend(land, list(land.middle(start)))
    if point is None:
        return None
    here = tuple((x, x) for x in point)
    if any(basin.holds_box(here) for basin in known):
        return None
    radii = [(hi - lo) / 4 for lo, hi in land.whole]
    for _ in range(_HALVINGS):
        box = tuple(
            (max(x - r, w[0]).lower(), min(x + r, w[1]).upper())
            for x, r, w in zip(point, radii, land.whole, strict=True)
        )
        basin = _prove(land, box, point)
        if basin is not None:
            return basin
        radii = [r / 2 for r in radii]
    return None


def _descend(land: Landscape, point: list[arb]) -> tuple[arb, ...] | None:
    """Projected Newton steps with Armijo's rule; only a guess, proved afterwards."""
    value = land.upper_at(point)
    for _ in range(_NEWTON):
        if value is None:
            return None
        step, slope = _newton_step(land, point)
        found = _walk(land, point, step, slope, value)
        if found is None:
            break
        point, value = found
    return tuple(point)


def _walk(
    land: Landscape, point: list[arb], step: list[arb], slope: list[arb], value: arb
) -> tuple[list[arb], arb] | None:
    """A shorter and shorter step until f falls enough; None at the end of the road."""
    for _ in range(12):
        trial = [
            min(max((x + s).mid(), w[0]), w[1])
            for x, s, w in zip(point, step, land.whole, strict=True)
        ]
        promised = sum(((b - a) * g for a, b, g in zip(point, trial, slope, strict=True)), arb(0))
        new = land.upper_at(trial)
        if new is not None and new < value + promised / 10000:
            return trial, new
        step = [s / 2 for s in step]
    return None


def _newton_step(land: Landscape, point: list[arb]) -> tuple[list[arb], list[arb]]:
    """A step and the slope it was made from; zero where f pushes against the edge."""
    still = [arb(0)] * len(point)
    try:
        jet = land.jet([(x, x) for x in point], 2)
    except UndefinedError:
        return still, still
    if not all(_finite(g) for g in jet.gradient):
        return still, still
    slope = [((g[0] + g[1]) / 2).mid() for g in jet.gradient]
    free = [
        k
        for k, (x, w) in enumerate(zip(point, land.whole, strict=True))
        if not ((x <= w[0] and slope[k] > 0) or (x >= w[1] and slope[k] < 0))
    ]
    step = list(still)
    bend = [[((e[0] + e[1]) / 2).mid() for e in row] for row in hessian(jet)]
    solved = _solve_positive([[bend[i][j] for j in free] for i in free], [slope[k] for k in free])
    for k, s in zip(free, solved, strict=True):
        step[k] = s
    return step, slope


def _solve_positive(bend: list[list[arb]], slope: list[arb]) -> list[arb]:
    """-H^-1 g where H is positive definite, otherwise a step of limited length downhill."""
    n = len(slope)
    if not n:
        return []
    exact = [[(e, e) for e in row] for row in bend]
    if all(e.is_finite() for row in bend for e in row) and convexity_modulus(exact) is not None:
        solution = arb_mat(bend).solve(arb_mat([[g] for g in slope]))
        return [-solution[k, 0].mid() for k in range(n)]
    size = max(abs(g) for g in slope)
    return [(-g / size / 4).mid() if size > 0 else arb(0) for g in slope]


def _prove(land: Landscape, box: Sides, point: tuple[arb, ...]) -> Basin | None:
    """Strict convexity on the box, and the distance of the minimum from ``point``."""
    try:
        jet = land.jet(box, 2)
        here = land.jet([(x, x) for x in point])
    except UndefinedError:
        return None
    if not all(_finite(g) for g in (*jet.gradient, *jet.hessian)):
        return None
    pinned = {
        k
        for k, (x, w, g) in enumerate(zip(point, land.whole, jet.gradient, strict=True))
        if (x == w[0] and g[0] > 0) or (x == w[1] and g[1] < 0)
    }
    basin = _enclose(box, point, here, pinned, jet)
    if basin is None:
        return None
    return _enclose(box, point, here, pinned, land.jet(basin.spot, 2)) or basin


def _enclose(
    box: Sides, point: tuple[arb, ...], here: Jet, pinned: set[int], jet: Jet
) -> Basin | None:
    """f(y) >= f(m) + g.(y-m) + modulus/2 |y-m|^2 where ``jet`` was taken, which holds m and
    the minimum, so that the minimum is within 2|g|/modulus of m."""
    free = [k for k in range(len(point)) if k not in pinned]
    modulus = convexity_modulus(submatrix(hessian(jet), free))
    if modulus is None:
        return None
    square = arb(0)
    for k in free:
        size = iv.absolute(here.gradient[k])[1]
        square += size * size
    reach = (2 * square.sqrt() / modulus).upper()
    lower = (here.value[0] - square / (2 * modulus)).lower()
    if here.value[1] - lower > _BLUR or any(reach > (box[k][1] - box[k][0]) / 16 for k in free):
        return None  # the lowest point of the box is on its edge, or too badly placed
    spot = tuple(
        (x, x) if k in pinned else (max(x - reach, lo).lower(), min(x + reach, hi).upper())
        for k, (x, (lo, hi)) in enumerate(zip(point, box, strict=True))
    )
    return Basin(box, spot, lower, here.value[1])


def _finite(side: Interval) -> bool:
    return bool(side[0].is_finite() and side[1].is_finite())
