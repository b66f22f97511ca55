"""Symbolic slopes for the descent rules: by the rule engine while it is quick, else plainly.

The engine's answers are short but simplifying takes time; a long formula is differentiated
without simplifying, because a tape computes each shared part once anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import sympy

from mvcalc.errors import RangeError
from mvcalc.rules import derive

SHORT = 30

OUTER: dict[type, Callable[[sympy.Expr], sympy.Expr]] = {
    sympy.exp: sympy.exp,
    sympy.log: lambda u: 1 / u,
    sympy.sin: sympy.cos,
    sympy.cos: lambda u: -sympy.sin(u),
    sympy.tan: lambda u: 1 + sympy.tan(u) ** 2,
    sympy.asin: lambda u: 1 / sympy.sqrt(1 - u**2),
    sympy.acos: lambda u: -1 / sympy.sqrt(1 - u**2),
    sympy.atan: lambda u: 1 / (1 + u**2),
    sympy.sinh: sympy.cosh,
    sympy.cosh: sympy.sinh,
    sympy.tanh: lambda u: 1 - sympy.tanh(u) ** 2,
    sympy.erf: lambda u: 2 * sympy.exp(-(u**2)) / sympy.sqrt(sympy.pi),
    sympy.Abs: lambda u: u / sympy.Abs(u),
}


@lru_cache(maxsize=4096)
def partial_of(f: sympy.Expr, symbol: sympy.Symbol) -> sympy.Expr:
    """∂f/∂symbol.

    Raises:
        RangeError: a function without a rule.
    """
    if symbol not in f.free_symbols:
        return sympy.Integer(0)
    if sympy.count_ops(f) <= SHORT:
        return derive(f, symbol).simplified
    return _plain(f, symbol)


@lru_cache(maxsize=16384)
def _plain(e: sympy.Expr, x: sympy.Symbol) -> sympy.Expr:
    if x not in e.free_symbols:
        return sympy.Integer(0)
    if e == x:
        return sympy.Integer(1)
    if e.is_Add:
        return sympy.Add(*(_plain(a, x) for a in e.args))
    if e.is_Mul:
        rest = [(a, sympy.Mul(*e.args[:i], *e.args[i + 1 :])) for i, a in enumerate(e.args)]
        return sympy.Add(*(_plain(a, x) * others for a, others in rest))
    if e.is_Pow and not isinstance(e, sympy.exp):
        base, n = e.base, e.exp
        if x not in n.free_symbols:
            return n * base ** (n - 1) * _plain(base, x)
        return e * _plain(n * sympy.log(base), x)
    if type(e) not in OUTER:
        raise RangeError(f"there is no rule for {type(e).__name__}", param="f", value=e)
    return OUTER[type(e)](e.args[0]) * _plain(e.args[0], x)


def gradient_of(f: sympy.Expr, symbols: Sequence[sympy.Symbol]) -> tuple[sympy.Expr, ...]:
    """The partial derivatives of f, one per symbol."""
    return tuple(partial_of(f, s) for s in symbols)


def hessian_of(
    gradient: Sequence[sympy.Expr], symbols: Sequence[sympy.Symbol]
) -> tuple[tuple[sympy.Expr, ...], ...]:
    """The matrix of second derivatives (rows follow the gradient)."""
    return tuple(gradient_of(g, symbols) for g in gradient)
