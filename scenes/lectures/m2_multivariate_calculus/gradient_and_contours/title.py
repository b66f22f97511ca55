"""Beside the title: the map and the arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenes.stage import Role, layout, parts

from .pieces import ground

if TYPE_CHECKING:
    from manim import Mobject

    from scenes.stage import LectureScene

    from . import Params
    from .facts import Facts


def beside_title(scene: LectureScene[Params, Facts], slot: layout.Slot) -> tuple[Mobject, ...]:
    """The contour lines about the point, and the way uphill."""
    facts = scene.facts
    ranges, levels = ground(facts, slot)
    plot = parts.Plot.bare(slot, *ranges, equal=True)
    lines = parts.ContourPlot(plot, facts.f, levels)
    here = plot.at(*map(float, facts.point))
    uphill = np.array([np.cos(facts.uphill), np.sin(facts.uphill), 0.0])
    arrow = parts.Arrow(here, here + 0.3 * slot.width * uphill)
    return plot, lines, parts.Point(here, role=Role.TEXT), arrow
