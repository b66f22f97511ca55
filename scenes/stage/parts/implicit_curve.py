"""A fence: the curve g(x, y) = 0 as a double line with ticks."""

from __future__ import annotations

from typing import Final

import numpy as np
from manim import Animation, Create, LaggedStart, LineJointType, ValueTracker

from scenes.stage import theme
from scenes.stage.parts.heights import Heights, Surface
from scenes.stage.parts.part import Floats, Part, set_polylines, stroke
from scenes.stage.parts.plot import Plot
from scenes.stage.theme import Role

_TICK: Final = 0.13  # half length of a tick, in frame units
_SPACING: Final = 0.45


class ImplicitCurve(Part):
    """Where a function of two variables has a given value.

    ::

        fence = ImplicitCurve(plot, facts.g)                      # g = 0
        fence = ImplicitCurve(plot, facts.g, level=budget)        # g = c, moving
        wall = ImplicitCurve(plot, facts.h, forbidden=True)       # h <= 0 is allowed

    Args:
        plot: the axes.
        g: a formula of two variables, or a callable on arrays.
        level: the value, or a tracker of it.
        forbidden: ticks only on the side where g is larger, the side one may not enter.
    """

    def __init__(
        self,
        plot: Plot,
        g: Surface,
        level: float | ValueTracker = 0.0,
        *,
        role: Role = Role.CONSTRAINT,
        forbidden: bool = False,
        cells: int = 160,
    ) -> None:
        super().__init__()
        self.plot, self.level, self.forbidden = plot, level, forbidden
        self.heights = Heights(g, plot.x_range, plot.y_range, cells)
        joint = LineJointType.ROUND
        self.ticks = stroke(role, theme.THIN_WIDTH)
        self.outer = stroke(role, 2 * theme.CURVE_WIDTH - 2, joint_type=joint)
        self.inner = stroke(theme.BACKGROUND, theme.LINE_WIDTH, joint_type=joint)
        self.add(self.ticks, self.outer, self.inner)
        if isinstance(level, ValueTracker):
            self.follow(level)
        else:
            self.redraw()

    def pieces(self) -> list[Floats]:
        """The curve in frame units: polylines of shape (n, 3), the longest first."""
        level = self.level.get_value() if isinstance(self.level, ValueTracker) else self.level
        lines = [self.plot.places(*line.T) for line in self.heights.lines(level)]
        return sorted(lines, key=lambda line: -_lengths(line)[-1])

    def along(self, share: float | Floats) -> Floats:
        """Places of the longest piece, by shares of its length from 0 to 1; NaN without a curve.

        Returns:
            Shape (3,) for a number, (n, 3) for n numbers.
        """
        shares = np.atleast_1d(np.asarray(share, dtype=float))
        pieces = self.pieces()
        places = _at(pieces[0], shares) if pieces else np.full((len(shares), 3), np.nan)
        return places[0] if np.ndim(share) == 0 else places

    def redraw(self) -> None:
        pieces = self.pieces()
        set_polylines(self.outer, pieces)
        self.inner.set_points(self.outer.points)
        set_polylines(self.ticks, [tick for piece in pieces for tick in self._ticks(piece)])

    def _ticks(self, piece: Floats) -> list[Floats]:
        length = _lengths(piece)[-1]
        count = int(length / _SPACING)
        if count < 1:
            return []
        at = (np.arange(count) + 0.5) / count
        step = 0.02 / length
        places = _at(piece, at)
        along = _at(piece, np.minimum(at + step, 1)) - _at(piece, np.maximum(at - step, 0))
        along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-12)
        # The tracing keeps larger heights on its left.
        side = np.stack([-along[:, 1], along[:, 0], np.zeros(count)], axis=1)
        ends = (
            [places + 2 * _TICK * side, places]
            if self.forbidden
            else [places + _TICK * side, places - _TICK * side]
        )
        return list(np.stack(ends, axis=1))

    def entrance(self) -> Animation:
        return LaggedStart(Create(self.outer), Create(self.inner), Create(self.ticks))


def _lengths(line: Floats) -> Floats:
    """Length of a polyline up to each of its corners."""
    steps = np.linalg.norm(np.diff(line, axis=0), axis=1)
    return np.concatenate([[0.0], np.cumsum(steps)])


def _at(line: Floats, shares: Floats) -> Floats:
    lengths = _lengths(line)
    return np.stack([np.interp(shares * lengths[-1], lengths, axis) for axis in line.T], axis=1)
