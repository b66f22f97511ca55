"""Bowl, dome or saddle: the signs of the Hessian's eigenvalues, exactly."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from enum import StrEnum

import sympy
from sympy import Expr, Matrix


class Kind(StrEnum):
    """What a critical point is."""

    MIN = "min"
    MAX = "max"
    SADDLE = "saddle"
    DEGENERATE = "degenerate"


def characteristic(matrix: Matrix) -> list[Expr]:
    """Coefficients of det(z - H), highest first (n up to a handful)."""
    z = sympy.Dummy("z")
    n = matrix.rows
    poly = sympy.Poly((z * sympy.eye(n) - matrix).det(method="berkowitz"), z)
    return [poly.coeff_monomial(z**k) for k in range(n, -1, -1)]


def eigen_signs(matrix: Matrix, sign: Callable[[Expr], int]) -> tuple[int, int, int]:
    """How many eigenvalues are positive, zero and negative.

    All roots of a symmetric matrix are real, so Descartes' rule counts them exactly.

    Args:
        matrix: symmetric.
        sign: decides the sign of an exact number.
    """
    signs = [sign(c) for c in characteristic(matrix)]
    n = matrix.rows
    zero = next(k for k, s in enumerate(reversed(signs)) if s)
    kept = [s for s in signs if s]
    positive = sum(a != b for a, b in itertools.pairwise(kept))
    return positive, zero, n - zero - positive


def kind_of(positive: int, zero: int, negative: int) -> Kind:
    """The second-derivative test; silent (degenerate) when a zero leaves it open."""
    if positive and negative:
        return Kind.SADDLE
    if zero:
        return Kind.DEGENERATE
    return Kind.MIN if positive else Kind.MAX


def reason(counts: Sequence[int]) -> str:
    """The evidence in words."""
    match kind_of(*counts):
        case Kind.SADDLE:
            return "The Hessian has a positive and a negative eigenvalue."
        case Kind.MIN:
            return "Every eigenvalue of the Hessian is positive."
        case Kind.MAX:
            return "Every eigenvalue of the Hessian is negative."
        case _:
            return "An eigenvalue of the Hessian is zero, so the test is silent."
