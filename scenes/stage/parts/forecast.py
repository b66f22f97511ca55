"""Where a step should lead by a matrix, and where the map really takes it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from scenes.stage import theme
from scenes.stage.parts.arrow import arrows
from scenes.stage.parts.grid_map import PlaneMap
from scenes.stage.parts.marks import Point
from scenes.stage.parts.part import Floats, Part, set_polylines, set_segment, stroke
from scenes.stage.parts.plot import Plot
from scenes.stage.theme import Role

_FINE: Final = 60


class Forecast(Part):
    """A step through a matrix as an arrow, the same step through the map, and the gap.

    ::

        near = ZoomedMap(facts.u, facts.v, (1, 0.5), h)
        Forecast(plot, near, (1, 0.5), matrix=((2, -1), (1, 2)))

    Args:
        plot: the axes.
        image: the map; the step starts at (0, 0).
        step: a pair of numbers.
        matrix: rows of the matrix.

    Attributes:
        arrow: where the matrix says; the rest is ``truth``, to be brought in on its own.
    """

    def __init__(self, plot: Plot, image: PlaneMap, step: Any, matrix: Any) -> None:
        super().__init__()
        self.plot, self.image, self.step = plot, image, _floats(step)
        self.end = plot.at(*(_floats(matrix) @ self.step))
        self.arrow = arrows(Role.GRADIENT)
        self.arrow.set_arrows([plot.at(0, 0)], [self.end])
        self.add(self.arrow)
        self.truth = Truth(self)
        if image.trackers():
            self.follow(*image.trackers())  # so that the arrow is drawn again over the path

    @staticmethod
    def ways(image: PlaneMap, step: Any, matrix: Any) -> list[Floats]:
        """Pairs that a plot should hold: the start and both ends, none of them far off."""
        tip, true = _floats(matrix) @ _floats(step), np.concatenate(image(*_floats(step)[:, None]))
        far = 3 * (np.abs(tip).max() or 1.0)
        return [np.zeros(2), tip, np.clip(np.nan_to_num(true), -far, far)]


class Truth(Part):
    """What really becomes of a step: its bent path, its end, and the error in red."""

    def __init__(self, forecast: Forecast) -> None:
        super().__init__()
        self.forecast = forecast
        # Under the arrow, which it comes to lie on.
        self.path = stroke(Role.FUNCTION, theme.LINE_WIDTH).set_z_index(-1)
        self.gap = stroke(Role.ERROR, theme.CURVE_WIDTH)
        trackers = forecast.image.trackers()
        self.arrival = Point(self.end, *trackers, role=Role.FUNCTION)
        self.add(self.path, self.gap, self.arrival)
        if trackers:
            self.follow(*trackers)
        else:
            self.redraw()

    def end(self) -> Floats:
        """Where the map takes the step; NaN outside the plot."""
        x, y = self.forecast.image(*self.forecast.step[:, None])
        return self.forecast.plot.seen(float(x[0]), float(y[0]))

    def redraw(self) -> None:
        share = np.linspace(0, 1, _FINE)
        x, y = self.forecast.image(*(self.forecast.step[:, None] * share))
        set_polylines(self.path, self.forecast.plot.clip(x, y))
        end = self.end()
        if np.isfinite(end).all():
            set_segment(self.gap, self.forecast.end, end)
        else:
            set_polylines(self.gap, [])


def _floats(values: Any) -> Floats:
    return np.array(values, dtype=float)
