"""A few words or a number on a small plate, readable over lines."""

from __future__ import annotations

from typing import Final

import numpy as np
from manim import VGroup, VMobject

from scenes.render.marks import straight
from scenes.stage import theme
from scenes.stage.formula import Typeset
from scenes.stage.parts.marks import circle_points
from scenes.stage.parts.part import Floats

MARGIN: Final = 0.06


class Tag(VGroup):
    """A text with a plate of the background's colour behind it.

    Args:
        text: a formula or words.
        opacity: of the plate.
    """

    def __init__(self, text: Typeset, opacity: float = 0.85) -> None:
        self.text = text
        self.plate = plate(text.width + 2 * MARGIN, text.height + 2 * MARGIN, MARGIN)
        self.plate.set_fill(theme.BACKGROUND, opacity=opacity)
        super().__init__(self.plate.move_to(text), text)

    def half(self) -> Floats:
        """Half its width and height; shape (2,)."""
        return np.array([self.plate.width, self.plate.height]) / 2


def plate(width: float, height: float, radius: float) -> VMobject:
    """A rectangle with round corners about the origin, to be coloured."""
    radius = min(radius, width / 2, height / 2)
    quarters = circle_points(radius).reshape(4, 4, 3)
    signs = np.array([[1, 1, 0], [-1, 1, 0], [-1, -1, 0], [1, -1, 0]])
    inner = np.array([width / 2 - radius, height / 2 - radius, 0])
    corners = quarters + (signs * inner)[:, None]
    sides = straight(corners[:, 3], np.roll(corners[:, 0], -1, axis=0)).reshape(4, 4, 3)
    shape = VMobject(stroke_width=0)
    shape.set_points(np.concatenate([corners, sides], axis=1).reshape(-1, 3))
    return shape


def overlaps(centre: Floats, half: Floats, centres: Floats, halves: Floats) -> bool:
    """Whether a rectangle meets one of many; centres and halves of shape (n, 2)."""
    if not len(centres):
        return False
    return bool((np.abs(centres - centre) < halves + half).all(axis=1).any())
