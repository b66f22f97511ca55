"""A microscope over a plot: the same curve, enlarged as much as needed, centre held."""

from __future__ import annotations

from typing import Final

import numpy as np
from manim import Circle, ValueTracker

from mvcalc.expr import Function
from mvcalc.sample import sample
from scenes.stage import theme
from scenes.stage.layout import Slot
from scenes.stage.parts.marks import circle_points
from scenes.stage.parts.part import Floats, Part, set_corners, set_polylines, set_segment, stroke
from scenes.stage.parts.plot import Plot
from scenes.stage.theme import Role

SAMPLES: Final = 90
LEAST_RING: Final = 0.2  # frame units; a smaller ring would not be seen
LARGEST_RING: Final = 1.5


class Lens(Part):
    """A round window in which a slope triangle keeps its size while its run shrinks.

    The picture inside is scaled by the same factor in both axes of the plot, so that slopes in
    the lens equal slopes in the plot. A ring on the plot marks what the lens sees, and two rays
    join them; the ring comes in once it is small enough to be a place rather than a picture.

    Args:
        slot: the lens is the largest circle in it.
        plot: the axes whose slopes the lens keeps.
        f: the function.
        x, run: trackers of the triangle.
    """

    def __init__(
        self,
        slot: Slot,
        plot: Plot,
        f: Function,
        x: ValueTracker,
        run: ValueTracker,
    ) -> None:
        super().__init__()
        self.plot = plot
        self.centre = np.array([*slot.centre, 0.0])
        self.radius = min(slot.width, slot.height) / 2
        self.f, self.x, self.run = f, x, run
        spans = (plot.x_range[1] - plot.x_range[0], plot.y_range[1] - plot.y_range[0])
        # Frame units per unit of y over frame units per unit of x.
        self.aspect = plot.area.height / spans[1] / (plot.area.width / spans[0])
        self.glass = Circle(
            radius=self.radius, stroke_color=Role.SECONDARY.colour, stroke_width=theme.LINE_WIDTH,
            fill_color=theme.PANEL, fill_opacity=1,
        ).move_to(self.centre)  # fmt: skip
        self.fill = stroke(Role.DERIVATIVE, 0).set_fill(Role.DERIVATIVE.colour, opacity=0.14)
        self.run_leg = stroke(Role.DATA, theme.LINE_WIDTH)
        self.rise_leg = stroke(Role.DERIVATIVE, theme.LINE_WIDTH)
        self.secant = stroke(Role.DERIVATIVE, theme.THIN_WIDTH)
        self.curve = stroke(Role.FUNCTION, theme.CURVE_WIDTH)
        self.ring = stroke(Role.SECONDARY, theme.LINE_WIDTH)
        self.rays = stroke(Role.SECONDARY, theme.THIN_WIDTH)
        self.add(
            self.rays, self.ring, self.glass,
            self.fill, self.run_leg, self.rise_leg, self.secant, self.curve,
        )  # fmt: skip
        self.follow(x, run)

    def redraw(self) -> None:
        x, run = self.x.get_value(), self.run.get_value()
        ends = sample(self.f, np.array([x, x + run]))
        rise = float(ends[1] - ends[0])
        size = np.hypot(run, rise * self.aspect)
        if not np.isfinite(size) or size == 0:
            return
        scale = 1.1 * self.radius / size  # frame units per unit of x
        middle = (x + run / 2, float(ends.mean()))

        def place(px: Floats, py: Floats) -> Floats:
            out = np.zeros((len(px), 3))
            out[:, 0] = (px - middle[0]) * scale
            out[:, 1] = (py - middle[1]) * scale * self.aspect
            return out

        a, c = place(np.array([x, x + run]), ends)
        b = np.array([c[0], a[1], 0.0])
        set_corners(self.fill, self.centre + np.array([a, b, c, a]))
        set_segment(self.run_leg, self.centre + a, self.centre + b)
        set_segment(self.rise_leg, self.centre + b, self.centre + c)
        along = (c - a) / np.linalg.norm(c - a) * self.radius
        set_segment(self.secant, self.centre - along, self.centre + along)
        xs = middle[0] + np.linspace(-1, 1, SAMPLES) * self.radius / scale
        self._draw_curve(place(xs, sample(self.f, xs)))
        unit = self.plot.area.width / (self.plot.x_range[1] - self.plot.x_range[0])
        self._draw_ring(self.plot.at(*middle), self.radius * unit / scale)

    def _draw_ring(self, place: Floats, seen: float) -> None:
        """The ring about what the lens sees, and the outer tangents of ring and glass."""
        radius = max(seen, LEAST_RING)
        opacity = float(np.clip((LARGEST_RING - seen) / (0.15 * LARGEST_RING), 0, 1))
        self.ring.set_points(circle_points(radius) + place).set_stroke(opacity=opacity)
        away = self.centre - place
        along = away / max(float(np.linalg.norm(away)), 1e-9)
        across = np.array([-along[1], along[0], 0.0])
        # Where the outer tangents touch, seen from the centres.
        lean = (radius - self.radius) / max(float(np.linalg.norm(away)), 1e-9)
        touch = [lean * along + s * np.sqrt(max(1 - lean**2, 0.0)) * across for s in (1, -1)]
        set_polylines(
            self.rays,
            [np.array([place + radius * t, self.centre + self.radius * t]) for t in touch],
        )
        self.rays.set_stroke(opacity=opacity)

    def _draw_curve(self, places: Floats) -> None:
        """The curve inside the glass, cut at its rim."""
        inside = np.linalg.norm(places, axis=1) <= self.radius * 0.985
        pieces, current = [], []
        for place, keep in zip(places, inside, strict=True):
            if keep:
                current.append(place + self.centre)
            elif current:
                pieces.append(np.array(current))
                current = []
        if current:
            pieces.append(np.array(current))
        set_polylines(self.curve, pieces)
