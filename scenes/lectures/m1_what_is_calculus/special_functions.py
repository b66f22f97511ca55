"""Three functions with memorable derivatives: one over x, a power, the sine."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

import mvcalc
from scenes.stage import (
    Check,
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
    theme,
)

if TYPE_CHECKING:
    from manim import ValueTracker
    from sympy import Expr

META = Meta(
    title="Three functions with memorable derivatives",
    goal="What do all the slopes of a curve look like, drawn as a curve of their own?",
    module=1,
    order=2,
    prerequisites=("rise-over-run",),
    sources=("Stewart, Calculus, chapter 3", "Imperial College, Multivariate Calculus, week 1"),
)


class Params(LectureParams):
    """Which functions, where, and which power."""

    family: Literal["all", "reciprocal", "exponential", "sine"] = param(
        "all", "the functions to show"
    )
    x0: Number = param("1/2", "where the slope of 1/x is read off; not 0")
    base: Number = param("2", "base of the power, before it slides to e; above 0 and not 1")
    orders: int = param(8, "how often the sine is differentiated", ge=1, le=12)


PRESETS = {
    "shrinking": {"base": "1/2", "x0": "-2"},
    "ten": {"base": "10", "x0": "5/4", "orders": 5},
    "waves": {"family": "sine", "orders": 12},
}


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard."""

    family: str
    x0: Expr
    reciprocal: mvcalc.Function
    reciprocal_slope: mvcalc.Function
    limit: tuple[mvcalc.LimitStep, ...]
    slope_at: Expr
    power: mvcalc.Function
    power_slope: mvcalc.Function
    base: Expr
    factor: Expr
    places: tuple[Expr, ...]
    heights: tuple[Expr, ...]
    slopes: tuple[Expr, ...]
    small: Expr
    estimate: Expr
    bases: tuple[Expr, ...]
    factors: tuple[Expr, ...]
    e: Expr
    waves: tuple[mvcalc.Function, ...]
    orders: int
    last: mvcalc.Function
    check_order: int
    check_at: Expr
    check_value: Expr

    @property
    def growth(self) -> str:
        return "rises, faster and faster" if self.base > 1 else "falls, slower and slower"

    @property
    def factor_decimal(self) -> mvcalc.Shown:
        return mvcalc.show(self.factor, 4, "decimal")

    @property
    def logarithm(self) -> mvcalc.Shown:
        return mvcalc.show(self.factor, 6, "decimal")

    @property
    def e_decimal(self) -> mvcalc.Shown:
        return mvcalc.show(self.e, 6, "decimal")

    @property
    def first_try(self) -> str:
        """What the first base is beside e."""
        if self.factors[0] < 0:
            return "This base shrinks, and its factor is even negative"
        return "This base is too small" if self.bases[0] < self.e else "This base is too large"

    @property
    def again(self) -> str:
        """How often the sine is differentiated, and what comes before it, in words."""
        if self.orders == 1:
            return "Differentiate once"
        return "Differentiate twice" if self.orders == 2 else "Differentiate the sine"

    @property
    def count(self) -> int | str:
        return self.orders if self.orders > 2 else ""

    @property
    def times(self) -> str:
        return "times" if self.orders > 2 else ""

    @property
    def turns(self) -> str:
        """Where the wheel stands after all the derivatives."""
        return "exactly where we began" if self.orders % 4 == 0 else "part of the way round"

    @property
    def subject(self) -> str:
        return "For three famous functions" if self.family == "all" else "For one famous function"


