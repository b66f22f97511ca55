"""Beside the title: the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenes.stage import layout, parts

if TYPE_CHECKING:
    from manim import Mobject

    from scenes.stage import LectureScene

    from . import Params
    from .facts import Facts


def beside_title(scene: LectureScene[Params, Facts], slot: layout.Slot) -> tuple[Mobject, ...]:
    """The network, its edges as strong as its weights."""
    facts = scene.facts
    return (parts.Network(slot, facts.net.layers, facts.strengths(facts.net)),)
