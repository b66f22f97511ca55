"""What a search for critical points is given, and what it hands back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import flint
from sympy import Expr, Symbol

from mvcalc.critical.classify import Kind
from mvcalc.critical.eigen import Eigen, eigen
from mvcalc.critical.numbers import Number, interval
from mvcalc.errors import MvcalcError
from mvcalc.expr import Ball, Box, Function, enclose_number, evaluate, program, sign
from mvcalc.expr.intervals import Interval, UndefinedError

_PREC = 200


@dataclass(frozen=True, slots=True)
class Task:
    """A function, a box (exact ends, and rounded outward) and what may be spent on it."""

    f: Function
    ends: tuple[tuple[Expr, Expr], ...]
    sides: tuple[Interval, ...]
    budget: int
    seconds: float

    def holds(self, point: Sequence[Number]) -> bool:
        """Whether a point lies in the closed box; a ball that straddles an edge counts."""
        for c, (lo, hi) in zip(point, self.ends, strict=True):
            if isinstance(c, Ball):
                if c.upper < enclose_number(lo, _PREC).lower:
                    return False
                if c.lower > enclose_number(hi, _PREC).upper:
                    return False
            elif sign(c - lo) < 0 or sign(hi - c) < 0:
                return False
        return True


@dataclass(frozen=True, slots=True)
class CriticalPoint:
    """One critical point.

    Attributes:
        point: the coordinates, each exact where it is known and a ball otherwise.
        balls: proved enclosures of the coordinates, always.
        value: f there.
        hessian: the symmetric matrix of second derivatives, by rows.
        kind: min, max, saddle, or degenerate when the Hessian does not decide.
        evidence: why, in one sentence.
    """

    point: tuple[Number, ...]
    balls: tuple[Ball, ...]
    value: Number
    hessian: tuple[tuple[Number, ...], ...]
    kind: Kind
    evidence: str

    @property
    def eigen(self) -> tuple[Eigen, ...]:
        """Principal curvatures and directions, smallest first.

        () where they are not to be had: four variables, or three and an irrational Hessian.
        """
        return eigen(self.hessian)

    @property
    def exact(self) -> bool:
        """Whether every coordinate is an exact number."""
        return all(isinstance(c, Expr) for c in self.point)

    @property
    def sides(self) -> tuple[Interval, ...]:
        """The coordinates as intervals."""
        return tuple(interval(b) for b in self.balls)

    def box(self, names: Sequence[str]) -> Box:
        """The enclosure as a Box over the given variables."""
        return Box.of({n: (b.lower, b.upper) for n, b in zip(names, self.balls, strict=True)})

    def solves(self, h: Expr, symbols: Sequence[Symbol]) -> bool:
        """Whether h is 0 here: proved for an exact point, not excluded for a ball."""
        with flint.ctx.workprec(_PREC):
            try:
                lo, hi = program(h, tuple(symbols))(self.sides)
            except UndefinedError:
                return False
        if not lo <= 0 <= hi:
            return False
        if not self.exact:
            return True
        try:
            return sign(evaluate(Function.of(h, [s.name for s in symbols]), self.point)) == 0
        except MvcalcError:
            return True
