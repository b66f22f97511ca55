"""Does a constrained optimum exist at all? Proofs, not guesses.

Two arguments are used. *At infinity*: the highest-degree parts decide what happens far away; if
on every direction either an equation's part is not 0 or f's part is positive, f grows along the
fence and a lowest point exists. The directions are covered by balls. *Nothing lower*: the points
of the fence with f < c form a closed algebraic set in one more variable, s²(c − f) = 1; if it is
not empty it has a point nearest to any given centre, and such points are found exactly (Seidenberg
1954; every component of a real algebraic set meets the critical points of a distance).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from fractions import Fraction

import sympy

from mvcalc.constrained.candidates import find
from mvcalc.constrained.problem import Problem, numerator
from mvcalc.critical.ideal import InfinitelyManyError
from mvcalc.errors import BudgetError
from mvcalc.expr import Ball, enclose

MOST_BOXES = 4000
NARROWEST = Fraction(1, 2**12)
MOST_DEGREE = 120
Sides = tuple[tuple[Fraction, Fraction], ...]


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
    zero = [leading_form(e, symbols) for e in equations if not e.is_Rational]
    negative = [leading_form(e, symbols) for e in inequalities if not e.is_Rational]
    up = None
    if f is not None:
        if not f.is_polynomial(*symbols) or f.is_Rational:
            return False
        up = leading_form(f, symbols)

    def settled(sides: Sides) -> bool:
        if up is not None and _ball(up, symbols, sides).lower > 0:
            return True
        if any(_ball(h, symbols, sides).lower > 0 for h in negative):
            return True
        balls = [_ball(g, symbols, sides) for g in zero]
        return any(b.lower > 0 or b.upper < 0 for b in balls)

    return _all_directions(len(symbols), settled)


def _ball(e: sympy.Expr, symbols: Sequence[sympy.Symbol], sides: Sides) -> Ball:
    if e.is_Rational:
        value = Fraction(int(e.p), int(e.q))
        return Ball(value, value)
    box = {s.name: side for s, side in zip(symbols, sides, strict=True)}
    return enclose(e, box)


def _all_directions(n: int, settled: Callable[[Sides], bool]) -> bool:
    """Cover the surface of the cube [−1, 1]ⁿ by boxes on which ``settled`` holds."""
    one = Fraction(1)
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
        widths = [high - low for low, high in sides]
        k = widths.index(max(widths))
        if widths[k] <= NARROWEST:
            return False
        low, high = sides[k]
        middle = (low + high) / 2
        for half in ((low, middle), (middle, high)):
            waiting.append((*sides[:k], half, *sides[k + 1 :]))
    return False


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


def nonempty(equations: Sequence[sympy.Expr], symbols: Sequence[sympy.Symbol]) -> bool | None:
    """Whether polynomial equations have a real solution: proved either way, or None."""
    conditions = tuple(e for e in equations if e != 0)
    if any(e.is_Rational for e in conditions):
        return False
    if not conditions:
        return True
    if len(conditions) > len(symbols) or _bezout(conditions, symbols) > MOST_DEGREE:
        return None
    for centre in itertools.islice(_centres(len(symbols)), 2):
        distance = sum(
            ((x - c) ** 2 for x, c in zip(symbols, centre, strict=True)), sympy.Integer(0)
        )
        try:
            return bool(find(Problem(distance, conditions, tuple(symbols))))
        except (InfinitelyManyError, BudgetError):
            continue
    return None


def _bezout(equations: Sequence[sympy.Expr], symbols: Sequence[sympy.Symbol]) -> int:
    """About how many complex solutions the nearest-point equations have, at most."""
    degrees = [sympy.Poly(e, *symbols).total_degree() for e in equations]
    minor = 1 + sum(d - 1 for d in degrees)
    return int(sympy.prod(degrees)) * minor ** (len(symbols) - len(equations))


def _centres(n: int) -> itertools.chain[tuple[sympy.Rational, ...]]:
    """Points without symmetry, so that distances from them have few critical points."""
    return itertools.chain(
        [tuple(sympy.Rational(2 * k + 3, 7 * k + 5) for k in range(n))],
        [tuple(sympy.Rational(-5 * k - 4, 3 * k + 11) for k in range(n))],
    )
