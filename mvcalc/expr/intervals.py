"""Interval arithmetic with proved ends: each end is an exact Arb number, rounded outward.

An interval is a pair ``(lo, hi)``. Ends are kept instead of a midpoint and a radius because a
radius has 30 bits only: ``sqrt(1 - x^2)`` on [-1, 1] would leave its domain by rounding, and
``1 + exp(x)`` on [-40, 40] would lose its 1. Elementary functions come from Arb (F. Johansson,
"Arb: efficient arbitrary-precision midpoint-radius interval arithmetic", 2017).
"""

from __future__ import annotations

from collections.abc import Callable

from flint import arb, fmpq

Interval = tuple[arb, arb]

_ZERO, _ONE = arb(0), arb(1)
_LARGE_ROOT = 1000


class UndefinedError(ArithmeticError):
    """The operation is not defined somewhere on the interval.

    ``certain`` is True when it is defined nowhere on it.
    """

    def __init__(self, reason: str, certain: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.certain = certain


def outward(value: arb) -> Interval:
    """The ends of a ball; infinite ends where the ball is not finite."""
    if not value.is_finite():
        return arb.neg_inf(), arb.pos_inf()
    return value.lower(), value.upper()


def rational(p: int, q: int = 1) -> Interval:
    return outward(arb(fmpq(p, q)))


def _low(value: arb) -> arb:
    return value.lower() if value.is_finite() else _end(value, arb.neg_inf())


def _high(value: arb) -> arb:
    return value.upper() if value.is_finite() else _end(value, arb.pos_inf())


def _end(value: arb, worst: arb) -> arb:
    return value if value.is_exact() and not value.is_nan() else worst


def add(a: Interval, b: Interval) -> Interval:
    return _low(a[0] + b[0]), _high(a[1] + b[1])


def negate(a: Interval) -> Interval:
    return -a[1], -a[0]


def _times(x: arb, y: arb) -> arb:
    return _ZERO if x.is_zero() or y.is_zero() else x * y


def multiply(a: Interval, b: Interval) -> Interval:
    if a[0] >= 0 and b[0] >= 0:
        return _low(_times(a[0], b[0])), _high(_times(a[1], b[1]))
    products = [_times(x, y) for x in a for y in b]
    lows, highs = [_low(p) for p in products], [_high(p) for p in products]
    lo, hi = lows[0], highs[0]
    for low, high in zip(lows[1:], highs[1:], strict=True):
        lo = low if low < lo else lo
        hi = high if high > hi else hi
    return lo, hi


def reciprocal(a: Interval) -> Interval:
    if a[0] > 0 or a[1] < 0:
        return _low(_ONE / a[1]), _high(_ONE / a[0])
    raise UndefinedError("division by zero", bool(a[0].is_zero() and a[1].is_zero()))


def integer_power(a: Interval, n: int) -> Interval:
    """Tight: an even power is never negative."""
    if n < 0:
        return reciprocal(integer_power(a, -n))
    if n == 0:
        return _ONE, _ONE
    if n % 2 or a[0] >= 0:
        return _low(a[0] ** n), _high(a[1] ** n)
    if a[1] <= 0:
        return _low(a[1] ** n), _high(a[0] ** n)
    left, right = _high(a[0] ** n), _high(a[1] ** n)
    return _ZERO, left if left > right else right


def _root_of(value: arb, q: int) -> arb:
    if value < 0:
        return -_root_of(-value, q)
    if value.is_zero() or not value.is_finite():
        return value
    return value.root(q) if q < _LARGE_ROOT else (value.log() / q).exp()


def root(a: Interval, q: int) -> Interval:
    """The real q-th root; odd roots are defined for negative numbers too."""
    if q % 2 == 0 and a[0] < 0:
        raise UndefinedError("an even root of a negative number", bool(a[1] < 0))
    return _low(_root_of(a[0], q)), _high(_root_of(a[1], q))


def rational_power(a: Interval, p: int, q: int) -> Interval:
    return integer_power(a, p) if q == 1 else integer_power(root(a, q), p)


def general_power(a: Interval, b: Interval) -> Interval:
    return exp(multiply(b, log(a)))


def log(a: Interval) -> Interval:
    if not a[0] > 0:
        raise UndefinedError("the logarithm of a number that is not positive", bool(a[1] <= 0))
    return _low(a[0].log()), _high(a[1].log())


def increasing(function: Callable[[arb], arb]) -> Callable[[Interval], Interval]:
    """Lift an increasing function to intervals through its ends."""

    def lifted(a: Interval) -> Interval:
        return _low(function(a[0])), _high(function(a[1]))

    return lifted


exp = increasing(arb.exp)
sinh = increasing(arb.sinh)
tanh = increasing(arb.tanh)
atan = increasing(arb.atan)
erf = increasing(arb.erf)


def _logistic(value: arb) -> arb:
    """Written so that neither tail overflows or loses digits."""
    if value > 0:
        return _ONE / (_ONE + (-value).exp())
    grown = value.exp()
    return grown / (_ONE + grown)


sigmoid = increasing(_logistic)


def cosh(a: Interval) -> Interval:
    size = absolute(a)
    return _low(size[0].cosh()), _high(size[1].cosh())


def absolute(a: Interval) -> Interval:
    if a[0] >= 0:
        return a
    if a[1] <= 0:
        return negate(a)
    return _ZERO, a[1] if a[1] > -a[0] else -a[0]


def _unit(a: Interval) -> Interval:
    if a[0] < -1 or a[1] > 1:
        certain = bool(a[1] < -1 or a[0] > 1)
        raise UndefinedError("an inverse sine or cosine outside -1 to 1", certain)
    return a


def asin(a: Interval) -> Interval:
    lo, hi = _unit(a)
    return _low(lo.asin()), _high(hi.asin())


def acos(a: Interval) -> Interval:
    lo, hi = _unit(a)
    return _low(hi.acos()), _high(lo.acos())


def _holds_integer(a: Interval, shift: arb, period: arb) -> bool:
    """Whether shift + k*period may lie in the interval for some integer k."""
    if not (a[0].is_finite() and a[1].is_finite()):
        return True
    first = ((a[0] - shift) / period).lower().ceil().lower()
    return bool(first <= ((a[1] - shift) / period).upper())


def sin(a: Interval) -> Interval:
    pi = arb.pi()
    return _wave(a, arb.sin, pi / 2, -pi / 2)


def cos(a: Interval) -> Interval:
    return _wave(a, arb.cos, arb(0), arb.pi())


def _wave(a: Interval, function: Callable[[arb], arb], crest: arb, trough: arb) -> Interval:
    turn = 2 * arb.pi()
    left, right = function(a[0]), function(a[1])
    lo = -_ONE if _holds_integer(a, trough, turn) else min(_low(left), _low(right))
    hi = _ONE if _holds_integer(a, crest, turn) else max(_high(left), _high(right))
    return max(lo, -_ONE), min(hi, _ONE)


def tan(a: Interval) -> Interval:
    pi = arb.pi()
    if _holds_integer(a, pi / 2, pi):
        raise UndefinedError("the tangent of a quarter turn", certain=False)
    return _low(a[0].tan()), _high(a[1].tan())
