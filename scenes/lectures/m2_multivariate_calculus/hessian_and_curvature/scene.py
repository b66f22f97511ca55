"""The scene: a map of level places, a path and a coin across one, and hills beside the map."""

from __future__ import annotations

from typing import Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, Said, beat, layout, parts, said, theme

from . import Params
from .facts import Facts, Place
from .title import beside_title

MAP, SIDE = layout.SAFE.split_x(0.5)


class HessianAndCurvature(LectureScene[Params, Facts]):
    """Level places, a turning path, a coin, two special directions, and a silent test."""

    motif = beside_title

    @beat
    def level(self) -> None:
        facts = self.facts
        self.lay_map(MAP)
        zeros = [
            parts.LevelLine(parts.ContourPlot(self.plot, slope, [0], bands=False), 0, role=role)
            for slope, role in zip(facts.slopes, (Role.DERIVATIVE, Role.GRADIENT), strict=True)
        ]
        names = parts.column(
            SIDE.inset(0.3, 0),
            self.formula("f = {{ {f} : function }}", f=facts.f),
            self.formula("frac(partial f, partial x) = {{ {d} : derivative }}", d=facts.slopes[0]),
            self.formula("frac(partial f, partial y) = {{ {d} : gradient }}", d=facts.slopes[1]),
        )
        dots = [self.dot(point) for point in facts.found.points]
        with self.line():
            self.appear(self.plot, self.contours, names[0])
        with self.line():
            self.appear(zeros[0], names[1], seconds=1.5)
        with self.line():
            self.appear(zeros[1], names[2], seconds=1.5)
        with self.line():
            self.appear(*dots, *self.whole_curve(), seconds=1.5, lag=0.3)

    @beat
    def cut(self) -> None:
        facts = self.facts
        self.clear()
        self.lay_map(MAP)
        angle, gone = self.tracker(0), self.tracker(0)
        view = self.hill(SIDE, facts.main)
        path = parts.Crossing(self.plot, self.place(facts.main), angle)
        on_hill = parts.SurfaceCurve(view, path.pairs, angle, role=Role.TEXT)
        walkers = (
            parts.Point(lambda: self.plot.at(*path.at(gone.get_value())), gone, role=Role.OPTIMUM),
            parts.SurfacePoint(view, lambda: path.at(gone.get_value()), gone, role=Role.OPTIMUM),
        )
        with self.line() as line:
            self.appear(self.plot, self.contours, view)
            self.appear(self.dot(facts.main), self.on_hill(view, facts.main))
            self.appear(path, on_hill)
            self.appear(*walkers, seconds=0.5)
            self.drive(gone, 1, 0.35 * line.seconds(self.params.pace), steady=True)
        with self.line():
            self.vanish(*walkers)
            self.drive(angle, 180, 8.0)

    @beat
    def coin(self) -> None:
        facts, bend = self.facts, parts.Bend.of(self.facts.main.hessian)
        self.clear()
        self.lay_map(MAP)
        angle, swept = self.tracker(0), self.tracker(0)
        above, below = SIDE.split_y(0.54, gap=0.3)
        wave = parts.BendWave(below, bend, angle, swept)
        place, half = self.place(facts.main), float(facts.reach)
        side = parts.SideView(above, facts.f, place, bend.extremes, half, angle)
        coin = parts.Coin(side.plot, lambda: bend.at(angle.get_value()), angle)
        here = parts.Point(side.plot.at(0, 0), role=Role.TEXT)
        with self.line():
            self.appear(self.plot, self.contours, self.dot(facts.main))
            self.appear(parts.Crossing(self.plot, place, angle), side, here)
            self.appear(coin, seconds=1.5)
        with self.line():
            self.appear(wave)
            gentle, sharp = sorted((0, 1), key=lambda k: abs(bend.extremes[k]))
            for degrees in (bend.toward(sharp), bend.toward(gentle), 0):
                self.drive(angle, degrees, 2.5)
        with self.line():
            self.hold(theme.REST)
            self.drive({angle: 360, swept: 360}, seconds=8.0, steady=True)
        with self.line():
            for k in (0, 1):
                self.drive(angle, bend.toward(k), 2.0)
                self.hold(theme.REST)
        self.aha()

    @beat
    def matrix(self) -> None:
        facts = self.facts
        self.clear()
        self.lay_map(MAP)
        sums = self.description(facts.main)
        a, b, d = facts.table
        table = self.formula("H = mat({a}, {b}; {b}, {d})", a=a, b=b, d=d)
        table.move_to(sums[0], aligned_edge=(-1, 0, 0))
        with self.line() as line:
            self.appear(self.plot, self.contours, self.dot(facts.main))
            self.hold(0.25 * line.seconds(self.params.pace))
            self.appear(table)
            self.hold(0.3 * line.seconds(self.params.pace))
            self.rewrite(table, sums[0])
        with self.line():
            self.appear(*sums[1:3], seconds=1.5, lag=0.5)
        with self.line():
            self.appear(self.axes(facts.main), sums[3], sums[4])
        with self.line():
            self.appear(self.ellipse(facts.main), seconds=1.5)
        self.aha()

    @beat
    def other(self) -> None:
        facts, bend = self.facts, parts.Bend.of(self.facts.other.hessian)
        self.clear()
        left, right = layout.BELOW_STRIP.split_x(0.5)
        self.lay_map(left)
        view = self.hill(right, facts.other, before=0.7)
        values = parts.row(layout.STRIP, *self.description(facts.other)[:3])
        ways = [parts.Crossing(self.plot, self.place(facts.other), bend.toward(k)) for k in (0, 1)]
        paths = [parts.SurfaceCurve(view, way.pairs, role=Role.TEXT) for way in ways]
        with self.line():
            self.appear(self.plot, self.contours)
            self.appear(*self.whole_curve(), self.dot(facts.other))
        with self.line():
            self.appear(*values)
            self.appear(self.axes(facts.other), self.ellipse(facts.other))
        with self.line():
            self.appear(view)
            self.appear(*paths, self.on_hill(view, facts.other))
            self.turn(view, by=0.7)

    @beat
    def silent(self) -> None:
        facts = self.facts
        self.clear()
        slots = layout.BELOW_STRIP.split_x(0.5)
        ranges, levels = ((-1, 1), (-1, 1), (-1, 2)), [k / 5 for k in range(-4, 9)]
        flat = [parts.SurfaceView(slot, facts.level_ground, *ranges, cells=8) for slot in slots]
        true = [
            parts.SurfaceView(slot, f, *ranges, levels=levels)
            for slot, f in zip(slots, (facts.bowl4, facts.pass4), strict=True)
        ]
        left, right = (
            self.formula("{{ {f} : function }}", f=f) for f in (facts.bowl4, facts.pass4)
        )
        names = parts.row(layout.STRIP, left, self.formula("H = mat(0, 0; 0, 0)"), right)
        with self.line() as line:
            self.appear(names[0], names[2], seconds=2.0, lag=0.8)
            self.appear(names[1])
            self.hold(0.15 * line.seconds(self.params.pace))
            self.appear(*flat)
        with self.line():
            self.vanish(*flat, seconds=0.4)
            self.appear(*true)
            self.turn(*true, by=0.6)
        with self.line():
            for by in (-0.6, 0.6):
                self.turn(*true, by=by)

    # -- pieces ---------------------------------------------------------------------------

    def lay_map(self, slot: layout.Slot) -> None:
        """The square from above."""
        ranges = [(float(low), float(high)) for low, high in self.facts.box]
        self.levels = mvcalc.contour_levels(self.facts.f, ranges, 12).values
        self.plot = parts.Plot(slot, *ranges, equal=True, grid=False)
        self.contours = parts.ContourPlot(self.plot, self.facts.f, self.levels)

    def hill(self, slot: layout.Slot, point: Place, before: float = 0.0) -> parts.SurfaceView:
        """The same square in space, seen from where least ground stands before the place."""
        ground = self.facts.f, self.plot.x_range, self.plot.y_range
        theta = parts.outlook(*ground, self.place(point)) - before
        return parts.SurfaceView(slot, *ground, levels=self.levels, theta=theta)

    def turn(self, *views: parts.SurfaceView, by: float) -> None:
        """Turn hills, unless motion is to be reduced."""
        if not self.params.reduced_motion:
            self.drive({v.theta: v.theta.get_value() + by for v in views}, seconds=4.0)

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
        return parts.EigenAxes(self.plot, self.place(point), vectors, names)

    def ellipse(self, point: Place) -> parts.Ellipse:
        """The contour line of the bend alone."""
        bend = parts.Bend.of(point.hessian)
        size = 0.22 * float(np.ptp(self.plot.x_range))
        level = min(map(abs, bend.extremes)) * size**2 or size**2
        H = -bend.H if str(point.kind) == "max" else bend.H
        curve = parts.Ellipse(self.plot, self.place(point), H, level, axes=False)
        curve.outline.set_background_stroke(color=theme.BACKGROUND, width=8)
        return curve

    def description(self, point: Place) -> list[Any]:
        """The Hessian, its eigenvalues and eigenvectors."""
        (a, b), (_, d) = point.hessian
        pairs, cells = self.facts.pairs(point), [decimal(v, 4) for v in (a, b, d)]
        relation = Said("", "", "", "≈" if any(c.relation == "≈" for c in cells) else "=")
        return [*parts.column(
            SIDE.inset(0.3, 0),
            self.formula("H {r_is} mat({a}, {b}; {b}, {d})", r=relation,
                         a=cells[0], b=cells[1], d=cells[2]),
            *(self.formula(f"lambda_{k} {{v_is}} {{{{ {{v}} : curvature }}}}",
                           v=decimal(pair.value, self.params.digits))
              for k, pair in enumerate(pairs, start=1)),
            *(self.formula(f"v_{k} {{v_is}} {{v}}", v=decimal(pair.vector, 4))
              for k, pair in enumerate(pairs, start=1)),
        )]  # fmt: skip


def decimal(value: Any, digits: int) -> Said:
    """A number or a list of numbers without roots and fractions."""
    return said(value, digits, "decimal")
