"""What every descent rule is: options, checked once, and one move from one point."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

import sympy

from mvcalc.descent.arithmetic import Vector
from mvcalc.descent.objective import Here
from mvcalc.errors import RangeError

ZERO, ONE, TWO = (sympy.Integer(n) for n in range(3))
HALF, TENTH, HUNDREDTH = (sympy.Rational(1, n) for n in (2, 10, 100))
THOUSANDTH, ARMIJO_SLOPE = (sympy.Rational(1, n) for n in (1000, 10_000))
NINE_TENTHS = sympy.Rational(9, 10)

Memory = dict[str, Vector]
"""What a rule carries from step to step: named lists of numbers."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where to go, what to remember, and what to tell about it."""

    point: Vector
    memory: Memory
    extra: dict[str, Any] = field(default_factory=dict)


class Rule(Protocol):
    """A descent rule; its dataclass fields are its options."""

    name: ClassVar[str]

    def move(self, here: Here, memory: Memory) -> Move: ...


def positive(param: str, value: sympy.Expr) -> None:
    """Raise RangeError unless value > 0."""
    in_range(param, value, above=0)


def in_range(
    param: str,
    value: sympy.Expr,
    *,
    low: int | None = None,
    above: int | None = None,
    below: int | None = None,
) -> None:
    """Raise RangeError unless ``low`` ≤ value, ``above`` < value and value < ``below``."""
    wrong: str = ""
    if low is not None and bool(value < low):
        wrong = f"must be at least {low}"
    if above is not None and bool(value <= above):
        wrong = f"must be greater than {above}"
    if below is not None and bool(value >= below):
        wrong = f"must be less than {below}"
    if wrong:
        ends = [end for end in (low, above) if end is not None] + [below if below else 1]
        works = sympy.Rational(ends[0] + ends[-1], 2) if ends[0] != ends[-1] else ends[0] + 1
        raise RangeError(wrong, param=param, value=value, hint=f"try {works}")
