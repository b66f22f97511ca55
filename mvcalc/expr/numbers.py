"""Exact numbers: reading them, and deciding their sign."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real

import sympy
from sympy import Expr

from mvcalc.errors import RangeError, UncertifiedError, names_parameters
from mvcalc.expr.balls import Ball, enclose_number

MAX_BITS = 14_000  # about 4200 digits, the most that Python prints
_PRECISIONS = (64, 256, 1024, 4096)


@names_parameters
def number(value: object) -> Expr:
    """The exact number meant by ``value``.

    Text is read as typed (``"0.1"`` is 1/10, ``"sqrt(2)"``, ``"pi/3"``, ``"-6/5"``); a float is
    read through its shortest decimal text, never its binary value.

    Raises:
        ParseError: text that is not a formula of constants.
        RangeError: not a finite real number, or more than 4200 digits.
        DomainError: text such as ``1/0``.
    """
    if isinstance(value, bool):
        raise RangeError("a number is needed, not true or false", value=value, hint="write 1 or 0")
    if isinstance(value, str):
        from mvcalc.expr.parser import parse

        return parse(value, vars=()).expr
    if isinstance(value, Expr):
        return _exact(value)
    if isinstance(value, Integral):
        return _sized(sympy.Integer(int(value)))
    if isinstance(value, Fraction):
        return _sized(sympy.Rational(value.numerator, value.denominator))
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, Real):
        return _decimal(Decimal(repr(float(value))))
    raise RangeError("this is not a number", value=str(value)[:40], hint="write 1/2 or 0.5")


def _decimal(value: Decimal) -> Expr:
    if not value.is_finite():
        raise RangeError("a finite number is needed", value=value, hint="write 1/2 or 0.5")
    if abs(value.adjusted()) > 4200:
        raise RangeError("the number has too many digits", value=str(value)[:40], hint="use 10^6")
    exact = Fraction(value)
    return _sized(sympy.Rational(exact.numerator, exact.denominator))


def _sized(value: Expr) -> Expr:
    if max(int(value.p).bit_length(), int(value.q).bit_length()) > MAX_BITS:
        raise RangeError("the number has too many digits", hint="use at most 4200 digits")
    return value


def _exact(value: Expr) -> Expr:
    if value.free_symbols:
        raise RangeError("a number is needed, not a formula with variables", value=value)
    if value.is_Float:
        return _decimal(Decimal(repr(float(value))))
    if value.has(sympy.Float, sympy.oo, sympy.zoo, sympy.nan, sympy.I):
        raise RangeError("an exact real number is needed", value=value, hint="write 1/2 or sqrt(2)")
    if value.is_Rational:
        return _sized(value)
    enclose_number(value)  # refuses anything that is not a real number
    return value


@names_parameters
def sign(value: Expr) -> int:
    """The sign of an exact number, proved: -1, 0 or 1.

    Raises:
        UncertifiedError: the number is so close to 0 that neither balls nor algebra decide.
    """
    if value.is_Rational:
        return int(value.p > 0) - int(value.p < 0)
    for prec in _PRECISIONS:
        ball = enclose_number(value, prec)
        if ball.lower > 0:
            return 1
        if ball.upper < 0:
            return -1
    if is_identically_zero(value):
        return 0
    raise UncertifiedError("cannot decide whether a number is exactly 0", value=str(value)[:80])


def is_identically_zero(value: Expr) -> bool:
    """Algebra's answer for a number that balls cannot tell from 0 (bounded in size)."""
    if value == 0:
        return True
    if sympy.count_ops(value) > 120:
        return False
    for rewrite in (sympy.expand, sympy.radsimp, sympy.sqrtdenest, sympy.simplify):
        try:
            if rewrite(value) == 0:
                return True
        except (NotImplementedError, RecursionError, ValueError, TypeError):
            continue
    return False


@names_parameters
def is_zero(value: Expr | Ball) -> bool:
    """Whether a number is proved to be 0; a ball that holds other numbers too is not."""
    if isinstance(value, Ball):
        return value.lower == value.upper == 0
    return sign(value) == 0


@names_parameters
def less(a: Expr, b: Expr) -> bool:
    """Whether a < b, proved."""
    return sign(a - b) < 0


@names_parameters
def rational(value: object) -> Fraction:
    """``number(value)`` as a Fraction.

    Raises:
        RangeError: the number is irrational.
    """
    exact = number(value)
    if not exact.is_Rational:
        raise RangeError("a fraction is needed", value=exact, hint="write 7/5")
    return Fraction(int(exact.p), int(exact.q))
