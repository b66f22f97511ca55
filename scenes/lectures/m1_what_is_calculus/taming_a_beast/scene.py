"""A formula falls apart into a tree, its rules fire one by one, and the result is checked."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts, said, theme

from . import Params
from .facts import Facts
from .title import beside_title
from .trouble import REACH

if TYPE_CHECKING:
    from manim import VGroup
    from sympy import Expr

    from scenes.stage.formula import Formula

_ANSWER = 0.72  # share of a slot that an answer has; below it is what it gives at a place


class TamingABeast(LectureScene[Params, Facts]):
    """A formula falls apart, its rules fire, and the result is checked."""

    motif = beside_title

    @beat
    def beast(self) -> None:
        facts = self.facts
        title = parts.Equation(
            "f(x)", facts.f, layout.SAFE.width, size=1.6 * theme.FORMULA, role=Role.FUNCTION
        )
        layout.SAFE.place(title)
        self.fired = self.tracker(0)
        self.tree = self.grow_tree()
        with self.line():
            self.appear(title, seconds=2.0)
        with self.line():
            if isinstance(self.tree, parts.DerivationTree) and self.beside:
                # The whole formula goes where the root of its tree will stand.
                root = self.tree.card(self.tree.count)
                size = theme.SMALLEST / (title.lines[0].em / theme.EM)
                if size * title.width < 1.1 * root.width:
                    size = max(size, min(1.0, root.width / title.width))
                    place = root.get_center()
                    place[1] = min(place[1], layout.SAFE.top - size * title.height / 2)
                    self.play(title.animate.scale(size).move_to(place), seconds=2.0)
        with self.line():
            self.vanish(title, seconds=0.4)
            self.appear(self.tree, seconds=6.0)
        with self.line() as line:
            if self.beside:
                self.appear(self.legend)
            self.play(self.tree.roll_call(), seconds=0.7 * line.seconds(self.params.pace))

    @beat
    def rules(self) -> None:
        count = self.tree.count
        leaves = sum(not step.node.children for step in self.facts.derivation.steps()[:2])
        with self.line():
            if self.beside:
                self.vanish(self.legend)
                self.appear(self.board)
            self.drive(self.fired, min(max(1, leaves), count - 1), 4.0)
        with self.line() as line:
            climb = min(max(1.6 * (count - 1), line.seconds(self.params.pace)), 30.0)
            self.drive(self.fired, count - 1, climb, steady=True)
        with self.line():
            self.drive(self.fired, count, 2.0)
        with self.line():
            self.drive(self.fired, count - 1, 1.0)  # once more, while it is put into words
            self.drive(self.fired, count, 3.0)
        self.aha()

    @beat
    def result(self) -> None:
        self.clear()
        (self.spelled if self.facts.spelled else self.listed)()

    @beat
    def verify(self) -> None:
        facts = self.facts
        self.clear()
        centre, reach = float(facts.x0), float(mvcalc.number(REACH))
        window = parts.window_around(facts.f, (centre - reach, centre + reach), 0, 0)
        plot = parts.Plot(layout.PICTURE, *window, y_label="f(x)")
        x = self.tracker(window[0][0])
        rolling = parts.RollingTangent(plot, facts.f, facts.simplified, x, reach=2.0)
        above, below = layout.LEDGER.split_y(0.7)
        ledger = parts.Ledger(
            above, ('"method"', '"slope"'), 3, roles=(Role.TEXT, Role.DERIVATIVE),
            digits=self.params.digits, shares=(6, 7), align=0,
        )  # fmt: skip
        ways = {"rules": facts.slope, "dual numbers": facts.dual, "secant": facts.secant}
        rows = [ledger.row(self.formula(f'"{w}"', theme.SMALLEST), s) for w, s in ways.items()]
        with self.line():
            self.appear(plot, parts.Curve(plot, facts.f), ledger, seconds=1.5)
            self.appear(rolling)
            self.drive(x, centre, 2.0)
            self.appear(rows[0])
        dual = self.dual(below)
        with self.line():
            self.appear(*dual, seconds=3.0, lag=0.6)
        with self.line():
            self.emphasise(dual[1].part("derivative"), seconds=2.0)
            self.appear(rows[1])
        with self.line():
            self.shrink_secant(plot, 0.8 * reach)
            self.appear(rows[2])

    @beat
    def tally(self) -> None:
        facts, count = self.facts, self.tree.count
        self.clear()
        grown = self.tracker(-1)
        slot = layout.LEDGER if self.beside else layout.SAFE.inset(1.5, 0.3)
        names = [rule.removesuffix(" rule") for rule in facts.rules]
        roles = [parts.rule_role(rule) for rule in facts.rules]
        bars = parts.Bars(slot, names, facts.counts, roles, grown=grown, order=facts.order)
        with self.line():
            if self.beside:
                self.appear(self.tree)
            self.appear(bars)
            lights = [self.tree.roll_call()] if self.beside else []
            # A part lights up in the middle of its three, so its bar grows with it.
            growth = grown.animate.set_value(count + 1)
            self.play(*lights, growth, seconds=max(4.0, min(0.8 * count, 14.0)))
        with self.line():
            self.drive(self.fired, 0, 1.0)
            self.drive(self.fired, count, 5.0, steady=True)
        with self.line() as line:
            if self.beside:
                self.play(self.tree.roll_call(), seconds=0.8 * line.seconds(self.params.pace))
        self.aha()

    # -- pieces ---------------------------------------------------------------------------

    def grow_tree(self) -> parts.DerivationTree | parts.DerivationMap:
        """The tree, or its signs if it is large, beside a board; lines if they are asked for."""
        derivation = self.facts.derivation
        self.legend = parts.RuleLegend(layout.LEDGER, derivation)
        self.beside = True
        if self.params.layout == "tree":
            tree = parts.DerivationTree(layout.PICTURE, derivation, self.fired)
            if tree.drawn_as == "tree":
                self.board = parts.RuleBoard(layout.LEDGER, derivation, self.fired)
                return tree
            with suppress(ValueError):  # too deep even for that
                signs = parts.DerivationMap(layout.PICTURE, derivation, self.fired)
                self.board = parts.PartBoard(layout.LEDGER, derivation, self.fired)
                return signs
        self.beside = False
        return parts.DerivationTree(layout.SAFE, derivation, self.fired, layout="lines")

    def spelled(self) -> None:
        """The derivative as one formula, before and after tidying."""
        facts = self.facts
        slots = [*layout.SAFE.split_y(0.5)] if facts.untidy else [layout.SAFE]
        answers = [self.answer(slots[0], "as the rules hand it over", facts.raw, 1.0)]
        if facts.untidy:
            answers.append(self.answer(slots[1], "tidied", facts.simplified, 1.2))
        with self.line():
            self.appear(*answers[0], seconds=2.0)
        with self.line():
            if facts.untidy:
                self.appear(answers[1][0])
                self.tidy_up(*(answer[1] for answer in answers))
            else:
                self.emphasise(answers[0][0])
        with self.line():
            for answer in answers:
                self.emphasise(answer[0], seconds=2.0)
        with self.line():
            for slot, value in zip(slots, (facts.trial_raw, facts.trial_tidy), strict=False):
                self.appear(self.tried(slot, value), seconds=2.0)

    def listed(self) -> None:
        """A derivative too long for one formula: a list, every slope made of the ones above it."""
        above, below = layout.SAFE.split_y(0.86)
        come = self.tracker(1)
        steps = parts.DerivationTree(above, self.facts.derivation, come, layout="lines")
        with self.line() as line:
            self.appear(steps)
            self.drive(come, steps.count, line.seconds(self.params.pace), steady=True)
        with self.line():
            self.drive(come, 1, 1.0)
            self.drive(come, steps.count, 6.0, steady=True)
        with self.line():
            self.play(steps.roll_call(), seconds=6.0)
        with self.line():
            self.appear(self.tried(below, self.facts.trial_tidy, 1.0), seconds=2.0)

    def answer(self, slot: layout.Slot, head: str, value: mvcalc.Function, size: float) -> VGroup:
        """The derivative under a heading, in the upper part of a slot."""
        return parts.column(
            slot.split_y(_ANSWER)[0],
            self.formula(f'"{head}"', theme.LABEL, Role.SECONDARY),
            parts.Equation(
                self.derivative_name(), value, slot.width,
                size=size * theme.FORMULA, rows=3, digits=self.params.digits,
            ),
            gap=0.35, align=0,
        )  # fmt: skip

    def tidy_up(self, raw: Any, tidy: Any) -> None:
        """The tidied line comes out of the first one, if both are one line."""
        if len(raw.lines) == len(tidy.lines) == 1:
            self.rewrite(raw.lines[0].copy(), tidy.lines[0], seconds=2.5)
            self.remove(tidy.lines[0])
            self.add(tidy)
        else:
            self.appear(tidy, seconds=1.5)

    def tried(self, slot: layout.Slot, value: Expr, share: float = 1 - _ANSWER) -> Formula:
        """What an answer gives at the trial place, in the lower part of its slot."""
        given = said(mvcalc.show(value, 4, "decimal"))
        about = "" if given.relation == "=" else "{v_is} "
        source = f"x = {{x}} quad arrow.r.long quad {about}{{{{ {{v}} : derivative }}}}"
        formula = self.formula(source, theme.WORKING, x=said(self.facts.trial).flat, v=given)
        slot.split_y(1 - share)[1].place(formula, y=1)
        return formula

    def dual(self, slot: layout.Slot) -> VGroup:
        """The function at a dual number: its value, and beside it the slope."""
        facts = self.facts
        sign = "-" if facts.dual.upper < 0 else "+"
        source = f"{{is}} {{{{ {{y}} : function }}}} {sign} {{{{ {{s}} : derivative }}}} epsilon"
        sizes = (theme.WORKING, theme.SMALLEST)
        value = parts.worked(slot.width, source, sizes=sizes, y=facts.y0, s=facts.steepness)
        argument = self.formula("f({x} + epsilon)", theme.WORKING, x=said(facts.x0).flat)
        return parts.column(slot, argument, value, gap=0.3, align=0)

    def shrink_secant(self, plot: parts.Plot, run: float) -> None:
        """A secant whose second point comes close, until it lies on the tangent."""
        facts = self.facts
        x, y = float(facts.x0), float(facts.y0)
        h = self.tracker(run)

        def end() -> tuple[float, float]:
            return x + h.get_value(), float(mvcalc.sample(facts.f, x + h.get_value()))

        line = parts.SlopeLine(
            plot, lambda: (x, y, (end()[1] - y) / h.get_value()), h, width=theme.THIN_WIDTH
        )
        self.appear(line, parts.Point(lambda: plot.seen(*end()), h))
        self.drive(h, float(facts.run), 7.0)
