"""The rules of differentiation. ``sympy.diff`` is never called.

Each expression is read as one construction (a sum, a product, a function of something) and
differentiated by the one rule for it; the parts are differentiated first.
"""

from __future__ import annotations

from functools import lru_cache

import sympy
from sympy import Expr, Symbol

from mvcalc.bounds.deadline import in_time_or
from mvcalc.errors import BudgetError, RangeError, names_parameters
from mvcalc.expr import Function
from mvcalc.rules.derivation import Derivation, Rule
from mvcalc.rules.tables import OUTER, Outer
from mvcalc.rules.tidy import simplified

MAX_NODES = 2000
_SECONDS = 10.0
_FEW = 6  # functions: so few take no time


@names_parameters
def derive(f: Function | Expr, var: str | Symbol = "x") -> Derivation:
    """The derivative of ``f`` with respect to ``var``, with every rule that was used.

    Raises:
        RangeError: ``f`` holds something that is not an elementary real function.
        BudgetError: more than 2000 parts, or many functions nested so that it takes too long.
    """
    expr = f.expr if isinstance(f, Function) else f
    name = var.name if isinstance(var, Symbol) else var
    if sympy.count_ops(expr) > MAX_NODES:
        raise BudgetError(
            "the formula is too long to differentiate",
            limit=MAX_NODES,
            needed=int(sympy.count_ops(expr)),
        )
    if len(expr.atoms(sympy.Function)) <= _FEW:
        return _derive(expr, Symbol(name))
    return in_time_or(
        _SECONDS,
        lambda: _derive(expr, Symbol(name)),
        lambda: BudgetError(
            "the formula takes too long to differentiate", value=str(expr)[:60],
            limit=f"{_SECONDS:g} s", hint="nest fewer functions, such as atan(atan(x))",
        ),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _derive(e: Expr, x: Symbol) -> Derivation:
    if x not in e.free_symbols:
        return _made(Rule.CONSTANT, e, sympy.S.Zero, x, (), "A constant does not change.")
    if e == x:
        return _made(Rule.IDENTITY, e, sympy.S.One, x, (), "The variable grows as fast as itself.")
    if e.is_Add:
        return _sum(e, x)
    if e.is_Mul:
        return _mul(e, x)
    return _function(e, x)


def _made(
    rule: Rule, before: Expr, after: Expr, x: Symbol, children: tuple[Derivation, ...], note: str
) -> Derivation:
    return Derivation(rule, before, after, simplified(after), x.name, children, note)


def _times(*factors: Expr) -> Expr:
    """A product as written, without collecting powers; ones are left out."""
    kept = [f for f in factors if f != 1]
    if any(f == 0 for f in kept):
        return sympy.S.Zero
    if len(kept) < 2:
        return kept[0] if kept else sympy.S.One
    return sympy.Mul(*kept, evaluate=False)


def _plus(*terms: Expr) -> Expr:
    kept = [t for t in terms if t != 0]
    if len(kept) < 2:
        return kept[0] if kept else sympy.S.Zero
    return sympy.Add(*kept, evaluate=False)


def _sum(e: Expr, x: Symbol) -> Derivation:
    children = tuple(_derive(term, x) for term in e.as_ordered_terms())
    after = _plus(*(child.simplified for child in children))
    return _made(Rule.SUM, e, after, x, children, "Differentiate term by term and add.")


def _mul(e: Expr, x: Symbol) -> Derivation:
    constant, rest = e.as_independent(x, as_Add=False)
    if constant != 1:
        child = _derive(rest, x)
        after = _times(constant, child.simplified)
        note = "A constant factor stays in front."
        return _made(Rule.CONSTANT_MULTIPLE, e, after, x, (child,), note)
    below = [f for f in rest.args if _divides(f)]
    above = [f for f in rest.args if not _divides(f)]
    if below and above:
        return _quotient(e, sympy.Mul(*above), 1 / sympy.Mul(*below), x)
    return _product(e, x)


def _divides(factor: Expr) -> bool:
    is_power = factor.is_Pow and not isinstance(factor, sympy.exp)
    return bool(is_power and factor.exp.is_Rational and factor.exp < 0)


def _product(e: Expr, x: Symbol) -> Derivation:
    factors = e.as_ordered_factors()
    children = tuple(_derive(f, x) for f in factors)
    terms = [
        _times(*factors[:k], child.simplified, *factors[k + 1 :])
        for k, child in enumerate(children)
    ]
    note = "Differentiate one factor at a time, keep the others, and add."
    return _made(Rule.PRODUCT, e, _plus(*terms), x, children, note)


def _quotient(e: Expr, top: Expr, bottom: Expr, x: Symbol) -> Derivation:
    children = (_derive(top, x), _derive(bottom, x))
    dt, db = children[0].simplified, children[1].simplified
    above = _plus(_times(dt, bottom), _times(sympy.S.NegativeOne, top, db))
    after = _times(above, sympy.Pow(bottom, -2))
    note = "Bottom times slope of top, minus top times slope of bottom, over bottom squared."
    return _made(Rule.QUOTIENT, e, after, x, children, note)


def _function(e: Expr, x: Symbol) -> Derivation:
    if e.is_Pow and not isinstance(e, sympy.exp) and {x} <= e.exp.free_symbols:
        if x in e.base.free_symbols:
            return _general_power(e, x)
        return _through(e, e.exp, _exponential, x)
    if e.is_Pow and not isinstance(e, sympy.exp):
        return _through(e, e.base, _power, x)
    outer = OUTER.get(type(e))
    if outer is None:
        kind = type(e).__name__
        raise RangeError(f"there is no rule to differentiate {kind}", value=str(e)[:60])
    return _through(e, e.args[0], outer, x)


def _power(e: Expr) -> tuple[Rule, Expr, str]:
    base, n = e.base, e.exp
    after = _times(n, sympy.Pow(base, n - 1))
    return Rule.POWER, after, "The exponent comes down and drops by one."


def _exponential(e: Expr) -> tuple[Rule, Expr, str]:
    note = "An exponential is proportional to itself."
    return Rule.EXP, _times(e, sympy.log(e.base)), note


def _through(e: Expr, inner: Expr, outer: Outer, x: Symbol) -> Derivation:
    """A function of x directly, or of something that depends on x (chain rule)."""
    if inner == x:
        rule, after, note = outer(e)
        return _made(rule, e, after, x, (), note)
    u = _fresh(e)
    outside = e.func(*[u if a == inner else a for a in e.args])
    rule, after, note = outer(outside)
    first = _made(rule, outside, after, u, (), note)
    second = _derive(inner, x)
    slope = first.simplified.xreplace({u: inner})
    note = "Slope of the outside at the inside, times slope of the inside."
    return _made(Rule.CHAIN, e, _times(slope, second.simplified), x, (first, second), note)


def _fresh(e: Expr) -> Symbol:
    """A name for the inside that is not used yet: u, v, w, u1, ..."""
    used = {s.name for s in e.free_symbols}
    names = [*"uvwst", *(f"u{k}" for k in range(1, len(used) + 2))]
    return Symbol(next(name for name in names if name not in used))


def _general_power(e: Expr, x: Symbol) -> Derivation:
    child = _derive(e.exp * sympy.log(e.base), x)
    note = "Write the power as e to the exponent times the natural log of the base."
    return _made(Rule.GENERAL_POWER, e, _times(e, child.simplified), x, (child,), note)


__all__ = ["MAX_NODES", "derive"]
