"""From rise over run to the derivative: a slope at a single point, as the limit of secants."""

from __future__ import annotations

from dataclasses import dataclass
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
    def change(self) -> str:
        return "a rise" if self.rise > 0 else "a fall, a negative rise" if self.rise < 0 else "a rise"

    @property
    def first(self) -> Expr:
        return self.slopes[0]

    @property
    def second(self) -> Expr:
        return self.slopes[1]

    @property
    def last(self) -> Expr:
        return self.slopes[-1]

    @property
    def up(self) -> Moment:
        return self.moments[0]

    @property
    def top(self) -> Moment:
        return self.moments[1]

    @property
    def down(self) -> Moment:
        return self.moments[2]


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        RangeError: the run is zero.
        DomainError, NonDifferentiableError: no slope at ``x0``, or no value at the second point.
    """
    f = mvcalc.parse(params.f)
    x0, run = mvcalc.number(params.x0), mvcalc.number(params.run)
    if run == 0:
        raise mvcalc.RangeError(
            "a triangle needs a run", param="run", value=params.run, hint="for example run = 1/2"
        )
    runs = tuple(run / params.shrink**k for k in range(params.steps))
    derivative = mvcalc.derive(f, "x").simplified
    y0, y1 = mvcalc.evaluate(f, x0), mvcalc.evaluate(f, x0 + run)
    journey = mvcalc.parse("t^2*(12 - t)/8", ("t",))
    rate = mvcalc.derive(journey, "t").simplified
    return Facts(
        f=f,
        derivative=mvcalc.Function.of(derivative, ("x",)),
        x0=x0,
        x1=x0 + run,
        run=run,
        y0=y0,
        y1=y1,
        rise=mvcalc.tidy(y1 - y0),
        runs=runs,
        slopes=tuple(mvcalc.tidy((mvcalc.evaluate(f, x0 + r) - y0) / r) for r in runs),
        tangent=mvcalc.evaluate(mvcalc.Function.of(derivative, ("x",)), x0),
        algebra=(),
        shrink=params.shrink,
        journey=journey,
        moments=tuple(
            Moment(
                mvcalc.number(time),
                mvcalc.evaluate(journey, time),
                mvcalc.evaluate(mvcalc.Function.of(rate, ("t",)), time),
            )
            for time in (4, 8, 10)
        ),
        check_x=mvcalc.number(3),
        check_run=mvcalc.number("1/10"),
        check_slope=mvcalc.number('61/10'),
        check_error=mvcalc.number('1/10'),
    )


SCRIPT = Script(
    opening="""A speedometer shows one number, now. Yet to measure a speed you need two moments.
        How can a rate of change live at a single point?""",
    beats={
        "journey": Words(
            "Slope is a rate",
            """Here is a journey. Time runs to the right, speed runs upwards. Before any formula,
            just watch how steep the graph is.

            After {up.time} seconds the graph climbs. Each further second adds about {up.rate}
            metres per second. Steep means changing fast.

            After {top.time} seconds the graph is level. The car is at its fastest, and for a
            moment its speed does not change at all.

            After {down.time} seconds the graph falls, and its slope is negative: {down.rate}.
            So a slope is a rate: how much the height changes for every step to the right.""",
            "A speed graph with tangents of slope {up.rate}, {top.rate} and {down.rate}.",
        ),
        "secant": Words(
            "Two points, one slope",
            """Now take any curve. This is {f}. How steep is it exactly where x is {x0}?

            A single point has no slope. So we borrow a second point, with a run of {run_length},
            {further}.

            The height goes from {y0} to {y1}. That is {change} of {rise}.

            Rise over run is {first}. It is the slope of the straight line through both points,
            the secant.

            But that is an average. Between the two points the curve and the line part company.""",
            "The curve of {f} with a secant of slope {first}.",
        ),
        "shrink": Words(
            "The run vanishes, the ratio does not",
            """Bring the second point closer: divide the run by {shrink}. Before you look, will
            the slope be divided by {shrink} as well?

            It will not. The new slope is {second}. The triangle shrinks, but a small triangle can
            be just as steep as a large one.

            Do it again, and again. The lens follows the triangle down, and inside the lens the
            curve is turning into a straight line.

            The rise goes to nothing and the run goes to nothing. Their ratio does not. It has
            reached {last}, and it is settling down.""",
            "Slopes over shrinking runs, ending at {last}; in the lens the curve looks straight.",
        ),
        "algebra": Words(
            "Cancel first, then let h go",
            """A table can only suggest where this is going. Algebra can tell. Call the run h, and
            write down rise over run once more.

            We may not put h equal to zero yet: that would be nothing divided by nothing. First
            the h below has to go.

            Now that nothing is divided by h, let it shrink. Whatever still carries an h fades
            away.

            What is left is {tangent}. Not nearly, but exactly: this is the slope at the point
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
    """Five beats: a rate, a secant, its limit in numbers, in algebra, and everywhere at once."""

    @beat
    def journey(self) -> None:
        facts = self.facts
        plot = parts.Plot(
            layout.PICTURE, (0, 12), (0, 36), x_label='"s"', y_label='"speed in m/s"', y_ticks=4
        )
        ledger = parts.Ledger(
            layout.LEDGER, ('"time, s"', '"slope"'), 3, roles=(Role.DATA, Role.DERIVATIVE),
            align=0,
        )  # fmt: skip
        time = self.tracker(0)
        rate = mvcalc.Function.of(mvcalc.derive(facts.journey, "t").simplified, ("t",))

        def here() -> tuple[float, float, float]:
            t = time.get_value()
            return t, at(facts.journey, t), at(rate, t)

        dot = parts.Point(lambda: plot.at(*here()[:2]), time)
        with self.line():
            self.appear(plot)
            self.appear(parts.Curve(plot, facts.journey), seconds=2.0)
            self.appear(dot, parts.SlopeLine(plot, here, time, reach=1.6), ledger)
        for moment in facts.moments:
            with self.line():
                self.drive(time, float(moment.time), 2.0)
                self.appear(ledger.row(moment.time, moment.rate))

    @beat
    def secant(self) -> None:
        facts = self.facts
        self.clear()
        self.set_stage()
        working = parts.column(
            layout.LEDGER,
            self.formula("f(x) = {{ {f} : function }}", f=facts.f),
            self.formula("f({x0}) {y0_is} {{ {y0} : function }}", x0=facts.x0, y0=facts.y0),
            self.formula("f({x1}) {y1_is} {{ {y1} : function }}", x1=facts.x1, y1=facts.y1),
            self.formula('"rise" {rise_is} {{ {rise} : derivative }}', rise=facts.rise),
            self.formula('frac({{ "rise" : derivative }}, {{ "run" : data }}) {slope_is} '
                         "{{ {slope} : derivative }}", slope=facts.first),
        )  # fmt: skip
        with self.line():
            self.appear(self.plot, working[0])
            self.appear(self.curve, seconds=2.0)
            self.appear(self.first)
        with self.line():
            self.appear(self.second)
        with self.line():
            self.appear(self.triangle, seconds=1.6)
            self.appear(*working[1:4], seconds=1.6, lag=0.6)
        with self.line():
            self.appear(self.secant_line, working[4])
        with self.line():
            self.emphasise(self.curve)
        self.working = working

    @beat
    def shrink(self) -> None:
        facts = self.facts
        self.vanish(self.working)
        above, below = layout.LEDGER.split_y(0.42)
        lens = parts.Lens(above, self.plot, facts.f, self.x, self.run)
        ledger = parts.Ledger(
            below, ('"run"', '"slope"'), self.params.steps,
            roles=(Role.DATA, Role.DERIVATIVE), digits=self.params.digits, shares=(2, 3),
        )  # fmt: skip
        rows = [ledger.row(*pair) for pair in zip(facts.runs, facts.slopes, strict=True)]
        with self.line():
            self.appear(lens, ledger)
            self.appear(rows[0])
        with self.line():
            self.drive(self.run, float(facts.runs[1]), 2.5)
            self.appear(rows[1])
        with self.line():
            for run, row in zip(facts.runs[2:], rows[2:], strict=True):
                self.drive(self.run, float(run), 2.0)
                self.appear(row)
        with self.line():
            self.emphasise(rows[-1])
        self.aha()
        self.table = (lens, ledger, *rows)

    @beat
    def algebra(self) -> None:
        facts = self.facts
        self.vanish(*self.table)
        self.drive(self.run, float(facts.run), 1.0)

    @beat
    def slopes(self) -> None:
        facts = self.facts
        self.clear()
        x_range, y_range = self.window(most=0.8)
        upper, lower = parts.stacked(
            layout.PICTURE, x_range, (y_range, parts.height_of(facts.derivative, x_range)),
            share=0.5, y_labels=("f(x)", '"slope"'),
        )  # fmt: skip
        strip = parts.column(
            layout.LEDGER,
            self.formula("f(x) = {{ {f} : function }}", f=facts.f),
            self.formula(f"{self.derivative_name()} = {{{{ {{d}} : derivative }}}}", d=facts.derivative),
        )
        x = self.tracker(x_range[0])

        def tangent() -> tuple[float, float, float]:
            return x.get_value(), at(facts.f, x.get_value()), at(facts.derivative, x.get_value())

        top = parts.Point(lambda: upper.at(*tangent()[:2]), x)
        low = parts.Point(
            lambda: lower.at(x.get_value(), tangent()[2]), x, role=Role.DERIVATIVE, shape="open"
        )
        drop = parts.Guide(
            lambda: np.array([upper.at(*tangent()[:2]), lower.at(x.get_value(), tangent()[2])]), x
        )
        with self.line():
            self.appear(upper, lower, strip[0])
            self.appear(parts.Curve(upper, facts.f), seconds=1.2)
            self.appear(parts.SlopeLine(upper, tangent, x, reach=1.3), top, drop, low)
        trace = parts.Curve(lower, facts.derivative, Role.DERIVATIVE, until=x)
        self.add(trace)
        with self.line() as line:
            self.drive(x, x_range[1], max(6.0, line.seconds(self.params.pace)), steady=True)
        self.remove(trace)
        self.add(parts.Curve(lower, facts.derivative, Role.DERIVATIVE), low)
        with self.line():
            self.vanish(drop)
            self.appear(strip[1])
        with self.line():
            self.drive(x, float(facts.x0), 2.0)
        self.aha()

    # -- pieces ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        """The plot with both points, the triangle and the secant, ready to come in."""
        facts = self.facts
        self.plot = parts.Plot(layout.PICTURE, *self.window(), y_label="f(x)")
        self.x, self.run = self.tracker(float(facts.x0)), self.tracker(float(facts.run))
        self.curve = parts.Curve(self.plot, facts.f)
        self.first = parts.Point(lambda: self.place(0), self.x)
        self.second = parts.Point(lambda: self.place(1), self.x, self.run)
        self.triangle = parts.SlopeTriangle(
            self.plot, facts.f, self.x, self.run,
            run_name=self.formula("{run:4}", theme.LABEL, Role.DATA, run=facts.run).halo(),
            rise_name=self.formula("{rise:4}", theme.LABEL, Role.DERIVATIVE, rise=facts.rise).halo(),
        )  # fmt: skip
        self.secant_line = parts.SlopeLine(
            self.plot, self.secant_now, self.x, self.run, width=theme.THIN_WIDTH
        )

    def place(self, end: int) -> Any:
        """Where the first (0) or second (1) point is now."""
        x = self.x.get_value() + end * self.run.get_value()
        return self.plot.at(x, at(self.facts.f, x))

    def secant_now(self) -> tuple[float, float, float]:
        """Point and slope of the secant as the trackers stand, for drawing."""
        x, run = self.x.get_value(), self.run.get_value()
        y = at(self.facts.f, x)
        return x, y, (at(self.facts.f, x + run) - y) / run

    def window(self, most: float = 0.4) -> tuple[tuple[float, float], tuple[float, float]]:
        """Ranges that show both points and the curve around them.

        ``most`` is how far the surroundings may stretch the heights, in rises.
        """
        ends = (float(self.facts.x0), float(self.facts.x1))
        return parts.window_around(self.facts.f, ends, before=2.0, after=0.8, above=most, below=most)


def at(f: mvcalc.Function, x: float) -> float:
    """Machine value, for drawing."""
    return float(mvcalc.sample(f, x))
