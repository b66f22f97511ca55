"""Which candidates are the lowest and highest points of the whole fence, with the proof."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import sympy

from mvcalc.bounds.deadline import Deadline, in_time
from mvcalc.constrained.candidates import Found
from mvcalc.constrained.ends import End, curve_ends, fixed_points, stays_beyond
from mvcalc.constrained.existence import goes_below, grows, has_values, least_value
from mvcalc.constrained.problem import Problem
from mvcalc.constrained.quadratics import degree
from mvcalc.constrained.sublevel import above_far_out, bounded
from mvcalc.critical.ideal import InfinitelyManyError
from mvcalc.errors import BudgetError
from mvcalc.expr import Ball

UNDECIDED = "could not be decided"
LOWER, NONE_LOWER, UNKNOWN = "lower", "none lower", "unknown"


def extremes(
    problem: Problem, found: Sequence[Found], clock: Deadline
) -> tuple[Found | None, Found | None, tuple[str, str]]:
    """The lowest and highest points among those found, where they are proved to be global.

    Returns:
        The minimum and the maximum (None: there is none, or it is not proved), and one sentence
        of evidence for each.
    """
    if not found:
        sentence = "the fence has no critical point, so it has no such point"
        return None, None, (sentence, sentence)
    low, high = lowest(found, 1), lowest(found, -1)
    if len(problem.equations) == len(problem.symbols):
        return low, high, ("the fence is a finite set of points",) * 2
    if in_time(clock, lambda: _closed(problem), False):
        return low, high, ("the fence is closed and bounded",) * 2
    at_bottom, why_low = _settle(problem, found, low, 1, clock)
    at_top, why_high = _settle(problem, found, high, -1, clock)
    return low if at_bottom else None, high if at_top else None, (why_low, why_high)


def _closed(problem: Problem) -> bool:
    """Whether the fence is proved to be closed and bounded, and f to have a value all along it.

    The zeros of polynomials are closed; those of a fraction may approach a pole.
    """
    if not has_values(problem.f, problem.equations, problem.symbols):
        return False
    if grows(None, problem.equations, (), problem.symbols):
        return True
    polynomial = all(g.is_polynomial(*problem.symbols) for g in problem.equations)
    return polynomial and bounded(problem.equations, problem.symbols)


def _settle(
    problem: Problem, found: Sequence[Found], best: Found, side: int, clock: Deadline
) -> tuple[bool, str]:
    """Whether ``best`` is proved to be the minimum of side·f, and why (not)."""
    word = "lower" if side > 0 else "higher"
    answer = UNKNOWN
    for argument in ARGUMENTS:
        try:
            answer = in_time(clock, partial(argument, problem, found, best, side), UNKNOWN)
        except (InfinitelyManyError, BudgetError):
            continue
        if answer != UNKNOWN:
            break
    if answer == LOWER:
        return False, f"the fence has points {word} than every candidate"
    if answer == NONE_LOWER:
        return True, f"no point of the fence is {word}"
    return False, f"whether the fence has a {word} point {UNDECIDED}"


def _by_convexity(problem: Problem, found: Sequence[Found], best: Found, side: int) -> str:
    """On a flat fence a quadratic that bends upwards has its minimum where it is level."""
    del found
    flat = all(degree(g, problem.symbols) <= 1 for g in problem.equations)
    if not flat or degree(problem.f, problem.symbols) > 2 or best.multipliers is None:
        return UNKNOWN
    kind = best.candidate(problem).kind
    if kind == "degenerate":
        return UNKNOWN
    return NONE_LOWER if kind == ("min" if side > 0 else "max") else LOWER


def _by_ends(problem: Problem, found: Sequence[Found], best: Found, side: int) -> str:
    """A curve: look at f along each of its ends."""
    polynomial = all(e.is_polynomial(*problem.symbols) for e in (problem.f, *problem.equations))
    if len(problem.equations) != len(problem.symbols) - 1 or not polynomial:
        return UNKNOWN
    for ends in curve_ends(problem, found):
        falling = [end for end in ends if side * end.trend < 0]
        if not falling:
            return NONE_LOWER
        if any(_lower(end.value, best, side) for end in falling):
            return LOWER
        if all(stays_beyond(problem, end, _between(end, best)) for end in falling):
            return NONE_LOWER
    return UNKNOWN


def _between(end: End, best: Found) -> sympy.Rational:
    """A short fraction between f at the end and the best value."""
    a, b = end.value.mid, best.at.enclosure(best.value).mid
    middle, gap = (a + b) / 2, abs(a - b) / 4
    short = middle.limit_denominator(max(1, int(1 / gap) + 1) if gap else 1)
    return sympy.Rational(short.numerator, short.denominator)


def _by_far_points(problem: Problem, found: Sequence[Found], best: Found, side: int) -> str:
    del found
    if any(_lower(value, best, side) for value in fixed_points(problem)):
        return LOWER
    return UNKNOWN


def _lower(value: Ball, best: Found, side: int) -> bool:
    """Whether side times the value is proved to be lower than at ``best``."""
    least = best.at.enclosure(best.value)
    return value.upper < least.lower if side > 0 else value.lower > least.upper


def _by_nearest_points(problem: Problem, found: Sequence[Found], best: Found, side: int) -> str:
    """The set of lower points, if not empty, has a point nearest to a centre."""
    del found
    exact = best.at.exact(best.value)
    if isinstance(exact, Ball) or not exact.is_Rational:
        return UNKNOWN
    answer = goes_below(side * problem.f, side * exact, problem.equations, problem.symbols)
    return {True: LOWER, False: NONE_LOWER, None: UNKNOWN}[answer]


def _by_bound(problem: Problem, found: Sequence[Found], best: Found, side: int) -> str:
    """A sum of squares and the like: its parts alone bound it from below."""
    del found
    bound = least_value(side * problem.f, problem.symbols)
    exact = best.at.exact(best.value)
    if bound is None or isinstance(exact, Ball) or not exact.is_Rational:
        return UNKNOWN
    return NONE_LOWER if side * exact <= bound else UNKNOWN


def _by_level(problem: Problem, found: Sequence[Found], best: Found, side: int) -> str:
    """Far out side·f is above a level that is itself above the best value."""
    del found
    value = best.at.enclosure(best.value)
    top = value.upper if side > 0 else -value.lower
    level = sympy.Integer(math.floor(top) + 1)
    above = above_far_out(side * problem.f, level, problem.equations, problem.symbols)
    return NONE_LOWER if above else UNKNOWN


def _by_growth(problem: Problem, found: Sequence[Found], best: Found, side: int) -> str:
    """Far away on the fence side·f tends to +∞."""
    del found, best
    far = grows(side * problem.f, problem.equations, (), problem.symbols)
    return NONE_LOWER if far else UNKNOWN


ARGUMENTS = (
    _by_bound,
    _by_convexity,
    _by_growth,
    _by_ends,
    _by_far_points,
    _by_level,
    _by_nearest_points,
)


def lowest(found: Sequence[Found], side: int) -> Found:
    """The point with the least side·f."""
    best = found[0]
    for other in found[1:]:
        if _less(other, best, side):
            best = other
    return best


def _less(a: Found, b: Found, side: int) -> bool:
    """Whether side·f is lower at a; values too close to tell apart count as equal."""
    for prec in (128, 1024):
        x, y = a.at.ball(a.value, prec) * side, b.at.ball(b.value, prec) * side
        if x < y:
            return True
        if x > y:
            return False
    return False
