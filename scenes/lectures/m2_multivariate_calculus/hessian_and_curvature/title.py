"""Beside the title: the landscape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mvcalc
from scenes.stage import layout, parts

if TYPE_CHECKING:
    from manim import Mobject

    from scenes.stage import LectureScene

    from . import Params
    from .facts import Facts


def beside_title(scene: LectureScene[Params, Facts], slot: layout.Slot) -> tuple[Mobject, ...]:
    """The whole square in space."""
    f = scene.facts.f
    xs, ys = ((float(low), float(high)) for low, high in scene.facts.box)
    x, y = map(mvcalc.approximate, scene.facts.main.point)
    levels = mvcalc.contour_levels(f, (xs, ys), 12).values
    hill = parts.SurfaceView(
        slot, f, xs, ys, levels=levels, names=("", "", ""), ticks=0,
        theta=parts.outlook(f, xs, ys, (x, y)),
    )  # fmt: skip
    return (hill,)
