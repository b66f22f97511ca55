"""A graph that moves: a fitted line or curve whose parameters follow trackers."""

from __future__ import annotations

from typing import Final

import numpy as np
from manim import Animation, Create, ValueTracker, linear

from scenes.stage import theme
from scenes.stage.parts.part import Part, set_polylines, stroke
from scenes.stage.parts.plot import Plot
from scenes.stage.parts.shaded import Graph, heights_of
from scenes.stage.theme import Role

_SAMPLES: Final = 300


class FittedCurve(Part):
    """The graph of a callable, redrawn as its trackers move.

    ::

        line = FittedCurve(plot, lambda x: c.get_value() + m.get_value() * x, c, m)

    Args:
        plot: the axes.
        f: a formula, or a callable on arrays that reads trackers.
        trackers: what it depends on.
        dashed: for a fit that is only proposed, or a second one of the same role.
    """

    def __init__(
        self,
        plot: Plot,
        f: Graph,
        *trackers: ValueTracker,
        role: Role = Role.FUNCTION,
        width: float = theme.CURVE_WIDTH,
        dashed: bool = False,
    ) -> None:
        super().__init__()
        self.plot, self.f, self.dashed = plot, f, dashed
        self.line = stroke(role, width)
        self.add(self.line)
        if trackers:
            self.follow(*trackers)
        else:
            self.redraw()

    def redraw(self) -> None:
        x = np.linspace(*self.plot.x_range, _SAMPLES)
        pieces = self.plot.clip(x, heights_of(self.f, x))
        if self.dashed:
            pieces = [piece[k : k + 5] for piece in pieces for k in range(0, len(piece) - 1, 7)]
        set_polylines(self.line, pieces)

    def entrance(self) -> Animation:
        return Create(self.line, rate_func=linear)
