"""From the numbers a path is computed in to the numbers it is recorded in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import flint
import sympy

from mvcalc.descent.path import Quantity
from mvcalc.descent.tape import constant_ball
from mvcalc.expr import Ball

RECORD_BITS = 512
SHORT = 10**6


def recorded(x: Any) -> Quantity:
    """A rational or an Arb ball as an exact number or a Ball."""
    if isinstance(x, flint.fmpq):
        return sympy.Rational(int(x.p), int(x.q))
    return as_ball(x)


def as_ball(x: Any) -> Ball:
    """An Arb ball with exact dyadic ends, rounded outward to the recorded precision."""
    if not x.is_finite():
        raise OverflowError
    with flint.ctx.workprec(RECORD_BITS):
        return Ball(_dyadic((+x).lower()), _dyadic((+x).upper()))


def _dyadic(end: Any) -> Fraction:
    mantissa, exponent = (int(part) for part in end.man_exp())
    if abs(exponent) > 100_000:
        raise OverflowError
    return Fraction(mantissa << exponent) if exponent >= 0 else Fraction(mantissa, 1 << -exponent)


def enclosed(v: Quantity) -> Ball:
    """A ball of about 60 digits around any recorded number."""
    if isinstance(v, Ball):
        return v
    with flint.ctx.workprec(200):
        return as_ball(constant_ball(v))


def root_of_size(x: Any) -> Any:
    """The square root of a number known not to be negative, whose ball may reach below 0."""
    if x > 0:
        return x.sqrt()
    return flint.arb(0).union(x.upper().sqrt()) if x.upper() > 0 else flint.arb(0)


def euclidean(vector: Sequence[Quantity]) -> Quantity:
    """Length of a vector: exact where it is a short exact number, else an enclosure."""
    exact = [flint.fmpq(int(v.p), int(v.q)) for v in vector if isinstance(v, sympy.Rational)]
    if len(exact) == len(vector):
        square = sum((v * v for v in exact), flint.fmpq(0))
        p, q = int(square.p), int(square.q)
        if math.isqrt(p) ** 2 == p and math.isqrt(q) ** 2 == q:
            return sympy.Rational(math.isqrt(p), math.isqrt(q))
        if max(p, q) < SHORT:
            return sympy.sqrt(sympy.Rational(p, q))
        with flint.ctx.workprec(256):
            return as_ball(flint.arb(square).sqrt())
    with flint.ctx.workprec(256):
        total = flint.arb(0)
        for v in vector:
            total += (v.arb if isinstance(v, Ball) else constant_ball(v)) ** 2
        return as_ball(root_of_size(total))


def told(v: Any) -> Any:
    """A rule's remark in recorded numbers: scalars, vectors and matrices alike."""
    if isinstance(v, list):
        return tuple(told(entry) for entry in v)
    if isinstance(v, flint.fmpq | flint.arb):
        return recorded(v)
    return v
