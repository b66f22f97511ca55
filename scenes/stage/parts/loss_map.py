"""The sum of squares of a model over the plane of its two parameters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from scenes.stage.layout import Slot
from scenes.stage.parts.contour_plot import ContourPlot
from scenes.stage.parts.heights import Heights
from scenes.stage.parts.misfit import Misfit
from scenes.stage.parts.plot import Plot, Range

_SHARES: Final = (0.004, 0.015, 0.04, 0.08, 0.14, 0.22, 0.32, 0.44, 0.57, 0.7, 0.83, 0.94)
_CELLS: Final = 120


class LossMap(ContourPlot):
    """Level lines of a sum of squares on a plot of the two parameters.

    Unless they are given, the levels are chosen so that similar areas lie between them: a narrow
    valley, a plateau and a cliff in one picture all get their lines.

    ::

        misfit = Misfit.of(facts.model, facts.x, facts.y)
        plot = LossMap.axes(slot, x_range, y_range)
        self.appear(plot, LossMap(plot, misfit))
    """

    def __init__(self, plot: Plot, misfit: Misfit, levels: Sequence[float] = ()) -> None:
        if not levels:
            heights = Heights(misfit.total, plot.x_range, plot.y_range, _CELLS)
            levels = heights.at_shares(_SHARES)
        super().__init__(plot, misfit.total, levels, cells=_CELLS)

    @staticmethod
    def axes(slot: Slot, x_range: Range, y_range: Range) -> Plot:
        """A plot of the two parameters b₁ and b₂."""
        return Plot(slot, x_range, y_range, x_label="b_1", y_label="b_2", grid=False)
