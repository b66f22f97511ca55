"""Any function is differentiated by reading it: one node, one rule at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import mvcalc
from scenes.stage import (
    Check,
    Expr1,
    LectureParams,
    LectureScene,
    Meta,
    Number,
    Role,
    Script,
    Words,
    beat,
    layout,
    param,
    parts,
    said,
    theme,
)

if TYPE_CHECKING:
    from sympy import Expr

    from scenes.stage.formula import Formula

META = Meta(
    title="Any function, one rule at a time",
    goal="How do you differentiate a formula that is too large to look at?",
    module=1,
    order=5,
    prerequisites=("special-functions", "product-rule", "chain-rule"),
    sources=("Stewart, Calculus, chapter 3", "Imperial College, Multivariate Calculus, week 1"),
)
TOO_LONG = 26  # words; a longer formula is shown but not read out


class Params(LectureParams):
    """A beast, and a place to check the result."""

    f: Expr1 = param("exp(-x)*sin(x^2 + x)", "the beast")
    x0: Number = param("0", "where the slope is checked in three ways")
    layout: Literal["tree", "lines"] = param("tree", "draw a tree if it is legible, or lines")
    max_nodes: int = param(40, "refuse formulas with more parts than this", ge=5, le=80)


PRESETS = {
    "quotient": {"f": "(x^2 - 1)/(x^2 + 1)", "x0": "1/2"},
    "imperial": {"f": "sin(2*x^5 + 3*x)/exp(7*x)"},
    "nested": {"f": "log(1 + sqrt(1 + exp(x)))", "x0": "1"},
    "tower": {"f": "(2 + sin(x))^x", "x0": "pi/2"},
    "lines": {"f": "x*exp(-x)*cos(3*x)", "x0": "-1", "layout": "lines"},
}


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard."""

    f: mvcalc.Function
    derivation: mvcalc.Derivation
    rules: tuple[str, ...]
    counts: tuple[int, ...]
    x0: Expr
    slope: Expr
    dual: mvcalc.Ball
    run: Expr
    secant: Expr
    check_f: mvcalc.Function
    check_at: Expr
    check_slope: Expr

    @property
    def nodes(self) -> int:
        return sum(self.counts)

    @property
    def raw(self) -> mvcalc.Function:
        return mvcalc.Function.of(self.derivation.after, ("x",))

    @property
    def simplified(self) -> mvcalc.Function:
        return mvcalc.Function.of(self.derivation.simplified, ("x",))

    @property
    def beast(self) -> str:
        return "" if is_long(self.f) else f"It reads: {said(self.f).speech}."

    @property
    def tamed(self) -> str:
        long = is_long(self.simplified)
        return "You can read it on the screen." if long else said(self.simplified).speech + "."

    @property
    def last_rule(self) -> str:
        return str(self.derivation.rule)

    @property
    def favourite(self) -> str:
        return self.rules[0]

    @property
    def favourite_count(self) -> str:
        words = said(self.counts[0]).speech
        return "once" if self.counts[0] == 1 else f"{words} times"

    @property
    def tidied(self) -> str:
        """Whether tidying changed anything."""
        same = self.derivation.after == self.derivation.simplified
        return "There is nothing to tidy up" if same else "Now collect what belongs together"


