"""A node of a derivation as it is drawn: framed in a tree, or a line of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from manim import VGroup, VMobject

from scenes.stage import theme
from scenes.stage.formula import Formula, Words
from scenes.stage.parts.derivation_text import Entry
from scenes.stage.parts.part import Floats
from scenes.stage.parts.tag import Tag, plate
from scenes.stage.theme import Role

_PAD: Final = 0.13  # between a frame and what it holds
_INNER: Final = 0.12  # between expression and derivative
_BETWEEN: Final = 0.4  # the same side by side
_ROW_GAP: Final = 0.16
_WIDE: Final = 8.0  # a narrower column has signs only, no names of rules


@dataclass(slots=True)
class Card:
    """A node as it is drawn.

    Attributes:
        entry: the node in writing.
        before: its expression.
        after: its derivative, seen once the rule has fired.
        frame: its frame or bar in the colour of the rule.
        cue: the sign or the name of the rule, if there is one.
        waiting, settled: where the expression stands until the rule fires, and after.
        edge: width of the frame's line.
    """

    entry: Entry
    before: Formula
    after: Formula
    frame: VMobject
    cue: VMobject
    waiting: Floats
    settled: Floats
    edge: float = 0.0
    fired: float = -1.0

    def parts(self) -> VGroup:
        return VGroup(self.frame, self.before, self.after, self.cue)

    def fire(self, share: float) -> None:
        """Show the derivative by this share, from 0 to 1; all is hidden below 0."""
        if share == self.fired:
            return
        seen = 0.0 if share < 0 else 1.0
        if (self.fired < 0) != (share < 0) or self.fired == -1.0:
            self.before.set_opacity(seen)
            self.cue.set_opacity(seen)
            self.frame.set_fill(opacity=seen)
        # The expression has made room before the derivative comes in.
        moved, come = min(max(2 * share, 0.0), 1.0), max(2 * share - 1, 0.0)
        self.after.set_opacity(come)
        self.before.move_to(self.waiting + moved * (self.settled - self.waiting))
        self.frame.set_stroke(opacity=seen * (0.35 + 0.65 * max(share, 0.0)))
        self.fired = share

    def light(self, share: float) -> None:
        """Make the frame bright and bold by this share."""
        if self.fired >= 0:
            width = self.edge + theme.LINE_WIDTH * share
            bright = max(share, self.fired)
            self.frame.set_stroke(self.entry.role.colour, width, 0.35 + 0.65 * bright)


def framed_size(entry: Entry, size: float, flat: bool = False) -> tuple[float, float]:
    """Width and height of the frame of an entry; a flat one has its derivative on the right."""
    left, right, upper, lower = entry.sizes(size)
    if flat:
        return left + right + _BETWEEN + 2 * _PAD, max(upper, lower) + 2 * _PAD
    return max(left, right, 0.3) + 2 * _PAD, upper + lower + _INNER + 2 * _PAD


def _formulas(entry: Entry, size: float) -> tuple[Formula, Formula]:
    return Formula(entry.before, size=size), Formula(entry.after, size=size, role=Role.DERIVATIVE)


def framed(
    entry: Entry, box: tuple[float, float], place: tuple[float, float], size: float,
    signed: bool, flat: bool = False,
) -> Card:  # fmt: skip
    """A card of a tree: the derivative below the expression or beside it, both in a frame."""
    (width, height), (x, y) = box, place
    frame = plate(width, height, 0.1).move_to((x, y, 0))
    frame.set_fill(theme.PANEL, opacity=1).set_stroke(entry.role.colour, theme.LINE_WIDTH)
    before, after = _formulas(entry, size)
    if flat:
        before.move_to((x - width / 2 + _PAD + before.width / 2, y, 0))
        after.move_to((x + width / 2 - _PAD - after.width / 2, y, 0))
    else:
        before.move_to((x, y + height / 2 - _PAD - before.height / 2, 0))
        after.move_to((x, y - height / 2 + _PAD + after.height / 2, 0))
    cue = VGroup()
    if signed and entry.sign:
        cue = Tag(Formula(entry.sign, size=theme.FORMULA, role=entry.role), opacity=1)
        cue.move_to((x, y - height / 2 - 0.26, 0))
    waiting = np.array([x, y, 0.0])
    return Card(entry, before, after, frame, cue, waiting, before.get_center(), theme.LINE_WIDTH)


def line(
    entry: Entry, place: tuple[float, float], height: float, left: float, width: float
) -> Card:
    """A card of a list: bar, expression, derivative, and the name of the rule if it fits."""
    x, y = place
    frame = plate(0.06, height - 0.06, 0.03).move_to((x + 0.03, y, 0))
    frame.set_fill(entry.role.colour, opacity=1)
    before, after = _formulas(entry, theme.SMALLEST)
    before.move_to((x + 0.2 + before.width / 2, y, 0))
    after.set_y(y)
    if _beside(before.width, after.width, width):
        # Derivatives stand below each other, except one that is too long for that.
        start = max(min(left + 0.5, width - after.width), before.width + 0.5)
    else:
        start = min(0.6, width - after.width)
        before.shift((0, (after.height + _INNER) / 2, 0))
        after.shift((0, -(before.height + _INNER) / 2, 0))
    after.set_x(x + start + after.width / 2)
    cue: VMobject = Words(str(entry.node.rule), size=theme.SMALLEST, role=entry.role)
    room = width - start - after.width - 0.3
    if width < _WIDE or cue.width > room:
        cue = Formula(entry.sign, size=theme.SMALLEST, role=entry.role) if entry.sign else VGroup()
    if cue.width > room:
        cue = VGroup()
    cue.move_to((x + width - cue.width / 2, y, 0))
    here = before.get_center()
    return Card(entry, before, after, frame, cue, here, here)


def line_height(sizes: tuple[float, float, float, float], width: float) -> float:
    """Height of a line: the derivative goes below the expression if it has no room beside it."""
    left, right, upper, lower = sizes
    beside = _beside(left, right, width)
    return max((max(upper, lower) if beside else upper + lower + _INNER), 0.28) + _ROW_GAP


def _beside(left: float, right: float, width: float) -> bool:
    return left + right + 0.5 <= width
