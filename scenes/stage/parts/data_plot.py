"""Data and how far a model misses them: dots, error bars, residual bars, residual squares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
from manim import Animation, FadeIn, LaggedStart, ValueTracker, VMobject

from scenes.render.marks import Dots, Segments, straight
from scenes.stage import theme
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.plot import Plot
from scenes.stage.parts.shaded import Graph, heights_of
from scenes.stage.theme import Role

_CAP = 0.09  # half the width of the end of an error bar


class DataDots(Part):
    """Data points as one mobject; smaller the more there are, with error bars if sigmas are given.

    Points outside the plot are not drawn.

    Args:
        plot: the axes.
        x, y: the data, as exact or machine numbers.
        sigma: half lengths of the error bars.
    """

    def __init__(
        self,
        plot: Plot,
        x: Iterable[Any],
        y: Iterable[Any],
        sigma: Iterable[Any] | None = None,
        *,
        role: Role = Role.DATA,
        radius: float | None = None,
    ) -> None:
        super().__init__()
        self.plot = plot
        self.x, self.y = (np.array([float(v) for v in column]) for column in (x, y))
        places = plot.places(self.x, self.y)
        places[~inside(plot, self.x, self.y)] = np.nan
        size = float(np.clip(0.5 / np.sqrt(max(len(self.x), 1)), 0.045, 0.1))
        self.dots = Dots(
            places, radius=size if radius is None else radius, color=role.colour,
            stroke_color=theme.BACKGROUND, stroke_width=theme.THIN_WIDTH,
        )  # fmt: skip
        self.bars = Segments(color=role.colour, width=theme.THIN_WIDTH)
        if sigma is not None:
            self._draw_bars(np.array([float(v) for v in sigma]))
        self.add(self.bars, self.dots)

    def _draw_bars(self, sigma: Floats) -> None:
        low, high = (np.clip(self.y + s * sigma, *self.plot.y_range) for s in (-1, 1))
        gone = ~inside(self.plot, self.x, self.y)
        bottom, top = self.plot.places(self.x, low), self.plot.places(self.x, high)
        bottom[gone] = np.nan
        cap = np.array([_CAP, 0, 0])
        self.bars.set_segments(
            np.concatenate([bottom, bottom - cap, top - cap]),
            np.concatenate([top, bottom + cap, top + cap]),
        )

    def entrance(self) -> Animation:
        return LaggedStart(FadeIn(self.dots), FadeIn(self.bars), lag_ratio=0.4)


class Residuals(Part):
    """How far a model misses each data point, as bars or as squares, cut to the plot.

    ::

        misses = Residuals(plot, xs, ys, lambda x: c.get_value() + m.get_value() * x, c, m)
        squares = Residuals(plot, xs, ys, model, c, m, squares=True)

    Args:
        plot: the axes.
        x, y: the data.
        model: gives fitted heights for an array of abscissae, reading trackers.
        trackers: what it depends on.
        squares: squares with the bars as sides; they stand on the side where they cover less of
            the other points.
    """

    def __init__(
        self,
        plot: Plot,
        x: Iterable[Any],
        y: Iterable[Any],
        model: Graph,
        *trackers: ValueTracker,
        squares: bool = False,
        role: Role = Role.ERROR,
    ) -> None:
        super().__init__()
        self.plot, self.model, self.squares = plot, model, squares
        self.x, self.y = (np.array([float(v) for v in column]) for column in (x, y))
        self.bars = Segments(color=role.colour, width=theme.LINE_WIDTH)
        self.fill = VMobject(
            fill_color=role.colour, fill_opacity=0.2,
            stroke_color=role.colour, stroke_width=theme.THIN_WIDTH,
        )  # fmt: skip
        self.add(self.fill, self.bars)
        middle = (self.x.min() + self.x.max()) / 2 if len(self.x) else 0.0
        self._side = np.where(self.x <= middle, -1.0, 1.0)
        if trackers:
            self.follow(*trackers)
        else:
            self.redraw()

    def redraw(self) -> None:
        fitted = heights_of(self.model, self.x)
        seen = inside(self.plot, self.x, np.clip(self.y, *self.plot.y_range)) & np.isfinite(fitted)
        x, y = self.x[seen], np.clip(self.y[seen], *self.plot.y_range)
        foot = np.clip(fitted[seen], *self.plot.y_range)
        on, off = self.plot.places(x, y), self.plot.places(x, foot)
        self.bars.set_segments(on, off)
        if self.squares:
            side = np.abs(on - off)[:, 1] * self._side[seen]
            far = np.clip(on[:, 0] + side, self.plot.area.left, self.plot.area.right)
            self.fill.set_points(_rectangles(on, off, far))


def inside(plot: Plot, x: Floats, y: Floats) -> npt.NDArray[np.bool_]:
    """Which of the pairs lie in the plot."""
    (x0, x1), (y0, y1) = plot.x_range, plot.y_range
    return (x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)


def _rectangles(top: Floats, bottom: Floats, far: Floats) -> Floats:
    """Outlines of rectangles with the sides ``top``–``bottom``, out to ``far``."""
    corners = np.stack([top, bottom, bottom, top], axis=1)
    corners[:, 2:, 0] = far[:, None]
    size = np.abs(corners[:, 0] - corners[:, 2])[:, :2].min(axis=1)
    corners = corners[size > 1e-6]
    return straight(corners.reshape(-1, 3), np.roll(corners, -1, axis=1).reshape(-1, 3))
