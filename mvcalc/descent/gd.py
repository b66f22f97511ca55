"""Steepest descent: x ← x − α∇f, with α fixed, found by Armijo backtracking, or by exact search.

Backtracking: Armijo 1966; exact search along the ray: Cauchy 1847.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import sympy

from mvcalc.descent.arithmetic import UndefinedError, Vector, along, dot
from mvcalc.descent.objective import Here
from mvcalc.descent.rule import (
    ARMIJO_SLOPE,
    HALF,
    ONE,
    TENTH,
    ZERO,
    Memory,
    Move,
    in_range,
    positive,
)

HALVINGS = 80
DOUBLINGS = 60
BISECTIONS = 60
SHORTEST = sympy.Rational(1, 2**100)


@dataclass(frozen=True, slots=True)
class GradientDescent:
    """x ← x − αₖg with αₖ = rate/(1 + decay·k); g is the batch gradient when there are batches."""

    name: ClassVar[str] = "gd"
    rate: sympy.Expr = TENTH
    decay: sympy.Expr = ZERO

    def __post_init__(self) -> None:
        positive("rate", self.rate)
        in_range("decay", self.decay, low=0)

    def move(self, here: Here, memory: Memory) -> Move:
        rate = here.number(self.rate) / (1 + here.number(self.decay) * here.k)
        gradient = here.sampled
        return Move(along(here.x, -rate, gradient), memory, {"rate": rate})


@dataclass(frozen=True, slots=True)
class Armijo:
    """Try ``rate``, then shrink it until f falls by at least slope·rate·|∇f|²."""

    name: ClassVar[str] = "gd_armijo"
    rate: sympy.Expr = ONE
    shrink: sympy.Expr = HALF
    slope: sympy.Expr = ARMIJO_SLOPE

    def __post_init__(self) -> None:
        positive("rate", self.rate)
        in_range("shrink", self.shrink, above=0, below=1)
        in_range("slope", self.slope, above=0, below=1)

    def move(self, here: Here, memory: Memory) -> Move:
        down = [-g for g in here.gradient]
        rate, tries = backtrack(here, down, self.rate, self.shrink, self.slope)
        return Move(along(here.x, rate, down), memory, {"rate": rate, "tries": tries})


def backtrack(
    here: Here,
    direction: Vector,
    first: sympy.Expr,
    shrink: sympy.Expr,
    slope: sympy.Expr,
) -> tuple[Any, int]:
    """The first length in first·shrinkʲ with f(x + t·d) ≤ f(x) + slope·t·(d·∇f), and j + 1."""
    t, factor = here.number(first), here.number(shrink)
    promise = here.number(slope) * dot(direction, here.gradient)
    for tries in range(1, HALVINGS + 1):
        there = here.value_at(along(here.x, t, direction))
        if there is not None and not here.arithmetic.less(here.value + t * promise, there):
            return t, tries
        t = t * factor
    return t * 0, HALVINGS


@dataclass(frozen=True, slots=True)
class ExactSearch:
    """Go to the first lowest point along −∇f; in closed form where f is a quadratic."""

    name: ClassVar[str] = "gd_exact"

    def move(self, here: Here, memory: Memory) -> Move:
        down = [-g for g in here.gradient]
        curvature = dot(down, [dot(row, down) for row in here.hessian])
        flat = all(e.is_Rational for row in here.objective.second for e in row)
        if flat and here.arithmetic.less(0 * curvature, curvature):
            rate = dot(down, down) / curvature
        else:
            rate = _first_level(here, down)
        return Move(along(here.x, rate, down), memory, {"rate": rate})


def _first_level(here: Here, down: Vector) -> Any:
    """The first t > 0 found where the slope along the ray is 0, by bracketing and bisection.

    The returned length is a definite number, so that an enclosed path stays enclosed.
    """
    one = here.number(sympy.Integer(1))

    def rising(t: Any) -> bool:
        try:
            slope = dot(here.gradient_at(along(here.x, t, down)), down)
        except UndefinedError:
            return True
        return not here.arithmetic.less(slope, 0 * one)

    low, high = 0 * one, one
    while rising(high / 2):
        high = high / 2
        if here.arithmetic.less(high, here.number(SHORTEST)):
            return high
    for _ in range(DOUBLINGS):
        if rising(high):
            break
        low, high = high, 2 * high
    else:
        return high
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) else (middle, high)
    return (low + high) / 2
