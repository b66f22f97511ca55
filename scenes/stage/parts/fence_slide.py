"""Two gradients at a place of a fence, and what is left of one along the fence."""

from __future__ import annotations

from typing import Final

import numpy as np
from manim import ValueTracker

from mvcalc.expr import Function
from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.parts.arrow import Arrow
from scenes.stage.parts.fence_map import FenceMap
from scenes.stage.parts.marks import Point
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.plot import clip_segments
from scenes.stage.parts.tag import Tag
from scenes.stage.theme import Role

_UPHILL: Final = 1.7  # lengths of the two arrows; only their directions matter
_SQUARE: Final = 1.0
_SMALL: Final = 0.55
_NAME: Final = 0.6  # room for a name beyond a tip
_LEAST: Final = 0.35  # share of their lengths that arrows keep in a corner of the map
_TRIED: Final = 12  # places of a way at which the room is measured


class FenceSlide(Part):
    """The gradients of f and g at a walker on a fence. Their lengths are fixed.

    Args:
        land: the map with the fence.
        way: places to walk through, shape (n, 3).
        t: tracker of the share of the way.
        small: smaller and without names, one of many on a map.

    Attributes:
        uphill, square, along, walker: its pieces, to bring in one after the other.
    """

    def __init__(
        self,
        land: FenceMap,
        way: Floats,
        t: ValueTracker,
        *,
        small: bool = False,
    ) -> None:
        super().__init__()
        self.land, self.way, self.t = land, way, t
        self.size = _SMALL if small else 1.0
        self.size *= self._fitting()
        names = [Tag(Formula(f"nabla {h}", size=theme.LABEL)) if not small else None for h in "fg"]
        self.uphill = Arrow(
            self.place, lambda: self.place() + self._up(), t, role=Role.GRADIENT, label=names[0]
        )
        self.square = Arrow(
            self.place, lambda: self.place() + self._across(), t,
            role=Role.CONSTRAINT, label=names[1], beside=-1,
        )  # fmt: skip
        self.along = Arrow(
            self.place, lambda: self.place() + self._along(), t, role=Role.DERIVATIVE
        )
        self.walker = Point(self.place, t, role=Role.TEXT)
        self.add(self.uphill, self.square, self.along, self.walker)

    def _fitting(self) -> float:
        """The share of their lengths that the uphill arrows have room for on the map."""
        starts = self.way[np.linspace(0, len(self.way) - 1, _TRIED).astype(int)]
        moves = [_UPHILL * self.size * self.land.direction(self.land.f, s) for s in starts]
        area = self.land.plot.area.inset(_NAME)
        _, high = clip_segments(
            starts[:, :2], (starts + moves)[:, :2],
            (area.left, area.right), (area.bottom, area.top),
        )  # fmt: skip
        return max(_LEAST, float(high.min()))

    def place(self) -> Floats:
        """Where the walker is."""
        share = np.linspace(0, 1, len(self.way))
        return np.array([np.interp(self.t.get_value(), share, c) for c in self.way.T])

    def _direction(self, h: Function) -> Floats:
        found: Floats = self.size * self.land.direction(h, self.place())
        return found

    def _up(self) -> Floats:
        return _UPHILL * self._direction(self.land.f)

    def _across(self) -> Floats:
        return _SQUARE * self._direction(self.land.g)

    def _along(self) -> Floats:
        """The uphill arrow without its share square to the fence."""
        up, across = self._up(), self.land.direction(self.land.g, self.place())
        left: Floats = up - (up @ across) * across
        return left
