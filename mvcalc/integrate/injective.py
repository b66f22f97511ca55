"""Is a map of the plane one-to-one on a box? A proof, or two points with the same image.

Two points of a convex cell on which the interval Jacobian is regular cannot have the same image
(mean value theorem, row by row); two cells with disjoint images cannot share one either. Pairs of
cells are split until one of both is proved (A. Neumaier, "Interval Methods for Systems of
Equations", section 5.1).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import flint
import sympy
from flint import arb
from sympy import Expr, Symbol

from mvcalc.bounds.deadline import Deadline
from mvcalc.bounds.jets import Jet, Jets
from mvcalc.bounds.tape import tape
from mvcalc.critical.krawczyk import Sides, hull, isolate, touch
from mvcalc.expr import Ball
from mvcalc.expr import intervals as iv
from mvcalc.expr.intervals import Interval, UndefinedError

_PREC = 80
_PAIRS = 3000
_QUESTIONS = 60  # pairs of cells in which a common image is looked for
_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """``proof`` in one sentence, or a pair of points with the same image, or neither."""

    proof: str = ""
    witness: tuple[tuple[Expr | Ball, ...], tuple[Expr | Ball, ...]] | None = None


def is_polar(parts: Sequence[Expr], u: Symbol, v: Symbol) -> bool:
    """Whether the map is centre + (a u cos v, b u sin v) with constant a, b."""
    along = [sympy.expand(p).coeff(u) for p in parts]
    flat = [sympy.expand(p - u * c) for p, c in zip(parts, along, strict=True)]
    if any(e.has(u) or e.has(v) for e in flat):
        return False
    waves = (sympy.cos(v), sympy.sin(v))
    factors = [sympy.simplify(c / w) for c, w in zip(along, waves, strict=True)]
    return all(f.is_number and f != 0 for f in factors)


def judge(parts: Sequence[Expr], symbols: Sequence[Symbol], box: Sides) -> Verdict:
    """Prove that a map is one-to-one on a box, or find out that it is not.

    Args:
        parts: two components in two symbols.
        symbols: the variables.
        box: one interval for each.
    """
    with flint.ctx.workprec(_PREC):
        search = _Pairs(parts, symbols, box)
        return search.run()


class _Pairs:
    def __init__(self, parts: Sequence[Expr], symbols: Sequence[Symbol], box: Sides) -> None:
        self.parts = tuple(parts)
        self.symbols = tuple(symbols)
        self.tape = tape(self.parts, self.symbols)
        self.jets = Jets(len(self.symbols))
        self.queue: deque[tuple[Sides, Sides]] = deque([(box, box)])
        self.whole = box

    def run(self) -> Verdict:
        clock = Deadline(_SECONDS)
        asked = 0
        for _ in range(_PAIRS):
            if not self.queue:
                return Verdict(
                    "No two points have the same image: proved cell by cell with intervals."
                )
            if clock.expired:
                break
            a, b = self.queue.popleft()
            if self._apart(a, b):
                continue
            if not touch(a, b) and asked < _QUESTIONS and self._small(a):
                asked += 1
                witness = self._witness(a, b)
                if witness is not None:
                    return Verdict(witness=witness)
            self._split(a, b)
        return Verdict()

    def _jets(self, box: Sides) -> list[Jet] | None:
        try:
            return self.tape.run(self.jets, self.jets.variables(list(box)))
        except UndefinedError:
            return None

    def _apart(self, a: Sides, b: Sides) -> bool:
        """No point of a and other point of b share an image."""
        whole = self._jets(hull(a, b))
        if whole is not None and _regular(whole):
            return True
        if touch(a, b):
            return False
        one, other = self._jets(a), self._jets(b)
        if one is None or other is None:
            return False
        return any(
            x.value[0] > y.value[1] or y.value[0] > x.value[1]
            for x, y in zip(one, other, strict=True)
        )

    def _small(self, a: Sides) -> bool:
        return all(
            (hi - lo) <= (w[1] - w[0]) / 8 for (lo, hi), w in zip(a, self.whole, strict=True)
        )

    def _witness(
        self, a: Sides, b: Sides
    ) -> tuple[tuple[Expr | Ball, ...], tuple[Expr | Ball, ...]] | None:
        """A point near b with exactly the image of the middle of a (Krawczyk)."""
        point = [_middle(side) for side in a]
        here = dict(zip(self.symbols, point, strict=True))
        equations = [p - p.subs(here) for p in self.parts]
        search = isolate(equations, self.symbols, b, budget=60, seconds=0.5)
        for root in search.roots:
            if not touch(root, a) and all(
                lo >= w[0] and hi <= w[1] for (lo, hi), w in zip(root, self.whole, strict=True)
            ):
                return tuple(point), tuple(Ball.of(side) for side in root)
        return None

    def _split(self, a: Sides, b: Sides) -> None:
        if a is b or a == b:
            one, other = _halves(a)
            self.queue += [(one, one), (other, other), (one, other)]
            return
        if max(_sizes(a)) < max(_sizes(b)):
            a, b = b, a
        self.queue += [(half, b) for half in _halves(a)]


def _regular(jets: Sequence[Jet]) -> bool:
    """Whether every matrix within the interval Jacobian (2 by 2) is regular."""
    (a, b), (c, d) = (jet.gradient for jet in jets)
    det = iv.add(iv.multiply(a, d), iv.negate(iv.multiply(b, c)))
    return bool(det[0] > 0 or det[1] < 0)


def _middle(side: Interval) -> Expr:
    ball = Ball.of(side)
    return sympy.Rational(ball.mid.numerator, ball.mid.denominator)


def _sizes(box: Sides) -> list[arb]:
    return [hi - lo for lo, hi in box]


def _halves(box: Sides) -> tuple[Sides, Sides]:
    sizes = _sizes(box)
    k = max(range(len(box)), key=lambda i: float(sizes[i]))
    lo, hi = box[k]
    cut = ((lo + hi) / 2).mid()
    return (*box[:k], (lo, cut), *box[k + 1 :]), (*box[:k], (cut, hi), *box[k + 1 :])
