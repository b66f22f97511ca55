"""The best height against the position of the fence, whose slope is the multiplier."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import ValueTracker

from scenes.stage.layout import Slot
from scenes.stage.parts.curve import Curve
from scenes.stage.parts.marks import Point, SlopeLine
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.plot import Plot
from scenes.stage.parts.window import padded
from scenes.stage.theme import Role


class PriceGraph(Part):
    """Best heights, joined with their slopes, the tangent where one began, and a point on it.

    Between the given positions the curve is a cubic; by the envelope theorem its slope is λ.

    Args:
        slot: where it stands.
        c: positions of the fence, rising, among them 0.
        best: the best heights there.
        prices: the multipliers there.
        level: tracker of the position of the point.

    Attributes:
        plot, curve, tangent, dot: its pieces, to bring in one after the other.
    """

    def __init__(
        self,
        slot: Slot,
        c: Sequence[float],
        best: Sequence[float],
        prices: Sequence[float],
        level: ValueTracker,
    ) -> None:
        super().__init__()
        self.c, self.best, self.prices = (np.array(v, dtype=float) for v in (c, best, prices))
        self.plot = Plot(
            slot, padded(self.c), padded(self.best), x_label="g", y_label='"best height"'
        )
        self.curve = Curve(self.plot, self.best_at, low=self.c[0], high=self.c[-1])
        start = int(np.abs(self.c).argmin())
        self.tangent = SlopeLine(
            self.plot, lambda: (self.c[start], self.best[start], self.prices[start])
        )
        self.level = level
        self.dot = Point(
            lambda: self.plot.at(level.get_value(), self.now()), level, role=Role.OPTIMUM
        )
        self.add(self.plot, self.curve, self.tangent, self.dot)

    def now(self) -> float:
        """The best height where the fence is now."""
        return float(self.best_at(self.level.get_value()))

    def best_at(self, x: Floats | float) -> Floats:
        """The best height at positions of the fence."""
        c, best, prices = self.c, self.best, self.prices
        if len(c) < 2:
            return np.full(np.shape(x), best[0])
        i = np.clip(np.searchsorted(c, x) - 1, 0, len(c) - 2)
        step = c[i + 1] - c[i]
        t = (x - c[i]) / step
        ends = best[i] * (1 + 2 * t) * (1 - t) ** 2 + best[i + 1] * (3 - 2 * t) * t**2
        found: Floats = ends + step * t * (1 - t) * (prices[i] * (1 - t) - prices[i + 1] * t)
        return found
