"""Dual numbers a + b·eps with eps² = 0: the slope comes along with the value.

A second, independent road to a derivative, used to check the rules (W. K. Clifford, 1873).
Values are intervals with proved ends, so that agreement means something.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sympy
from flint import arb
from sympy import Expr, Symbol

from mvcalc.errors import RangeError
from mvcalc.expr import intervals as iv
from mvcalc.expr.intervals import Interval

_ZERO: Interval = (arb(0), arb(0))
_ONE: Interval = (arb(1), arb(1))


@dataclass(frozen=True, slots=True)
class Dual:
    """A value and its slope."""

    value: Interval
    slope: Interval

    def __add__(self, other: Dual) -> Dual:
        return Dual(iv.add(self.value, other.value), iv.add(self.slope, other.slope))

    def __mul__(self, other: Dual) -> Dual:
        left = iv.multiply(self.slope, other.value)
        right = iv.multiply(self.value, other.slope)
        return Dual(iv.multiply(self.value, other.value), iv.add(left, right))

    def through(self, value: Interval, factor: Interval) -> Dual:
        """A function of this number, whose slope there is ``factor``."""
        return Dual(value, iv.multiply(factor, self.slope))


def dual(e: Expr, where: Mapping[Symbol, Interval], var: Symbol) -> Dual:
    """Value and slope of ``e`` in the direction of ``var``, at the current Arb precision.

    Raises:
        UndefinedError: ``e`` or its slope has no value there.
    """
    if e.is_Symbol:
        return Dual(where[e], _ONE if e == var else _ZERO)
    if e.is_Rational:
        return Dual(iv.rational(int(e.p), int(e.q)), _ZERO)
    if e is sympy.pi or e is sympy.E:
        return Dual(iv.outward(arb.pi() if e is sympy.pi else arb(1).exp()), _ZERO)
    parts = [dual(a, where, var) for a in e.args]
    if e.is_Add or e.is_Mul:
        total = parts[0]
        for part in parts[1:]:
            total = total + part if e.is_Add else total * part
        return total
    if e.is_Pow and not isinstance(e, sympy.exp):
        return _power(parts[0], parts[1], e.exp)
    if type(e) not in _SLOPES:
        raise RangeError(f"dual numbers do not know {type(e).__name__}", value=str(e)[:60])
    function, slope = _SLOPES[type(e)]
    u = parts[0].value
    return parts[0].through(function(u), slope(u))


def _power(base: Dual, exponent: Dual, n: Expr) -> Dual:
    if n.is_Rational:
        p, q = int(n.p), int(n.q)
        below = iv.rational_power(base.value, p - q, q)
        factor = iv.multiply(iv.rational(p, q), below)
        return base.through(iv.rational_power(base.value, p, q), factor)
    log = base.through(iv.log(base.value), iv.reciprocal(base.value))
    product = exponent * log
    grown = iv.exp(product.value)
    return product.through(grown, grown)


def _over(u: Interval) -> Interval:
    return iv.reciprocal(u)


def _root_of_one_minus_square(u: Interval) -> Interval:
    return iv.root(iv.add(_ONE, iv.negate(iv.integer_power(u, 2))), 2)


def _bell(u: Interval) -> Interval:
    root_pi = iv.root(iv.outward(arb.pi()), 2)
    height = iv.multiply(iv.rational(2), iv.reciprocal(root_pi))
    return iv.multiply(height, iv.exp(iv.negate(iv.integer_power(u, 2))))


def _direction(u: Interval) -> Interval:
    if u[0] > 0:
        return _ONE
    if u[1] < 0:
        return iv.negate(_ONE)
    raise iv.UndefinedError("the kink of an absolute value", certain=False)


_Map = Callable[[Interval], Interval]
_SLOPES: dict[type, tuple[_Map, _Map]] = {
    sympy.exp: (iv.exp, iv.exp),
    sympy.log: (iv.log, _over),
    sympy.sin: (iv.sin, iv.cos),
    sympy.cos: (iv.cos, lambda u: iv.negate(iv.sin(u))),
    sympy.tan: (iv.tan, lambda u: iv.add(_ONE, iv.integer_power(iv.tan(u), 2))),
    sympy.asin: (iv.asin, lambda u: _over(_root_of_one_minus_square(u))),
    sympy.acos: (iv.acos, lambda u: iv.negate(_over(_root_of_one_minus_square(u)))),
    sympy.atan: (iv.atan, lambda u: _over(iv.add(_ONE, iv.integer_power(u, 2)))),
    sympy.sinh: (iv.sinh, iv.cosh),
    sympy.cosh: (iv.cosh, iv.sinh),
    sympy.tanh: (iv.tanh, lambda u: iv.add(_ONE, iv.negate(iv.integer_power(iv.tanh(u), 2)))),
    sympy.erf: (iv.erf, _bell),
    sympy.Abs: (iv.absolute, _direction),
}
