"""The scene: what is drawn, beat by beat."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, Said, beat, layout, parts, said, theme
from scenes.stage.exempt import Exempt

from . import Params
from .facts import Facts

if TYPE_CHECKING:
    from manim import ValueTracker

MAP, SIDE = layout.SAFE.split_x(0.5)


class HessianAndCurvature(LectureScene[Params, Facts]):
    """Level places, a turning path, a coin, two special directions, and a silent test."""

    exempt = (
        Exempt("contrast", "lines on the lit hill repeat those of the map", part="SurfaceView"),
    )

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
        dots = [parts.Point(self.at(p), role=Role.TEXT, radius=0.12) for p in facts.found.points]
        with self.line():
            self.appear(self.plot, self.contours, names[0])
        with self.line():
            self.appear(zeros[0], names[1], seconds=1.5)
        with self.line():
            self.appear(zeros[1], names[2], seconds=1.5)
        with self.line():
            self.appear(*dots, seconds=1.5, lag=0.3)

    @beat
    def cut(self) -> None:
        facts = self.facts
        self.clear()
        self.lay_map(MAP)
        angle = self.tracker(0)
        view = self.hill(SIDE, facts.main)
        x, y = self.place(facts.main)
        here = parts.Point(self.at(facts.main), role=Role.TEXT, radius=0.12)
        path = parts.SurfaceCurve(
            view, lambda: self.walk(facts.main, angle.get_value()), angle,
            role=Role.TEXT, width=theme.CURVE_WIDTH,
        )  # fmt: skip
        with self.line():
            self.appear(self.plot, self.contours, view)
            self.appear(here, parts.SurfacePoint(view, lambda: (x, y), role=Role.TEXT))
            self.appear(self.direction(facts.main, angle), path)
        with self.line():
            self.drive(angle, 180, 8.0)

    @beat
    def coin(self) -> None:
        facts = self.facts
        self.clear()
        self.lay_map(MAP)
        angle, swept = self.tracker(0), self.tracker(0)
        H = hessian(facts.main)
        above, below = SIDE.split_y(0.54, gap=0.3)
        low, high = np.linalg.eigvalsh(H)
        wave = parts.Plot(
            below, (0, 360), parts.padded([low, high, 0]), x_label="", right=0.35, y_ticks=4,
            y_label='"curvature, by degrees"', x_marks=(0, 90, 180, 270, 360),
        )  # fmt: skip
        side, profile = self.side_view(above, angle)
        coin = parts.Coin(side, lambda: bend(H, angle.get_value()), angle)
        dot = parts.Point(
            lambda: wave.at(angle.get_value(), bend(H, angle.get_value())), angle,
            role=Role.CURVATURE,
        )  # fmt: skip
        trace = parts.Curve(
            wave, lambda d: bend(H, d), Role.CURVATURE, until=swept, dashed=True
        )  # fmt: skip
        here = [parts.Point(p, role=Role.TEXT) for p in (self.at(facts.main), side.at(0, 0))]
        with self.line():
            self.appear(self.plot, self.contours, here[0])
            self.appear(self.direction(facts.main, angle), side, profile, here[1])
            self.appear(coin, seconds=1.5)
        with self.line():
            gentle, sharp = sorted((0, 1), key=lambda k: abs((low, high)[k]))
            for degrees in (toward(H, sharp), toward(H, gentle), 0):
                self.drive(angle, degrees, 2.5)
        with self.line():
            self.appear(wave, dot)
            self.add(trace)
            self.drive({angle: 360, swept: 360}, seconds=8.0, steady=True)
        with self.line():
            for k in (0, 1):
                self.drive(angle, toward(H, k), 2.0)
                self.hold(theme.REST)
        self.aha()

    @beat
    def matrix(self) -> None:
        facts = self.facts
        self.clear()
        self.lay_map(MAP)
        sums = self.description(facts.main)
        here = parts.Point(self.at(facts.main), role=Role.TEXT)
        with self.line():
            self.appear(self.plot, self.contours, here)
            self.appear(sums[0])
        with self.line():
            self.appear(*sums[1:3], seconds=1.5, lag=0.5)
        with self.line():
            self.appear(*self.axes(facts.main), sums[3], sums[4])
        with self.line():
            self.appear(self.ellipse(facts.main), seconds=1.5)
        self.aha()

    @beat
    def other(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.BELOW_STRIP.split_x(0.5)
        self.lay_map(left)
        view = self.hill(right, facts.other, before=0.7)
        x, y = self.place(facts.other)
        values = parts.row(layout.STRIP, *self.description(facts.other)[:3])
        H = hessian(facts.other)
        paths = [
            parts.SurfaceCurve(view, partial(self.walk, facts.other, toward(H, k)), role=Role.TEXT)
            for k in (0, 1)
        ]
        with self.line():
            self.appear(self.plot, self.contours)
            self.appear(parts.Point(self.at(facts.other), role=Role.TEXT, radius=0.12))
        with self.line():
            self.appear(*values)
            self.appear(*self.axes(facts.other), self.ellipse(facts.other))
        with self.line():
            self.appear(view)
            self.appear(*paths, parts.SurfacePoint(view, lambda: (x, y), role=Role.TEXT))
            self.turn(view, by=0.7)

    @beat
    def silent(self) -> None:
        facts = self.facts
        self.clear()
        slots = layout.BELOW_STRIP.split_x(0.5)
        views = [
            parts.SurfaceView(slot, f, (-1, 1), (-1, 1), levels=[k / 5 for k in range(-4, 9)])
            for slot, f in zip(slots, (facts.bowl4, facts.pass4), strict=True)
        ]
        names = parts.row(
            layout.STRIP,
            self.formula("{{ {f} : function }}", f=facts.bowl4),
            self.formula("H = mat(0, 0; 0, 0)"),
            self.formula("{{ {f} : function }}", f=facts.pass4),
        )
        with self.line():
            self.appear(names[0], names[2], seconds=2.0, lag=0.8)
            self.appear(names[1])
        with self.line():
            self.appear(*views)
            self.turn(*views, by=0.6)

    # -- pieces ---------------------------------------------------------------------------

    def lay_map(self, slot: layout.Slot) -> None:
        """The square from above."""
        ranges = [(float(low), float(high)) for low, high in self.facts.box]
        self.levels = mvcalc.contour_levels(self.facts.f, ranges, 12).values
        self.plot = parts.Plot(slot, *ranges, equal=True, grid=False)
        self.contours = parts.ContourPlot(self.plot, self.facts.f, self.levels)

    def hill(
        self, slot: layout.Slot, point: mvcalc.CriticalPoint, before: float = 0.0
    ) -> parts.SurfaceView:
        """The same square in space, seen from where least ground stands before the place."""
        f, sides = self.facts.f, (self.plot.x_range, self.plot.y_range)
        theta = parts.outlook(f, *sides, self.place(point)) - before
        return parts.SurfaceView(slot, f, *sides, levels=self.levels, theta=theta)

    def turn(self, *views: parts.SurfaceView, by: float) -> None:
        """Turn hills, unless motion is to be reduced."""
        if not self.params.reduced_motion:
            self.drive({v.theta: v.theta.get_value() + by for v in views}, seconds=4.0)

    def place(self, point: mvcalc.CriticalPoint) -> tuple[float, float]:
        """Machine values of a level place."""
        x, y = map(mvcalc.approximate, point.point)
        return float(x), float(y)

    def at(self, point: mvcalc.CriticalPoint) -> np.ndarray:
        """Where it is drawn."""
        return self.plot.at(*self.place(point))

    def walk(self, point: mvcalc.CriticalPoint, degrees: float) -> tuple[np.ndarray, np.ndarray]:
        """Pairs of numbers along a straight path across a level place, inside the square."""
        turn = np.radians(degrees)
        step = np.array([np.cos(turn), np.sin(turn)])
        low, high = np.array([self.plot.x_range, self.plot.y_range]).T
        most = 0.4 * float(high[0] - low[0])
        with np.errstate(divide="ignore", invalid="ignore"):
            walls = np.stack([low, high]) - self.place(point)
            ends = np.sort(np.where(np.abs(step) > 1e-9, walls / step, [[-most], [most]]), axis=0)
        along = np.linspace(max(-most, ends[0].max()), min(most, ends[1].min()), 81)
        x, y = np.array(self.place(point))[:, None] + step[:, None] * along
        return x, y

    def direction(self, point: mvcalc.CriticalPoint, angle: ValueTracker) -> parts.Guide:
        """The path on the map."""

        def ends() -> np.ndarray:
            x, y = self.walk(point, angle.get_value())
            return self.plot.path([x[0], x[-1]], [y[0], y[-1]])

        return parts.Guide(ends, angle, role=Role.TEXT, width=theme.CURVE_WIDTH)

    def side_view(self, slot: layout.Slot, angle: ValueTracker) -> tuple[parts.Plot, parts.Curve]:
        """The path from the side, so close that the smallest coin fits in."""
        (x, y), f = self.place(self.facts.main), self.facts.f
        low, high = np.linalg.eigvalsh(hessian(self.facts.main))
        sharpest = max(abs(low), abs(high))
        half = float(np.ptp(self.plot.x_range)) / 2
        half = min(half, 4 / sharpest) if sharpest else half
        tall = 2 * half * (slot.height - 1.1) / (slot.width - 1.2)
        bottom = -tall * (0.2 if low >= 0 < high else 0.8 if high <= 0 > low else 0.5)
        ground = float(mvcalc.sample(f, np.array([x]), np.array([y]))[0])
        plot = parts.Plot(
            slot, (-half, half), (bottom, bottom + tall), x_label="", equal=True, y_ticks=4,
            y_label='"height above the place"',
        )  # fmt: skip

        def heights(along: Any) -> Any:
            a = np.radians(angle.get_value())
            return mvcalc.sample(f, x + along * np.cos(a), y + along * np.sin(a)) - ground

        return plot, parts.Curve(plot, heights, follow=(angle,), samples=161)

    def axes(self, point: mvcalc.CriticalPoint) -> list[Any]:
        """The eigenvectors as arrows with their names."""
        here, found = self.at(point), []
        inner = self.plot.area.inset(0.2)
        for pair, name in zip(point.eigen, ("v_1", "v_2"), strict=True):
            way = np.array([*map(mvcalc.approximate, pair.vector), 0.0], dtype=float)
            way /= np.linalg.norm(way)
            x, y, _ = here + 1.55 * way
            if not (inner.left < x < inner.right and inner.bottom < y < inner.top):
                way = -way  # as good an eigenvector, and one that can be seen
            tag = parts.Tag(self.formula(name, theme.LABEL, Role.CURVATURE))
            found += [
                parts.Arrow(here, here + 1.2 * way, role=Role.CURVATURE),
                tag.move_to(here + 1.55 * way),
            ]
        return found

    def ellipse(self, point: mvcalc.CriticalPoint) -> parts.Ellipse:
        """The contour line of the bend alone."""
        H = hessian(point)
        H = -H if str(point.kind) == "max" else H
        size = 0.22 * float(np.ptp(self.plot.x_range))
        level = float(np.abs(np.linalg.eigvalsh(H)).min()) * size**2 or size**2
        curve = parts.Ellipse(self.plot, self.place(point), H, level, axes=False)
        curve.outline.set_background_stroke(color=theme.BACKGROUND, width=8)
        return curve

    def description(self, point: mvcalc.CriticalPoint) -> list[Any]:
        """The Hessian, its eigenvalues and eigenvectors."""
        (a, b), (_, d) = point.hessian
        pairs, cells = point.eigen, [decimal(v, 4) for v in (a, b, d)]
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


def hessian(point: mvcalc.CriticalPoint) -> np.ndarray:
    """Machine values of the second derivatives."""
    return np.array([[float(mvcalc.approximate(v)) for v in row] for row in point.hessian])


def bend(H: np.ndarray, degrees: Any) -> Any:
    """The second derivative in a direction."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return H[0, 0] * c**2 + 2 * H[0, 1] * c * s + H[1, 1] * s**2


def toward(H: np.ndarray, k: int) -> float:
    """The direction of the k-th eigenvector, in degrees from 0 to 180."""
    _, vectors = np.linalg.eigh(H)
    return float(np.degrees(np.arctan2(vectors[1, k], vectors[0, k])) % 180)
