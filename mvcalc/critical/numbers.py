"""Numbers that are exact where they are known and proved balls otherwise."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

import flint
from flint import arb, fmpq
from sympy import Expr

from mvcalc.expr import Ball
from mvcalc.expr.intervals import Interval

Number: TypeAlias = Expr | Ball
"""An exact number where it is known, otherwise a proved ball."""

_ENOUGH = 100_000  # bits; the ends of balls are dyadic and much shorter


def interval(ball: Ball) -> Interval:
    """The ends of a ball, which are dyadic, as exact Arb numbers."""
    with flint.ctx.workprec(_ENOUGH):
        return _dyadic(ball.lower), _dyadic(ball.upper)


def _dyadic(value: Fraction) -> arb:
    return arb(fmpq(value.numerator, value.denominator))
