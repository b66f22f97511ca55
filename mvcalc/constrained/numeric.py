"""Candidates of constrained problems that algebra cannot solve, each proved by Krawczyk's operator.

On a closed curve of polynomial equations the whole curve is searched by branch and prune, and
the result can be complete. Elsewhere Newton's method runs from seeded starts, and the result never
claims to be complete.
"""

from __future__ import annotations

from collections.abc import Sequence

import flint
import numpy as np
import sympy

from mvcalc.bounds.deadline import Deadline, in_time
from mvcalc.constrained.candidates import Candidate, Floats, find, kind_by_values
from mvcalc.constrained.existence import grows
from mvcalc.constrained.problem import Problem, is_rational_function
from mvcalc.constrained.starts import BITS, Arbs, proved_solutions
from mvcalc.critical.ideal import InfinitelyManyError
from mvcalc.critical.krawczyk import Sides, isolate
from mvcalc.descent.arithmetic import Balls, UndecidedError
from mvcalc.descent.arithmetic import UndefinedError as NoValueError
from mvcalc.descent.numbers import as_ball
from mvcalc.descent.tape import Tape
from mvcalc.errors import BudgetError, InfeasibleError, MvcalcError
from mvcalc.expr import enclose
from mvcalc.expr.balls import program
from mvcalc.expr.intervals import Interval, UndefinedError
from mvcalc.plain import plain

WIDE = 1000
MOST_BOXES = 20_000
NARROW = flint.arb(2) ** -20
CURVE_SECONDS = 2.0


def candidates_found(
    problem: Problem, clock: Deadline, *, isolated: bool = True
) -> tuple[tuple[Candidate, ...], bool]:
    """Candidates proved one by one, in ascending order, and whether they are proved to be all.

    ``isolated`` is False where whole curves of critical points are known to exist.

    Raises:
        InfeasibleError: an equation is proved to hold nowhere in a very large box.
    """
    _refuse_nowhere(problem)
    with flint.ctx.workprec(BITS):
        whole = in_time(clock, lambda: _closed_curve(problem), None) if isolated else None
        if whole is None:
            count = len(problem.symbols)
            return _told(problem, [x[:count] for x in proved_solutions(problem, clock)]), False
        boxes, complete = whole
        told = _told(problem, boxes)
        return told, complete and len(told) == len(boxes)


def _refuse_nowhere(problem: Problem) -> None:
    for g in problem.equations:
        try:
            ball = enclose(g, {s.name: (-WIDE, WIDE) for s in g.free_symbols})
        except MvcalcError:
            continue
        if ball.lower > 0 or ball.upper < 0:
            raise InfeasibleError(
                f"no point with coordinates up to {WIDE} satisfies the equation",
                param="eqs",
                value=f"{plain(g)} = 0",
                hint="for instance x^2 + y^2 - 3",
            )


def _closed_curve(problem: Problem) -> tuple[list[Arbs], bool] | None:
    """Every solution on a closed polynomial curve, by branch and prune; None if it is not one."""
    symbols, equations = problem.symbols, problem.equations
    polynomial = all(
        g.is_polynomial(*symbols) and is_rational_function(g, symbols) for g in equations
    )
    if len(equations) != len(symbols) - 1 or not polynomial:
        return None
    if not grows(None, equations, (), symbols):
        return None
    box: list[Interval] = []
    for k, s in enumerate(symbols):
        try:
            turning = find(Problem(s, equations, symbols))
        except (InfinitelyManyError, BudgetError):
            return None
        ends = [f.at.ball(f.at.coordinates[k], BITS) for f in turning]
        if not ends:
            return None
        low, high = min(e.lower() for e in ends), max(e.upper() for e in ends)
        box.append(((low - 1).lower(), (high + 1).upper()))
    rows = [problem.slope, *problem.fences]
    minor = sympy.Matrix(rows).det("berkowitz")
    found = isolate((*equations, minor), symbols, box, seconds=CURVE_SECONDS)
    complete = found.complete and _smooth_along(problem, tuple(box))
    return [[low.union(high) for low, high in root] for root in found.roots], complete


def _smooth_along(problem: Problem, box: Sides) -> bool:
    """Whether f and its slopes are proved to have values at every point of the fence in a box.

    Where they have none f may rise or fall without bound, or have a kink for its lowest point.
    """
    fences = [program(g, problem.symbols) for g in problem.equations]
    wanted = [program(e, problem.symbols) for e in (problem.f, *problem.slope)]
    queue, clock = [box], Deadline(CURVE_SECONDS)
    for _ in range(MOST_BOXES):
        if not queue:
            return True
        if clock.expired:
            return False
        sides = queue.pop()
        reached = (fence(sides) for fence in fences)
        if any(low > 0 or high < 0 for low, high in reached):
            continue
        try:
            ends = [end for run in wanted for end in run(sides)]
        except UndefinedError:
            ends = [flint.arb.pos_inf()]
        if all(end.is_finite() for end in ends):
            continue
        k = max(range(len(sides)), key=lambda i: float((sides[i][1] - sides[i][0]).mid()))
        low, high = sides[k]
        if high - low < NARROW:
            return False
        middle = ((low + high) / 2).mid()
        queue += [(*sides[:k], half, *sides[k + 1 :]) for half in ((low, middle), (middle, high))]
    return False


def _told(problem: Problem, boxes: Sequence[Arbs]) -> tuple[Candidate, ...]:
    told = [candidate(problem, box) for box in boxes]
    kept = [c for c in told if c is not None]
    return tuple(sorted(kept, key=lambda c: [b.mid for b in c.enclosure]))


def candidate(problem: Problem, x: Arbs) -> Candidate | None:
    """The candidate in a small box; None where the gradients depend on each other, and where the
    function has no value, though its slopes have."""
    arithmetic, n, m = Balls(BITS), len(problem.symbols), len(problem.equations)

    def at(expressions: Sequence[sympy.Expr]) -> Arbs:
        return Tape.of(expressions, problem.symbols).run(arithmetic, x)

    slope, fences = at(problem.slope), [at(fence) for fence in problem.fences]
    gram = [[sum(a * b for a, b in zip(u, v, strict=True)) for v in fences] for u in fences]
    right = [sum(a * b for a, b in zip(u, slope, strict=True)) for u in fences]
    try:
        multipliers, value = arithmetic.solve(gram, right), at((problem.f,))[0]
    except (UndecidedError, NoValueError):
        return None
    own, *others = [[at(row) for row in curvature] for curvature in problem.curvatures]
    hessian = [
        [
            own[i][j] - sum(k * other[i][j] for k, other in zip(multipliers, others, strict=True))
            for j in range(n)
        ]
        for i in range(n)
    ]
    full = [[flint.arb(0)] * m + fence for fence in fences]
    full += [[fence[i] for fence in fences] + hessian[i] for i in range(n)]
    minors = [
        flint.arb_mat([row[:size] for row in full[:size]]).det()
        for size in range(2 * m + 1, m + n + 1)
    ]
    place = tuple(as_ball(v) for v in x)
    return Candidate(
        place,
        tuple(as_ball(v) for v in multipliers),
        as_ball(value),
        kind_by_values(_middles(hessian), _middles(fences)),
        tuple(as_ball(v) for v in minors),
        place,
    )


def _middles(rows: Sequence[Arbs]) -> Floats:
    return np.array([[float(v.mid()) for v in row] for row in rows])
