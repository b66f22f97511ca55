"""Guessing the exact number behind a tiny interval; a guess is only ever used once proved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import flint
import sympy
from flint import arb
from sympy import Expr

from mvcalc.expr import Ball
from mvcalc.expr.intervals import Interval

_PREC = 128


def simplest(lo: Fraction, hi: Fraction) -> Fraction:
    """The fraction with the smallest denominator in [lo, hi] (Stern-Brocot search)."""
    if lo <= 0 <= hi:
        return Fraction(0)
    if hi < 0:
        return -simplest(-hi, -lo)
    whole = lo.numerator // lo.denominator
    if whole == lo:
        return lo
    if whole + 1 <= hi:
        return Fraction(whole + 1)
    return whole + 1 / simplest(1 / (hi - whole), 1 / (lo - whole))


def candidates(side: Interval) -> Iterator[Expr]:
    """Short exact numbers in an interval: fractions, multiples of pi or 1/pi, roots, powers of e.

    A number is short when the interval is much narrower than fractions of its size are spaced,
    so that meeting one by accident is unlikely.
    """
    with flint.ctx.workprec(_PREC):
        for inverse, build in _FORMS:
            lo, hi = inverse(side[0]), inverse(side[1])
            if not (lo.is_finite() and hi.is_finite()):
                continue
            ends = Ball.of((lo.lower(), hi.upper()))
            q = simplest(ends.lower, ends.upper)
            if q == 0 or Fraction(1, q.denominator**3) > ends.width:
                yield build(sympy.Rational(q.numerator, q.denominator))


def _signed_root(q: Expr) -> Expr:
    return sympy.sign(q) * sympy.sqrt(abs(q))


_FORMS: tuple[tuple[Callable[[arb], arb], Callable[[Expr], Expr]], ...] = (
    (lambda a: a, lambda q: q),
    (lambda a: a / arb.pi(), lambda q: q * sympy.pi),
    (lambda a: a * a * a.sgn(), _signed_root),
    (lambda a: a * arb.pi(), lambda q: q / sympy.pi),
    (arb.log, sympy.exp),
)
