"""A few words or a number on a small plate, readable over lines."""

from __future__ import annotations

from typing import Final

import numpy as np
from manim import RoundedRectangle, VGroup

from scenes.stage import theme
from scenes.stage.formula import Typeset
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
        self.plate = RoundedRectangle(
            width=text.width + 2 * MARGIN, height=text.height + 2 * MARGIN, corner_radius=MARGIN,
            stroke_width=0, fill_color=theme.BACKGROUND, fill_opacity=opacity,
        )  # fmt: skip
        super().__init__(self.plate.move_to(text), text)

    def half(self) -> Floats:
        """Half its width and height; shape (2,)."""
        return np.array([self.plate.width, self.plate.height]) / 2


def overlaps(centre: Floats, half: Floats, centres: Floats, halves: Floats) -> bool:
    """Whether a rectangle meets one of many; centres and halves of shape (n, 2)."""
    if not len(centres):
        return False
    return bool((np.abs(centres - centre) < halves + half).all(axis=1).any())
