"""Heights at which to draw contour lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from mvcalc.errors import DegenerateError, RangeError, names_parameters
from mvcalc.expr import Function, as_box
from mvcalc.sample import Floats, sample

_GRID = 61
_EMPTY = 0.6  # a lowest band that covers more of the box than this hides the shape


@dataclass(frozen=True, slots=True)
class ContourLevels:
    """Exact, distinct heights in increasing order.

    ``even`` says that they are equally far apart, so that "tight means steep" may be said.
    """

    values: tuple[Fraction, ...]
    even: bool


@names_parameters
def contour_levels(f: Function, box: object, k: int = 8) -> ContourLevels:
    """About ``k`` round heights (between k/2 and 2k) for a function of two variables.

    Heights are equally spaced, unless most of the box would then lie in one band (a deep valley
    in a high landscape): then they grow like a square, a cube or a higher power from the lowest
    value, and in the worst case each band gets an equal share of the box. The range is estimated
    on a grid; heights are a choice of drawing, not a claim.

    Raises:
        RangeError: k outside 2 to 40, or not two variables.
        DegenerateError: the function is constant or has no value on the box.
    """
    if not 2 <= k <= 40:
        raise RangeError("the number of levels must lie between 2 and 40", param="k", value=k)
    if len(f.vars) != 2:
        raise RangeError("a function of two variables is needed", value=str(f.vars))
    sides = as_box(box, f.vars).sides
    axes = [np.linspace(float(lo), float(hi), _GRID) for lo, hi in sides]
    heights = sample(f, *np.meshgrid(*axes)).ravel()
    heights = heights[np.isfinite(heights)]
    if heights.size == 0:
        raise DegenerateError(f"{f} has no value on this box")
    low, high = float(heights.min()), float(heights.max())
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        raise DegenerateError(f"{f} is constant on this box", hint="choose another function")
    even = _even(low, high, k)
    if _fullest_band(heights, even) <= _EMPTY:
        return ContourLevels(even, True)
    for power in (2, 3, 4, 6):
        shares = [low + (high - low) * (n / (k + 1)) ** power for n in range(k + 2)]
        levels = _rounded(shares)
        if _fullest_band(heights, levels) <= _EMPTY:
            return ContourLevels(levels, False)
    return ContourLevels(_rounded(np.quantile(heights, np.linspace(0, 1, k + 2))), False)


def _even(low: float, high: float, k: int) -> tuple[Fraction, ...]:
    step = _nice((high - low) / k)
    first = math.floor(Fraction(low) / step) + 1
    last = math.ceil(Fraction(high) / step) - 1
    levels = tuple(n * step for n in range(first, last + 1))
    return levels or (Fraction((low + high) / 2).limit_denominator(1000),)


def _nice(size: float) -> Fraction:
    """The nearest of 1, 2, 2.5 or 5 times a power of ten, by ratio."""
    ten = Fraction(10) ** math.floor(math.log10(size))
    steps = [ten * m for m in (1, 2, Fraction(5, 2), 5, 10)]
    return min(steps, key=lambda s: abs(math.log(float(s) / size)))


def _fullest_band(heights: Floats, levels: tuple[Fraction, ...]) -> float:
    bands = np.searchsorted([float(v) for v in levels], heights)
    return float(np.bincount(bands).max() / heights.size)


def _rounded(shares: Sequence[float] | Floats) -> tuple[Fraction, ...]:
    """Round heights near the inner ``shares``, a quarter of a gap away at most, all different."""
    levels: list[Fraction] = []
    for below, wanted, above in zip(shares, shares[1:], shares[2:], strict=False):
        gap = min(float(above - wanted), float(wanted - below)) or float(above - below)
        if gap <= 0:
            continue
        step = _nice(gap / 2)
        level = round(Fraction(float(wanted)) / step) * step
        if shares[0] < level < shares[-1] and (not levels or level > levels[-1]):
            levels.append(level)
    return tuple(levels)
