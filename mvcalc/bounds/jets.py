"""Values with first and second derivatives on a whole box, proved.

Forward automatic differentiation over intervals (R. E. Moore, R. B. Kearfott, M. J. Cloud,
"Introduction to Interval Analysis", 2009, chapters 6 and 9). The derivative of |u| where u
changes sign is the interval [-1, 1] (Clarke's generalised gradient), with which the mean-value
form and the monotonicity test remain true.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from mvcalc.expr import intervals as iv
from mvcalc.expr.intervals import Interval, UndefinedError

ZERO: Interval = (arb(0), arb(0))
ONE: Interval = (arb(1), arb(1))
LINE: Interval = (arb.neg_inf(), arb.pos_inf())


@dataclass(frozen=True, slots=True)
class Jet:
    """A value, its n partial derivatives and (order 2) the n(n+1)/2 second ones by rows."""

    value: Interval
    gradient: tuple[Interval, ...]
    hessian: tuple[Interval, ...] = ()

    def second(self, i: int, j: int) -> Interval:
        """The second derivative with respect to variables i and j."""
        i, j = max(i, j), min(i, j)
        return self.hessian[i * (i + 1) // 2 + j]


def number(value: Fraction) -> Interval:
    return iv.rational(value.numerator, value.denominator)


def intersect(a: Interval, b: Interval) -> Interval:
    """What two enclosures of the same numbers leave."""
    return (max(a[0], b[0]), min(a[1], b[1]))


def times(factor: Fraction, a: Interval) -> Interval:
    return iv.multiply(number(factor), a)


def _square(a: Interval) -> Interval:
    return iv.integer_power(a, 2)


def _minus(a: Interval, b: Interval) -> Interval:
    return iv.add(a, iv.negate(b))


def power(a: Interval, exponent: Fraction) -> Interval:
    return iv.rational_power(a, exponent.numerator, exponent.denominator)


def _slope_power(a: Interval, exponent: Fraction) -> Interval:
    """A power with a pole at 0, also on an interval that begins there."""
    if exponent < 0 and a[0].is_zero() and a[1] > 0:
        return power((a[1], a[1]), exponent)[0], arb.pos_inf()
    return power(a, exponent)


def _or_line(rule: Callable[[], Interval]) -> Interval:
    """A derivative that is unbounded on the box is any number."""
    try:
        return rule()
    except UndefinedError:
        return LINE


def _power_rules(u: Interval, r: Fraction) -> tuple[Interval, Interval]:
    first = _or_line(lambda: times(r, _slope_power(u, r - 1)))
    if r == 1:
        return first, ZERO
    return first, _or_line(lambda: times(r * (r - 1), _slope_power(u, r - 2)))


def _sin(u: Interval, v: Interval) -> tuple[Interval, Interval]:
    return iv.cos(u), iv.negate(v)


def _cos(u: Interval, v: Interval) -> tuple[Interval, Interval]:
    return iv.negate(iv.sin(u)), iv.negate(v)


def _log(u: Interval, v: Interval) -> tuple[Interval, Interval]:
    del v
    return power(u, Fraction(-1)), iv.negate(power(u, Fraction(-2)))


def _tan(u: Interval, v: Interval) -> tuple[Interval, Interval]:
    del u
    first = iv.add(ONE, _square(v))
    return first, times(Fraction(2), iv.multiply(v, first))


def _asin(u: Interval, v: Interval) -> tuple[Interval, Interval]:
    del v
    left = _minus(ONE, _square(u))
    first = _or_line(lambda: _slope_power(left, Fraction(-1, 2)))
    return first, _or_line(lambda: iv.multiply(u, power(left, Fraction(-3, 2))))


def _acos(u: Interval, v: Interval) -> tuple[Interval, Interval]:
    first, second = _asin(u, v)
    return iv.negate(first), iv.negate(second)


def _atan(u: Interval, v: Interval) -> tuple[Interval, Interval]:
    del v
    first = power(iv.add(ONE, _square(u)), Fraction(-1))
    return first, times(Fraction(-2), iv.multiply(u, _square(first)))


def _tanh(u: Interval, v: Interval) -> tuple[Interval, Interval]:
    del u
    first = _minus(ONE, _square(v))
    return first, times(Fraction(-2), iv.multiply(v, first))


def _sigmoid(u: Interval, v: Interval) -> tuple[Interval, Interval]:
    """Through tanh(u/2): s' = (1 - tanh^2(u/2))/4 has u only once."""
    del v
    wave = iv.tanh(times(Fraction(1, 2), u))
    first = times(Fraction(1, 4), _minus(ONE, _square(wave)))
    return first, iv.negate(iv.multiply(wave, first))


