"""A tangent that rolls along a curve, and writes its slopes down on a plot below."""

from __future__ import annotations

import numpy as np
from manim import ValueTracker

from mvcalc.expr import Function
from mvcalc.sample import sample
from scenes.stage import theme
from scenes.stage.parts.curve import Curve
from scenes.stage.parts.marks import Guide, Point, SlopeLine
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.plot import Plot
from scenes.stage.theme import Role


class RollingTangent(Part):
    """A point of a curve with its tangent; it hides where the curve leaves the plot.

    Args:
        plot: the axes of the curve.
        f, slope: the function and its derivative, of one variable.
        x: tracker of the abscissa.
        reach: half length of the tangent in frame units.
    """

    def __init__(
        self, plot: Plot, f: Function, slope: Function, x: ValueTracker, reach: float = 1.4
    ) -> None:
        super().__init__()
        self.plot, self.f, self.slope, self.x = plot, f, slope, x
        self.tangent = SlopeLine(plot, self._line, reach=reach)
        self.dot = Point(lambda: plot.seen(*self._line()[:2]))
        self.add(self.tangent, self.dot)
        self.follow(x)

    def _line(self) -> tuple[float, float, float]:
        x = self.x.get_value()
        y, slope = float(sample(self.f, x)), float(sample(self.slope, x))
        low, high = self.plot.y_range
        return x, y if low <= y <= high else np.nan, slope

    def redraw(self) -> None:
        self.tangent.redraw()
        self.dot.redraw()


class SlopeTrace(Part):
    """The slopes of a rolling tangent, drawn on the plot below as the tangent passes.

    Args:
        above: the rolling tangent.
        plot: the axes below.
        finished: draw the whole curve, whatever the tangent does.
    """

    def __init__(self, above: RollingTangent, plot: Plot, finished: bool = False) -> None:
        super().__init__()
        self.above, self.plot = above, plot
        until = None if finished else above.x
        self.curve = Curve(plot, above.slope, Role.DERIVATIVE, until=until)
        self.dot = Point(lambda: self._place(), role=Role.DERIVATIVE, shape="open")
        self.drop = Guide(self._drop, width=theme.THIN_WIDTH)
        self.add(self.curve, self.drop, self.dot)
        self.follow(above.x)

    def _place(self) -> Floats:
        x = self.above.x.get_value()
        return self.plot.seen(x, float(sample(self.above.slope, x)))

    def _drop(self) -> Floats:
        return np.array([self.above.dot.where(), self._place()])

    def redraw(self) -> None:
        self.dot.redraw()
        self.drop.redraw()
