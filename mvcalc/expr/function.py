"""A formula as a lecture uses it: the exact expression, its variables and where it has a value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sympy
from sympy import Expr, Symbol

from mvcalc.errors import said
from mvcalc.expr.functions import Condition, Need, conditions
from mvcalc.expr.intervals import Interval, UndefinedError
from mvcalc.expr.programs import program

_REASONS = {
    Need.NONZERO: "a division by zero",
    Need.POSITIVE: "a number that must be greater than 0 but is not",
    Need.NONNEGATIVE: "a root of a negative number",
    Need.UNIT: "a number that must lie between -1 and 1 but does not",
}


@dataclass(frozen=True, slots=True)
class Domain:
    """The conditions under which every step of the formula *as typed* has a value.

    ``x/x`` is 1 for SymPy, but its domain still asks for ``x != 0``.
    """

    conditions: tuple[Condition, ...] = ()

    @classmethod
    def of(cls, expr: Expr) -> Domain:
        return cls(tuple(conditions(expr)))

    def check_interval(self, symbols: Sequence[Symbol], sides: Sequence[Interval]) -> None:
        """Prove every condition on a box.

        Raises:
            UndefinedError: a condition could not be proved on the whole box.
        """
        for condition in self.conditions:
            lo, hi = program(condition.argument, tuple(symbols))(sides)
            need = condition.need
            if need is Need.NONZERO:
                ok, never = lo > 0 or hi < 0, lo.is_zero() and hi.is_zero()
            elif need is Need.POSITIVE:
                ok, never = lo > 0, hi <= 0
            elif need is Need.NONNEGATIVE:
                ok, never = lo >= 0, hi < 0
            else:
                ok, never = lo >= -1 and hi <= 1, hi < -1 or lo > 1
            if not ok:
                raise UndefinedError(_REASONS[need], bool(never))


@dataclass(frozen=True, slots=True)
class Function:
    """A parsed formula.

    Attributes:
        expr: exact SymPy expression over plain symbols, which stand for real numbers.
        vars: names of the variables, in order.
        domain: conditions under which the formula has a value.
        source: the text as typed; of a formula that was not typed, its text for the screen.
    """

    expr: Expr
    vars: tuple[str, ...]
    domain: Domain
    source: str

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        return tuple(Symbol(name) for name in self.vars)

    @classmethod
    def of(cls, expr: Expr, vars: Iterable[str] = ()) -> Function:
        """A function from a SymPy expression built elsewhere (variables sorted by name)."""
        names = tuple(vars) or tuple(sorted(s.name for s in expr.free_symbols))
        return cls(expr, names, Domain.of(expr), said(expr))

    def with_expr(self, expr: Expr) -> Function:
        """Another formula in the same variables, e.g. a derivative: both domains apply."""
        both = dict.fromkeys((*self.domain.conditions, *conditions(expr)))
        return Function(expr, self.vars, Domain(tuple(both)), said(expr))

    def __str__(self) -> str:
        return self.source


def as_function(f: Function | Expr) -> Function:
    return f if isinstance(f, Function) else Function.of(sympy.sympify(f, strict=True))
