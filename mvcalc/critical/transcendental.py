"""Critical points of any smooth function, by interval search; exact where they can be guessed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import flint
from sympy import Expr

from mvcalc.bounds.identify import candidates
from mvcalc.critical.describe import at_balls, at_exact
from mvcalc.critical.equations import Equations
from mvcalc.critical.found import CriticalPoint, Task
from mvcalc.critical.krawczyk import Sides, isolate, joined
from mvcalc.critical.numbers import Number
from mvcalc.errors import DomainError, MvcalcError
from mvcalc.expr import Ball, Function, evaluate, program, sign

_PREC = 160
_GUESSES = 3  # exact numbers tried for each coordinate


def points(task: Task, system: Equations) -> tuple[tuple[CriticalPoint, ...], str]:
    """Critical points in the box, and a sentence about what is not proved ("" if nothing)."""
    search = isolate(
        system.rest, task.f.symbols, task.sides, budget=task.budget, seconds=task.seconds
    )
    roots = [root for root in search.roots if _slopes_exist(system, task, root)]
    found = [_describe(task, system, root) for root in roots]
    doubtful = [_at_guess(task, system, place) for place in joined(search.undecided)]
    kept = [p for p in (*found, *doubtful) if p is not None and task.holds(p.point)]
    notes = []
    if len(roots) < len(search.roots):
        notes.append("Partial derivatives are missing at some places in the box.")
    if search.undecided:
        notes.append("A place where the equations touch could not be resolved.")
    if search.unsearched:
        notes.append(f"The search stopped after {search.boxes} boxes.")
    return tuple(kept), " ".join(notes)


def _slopes_exist(system: Equations, task: Task, root: Sides) -> bool:
    """A zero of the numerators that is no zero of a denominator."""
    with flint.ctx.workprec(_PREC):
        for bottom in system.denominators:
            lo, hi = program(bottom, task.f.symbols)(root)
            if lo <= 0 <= hi:
                return False
    return True


def _describe(task: Task, system: Equations, root: Sides) -> CriticalPoint | None:
    exact = _at_guess(task, system, root)
    if exact is not None:
        return exact
    inside = tuple(Ball.of(side) for side in root)
    return at_balls(task, root) if task.holds(inside) else None


def _at_guess(task: Task, system: Equations, place: Sides) -> CriticalPoint | None:
    """The point of a tiny box with short exact coordinates, if it solves the equations."""
    guesses = [list(itertools.islice(candidates(side), _GUESSES)) for side in place]
    for point in itertools.product(*guesses):
        if _solves(task.f, system.gradient, point):
            return at_exact(task, point)
    return None


def _solves(f: Function, gradient: Sequence[Expr], point: tuple[Number, ...]) -> bool:
    try:
        return all(sign(evaluate(f.with_expr(g), point)) == 0 for g in gradient)
    except (DomainError, MvcalcError):
        return False
