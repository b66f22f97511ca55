"""Formulas and places that the lecture refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import mvcalc
from scenes.stage import said

if TYPE_CHECKING:
    from sympy import Expr

    from . import Params

REACH = "9/5"  # how far the picture goes to each side of x0
REFUSALS = (mvcalc.DomainError, mvcalc.NonDifferentiableError, mvcalc.UncertifiedError)


def examine(f: mvcalc.Function, derivation: mvcalc.Derivation, x0: Expr) -> None:
    """Raise what is wrong at a place or in the picture around it.

    An absolute value may have no kink there, and a power with a variable exponent needs a base
    that is proved to be positive.
    """
    reach = mvcalc.number(REACH)
    try:
        mvcalc.slope_at(f, x0)
    except REFUSALS as error:
        raise error.named("x0", x0) from None
    for node in (step.node for step in derivation.steps()):
        power = node.rule == mvcalc.Rule.GENERAL_POWER
        if node.var == "x" and (power or node.before.func.__name__ == "Abs"):
            try:
                part = mvcalc.Function.of(node.before, ("x",))
                part = replace(part, source=said(part).text)
                mvcalc.check_smooth(part, (x0 - reach, x0 + reach))
            except REFUSALS as error:
                error.message = f"in the part shown, {error.message}"
                raise error.named("f", f.source) from None


def refuse_trouble(
    f: mvcalc.Function, derivation: mvcalc.Derivation, x0: Expr, params: Params
) -> None:
    """Refuse what has no slope somewhere in the picture, with a place that would do.

    Raises:
        DomainError, NonDifferentiableError, UncertifiedError: see ``compute``.
    """
    try:
        examine(f, derivation, x0)
    except REFUSALS as found:
        places = [mvcalc.number(value) for value in (1, 3, 5, -3, 10, "1/2")]
        working = mvcalc.first_that_works(places, lambda x: examine(f, derivation, x))
        if working is not None:
            found.hint = f"it works at x0 = {mvcalc.show(working).text}"
        if found.param == "x0":
            found.value = params.x0
        raise
