"""Slopes of 1/x, of powers and of the sine, and the base that is its own slope."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import mvcalc

if TYPE_CHECKING:
    from sympy import Expr

    from . import Params


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard."""

    family: str
    x0: Expr
    reciprocal: mvcalc.Function
    reciprocal_slope: mvcalc.Function
    limit: tuple[mvcalc.LimitStep, ...]
    slope_at: Expr
    twice: Expr
    slope_twice: Expr
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
    half_turns: tuple[Expr, ...]
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
    def scaled(self) -> str:
        """What the slopes are beside the curve itself."""
        return "turned over and scaled" if self.factor < 0 else "scaled"

    @property
    def sideways(self) -> str:
        """How the power of e becomes this power."""
        change = "squeezed sideways" if abs(self.factor) > 1 else "stretched sideways"
        return f"mirrored and {change}" if self.factor < 0 else change

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
    x0, base, e = (mvcalc.number(text) for text in (params.x0, params.base, "e"))
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
    if base == e:
        base = mvcalc.number(2)
    reciprocal, logarithm, sine = (mvcalc.parse(text) for text in ("1/x", "log(x)", "sin(x)"))
    power = mvcalc.parse("b^x", ("x",), {"b": base})
    slope, power_slope = slope_of(reciprocal), slope_of(power)
    small, pi = mvcalc.number("1/1000"), mvcalc.number("pi")
    # Close together where the power is steep, so that all of them are in the picture.
    steep = abs(float(mvcalc.evaluate(logarithm, base)))
    unit = 1 / mvcalc.number(max(1, math.ceil(steep - 0.2)))
    places = tuple(k * unit for k in (0, 1, 2))
    bases = (base, mvcalc.number(3 if base < e else 2), e)
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
        twice=2 * x0,
        slope_twice=mvcalc.evaluate(slope, 2 * x0),
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
        half_turns=tuple(k * pi for k in range(5)),
        orders=params.orders,
        last=waves[params.orders % 4],
        check_order=order,
        check_at=at,
        check_value=mvcalc.evaluate(asked, at),
    )
