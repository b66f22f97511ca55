"""A car's journey, a secant and its lens, the limit in algebra, and the slopes as a curve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts, theme

from . import Params
from .facts import Facts, Moment
from .title import beside_title

if TYPE_CHECKING:
    from scenes.stage.formula import Formula


class RiseOverRun(LectureScene[Params, Facts]):
    """A rate, a secant, its limit in numbers, in algebra, and everywhere at once."""

    motif = beside_title

    @beat
    def journey(self) -> None:
        facts = self.facts
        plot = parts.Plot(layout.PICTURE, (0, 12), (0, 36), x_label='"s"', y_label='"speed, m/s"')
        ledger = self.ledger(layout.LEDGER, '"time, s"', 3, align=0)
        time = self.tracker(0)
        rolling = parts.RollingTangent(plot, facts.journey, facts.journey_rate, time, reach=1.6)
        with self.line():
            self.appear(plot)
            self.appear(parts.Curve(plot, facts.journey), seconds=2.0)
            self.appear(rolling, ledger)
        for moment in facts.moments:
            step = self.step(plot, moment)
            with self.line():
                self.drive(time, float(moment.time), 2.0)
                self.appear(step, seconds=1.5)
                self.appear(ledger.row(moment.time, moment.rate))
            self.vanish(step, seconds=0.4)
        with self.line():
            self.drive(time, 0.94 * plot.x_range[1], 4.0)

    @beat
    def secant(self) -> None:
        facts = self.facts
        self.clear()
        run, rise = (
            self.formula("{leg:4}", theme.LABEL, role, leg=leg).halo()
            for leg, role in ((facts.run, Role.DATA), (facts.rise, Role.DERIVATIVE))
        )
        self.picture = picture = self.secant_plot(layout.PICTURE, run, rise)
        value = "f({x}) {y_is} {{ {y} : function }}"
        self.sums = parts.column(
            layout.LEDGER,
            parts.Equation("f(x)", facts.f, layout.LEDGER.width, role=Role.FUNCTION),
            self.formula(value, x=facts.x0, y=facts.y0),
            self.formula(value, x=facts.x1, y=facts.y1),
            self.formula('"rise" {rise_is} {{ {rise} : derivative }}', rise=facts.rise),
            self.formula(parts.RISE_OVER_RUN + " {q_is} {{ {q} : derivative }}", q=facts.slopes[0]),
        )  # fmt: skip
        with self.line():
            self.appear(picture.plot, self.sums[0])
            self.appear(picture.curve, seconds=2.0)
            self.appear(picture.first)
        with self.line():
            # The second point comes out of the first.
            picture.run.set_value(0)
            self.appear(picture.second, seconds=0.4)
            self.drive(picture.run, float(facts.run), 2.5)
        with self.line():
            self.appear(picture.triangle, seconds=1.6)
            self.appear(*self.sums[1:4], seconds=1.6, lag=0.6)
        with self.line():
            self.appear(picture.line, self.sums[4])
        with self.line():
            self.walk(picture)

    @beat
    def shrink(self) -> None:
        facts, picture = self.facts, self.picture
        self.vanish(*self.sums, *picture.triangle.take_names())
        above, below = layout.LEDGER.split_y(0.42 if self.params.steps < 6 else 0.3)
        lens = parts.Lens(above, picture.plot, facts.f, picture.x, picture.run)
        ledger = self.ledger(below, '"run"', self.params.steps)
        rows = [ledger.row(*pair) for pair in zip(facts.runs, facts.slopes, strict=True)]
        self.table = (lens, ledger, *rows)
        with self.line():
            self.appear(lens, ledger)
            self.appear(rows[0])
        with self.line():
            self.drive(picture.run, float(facts.runs[1]), 4.0)
            self.appear(rows[1])
            self.emphasise(rows[1])
        with self.line():
            for run, row in zip(facts.runs[2:], rows[2:], strict=True):
                self.drive(picture.run, float(run), 2.0)
                self.appear(row)
        with self.line():
            self.drive(picture.run, float(facts.run), 1.5)
            self.drive(picture.run, float(facts.runs[-1]), 7.0)
            self.emphasise(rows[-1])
        self.aha()

    @beat
    def algebra(self) -> None:
        facts = self.facts
        left, right = layout.SAFE.split_x(0.42, gap=0.8)
        lines = parts.LimitWork(right, facts.algebra, facts.x0, self.params.digits).lines
        with self.line():
            self.vanish(*self.table)
            picture = self.secant_plot(left, self.formula("h", theme.LABEL, Role.DATA).halo())
            picture.run.set_value(self.picture.run.get_value())
            self.carry(self.picture.pieces, picture.pieces)
            # The triangle grows again, and its run has a name now.
            self.drive(picture.run, float(facts.run), 2.0)
            self.appear(lines[0])
        with self.line():
            for line in lines[1:-1]:
                self.hold(2 * theme.REST)
                self.appear(line, seconds=1.5)
            if not lines[1:-1]:
                self.emphasise(lines[0])
        with self.line():
            self.drive(picture.run, float(facts.runs[-1]), 4.0)
            self.dim(lines[-2], all_but=("kept", "relation"))
        with self.line():
            self.appear(lines[-1])
            self.tangent = self.tangent_of(picture.plot)
            self.appear(self.tangent, seconds=1.5)
            self.emphasise(lines[-1])
        self.aha()
        self.picture, self.work = picture, lines

    @beat
    def slopes(self) -> None:
        facts, old = self.facts, self.picture
        x_range = parts.turning_range(facts.f, float(facts.x0), float(facts.run))
        heights = parts.padded(mvcalc.sample(facts.f, np.linspace(*x_range, 200)))
        picture = parts.SlopePlot(
            layout.PICTURE, facts.f, facts.derivative, x_range,
            (heights, parts.height_of(facts.derivative, x_range)),
        )  # fmt: skip
        right, digits = layout.LEDGER, self.params.digits
        here = self.derivative_name(at="{x0}")
        sums = parts.column(
            right,
            parts.Equation("f(x)", facts.f, right.width, role=Role.FUNCTION),
            parts.Equation(self.derivative_name(), facts.derivative, right.width, digits=digits),
            parts.Equation(here, facts.tangent, right.width, digits=digits, x0=facts.x0),
        )
        with self.line():
            self.vanish(*self.work, old.triangle, old.line, old.second)
            picture.x.set_value(float(facts.x0))
            picture.rolling.redraw()
            self.carry(
                (old.plot, old.curve, self.tangent, old.first),
                (picture.upper, picture.curve, picture.rolling),
            )
            self.appear(picture.lower, sums[0])
            self.drive(picture.x, x_range[0], 2.5)
        self.add(picture.trace)
        with self.line() as line:
            seconds = max(6.0, line.seconds(self.params.pace))
            self.drive(picture.x, picture.end, seconds, steady=True)
        self.remove(picture.trace)
        self.add(picture.slopes)
        with self.line():
            self.appear(sums[1])
        with self.line():
            self.drive(picture.x, float(facts.x0), 2.0)
            self.appear(sums[2])
        self.aha()

    # -- pieces ---------------------------------------------------------------------------

    def step(self, plot: parts.Plot, moment: Moment) -> parts.SlopeTriangle:
        """One second to the right, and what the tangent rises by."""
        names = (
            self.formula("{s}", theme.LABEL, Role.DATA, s=self.facts.second),
            self.formula("{r:3}", theme.LABEL, Role.DERIVATIVE, r=moment.rate),
        )
        start, run = self.tracker(float(moment.time)), self.tracker(float(self.facts.second))
        return parts.SlopeTriangle(
            plot, moment.tangent, start, run, run_name=names[0].halo(), rise_name=names[1].halo()
        )

    def walk(self, picture: parts.SecantPlot) -> None:
        """A tangent from the first point to the second: its slope is not the secant's."""
        facts = self.facts
        x = self.tracker(float(facts.x0))
        rolling = parts.RollingTangent(picture.plot, facts.f, facts.derivative, x, reach=1.0)
        self.appear(rolling, seconds=0.5)
        self.drive(x, float(facts.x1), 4.5)
        self.vanish(rolling, seconds=0.5)

    def carry(self, old: tuple[Any, ...], new: tuple[Any, ...]) -> None:
        """A plot with what stands on it goes to where another one will stand; plots first."""
        self.play(*parts.glide(old[0], new[0], *old[1:]), seconds=2.0)
        self.remove(*(member for part in old for member in part.get_family()))
        self.add(*new)

    def tangent_of(self, plot: parts.Plot) -> parts.SlopeLine:
        """The line that the secants have become."""
        x, y, slope = map(float, (self.facts.x0, self.facts.y0, self.facts.tangent))
        return parts.SlopeLine(plot, lambda: (x, y, slope), reach=1.4)

    def secant_plot(self, slot: layout.Slot, *names: Formula) -> parts.SecantPlot:
        """The curve with the first secant."""
        facts = self.facts
        x0, run = float(facts.x0), float(facts.run)
        window = parts.window_around(facts.f, (x0, x0 + run), 2.0, 0.8, above=0.4, below=0.4)
        return parts.SecantPlot(slot, window, facts.f, x0, run, *names)

    def ledger(self, slot: layout.Slot, heading: str, rows: int, align: float = 1) -> parts.Ledger:
        """A table of slopes."""
        return parts.Ledger(
            slot, (heading, '"slope"'), rows, roles=(Role.DATA, Role.DERIVATIVE),
            digits=self.params.digits, shares=(1, 1) if rows > 5 else (2, 3), align=align,
        )  # fmt: skip
