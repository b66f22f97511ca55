"""A fit seen twice: as a point on the map of its sum of squares, and as a curve through data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np
from manim import ValueTracker

from scenes.stage import layout
from scenes.stage.layout import Slot
from scenes.stage.parts.curve import Curve
from scenes.stage.parts.data_plot import DataDots, Residuals
from scenes.stage.parts.loss_map import LossMap
from scenes.stage.parts.marks import Point
from scenes.stage.parts.misfit import Misfit
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.plot import Plot, Range
from scenes.stage.parts.window import padded
from scenes.stage.theme import Role

_FAR: Final = 2.5  # extents of the points that must be seen
Pair = Callable[[], Sequence[float] | Floats]


class FitView(Part):
    """The map of both unknowns on the left, the data with the curve on the right.

    What is seen on both sides follows one pair of unknowns. The pieces come in one by one:

    ::

        at = walk_along(stops, k)
        view = FitView(misfit, FitView.around(stops), at, k)
        self.appear(view.plot, view.dots, view.curve)
        self.appear(view.map, view.contours, view.here)
        self.drive(k, len(stops) - 1)

    Args:
        misfit: the model tied to its data.
        ranges: of both unknowns, on the map.
        at: gives the unknowns as the trackers stand.
        trackers: what ``at`` depends on.
        slot: where both plots stand.

    Attributes:
        map, contours, here: axes of the unknowns, level lines of the sum of squares, the pair.
        plot, dots, curve, bars: axes of the data, the data, the model's curve, what it misses.
    """

    def __init__(
        self,
        misfit: Misfit,
        ranges: tuple[Range, Range],
        at: Pair,
        *trackers: ValueTracker,
        slot: Slot = layout.BELOW_STRIP,
    ) -> None:
        super().__init__()
        self.misfit, self.at = misfit, at
        left, right = slot.split_x(0.5)
        self.map = LossMap.axes(left, *ranges)
        self.plot = Plot(right, padded(misfit.x, 0.15), self._heights())
        self.dots = DataDots(self.plot, misfit.x, misfit.y)
        self.curve = Curve(self.plot, misfit.curve(at), follow=trackers)
        self.here = Point(lambda: self.map.seen(*at()), *trackers, role=Role.GRADIENT, radius=0.12)
        self.contours = LossMap(self.map, misfit)
        self.bars = Residuals(self.plot, misfit.x, misfit.y, misfit.curve(at), *trackers)
        self.add(self.map, self.contours, self.plot, self.bars, self.curve, self.dots, self.here)

    def star(self, unknowns: Iterable[float]) -> Point:
        """A solution on the map, if it is in the picture."""
        return Point(self.map.seen(*unknowns), role=Role.OPTIMUM, shape="star")

    def _heights(self) -> Range:
        """Heights that hold the data and, unless it is far off, the curve at the beginning."""
        y = self.misfit.y
        span = float(np.ptp(y)) or max(1.0, float(np.abs(y).max()))
        curve = self.misfit.curve(self.at)(self.misfit.x)
        seen = np.clip(curve, float(y.min()) - 2 * span, float(y.max()) + 2 * span)
        return padded([*y, *seen], 0.12)

    @staticmethod
    def around(
        points: Sequence[Sequence[float]],
        margin: float = 0.25,
        near: Sequence[Sequence[float]] = (),
    ) -> tuple[Range, Range]:
        """Ranges of both unknowns that hold all ``points``.

        They also hold those of ``near`` that are not far, in extents of the points, from the
        first of these.
        """
        held = np.array(points, dtype=float)
        far = _FAR * np.ptp(held, axis=0) * (1 + 1e-9)
        more = [p for p in near if (np.abs(np.array(p) - held[0]) <= far).all()]
        a, b = np.array([*held, *more]).T
        return padded(a, margin), padded(b, margin)


def walk_along(stops: Sequence[Sequence[float]], k: ValueTracker) -> Callable[[], Floats]:
    """Where a walk from stop to stop has come to, ``k`` counting its steps; shape (2,)."""
    places = np.array(stops, dtype=float)
    numbers = np.arange(len(places))
    return lambda: np.array([np.interp(k.get_value(), numbers, c) for c in places.T])
