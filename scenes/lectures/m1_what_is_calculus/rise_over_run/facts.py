"""The facts: every number and formula seen or heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import mvcalc

if TYPE_CHECKING:
    from sympy import Expr

    from . import Params


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
