"""A number for every direction, drawn as a length in that direction about a point."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from manim import Animation, Create, ValueTracker

from scenes.render.marks import straight
from scenes.stage import theme
from scenes.stage.parts.part import Floats, Part, stroke
from scenes.stage.theme import Role

_SAMPLES: Final = 360


class PolarCurve(Part):
    """The polar graph of r(θ), scaled to a reach; where r is negative its size is drawn dashed.

    ::

        curve = PolarCurve(plot.at(1, 0), lambda a: 2 * np.cos(a) + np.sin(a), until=angle, reach=2)
        arrow = Arrow(curve.centre, lambda: curve.place(angle.get_value()), angle)

    Args:
        centre: the point, in frame units.
        radius: r for an array of angles in radians.
        until: tracker of the angle up to which it is drawn; None draws the whole turn.
        start: the angle where it begins.
        reach: length of the largest absolute r in frame units.
    """

    def __init__(
        self,
        centre: Floats,
        radius: Callable[[Floats], Floats],
        *,
        until: ValueTracker | None = None,
        start: float = 0.0,
        reach: float = 1.8,
        role: Role = Role.DERIVATIVE,
        width: float = theme.LINE_WIDTH,
    ) -> None:
        super().__init__()
        self.centre, self._radius, self.until, self.start = centre, radius, until, start
        around = np.abs(self.radius(np.linspace(0, 2 * np.pi, _SAMPLES)))
        largest = float(np.nanmax(around, initial=0.0))
        self.unit = reach / largest if largest > 0 else 0.0
        self.line, self.dashes = stroke(role, width), stroke(role, width, opacity=0.8)
        self.add(self.line, self.dashes)
        if until is None:
            self.redraw()
        else:
            self.follow(until)

    def radius(self, angles: Floats) -> Floats:
        """Machine values of r; NaN where it has none."""
        with np.errstate(all="ignore"):
            r = np.array(np.broadcast_to(self._radius(angles), angles.shape), dtype=float)
        r[~np.isfinite(r)] = np.nan
        return r

    def place(self, angle: float) -> Floats:
        """Where the curve is in a direction, in frame units; opposite ones for negative r."""
        return self._places(np.array([angle]))[0]

    def _places(self, angles: Floats) -> Floats:
        length = np.abs(self.radius(angles)) * self.unit
        directions = np.stack([np.cos(angles), np.sin(angles), np.zeros(len(angles))], axis=1)
        places: Floats = self.centre + length[:, None] * directions
        return places

    def redraw(self) -> None:
        turn = 2 * np.pi if self.until is None else self.until.get_value() - self.start
        turn = float(np.clip(turn, -2 * np.pi, 2 * np.pi))
        angles = self.start + np.linspace(0, turn, max(2, int(_SAMPLES * abs(turn) / (2 * np.pi))))
        places, r = self._places(angles), self.radius(angles)
        known = np.isfinite(r[:-1]) & np.isfinite(r[1:])
        solid = known & (r[:-1] >= 0) & (r[1:] >= 0)
        dashed = known & ~solid & (np.arange(len(known)) % 8 < 5)
        for mark, chosen in ((self.line, solid), (self.dashes, dashed)):
            mark.set_points(straight(places[:-1][chosen], places[1:][chosen]))

    def entrance(self) -> Animation:
        return Create(self)
