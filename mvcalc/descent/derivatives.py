"""Symbolic slopes for the descent rules."""

from __future__ import annotations

from collections.abc import Sequence

import sympy


def gradient_of(f: sympy.Expr, symbols: Sequence[sympy.Symbol]) -> tuple[sympy.Expr, ...]:
    """The partial derivatives of f, one per symbol."""
    return tuple(sympy.diff(f, s) for s in symbols)


def hessian_of(
    gradient: Sequence[sympy.Expr], symbols: Sequence[sympy.Symbol]
) -> tuple[tuple[sympy.Expr, ...], ...]:
    """The matrix of second derivatives (rows follow the gradient)."""
    return tuple(gradient_of(g, symbols) for g in gradient)
