"""Definite integrals: exact through a verified antiderivative, otherwise proved enclosures.

Enclosures: Arb's adaptive Gauss-Legendre quadrature with error bounds from complex balls
(F. Johansson, "Numerical integration in arbitrary-precision ball arithmetic", 2018).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction

import flint
import sympy
from flint import acb, arb
from sympy import Expr, Symbol

from mvcalc.bounds.maximum import Enclosure, check_domain
from mvcalc.bounds.tape import tape
from mvcalc.critical.numbers import Number
from mvcalc.errors import DomainError, MvcalcError, UncertifiedError, names_parameters, said
from mvcalc.expr import Ball, Function, as_function, enclose_number, evaluate, number, sign, tidy
from mvcalc.expr.balls import side_interval
from mvcalc.integrate.primitives import antiderivative
from mvcalc.series.complex import Complex, Dual
from mvcalc.series.expansion import only_variable
from mvcalc.series.roots import ball, is_rational_polynomial

_PREC = 128
_WIDTH = Fraction(1, 10**9)
_EVALUATIONS = 60_000


@names_parameters
def definite(f: Function | Expr, a: object, b: object) -> Enclosure:
    """The integral of ``f`` from ``a`` to ``b`` (a > b turns the sign).

    Returns:
        An Enclosure; its ``exact`` is the number itself when a verified antiderivative has a
        value on the whole interval, otherwise its width is at most 1e-9 of its size (or 1e-9).

    Raises:
        DomainError: f has no value somewhere in the interval (improper integrals too).
        UncertifiedError: no enclosure that narrow was found.
    """
    fun = as_function(f)
    symbol = only_variable(fun)
    lo, hi = number(a), number(b)
    order = sign(hi - lo)
    if order == 0:
        evaluate(fun, lo)
        return Enclosure.of(sympy.S.Zero)
    if order < 0:
        return _negative(definite(fun, hi, lo))
    with flint.ctx.workprec(_PREC):
        whole = side_interval(lo, hi)
    check_domain(fun, symbol, whole)
    return (
        _by_antiderivative(fun, symbol, lo, hi)
        or _between_kinks(fun, symbol, lo, hi)
        or quadrature(fun, symbol, lo, hi)
    )


def _negative(e: Enclosure) -> Enclosure:
    if e.exact is not None:
        return Enclosure.of(-e.exact)
    return Enclosure(-e.hi, -e.lo)


def _by_antiderivative(f: Function, symbol: Symbol, lo: Expr, hi: Expr) -> Enclosure | None:
    """F(b) - F(a), if F is proved to have a value, hence to be continuous, all along."""
    found = antiderivative(f, symbol.name)
    if found is None:
        return None
    with flint.ctx.workprec(_PREC):
        whole = side_interval(lo, hi)
    for form in dict.fromkeys((found.expr, found.expr.replace(sympy.log, _log_of_size))):
        F = Function.of(form, [symbol.name])
        try:
            check_domain(F, symbol, whole)
            return Enclosure.of(tidy(evaluate(F, hi) - evaluate(F, lo)))
        except MvcalcError:
            continue
    return None


def _log_of_size(u: Expr) -> Expr:
    """log|u| has the same derivative as log u, also where u < 0."""
    return sympy.log(sympy.Abs(u))


def _between_kinks(f: Function, symbol: Symbol, lo: Expr, hi: Expr) -> Enclosure | None:
    """Piece by piece, with every absolute value of a polynomial replaced by what it is there."""
    inner = [a.args[0] for a in f.expr.atoms(sympy.Abs)]
    if not inner or not all(is_rational_polynomial(u, symbol) for u in inner):
        return None
    kinks = {r for u in inner for r in sympy.real_roots(sympy.Poly(u, symbol))}
    if any(r.has(sympy.CRootOf) for r in kinks):
        return None
    cuts = sorted({r for r in kinks if sign(r - lo) > 0 and sign(hi - r) > 0}, key=float)
    total = sympy.S.Zero
    for left, right in itertools.pairwise([lo, *cuts, hi]):
        middle = {symbol: (left + right) / 2}
        signs = {abs(u): u * sign(u.subs(middle)) for u in inner}
        part = _by_antiderivative(f.with_expr(f.expr.xreplace(signs)), symbol, left, right)
        if part is None or part.exact is None:
            return None
        total += part.exact
    return Enclosure.of(tidy(total))


def quadrature(f: Function, symbol: Symbol, lo: Expr, hi: Expr) -> Enclosure:
    """An enclosure without an antiderivative.

    Raises:
        UncertifiedError: wider than 1e-9.
        DomainError: not bounded.
    """
    program = tape((f.expr,), (symbol,))

    def integrand(z: acb, analytic: bool) -> acb:
        return program.run(Complex(analytic), [Dual(z, acb(1))])[0].value

    with flint.ctx.workprec(_PREC):
        found = acb.integral(
            integrand,
            acb(ball(lo)),
            acb(ball(hi)),
            rel_tol=arb(2) ** -60,
            abs_tol=arb(2) ** -60,
            eval_limit=_EVALUATIONS,
        ).real
    if not found.is_finite():
        raise DomainError(
            f"the integral of {f.source} could not be bounded",
            value=f"[{said(lo)}, {said(hi)}]",
            hint="choose an interval in which the function stays finite",
        )
    result = Ball.of((found.lower(), found.upper()))
    size = max(abs(result.lower), abs(result.upper), Fraction(1))
    if result.width > size * _WIDTH:
        raise UncertifiedError(
            f"the integral of {f.source} could not be enclosed to nine digits",
            best_known=Enclosure(result.lower, result.upper),
            hint="use a shorter interval",
        )
    return Enclosure(result.lower, result.upper)


def as_ball(value: Number) -> Ball:
    """A number, exact or not, as a ball."""
    return value if isinstance(value, Ball) else enclose_number(value, _PREC)


@dataclass(frozen=True, slots=True)
class Accumulation:
    """The area function A(x), the integral of f from a to x.

    Attributes:
        f: the integrand.
        start: a.
        expr: A as a formula, or None when f has no antiderivative that was found.
    """

    f: Function
    start: Expr
    expr: Expr | None

    def at(self, x: object) -> Enclosure:
        """A(x), exact or proved."""
        return definite(self.f, self.start, x)


@names_parameters
def accumulate(f: Function | Expr, a: object) -> Accumulation:
    """The area function of ``f`` from ``a``.

    Raises:
        DomainError: f has no value at ``a``.
    """
    fun = as_function(f)
    symbol = only_variable(fun)
    start = number(a)
    evaluate(fun, start)
    found = antiderivative(fun, symbol.name)
    if found is None:
        return Accumulation(fun, start, None)
    try:
        base = evaluate(Function.of(found.expr, [symbol.name]), start)
    except DomainError:
        return Accumulation(fun, start, None)
    return Accumulation(fun, start, found.expr - base)
