"""Level 10: a seeded sum of cosines in a raised rim, accepted only with a certificate."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import lru_cache

import sympy

from mvcalc.errors import MvcalcError, UncertifiedError
from mvcalc.expr import Function
from mvcalc.sample import sample
from mvcalc.sandpit.dig import low_points
from mvcalc.sandpit.levels import PIT, SIDE, VARS, certified

ATTEMPTS = 60
WAVES = 5
MARGIN = Fraction(3, 10)
GRID = 25


@lru_cache(maxsize=64)
def seeded_floor(seed: int) -> Function:
    """The first floor of this seed with a unique lowest point, 0.3 m from the edge, and another
    low point to be fooled by.

    Raises:
        UncertifiedError: none of the attempts was accepted.
    """
    for attempt in range(ATTEMPTS):
        floor = _floor(random.Random(f"sandpit/{seed}/{attempt}"))
        if _accepted(floor):
            return floor
    raise UncertifiedError(
        "no certified pit was found for this seed", param="seed", value=seed, hint="try seed 1"
    )


def _floor(chance: random.Random) -> Function:
    """Coefficients are tenths, so that the formula can be read; ``random()`` is reproducible."""

    def tenths(low: int, high: int) -> sympy.Rational:
        return sympy.Rational(low + int(chance.random() * (high - low + 1)), 10)

    x, y = (sympy.Symbol(name) for name in VARS)
    half = sympy.Rational(SIDE, 2)
    waves = [
        tenths(3, 10) * sympy.cos(tenths(-20, 20) * x + tenths(-20, 20) * y + tenths(0, 62))
        for _ in range(WAVES)
    ]
    rim = 2 * (((x - half) / half) ** 8 + ((y - half) / half) ** 8)
    return Function.of(sympy.Add(*waves) + rim, VARS)


def _accepted(floor: Function) -> bool:
    if floor.expr.free_symbols != set(floor.symbols):
        return False
    try:
        certificate = certified(floor, PIT)
    except MvcalcError:
        return False
    for low, high in certificate.point_box.sides:
        if low < MARGIN or high > SIDE - MARGIN:
            return False
    return any(
        low_points(floor, place, Fraction(1, 4))
        for place in _dents(floor)
        if not _near(place, certificate.point_box.mid)
    )


def _near(place: tuple[Fraction, ...], goal: tuple[sympy.Expr, ...]) -> bool:
    return all(abs(p - g) < 1 for p, g in zip(place, goal, strict=True))


def _dents(floor: Function) -> list[tuple[Fraction, ...]]:
    """Grid points lower than their eight neighbours: where to look for low points."""
    ticks = [Fraction(SIDE * i, GRID - 1) for i in range(GRID)]
    heights = sample(floor, [[float(a)] for a in ticks], [[float(b) for b in ticks]])
    return [
        (ticks[i], ticks[j])
        for i in range(1, GRID - 1)
        for j in range(1, GRID - 1)
        if heights[i, j] == heights[i - 1 : i + 2, j - 1 : j + 2].min()
    ]
