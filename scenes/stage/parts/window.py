"""What part of a graph to show: ranges chosen from what matters, robust to poles and cliffs."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Final

import numpy as np

from mvcalc.expr import Function
from mvcalc.sample import sample
from scenes.stage.layout import Slot
from scenes.stage.parts.part import Floats
from scenes.stage.parts.plot import Range

COUNT: Final = 400
_WIDTH_COSTS: Final = 0.02  # turns that a unit more of width must bring


def window_around(
    f: Function,
    xs: tuple[float, ...],
    before: float = 0.6,
    after: float = 0.6,
    above: float = 0.35,
    below: float = 0.6,
) -> tuple[Range, Range]:
    """Ranges that show the graph over ``xs`` and some of its surroundings.

    Args:
        f: function of one variable.
        xs: abscissae that must be seen.
        before, after: how much more to show, in spans of ``xs``, left and right.
        above, below: how far the surroundings may stretch the heights over ``xs``.
    """
    low, high = min(xs), max(xs)
    span = high - low or max(1.0, abs(low))
    x_range = (low - before * span, high + after * span)
    core = _finite(sample(f, np.linspace(low, high, COUNT) if high > low else np.array([low])))
    wide = _finite(sample(f, np.linspace(*x_range, COUNT)))
    return x_range, height_range(core, wide, above, below)


def turning_range(f: Function, x0: float, unit: float) -> Range:
    """A range about a place in which the graph turns much for its height, and that is not wide.

    Args:
        f: function of one variable.
        x0: a place that is seen.
        unit: the range holds at least 0.6 of it on each side of ``x0``, at most six, and three
            in all.
    """
    steps = np.linspace(-6, 6, 61)
    heights = sample(f, x0 + abs(unit) * steps)
    rises = np.abs(np.diff(heights))
    best, most = (25, 40), -np.inf  # where the graph has gaps, one unit before, two after
    for low, high in product(range(28), range(33, 61)):
        part = heights[low : high + 1]
        if high - low >= 15 and np.isfinite(part).all():
            turns = rises[low:high].sum() / (np.ptp(part) or 1.0)
            score = turns - _WIDTH_COSTS * (steps[high] - steps[low])
            if score > most:
                best, most = (low, high), score
    return x0 + abs(unit) * float(steps[best[0]]), x0 + abs(unit) * float(steps[best[1]])


def height_of(f: Function, x_range: Range) -> Range:
    """Heights of a graph over a range, poles and cliffs cut to what most of it needs."""
    values = _finite(sample(f, np.linspace(*x_range, COUNT)))
    if not len(values):
        return -1.0, 1.0
    core = values[(values >= np.quantile(values, 0.1)) & (values <= np.quantile(values, 0.9))]
    return height_range(core, np.append(values, 0.0), above=0.3, below=0.3)


def height_range(core: Floats, wide: Floats, above: float = 0.35, below: float = 0.6) -> Range:
    """A range that holds all of ``core`` and as much of ``wide`` as leaves ``core`` large."""
    if not len(core):
        core = wide if len(wide) else np.array([0.0, 1.0])
    bottom, top = float(core.min()), float(core.max())
    height = top - bottom
    if height <= 1e-12 * max(1.0, abs(top)):
        # A flat stretch: its surroundings set the scale.
        height = float(np.ptp(wide)) / 2 if len(wide) else 0.0
        height = height if height > 1e-12 * max(1.0, abs(top)) else max(1.0, abs(top))
    if len(wide):
        top = max(top, min(float(wide.max()), top + above * height))
        bottom = min(bottom, max(float(wide.min()), bottom - below * height))
    margin = 0.1 * max(top - bottom, height)
    return bottom - margin, top + margin


def _finite(values: Floats) -> Floats:
    return values[np.isfinite(values)]


def padded(values: Iterable[float], margin: float = 0.1) -> Range:
    """A range that holds all finite values, with room at both ends."""
    finite = _finite(np.array(list(values), dtype=float))
    if not len(finite):
        return -1.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    room = margin * (high - low) or max(1.0, abs(low)) * margin
    return low - room, high + room


def window_over(
    slot: Slot, points: Iterable[tuple[float, ...]], margin: float = 0.2
) -> tuple[Range, Range]:
    """Ranges that hold all points and have the shape of the slot: one unit long in x as in y.

    Args:
        slot: where the plot will stand; its labels are allowed for.
        points: finite pairs that must be seen.
        margin: room around them, as a share of their extent.
    """
    x, y = np.array([point for point in points if np.isfinite(point).all()], dtype=float).T
    spans = [float(np.ptp(v)) for v in (x, y)]
    largest = max(spans) or max(1.0, float(np.abs([x, y]).max()))
    width, height = slot.width - 1.2, slot.height - 1.1
    # Frame units per unit: as many as let both extents fit.
    halves = [max(span / 2, 0.02 * largest) * (1 + 2 * margin) for span in spans]
    unit = min(width / (2 * halves[0]), height / (2 * halves[1]))
    middle = [(float(v.min()) + float(v.max())) / 2 for v in (x, y)]
    return (
        (middle[0] - width / unit / 2, middle[0] + width / unit / 2),
        (middle[1] - height / unit / 2, middle[1] + height / unit / 2),
    )
