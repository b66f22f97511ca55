"""A map of the plane under a microscope, the matrix it comes to, and the square that is seen."""

from __future__ import annotations

from typing import Final

import numpy as np
from manim import ValueTracker

from scenes.stage.parts.grid_map import GridMap, MappedFigure, PlaneMap, square_about
from scenes.stage.parts.heights import Surface, values
from scenes.stage.parts.marks import circle_points
from scenes.stage.parts.part import Floats, Part, stroke
from scenes.stage.parts.plot import Plot
from scenes.stage.theme import LINE_WIDTH, Role

_RING: Final = 0.3  # radius, in frame units


class ZoomedMap(PlaneMap):
    """A map near a point, both sides measured in units of a small length ``h``.

    ``(a, b)`` goes to ``(F(p + h (a, b)) - F(p)) / h``: as h shrinks, this becomes the matrix of
    slopes.

    Args:
        u, v: the two components.
        point: p, a pair of numbers.
        h: tracker of the length.
    """

    def __init__(self, u: Surface, v: Surface, point: tuple[float, float], h: ValueTracker) -> None:
        super().__init__(u, v)
        self.point, self.h = point, h
        px, py = (np.array([c]) for c in point)
        self._home = float(values(u, px, py)[0]), float(values(v, px, py)[0])

    def __call__(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        h = self.h.get_value()
        near = self.point[0] + h * np.asarray(x), self.point[1] + h * np.asarray(y)
        u, v = values(self.u, *near), values(self.v, *near)
        return (u - self._home[0]) / h, (v - self._home[1]) / h

    def trackers(self) -> tuple[ValueTracker, ...]:
        return (self.h,)


class LinearMap(PlaneMap):
    """What a matrix does, with an optional share of the way as in ``PlaneMap``.

    Args:
        matrix: two rows of machine numbers.
        share: tracker of how far every point has gone.
    """

    def __init__(self, matrix: Floats, share: ValueTracker | None = None) -> None:
        (a, b), (c, d) = matrix
        super().__init__(lambda x, y: a * x + b * y, lambda x, y: c * x + d * y, share)


class NearMap(PlaneMap):
    """The surroundings of a point: ``(a, b)`` goes to ``p + h (a, b)``."""

    def __init__(self, point: tuple[float, float], h: ValueTracker) -> None:
        px, py = point
        super().__init__(lambda x, _: px + h.get_value() * x, lambda _, y: py + h.get_value() * y)
        self.h = h

    def trackers(self) -> tuple[ValueTracker, ...]:
        return (self.h,)


class NearSquare(Part):
    """The square about the point, two units wide, with a grid in it, as a map leaves it."""

    def __init__(self, plot: Plot, image: PlaneMap) -> None:
        super().__init__()
        self.add(
            MappedFigure(plot, image, square_about((0, 0), 1)),
            GridMap(plot, image, (-1, 1), (-1, 1), lines=5),
        )


class Speck(NearSquare):
    """The same square in its true place and size; a ring marks it when it is small.

    Args:
        plot: the axes.
        point: p, a pair of numbers.
        h: tracker of half the side.
    """

    def __init__(self, plot: Plot, point: tuple[float, float], h: ValueTracker) -> None:
        super().__init__(plot, NearMap(point, h))
        ring = stroke(Role.SECONDARY, LINE_WIDTH).set_points(circle_points(_RING))
        self.add(ring.shift(plot.at(*point)))
