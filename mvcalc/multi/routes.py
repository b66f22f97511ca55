"""The chain rule for several variables: routes add, links multiply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy
from sympy import Expr

from mvcalc.errors import DomainError, RangeError, names_parameters
from mvcalc.expr import Function, as_function, evaluate, number, tidy
from mvcalc.multi.slopes import components, partial
from mvcalc.rules import derive
from mvcalc.smooth import slope_at


@dataclass(frozen=True, slots=True)
class Route:
    """One way from t to f, through one variable.

    Attributes:
        var: the variable on the way.
        outer: the partial derivative of f by it, as an expression in the variables of f.
        inner: the slope of the variable along the path, as an expression in t.
        factors: the values of both at t0: (outer, inner).
        product: their product.
    """

    var: str
    outer: Expr
    inner: Expr
    factors: tuple[Expr, Expr]
    product: Expr


@dataclass(frozen=True, slots=True)
class Routes:
    """All routes and their sum.

    Attributes:
        point: where the path is at t0.
        routes: one per variable of f.
        total: the sum of the products.
        composed: f along the path, as an expression in t.
        slope: the derivative of ``composed``; its value at t0 equals ``total``.
    """

    point: tuple[Expr, ...]
    routes: tuple[Route, ...]
    total: Expr
    composed: Expr
    slope: Expr


@names_parameters
def total_derivative(f: Function | Expr, path: Sequence[Function] | Function, t0: object) -> Routes:
    """The rate of change of ``f`` along a path at parameter ``t0``, route by route.

    Args:
        f: a function of n variables.
        path: n functions of one parameter, in the order of the variables.
        t0: the parameter's value.

    Raises:
        RangeError: the path does not have one function for each variable.
        DomainError: the path leaves the domain of ``f`` at ``t0``.
        NonDifferentiableError: a kink of f or of the path.
    """
    fun = as_function(f)
    parts = components(path)
    if len(parts) != len(fun.vars) or len(parts[0].vars) != 1:
        raise RangeError(
            f"the path needs one function of one parameter for each of {', '.join(fun.vars)}",
            value=str(len(parts)),
        )
    time, t = number(t0), parts[0].symbols[0]
    point = tuple(evaluate(part, time) for part in parts)
    try:
        evaluate(fun, point)
    except DomainError as bad:
        bad.context["t"] = time
        raise
    routes = []
    for name, part in zip(fun.vars, parts, strict=True):
        factors = (partial(fun, name, point=point), slope_at(part, time))
        outer, inner = partial(fun, name), derive(part, t).simplified
        routes.append(Route(name, outer, inner, factors, tidy(factors[0] * factors[1])))
    inserted = dict(zip(fun.symbols, (part.expr for part in parts), strict=True))
    composed = fun.expr.xreplace(inserted)
    total = tidy(sum((route.product for route in routes), sympy.S.Zero))
    return Routes(point, tuple(routes), total, composed, derive(composed, t).simplified)
