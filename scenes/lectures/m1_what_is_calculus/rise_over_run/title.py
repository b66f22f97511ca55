"""Beside the title: the curve and its tangent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenes.stage import layout, parts

if TYPE_CHECKING:
    from manim import Mobject

    from scenes.stage import LectureScene

    from . import Params
    from .facts import Facts


def beside_title(scene: LectureScene[Params, Facts], slot: layout.Slot) -> tuple[Mobject, ...]:
    """The curve, and the tangent where the first point stands."""
    facts = scene.facts
    x0, run = float(facts.x0), float(facts.run)
    window = parts.window_around(facts.f, (x0, x0 + run), 2.0, 0.8, above=0.4, below=0.4)
    plot = parts.Plot.bare(slot, *window)
    tangent = parts.RollingTangent(plot, facts.f, facts.derivative, scene.tracker(x0), reach=2.0)
    return plot, parts.Curve(plot, facts.f), tangent
