"""Partial derivatives and what is built from them: gradient, Jacobian, Hessian, tangent plane.

Conventions: the Jacobian of a scalar is a row, the gradient is its transpose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import sympy
from sympy import Expr, ImmutableMatrix, Symbol

from mvcalc.errors import RangeError, names_parameters
from mvcalc.expr import Function, as_function, as_point, evaluate, is_zero, number, tidy
from mvcalc.rules import derive, simplified
from mvcalc.smooth import slope_at

Map: TypeAlias = Sequence[Function] | Sequence[Expr] | Function | Expr


@names_parameters
def partial(f: Function | Expr, *names: str, point: object = None) -> Expr:
    """The partial derivative along ``names``, one after the other.

    Args:
        f: a function of several variables.
        names: one variable name for each differentiation, e.g. ``"x", "y"`` for f_xy.
        point: None for the derivative as an expression, or where its value is wanted.

    Raises:
        RangeError: no names, or a name that is not a variable of ``f``.
        NonDifferentiableError: a kink in the slice through ``point``.
        DomainError: no value at ``point``.
    """
    fun = as_function(f)
    if not names:
        raise RangeError("name a variable to differentiate by", hint=f"use {fun.vars[0]}")
    for name in names:
        if name not in fun.vars:
            raise RangeError(
                f"{name} is not a variable of {fun}", value=name, hint=f"use {', '.join(fun.vars)}"
            )
    expr = fun.expr
    for name in names[:-1]:
        expr = derive(expr, name).simplified
    if point is None:
        return derive(expr, names[-1]).simplified
    as_point(fun, point)
    return slope_at(fun.with_expr(expr), point, names[-1])


@names_parameters
def gradient(f: Function | Expr, point: object = None) -> ImmutableMatrix:
    """The column of partial derivatives, n x 1; exact numbers if a point is given.

    Raises:
        NonDifferentiableError, DomainError: as for ``partial``.
    """
    fun = as_function(f)
    return ImmutableMatrix([partial(fun, name, point=point) for name in fun.vars])


@names_parameters
def jacobian(f: Map, point: object = None) -> ImmutableMatrix:
    """Partial derivatives, one row per component and one column per variable.

    Args:
        f: a scalar function (the result is a row) or a sequence of functions of the same
            variables.
        point: None, or where values are wanted.

    Raises:
        RangeError: components with different variables.
        NonDifferentiableError, DomainError: as for ``partial``.
    """
    parts = components(f)
    return ImmutableMatrix([list(gradient(part, point)) for part in parts])


@names_parameters
def hessian(f: Function | Expr, point: object = None) -> ImmutableMatrix:
    """Second partial derivatives, n x n and symmetric.

    Raises:
        NonDifferentiableError, DomainError: as for ``partial``.
    """
    fun = as_function(f)
    size = len(fun.vars)
    upper = {
        (i, j): partial(fun, fun.vars[i], fun.vars[j], point=point)
        for i in range(size)
        for j in range(i, size)
    }
    return ImmutableMatrix(size, size, lambda i, j: upper[min(i, j), max(i, j)])


@names_parameters
def mixed_partials(f: Function | Expr, point: object) -> tuple[Expr, Expr]:
    """f_xy and f_yx at a point, each found on slices, so that a gap of f there may be bridged.

    For ``x*y*(x^2 - y^2)/(x^2 + y^2)`` at the origin they are -1 and 1: the order matters where
    the second derivatives are not continuous.

    Raises:
        RangeError: not a function of two variables.
        DomainError, NonDifferentiableError: a slice has no slope there.
    """
    fun = as_function(f)
    if len(fun.vars) != 2:
        raise RangeError("a function of two variables is needed", value=str(fun.vars))
    place = as_point(fun, point)
    x, y = fun.symbols

    def along(first: Symbol, second: Symbol) -> Expr:
        slope = derive(fun, first).simplified
        slice_ = simplified(slope.xreplace({first: place[first]}))
        return slope_at(Function.of(slice_, (second.name,)), place[second])

    return along(x, y), along(y, x)


def components(f: Map) -> tuple[Function, ...]:
    """The component functions of a map, all of the same variables.

    Raises:
        RangeError: an empty map, or different variables.
    """
    parts: list[Function | Expr] = [f] if isinstance(f, Function | Expr) else list(f)
    if not parts:
        raise RangeError("a map needs at least one component")
    bare = [part for part in parts if isinstance(part, Expr)]
    if len(bare) == len(parts):
        names = sorted({s.name for part in bare for s in part.free_symbols})
        return tuple(Function.of(part, names) for part in bare)
    functions = tuple(as_function(part) for part in parts)
    if len({part.vars for part in functions}) > 1:
        raise RangeError("the components have different variables", hint="name the same ones")
    return functions


@names_parameters
def directional(f: Function | Expr, point: object, direction: Sequence[object]) -> Expr:
    """The slope of ``f`` at a point per unit of length in a direction of any length.

    Raises:
        RangeError: a zero direction, or one of the wrong size.
        NonDifferentiableError, DomainError: as for ``partial``.
    """
    fun = as_function(f)
    u = unit(direction, len(fun.vars))
    slopes = gradient(fun, point)
    return tidy(sum((s * c for s, c in zip(slopes, u, strict=True)), sympy.S.Zero))


@names_parameters
def unit(direction: Sequence[object], size: int) -> tuple[Expr, ...]:
    """The direction with length 1, exactly.

    Raises:
        RangeError: another number of parts than ``size``, or all of them 0.
    """
    parts = [number(c) for c in direction]
    if len(parts) != size:
        raise RangeError(f"a direction needs {size} parts", value=tuple(parts))
    length = sympy.sqrt(sum((c**2 for c in parts), sympy.S.Zero))
    if is_zero(length):
        raise RangeError("a direction must not be zero", value=tuple(parts), hint="use (1, 0)")
    return tuple(tidy(c / length) for c in parts)


@names_parameters
def curvature_along(f: Function | Expr, point: object, theta: object) -> Expr:
    """The second derivative of ``f`` at a point in the direction (cos theta, sin theta).

    Args:
        f: a function of two variables.
        point: where.
        theta: an exact angle, or a SymPy symbol for the curvature as a formula in the angle.

    Raises:
        RangeError: not a function of two variables.
    """
    fun = as_function(f)
    if len(fun.vars) != 2:
        raise RangeError("a function of two variables is needed", value=str(fun.vars))
    angle = theta if isinstance(theta, Symbol) else number(theta)
    H = hessian(fun, point)
    c, s = sympy.cos(angle), sympy.sin(angle)
    bend = H[0, 0] * c**2 + 2 * H[0, 1] * c * s + H[1, 1] * s**2
    return simplified(bend) if isinstance(angle, Symbol) else tidy(bend)


@dataclass(frozen=True, slots=True)
class TangentPlane:
    """The plane that touches a surface.

    Attributes:
        point: exact coordinates of the point of contact, without the height.
        value: the height there.
        gradient: the slopes there.
        expr: value + gradient . (x - point), multiplied out.
    """

    point: tuple[Expr, ...]
    value: Expr
    gradient: tuple[Expr, ...]
    expr: Expr


@names_parameters
def tangent_plane(f: Function | Expr, point: object) -> TangentPlane:
    """The tangent plane (a line for one variable) of ``f`` at a point.

    Raises:
        NonDifferentiableError, DomainError: as for ``partial``.
    """
    fun = as_function(f)
    where = as_point(fun, point)
    value = evaluate(fun, point)
    slopes = tuple(gradient(fun, point))
    moves = [g * (s - where[s]) for g, s in zip(slopes, fun.symbols, strict=True)]
    return TangentPlane(tuple(where.values()), value, slopes, sympy.expand(value + sum(moves)))
