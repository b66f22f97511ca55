"""From rise over run to the derivative: a slope at a single point, as the limit of secants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    theme,
)

if TYPE_CHECKING:
    from sympy import Expr

    from scenes.stage.formula import Formula

META = Meta(
    title="From rise over run to the derivative",
    goal="How steep is a curve at a single point?",
    module=1,
    order=1,
    sources=("Stewart, Calculus, chapter 2", "Imperial College, Multivariate Calculus, week 1"),
)


class Params(LectureParams):
    """Any smooth curve, a point on it, and a first run."""

    f: Expr1 = param("x^3 - x", "the curve")
    x0: Number = param("1", "where the slope is asked for")
    run: Number = param("1", "first run, negative to look backwards; not 0")
    shrink: int = param(10, "each run is the one before divided by this", ge=2, le=10)
    steps: int = param(4, "how many runs the table holds", ge=2, le=8)


PRESETS = {
    "sine": {"f": "sin(x)", "x0": "pi/3", "run": "pi/6", "shrink": 2, "steps": 6},
    "steep": {"f": "exp(3*x)", "x0": "1", "run": "1/2"},
    "backwards": {"f": "x^2 - 2*x", "x0": "2", "run": "-3/2", "shrink": 4},
    "fractions": {"f": "x^4/7 - 3*x/11", "x0": "13/17", "run": "5/19", "shrink": 3, "steps": 5},
    "bell": {"f": "exp(-x^2)*sin(3*x)", "x0": "1/2", "run": "1/2"},
}


@dataclass(frozen=True)
class Moment:
    """An instant of the journey: its time in seconds, its speed and the speed's rate."""

    time: Expr
    speed: Expr
    rate: Expr


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard."""

    f: mvcalc.Function
    derivative: mvcalc.Function
    x0: Expr
    x1: Expr
    run: Expr
    y0: Expr
    y1: Expr
    rise: Expr
    runs: tuple[Expr, ...]
    slopes: tuple[Expr, ...]
    tangent: Expr
    algebra: tuple[mvcalc.LimitStep, ...]
    shrink: int
    journey: mvcalc.Function
    journey_rate: mvcalc.Function
    moments: tuple[Moment, ...]
    check_x: Expr
    check_run: Expr
    check_slope: Expr
    check_error: Expr

    @property
    def further(self) -> str:
        return "further on" if self.run > 0 else "further back"

    @property
    def run_length(self) -> Expr:
        return abs(self.run)

    @property
    def heights(self) -> tuple[mvcalc.Shown, mvcalc.Shown]:
        """Both heights, as decimals if one of them is no fraction."""
        mode = "auto" if self.y0.is_Rational and self.y1.is_Rational else "decimal"
        return mvcalc.show(self.y0, 4, mode), mvcalc.show(self.y1, 4, mode)

    @property
    def change(self) -> str:
        return "a fall, a negative rise," if self.rise < 0 else "a rise"

    @property
    def straight(self) -> bool:
        """Whether the curve is a line, so that all secants are the same."""
        return not self.derivative.expr.free_symbols

    @property
    def average(self) -> str:
        if self.straight:
            return "This curve is itself a straight line, so the secant lies on it."
        return "But that is an average. Between the two points the curve and the line part company."

    @property
    def verdict(self) -> str:
        """What has become of the guess that the slope shrinks with the run."""
        first, second = self.slopes[:2]
        if first == second:
            return "It will not. It is the same slope as before:"
        if first == self.shrink * second:
            return "Here it is, but that is the doing of this curve. The new slope is"
        return "It will not. The new slope is"

    @property
    def settling(self) -> str:
        """What the ratio does while rise and run vanish."""
        if self.straight:
            return "Their ratio stays what it was"
        if self.tangent == 0:
            return "Their ratio has an end of its own, and here it is a level one. It has come to"
        return "Their ratio does not. It is settling down, and has come to"

    @property
    def last(self) -> Expr:
        return self.slopes[-1]

    @property
    def freeing(self) -> str:
        """What is done before h may vanish."""
        return " ".join(step.note for step in self.algebra[1:-1]) or self.algebra[-1].note

    @property
    def letting(self) -> str:
        """What happens to h at the end."""
        return self.algebra[-1].note if len(self.algebra) > 2 else "The secant becomes a tangent."


def runs_at(f: mvcalc.Function, x0: Expr, run: Expr, params: Params) -> list[mvcalc.Secant]:
    """The shrinking secants; a refusal names the parameter and a value that would work."""
    if run == 0:
        raise mvcalc.RangeError(
            "a triangle needs a run", param="run", value=params.run, hint="for example run = 1/2"
        )
    name = "x0"
    try:
        mvcalc.slope_at(f, x0)
        name = "run"
        return mvcalc.secant_table(f, x0, run, params.shrink, params.steps)
    except (mvcalc.DomainError, mvcalc.NonDifferentiableError) as error:
        places = [mvcalc.number(text) for text in ("1/2", "1", "2", "-1/2", "-1", "0", "10")]
        tries = (
            [(x, run) for x in places]
            if name == "x0"
            else [(x0, some) for some in (-run, run / 2, -run / 2, run / 10, -run / 10, run / 100)]
        )
        error.hint = next(
            (
                f"for example {name} = {mvcalc.show(pair[name == 'run'], mode='exact').text}"
                for pair in tries
                if fits(f, *pair)
            ),
            "",
        )
        raise error.named(name, getattr(params, name)) from None


def algebra(f: mvcalc.Function, x0: Expr, params: Params) -> tuple[mvcalc.LimitStep, ...]:
    """The limit line by line; numbers too long to be written are refused."""
    try:
        return tuple(mvcalc.limit_steps(f, x0))
    except mvcalc.RangeError:
        raise mvcalc.BudgetError(
            "the numbers of the algebra would be too long to be read",
            param="x0",
            value=params.x0,
            hint=f"a shorter one would do, for example x0 = {round(float(x0))}",
        ) from None


def fits(f: mvcalc.Function, x0: Expr, run: Expr) -> bool:
    """Whether there is a secant."""
    try:
        return bool(mvcalc.secant(f, x0, run))
    except mvcalc.MvcalcError:
        return False


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        RangeError: the run is zero.
        DomainError, NonDifferentiableError: no slope at ``x0``, or no value at the second point.
    """
    f = mvcalc.parse(params.f)
    x0, run = mvcalc.number(params.x0), mvcalc.number(params.run)
    table = runs_at(f, x0, run, params)
    derivative = mvcalc.derive(f, "x").simplified
    y0, y1 = mvcalc.evaluate(f, x0), mvcalc.evaluate(f, x0 + run)
    asked = mvcalc.secant(mvcalc.parse("x^2"), 3, "1/10")
    journey = mvcalc.parse("t^2*(12 - t)/8", ("t",))
    rate = mvcalc.Function.of(mvcalc.derive(journey, "t").simplified, ("t",))
    return Facts(
        f=f,
        derivative=mvcalc.Function.of(derivative, ("x",)),
        x0=x0,
        x1=x0 + run,
        run=run,
        y0=y0,
        y1=y1,
        rise=mvcalc.tidy(y1 - y0),
        runs=tuple(row.run for row in table),
        slopes=tuple(row.slope for row in table),
        tangent=mvcalc.evaluate(mvcalc.Function.of(derivative, ("x",)), x0),
        algebra=algebra(f, x0, params),
        shrink=params.shrink,
        journey=journey,
        journey_rate=rate,
        moments=tuple(
            Moment(
                mvcalc.number(time),
                mvcalc.evaluate(journey, time),
                mvcalc.evaluate(rate, time),
            )
            for time in (4, 8, 10)
        ),
        check_x=mvcalc.number(3),
        check_run=mvcalc.number("1/10"),
        check_slope=asked.slope,
        check_error=asked.error,
    )


