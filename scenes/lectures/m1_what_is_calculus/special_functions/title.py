"""Beside the title: a wave and its slopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenes.stage import Role, layout, parts

if TYPE_CHECKING:
    from manim import Mobject

    from scenes.stage import LectureScene

    from . import Params
    from .facts import Facts


def beside_title(scene: LectureScene[Params, Facts], slot: layout.Slot) -> tuple[Mobject, ...]:
    """Two turns of the sine, and of its slopes."""
    wave, slopes = scene.facts.waves[:2]
    plot = parts.Plot.bare(
        slot.inset(0, 0.8), (0.0, float(scene.facts.half_turns[-1])), (-1.4, 1.4)
    )
    derivative = parts.Curve(plot, slopes, Role.DERIVATIVE, dashed=True)
    return plot, parts.Curve(plot, wave), derivative
