"""Which polynomials are convex because they are quadratics that bend nowhere down."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import sympy

NOT_POLYNOMIAL = 10**6


def degree(e: sympy.Expr, symbols: Sequence[sympy.Symbol]) -> int:
    """Total degree of a polynomial; very large for anything else."""
    if not e.is_polynomial(*symbols):
        return NOT_POLYNOMIAL
    return int(sympy.Poly(e, *symbols).total_degree())


def bends_up(e: sympy.Expr, symbols: Sequence[sympy.Symbol]) -> bool:
    """Whether e is a polynomial of degree at most 2 with a positive semidefinite Hessian."""
    if degree(e, symbols) > 2:
        return False
    poly = sympy.Poly(e, *symbols)
    n = len(symbols)
    form = sympy.zeros(n, n)
    for powers, c in poly.terms():
        place = [i for i, k in enumerate(powers) for _ in range(k)]
        if len(place) == 2:
            i, j = place
            form[i, j] += c
            form[j, i] += c
    return _semidefinite([[Fraction(int(v.p), int(v.q)) for v in row] for row in form.tolist()])


def _semidefinite(rows: list[list[Fraction]]) -> bool:
    """Positive semidefinite, by symmetric elimination."""
    while rows:
        if any(row[i] < 0 for i, row in enumerate(rows)):
            return False
        k = next((i for i, row in enumerate(rows) if row[i] > 0), None)
        if k is None:
            return all(v == 0 for row in rows for v in row)
        rest = [i for i in range(len(rows)) if i != k]
        lead = rows[k]
        rows = [[rows[i][j] - rows[i][k] * lead[j] / lead[k] for j in rest] for i in rest]
    return True
