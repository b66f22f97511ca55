"""Does a constrained optimum exist at all? Proofs, not guesses.

Two arguments are used. *At infinity*: the highest-degree parts decide what happens far away; if
on every direction either an equation's part is not 0 or f's part is positive, f grows along the
fence and a lowest point exists. The directions are covered by balls. *Nothing lower*: the points
of the fence with f < c form a closed algebraic set in one more variable, s²(c − f) = 1; if it is
not empty it has a point nearest to any given centre, and such points are found exactly (Seidenberg
1954; every component of a real algebraic set meets the critical points of a distance).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import flint
import sympy

from mvcalc.constrained.problem import numerator
from mvcalc.constrained.sublevel import critical_distances
from mvcalc.expr import UndefinedError, program
from mvcalc.expr.intervals import Interval

BITS = 64
MOST_BOXES = 3000
NARROWEST = 2.0**-12
Sides: TypeAlias = tuple[Interval, ...]


def leading_form(e: sympy.Expr, symbols: Sequence[sympy.Symbol]) -> sympy.Expr:
    """The part of highest total degree of a polynomial."""
    poly = sympy.Poly(e, *symbols)
    top = poly.total_degree()
    return sum(
        (
            c * sympy.prod(s**k for s, k in zip(symbols, powers, strict=True))
            for powers, c in poly.terms()
            if sum(powers) == top
        ),
        sympy.Integer(0),
    )


def grows(
    f: sympy.Expr | None,
    equations: Sequence[sympy.Expr],
    inequalities: Sequence[sympy.Expr],
    symbols: Sequence[sympy.Symbol],
) -> bool:
    """Whether far away on the feasible set f is proved to tend to +∞; f = None: it is bounded.

    Args:
        f: polynomial, or None to ask for boundedness of the set.
        equations: polynomials that are 0 on the set.
        inequalities: polynomials that are at most 0 on the set.
        symbols: the variables.

    Returns:
        True only if proved; False also when the budget of boxes runs out.
    """
    if not symbols:
        return False
    if any(not e.is_polynomial(*symbols) for e in (*equations, *inequalities)):
        return False
    forms = [leading_form(e, symbols) for e in (*equations, *inequalities) if not e.is_Rational]
    programs = [program(e, tuple(symbols)) for e in forms]
    zero, negative = programs[: len(equations)], programs[len(equations) :]
    if f is not None:
        if not f.is_polynomial(*symbols) or f.is_Rational:
            return False
        negative.append(program(leading_form(f, symbols), tuple(symbols)))

    def settled(sides: Sides) -> bool:
        """f grows, or the set does not reach this way."""
        if any(run(sides)[0] > 0 for run in negative):
            return True
        intervals = [run(sides) for run in zero]
        return any(low > 0 or high < 0 for low, high in intervals)

    with flint.ctx.workprec(BITS):
        return _all_directions(len(symbols), settled)


def _all_directions(n: int, settled: Callable[[Sides], bool]) -> bool:
    """Cover the surface of the cube [−1, 1]ⁿ by boxes on which ``settled`` holds."""
    one = flint.arb(1)
    waiting: list[Sides] = [
        tuple((side, side) if i == k else (-one, one) for i in range(n))
        for k in range(n)
        for side in (-one, one)
    ]
    for _ in range(MOST_BOXES):
        if not waiting:
            return True
        sides = waiting.pop()
        if settled(sides):
            continue
        widths = [float(high - low) for low, high in sides]
        k = widths.index(max(widths))
        if widths[k] <= NARROWEST:
            return False
        low, high = sides[k]
        middle = (low + high) / 2
        for half in ((low, middle), (middle, high)):
            waiting.append((*sides[:k], half, *sides[k + 1 :]))
    return False


def least_value(f: sympy.Expr, symbols: Sequence[sympy.Symbol]) -> sympy.Rational | None:
    """A lower bound of f everywhere, from its parts as they are written; None if there is none."""
    everywhere = (flint.arb.neg_inf(), flint.arb.pos_inf())
    with flint.ctx.workprec(128):
        try:
            low = program(f, tuple(symbols))([everywhere] * len(symbols))[0]
        except UndefinedError:
            return None
        if not low.is_finite():
            return None
        exact = low.fmpq()
        return sympy.Rational(int(exact.p), int(exact.q))


def goes_below(
    f: sympy.Expr,
    level: sympy.Rational,
    equations: Sequence[sympy.Expr],
    symbols: Sequence[sympy.Symbol],
) -> bool | None:
    """Whether f < level somewhere on the fence: proved either way, or None.

    Args:
        f, equations: rational functions of the symbols.
        level: a fraction.
        symbols: the variables.
    """
    s, r = sympy.Dummy("s"), sympy.Dummy("r")
    top, bottom = sympy.fraction(sympy.together(level - f))
    lower = numerator(s**2 * top * bottom - 1)
    poles = sympy.prod(sympy.fraction(sympy.together(g))[1] for g in equations)
    conditions = [*(numerator(g) for g in equations), lower]
    unknowns = [*symbols, s]
    if not poles.is_Rational:
        conditions.append(sympy.expand(r * poles - 1))
        unknowns.append(r)
    return nonempty(conditions, unknowns)


def has_values(
    f: sympy.Expr, equations: Sequence[sympy.Expr], symbols: Sequence[sympy.Symbol]
) -> bool:
    """Whether a rational f is proved to have no pole where the equations hold."""
    bottom = sympy.fraction(sympy.together(f))[1]
    if bottom.is_number:
        return True
    return nonempty((*(numerator(g) for g in equations), sympy.expand(bottom)), symbols) is False


def nonempty(equations: Sequence[sympy.Expr], symbols: Sequence[sympy.Symbol]) -> bool | None:
    """Whether polynomial equations have a real solution: proved either way, or None."""
    conditions = tuple(e for e in equations if e != 0)
    if any(e.is_Rational for e in conditions):
        return False
    if not conditions:
        return True
    for turn in (0, 2):
        found = critical_distances(conditions, tuple(symbols), turn)
        if found is not None:
            return bool(found)
    return None
