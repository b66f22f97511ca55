"""Principal curvatures and their directions, exactly or as balls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import flint
import sympy
from flint import arb
from sympy import CRootOf, Expr

from mvcalc.critical.numbers import Number, interval
from mvcalc.errors import MvcalcError
from mvcalc.expr import Ball, enclose_number
from mvcalc.multi.eigen import eigen_sym

_PREC = 200


@dataclass(frozen=True, slots=True)
class Eigen:
    """``hessian * vector = value * vector``; values ascend, vectors are square to each other.

    Exact vectors have whole entries where possible; vectors of balls have length 1.
    """

    value: Number
    vector: tuple[Number, ...]


def eigen(rows: Sequence[Sequence[Number]]) -> tuple[Eigen, ...]:
    """The eigenpairs of a Hessian of 1, 2 or 3 variables; () where they are not to be had."""
    if len(rows) == 1:
        return (Eigen(rows[0][0], (sympy.S.One,)),)
    exact = all(isinstance(e, Expr) and not e.has(CRootOf) for row in rows for e in row)
    if exact and len(rows) <= 3:
        try:
            return tuple(Eigen(pair.value, pair.vector) for pair in eigen_sym(rows))
        except MvcalcError:
            pass
    return _balls(rows) if len(rows) == 2 else ()


def _balls(rows: Sequence[Sequence[Number]]) -> tuple[Eigen, ...]:
    """The quadratic formula, and vectors from the row that is farther from singular."""
    with flint.ctx.workprec(_PREC):
        (a, b), (_, d) = [[_arb(e) for e in row] for row in rows]
        middle, half = (a + d) / 2, (a - d) / 2
        radius = (half * half + b * b).sqrt()
        if not radius.is_finite():
            return ()
        # the vector of the larger value: (b, radius - half) or (radius + half, b)
        x, y = (radius + half, b) if half.mid() >= 0 else (b, radius - half)
        length = (x * x + y * y).sqrt()
        if not length > 0:
            return ()
        x, y = x / length, y / length
        pairs = ((middle - radius, (-y, x)), (middle + radius, (x, y)))
        return tuple(Eigen(_ball(value), tuple(map(_ball, vector))) for value, vector in pairs)


def _arb(value: Number) -> arb:
    ball = value if isinstance(value, Ball) else enclose_number(value, _PREC)
    lo, hi = interval(ball)
    return lo.union(hi)


def _ball(value: arb) -> Ball:
    return Ball.of((value.lower(), value.upper()))
