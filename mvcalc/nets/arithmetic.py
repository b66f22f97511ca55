"""Two arithmetics for one network: exact while numbers stay short, proved balls otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import flint
import sympy

from mvcalc.autodiff.arithmetic import EXACT, TooLongError, ball_of
from mvcalc.autodiff.graph import Op
from mvcalc.autodiff.mixed import PRECISION, Number, ball
from mvcalc.errors import BudgetError, UncertifiedError
from mvcalc.expr import Ball, sign, tidy
from mvcalc.nets.network import Activation

_MAX_OPERATIONS = 150


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """How to read, activate, take logarithms and hand out numbers."""

    read: Callable[[Number], Any]
    activate: Callable[[Activation, Any], tuple[Any, Any]]
    log: Callable[[Any], Any]
    give: Callable[[Any], Number]
    exact: bool


def _read_exact(value: Number) -> sympy.Expr:
    if isinstance(value, Ball):
        raise TooLongError
    return value


def _activate_exact(kind: Activation, z: sympy.Expr) -> tuple[sympy.Expr, sympy.Expr]:
    one = sympy.Integer(1)
    if kind is Activation.IDENTITY:
        return z, one
    if kind is Activation.SQUARE:
        return EXACT[Op.MUL](z, z), 2 * z
    if kind is Activation.RELU:
        return (z, one) if sign(z) > 0 else (sympy.Integer(0), sympy.Integer(0))
    grown = EXACT[Op.EXP](sympy.expand(-z if kind is Activation.LOGISTIC else 2 * z))
    if not grown.is_Rational:
        raise TooLongError
    if kind is Activation.LOGISTIC:
        value = 1 / (1 + grown)
        return value, value * (1 - value)
    value = (grown - 1) / (grown + 1)
    return value, 1 - value**2


def _activate_ball(kind: Activation, z: Any) -> tuple[Any, Any]:
    if kind is Activation.IDENTITY:
        return z, flint.arb(1)
    if kind is Activation.SQUARE:
        return z * z, 2 * z
    if kind is Activation.RELU:
        if z > 0:
            return z, flint.arb(1)
        if z <= 0:
            return flint.arb(0), flint.arb(0)
        raise UncertifiedError(
            "cannot decide on which side of 0 a relu neuron is", hint="change a weight a little"
        )
    # Slopes without 1 - a, which loses all digits where a neuron is saturated.
    if kind is Activation.TANH:
        return z.tanh(), z.sech() ** 2
    value = 1 / (1 + (-z).exp()) if z > 0 else z.exp() / (1 + z.exp())
    small = (-abs(z)).exp()
    return value, small / (1 + small) ** 2


_EXACT = Arithmetic(_read_exact, _activate_exact, EXACT[Op.LOG], tidy, True)
_BALLS = Arithmetic(ball_of, _activate_ball, flint.arb.log, ball, False)


def in_arithmetic(work: Callable[[Arithmetic], Any]) -> Any:
    """Run exactly if the numbers stay short, otherwise in balls.

    A saturated neuron (1 − a of 10⁻⁸⁷) costs more digits than the usual balls have, hence the
    second precision.
    """
    with suppress(TooLongError, BudgetError):
        return work(_EXACT)
    try:
        with flint.ctx.workprec(PRECISION):
            return work(_BALLS)
    except BudgetError:
        with flint.ctx.workprec(16 * PRECISION):
            return work(_BALLS)


def add_up(terms: Sequence[Any]) -> Any:
    """The sum, multiplied out when it is exact.

    Raises:
        TooLongError: an exact sum too long to be worth writing.
    """
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    if not isinstance(total, sympy.Expr) or total.is_Rational:
        return total
    if total.count_ops() > _MAX_OPERATIONS:
        raise TooLongError
    return sympy.expand(total)
