"""Full-frame cards: the title and the closing question."""

from __future__ import annotations

from typing import Final

import numpy as np
from manim import RoundedRectangle, ValueTracker, VGroup, VMobject

from scenes.stage import layout, theme
from scenes.stage.formula import Words
from scenes.stage.layout import Slot
from scenes.stage.lecture import MODULES, Meta
from scenes.stage.parts.part import Part, set_corners, set_segment, stroke
from scenes.stage.theme import Role


def panel(slot: Slot, radius: float = 0.15) -> VMobject:
    """A quiet rounded rectangle behind something."""
    box = RoundedRectangle(
        width=slot.width, height=slot.height, corner_radius=radius,
        stroke_width=0, fill_color=theme.PANEL, fill_opacity=1,
    )  # fmt: skip
    box.move_to((*slot.centre, 0))
    return box


class TitleCard:
    """Module and title beside a rule, the goal under them, and room for a picture.

    Attributes:
        heading, goal: parts to bring in one after the other.
        picture: where a picture may stand beside them.

    Args:
        pictured: whether there is one; the words then keep to the left.
    """

    picture: Final = layout.SAFE.inset(0.2, 0.4).split_x(0.56, gap=0.7)[1]

    def __init__(self, meta: Meta, title: str, pictured: bool = False) -> None:
        room = layout.SAFE.inset(0.9, 0)
        right = self.picture.left - 0.7 if pictured else room.left + layout.SAFE.width * 0.8
        width = right - room.left
        large = theme.TITLE * (1.2 if pictured else 1.4)
        words = VGroup(
            Words(MODULES.get(meta.module, ""), role=Role.SECONDARY, width=width),
            Words(title, size=large, width=width),
            Words(meta.goal, size=theme.WORKING, role=Role.DATA, width=width),
        ).arrange((0, -1, 0), buff=0.45, aligned_edge=(-1, 0, 0))
        Slot(room.left, room.bottom, right, room.top).place(words, x=-1)
        left = words.get_left()[0] - 0.45
        ends = [[left, words.get_top()[1], 0], [left, words.get_bottom()[1], 0]]
        rule = stroke(Role.DERIVATIVE, theme.LINE_WIDTH)
        set_corners(rule, np.array(ends))
        self.heading, self.goal = VGroup(rule, *words[:2]), words[2]


_ROOM: Final = 0.35  # between heading, question and answer


class CheckCard:
    """The closing question: its words, a clock that runs out, the answer.

    Attributes:
        question, clock, answer: parts to bring in one after the other.
        left: tracker of the share of thinking time that is left, from 1 to 0.
    """

    def __init__(self, title: str, question: str, answer: str) -> None:
        slot = layout.SAFE.inset(1.0, 0.6)
        inner = slot.inset(0.6, 0.5)
        heading = Words(title, size=theme.LABEL, role=Role.SECONDARY)
        # The largest type in which question and answer fit under each other.
        for size in (theme.FORMULA, 40, theme.WORKING, theme.LABEL, theme.SMALLEST):
            asked = Words(question, size=size, width=inner.width)
            self.answer = Words(answer, size=size, role=Role.OPTIMUM, width=inner.width)
            free = inner.height - heading.height - asked.height - self.answer.height
            if free >= 3 * _ROOM:
                break
        text = VGroup(heading, asked).arrange((0, -1, 0), buff=_ROOM, aligned_edge=(-1, 0, 0))
        inner.place(text, x=-1, y=1)
        lower = Slot(inner.left, inner.bottom, inner.right, text.get_bottom()[1] - _ROOM)
        self.question = VGroup(panel(slot), text)
        self.left = ValueTracker(1.0)
        self.clock = Clock(lower, self.left)
        lower.place(self.answer, x=-1)


class Clock(Part):
    """A bar that shortens as thinking time runs out."""

    def __init__(self, slot: Slot, left: ValueTracker) -> None:
        super().__init__()
        self.slot, self.tracker = slot, left
        self.bar = stroke(Role.SECONDARY, theme.CURVE_WIDTH)
        self.add(self.bar)
        self.follow(left)

    def redraw(self) -> None:
        share = max(0.0, self.tracker.get_value())
        start = np.array([self.slot.left, self.slot.centre[1], 0.0])
        set_segment(self.bar, start, start + np.array([share * self.slot.width, 0, 0]))
