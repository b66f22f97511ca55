"""Regions between two curves: a <= x <= b, low(x) <= y <= high(x), and the same read sideways."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import flint
import sympy
from sympy import Expr, Symbol

from mvcalc.bounds.jets import Jets
from mvcalc.bounds.maximum import interval_ends
from mvcalc.bounds.tape import tape
from mvcalc.critical import global_min
from mvcalc.errors import DegenerateError, MvcalcError, RangeError, UncertifiedError
from mvcalc.expr import Function, UndefinedError, evaluate, number, sign
from mvcalc.expr.balls import side_interval

_SLACK = sympy.Rational(1, 10**15)


@dataclass(frozen=True, slots=True)
class Region:
    """``a <= outer <= b`` and ``low <= inner <= high``, where low and high may contain ``outer``.

    Attributes:
        outer, inner: names of the variables.
        ends: a and b, exact.
        low, high: expressions in ``outer``.
    """

    outer: str
    inner: str
    ends: tuple[Expr, Expr]
    low: Expr
    high: Expr

    @classmethod
    def of(
        cls,
        outer: tuple[str, Sequence[object]],
        inner: tuple[str, Sequence[object]],
    ) -> Region:
        """Read ``Region.of(("x", (0, 1)), ("y", (0, parse("1 - x"))))``.

        Raises:
            DegenerateError: an empty or flat region.
            RangeError: the lower curve is above the upper one, with the place.
        """
        (name, ends), (other, curves) = outer, inner
        low, high = (_curve(c, name) for c in curves)
        region = cls(name, other, interval_ends(ends), low, high)
        region.check()
        return region

    @property
    def is_rectangle(self) -> bool:
        return not self.low.free_symbols and not self.high.free_symbols

    def check(self) -> None:
        """Prove low <= high (to 15 digits where they touch); raises as ``of``."""
        gap = self.high - self.low
        if gap.is_number:
            order = sign(gap)
            if order == 0:
                raise DegenerateError("the region is empty: both curves are the same")
            if order < 0:
                raise RangeError(
                    "the lower end is above the upper end", value=f"({self.low}, {self.high})"
                )
            return
        if sympy.expand(gap) == 0:
            raise DegenerateError("the region is empty: both curves are the same")
        lowest = global_min(Function.of(gap, [self.outer]), [self.ends])
        if lowest.lower >= -_SLACK:
            return
        lo, hi = lowest.point_box.sides[0]
        where = (lo + hi) / 2
        if sign(evaluate(Function.of(gap, [self.outer]), where)) < 0:
            raise RangeError(
                f"the lower curve is above the upper one at {self.outer} = {sympy.Float(where, 6)}",
                point=where,
                hint="exchange the curves or shorten the interval",
            )
        raise UncertifiedError("it could not be proved that the lower curve stays below the upper")

    def sideways(self) -> tuple[Region, ...] | None:
        """The same region cut the other way, in pieces; None where a curve cannot be inverted.

        Both curves have to be monotone, of degree at most two or a root, so that each level
        y = constant meets the region in one interval.
        """
        if self.is_rectangle:
            turned = Region(self.inner, self.outer, (self.low, self.high), *self.ends)
            return (turned,)
        inverses = [_inverse(c, self.outer, self.inner, self.ends) for c in (self.low, self.high)]
        if any(i is None for i in inverses):
            return None
        heights = {
            _at(curve, self.outer, end) for curve in (self.low, self.high) for end in self.ends
        }
        levels = sorted(heights, key=float)
        pieces = []
        for bottom, top in itertools.pairwise(levels):
            if sign(top - bottom) > 0:
                piece = self._slice(bottom, top, [i for group in inverses if group for i in group])
                if piece is not None:
                    pieces.append(piece)
        return tuple(pieces)

    def _slice(self, bottom: Expr, top: Expr, inverses: Sequence[Expr]) -> Region | None:
        """The part between two levels: which curves bound it is seen at the middle level."""
        middle = (bottom + top) / 2
        walls: list[tuple[Expr, Expr]] = [(end, end) for end in self.ends]
        walls += [(_at(i, self.inner, middle), i) for i in inverses]
        inside = sorted(
            (w for w in walls if sign(w[0] - self.ends[0]) >= 0 and sign(self.ends[1] - w[0]) >= 0),
            key=lambda w: float(w[0]),
        )
        for (x0, left), (x1, right) in itertools.pairwise(inside):
            x = (x0 + x1) / 2
            above = sign(middle - _at(self.low, self.outer, x)) > 0
            below = sign(_at(self.high, self.outer, x) - middle) > 0
            if above and below and sign(x1 - x0) > 0:
                return Region(self.inner, self.outer, (bottom, top), left, right)
        return None


def _curve(value: object, name: str) -> Expr:
    if isinstance(value, Function):
        curve = value.expr
    elif isinstance(value, Expr):
        curve = value
    else:
        curve = number(value)
    strange = curve.free_symbols - {Symbol(name)}
    if strange:
        raise RangeError(f"a boundary may only contain {name}", value=str(curve))
    return curve


def _at(e: Expr, name: str, value: Expr) -> Expr:
    return evaluate(Function.of(e, [name]), value)


def _inverse(curve: Expr, outer: str, inner: str, ends: tuple[Expr, Expr]) -> list[Expr] | None:
    """Solutions x of curve(x) = y; [] for a constant curve, None if not monotone or not solved."""
    x, y = Symbol(outer), Symbol(inner)
    if not curve.has(x):
        return []
    if not _monotone(curve, outer, ends):
        return None
    found = [s for s in sympy.solve(curve - y, x) if not s.has(sympy.I)]
    middle = (ends[0] + ends[1]) / 2
    level = _at(curve, outer, middle)
    kept = []
    for s in found:
        try:
            if sign(_at(s, inner, level) - middle) == 0:
                kept.append(s)
        except MvcalcError:
            continue
    return kept if len(kept) == 1 else None


def _monotone(curve: Expr, outer: str, ends: tuple[Expr, Expr], pieces: int = 400) -> bool:
    """Whether the slope keeps its sign (it may be 0 or infinite at the ends): proved if True."""
    program, jets = tape((curve,), (Symbol(outer),)), Jets(1)
    signs: set[int] = set()
    with flint.ctx.workprec(80):
        queue = [side_interval(*ends)]
        for _ in range(pieces):
            if not queue or len(signs) > 1:
                break
            lo, hi = queue.pop()
            try:
                slope = program.run(jets, jets.variables([(lo, hi)]))[0].gradient[0]
            except UndefinedError:
                return False
            if slope[0] >= 0 or slope[1] <= 0:
                signs.add(1 if slope[0] >= 0 else -1)
                continue
            cut = ((lo + hi) / 2).mid()
            queue += [(lo, cut), (cut, hi)]
    return not queue and len(signs) == 1
