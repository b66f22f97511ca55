"""Secants of a curve, and tables of secants with shrinking runs."""

from __future__ import annotations

from dataclasses import dataclass

import sympy
from sympy import Expr

from mvcalc.errors import RangeError, names_parameters
from mvcalc.expr import Function, as_function, evaluate, is_zero, number, tidy
from mvcalc.smooth import slope_at


@dataclass(frozen=True, slots=True)
class Secant:
    """The line through two points of a curve; all numbers are exact.

    Attributes:
        start, end: the two places; ``run = end - start``.
        run, rise: the sides of the triangle.
        slope: rise over run.
        tangent: the slope of the curve at ``start``.
        error: slope - tangent.
    """

    start: Expr
    end: Expr
    run: Expr
    rise: Expr
    slope: Expr
    tangent: Expr
    error: Expr


@names_parameters
def secant(f: Function | Expr, x0: object, h: object) -> Secant:
    """The secant of a function of one variable from ``x0`` to ``x0 + h``.

    Raises:
        RangeError: h is 0.
        DomainError: no value at one of the two places.
        NonDifferentiableError: no tangent at ``x0``.
    """
    fun = single(f)
    start, run = number(x0), number(h)
    if is_zero(run):
        raise RangeError("the run must not be 0", param="h", value=run, hint="write 1/10")
    end = tidy(start + run)
    rise = tidy(evaluate(fun, end) - evaluate(fun, start))
    slope = tidy(rise / run)
    tangent = slope_at(fun, start)
    return Secant(start, end, run, rise, slope, tangent, tidy(slope - tangent))


@names_parameters
def secant_table(
    f: Function | Expr, x0: object, run: object = 1, shrink: int = 10, steps: int = 4
) -> list[Secant]:
    """``steps`` secants from ``x0``, the first with ``run``, each next ``shrink`` times shorter.

    Raises:
        RangeError: shrink below 2 or above 1000, steps outside 1 to 60, or run 0.
        DomainError, NonDifferentiableError: as for ``secant``.
    """
    if not 2 <= shrink <= 1000:
        raise RangeError("shrink must lie between 2 and 1000", param="shrink", value=shrink)
    if not 1 <= steps <= 60:
        raise RangeError("steps must lie between 1 and 60", param="steps", value=steps)
    first = number(run)
    return [secant(f, x0, first / sympy.Integer(shrink) ** k) for k in range(steps)]


def single(f: Function | Expr) -> Function:
    """The function, refused unless it has exactly one variable."""
    fun = as_function(f)
    if len(fun.vars) != 1:
        raise RangeError("a function of one variable is needed", value=str(fun.vars))
    return fun
