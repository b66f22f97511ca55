"""Numbers that are exact while they stay short and proved balls otherwise."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any, TypeAlias

import flint
import sympy
from flint import arb

from mvcalc.autodiff.arithmetic import ball_of
from mvcalc.errors import BudgetError
from mvcalc.expr import Ball
from mvcalc.expr.intervals import outward

Number: TypeAlias = Any
"""An exact SymPy number, or a ``Ball`` that encloses one.

SymPy has no types, so a checker would take ``sympy.Expr | Ball`` for ``Any | Ball`` and forbid
arithmetic on exact numbers; ``exact`` on each result says which of the two it holds.
"""

PRECISION = 256
"""Bits with which balls are combined: about 77 digits."""

_SHORT_ROOT_BITS = 96


def ball(value: arb) -> Ball:
    """An Arb ball as the course's ``Ball``.

    Raises:
        BudgetError: the value is infinite or too large to write down.
    """
    if not value.is_finite():
        raise BudgetError(
            "a number here is too large, or too close to where it ceases to exist, to be enclosed",
            hint="choose smaller numbers",
        )
    return Ball.of(outward(value))


def _combined(a: Number, b: Number, operation: Callable[[Any, Any], Any]) -> Number:
    if not isinstance(a, Ball) and not isinstance(b, Ball):
        return operation(a, b)
    with flint.ctx.workprec(PRECISION):
        return ball(operation(ball_of(a), ball_of(b)))


def plus(a: Number, b: Number) -> Number:
    """a + b."""
    return _combined(a, b, lambda x, y: x + y)


def minus(a: Number, b: Number) -> Number:
    """a − b."""
    return _combined(a, b, lambda x, y: x - y)


def times(a: Number, b: Number) -> Number:
    """a · b."""
    return _combined(a, b, lambda x, y: x * y)


def over(a: Number, b: Number) -> Number:
    """a / b, for b that is known not to be 0."""
    return _combined(a, b, lambda x, y: x / y)


def total(values: Iterable[Number]) -> Number:
    """Sum of all values."""
    return reduce(plus, values, sympy.Integer(0))


def root(square: Number) -> Number:
    """The square root; of a long fraction it is left as a root (looking for squares is slow)."""
    if isinstance(square, Ball):
        with flint.ctx.workprec(PRECISION):
            return ball(square.arb.sqrt())
    if not square.is_Rational:
        return sympy.sqrt(square)
    p, q = int(square.p), int(square.q)
    if p >= 0 and math.isqrt(p) ** 2 == p and math.isqrt(q) ** 2 == q:
        return sympy.Rational(math.isqrt(p), math.isqrt(q))
    if max(p.bit_length(), q.bit_length()) <= _SHORT_ROOT_BITS:
        return sympy.sqrt(square)
    return sympy.Pow(square, sympy.Rational(1, 2), evaluate=False)
