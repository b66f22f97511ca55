"""Three functions with memorable derivatives: one over x, a power, the sine."""

from __future__ import annotations

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
)

if TYPE_CHECKING:
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
    def rising(self) -> str:
        return "rises" if self.base > 1 else "falls"

    @property
    def first_try(self) -> str:
        """What the first base is beside e."""
        if self.factor < 0:
            return "This base shrinks, and its factor is even negative"
        return "This base is too small" if self.base < self.e else "This base is too large"

    @property
    def times(self) -> str:
        return "time" if self.orders == 1 else "times"

    @property
    def turns(self) -> str:
        """Where the wheel stands after all the derivatives."""
        return "exactly where we began" if self.orders % 4 == 0 else "on the way round"


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
    slope = mvcalc.derivative(reciprocal)
    power_slope = mvcalc.derivative(power)
    e, small = mvcalc.number("e"), mvcalc.number("1/1000")
    places = tuple(mvcalc.number(x) for x in (0, 1, 2))
    other = mvcalc.number(3 if base < e else 2)
    bases = (base, e) if base in (e, other) else (base, other, e)
    sine = mvcalc.parse("sin(x)")
    waves = tuple(mvcalc.Function.of(mvcalc.nth_derivative(sine, "x", n), ("x",)) for n in range(5))
    at, order = mvcalc.number("pi/6"), 2026
    asked = mvcalc.Function.of(mvcalc.nth_derivative(sine, "x", order), ("x",))
    return Facts(
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
        factors=tuple(mvcalc.number(f"log({b})") for b in bases),
        e=e,
        waves=waves,
        orders=params.orders,
        last=waves[params.orders % 4],
        check_order=order,
        check_at=at,
        check_value=mvcalc.evaluate(asked, at),
    )
