"""Does an equation h = 0 have a whole curve of solutions in a box, single points, or none?"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import flint
from flint import arb
from sympy import Expr, Symbol

from mvcalc.bounds.deadline import Deadline
from mvcalc.bounds.jets import Jet, Jets
from mvcalc.bounds.tape import tape
from mvcalc.critical.definite import hessian, negated, positive_definite
from mvcalc.expr.intervals import Interval, UndefinedError

_PREC = 96
_SAMPLES = 9  # points a side when looking for both signs
_BOXES = 2000


class Zeros(StrEnum):
    """What is proved about the zeros of a function in a box."""

    CURVE = "a curve"
    POINTS = "the given points only"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class _Level:
    expr: Expr
    symbols: tuple[Symbol, ...]

    def jet(self, box: Sequence[Interval], order: int = 1) -> Jet:
        jets = Jets(len(self.symbols), order)
        return tape((self.expr,), self.symbols).run(jets, jets.variables(list(box)))[0]

    def defined(self, box: Sequence[Interval]) -> bool:
        try:
            self.jet(box)
        except UndefinedError:
            return False
        return True

    def signs(self, box: Sequence[Interval]) -> set[int]:
        """Signs proved on a grid of points inside the box."""
        found: set[int] = set()
        axes = [
            [lo + (hi - lo) * (2 * k + 1) / (2 * _SAMPLES) for k in range(_SAMPLES)]
            for lo, hi in box
        ]
        for point in itertools.product(*axes):
            try:
                lo, hi = self.jet([(p.lower(), p.upper()) for p in point]).value
            except UndefinedError:
                continue
            if lo > 0 or hi < 0:
                found.add(1 if lo > 0 else -1)
        return found

    def rules_out(self, box: Sequence[Interval], points: Sequence[Sequence[Interval]]) -> bool:
        """No zero in the box, or exactly one of the known zeros, a strict minimum or maximum."""
        try:
            lo, hi = self.jet(box).value
            if lo > 0 or hi < 0:
                return True
            inside = [p for p in points if all(map(_overlap, p, box))]
            if len(inside) != 1:
                return False
            bend = hessian(self.jet(box, 2))
            return positive_definite(bend) or positive_definite(negated(bend))
        except UndefinedError:
            return False


def _overlap(a: Interval, b: Interval) -> bool:
    return bool(a[0] <= b[1] and b[0] <= a[1])


def zeros_in(
    expr: Expr,
    symbols: Sequence[Symbol],
    box: Sequence[Interval],
    points: Sequence[Sequence[Interval]] = (),
    seconds: float = 2.0,
) -> Zeros:
    """What the zeros of ``expr`` in a box are.

    A function that takes both signs on a connected box vanishes on a set that separates it.

    Args:
        expr: the function.
        symbols: its variables.
        box: one interval for each.
        points: enclosures of zeros already known, at which the gradient vanishes too.
        seconds: time limit; UNKNOWN when it is over.
    """
    with flint.ctx.workprec(_PREC):
        level = _Level(expr, tuple(symbols))
        if level.defined(box) and len(level.signs(box)) == 2:
            return Zeros.CURVE
        queue, clock = [tuple(box)], Deadline(seconds)
        for _ in range(_BOXES):
            if not queue:
                return Zeros.POINTS if points else Zeros.NONE
            if clock.expired:
                break
            piece = queue.pop()
            if not level.rules_out(piece, points):
                queue += _halves(piece)
        return Zeros.UNKNOWN


def _halves(box: tuple[Interval, ...]) -> list[tuple[Interval, ...]]:
    k = max(range(len(box)), key=lambda i: box[i][1] - box[i][0])
    lo, hi = box[k]
    cut = (lo + (hi - lo) * arb(33) / 64).mid()
    return [(*box[:k], half, *box[k + 1 :]) for half in ((lo, cut), (cut, hi))]
