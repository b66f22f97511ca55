"""How a formula is differentiated, one rule a node: as a tree, or as lines when it is large."""

from __future__ import annotations

from itertools import product
from typing import Final

import numpy as np
from manim import (
    Animation,
    AnimationGroup,
    FadeIn,
    LaggedStart,
    ValueTracker,
    VGroup,
    smooth,
    squish_rate_func,
)

from mvcalc.rules import Derivation
from scenes.stage import theme
from scenes.stage.layout import Slot
from scenes.stage.parts.derivation_card import Card, framed, framed_size, line, line_height
from scenes.stage.parts.derivation_text import Entry, entries
from scenes.stage.parts.part import Part, set_polylines, stroke
from scenes.stage.parts.roll_call import roll_call
from scenes.stage.parts.tidy_tree import TidyTree, tidy_tree
from scenes.stage.theme import Role

_GAP: Final = 0.22  # between frames of one level
_SIGN_GAP: Final = 0.52  # between levels, so that the sign of a rule has room
_LEVEL_GAP: Final = 0.3  # between levels without signs
_COLUMN_GAP: Final = 0.4
_LIMITS: Final = (np.inf, 4.5, 3.4, 2.6)  # wider expressions are shortened


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
        for limit, flat, gap, size in product(
            _LIMITS, (False, True), (_SIGN_GAP, _LEVEL_GAP), sizes
        ):
            written = entries(derivation, limit, size)
            boxes = [framed_size(entry, size, flat) for entry in written]
            tree = _tidy(derivation, [width for width, _ in boxes])
            levels = [0.0] * (max(tree.depth) + 1)
            for depth, (_, height) in zip(tree.depth, boxes, strict=True):
                levels[depth] = max(levels[depth], height)
            tall = sum(levels) + gap * (len(levels) - 1)
            if tree.width <= self.slot.width and tall <= self.slot.height:
                self._plant(tree, written, boxes, levels, size, flat)
                return True
        return False

    def _plant(
        self, tree: TidyTree[Derivation], written: list[Entry], boxes: list[tuple[float, float]],
        levels: list[float], size: float, flat: bool,
    ) -> None:  # fmt: skip
        self._page_of = [0] * len(written)
        spread = min(1.35, self.slot.width / max(tree.width, 1e-9))
        gap = min(0.8, (self.slot.height - sum(levels)) / max(len(levels) - 1, 1))
        x0, y0 = self.slot.centre
        top = y0 + (sum(levels) + gap * (len(levels) - 1)) / 2
        heights = [top - sum(levels[:d]) - gap * d - levels[d] / 2 for d in range(len(levels))]
        for entry, box, x, depth in zip(written, boxes, tree.x, tree.depth, strict=True):
            place = (x0 + (x - tree.width / 2) * spread, heights[depth])
            self.cards.append(framed(entry, box, place, size, gap >= _SIGN_GAP, flat))
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
            rows = [line_height(size, width) for size in sizes]
            places = _even_flow(rows, self.slot.height, columns)
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
        used = max(down + row for row, (_, _, down) in zip(rows, places, strict=True))
        top = self.slot.top - max(0.0, self.slot.height - used) / 2
        for entry, height, (_, column, down) in zip(written, rows, places, strict=True):
            x = self.slot.left + column * (width + _COLUMN_GAP)
            y = top - down - height / 2
            self.cards.append(line(entry, (x, y), height, left, width))

    # -- firing -------------------------------------------------------------------------------

    def redraw(self) -> None:
        fired = float(self.count) if self.fired is None else self.fired.get_value()
        now = min(max(int(np.ceil(fired)) - 1, 0), self.count - 1)
        for index, (card, page) in enumerate(zip(self.cards, self._page_of, strict=True)):
            here = page == self._page_of[now]
            card.fire(float(np.clip(fired - index, 0, 1)) if here else -2.0)

    def roll_call(self) -> Animation:
        """The frames light up one after the other, from the root downwards."""
        return roll_call(self, self.cards[::-1])

    def entrance(self) -> Animation:
        """The formula falls apart, from the root downwards; then the branches, below it all."""
        cards = LaggedStart(*(FadeIn(group) for group in reversed(self._groups)), lag_ratio=0.2)
        late = squish_rate_func(smooth, 0.7, 1.0)
        return AnimationGroup(FadeIn(self.branches, rate_func=late, run_time=cards.run_time), cards)


def _tidy(derivation: Derivation, widths: list[float]) -> TidyTree[Derivation]:
    return tidy_tree(derivation, lambda node: node.children, widths.__getitem__, _GAP)


def _even_flow(rows: list[float], height: float, columns: int) -> list[tuple[int, int, float]]:
    """As few pages as ``_flow`` needs, each about as full as the others."""
    places = _flow(rows, height, columns)
    for share in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        even = _flow(rows, share * height, columns)
        if 0 < places[-1][0] == even[-1][0]:
            return even
    return places


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
