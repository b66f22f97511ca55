"""The ends of an unbounded curve: does f rise or fall along each of them?

Outside a ball that holds every critical point of f and of the distance to its centre, distance
and f are monotone along every branch of the curve. The sign of df along the outward tangent, at
the points where the curve leaves a larger sphere, therefore decides each branch for good.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sympy

from mvcalc.constrained.candidates import Found, find
from mvcalc.constrained.problem import Problem
from mvcalc.critical import field
from mvcalc.critical.field import AlgebraicPoint, PoleError
from mvcalc.critical.ideal import solve
from mvcalc.expr import Ball

GROWTH = (1, 10**4, 10**8)


@dataclass(frozen=True, slots=True)
class End:
    """Where a branch leaves a sphere.

    Attributes:
        trend: +1 if f rises outward from here on, −1 if it falls.
        value: f there.
        distance: squared distance from the spheres' centre, in the variables.
        square: its value on this sphere.
    """

    trend: int
    value: Ball
    distance: sympy.Expr
    square: int


def curve_ends(problem: Problem, found: Sequence[Found]) -> Iterator[list[End]]:
    """The ends of a curve of polynomial equations, seen from ever larger spheres.

    Args:
        problem: one equation fewer than variables; all polynomials.
        found: all critical points of f on the fence.

    Raises:
        InfinitelyManyError, BudgetError: from the exact solver.
    """
    symbols = problem.symbols
    centre = [sympy.Rational(3 + 2 * k, 7 + 4 * k) for k in range(len(symbols))]
    distance = sum(((x - c) ** 2 for x, c in zip(symbols, centre, strict=True)), sympy.Integer(0))
    turning = find(Problem(distance, problem.equations, symbols))
    squares = [f.at.ball(f.value, 128) for f in turning]
    squares += [f.at.ball(f.at.at(distance), 128) for f in found]
    reach = 2 + max((int(s.upper().ceil().unique_fmpz()) for s in squares), default=0)
    outward = sympy.Matrix([sympy.diff(distance, s) for s in symbols])
    for growth in GROWTH:
        square = reach * growth
        sphere = sympy.expand(distance - square)
        solutions = solve((*problem.equations, sphere), symbols)
        points = [] if solutions is None else list(field.real_points(solutions))
        yield [
            End(_trend(problem, at, outward), at.enclosure(at.at(problem.f)), distance, square)
            for at in points
        ]


def _trend(problem: Problem, at: AlgebraicPoint, outward: sympy.Matrix) -> int:
    fences = [[at.at(d) for d in fence] for fence in problem.fences]
    [tangent] = field.null_space(at, fences, len(problem.symbols))

    def along(gradient: Sequence[sympy.Expr]) -> int:
        total = at.coordinates[0] * 0
        for g, t in zip(gradient, tangent, strict=True):
            total += at.multiply(at.at(g), t)
        return at.sign(total)

    return along(problem.slope) * along(list(outward))


def stays_beyond(problem: Problem, end: End, level: sympy.Rational) -> bool:
    """Whether no branch outside the end's sphere ever takes the value ``level``."""
    solutions = solve((*problem.equations, problem.f - level), problem.symbols)
    if solutions is None:
        return True
    return all(at.sign(at.at(end.distance - end.square)) < 0 for at in field.real_points(solutions))


def fixed_points(problem: Problem) -> Iterator[Ball]:
    """Values of f at points of the fence: all but m coordinates put to large or small numbers.

    Large ones lie far out, small ones close to a pole such as that of 1/x.
    """
    count = len(problem.symbols) - len(problem.equations)
    free, held = problem.symbols[count:], problem.symbols[:count]
    small = sympy.Rational(1, 64)
    for size in (10, -10, 1000, -1000, small, -small):
        here = {s: sympy.sympify(size + 3 * k, strict=True) for k, s in enumerate(held)}
        equations = [sympy.expand(g.xreplace(here)) for g in problem.numerators]
        if any(e.is_Rational and e != 0 for e in equations):
            continue
        solutions = solve([e for e in equations if e != 0], free)
        for at in field.real_points(solutions) if solutions is not None else ():
            try:
                yield at.enclosure(at.at(problem.f.xreplace(here)))
            except PoleError:
                continue
