"""Beside the title: the curve and better and better polynomials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenes.stage import Role, layout, parts

from .facts import polynomial

if TYPE_CHECKING:
    from manim import Mobject

    from scenes.stage import LectureScene

    from . import Params
    from .facts import Facts

MOST = 6  # polynomials that can be told apart


def beside_title(scene: LectureScene[Params, Facts], slot: layout.Slot) -> tuple[Mobject, ...]:
    """The curve, and its polynomials from a constant up to the one of the lecture."""
    facts = scene.facts
    ends = (float(facts.low), float(facts.high))
    plot = parts.Plot.bare(slot, *parts.window_around(facts.f, ends, 0.3, 0.3))
    steps = range(min(facts.degree, MOST) + 1)
    better = [polynomial(facts.f, facts.p, degree) for degree in steps]
    twins = [parts.Curve(plot, twin, Role.DERIVATIVE, dashed=True) for twin in better]
    return plot, parts.Curve(plot, facts.f), *twins
