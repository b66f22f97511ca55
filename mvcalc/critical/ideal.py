"""All real solutions of polynomial equations with finitely many complex ones, exactly.

A Gröbner basis gives the quotient ring; traces of its multiplication matrices give the rational
univariate representation (F. Rouillier, "Solving zero-dimensional systems through the rational
univariate representation", AAECC 9, 1999): the solutions are x_i = g_i(t)/g_0(t) at the roots t
of one polynomial, whose real roots are isolated by Arb. The rank of Hermite's trace form is the
number of distinct complex solutions, so that nothing is lost and nothing is counted twice.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import sympy
from flint import arb, fmpq, fmpq_mat, fmpq_poly, fmpz_mpoly_ctx, fmpz_mpoly_vec, fmpz_poly
from sympy import Expr, Poly, Symbol

from mvcalc.errors import BudgetError

_LIMITS = (400, 4000, 20_000)  # basis length, terms in a polynomial, bits in a coefficient
_MAX_SOLUTIONS = 90
Monomial = tuple[int, ...]


class InfinitelyManyError(ArithmeticError):
    """The equations have a curve of complex solutions."""


@dataclass(frozen=True, slots=True)
class RealSolutions:
    """The real solutions of a system: one for each real root of ``parameter``.

    Attributes:
        symbols: the unknowns.
        parameter: square-free polynomial whose real roots number the solutions.
        coordinates: numerators g_i in the parameter, one for each unknown.
        denominator: g_0, without common root with ``parameter``.
        complex_count: number of distinct complex solutions.
    """

    symbols: tuple[Symbol, ...]
    parameter: fmpz_poly
    coordinates: tuple[fmpq_poly, ...]
    denominator: fmpq_poly
    complex_count: int


def real_roots(p: fmpz_poly) -> list[arb]:
    """Isolating balls of the distinct real roots, ascending."""
    if p.degree() < 1:
        return []
    found = [root.real for root, _ in p.complex_roots() if root.imag.is_zero()]
    return sorted(found, key=lambda r: Fraction(int(r.mid().fmpq().p), int(r.mid().fmpq().q)))


def algebraic_number(p: fmpz_poly, index: int) -> Expr:
    """The real root number ``index`` (ascending) of an irreducible polynomial.

    Square roots, also nested ones, where they suffice; ``CRootOf`` otherwise.
    """
    return _algebraic_number(tuple(int(c) for c in reversed(p.coeffs())), index)


@lru_cache(maxsize=4096)
def _algebraic_number(descending: tuple[int, ...], index: int) -> Expr:
    coefficients, degree = [sympy.Integer(c) for c in descending], len(descending) - 1
    if degree == 1:
        return -coefficients[1] / coefficients[0]
    if degree == 2:
        a, b, c = coefficients
        half = sympy.sqrt(b * b - 4 * a * c) / (2 * abs(a))
        return -b / (2 * a) + (half if index else -half)
    if degree == 4 and coefficients[1] == coefficients[3] == 0:
        a, b, c = coefficients[::2]
        width = sympy.sqrt(b * b - 4 * a * c)
        squares = [(-b - width) / (2 * a), (-b + width) / (2 * a)]
        if b * b > 4 * a * c:
            roots = [s * sympy.sqrtdenest(sympy.sqrt(q)) for q in squares for s in (-1, 1)]
            return sorted((r for r in roots if r.is_real), key=sympy.Expr.evalf)[index]
    return sympy.CRootOf(Poly(coefficients, sympy.Symbol("x")), index)


def solve(system: Sequence[Expr], symbols: Sequence[Symbol]) -> RealSolutions | None:
    """Solve polynomial equations with rational coefficients over the real numbers.

    Args:
        system: polynomials in ``symbols``, each to be 0.
        symbols: the unknowns.

    Returns:
        The real solutions, or None when there is not even a complex one.

    Raises:
        InfinitelyManyError: a curve (or more) of complex solutions.
        BudgetError: the Gröbner basis or the number of solutions is too large.
    """
    basis = _groebner(system, symbols)
    leading = [max(p, key=_degrevlex) for p in basis]
    if any(sum(m) == 0 for m in leading):
        return None
    staircase = _staircase(leading, len(symbols))
    matrices = _multiplications(basis, leading, staircase, len(symbols))
    return _represent(tuple(symbols), staircase, matrices)


def inconsistent(system: Sequence[Expr], symbols: Sequence[Symbol]) -> bool:
    """Whether polynomial equations are proved to have no common solution, not even a complex one.

    False also where the Gröbner basis is too large.
    """
    try:
        basis = _groebner(system, symbols)
    except BudgetError:
        return False
    return any(len(p) == 1 and sum(next(iter(p))) == 0 for p in basis)


def _degrevlex(m: Monomial) -> tuple[int, ...]:
    return (sum(m), *(-e for e in reversed(m)))


def _groebner(system: Sequence[Expr], symbols: Sequence[Symbol]) -> list[dict[Monomial, fmpq]]:
    ctx = fmpz_mpoly_ctx.get([f"x{k}" for k in range(len(symbols))], "degrevlex")
    polys = []
    for e in system:
        p = Poly(e, *symbols, domain="QQ").clear_denoms()[1].set_domain("ZZ")
        polys.append(ctx.from_dict({m: int(c) for m, c in p.terms()}))
    basis, done = fmpz_mpoly_vec(polys, ctx).buchberger_naive(limits=_LIMITS)
    if not done:
        raise BudgetError("the equations are too large to eliminate", limit=str(_LIMITS))
    reduced = [dict(p.to_dict()) for p in basis.autoreduction() if not p.is_zero()]
    return [{m: fmpq(c) for m, c in p.items()} for p in reduced]


def _staircase(leading: list[Monomial], n: int) -> list[Monomial]:
    """Monomials that no leading monomial divides: a basis of the quotient ring."""
    corners = []
    for k in range(n):
        pure = [m[k] for m in leading if sum(m) == m[k] and m[k]]
        if not pure:
            raise InfinitelyManyError
        corners.append(min(pure))
    inside = [
        m
        for m in itertools.product(*map(range, corners))
        if not any(all(a <= b for a, b in zip(low, m, strict=True)) for low in leading)
    ]
    if len(inside) > _MAX_SOLUTIONS:
        raise BudgetError("there are too many solutions", limit=_MAX_SOLUTIONS, needed=len(inside))
    return sorted(inside, key=_degrevlex)


def _times(m: Monomial, k: int, step: int = 1) -> Monomial:
    return (*m[:k], m[k] + step, *m[k + 1 :])


def _multiplications(
    basis: list[dict[Monomial, fmpq]], leading: list[Monomial], inside: list[Monomial], n: int
) -> list[fmpq_mat]:
    """Matrices of multiplication by each unknown (columns are images of the staircase)."""
    size = len(inside)
    place = {m: k for k, m in enumerate(inside)}
    normal: dict[Monomial, list[fmpq]] = {}
    for m in inside:
        unit = [fmpq(0)] * size
        unit[place[m]] = fmpq(1)
        normal[m] = unit
    tops = dict(zip(leading, basis, strict=True))
    border = {_times(m, k) for m in inside for k in range(n)} - place.keys()
    for m in sorted(border, key=_degrevlex):
        if m in tops:
            row = [fmpq(0)] * size
            for other, c in tops[m].items():
                if other != m:
                    row[place[other]] = -c / tops[m][m]
        else:
            k = next(k for k in range(n) if m[k] and _times(m, k, -1) in border)
            row = _image(normal[_times(m, k, -1)], k, inside, normal)
        normal[m] = row
    return [fmpq_mat([normal[_times(m, k)] for m in inside]).transpose() for k in range(n)]


def _image(
    row: list[fmpq], k: int, inside: list[Monomial], normal: dict[Monomial, list[fmpq]]
) -> list[fmpq]:
    out = [fmpq(0)] * len(row)
    for c, m in zip(row, inside, strict=True):
        if c != 0:
            out = [a + c * b for a, b in zip(out, normal[_times(m, k)], strict=True)]
    return out


def _trace(m: fmpq_mat) -> fmpq:
    return sum((m[k, k] for k in range(m.nrows())), fmpq(0))


def _identity(size: int) -> fmpq_mat:
    return fmpq_mat(size, size, [int(i == j) for i in range(size) for j in range(size)])


def _trace_form(inside: list[Monomial], matrices: list[fmpq_mat]) -> tuple[list[fmpq], int]:
    """Traces of the staircase monomials, and the rank of Hermite's form."""
    size = len(inside)
    by: dict[Monomial, fmpq_mat] = {inside[0]: _identity(size)}
    for m in inside[1:]:
        k = next(k for k in range(len(m)) if m[k])
        by[m] = matrices[k] * by[_times(m, k, -1)]
    traces = [_trace(by[m]) for m in inside]
    row = fmpq_mat(1, size, traces)
    form = fmpq_mat([(row * by[m]).entries() for m in inside])
    return traces, form.rank()


