"""Any function is differentiated by reading it: one node, one rule at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
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

META = Meta(
    title="Any function, one rule at a time",
    goal="How do you differentiate a formula too large to look at?",
    module=1,
    order=5,
    prerequisites=("special-functions", "product-rule", "chain-rule"),
    sources=("Stewart, Calculus, chapter 3", "Imperial College, Multivariate Calculus, week 1"),
)
REACH = "9/5"  # how far the picture goes to each side of x0
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
    miss: Expr
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
        return (
            "Such a line is for the eye, not for the ear."
            if long
            else f"{said(self.simplified).speech}."
        )

    @property
    def there_are(self) -> str:
        return "There is" if self.nodes == 1 else "There are"

    @property
    def parts(self) -> str:
        return "part" if self.nodes == 1 else "parts"

    @property
    def steps(self) -> str:
        return "small step" if self.nodes == 1 else "small steps"

    @property
    def last_rule(self) -> str:
        return str(self.derivation.rule)

    @property
    def favourite(self) -> str:
        """The rule used most, if one is used more than once."""
        if self.counts[0] == 1:
            return "No rule was needed more than once"
        if self.counts[:2].count(self.counts[0]) == 2:
            return f"No rule was needed more often than the {self.rules[0]}: "
        return f"The {self.rules[0]} was needed most often: "

    @property
    def most(self) -> int | str:
        """How often it was used, in words up to twice."""
        return ("", "twice")[self.counts[0] - 1] if self.counts[0] < 3 else self.counts[0]

    @property
    def times(self) -> str:
        return "" if self.counts[0] < 3 else "times"

    @property
    def missing(self) -> str:
        return "It does not miss at all" if self.miss == 0 else "It misses by"

    @property
    def missed(self) -> Expr | str:
        return "" if self.miss == 0 else self.miss

    @property
    def tidied(self) -> str:
        """Whether tidying changed anything."""
        return "Now collect what belongs together" if self.untidy else "There is nothing to tidy up"

    @property
    def untidy(self) -> bool:
        """Whether tidying changes what is written."""
        return said(self.raw).typst != said(self.simplified).typst


def is_long(f: mvcalc.Function) -> bool:
    """Whether a formula is too long to be read out."""
    return len(said(f).speech.split()) > TOO_LONG


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        BudgetError: more parts than ``max_nodes``.
        DomainError: no value at ``x0``, or a power whose base is not positive in the part shown.
        NonDifferentiableError: no slope at ``x0``, or a kink in the part shown.
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
    refuse_trouble(f, derivation, x0, params)
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
        miss=abs(secant.error),
        check_f=asked,
        check_at=zero,
        check_slope=mvcalc.partial(asked, "x", point=zero),
    )


def trouble(
    f: mvcalc.Function, derivation: mvcalc.Derivation, x0: Expr
) -> mvcalc.MvcalcError | None:
    """What is wrong at a place or in the picture around it.

    An absolute value may have no kink there, and a power with a variable exponent needs a base
    that is proved to be positive.
    """
    reach = mvcalc.number(REACH)
    try:
        mvcalc.slope_at(f, x0)
    except (mvcalc.DomainError, mvcalc.NonDifferentiableError, mvcalc.UncertifiedError) as error:
        return error.named("x0", x0)
    for node in (step.node for step in derivation.steps()):
        power = node.rule == mvcalc.Rule.GENERAL_POWER
        if node.var == "x" and (power or node.before.func.__name__ == "Abs"):
            try:
                part = mvcalc.Function.of(node.before, ("x",))
                part = replace(part, source=said(part).text)
                mvcalc.check_smooth(part, (x0 - reach, x0 + reach))
            except (
                mvcalc.DomainError,
                mvcalc.NonDifferentiableError,
                mvcalc.UncertifiedError,
            ) as error:
                error.message = f"in the part shown, {error.message}"
                return error.named("f", f.source)
    return None


def refuse_trouble(
    f: mvcalc.Function, derivation: mvcalc.Derivation, x0: Expr, params: Params
) -> None:
    """Refuse what has no slope somewhere in the picture, with a place that would do.

    Raises:
        DomainError, NonDifferentiableError, UncertifiedError: see ``compute``.
    """
    found = trouble(f, derivation, x0)
    if found is None:
        return
    places = [mvcalc.number(value) for value in (1, 3, 5, -3, 10, "1/2")]
    working = next((x for x in places if trouble(f, derivation, x) is None), None)
    if working is not None:
        found.hint = f"it works at x0 = {mvcalc.show(working).text}"
    if found.param == "x0":
        found.value = params.x0
    raise found


SCRIPT = Script(
    opening="""Some formulas look like beasts: products of functions of functions. Nobody can see
        their slope at a glance. Nobody has to.""",
    beats={
        "beast": Words(
            "Meet the beast",
            """Here is one. {beast}

            Do not try to differentiate it. Try something easier first. Ask
            only: what was done last? Make your guess before you look.

            That question takes the formula apart. The last operation comes off first, and leaves
            the parts that it worked on. Ask again for every part, until nothing can be taken apart.

            {there_are} {nodes} {parts}. Each part needs just one rule, and you know
            them all: those for sums, products and chains, and for a few memorable functions.""",
            "{f} taken apart into {nodes} parts.",
        ),
        "rules": Words(
            "The smallest parts first",
            """Start with the smallest parts. The slope of x is one, and the slope of a number is
            zero. Those are easy.

            Now put them together again. Every part uses the slopes that its own parts have just
            handed on. You never look at more than one part at a time. Watch which rule fires.

            In the end one rule is left: the {last_rule}. And the beast is tamed.""",
            "Every part with its slope; the last rule is the {last_rule}.",
        ),
        "result": Words(
            "Put together, then tidied",
            """This is what the rules hand over, exactly as it came out. It may look wild, but
            every piece of it has its place.

            {tidied}. {tamed}

            A word of advice: tidy up once, at the end. While the rules fire, leave everything as it
            is. Most mistakes are made by being clever too early. And if two answers look different,
            try a number in both.""",
            "The derivative as the rules give it, and tidied.",
        ),
        "verify": Words(
            "Three ways to be sure",
            """Do not trust it yet. Where x is {x0}, the formula says that the slope is {slope}.

            Dual numbers carry a slope along with every value, and never write down a formula. They
            agree, to all the digits shown.

            And the oldest way: a secant with a tiny run, of {run}. {missing} {missed:2}.
            Three ways, one slope.""",
            "The slope where x is {x0}, found in three ways: {slope}.",
        ),
        "tally": Words(
            "Many easy steps",
            """So what did it take? {nodes} {steps}. {favourite} {most} {times}.

            There was no hard step in it. A beast is only many easy steps, one on top of the
            other. That is why a machine can do it too, for formulas with a million parts.""",
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