def is_long(f: mvcalc.Function) -> bool:
    """Whether a formula is too long to be read out."""
    return len(said(f).speech.split()) > TOO_LONG


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        BudgetError: more parts than ``max_nodes``.
        DomainError, NonDifferentiableError: no slope at ``x0``.
    """
    f = mvcalc.parse(params.f)
    derivation = mvcalc.derive(f, "x")
    tally = derivation.tally()
    nodes = sum(tally.values())
    if nodes > params.max_nodes:
        raise mvcalc.BudgetError(
            f"the formula has {nodes} parts and would not fit on the screen",
            param="f", value=params.f, limit=params.max_nodes, needed=nodes,
            hint=f"allow max_nodes = {nodes} or shorten it" if nodes <= 80 else "shorten it",
        )  # fmt: skip
    x0, run = mvcalc.number(params.x0), mvcalc.number("1/1000000")
    secant = mvcalc.secant(f, x0, run)
    asked = mvcalc.parse("sin(2*x^5 + 3*x)*exp(-7*x)")
    zero = mvcalc.number(0)
    return Facts(
        f=f,
        derivation=derivation,
        rules=tuple(map(str, tally)),
        counts=tuple(tally.values()),
        x0=x0,
        slope=secant.tangent,
        dual=mvcalc.dual_slope(f.expr, f.symbols[0], {f.symbols[0]: x0}),
        run=run,
        secant=secant.slope,
        check_f=asked,
        check_at=zero,
        check_slope=mvcalc.partial(asked, "x", point=zero),
    )


SCRIPT = Script(
    opening="""Some formulas look like beasts: products of functions of functions. Nobody can see
        their slope at a glance. Nobody has to.""",
    beats={
        "beast": Words(
            "Meet the beast",
            """Here is one. {beast} Do not try to differentiate it. Try something easier first. Ask
            only: what was done last?

            That question takes the formula apart. The last operation stands at the top, and what
            it works on hangs below. Ask again for every part, until only x and numbers are left.

            There are {nodes} parts. Each of them needs just one rule, and you know all of them.""",
            "{f} taken apart into {nodes} parts.",
        ),
        "rules": Words(
            "From the leaves upwards",
            """Start at the bottom. The slope of x is one, and the slope of a number is zero. Those
            are easy.

            Now climb. Every part uses the slopes that its own parts have just handed up. You never
            look at more than one part at a time. Watch which rule fires.

            At the top, one rule is left: the {last_rule}. And the beast is tamed.""",
            "Every part of the tree with its slope; the last rule is the {last_rule}.",
        ),
        "result": Words(
            "Put together, then tidied",
            """This is what the rules hand over, exactly as it came up the tree. It may look wild,
            but every piece of it has its place.

            {tidied}. {tamed}

            A word of advice: tidy up once, at the end. While the rules fire, leave everything as it
            is. Most mistakes are made by being clever too early.""",
            "The derivative as the rules give it, and tidied.",
        ),
        "verify": Words(
            "Three ways to be sure",
            """Do not trust it yet. Where x is {x0}, the formula says that the slope is {slope}.

            Dual numbers carry a slope along with every value, and never write down a formula. They
            agree, to all the digits shown.

            And the oldest way: a secant with a tiny run, of one millionth. It comes as close as a
            secant can. Three ways, one slope.""",
            "The slope where x is {x0}, found in three ways: {slope}.",
        ),
        "tally": Words(
            "Many easy steps",
            """So what did it take? {nodes} small steps. The most frequent was the {favourite}, used
            {favourite_count}.

            There was no hard step in it. A beast is only many easy steps, one on top of the
            other.""",
            "How often each rule was used.",
        ),
    },
    check=Check(
        "Another beast: {check_f}. What is its slope where x is {check_at}?",
        "{check_slope}. At zero almost every term vanishes; only one product is left.",
    ),
)


class TamingABeast(LectureScene[Params, Facts]):
    """A formula falls apart, its rules fire, and the result is checked."""

    @beat
    def beast(self) -> None:
        facts = self.facts
        title = self.fitting(layout.SAFE, "f(x) = {{ {f} : function }}", 1.6, f=facts.f)
        self.fired = self.tracker(0)
        self.tree = parts.DerivationTree(
            layout.SAFE, facts.derivation, self.fired,
            layout="auto" if self.params.layout == "tree" else "lines",
        )  # fmt: skip
        with self.line():
            self.appear(title, seconds=2.0)
        with self.line():
            self.vanish(title)
            self.appear(self.tree, seconds=5.0)
        with self.line():
            self.emphasise(self.tree)

    @beat
    def rules(self) -> None:
        count = self.tree.count
        leaves = sum(not step.node.children for step in self.facts.derivation.steps()[:2])
        with self.line():
            self.drive(self.fired, min(max(1, leaves), count - 1), 2.0)
        with self.line() as line:
            climb = max(0.9 * (count - 1), line.seconds(self.params.pace))
            self.drive(self.fired, count - 1, climb, steady=True)
        with self.line():
            self.drive(self.fired, count, 1.5)
        self.aha()

    @beat
    def result(self) -> None:
        facts = self.facts
        self.clear()
        name = self.derivative_name()
        raw = self.fitting(
            layout.SAFE.split_y(0.5)[0], name + " = {{ {d} : derivative }}", 1.0, d=facts.raw
        )
        tidy = self.fitting(
            layout.SAFE.split_y(0.5)[1], name + " = {{ {d} : derivative }}", 1.2,
            d=facts.simplified,
        )  # fmt: skip
        with self.line():
            self.appear(raw, seconds=2.0)
        with self.line():
            self.appear(tidy, seconds=1.5)
        with self.line():
            self.emphasise(tidy)

    @beat
    def verify(self) -> None:
        facts = self.facts
        self.clear()
        window = parts.window_around(facts.f, (float(facts.x0) - 1, float(facts.x0) + 1), 0.4, 0.4)
        plot = parts.Plot(layout.PICTURE, *window, y_label="f(x)")
        x = self.tracker(window[0][0])
        rolling = parts.RollingTangent(plot, facts.f, facts.simplified, x, reach=2.0)
        ledger = parts.Ledger(
            layout.LEDGER, ('"method"', '"slope"'), 3, roles=(Role.TEXT, Role.DERIVATIVE),
            digits=self.params.digits, shares=(1.2, 1), align=0,
        )  # fmt: skip
        names = ("rules", "dual numbers", "secant")
        values = (facts.slope, facts.dual, facts.secant)
        rows = [
            ledger.row(self.formula(f'"{name}"', theme.LABEL), value)
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
        self.aha()
        with self.line():
            pass

    def fitting(self, slot: layout.Slot, source: str, largest: float, **values: Any) -> Formula:
        """A formula as large as the slot allows; one too long to be legible is put into words."""
        formula = self.formula(source, largest * theme.FORMULA, **values)
        smallest = theme.SMALLEST / (largest * theme.FORMULA)
        if formula.width * smallest > slot.width:
            formula = self.formula('"too long for one line"', theme.LABEL, Role.SECONDARY)
        slot.place(formula)
        return formula
