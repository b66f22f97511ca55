"""Eigenvalues and eigenvectors of symmetric matrices, exactly.

2 x 2 by the quadratic formula; 3 x 3 by factoring the characteristic polynomial over the
rationals, with real roots of an irreducible cubic kept as ``CRootOf``. Vectors are orthogonal by
construction (cross products), not by rounding.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy
from sympy import Expr, ImmutableMatrix, Matrix

from mvcalc.errors import RangeError, names_parameters
from mvcalc.expr import is_zero, less, number, tidy

_Vector = tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Eigenpair:
    """``matrix * vector = value * vector``.

    ``vector`` is free of common factors where it is rational; ``unit`` has length 1.
    """

    value: Expr
    vector: _Vector
    unit: _Vector


@names_parameters
def eigen_sym(M: object) -> list[Eigenpair]:
    """All eigenpairs of a symmetric 2 x 2 or 3 x 3 matrix, smallest value first.

    Args:
        M: a SymPy matrix or nested sequences of exact numbers; entries of a 3 x 3 matrix must be
            rational.

    Raises:
        RangeError: not symmetric, not 2 x 2 or 3 x 3, or irrational entries in a 3 x 3 matrix.
    """
    A = _read(M)
    values = _values_2(A) if A.rows == 2 else _values_3(A)
    vectors = _vectors_2(A, values) if A.rows == 2 else _vectors_3(A, values)
    return [
        Eigenpair(value, vector, _unit(vector))
        for value, vector in zip(values, vectors, strict=True)
    ]


def _read(M: object) -> ImmutableMatrix:
    try:
        A = ImmutableMatrix(M)
    except (TypeError, ValueError):
        raise RangeError("this is not a matrix", value=str(M)[:40]) from None
    A = A.applyfunc(number)
    if A.rows != A.cols or A.rows not in (2, 3):
        raise RangeError("the matrix must be 2 by 2 or 3 by 3", value=f"{A.rows} by {A.cols}")
    for i in range(A.rows):
        for j in range(i):
            if not is_zero(A[i, j] - A[j, i]):
                raise RangeError(
                    "the matrix is not symmetric",
                    value=f"{A[i, j]} against {A[j, i]}",
                    hint="make both entries equal",
                )
    if A.rows == 3 and not all(entry.is_Rational for entry in A):
        raise RangeError("a 3 by 3 matrix needs rational entries", value=str(A.tolist())[:60])
    return A


def _values_2(A: ImmutableMatrix) -> list[Expr]:
    middle = (A[0, 0] + A[1, 1]) / 2
    radius = sympy.sqrt(tidy(((A[0, 0] - A[1, 1]) / 2) ** 2 + A[0, 1] ** 2))
    return [tidy(middle - radius), tidy(middle + radius)]


def _vectors_2(A: ImmutableMatrix, values: list[Expr]) -> list[_Vector]:
    b = A[0, 1]
    if is_zero(b):
        axes: list[_Vector] = [(sympy.S.One, sympy.S.Zero), (sympy.S.Zero, sympy.S.One)]
        return axes if not less(A[1, 1], A[0, 0]) else axes[::-1]
    first = _primitive((b, tidy(values[0] - A[0, 0])))
    return [first, _primitive((tidy(-first[1]), first[0]))]


def _values_3(A: ImmutableMatrix) -> list[Expr]:
    t = sympy.Symbol("t")
    poly = sympy.Poly((A - t * sympy.eye(3)).det(method="berkowitz"), t)
    return list(sympy.real_roots(poly))


def _vectors_3(A: ImmutableMatrix, values: list[Expr]) -> list[_Vector]:
    if values[0] == values[2]:
        return [tuple(row) for row in sympy.eye(3).tolist()]
    if values[0] == values[1] or values[1] == values[2]:
        return _double(A, values)
    first, last = _null(A, values[0]), _null(A, values[2])
    return [first, _primitive(_cross(first, last)), last]


def _double(A: ImmutableMatrix, values: list[Expr]) -> list[_Vector]:
    """A value that occurs twice has a plane of vectors, square to the single one's."""
    lonely = 2 if values[0] == values[1] else 0
    single = _null(A, values[lonely])
    axis = min(range(3), key=lambda k: abs(single[k]))
    helper = tuple(sympy.Integer(int(k == axis)) for k in range(3))
    first = _primitive(_cross(single, helper))
    second = _primitive(_cross(single, first))
    return [first, second, single] if lonely == 2 else [single, first, second]


def _null(A: ImmutableMatrix, value: Expr) -> _Vector:
    """A vector square to all rows of A - value: the cross product of two independent rows."""
    rows = [tuple(row) for row in (A - value * sympy.eye(3)).tolist()]
    for i, j in ((0, 1), (0, 2), (1, 2)):
        vector = tuple(_reduced(c, value) for c in _cross(rows[i], rows[j]))
        if any(not is_zero(c) for c in vector):
            return _primitive(vector)
    raise AssertionError("a single eigenvalue leaves two independent rows")


def _reduced(e: Expr, value: Expr) -> Expr:
    """A polynomial in an algebraic number, of lowest degree."""
    if not isinstance(value, sympy.CRootOf):
        return tidy(sympy.expand(e))
    t = sympy.Symbol("t")
    rest = sympy.rem(sympy.expand(e).xreplace({value: t}), value.poly.as_expr(t), t)
    return sympy.sympify(rest).xreplace({t: value})


def _cross(a: _Vector, b: _Vector) -> _Vector:
    product = Matrix(a).cross(Matrix(b))
    return tuple(tidy(c) for c in product)


def _primitive(vector: _Vector) -> _Vector:
    """Whole numbers without a common factor, first non-zero part positive, where rational."""
    if not all(c.is_Rational for c in vector):
        lead = next(c for c in vector if not is_zero(c))
        if any(isinstance(a, sympy.CRootOf) for c in vector for a in c.atoms(sympy.CRootOf)):
            return vector
        return tuple(tidy(sympy.radsimp(c / lead)) for c in vector)
    scale = sympy.ilcm(*[int(c.q) for c in vector])
    whole = [c * scale for c in vector]
    common = sympy.igcd(*[int(c) for c in whole])
    sign = next(1 if c > 0 else -1 for c in whole if c != 0)
    return tuple(sign * c / common for c in whole)


def _unit(vector: _Vector) -> _Vector:
    length = sympy.sqrt(tidy(sum((c**2 for c in vector), sympy.S.Zero)))
    return tuple(tidy(c / length) for c in vector)
