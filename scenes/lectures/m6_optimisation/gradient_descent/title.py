"""Beside the title: the walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenes.stage import layout, parts

if TYPE_CHECKING:
    from manim import Mobject

    from scenes.stage import LectureScene

    from . import Params
    from .facts import Facts


def beside_title(scene: LectureScene[Params, Facts], slot: layout.Slot) -> tuple[Mobject, ...]:
    """The landscape as a map, and the whole walk on it."""
    facts = scene.facts
    path = facts.main.drawn()
    ranges = parts.window_over(slot, facts.near(path))
    land = parts.Terrain(slot, facts.f, *ranges, names=("", ""), ticks=0)
    return land, land.contours, parts.DescentPath(land, path)
