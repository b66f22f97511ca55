"""Exact one-sided expansions: f(p ± t^d) as a Laurent series in t > 0 with exact coefficients.

Every operation is a recurrence (R. E. Moore, R. B. Kearfott, M. J. Cloud, "Introduction to
Interval Analysis", 2009, section 9.3; D. E. Knuth, "The Art of Computer Programming", volume 2,
section 4.7), so that the cost grows with the square of the degree where repeated symbolic
differentiation grows exponentially. A root of a vanishing quantity makes the expansion ramify:
the parameter becomes t^d, and powers of t that d does not divide betray a missing derivative.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy
from flint import fmpq
from sympy import Expr

from mvcalc.expr import is_zero, sign
from mvcalc.series.constants import Constants, Element


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
    terms: tuple[Element, ...]
    flat: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.terms)


class Sided:
    """Arithmetic of expansions that keep ``terms`` coefficients."""

    def __init__(self, terms: int) -> None:
        self.size = terms
        self.constants = Constants()
        self.zero, self.one = self.constants.zero, self.constants.one

    # construction and reading -----------------------------------------------------------------

    def variable(self, at: Expr, side: int, ramification: int) -> Laurent:
        """``at + side * t^ramification``."""
        return self.powers({0: at, ramification: sympy.Integer(side)})

    def powers(self, terms: Mapping[int, Expr]) -> Laurent:
        """The sum of c * t^k for the given k and c."""
        made = [self.zero] * self.size
        for k, c in terms.items():
            if k < self.size:
                made[k] = self.constants.lift(c)
        return Laurent(0, tuple(made))

    def constant(self, value: Expr) -> Laurent:
        return self.powers({0: value})

    def rational(self, value: Fraction) -> Laurent:
        return self.constant(sympy.Rational(value.numerator, value.denominator))

    def pi(self) -> Laurent:
        return self.constant(sympy.pi)

    def coefficient(self, a: Laurent, k: int) -> Expr:
        """The coefficient of t^k (k below ``end``) as a number."""
        return self.constants.lower(self._term(a, k))

    def _term(self, a: Laurent, k: int) -> Element:
        return a.terms[k - a.start] if k >= a.start else self.zero

    # ring operations --------------------------------------------------------------------------

    def add(self, a: Laurent, b: Laurent) -> Laurent:
        start, end = min(a.start, b.start), min(a.end, b.end)
        terms = tuple(self._term(a, k) + self._term(b, k) for k in range(start, end))
        return Laurent(start, terms, a.flat or b.flat)

    def scale(self, a: Laurent, factor: Fraction) -> Laurent:
        c = fmpq(factor.numerator, factor.denominator)
        return Laurent(a.start, tuple(x * c for x in a.terms), a.flat)

    def multiply(self, a: Laurent, b: Laurent) -> Laurent:
        terms = tuple(self._product(a.terms, b.terms))
        return Laurent(a.start + b.start, terms, a.flat or b.flat)

    def power(self, a: Laurent, exponent: Fraction) -> Laurent:
        if exponent == 2:
            return self.multiply(a, a)
        try:
            u = self.leading(a)
        except MoreTermsError:
            if exponent > 0 and exponent.denominator == 1:
                return Laurent(a.start * int(exponent), a.terms, a.flat)
            raise
        if (u.start * exponent).denominator != 1:
            raise RamifiedError(exponent.denominator)
        first = self.constants.lift(_real_power(self.constants.lower(u.terms[0]), exponent))
        inverse = self.constants.inverse(u.terms[0])
        unit = [self.one, *(inverse * x for x in u.terms[1:])]
        terms = self._binomial(unit, fmpq(exponent.numerator, exponent.denominator))
        return Laurent(int(u.start * exponent), tuple(first * x for x in terms), u.flat)

    def leading(self, a: Laurent) -> Laurent:
        """The same series with its first non-zero coefficient in front.

        Raises:
            MoreTermsError: every known coefficient is 0.
        """
        for k, x in enumerate(a.terms):
            if not self.constants.vanishes(x):
                return Laurent(a.start + k, a.terms[k:], a.flat)
        raise MoreTermsError

    # functions --------------------------------------------------------------------------------

    def unary(self, name: str, a: Laurent) -> Laurent:
        if name == "absolute":
            first = self.leading(a) if any(x != 0 for x in a.terms) else a
            down = sign(self.constants.lower(first.terms[0])) < 0
            return self.scale(first, Fraction(-1)) if down else first
        if name == "exp" and self._infinite(a):
            return self._exp_at_infinity(a)
        u = self._from_zero(a)
        terms = getattr(self, f"_{name}")(u, self.constants.lower(u[0]))
        return Laurent(0, tuple(terms), a.flat)

    def _infinite(self, a: Laurent) -> bool:
        return any(not self.constants.vanishes(x) for x in a.terms[: max(0, -a.start)])

    def _from_zero(self, a: Laurent) -> list[Element]:
        """Coefficients of t^0, t^1, …"""
        if self._infinite(a):
            raise NoValueError("a division by zero")
        if a.end < 1:
            raise MoreTermsError
        return [self._term(a, k) for k in range(a.end)]

    def _exp_at_infinity(self, a: Laurent) -> Laurent:
        if sign(self.constants.lower(self.leading(a).terms[0])) > 0:
            raise NoValueError("an exponential that grows without bound")
        return Laurent(0, (self.zero,) * self.size, flat=True)

    def _exp(self, u: list[Element], at: Expr) -> list[Element]:
        """y' = y u'."""
        slope = _derivative(u)
        y = [self.constants.lift(sympy.exp(at))]
        for n in range(1, len(u)):
            y.append(self._dot(y, slope[n - 1 :: -1]) * fmpq(1, n))
        return y

    def _log(self, u: list[Element], at: Expr) -> list[Element]:
        if sign(at) <= 0:
            raise NoValueError("a logarithm of a number that is not positive")
        return self._integral(sympy.log(at), self._quotient(_derivative(u), u))

    def _sin(self, u: list[Element], at: Expr) -> list[Element]:
        return self._waves(u, sympy.sin(at), sympy.cos(at), -1)[0]

    def _cos(self, u: list[Element], at: Expr) -> list[Element]:
        return self._waves(u, sympy.sin(at), sympy.cos(at), -1)[1]

    def _sinh(self, u: list[Element], at: Expr) -> list[Element]:
        return self._waves(u, sympy.sinh(at), sympy.cosh(at), 1)[0]

    def _cosh(self, u: list[Element], at: Expr) -> list[Element]:
        return self._waves(u, sympy.sinh(at), sympy.cosh(at), 1)[1]

    def _tan(self, u: list[Element], at: Expr) -> list[Element]:
        if is_zero(sympy.cos(at)):
            raise NoValueError("a tangent of a quarter turn")
        return self._riccati(u, sympy.tan(at), 1, 0, 1)

    def _tanh(self, u: list[Element], at: Expr) -> list[Element]:
        return self._riccati(u, sympy.tanh(at), 1, 0, -1)

    def _sigmoid(self, u: list[Element], at: Expr) -> list[Element]:
        return self._riccati(u, 1 / (1 + sympy.exp(-at)), 0, 1, -1)

    def _atan(self, u: list[Element], at: Expr) -> list[Element]:
        under = self._product(u, u)
        under[0] = under[0] + 1
        return self._integral(sympy.atan(at), self._quotient(_derivative(u), under))

    def _asin(self, u: list[Element], at: Expr) -> list[Element]:
        inside = [-x for x in self._product(u, u)]
        inside[0] = inside[0] + 1
        root = self.power(Laurent(0, tuple(inside)), Fraction(-1, 2))
        slope = self.multiply(Laurent(0, tuple(_derivative(u))), root)
        return self._integral(sympy.asin(at), self._from_zero(slope))

    def _acos(self, u: list[Element], at: Expr) -> list[Element]:
        return [self.constants.lift(sympy.acos(at)), *(-x for x in self._asin(u, at)[1:])]

    def _erf(self, u: list[Element], at: Expr) -> list[Element]:
        bell = self._exp([-x for x in self._product(u, u)], -(at**2))
        height = self.constants.lift(2 / sympy.sqrt(sympy.pi))
        slope = [height * x for x in self._product(bell, _derivative(u))]
        return self._integral(sympy.erf(at), slope)

    # recurrences ------------------------------------------------------------------------------

    def _dot(self, a: Sequence[Element], b: Sequence[Element]) -> Element:
        total = self.zero
        for x, y in zip(a, b, strict=True):
            if x != 0 and y != 0:
                total = total + x * y
        return total

    def _product(self, a: Sequence[Element], b: Sequence[Element]) -> list[Element]:
        size = min(len(a), len(b))
        return [self._dot(a[: k + 1], b[k::-1]) for k in range(size)]

    def _binomial(self, unit: list[Element], r: fmpq) -> list[Element]:
        """(1 + u1 t + …)^r by the recurrence of J. C. P. Miller."""
        terms = [self.one]
        for n in range(1, len(unit)):
            weights = [unit[k] * (r * k - (n - k)) for k in range(1, n + 1)]
            terms.append(self._dot(weights, terms[n - 1 :: -1]) * fmpq(1, n))
        return terms

    def _integral(self, first: Expr, slope: list[Element]) -> list[Element]:
        rest = [x * fmpq(1, k + 1) for k, x in enumerate(slope)]
        return [self.constants.lift(first), *rest]

    def _quotient(self, a: list[Element], b: list[Element]) -> list[Element]:
        """a/b where b does not vanish."""
        inverse = self.constants.inverse(b[0])
        out: list[Element] = []
        for n in range(min(len(a), len(b))):
            out.append(inverse * (a[n] - self._dot(out, b[n:0:-1])))
        return out

    def _waves(
        self, u: list[Element], s0: Expr, c0: Expr, turn: int
    ) -> tuple[list[Element], list[Element]]:
        """s' = c u' and c' = turn * s u'."""
        slope = _derivative(u)
        s, c = [self.constants.lift(s0)], [self.constants.lift(c0)]
        for n in range(1, len(u)):
            back = slope[n - 1 :: -1]
            next_s, next_c = self._dot(c, back), self._dot(s, back)
            s.append(next_s * fmpq(1, n))
            c.append(next_c * fmpq(turn, n))
        return s, c

    def _riccati(self, u: list[Element], first: Expr, a: int, b: int, c: int) -> list[Element]:
        """y' = (a + b y + c y^2) u'."""
        slope, y = _derivative(u), [self.constants.lift(first)]
        right: list[Element] = []
        for n in range(1, len(u)):
            square = self._dot(y, y[::-1])
            right.append(y[n - 1] * b + square * c + (a if n == 1 else 0))
            y.append(self._dot(right, slope[n - 1 :: -1]) * fmpq(1, n))
        return y


def _real_power(base: Expr, exponent: Fraction) -> Expr:
    p, q = exponent.numerator, exponent.denominator
    if q == 1 or sign(base) > 0:
        return sympy.Pow(base, sympy.Rational(p, q))
    if q % 2 == 0:
        raise NoValueError("an even root of a negative number")
    return sympy.Integer(-1) ** p * sympy.Pow(-base, sympy.Rational(p, q))


def _derivative(u: Sequence[Element]) -> list[Element]:
    return [x * k for k, x in enumerate(u)][1:]
