"""What a step downhill does to the distance from the bottom, against the rate."""

from __future__ import annotations

from typing import Final

import numpy as np
from manim import ValueTracker

from scenes.stage import theme
from scenes.stage.layout import Slot
from scenes.stage.parts.curve import Curve
from scenes.stage.parts.marks import Guide, Point
from scenes.stage.parts.part import Floats
from scenes.stage.parts.plot import Plot
from scenes.stage.theme import Role

_WIDE, _TALL = 1.3, 1.6  # the picture, in safe ranges and in factors
SPRINGS: Final = (Role.FUNCTION, Role.CURVATURE)  # the weaker and the stronger curvature


class FactorPlot(Plot):
    """Axes for |1 - αλ| against the rate α, and the things to be shown on them one by one.

    ::

        factors = FactorPlot(layout.PICTURE, low, 10.0, knob)
        self.appear(factors)
        self.appear(factors.curves[0])
        self.drive(knob, factors.limit)

    Args:
        slot: where it stands.
        low: tracker of the weaker curvature.
        high: the stronger curvature.
        knob: tracker of the rate.

    Attributes:
        limit: the rate from which on the stronger curvature flings every step further out.
        curves: the two factors.
        dots: the rate, and where its upright line meets the two curves.
        one: the height at which nothing is gained.
        edge: the end of the safe range.
        star: where the larger of the two factors is smallest.
    """

    def __init__(self, slot: Slot, low: ValueTracker, high: float, knob: ValueTracker) -> None:
        self.limit = 2 / high
        self.low, self.high, self.knob = low, high, knob
        super().__init__(
            slot, (0, _WIDE * self.limit), (0, _TALL), x_label="alpha", y_label='"size of factor"'
        )
        weak, strong = SPRINGS
        self.curves = (
            Curve(self, lambda a: np.abs(1 - a * low.get_value()), weak, follow=(low,)),
            Curve(self, lambda a: np.abs(1 - a * high), strong, dashed=True),
        )
        self.dots = (
            Guide(lambda: self.path([knob.get_value()] * 2, [0, _TALL]), knob, role=Role.GRADIENT),
            Point(lambda: self._on(low.get_value()), knob, low, role=weak),
            Point(lambda: self._on(high), knob, role=strong),
        )
        self.one = Guide(lambda: self.path([*self.x_range], [1, 1]), role=Role.ERROR)
        self.edge = Guide(
            lambda: self.path([self.limit] * 2, [0, 1]), role=Role.ERROR, width=theme.LINE_WIDTH
        )
        self.star = Point(self.meeting, low, role=Role.OPTIMUM, shape="star")

    def _on(self, curvature: float) -> Floats:
        rate = self.knob.get_value()
        return self.seen(rate, abs(1 - rate * curvature))

    def meeting(self) -> Floats:
        """The place of the best rate."""
        low, high = self.low.get_value(), self.high
        return self.at(2 / (low + high), (high - low) / (high + low))
