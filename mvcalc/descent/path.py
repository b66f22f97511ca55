"""What a descent leaves behind: every step it took, how it ended, and what it cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeAlias

import sympy

from mvcalc.errors import names_parameters
from mvcalc.expr import Ball, Box
from mvcalc.outcome import Outcome

Quantity: TypeAlias = sympy.Expr | Ball
"""An exact number, or a ball that contains it."""

NO_LENGTH = sympy.Integer(0)
EXACT, ENCLOSED, ROUNDED = "exact", "enclosed", "rounded"


@dataclass(frozen=True, slots=True)
class Step:
    """One stop of a path and the move made from it.

    Attributes:
        k: steps taken so far (0 at the start).
        point: where we are, one number per variable.
        value: the function there; None if it has no value there.
        gradient: its partial derivatives there, one per variable; () if undefined.
        step: the displacement to the next point, one per variable; () at the last stop.
        size: Euclidean length of ``step``; 0 at the last stop.
        numbers: "exact" (rational or closed form), "enclosed" (balls proved to contain the
            exact iterate) or "rounded" (high-precision numbers without proof).
        extra: what the rule remembers or decided: velocity, m, v, rate, damping, branch ...
    """

    k: int
    point: tuple[Quantity, ...]
    value: Quantity | None
    gradient: tuple[Quantity, ...]
    step: tuple[Quantity, ...] = ()
    size: Quantity = NO_LENGTH
    numbers: str = EXACT
    extra: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Counts:
    """How often the function, its gradient and its Hessian were evaluated."""

    value: int = 0
    gradient: int = 0
    hessian: int = 0


@dataclass(frozen=True, slots=True)
class Path:
    """A whole run.

    Attributes:
        method: the rule's name.
        steps: every stop, the start first.
        outcome: how it ended.
        reason: one sentence with the numbers that show it.
        evaluations: the cost.
        switched_at: the first stop whose numbers are no longer exact; None if all are.
        switch: why, in one sentence ("" if all are exact).
    """

    method: str
    steps: tuple[Step, ...]
    outcome: Outcome
    reason: str
    evaluations: Counts
    switched_at: int | None = None
    switch: str = ""

    @property
    def start(self) -> tuple[Quantity, ...]:
        return self.steps[0].point

    @property
    def end(self) -> tuple[Quantity, ...]:
        return self.steps[-1].point

    @property
    def points(self) -> tuple[tuple[Quantity, ...], ...]:
        return tuple(step.point for step in self.steps)

    def drawn(self) -> tuple[tuple[float, ...], ...]:
        """The points as machine numbers, for drawing only."""
        return tuple(tuple(approximate(x) for x in step.point) for step in self.steps)


@dataclass(frozen=True, slots=True)
class Stop:
    """When to stop.

    Attributes:
        max_steps: steps allowed, 0 to 10000.
        tol: converged when every partial derivative is at most this in size.
        box: leaving it ends the path (None: anywhere is allowed).
        target: a point and a radius; coming that close counts as converged.
        lowest: the function's known least value; a minimum above it is only local.
        escape: diverged when a coordinate is this many times 1 + the start's size.
        seconds: wall-clock budget.
    """

    max_steps: int = 100
    tol: Fraction = Fraction(1, 10**12)
    box: Box | None = None
    target: tuple[tuple[sympy.Expr, ...], Fraction] | None = None
    lowest: Quantity | None = None
    escape: Fraction = Fraction(10**6)
    seconds: float = 8.0


@names_parameters
def approximate(x: Quantity | Fraction | int) -> float:
    """A machine number near ``x``: infinite where ``x`` is too large for one."""
    value = x.mid if isinstance(x, Ball) else x
    try:
        if isinstance(value, int | Fraction):
            return value.numerator / value.denominator
        if value.is_Rational:
            return int(value.p) / int(value.q)
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
