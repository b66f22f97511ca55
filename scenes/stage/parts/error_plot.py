"""A function and its approximation above, their difference below on a scale of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import ValueTracker

from mvcalc.expr import Function
from mvcalc.sample import sample
from scenes.stage.layout import Slot
from scenes.stage.parts.curve import Curve, Heights
from scenes.stage.parts.marks import Guide, Point
from scenes.stage.parts.part import Part
from scenes.stage.parts.plot import Plot, stacked
from scenes.stage.parts.shaded import Shaded
from scenes.stage.parts.window import window_around
from scenes.stage.theme import Role


class ErrorPlot(Part):
    """Pieces to bring in one after the other.

    ::

        picture = ErrorPlot(layout.PICTURE, f, polynomial, (0, 1), most=0.02)
        self.appear(picture.upper, picture.curve, picture.copy)

    Args:
        slot: where both plots stand.
        f, approximation: of one variable.
        ends: the interval that is shown, with a little around it.
        most: the largest error that must find room.

    Attributes:
        upper, curve, twin: the upper plot with both graphs.
        lower, error, area: the lower plot with the difference and the region under it.
    """

    def __init__(
        self,
        slot: Slot,
        f: Function,
        approximation: Function,
        ends: tuple[float, float],
        most: float,
    ) -> None:
        super().__init__()
        self.f, self.approximation = f, approximation
        x_range, y_range = window_around(f, ends, 0.06, 0.06)
        gaps = self.gap(np.linspace(*ends, 200))
        # A side on which there is no error needs little room.
        low = -most if np.nanmin(gaps) < -0.02 * most else -0.15 * most
        high = most if np.nanmax(gaps) > 0.02 * most else 0.15 * most
        labels = ("", '{{ "error" : error }}')
        self.upper, self.lower = stacked(
            slot, x_range, (y_range, (low, high)), 0.5, y_labels=labels
        )
        self.curve = Curve(self.upper, f)
        self.twin = Curve(self.upper, approximation, Role.DERIVATIVE, dashed=True)
        self.error = Curve(self.lower, self.gap, Role.ERROR)
        self.area = Shaded(self.lower, self.gap, 0.0, hatched=True)
        self.add(self.upper, self.lower, self.curve, self.twin, self.area, self.error)

    def gap(self, x: Any) -> Any:
        """The difference: the function less its approximation."""
        return sample(self.f, x) - sample(self.approximation, x)

    def point(self, x: ValueTracker) -> Point:
        """A point of the error curve."""
        return Point(
            lambda: self.lower.seen(x.get_value(), float(self.gap(x.get_value()))),
            x, role=Role.ERROR,
        )  # fmt: skip

    def level(self, height: float) -> Guide:
        """A promise: no error is larger."""
        ends = self.lower.path([*self.lower.x_range], [height, height])
        return Guide(lambda: ends, role=Role.OPTIMUM)


class PromisePlot(Part):
    """The size of an error, and a promise that it stays below.

    Args:
        slot: where the plot stands.
        f, approximation: of one variable.
        promise: heights of the promise, a callable on arrays.
        ends: the interval that is shown.

    Attributes:
        plot, error, area, promise: the pieces.
        slack: what the promise allows and the error does not use.
    """

    def __init__(
        self,
        slot: Slot,
        f: Function,
        approximation: Function,
        promise: Heights,
        ends: tuple[float, float],
    ) -> None:
        super().__init__()

        def size(x: Any) -> Any:
            return np.abs(sample(f, x) - sample(approximation, x))

        top = 1.1 * float(np.nanmax(promise(np.linspace(*ends, 200)))) or 1.0
        names = '"size of the" {{ "error" : error }} "and" {{ "promise" : optimum }}'
        self.plot = Plot(slot, ends, (-0.06 * top, top), y_label=names)
        self.error = Curve(self.plot, size, Role.ERROR)
        self.area = Shaded(self.plot, size, 0.0, hatched=True)
        self.promise = Curve(self.plot, promise, Role.OPTIMUM)
        self.slack = Shaded(self.plot, size, promise, role=Role.OPTIMUM, opacity=0.12)
        self.add(self.plot, self.slack, self.area, self.error, self.promise)
