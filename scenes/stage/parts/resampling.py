"""What another sample would have said: data drawn again, their lines, and the map of all lines."""

from __future__ import annotations

from typing import Final

import numpy as np
from manim import ValueTracker

from scenes.render.marks import Dots, Segments
from scenes.stage import theme
from scenes.stage.parts.data_plot import inside
from scenes.stage.parts.part import Floats, Part, set_segment, stroke
from scenes.stage.parts.plot import Plot, clip_segments
from scenes.stage.theme import Role

_FAINT: Final = 0.5  # of the lines that have been; they keep a contrast of 3:1
_CLOUD: Final = 0.05  # radius of their points


class Resampling(Part):
    """Samples one after the other, seen twice: as data with a line, and as a point on the map.

    ::

        again = Resampling(plot, ground, x, samples, lines, k)
        self.appear(again)
        self.drive(k, 3)

    Args:
        plot: axes of the data.
        ground: the map of all lines: where they start, and their slope.
        x: (n,) abscissae.
        samples: (count + 1, n) heights; the first row is the data as they were measured.
        lines: (count + 1, 2) start and slope of the line of each.
        k: tracker of the sample on show; between two of them the dots move from one to the next.

    Attributes:
        fan, cloud: the lines so far, and their points.
        dots, line, here: the sample on show, its line, and the point of that.
    """

    def __init__(
        self, plot: Plot, ground: Plot, x: Floats, samples: Floats, lines: Floats, k: ValueTracker
    ) -> None:
        super().__init__()
        self.plot, self.ground, self.k = plot, ground, k
        self.x, self.samples, self.lines = x, samples, lines
        self._starts, self._ends = self._across(lines)
        seen = inside(ground, *lines.T)
        self._places = np.where(seen[:, None], ground.places(*lines.T), np.nan)
        blue = Role.FUNCTION.colour
        self.fan = Segments(color=blue, width=theme.HAIR_WIDTH, stroke_opacity=_FAINT)
        self.cloud = Dots(radius=_CLOUD, color=blue)
        self.line = stroke(Role.FUNCTION, theme.CURVE_WIDTH)
        size = float(np.clip(0.5 / np.sqrt(len(x)), 0.045, 0.1))
        self.dots = Dots(radius=size, color=Role.DATA.colour)
        self.here = Dots(radius=0.1, color=blue)
        for dots in (self.cloud, self.dots, self.here):
            dots.set_stroke(theme.BACKGROUND, theme.THIN_WIDTH)
        self.add(self.fan, self.line, self.dots, self.cloud, self.here)
        self.follow(k)

    def redraw(self) -> None:
        now = float(np.clip(self.k.get_value(), 0, len(self.lines) - 1))
        past = slice(1, int(now) + 1)
        self.fan.set_segments(self._starts[past], self._ends[past])
        self.cloud.set_centres(self._places[past])
        y, line = self._between(self.samples, now), self._between(self.lines, now)
        places = self.plot.places(self.x, y)
        places[~inside(self.plot, self.x, y)] = np.nan
        self.dots.set_centres(places)
        start, end = (ends[0] for ends in self._across(line[None]))
        set_segment(self.line, start, end)
        self.here.set_centres(self.ground.seen(*line)[None])

    def _between(self, rows: Floats, now: float) -> Floats:
        """The row on show, on its way to the next."""
        low = int(now)
        high, share = min(low + 1, len(rows) - 1), now - low
        return np.asarray(rows[low] + share * (rows[high] - rows[low]))

    def _across(self, lines: Floats) -> tuple[Floats, Floats]:
        """Both ends of lines in the plot; NaN for a line outside it."""
        (left, right), y_range = self.plot.x_range, self.plot.y_range
        start, end = (
            np.stack([np.full(len(lines), x), lines @ (1, x)], axis=1) for x in (left, right)
        )
        low, high = clip_segments(start, end, (left, right), y_range)
        low[low > high] = np.nan
        first, last = (
            self.plot.places(*(start + share[:, None] * (end - start)).T) for share in (low, high)
        )
        return first, last
