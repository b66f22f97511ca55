"""The scene: one map and one arrow on it, from contour lines to the hill itself."""

from __future__ import annotations

from functools import partial

import numpy as np

from scenes.stage import Role, beat, layout, parts, theme

from .pieces import REACH, Pieces
from .title import beside_title

ASIDE = 1.0  # radians by which one first looks aside
MANY = ("frac(partial f, partial x_1)", "frac(partial f, partial x_2)", "...",
        "frac(partial f, partial x_n)")  # fmt: skip


class GradientAndContours(Pieces):
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
        low, *_, high = map(float, self.levels)
        height = self.tracker(low)
        one = parts.LevelLine(self.lines, height)
        strides = parts.Stride.extremes(self.lines, *words)
        with self.line():
            self.appear(self.plot, self.lines, *self.title, seconds=2.0)
            self.appear(one, seconds=1.5)
            self.drive(height, high, 5.0)
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
            self.play(
                *[
                    t.animate.scale(s.height / t.height).move_to(s)
                    for t, s in zip(self.title, sums[:1], strict=True)
                ]
            )
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
        name = parts.Tag(self.formula("phi.alt", theme.LABEL), opacity=1.0)
        shadow = parts.Shadow(self.here(), self.arrow.end, turn, reach=REACH, name=name)
        sums = self.product()
        with self.line() as line:
            self.appear(step, sums[0])
            self.hold(0.35 * line.seconds(self.params.pace))
            self.appear(*legs, seconds=1.5, lag=0.6)
        with self.line() as line:
            for number in sums[1:3]:
                self.hold(0.3 * line.seconds(self.params.pace))
                self.appear(number)
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
            digits=self.params.digits, align=-1,
        )  # fmt: skip
        above = layout.LEDGER.split_y(0.27)[0]
        a, b = facts.arrow
        rule = parts.column(
            above,
            self.formula("nabla f = vec({{ {a} : gradient }}, {{ {b} : gradient }})", a=a, b=b),
        )
        rows = [
            ledger.row(self.formula(f'"{name}"', theme.WORKING), length)
            for name, length in zip("ABCD", facts.lengths, strict=True)
        ]
        with self.line():
            self.appear(field, *rule, seconds=2.0)
        with self.line():
            self.appear(*self.quiz, ledger)
            self.appear(*rows, seconds=2.5, lag=0.6)
            self.emphasise(self.quiz[facts.steepest])

    @beat
    def surface(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.SAFE.split_x(0.42)
        strip, left = left.split_y(0.16)
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
        strip.place(many)
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
