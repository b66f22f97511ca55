"""Newton's method for minimising: pure, damped, and mixed with plain descent.

Damping follows Nocedal and Wright, Numerical Optimization (2006), chapters 3.1 and 3.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import sympy

from mvcalc.descent.arithmetic import SingularHereError, Vector, along, dot
from mvcalc.descent.gd import backtrack
from mvcalc.descent.objective import Here
from mvcalc.descent.rule import ARMIJO_SLOPE, HALF, TWO, Memory, Move, in_range, positive

SHIFTS = 200


def newton_step(here: Here) -> Vector:
    """−H⁻¹∇f; raises SingularHereError where H has no inverse."""
    return here.arithmetic.solve(here.hessian, [-g for g in here.gradient])


@dataclass(frozen=True, slots=True)
class Newton:
    """x ← x − H⁻¹∇f: jump to the vertex of the local quadric, whatever it is."""

    name: ClassVar[str] = "newton"

    def move(self, here: Here, memory: Memory) -> Move:
        step = newton_step(here)
        point = along(here.x, here.number(sympy.Integer(1)), step)
        return Move(point, memory, {"hessian": here.hessian, "branch": "newton"})


@dataclass(frozen=True, slots=True)
class DampedNewton:
    """Newton's direction, with H lifted by τI until it is a bowl, shortened until f falls."""

    name: ClassVar[str] = "newton_damped"
    shrink: sympy.Expr = HALF
    slope: sympy.Expr = ARMIJO_SLOPE

    def __post_init__(self) -> None:
        in_range("shrink", self.shrink, above=0, below=1)
        in_range("slope", self.slope, above=0, below=1)

    def move(self, here: Here, memory: Memory) -> Move:
        zero = here.number(sympy.Integer(0))
        lift, added = zero, here.number(sympy.Rational(1, 1000))
        hessian = here.hessian
        for _ in range(SHIFTS):
            lifted = [
                [h + lift if i == j else h for j, h in enumerate(row)]
                for i, row in enumerate(hessian)
            ]
            if is_bowl(here, lifted):
                break
            lift = added
            added = 2 * added
        step = here.arithmetic.solve(lifted, [-g for g in here.gradient])
        damping, tries = backtrack(here, step, sympy.Integer(1), self.shrink, self.slope)
        extra = {"damping": damping, "shift": lift, "tries": tries, "hessian": hessian}
        return Move(along(here.x, damping, step), memory, extra)


def is_bowl(here: Here, matrix: list[Vector]) -> bool:
    """Positive definite: every pivot of symmetric elimination is positive."""
    rows = [list(row) for row in matrix]
    for i, pivot_row in enumerate(rows):
        pivot = pivot_row[i]
        if not here.arithmetic.less(0 * pivot, pivot):
            return False
        for row in rows[i + 1 :]:
            factor = row[i] / pivot
            row[i:] = [a - factor * b for a, b in zip(row[i:], pivot_row[i:], strict=True)]
    return True


@dataclass(frozen=True, slots=True)
class Hybrid:
    """Newton, unless its step climbs or is longer than ``longest``: then −fallback·∇f."""

    name: ClassVar[str] = "hybrid"
    longest: sympy.Expr = TWO
    fallback: sympy.Expr = HALF

    def __post_init__(self) -> None:
        positive("longest", self.longest)
        positive("fallback", self.fallback)

    def move(self, here: Here, memory: Memory) -> Move:
        branch, step = self._choice(here)
        point = along(here.x, here.number(sympy.Integer(1)), step)
        return Move(point, memory, {"branch": branch, "hessian": here.hessian})

    def _choice(self, here: Here) -> tuple[str, Vector]:
        less = here.arithmetic.less
        fallback = [-here.number(self.fallback) * g for g in here.gradient]
        try:
            step = newton_step(here)
        except SingularHereError:
            return "gradient: the Hessian has no inverse", fallback
        slope = dot(step, here.gradient)
        if not less(slope, 0 * slope):
            return "gradient: Newton's step climbs", fallback
        if less(here.number(self.longest**2), dot(step, step)):
            return "gradient: Newton's step is too long", fallback
        return "newton", step
