"""A line of numbers."""

from __future__ import annotations

import numpy as np
from manim import Animation, Create, FadeIn, LaggedStart, VGroup

from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts.part import Floats, Part, set_polylines, stroke
from scenes.stage.parts.plot import Range, nice_ticks, tick_label
from scenes.stage.theme import Role


class NumberLine(Part):
    """Numbers along the middle of a slot, from left to right, with ticks and a name at the end.

    ::

        line = NumberLine(slot, (0, 3), name="u")
        dot = Point(lambda: line.at(u.get_value()), u)

    Args:
        slot: where it stands, tick labels included.
        interval: the numbers it shows.
        name: Typst mathematics at its left end; empty for none.
        ticks: most labelled ticks.
        role: colour of the name.
    """

    def __init__(
        self,
        slot: Slot,
        interval: Range,
        *,
        name: str = "",
        ticks: int = 7,
        role: Role = Role.TEXT,
    ) -> None:
        super().__init__()
        self.interval = interval
        self.title = Formula(name, size=theme.FORMULA, role=role) if name else VGroup()
        left = slot.left + (self.title.width + 0.3 if name else 0.15)
        self.y = slot.centre[1] + 0.2
        self.area = Slot(left, self.y, slot.right - 0.25, self.y)
        self.line = stroke(Role.SECONDARY, theme.LINE_WIDTH)
        marks = nice_ticks(*interval, ticks)
        notch = np.array([0, 0.09, 0])
        places = [self.at(float(mark)) for mark in marks]
        ends = np.array([[self.area.left, self.y, 0], [self.area.right, self.y, 0]])
        set_polylines(self.line, [ends, *(np.array([p - notch, p + notch]) for p in places)])
        self.labels = VGroup()
        for mark, place in zip(marks, places, strict=True):
            label = tick_label(mark)
            self.labels.add(label.move_to(place - np.array([0, 0.36, 0])))
        self.title.move_to((slot.left + self.title.width / 2, self.y, 0))
        self.add(self.line, self.labels, self.title)

    def at(self, value: float) -> Floats:
        """The place of a number, in frame units; NaN beyond the ends."""
        low, high = self.interval
        if not low <= value <= high:
            return np.full(3, np.nan)
        share = (value - low) / (high - low)
        return np.array([self.area.left + share * self.area.width, self.y, 0.0])

    def entrance(self) -> Animation:
        return LaggedStart(
            FadeIn(self.title), Create(self.line), FadeIn(self.labels), lag_ratio=0.3
        )
