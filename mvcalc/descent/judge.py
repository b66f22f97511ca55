"""How a run ended, read from its numbers, and said in one sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import sympy

from mvcalc.descent.path import Quantity, Step, Stop, approximate
from mvcalc.expr import Ball
from mvcalc.outcome import Outcome
from mvcalc.show import show

Verdict = tuple[Outcome, str]

PERIODS = (2, 3, 4, 5, 6)
REPEATS = 1e-12
BOUNCE = 1e-2


def said(x: Quantity | Sequence[Quantity]) -> str:
    """A number or a point in words of the screen."""
    if isinstance(x, Sequence):
        return said(x[0]) if len(x) == 1 else f"({', '.join(said(v) for v in x)})"
    return show(x).text


def steps_said(k: int) -> str:
    return f"{k} step" if k == 1 else f"{k} steps"


def at_rest(k: int, last: Step, hessian: Sequence[Sequence[float]], stop: Stop) -> Verdict:
    """Every slope is within the tolerance: which kind of flat place is this?"""
    place, value = said(last.point), said(last.value) if last.value is not None else "unknown"
    where = f"after {steps_said(k)} the ground is flat at {place}, where the value is {value}"
    up, down = inertia(hessian)
    if up and down:
        return Outcome.SADDLE, f"{where}; it rises one way and falls another"
    if down == len(hessian):
        return Outcome.MAXIMUM, f"{where}, a highest place"
    if up < len(hessian):
        return Outcome.CONVERGED, f"{where}; the Hessian there does not tell what kind of place"
    if stop.lowest is not None and last.value is not None and above(last.value, stop.lowest):
        lowest = said(stop.lowest)
        return Outcome.LOCAL_MINIMUM, f"{where}, but the lowest value is {lowest}"
    return Outcome.CONVERGED, where


def above(value: Quantity, lowest: Quantity) -> bool:
    """Clearly higher than the lowest value, whatever the radii of the balls."""
    return approximate(value) > approximate(lowest) + 1e-9 * (1 + abs(approximate(lowest)))


def inertia(hessian: Sequence[Sequence[float]]) -> tuple[int, int]:
    """How many eigenvalues are certainly positive and certainly negative.

    The computed eigenvalues of a symmetric matrix are off by at most a small multiple of
    machine precision times its norm (Weyl), far less than the margin used.
    """
    matrix = np.array(hessian, dtype=float)
    if not np.isfinite(matrix).all():
        return 0, 0
    eigenvalues = np.linalg.eigvalsh(matrix)
    margin = 1e-10 * float(np.abs(eigenvalues).max(initial=0.0))
    return int((eigenvalues > margin).sum()), int((eigenvalues < -margin).sum())


def repeating(trail: Sequence[Sequence[float]]) -> int:
    """The period with which the last points repeat to 12 digits; 0 if they do not."""
    for period in PERIODS:
        if len(trail) <= 2 * period:
            return 0
        scale = 1 + max(abs(v) for v in trail[-1])
        jump = max(_distance(trail[-i], trail[-i - 1]) for i in range(1, period + 1))
        drift = max(_distance(trail[-i], trail[-i - period]) for i in range(1, period + 1))
        if drift <= REPEATS * scale and jump > 1e3 * REPEATS * scale:
            return period
    return 0


def _distance(a: Sequence[float], b: Sequence[float]) -> float:
    return max(abs(x - y) for x, y in zip(a, b, strict=True))


def cycled(period: int, steps: Sequence[Step]) -> Verdict:
    rounds = " → ".join(said(step.point) for step in steps[-period:])
    return Outcome.CYCLED, f"the points repeat every {steps_said(period)}: {rounds}"


def escaped(k: int, last: Step) -> Verdict:
    return Outcome.DIVERGED, f"after {steps_said(k)} the point is at {said(last.point)}"


def spent(steps: Sequence[Step], trail: Sequence[Sequence[float]]) -> Verdict:
    """The budget ended before the method did: was it growing, bouncing, or only slow?"""
    first, last, k = steps[0], steps[-1], len(steps) - 1
    before = math.hypot(*(approximate(g) for g in first.gradient))
    after = math.hypot(*(approximate(g) for g in last.gradient))
    values = [approximate(s.value) if s.value is not None else math.nan for s in (first, last)]
    if after > before and values[1] > values[0]:
        start, end = (said(s.value) for s in (first, last) if s.value is not None)
        return Outcome.DIVERGED, f"in {steps_said(k)} the value rose from {start} to {end}"
    if len(trail) > 4:
        drift, jump = _distance(trail[-1], trail[-3]), _distance(trail[-1], trail[-2])
        if drift <= BOUNCE * jump and _distance(trail[-2], trail[-4]) <= 2 * BOUNCE * jump:
            ends = f"{said(steps[-2].point)} and {said(last.point)}"
            return Outcome.CYCLED, f"after {steps_said(k)} it still jumps between {ends}"
    slope = said(length(last.gradient))
    return Outcome.SLOW, f"after {steps_said(k)} the slope is still {slope}"


def length(vector: Sequence[Quantity]) -> Quantity:
    """Euclidean length: exact where it is a short exact number, else an enclosure."""
    from mvcalc.descent.numbers import euclidean

    return euclidean(vector)


def midpoint(x: Quantity) -> sympy.Expr:
    return sympy.Rational(x.mid.numerator, x.mid.denominator) if isinstance(x, Ball) else x
