"""Three ways to carry out elementary steps: exactly, in proved balls, and in machine numbers."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import numpy as np
import sympy
from flint import arb, fmpq
from numpy.typing import NDArray

from mvcalc.autodiff.graph import Arithmetic, Op
from mvcalc.errors import BudgetError, DomainError, said
from mvcalc.expr import Ball, sign
from mvcalc.expr.evaluate import real_power

Floats = NDArray[np.float64]

_MAX_POWER_BITS = 20_000
_MAX_TREE = 400


class TooLongError(ArithmeticError):
    """An exact value would be too long to write down; the caller switches to balls."""


# machine numbers -------------------------------------------------------------------------------


def _machine_root(base: Floats, order: float) -> Floats:
    size = np.abs(base) ** (1.0 / order)
    return np.where(base < 0, -size if order % 2 else np.nan, size)


def _machine_power(base: Floats, exponent: Floats) -> Floats:
    if np.ndim(exponent) == 0 and exponent == 2.0:
        return base * base
    result: Floats = np.power(np.asarray(base, dtype=np.float64), exponent)
    return result


def _machine_sigmoid(u: Floats) -> Floats:
    small = np.exp(-np.abs(u))
    return np.where(np.asarray(u) >= 0, 1.0 / (1.0 + small), small / (1.0 + small))


def _machine_erf(u: Floats) -> Floats:
    from scipy.special import erf

    result: Floats = erf(u)
    return result


def _machine_constant(value: sympy.Expr) -> float:
    return float(value)


MACHINE: Arithmetic = MappingProxyType(
    {
        Op.CONSTANT: _machine_constant,
        Op.ADD: np.add,
        Op.SUB: np.subtract,
        Op.MUL: np.multiply,
        Op.DIV: np.divide,
        Op.POW: _machine_power,
        Op.NEG: np.negative,
        Op.SQRT: np.sqrt,
        Op.ROOT: _machine_root,
        Op.EXP: np.exp,
        Op.LOG: np.log,
        Op.SIN: np.sin,
        Op.COS: np.cos,
        Op.TAN: np.tan,
        Op.ASIN: np.arcsin,
        Op.ACOS: np.arccos,
        Op.ATAN: np.arctan,
        Op.SINH: np.sinh,
        Op.COSH: np.cosh,
        Op.TANH: np.tanh,
        Op.ABS: np.abs,
        Op.SIGMOID: _machine_sigmoid,
        Op.ERF: _machine_erf,
    }
)
"""float64, scalar or array; what is undefined becomes NaN and what overflows becomes infinite."""


# balls -----------------------------------------------------------------------------------------


def _ball_constant(value: sympy.Expr) -> arb:
    if value.is_Rational:
        return arb(fmpq(int(value.p), int(value.q)))
    return arb.pi() if value == sympy.pi else arb.const_e()


def _ball_power(base: arb, exponent: arb) -> arb:
    whole = exponent.unique_fmpz() if exponent.is_exact() else None
    if whole is None:
        return base**exponent
    if whole == 2 and not base.is_exact():
        return (abs(base)) ** 2
    return base**whole


def _ball_root(base: arb, order: arb) -> arb:
    n = int(order.unique_fmpz())
    return -((-base).root(n)) if base < 0 and n % 2 else base.root(n)


def _ball_sigmoid(u: arb) -> arb:
    return 1 / (1 + (-u).exp()) if u > 0 else 1 - 1 / (1 + u.exp())


BALLS: Arithmetic = MappingProxyType(
    {
        Op.CONSTANT: _ball_constant,
        Op.ADD: arb.__add__,
        Op.SUB: arb.__sub__,
        Op.MUL: arb.__mul__,
        Op.DIV: arb.__truediv__,
        Op.POW: _ball_power,
        Op.NEG: arb.__neg__,
        Op.SQRT: arb.sqrt,
        Op.ROOT: _ball_root,
        Op.EXP: arb.exp,
        Op.LOG: arb.log,
        Op.SIN: arb.sin,
        Op.COS: arb.cos,
        Op.TAN: arb.tan,
        Op.ASIN: arb.asin,
        Op.ACOS: arb.acos,
        Op.ATAN: arb.atan,
        Op.SINH: arb.sinh,
        Op.COSH: arb.cosh,
        Op.TANH: arb.tanh,
        Op.ABS: arb.__abs__,
        Op.SIGMOID: _ball_sigmoid,
        Op.ERF: arb.erf,
    }
)
"""Arb balls at the current ``flint.ctx`` precision; what is undefined becomes NaN."""


def ball_of(value: sympy.Expr | Ball) -> arb:
    """An exact number or a ball as an Arb ball at the current precision."""
    if isinstance(value, Ball):
        return value.arb
    from mvcalc.autodiff.graph import Graph

    graph = Graph()
    (result,) = graph.program([graph.read(value)]).run(BALLS, ())
    return result


# exact numbers ---------------------------------------------------------------------------------


def _short(value: sympy.Expr) -> sympy.Expr:
    if value.is_Rational:
        if max(int(value.p).bit_length(), int(value.q).bit_length()) > _MAX_POWER_BITS:
            raise TooLongError
    elif value.count_ops() > _MAX_TREE:
        raise TooLongError
    return value


def _exact_divide(a: sympy.Expr, b: sympy.Expr) -> sympy.Expr:
    if sign(b) == 0:
        raise DomainError("a division by 0", hint="choose another point")
    return _short(a / b)


def _exact_power(base: sympy.Expr, exponent: sympy.Expr) -> sympy.Expr:
    if not exponent.is_Integer and float(abs(exponent)) > 4096:
        raise TooLongError
    try:
        return _short(real_power(base, exponent))
    except BudgetError:
        raise TooLongError from None
    except ZeroDivisionError:
        raise DomainError(f"0 has no power {exponent}", hint="choose another point") from None
    except TooLongError:
        raise
    except ArithmeticError:
        raise DomainError(
            f"{said(base)} has no real power {exponent}", value=base, hint="choose a positive base"
        ) from None


def _exact_sqrt(u: sympy.Expr) -> sympy.Expr:
    if sign(u) < 0:
        raise DomainError(f"the square root of {said(u)} is not a real number", value=u)
    if u.is_Rational and max(int(u.p).bit_length(), int(u.q).bit_length()) > 128:
        raise TooLongError  # looking for square factors of long numbers takes for ever
    return sympy.sqrt(u)


def _exact_root(u: sympy.Expr, order: sympy.Expr) -> sympy.Expr:
    if order % 2 == 0:
        return _exact_power(u, 1 / order) if sign(u) else u
    if u.is_Rational and max(int(u.p).bit_length(), int(u.q).bit_length()) > 128:
        raise TooLongError
    return sign(u) * abs(u) ** (1 / order)


def _exact_log(u: sympy.Expr) -> sympy.Expr:
    if sign(u) <= 0:
        raise DomainError(
            f"the logarithm of {said(u)} does not exist", value=u, hint="use a value above 0"
        )
    return sympy.log(u)


def _exact_unit(function: Callable[[sympy.Expr], sympy.Expr]) -> Callable[[sympy.Expr], Any]:
    def inside(u: sympy.Expr) -> sympy.Expr:
        if sign(1 - u) < 0 or sign(1 + u) < 0:
            raise DomainError(f"{function.__name__}({said(u)}) does not exist", value=u)
        return function(u)

    return inside


def _exact_tan(u: sympy.Expr) -> sympy.Expr:
    if sign(sympy.cos(u)) == 0:
        raise DomainError(f"the tangent of {said(u)} does not exist", value=u)
    return sympy.tan(u)


def _exact_exp(u: sympy.Expr) -> sympy.Expr:
    if abs(ball_of(u)).upper() > 5000:
        raise TooLongError
    return sympy.exp(u)


EXACT: Arithmetic = MappingProxyType(
    {
        Op.CONSTANT: lambda value: value,
        Op.ADD: lambda a, b: _short(a + b),
        Op.SUB: lambda a, b: _short(a - b),
        Op.MUL: lambda a, b: _short(a * b),
        Op.DIV: _exact_divide,
        Op.POW: _exact_power,
        Op.NEG: lambda a: -a,
        Op.SQRT: _exact_sqrt,
        Op.ROOT: _exact_root,
        Op.EXP: _exact_exp,
        Op.LOG: _exact_log,
        Op.SIN: sympy.sin,
        Op.COS: sympy.cos,
        Op.TAN: _exact_tan,
        Op.ASIN: _exact_unit(sympy.asin),
        Op.ACOS: _exact_unit(sympy.acos),
        Op.ATAN: sympy.atan,
        Op.SINH: sympy.sinh,
        Op.COSH: sympy.cosh,
        Op.TANH: sympy.tanh,
        Op.ABS: lambda u: u if sign(u) >= 0 else -u,
        Op.SIGMOID: lambda u: 1 / (1 + _exact_exp(-u)),
        Op.ERF: sympy.erf,
    }
)
"""Exact SymPy numbers.

Raises ``DomainError`` where a step has no real value and ``TooLongError`` where the result would
be too long to be worth writing.
"""
