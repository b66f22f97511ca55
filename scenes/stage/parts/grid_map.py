"""A map of the plane: a grid that flows to its image, and figures that go with it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final

import numpy as np
from manim import ValueTracker, VMobject

from scenes.render.marks import straight
from scenes.stage import theme
from scenes.stage.parts.arrow import arrows
from scenes.stage.parts.heights import Range, Surface, values
from scenes.stage.parts.part import Floats, Part, set_polylines, stroke
from scenes.stage.parts.plot import Plot
from scenes.stage.theme import Role

_FINE: Final = 60  # pieces of a grid line
_BEYOND: Final = 1e6


class PlaneMap:
    """A map from pairs to pairs, reached from the identity as a share goes from 0 to 1.

    Args:
        u, v: the two components: formulas of two variables or callables on arrays.
        share: tracker of how far every point has gone on its straight way to its image.
    """

    def __init__(self, u: Surface, v: Surface, share: ValueTracker | None = None) -> None:
        self.u, self.v, self.share = u, v, share

    def __call__(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where points are now; NaN where the map is undefined."""
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        gone = 1.0 if self.share is None else self.share.get_value()
        if gone == 0:
            return x, y
        u, v = values(self.u, x, y), values(self.v, x, y)
        return (
            np.clip(x + gone * (u - x), -_BEYOND, _BEYOND),
            np.clip(y + gone * (v - y), -_BEYOND, _BEYOND),
        )

    def trackers(self) -> tuple[ValueTracker, ...]:
        return () if self.share is None else (self.share,)


class GridMap(Part):
    """A square grid that flows through a map.

    The images of lines of constant x are thick, those of constant y thin.

    ::

        flow = self.tracker(0)
        image = PlaneMap(facts.u, facts.v, flow)
        grid = GridMap(plot, image, (-2, 2), (-2, 2), lines=9)
        square = MappedFigure(plot, image, square_about((1, 0.5), 0.3))
        self.drive(flow, 1, seconds=4)

    Args:
        plot: the axes, of both the plane and its image.
        image: the map.
        x_range, y_range: what the grid covers; the plot's ranges by default.
        lines: grid lines in each direction.
    """

    def __init__(
        self,
        plot: Plot,
        image: PlaneMap,
        x_range: Range | None = None,
        y_range: Range | None = None,
        *,
        lines: int = 13,
        role: Role = Role.FUNCTION,
    ) -> None:
        super().__init__()
        self.plot, self.image = plot, image
        x0, x1 = x_range or plot.x_range
        y0, y1 = y_range or plot.y_range
        fine = np.linspace(0, 1, _FINE + 1)
        across, up = x0 + fine * (x1 - x0), y0 + fine * (y1 - y0)
        self._upright = np.broadcast_arrays(np.linspace(x0, x1, lines)[:, None], up)
        self._level = np.broadcast_arrays(across, np.linspace(y0, y1, lines)[:, None])
        self.upright = stroke(role, theme.LINE_WIDTH * 0.75)
        self.level = stroke(role, theme.THIN_WIDTH * 0.75, opacity=0.85)
        self.add(self.level, self.upright)
        if image.trackers():
            self.follow(*image.trackers())
        else:
            self.redraw()

    def redraw(self) -> None:
        for mark, lines in ((self.upright, self._upright), (self.level, self._level)):
            pairs = zip(*self.image(*lines), strict=True)
            pieces = [piece for x, y in pairs for piece in self.plot.clip(x, y)]
            set_polylines(mark, pieces)


class MappedFigure(Part):
    """A filled figure that goes with a map: a small square, the letter F.

    Args:
        plot: the axes.
        image: the map.
        outline: corners (n, 2) of the figure before the map, not closed.
    """

    def __init__(
        self,
        plot: Plot,
        image: PlaneMap,
        outline: Any,
        *,
        role: Role = Role.DERIVATIVE,
        opacity: float = 0.35,
    ) -> None:
        super().__init__()
        self.plot, self.image = plot, image
        corners = np.asarray(outline, dtype=float)
        closed = np.concatenate([corners, corners[:1]])
        share = np.linspace(0, 1, 13)[:-1, None]
        pieces = [a + share * (b - a) for a, b in pairwise(closed)]
        self._outline = np.concatenate([*pieces, corners[:1]])
        self.shape = VMobject(
            fill_color=role.colour, fill_opacity=opacity,
            stroke_color=role.colour, stroke_width=theme.LINE_WIDTH,
        )  # fmt: skip
        self.add(self.shape)
        if image.trackers():
            self.follow(*image.trackers())
        else:
            self.redraw()

    def redraw(self) -> None:
        x, y = self.image(*self._outline.T)
        known = np.isfinite(x) & np.isfinite(y)
        (x0, x1), (y0, y1) = self.plot.x_range, self.plot.y_range
        # A figure that leaves the plot is pressed against its border.
        places = self.plot.places(np.clip(x[known], x0, x1), np.clip(y[known], y0, y1))
        set_polylines(self.shape, [places])


class Parallelogram(Part):
    """The parallelogram of two vectors at a point, with the vectors as arrows on its sides.

    ::

        Parallelogram(plot, point, facts.jacobian.col(0), facts.jacobian.col(1), scale=1 / 4)

    Args:
        plot: the axes.
        origin: the corner, a pair of numbers, or a callable of trackers.
        first, second: the sides, pairs of numbers, or callables of trackers.
        trackers: what the callables depend on.
        scale: factor of both sides.
        roles: colours of the two arrows.
    """

    def __init__(
        self,
        plot: Plot,
        origin: Any,
        first: Any,
        second: Any,
        *trackers: ValueTracker,
        scale: float = 1.0,
        roles: tuple[Role, Role] = (Role.GRADIENT, Role.CURVATURE),
        fill: Role = Role.DERIVATIVE,
    ) -> None:
        super().__init__()
        self.plot, self.scale_of_sides = plot, scale
        self._pairs = [_pair(value) for value in (origin, first, second)]
        self.area = stroke(fill, theme.THIN_WIDTH).set_fill(fill.colour, opacity=0.22)
        self.sides = [arrows(role, theme.CURVE_WIDTH) for role in roles]
        self.add(self.area, *self.sides)
        if trackers:
            self.follow(*trackers)
        else:
            self.redraw()

    def redraw(self) -> None:
        origin, first, second = (pair() for pair in self._pairs)
        first, second = first * self.scale_of_sides, second * self.scale_of_sides
        corners = np.array([origin, origin + first, origin + first + second, origin + second])
        places = self.plot.places(*corners.T)
        if not np.isfinite(places).all():
            places = np.zeros((0, 3))
        self.area.set_points(straight(places, np.roll(places, -1, axis=0)))
        for arrow, tip in zip(self.sides, (1, 3), strict=True):
            arrow.set_arrows(places[:1], places[tip : tip + 1])


def square_about(centre: tuple[float, float], half: float) -> Floats:
    """Corners of a square, counter-clockwise from the lower left."""
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    return np.array([float(v) for v in centre]) + half * signs


def letter_f(corner: tuple[float, float], height: float) -> Floats:
    """Outline of the letter F, which shows whether a map flips the plane."""
    shape = [(0, 0), (0.22, 0), (0.22, 0.42), (0.5, 0.42), (0.5, 0.62), (0.22, 0.62)]
    shape += [(0.22, 0.8), (0.6, 0.8), (0.6, 1), (0, 1)]
    return np.array([float(v) for v in corner]) + height * np.array(shape)


def _pair(value: Any) -> Callable[[], Floats]:
    def read() -> Floats:
        now = value() if callable(value) else value
        return np.array([float(component) for component in now])

    return read
