"""Exact linear algebra for normal equations, over the rationals and over balls.

Rational elimination is FLINT's (fraction-free, Bareiss and Dixon); nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import sympy
from flint import arb, fmpq, fmpq_mat, fmpz

from mvcalc.errors import RankError

Rows = Sequence[Sequence[Fraction]]


def to_matrix(rows: Rows) -> fmpq_mat:
    """A FLINT matrix of the same shape."""
    entries = [fmpq(cell.numerator, cell.denominator) for row in rows for cell in row]
    return fmpq_mat(len(rows), len(rows[0]), entries)


def from_flint(value: fmpq) -> sympy.Rational:
    """A SymPy rational."""
    return sympy.Rational(int(value.p), int(value.q))


def to_fraction(value: fmpq) -> Fraction:
    """A Python fraction."""
    return Fraction(int(value.p), int(value.q))


def dependence(gram: fmpq_mat, names: Sequence[str]) -> RankError:
    """The error that says which columns depend on each other, from a singular XᵀWX (p×p).

    ``context["columns"]`` names them and ``context["relation"]`` has their coefficients in a
    combination that is zero in every row.
    """
    reduced, rank = gram.rref()
    size = gram.nrows()
    pivots = []
    for row in range(rank):
        pivots.append(next(column for column in range(size) if reduced[row, column] != 0))
    free = next(column for column in range(size) if column not in pivots)
    relation = {names[free]: Fraction(1)}
    for row, pivot in enumerate(pivots):
        if reduced[row, free] != 0:
            relation[names[pivot]] = -to_fraction(reduced[row, free])
    columns = tuple(name for name in names if name in relation)
    if len(columns) == 1:
        what = f"the column {columns[0]} is zero in every row"
    else:
        what = f"the columns {' and '.join(columns)} depend on each other"
    # drop the last one that is not the constant
    leave = next((name for name in reversed(columns) if name != "1"), columns[-1])
    return RankError(what, hint=f"leave out {leave}", columns=columns, relation=relation)


def to_arb(value: Fraction) -> arb:
    """A fraction at the current Arb precision."""
    return arb(fmpq(fmpz(value.numerator), fmpz(value.denominator)))
