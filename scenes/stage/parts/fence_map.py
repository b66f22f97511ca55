"""A map of heights with a fence on it, and what can be read from it at any place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from manim import Animation, LaggedStart, ValueTracker

from mvcalc.errors import DegenerateError
from mvcalc.expr import Function
from mvcalc.multi import contour_levels, partial
from mvcalc.sample import sample
from scenes.stage.layout import Slot
from scenes.stage.parts.contour_plot import ContourPlot
from scenes.stage.parts.implicit_curve import ImplicitCurve
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.plot import Plot, Range
from scenes.stage.parts.window import window_over

_LEVELS: Final = 10
_BORDER: Final = 1.4  # frame units of the map's border in which a way does not begin
_STOP: Final = 0.7  # share of the way to the next turn from which a walker comes


class FenceMap(Part):
    """Level lines of f, dense about the fence g = 0, which may move.

    ::

        land = FenceMap(layout.PICTURE, facts.f, facts.g, places)
        self.appear(land)

    Args:
        slot: where it stands.
        f, g: the height and the fence, formulas of two variables.
        points: pairs that must be seen.
        level: of g on the fence, or a tracker of it.
        margin: room around the points, as a share of their extent.
        bare: whether the axes have neither numbers nor names.

    Attributes:
        plot, contours, fence: its pieces, to bring in one after the other.
    """

    def __init__(
        self,
        slot: Slot,
        f: Function,
        g: Function,
        points: Iterable[Sequence[float]],
        *,
        level: float | ValueTracker = 0.0,
        margin: float = 0.35,
        bare: bool = False,
    ) -> None:
        super().__init__()
        pairs = [(float(x), float(y)) for x, y in points]
        if len(pairs) == 1:
            ((x, y),) = pairs
            pairs += [(x + d, y + d) for d in (-3.0, 3.0)]
        x_range, y_range = window_over(slot, pairs, margin)
        self.f, self.g = f, g
        if bare:
            self.plot = Plot.bare(slot, x_range, y_range, equal=True)
        else:
            self.plot = Plot(slot, x_range, y_range, equal=True, grid=False)
        self.fence = ImplicitCurve(self.plot, g, level)
        self.contours = ContourPlot(self.plot, f, self._levels((x_range, y_range)))
        self._slopes = {h: [h.with_expr(partial(h, v)) for v in h.vars] for h in (f, g)}
        self.add(self.plot, self.contours, self.fence)

    def _levels(self, window: tuple[Range, Range]) -> list[float]:
        """Round heights: close ones as they are met about the fence, wider ones beyond."""
        far = [float(level) for level in contour_levels(self.f, window, _LEVELS).values]
        pieces = self.fence.pieces()
        if not pieces:
            return far
        x, y = self.plot.numbers(np.concatenate(pieces))
        try:
            met = contour_levels(self.f, (_ends(x), _ends(y)), _LEVELS).values
        except DegenerateError:
            return far
        near = [float(level) for level in met]
        step = (max(near) - min(near)) / max(1, len(near) - 1)
        return near + [h for h in far if h < min(near) - step or h > max(near) + step]

    def direction(self, h: Function, place: Floats) -> Floats:
        """Where the gradient of f or of g points: of length 1, or 0 where there is none."""
        x, y = self.plot.numbers(place)
        slopes = [float(sample(slope, x, y)) for slope in self._slopes[h]]
        length = float(np.linalg.norm(slopes))
        if not np.isfinite(length) or length < 1e-12:
            return np.zeros(3)
        found: Floats = np.array([*slopes, 0.0]) / length
        return found

    def way_to(self, best: Floats, up: bool) -> Floats:
        """A stretch of the fence on which the height only gets better, ending at its best place.

        Returns:
            Places, shape (n, 3).
        """
        line = min(self.fence.pieces(), key=lambda p: np.linalg.norm(p - best, axis=1).min())
        nearest = int(np.linalg.norm(line - best, axis=1).argmin())
        if np.allclose(line[0], line[-1]):
            ways = [np.roll(line[:-1], -nearest, axis=0)]
        else:
            ways = [line[nearest:], line[nearest::-1]]
        way = max(ways, key=len)[1:]
        gains = np.diff(sample(self.f, *self.plot.numbers(way))) * (1 if up else -1) > 0
        turn = int(np.argmax(gains)) if gains.any() else len(way)
        way = way[: int(_STOP * turn)]
        area = self.plot.area.inset(_BORDER)
        low, high = (area.left, area.bottom), (area.right, area.top)
        outside = ((way[:, :2] < low) | (way[:, :2] > high)).any(axis=1)
        stop = int(np.argmax(outside)) if outside.any() else len(way)
        return np.vstack([best, way[: max(2, stop)]])[::-1]

    def entrance(self) -> Animation:
        pieces = (self.plot, self.contours, self.fence)
        return LaggedStart(*(piece.entrance() for piece in pieces), lag_ratio=0.3)


def _ends(values: Floats) -> Range:
    return float(values.min()), float(values.max())
