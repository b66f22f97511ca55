"""Critical points as solutions of polynomial equations: exact, and provably all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sympy
from flint import fmpq, fmpq_poly
from sympy import Expr, Symbol

from mvcalc.critical.describe import at_algebraic
from mvcalc.critical.equations import Equations, is_polynomial
from mvcalc.critical.field import AlgebraicPoint, Element, real_points
from mvcalc.critical.found import CriticalPoint, Task
from mvcalc.critical.ideal import InfinitelyManyError, solve
from mvcalc.errors import BudgetError
from mvcalc.expr import enclose_number
from mvcalc.rules import derive

_PRECISIONS = (128, 512, 2048)


def points(task: Task, system: Equations) -> tuple[CriticalPoint, ...]:
    """The isolated solutions in the box.

    Raises:
        InfinitelyManyError: a curve of complex solutions is left.
        BudgetError: the elimination is too large.
    """
    rest = [e for e in system.rest if e != 0]
    if any(e.is_number for e in rest):
        return ()
    return _described(task, _solutions(rest, system.denominators, task))


def _described(task: Task, found: Iterable[AlgebraicPoint]) -> tuple[CriticalPoint, ...]:
    points = (at_algebraic(task, at) for at in found)
    return tuple(p for p in points if p is not None)


def singular_points(task: Task, h: Expr) -> list[CriticalPoint]:
    """The points of h = 0 in the box where the gradient of h is 0 as well."""
    if not is_polynomial(h, task.f.symbols):
        return []
    slopes = [derive(h, s).simplified for s in task.f.symbols]
    try:
        return list(_described(task, _solutions([h, *slopes], (), task)))
    except (InfinitelyManyError, BudgetError):
        return []


def _solutions(
    system: Sequence[Expr], denominators: Iterable[Expr], task: Task
) -> Iterator[AlgebraicPoint]:
    symbols = task.f.symbols
    bottom = sympy.Mul(*denominators)
    extra: tuple[Symbol, ...] = ()
    equations = list(system)
    if not bottom.is_number:  # keeps away from the zeros of the denominators
        extra = (sympy.Dummy("w"),)
        equations.append(1 - extra[0] * bottom)
    solutions = solve(equations, (*symbols, *extra))
    if solutions is None:
        return
    for at in real_points(solutions):
        if all(_between(at, x, *ends) for x, ends in zip(at.coordinates, task.ends, strict=False)):
            yield at


def _between(at: AlgebraicPoint, x: Element, lo: Expr, hi: Expr) -> bool:
    """Whether lo <= x <= hi; an end that equals x to 2048 bits is taken for equal."""
    return _compare(at, x, lo) >= 0 and _compare(at, x, hi) <= 0


def _compare(at: AlgebraicPoint, x: Element, end: Expr) -> int:
    if end.is_Rational:
        return at.sign(x - fmpq_poly([fmpq(int(end.p), int(end.q))]))
    for prec in _PRECISIONS:
        here, there = at.ball(x, prec), enclose_number(end, prec).arb
        if here < there or here > there:
            return -1 if here < there else 1
    return 0
