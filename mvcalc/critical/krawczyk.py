"""All solutions of n equations in n unknowns inside a box, by interval branch and prune.

A box is dropped when an equation cannot be 0 on it, and settled when Krawczyk's operator
K(X) = m - Y F(m) + (I - Y J(X)) (X - m) maps it into its own interior: then it holds exactly one
solution (R. Krawczyk 1969; A. Neumaier, "Interval Methods for Systems of Equations", 1990).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import flint
from flint import arb, arb_mat
from sympy import Expr, Symbol

from mvcalc.bounds.deadline import Deadline
from mvcalc.bounds.jets import ONE, Jet, Jets, intersect
from mvcalc.bounds.tape import tape
from mvcalc.expr import intervals as iv
from mvcalc.expr.intervals import Interval, UndefinedError

Sides = tuple[Interval, ...]
_PREC = 128
_INFLATION = arb(1) / 8
_SMALLEST = arb(2) ** -36  # relative to the side of the whole box
_FINE = arb(2) ** -110
_SLOW = arb(15) / 16
_SPLIT = arb(33) / 64  # not one half: symmetric problems have their solutions there


@dataclass(frozen=True, slots=True)
class Isolation:
    """What a search proved.

    Attributes:
        roots: small boxes, each with exactly one solution; a solution may lie just outside the
            box that was searched, on its edge.
        undecided: tiny boxes that may hold solutions (double ones, or kinks).
        unsearched: boxes left when the budget ran out.
        boxes: how many boxes were looked at.
    """

    roots: tuple[Sides, ...]
    undecided: tuple[Sides, ...]
    unsearched: tuple[Sides, ...]
    boxes: int

    @property
    def complete(self) -> bool:
        return not self.undecided and not self.unsearched


class System:
    """Equations ``expr = 0`` that can be evaluated with their Jacobian on a box."""

    def __init__(self, exprs: Sequence[Expr], symbols: Sequence[Symbol]) -> None:
        self.tape = tape(tuple(exprs), tuple(symbols))
        self.jets = Jets(len(symbols))
        self.size = len(symbols)

    def at(self, box: Sides) -> list[Jet]:
        """Raises UndefinedError outside the domain."""
        return self.tape.run(self.jets, self.jets.variables(list(box)))

    def krawczyk(self, box: Sides) -> Sides | None:
        """Krawczyk's operator on a box, or None where it cannot be formed."""
        middle = tuple(_point(_mid(side)) for side in box)
        try:
            centre, whole = self.at(middle), self.at(box)
        except UndefinedError:
            return None
        if not all(_finite(g) for jet in whole for g in jet.gradient):
            return None
        inverse = _inverse(centre)
        if inverse is None:
            return None
        return tuple(self._row(k, inverse, centre, whole, box, middle) for k in range(self.size))

    def _row(
        self,
        k: int,
        inverse: list[list[Interval]],
        centre: list[Jet],
        whole: list[Jet],
        box: Sides,
        middle: Sides,
    ) -> Interval:
        total = middle[k]
        for i in range(self.size):
            total = _minus(total, iv.multiply(inverse[k][i], centre[i].value))
        for j in range(self.size):
            slope = ONE if j == k else iv.negate(_minus(ONE, ONE))
            for i in range(self.size):
                slope = _minus(slope, iv.multiply(inverse[k][i], whole[i].gradient[j]))
            total = iv.add(total, iv.multiply(slope, _minus(box[j], middle[j])))
        return total


def isolate(
    exprs: Sequence[Expr],
    symbols: Sequence[Symbol],
    box: Sequence[Interval],
    *,
    budget: int = 4000,
    seconds: float = 5.0,
) -> Isolation:
    """Find and prove every solution of ``exprs = 0`` in a box.

    Args:
        exprs: as many equations as unknowns.
        symbols: the unknowns.
        box: one interval for each unknown.
        budget: number of boxes.
        seconds: time limit.
    """
    with flint.ctx.workprec(_PREC):
        search = _Search(System(exprs, symbols), tuple(box))
        clock = Deadline(seconds)
        while search.queue and search.boxes < budget and not clock.expired:
            search.look(search.queue.pop())
        return Isolation(
            tuple(search.roots), tuple(search.undecided), tuple(search.queue), search.boxes
        )


