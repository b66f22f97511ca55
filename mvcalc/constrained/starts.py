"""Solutions of ∇f = Σλ∇g, g = 0 by Newton's method from seeded starts, each one proved.

All starts run at once in machine numbers. A limit counts only where Krawczyk's operator proves
that a small box around it holds exactly one solution; that the limits are all there are is never
claimed, and irregular points are not searched for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flint
import numpy as np
import numpy.typing as npt
import sympy

from mvcalc.bounds.deadline import Deadline
from mvcalc.constrained.problem import Problem
from mvcalc.critical.krawczyk import System
from mvcalc.descent.arithmetic import Balls, SingularHereError, UndecidedError, UndefinedError
from mvcalc.descent.derivatives import gradient_of
from mvcalc.descent.tape import Tape
from mvcalc.sample import samples

STARTS = 120
SPREADS = (1.0, 3.0, 10.0)
SWEEPS = 40
POLISHING = 12
BITS = 160
FAR = 1e6
SETTLED = 1e-9
Floats = npt.NDArray[np.float64]
Arbs = list[Any]


def proved_solutions(problem: Problem, clock: Deadline) -> list[Arbs]:
    """A ball for each unknown, variables before multipliers, for every solution found.

    Args:
        problem: functions of any kind; at least as many variables as equations.
        clock: when to stop.
    """
    unknowns = (*problem.symbols, *problem.multipliers)
    equations = (*problem.balance, *problem.equations)
    slopes = tuple(d for e in equations for d in gradient_of(e, unknowns))
    found: list[Arbs] = []
    limits = _limits(problem, equations, slopes, unknowns)
    with flint.ctx.workprec(BITS):
        tape, system = Tape.of((*equations, *slopes), unknowns), System(equations, unknowns)
        for limit in limits:
            if clock.expired:
                break
            sharp = _polished(tape, limit)
            proved = _proved(system, sharp) if sharp is not None else None
            if proved is not None and not any(_same(proved, other) for other in found):
                found.append(proved)
    return found


def _limits(
    problem: Problem,
    equations: Sequence[sympy.Expr],
    slopes: Sequence[sympy.Expr],
    unknowns: Sequence[sympy.Symbol],
) -> list[Floats]:
    """Where Newton's method settles, each place once."""
    names, size = tuple(s.name for s in unknowns), len(unknowns)
    at = _starts(problem)
    step = np.full_like(at, np.inf)
    with np.errstate(all="ignore"):
        for _ in range(SWEEPS):
            columns = list(at.T)
            values = np.stack(samples(equations, *columns, vars=names), axis=1)
            table = np.stack(samples(slopes, *columns, vars=names), axis=1)
            good = np.isfinite(values).all(1) & np.isfinite(table).all(1)
            good &= (np.abs(at) < FAR).all(1)
            at, values, table = at[good], values[good], table[good]
            if not len(at):
                return []
            step = (np.linalg.pinv(table.reshape(-1, size, size)) @ values[:, :, None])[:, :, 0]
            at = at - step
    settled = (np.abs(step) <= SETTLED * (1 + np.abs(at))).all(1)
    places: list[Floats] = []
    for place in at[settled]:
        if not any(np.allclose(place, other, rtol=1e-6, atol=1e-7) for other in places):
            places.append(place)
    return places


def _starts(problem: Problem) -> Floats:
    """Seeded points, each with the multipliers that fit best there."""
    chance, n = np.random.default_rng(1), len(problem.symbols)
    spreads = np.resize(SPREADS, STARTS)[:, None]
    points: Floats = chance.uniform(-1, 1, (STARTS, n)) * spreads
    names, columns = tuple(s.name for s in problem.symbols), list(points.T)
    slope = np.stack(samples(problem.slope, *columns, vars=names), axis=1)
    rows = [np.stack(samples(fence, *columns, vars=names), axis=1) for fence in problem.fences]
    if not rows:
        return points
    fences = np.stack(rows, axis=2)  # (starts, variables, equations)
    known = np.isfinite(slope).all(1) & np.isfinite(fences).all((1, 2))
    with np.errstate(all="ignore"):
        best = np.linalg.pinv(fences[known]) @ slope[known][:, :, None]
    return np.concatenate([points[known], best[:, :, 0]], axis=1)


def _polished(tape: Tape, limit: Floats) -> Arbs | None:
    """A few Newton steps in high-precision numbers; None if they do not settle."""
    arithmetic, n = Balls(BITS, pinned=True), len(limit)
    x = [flint.arb(float(v)) for v in limit]
    tiny = flint.arb(2) ** (20 - BITS)
    for _ in range(POLISHING):
        try:
            values = tape.run(arithmetic, x)
            if not all(v.is_finite() for v in values):
                return None
            slopes = [values[n + i * n : n + (i + 1) * n] for i in range(n)]
            step = arithmetic.solve(slopes, [-v for v in values[:n]])
        except (SingularHereError, UndefinedError, UndecidedError):
            return None
        x = [(a + s).mid() for a, s in zip(x, step, strict=True)]
        if all(abs(s) <= tiny * (1 + abs(a)) for a, s in zip(x, step, strict=True)):
            return x
    return None


def _proved(system: System, limit: Arbs) -> Arbs | None:
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


def _same(a: Arbs, b: Arbs) -> bool:
    return all(x.overlaps(y) for x, y in zip(a, b, strict=True))
