"""Beside the title: the bent grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenes.stage import layout, parts

if TYPE_CHECKING:
    from manim import Mobject

    from scenes.stage import LectureScene

    from . import Params
    from .facts import Facts


def beside_title(scene: LectureScene[Params, Facts], slot: layout.Slot) -> tuple[Mobject, ...]:
    """The grid about the point after the map, and one of its squares."""
    facts = scene.facts
    (x, y), half = facts.here, float(facts.reach)
    bent = parts.PlaneMap(facts.u, facts.v)
    seen = parts.places_of(bent, (x, y), half)
    plot = parts.Plot.bare(slot, *parts.window_over(slot, seen, 0.04), equal=True)
    grid = parts.GridMap(plot, bent, (x - half, x + half), (y - half, y + half), lines=11)
    square = parts.MappedFigure(plot, bent, parts.square_about((x, y), half / 10))
    return grid, square
