"""Beside the title: the data and the curve through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenes.stage import layout, parts

if TYPE_CHECKING:
    from manim import Mobject

    from scenes.stage import LectureScene

    from . import Params
    from .facts import Facts


def beside_title(scene: LectureScene[Params, Facts], slot: layout.Slot) -> tuple[Mobject, ...]:
    """The data, and the model where the search came to rest."""
    misfit, last = scene.facts.main.misfit, scene.facts.search.ends[-1]
    curve = misfit.curve(lambda: last)
    heights = parts.padded(misfit.y, 0.25)
    plot = parts.Plot.bare(slot, parts.padded(misfit.x, 0.1), heights)
    return plot, parts.DataDots(plot, misfit.x, misfit.y), parts.Curve(plot, curve)
