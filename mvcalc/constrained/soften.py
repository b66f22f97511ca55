"""Exact and numeric minimisers of a softened problem, one smooth piece at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import flint
import sympy

from mvcalc.constrained.problem import is_rational_function, numerator
from mvcalc.critical import field
from mvcalc.critical.field import AlgebraicPoint, PoleError
from mvcalc.critical.ideal import InfinitelyManyError, solve
from mvcalc.descent.arithmetic import Balls
from mvcalc.descent.derivatives import gradient_of, hessian_of
from mvcalc.descent.descend import descend
from mvcalc.descent.numbers import as_ball, enclosed
from mvcalc.descent.path import EXACT, ROUNDED, Quantity, Stop, approximate
from mvcalc.descent.tape import Tape
from mvcalc.errors import BudgetError, DegenerateError, RangeError
from mvcalc.expr import Ball, Function

BITS = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """A smooth function that stands for the softened problem where every condition is positive."""

    expr: sympy.Expr
    conditions: tuple[sympy.Expr, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A minimiser: its coordinates, and how to evaluate anything there."""

    symbols: tuple[sympy.Symbol, ...]
    at: AlgebraicPoint | None
    point: tuple[Quantity, ...]

    @property
    def numbers(self) -> str:
        return EXACT if self.at is not None else ROUNDED

    def value(self, e: sympy.Expr) -> Quantity:
        """e at the point: exact where the point is, else a ball."""
        if self.at is not None and is_rational_function(e, self.symbols):
            return self.at.exact(self.at.at(e))
        with flint.ctx.workprec(BITS):
            x = [_arb(v, self.at, i) for i, v in enumerate(self.point)]
            return as_ball(Tape.of((e,), self.symbols).run(Balls(BITS), x)[0])

    def allows(self, condition: sympy.Expr) -> bool:
        """Whether the condition is at least 0 here (a rounded point may miss it by a hair)."""
        if self.at is not None:
            return self.at.sign(self.at.at(condition)) >= 0
        return approximate(self.value(condition)) >= -1e-9


def _arb(v: Quantity, at: AlgebraicPoint | None, i: int) -> object:
    if at is not None:
        return at.ball(at.coordinates[i], BITS)
    if isinstance(v, Ball):
        return v.arb
    return flint.arb(flint.fmpq(int(v.p), int(v.q)))


def exact_minimiser(pieces: Sequence[Piece], symbols: tuple[sympy.Symbol, ...]) -> Place | None:
    """The lowest local minimum of all pieces where they are valid; None if algebra finds none.

    Highest places and saddles are level, too: a place where some direction bends down is left out.
    """
    best: tuple[AlgebraicPoint, object] | None = None
    for piece in pieces:
        if not is_rational_function(_rational_part(piece), symbols):
            return None
        slopes = tuple(numerator(d) for d in gradient_of(piece.expr, symbols))
        try:
            solutions = solve([e for e in slopes if e != 0], symbols)
        except (InfinitelyManyError, BudgetError):
            return None
        for at in field.real_points(solutions) if solutions is not None else ():
            if not _valid(at, piece.conditions) or _bends_down(piece.expr, at):
                continue
            height = _height(piece.expr, at)
            if best is None or height < best[1]:
                best = (at, height)
    return None if best is None else Place(symbols, best[0], best[0].point)


def _rational_part(piece: Piece) -> sympy.Expr:
    """Slopes of a piece are rational even where the piece has logarithms of polynomials."""
    return piece.expr.replace(sympy.log, lambda u: u)


def _valid(at: AlgebraicPoint, conditions: Sequence[sympy.Expr]) -> bool:
    try:
        return all(at.sign(at.at(c)) >= 0 for c in conditions)
    except PoleError:
        return False


def _bends_down(e: sympy.Expr, at: AlgebraicPoint) -> bool:
    rows = hessian_of(gradient_of(e, at.symbols), at.symbols)
    _, down, _ = field.inertia(at, [[at.at(entry) for entry in row] for row in rows])
    return down > 0


def _height(e: sympy.Expr, at: AlgebraicPoint) -> flint.arb:
    with flint.ctx.workprec(BITS):
        x = [at.ball(c, BITS) for c in at.coordinates]
        return Tape.of((e,), at.symbols).run(Balls(BITS), x)[0].mid()


def numeric_minimiser(
    e: sympy.Expr, symbols: tuple[sympy.Symbol, ...], start: Sequence[Quantity] | None
) -> Place:
    """A level place reached from ``start`` by damped Newton steps, in high-precision numbers.

    Raises:
        RangeError: no start was given.
        DegenerateError: the walk does not settle.
    """
    if start is None:
        raise RangeError(
            "these functions are not polynomial, so that a start is needed",
            param="start",
            value="none",
            hint="give one number per variable",
        )
    function = Function.of(e, tuple(s.name for s in symbols))
    rounded = [recorded_midpoint(enclosed(v)) for v in start]
    path = descend(function, rounded, "newton_damped", Stop(max_steps=200))
    if any(abs(approximate(g)) > 1e-9 for g in path.steps[-1].gradient):
        raise DegenerateError(
            f"the softened function has no lowest point near the start: {path.reason}",
            param="f",
            value=function.source[:60],
        )
    return Place(symbols, None, tuple(recorded_midpoint(v) for v in path.end))


def recorded_midpoint(v: Quantity) -> Quantity:
    """The fraction in the middle of a ball, cut to 40 digits."""
    if not isinstance(v, Ball):
        return v
    middle = v.mid.limit_denominator(10**40)
    return sympy.Rational(middle.numerator, middle.denominator)


def curvature(e: sympy.Expr, place: Place) -> tuple[tuple[Quantity, ...], ...]:
    """The Hessian of the softened function at its minimiser."""
    rows = hessian_of(gradient_of(e, place.symbols), place.symbols)
    return tuple(tuple(place.value(d) for d in row) for row in rows)
