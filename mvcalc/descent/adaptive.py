"""Rescaled gradients: RMSprop (Tieleman and Hinton 2012) and Adam (Kingma and Ba 2015)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import sympy

from mvcalc.descent.arithmetic import Vector
from mvcalc.descent.objective import Here
from mvcalc.descent.rule import HUNDREDTH, NINE_TENTHS, THOUSANDTH, Memory, Move, in_range, positive

SMALL = sympy.Rational(1, 10**8)
ADAM_BETAS = (NINE_TENTHS, sympy.Rational(999, 1000))


def _blend(keep: Any, old: Vector, new: Vector) -> Vector:
    return [keep * a + (1 - keep) * b for a, b in zip(old, new, strict=True)]


def _rescaled(here: Here, top: Vector, bottom: Vector, eps: sympy.Expr) -> Vector:
    """top/(√bottom + eps); a coordinate whose slope was always 0 does not move."""
    lift = here.number(eps)
    ratios: Vector = []
    for a, b in zip(top, bottom, strict=True):
        root = here.arithmetic.sqrt(b) + lift
        ratios.append(a if _is_zero(root) else a / root)
    return ratios


def _is_zero(x: Any) -> bool:
    return bool(x == 0)


@dataclass(frozen=True, slots=True)
class RMSprop:
    """v ← ρv + (1 − ρ)g², x ← x − αg/(√v + ε), coordinate by coordinate, from v = 0."""

    name: ClassVar[str] = "rmsprop"
    rate: sympy.Expr = HUNDREDTH
    rho: sympy.Expr = NINE_TENTHS
    eps: sympy.Expr = SMALL

    def __post_init__(self) -> None:
        positive("rate", self.rate)
        in_range("rho", self.rho, low=0, below=1)
        in_range("eps", self.eps, low=0)

    def move(self, here: Here, memory: Memory) -> Move:
        gradient = here.sampled
        old = memory.get("v", [0 * g for g in gradient])
        v = _blend(here.number(self.rho), old, [g * g for g in gradient])
        rate = here.number(self.rate)
        steps = _rescaled(here, gradient, v, self.eps)
        point = [x - rate * s for x, s in zip(here.x, steps, strict=True)]
        return Move(point, {"v": v}, {"v": v})


@dataclass(frozen=True, slots=True)
class Adam:
    """m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², x ← x − α·m̂/(√v̂ + ε).

    m̂ = m/(1 − β₁ᵏ) and v̂ = v/(1 − β₂ᵏ) undo the start from 0; ε is added outside the root.
    """

    name: ClassVar[str] = "adam"
    rate: sympy.Expr = THOUSANDTH
    betas: tuple[sympy.Expr, sympy.Expr] = ADAM_BETAS
    eps: sympy.Expr = SMALL

    def __post_init__(self) -> None:
        positive("rate", self.rate)
        for beta in self.betas:
            in_range("betas", beta, low=0, below=1)
        in_range("eps", self.eps, low=0)

    def move(self, here: Here, memory: Memory) -> Move:
        gradient, k = here.sampled, here.k + 1
        nothing = [0 * g for g in gradient]
        keep1, keep2 = (here.number(beta) for beta in self.betas)
        m = _blend(keep1, memory.get("m", nothing), gradient)
        v = _blend(keep2, memory.get("v", nothing), [g * g for g in gradient])
        m_hat = [a / (1 - keep1**k) for a in m]
        v_hat = [a / (1 - keep2**k) for a in v]
        rate = here.number(self.rate)
        steps = _rescaled(here, m_hat, v_hat, self.eps)
        point = [x - rate * s for x, s in zip(here.x, steps, strict=True)]
        return Move(point, {"m": m, "v": v}, {"m": m, "v": v, "m_hat": m_hat, "v_hat": v_hat})
