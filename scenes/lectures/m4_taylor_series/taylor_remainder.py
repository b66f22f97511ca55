"""How wrong a Taylor polynomial can be: a promise that is kept, not a guess."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc
from scenes.stage import (
    Check,
    Expr1,
    LectureParams,
    LectureScene,
    Meta,
    Number,
    Role,
    Said,
    Script,
    Words,
    beat,
    layout,
    param,
    parts,
    said,
)

if TYPE_CHECKING:
    from manim import ValueTracker
    from sympy import Expr

    from scenes.stage.formula import Formula

META = Meta(
    title="How wrong, guaranteed",
    goal="A Taylor polynomial is an approximation. How far off can it be?",
    module=4,
    order=18,
    prerequisites=("power-series",),
    sources=("Apostol, Calculus I, 7.5", "Stewart, Calculus, 11.10"),
)


class Params(LectureParams):
    """A function, a centre, a degree, and where the promise must hold."""

    f: Expr1 = param("exp(x)", "the function")
    p: Number = param("0", "centre of the polynomial")
    degree: int = param(4, "degree of the polynomial", ge=0, le=15)
    interval: tuple[Number, Number] = param(("0", "1"), "where the promise must hold; holds p")
    target_error: Number = param("1/1000000", "error that is asked for", above="0")


PRESETS = {
    "cosine": {"f": "cos(x)", "degree": 2, "interval": ["-1", "1"]},
    "logarithm": {
        "f": "log(1 + x)", "degree": 3, "interval": ["-1/4", "1/2"], "target_error": "1/1000",
    },
    "off-centre": {"f": "sqrt(x)", "p": "4", "degree": 2, "interval": ["3", "5"]},
    "bell": {"f": "exp(-x^2)", "degree": 3, "interval": ["-1", "1"], "target_error": "1/100"},
}  # fmt: skip
MOST_SHOWN = 16  # degrees whose promise is drawn
MOST_LETTERS = 28  # of a polynomial; a longer one is written as a sum
FALLS = {2: "a quarter", 3: "an eighth", 4: "a sixteenth"}
ORDERS = {2: "second", 3: "third", 4: "fourth"}


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard."""

    f: mvcalc.Function
    p: Expr
    degree: int
    low: Expr
    high: Expr
    polynomial: mvcalc.Function
    written: Said
    remainder: mvcalc.RemainderBound
    end_error: Expr
    next_slope: mvcalc.Function
    next_term: mvcalc.Function
    line_order: int
    widths: tuple[Expr, ...]
    halved: tuple[mvcalc.Enclosure, ...]
    target: Expr
    needed: int
    degrees: tuple[int, ...]
    promises: tuple[Expr, ...]
    sine: mvcalc.Function
    sine_polynomial: mvcalc.Function
    sine_remainder: mvcalc.RemainderBound
    check_low: Expr
    check_needed: int

    @property
    def actual(self) -> Any:
        return mvcalc.show(self.remainder.actual.value, 6, "decimal")

    @property
    def end_error_decimal(self) -> Any:
        return mvcalc.show(self.end_error, 6, "decimal")

    @property
    def bound(self) -> Any:
        return self.remainder.bound.value

    @property
    def bound_decimal(self) -> Any:
        return mvcalc.show(self.bound, 6, "decimal")

    @property
    def xi(self) -> Any:
        return self.remainder.xi_at_end

    @property
    def order(self) -> int:
        return self.degree + 1

    @property
    def apart(self) -> str:
        """Whether the two graphs can be told apart."""
        heights = mvcalc.sample(self.f, np.linspace(float(self.low), float(self.high), 200))
        share = mvcalc.approximate(self.remainder.actual.ball) / (float(np.ptp(heights)) or 1.0)
        if share < 0.03:
            return "On the top picture you can hardly tell them apart."
        return "Near the centre you can hardly tell them apart. Farther out, you can."

    @property
    def worst_place(self) -> str:
        """Where the largest error lies."""
        where = mvcalc.approximate(self.remainder.actual.where)
        ends = [float(self.low), float(self.high)]
        if np.isclose(where, ends, rtol=1e-9, atol=1e-9 * (ends[1] - ends[0])).any():
            return "The worst place lies at an end of the interval:"
        return "But the worst place need not lie at an end. Here it lies inside:"

    @property
    def slider(self) -> str:
        """What the slider finds."""
        if self.xi is not None:
            return "Slide along, until it does. It happens at"
        if not self.next_slope.expr.free_symbols:
            return "Slide along. Here every place does it, because this derivative never changes"
        return "Slide along. Somewhere on the way it does, though here we cannot tell where"

    @property
    def slider_place(self) -> Any:
        return "" if self.xi is None else self.xi

    @property
    def shrinks(self) -> str:
        """How the error of the tangent line falls."""
        if self.halved[0].exact == 0:
            return "Here there is no error at all: the function is its own tangent line."
        part = FALLS.get(self.line_order, "less than a sixteenth")
        return f"""It shrinks much faster. Halve again, and again. The smaller the
            neighbourhood, the closer each error comes to {part} of the one before."""

    @property
    def order_word(self) -> str:
        return ORDERS.get(self.line_order, "higher")

    @property
    def powers(self) -> np.ndarray:
        """The promises as powers of ten, for drawing; nothing at all stands two below the aim."""
        least = float(self.target) / 100
        sizes = [float(mvcalc.approximate(size)) or least for size in self.promises]
        return np.log10(np.array(sizes))

    @property
    def falling(self) -> str:
        """How the promise changes from degree to degree."""
        if self.needed == 0:
            return "Here there is nothing to raise: even a constant will do."
        steps = np.diff(self.powers) / np.diff(self.degrees)
        if (steps >= 0).any():
            return "At first it may even grow. But in the end it falls."
        if (np.diff(steps) < 0).all():
            return "So the promise falls, faster and faster."
        return "The derivatives grow as well. Still, the promise falls."

    @property
    def widest_error(self) -> Any:
        return mvcalc.show(self.halved[0].value, 4, "decimal")

    @property
    def next_error(self) -> Any:
        return mvcalc.show(self.halved[1].value, 4, "decimal")

    @property
    def sine_actual(self) -> Any:
        return mvcalc.show(self.sine_remainder.actual.value, 4, "decimal")

    @property
    def sine_bound(self) -> Any:
        return mvcalc.show(self.sine_remainder.bound.value, 4, "decimal")


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        RangeError: the interval is empty or does not hold ``p``.
        DomainError, NonDifferentiableError: not smooth enough on the interval.
        UncertifiedError: no bound could be proved.
        DegenerateError: the polynomial is the function itself.
    """
    f = mvcalc.parse(params.f)
    p, n = mvcalc.number(params.p), params.degree
    low, high = (mvcalc.number(end) for end in params.interval)
    if not low < high:
        raise mvcalc.RangeError(
            "the interval is empty", param="interval", value=list(params.interval),
            hint="write the smaller end first, for example [0, 1]",
        )  # fmt: skip
    if not low <= p <= high:
        raise mvcalc.RangeError(
            f"the interval must hold p = {params.p}", param="interval",
            value=list(params.interval), hint=f"for example p = {params.interval[0]}",
        )  # fmt: skip
    slope = mvcalc.Function.of(mvcalc.nth_derivative(f, "x", n + 1), ("x",))
    remainder = mvcalc.remainder_bound(f, p, n, (low, high))
    if remainder.actual.exact == 0:
        raise mvcalc.DegenerateError(
            "the polynomial of this degree is the function itself, so there is no error",
            param="degree", value=n, hint="a lower degree, or a function such as f = exp(x)",
        )  # fmt: skip
    target = mvcalc.number(params.target_error)
    needed = first_degree(f, p, (low, high), target)
    degrees = tuple(sorted({round(k) for k in np.linspace(0, needed, min(needed, MOST_SHOWN) + 1)}))
    steps = [mvcalc.number(Fraction(1, 2**k)) for k in range(4)]
    sine, one = mvcalc.parse("sin(x)"), mvcalc.number(1)
    return Facts(
        f=f,
        p=p,
        degree=n,
        low=low,
        high=high,
        polynomial=polynomial(f, p, n),
        written=written(f, p, n),
        remainder=remainder,
        end_error=mvcalc.tidy(
            mvcalc.evaluate(f, remainder.end) - mvcalc.evaluate(polynomial(f, p, n), remainder.end)
        ),
        next_slope=slope,
        next_term=mvcalc.Function.of(scaled(slope, remainder.end - p, n + 1), ("x",)),
        line_order=next(
            k
            for k, c in enumerate((*mvcalc.taylor(f, p, 6).coefficients, mvcalc.number(1)))
            if k > 1 and not mvcalc.is_zero(c)
        ),
        widths=tuple((high - low) * step for step in steps),
        halved=tuple(
            mvcalc.remainder_bound(f, p, 1, (p + (low - p) * step, p + (high - p) * step)).actual
            for step in steps
        ),
        target=target,
        needed=needed,
        degrees=degrees,
        promises=tuple(promise(f, remainder.end - p, (low, high), k) for k in degrees),
        sine=sine,
        sine_polynomial=polynomial(sine, 0, 4),
        sine_remainder=mvcalc.remainder_bound(sine, 0, 4, (0, 1)),
        check_low=-one,
        check_needed=mvcalc.degree_for(mvcalc.parse("exp(x)"), 0, (-1, 1), "1/1000000"),
    )


def polynomial(f: mvcalc.Function, p: Any, n: int) -> mvcalc.Function:
    """The Taylor polynomial as a function."""
    return mvcalc.Function.of(mvcalc.taylor(f, p, n).polynomial, ("x",))


def first_degree(f: mvcalc.Function, p: Expr, ends: tuple[Expr, Expr], target: Expr) -> int:
    """The smallest degree that can promise the error asked for."""
    try:
        return mvcalc.degree_for(f, p, ends, target)
    except mvcalc.UncertifiedError as bad:
        raise mvcalc.UncertifiedError(
            "no polynomial of degree up to 60 can be proved to come this close",
            param="target_error", value=target,
            hint="a larger error, or a shorter interval about p",
        ) from bad  # fmt: skip


def promise(f: mvcalc.Function, reach: Expr, ends: tuple[Expr, Expr], k: int) -> Expr:
    """The proved bound for the polynomial of degree ``k``; rounded up where it is not exact."""
    most = mvcalc.max_abs(f, ends, order=k + 1)
    size = most.exact if most.exact is not None else mvcalc.number(most.hi)
    return size * abs(reach) ** (k + 1) / math.factorial(k + 1)


def written(f: mvcalc.Function, p: Expr, n: int) -> Said:
    """The Taylor polynomial from its lowest power on; the middle of a long one is left out."""
    step = mvcalc.parse("h", ("h",)).symbols[0]
    coefficients = mvcalc.taylor(f, p, n).coefficients
    terms = [c * step**k for k, c in enumerate(coefficients) if not mvcalc.is_zero(c)]
    if not terms:
        return said(mvcalc.number(0))
    away = said(mvcalc.Function.of(f.symbols[0] - p, ("x",)))
    away = away if p == 0 else Said(f"({away.text})", f"({away.typst})", "")
    last = ascending(terms[-1], away)
    sign = "" if last.typst.startswith("-") else "+"
    for count in (len(terms) if len(terms) < 4 else 2, 1):
        head = ascending(sum(terms[1:count], terms[0]), away)
        if count < len(terms):
            head = Said(f"{head.text} + … {sign} {last.text}",
                        f"{head.typst} + dots.c {sign} {last.typst}", "")  # fmt: skip
        if len(head.text) <= MOST_LETTERS:
            return head
    return Said("", f"sum_(k=0)^{n} frac(f^((k))(p), k!) (x - p)^k", "")


def ascending(expr: Expr, away: Said) -> Said:
    """A polynomial in h with the lowest power first, written with ``away`` for h."""
    shown = mvcalc.show_expr(expr, ascending=True)
    lone = r"(?<![a-z])h(?![a-z])"
    text, typst = re.sub(lone, away.text, shown.text), re.sub(lone, away.typst, shown.typst)
    return Said(text, typst, "")


def scaled(slope: mvcalc.Function, reach: Expr, order: int) -> Expr:
    """The remainder at the far end, as a function of the unknown place xi."""
    factor = reach**order
    for k in range(2, order + 1):
        factor /= k
    return slope.expr * factor


SCRIPT = Script(
    opening="""A Taylor polynomial copies a function near one point. Somewhere else it will be
        wrong. By how much, at the very most? We want a promise, not a feeling.""",
    beats={
        "error": Words(
            "The error, magnified",
            """Here is {f}, and its Taylor polynomial of degree {degree}, built at {p}.
            {apart}

            So draw only the difference underneath, on a scale of its own. Where will it be largest?
            Close to the centre, or far away?

            At the centre there is no error at all. {worst_place} there the polynomial is wrong by
            {actual}.""",
            "Function and polynomial above, their difference below; at worst it is {actual}.",
        ),
        "order": Words(
            "The order of the error",
            """Take degree one, the tangent line, and watch a smaller and smaller neighbourhood.
            Halve it. Will the error be halved as well?

            The first error was {widest_error}. Half as wide, it is {next_error}. {shrinks}

            The first term we left out decides. That is what an error of {order_word} order means:
            it falls like that power of the distance.""",
            "Errors of the tangent line over neighbourhoods that are halved each time.",
        ),
        "hidden": Words(
            "A hidden place",
            """Here is the surprise. The error at the far end has the shape of the very next term.
            But its derivative is not taken at the centre. It is taken at some place between the
            centre and that end.

            {slider} {slider_place}.

            The theorem says that such a place always exists. It does not say where.""",
            "The next term at a movable place meets the true error.",
        ),
        "promise": Words(
            "Take the worst",
            """In general we cannot know the place. So we take the worst one: the largest size this
            curve has anywhere on the interval.

            It gives {bound_decimal}. That is the promise. The worst error is {actual}: it is not
            larger, as it must be.

            A bound is honest, not exact. And this one was not measured at a few points. It is
            proved, for every point of the interval.""",
            "The promise {bound_decimal} above the true error {actual}.",
        ),
        "target": Words(
            "As good as you like",
            """Now turn the question round. Somebody asks for an error below {target}. Which degree
            can promise that?

            Raise the degree. Every step divides the promise by a larger number. {falling}

            Degree {needed} is the first that can promise it. Nobody had to try it out.""",
            "The promise against the degree; degree {needed} reaches {target}.",
        ),
        "sharp": Words(
            "A promise that is hardly too large",
            """One more trick. The sine has no fourth power in its series. So its polynomial of
            degree three is also the one of degree four.

            So we may read degree three as degree four, and use the better promise: {sine_bound}.
            The true error between zero and one is {sine_actual}. A promise can hardly come closer
            to the truth.""",
            "Sine and its cubic; promise {sine_bound}, error {sine_actual}.",
        ),
    },
    check=Check(
        "Approximate e to the x between {check_low} and one, with an error of at most one "
        "millionth. Which degree can promise that?",
        "Degree {check_needed}. The promise is e, divided by the factorial of the next number.",
    ),
)


class TaylorRemainder(LectureScene[Params, Facts]):
    """An error, its order, its hidden place, its bound, and how to make it small."""

    @beat
    def error(self) -> None:
        facts = self.facts
        upper, lower = self.pair(facts.f, facts.polynomial, facts.remainder)
        sums = parts.column(
            layout.LEDGER,
            self.formula("f(x) = {{ {f} : function }}", f=facts.f),
            self.formula("T_{n}(x) = {{ {t} : derivative }}", n=facts.degree, t=facts.written),
            self.formula('"worst" {e_is} {{ {e} : error }}', e=facts.actual),
        )
        with self.line():
            self.appear(upper, sums[0])
            self.appear(parts.Curve(upper, facts.f), seconds=1.5)
            copy = parts.Curve(upper, facts.polynomial, Role.DERIVATIVE, dashed=True)
            self.appear(copy, sums[1], seconds=1.5)
        with self.line():
            self.appear(lower)
            self.appear(*self.difference(lower, facts.f, facts.polynomial), seconds=2.0)
        with self.line():
            self.appear(self.worst(lower, facts.f, facts.polynomial, facts.remainder), sums[2])

    @beat
    def order(self) -> None:
        facts = self.facts
        self.clear()
        line = polynomial(facts.f, facts.p, 1)
        centre, ends = float(facts.p), (float(facts.low), float(facts.high))
        sides = [self.tracker(end) for end in ends]
        plot = parts.Plot(layout.PICTURE, *parts.window_around(facts.f, ends, 0.1, 0.1), y_label="")

        def edge(side: ValueTracker) -> parts.Guide:
            return parts.Guide(
                lambda: plot.path([side.get_value()] * 2, list(plot.y_range)), side
            )  # fmt: skip

        ledger = parts.Ledger(
            layout.LEDGER, ('"width"', '"worst error"'), len(facts.widths),
            roles=(Role.DATA, Role.ERROR), digits=self.params.digits, align=0,
        )  # fmt: skip
        rows = [
            ledger.row(width, mvcalc.show(error.value, 4, "decimal"))
            for width, error in zip(facts.widths, facts.halved, strict=True)
        ]
        gap = parts.Shaded(plot, facts.f, line, low=sides[0], high=sides[1], hatched=True)
        with self.line():
            self.appear(plot, ledger)
            self.appear(parts.Curve(plot, facts.f), parts.Curve(plot, line, Role.DERIVATIVE))
            self.appear(gap, *map(edge, sides), rows[0])
        with self.line():
            for k, row in enumerate(rows[1:], start=1):
                share = 0.5**k
                self.drive({
                    side: centre + (end - centre) * share
                    for side, end in zip(sides, ends, strict=True)
                })  # fmt: skip
                self.appear(row)
        with self.line():
            self.drive(dict(zip(sides, ends, strict=True)), seconds=2.0)
            self.emphasise(ledger.rows[-1])

    @beat
    def hidden(self) -> None:
        facts = self.facts
        self.clear()
        start, end = float(facts.p), float(facts.remainder.end)
        ends = (float(facts.low), float(facts.high))
        margin = 0.08 * (ends[1] - ends[0])
        x_range = (ends[0] - margin, ends[1] + margin)
        error, bound = self.error_at_end(), self.bound_at_end()
        heights = mvcalc.sample(facts.next_term, np.linspace(*ends, 200))
        y_range = parts.padded([*np.broadcast_to(heights, 200), error, bound, 0.0])
        self.plot = plot = parts.Plot(
            layout.PICTURE, x_range, y_range, x_label="xi", y_label='"next term, taken at" xi'
        )
        curve = parts.Curve(plot, facts.next_term, Role.CURVATURE, dashed=True)
        level = parts.Guide(lambda: plot.path(list(x_range), [error, error]), role=Role.ERROR)
        xi = self.tracker(start)
        dot = parts.Point(
            lambda: plot.at(xi.get_value(), at(facts.next_term, xi.get_value())),
            xi, role=Role.CURVATURE,
        )  # fmt: skip
        sums = self.remainder_sums()
        sides = [[x, x] for x in (start, end)]
        between = [parts.Guide(partial(plot.path, side, [*plot.y_range])) for side in sides]
        with self.line():
            self.appear(plot, sums[0])
            self.appear(curve, level, sums[1], seconds=1.5)
            self.appear(*between, seconds=1.5, lag=0.6)
        with self.line():
            self.appear(dot)
            self.drive(xi, end, 2.0)
            if facts.xi is not None:
                self.drive(xi, mvcalc.approximate(facts.xi), 2.0)
                self.appear(sums[2])
        with self.line():
            self.emphasise(level)

    @beat
    def promise(self) -> None:
        plot, top = self.plot, self.bound_at_end()
        bound = parts.Guide(lambda: plot.path([*plot.x_range], [top] * 2), role=Role.OPTIMUM)
        with self.line():
            self.appear(bound)
        with self.line():
            self.appear(self.bound_sum)
        with self.line():
            self.emphasise(self.bound_sum)
        self.aha()

    @beat
    def target(self) -> None:
        facts = self.facts
        self.clear()
        heights = facts.powers
        aim = float(np.log10(float(facts.target)))
        last = facts.degrees[-1]
        plot = parts.Plot(
            layout.PICTURE, (-0.05 * last - 0.5, 1.05 * last + 0.5),
            (min(*heights, aim) - 1, max(*heights, aim) + 1),
            x_label="n", y_label='"promise, powers of ten"',
        )  # fmt: skip
        shown = facts.degrees[-7:]
        ledger = parts.Ledger(
            layout.LEDGER, ("n", '"promise"'), len(shown),
            roles=(Role.DATA, Role.OPTIMUM), digits=4, shares=(1, 2), align=0,
        )  # fmt: skip
        rows = {
            n: ledger.row(n, mvcalc.show(size, 4, "decimal"))
            for n, size in zip(facts.degrees, facts.promises, strict=True) if n in shown
        }  # fmt: skip
        with self.line():
            self.appear(plot, ledger)
            line = parts.Guide(lambda: plot.path(list(plot.x_range), [aim, aim]), role=Role.ERROR)
            self.appear(line)
        with self.line():
            for n, height in zip(facts.degrees, heights, strict=True):
                dot = parts.Point(plot.at(n, height), role=Role.OPTIMUM)
                self.appear(dot, *([rows[n]] if n in rows else []), seconds=0.7)
        with self.line():
            star = parts.Point(plot.at(last, heights[-1]), role=Role.OPTIMUM, shape="star")
            self.appear(star)
            self.emphasise(rows[last])

    @beat
    def sharp(self) -> None:
        facts = self.facts
        self.clear()
        upper, lower = self.pair(facts.sine, facts.sine_polynomial, facts.sine_remainder, (0, 1))
        sums = parts.column(
            layout.LEDGER,
            self.formula("T_3 = T_4 = {{ {t} : derivative }}", t=facts.sine_polynomial),
            self.formula("R <= {{ {b} : optimum }} {d_is} {{ {d} : optimum }}",
                         b=facts.sine_remainder.bound.value, d=facts.sine_bound),
            self.formula('"worst" {e_is} {{ {e} : error }}', e=facts.sine_actual),
        )  # fmt: skip
        with self.line():
            self.appear(upper, lower, sums[0])
            self.appear(parts.Curve(upper, facts.sine), seconds=1.2)
            copy = parts.Curve(upper, facts.sine_polynomial, Role.DERIVATIVE, dashed=True)
            self.appear(copy, *self.difference(lower, facts.sine, facts.sine_polynomial))
        with self.line():
            self.appear(sums[1])
            self.appear(sums[2])

    # -- pieces ---------------------------------------------------------------------------

    def pair(
        self, f: mvcalc.Function, copy: mvcalc.Function, remainder: mvcalc.RemainderBound,
        ends: tuple[float, float] | None = None,
    ) -> tuple[parts.Plot, parts.Plot]:  # fmt: skip
        """Function above, error below, over the interval."""
        low, high = ends or (float(self.facts.low), float(self.facts.high))
        x_range, y_range = parts.window_around(f, (low, high), 0.06, 0.06)
        most = 1.3 * mvcalc.approximate(remainder.bound.ball) or 1.0
        signs = mvcalc.sample(f, np.linspace(low, high, 200)) - mvcalc.sample(
            copy, np.linspace(low, high, 200)
        )
        errors = (-most if np.nanmin(signs) < -0.02 * most else -0.15 * most,
                  most if np.nanmax(signs) > 0.02 * most else 0.15 * most)  # fmt: skip
        return parts.stacked(
            layout.PICTURE, x_range, (y_range, errors), 0.5, y_labels=("", '"error"')
        )

    def difference(
        self, plot: parts.Plot, f: mvcalc.Function, copy: mvcalc.Function
    ) -> tuple[parts.Curve, parts.Shaded]:
        """The error as a curve over a hatched area."""

        def gap(x: Any) -> Any:
            return mvcalc.sample(f, x) - mvcalc.sample(copy, x)

        return parts.Curve(plot, gap, Role.ERROR), parts.Shaded(plot, gap, 0.0, hatched=True)

    def worst(
        self, plot: parts.Plot, f: mvcalc.Function, copy: mvcalc.Function,
        remainder: mvcalc.RemainderBound,
    ) -> parts.Point:  # fmt: skip
        """The place of the largest error."""
        where = mvcalc.approximate(remainder.actual.where)
        return parts.Point(plot.seen(where, at(f, where) - at(copy, where)), role=Role.ERROR)

    def error_at_end(self) -> float:
        """The error at the far end, for drawing."""
        return float(self.facts.end_error)

    def remainder_sums(self) -> list[Formula]:
        """Lagrange's form, its value, its place if there is one, and last the promise."""
        facts = self.facts
        sums = [
            self.formula("R = frac(f^(({m}))(xi), {m}!) (x - p)^{m}", m=facts.order),
            self.formula("R {e_is} {{ {e} : error }}", e=facts.end_error_decimal),
            self.bound_formula(),
        ]
        if facts.xi is not None:
            sums.insert(2, self.formula("xi {x_is} {{ {x} : curvature }}", x=facts.xi))
        self.bound_sum = sums[-1]
        return [*parts.column(layout.LEDGER, *sums)]

    def bound_formula(self) -> Formula:
        """The promise, exactly where that is short."""
        exact, shown = said(self.facts.bound), said(self.facts.bound_decimal)
        if exact.relation != "=" or exact.text == shown.text or len(exact.text) > MOST_LETTERS // 3:
            return self.formula('"promise" {d_is} {{ {d} : optimum }}', d=shown)
        return self.formula("abs(R) <= {{ {b} : optimum }} {d_is} {{ {d} : optimum }}",
                            b=exact, d=shown)  # fmt: skip

    def bound_at_end(self) -> float:
        """The promise with the sign of that error, for drawing."""
        size = mvcalc.approximate(self.facts.remainder.bound.ball)
        return float(np.copysign(size, self.error_at_end()))


def at(f: mvcalc.Function, x: float) -> float:
    """Machine value, for drawing."""
    return float(mvcalc.sample(f, x))
