"""How far it is from one contour line to the next: the shortest and the longest walk of a map."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np

from scenes.stage import theme
from scenes.stage.formula import Typeset
from scenes.stage.layout import Slot
from scenes.stage.parts.arrow import Arrow
from scenes.stage.parts.contour_plot import ContourPlot
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.tag import Tag
from scenes.stage.theme import Role

_GAP: Final = 0.12  # between a walk and its name
_STARTS: Final = 60  # places on a contour line from which a walk may begin
_ALIKE: Final = 1.5  # walks whose lengths differ by less are not worth comparing
_EVERY: Final = 5  # one walk of so many is tried for a place that is free
_APART: Final = 1.8  # frame units between two walks, so that their names do not meet


class Stride(Part):
    """A walk from a contour line to the next higher one, with a word beside it.

    Args:
        start, end: places on the two lines.
        name: a word; stands to the right of the walk, else to its left, above or below.
        area: what the word must stay in.
    """

    def __init__(self, start: Floats, end: Floats, name: Typeset, area: Slot) -> None:
        super().__init__()
        self.arrow = Arrow(start, end, role=Role.DERIVATIVE, tip=0.16)
        self.word = Tag(name)
        half = self.word.half()
        low, high = np.sort(np.stack([start, end]), axis=0)[:, :2]
        middle = (low + high) / 2
        if high[0] + _GAP + 2 * half[0] < area.right:
            place = (high[0] + _GAP + half[0], middle[1])
        elif low[0] - _GAP - 2 * half[0] > area.left:
            place = (low[0] - _GAP - half[0], middle[1])
        else:
            up = 1 if high[1] + _GAP + 2 * half[1] < area.top else -1
            place = (middle[0], (high if up > 0 else low)[1] + up * (_GAP + half[1]))
        self.word.move_to((float(place[0]), float(place[1]), 0))
        self.add(self.arrow, self.word)

    @staticmethod
    def extremes(contours: ContourPlot, short: Typeset, long: Typeset) -> tuple[Stride, ...]:
        """The shortest and the longest stride of a map, named; none where all are alike."""
        area = contours.plot.area.inset(theme.GAP)
        strides = list(_strides(contours, area))
        if not strides:
            return ()
        lengths = [float(np.linalg.norm(end - start)) for start, end in strides]
        first = strides[int(np.argmin(lengths))]
        # A walk that a level place lengthens at will shows nothing: leave out the very longest.
        most = float(np.quantile(lengths, 0.97))
        far = [
            (length, pair) for length, pair in zip(lengths, strides, strict=True)
            if length <= most and np.linalg.norm(pair[0] - first[0]) > _APART
        ]  # fmt: skip
        near = Stride(*first, short, area)
        for length, second in sorted(far, key=lambda item: -item[0])[::_EVERY]:
            if length < _ALIKE * min(lengths):
                break
            other = Stride(*second, long, area)
            if not _meet(near, other):
                return near, other
        return ()


def _meet(one: Stride, other: Stride) -> bool:
    """Whether the rectangles about two walks and their words have a place in common."""
    away = np.abs(one.get_center() - other.get_center())[:2]
    return bool((2 * away < [one.width + other.width, one.height + other.height]).all())


def _strides(contours: ContourPlot, area: Slot) -> Iterator[tuple[Floats, Floats]]:
    """From places of every line the nearest places of the next line, inside an area."""
    for low, high in pairwise(contours.levels):
        ends = [piece[1:-1] for piece in contours.pieces(high) if len(piece) > 2]
        if not ends:
            continue
        targets = np.concatenate(ends)
        for piece in contours.pieces(low):
            for start in piece[:: max(1, len(piece) // _STARTS)]:
                end = targets[np.linalg.norm(targets - start, axis=1).argmin()]
                if _inside(start, area) and _inside(end, area):
                    yield start, end


def _inside(place: Floats, area: Slot) -> bool:
    return bool(area.left < place[0] < area.right and area.bottom < place[1] < area.top)
