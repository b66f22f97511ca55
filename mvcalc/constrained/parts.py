"""A function with its two kinds of constraints, kept apart for softening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import sympy

from mvcalc.constrained.problem import Problem, is_rational_function
from mvcalc.descent.path import Quantity
from mvcalc.errors import RangeError
from mvcalc.expr import Function, as_point

Formula: TypeAlias = Function | sympy.Expr
MOST_FENCES = 6


@dataclass(frozen=True, slots=True)
class Parts:
    """f, the equations and the inequalities, over common symbols."""

    f: sympy.Expr
    equations: tuple[sympy.Expr, ...]
    inequalities: tuple[sympy.Expr, ...]
    symbols: tuple[sympy.Symbol, ...]

    @classmethod
    def of(cls, f: Formula, eqs: Sequence[Formula], ineqs: Sequence[Formula]) -> Parts:
        if not eqs and not ineqs:
            raise RangeError("at least one constraint is needed", param="ineqs", value="none")
        if len(ineqs) > MOST_FENCES:
            raise RangeError(
                f"at most {MOST_FENCES} inequalities are possible", param="ineqs", value=len(ineqs)
            )
        whole = Problem.of(f, (*eqs, *ineqs), limit=len(eqs) + len(ineqs))
        count = len(eqs)
        return cls(whole.f, whole.equations[:count], whole.equations[count:], whole.symbols)

    @property
    def rational(self) -> bool:
        every = (self.f, *self.equations, *self.inequalities)
        return all(is_rational_function(e, self.symbols) for e in every)

    def read(self, start: object | None) -> tuple[Quantity, ...] | None:
        if start is None:
            return None
        reader = Function.of(self.f, tuple(s.name for s in self.symbols))
        point = as_point(reader, start)
        return tuple(point[s] for s in self.symbols)