SCRIPT = Script(
    opening="""A speedometer shows one number, now. Yet to measure a speed you need two moments.
        How can a rate of change live at a single point?""",
    beats={
        "journey": Words(
            "Slope is a rate",
            """Here is a journey. Time runs to the right, speed runs upwards. Before any formula,
            just watch how steep the graph is.

            After {moments[0].time} seconds the graph climbs. Each further second adds about
            {moments[0].rate} metres per second. Steep means changing fast.

            After {moments[1].time} seconds the graph is level. The car is at its fastest, and for a
            moment its speed does not change at all.

            After {moments[2].time} seconds the graph falls, and its slope is negative:
            {moments[2].rate}. So a slope is a rate: how much the height changes for every step to
            the right.""",
            "A speed graph that climbs by {moments[0].rate}, is level, falls by {moments[2].rate}.",
        ),
        "secant": Words(
            "Two points, one slope",
            """Now take any curve. This is {f}. How steep is it exactly where x is {x0}?

            A single point has no slope. So we borrow a second point, with a run of {run_length},
            {further}.

            The height goes from {heights[0]} to {heights[1]}. That is {change} of {rise}.

            Rise over run is {slopes[0]}. It is the slope of the straight line through both points,
            the secant.

            {average}""",
            "The curve of {f} with a secant of slope {slopes[0]}.",
        ),
        "shrink": Words(
            "The run vanishes, the ratio does not",
            """Bring the second point closer: divide the run by {shrink}. Before you look, will
            the slope be divided by {shrink} as well?

            {verdict} {slopes[1]}. The triangle shrinks, but a small triangle can be just as steep
            as a large one.

            Do it again, and again. The lens follows the triangle down, and inside the lens the
            curve looks more and more like a straight line.

            The rise goes to nothing and the run goes to nothing. {settling} {last}.""",
            "Slopes over shrinking runs, ending at {last}; in the lens the curve looks straight.",
        ),
        "algebra": Words(
            "Cancel first, then let h go",
            """A table can only suggest where this is going. Algebra can tell. Call the run h, and
            write down rise over run once more.

            We may not put h equal to zero yet: that would be nothing divided by nothing.
            {freeing}

            Now let h shrink, and watch the triangle. {letting}

            What is left is {tangent}. This is no longer an average. It is the slope at the point
            itself, the derivative.""",
            "The limit of the quotient, worked out line by line, is {tangent}.",
        ),
        "slopes": Words(
            "All the slopes together",
            """One point, one slope. But nothing was special about that point. Slide it along, and
            write each slope down underneath.

            Where the curve climbs, the graph below is above zero. Where the curve falls, it is
            below zero.

            All the slopes together are a new function, the derivative. Here it is {derivative}.

            And where x is {x0}, its height is {tangent}: the number our triangles were heading
            for.""",
            "Above {f} with a tangent, below its slopes, which draw {derivative}.",
        ),
    },
    check=Check(
        "Take the square of x, at x = {check_x}, with a run of {check_run}. What is the slope of "
        "the secant, and by how much does it miss the derivative?",
        "The slope is {check_slope}. It misses by {check_error}: exactly the run.",
    ),
)


