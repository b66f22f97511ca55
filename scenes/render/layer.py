"""Pictures that are kept and redrawn only where their list of marks changed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Protocol

import cairo

from scenes.render.easel import Easel
from scenes.render.yuv import Pixels

Rect = tuple[int, int, int, int]

TILE = 64
_CALM = 4  # updates in a row that make marks settle


class Mark(Protocol):
    """Something drawn: two marks that are not the same object may look different."""

    box: Rect | None
    """Pixels x0, y0, x1, y1 it may touch; None if it is outside the picture."""

    def draw(self, easel: Easel) -> None:
        """Draw, in scene units."""


class Damage:
    """The tiles of a picture that are out of date: one whole number of bits for each row."""

    def __init__(self, width: int, height: int, everything: bool = False) -> None:
        self._size = (width, height)
        self._full = (1 << -(-width // TILE)) - 1
        self._rows = [self._full if everything else 0] * -(-height // TILE)

    def add(self, box: Rect | None) -> None:
        """Count a rectangle of pixels as out of date."""
        if box is not None:
            bits = _bits(box)
            for row in range(box[1] // TILE, -(-box[3] // TILE)):
                self._rows[row] |= bits

    def touches(self, box: Rect | None) -> bool:
        """Whether a rectangle of pixels has a part that is out of date."""
        if box is None:
            return False
        bits = _bits(box)
        return any(row & bits for row in self._rows[box[1] // TILE : -(-box[3] // TILE)])

    def everything(self) -> bool:
        """Whether all of the picture is out of date."""
        return all(row == self._full for row in self._rows)

    def __bool__(self) -> bool:
        return any(self._rows)

    def __ior__(self, other: Damage) -> Damage:
        self._rows = [a | b for a, b in zip(self._rows, other._rows, strict=True)]
        return self

    def rects(self) -> Iterator[Rect]:
        """Rectangles of pixels that make up the tiles, each tile once."""
        width, height = self._size
        first = 0
        for row, bits in enumerate(self._rows, start=1):
            if row < len(self._rows) and self._rows[row] == bits:
                continue
            for left, right in _runs(bits):
                x1, y1 = min(right * TILE, width), min(row * TILE, height)
                yield left * TILE, first * TILE, x1, y1
            first = row


def _bits(box: Rect) -> int:
    """The tiles of a row that a box covers."""
    left, right = box[0] // TILE, -(-box[2] // TILE)
    return (1 << right) - (1 << left)


def _runs(bits: int) -> Iterator[tuple[int, int]]:
    """Where ones begin and end."""
    while bits:
        left = (bits & -bits).bit_length() - 1
        carried = bits + (1 << left)  # clears the run and sets the bit after it
        right = (carried & -carried).bit_length() - 1
        yield left, right
        bits = carried ^ (1 << right)


class Layer:
    """A picture made of marks over a base.

    What is kept is bit for bit what drawing everything would give. Cairo's smoothing depends on
    what a path is clipped to, so marks are not clipped to the damage: those that touch it are
    drawn on a scratch picture, of which only the damaged tiles are taken. Layers that are updated
    one after the other may share it.
    """

    def __init__(self, width: int, height: int, scratch: Easel | None = None) -> None:
        self._kept = Easel(width, height)
        self._scratch = Easel(width, height) if scratch is None else scratch
        self._marks: list[Mark] = []

    def look(self, matrix: cairo.Matrix) -> None:
        """Draw from now on with this matrix from scene units to pixels."""
        self._kept.look(matrix)
        self._scratch.look(matrix)

    @property
    def pixels(self) -> Pixels:
        """The picture, RGBA; it changes in place."""
        return self._kept.pixels

    def everything(self) -> Damage:
        """All of the picture."""
        height, width = self.pixels.shape[:2]
        return Damage(width, height, everything=True)

    def update(self, marks: Sequence[Mark], base: Pixels, damage: Damage) -> Damage:
        """Show ``marks`` over ``base``.

        Args:
            marks: from back to front.
            base: same size as the layer.
            damage: where the base changed; grown by what changed here, and returned.
        """
        if marks != self._marks:
            for mark in _changed(self._marks, marks):
                damage.add(mark.box)
            self._marks = list(marks)
        if damage:
            self._redraw(base, damage)
        return damage

    def _redraw(self, base: Pixels, damage: Damage) -> None:
        easel = self._kept if damage.everything() else self._scratch
        rects = list(damage.rects())
        for x0, y0, x1, y1 in rects:
            easel.pixels[y0:y1, x0:x1] = base[y0:y1, x0:x1]
        for mark in self._marks:
            if damage.touches(mark.box):
                mark.draw(easel)
        if easel is self._scratch:
            for x0, y0, x1, y1 in rects:
                self.pixels[y0:y1, x0:x1] = easel.pixels[y0:y1, x0:x1]


class Settling:
    """A layer whose first marks, as many as stay the same for a while, have a layer of their own.

    What moves in front of them then does not draw them again.
    """

    def __init__(self, width: int, height: int, scratch: Easel | None = None) -> None:
        self._under = Layer(width, height, scratch)
        self._over = Layer(width, height, scratch)
        self._marks: list[Mark] = []
        self._deep = 0  # how many marks are in the lower layer
        self._same: list[int] = []  # how many first marks the last updates left as they were

    def look(self, matrix: cairo.Matrix) -> None:
        """Draw from now on with this matrix from scene units to pixels."""
        self._under.look(matrix)
        self._over.look(matrix)

    @property
    def pixels(self) -> Pixels:
        """The picture, RGBA; it changes in place."""
        return self._over.pixels

    def everything(self) -> Damage:
        """All of the picture."""
        return self._over.everything()

    def update(self, marks: Sequence[Mark], base: Pixels, damage: Damage) -> Damage:
        """Show ``marks`` over ``base``; see :meth:`Layer.update`."""
        if marks != self._marks:
            self._count(_common(self._marks, marks))
            self._marks = list(marks)
        damage = self._under.update(marks[: self._deep], base, damage)
        return self._over.update(marks[self._deep :], self._under.pixels, damage)

    def _count(self, same: int) -> None:
        self._same.append(same)
        if same < self._deep:
            self._deep, self._same = same, []
        elif len(self._same) == _CALM:
            self._deep, self._same = min(self._same), []


def _common(old: Sequence[Mark], new: Sequence[Mark]) -> int:
    """How many of the first marks are the same."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((k for k, (a, b) in pairs if a is not b), min(len(old), len(new)))


def _changed(old: Sequence[Mark], new: Sequence[Mark]) -> list[Mark]:
    """The marks that came, went, or changed places."""
    low, high = _common(old, new), 0
    shorter = min(len(old), len(new))
    while high < shorter - low and old[-1 - high] is new[-1 - high]:
        high += 1
    before, after = old[low : len(old) - high], new[low : len(new) - high]
    had, has = {id(m) for m in before}, {id(m) for m in after}
    stayed = [m for m in before if id(m) in has]
    if [id(m) for m in stayed] != [id(m) for m in after if id(m) in had]:
        return [*before, *after]
    return [m for m in before if id(m) not in has] + [m for m in after if id(m) not in had]


def bounded(box: tuple[float, float, float, float], width: int, height: int) -> Rect | None:
    """Pixels that a shape within ``box`` (x0, y0, x1, y1) may touch."""
    if not all(map(math.isfinite, box)):
        return (0, 0, width, height)
    x0, y0 = max(math.floor(box[0]) - 1, 0), max(math.floor(box[1]) - 1, 0)
    x1, y1 = min(math.ceil(box[2]) + 1, width), min(math.ceil(box[3]) + 1, height)
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None
