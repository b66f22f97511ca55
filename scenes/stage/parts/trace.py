"""The trail of something that moves: a polyline through given places, drawn up to a tracker."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Animation, Create, ValueTracker

from scenes.stage import theme
from scenes.stage.parts.part import Floats, Part, set_corners, stroke
from scenes.stage.theme import Role


class Trace(Part):
    """A line through places, as far as a tracker has come along their marks.

    ::

        trail = Trace(plot.places(xs, ys), marks=times, until=t)

    Args:
        places: in frame units, shape (n, 3).
        marks: the tracker's value at every place, increasing.
        until: the tracker; None draws all.
    """

    def __init__(
        self,
        places: Floats,
        marks: Sequence[float] | Floats = (),
        until: ValueTracker | None = None,
        *,
        role: Role = Role.GRADIENT,
        width: float = theme.LINE_WIDTH,
    ) -> None:
        super().__init__()
        self.places, self.marks, self.until = np.asarray(places), np.asarray(marks), until
        self.line = stroke(role, width)
        self.add(self.line)
        if until is None:
            self.redraw()
        else:
            self.follow(until)

    def redraw(self) -> None:
        shown = self.places
        if self.until is not None:
            now = self.until.get_value()
            end = [np.interp(now, self.marks, column) for column in self.places.T]
            shown = np.vstack([self.places[self.marks < now], end])
        set_corners(self.line, shown)

    def entrance(self) -> Animation:
        return Create(self.line)
