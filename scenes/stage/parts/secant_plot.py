"""A curve with a secant: two points, the line through them, rise and run between them."""

from __future__ import annotations

from manim import ValueTracker

from mvcalc.expr import Function
from mvcalc.sample import sample
from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts.curve import Curve
from scenes.stage.parts.marks import Point, SlopeLine
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.plot import Plot, Range
from scenes.stage.parts.slope_triangle import SlopeTriangle


class SecantPlot(Part):
    """Pieces to bring in one after the other; all follow the trackers ``x`` and ``run``.

    Attributes:
        plot, curve, first, second, triangle, line: the pieces.
        x, run: trackers of the first abscissa and the signed run.
    """

    def __init__(
        self,
        slot: Slot,
        window: tuple[Range, Range],
        f: Function,
        x0: float,
        run: float,
        run_name: Formula | None = None,
        rise_name: Formula | None = None,
    ) -> None:
        super().__init__()
        self.f = f
        self.x, self.run = ValueTracker(x0), ValueTracker(run)
        self.plot = Plot(slot, *window, y_label="f(x)")
        self.curve = Curve(self.plot, f)
        self.first = Point(lambda: self._place(0), self.x)
        self.second = Point(lambda: self._place(1), self.x, self.run)
        self.triangle = SlopeTriangle(
            self.plot, f, self.x, self.run, run_name=run_name, rise_name=rise_name
        )
        self.line = SlopeLine(self.plot, self._secant, self.x, self.run, width=theme.THIN_WIDTH)
        self.add(*self.pieces)

    @property
    def pieces(self) -> tuple[Part, ...]:
        """All of it, from the lowest to the uppermost; the plot first."""
        return self.plot, self.line, self.triangle, self.curve, self.first, self.second

    def _place(self, end: int) -> Floats:
        x = self.x.get_value() + end * self.run.get_value()
        return self.plot.at(x, float(sample(self.f, x)))

    def _secant(self) -> tuple[float, float, float]:
        x, run = self.x.get_value(), self.run.get_value()
        y = sample(self.f, [x, x + run])
        return x, float(y[0]), float((y[1] - y[0]) / run)
