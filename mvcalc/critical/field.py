"""Exact arithmetic at one real solution of polynomial equations.

The coordinates of a solution lie in one number field Q[t]/(q) with q irreducible; every rational
function of them is again a polynomial in t of lower degree than q. Zero is then decided by
algebra, and the sign of anything else by a ball that is made small enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

import flint
import sympy
from flint import fmpq_poly

from mvcalc.critical.ideal import RealSolutions, algebraic_number, real_roots
from mvcalc.descent.numbers import as_ball
from mvcalc.descent.path import Quantity
from mvcalc.errors import BudgetError
from mvcalc.expr import Ball

Element = Any  # fmpq_poly of degree below that of the modulus
HIGHEST_DEGREE = 8
PRIME = 2_147_483_629
PRECISIONS = (128, 512, 2048, 8192)


Terms: TypeAlias = tuple[tuple[tuple[int, ...], Any], ...]


@lru_cache(maxsize=4096)
def _terms(expression: sympy.Expr, symbols: tuple[sympy.Symbol, ...]) -> tuple[Terms, Terms]:
    """Numerator and denominator as (powers, coefficient) pairs."""
    both = sympy.fraction(sympy.together(expression))
    polys = [sympy.Poly(e, *symbols, domain="QQ") for e in both]
    top, bottom = (
        tuple((powers, flint.fmpq(int(c.p), int(c.q))) for powers, c in poly.terms())
        for poly in polys
    )
    return top, bottom


class PoleError(ArithmeticError):
    """A denominator is 0 at the point."""


@dataclass
class AlgebraicPoint:
    """One real solution.

    Attributes:
        symbols: the unknowns.
        modulus: irreducible polynomial q.
        index: which real root of q this point belongs to, ascending.
        coordinates: one element per unknown.
    """

    symbols: tuple[sympy.Symbol, ...]
    modulus: Any
    index: int
    coordinates: tuple[Element, ...]
    _shared: dict[Any, Any] = field(default_factory=dict)  # by all roots of the modulus

    def at(self, expression: sympy.Expr) -> Element:
        """A rational function of the unknowns as an element; raises PoleError."""
        top, bottom = _terms(expression, self.symbols)
        return self.divide(self._sum(top), self._sum(bottom))

    def _sum(self, terms: Terms) -> Element:
        total = fmpq_poly([0])
        for powers, c in terms:
            term = fmpq_poly([c])
            for x, n in zip(self.coordinates, powers, strict=True):
                for _ in range(n):
                    term = self.multiply(term, x)
            total += term
        return total

    def multiply(self, a: Element, b: Element) -> Element:
        return (a * b) % self.modulus

    def inverse(self, a: Element) -> Element:
        """1/a; raises PoleError for 0."""
        if a == 0:
            raise PoleError
        if a.degree() == 0:
            return fmpq_poly([1 / a.coeffs()[0]])
        _, inverse, _ = (a % self.modulus).xgcd(self.modulus)
        return inverse

    def divide(self, a: Element, b: Element) -> Element:
        return self.multiply(a, self.inverse(b))

    def ball(self, a: Element, prec: int) -> Any:
        """An Arb ball around the real number that the element stands for."""
        with flint.ctx.workprec(prec):
            root = self._real_roots(self.modulus.numer(), prec)[self.index]
            value = flint.arb(0)
            for c in reversed(a.coeffs()):
                value = value * root + flint.arb(c)
            return value

    def _real_roots(self, p: Any, prec: int) -> list[Any]:
        key = prec, tuple(map(int, p.coeffs()))
        if key not in self._shared:
            self._shared[key] = real_roots(p)
        roots: list[Any] = self._shared[key]
        return roots

    def enclosure(self, a: Element) -> Ball:
        """A ball of about 38 digits."""
        return as_ball(self.ball(a, PRECISIONS[1]))

    def sign(self, a: Element) -> int:
        """−1, 0 or 1, proved."""
        if a == 0:
            return 0
        for prec in PRECISIONS:
            value = self.ball(a, prec)
            if value > 0:
                return 1
            if value < 0:
                return -1
        raise BudgetError("a number is too close to 0 to tell its sign", limit="8192 bits")

    def exact(self, a: Element) -> Quantity:
        """The element as an algebraic number: a fraction, roots, or a numbered root.

        Beyond degree 8 a numbered root says less than a ball, so that a ball is returned.
        """
        if a.degree() < 1:
            c = a.coeffs()[0] if a.coeffs() else flint.fmpq(0)
            return sympy.Rational(int(c.p), int(c.q))
        if self._degree_at_least(a) > HIGHEST_DEGREE:
            return self.enclosure(a)
        minimal = self._minimal(a)
        if minimal.degree() > HIGHEST_DEGREE:
            return self.enclosure(a)
        for prec in PRECISIONS:
            value = self.ball(a, prec)
            with flint.ctx.workprec(prec):
                roots = self._real_roots(minimal, prec)
            near = [i for i, r in enumerate(roots) if r.overlaps(value)]
            if len(near) == 1:
                return algebraic_number(minimal, near[0])
        raise BudgetError("two values are too close to tell apart", limit="8192 bits")

    def _minimal(self, a: Element) -> Any:
        """The irreducible polynomial over the integers that vanishes at the element."""
        key = tuple((int(c.p), int(c.q)) for c in a.coeffs())
        if key not in self._shared:
            size = self.modulus.degree()
            rows = [self.multiply(a, fmpq_poly([0] * k + [1])).coeffs() for k in range(size)]
            image = flint.fmpq_mat([row + [flint.fmpq(0)] * (size - len(row)) for row in rows])
            self._shared[key] = image.minpoly().numer()
        return self._shared[key]

    def _degree_at_least(self, a: Element) -> int:
        """A lower bound of the degree of a over Q: the rank of its powers modulo a prime."""
        size = self.modulus.degree()
        whole, modulus = a.numer(), self.modulus.numer()
        if size <= HIGHEST_DEGREE or int(modulus.leading_coefficient()) % PRIME == 0:
            return 1
        q = flint.nmod_poly([int(c) for c in modulus.coeffs()], PRIME)
        x = flint.nmod_poly([int(c) for c in whole.coeffs()], PRIME)
        power, rows = flint.nmod_poly([1], PRIME), []
        for _ in range(HIGHEST_DEGREE + 1):
            row = [int(c) for c in power.coeffs()]
            rows += row + [0] * (size - len(row))
            power = (power * x) % q
        return int(flint.nmod_mat(HIGHEST_DEGREE + 1, size, rows, PRIME).rank())

    @property
    def point(self) -> tuple[Quantity, ...]:
        return tuple(self.exact(x) for x in self.coordinates)


def conjugates(solutions: RealSolutions) -> Iterator[list[AlgebraicPoint]]:
    """The real solutions in groups that share a number field.

    Within a group every algebraic computation is the same; only signs and sizes differ.
    """
    for factor, _ in solutions.parameter.factor()[1]:
        count = len(real_roots(factor)) if factor.degree() > 0 else 0
        if count == 0:
            continue
        modulus = fmpq_poly(factor)
        _, inverse, _ = (solutions.denominator % modulus).xgcd(modulus)
        coordinates = tuple((g * inverse) % modulus for g in solutions.coordinates)
        shared: dict[Any, Any] = {}
        yield [
            AlgebraicPoint(solutions.symbols, modulus, index, coordinates, shared)
            for index in range(count)
        ]


def real_points(solutions: RealSolutions) -> Iterator[AlgebraicPoint]:
    """Every real solution with its number field."""
    for group in conjugates(solutions):
        yield from group


def eliminate(
    point: AlgebraicPoint, rows: Sequence[Sequence[Element]]
) -> tuple[list[list[Element]], list[int]]:
    """Reduced row echelon form in the field, and the pivot columns."""
    table, pivots = [list(row) for row in rows], list[int]()
    columns = len(table[0]) if table else 0
    for column in range(columns):
        place = len(pivots)
        found = next((i for i in range(place, len(table)) if table[i][column] != 0), None)
        if found is None:
            continue
        table[place], table[found] = table[found], table[place]
        inverse = point.inverse(table[place][column])
        table[place] = [point.multiply(x, inverse) for x in table[place]]
        for i, row in enumerate(table):
            if i != place and row[column] != 0:
                factor = row[column]
                table[i] = [
                    a - point.multiply(factor, b) for a, b in zip(row, table[place], strict=True)
                ]
        pivots.append(column)
    return table, pivots


def null_space(
    point: AlgebraicPoint, rows: Sequence[Sequence[Element]], n: int
) -> list[list[Element]]:
    """Vectors that span the solutions of rows·v = 0."""
    table, pivots = eliminate(point, rows)
    free = [j for j in range(n) if j not in pivots]
    basis = []
    for j in free:
        vector = [fmpq_poly([int(i == j)]) for i in range(n)]
        for row, pivot in zip(table, pivots, strict=False):
            vector[pivot] = -row[j]
        basis.append(vector)
    return basis


def inertia(point: AlgebraicPoint, matrix: Sequence[Sequence[Element]]) -> tuple[int, int, int]:
    """Numbers of positive, negative and zero eigenvalues (Sylvester), by symmetric elimination."""
    rows = [list(row) for row in matrix]
    positive = negative = 0
    while rows:
        k = next((i for i, row in enumerate(rows) if row[i] != 0), None)
        if k is None:
            spot = next(
                ((i, j) for i, row in enumerate(rows) for j, x in enumerate(row) if x != 0), None
            )
            if spot is None:
                return positive, negative, len(rows)
            i, j = spot
            rows[i] = [a + b for a, b in zip(rows[i], rows[j], strict=True)]
            for row in rows:
                row[i] += row[j]
            k = i
        if point.sign(rows[k][k]) > 0:
            positive += 1
        else:
            negative += 1
        rest = [i for i in range(len(rows)) if i != k]
        inverse = point.inverse(rows[k][k]) if rest else None
        factors = {i: point.multiply(rows[i][k], inverse) for i in rest}
        rows = [[rows[i][j] - point.multiply(factors[i], rows[k][j]) for j in rest] for i in rest]
    return positive, negative, 0


def determinant(point: AlgebraicPoint, matrix: Sequence[Sequence[Element]]) -> Element:
    """The determinant, by expansion along rows (no divisions; the matrices are small)."""
    size = len(matrix)
    partial = {0: fmpq_poly([1])}  # minors of the last rows, by the set of columns as bits
    for row in reversed(matrix):
        grown: dict[int, Element] = {}
        for columns, minor in partial.items():
            for j in range(size):
                if columns >> j & 1 or row[j] == 0:
                    continue
                sign = -1 if (columns & ((1 << j) - 1)).bit_count() % 2 else 1
                term = point.multiply(row[j], minor) * sign
                key = columns | 1 << j
                grown[key] = grown[key] + term if key in grown else term
        partial = grown
    return partial.get((1 << size) - 1, fmpq_poly([0]))
