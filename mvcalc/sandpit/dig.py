"""What a dig finds: decided from the certificate and from proved critical points nearby."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import flint
import sympy

from mvcalc.critical.krawczyk import Sides, isolate
from mvcalc.descent.arithmetic import Balls
from mvcalc.descent.derivatives import gradient_of, hessian_of
from mvcalc.descent.numbers import as_ball
from mvcalc.descent.tape import Tape
from mvcalc.expr import Box, Function
from mvcalc.sandpit.levels import Level

BITS = 128
Place = Sequence[Fraction]


class Finding(StrEnum):
    """What is under a spot."""

    LOWEST = "the lowest point"
    LOW = "a real low point, but not the lowest"
    FLAT = "flat here, but not a low point"
    NOTHING = "not flat here"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a dig.

    Attributes:
        won: whether the lowest point is within the radius.
        finding: what is there.
        reason: one sentence.
        point: where it was dug.
        cost: dips charged (0 if won).
    """

    won: bool
    finding: Finding
    reason: str
    point: tuple[sympy.Expr, ...]
    cost: int


def find(level: Level, spot: Place) -> Finding:
    """What lies within the level's radius of a spot."""
    if _reaches(level.certificate.point_box, spot, level.radius):
        return Finding.LOWEST
    points = critical_near(level.function, spot, level.radius)
    if any(low for _, low in points):
        return Finding.LOW
    return Finding.FLAT if points else Finding.NOTHING


def _reaches(box: Box, spot: Place, radius: Fraction) -> bool:
    """Whether some point of the box is within the radius (the box is far smaller than it)."""
    square = sympy.Integer(0)
    for (low, high), s in zip(box.sides, spot, strict=True):
        gap = max(low - sympy.Rational(s), sympy.Rational(s) - high, sympy.Integer(0))
        square += gap**2
    return bool(square <= sympy.Rational(radius) ** 2)


def low_points(function: Function, spot: Place, radius: Fraction) -> list[Sides]:
    """Proved minima of the function within the radius of a spot."""
    return [box for box, low in critical_near(function, spot, radius) if low]


def critical_near(function: Function, spot: Place, radius: Fraction) -> list[tuple[Sides, bool]]:
    """Proved critical points within the radius, and whether each is proved to be a minimum."""
    gradient = gradient_of(function.expr, function.symbols)
    hessian = hessian_of(gradient, function.symbols)
    tape = Tape.of([e for row in hessian for e in row], function.symbols)
    with flint.ctx.workprec(BITS):
        square = [(_arb(s - radius).lower(), _arb(s + radius).upper()) for s in spot]
        found = isolate(gradient, function.symbols, square, budget=600, seconds=2)
        near = [root for root in found.roots if _within(root, spot, radius)]
        return [(root, _is_low(tape, root)) for root in near]


def _arb(x: Fraction) -> flint.arb:
    return flint.arb(flint.fmpq(x.numerator, x.denominator))


def _within(root: Sides, spot: Place, radius: Fraction) -> bool:
    gaps = [low.union(high) - _arb(s) for (low, high), s in zip(root, spot, strict=True)]
    return bool(sum(g * g for g in gaps) <= _arb(radius) ** 2)


def _is_low(tape: Tape, root: Sides) -> bool:
    """A positive definite Hessian on the whole little box."""
    a, b, _, d = tape.run(Balls(BITS), [low.union(high) for low, high in root])
    return bool(a > 0 and a * d - b * b > 0)


def enclosed_root(root: Sides) -> tuple[sympy.Expr, ...]:
    """The middle of a root's box, for drawing."""
    return tuple(sympy.Rational(as_ball(low.union(high)).mid) for low, high in root)
