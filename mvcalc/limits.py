"""The slope from its definition: the limit of the difference quotient, worked out by algebra."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import sympy
from sympy import Expr, Symbol

from mvcalc.errors import names_parameters
from mvcalc.expr import Function, number
from mvcalc.nodes import Minus, Node, Quotient, Sum, Word, substituted
from mvcalc.notation import arrange
from mvcalc.plain import written
from mvcalc.rules import derive, simplified
from mvcalc.rules.tidy import storeys, terms_when_expanded
from mvcalc.secants import single
from mvcalc.smooth import slope_at
from mvcalc.speech import spoken
from mvcalc.typst import typeset

_MAX_TERMS = 200


class LimitKind(StrEnum):
    """What is done in one line of a limit."""

    QUOTIENT = "write the quotient"
    EXPAND = "multiply out"
    COMMON = "over one denominator"
    RATIONALISE = "multiply by the sum of the roots"
    SPLIT = "split"
    CANCEL = "cancel h"
    RULES = "use the rules"
    LIMIT = "let h go to zero"


@dataclass(frozen=True, slots=True)
class LimitStep:
    """One line of the work.

    Attributes:
        kind: what was done.
        expr: the expression, in ``h``.
        note: one sentence about the line, without numbers.
        typst, text, speech: the line as it is written, shown and said.
    """

    kind: LimitKind
    expr: Expr
    note: str
    typst: str
    text: str
    speech: str


def _line(
    kind: LimitKind, expr: Expr, note: str, ascending: bool = False, node: Node | None = None
) -> LimitStep:
    node = node or arrange(expr, ascending)
    return LimitStep(kind, expr, note, typeset(node), written(node), spoken(node))


@names_parameters
def limit_steps(f: Function | Expr, x0: object = None) -> list[LimitStep]:
    """The derivative at ``x0`` from its definition, line by line.

    Polynomials, rational functions and square roots of polynomials are worked out by algebra
    alone; exponentials, logarithms, sines and cosines of straight lines use one known limit;
    for anything else the last line says that it comes from the rules.

    Args:
        f: a function of one variable.
        x0: a number, or None for the slope at every x at once.

    Raises:
        DomainError, NonDifferentiableError: no slope at ``x0``.
    """
    fun = single(f)
    var = fun.symbols[0]
    if x0 is None:
        place, slope = var, derive(fun, var).simplified
    else:
        place = number(x0)
        slope = slope_at(fun, place)
    h = Symbol("h") if var.name != "h" else Symbol("k")
    work = _Work(fun.expr, var, place, h)
    lines = work.algebra() or work.root() or work.known() or []
    if not lines:
        note = "Algebra does not free the quotient from h; the rules of differentiation do."
        lines = [_line(LimitKind.RULES, slope, note)]
    elif lines[-1].kind is not LimitKind.LIMIT:
        lines.append(_line(LimitKind.LIMIT, slope, "What still holds h fades away."))
    return [work.quotient(), *lines]


@dataclass(frozen=True, slots=True)
class _Work:
    """(f(x + h) - f(x)) / h for one function at one place."""

    f: Expr
    var: Symbol
    place: Expr
    h: Symbol

    def at(self, e: Expr, moved: bool) -> Expr:
        return e.xreplace({self.var: self.place + self.h if moved else self.place})

    def quotient(self) -> LimitStep:
        """The definition, with f(x + h) written out in the order of f."""
        here = self.at(self.f, moved=False)
        moved = substituted(arrange(self.f), self.var.name, self._moved_place())
        rise = Sum(self.at(self.f, True) - here, ((False, moved), (True, arrange(here))))
        node = Quotient(rise.expr / self.h, rise, Word(self.h, self.h.name))
        expr = _over(rise.expr, self.h)
        return _line(LimitKind.QUOTIENT, expr, "Rise over run, with run h.", node=node)

    def _moved_place(self) -> Node:
        step = Word(self.h, self.h.name)
        if self.place == 0:
            return step
        place = arrange(self.place)
        first = (True, place.body) if isinstance(place, Minus) else (False, place)
        return Sum(self.place + self.h, (first, (False, step)))

    def algebra(self) -> list[LimitStep] | None:
        """Polynomials and rational functions."""
        if not self.f.is_rational_function(self.var) or not _short(self.at(self.f, True)):
            return None
        rise = self.at(self.f, True) - self.at(self.f, False)
        above, below = sympy.fraction(sympy.together(rise))
        above = sympy.expand(above)
        freed = sympy.cancel(sympy.expand(above / self.h))
        polynomial = (
            self.h not in below.free_symbols
            and self.var not in sympy.denom(sympy.together(self.f)).free_symbols
        )
        kind = LimitKind.EXPAND if polynomial else LimitKind.COMMON
        note = (
            "Multiply out; every term left holds h."
            if polynomial
            else "Bring the difference over one denominator."
        )
        wide = sympy.expand(rise) if polynomial else above / below
        done = sympy.expand(wide / self.h) if polynomial else freed / below
        up = self.place != self.var
        return [
            _line(kind, _over(wide, self.h), note, up),
            _line(LimitKind.CANCEL, done, "Divide by h, which is not zero yet.", up),
        ]

    def root(self) -> list[LimitStep] | None:
        """c·√u with a polynomial u."""
        factor, rest = self.f.as_independent(self.var, as_Add=False)
        if not (rest.is_Pow and rest.exp == sympy.S.Half and rest.base.is_polynomial(self.var)):
            return None
        u = rest.base
        if not _short(self.at(u, True)):
            return None
        gap = sympy.expand(self.at(u, True) - self.at(u, False))
        roots = sympy.sqrt(self.at(u, True)) + sympy.sqrt(self.at(u, False))
        freed = sympy.expand(gap / self.h)
        return [
            _line(
                LimitKind.RATIONALISE,
                sympy.Mul(factor * gap, 1 / (self.h * roots), evaluate=False),
                "Multiply top and bottom by the sum of the two roots.",
                self.place != self.var,
            ),
            _line(LimitKind.CANCEL, factor * freed / roots, "Divide by h.", self.place != self.var),
        ]

    def known(self) -> list[LimitStep] | None:
        """Exponential, logarithm, sine or cosine of a straight line."""
        factor, rest = self.f.as_independent(self.var, as_Add=False)
        kind = type(rest)
        if kind not in (sympy.exp, sympy.log, sympy.sin, sympy.cos):
            return None
        u = rest.args[0]
        a = derive(u, self.var).simplified
        if self.var in a.free_symbols:
            return None
        parts, note = self._split(kind, self.at(u, False), a)
        terms = [_over(sympy.Mul(factor, *part, evaluate=False), self.h) for part in parts]
        whole = terms[0] if len(terms) == 1 else sympy.Add(*terms, evaluate=False)
        slope = simplified(self.at(derive(self.f, self.var).simplified, moved=False))
        return [
            _line(LimitKind.SPLIT, whole, _SPLITS[kind], ascending=kind is sympy.log),
            _line(LimitKind.LIMIT, slope, f"A known limit: {note}."),
        ]

    def _split(self, kind: type, u0: Expr, a: Expr) -> tuple[list[tuple[Expr, ...]], str]:
        step = a * self.h
        if kind is sympy.exp:
            return [
                (sympy.exp(u0), sympy.exp(step) - 1)
            ], "e to the h, minus one, over h tends to one"
        if kind is sympy.log:
            return [(sympy.log(1 + step / u0),)], "the log of one plus h, over h, tends to one"
        other = sympy.cos if kind is sympy.sin else sympy.sin
        sign = 1 if kind is sympy.sin else -1
        parts = [
            (kind(u0), sympy.cos(step) - 1),
            (sympy.Integer(sign), other(u0), sympy.sin(step)),
        ]
        return [
            p for p in parts if 0 not in p
        ], "sine of h over h tends to one, and cosine of h minus one over h tends to zero"


_SPLITS = {
    sympy.exp: "The power of a sum is a product of powers.",
    sympy.log: "A difference of logarithms is the logarithm of a quotient.",
    sympy.sin: "Use the sine of a sum.",
    sympy.cos: "Use the cosine of a sum.",
}


def _over(above: Expr, h: Symbol) -> Expr:
    return sympy.Mul(above, sympy.Pow(h, -1), evaluate=False)


def _short(e: Expr) -> bool:
    if storeys(e) > 3:
        return False
    above, below = sympy.fraction(sympy.together(e))
    return max(terms_when_expanded(above), terms_when_expanded(below)) <= _MAX_TERMS
