"""Factoring that cannot run away on innocent-looking exponentials.

SymPy reads exp(37249/97344) as the 37249-th power of exp(1/97344), that is as a polynomial of that
degree. Exponentials and roots with long exponents are therefore unknowns of their own here.
"""

from __future__ import annotations

import sympy
from sympy import Expr

from mvcalc.bounds.deadline import OutOfTimeError, time_limit

_SHORT = 12  # numerators and denominators of exponents up to this size are left alone
_MAX_OPERATIONS = 400
_SECONDS = 1.0


def factored(e: Expr) -> Expr:
    """The factored form, or the expression itself where that is too long or takes too long."""
    if sympy.count_ops(e) > _MAX_OPERATIONS:
        return e
    mask = {node: sympy.Dummy(f"m{k}") for k, node in enumerate(_long_powers(e))}
    try:
        with time_limit(_SECONDS):
            found = sympy.factor(e.xreplace(mask))
    except (OutOfTimeError, sympy.PolynomialError):
        return e
    return found.xreplace({dummy: node for node, dummy in mask.items()})


def _long_powers(e: Expr) -> list[Expr]:
    nodes = [n for n in sympy.preorder_traversal(e) if isinstance(n, sympy.exp) or n.is_Pow]
    return list(dict.fromkeys(n for n in nodes if _is_long(n.exp)))


def _is_long(exponent: Expr) -> bool:
    numbers = exponent.atoms(sympy.Rational)
    if not exponent.is_Integer and any(max(abs(n.p), n.q) > _SHORT for n in numbers):
        return True
    return bool(exponent.is_Integer and abs(exponent) > 200)
