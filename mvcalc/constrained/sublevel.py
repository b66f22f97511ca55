"""Is f above a level everywhere far out on a set? Then its lowest point exists.

Let S be the part of the fence where f equals a level c. If S is bounded, f − c keeps its sign on
every piece of the fence outside a ball, and one point of each piece decides the sign. Radii come
from the exact critical points of a distance: beyond the last of them a set changes no more, so
that a set which misses one larger sphere is bounded.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy

from mvcalc.constrained.candidates import Found, find
from mvcalc.constrained.problem import Problem
from mvcalc.critical.ideal import InfinitelyManyError
from mvcalc.errors import BudgetError

MOST_DEGREE = 60


def distance_from(symbols: Sequence[sympy.Symbol], turn: int = 0) -> sympy.Expr:
    """Squared distance from a fixed point without symmetry; ``turn`` chooses the point."""
    return sympy.Add(
        *(
            (s - sympy.Rational(3 + 2 * k + 5 * turn, 7 + 4 * k + turn)) ** 2
            for k, s in enumerate(symbols)
        )
    )


def bezout(equations: Sequence[sympy.Expr], symbols: Sequence[sympy.Symbol]) -> int:
    """About how many complex points of a set are critical for a distance, at most."""
    degrees = [sympy.Poly(e, *symbols).total_degree() for e in equations]
    minor = 1 + sum(d - 1 for d in degrees)
    return int(sympy.prod(degrees)) * int(minor ** (len(symbols) - len(equations)))


def critical_distances(
    equations: Sequence[sympy.Expr], symbols: tuple[sympy.Symbol, ...], turn: int = 0
) -> list[Found] | None:
    """Critical points of a distance on a set of polynomial equations; None if out of reach."""
    if len(equations) > len(symbols) or bezout(equations, symbols) > MOST_DEGREE:
        return None
    try:
        return find(Problem(distance_from(symbols, turn), tuple(equations), symbols))
    except (InfinitelyManyError, BudgetError):
        return None


def reach(found: Sequence[Found]) -> int:
    """A whole number above every critical squared distance."""
    tops = [f.at.ball(f.value, 128).upper().ceil().unique_fmpz() for f in found]
    return 2 + max((int(t) for t in tops), default=0)


def bounded(equations: Sequence[sympy.Expr], symbols: tuple[sympy.Symbol, ...]) -> bool:
    """Whether polynomial equations are proved to have a bounded set of real solutions."""
    found = critical_distances(equations, symbols)
    if found is None:
        return False
    sphere = sympy.expand(distance_from(symbols) - reach(found))
    return critical_distances((*equations, sphere), symbols, turn=1) == []


def above_far_out(
    f: sympy.Expr,
    level: sympy.Rational,
    equations: Sequence[sympy.Expr],
    symbols: tuple[sympy.Symbol, ...],
) -> bool | None:
    """Whether f > level outside some ball on the fence: proved true, proved false, or None."""
    polynomial = all(e.is_polynomial(*symbols) for e in (f, *equations))
    if not polynomial or len(equations) >= len(symbols):
        return None
    section = (*equations, sympy.expand(f - level))
    on_fence = critical_distances(equations, symbols) if equations else []
    on_section = critical_distances(section, symbols)
    if on_fence is None or on_section is None:
        return None
    sphere = sympy.expand(distance_from(symbols) - reach([*on_fence, *on_section]))
    if critical_distances((*section, sphere), symbols, turn=1) != []:
        return None
    pieces = critical_distances((*equations, sphere), symbols, turn=1)
    if pieces is None:
        return None
    return all(p.at.sign(p.at.at(f - level)) > 0 for p in pieces)
