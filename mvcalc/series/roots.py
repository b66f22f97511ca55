"""Complex roots of polynomials with rational coefficients, exactly where radicals suffice."""

from __future__ import annotations

from collections.abc import Iterator

import sympy
from flint import acb, arb, fmpz_poly
from sympy import Expr, Poly, Symbol

from mvcalc.bounds.deadline import OutOfTimeError, time_limit
from mvcalc.bounds.factoring import factored
from mvcalc.expr.balls import side_interval

_SECONDS = 1.0
Coordinates = tuple[Expr, Expr]


def factors(e: Expr) -> list[Expr]:
    """The factors of the numerator that can be 0."""
    top = sympy.fraction(sympy.together(e))[0]
    bases = [part.as_base_exp()[0] for part in sympy.Mul.make_args(factored(top))]
    return [b for b in bases if not b.is_number and not isinstance(b, sympy.exp)]


def is_rational_polynomial(e: Expr, symbol: Symbol) -> bool:
    """Whether ``e`` is a polynomial with rational coefficients."""
    if not e.is_polynomial(symbol):
        return False
    return all(c.is_Rational for c in Poly(e, symbol).coeffs())


def upper_roots(e: Expr, symbol: Symbol) -> Iterator[tuple[acb, Coordinates | None]]:
    """The roots x + iy with y >= 0: an enclosure and, where known, exact x and y."""
    poly = Poly(e, symbol, domain="QQ").clear_denoms()[1]
    whole = fmpz_poly([int(c) for c in reversed(poly.all_coeffs())])
    exact = _radicals(poly)
    for spot, _ in whole.complex_roots():
        if not spot.imag < 0:
            near = [xy for xy in exact if acb(ball(xy[0]), ball(xy[1])).overlaps(spot)]
            yield spot, near[0] if len(near) == 1 else None


def _radicals(poly: Poly) -> list[Coordinates]:
    if poly.degree() > 4 and len(poly.terms()) > 2:
        return []
    try:
        with time_limit(_SECONDS):
            found = sympy.roots(poly, cubics=False)
            return [sympy.expand_complex(root).as_real_imag() for root in found]
    except OutOfTimeError:
        return []


def ball(value: Expr) -> arb:
    """An exact real number as an Arb ball at the current precision."""
    lo, hi = side_interval(value, value)
    return lo.union(hi)
