"""All critical points of a function in a box, with a proof that none is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import flint
from sympy import Expr

from mvcalc.critical import algebraic, transcendental
from mvcalc.critical.classify import Kind
from mvcalc.critical.curves import Zeros, zeros_in
from mvcalc.critical.equations import Equations, equations
from mvcalc.critical.found import CriticalPoint, Task
from mvcalc.critical.ideal import InfinitelyManyError
from mvcalc.critical.numbers import Number
from mvcalc.errors import (
    BudgetError,
    DegenerateError,
    RangeError,
    UncertifiedError,
    names_parameters,
    said,
)
from mvcalc.expr import Function, as_box, as_function, sign
from mvcalc.expr.balls import side_interval

_MAX_VARIABLES = 4
_PREC = 160


@dataclass(frozen=True, slots=True)
class CriticalSet:
    """What was found in a box.

    Attributes:
        points: isolated critical points, ordered by their coordinates.
        curves: expressions h such that every point of h = 0 in the box is critical (a continuum,
            on which the second-derivative test is silent everywhere).
        complete: True is a proof that there are no other critical points in the box.
        method: "algebraic" (elimination and real-root isolation) or "interval".
        note: what is not proved, in one sentence; "" when complete.
    """

    points: tuple[CriticalPoint, ...]
    curves: tuple[Expr, ...]
    complete: bool
    method: str
    note: str = ""

    def of_kind(self, kind: Kind | str) -> tuple[CriticalPoint, ...]:
        """The points of one kind."""
        return tuple(p for p in self.points if p.kind == kind)


@names_parameters
def critical_points(
    f: Function | Expr, box: object, *, budget: int = 4000, seconds: float = 5.0
) -> CriticalSet:
    """Every point of a box at which all partial derivatives of ``f`` are 0.

    Args:
        f: a function of one to four variables.
        box: one closed interval for each variable.
        budget: boxes the interval search may look at.
        seconds: time it may take.

    Raises:
        DegenerateError: there is provably no critical point in the box, or f is constant.
        UncertifiedError: none was found but this is no proof.
        RangeError: the box does not fit the function.
        DomainError: f has no value anywhere in the box.
    """
    task = _task(f, box, budget, seconds)
    system = equations(task.f)
    if all(slope == 0 for slope in system.gradient):
        raise DegenerateError(
            "the function is constant, so every point is critical", value=task.f.source
        )
    found = _isolated(task, system)
    curves, extra, unsure = _curves(task, system)
    points = _merge([*found.points, *extra], curves, task)
    notes = [n for n in (found.note, unsure) if n]
    result = replace(found, points=points, curves=curves, complete=not notes, note=" ".join(notes))
    if not points and not curves:
        _nothing(result)
    return result


def _task(f: Function | Expr, box: object, budget: int, seconds: float) -> Task:
    fun = as_function(f)
    if not 1 <= len(fun.vars) <= _MAX_VARIABLES:
        raise RangeError(
            f"a function of 1 to {_MAX_VARIABLES} variables is needed", value=fun.source
        )
    read = as_box(box, fun.vars)
    for name, (lo, hi) in read:
        if sign(hi - lo) <= 0:
            raise RangeError(
                "the side of the box is empty", param=name, value=f"({said(lo)}, {said(hi)})"
            )
    with flint.ctx.workprec(_PREC):
        sides = tuple(side_interval(*read.side(name)) for name in fun.vars)
    ends = tuple(read.side(name) for name in fun.vars)
    return Task(fun, ends, sides, budget, seconds)


def _isolated(task: Task, system: Equations) -> CriticalSet:
    if system.polynomial(task.f.symbols):
        try:
            points = algebraic.points(task, system)
            return CriticalSet(points, (), True, "algebraic")
        except (InfinitelyManyError, BudgetError):
            pass
    points, note = transcendental.points(task, system)
    return CriticalSet(points, (), not note, "interval", note)


def _curves(task: Task, system: Equations) -> tuple[tuple[Expr, ...], list[CriticalPoint], str]:
    """Common factors of all partial derivatives: curves, or single points after all."""
    curves: list[Expr] = []
    extra: list[CriticalPoint] = []
    unsure: list[str] = []
    for factor in system.curves:
        singular = algebraic.singular_points(task, factor)
        places = [p.sides for p in singular]
        match zeros_in(factor, task.f.symbols, task.sides, places):
            case Zeros.CURVE:
                curves.append(factor)
            case Zeros.POINTS:
                extra += singular
            case Zeros.UNKNOWN:
                unsure.append(f"It is not decided where {factor} is 0.")
                extra += singular
    return tuple(curves), extra, " ".join(unsure)


def _merge(
    points: Sequence[CriticalPoint], curves: Sequence[Expr], task: Task
) -> tuple[CriticalPoint, ...]:
    """In order, each once, without those that lie on a curve of critical points."""
    kept: dict[tuple[Number, ...], CriticalPoint] = {}
    for p in points:
        if not any(p.solves(h, task.f.symbols) for h in curves):
            kept.setdefault(p.point, p)
    return tuple(sorted(kept.values(), key=lambda p: tuple(float(b.mid) for b in p.balls)))


def _nothing(result: CriticalSet) -> None:
    if result.complete:
        raise DegenerateError(
            "there is no critical point in the box", hint="choose a larger box or another function"
        )
    raise UncertifiedError(
        f"no critical point was found, but that is not proved. {result.note}",
        hint="choose a smaller box",
    )
