"""Correct rounding: a decimal is shown only when every digit of it is proved.

Ties of exact numbers are rounded away from zero, as taught in school.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sympy import Expr

from mvcalc.expr import Ball, enclose_number

_PRECISIONS = (80, 320, 1280, 5120)
_WHOLE_DIGITS = 7  # integer parts up to this long are always written out


@dataclass(frozen=True, slots=True)
class Rounded:
    """``d.ddd x 10^exponent`` with the sign apart.

    ``digits`` are the significant digits without the point; ``exact`` says that nothing was lost.
    """

    negative: bool
    digits: str
    exponent: int
    exact: bool

    @property
    def value(self) -> Fraction:
        size = Fraction(int(self.digits)) * Fraction(10) ** (self.exponent - len(self.digits) + 1)
        return -size if self.negative else size

    @property
    def scientific(self) -> bool:
        """Whether it is written with a power of ten."""
        return self.exponent < -4 or self.exponent >= max(len(self.digits), _WHOLE_DIGITS)

    @property
    def plain(self) -> str:
        """Digits and a point, without sign; trailing zeros only where they are significant."""
        if self.exponent < 0:
            return "0." + "0" * (-self.exponent - 1) + self.digits
        whole = self.digits[: self.exponent + 1].ljust(self.exponent + 1, "0")
        rest = self.digits[self.exponent + 1 :]
        return f"{whole}.{rest}" if rest else whole

    @property
    def mantissa(self) -> str:
        return self.digits[0] + ("." + self.digits[1:] if len(self.digits) > 1 else "")


def round_fraction(value: Fraction, digits: int) -> Rounded:
    """An exact rational to ``digits`` significant digits (more for whole parts up to 7)."""
    if value == 0:
        return Rounded(False, "0", 0, True)
    size = abs(value)
    exponent = magnitude(size)
    kept = max(digits, exponent + 1 if exponent < _WHOLE_DIGITS else 0)
    scaled = size * Fraction(10) ** (kept - 1 - exponent)
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    text, exact = str(whole), whole == scaled
    if len(text) > kept:  # 9.9999995 became 10.00000
        text, exponent = text[:kept], exponent + 1
    if exact:
        text = text.rstrip("0")
    return Rounded(value < 0, text, exponent, exact)


def magnitude(size: Fraction) -> int:
    """The power of ten of the leading digit: floor(log10(size)), exactly."""
    bits = size.numerator.bit_length() - size.denominator.bit_length()
    guess = int(bits * 0.30102999566398120)
    while Fraction(10) ** guess > size:
        guess -= 1
    while Fraction(10) ** (guess + 1) <= size:
        guess += 1
    return guess


def round_ball(ball: Ball, digits: int) -> Rounded | None:
    """The decimal to which *every* number of the ball rounds; None if one digit is too many."""
    if ball.lower == ball.upper:
        return round_fraction(ball.lower, digits)
    if ball.lower <= 0 <= ball.upper:
        return None
    for kept in range(digits, 0, -1):
        low, high = round_fraction(ball.lower, kept), round_fraction(ball.upper, kept)
        if low.value == high.value:
            exponent = max(low.exponent, high.exponent)
            wanted = max(kept, exponent + 1 if exponent < _WHOLE_DIGITS else 0)
            text = (low if low.exponent == exponent else high).digits
            return Rounded(low.negative, text.ljust(wanted, "0")[:wanted], exponent, False)
    return None


def round_number(value: Expr, digits: int) -> Rounded | None:
    """An exact number to ``digits`` significant digits; None if it cannot be told from 0."""
    if value.is_Rational:
        return round_fraction(Fraction(int(value.p), int(value.q)), digits)
    best: Rounded | None = None
    for prec in _PRECISIONS:
        best = round_ball(enclose_number(value, prec), digits)
        if best is not None and len(best.digits) >= digits:
            return best
    return best
