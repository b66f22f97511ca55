"""The scene: what is drawn, beat by beat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts, theme

from . import Params
from .facts import Facts

if TYPE_CHECKING:
    from manim import ValueTracker


class SpecialFunctions(LectureScene[Params, Facts]):
    """A tangent rolls along three curves and draws the next one."""

    @beat
    def reciprocal(self) -> None:
        facts = self.facts
        # The place and its slope are in the picture at any scale: heights go like one over the
        # width, slopes like one over its square.
        place = abs(float(facts.x0))
        reach = min(max(3.0, 1.5 * place), 6.0 * place)
        tall, deep = 9.6 / reach, 72 / reach**2
        slopes = (-deep, 0.2 * deep)
        with self.line():
            self.enter(
                facts.reciprocal, facts.reciprocal_slope, (-reach, reach), (-tall, tall), slopes
            )
        with self.line() as line:
            self.roll(line.seconds(self.params.pace))
        equals = "{{ = : relation }}"
        quotient, *middle, result = [step.typst for step in facts.limit]
        sums = parts.column(
            layout.LEDGER,
            self.formula(f'frac("rise", "run") {equals} {quotient}', theme.WORKING),
            *(self.formula(f"{equals} {step}", theme.WORKING) for step in middle),
            self.formula(f"{self.derivative_name()} {equals} {{{{ {result} : derivative }}}}"),
            self.formula(
                f"{self.derivative_name(at='{x0}')} {{{{ {{slope_is}} : relation }}}} "
                "{{ {slope} : derivative }}", x0=facts.x0, slope=facts.slope_at,
            ),
            align_on="relation",
        )  # fmt: skip
        with self.line():
            self.appear(*sums[:-1], seconds=4.0, lag=0.8)
        with self.line():
            self.drive(self.x, float(facts.x0), 2.0)
            self.appear(sums[-1])
        self.aha()

    @beat
    def exponential(self) -> None:
        facts = self.facts
        self.clear()
        reach = min(3.0, 3.0 / abs(float(facts.factor)))
        x_range = (-0.8 * reach, 0.8 * reach)
        ends = mvcalc.sample(facts.power, x_range)
        heights = (-0.15 * float(ends.max()), float(ends.max()))
        low, high = sorted(height * float(facts.factor) for height in heights)
        with self.line():
            self.enter(facts.power, facts.power_slope, x_range, heights, (low, high))
        with self.line() as line:
            self.roll(line.seconds(self.params.pace))
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
        with self.line():
            self.appear(ledger)
            for place, height, slope in zip(facts.places, facts.heights, facts.slopes, strict=True):
                self.drive(self.x, float(place), 0.8)
                quotient = mvcalc.tidy(slope / height)
                self.appear(ledger.row(place, mvcalc.show(quotient, self.params.digits, "decimal")))
        with self.line():
            self.drive(self.x, 0, 1.0)
            self.appear(*small[:2])
        with self.line():
            self.appear(small[2])
            self.emphasise(small[2])

    @beat
    def number_e(self) -> None:
        facts = self.facts
        self.clear()
        plot = parts.Plot(layout.PICTURE, (-2, 2), (-1, 8), y_label="b^x")
        base = self.tracker(float(facts.bases[0]))
        curve = parts.Curve(plot, lambda x: base.get_value() ** x, follow=(base,))
        slopes = parts.Curve(
            plot, lambda x: np.log(base.get_value()) * base.get_value() ** x, Role.DERIVATIVE,
            follow=(base,), dashed=True,
        )  # fmt: skip
        above, below = layout.LEDGER.split_y(0.72)
        ledger = self.ledger(above, "b", len(facts.bases))
        number = below.place(self.formula("e {e_is} {{ {e} : optimum }}", e=facts.e_decimal))
        rows = [
            ledger.row(b, mvcalc.show(factor, self.params.digits, "decimal"))
            for b, factor in zip(facts.bases, facts.factors, strict=True)
        ]
        with self.line():
            self.appear(plot, ledger)
            self.appear(curve, slopes, rows[0], seconds=1.5)
        with self.line():
            for b, row in zip(facts.bases[1:-1], rows[1:-1], strict=True):
                self.drive(base, float(b), 3.0)
                self.appear(row)
        with self.line():
            self.drive(base, float(facts.e), 3.0)
            self.appear(rows[-1], number)
        self.aha()

    @beat
    def sine(self) -> None:
        facts = self.facts
        self.clear()
        waves = (-1.4, 1.4)
        wheel_turn = self.tracker(0)
        names = tuple(mvcalc.typst(wave.expr) for wave in facts.waves[:4])
        wheel = parts.Wheel(layout.LEDGER, names, wheel_turn)
        with self.line():
            self.enter(facts.waves[0], facts.waves[1], (0.0, 4 * np.pi), waves, waves)
        with self.line() as line:
            self.roll(line.seconds(self.params.pace))
        with self.line():
            self.appear(wheel)
            self.vanish(self.rolling, self.trace)
            self.remove(self.curve)
            self.add(self.shifted(self.upper, wheel_turn, 0, Role.FUNCTION))
            self.add(self.shifted(self.lower, wheel_turn, 1, Role.DERIVATIVE))
            self.drive(wheel_turn, 1, 2.0)
        with self.line():
            for turn in range(2, facts.orders + 1):
                self.drive(wheel_turn, turn, 1.2)
            if facts.orders == 1:
                self.emphasise(wheel)
        self.aha()

    # -- pieces ---------------------------------------------------------------------------

    def enter(
        self,
        f: mvcalc.Function,
        slope: mvcalc.Function,
        x_range: Range,
        heights: Range,
        slopes: Range,
    ) -> None:
        """Two plots, the curve on the upper one, a tangent at its left end."""
        self.upper, self.lower = parts.stacked(
            layout.PICTURE, x_range, (heights, slopes), share=0.5, y_labels=("f(x)", '"slope"')
        )
        self.curve = parts.Curve(self.upper, f)
        self.x = self.tracker(x_range[0])
        self.rolling = parts.RollingTangent(self.upper, f, slope, self.x)
        self.appear(self.upper, self.lower)
        self.appear(self.curve, seconds=2.0)
        self.appear(self.rolling)

    def ledger(self, slot: layout.Slot, heading: str, rows: int) -> parts.Ledger:
        """A table of slope over height."""
        return parts.Ledger(
            slot, (heading, '"slope" \\/ "height"'), rows, roles=(Role.DATA, Role.DERIVATIVE),
            digits=self.params.digits, shares=(1, 2), align=0,
        )  # fmt: skip

    def roll(self, seconds: float) -> None:
        """The tangent along the whole curve, its slopes written down below."""
        trace = parts.SlopeTrace(self.rolling, self.lower)
        self.add(trace)
        self.drive(self.x, self.upper.x_range[1], max(5.0, seconds), steady=True)
        self.remove(trace)
        self.trace = parts.SlopeTrace(self.rolling, self.lower, finished=True)
        self.add(self.trace)

    def shifted(self, plot: parts.Plot, turn: ValueTracker, ahead: int, role: Role) -> parts.Curve:
        """The sine moved ahead by a quarter turn for every derivative."""
        return parts.Curve(
            plot, lambda x: np.sin(x + (turn.get_value() + ahead) * np.pi / 2), role, follow=(turn,)
        )


Range = tuple[float, float]
