"""Points and straight marks on a plot: filled dots, open dots, stars, lines, guides."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import Animation, Create, GrowFromCenter, ValueTracker, VMobject

from scenes.render.marks import straight
from scenes.stage import theme
from scenes.stage.parts.part import Floats, Part, set_corners, stroke
from scenes.stage.parts.plot import Plot, set_line
from scenes.stage.theme import Role

_CIRCLE = 0.5522847498  # control distance of a quarter circle


def circle_points(radius: float) -> Floats:
    """Cubic points of a circle about the origin."""
    k = radius * _CIRCLE
    quarter = np.array([[radius, 0, 0], [radius, k, 0], [k, radius, 0], [0, radius, 0]])
    turn = np.array([[0.0, 1, 0], [-1, 0, 0], [0, 0, 1]])
    quarters = [quarter]
    for _ in range(3):
        quarters.append(quarters[-1] @ turn)
    return np.concatenate(quarters)


def star_points(radius: float) -> Floats:
    """Corners of a five-pointed star about the origin, closed."""
    angles = np.pi / 2 + np.arange(11) * np.pi / 5
    radii = np.where(np.arange(11) % 2 == 0, radius, radius * 0.42)
    return np.stack([radii * np.cos(angles), radii * np.sin(angles), np.zeros(11)], axis=1)


class Point(Part):
    """A point that may move: filled (a value), open (a slope) or a star (a solution).

    Args:
        where: a place, or a function that gives it from trackers.
        trackers: what ``where`` depends on.
    """

    def __init__(
        self,
        where: Floats | Callable[[], Floats],
        *trackers: ValueTracker,
        role: Role = Role.FUNCTION,
        shape: str = "dot",
        radius: float = 0.1,
    ) -> None:
        super().__init__()
        self.where = where if callable(where) else lambda: where
        self.dot = VMobject(
            fill_color=theme.BACKGROUND if shape == "open" else role.colour,
            fill_opacity=1,
            stroke_color=role.colour if shape == "open" else theme.BACKGROUND,
            stroke_width=theme.OUTLINE_WIDTH,
        )
        if shape == "star":
            set_corners(self.dot, star_points(radius * 2.0))
            self._shape = self.dot.points.copy()
        else:
            self._shape = circle_points(radius)
        self.add(self.dot)
        if trackers:
            self.follow(*trackers)
        else:
            self.redraw()

    def redraw(self) -> None:
        place = self.where()
        visible = bool(np.isfinite(place).all())
        self.dot.set_points(self._shape + place if visible else np.zeros((0, 3)))

    def entrance(self) -> Animation:
        return GrowFromCenter(self)


class SlopeLine(Part):
    """A straight line of a given slope through a point, cut to the plot: a tangent or a secant.

    Args:
        through: gives (x, y, slope) from trackers; NaN hides the line.
        reach: half length in frame units, or None for the whole plot.
    """

    def __init__(
        self,
        plot: Plot,
        through: Callable[[], tuple[float, float, float]],
        *trackers: ValueTracker,
        role: Role = Role.DERIVATIVE,
        width: float = theme.LINE_WIDTH,
        reach: float | None = None,
    ) -> None:
        super().__init__()
        self.plot, self.through, self.reach = plot, through, reach
        self.line = stroke(role, width)
        self.add(self.line)
        if trackers:
            self.follow(*trackers)
        else:
            self.redraw()

    def redraw(self) -> None:
        x, y, slope = self.through()
        ends = np.zeros((0, 3))
        if np.isfinite([x, y, slope]).all():
            ends = self.plot.line_through(x, y, slope)
        if len(ends) == 2 and self.reach is not None:
            centre = self.plot.at(x, y)
            for i, end in enumerate(ends):
                away = end - centre
                length = float(np.linalg.norm(away))
                if length > self.reach:
                    ends[i] = centre + away * (self.reach / length)
        set_line(self.line, ends)

    def entrance(self) -> Animation:
        return Create(self.line)


class Guide(Part):
    """A dashed line between two places that may move."""

    def __init__(
        self,
        ends: Callable[[], Floats],
        *trackers: ValueTracker,
        role: Role = Role.SECONDARY,
        width: float = theme.THIN_WIDTH,
        dash: float = 0.12,
    ) -> None:
        super().__init__()
        self.ends, self.dash = ends, dash
        self.line = stroke(role, width)
        self.add(self.line)
        if trackers:
            self.follow(*trackers)
        else:
            self.redraw()

    def redraw(self) -> None:
        from scenes.stage.parts.part import set_polylines

        start, end = self.ends()
        length = float(np.linalg.norm(end - start))
        count = max(1, int(length / self.dash / 2 + 0.5)) if np.isfinite(length) else 0
        cuts = (np.arange(count)[:, None] * 2 + np.array([0, 1])) / max(2 * count - 1, 1)
        set_polylines(self.line, [start + (end - start) * cut[:, None] for cut in cuts])


def bar(ends: Floats, width: float, dashed: bool) -> Floats:
    """Control points of a filled line, whole or dashed."""
    start, end = ends
    length = float(np.linalg.norm(end - start))
    if not length > 0:
        return np.zeros((0, 3))
    count = max(2, round(length / 0.26)) if dashed else 1
    cuts = (np.arange(count)[:, None] + np.array([0.0, 0.6 if dashed else 1.0])) / count
    a, b = (start + cut[:, None] * (end - start) for cut in cuts.T)
    along = (end - start) / length
    side = np.array([-along[1], along[0], 0]) * width / 2
    corners = np.stack([a + side, b + side, b - side, a - side], axis=1)
    return straight(corners.reshape(-1, 3), np.roll(corners, -1, axis=1).reshape(-1, 3))
