"""Slopes of the elementary functions, each with respect to its own argument."""

from __future__ import annotations

from collections.abc import Callable

import sympy
from sympy import Expr

from mvcalc.rules.derivation import Rule

Outer = Callable[[Expr], tuple[Rule, Expr, str]]


def _entry(rule: Rule, slope: Callable[[Expr], Expr], note: str) -> Outer:
    def outer(e: Expr) -> tuple[Rule, Expr, str]:
        return rule, slope(e.args[0]), note

    return outer


OUTER: dict[type, Outer] = {
    sympy.exp: _entry(Rule.EXP, sympy.exp, "This exponential is its own slope."),
    sympy.log: _entry(Rule.LOG, lambda u: 1 / u, "The logarithm's slope is one over its input."),
    sympy.sin: _entry(Rule.TRIG, sympy.cos, "The slope of sine is cosine."),
    sympy.cos: _entry(Rule.TRIG, lambda u: -sympy.sin(u), "The slope of cosine is minus sine."),
    sympy.tan: _entry(
        Rule.TRIG, lambda u: 1 / sympy.cos(u) ** 2, "Tangent's slope is one over cosine squared."
    ),
    sympy.asin: _entry(
        Rule.INVERSE_TRIG,
        lambda u: 1 / sympy.sqrt(1 - u**2),
        "One over the root of one minus the square.",
    ),
    sympy.acos: _entry(
        Rule.INVERSE_TRIG,
        lambda u: -1 / sympy.sqrt(1 - u**2),
        "Minus one over the root of one minus the square.",
    ),
    sympy.atan: _entry(
        Rule.INVERSE_TRIG, lambda u: 1 / (1 + u**2), "One over one plus the square."
    ),
    sympy.sinh: _entry(
        Rule.HYPERBOLIC, sympy.cosh, "Hyperbolic sine's slope is hyperbolic cosine."
    ),
    sympy.cosh: _entry(
        Rule.HYPERBOLIC, sympy.sinh, "Hyperbolic cosine's slope is hyperbolic sine."
    ),
    sympy.tanh: _entry(
        Rule.HYPERBOLIC, lambda u: 1 / sympy.cosh(u) ** 2, "One over hyperbolic cosine squared."
    ),
    sympy.erf: _entry(
        Rule.ERROR_FUNCTION,
        lambda u: 2 * sympy.exp(-(u**2)) / sympy.sqrt(sympy.pi),
        "The error function's slope is a bell curve.",
    ),
    sympy.Abs: _entry(
        Rule.ABS_AWAY_FROM_ZERO,
        lambda u: u / sympy.Abs(u),
        "Away from zero the slope is plus or minus one.",
    ),
}
