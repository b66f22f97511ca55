"""What a multiplier means: the price of moving the fence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy

from mvcalc.bounds.deadline import OutOfTimeError, time_limit
from mvcalc.constrained.candidates import Found, find
from mvcalc.constrained.lagrange import listed
from mvcalc.constrained.problem import Problem
from mvcalc.critical.field import eliminate
from mvcalc.critical.ideal import InfinitelyManyError
from mvcalc.descent.path import Quantity
from mvcalc.errors import BudgetError, DegenerateError, DomainError, RangeError, names_parameters
from mvcalc.expr import Ball, Function, rational

SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Check:
    """Three views of one price.

    Attributes:
        point: the candidate.
        multiplier: its λ for the chosen equation.
        derivative: dV/dc, V the value at the candidate when the equation is g = c, by
            differentiating the candidate itself with respect to c.
        finite_change: (V(h) − V(0))/h from solving again with g = h.
        h: how far the fence was moved.
    """

    point: tuple[Quantity, ...]
    multiplier: Quantity
    derivative: Quantity
    finite_change: Ball
    h: sympy.Rational


@names_parameters
def shadow_price(
    f: Function | sympy.Expr,
    eqs: Function | sympy.Expr | Sequence[Function | sympy.Expr],
    which: int = 0,
    *,
    candidate: int | None = None,
    h: object = Fraction(1, 1000),
) -> Check:
    """Compare λ with the change of the best value when the fence g = 0 becomes g = h.

    Args:
        f, eqs: as for ``lagrange``, rational functions.
        which: the equation to move, counted from 0.
        candidate: index among the candidates of ``lagrange``; None takes the highest value.
        h: the move, not 0.

    Raises:
        RangeError: no such equation or candidate, or h = 0.
        DomainError: a function is not rational.
        DegenerateError: the candidate cannot be followed when the fence moves.
        BudgetError: the equations are too large to solve.
    """
    problem = Problem.of(f, listed(eqs))
    if not problem.polynomial:
        raise DomainError("a rational function is needed", param="f", value=problem.f)
    if not 0 <= which < len(problem.equations):
        raise RangeError(
            "there is no such equation", param="which", value=which, hint="the first is 0"
        )
    move = rational(h)
    if move == 0:
        raise RangeError("the move must not be 0", param="h", value=h, hint="try 1/1000")
    regular = _regular(problem)
    if not regular:
        raise DegenerateError("there is no candidate to follow", param="f", value=problem.f)
    if candidate is None:
        best = max(regular, key=lambda found: found.at.enclosure(found.value).mid)
    elif 0 <= candidate < len(regular):
        best = regular[candidate]
    else:
        raise RangeError("there is no such candidate", param="candidate", value=candidate)
    multipliers = best.multipliers or ()
    moved = _moved(problem, which, best, move)
    before, after = best.at.enclosure(best.value), moved.at.enclosure(moved.value)
    ends = ((after.lower - before.upper) / move, (after.upper - before.lower) / move)
    return Check(
        best.at.point,
        best.at.exact(multipliers[which]),
        best.at.exact(_derivative(problem, best, which)),
        Ball(min(ends), max(ends)),
        sympy.Rational(move),
    )


def _regular(problem: Problem) -> list[Found]:
    """The candidates with multipliers; refuses where they cannot be listed."""
    try:
        with time_limit(SECONDS):
            return [found for found in find(problem) if found.multipliers is not None]
    except InfinitelyManyError:
        raise DegenerateError(
            "the candidates are not isolated, so that none of them can be followed",
            param="f",
            value=problem.f,
        ) from None
    except OutOfTimeError:
        raise BudgetError(
            "the equations take too long to solve",
            param="f",
            value=problem.f,
            limit=f"{SECONDS} s",
            hint="use polynomials of lower degree",
        ) from None


def _moved(problem: Problem, which: int, best: Found, move: Fraction) -> Found:
    """The candidate of the moved fence that is nearest to the old one."""
    shifted = tuple(
        g - sympy.Rational(move) if i == which else g for i, g in enumerate(problem.equations)
    )
    there = _regular(Problem(problem.f, shifted, problem.symbols))
    if not there:
        raise DegenerateError(
            "after the move no candidate is left", param="h", value=move, hint="try a smaller move"
        )
    old = [best.at.enclosure(x).mid for x in best.at.coordinates]
    return min(
        there,
        key=lambda found: sum(
            (found.at.enclosure(x).mid - o) ** 2
            for x, o in zip(found.at.coordinates, old, strict=True)
        ),
    )


def _derivative(problem: Problem, found: Found, which: int) -> object:
    """∇f·dx/dc from the differentiated conditions [H −Jᵀ; J 0](dx, dλ) = (0, e)."""
    at, n = found.at, len(problem.symbols)
    multipliers = found.multipliers or ()
    own, *others = problem.curvatures
    zero, one = at.coordinates[0] * 0, at.coordinates[0] * 0 + 1
    fences = [[at.at(d) for d in fence] for fence in problem.fences]
    rows = []
    for i in range(n):
        row = [at.at(own[i][j]) for j in range(n)]
        for m, other in zip(multipliers, others, strict=True):
            row = [r - at.multiply(m, at.at(e)) for r, e in zip(row, other[i], strict=True)]
        rows.append([*row, *(-fence[i] for fence in fences), zero])
    for k, fence in enumerate(fences):
        rows.append([*fence, *([zero] * len(fences)), one if k == which else zero])
    table, pivots = eliminate(at, rows)
    if pivots != list(range(n + len(fences))):
        raise DegenerateError(
            "the candidate cannot be followed: the bordered Hessian has no inverse there",
            param="f",
            value=problem.f,
        )
    total = zero
    for i in range(n):
        total += at.multiply(at.at(problem.slope[i]), table[i][-1])
    return total
