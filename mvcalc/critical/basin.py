"""The basins around the low points of a landscape, in which it is proved convex."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import arb, arb_mat

from mvcalc.bounds.jets import Jet
from mvcalc.critical.definite import convexity_modulus, hessian, submatrix
from mvcalc.critical.krawczyk import Sides
from mvcalc.critical.landscape import Landscape, finite
from mvcalc.expr import intervals as iv
from mvcalc.expr.intervals import Interval, UndefinedError

_ZERO: Interval = (arb(0), arb(0))
_NEWTON = 40
_HALVINGS = 26
_BLUR = arb(2) ** -60  # how exactly a minimum has to be met


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
    if not all(finite(g) for g in jet.gradient):
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
    if not all(finite(g) for g in (*jet.gradient, *jet.hessian)):
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
