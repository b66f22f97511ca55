"""Beside the title: the tree that the formula falls into."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from scenes.stage import layout, parts

if TYPE_CHECKING:
    from manim import Mobject

    from scenes.stage import LectureScene

    from . import Params
    from .facts import Facts


def beside_title(scene: LectureScene[Params, Facts], slot: layout.Slot) -> tuple[Mobject, ...]:
    """The signs of the formula as a tree; nothing if it is too deep even for that."""
    derivation = scene.facts.derivation
    with suppress(ValueError):
        return (parts.DerivationMap(slot, derivation, scene.tracker(0)),)
    return ()