def _separating(matrices: list[fmpq_mat], distinct: int) -> tuple[fmpq_mat, fmpq_poly]:
    """Multiplication by a linear form with different values at all solutions, and the
    square-free polynomial of those values."""
    n = len(matrices)
    weights = itertools.chain(
        (tuple(int(i == k) for i in range(n)) for k in range(n)),
        (tuple(s**i for i in range(n)) for s in itertools.count(2)),
    )
    for w in weights:
        form = matrices[0] * w[0]
        for m, c in zip(matrices[1:], w[1:], strict=True):
            form = form + m * c
        char = form.charpoly()
        free = char / char.gcd(char.derivative())
        if free.degree() == distinct:
            return form, free / free.leading_coefficient()
    raise AssertionError("finitely many points are separated by some integer form")


def _represent(
    symbols: tuple[Symbol, ...], inside: list[Monomial], matrices: list[fmpq_mat]
) -> RealSolutions:
    traces, distinct = _trace_form(inside, matrices)
    form, free = _separating(matrices, distinct)
    size = len(inside)
    powers = [fmpq_mat(size, 1, [1] + [0] * (size - 1))]  # the monomial 1 comes first
    for _ in range(distinct - 1):
        powers.append(form * powers[-1])
    row = fmpq_mat(1, size, traces)
    horner = [fmpq_poly([1])]
    for c in reversed(free.coeffs()[1:-1]):
        horner.append(horner[-1] * fmpq_poly([0, 1]) + c)

    def numerator(by: fmpq_mat) -> fmpq_poly:
        moments = [(row * by * p)[0, 0] for p in powers]
        total = fmpq_poly()
        for moment, h in zip(moments, reversed(horner), strict=True):
            total += h * moment
        return total

    return RealSolutions(
        symbols=symbols,
        parameter=free.numer(),
        coordinates=tuple(numerator(m) for m in matrices),
        denominator=numerator(_identity(size)),
        complex_count=distinct,
    )
