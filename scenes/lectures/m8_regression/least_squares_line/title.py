"""Beside the title: the data and their line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenes.stage import layout, parts

if TYPE_CHECKING:
    from manim import Mobject

    from scenes.stage import LectureScene

    from . import Params
    from .facts import Facts


def beside_title(scene: LectureScene[Params, Facts], slot: layout.Slot) -> tuple[Mobject, ...]:
    """The data, the line of least squares, and what it misses."""
    facts = scene.facts
    x, y = ([float(v) for v in column] for column in (facts.x, facts.y))
    c, m = float(facts.intercept), float(facts.slope)
    heights = [*y, *(c + m * v for v in x)]
    plot = parts.Plot.bare(slot, parts.padded(x, 0.15), parts.padded(heights, 0.15))
    line = parts.Curve(plot, lambda x: c + m * x)
    bars = parts.Residuals(plot, facts.x, facts.y, lambda x: c + m * x)
    return plot, parts.DataDots(plot, facts.x, facts.y), line, bars
