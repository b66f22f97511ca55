"""Vector fields: divergence, curl, and flow through and around a rectangle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy
from sympy import Expr, Symbol

from mvcalc.errors import RangeError, names_parameters
from mvcalc.expr import Ball, Box, Function, as_box, as_function, tidy
from mvcalc.multi.slopes import components, partial
from mvcalc.rules import simplified

Field = Sequence[Function]


@names_parameters
def div(F: Field) -> Expr:
    """The divergence: the sum of the slopes of each component along its own variable.

    Raises:
        RangeError: not as many components as variables.
    """
    parts = _field(F)
    return simplified(sum((partial(p, v) for p, v in zip(parts, parts[0].vars, strict=True)), _0))


@names_parameters
def curl(F: Field) -> Expr | tuple[Expr, Expr, Expr]:
    """The curl: one expression in two dimensions, three in three.

    Raises:
        RangeError: not as many components as variables, or more than three.
    """
    parts = _field(F)
    names = parts[0].vars
    if len(parts) == 2:
        return simplified(partial(parts[1], names[0]) - partial(parts[0], names[1]))
    if len(parts) != 3:
        raise RangeError("a curl needs two or three components", value=len(parts))
    turns = [
        simplified(partial(parts[k], names[j]) - partial(parts[j], names[k]))
        for j, k in ((1, 2), (2, 0), (0, 1))
    ]
    return turns[0], turns[1], turns[2]


@names_parameters
def laplacian(f: Function | Expr) -> Expr:
    """The sum of the second derivatives along each variable."""
    fun = as_function(f)
    return simplified(sum((partial(fun, v, v) for v in fun.vars), _0))


@dataclass(frozen=True, slots=True)
class Boundary:
    """Flow across or along the boundary of a rectangle.

    Attributes:
        sides: bottom, right, top, left.
        total: their sum.
        density: divergence (flux) or curl (circulation); its integral over the rectangle is
            ``inside`` and equals ``total`` (theorems of Gauss and Green).
        inside: the integral of ``density``.
    """

    sides: tuple[Expr | Ball, ...]
    total: Expr | Ball
    density: Expr
    inside: Expr | Ball


@names_parameters
def flux(F: Field, box: object) -> Boundary:
    """Flow out of a rectangle.

    Raises:
        RangeError: not a field in the plane, or not polynomial.
    """
    parts, rect = _plane(F, box)
    P, Q = parts
    sides = (
        -_across(Q, rect, 1, 0),
        _across(P, rect, 0, 1),
        _across(Q, rect, 1, 1),
        -_across(P, rect, 0, 0),
    )
    return _boundary(sides, div(parts), parts, rect)


@names_parameters
def circulation(F: Field, box: object) -> Boundary:
    """Flow along the boundary of a rectangle, counter-clockwise.

    Raises:
        RangeError: not a field in the plane, or not polynomial.
    """
    parts, rect = _plane(F, box)
    P, Q = parts
    sides = (
        _across(P, rect, 1, 0),
        _across(Q, rect, 0, 1),
        -_across(P, rect, 1, 1),
        -_across(Q, rect, 0, 0),
    )
    turn = curl(parts)
    assert isinstance(turn, Expr)
    return _boundary(sides, turn, parts, rect)


_0 = sympy.S.Zero


def _boundary(
    sides: tuple[Expr, ...], density: Expr, parts: tuple[Function, ...], rect: Box
) -> Boundary:
    x, y = parts[0].symbols
    inside = _integral(_integral(density, x, rect.sides[0]), y, rect.sides[1])
    return Boundary(sides, tidy(sum(sides, _0)), density, tidy(inside))


def _across(part: Function, rect: Box, fixed: int, end: int) -> Expr:
    """The integral of a component along the side where variable ``fixed`` is at its end."""
    held, moving = part.symbols[fixed], part.symbols[1 - fixed]
    along = part.expr.xreplace({held: rect.sides[fixed][end]})
    return tidy(_integral(along, moving, rect.sides[1 - fixed]))


def _integral(e: Expr, x: Symbol, side: tuple[Expr, Expr]) -> Expr:
    """A definite integral of a polynomial in x, term by term."""
    terms = sympy.Poly(sympy.expand(e), x).terms()
    grown = sum((c * x ** (n + 1) / (n + 1) for (n,), c in terms), _0)
    return sympy.expand(grown.xreplace({x: side[1]}) - grown.xreplace({x: side[0]}))


def _field(F: Field) -> tuple[Function, ...]:
    parts = components(F)
    if len(parts) != len(parts[0].vars):
        raise RangeError(
            f"a field needs {len(parts[0].vars)} components", value=len(parts), hint="one each"
        )
    return parts


def _plane(F: Field, box: object) -> tuple[tuple[Function, ...], Box]:
    parts = _field(F)
    if len(parts) != 2:
        raise RangeError("a field in the plane has two components", value=len(parts))
    for part in parts:
        if not part.expr.is_polynomial(*part.symbols):
            raise RangeError("exact flow needs polynomial components", value=str(part))
    return parts, as_box(box, parts[0].vars)
