"""A function over a box: enclosures of its value, slope and curvature, and what they rule out."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from flint import arb

from mvcalc.bounds.identify import candidates
from mvcalc.bounds.jets import Jet, Jets, intersect
from mvcalc.bounds.tape import tape
from mvcalc.critical.krawczyk import Sides, hull, joined
from mvcalc.errors import DomainError, MvcalcError, UncertifiedError
from mvcalc.expr import Function, evaluate, program
from mvcalc.expr import intervals as iv
from mvcalc.expr.intervals import Interval, UndefinedError

_STEEP = arb(10) ** 12  # stands for an unbounded slope when choosing a side to cut


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
        if not all(finite(h) for h in curved.hessian):
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
        if not all(finite(g) for g in slopes):
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


def finite(side: Interval) -> bool:
    """Whether both ends are finite."""
    return bool(side[0].is_finite() and side[1].is_finite())