class RiseOverRun(LectureScene[Params, Facts]):
    """A rate, a secant, its limit in numbers, in algebra, and everywhere at once."""

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
            with self.line():
                self.drive(time, float(moment.time), 2.0)
                self.appear(ledger.row(moment.time, moment.rate))

    @beat
    def secant(self) -> None:
        facts = self.facts
        self.clear()
        run = self.formula("{run:4}", theme.LABEL, Role.DATA, run=facts.run).halo()
        rise = self.formula("{rise:4}", theme.LABEL, Role.DERIVATIVE, rise=facts.rise).halo()
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
            self.emphasise(picture.curve)

    @beat
    def shrink(self) -> None:
        facts, picture = self.facts, self.picture
        self.vanish(*self.sums, *picture.triangle.take_names())
        above, below = layout.LEDGER.split_y(0.42 if self.params.steps < 6 else 0.3)
        lens = parts.Lens(above, picture.plot, facts.f, picture.x, picture.run)
        ledger = self.ledger(below, '"run"', self.params.steps)
        rows = [ledger.row(*pair) for pair in zip(facts.runs, facts.slopes, strict=True)]
        with self.line():
            self.appear(lens, ledger)
            self.appear(rows[0])
        with self.line():
            self.drive(picture.run, float(facts.runs[1]), 2.5)
            self.appear(rows[1])
        with self.line():
            for run, row in zip(facts.runs[2:], rows[2:], strict=True):
                self.drive(picture.run, float(run), 2.0)
                self.appear(row)
        with self.line():
            self.emphasise(rows[-1])
        self.aha()

    @beat
    def algebra(self) -> None:
        facts = self.facts
        left, right = layout.SAFE.split_x(0.42, gap=0.8)
        self.clear()
        picture = self.secant_plot(left, self.formula("h", theme.LABEL, Role.DATA).halo())
        lines = parts.LimitWork(right, facts.algebra, facts.x0, self.params.digits).lines
        with self.line():
            self.appear(picture.plot, picture.curve, picture.first, picture.second)
            self.appear(picture.triangle, lines[0])
        with self.line():
            for line in lines[1:-1]:
                self.appear(line)
                self.hold(theme.REST)
            if not lines[1:-1]:
                self.emphasise(lines[0])
        with self.line():
            self.appear(picture.line, seconds=0.5)
            self.drive(picture.run, float(facts.runs[-1]), 3.0)
            self.dim(lines[-2], all_but=("kept", "relation"))
        with self.line():
            self.appear(lines[-1])
            self.emphasise(lines[-1])
        self.aha()

    @beat
    def slopes(self) -> None:
        facts = self.facts
        self.clear()
        x_range, y_range = self.window(most=0.8)
        upper, lower = parts.stacked(
            layout.PICTURE, x_range, (y_range, parts.height_of(facts.derivative, x_range)),
            share=0.5, y_labels=("f(x)", '"slope"'),
        )  # fmt: skip
        right, digits = layout.LEDGER, self.params.digits
        here = self.derivative_name(at="{x0}")
        sums = parts.column(
            right,
            parts.Equation("f(x)", facts.f, right.width, role=Role.FUNCTION),
            parts.Equation(self.derivative_name(), facts.derivative, right.width, digits=digits),
            parts.Equation(here, facts.tangent, right.width, digits=digits, x0=facts.x0),
        )
        x = self.tracker(x_range[0])
        rolling = parts.RollingTangent(upper, facts.f, facts.derivative, x)
        with self.line():
            self.appear(upper, lower, sums[0])
            self.appear(parts.Curve(upper, facts.f), seconds=1.2)
            self.appear(rolling)
        trace = parts.SlopeTrace(rolling, lower)
        self.add(trace)
        with self.line() as line:
            self.drive(x, x_range[1], max(6.0, line.seconds(self.params.pace)), steady=True)
        self.remove(trace)
        self.add(parts.SlopeTrace(rolling, lower, finished=True))
        with self.line():
            self.appear(sums[1])
        with self.line():
            self.drive(x, float(facts.x0), 2.0)
            self.appear(sums[2])
        self.aha()

    # -- pieces ---------------------------------------------------------------------------

    def window(self, most: float = 0.4) -> tuple[tuple[float, float], tuple[float, float]]:
        """Ranges that show both points; ``most`` is how far the rest may stretch the heights."""
        ends = (float(self.facts.x0), float(self.facts.x1))
        return parts.window_around(
            self.facts.f, ends, before=2.0, after=0.8, above=most, below=most
        )

    def secant_plot(self, slot: layout.Slot, *names: Formula) -> parts.SecantPlot:
        """The curve with the first secant."""
        facts = self.facts
        return parts.SecantPlot(
            slot, self.window(), facts.f, float(facts.x0), float(facts.run), *names
        )

    def ledger(self, slot: layout.Slot, heading: str, rows: int, align: float = 1) -> parts.Ledger:
        """A table of slopes."""
        return parts.Ledger(
            slot, (heading, '"slope"'), rows, roles=(Role.DATA, Role.DERIVATIVE),
            digits=self.params.digits, shares=(1, 1) if rows > 5 else (2, 3), align=align,
        )  # fmt: skip
