"""Inequalities: every set of active fences tried, and every candidate judged.

Conventions: L = f − λ·g + μ·h with g = 0 and h ≤ 0; then ∇f = Σλ∇g − Σμ∇h, and a minimum needs
μ ≥ 0 and μh = 0 (Karush 1939; Kuhn and Tucker 1951). A lowest feasible point satisfies these
conditions for the set of fences it touches, or it is irregular: both kinds are listed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import sympy

from mvcalc.bounds.deadline import Deadline, in_time
from mvcalc.constrained.active import ActiveSets, Judged
from mvcalc.constrained.existence import grows, has_values
from mvcalc.constrained.extremes import lowest
from mvcalc.constrained.kkt_result import ActiveSet, KKTResult
from mvcalc.constrained.problem import Problem
from mvcalc.constrained.quadratics import bends_up, degree
from mvcalc.constrained.sampling import lower_point
from mvcalc.constrained.sublevel import above_far_out, distance_from
from mvcalc.errors import DomainError, InfeasibleError, RangeError, UnboundedError, names_parameters
from mvcalc.expr import Function
from mvcalc.plain import plain
from mvcalc.show import show

SECONDS = 8.0
SEARCHING = 5.5


@names_parameters
def kkt(
    f: Function | sympy.Expr,
    eqs: Sequence[Function | sympy.Expr] = (),
    ineqs: Sequence[Function | sympy.Expr] = (),
) -> KKTResult:
    """Minimise f where every equation is 0 and every inequality function is at most 0.

    The search takes at most 8 seconds of processor time; what it could not finish is said in
    the result.

    Args:
        f: a rational function, in at most 6 variables.
        eqs, ineqs: rational functions of the same variables.

    Raises:
        InfeasibleError: no point satisfies all constraints.
        UnboundedError: feasible, but no point is lowest.
        DomainError: a function is not rational.
        RangeError, BudgetError: too many constraints.
    """
    clock = Deadline(SECONDS)
    whole = Problem.of(f, (*eqs, *ineqs), limit=len(eqs) + len(ineqs))
    equations, inequalities = whole.equations[: len(eqs)], whole.equations[len(eqs) :]
    if not whole.polynomial:
        raise DomainError(
            "active sets can only be solved for sums, products and quotients",
            param="f",
            value=whole.f,
            hint="use penalty_path or barrier_path",
        )
    if len(equations) > len(whole.symbols):
        raise RangeError("there are more equations than variables", param="eqs", value=len(eqs))
    search = ActiveSets(whole, equations, inequalities)
    sets, judged = search.run(Deadline(SEARCHING))
    complete = all(not s.note for s in sets)
    if not complete:
        judged += search.further(sets, clock)
    good = [j for j in judged if j.told.accepted]
    if not good and complete:
        _refuse(search, clock)
    best = _lowest(good) if good else None
    proof = in_time(clock, lambda: _proof(search, best, complete), "") if best else ""
    if best and complete and not proof:
        in_time(clock, lambda: _refuse_lower(search, best), None)
    return KKTResult(
        sets,
        best.told if best else None,
        tuple(j.told for j in judged if not j.told.accepted),
        tuple(j.told for j in good if j.told.kind == "irregular"),
        complete,
        proof,
        "" if proof else _doubt(sets),
    )


def _lowest(good: Sequence[Judged]) -> Judged:
    exact = [j for j in good if j.found is not None]
    founds = [j.found for j in exact if j.found is not None]
    best = exact[0] if exact else good[0]
    if founds:
        least = lowest(founds, 1)
        best = next(j for j in exact if j.found is least)
    for other in good:
        if other.found is None and other.value.upper < best.value.lower:
            best = other
    return best


def _doubt(sets: Sequence[ActiveSet]) -> str:
    """Why the lowest candidate is not proved to be the lowest point."""
    left = [s for s in sets if s.note]
    if not left:
        return "every candidate was compared, but it is not proved that a lowest point exists"
    held = ", ".join(str(i) for i in left[0].active) or "none"
    others = f" (and {len(left) - 1} more sets)" if len(left) > 1 else ""
    return (
        f"a lower point is not excluded: with the fences held being {held}{others}, {left[0].note}"
    )


def _refuse(search: ActiveSets, clock: Deadline) -> None:
    """Say why there is no accepted point, if that can be proved."""
    whole, inequalities = search.whole, search.inequalities
    distance = distance_from(whole.symbols)
    nearest = ActiveSets(
        Problem(distance, whole.equations, whole.symbols), search.equations, inequalities
    )
    sets, judged = nearest.run(clock)
    if any(j.told.accepted for j in judged):
        raise UnboundedError(
            "the function has no lowest point where all constraints hold",
            param="f",
            value=whole.f,
            hint="close the region with another inequality",
        )
    if all(not s.note for s in sets):
        raise InfeasibleError(
            "no point satisfies all constraints",
            param="ineqs" if inequalities else "eqs",
            value=", ".join(
                [f"{plain(g)} = 0" for g in search.equations]
                + [f"{plain(h)} ≤ 0" for h in inequalities]
            ),
            hint="loosen one of them",
        )


def _refuse_lower(search: ActiveSets, best: Judged) -> None:
    """Refuse if a feasible point lies lower than every candidate: then none is lowest."""
    if search.equations:
        return
    point = lower_point(search.whole.f, search.inequalities, search.whole.symbols, best.value)
    if point is not None:
        raise UnboundedError(
            f"the feasible point {show(point)} is lower than every candidate, so that "
            "no point is lowest",
            param="f",
            value=search.whole.f,
            hint="close the region with another inequality",
            point=point,
        )


def _proof(search: ActiveSets, best: Judged, complete: bool) -> str:
    """Why the lowest accepted point is the lowest feasible point; "" if not proved."""
    f, symbols, equations = search.whole.f, search.whole.symbols, search.equations
    if best.told.kind != "irregular" and _convex(search):
        return "the function and the region are convex"
    if not complete or not has_values(f, equations, symbols):
        return ""
    if grows(None, equations, search.inequalities, symbols):
        return "the region is closed and bounded, and every candidate was compared"
    if grows(f, equations, search.inequalities, symbols):
        return "the function grows far away, and every candidate was compared"
    level = sympy.Integer(math.floor(best.value.upper) + 1)
    if above_far_out(f, level, equations, symbols):
        return "the function is higher far away, and every candidate was compared"
    return ""


def _convex(search: ActiveSets) -> bool:
    """Whether f and the h are quadratics that bend nowhere down, and the g are linear."""
    symbols = search.whole.symbols
    return all(bends_up(e, symbols) for e in (search.whole.f, *search.inequalities)) and all(
        degree(g, symbols) <= 1 for g in search.equations
    )
