"""A Taylor polynomial as it is written on a blackboard: in powers of x - p, lowest first."""

from __future__ import annotations

import sympy
from sympy import Expr, Symbol

from mvcalc.errors import names_parameters
from mvcalc.expr import is_zero
from mvcalc.latex import typeset as as_latex
from mvcalc.nodes import Node, substituted
from mvcalc.notation import arrange, is_negative
from mvcalc.plain import MINUS, written
from mvcalc.series.expansion import Taylor
from mvcalc.show import Shown
from mvcalc.speech import spoken
from mvcalc.typst import typeset as as_typst

_STEP = Symbol("h")


@names_parameters
def show_taylor(taylor: Taylor, longest: int | None = None) -> Shown | None:
    """The polynomial in powers of x - p with the constant first: ``2 + (x − 1)/4 − (x − 1)²/64``.

    Args:
        taylor: a Taylor polynomial; terms that are zero are not written.
        longest: characters allowed on one line. A polynomial that is longer keeps its first two
            terms (or the first) and its last, with dots between them; such a text is not
            ``exact``.

    Returns:
        The polynomial in every form, or None if even the shortest is too long.
    """
    terms = [
        c * _STEP**k for k, c in enumerate(taylor.coefficients) if c != 0 and not is_zero(c)
    ] or [sympy.S.Zero]
    away = arrange(Symbol(taylor.var) - taylor.center)
    for count in (len(terms), *(k for k in (2, 1) if k + 1 < len(terms))):
        shown = _joined(terms, count, away)
        if longest is None or len(shown.text) <= longest:
            return shown
    return None


def _joined(terms: list[Expr], count: int, away: Node) -> Shown:
    head = substituted(arrange(sympy.Add(*terms[:count]), ascending=True), _STEP.name, away)
    if count == len(terms):
        return Shown(written(head), as_typst(head), as_latex(head), spoken(head), True, "=")
    minus = is_negative(terms[-1])
    last = substituted(arrange(-terms[-1] if minus else terms[-1]), _STEP.name, away)
    sign, dash, word = ("-", MINUS, "minus") if minus else ("+", "+", "plus")
    return Shown(
        text=f"{written(head)} + … {dash} {written(last)}",
        typst=f"{as_typst(head)} + dots.c {sign} {as_typst(last)}",
        latex=rf"{as_latex(head)} + \cdots {sign} {as_latex(last)}",
        speech=f"{spoken(head)}, and so on, {word} {spoken(last)}",
        exact=False,
        relation="=",
    )
