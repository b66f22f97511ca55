"""Beside the title: the fence on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mvcalc
from scenes.stage import Role, layout, parts

if TYPE_CHECKING:
    from manim import Mobject

    from scenes.stage import LectureScene

    from . import Params
    from .facts import Facts


def beside_title(scene: LectureScene[Params, Facts], slot: layout.Slot) -> tuple[Mobject, ...]:
    """The map with its fence, and the best places on it."""
    facts = scene.facts
    known = [k.point for k in facts.result.candidates]
    known += [k.point for k in facts.result.irregular_points]
    points = [tuple(map(mvcalc.approximate, point)) for point in known]
    land = parts.FenceMap(slot, facts.f, facts.g, points, bare=True)
    places = [land.plot.at(*map(mvcalc.approximate, best.point)) for best in facts.bests]
    stars = [parts.Point(place, role=Role.OPTIMUM, shape="star") for place in places]
    return land.plot, land.contours, land.fence, *stars
