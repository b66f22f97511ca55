"""Making each node of a formula: real semantics, domain conditions, and a bounded size."""

from __future__ import annotations

import sympy
from sympy import Expr, Symbol

from mvcalc.errors import BudgetError, DomainError, ParseError, said
from mvcalc.expr.evaluate import bounded, holds, real_power
from mvcalc.expr.functions import (
    FUNCTIONS,
    KNOWN_HEADS,
    Condition,
    function_condition,
    power_condition,
    settled,
)

_MAX_NODES = 600
_MAX_EXPONENT = 10_000


class Builder:
    """Builds with *real* symbols, so that SymPy simplifies as for real numbers
    (``sqrt(x^2)`` is ``|x|``), and hands out plain symbols at the end."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.real = {name: Symbol(name, real=True) for name in names}
        self.conditions: dict[Condition, None] = {}
        self.nodes = 0

    def variable(self, name: str) -> Expr:
        return self.real[name]

    def constant(self, value: Expr) -> Expr:
        return self._made(value)

    def add(self, a: Expr, b: Expr) -> Expr:
        return self._made(a + b)

    def negate(self, a: Expr) -> Expr:
        return self._made(-a)

    def multiply(self, a: Expr, b: Expr) -> Expr:
        return self._made(a * b)

    def divide(self, a: Expr, b: Expr) -> Expr:
        self._require(power_condition(b, sympy.S.NegativeOne))
        return self._made(a / b)

    def power(self, base: Expr, exponent: Expr) -> Expr:
        self._require(power_condition(base, exponent))
        if base == 0 and exponent == 0:
            raise DomainError("0^0 has no agreed value", hint="write 1")
        if not base.free_symbols and not exponent.free_symbols:
            return self._made(self._constant_power(base, exponent))
        if exponent.is_Rational and base.is_Pow and base.exp.is_Rational:
            return self._made(_power_of_power(base, exponent))
        return self._made(sympy.Pow(base, exponent))

    def apply(self, name: str, argument: Expr) -> Expr:
        self._require(function_condition(name, argument))
        if name == "sqrt":
            return self.power(argument, sympy.S.Half)
        return self._made(FUNCTIONS[name](argument))

    def finish(self, expr: Expr) -> tuple[Expr, tuple[Condition, ...]]:
        """The expression and its domain over plain symbols."""
        plain = {real: Symbol(name) for name, real in self.real.items()}
        kept = tuple(
            Condition(c.argument.xreplace(plain), c.need, c.blame) for c in self.conditions
        )
        return expr.xreplace(plain), kept

    def _constant_power(self, base: Expr, exponent: Expr) -> Expr:
        try:
            return real_power(base, exponent)
        except ZeroDivisionError:
            raise DomainError("0 has no negative power") from None
        except ArithmeticError:
            raise DomainError(f"({said(base)})^({said(exponent)}) is not a real number") from None

    def _require(self, condition: Condition | None) -> None:
        if condition is None:
            return
        u = condition.argument
        if not u.free_symbols:
            if not holds(condition.need, u):
                raise DomainError(f"{said(u)} {condition.need} in {said(condition.blame)}")
        elif not settled(condition):
            self.conditions[condition] = None

    def _made(self, node: Expr) -> Expr:
        self.nodes += 1
        if self.nodes > _MAX_NODES:
            raise BudgetError("the formula has too many parts", limit=_MAX_NODES)
        if node.func not in KNOWN_HEADS and not node.is_Rational:
            raise ParseError(f"this part of the formula is not a real number: {said(node)[:40]}")
        if node.is_Pow and node.exp.is_Rational and abs(node.exp) > _MAX_EXPONENT:
            raise BudgetError(
                "an exponent is too large", limit=_MAX_EXPONENT, needed=node.exp, hint="use x^100"
            )
        return bounded(node)


def _power_of_power(base: Expr, exponent: Expr) -> Expr:
    """(b^(p/q))^r over the reals; SymPy's own rule is for the principal complex root."""
    inner = base.exp
    if inner.q % 2 == 1 and inner.q > 1 and not exponent.is_Integer:
        if inner.p % 2 == 0:
            return sympy.Pow(sympy.Abs(base.base), inner * exponent)
        return sympy.Pow(base.base, inner * exponent)
    return sympy.Pow(base, exponent)
