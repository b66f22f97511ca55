"""The circle that fits a level curve best at one place: the coin laid against it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from manim import Animation, Create, ValueTracker

from scenes.stage import theme
from scenes.stage.parts.part import Part, set_polylines, stroke
from scenes.stage.parts.plot import Plot
from scenes.stage.theme import Role

_SAMPLES: Final = 361


class Coin(Part):
    """The osculating circle at a place where a graph is level, cut to its plot.

    Its radius is one over the curvature. It lies above the graph where the curvature is positive,
    below where it is negative, and is a straight line where there is none.

    ::

        coin = Coin(plot, lambda: bend(angle.get_value()), angle)

    Args:
        plot: axes with ``equal=True``, else the circle is not round.
        curvature: second derivative at the place, read from trackers.
        trackers: what it depends on.
        at: the place, a pair of numbers.
    """

    def __init__(
        self,
        plot: Plot,
        curvature: Callable[[], float],
        *trackers: ValueTracker,
        at: tuple[float, float] = (0.0, 0.0),
        role: Role = Role.CURVATURE,
    ) -> None:
        super().__init__()
        self.plot, self.curvature, self.at = plot, curvature, at
        self.rim = stroke(role, theme.LINE_WIDTH)
        self.add(self.rim)
        if trackers:
            self.follow(*trackers)
        else:
            self.redraw()

    def redraw(self) -> None:
        k = float(self.curvature())
        # By arc length from the place, so that no curvature is too small.
        far = 2 * float(np.ptp(self.plot.x_range) + np.ptp(self.plot.y_range))
        half = min(far, np.pi / abs(k)) if k else far
        s = np.linspace(-half, half, _SAMPLES)
        x = self.at[0] + s * np.sinc(k * s / np.pi)
        y = self.at[1] + k * s**2 / 2 * np.sinc(k * s / (2 * np.pi)) ** 2
        set_polylines(self.rim, self.plot.clip(x, y))

    def entrance(self) -> Animation:
        return Create(self.rim)
