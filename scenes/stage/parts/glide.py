"""A plot that moves to another place and window, with all that stands on it."""

from __future__ import annotations

import numpy as np
from manim import (
    Animation,
    FadeIn,
    FadeOut,
    Mobject,
    UpdateFromAlphaFunc,
    VGroup,
    smooth,
    squish_rate_func,
)

from scenes.stage.layout import Slot
from scenes.stage.parts.curve import Curve
from scenes.stage.parts.part import Part
from scenes.stage.parts.plot import Plot


def glide(plot: Plot, to: Plot, *standing: Part) -> list[Animation]:
    """Animations after which ``plot`` shows what ``to`` shows, where ``to`` stands.

    Place and window change together and everything is drawn anew on the way, so that the viewer
    sees one picture that moves and zooms. Numbers beside the axes are exchanged half way.
    Afterwards ``plot`` and what stands on it are to be removed, and ``to`` with its own curves
    to be added: they look the same.

    ::

        self.play(*glide(old.plot, new.plot, old.curve, old.point))
        self.remove(old.plot, old.curve, old.point)
        self.add(new.plot, new.curve, new.point)

    Args:
        plot: where things stand; its area and ranges are changed.
        to: a plot that is not yet on the screen.
        standing: parts that are redrawn by means of ``plot``; curves keep to its range.
    """
    start, end = _view(plot), _view(to)

    def move(_: Mobject, share: float) -> None:
        area, ranges = np.split((1 - share) * start + share * end, [4])
        plot.area = Slot(*map(float, area))
        plot.x_range, plot.y_range = ((float(a), float(b)) for a, b in ranges.reshape(2, 2))
        plot._draw_lines([], [])  # axes, no grid
        for part in standing:
            if isinstance(part, Curve):
                part.low, part.high = plot.x_range
            part.redraw()

    early, late = (squish_rate_func(smooth, *times) for times in ((0.0, 0.3), (0.7, 1.0)))
    return [
        FadeOut(VGroup(plot.ticks, plot.names), rate_func=early),
        UpdateFromAlphaFunc(VGroup(plot.axes, *standing), move, rate_func=smooth),
        FadeIn(VGroup(to.grid, to.ticks, to.names), rate_func=late),
    ]


def _view(plot: Plot) -> np.ndarray:
    """Area and ranges in one row."""
    area = plot.area
    return np.array([area.left, area.bottom, area.right, area.top, *plot.x_range, *plot.y_range])
