"""Candidates of constrained problems that are not polynomial, each proved by Krawczyk's operator.

On a closed curve of polynomial equations the whole curve is searched by branch and prune, and
the result can be complete. Elsewhere Newton's method runs on ∇f = Σλ∇g, g = 0 from seeded starts;
a limit counts only where exactly one solution is proved to lie in a small box around it, and the
result never claims to be complete. Irregular points are not searched for.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import flint
import numpy as np
import sympy

from mvcalc.constrained.candidates import Candidate, Floats, kind_by_values
from mvcalc.constrained.existence import grows
from mvcalc.constrained.problem import Problem, is_rational_function
from mvcalc.critical.krawczyk import System, isolate
from mvcalc.descent.arithmetic import Balls, SingularHereError, UndecidedError, UndefinedError
from mvcalc.descent.derivatives import gradient_of
from mvcalc.descent.numbers import as_ball
from mvcalc.descent.tape import Tape
from mvcalc.errors import InfeasibleError, MvcalcError
from mvcalc.expr import enclose
from mvcalc.expr.intervals import Interval

STARTS = 80
ITERATIONS = 60
BITS = 160
SPREADS = (1.0, 3.0, 10.0)
FAR = 10**6
WIDE = 1000
Balls1 = list[Any]


def candidates_found(
    problem: Problem, *, isolated: bool = True
) -> tuple[tuple[Candidate, ...], bool]:
    """Candidates proved one by one, in ascending order, and whether they are proved to be all.

    ``isolated`` is False where whole curves of critical points are known to exist.

    Raises:
        InfeasibleError: an equation is proved to hold nowhere in a very large box.
    """
    _refuse_nowhere(problem)
    with flint.ctx.workprec(BITS):
        whole = _closed_curve(problem) if isolated else None
        if whole is None:
            return _told(problem, _from_starts(problem)), False
        boxes, complete = whole
        return _told(problem, boxes), complete


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
                value=f"{g} = 0",
                hint="for instance x^2 + y^2 - 3",
            )


def _closed_curve(problem: Problem) -> tuple[list[Balls1], bool] | None:
    """Every solution on a closed polynomial curve, by branch and prune; None if it is not one."""
    symbols, equations = problem.symbols, problem.equations
    polynomial = all(
        g.is_polynomial(*symbols) and is_rational_function(g, symbols) for g in equations
    )
    if len(equations) != len(symbols) - 1 or not polynomial:
        return None
    if not grows(None, equations, (), symbols):
        return None
    from mvcalc.constrained.lagrange import lagrange

    box: list[Interval] = []
    for s in symbols:
        try:
            reach = lagrange(s + 0 * sum(symbols), equations)
        except MvcalcError:
            return None
        ends = [c.enclosure for c in reach.candidates]
        ends += [c.enclosure for c in reach.irregular_points]
        k = symbols.index(s)
        low, high = min(e[k].lower for e in ends), max(e[k].upper for e in ends)
        box.append((flint.arb(_fraction(low)) - 1, flint.arb(_fraction(high)) + 1))
    rows = [problem.slope, *problem.fences]
    minor = sympy.Matrix(rows).det("berkowitz")
    found = isolate((*equations, minor), symbols, box, seconds=2.0)
    return [[low.union(high) for low, high in root] for root in found.roots], found.complete


def _fraction(x: Any) -> Any:
    return flint.fmpq(x.numerator, x.denominator)


def _from_starts(problem: Problem) -> list[Balls1]:
    """Solutions of the multiplier equations, proved, from seeded starts."""
    unknowns = (*problem.symbols, *problem.multipliers)
    lines = [
        sympy.Add(
            d,
            *(-m * fence[i] for m, fence in zip(problem.multipliers, problem.fences, strict=True)),
        )
        for i, d in enumerate(problem.slope)
    ]
    equations = (*lines, *problem.equations)
    slopes = [d for e in equations for d in gradient_of(e, unknowns)]
    tape, system = Tape.of((*equations, *slopes), unknowns), System(equations, unknowns)
    found: dict[tuple[float, ...], Balls1] = {}
    for start in _starts(len(unknowns)):
        limit = _newton(tape, start)
        if limit is None:
            continue
        key = tuple(round(float(x.mid()), 7) + 0.0 for x in limit[: len(problem.symbols)])
        if key not in found:
            proved = _proved(system, limit)
            if proved is not None:
                found[key] = proved[: len(problem.symbols)]
    return list(found.values())


def _starts(n: int) -> Iterator[list[float]]:
    chance = random.Random(1)
    for i in range(STARTS):
        spread = SPREADS[i % len(SPREADS)]
        yield [chance.uniform(-spread, spread) for _ in range(n)]


def _newton(tape: Tape, start: Sequence[float]) -> Balls1 | None:
    """Newton's method in high-precision numbers; None if it does not settle."""
    arithmetic, n = Balls(BITS, pinned=True), len(start)
    x = [flint.arb(v) for v in start]
    tiny = flint.arb(2) ** (20 - BITS)
    for _ in range(ITERATIONS):
        try:
            values = tape.run(arithmetic, x)
            slopes = [values[n + i * n : n + (i + 1) * n] for i in range(n)]
            if not all(v.is_finite() for v in values):
                return None
            step = arithmetic.solve(slopes, [-v for v in values[:n]])
        except (SingularHereError, UndefinedError, UndecidedError):
            return None
        x = [(a + s).mid() for a, s in zip(x, step, strict=True)]
        if any(abs(a) > FAR for a in x):
            return None
        if all(abs(s) <= tiny * (1 + abs(a)) for a, s in zip(x, step, strict=True)):
            return x
    return None


def _proved(system: System, limit: Balls1) -> Balls1 | None:
    """The box around the limit that holds exactly one solution, or None."""
    margins = [flint.arb(2) ** (-BITS // 2) * (1 + abs(x)) for x in limit]
    box = tuple(((x - r).lower(), (x + r).upper()) for x, r in zip(limit, margins, strict=True))
    image = system.krawczyk(box)
    if image is None:
        return None
    inside = all(
        small[0] > big[0] and small[1] < big[1] for small, big in zip(image, box, strict=True)
    )
    return [low.union(high) for low, high in image] if inside else None


def _told(problem: Problem, boxes: Sequence[Balls1]) -> tuple[Candidate, ...]:
    told = [_candidate(problem, box) for box in boxes]
    kept = [c for c in told if c is not None]
    return tuple(sorted(kept, key=lambda c: [b.mid for b in c.enclosure]))


def _candidate(problem: Problem, x: Balls1) -> Candidate | None:
    """The candidate in a small box; None where the gradients depend on each other."""
    arithmetic, n, m = Balls(BITS), len(problem.symbols), len(problem.equations)

    def at(expressions: Sequence[sympy.Expr]) -> Balls1:
        return Tape.of(expressions, problem.symbols).run(arithmetic, x)

    slope, fences = at(problem.slope), [at(fence) for fence in problem.fences]
    gram = [[sum(a * b for a, b in zip(u, v, strict=True)) for v in fences] for u in fences]
    right = [sum(a * b for a, b in zip(u, slope, strict=True)) for u in fences]
    try:
        multipliers = arithmetic.solve(gram, right)
    except UndecidedError:
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
        as_ball(at((problem.f,))[0]),
        kind_by_values(_middles(hessian), _middles(fences)),
        tuple(as_ball(v) for v in minors),
        place,
    )


def _middles(rows: Sequence[Balls1]) -> Floats:
    return np.array([[float(v.mid()) for v in row] for row in rows])
