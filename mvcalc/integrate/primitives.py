"""Antiderivatives, each verified by differentiating it back with our own rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import sympy
from sympy import Expr, Symbol
from sympy.integrals.manualintegrate import manualintegrate

from mvcalc.bounds.deadline import OutOfTimeError, time_limit
from mvcalc.errors import MvcalcError, names_parameters
from mvcalc.expr import Function, as_function
from mvcalc.expr.functions import KNOWN_HEADS
from mvcalc.rules import Derivation, derive, simplified

_SECONDS = 2.0
_TIDYING = 1.0
_MAX_OPERATIONS = 400


@dataclass(frozen=True, slots=True)
class Antiderivative:
    """A function whose derivative is the given one.

    Attributes:
        expr: the antiderivative, without a constant.
        derivation: its derivative, rule by rule, which leads back to the integrand.
    """

    expr: Expr
    derivation: Derivation


@names_parameters
def antiderivative(f: Function | Expr, var: str | None = None) -> Antiderivative | None:
    """An elementary antiderivative (or one with erf), or None if none was found in time.

    None does not mean that there is none.

    Args:
        f: the integrand.
        var: the variable of integration; the only one by default.
    """
    fun = as_function(f)
    name = var or (fun.vars[0] if fun.vars else "x")
    return _find(fun.expr, Symbol(name))


@lru_cache(maxsize=256)
def _find(integrand: Expr, x: Symbol) -> Antiderivative | None:
    if sympy.count_ops(integrand) > _MAX_OPERATIONS:
        return None
    plain = None
    try:
        with time_limit(_SECONDS):
            plain = next(_verified(_guesses(integrand, x), integrand, x), None)
        if plain is None:
            return None
        with time_limit(_TIDYING):
            return next(_verified(iter([simplified(plain.expr)]), integrand, x), plain)
    except (OutOfTimeError, NotImplementedError, MvcalcError):
        return plain


def _verified(guesses: Iterator[Expr], integrand: Expr, x: Symbol) -> Iterator[Antiderivative]:
    for guess in guesses:
        if _in_grammar(guess):
            derivation = derive(guess, x)
            if _is_zero(derivation.simplified - integrand):
                yield Antiderivative(guess, derivation)


def _guesses(integrand: Expr, x: Symbol) -> Iterator[Expr]:
    """Our table, then SymPy's search by rules, as given and expanded; in our own functions."""
    known = _from_table(integrand, x)
    if known is not None:
        yield known
    signless = integrand.replace(sympy.Abs, lambda u: u)  # log|u| and log u go the same way
    for form in dict.fromkeys((integrand, sympy.expand(integrand), signless)):
        found = manualintegrate(form, x)
        if found.has(sympy.Integral, sympy.Piecewise):
            continue
        rewritten = _rewrite(found, x, everywhere=integrand.has(sympy.Abs))
        yield _without_constant(rewritten, x)


_U = sympy.Symbol("u")
_TABLE: dict[Expr, Expr] = {
    sympy.cos(_U) ** -2: sympy.tan(_U),
    sympy.sin(_U) ** -2: -sympy.cos(_U) / sympy.sin(_U),
    1 / sympy.cos(_U): sympy.log(abs(1 / sympy.cos(_U) + sympy.tan(_U))),
    1 / sympy.sin(_U): sympy.log(abs((1 - sympy.cos(_U)) / sympy.sin(_U))),
    1 / (1 + sympy.exp(_U)): _U - sympy.log(1 + sympy.exp(_U)),
    sympy.erf(_U): _U * sympy.erf(_U) + sympy.exp(-(_U**2)) / sympy.sqrt(sympy.pi),
    abs(_U): _U * abs(_U) / 2,
    sympy.tanh(_U): sympy.log(sympy.cosh(_U)),
}
"""What SymPy's rules miss or write clumsily."""


def _from_table(integrand: Expr, x: Symbol) -> Expr | None:
    """A multiple of a table entry at a linear argument."""
    factor, body = integrand.as_independent(x, as_Add=False)
    for shape, answer in _TABLE.items():
        for inner in _linear_arguments(body, x):
            if body == shape.subs(_U, inner):
                return factor * answer.subs(_U, inner) / inner.coeff(x)
    return None


def _linear_arguments(body: Expr, x: Symbol) -> Iterator[Expr]:
    for node in body.atoms(sympy.Function):
        inner = node.args[0]
        if inner.is_polynomial(x) and sympy.degree(inner, x) == 1:
            yield inner


def _rewrite(e: Expr, x: Symbol, everywhere: bool) -> Expr:
    """Inverse hyperbolic functions as logarithms, and logarithms of absolute values.

    A bare log(x) is left as it is unless the answer is wanted ``everywhere``.
    """
    e = e.replace(sympy.asinh, lambda u: sympy.log(u + sympy.sqrt(u**2 + 1)))
    e = e.replace(sympy.acosh, lambda u: sympy.log(u + sympy.sqrt(u**2 - 1)))
    e = e.replace(sympy.atanh, lambda u: sympy.log((1 + u) / (1 - u)) / 2)
    return e.replace(sympy.log, lambda u: sympy.log(u if _positive(u, x, everywhere) else abs(u)))


def _positive(u: Expr, x: Symbol, everywhere: bool) -> bool:
    """Whether u > 0 for every real x, or need not be."""
    if not u.has(x) or (u == x and not everywhere):
        return True
    real = sympy.Dummy("x", real=True)
    return bool(u.subs(x, real).is_positive)


def _without_constant(e: Expr, x: Symbol) -> Expr:
    return e.as_independent(x, as_Add=True)[1]


def _in_grammar(e: Expr) -> bool:
    return all(isinstance(node, KNOWN_HEADS) for node in sympy.preorder_traversal(e))


_REWRITINGS: tuple[Callable[[Expr], Expr], ...] = (
    sympy.expand,
    sympy.cancel,
    sympy.trigsimp,
    sympy.radsimp,
    sympy.simplify,
)


def _is_zero(e: Expr) -> bool:
    """Algebra only: an integrand that merely agrees at sample points is not accepted."""
    if e == 0:
        return True
    return any(rewrite(e) == 0 for rewrite in _REWRITINGS)
