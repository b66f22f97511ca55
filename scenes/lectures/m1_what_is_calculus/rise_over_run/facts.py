"""Secants over shrinking runs, the limit in algebra, the derivative, and a journey by car."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import mvcalc

if TYPE_CHECKING:
    from sympy import Expr

    from . import Params


@dataclass(frozen=True)
class Moment:
    """An instant of the journey: its time in seconds, its speed, the speed's rate, the tangent."""

    time: Expr
    speed: Expr
    rate: Expr
    tangent: mvcalc.Function


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
    smooth: bool  # whether every point between the two has a slope
    shrink: int
    second: Expr
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
        if not self.smooth:
            return "But between the two points the curve goes its own way."
        return """But that is an average. Walk along the curve from one point to the other: its
            slope is smaller in one place, and larger in another."""

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


PLACES = ("1/2", "1", "2", "-1/2", "-1", "0", "10")  # to be tried instead of a bad x0


def secants(f: mvcalc.Function, x0: Expr, run: Expr, params: Params) -> list[mvcalc.Secant]:
    """The shrinking secants; a refusal names the parameter and a value that would work."""
    if run == 0:
        raise mvcalc.RangeError(
            "a triangle needs a run", param="run", value=params.run, hint="for example run = 1/2"
        )
    try:
        mvcalc.slope_at(f, x0)
    except (mvcalc.DomainError, mvcalc.NonDifferentiableError) as error:
        works = mvcalc.first_that_works(
            map(mvcalc.number, PLACES), lambda x: mvcalc.secant(f, x, run)
        )
        raise refused(error, "x0", params.x0, works) from None
    try:
        return mvcalc.secant_table(f, x0, run, params.shrink, params.steps)
    except (mvcalc.DomainError, mvcalc.NonDifferentiableError) as error:
        runs = (-run, run / 2, -run / 2, run / 10, -run / 10, run / 100)
        works = mvcalc.first_that_works(runs, lambda some: mvcalc.secant(f, x0, some))
        raise refused(error, "run", params.run, works) from None


def refused(
    error: mvcalc.MvcalcError, name: str, value: str, works: Expr | None
) -> mvcalc.MvcalcError:
    """The error with the parameter it is about, and a value that works if one is known."""
    error.hint = ""
    if works is not None:
        error.hint = f"for example {name} = {mvcalc.show(works, mode='exact').text}"
    return error.named(name, value)


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


def moment(journey: mvcalc.Function, rate: mvcalc.Function, time: int) -> Moment:
    """The journey at a time."""
    t = journey.symbols[0]
    speed, slope = mvcalc.evaluate(journey, time), mvcalc.evaluate(rate, time)
    tangent = mvcalc.Function.of(speed + slope * (t - time), journey.vars)
    return Moment(mvcalc.number(time), speed, slope, tangent)


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        RangeError: the run is zero.
        DomainError, NonDifferentiableError: no slope at ``x0``, or no value at the second point.
    """
    f = mvcalc.parse(params.f)
    x0, run = mvcalc.number(params.x0), mvcalc.number(params.run)
    table = secants(f, x0, run, params)
    ends = (min(x0, x0 + run), max(x0, x0 + run))
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
        smooth=mvcalc.first_that_works([ends], partial(mvcalc.check_smooth, f)) is not None,
        shrink=params.shrink,
        second=mvcalc.number(1),
        journey=journey,
        journey_rate=rate,
        moments=tuple(moment(journey, rate, time) for time in (4, 8, 10)),
        check_x=mvcalc.number(3),
        check_run=mvcalc.number("1/10"),
        check_slope=asked.slope,
        check_error=asked.error,
    )
