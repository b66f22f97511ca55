"""The algebra of a constrained problem: its functions, slopes and critical equations."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import sympy
from sympy.polys.rings import PolyElement, PolyRing

from mvcalc.descent.derivatives import gradient_of, hessian_of
from mvcalc.errors import FreeSymbolError, RangeError
from mvcalc.expr import Function, as_function

MOST_VARIABLES = 6


@dataclass(frozen=True)
class Problem:
    """A function and the equations that fence it in, over the same variables."""

    f: sympy.Expr
    equations: tuple[sympy.Expr, ...]
    symbols: tuple[sympy.Symbol, ...]

    @classmethod
    def of(
        cls,
        f: Function | sympy.Expr,
        equations: Sequence[Function | sympy.Expr],
        limit: int | None = None,
    ) -> Problem:
        """Collect the variables of f and the equations, in the order of f.

        Raises:
            RangeError: more variables than 6, or more equations than ``limit`` or variables.
        """
        parts = [as_function(f), *(as_function(g) for g in equations)]
        names = list(dict.fromkeys(name for part in parts for name in part.vars))
        if len(names) > MOST_VARIABLES:
            raise RangeError(
                f"at most {MOST_VARIABLES} variables are possible", param="f", value=len(names)
            )
        most = len(names) if limit is None else limit
        if len(equations) > most:
            raise RangeError(
                f"{len(equations)} equations are too many for {len(names)} variables",
                param="eqs",
                value=len(equations),
                hint=f"use at most {most}",
            )
        return cls(
            parts[0].expr,
            tuple(part.expr for part in parts[1:]),
            tuple(sympy.Symbol(name) for name in names),
        )

    @cached_property
    def polynomial(self) -> bool:
        """Whether every function is a rational function with rational coefficients."""
        return all(is_rational_function(e, self.symbols) for e in (self.f, *self.equations))

    @cached_property
    def slope(self) -> tuple[sympy.Expr, ...]:
        return gradient_of(self.f, self.symbols)

    @cached_property
    def fences(self) -> tuple[tuple[sympy.Expr, ...], ...]:
        """The gradients of the equations."""
        return tuple(gradient_of(g, self.symbols) for g in self.equations)

    @cached_property
    def curvatures(self) -> tuple[tuple[tuple[sympy.Expr, ...], ...], ...]:
        """Hessians: of f, then of each equation."""
        return tuple(hessian_of(g, self.symbols) for g in (self.slope, *self.fences))

    @cached_property
    def numerators(self) -> tuple[sympy.Expr, ...]:
        """The equations without their denominators."""
        return tuple(numerator(g) for g in self.equations)

    @cached_property
    def critical(self) -> tuple[sympy.Expr, ...]:
        """Polynomials that vanish where ∇f depends on the ∇g, or the ∇g on each other.

        These are the equations themselves and every minor with one row more than there are
        equations; multipliers do not occur, so that irregular points are found as well.
        """
        rows = [self.slope, *(gradient_of(g, self.symbols) for g in self.numerators)]
        table = [[self._member(e) for e in cleared(row)] for row in rows]
        minors = [
            _determinant([[row[j] for j in columns] for row in table]).as_expr()
            for columns in itertools.combinations(range(len(self.symbols)), len(rows))
        ]
        return tuple(e for e in (*self.numerators, *minors) if e != 0)

    def _member(self, e: sympy.Expr) -> PolyElement:
        return PolyRing(self.symbols, sympy.QQ, sympy.lex).from_expr(e)

    @property
    def multipliers(self) -> tuple[sympy.Symbol, ...]:
        if len(self.equations) == 1:
            return (sympy.Symbol("lambda"),)
        return tuple(sympy.Symbol(f"lambda_{k + 1}") for k in range(len(self.equations)))

    @cached_property
    def balance(self) -> tuple[sympy.Expr, ...]:
        """∇f − Σλ∇g, one entry per variable."""
        return tuple(
            sympy.Add(
                d, *(-m * fence[i] for m, fence in zip(self.multipliers, self.fences, strict=True))
            )
            for i, d in enumerate(self.slope)
        )

    @property
    def stationary(self) -> tuple[sympy.Expr, ...]:
        """∇f − Σλ∇g = 0 and g = 0, cleared of denominators."""
        return tuple(numerator(e) for e in (*self.balance, *self.numerators))

    def require(self, names: Sequence[str]) -> None:
        """Raise FreeSymbolError unless the variables are among ``names``."""
        for symbol in self.symbols:
            if symbol.name not in names:
                raise FreeSymbolError(f"{symbol} is not a variable here", param="f", value=symbol)


def is_rational_function(e: sympy.Expr, symbols: Sequence[sympy.Symbol]) -> bool:
    """Sums, products and whole powers of the symbols and of fractions, nothing else."""
    if e.is_Symbol or e.is_Rational:
        return True
    if e.is_Add or e.is_Mul:
        return all(is_rational_function(a, symbols) for a in e.args)
    return bool(e.is_Pow and e.exp.is_Integer and is_rational_function(e.base, symbols))


def _determinant(rows: list[list[PolyElement]]) -> PolyElement:
    """By expansion along the first column: no divisions, and the matrices are small."""
    if len(rows) == 1:
        return rows[0][0]
    total = rows[0][0].ring.zero
    for i, row in enumerate(rows):
        if row[0]:
            rest = _determinant([other[1:] for k, other in enumerate(rows) if k != i])
            total += rest * row[0] * (-1) ** i
    return total


@lru_cache(maxsize=4096)
def numerator(e: sympy.Expr) -> sympy.Expr:
    return sympy.expand(sympy.fraction(sympy.together(e))[0])


@lru_cache(maxsize=1024)
def cleared(row: tuple[sympy.Expr, ...]) -> tuple[sympy.Expr, ...]:
    """A row over a common denominator: the same direction, made of polynomials."""
    if all(e.is_polynomial() for e in row):
        return row
    fractions = [sympy.fraction(sympy.together(e)) for e in row]
    common = sympy.lcm_list([bottom for _, bottom in fractions])
    return tuple(sympy.cancel(top * common / bottom) for top, bottom in fractions)
