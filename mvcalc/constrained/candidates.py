"""Candidates of a constrained optimum: found exactly, with multipliers and their kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from mvcalc.constrained.problem import Problem
from mvcalc.critical import field
from mvcalc.critical.field import AlgebraicPoint, Element, PoleError
from mvcalc.critical.ideal import InfinitelyManyError, inconsistent, solve
from mvcalc.descent.judge import inertia
from mvcalc.descent.path import Quantity
from mvcalc.expr import Ball


@dataclass(frozen=True, slots=True)
class Candidate:
    """A point of the fence where ∇f = Σλ∇g.

    Attributes:
        point: one exact number (or enclosure) per variable.
        multipliers: λ, one per equation, for L = f − λ·g.
        value: f there.
        kind: "min", "max" or "saddle" along the fence, "isolated" (the fence is a single point
            nearby), or "degenerate" (second derivatives do not tell).
        bordered_minors: the last n − m leading minors of the bordered Hessian of L; () if n = m.
        enclosure: a ball per coordinate, for drawing and comparing.
    """

    point: tuple[Quantity, ...]
    multipliers: tuple[Quantity, ...]
    value: Quantity
    kind: str
    bordered_minors: tuple[Quantity, ...]
    enclosure: tuple[Ball, ...]


@dataclass(frozen=True, slots=True)
class Irregular:
    """A point of the fence where the ∇g depend on each other: no multipliers need exist there.

    Attributes:
        point: exact coordinates.
        value: f there.
        enclosure: a ball per coordinate.
    """

    point: tuple[Quantity, ...]
    value: Quantity
    enclosure: tuple[Ball, ...]


@dataclass(frozen=True)
class Found:
    """One exact solution of the critical equations and what it is.

    ``multipliers`` is None at an irregular point.
    """

    at: AlgebraicPoint
    value: Element
    multipliers: tuple[Element, ...] | None

    def candidate(self, problem: Problem) -> Candidate:
        at = self.at
        if self.multipliers is None:
            raise ValueError("an irregular point has no multipliers")
        hessian, rows = _lagrangian(problem, at, self.multipliers)
        return Candidate(
            at.point,
            tuple(at.exact(m) for m in self.multipliers),
            at.exact(self.value),
            _kind(at, hessian, rows),
            tuple(at.exact(d) for d in _bordered(at, hessian, rows)),
            tuple(at.enclosure(x) for x in at.coordinates),
        )

    def kind(self, problem: Problem) -> str:
        """The kind of a regular point."""
        hessian, rows = _lagrangian(problem, self.at, self.multipliers or ())
        return _kind(self.at, hessian, rows)

    def irregular(self) -> Irregular:
        at = self.at
        return Irregular(
            at.point, at.exact(self.value), tuple(at.enclosure(x) for x in at.coordinates)
        )


def find(problem: Problem) -> list[Found]:
    """Every critical point on the fence, irregular ones included, in ascending order.

    Raises:
        InfinitelyManyError: the critical equations have a curve of complex solutions.
        BudgetError: the equations are too large to eliminate.
    """
    several = len(problem.equations) > 1
    if several and inconsistent(problem.numerators, problem.symbols):
        return []
    if any(e.is_Rational for e in problem.critical):
        return []
    if not problem.critical:
        raise InfinitelyManyError
    solutions = solve(problem.critical, problem.symbols)
    if solutions is None:
        return []
    found: list[Found] = []
    for group in field.conjugates(solutions):
        first = _found(problem, group[0])
        if first is not None:
            found += [Found(at, first.value, first.multipliers) for at in group]
    return sorted(found, key=_order)


def _order(found: Found) -> tuple[float, ...]:
    return tuple(float(found.at.ball(x, 128)) for x in found.at.coordinates)


def _found(problem: Problem, at: AlgebraicPoint) -> Found | None:
    """The solution with its multipliers; None where a function has no value."""
    try:
        value = at.at(problem.f)
        slope = [at.at(d) for d in problem.slope]
        fences = [[at.at(d) for d in fence] for fence in problem.fences]
    except PoleError:
        return None
    count = len(fences)
    columns = [[fence[i] for fence in fences] + [d] for i, d in enumerate(slope)]
    table, pivots = field.eliminate(at, columns)
    if count in pivots:
        # ∇f is not a combination: only possible where the ∇g depend on each other
        return Found(at, value, None)
    if len(pivots) < count:
        return Found(at, value, None)
    return Found(at, value, tuple(table[k][count] for k in range(count)))


Rows: TypeAlias = list[list[Element]]
Floats: TypeAlias = npt.NDArray[np.float64]
LARGE_FIELD = 10


def _lagrangian(
    problem: Problem, at: AlgebraicPoint, multipliers: Sequence[Element]
) -> tuple[Rows, Rows]:
    """The Hessian of L and the Jacobian of the equations at the point."""
    own, *others = problem.curvatures
    hessian = [[at.at(e) for e in row] for row in own]
    for m, curvature in zip(multipliers, others, strict=True):
        for i, row in enumerate(curvature):
            for j, e in enumerate(row):
                hessian[i][j] = hessian[i][j] - at.multiply(m, at.at(e))
    return hessian, [[at.at(d) for d in fence] for fence in problem.fences]


def _kind(at: AlgebraicPoint, hessian: Rows, fences: Rows) -> str:
    """The signs of the Hessian of L on the directions along the fence.

    Exact where the number field is small; in a large one from 38-digit values, with a margin
    that calls anything near 0 degenerate.
    """
    n = len(hessian)
    if at.modulus.degree() > LARGE_FIELD:
        return kind_by_values(_values(at, hessian), _values(at, fences))
    along = field.null_space(at, fences, n)
    if not along:
        return "isolated"

    def form(u: Sequence[Element], v: Sequence[Element]) -> Element:
        total = at.multiply(u[0], v[0]) * 0
        for i in range(n):
            for j in range(n):
                total += at.multiply(at.multiply(u[i], hessian[i][j]), v[j])
        return total

    up, down, flat = field.inertia(at, [[form(u, v) for v in along] for u in along])
    if up and down:
        return "saddle"
    if flat:
        return "degenerate"
    return "min" if up else "max"


def _values(at: AlgebraicPoint, rows: Rows) -> Floats:
    return np.array([[float(at.ball(e, 128)) for e in row] for row in rows])


def kind_by_values(hessian: Floats, fences: Floats) -> str:
    """The kind from accurate machine values; eigenvalues near 0 count as 0."""
    along = np.linalg.svd(fences)[2][len(fences) :].T if len(fences) else np.eye(len(hessian))
    if along.shape[1] == 0:
        return "isolated"
    up, down = inertia((along.T @ hessian @ along).tolist())
    if up and down:
        return "saddle"
    if up + down < along.shape[1]:
        return "degenerate"
    return "min" if up else "max"


def _bordered(at: AlgebraicPoint, hessian: Rows, fences: Rows) -> list[Element]:
    n, m = len(hessian), len(fences)
    zero = at.coordinates[0] * 0
    top = [[zero] * m + fence for fence in fences]
    rest = [[fence[i] for fence in fences] + hessian[i] for i in range(n)]
    full = top + rest
    return [
        field.determinant(at, [row[:size] for row in full[:size]])
        for size in range(2 * m + 1, m + n + 1)
    ]