def slope_of(f: mvcalc.Function) -> mvcalc.Function:
    """The derivative as a function."""
    return mvcalc.Function.of(mvcalc.derive(f, "x").simplified, ("x",))


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        RangeError: ``x0`` is 0, or ``base`` is not positive or is 1.
    """
    x0, base = mvcalc.number(params.x0), mvcalc.number(params.base)
    if x0 == 0:
        raise mvcalc.RangeError(
            "one over x has a gap at 0", param="x0", value=params.x0, hint="for example x0 = 1/2"
        )
    if not base > 0 or base == 1:
        raise mvcalc.RangeError(
            "a power needs a base above 0 other than 1",
            param="base",
            value=params.base,
            hint="for example base = 2",
        )
    reciprocal = mvcalc.parse("1/x")
    power = mvcalc.parse("b^x", ("x",), {"b": base})
    slope = slope_of(reciprocal)
    power_slope = slope_of(power)
    logarithm = mvcalc.parse("log(x)")
    e, small = mvcalc.number("e"), mvcalc.number("1/1000")
    # Close together where the power is steep, so that all of them are in the picture.
    steep = abs(float(mvcalc.evaluate(logarithm, base)))
    unit = 1 / mvcalc.number(max(1, math.ceil(steep - 0.2)))
    places = tuple(k * unit for k in (0, 1, 2))
    other = mvcalc.number(3 if base < e else 2)
    bases = (*(map(mvcalc.number, (2, 3)) if base == e else (base, other)), e)
    sine = mvcalc.parse("sin(x)")
    waves = tuple(mvcalc.Function.of(mvcalc.nth_derivative(sine, "x", n), ("x",)) for n in range(5))
    at, order = mvcalc.number("pi/6"), 2026
    asked = mvcalc.Function.of(mvcalc.nth_derivative(sine, "x", order), ("x",))
    return Facts(
        family=params.family,
        x0=x0,
        reciprocal=reciprocal,
        reciprocal_slope=slope,
        limit=tuple(mvcalc.limit_steps(reciprocal)),
        slope_at=mvcalc.evaluate(slope, x0),
        power=power,
        power_slope=power_slope,
        base=base,
        factor=mvcalc.evaluate(power_slope, 0),
        places=places,
        heights=tuple(mvcalc.evaluate(power, x) for x in places),
        slopes=tuple(mvcalc.evaluate(power_slope, x) for x in places),
        small=small,
        estimate=mvcalc.secant(power, 0, small).slope,
        bases=bases,
        factors=tuple(mvcalc.evaluate(logarithm, b) for b in bases),
        e=e,
        waves=waves,
        orders=params.orders,
        last=waves[params.orders % 4],
        check_order=order,
        check_at=at,
        check_value=mvcalc.evaluate(asked, at),
    )


def family(name: str) -> Callable[[Params], bool]:
    """Whether the parameters ask for this function."""
    return lambda params: params.family in ("all", name)


SCRIPT = Script(
    opening="""Take a curve, and write down its slope everywhere. The slopes are a curve too.
        {subject}, you will recognise it at once.""",
    beats={
        "reciprocal": Words(
            "A derivative inherits the gap",
            """First, one over x. Where x is zero there is nothing: a gap in the curve. What will
            its slopes look like? Will they have a gap as well?

            Walk along it, and write each slope down underneath. Left of the gap the curve falls.
            Right of the gap it falls too. So every slope is negative, and close to the gap they
            plunge.

            Algebra says the same. Put both fractions over one denominator, and the h that
            divides everything cancels. Then let h go to zero.

            The slope is minus one over x squared. It has the same gap. And where x is {x0}, the
            slope is {slope_at}.""",
            "One over x above its slopes, minus one over x squared; both have a gap at zero.",
            family("reciprocal"),
        ),
        "exponential": Words(
            "Proportional to its own slope",
            """Now put the x upstairs: {power}. It {growth}. Guess the shape of its slopes,
            before we draw them.

            Here they come. It is the same curve again, only stretched. No other kind of function
            does this.

            Check it with numbers. Divide the slope by the height, at several places. The quotient
            is always the same: {factor_decimal}.

            You can find that factor without calculus. A tiny run of {small}, starting where x is
            zero, gives a slope of {estimate:4}.

            Let the run shrink, and it becomes the natural logarithm of the base.""",
            "{power} above its slopes; slope over height is always {factor_decimal}.",
            family("exponential"),
        ),
        "number_e": Words(
            "The base that is its own slope",
            """The factor depends on the base. Is there a base whose factor is exactly one, so that
            the curve and its slopes are the same?

            {first_try}. So slide the base, and watch the dashed curve of slopes move towards the
            curve.

            Here they meet, at {e_decimal}. This number is called e. Its power is its own slope,
            everywhere.""",
            "Curve and slopes of e to the x lie on each other.",
            family("exponential"),
        ),
        "sine": Words(
            "Four derivatives make a circle",
            """The sine is a wave. At the crest it is level, so there the slope is zero. Half way
            down it is steepest. What curve has just those slopes?

            Roll the tangent along, and it draws the answer: the cosine. The same wave, a quarter
            turn ahead.

            So each derivative shifts the wave by a quarter turn. Sine becomes cosine, cosine
            becomes minus sine.

            Every fourth step brings the sine back. {again} {count} {times}, and you are {turns}:
            at {last}.""",
            "The sine above its slopes, and a wheel of its derivatives; the hand is at {last}.",
            family("sine"),
        ),
    },
    check=Check(
        "Differentiate the sine {check_order} times. What value does the result have where x is "
        "{check_at}?",
        "{check_value}. Full turns of four change nothing; two steps are left, and they give minus "
        "the sine.",
    ),
)


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
