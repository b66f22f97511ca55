"""The scene: what is drawn, beat by beat."""

from __future__ import annotations

from typing import Any

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts, theme

from . import Params
from .facts import REACH, Facts


class TamingABeast(LectureScene[Params, Facts]):
    """A formula falls apart, its rules fire, and the result is checked."""

    @beat
    def beast(self) -> None:
        facts = self.facts
        title = parts.Equation(
            "f(x)", facts.f, layout.SAFE.width, size=1.6 * theme.FORMULA, role=Role.FUNCTION
        )
        layout.SAFE.place(title)
        self.fired = self.tracker(0)
        self.tree = parts.DerivationTree(
            layout.SAFE, facts.derivation, self.fired,
            layout="auto" if self.params.layout == "tree" else "lines",
        )  # fmt: skip
        with self.line():
            self.appear(title, seconds=2.0)
        with self.line():
            self.emphasise(title)
        with self.line():
            self.vanish(title)
            self.appear(self.tree, seconds=5.0)
        with self.line():
            self.play(self.tree.roll_call(), seconds=4.0)

    @beat
    def rules(self) -> None:
        count = self.tree.count
        leaves = sum(not step.node.children for step in self.facts.derivation.steps()[:2])
        with self.line():
            self.drive(self.fired, min(max(1, leaves), count - 1), 2.0)
        with self.line() as line:
            climb = min(max(0.9 * (count - 1), line.seconds(self.params.pace)), 30.0)
            self.drive(self.fired, count - 1, climb, steady=True)
        with self.line():
            self.drive(self.fired, count, 1.5)
        self.aha()

    @beat
    def result(self) -> None:
        facts = self.facts
        self.clear()
        upper, lower = layout.SAFE.split_y(0.5) if facts.untidy else (layout.SAFE, layout.SAFE)
        raw = tidy = self.answer(upper, "as the rules hand it over", facts.raw, 1.0)
        with self.line():
            self.appear(raw, seconds=2.0)
        with self.line():
            if facts.untidy:
                tidy = self.answer(lower, "tidied", facts.simplified, 1.2)
                self.appear(tidy, seconds=1.5)
            else:
                self.emphasise(tidy[1])
        with self.line():
            self.emphasise(tidy[1])
        self.aha()

    @beat
    def verify(self) -> None:
        facts = self.facts
        self.clear()
        centre, reach = float(facts.x0), float(mvcalc.number(REACH))
        window = parts.window_around(facts.f, (centre - reach, centre + reach), 0, 0)
        plot = parts.Plot(layout.PICTURE, *window, y_label="f(x)")
        x = self.tracker(window[0][0])
        rolling = parts.RollingTangent(plot, facts.f, facts.simplified, x, reach=2.0)
        ledger = parts.Ledger(
            layout.LEDGER, ('"method"', '"slope"'), 3, roles=(Role.TEXT, Role.DERIVATIVE),
            digits=self.params.digits, shares=(6, 7), align=0,
        )  # fmt: skip
        names = ("rules", "dual numbers", "secant")
        values = (facts.slope, facts.dual, facts.secant)
        rows = [
            ledger.row(self.formula(f'"{name}"', theme.SMALLEST), value)
            for name, value in zip(names, values, strict=True)
        ]
        with self.line():
            self.appear(plot, parts.Curve(plot, facts.f), ledger, seconds=1.5)
            self.appear(rolling)
            self.drive(x, float(facts.x0), 2.0)
            self.appear(rows[0])
        for row in rows[1:]:
            with self.line():
                self.appear(row)

    @beat
    def tally(self) -> None:
        facts = self.facts
        self.clear()
        grown = self.tracker(0)
        bars = parts.Bars(layout.SAFE.inset(1.5, 0.3), facts.rules, facts.counts, grown=grown)
        with self.line():
            self.appear(bars)
            self.drive(grown, 1, 3.0)
        with self.line():
            self.emphasise(bars)
        self.aha()

    def answer(self, slot: layout.Slot, heading: str, value: mvcalc.Function, size: float) -> Any:
        """The derivative under a heading."""
        return parts.column(
            slot,
            self.formula(f'"{heading}"', theme.LABEL, Role.SECONDARY),
            parts.Equation(
                self.derivative_name(), value, slot.width,
                size=size * theme.FORMULA, rows=3, digits=self.params.digits,
            ),
            gap=0.35, align=0,
        )  # fmt: skip
