"""Is a function convex on a box? Proved either way where balls and algebra decide.

A twice differentiable function is convex on a box exactly when its Hessian is positive
semidefinite there, which for symmetric matrices means that no principal minor is negative; it is
strictly convex if all leading minors are positive (Sylvester).
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import flint
import numpy as np
import sympy

from mvcalc.descent.arithmetic import Balls, Exact, NotExactError, UndefinedError, Vector
from mvcalc.descent.derivatives import gradient_of, hessian_of
from mvcalc.descent.numbers import as_ball, recorded
from mvcalc.descent.path import Quantity
from mvcalc.descent.tape import Tape, constant_ball
from mvcalc.errors import RangeError, names_parameters
from mvcalc.expr import Ball, Box, Function, as_box, as_function, program
from mvcalc.expr import UndefinedError as OutsideError
from mvcalc.expr.balls import Program, side_interval
from mvcalc.expr.intervals import Interval
from mvcalc.show import show
from mvcalc.smooth import check_smooth

Sides: TypeAlias = tuple[Interval, ...]

BITS = 100
MOST_BOXES = 4000
SECONDS = 4.0
MOST_VARIABLES = 4

STRICT, CONVEX, CONCAVE, STRICTLY_CONCAVE = (
    "strictly convex",
    "convex",
    "concave",
    "strictly concave",
)
NEITHER, UNKNOWN = "neither", "unknown"


@dataclass(frozen=True, slots=True)
class Bend:
    """A place and a direction in which the function bends the wrong way.

    Attributes:
        point: exact coordinates.
        direction: a vector d.
        curvature: dᵀHd there, not 0.
    """

    point: tuple[sympy.Rational, ...]
    direction: tuple[sympy.Rational, ...]
    curvature: Quantity


@dataclass(frozen=True, slots=True)
class Convexity:
    """The verdict.

    Attributes:
        kind: "strictly convex", "convex" (perhaps not strictly), "concave", "strictly concave",
            "neither", or "unknown" when the budget ended first.
        witness: for "neither" two bends, one down and one up; else ().
        proof: one sentence; for "unknown" what is missing.
        singular: True if det H is 0 everywhere, so that there is a direction without bend.
    """

    kind: str
    witness: tuple[Bend, ...]
    proof: str
    singular: bool


@names_parameters
def convexity(f: Function | sympy.Expr, box: object) -> Convexity:
    """Decide whether f is convex, concave or neither on a box.

    Args:
        f: a twice differentiable function of at most 4 variables.
        box: one closed interval per variable.

    Raises:
        RangeError: too many variables, or a box that does not fit.
        NonDifferentiableError, DomainError: not smooth, or without a value, somewhere in the box.
        UncertifiedError: smoothness could not be proved.
    """
    function = as_function(f)
    if not 1 <= len(function.vars) <= MOST_VARIABLES:
        raise RangeError(
            f"1 to {MOST_VARIABLES} variables are possible", param="f", value=len(function.vars)
        )
    read = as_box(box, function.vars)
    check_smooth(function, read, 2)
    hessian = hessian_of(gradient_of(function.expr, function.symbols), function.symbols)
    bends = _bends(hessian, function.symbols, read)
    down = next((b for b in bends if _sign(b) < 0), None)
    up = next((b for b in bends if _sign(b) > 0), None)
    if down and up:
        proof = (
            f"at {show(down.point).text} it bends down along {show(down.direction).text}, at "
            f"{show(up.point).text} it bends up along {show(up.direction).text}"
        )
        return Convexity(NEITHER, (down, up), proof, False)
    side = -1 if down else 1
    return _proved(hessian, function.symbols, read, side)


def _proved(
    hessian: Sequence[Sequence[sympy.Expr]],
    symbols: Sequence[sympy.Symbol],
    box: Box,
    side: int,
) -> Convexity:
    """Try to prove side·f convex."""
    n = len(symbols)
    matrix = sympy.Matrix(n, n, [side * e for row in hessian for e in row])
    leading = [tuple(range(k + 1)) for k in range(n)]
    every = [c for k in range(1, n + 1) for c in itertools.combinations(range(n), k)]
    minors = {c: _tidy(matrix.extract(list(c), list(c)).det("berkowitz")) for c in every}
    zero = [c for c in every if minors[c] == 0]
    singular = minors[leading[-1]] == 0
    strict, weak = (STRICT, CONVEX) if side > 0 else (STRICTLY_CONCAVE, CONCAVE)
    word = "positive" if side > 0 else "positive for −f"
    if not singular and _holds([minors[c] for c in leading], symbols, box, strictly=True):
        return Convexity(strict, (), f"all leading minors of the Hessian are {word}", False)
    rest = [minors[c] for c in every if c not in zero]
    if _holds(rest, symbols, box, strictly=False):
        note = "no principal minor of the Hessian is negative"
        if singular:
            note += ", and its determinant is 0 everywhere"
        return Convexity(weak, (), note, singular)
    return Convexity(
        UNKNOWN, (), "the budget of boxes ended before the Hessian's sign was proved", singular
    )


def _tidy(e: sympy.Expr) -> sympy.Expr:
    """A minor in the shortest of a few equal forms, so that a hidden 0 shows."""
    forms = [e, sympy.expand(e), sympy.factor_terms(e)]
    if sympy.count_ops(e) < 150:
        forms.append(sympy.cancel(sympy.together(sympy.expand(e))))
    return min(forms, key=sympy.count_ops)


def _holds(
    minors: Sequence[sympy.Expr], symbols: Sequence[sympy.Symbol], box: Box, *, strictly: bool
) -> bool:
    """Whether every minor is positive (or not negative) on the whole box, by bisection."""
    if not minors:
        return True
    programs, deadline = [program(e, tuple(symbols)) for e in minors], time.monotonic() + SECONDS
    with flint.ctx.workprec(BITS):
        waiting: list[Sides] = [tuple(side_interval(*side) for side in box.sides)]
        for _ in range(MOST_BOXES):
            if not waiting or time.monotonic() > deadline:
                break
            sides = waiting.pop()
            if not _good(programs, sides, strictly):
                waiting += _halves(sides)
    return not waiting


def _halves(sides: Sides) -> list[Sides]:
    """The two halves of a box across its longest side."""
    widths = [float(high - low) for low, high in sides]
    k = widths.index(max(widths))
    low, high = sides[k]
    middle = ((low + high) / 2).mid()
    return [(*sides[:k], half, *sides[k + 1 :]) for half in ((low, middle), (middle, high))]


def _good(programs: Sequence[Program], sides: Sides, strictly: bool) -> bool:
    try:
        lows = [run(sides)[0] for run in programs]
    except OutsideError:
        return False
    return all(low > 0 if strictly else low >= 0 for low in lows)


def _bends(
    hessian: Sequence[Sequence[sympy.Expr]], symbols: Sequence[sympy.Symbol], box: Box
) -> list[Bend]:
    """Curvatures of certain sign at a grid of exact points, along axes, diagonals and
    the directions of the computed eigenvectors."""
    tape = Tape.of([e for row in hessian for e in row], symbols)
    found: dict[int, Bend] = {}
    for point in _grid(box):
        for direction, value in _curvatures(tape, point):
            sign = (value > 0) - (value < 0)
            if sign and sign not in found:
                found[sign] = Bend(point, direction, recorded(value))
        if len(found) == 2:
            break
    return list(found.values())


def _grid(box: Box) -> list[tuple[sympy.Rational, ...]]:
    """Rational points spread over the box, the middle first."""
    ticks = []
    for low, high in box.sides:
        a, b = (_rational(v) for v in (low, high))
        ticks.append([a + (b - a) * Fraction(k, 8) for k in (4, 1, 7, 2, 6, 3, 5)])
    return [tuple(sympy.Rational(v) for v in p) for p in itertools.product(*ticks)][:500]


def _rational(v: sympy.Expr) -> Fraction:
    if v.is_Rational:
        return Fraction(int(v.p), int(v.q))
    with flint.ctx.workprec(BITS):
        return as_ball(constant_ball(v)).mid.limit_denominator(10**6)


def _curvatures(
    tape: Tape, point: Sequence[sympy.Rational]
) -> list[tuple[tuple[sympy.Rational, ...], Any]]:
    n = len(point)
    with flint.ctx.workprec(BITS):
        try:
            exact = Exact()
            flat: Vector = tape.run(exact, [exact.number(v) for v in point])
        except (NotExactError, UndefinedError):
            try:
                flat = tape.run(Balls(BITS), [constant_ball(v) for v in point])
            except UndefinedError:
                return []
        midpoints = [float(flint.arb(v).mid()) for v in flat]
        if not all(np.isfinite(midpoints)):
            return []
        _, vectors = np.linalg.eigh(np.array(midpoints).reshape(n, n))
        told = []
        for k in (0, n - 1):
            longest = max(vectors[:, k], key=abs)
            direction = tuple(
                sympy.Rational(Fraction(float(c / longest)).limit_denominator(100))
                for c in vectors[:, k]
            )
            value = flat[0] * 0
            for i, j in itertools.product(range(n), repeat=2):
                p, q = direction[i], direction[j]
                value += flat[i * n + j] * flint.fmpq(int(p.p * q.p), int(p.q * q.q))
            told.append((direction, value))
        return told


def _sign(bend: Bend) -> int:
    value = bend.curvature
    if not isinstance(value, Ball):
        return int(bool(value > 0)) - int(bool(value < 0))
    return 1 if value.lower > 0 else -1
