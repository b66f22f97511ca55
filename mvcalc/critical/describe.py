"""Value, Hessian and kind of a critical point, exactly wherever its coordinates allow."""

from __future__ import annotations

from collections.abc import Sequence

import flint
import numpy as np
import sympy
from sympy import CRootOf, Expr

from mvcalc.bounds.jets import Jets
from mvcalc.bounds.tape import tape
from mvcalc.critical.classify import Kind, eigen_signs, kind_of, reason
from mvcalc.critical.definite import Matrix, hessian, negated, positive_definite
from mvcalc.critical.field import AlgebraicPoint, inertia
from mvcalc.critical.found import CriticalPoint, Task
from mvcalc.critical.numbers import Number, interval
from mvcalc.errors import DomainError, MvcalcError
from mvcalc.expr import Ball, Function, enclose_number, evaluate, sign
from mvcalc.expr import intervals as iv
from mvcalc.expr.intervals import Interval, UndefinedError
from mvcalc.multi import hessian as hessian_matrix

_PREC = 200
_FINE = 512


def second_derivatives(f: Function) -> list[list[Expr]]:
    """The Hessian as expressions, by our rules."""
    rows: list[list[Expr]] = hessian_matrix(f).tolist()
    return rows


def at_algebraic(task: Task, at: AlgebraicPoint) -> CriticalPoint | None:
    """A solution of polynomial equations; None where f has no value."""
    n = len(task.f.vars)
    with flint.ctx.workprec(_FINE):
        balls = tuple(Ball.of(iv.outward(at.ball(x, _FINE))) for x in at.coordinates[:n])
    point: tuple[Expr, ...] = tuple(at.exact(x) for x in at.coordinates[:n])
    if not any(not isinstance(c, Expr) or c.has(CRootOf) for c in point):
        return at_exact(task, point)
    if not _defined(task.f, balls):
        return None
    if not task.f.expr.is_rational_function(*task.f.symbols) or not _rational_numbers(task.f.expr):
        return at_balls(task, tuple(interval(b) for b in balls), point)
    entries = [[at.at(e) for e in row] for row in second_derivatives(task.f)]
    positive, negative, zero = inertia(at, entries)
    counts = (positive, zero, negative)
    rows = tuple(tuple(at.exact(e) for e in row) for row in entries)
    value = at.exact(at.at(task.f.expr))
    return CriticalPoint(point, balls, value, rows, kind_of(*counts), reason(counts))


def _rational_numbers(e: Expr) -> bool:
    return all(a.is_Rational for a in e.atoms(sympy.Number, sympy.NumberSymbol))


def _defined(f: Function, balls: Sequence[Ball]) -> bool:
    with flint.ctx.workprec(_FINE):
        try:
            f.domain.check_interval(f.symbols, [interval(b) for b in balls])
        except UndefinedError as bad:
            return not bad.certain
    return True


def at_exact(task: Task, point: tuple[Expr, ...]) -> CriticalPoint | None:
    """A point with exact coordinates; None where f has no value."""
    f = task.f
    try:
        value = evaluate(f, point)
        rows = [[evaluate(f.with_expr(e), point) for e in row] for row in second_derivatives(f)]
        counts = eigen_signs(sympy.Matrix(rows), sign)
    except DomainError:
        return None
    except MvcalcError:  # too large, or a sign that cannot be decided exactly
        return at_balls(task, tuple(_side(c) for c in point), point)
    balls = tuple(enclose_number(c, _FINE) for c in point)
    frozen = tuple(tuple(row) for row in rows)
    return CriticalPoint(point, balls, value, frozen, kind_of(*counts), reason(counts))


def _side(value: Expr) -> Interval:
    return interval(enclose_number(value, _FINE))


def at_balls(
    task: Task, sides: Sequence[Interval], point: tuple[Expr, ...] | None = None
) -> CriticalPoint:
    """A point known by its enclosure: value and second derivatives are balls too."""
    balls = tuple(Ball.of(side) for side in sides)
    n = len(sides)
    with flint.ctx.workprec(_PREC):
        jets = Jets(n, 2)
        jet = tape((task.f.expr,), task.f.symbols).run(jets, jets.variables(list(sides)))[0]
        matrix = hessian(jet)
        kind = _kind_of_intervals(matrix)
    rows = tuple(tuple(Ball.of(entry) for entry in row) for row in matrix)
    where: tuple[Number, ...] = point if point is not None else balls
    return CriticalPoint(where, balls, Ball.of(jet.value), rows, kind, _why(kind))


def _why(kind: Kind) -> str:
    if kind is Kind.DEGENERATE:
        return "The Hessian could not be told from a singular one, so the test is silent."
    return reason({Kind.MIN: (1, 0, 0), Kind.MAX: (0, 0, 1), Kind.SADDLE: (1, 0, 1)}[kind])


def _kind_of_intervals(matrix: Matrix) -> Kind:
    """The kind that every matrix within the intervals has, or degenerate."""
    if positive_definite(matrix):
        return Kind.MIN
    if positive_definite(negated(matrix)):
        return Kind.MAX
    up, down = (_takes_sign(matrix, s) for s in (1, -1))
    return Kind.SADDLE if up and down else Kind.DEGENERATE


def _takes_sign(matrix: Matrix, s: int) -> bool:
    """Whether v'Hv has the sign s for some eigenvector v of the middle matrix."""
    n = len(matrix)
    middle = np.array([[float(((lo + hi) / 2).mid()) for lo, hi in row] for row in matrix])
    for v in np.linalg.eigh(middle).eigenvectors.T.tolist():
        total = iv.rational(0)
        for i in range(n):
            for j in range(n):
                weight = iv.outward(flint.arb(v[i]) * flint.arb(v[j]))
                total = iv.add(total, iv.multiply(weight, matrix[i][j]))
        if (total[0] > 0 and s > 0) or (total[1] < 0 and s < 0):
            return True
    return False
