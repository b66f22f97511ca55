"""A path of steps on a plot: dots and arrows, shown up to a moving number of steps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt
from manim import Animation, FadeIn, LineJointType, ValueTracker, VMobject

from scenes.render.marks import Dots, straight
from scenes.stage import theme
from scenes.stage.parts.arrow import arrows
from scenes.stage.parts.marks import circle_points
from scenes.stage.parts.part import Floats, Part, set_polylines, stroke
from scenes.stage.parts.plot import Plot, clip_segments
from scenes.stage.theme import Role

_ARROW: Final = 0.45  # a shorter step has no room for an arrowhead
_BEYOND: Final = 1e9  # machine numbers larger than this are drawn as if they were this


class DescentPath(Part):
    """Steps from point to point, drawn up to a tracker; between whole numbers the last one grows.

    Long steps are arrows, short ones lines; stops are dots, smaller when they crowd and left out
    when there would be nothing but dots. A step that
    leaves the plot is cut at its border; while the path is outside, a cross marks where it left.

    ::

        k = self.tracker(0)
        path = DescentPath(plot, facts.path.drawn(), k)
        self.drive(k, path.count, seconds=6)

    Args:
        plot: the axes, or a contour plot's.
        points: the stops, pairs of numbers.
        k: how many steps are drawn, fractions included; None draws all.
        role: colour; a rival method takes another role.
        dashed: dashes instead of arrows, for a second path of the same role.
    """

    def __init__(
        self,
        plot: Plot,
        points: Iterable[tuple[float, ...]],
        k: ValueTracker | None = None,
        *,
        role: Role = Role.GRADIENT,
        width: float = theme.LINE_WIDTH,
        radius: float = 0.08,
        dashed: bool = False,
    ) -> None:
        super().__init__()
        self.plot, self.k, self.dashed = plot, k, dashed
        self.points_on = np.array([(p[0], p[1]) for p in points], dtype=float).reshape(-1, 2)
        self.points_on = np.clip(self.points_on, -_BEYOND, _BEYOND)
        self.radius = radius * _crowding(plot.places(*self.points_on.T))
        self.dotted = self.radius > 0.5 * radius  # else the dots would be all there is to see
        self.outline = stroke(
            theme.BACKGROUND, width + 2 * theme.OUTLINE_WIDTH, joint_type=LineJointType.ROUND
        )
        self.line = stroke(role, width, joint_type=LineJointType.ROUND)
        self.arrows = arrows(role, width)
        self.arrows.set_background_stroke(width=0)
        self.dots = Dots(
            radius=self.radius, color=role.colour,
            stroke_width=theme.THIN_WIDTH, stroke_color=theme.BACKGROUND,
        )  # fmt: skip
        self.exit = stroke(role, theme.CURVE_WIDTH)
        self.head = VMobject(
            fill_color=role.colour, fill_opacity=1,
            stroke_color=theme.BACKGROUND, stroke_width=theme.OUTLINE_WIDTH,
        )  # fmt: skip
        self.add(self.outline, self.line, self.arrows, self.dots, self.exit, self.head)
        if k is None:
            self.redraw()
        else:
            self.follow(k)

    @property
    def count(self) -> int:
        """Number of steps."""
        return max(0, len(self.points_on) - 1)

    def now(self) -> Floats:
        """Where the path has come to, in the plot's numbers; shape (2,)."""
        stops = self._drawn()
        return stops[-1] if len(stops) else np.full(2, np.nan)

    def place(self) -> Floats:
        """Where the path has come to, in frame units; NaN outside the plot."""
        stop = self.now()[None]
        return self.plot.at(*stop[0]) if self._inside(stop)[0] else np.full(3, np.nan)

    def _drawn(self) -> Floats:
        """The stops reached, and the place between two stops if there is one; shape (n, 2)."""
        reached = float(self.count) if self.k is None else self.k.get_value()
        reached = min(max(reached, 0.0), float(self.count))
        whole = int(reached)
        stops = self.points_on[: whole + 1]
        if reached > whole:
            last, then = self.points_on[whole : whole + 2]
            stops = np.vstack([stops, last + (reached - whole) * (then - last)])
        return stops

    def redraw(self) -> None:
        stops = self._drawn()
        inside = self._inside(stops)
        plot = self.plot
        places = plot.places(stops[:, 0], stops[:, 1])
        self.dots.set_centres(places[inside & self.dotted])
        low, high = clip_segments(stops[:-1], stops[1:], plot.x_range, plot.y_range)
        # A step with both ends outside would cross the picture without belonging to it.
        seen = (low <= high) & (inside[:-1] | inside[1:])
        away = (places[1:] - places[:-1])[seen]
        starts = places[:-1][seen] + low[seen, None] * away
        ends = places[:-1][seen] + high[seen, None] * away
        lengths = np.linalg.norm(ends - starts, axis=1)
        pointed = (lengths > _ARROW) & inside[1:][seen] & (not self.dashed)
        # An arrow ends where its dot begins.
        back = (ends - starts) * (self.radius / np.maximum(lengths, 1e-12))[:, None]
        self.arrows.set_arrows(starts[pointed], (ends - back)[pointed])
        if self.dashed:
            set_polylines(self.line, _dashes(starts, ends))
        else:
            self.outline.set_points(straight(starts, ends))
            self.line.set_points(straight(starts[~pointed], ends[~pointed]))
        here = places[-1:][inside[-1:]]
        self.head.set_points(
            circle_points(max(self.radius * 1.3, 0.09)) + here[0] if len(here) else here
        )
        self._mark_exit(ends[:0] if len(here) else ends[-1:])

    def _inside(self, stops: Floats) -> npt.NDArray[np.bool_]:
        (x0, x1), (y0, y1) = self.plot.x_range, self.plot.y_range
        x, y = stops.T
        return (x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)

    def _mark_exit(self, last: Floats) -> None:
        arm, other = np.array([0.14, 0.14, 0]), np.array([0.14, -0.14, 0])
        cross = [np.array([at - a, at + a]) for at in last for a in (arm, other)]
        set_polylines(self.exit, cross)

    def entrance(self) -> Animation:
        return FadeIn(self)


def _crowding(places: Floats) -> float:
    """1 if the dots have room, down to 0.5 if most are closer than a dot is wide."""
    if len(places) < 3:
        return 1.0
    gaps = np.linalg.norm(np.diff(places, axis=0), axis=1)
    typical = float(np.nan_to_num(np.median(gaps), nan=1.0))
    return float(np.clip(typical / 0.3, 0.5, 1.0))


def _dashes(starts: Floats, ends: Floats, dash: float = 0.14, gap: float = 0.1) -> list[Floats]:
    """Dashes along segments (n, 3), cut at every corner."""
    found = []
    for start, end in zip(starts, ends, strict=True):
        length = float(np.linalg.norm(end - start))
        if length == 0:
            continue
        for at in np.arange(0, length, dash + gap):
            shares = np.array([[at], [min(at + dash, length)]]) / length
            found.append(start + shares * (end - start))
    return found
