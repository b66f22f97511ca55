"""Descent with memory: the heavy ball (Polyak 1964) and Nesterov's variant (1983)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import sympy

from mvcalc.descent.arithmetic import along
from mvcalc.descent.objective import Here
from mvcalc.descent.rule import NINE_TENTHS, TENTH, Memory, Move, in_range, positive


@dataclass(frozen=True, slots=True)
class Momentum:
    """v ← βv + g, x ← x − αv, from v = 0."""

    name: ClassVar[str] = "momentum"
    rate: sympy.Expr = TENTH
    beta: sympy.Expr = NINE_TENTHS

    def __post_init__(self) -> None:
        positive("rate", self.rate)
        in_range("beta", self.beta, low=0, below=1)

    def move(self, here: Here, memory: Memory) -> Move:
        gradient = here.sampled
        old = memory.get("velocity", [0 * g for g in gradient])
        velocity = along(gradient, here.number(self.beta), old)
        point = along(here.x, -here.number(self.rate), velocity)
        return Move(point, {"velocity": velocity}, {"velocity": velocity})


@dataclass(frozen=True, slots=True)
class Nesterov:
    """v ← βv + g, x ← x − α(g + βv): the gradient is read where the ball is about to be.

    The iterates are the look-ahead points of Nesterov's two-sequence form (Sutskever 2013).
    """

    name: ClassVar[str] = "nesterov"
    rate: sympy.Expr = TENTH
    beta: sympy.Expr = NINE_TENTHS

    def __post_init__(self) -> None:
        positive("rate", self.rate)
        in_range("beta", self.beta, low=0, below=1)

    def move(self, here: Here, memory: Memory) -> Move:
        gradient, beta = here.sampled, here.number(self.beta)
        old = memory.get("velocity", [0 * g for g in gradient])
        velocity = along(gradient, beta, old)
        point = along(here.x, -here.number(self.rate), along(gradient, beta, velocity))
        return Move(point, {"velocity": velocity}, {"velocity": velocity})
