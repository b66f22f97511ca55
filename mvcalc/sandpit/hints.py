"""What can be bought with dips: shape, axes, Newton's arrow, a glimpse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import flint
import sympy

from mvcalc.descent.arithmetic import (
    Balls,
    Exact,
    NotExactError,
    SingularHereError,
    UndecidedError,
)
from mvcalc.descent.derivatives import gradient_of, hessian_of
from mvcalc.descent.numbers import recorded
from mvcalc.descent.path import Quantity
from mvcalc.descent.tape import Tape, constant_ball
from mvcalc.errors import RangeError
from mvcalc.expr import Function
from mvcalc.sandpit.levels import SIDE, Level
from mvcalc.show import show

HINTS = {"curvature": 1, "ellipse": 2, "newton": 3, "glimpse": 4}
BITS = 192
HALF_GLIMPSE = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Hint:
    """One bought hint.

    Attributes:
        kind: a key of ``HINTS``.
        cost: dips charged.
        point: the dip it is about.
        text: one sentence.
        data: "curvature": {"kind"}; "ellipse": {"values", "directions"} (eigenvalues ascending,
            unit vectors); "newton": {"step"}; "glimpse": {"box"} (one metre of contours).
    """

    kind: str
    cost: int
    point: tuple[sympy.Expr, ...]
    text: str
    data: Mapping[str, Any]


def hint(level: Level, kind: str, point: tuple[sympy.Expr, ...]) -> Hint:
    """A hint about one dip.

    Raises:
        RangeError: no such hint.
    """
    if kind not in HINTS:
        raise RangeError(
            "there is no such hint", param="hint", value=kind, hint=f"use {', '.join(HINTS)}"
        )
    text, data = _SAY[kind](level, point)
    return Hint(kind, HINTS[kind], point, text, MappingProxyType(data))


Told = tuple[str, dict[str, Any]]


def shape_at(
    function: Function, point: Sequence[sympy.Expr]
) -> tuple[Exact | Balls, list[Any], list[Any]]:
    """Gradient and (f_xx, f_xy, f_yy) at a point: exact fractions where they are, else balls."""
    gradient = gradient_of(function.expr, function.symbols)
    rows = hessian_of(gradient, function.symbols)
    tape = Tape.of((*gradient, rows[0][0], rows[0][1], rows[1][1]), function.symbols)
    try:
        exact = Exact()
        values = tape.run(exact, [exact.number(v) for v in point])
        return exact, values[:2], values[2:]
    except NotExactError:
        balls = Balls(BITS)
        values = tape.run(balls, [constant_ball(v) for v in point])
        return balls, values[:2], values[2:]


def _curvature(level: Level, point: tuple[sympy.Expr, ...]) -> Told:
    with flint.ctx.workprec(BITS):
        _, _, (a, b, d) = shape_at(level.function, point)
        determinant = a * d - b * b
        if determinant < 0:
            kind = "saddle"
        elif determinant > 0:
            kind = "bowl" if a > 0 else "dome"
        else:
            kind = "gutter"
    words = {"gutter": "straight in at least one direction"}
    return f"around here the floor is a {words.get(kind, kind)}", {"kind": kind}


def _ellipse(level: Level, point: tuple[sympy.Expr, ...]) -> Told:
    with flint.ctx.workprec(BITS):
        arithmetic, _, (a, b, d) = shape_at(level.function, point)
        middle, half = (a + d) / 2, (a - d) / 2
        square = half * half + b * b
        try:
            radius = arithmetic.sqrt(square)
        except NotExactError:
            radius = flint.arb(square).sqrt()
        values = tuple(recorded(v) for v in (middle - radius, middle + radius))
        turn = flint.arb.atan2(flint.arb(b), flint.arb(half)) / 2
        across = (recorded(-turn.sin()), recorded(turn.cos()))
        along = (recorded(turn.cos()), recorded(turn.sin()))
    low, high = (show(v).text for v in values)
    text = f"the floor bends least, {low}, and most, {high}, in two directions at right angles"
    return text, {"values": values, "directions": (across, along)}


def newton_arrow(level: Level, point: Sequence[sympy.Expr]) -> tuple[Quantity, ...] | None:
    """−H⁻¹∇f, or None where the Hessian has no inverse."""
    with flint.ctx.workprec(BITS):
        arithmetic, slope, (a, b, d) = shape_at(level.function, point)
        try:
            step = arithmetic.solve([[a, b], [b, d]], [-g for g in slope])
        except (SingularHereError, UndecidedError):
            return None
        return tuple(recorded(v) for v in step)


def _newton(level: Level, point: tuple[sympy.Expr, ...]) -> Told:
    step = newton_arrow(level, point)
    if step is None:
        return "Newton's arrow does not exist here: the Hessian has no inverse", {"step": None}
    return f"Newton's arrow from here is {show(step).text}", {"step": step}


def _glimpse(level: Level, point: tuple[sympy.Expr, ...]) -> Told:
    del level
    half, side = sympy.Rational(HALF_GLIMPSE), sympy.Integer(SIDE)
    box = tuple((sympy.Max(0, v - half), sympy.Min(side, v + half)) for v in point)
    return "a look at one square metre of contours", {"box": box}


_SAY = {"curvature": _curvature, "ellipse": _ellipse, "newton": _newton, "glimpse": _glimpse}
