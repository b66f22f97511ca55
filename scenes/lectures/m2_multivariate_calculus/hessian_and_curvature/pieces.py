"""The pieces of the scene: map, hill, dots, axes, and what is written beside them."""

from __future__ import annotations

from typing import Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, Said, layout, parts, said, theme

from . import Params
from .facts import Facts, Place

MAP, SIDE = layout.SAFE.split_x(0.5)
SWING = 0.6
UPPER, LOWER = SIDE.split_y(0.54, gap=0.3)


class Pieces(LectureScene[Params, Facts]):
    """What several beats draw."""

    def lay_map(self, slot: layout.Slot) -> None:
        """The square from above."""
        ranges = [(float(low), float(high)) for low, high in self.facts.box]
        self.levels = mvcalc.contour_levels(self.facts.f, ranges, 12).values
        self.plot = parts.Plot(slot, *ranges, equal=True, grid=False)
        self.contours = parts.ContourPlot(self.plot, self.facts.f, self.levels)

    def hill(self, slot: layout.Slot, point: Place, aside: bool = False) -> parts.SurfaceView:
        """The same square in space, seen from where least ground stands before the place.

        Or, ``aside``, from as far to one side as ``turn`` goes.
        """
        ground = self.facts.f, self.plot.x_range, self.plot.y_range
        theta = parts.outlook(*ground, self.place(point))
        theta += swing(theta) if aside else 0
        return parts.SurfaceView(slot, *ground, levels=self.levels, theta=theta)

    def turn(self, *views: parts.SurfaceView) -> None:
        """Turn hills from one side to the other, unless motion is to be reduced."""
        if not self.params.reduced_motion:
            angles = [view.theta for view in views]
            self.drive({a: a.get_value() + swing(a.get_value()) for a in angles}, seconds=4.0)

    def place(self, point: Place) -> tuple[float, float]:
        """Machine values of a level place."""
        return mvcalc.approximate(point.point[0]), mvcalc.approximate(point.point[1])

    def dot(self, point: Place) -> parts.Point:
        """The place on the map."""
        return parts.Point(self.plot.at(*self.place(point)), role=Role.TEXT, radius=0.12)

    def on_hill(self, view: parts.SurfaceView, point: Place) -> parts.SurfacePoint:
        """The place on the hill."""
        return parts.SurfacePoint(view, lambda: self.place(point), role=Role.TEXT)

    def whole_curve(self) -> list[parts.LevelLine]:
        """The curve on which every place is level, if there is one."""
        h = self.facts.curve
        lines = [parts.ContourPlot(self.plot, h, [0], bands=False)] if h else []
        return [parts.LevelLine(line, 0, role=Role.TEXT) for line in lines]

    def axes(self, point: Place) -> parts.EigenAxes:
        """The eigenvectors with their names."""
        vectors = [[*map(mvcalc.approximate, pair.vector)] for pair in self.facts.pairs(point)]
        names = [self.formula(name, theme.LABEL, Role.CURVATURE) for name in ("v_1", "v_2")]
        axes = parts.EigenAxes(self.plot, self.place(point), vectors, names)
        return axes.set_z_index(1)  # over the curves that come later

    def conics(self, point: Place) -> list[parts.Ellipse]:
        """The contour lines of the bend alone: an ellipse, or two pairs of branches."""
        bend, saddle = parts.Bend.of(point.hessian), str(point.kind) == "saddle"
        size = (0.17 if saddle else 0.22) * float(np.ptp(self.plot.x_range))
        level = min(map(abs, bend.extremes)) * size**2 or size**2
        signs = (1, -1) if saddle else (-1,) if str(point.kind) == "max" else (1,)
        curves = [
            parts.Ellipse(self.plot, self.place(point), sign * bend.H, level, axes=False)
            for sign in signs
        ]
        for curve in curves:
            curve.outline.set_background_stroke(color=theme.BACKGROUND, width=8)
        return curves

    def numbers(self, point: Place) -> list[Any]:
        """The Hessian, its eigenvalues and eigenvectors."""
        (a, b), (_, d) = point.hessian
        pairs, cells = self.facts.pairs(point), [decimal(v, 4) for v in (a, b, d)]
        relation = Said("", "", "", "≈" if any(c.relation == "≈" for c in cells) else "=")
        return [
            self.formula("H {r_is} mat({a}, {b}; {b}, {d})", r=relation,
                         a=cells[0], b=cells[1], d=cells[2]),
            *(self.formula(f"lambda_{k} {{v_is}} {{{{ {{v}} : curvature }}}}",
                           v=decimal(pair.value, self.params.digits))
              for k, pair in enumerate(pairs, start=1)),
            *(self.formula(f"v_{k} {{v_is}} {{v}}", v=decimal(pair.vector, 3))
              for k, pair in enumerate(pairs, start=1)),
        ]  # fmt: skip

    def table(self, entries: Any) -> Any:
        """The Hessian of three second derivatives."""
        a, b, d = entries
        return self.formula("H = mat({a}, {b}; {b}, {d})", a=a, b=b, d=d)

    def ledger(self, point: Place) -> list[Any]:
        """The same, in three rows above the wave; and before them the table of formulas."""
        top, *rows = UPPER.inset(0.3, 0).rows(3)
        halves = [half for row in rows for half in row.split_x(0.5)]
        H, *eigen = self.numbers(point)
        slots = zip((top, top, *halves), (self.table(self.facts.table), H, *eigen), strict=True)
        return [parts.column(slot, item)[0] for slot, item in slots]


def decimal(value: Any, digits: int) -> Said:
    """A number or a list of numbers without roots and fractions."""
    return said(value, digits, "decimal")


def swing(theta: float) -> float:
    """A turn in radians that never shows a box from straight ahead, where edges hide names."""
    return SWING if theta % (np.pi / 2) < np.pi / 4 else -SWING
