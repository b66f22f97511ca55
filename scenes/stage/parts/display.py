"""A text that is exchanged for the next one as a tracker counts."""

from __future__ import annotations

from collections.abc import Sequence

from manim import ValueTracker

from scenes.stage.formula import Typeset
from scenes.stage.parts.part import Floats, Part


class Display(Part):
    """One of several texts at a place: the k-th while the tracker is nearest to k.

    ::

        Display([self.formula(name) for name in names], turn, place)

    Args:
        texts: formulas or words; after the last one comes the first again.
        count: the tracker.
        place: middle of the text, or of its left end if ``left``.
        left: whether all texts begin at the place.
    """

    def __init__(
        self, texts: Sequence[Typeset], count: ValueTracker, place: Floats, left: bool = False
    ) -> None:
        super().__init__()
        self.texts, self.count = list(texts), count
        for text in self.texts:
            text.move_to(place)
            if left:
                text.shift((text.width / 2, 0, 0))
        self.add(*self.texts)
        self.follow(count)

    def redraw(self) -> None:
        now = round(self.count.get_value()) % len(self.texts)
        for index, text in enumerate(self.texts):
            text.set_opacity(1.0 if index == now else 0.0)