class _Search:
    def __init__(self, system: System, box: Sides) -> None:
        self.system = system
        self.queue = [box]
        self.whole = box
        self.smallest = [_SMALLEST * (hi - lo) for lo, hi in box]
        self.roots: list[Sides] = []
        self.territories: list[Sides] = []  # in each, its root is the only one
        self.undecided: list[Sides] = []
        self.boxes = 0

    def look(self, box: Sides) -> None:
        self.boxes += 1
        if any(_inside(box, known) for known in self.territories):
            return
        try:
            jets = self.system.at(box)
            if any(not _holds_zero(jet.value) for jet in jets) or self._excluded(box, jets):
                return
        except UndefinedError as bad:
            if bad.certain:
                return
            self._split(box)
            return
        wide = tuple(_inflate(side, least) for side, least in zip(box, self.smallest, strict=True))
        image = self.system.krawczyk(wide)
        if image is None:
            self._split(box)
        elif all(_interior(small, big) for small, big in zip(image, wide, strict=True)):
            self._found(image, wide)
        elif any(_disjoint(small, big) for small, big in zip(image, wide, strict=True)):
            return
        else:
            self._shrink(box, image)

    def _excluded(self, box: Sides, jets: list[Jet]) -> bool:
        """The mean-value form is sharper than the plain value on small boxes."""
        middle = tuple(_point(_mid(side)) for side in box)
        for centre, jet in zip(self.system.at(middle), jets, strict=True):
            value = centre.value
            for g, side, m in zip(jet.gradient, box, middle, strict=True):
                value = iv.add(value, iv.multiply(g, _minus(side, m)))
            if not _holds_zero(value):
                return True
        return False

    def _found(self, image: Sides, territory: Sides) -> None:
        root = self.refine(image)
        if not any(_inside(root, known) for known in self.territories):
            self.roots.append(root)
            self.territories.append(territory)

    def refine(self, root: Sides) -> Sides:
        """Shrink the box of a proved solution to about the working precision."""
        for _ in range(80):
            image = self.system.krawczyk(root)
            if image is None:
                return root
            better = tuple(intersect(a, b) for a, b in zip(root, image, strict=True))
            stalled = all(_width(b) > _SLOW * _width(a) for a, b in zip(root, better, strict=True))
            root = better
            if stalled or all(_width(side) < _FINE for side in root):
                break
        return root

    def _shrink(self, box: Sides, image: Sides) -> None:
        smaller = tuple(intersect(a, b) for a, b in zip(box, image, strict=True))
        if any(lo > hi for lo, hi in smaller):
            return
        gains = [_width(b) < _width(a) * arb(0.7) for a, b in zip(box, smaller, strict=True)]
        if any(gains):
            self.queue.append(smaller)
        else:
            self._split(smaller)

    def _split(self, box: Sides) -> None:
        sizes = [
            _width(side) / (hi - lo) if hi > lo else arb(0)
            for side, (lo, hi) in zip(box, self.whole, strict=True)
        ]
        k = max(range(len(box)), key=lambda i: sizes[i])
        if _width(box[k]) <= self.smallest[k]:
            self.undecided.append(box)
            return
        lo, hi = box[k]
        cut = (lo + (hi - lo) * _SPLIT).mid()
        for half in ((lo, cut), (cut, hi)):
            self.queue.append((*box[:k], half, *box[k + 1 :]))


def _minus(a: Interval, b: Interval) -> Interval:
    return iv.add(a, iv.negate(b))


def _mid(side: Interval) -> arb:
    return ((side[0] + side[1]) / 2).mid()


def _point(value: arb) -> Interval:
    return value, value


def _width(side: Interval) -> arb:
    return (side[1] - side[0]).upper()


def _finite(side: Interval) -> bool:
    return bool(side[0].is_finite() and side[1].is_finite())


def _holds_zero(side: Interval) -> bool:
    return bool(side[0] <= 0 <= side[1])


def _inside(a: Sides, b: Sides) -> bool:
    return all(lo >= low and hi <= high for (lo, hi), (low, high) in zip(a, b, strict=True))


def _interior(small: Interval, big: Interval) -> bool:
    return bool(small[0] > big[0] and small[1] < big[1])


def _disjoint(a: Interval, b: Interval) -> bool:
    return bool(a[1] < b[0] or b[1] < a[0])


def _inflate(side: Interval, least: arb) -> Interval:
    margin = _width(side) * _INFLATION + least
    return (side[0] - margin).lower(), (side[1] + margin).upper()


def _inverse(centre: list[Jet]) -> list[list[Interval]] | None:
    """An approximate inverse of the Jacobian at the middle (any matrix would be valid)."""
    matrix = arb_mat([[_mid(g) for g in jet.gradient] for jet in centre])
    try:
        inverse = matrix.inv()
    except ZeroDivisionError:
        return None
    return [[_point(entry.mid()) for entry in row] for row in inverse.tolist()]


def touch(a: Sides, b: Sides) -> bool:
    """Whether two boxes have a point in common."""
    return all(not _disjoint(x, y) for x, y in zip(a, b, strict=True))


def hull(a: Sides, b: Sides) -> Sides:
    """The smallest box around two."""
    return tuple((min(x[0], y[0]), max(x[1], y[1])) for x, y in zip(a, b, strict=True))


def joined(boxes: Sequence[Sides]) -> list[Sides]:
    """Boxes that touch, joined to one."""
    out: list[Sides] = []
    for box in boxes:
        near = [other for other in out if touch(other, box)]
        out = [other for other in out if other not in near]
        out.append(reduce(hull, near, box))
    return out
