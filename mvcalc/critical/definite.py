"""Is a symmetric matrix of intervals positive definite, whatever its entries are?"""

from __future__ import annotations

from flint import arb

from mvcalc.bounds.jets import Jet
from mvcalc.expr import intervals as iv
from mvcalc.expr.intervals import Interval, UndefinedError

Matrix = list[list[Interval]]


def hessian(jet: Jet) -> Matrix:
    """The second derivatives of a jet as a full matrix."""
    n = len(jet.gradient)
    return [[jet.second(i, j) for j in range(n)] for i in range(n)]


def positive_definite(matrix: Matrix) -> bool:
    """Symmetric elimination with intervals: True proves that every pivot is positive."""
    rows = [list(row) for row in matrix]
    try:
        for k in range(len(rows)):
            pivot = rows[k][k]
            if not pivot[0] > 0:
                return False
            for i in range(k + 1, len(rows)):
                factor = iv.multiply(rows[i][k], iv.reciprocal(pivot))
                for j in range(k + 1, i + 1):
                    change = _outer(factor, rows[j][k], pivot, i == j, rows[i][k])
                    rows[i][j] = rows[j][i] = iv.add(rows[i][j], iv.negate(change))
    except UndefinedError:
        return False
    return True


def _outer(
    factor: Interval, other: Interval, pivot: Interval, diagonal: bool, own: Interval
) -> Interval:
    """a_ik a_jk / p; on the diagonal the square is taken, which is never negative."""
    if diagonal:
        return iv.multiply(iv.integer_power(own, 2), iv.reciprocal(pivot))
    return iv.multiply(factor, other)


def negated(matrix: Matrix) -> Matrix:
    return [[iv.negate(entry) for entry in row] for row in matrix]


def shifted(matrix: Matrix, by: arb) -> Matrix:
    """The matrix minus ``by`` times the identity."""
    return [
        [iv.add(entry, (-by, -by)) if i == j else entry for j, entry in enumerate(row)]
        for i, row in enumerate(matrix)
    ]


def convexity_modulus(matrix: Matrix) -> arb | None:
    """A positive number below every eigenvalue, or None if it could not be proved."""
    if not matrix:
        return arb(1)
    if not positive_definite(matrix):
        return None
    modulus = min(row[k][0] for k, row in enumerate(matrix)).lower()
    for _ in range(60):
        if positive_definite(shifted(matrix, modulus)):
            return modulus
        modulus = (modulus / 2).lower()
    return None


def submatrix(matrix: Matrix, keep: list[int]) -> Matrix:
    return [[matrix[i][j] for j in keep] for i in keep]
