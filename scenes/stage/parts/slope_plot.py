"""A curve above the curve of its slopes, which a rolling tangent draws."""

from __future__ import annotations

from typing import Any

from manim import ValueTracker

from mvcalc.expr import Function
from scenes.stage.layout import Slot
from scenes.stage.parts.curve import Curve
from scenes.stage.parts.part import Part
from scenes.stage.parts.plot import Range, stacked
from scenes.stage.parts.rolling_tangent import RollingTangent, SlopeTrace


class SlopePlot(Part):
    """Pieces to bring in one after the other; the tangent follows the tracker ``x``.

    ::

        picture = SlopePlot(layout.PICTURE, f, slope, (-2, 2), (heights, slopes))
        self.appear(picture.upper, picture.lower, picture.curve, picture.rolling)
        self.add(picture.trace)
        self.drive(picture.x, picture.end)

    Args:
        slot: where both plots stand.
        f, slope: the function and its derivative.
        x_range: common to both plots.
        y_ranges: heights of the curve, and slopes.
        name: Typst mathematics of the function, above its plot.
        x_marks: ticks of x, instead of round numbers.

    Attributes:
        upper, lower, curve, rolling: the pieces.
        trace: the slopes up to the tangent.
        slopes: all the slopes.
        x: tracker of the tangent's abscissa, at the left end.
    """

    def __init__(
        self,
        slot: Slot,
        f: Function,
        slope: Function,
        x_range: Range,
        y_ranges: tuple[Range, Range],
        *,
        name: str = "f(x)",
        x_marks: tuple[Any, ...] = (),
    ) -> None:
        super().__init__()
        labels = (f"{{{{ {name} : function }}}}", '{{ "slope" : derivative }}')
        self.upper, self.lower = stacked(
            slot, x_range, y_ranges, share=0.5, y_labels=labels, x_marks=x_marks
        )
        self.x = ValueTracker(x_range[0])
        self.curve = Curve(self.upper, f)
        self.rolling = RollingTangent(self.upper, f, slope, self.x)
        self.trace = SlopeTrace(self.rolling, self.lower)
        self.slopes = SlopeTrace(self.rolling, self.lower, finished=True)
        self.add(self.upper, self.lower, self.curve, self.rolling, self.slopes)

    @property
    def end(self) -> float:
        """The right end of the plots."""
        return self.upper.x_range[1]
