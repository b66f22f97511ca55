"""BFGS: the inverse Hessian learned from the gradients (Broyden, Fletcher, Goldfarb, Shanno 1970).

With y = ∇f(x⁺) − ∇f(x) and s = x⁺ − x the update is Nocedal and Wright (2006), equation 6.17.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import sympy

from mvcalc.descent.arithmetic import UndefinedError, Vector, along, dot
from mvcalc.descent.gd import backtrack
from mvcalc.descent.objective import Here
from mvcalc.descent.rule import ARMIJO_SLOPE, NINE_TENTHS, Memory, Move, in_range

WOLFE_TRIES = 60


@dataclass(frozen=True, slots=True)
class BFGS:
    """x ← x − tB∇f; B starts as the identity; t satisfies the weak Wolfe conditions."""

    name: ClassVar[str] = "bfgs"
    slope: sympy.Expr = ARMIJO_SLOPE
    curvature: sympy.Expr = NINE_TENTHS

    def __post_init__(self) -> None:
        in_range("slope", self.slope, above=0, below=1)
        in_range("curvature", self.curvature, above=0, below=1)

    def move(self, here: Here, memory: Memory) -> Move:
        n = len(here.x)
        one = here.number(sympy.Integer(1))
        inverse = memory.get("B", [one if i % (n + 1) == 0 else 0 * one for i in range(n * n)])
        gradient = here.gradient
        direction = [-dot(inverse[i * n : (i + 1) * n], gradient) for i in range(n)]
        rate = self._length(here, direction)
        point = along(here.x, rate, direction)
        try:
            change = along(here.gradient_at(point), -one, gradient)
        except UndefinedError:
            return Move(point, {"B": inverse}, {"rate": rate, "B": inverse})
        shift = along(point, -one, here.x)
        inner = dot(shift, change)
        if here.arithmetic.less(0 * inner, inner):
            inverse = _updated(inverse, shift, change, inner)
        return Move(point, {"B": inverse}, {"rate": rate, "B": inverse})

    def _length(self, here: Here, direction: Vector) -> Any:
        """Bisection for the weak Wolfe conditions; plain backtracking if it does not end."""
        less, start = here.arithmetic.less, dot(direction, here.gradient)
        promise, flatter = here.number(self.slope) * start, here.number(self.curvature) * start
        low, high, t = 0 * start, None, here.number(sympy.Integer(1))
        for _ in range(WOLFE_TRIES):
            there = along(here.x, t, direction)
            value = here.value_at(there)
            if value is None or less(here.value + t * promise, value):
                high = t
            elif less(dot(direction, here.gradient_at(there)), flatter):
                low = t
            else:
                return t
            t = 2 * t if high is None else (low + high) / 2
        half = sympy.Rational(1, 2)
        return backtrack(here, direction, sympy.Integer(1), half, self.slope)[0]


def _updated(inverse: Vector, s: Vector, y: Vector, sy: Any) -> Vector:
    n = len(s)
    by = [dot(inverse[i * n : (i + 1) * n], y) for i in range(n)]
    scale = (1 + dot(y, by) / sy) / sy
    return [
        inverse[i * n + j] - (by[i] * s[j] + s[i] * by[j]) / sy + scale * s[i] * s[j]
        for i in range(n)
        for j in range(n)
    ]
