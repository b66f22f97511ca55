"""The Taylor coefficients of a formula on a whole interval, proved.

Each value is a pair: an interval that encloses the function tightly, and Arb's power series whose
coefficients enclose f^(j)/j! on the interval (F. Johansson, "Arb: efficient arbitrary-precision
midpoint-radius interval arithmetic", IEEE Trans. Comput. 66, 2017).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import NamedTuple

import flint
from flint import arb, arb_series, fmpq
from sympy import Expr, Symbol

from mvcalc.bounds.jets import number, power
from mvcalc.bounds.tape import tape
from mvcalc.expr import intervals as iv
from mvcalc.expr.intervals import Interval


class Germ(NamedTuple):
    """A tight value and the series around every point of the interval at once."""

    value: Interval
    series: arb_series


@contextmanager
def precision(bits: int, terms: int) -> Iterator[None]:
    """Work with so many bits and series of so many terms."""
    before = flint.ctx.cap
    with flint.ctx.workprec(bits):
        flint.ctx.cap = terms
        try:
            yield
        finally:
            flint.ctx.cap = before


def ball(side: Interval) -> arb:
    """The smallest ball over an interval."""
    if not (side[0].is_finite() and side[1].is_finite()):
        return arb.nan()
    return side[0].union(side[1])


def _sinh_cosh(u: arb_series) -> tuple[arb_series, arb_series]:
    grown, shrunk = u.exp(), (-u).exp()
    return (grown - shrunk) / 2, (grown + shrunk) / 2


class Germs:
    """Series of ``terms`` coefficients; use inside ``precision``."""

    def __init__(self, terms: int) -> None:
        self.terms = terms

    def variable(self, side: Interval) -> Germ:
        return Germ(side, arb_series([ball(side), 1], self.terms))

    def constant(self, value: Interval) -> Germ:
        return Germ(value, arb_series([ball(value)], self.terms))

    def rational(self, value: Fraction) -> Germ:
        exact = arb_series([arb(fmpq(value.numerator, value.denominator))], self.terms)
        return Germ(number(value), exact)

    def pi(self) -> Germ:
        return self.constant(iv.outward(arb.pi()))

    def add(self, a: Germ, b: Germ) -> Germ:
        return self._tight(iv.add(a.value, b.value), a.series + b.series)

    def multiply(self, a: Germ, b: Germ) -> Germ:
        return self._tight(iv.multiply(a.value, b.value), a.series * b.series)

    def scale(self, a: Germ, factor: Fraction) -> Germ:
        c = arb(fmpq(factor.numerator, factor.denominator))
        return self._tight(iv.multiply(number(factor), a.value), a.series * c)

    def power(self, a: Germ, exponent: Fraction) -> Germ:
        value = power(a.value, exponent)
        if exponent.denominator == 1:
            n = abs(exponent.numerator)
            whole = _integer_power(a.series, n, self.terms)
            return self._tight(value, whole if exponent > 0 else self._inverse(whole))
        if a.value[0] > 0:
            grown = self._root_power(a.series, exponent)
        elif a.value[1] < 0:  # an odd root: (-u)^(p/q) = (-1)^p u^(p/q)
            grown = self._root_power(-a.series, exponent) * (-1) ** exponent.numerator
        else:
            grown = self._unknown()
        return self._tight(value, grown)

    def unary(self, name: str, a: Germ) -> Germ:
        value: Interval = getattr(iv, name)(a.value)
        return self._tight(value, self._series(name, a))

    def _series(self, name: str, a: Germ) -> arb_series:
        u = a.series
        match name:
            case "exp" | "log" | "sin" | "cos" | "tan" | "asin" | "acos" | "atan" | "erf":
                return getattr(u, name)()
            case "sinh":
                return _sinh_cosh(u)[0]
            case "cosh":
                return _sinh_cosh(u)[1]
            case "tanh":
                return 1 - 2 * self._inverse((2 * u).exp() + 1)
            case "sigmoid":
                return self._inverse(1 + (-u).exp())
            case "absolute" if a.value[0] > 0:
                return u
            case "absolute" if a.value[1] < 0:
                return -u
            case _:
                return self._unknown()

    def _root_power(self, u: arb_series, exponent: Fraction) -> arb_series:
        if exponent.denominator == 2:
            whole = _integer_power(u.sqrt(), abs(exponent.numerator), self.terms)
            return whole if exponent > 0 else self._inverse(whole)
        return (u.log() * arb(fmpq(exponent.numerator, exponent.denominator))).exp()

    def _inverse(self, u: arb_series) -> arb_series:
        """1/u, with unknown coefficients where the ball around u meets 0."""
        return self._unknown() if u[0].contains(0) else 1 / u

    def _unknown(self) -> arb_series:
        return arb_series([arb.nan()] * self.terms, self.terms)

    def _tight(self, value: Interval, series: arb_series) -> Germ:
        coefficients = series.coeffs()[: self.terms] or [arb(0)]
        coefficients[0] = ball(value)
        return Germ(value, arb_series(coefficients, self.terms))


def _integer_power(u: arb_series, n: int, terms: int) -> arb_series:
    """By repeated squaring: Arb's own power of a series goes through its logarithm."""
    result = arb_series([1], terms)
    while n:
        if n & 1:
            result = result * u
        u = u * u
        n >>= 1
    return result


def coefficients(expr: Expr, symbol: Symbol, side: Interval, terms: int) -> Germ:
    """Enclosures of f^(j)/j! for j < ``terms`` everywhere on ``side``.

    Raises:
        UndefinedError: the formula could not be proved to have a value on the whole interval.
    """
    germs = Germs(terms)
    return tape((expr,), (symbol,)).run(germs, [germs.variable(side)])[0]
