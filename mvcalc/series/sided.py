"""Exact one-sided expansions: f(p ± t^d) as a Laurent series in t > 0 with exact coefficients.

Every operation is a recurrence (R. E. Moore, R. B. Kearfott, M. J. Cloud, "Introduction to
Interval Analysis", 2009, section 9.3; D. E. Knuth, "The Art of Computer Programming", volume 2,
section 4.7), so that the cost grows with the square of the degree where repeated symbolic
differentiation grows exponentially. A root of a vanishing quantity makes the expansion ramify:
the parameter becomes t^d, and powers of t that d does not divide betray a missing derivative.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy
from sympy import Expr

from mvcalc.expr import is_zero, sign

ZERO, ONE = sympy.S.Zero, sympy.S.One


class NoValueError(ArithmeticError):
    """The formula is not defined, or not bounded, beside the point."""


class RamifiedError(ArithmeticError):
    """A root needs the parameter to be a ``degree``-th power."""

    def __init__(self, degree: int) -> None:
        super().__init__(degree)
        self.degree = degree


class MoreTermsError(ArithmeticError):
    """All known terms cancelled: the expansion has to be longer to say more."""


@dataclass(frozen=True, slots=True)
class Laurent:
    """``sum(terms[k] * t^(start + k))``, known up to but excluding t^end.

    ``flat`` marks that a function smaller than every power of t, such as exp(-1/t^2), was
    dropped on the way: the series does not determine the function.
    """

    start: int
    terms: tuple[Expr, ...]
    flat: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.terms)

    def term(self, k: int) -> Expr:
        """The coefficient of t^k (k below ``end``)."""
        return self.terms[k - self.start] if k >= self.start else ZERO


def plain(value: Expr) -> Expr:
    """Products multiplied out, so that equal terms meet and cancel."""
    return value if value.is_Rational else sympy.expand_mul(value)


def _dot(a: Sequence[Expr], b: Sequence[Expr]) -> Expr:
    return plain(sympy.Add(*[x * y for x, y in zip(a, b, strict=True) if x != 0 and y != 0]))


class Sided:
    """Arithmetic of expansions that keep ``terms`` coefficients."""

    def __init__(self, terms: int) -> None:
        self.size = terms

    # construction -----------------------------------------------------------------------------

    def variable(self, at: Expr, side: int, ramification: int) -> Laurent:
        """``at + side * t^ramification``."""
        terms = [ZERO] * self.size
        terms[0] = at
        if ramification < self.size:
            terms[ramification] = sympy.Integer(side)
        return Laurent(0, tuple(terms))

    def constant(self, value: Expr) -> Laurent:
        return Laurent(0, (value,) + (ZERO,) * (self.size - 1))

    def rational(self, value: Fraction) -> Laurent:
        return self.constant(sympy.Rational(value.numerator, value.denominator))

    def pi(self) -> Laurent:
        return self.constant(sympy.pi)

    # ring operations --------------------------------------------------------------------------

    def add(self, a: Laurent, b: Laurent) -> Laurent:
        start, end = min(a.start, b.start), min(a.end, b.end)
        terms = tuple(plain(a.term(k) + b.term(k)) for k in range(start, end))
        return Laurent(start, terms, a.flat or b.flat)

    def scale(self, a: Laurent, factor: Fraction) -> Laurent:
        c = sympy.Rational(factor.numerator, factor.denominator)
        return Laurent(a.start, tuple(plain(c * x) for x in a.terms), a.flat)

    def multiply(self, a: Laurent, b: Laurent) -> Laurent:
        size = min(len(a.terms), len(b.terms))
        x, y = a.terms, b.terms
        terms = tuple(_dot(x[: k + 1], y[k::-1]) for k in range(size))
        return Laurent(a.start + b.start, terms, a.flat or b.flat)

    def power(self, a: Laurent, exponent: Fraction) -> Laurent:
        if exponent == 2:
            return self.multiply(a, a)
        try:
            u = leading(a)
        except MoreTermsError:
            if exponent > 0 and exponent.denominator == 1:
                return Laurent(a.start * int(exponent), a.terms, a.flat)
            raise
        if (u.start * exponent).denominator != 1:
            raise RamifiedError(exponent.denominator)
        first = _real_power(u.terms[0], exponent)
        inverse = sympy.radsimp(1 / u.terms[0])
        unit = [plain(inverse * x) for x in u.terms]
        terms = _binomial(unit, sympy.Rational(exponent.numerator, exponent.denominator))
        scaled = tuple(plain(first * x) for x in terms)
        return Laurent(int(u.start * exponent), scaled, u.flat)

    # functions --------------------------------------------------------------------------------

    def unary(self, name: str, a: Laurent) -> Laurent:
        if name == "absolute":
            first = leading(a) if any(x != 0 for x in a.terms) else a
            return self.scale(first, Fraction(-1)) if sign(first.terms[0]) < 0 else first
        if name == "exp" and _infinite(a):
            return self._exp_at_infinity(a)
        u = _from_zero(a)
        terms = getattr(self, f"_{name}")(u)
        return Laurent(0, tuple(terms), a.flat)

    def _exp_at_infinity(self, a: Laurent) -> Laurent:
        if sign(leading(a).terms[0]) > 0:
            raise NoValueError("an exponential that grows without bound")
        return Laurent(0, (ZERO,) * self.size, flat=True)

    def _exp(self, u: list[Expr]) -> list[Expr]:
        return _linear(u, [sympy.exp(u[0])])

    def _log(self, u: list[Expr]) -> list[Expr]:
        if sign(u[0]) <= 0:
            raise NoValueError("a logarithm of a number that is not positive")
        return _integral(sympy.log(u[0]), _quotient(_derivative(u), u))

    def _sin(self, u: list[Expr]) -> list[Expr]:
        return _waves(u, sympy.sin(u[0]), sympy.cos(u[0]), -1)[0]

    def _cos(self, u: list[Expr]) -> list[Expr]:
        return _waves(u, sympy.sin(u[0]), sympy.cos(u[0]), -1)[1]

    def _sinh(self, u: list[Expr]) -> list[Expr]:
        return _waves(u, sympy.sinh(u[0]), sympy.cosh(u[0]), 1)[0]

    def _cosh(self, u: list[Expr]) -> list[Expr]:
        return _waves(u, sympy.sinh(u[0]), sympy.cosh(u[0]), 1)[1]

    def _tan(self, u: list[Expr]) -> list[Expr]:
        if is_zero(sympy.cos(u[0])):
            raise NoValueError("a tangent of a quarter turn")
        return _riccati(u, sympy.tan(u[0]), 1, 0, 1)

    def _tanh(self, u: list[Expr]) -> list[Expr]:
        return _riccati(u, sympy.tanh(u[0]), 1, 0, -1)

    def _sigmoid(self, u: list[Expr]) -> list[Expr]:
        return _riccati(u, sympy.cancel(1 / (1 + sympy.exp(-u[0]))), 0, 1, -1)

    def _atan(self, u: list[Expr]) -> list[Expr]:
        under = _square(u)
        under[0] += 1
        return _integral(sympy.atan(u[0]), _quotient(_derivative(u), under))

    def _asin(self, u: list[Expr]) -> list[Expr]:
        inside = [-x for x in _square(u)]
        inside[0] = plain(inside[0] + 1)
        root = self.power(Laurent(0, tuple(inside)), Fraction(-1, 2))
        slope = self.multiply(Laurent(0, tuple(_derivative(u))), root)
        return _integral(sympy.asin(u[0]), _from_zero(slope))

    def _acos(self, u: list[Expr]) -> list[Expr]:
        terms = [-x for x in self._asin(u)]
        return [sympy.acos(u[0]), *terms[1:]]

    def _erf(self, u: list[Expr]) -> list[Expr]:
        bell = self._exp([-x for x in _square(u)])
        slope = _product(bell, _derivative(u))
        height = 2 / sympy.sqrt(sympy.pi)
        return _integral(sympy.erf(u[0]), [plain(height * x) for x in slope])


def leading(a: Laurent) -> Laurent:
    """The same series with its first non-zero coefficient in front.

    Raises:
        MoreTermsError: every known coefficient is 0.
    """
    for k, x in enumerate(a.terms):
        if x != 0 and not is_zero(x):
            return Laurent(a.start + k, a.terms[k:], a.flat)
    raise MoreTermsError


def _infinite(a: Laurent) -> bool:
    return any(x != 0 and not is_zero(x) for x in a.terms[: max(0, -a.start)])


def _from_zero(a: Laurent) -> list[Expr]:
    """Coefficients of t^0, t^1, …"""
    if _infinite(a):
        raise NoValueError("a division by zero")
    if a.end < 1:
        raise MoreTermsError
    return [a.term(k) for k in range(a.end)]


def _real_power(base: Expr, exponent: Fraction) -> Expr:
    p, q = exponent.numerator, exponent.denominator
    if sign(base) > 0:
        return sympy.Pow(base, sympy.Rational(p, q))
    if q % 2 == 0:
        raise NoValueError("an even root of a negative number")
    return sympy.Integer(-1) ** p * sympy.Pow(-base, sympy.Rational(p, q))


def _binomial(unit: list[Expr], r: Expr) -> list[Expr]:
    """(1 + u1 t + …)^r by the recurrence of J. C. P. Miller."""
    terms = [ONE]
    for n in range(1, len(unit)):
        weights = [(r * k - (n - k)) * unit[k] for k in range(1, n + 1)]
        terms.append(plain(_dot(weights, terms[n - 1 :: -1]) / n))
    return terms


def _derivative(u: list[Expr]) -> list[Expr]:
    return [k * x for k, x in enumerate(u)][1:]


def _integral(first: Expr, slope: list[Expr]) -> list[Expr]:
    return [first, *(plain(x / (k + 1)) for k, x in enumerate(slope))]


def _product(a: list[Expr], b: list[Expr]) -> list[Expr]:
    size = min(len(a), len(b))
    return [_dot(a[: k + 1], b[k::-1]) for k in range(size)]


def _square(u: list[Expr]) -> list[Expr]:
    return _product(u, u)


def _quotient(a: list[Expr], b: list[Expr]) -> list[Expr]:
    """a/b where b does not vanish."""
    inverse = sympy.radsimp(1 / b[0])
    out: list[Expr] = []
    for n in range(min(len(a), len(b))):
        known = _dot(out, b[n:0:-1])
        out.append(plain(inverse * plain(a[n] - known)))
    return out


def _linear(u: list[Expr], y: list[Expr]) -> list[Expr]:
    """y' = y u'."""
    slope = _derivative(u)
    for n in range(1, len(u)):
        y.append(plain(_dot(y, slope[n - 1 :: -1]) / n))
    return y


def _waves(u: list[Expr], s0: Expr, c0: Expr, turn: int) -> tuple[list[Expr], list[Expr]]:
    """s' = c u' and c' = turn * s u'."""
    slope = _derivative(u)
    s, c = [s0], [c0]
    for n in range(1, len(u)):
        back = slope[n - 1 :: -1]
        next_s, next_c = _dot(c, back) / n, turn * _dot(s, back) / n
        s.append(plain(next_s))
        c.append(plain(next_c))
    return s, c


def _riccati(u: list[Expr], first: Expr, a: int, b: int, c: int) -> list[Expr]:
    """y' = (a + b y + c y^2) u'."""
    slope, y, right = _derivative(u), [first], []
    for n in range(1, len(u)):
        square = _dot(y, y[::-1])
        right.append(plain((a if n == 1 else 0) + b * y[n - 1] + c * square))
        y.append(plain(_dot(right, slope[n - 1 :: -1]) / n))
    return y