def _erf(u: Interval, v: Interval) -> tuple[Interval, Interval]:
    del v
    height = 2 / arb.pi().sqrt()
    bell = iv.multiply(iv.outward(height), iv.exp(iv.negate(_square(u))))
    return bell, times(Fraction(-2), iv.multiply(u, bell))


def _absolute(u: Interval, v: Interval) -> tuple[Interval, Interval]:
    del v
    if u[0] > 0 or u[1] < 0:
        return (ONE if u[0] > 0 else iv.negate(ONE)), ZERO
    return (arb(-1), arb(1)), LINE


_DERIVATIVES: dict[str, Callable[[Interval, Interval], tuple[Interval, Interval]]] = {
    "exp": lambda _, v: (v, v),
    "log": _log,
    "sin": _sin,
    "cos": _cos,
    "tan": _tan,
    "asin": _asin,
    "acos": _acos,
    "atan": _atan,
    "sinh": lambda u, v: (iv.cosh(u), v),
    "cosh": lambda u, v: (iv.sinh(u), v),
    "tanh": _tanh,
    "sigmoid": _sigmoid,
    "erf": _erf,
    "absolute": _absolute,
}


class Jets:
    """Jets in ``n`` variables to ``order`` 1 or 2."""

    def __init__(self, n: int, order: int = 1) -> None:
        self.n = n
        self.pairs = [(i, j) for i in range(n) for j in range(i + 1)] if order > 1 else []

    def variables(self, box: list[Interval]) -> list[Jet]:
        """The coordinates themselves on a box."""
        flat = (ZERO,) * len(self.pairs)
        units = [tuple(ONE if i == k else ZERO for i in range(self.n)) for k in range(self.n)]
        return [Jet(side, unit, flat) for side, unit in zip(box, units, strict=True)]

    def rational(self, value: Fraction) -> Jet:
        return self._constant(number(value))

    def pi(self) -> Jet:
        return self._constant(iv.outward(arb.pi()))

    def _constant(self, value: Interval) -> Jet:
        return Jet(value, (ZERO,) * self.n, (ZERO,) * len(self.pairs))

    def add(self, a: Jet, b: Jet) -> Jet:
        return Jet(
            iv.add(a.value, b.value),
            tuple(map(iv.add, a.gradient, b.gradient)),
            tuple(map(iv.add, a.hessian, b.hessian)),
        )

    def scale(self, a: Jet, factor: Fraction) -> Jet:
        c = number(factor)
        return Jet(
            iv.multiply(c, a.value),
            tuple(iv.multiply(c, g) for g in a.gradient),
            tuple(iv.multiply(c, h) for h in a.hessian),
        )

    def multiply(self, a: Jet, b: Jet) -> Jet:
        gradient = tuple(
            iv.add(iv.multiply(x, b.value), iv.multiply(a.value, y))
            for x, y in zip(a.gradient, b.gradient, strict=True)
        )
        hessian = tuple(
            iv.add(
                iv.add(iv.multiply(a.hessian[k], b.value), iv.multiply(a.value, b.hessian[k])),
                iv.add(
                    iv.multiply(a.gradient[i], b.gradient[j]),
                    iv.multiply(a.gradient[j], b.gradient[i]),
                ),
            )
            for k, (i, j) in enumerate(self.pairs)
        )
        return Jet(iv.multiply(a.value, b.value), gradient, hessian)

    def power(self, a: Jet, exponent: Fraction) -> Jet:
        return self._chain(a, power(a.value, exponent), *_power_rules(a.value, exponent))

    def unary(self, name: str, a: Jet) -> Jet:
        value = getattr(iv, name)(a.value)
        return self._chain(a, value, *_DERIVATIVES[name](a.value, value))

    def _chain(self, a: Jet, value: Interval, first: Interval, second: Interval) -> Jet:
        gradient = tuple(iv.multiply(first, g) for g in a.gradient)
        hessian = tuple(
            iv.add(
                iv.multiply(first, a.hessian[k]),
                iv.multiply(second, self._outer(a, i, j)),
            )
            for k, (i, j) in enumerate(self.pairs)
        )
        return Jet(value, gradient, hessian)

    def _outer(self, a: Jet, i: int, j: int) -> Interval:
        if i == j:
            return _square(a.gradient[i])
        return iv.multiply(a.gradient[i], a.gradient[j])
