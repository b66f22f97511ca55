"""Newton's root method, x ← x − f(x)/f′(x) (Raphson 1690), its strip of basins, its threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np
import sympy

from mvcalc.descent import judge
from mvcalc.descent.arithmetic import SingularHereError
from mvcalc.descent.objective import Here, Objective
from mvcalc.descent.path import Path, Step, Stop, approximate
from mvcalc.descent.rule import Memory, Move
from mvcalc.descent.run import Walk
from mvcalc.descent.trail import Trail
from mvcalc.errors import RangeError, SingularError, names_parameters
from mvcalc.expr import Function, as_function, number, rational
from mvcalc.outcome import Outcome
from mvcalc.sample import sample

MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Tangent:
    """Where the tangent meets the axis."""

    name: ClassVar[str] = "newton_root"

    def move(self, here: Here, memory: Memory) -> Move:
        [slope] = here.gradient
        less = here.arithmetic.less
        if not less(0 * slope, slope) and not less(slope, 0 * slope):
            raise SingularHereError
        foot = here.x[0] - here.arithmetic.divide(here.value, slope)
        return Move([foot], memory)


class RootWalk(Walk):
    """A walk that ends at a zero of the function instead of a level place."""

    level: ClassVar[str] = "the tangent is level, it never meets the axis"

    def rest(self, here: Here, bare: Step, trail: Trail) -> judge.Verdict | None:
        zero = bare.value == 0
        if not zero and trail.steps and bare.value is not None:
            scale = 1 + abs(approximate(bare.point[0]))
            near = scale * float(self.stop.tol)
            zero = abs(approximate(trail.steps[-1].step[0])) <= near
            zero = zero and abs(approximate(bare.value)) <= 1000 * near
        if not zero:
            return None
        return Outcome.CONVERGED, (
            f"after {judge.steps_said(here.k)} it is at {judge.said(bare.point)}"
        )

    def spent(self, steps: Sequence[Step], drawn: Sequence[Sequence[float]]) -> judge.Verdict:
        del drawn
        last, k = steps[-1], len(steps) - 1
        value = judge.said(last.value) if last.value is not None else "unknown"
        where = judge.said(last.point)
        return Outcome.SLOW, f"after {judge.steps_said(k)} it is at {where}, with value {value}"

    def singular_start(self, where: str, bare: Step, here: Here) -> SingularError:
        del here
        return SingularError(
            f"{self.level} at {where}",
            param="x0",
            value=where,
            hint="start a little to one side",
            point=bare.point,
        )


@names_parameters
def newton_root(
    f: Function | sympy.Expr,
    x0: object,
    max_steps: int = 20,
    tol: object = Fraction(1, 10**12),
) -> Path:
    """Newton's method for f(x) = 0; ``gradient`` of a step is f′ there.

    Args:
        f: a function of one variable.
        x0: the start.
        max_steps: 1 to 200.
        tol: converged when a step is at most tol·(1 + |x|) and f is as small (or exactly 0).

    Raises:
        RangeError: more than one variable, or a budget or tolerance out of range.
        SingularError: f′(x0) = 0.
        DomainError: no value or slope at x0.
    """
    function = as_function(f)
    if len(function.vars) != 1:
        raise RangeError(
            f"one variable is needed, not {len(function.vars)}", param="f", value=function
        )
    if not 1 <= max_steps <= MOST_STEPS:
        raise RangeError(
            f"must be between 1 and {MOST_STEPS}", param="max_steps", value=max_steps, hint="20"
        )
    limit = rational(tol)
    if limit <= 0:
        raise RangeError("must be greater than 0", param="tol", value=tol, hint="try 10^-12")
    stop = Stop(max_steps=max_steps, tol=limit)
    walk = RootWalk(Objective.of(function), Tangent(), (number(x0),), stop, lambda _k: None)
    return walk.path()


@dataclass(frozen=True, slots=True)
class Basins:
    """Which root each start reaches.

    Attributes:
        starts: the starting points.
        roots: the roots met, ascending (machine values).
        reached: for each start the index of its root, or −1.
    """

    starts: tuple[float, ...]
    roots: tuple[float, ...]
    reached: tuple[int, ...]


@names_parameters
def newton_basins(
    f: Function, low: object, high: object, count: int = 400, max_steps: int = 60
) -> Basins:
    """Newton's method in machine numbers from ``count`` evenly spaced starts: a picture's data.

    Raises:
        RangeError: ``count`` not in 2 to 10000, or low not below high.
    """
    ends = float(number(low)), float(number(high))
    if not 2 <= count <= 10_000:
        raise RangeError("must be between 2 and 10000", param="count", value=count, hint="400")
    if not ends[0] < ends[1]:
        raise RangeError("must be greater than low", param="high", value=high)
    function = as_function(f)
    slope = Function.of(Objective.of(function).first[0], function.vars)
    starts = np.linspace(*ends, count)
    x = starts.copy()
    with np.errstate(all="ignore"):
        for _ in range(max_steps):
            x = x - sample(function, x) / sample(slope, x)
        step = np.abs(sample(function, x) / sample(slope, x))
        settled = np.isfinite(x) & (step <= 1e-9 * (1 + np.abs(x)))
    roots: list[float] = []
    for value in np.sort(x[settled]):
        if not roots or abs(value - roots[-1]) > 1e-6 * (1 + abs(value)):
            roots.append(float(value))
    nearest = [
        int(np.argmin([abs(v - r) for r in roots])) if ok else -1
        for v, ok in zip(x, settled, strict=True)
    ]
    return Basins(tuple(map(float, starts)), tuple(roots), tuple(nearest))


@names_parameters
def newton_threshold(
    f: Function, inside: object, outside: object, width: object = Fraction(1, 10**9)
) -> tuple[sympy.Rational, sympy.Rational]:
    """A start that converges and one that does not, at most ``width`` apart, by bisection.

    Raises:
        RangeError: ``inside`` does not converge, or ``outside`` does.
    """
    good, bad, apart = rational(inside), rational(outside), rational(width)
    if apart <= 0:
        raise RangeError("must be greater than 0", param="width", value=width, hint="try 10^-9")

    def arrives(x: Fraction) -> bool:
        try:
            return newton_root(f, x, max_steps=60).outcome is Outcome.CONVERGED
        except SingularError:
            return False

    for param, x, wanted in (("inside", good, True), ("outside", bad, False)):
        if arrives(x) is not wanted:
            verb = "does not converge" if wanted else "converges"
            raise RangeError(f"Newton's method {verb} from here", param=param, value=x)
    while abs(bad - good) > apart:
        middle = (good + bad) / 2
        good, bad = (middle, bad) if arrives(middle) else (good, middle)
    return sympy.Rational(good), sympy.Rational(bad)
