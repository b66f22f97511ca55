"""A walk along a fence, and the height along it as a graph."""

from __future__ import annotations

import numpy as np
from manim import ValueTracker

from mvcalc.expr import Function
from mvcalc.sample import sample
from scenes.stage import theme
from scenes.stage.layout import Slot
from scenes.stage.parts.implicit_curve import ImplicitCurve
from scenes.stage.parts.part import Floats, Part, set_polylines, stroke
from scenes.stage.parts.plot import Plot
from scenes.stage.parts.window import padded
from scenes.stage.theme import Role

_SAMPLES = 400
_NEAR = 0.2  # frame units


class FenceWalk:
    """Places and heights along the longest piece of a fence.

    Args:
        fence: the curve to walk on.
        f: the height, a function of two variables.
        t: tracker of the share of the way that has been walked.
    """

    def __init__(self, fence: ImplicitCurve, f: Function, t: ValueTracker) -> None:
        self.t = t
        self.places = np.array([fence.along(float(s)) for s in np.linspace(0, 1, _SAMPLES)])
        self.heights = sample(f, *fence.plot.numbers(self.places))

    def place(self) -> Floats:
        """Where the walker is."""
        share = np.linspace(0, 1, _SAMPLES)
        t = self.t.get_value()
        return np.array([np.interp(t, share, column) for column in self.places.T])

    def graph(self, slot: Slot) -> HeightGraph:
        """The heights so far, on axes of their own."""
        return HeightGraph(slot, self)


class HeightGraph(Part):
    """The height along a walk, drawn as far as the walker has come.

    Attributes:
        plot: the axes; bring them in first.
    """

    def __init__(self, slot: Slot, walk: FenceWalk) -> None:
        super().__init__()
        self.walk = walk
        self.plot = Plot(
            slot, (0.0, 1.0), padded(walk.heights, 0.15), x_label="", y_label='"height"', x_ticks=0
        )
        self.line = stroke(Role.FUNCTION, theme.CURVE_WIDTH)
        self.add(self.line)
        self.follow(walk.t)

    def above(self, place: Floats) -> Floats:
        """The place of the graph that belongs to a place of the map; NaN if off the walk."""
        away = np.linalg.norm(self.walk.places - place, axis=1)
        index = int(away.argmin())
        if away[index] > _NEAR:
            return np.full(3, np.nan)
        return self.plot.at(index / (_SAMPLES - 1), float(self.walk.heights[index]))

    def redraw(self) -> None:
        share = np.linspace(0, 1, _SAMPLES)
        so_far = share <= self.walk.t.get_value()
        pieces = self.plot.clip(share[so_far], self.walk.heights[so_far])
        set_polylines(self.line, pieces)
