"""Are two exact numbers or formulas equal? Decided, not estimated.

Different numbers are separated by balls. Equal ones are recognised by algebra; for numbers made
of roots this always succeeds: they are represented by matrices, and the characteristic polynomial
tells how small a number can be without being 0.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

import flint
import sympy

from mvcalc.descent.tape import constant_ball
from mvcalc.errors import MvcalcError
from mvcalc.expr import Function, enclose_number, evaluate, sign

MOST_DIMENSIONS = 64
PRECISIONS = (128, 1024, 8192)


def equal_numbers(a: sympy.Expr, b: sympy.Expr) -> bool | None:
    """Whether a = b; None if neither balls nor algebra decide."""
    gap = a - b
    if gap.is_Rational:
        return bool(gap == 0)
    for prec in (64, 1024):
        ball = enclose_number(gap, prec)
        if ball.lower > 0 or ball.upper < 0:
            return False
    by_roots = vanishes(gap)
    if by_roots is not None:
        return by_roots
    try:
        return sign(gap) == 0
    except MvcalcError:
        return None


class NotRootsError(ArithmeticError):
    """Not a number made of roots, or too many of them."""


def vanishes(e: sympy.Expr) -> bool | None:
    """Whether a number made of fractions and roots is 0; None for other numbers."""
    try:
        matrix = _matrix(e, _Tower.of(e))
    except (NotRootsError, ZeroDivisionError):
        return None
    coefficients = matrix.charpoly().coeffs()
    lowest = next(i for i, c in enumerate(coefficients) if c != 0)
    if lowest == 0:
        return False
    rest = coefficients[lowest:]
    largest = max((abs(c) for c in rest[1:]), default=flint.fmpq(0))
    least = abs(rest[0]) / (abs(rest[0]) + largest)  # Cauchy: no root but 0 is smaller
    for prec in PRECISIONS:
        with flint.ctx.workprec(prec):
            size = abs(constant_ball(e))
            if size < flint.arb(least):
                return True
            if size > 0:
                return False
    return None


class _Tower:
    """Q with roots adjoined one after the other; numbers are matrices of one common size."""

    def __init__(self) -> None:
        self.size = 1
        self.roots: dict[sympy.Expr, flint.fmpq_mat] = {}

    @classmethod
    def of(cls, e: sympy.Expr) -> _Tower:
        tower = cls()
        radicals = [p for p in sympy.postorder_traversal(e) if p.is_Pow and not p.exp.is_Integer]
        for power in radicals:
            if not power.exp.is_Rational:
                raise NotRootsError
            root = sympy.Pow(power.base, sympy.Rational(1, power.exp.q), evaluate=False)
            key = (power.base, int(power.exp.q))
            if key not in tower.roots:
                tower.adjoin(key, _matrix(power.base, tower), int(root.exp.q))
        return tower

    def adjoin(self, key: object, base: flint.fmpq_mat, degree: int) -> None:
        """One more root: everything known is enlarged, and the new root is a block companion."""
        if self.size * degree > MOST_DIMENSIONS:
            raise NotRootsError
        old = self.size
        self.size = old * degree
        self.roots = {k: _blocks(m, degree) for k, m in self.roots.items()}
        rows = [[flint.fmpq(0)] * self.size for _ in range(self.size)]
        for i, j in itertools.product(range(old), repeat=2):
            rows[i][(degree - 1) * old + j] = base[i, j]
        for i in range(old * (degree - 1)):
            rows[old + i][i] = flint.fmpq(1)
        self.roots[key] = flint.fmpq_mat(rows)


def _blocks(m: flint.fmpq_mat, count: int) -> flint.fmpq_mat:
    """The matrix repeated along the diagonal."""
    n = m.nrows()
    rows = [[flint.fmpq(0)] * (n * count) for _ in range(n * count)]
    for block, i, j in itertools.product(range(count), range(n), range(n)):
        rows[block * n + i][block * n + j] = m[i, j]
    return flint.fmpq_mat(rows)


def _matrix(e: sympy.Expr, tower: _Tower) -> flint.fmpq_mat:
    """The number as a matrix over the rationals."""
    if e.is_Rational:
        rows = [[int(i == j) for j in range(tower.size)] for i in range(tower.size)]
        return flint.fmpq_mat(rows) * flint.fmpq(int(e.p), int(e.q))
    if e.is_Add or e.is_Mul:
        total = _matrix(e.args[0], tower)
        for part in e.args[1:]:
            other = _matrix(part, tower)
            total = total + other if e.is_Add else total * other
        return total
    if e.is_Pow and e.exp.is_Rational and abs(e.exp) <= 64:
        root = _matrix(e.base, tower) if e.exp.is_Integer else tower.roots[e.base, int(e.exp.q)]
        power = root ** abs(int(e.exp.p))
        return power.inv() if e.exp < 0 else power
    raise NotRootsError


def equal_formulas(a: sympy.Expr, b: sympy.Expr, names: Sequence[str]) -> bool | None:
    """Whether two formulas agree everywhere; None if that is not decided."""
    gap = sympy.expand(a - b)
    if not gap.free_symbols:
        return equal_numbers(gap, sympy.Integer(0))
    if gap.is_polynomial(*(sympy.Symbol(n) for n in names)):
        poly = sympy.Poly(gap, *(sympy.Symbol(n) for n in names))
        answers = [equal_numbers(c, sympy.Integer(0)) for c in poly.coeffs()]
        return None if None in answers else all(answers)
    function = Function.of(gap, tuple(names))
    for k in (1, 2, 3):
        point = [Fraction(2 * k + i, 7 + k) for i in range(len(names))]
        try:
            if equal_numbers(evaluate(function, point), sympy.Integer(0)) is False:
                return False
        except MvcalcError:
            continue
    return None
