"""Riemann sums, with the exact error of each rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import sympy
from sympy import Expr, Symbol

from mvcalc.bounds.maximum import check_domain, interval_ends
from mvcalc.critical.numbers import Number
from mvcalc.errors import BudgetError, RangeError, names_parameters
from mvcalc.expr import Ball, Function, as_function, enclose_number, evaluate, tidy
from mvcalc.expr.balls import side_interval
from mvcalc.integrate.single import as_ball, definite
from mvcalc.series.expansion import only_variable

_MAX_BARS = 500
_MAX_EXACT = 24  # irrational heights that are still added symbolically


class Rule(StrEnum):
    """How the height of a strip is taken."""

    LEFT = "left"
    RIGHT = "right"
    MID = "mid"
    TRAP = "trap"
    SIMPSON = "simpson"


@dataclass(frozen=True, slots=True)
class Bar:
    """One strip of the sum.

    Attributes:
        left, right: its ends; Simpson's strips are two steps wide.
        heights: f where the rule looks: one value (left, right, mid), two (trap) or three
            (simpson: the parabola through them).
        area: signed.
    """

    left: Expr
    right: Expr
    heights: tuple[Expr, ...]
    area: Expr


@dataclass(frozen=True, slots=True)
class RiemannSum:
    """A sum and what it misses; exact numbers, or balls where there is no short exact form.

    Attributes:
        bars: from left to right.
        total: the sum of all areas.
        integral: the true integral.
        error: total - integral.
    """

    rule: Rule
    bars: tuple[Bar, ...]
    total: Number
    integral: Number
    error: Number


@names_parameters
def riemann(f: Function | Expr, a: object, b: object, n: int, rule: str = "left") -> RiemannSum:
    """A Riemann sum with ``n`` equal steps.

    Args:
        f: a function of one variable.
        a, b: ends of the interval, a < b.
        n: number of steps, 1 to 500; even for Simpson's rule.
        rule: left, right, mid, trap or simpson.

    Raises:
        DegenerateError: a = b.
        RangeError: a > b, n out of range, an unknown rule.
        DomainError: f has no value somewhere in the interval.
    """
    fun = as_function(f)
    symbol = only_variable(fun)
    lo, hi = interval_ends((a, b))
    kind = _rule(rule, n)
    check_domain(fun, symbol, side_interval(lo, hi))
    bars = tuple(_bars(fun, lo, (hi - lo) / n, n, kind))
    total = _total(bars)
    integral = definite(fun, lo, hi).value
    return RiemannSum(kind, bars, total, integral, _difference(total, integral))


def _rule(rule: str, n: int) -> Rule:
    try:
        kind = Rule(rule)
    except ValueError:
        raise RangeError(
            "this rule is not known", param="rule", value=rule, hint="use left or simpson"
        ) from None
    if not 1 <= n <= _MAX_BARS:
        raise RangeError(f"n must be between 1 and {_MAX_BARS}", param="n", value=n, hint="try 10")
    if kind is Rule.SIMPSON and n % 2:
        raise RangeError("Simpson's rule needs an even n", param="n", value=n, hint=f"try {n + 1}")
    return kind


_NODES: dict[Rule, tuple[tuple[Expr, Expr], ...]] = {
    Rule.LEFT: ((sympy.S.Zero, sympy.S.One),),
    Rule.RIGHT: ((sympy.S.One, sympy.S.One),),
    Rule.MID: ((sympy.S.Half, sympy.S.One),),
    Rule.TRAP: ((sympy.S.Zero, sympy.S.Half), (sympy.S.One, sympy.S.Half)),
    Rule.SIMPSON: (
        (sympy.S.Zero, sympy.Rational(1, 6)),
        (sympy.S.Half, sympy.Rational(2, 3)),
        (sympy.S.One, sympy.Rational(1, 6)),
    ),
}
"""Where a strip is looked at, as a fraction of its width, and the weight of the height."""


def _bars(f: Function, lo: Expr, step: Expr, n: int, rule: Rule) -> list[Bar]:
    stride = 2 if rule is Rule.SIMPSON else 1
    width = step * stride
    known: dict[Expr, Expr] = {}

    def height(x: Expr) -> Expr:
        if x not in known:
            known[x] = evaluate(f, x)
        return known[x]

    bars = []
    for k in range(0, n, stride):
        left = lo + k * step
        heights = tuple(height(left + place * width) for place, _ in _NODES[rule])
        area = sum(
            (weight * h for (_, weight), h in zip(_NODES[rule], heights, strict=True)),
            sympy.S.Zero,
        )
        bars.append(Bar(left, left + width, heights, width * area))
    return bars


def _total(bars: Sequence[Bar]) -> Number:
    areas = [bar.area for bar in bars]
    if all(area.is_Rational for area in areas) or len(areas) <= _MAX_EXACT:
        return tidy(sympy.Add(*areas))
    balls = [enclose_number(area, 160) for area in areas]
    zero = Fraction(0)
    return Ball(sum((b.lower for b in balls), zero), sum((b.upper for b in balls), zero))


def _difference(a: Number, b: Number) -> Number:
    if isinstance(a, Expr) and isinstance(b, Expr):
        return tidy(a - b)
    x, y = as_ball(a), as_ball(b)
    return Ball(x.lower - y.upper, x.upper - y.lower)


def closed_form(f: Function | Expr, a: object, b: object, rule: str = "left") -> Expr:
    """The sum of a polynomial as a formula in the number of steps ``n``.

    Raises:
        RangeError: f is not a polynomial, or the rule is unknown.
        BudgetError: the degree is above 20.
    """
    fun = as_function(f)
    symbol = only_variable(fun)
    lo, hi = interval_ends((a, b))
    kind = _rule(rule, 2)
    if not fun.expr.is_polynomial(symbol):
        raise RangeError("only polynomials have such a formula", value=fun.source, hint="try x^2")
    if sympy.degree(fun.expr, symbol) > 20:
        raise BudgetError("the degree is too high", limit=20, value=fun.source)
    n, k = Symbol("n"), sympy.Dummy("k")
    strips = n / 2 if kind is Rule.SIMPSON else n
    width = (hi - lo) / strips
    area = sum(
        (
            weight * fun.expr.subs(symbol, lo + (k + place) * width)
            for place, weight in _NODES[kind]
        ),
        sympy.S.Zero,
    )
    terms = sympy.Poly(sympy.expand(width * area), k).all_coeffs()
    total = sum((c * _power_sum(j, strips) for j, c in enumerate(reversed(terms))), sympy.S.Zero)
    return sympy.factor(sympy.expand(total))


def _power_sum(j: int, m: Expr) -> Expr:
    """0^j + 1^j + … + (m-1)^j by Bernoulli's polynomials (Faulhaber)."""
    return sympy.expand((sympy.bernoulli(j + 1, m) - sympy.bernoulli(j + 1, 0)) / (j + 1))
