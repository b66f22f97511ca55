"""How a formula is differentiated, one rule a node: as a tree, or as lines when it is large."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from manim import Animation, FadeIn, LaggedStart, ValueTracker, VGroup, VMobject

from mvcalc.rules import Derivation
from scenes.stage import theme
from scenes.stage.formula import Formula, Words
from scenes.stage.layout import Slot
from scenes.stage.parts.derivation_text import Entry, entries
from scenes.stage.parts.part import Part, set_polylines, stroke
from scenes.stage.parts.tag import Tag, plate
from scenes.stage.parts.tidy_tree import TidyTree, tidy_tree
from scenes.stage.theme import Role

_PAD: Final = 0.13  # between a frame and what it holds
_INNER: Final = 0.12  # between expression and derivative
_GAP: Final = 0.22  # between frames of one level
_SIGN_GAP: Final = 0.52  # between levels, so that the sign of a rule has room
_LEVEL_GAP: Final = 0.3  # between levels without signs
_ROW_GAP: Final = 0.16
_COLUMN_GAP: Final = 0.4
_WIDE: Final = 8.0  # a narrower column has signs only, no names of rules
_LIMITS: Final = (np.inf, 4.5, 3.4, 2.6)  # wider expressions are shortened


@dataclass(slots=True)
class Card:
    """A node as it is drawn.

    Attributes:
        entry: the node in writing.
        before: its expression.
        after: its derivative, seen once the rule has fired.
        frame: its frame or bar in the colour of the rule.
        cue: the sign or the name of the rule, if there is one.
        waiting, settled: height at which the expression stands until the rule fires, and after.
    """

    entry: Entry
    before: Formula
    after: Formula
    frame: VMobject
    cue: VMobject
    waiting: float
    settled: float
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
        self.after.set_opacity(max(share, 0.0))
        self.before.set_y(self.waiting + max(share, 0.0) * (self.settled - self.waiting))
        self.frame.set_stroke(opacity=seen * (0.35 + 0.65 * max(share, 0.0)))
        self.fired = share


class DerivationTree(Part):
    """The rules of a derivation; they fire from the leaves upwards as a tracker counts.

    A tree that would not be legible in the slot becomes lines, children before parents, in one or
    more columns; if there are more lines than fit, the page turns as the rules fire. Expressions
    too wide for their place are written in terms of their parts, ``f_k`` for the k-th to fire.
    Frames are coloured by the kind of rule; the sign below a frame says the same.

    ::

        fired = self.tracker(0)
        tree = DerivationTree(layout.SAFE, facts.derivation, fired)
        self.appear(tree)
        self.drive(fired, tree.count, seconds=12, steady=True)

    Args:
        slot: where it stands.
        derivation: from ``mvcalc.derive``.
        fired: how many rules have fired, leaves first; None: all.
        layout: "auto", "tree" (if it is legible) or "lines".

    Attributes:
        cards: one a node, in the order in which they fire.
        drawn_as: "tree" or "lines".
        pages: number of pages; 1 for a tree.
    """

    def __init__(
        self,
        slot: Slot,
        derivation: Derivation,
        fired: ValueTracker | None = None,
        *,
        layout: str = "auto",
    ) -> None:
        super().__init__()
        self.slot, self.fired = slot, fired
        self.branches = stroke(Role.SECONDARY, theme.THIN_WIDTH)
        self.cards: list[Card] = []
        self._page_of: list[int] = []
        self.drawn_as = "lines" if layout == "lines" or not self._as_tree(derivation) else "tree"
        if self.drawn_as == "lines":
            self._as_lines(derivation)
        self.pages = max(self._page_of) + 1
        self._groups = [card.parts() for card in self.cards]
        self.add(self.branches, *self._groups)
        if fired is None:
            self.redraw()
        else:
            self.follow(fired)

    @property
    def count(self) -> int:
        """Number of rules."""
        return len(self.cards)

    def card(self, number: int) -> VGroup:
        """Frame and expressions of the node that fires as number ``number``, from 1."""
        return self._groups[number - 1]

    # -- as a tree ----------------------------------------------------------------------------

    def _as_tree(self, derivation: Derivation) -> bool:
        """Place it as a tree, the least shortened and largest that fits."""
        sizes = (theme.FORMULA, theme.WORKING, theme.LABEL, theme.SMALLEST)
        for limit, gap, size in product(_LIMITS, (_SIGN_GAP, _LEVEL_GAP), sizes):
            written = entries(derivation, limit, size)
            boxes = [_box(entry, size) for entry in written]
            tree = _tidy(derivation, [width for width, _ in boxes])
            levels = [0.0] * (max(tree.depth) + 1)
            for depth, (_, height) in zip(tree.depth, boxes, strict=True):
                levels[depth] = max(levels[depth], height)
            tall = sum(levels) + gap * (len(levels) - 1)
            if tree.width <= self.slot.width and tall <= self.slot.height:
                self._plant(tree, written, boxes, levels, size)
                return True
        return False

    def _plant(
        self, tree: TidyTree[Derivation], written: list[Entry], boxes: list[tuple[float, float]],
        levels: list[float], size: float,
    ) -> None:  # fmt: skip
        self._page_of = [0] * len(written)
        spread = min(1.35, self.slot.width / max(tree.width, 1e-9))
        gap = min(0.8, (self.slot.height - sum(levels)) / max(len(levels) - 1, 1))
        x0, y0 = self.slot.centre
        top = y0 + (sum(levels) + gap * (len(levels) - 1)) / 2
        heights = [top - sum(levels[:d]) - gap * d - levels[d] / 2 for d in range(len(levels))]
        for entry, box, x, depth in zip(written, boxes, tree.x, tree.depth, strict=True):
            place = (x0 + (x - tree.width / 2) * spread, heights[depth])
            self.cards.append(_framed(entry, box, place, size, signed=gap >= _SIGN_GAP))
        frames = [card.frame for card in self.cards]
        ends = [
            (frames[above], frame)
            for frame, above in zip(frames, tree.parent, strict=True)
            if above >= 0
        ]
        set_polylines(self.branches, [np.array([a.get_bottom(), b.get_top()]) for a, b in ends])

    # -- as lines -----------------------------------------------------------------------------

    def _as_lines(self, derivation: Derivation) -> None:
        """Place it as lines, in the fewest columns that hold all, else page by page."""
        best = None
        for columns in (1, 2, 3):
            width = (self.slot.width - _COLUMN_GAP * (columns - 1)) / columns
            written = entries(derivation, (width - 2.2) / 2, theme.SMALLEST, numbered=True)
            sizes = [entry.sizes(theme.SMALLEST) for entry in written]
            rows = [_row(size, width) for size in sizes]
            places = _flow(rows, self.slot.height, columns)
            fits = all(max(size[:2]) + 0.4 <= width for size in sizes)
            if best is None or fits:
                left = max(size[0] for size in sizes)
                best = (written, rows, places, width, left)
            if places[-1][0] == 0:
                break
        assert best is not None
        self._write(*best)

    def _write(
        self, written: list[Entry], rows: list[float], places: list[tuple[int, int, float]],
        width: float, left: float,
    ) -> None:  # fmt: skip
        self._page_of = [page for page, _, _ in places]
        for entry, height, (_, column, down) in zip(written, rows, places, strict=True):
            x = self.slot.left + column * (width + _COLUMN_GAP)
            y = self.slot.top - down - height / 2
            self.cards.append(_line(entry, (x, y), height, left, width))

    # -- firing -------------------------------------------------------------------------------

    def redraw(self) -> None:
        fired = float(self.count) if self.fired is None else self.fired.get_value()
        now = min(max(int(np.ceil(fired)) - 1, 0), self.count - 1)
        for index, (card, page) in enumerate(zip(self.cards, self._page_of, strict=True)):
            here = page == self._page_of[now]
            card.fire(float(np.clip(fired - index, 0, 1)) if here else -2.0)

    def entrance(self) -> Animation:
        """The formula falls apart, from the root downwards."""
        return LaggedStart(
            *(FadeIn(group) for group in reversed(self._groups)), FadeIn(self.branches),
            lag_ratio=0.2,
        )  # fmt: skip


def _tidy(derivation: Derivation, widths: list[float]) -> TidyTree[Derivation]:
    return tidy_tree(derivation, lambda node: node.children, widths.__getitem__, _GAP)


def _box(entry: Entry, size: float) -> tuple[float, float]:
    """Width and height of the frame of an entry."""
    left, right, upper, lower = entry.sizes(size)
    return max(left, right, 0.3) + 2 * _PAD, upper + lower + _INNER + 2 * _PAD


def _formulas(entry: Entry, size: float) -> tuple[Formula, Formula]:
    return Formula(entry.before, size=size), Formula(entry.after, size=size, role=Role.DERIVATIVE)


def _framed(
    entry: Entry, box: tuple[float, float], place: tuple[float, float], size: float, signed: bool
) -> Card:
    """A card of a tree: the derivative below the expression, both in a frame."""
    (width, height), (x, y) = box, place
    frame = plate(width, height, 0.1).move_to((x, y, 0))
    frame.set_fill(theme.PANEL, opacity=1).set_stroke(entry.role.colour, theme.LINE_WIDTH)
    before, after = _formulas(entry, size)
    before.move_to((x, y + height / 2 - _PAD - before.height / 2, 0))
    after.move_to((x, y - height / 2 + _PAD + after.height / 2, 0))
    cue = VGroup()
    if signed and entry.sign:
        cue = Tag(Formula(entry.sign, size=theme.FORMULA, role=entry.role), opacity=1)
        cue.move_to((x, y - height / 2 - 0.26, 0))
    return Card(entry, before, after, frame, cue, y, float(before.get_y()))


def _line(
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
    level = float(before.get_y())
    return Card(entry, before, after, frame, cue, level, level)


def _row(sizes: tuple[float, float, float, float], width: float) -> float:
    """Height of a line: the derivative goes below the expression if it has no room beside it."""
    left, right, upper, lower = sizes
    beside = _beside(left, right, width)
    return max((max(upper, lower) if beside else upper + lower + _INNER), 0.28) + _ROW_GAP


def _beside(left: float, right: float, width: float) -> bool:
    return left + right + 0.5 <= width


def _flow(rows: list[float], height: float, columns: int) -> list[tuple[int, int, float]]:
    """Page, column and distance from the top of each row, filled column by column."""
    places = []
    page, column, down = 0, 0, 0.0
    for row in rows:
        if down + row > height and down > 0:
            column, down = column + 1, 0.0
            if column == columns:
                page, column = page + 1, 0
        places.append((page, column, down))
        down += row
    return places
