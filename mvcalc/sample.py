"""Machine values of a formula on many points at once: what pictures are drawn with.

Nothing here reaches the screen as a number; numbers come from ``evaluate`` and ``show``.
Undefined points and overflow become NaN, so that a drawing has a gap there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.special import erf
from sympy import Expr

from mvcalc.errors import names_parameters
from mvcalc.expr import Function

Floats = npt.NDArray[np.float64]

_UNARY: Final[dict[str, Callable[[Floats], Floats]]] = {
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "sec": lambda a: 1 / np.cos(a),
    "csc": lambda a: 1 / np.sin(a), "cot": lambda a: 1 / np.tan(a), "exp": np.exp,
    "log": np.log, "Abs": np.abs, "sign": np.sign, "asin": np.arcsin, "acos": np.arccos,
    "atan": np.arctan, "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh, "asinh": np.arcsinh,
    "acosh": np.arccosh, "atanh": np.arctanh, "erf": erf,
}  # fmt: skip


@names_parameters
def sample(f: Function | Expr, *arguments: npt.ArrayLike, vars: tuple[str, ...] = ()) -> Floats:
    """Machine values of ``f``, one per point; NaN where it has none.

    Args:
        f: the formula; for a bare expression ``vars`` names the order of the arguments.
        arguments: one array per variable, of shapes that broadcast together.

    Raises:
        TypeError: the expression holds something no formula of ours holds.
    """
    expr = f.expr if isinstance(f, Function) else f
    names = f.vars if isinstance(f, Function) else vars
    return samples((expr,), *arguments, vars=names)[0]


def samples(
    expressions: Sequence[Expr], *arguments: npt.ArrayLike, vars: tuple[str, ...]
) -> list[Floats]:
    """Machine values of several expressions at the same points; shared parts are computed once.

    Args:
        expressions: in the variables ``vars``.
        arguments: one array per variable, of shapes that broadcast together.
        vars: the order of the arguments.

    Raises:
        TypeError: as for ``sample``.
    """
    arrays = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in arguments))
    values = dict(zip(vars, arrays, strict=True))
    shape = arrays[0].shape if arrays else ()
    seen: dict[Any, Floats] = {}
    results = []
    with np.errstate(all="ignore"):
        for expr in expressions:
            result = np.array(np.broadcast_to(_value(expr, values, seen), shape), dtype=float)
            result[~np.isfinite(result)] = np.nan
            results.append(result)
    return results


def _value(expr: Any, values: dict[str, Floats], seen: dict[Any, Floats]) -> Floats:
    if expr not in seen:
        seen[expr] = _compute(expr, values, seen)
    return seen[expr]


def _compute(expr: Any, values: dict[str, Floats], seen: dict[Any, Floats]) -> Floats:
    if expr.is_Symbol:
        return values[expr.name]
    if not expr.free_symbols:
        return _constant(expr)
    if expr.is_Add or expr.is_Mul:
        parts = [_value(argument, values, seen) for argument in expr.args]
        total = parts[0]
        for part in parts[1:]:
            total = total + part if expr.is_Add else total * part
        return total
    if expr.is_Pow:
        return _power(expr, values, seen)
    name = type(expr).__name__
    if name in ("Max", "Min"):
        parts = [_value(argument, values, seen) for argument in expr.args]
        return (np.maximum if name == "Max" else np.minimum).reduce(np.broadcast_arrays(*parts))
    if name in _UNARY:
        return _UNARY[name](_value(expr.args[0], values, seen))
    raise TypeError(f"no machine value for {name}")


def _constant(expr: Any) -> Floats:
    try:
        return np.asarray(float(expr))
    except (TypeError, OverflowError):
        return np.asarray(np.nan)


def _power(expr: Any, values: dict[str, Floats], seen: dict[Any, Floats]) -> Floats:
    base, exponent = _value(expr.base, values, seen), expr.exp
    if exponent.is_Integer and abs(int(exponent)) < 2**31:
        return base ** float(exponent)
    if exponent.is_Rational and exponent.q % 2 == 1:
        # Odd roots of negative numbers are real.
        return np.sign(base) ** int(exponent.p) * np.abs(base) ** float(exponent)
    return np.power(base, _value(exponent, values, seen))
