"""The scene: one map and one arrow on it, from contour lines to the hill itself."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts, theme

from . import Params
from .facts import Facts
from .title import beside_title

ASIDE = 1.0  # radians by which one first looks aside
REACH = 2.0  # length of the gradient's arrow in frame units
MANY = ("frac(partial f, partial x_1)", "frac(partial f, partial x_2)", "...",
        "frac(partial f, partial x_n)")  # fmt: skip


class GradientAndContours(LectureScene[Params, Facts]):
    """Contours, one arrow, every direction, its shadow, a field of arrows, and the hill itself."""

    motif = beside_title

    @beat
    def contours(self) -> None:
        facts = self.facts
        self.plot, self.levels = self.map(layout.PICTURE)
        self.lines = parts.ContourPlot(self.plot, facts.f, self.levels)
        self.quiz = [
            parts.Tagged(self.plot.at(float(x), float(y)), self.formula(f'"{name}"', theme.LABEL))
            for name, (x, y) in zip("ABCD", facts.places, strict=True)
        ]
        self.title = parts.column(
            layout.LEDGER, self.formula("f = {{ {f} : function }}", f=facts.f)
        )
        words = (self.formula(f'"{word}"', theme.LABEL) for word in ("steep", "gentle"))
        one = parts.LevelLine(self.lines, float(self.levels[len(self.levels) // 3]))
        strides = parts.Stride.extremes(self.lines, *words)
        with self.line():
            self.appear(self.plot, self.lines, *self.title, seconds=2.0)
            self.hold(theme.REST)
            self.appear(one, seconds=2.0)
        with self.line() as line:
            self.vanish(one)
            for stride in strides:
                self.hold(0.28 * line.seconds(self.params.pace) - theme.APPEAR)
                self.appear(stride)
        with self.line():
            self.vanish(*strides)
            self.appear(*self.quiz, seconds=2.0, lag=0.7)
        self.hold(theme.REST)

    @beat
    def gradient(self) -> None:
        self.vanish(*self.quiz)
        self.dot, self.arrow = parts.Point(self.here(), role=Role.TEXT), self.uphill("nabla f")
        across = self.arrow.end * [1, 0, 0] + self.here() * [0, 1, 0]
        legs = [
            parts.Arrow(self.here(), end, role=Role.DERIVATIVE)
            for end in (across, self.here() + self.arrow.end - across)
        ]
        sums = self.sums()
        with self.line() as line:
            self.appear(self.dot)
            self.play(*[t.animate.move_to(s) for t, s in zip(self.title, sums[:1], strict=True)])
            for leg, slope in zip(legs, sums[1:3], strict=True):
                self.appear(leg, slope)
                self.hold(0.2 * line.seconds(self.params.pace))
        with self.line() as line:
            self.appear(sums[3])
            self.hold(0.4 * line.seconds(self.params.pace))
            self.appear(sums[4])
        with self.line():
            self.appear(self.arrow)
            self.vanish(*legs)
            self.appear(sums[5])
        self.numbers = [*self.title, *sums[1:]]

    @beat
    def directions(self) -> None:
        facts = self.facts
        self.vanish(*self.numbers)
        angle, swept = float(facts.angle) % (2 * np.pi), self.tracker(0)
        turn = self.tracker(angle + (ASIDE if angle < np.pi else -ASIDE))
        slot = layout.LEDGER.inset(0, 0.8)
        compass = parts.Compass(self.here(), facts.slopes, slot, turn, swept, reach=REACH)
        with self.line():
            self.appear(compass)
            self.drive(turn, angle, 2.0)
        with self.line():
            self.drive(turn, 0, theme.REST)
            self.drive({turn: 2 * np.pi, swept: 2 * np.pi}, seconds=11.0, steady=True)
        crest = facts.uphill
        with self.line():
            self.drive(turn, crest, 2.5)
            self.appear(compass.crest)
        with self.line():
            for away in (np.pi / 2, np.pi):
                self.drive(turn, crest + (away if crest < np.pi else -away), 2.0)
        self.drive(turn, crest, theme.TRANSFORM)
        self.aha()
        self.turning = (compass, compass.crest)

    @beat
    def shadow(self) -> None:
        facts = self.facts
        self.vanish(*self.turning)
        aside = float(np.arctan2(float(facts.walk[1]), float(facts.walk[0])))
        turn = self.tracker(aside)
        crest = facts.uphill + 2 * np.pi * round((aside - facts.uphill) / (2 * np.pi))
        step = parts.Arrow(*self.facing(turn.get_value()), role=Role.TEXT)
        corner = step.end * [1, 0, 0] + self.here() * [0, 1, 0]
        legs = [
            parts.Guide(partial(np.stack, ends), role=Role.TEXT)
            for ends in ([self.here(), corner], [corner, step.end])
        ]
        name = self.formula("phi.alt", theme.LABEL).halo()
        shadow = parts.Shadow(self.here(), self.arrow.end, turn, reach=REACH, name=name)
        sums = self.product()
        with self.line() as line:
            self.appear(step, sums[0])
            self.hold(0.35 * line.seconds(self.params.pace))
            self.appear(*legs, seconds=1.5, lag=0.6)
        with self.line() as line:
            self.hold(0.45 * line.seconds(self.params.pace))
            self.appear(*sums[1:3], seconds=2.5, lag=0.8)
        with self.line() as line:
            self.vanish(*legs, step)
            self.appear(shadow, seconds=1.5)
            self.hold(0.3 * line.seconds(self.params.pace))
            self.appear(sums[3])
        with self.line() as line:
            beyond = crest + np.sign(crest - aside) * np.pi / 2
            self.drive(turn, crest, 0.3 * line.seconds(self.params.pace))
            self.drive(turn, beyond, 0.3 * line.seconds(self.params.pace))
            self.hold(theme.REST)
            self.drive(turn, aside)
        self.numbers = [shadow, *sums]

    @beat
    def field(self) -> None:
        facts = self.facts
        self.vanish(*self.numbers, self.arrow, self.dot)
        field = parts.VectorField(self.plot, *facts.partials)
        ledger = parts.Ledger(
            layout.LEDGER, ('"place"', '"slope"'), 4, roles=(Role.TEXT, Role.GRADIENT),
            digits=self.params.digits, align=0,
        )  # fmt: skip
        rows = [
            ledger.row(self.formula(f'"{name}"', theme.WORKING), length)
            for name, length in zip("ABCD", facts.lengths, strict=True)
        ]
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
        left, right = layout.BELOW_STRIP.split_x(0.5)
        self.plot, levels = self.map(left)
        lines = parts.ContourPlot(self.plot, facts.f, levels)
        sides, (x, y) = (self.plot.x_range, self.plot.y_range), map(float, facts.point)
        theta = parts.outlook(facts.f, *sides, (x, y))
        view = parts.SurfaceView(right, facts.f, *sides, levels=levels, theta=theta - 0.4)
        u, v = 0.45 * float(facts.reach) * np.array([np.cos(facts.uphill), np.sin(facts.uphill)])
        up = parts.SurfaceArrow(view, lambda: ((x, y), (x + u, y + v)))
        down = parts.SurfaceArrow(view, lambda: ((x, y), (x - u, y - v)), role=Role.OPTIMUM)
        back = parts.Arrow(self.here(), 2 * self.here() - self.uphill().end, role=Role.OPTIMUM)
        many = self.formula(f"nabla f = ({', '.join(MANY)})")
        layout.STRIP.place(many)
        with self.line():
            self.appear(self.plot, lines, view)
            self.turn(view, 0.7)
        with self.line():
            self.appear(self.uphill(), parts.Point(self.here(), role=Role.TEXT))
            self.appear(up)
            self.turn(view, -0.3)
        with self.line() as line:
            self.appear(back, down)
            self.hold(0.4 * line.seconds(self.params.pace))
            self.appear(many)

    # -- pieces ---------------------------------------------------------------------------

    def map(self, slot: layout.Slot) -> tuple[parts.Plot, tuple[Any, ...]]:
        """Axes about the point, and the heights of the contour lines."""
        (x, y), reach = map(float, self.facts.point), float(self.facts.reach)
        ranges = parts.window_over(slot, [(x - reach, y - reach), (x + reach, y + reach)], 0)
        levels = mvcalc.contour_levels(self.facts.f, ranges, 12).values
        return parts.Plot(slot, *ranges, equal=True, grid=False), levels

    def here(self) -> np.ndarray:
        """The point on the map."""
        return self.plot.at(*map(float, self.facts.point))

    def facing(self, angle: float) -> np.ndarray:
        """The two ends of a line of sight from the point."""
        return self.here() + REACH * np.array([[0, 0, 0], [np.cos(angle), np.sin(angle), 0]])

    def uphill(self, name: str = "") -> parts.Arrow:
        """The gradient at the point."""
        label = parts.Tag(self.formula(name, theme.LABEL, Role.GRADIENT)) if name else None
        return parts.Arrow(*self.facing(self.facts.uphill), label=label)

    def sums(self) -> Any:
        """The function, its slopes, both as a row and as a column, and the column's length."""
        (a, b), r = self.facts.shown, self.facts.jacobian
        return parts.column(
            layout.LEDGER,
            self.formula("f = {{ {f} : function }}", f=self.facts.f),
            self.formula("frac(partial f, partial x) {a_is} {{ {a} : derivative }}", a=a),
            self.formula("frac(partial f, partial y) {b_is} {{ {b} : derivative }}", b=b),
            self.formula("J {r_is} mat({{ {a} : derivative }}, {{ {b} : derivative }})",
                         a=a, b=b, r=r),
            self.formula("nabla f {r_is} vec({{ {a} : gradient }}, {{ {b} : gradient }})",
                         a=a, b=b, r=r),
            self.formula("abs(nabla f) {n_is} {{ {n} : gradient }}", n=self.facts.length),
        )  # fmt: skip

    def product(self) -> Any:
        """A step, the slope along it as row times column, and as a shadow."""
        (a, b), (c, s) = self.facts.shown, self.facts.walk
        return parts.column(
            layout.LEDGER,
            self.formula("u = vec({c}, {s})", theme.WORKING, c=c, s=s),
            self.formula(
                "J u {r_is} mat({{ {a} : derivative }}, {{ {b} : derivative }}) vec({c}, {s})",
                theme.WORKING, a=a, b=b, c=c, s=s, r=self.facts.jacobian,
            ),
            self.formula('"slope" {v_is} {{ {v} : derivative }}', v=self.facts.walk_shown),
            self.formula('{{ "shadow" : derivative }} = {{ abs(nabla f) : gradient }} cos phi.alt'),
        )  # fmt: skip

    def turn(self, view: parts.SurfaceView, by: float) -> None:
        """Turn the hill, unless motion is to be reduced."""
        if not self.params.reduced_motion:
            self.drive(view.theta, view.theta.get_value() + by, 3.0)
