"""Inequalities: every set of active fences tried, and every candidate judged.

Conventions: L = f − λ·g + μ·h with g = 0 and h ≤ 0; then ∇f = Σλ∇g − Σμ∇h, and a minimum needs
μ ≥ 0 and μh = 0 (Karush 1939; Kuhn and Tucker 1951). A lowest feasible point satisfies these
conditions for the set of fences it touches, or it is irregular: both kinds are listed.
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from mvcalc.constrained.candidates import Found, find
from mvcalc.constrained.existence import grows
from mvcalc.constrained.extremes import lowest
from mvcalc.constrained.kkt_result import ActiveSet, KKTPoint, KKTResult
from mvcalc.constrained.problem import Problem
from mvcalc.constrained.quadratics import bends_up, degree
from mvcalc.constrained.sampling import lower_point
from mvcalc.constrained.sublevel import above_far_out
from mvcalc.critical.field import AlgebraicPoint, PoleError
from mvcalc.critical.ideal import InfinitelyManyError
from mvcalc.errors import BudgetError, DomainError, InfeasibleError, RangeError, UnboundedError
from mvcalc.expr import Ball, Function
from mvcalc.show import show

MOST_SETS = 256
SECONDS = 8.0
TOO_LARGE = "the equations are too large to solve"
LATE = "the time was up before this set was tried"


@dataclass(frozen=True, slots=True)
class _Judged:
    """A candidate with the exact numbers behind it."""

    found: Found
    told: KKTPoint


def kkt(
    f: Function | sympy.Expr,
    eqs: Sequence[Function | sympy.Expr] = (),
    ineqs: Sequence[Function | sympy.Expr] = (),
) -> KKTResult:
    """Minimise f where every equation is 0 and every inequality function is at most 0.

    Args:
        f: a rational function, in at most 6 variables.
        eqs, ineqs: rational functions of the same variables.

    Raises:
        InfeasibleError: no point satisfies all constraints.
        UnboundedError: feasible, but no point is lowest.
        DomainError: a function is not rational.
        RangeError, BudgetError: too many constraints.
    """
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
    search = _Search(whole, equations, inequalities)
    sets, judged = search.run()
    complete = all(not s.note for s in sets)
    good = [j for j in judged if j.told.accepted]
    if not good:
        search.refuse(complete)
    best = lowest([j.found for j in good], 1) if good else None
    proof = search.proof(complete, best.at.enclosure(best.value)) if best else ""
    if best and not proof:
        search.refuse_lower(best, complete)
    missed = any(s.note in (LATE, TOO_LARGE) for s in sets)
    lowest_told = next((j.told for j in good if j.found is best), None)
    solution = None if missed and not proof else lowest_told
    return KKTResult(
        sets,
        solution,
        tuple(j.told for j in judged if not j.told.accepted),
        tuple(j.told for j in good if j.told.kind == "irregular"),
        complete,
        proof,
    )


@dataclass(frozen=True)
class _Search:
    whole: Problem
    equations: tuple[sympy.Expr, ...]
    inequalities: tuple[sympy.Expr, ...]

    def run(self) -> tuple[tuple[ActiveSet, ...], list[_Judged]]:
        free = len(self.whole.symbols) - len(self.equations)
        most = min(free, len(self.inequalities))
        sets = [
            active
            for size in range(most + 1)
            for active in itertools.combinations(range(len(self.inequalities)), size)
        ]
        if len(sets) > MOST_SETS:
            raise BudgetError(
                "there are too many sets of fences to try",
                param="ineqs",
                value=len(self.inequalities),
                limit=MOST_SETS,
                needed=len(sets),
                hint="use at most 6 inequalities",
            )
        told: list[ActiveSet] = []
        judged: list[_Judged] = []
        deadline = time.monotonic() + SECONDS
        for active in sets:
            late = time.monotonic() > deadline
            here, note = ([], LATE) if late else self.candidates(active)
            told.append(ActiveSet(active, tuple(j.told for j in here), note))
            judged += here
        return tuple(told), judged

    def candidates(self, active: tuple[int, ...]) -> tuple[list[_Judged], str]:
        held = (*self.equations, *(self.inequalities[i] for i in active))
        problem = Problem(self.whole.f, held, self.whole.symbols)
        try:
            found = find(problem)
        except InfinitelyManyError:
            return [], "the candidates are not isolated"
        except BudgetError:
            return [], TOO_LARGE
        judged = []
        for f in found:
            told = self.judge(problem, active, f)
            if told is not None:
                judged.append(_Judged(f, told))
        return judged, ""

    def judge(self, problem: Problem, active: tuple[int, ...], found: Found) -> KKTPoint | None:
        at = found.at
        try:
            slacks = [at.at(h) for h in self.inequalities]
        except PoleError:
            return None
        regular, count = found.multipliers is not None, len(self.equations)
        zero = at.coordinates[0] * 0
        forces = [zero] * len(self.inequalities)
        for i, m in zip(active, (found.multipliers or ())[count:], strict=False):
            forces[i] = -m
        broken = [i for i, h in enumerate(slacks) if at.sign(h) > 0]
        pulling = [i for i, m in enumerate(forces) if at.sign(m) < 0]
        return KKTPoint(
            active,
            at.point,
            tuple(at.exact(m) for m in (found.multipliers or ())[:count]),
            tuple(at.exact(m) for m in forces) if regular else (),
            at.exact(found.value),
            tuple(at.exact(h) for h in slacks),
            self.kind(problem, found, bool(broken)),
            not broken and not pulling,
            self.reason(at, slacks, forces, broken, pulling, regular),
            tuple(at.enclosure(x) for x in at.coordinates),
        )

    def kind(self, problem: Problem, found: Found, broken: bool) -> str:
        if found.multipliers is None:
            return "irregular"
        return "" if broken else found.kind(problem)

    def reason(
        self,
        at: AlgebraicPoint,
        slacks: Sequence[object],
        forces: Sequence[object],
        broken: Sequence[int],
        pulling: Sequence[int],
        regular: bool,
    ) -> str:
        if broken:
            i = broken[0]
            return f"not feasible: {self.inequalities[i]} is {_said(at, slacks[i])}, above 0"
        if pulling:
            i = pulling[0]
            return (
                f"the fence {self.inequalities[i]} would have to pull with force "
                f"{_said(at, forces[i])}, but a fence can only push"
            )
        if not regular:
            return "feasible, but the fences held here have gradients that depend on each other"
        return "feasible, and no fence pulls"

    def refuse(self, complete: bool) -> None:
        """Say why there is no accepted point, if that can be proved."""
        if not complete:
            return
        centre = [sympy.Rational(3 + 2 * k, 7 + 4 * k) for k in range(len(self.whole.symbols))]
        distance = sympy.Add(
            *((x - c) ** 2 for x, c in zip(self.whole.symbols, centre, strict=True))
        )
        nearest = _Search(
            Problem(distance, self.whole.equations, self.whole.symbols),
            self.equations,
            self.inequalities,
        )
        sets, judged = nearest.run()
        if any(j.told.accepted for j in judged):
            raise UnboundedError(
                "the function has no lowest point where all constraints hold",
                param="f",
                value=self.whole.f,
                hint="close the region with another inequality",
            )
        if all(not s.note for s in sets):
            raise InfeasibleError(
                "no point satisfies all constraints",
                param="ineqs",
                value=", ".join(f"{h} <= 0" for h in self.inequalities),
                hint="loosen one of them",
            )

    def refuse_lower(self, best: Found, complete: bool) -> None:
        """Refuse if a feasible point lies lower than every candidate: then none is lowest."""
        if self.equations or not complete:
            return
        point = lower_point(
            self.whole.f, self.inequalities, self.whole.symbols, best.at.enclosure(best.value)
        )
        if point is not None:
            raise UnboundedError(
                f"the feasible point {show(point).text} is lower than every candidate, so that "
                "no point is lowest",
                param="f",
                value=self.whole.f,
                hint="close the region with another inequality",
                point=point,
            )

    def proof(self, complete: bool, best: Ball) -> str:
        """Why the lowest accepted point is the lowest feasible point; "" if not proved."""
        f, symbols = self.whole.f, self.whole.symbols
        if self.convex():
            return "the function and the region are convex"
        if not complete:
            return ""
        if grows(None, self.equations, self.inequalities, symbols):
            return "the region is closed and bounded, and every candidate was compared"
        if grows(f, self.equations, self.inequalities, symbols):
            return "the function grows far away, and every candidate was compared"
        level = sympy.Integer(math.floor(best.upper) + 1)
        if above_far_out(f, level, self.equations, symbols):
            return "the function is higher far away, and every candidate was compared"
        return ""

    def convex(self) -> bool:
        """Whether f and the h are quadratics that bend nowhere down, and the g are linear."""
        symbols = self.whole.symbols
        return all(bends_up(e, symbols) for e in (self.whole.f, *self.inequalities)) and all(
            degree(g, symbols) <= 1 for g in self.equations
        )


def _said(at: AlgebraicPoint, a: object) -> str:
    exact = at.exact(a)
    rooted = isinstance(exact, sympy.Expr) and exact.has(sympy.CRootOf)
    return show(at.enclosure(a) if rooted else exact).text
