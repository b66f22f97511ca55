"""Pictures that are kept and redrawn only where their list of marks changed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Protocol

import cairo
import numpy as np

from scenes.render.easel import Easel
from scenes.render.yuv import Pixels

Rect = tuple[int, int, int, int]

TILE = 64


class Mark(Protocol):
    """Something drawn: two marks that are not the same object may look different."""

    box: Rect | None
    """Pixels x0, y0, x1, y1 it may touch; None if it is outside the picture."""

    def draw(self, easel: Easel) -> None:
        """Draw, in scene units."""


class Damage:
    """The tiles of a picture that are out of date."""

    def __init__(self, width: int, height: int, everything: bool = False) -> None:
        self._size = (width, height)
        self.tiles = np.full((-(-height // TILE), -(-width // TILE)), everything)

    def add(self, box: Rect | None) -> None:
        """Count a rectangle of pixels as out of date."""
        if box is not None:
            self.tiles[self._slices(box)] = True

    def touches(self, box: Rect | None) -> bool:
        """Whether a rectangle of pixels has a part that is out of date."""
        return box is not None and bool(self.tiles[self._slices(box)].any())

    def __bool__(self) -> bool:
        return bool(self.tiles.any())

    def __ior__(self, other: Damage) -> Damage:
        self.tiles |= other.tiles
        return self

    def rects(self) -> Iterator[Rect]:
        """Rectangles of pixels that make up the tiles, each tile once."""
        width, height = self._size
        open_runs: dict[tuple[int, int], int] = {}
        rows = [*self.tiles, np.zeros(self.tiles.shape[1], dtype=bool)]
        for row, tiles in enumerate(rows):
            edges = np.flatnonzero(np.diff(tiles, prepend=False, append=False))
            runs = set(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
            for run in [r for r in open_runs if r not in runs]:
                first = open_runs.pop(run)
                x1, y1 = min(run[1] * TILE, width), min(row * TILE, height)
                yield run[0] * TILE, first * TILE, x1, y1
            for run in runs:
                open_runs.setdefault(run, row)

    @staticmethod
    def _slices(box: Rect) -> tuple[slice, slice]:
        x0, y0, x1, y1 = box
        return slice(y0 // TILE, -(-y1 // TILE)), slice(x0 // TILE, -(-x1 // TILE))


class Layer:
    """A picture made of marks over a base.

    What is kept is bit for bit what drawing everything would give. Cairo's smoothing depends on
    what a path is clipped to, so marks are not clipped to the damage: those that touch it are
    drawn on a scratch picture, of which only the damaged tiles are taken.
    """

    def __init__(self, width: int, height: int) -> None:
        self._kept, self._scratch = Easel(width, height), Easel(width, height)
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
        easel = self._kept if damage.tiles.all() else self._scratch
        rects = list(damage.rects())
        for x0, y0, x1, y1 in rects:
            easel.pixels[y0:y1, x0:x1] = base[y0:y1, x0:x1]
        for mark in self._marks:
            if damage.touches(mark.box):
                mark.draw(easel)
        if easel is self._scratch:
            for x0, y0, x1, y1 in rects:
                self.pixels[y0:y1, x0:x1] = easel.pixels[y0:y1, x0:x1]


def _changed(old: Sequence[Mark], new: Sequence[Mark]) -> list[Mark]:
    """The marks that came, went, or changed places."""
    low, high = 0, 0
    shorter = min(len(old), len(new))
    while low < shorter and old[low] is new[low]:
        low += 1
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
