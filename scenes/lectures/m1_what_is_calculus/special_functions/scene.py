"""Tangents that roll along 1/x, a power and the sine, and draw the curves of their slopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts, theme

from . import Params
from .facts import Facts
from .pictures import power_plot, reciprocal_plot
from .title import beside_title

if TYPE_CHECKING:
    from manim import ValueTracker, VGroup


class SpecialFunctions(LectureScene[Params, Facts]):
    """A tangent rolls along three curves and draws the next one."""

    motif = beside_title

    @beat
    def reciprocal(self) -> None:
        facts = self.facts
        picture = reciprocal_plot(facts)
        gaps = [self.gap(plot) for plot in (picture.upper, picture.lower)]
        work = parts.ReciprocalWork(layout.LEDGER, self.derivative_name())
        _, below = layout.LEDGER.split_y(0.6)
        ledger = parts.Ledger(
            below, ("x", '"slope"'), 2, roles=(Role.DATA, Role.DERIVATIVE),
            digits=self.params.digits, shares=(2, 3), align=0,
        )  # fmt: skip
        with self.line():
            self.enter(picture)
            self.appear(gaps[0])
        with self.line() as line:
            self.roll(picture, line.seconds(self.params.pace))
        with self.line():
            self.appear(work.lines[0])
            quiet = Role.SECONDARY.colour
            for k in (1, 2):
                self.hold(theme.REST)
                self.appear(work.lines[k])
                self.play(*(glyph.animate.set_fill(quiet) for glyph in work.away(k)), seconds=0.8)
        with self.line():
            self.appear(work.lines[3], gaps[1])
            # The way there makes room for numbers.
            self.vanish(*work.lines[1:3])
            self.play(work.lines[3].animate.shift((0, work.rise, 0)), seconds=1.0)
            self.appear(ledger)
            self.drive(picture.x, float(facts.x0), 2.0)
            self.appear(ledger.row(facts.x0, facts.slope_at))
        with self.line():
            self.drive(picture.x, float(facts.twice), 4.0)
            self.appear(ledger.row(facts.twice, facts.slope_twice))
        self.aha()

    @beat
    def exponential(self) -> None:
        facts = self.facts
        self.clear()
        picture = power_plot(facts)
        above, below = layout.LEDGER.split_y(0.55)
        ledger = self.ledger(above, "x", 3)
        small = parts.column(
            below,
            self.formula("frac(b^h - 1, h) {q_is} {{ {q} : derivative }}", q=facts.estimate),
            self.formula('"for" b = {b}, h = {h:4}', theme.LABEL, Role.DATA, b=facts.base,
                         h=facts.small),
            self.formula("ln b {k_is} {{ {k} : derivative }}", k=facts.logarithm),
            gap=0.3,
        )  # fmt: skip
        run = self.tracker(float(facts.places[1]))
        triangle = parts.SlopeTriangle(picture.upper, facts.power, self.tracker(0), run)
        quotients = (
            mvcalc.show(mvcalc.tidy(slope / height), self.params.digits, "decimal")
            for slope, height in zip(facts.slopes, facts.heights, strict=True)
        )
        rows = [ledger.row(*pair) for pair in zip(facts.places, quotients, strict=True)]
        with self.line():
            self.enter(picture)
        with self.line() as line:
            self.roll(picture, line.seconds(self.params.pace))
        with self.line():
            self.appear(ledger)
            for place, row in zip(facts.places, rows, strict=True):
                self.drive(picture.x, float(place), 0.8)
                self.appear(row)
        with self.line():
            self.drive(picture.x, 0, 1.0)
            self.appear(triangle)
            self.drive(run, float(facts.small), 2.5)
            self.appear(*small[:2])
        with self.line():
            self.appear(small[2])
            self.emphasise(small[2])
        self.picture, self.numbers = picture, (ledger, *rows, *small, triangle)

    @beat
    def number_e(self) -> None:
        facts = self.facts
        name = '{{ b^x : function }} "and its" {{ "slopes" : derivative }}'
        plot = parts.Plot(layout.PICTURE, (-2.2, 2.2), (-1, 8.6), y_label=name)
        base = self.tracker(float(facts.bases[0]))
        curve = parts.Curve(plot, lambda x: base.get_value() ** x, follow=(base,))
        slopes = parts.Curve(
            plot, lambda x: np.log(base.get_value()) * base.get_value() ** x, Role.DERIVATIVE,
            follow=(base,), dashed=True,
        )  # fmt: skip
        above, below = layout.LEDGER.split_y(0.58)
        ledger, names = self.ledger(above, "b", len(facts.bases)), self.names_of_e(below)
        rows = [
            ledger.row(b, mvcalc.show(factor, self.params.digits, "decimal"))
            for b, factor in zip(facts.bases, facts.factors, strict=True)
        ]
        with self.line():
            self.merge(plot, curve, slopes)
            self.appear(ledger)
            self.appear(rows[0])
        with self.line():
            for b, row in zip(facts.bases[1:-1], rows[1:-1], strict=True):
                self.drive(base, float(b), 4.0)
                self.appear(row)
        with self.line():
            self.drive(base, float(facts.e), 3.0)
            self.appear(rows[-1], names[0])
        self.aha()
        with self.line():
            self.appear(names[1], names[2])
            self.drive(base, float(facts.base), 6.0)
            self.emphasise(rows[0])
        with self.line():
            self.drive(base, float(facts.e), 4.0)
            self.emphasise(names[0])

    @beat
    def sine(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.SAFE.split_x(0.52, gap=0.6)
        picture = parts.SlopePlot(
            left, facts.waves[0], facts.waves[1], (0.0, float(facts.half_turns[-1])),
            ((-1.4, 1.4), (-1.4, 1.4)), name="sin(x)", x_marks=facts.half_turns,
        )  # fmt: skip
        turn = self.tracker(0)
        names = tuple(mvcalc.typst(wave.expr) for wave in facts.waves[:4])
        orders = [*range(facts.orders + 1)]
        hub = ("f", *(self.derivative_name(order=k) for k in orders[1:]))
        wheel = parts.Wheel(right, names, turn, hub=hub)
        with self.line():
            self.enter(picture)
            for place in (facts.half_turns[1] / 2, facts.half_turns[1]):
                self.drive(picture.x, float(place), 2.0)
        with self.line() as line:
            self.drive(picture.x, 0, 1.0)
            self.roll(picture, line.seconds(self.params.pace) - 1.0)
        with self.line():
            self.appear(wheel)
            self.vanish(picture.rolling, picture.slopes)
            self.remove(picture.curve, picture.upper.names[-1], picture.lower.names[-1])
            self.wave(picture.upper, turn, names, 0)
            self.wave(picture.lower, turn, names, 1)
            self.drive(turn, 1, 2.0)
        with self.line():
            for count in orders[2:]:
                self.drive(turn, count, 1.2)
            if facts.orders == 1:
                self.emphasise(wheel)
        self.aha()

    # -- pieces ---------------------------------------------------------------------------

    def enter(self, picture: parts.SlopePlot) -> None:
        """Two plots, the curve on the upper one, a tangent at its left end."""
        self.appear(picture.upper, picture.lower)
        self.appear(picture.curve, seconds=2.0)
        self.appear(picture.rolling)

    def roll(self, picture: parts.SlopePlot, seconds: float) -> None:
        """The tangent along the whole curve, its slopes written down below."""
        self.add(picture.trace)
        self.drive(picture.x, picture.end, max(5.0, seconds), steady=True)
        self.remove(picture.trace)
        self.add(picture.slopes)

    def merge(self, plot: parts.Plot, *curves: parts.Curve) -> None:
        """The power and its slopes come from two plots into one, whose numbers come in once."""
        old, slopes = self.picture, self.picture.slopes
        self.vanish(*self.numbers, old.rolling, slopes.dot, slopes.drop)
        upper = parts.glide(old.upper, plot, old.curve)
        self.play(*upper, *parts.glide(old.lower, plot, slopes.curve)[:2], seconds=2.5)
        self.scene.clear()
        self.add(plot, *curves)

    def gap(self, plot: parts.Plot) -> parts.Guide:
        """Where there is nothing."""
        return parts.Guide(
            lambda: plot.path([0, 0], [*plot.y_range]), role=Role.CONSTRAINT, width=theme.LINE_WIDTH
        )

    def ledger(self, slot: layout.Slot, heading: str, rows: int) -> parts.Ledger:
        """A table of slope over height."""
        return parts.Ledger(
            slot, (heading, '"slope" \\/ "height"'), rows, roles=(Role.DATA, Role.DERIVATIVE),
            digits=self.params.digits, shares=(1, 2), align=0,
        )  # fmt: skip

    def names_of_e(self, slot: layout.Slot) -> VGroup:
        """The number itself, and the first base by means of it."""
        facts = self.facts
        return parts.column(
            slot,
            self.formula("e {e_is} {{ {e} : optimum }}", e=facts.e_decimal),
            self.formula("{{ {power} : function }} = {{ e^(k x) : function }}", power=facts.power),
            self.formula("k {k_is} {{ {k} : derivative }}", k=facts.logarithm),
            gap=0.4,
        )

    def wave(
        self, plot: parts.Plot, turn: ValueTracker, names: tuple[str, ...], ahead: int
    ) -> None:
        """The sine moved ahead by a quarter turn for every derivative, and its name."""
        role = Role.DERIVATIVE if ahead else Role.FUNCTION
        curve = parts.Curve(
            plot, lambda x: np.sin(x + (turn.get_value() + ahead) * np.pi / 2), role, follow=(turn,)
        )
        labels = [
            self.formula(name, theme.LABEL, role) for name in (*names[ahead:], *names[:ahead])
        ]
        self.add(curve, parts.Display(labels, turn, plot.names[-1].get_left(), left=True))
