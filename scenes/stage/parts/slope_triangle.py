"""Rise over run: the triangle between two points of a curve."""

from __future__ import annotations

from typing import Final

import numpy as np
from manim import Animation, Create, FadeIn, LaggedStart, ValueTracker

from mvcalc.expr import Function
from mvcalc.sample import sample
from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.parts.part import Floats, Part, set_corners, set_segment, stroke
from scenes.stage.parts.plot import Plot
from scenes.stage.theme import Role

_CLEAR: Final = 0.08  # between a name and an axis


class SlopeTriangle(Part):
    """Legs run (horizontal) and rise (vertical) with their names outside the triangle.

    A name is hidden while its leg is too short for it, or where it would leave the plot.

    Args:
        plot: the axes.
        f: the function.
        x: tracker of the first abscissa.
        run: tracker of the signed run.
        run_name, rise_name: Typst mathematics, or None for no name.
    """

    def __init__(
        self,
        plot: Plot,
        f: Function,
        x: ValueTracker,
        run: ValueTracker,
        *,
        run_name: Formula | None = None,
        rise_name: Formula | None = None,
    ) -> None:
        super().__init__()
        self.plot, self.f, self.x, self.run = plot, f, x, run
        self.fill = stroke(Role.DERIVATIVE, 0)
        self.fill.set_fill(Role.DERIVATIVE.colour, opacity=0.14)
        self.run_leg = stroke(Role.DATA, theme.LINE_WIDTH)
        self.rise_leg = stroke(Role.DERIVATIVE, theme.LINE_WIDTH)
        self.run_name, self.rise_name = run_name, rise_name
        names = [name for name in (run_name, rise_name) if name is not None]
        self.add(self.fill, self.run_leg, self.rise_leg, *names)
        self.follow(x, run)

    def redraw(self) -> None:
        x, run = self.x.get_value(), self.run.get_value()
        a, c = self.plot.places(np.array([x, x + run]), sample(self.f, [x, x + run]))
        b = np.array([c[0], a[1], 0.0])
        set_corners(self.fill, np.array([a, b, c, a]))
        set_segment(self.run_leg, a, b)
        set_segment(self.rise_leg, b, c)
        # A triangle that the points at its corners cover is not drawn under them.
        covered = float(np.linalg.norm(c - a)) < 0.3
        self.run_leg.set_stroke(opacity=0.0 if covered else 1.0)
        self.rise_leg.set_stroke(opacity=0.0 if covered else 1.0)
        side = 1.0 if run >= 0 else -1.0
        below = -1.0 if c[1] >= a[1] else 1.0
        if self.run_name is not None:
            away = self.run_name.height / 2 + 0.2
            place = (a + b) / 2 + np.array([0, below * away, 0])
            self._place(
                self.run_name, 0, self._off_axis(self.run_name, place, 1, below), abs(b - a)
            )
        if self.rise_name is not None:
            width = self.rise_name.width
            place = (b + c) / 2 + np.array([side * (width / 2 + 0.2), 0, 0])
            self._place(
                self.rise_name, 1, self._off_axis(self.rise_name, place, 0, side), abs(c - b)
            )

    def _off_axis(self, name: Formula, place: Floats, along: int, sign: float) -> Floats:
        """The place, or the next one away from the triangle where no axis crosses the name."""
        half = (name.height if along else name.width) / 2
        zero, ranges = self.plot.at(0, 0), (self.plot.x_range, self.plot.y_range)
        if ranges[along][0] <= 0 <= ranges[along][1] and abs(place[along] - zero[along]) < half:
            place[along] = zero[along] + sign * (half + _CLEAR)
        return place

    def take_names(self) -> tuple[Formula, ...]:
        """The names, which no longer belong to the triangle: it will be another one."""
        names = tuple(name for name in (self.run_name, self.rise_name) if name is not None)
        self.remove(*names)
        self.run_name = self.rise_name = None
        return names

    def _place(self, name: Formula, axis: int, place: np.ndarray, leg: np.ndarray) -> None:
        size = name.width if axis == 0 else name.height
        area, half = self.plot.area, name.width / 2
        inside = area.left <= place[0] - half and place[0] + half <= area.right + 0.2
        name.set_opacity(1.0 if inside and leg[axis] > 1.2 * size else 0.0)
        name.move_to(place)

    def entrance(self) -> Animation:
        return LaggedStart(
            Create(self.run_leg), Create(self.rise_leg), FadeIn(self.fill),
            *(FadeIn(name) for name in (self.run_name, self.rise_name) if name is not None),
            lag_ratio=0.4,
        )  # fmt: skip
