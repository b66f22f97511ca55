"""Exact constants as polynomials: each irrational number that turns up is one more unknown.

Sums and products of numbers such as 2 + cos(1) are polynomials in a few quantities with rational
coefficients; FLINT computes with them thousands of times faster than with formulas. Relations
between the quantities (cos^2 + sin^2 = 1) are not used, so that only ``lower`` and a proved sign
may decide whether an element is 0.
"""

from __future__ import annotations

from typing import Any

import sympy
from flint import fmpq, fmpq_mpoly_ctx
from sympy import Expr

from mvcalc.errors import BudgetError
from mvcalc.expr import is_zero

Element = Any
"""A polynomial (``flint.fmpq_mpoly``) in the irrational constants met so far."""

_MOST = 24


class Constants:
    """The constants of one computation."""

    def __init__(self) -> None:
        self._ring = fmpq_mpoly_ctx.get([f"c{k}" for k in range(_MOST)], "lex")
        self._generators = self._ring.gens()
        self._values: list[Expr] = []
        self._known: dict[Expr, Element] = {}
        self.zero: Element = self._ring.constant(fmpq(0))
        self.one: Element = self._ring.constant(fmpq(1))

    def lift(self, value: Expr) -> Element:
        """An exact number (or a symbol) as an element.

        Raises:
            BudgetError: more than 24 different irrational numbers.
        """
        if value not in self._known:
            self._known[value] = self._fresh(value)
        return self._known[value]

    def _fresh(self, value: Expr) -> Element:
        if value.is_Rational:
            return self._ring.constant(fmpq(int(value.p), int(value.q)))
        if value.is_Add:
            return sum((self.lift(part) for part in value.args), self.zero)
        if value.is_Mul:
            product = self.one
            for part in value.args:
                product = product * self.lift(part)
            return product
        if value.is_Pow and value.exp.is_Integer and value.exp > 1:
            return self.lift(value.base) ** int(value.exp)
        if len(self._values) == _MOST:
            raise BudgetError("too many different irrational numbers turn up", limit=_MOST)
        self._values.append(value)
        return self._generators[len(self._values) - 1]

    def lower(self, element: Element) -> Expr:
        """The element as a SymPy number."""
        terms = []
        for powers, c in element.to_dict().items():
            factors = [v**k for v, k in zip(self._values, powers, strict=False) if k]
            terms.append(sympy.Mul(sympy.Rational(int(c.p), int(c.q)), *factors))
        return sympy.Add(*terms)

    def vanishes(self, element: Element) -> bool:
        """Whether the number is 0, proved.

        Raises:
            UncertifiedError: neither balls nor algebra can decide.
        """
        if element == 0:
            return True
        return not element.is_constant() and is_zero(self.lower(element))

    def inverse(self, element: Element) -> Element:
        """One over a number that is not 0."""
        return self.lift(sympy.radsimp(1 / self.lower(element)))
