"""Symbolic slopes for the descent rules, by the rule engine, each computed once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import sympy

from mvcalc.rules import derive


@lru_cache(maxsize=4096)
def partial_of(f: sympy.Expr, symbol: sympy.Symbol) -> sympy.Expr:
    """∂f/∂symbol."""
    return derive(f, symbol).simplified


def gradient_of(f: sympy.Expr, symbols: Sequence[sympy.Symbol]) -> tuple[sympy.Expr, ...]:
    """The partial derivatives of f, one per symbol."""
    return tuple(partial_of(f, s) for s in symbols)


def hessian_of(
    gradient: Sequence[sympy.Expr], symbols: Sequence[sympy.Symbol]
) -> tuple[tuple[sympy.Expr, ...], ...]:
    """The matrix of second derivatives (rows follow the gradient)."""
    return tuple(gradient_of(g, symbols) for g in gradient)
