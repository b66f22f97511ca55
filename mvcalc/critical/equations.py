"""From a gradient to the simplest equations with the same zeros."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy
from sympy import Expr, Poly, Symbol

from mvcalc import multi
from mvcalc.bounds.deadline import OutOfTimeError, time_limit
from mvcalc.bounds.factoring import factored
from mvcalc.expr import Function

_SECONDS = 2.0
_NEVER_ZERO = (sympy.exp, sympy.cosh)


@dataclass(frozen=True, slots=True)
class Equations:
    """``gradient = 0`` split into curves and isolated solutions.

    Attributes:
        gradient: the partial derivatives.
        curves: factors that all equations share; each may be a curve of critical points.
        rest: the equations without these factors.
        denominators: what must not be 0.
    """

    gradient: tuple[Expr, ...]
    curves: tuple[Expr, ...]
    rest: tuple[Expr, ...]
    denominators: tuple[Expr, ...]

    def polynomial(self, symbols: Sequence[Symbol]) -> bool:
        """Whether the rest is algebraic over the rational numbers."""
        return all(is_polynomial(e, symbols) for e in (*self.rest, *self.denominators))


def is_polynomial(e: Expr, symbols: Sequence[Symbol]) -> bool:
    """Whether ``e`` is a polynomial in the symbols with rational coefficients."""
    if not e.is_polynomial(*symbols):
        return False
    return all(c.is_Rational for c in Poly(e, *symbols).coeffs())


def gradient(f: Function) -> tuple[Expr, ...]:
    """The partial derivatives, in the order of the variables."""
    return tuple(multi.gradient(f))


def equations(f: Function) -> Equations:
    """The conditions for a critical point of ``f``."""
    slopes = gradient(f)
    try:
        with time_limit(_SECONDS):
            return _split(slopes, len(f.vars))
    except OutOfTimeError:
        return Equations(slopes, (), slopes, ())


def _split(slopes: tuple[Expr, ...], n: int) -> Equations:
    factored: list[dict[Expr, int]] = []
    bottoms: dict[Expr, None] = {}
    for slope in slopes:
        top, bottom = sympy.fraction(sympy.together(slope))
        factored.append(_factors(top))
        bottoms.update(dict.fromkeys(_factors(bottom)))
    live = [set(f) for f, slope in zip(factored, slopes, strict=True) if slope != 0]
    shared = set.intersection(*live) if n > 1 and live else set()
    rest = [
        _product(f, shared) if slope != 0 else sympy.S.Zero
        for f, slope in zip(factored, slopes, strict=True)
    ]
    return Equations(slopes, tuple(sorted(shared, key=str)), tuple(rest), tuple(bottoms))


def _factors(e: Expr) -> dict[Expr, int]:
    """The factors that can be 0, each once with its power."""
    powers = (part.as_base_exp() for part in sympy.Mul.make_args(factored(e)))
    return {base: power for base, power in powers if not _never_zero(base)}


def _never_zero(base: Expr) -> bool:
    return base.is_number or isinstance(base, _NEVER_ZERO)


def _product(factors: dict[Expr, int], shared: set[Expr]) -> Expr:
    """Each remaining factor once: multiplicity does not change the zeros."""
    return sympy.Mul(*[part for part in factors if part not in shared])
