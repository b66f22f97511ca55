"""The scene: what is drawn, beat by beat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, Said, beat, layout, parts, theme
from scenes.stage.exempt import Exempt

from . import Params
from .facts import Facts

if TYPE_CHECKING:
    from manim import ValueTracker
    from sympy import Expr

    from scenes.stage.formula import Formula

REACH = 2.0  # length of the gradient's arrow in frame units


class GradientAndContours(LectureScene[Params, Facts]):
    """Contours, one arrow, every direction, a field of arrows, and the hill itself."""

    exempt = (
        Exempt("contrast", "lines on the lit hill repeat those of the map", part="SurfaceView"),
    )

    @beat
    def contours(self) -> None:
        facts = self.facts
        self.plot, self.levels = self.map(layout.PICTURE)
        self.lines = parts.ContourPlot(self.plot, facts.f, self.levels)
        quiz = [self.marked(name, place) for name, place in zip("ABCD", facts.places, strict=True)]
        title = parts.column(layout.LEDGER, self.formula("f = {{ {f} : function }}", f=facts.f))
        with self.line():
            self.appear(self.plot, self.lines, *title)
        with self.line():
            self.emphasise(self.lines.lines)
        with self.line():
            self.appear(*quiz, seconds=2.0, lag=0.7)
        self.hold(theme.REST)
        self.quiz, self.title = quiz, title

    @beat
    def gradient(self) -> None:
        facts = self.facts
        self.vanish(*self.quiz)
        across, up = (float(slope) for slope in facts.slopes)
        self.dot = parts.Point(self.plot.at(*self.here()), role=Role.TEXT)
        self.arrow, self.name = self.uphill(), self.nabla()
        legs = [
            parts.Arrow(self.dot.where(), self.tip(leg), role=Role.DERIVATIVE)
            for leg in ((across, 0.0), (0.0, up))
        ]
        sums = parts.column(
            layout.LEDGER,
            self.formula("f = {{ {f} : function }}", f=facts.f),
            self.slope("x", facts.shown[0]),
            self.slope("y", facts.shown[1]),
            self.formula("J {v_is} mat({{ {a} : derivative }}, {{ {b} : derivative }})",
                         a=facts.shown[0], b=facts.shown[1], v=facts.jacobian),
            self.formula("nabla f {v_is} vec({{ {a} : gradient }}, {{ {b} : gradient }})",
                         a=facts.shown[0], b=facts.shown[1], v=facts.jacobian),
            self.formula("abs(nabla f) {n_is} {{ {n} : gradient }}", n=facts.length),
        )  # fmt: skip
        with self.line():
            self.appear(self.dot)
            self.play(*[t.animate.move_to(s) for t, s in zip(self.title, sums[:1], strict=True)])
            for leg, line in zip(legs, sums[1:3], strict=True):
                self.appear(leg, line)
        with self.line():
            self.appear(sums[3])
            self.appear(sums[4])
        with self.line():
            self.appear(self.arrow, self.name)
            self.vanish(*legs)
            self.appear(sums[5])
        self.sums = [*self.title, *sums[1:]]

    @beat
    def directions(self) -> None:
        facts = self.facts
        self.vanish(*self.sums)
        across, up = (float(slope) for slope in facts.slopes)
        length = float(np.hypot(across, up))
        turn, swept = self.tracker(float(facts.angle) % (2 * np.pi)), self.tracker(0)
        graph = parts.Plot(
            layout.LEDGER.inset(0, 0.8), (0, 360), (-1.25 * length, 1.25 * length), right=0.35,
            x_label="", y_label='"slope ahead, by degrees"', x_marks=(0, 90, 180, 270, 360),
        )  # fmt: skip

        def slope(angle: Any) -> Any:
            return across * np.cos(angle) + up * np.sin(angle)

        loops = parts.PolarCurve(self.dot.where(), slope, until=swept, reach=REACH)
        ray = parts.Arrow(loops.centre, lambda: loops.place(turn.get_value()), turn,
                          role=Role.DERIVATIVE)  # fmt: skip
        facing = parts.Guide(lambda: self.facing(turn), turn, role=Role.DERIVATIVE)
        degrees = self.tracker(0)
        wave = parts.Curve(graph, lambda d: slope(np.radians(d)), Role.DERIVATIVE, until=degrees)
        ahead = parts.Point(
            lambda: graph.at(np.degrees(turn.get_value()), slope(turn.get_value())), turn,
            role=Role.DERIVATIVE, shape="open",
        )  # fmt: skip
        crest = float(np.arctan2(up, across)) % (2 * np.pi)
        with self.line():
            self.appear(facing, ray, graph)
            self.appear(ahead)
        with self.line():
            self.drive(turn, 0, theme.REST)
            self.add(loops, wave, ahead)
            self.drive({turn: 2 * np.pi, swept: 2 * np.pi, degrees: 360}, seconds=9.0, steady=True)
        with self.line():
            self.drive(turn, crest, 2.5)
            top = parts.Guide(lambda: graph.path([0, 360], [length, length]), role=Role.GRADIENT)
            self.appear(top)
        with self.line():
            for away in (np.pi / 2, np.pi):
                self.drive(turn, crest + (away if crest < np.pi else -away), 2.0)
        self.drive(turn, crest, theme.TRANSFORM)
        self.aha()
        self.turning = (graph, wave, loops, facing, ray, ahead, top)

    @beat
    def field(self) -> None:
        facts = self.facts
        self.vanish(*self.turning, self.name)
        field = parts.VectorField(self.plot, *facts.partials)
        ledger = parts.Ledger(
            layout.LEDGER, ('"place"', '"slope"'), 4, roles=(Role.TEXT, Role.GRADIENT),
            digits=self.params.digits, align=0,
        )  # fmt: skip
        names = [self.formula(f'"{name}"', theme.WORKING) for name in "ABCD"]
        rows = [ledger.row(name, x) for name, x in zip(names, facts.lengths, strict=True)]
        with self.line():
            self.appear(field, seconds=2.0)
        with self.line():
            self.appear(*self.quiz, ledger)
            self.appear(*rows, seconds=2.5, lag=0.6)
            self.emphasise(self.quiz[facts.steepest])

    @beat
    def surface(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.SAFE.split_x(0.5)
        plot, levels = self.map(left)
        lines = parts.ContourPlot(plot, facts.f, levels)
        self.plot = plot
        x, y = self.here()
        sides = (plot.x_range, plot.y_range)
        theta = parts.outlook(facts.f, *sides, (x, y))
        view = parts.SurfaceView(right, facts.f, *sides, levels=levels, theta=theta - 0.4)
        u = np.array([float(s) for s in facts.slopes])
        u *= 0.45 * float(facts.reach) / np.linalg.norm(u)
        on_hill = parts.SurfaceArrow(view, lambda: ((x, y), (x + u[0], y + u[1])))
        with self.line():
            self.appear(plot, lines, view)
            self.turn(view, 0.7)
        with self.line():
            self.appear(self.uphill(), parts.Point(plot.at(x, y), role=Role.TEXT))
            self.appear(on_hill)
            self.turn(view, -0.3)

    # -- pieces ---------------------------------------------------------------------------

    def here(self) -> tuple[float, float]:
        """The point, for drawing."""
        return float(self.facts.point[0]), float(self.facts.point[1])

    def map(self, slot: layout.Slot) -> tuple[parts.Plot, tuple[Any, ...]]:
        """Axes about the point, and the heights of the contour lines."""
        (x, y), reach = self.here(), float(self.facts.reach)
        ranges = parts.window_over(slot, [(x - reach, y - reach), (x + reach, y + reach)], 0)
        levels = mvcalc.contour_levels(self.facts.f, ranges, 12).values
        return parts.Plot(slot, *ranges, equal=True, grid=False), levels

    def tip(self, arrow: tuple[float, float]) -> np.ndarray:
        """The end of an arrow from the point; the gradient is REACH frame units long."""
        length = float(self.facts.length)
        return self.plot.at(*self.here()) + REACH * np.array([*arrow, 0.0]) / length

    def uphill(self) -> parts.Arrow:
        """The gradient at the point."""
        across, up = map(float, self.facts.slopes)
        return parts.Arrow(self.plot.at(*self.here()), self.tip((across, up)))

    def nabla(self) -> parts.Tag:
        """Its name, beyond the tip."""
        across, up = map(float, self.facts.slopes)
        tip, here = self.tip((across, up)), self.plot.at(*self.here())
        tag = parts.Tag(self.formula("nabla f", theme.LABEL, Role.GRADIENT))
        away = (tip - here) / REACH
        return tag.move_to(tip + away * (0.15 + abs(away[:2]) @ tag.half()))

    def facing(self, turn: ValueTracker) -> np.ndarray:
        """The two ends of a line of sight from the point."""
        angle, here = turn.get_value(), self.plot.at(*self.here())
        return np.stack([here, here + REACH * np.array([np.cos(angle), np.sin(angle), 0.0])])

    def slope(self, variable: str, value: Said) -> Formula:
        """A partial derivative and its value."""
        name = f"frac(partial f, partial {variable})"
        return self.formula(f"{name} {{v_is}} {{{{ {{v}} : derivative }}}}", v=value)

    def marked(self, name: str, place: tuple[Expr, ...]) -> parts.Tagged:
        """A place of the quiz with its letter."""
        return parts.Tagged(
            self.plot.at(float(place[0]), float(place[1])), self.formula(f'"{name}"', theme.LABEL)
        )

    def turn(self, view: parts.SurfaceView, by: float) -> None:
        """Turn the hill, unless motion is to be reduced."""
        if not self.params.reduced_motion:
            self.drive(view.theta, view.theta.get_value() + by, 3.0)
