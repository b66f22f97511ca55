"""Rivals that see heights only: a quadratic through six of them, and a compass search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

import flint
import sympy

from mvcalc.descent.numbers import euclidean
from mvcalc.descent.path import Counts, Path, Step
from mvcalc.expr import Ball, enclose
from mvcalc.outcome import Outcome
from mvcalc.sandpit.levels import SIDE, Level
from mvcalc.show import show

Spot = tuple[Fraction, Fraction]
ARM = Fraction(1, 2)
GRAIN = 10**6
FINEST = Fraction(1, 100)


@dataclass
class Probe:
    """Dips that tell the height, until one is near the lowest point or the budget is spent."""

    level: Level
    most: int
    spots: list[Spot] = field(default_factory=list)
    heights: list[Ball] = field(default_factory=list)
    found: bool = False

    def look(self, spot: Spot) -> Fraction:
        """The height at a spot (the middle of its enclosure), kept as a dip."""
        if self.over:
            return Fraction(10**9)
        box = {name: (v, v) for name, v in zip("xy", spot, strict=True)}
        ball = enclose(self.level.function, box)
        self.spots.append(spot)
        self.heights.append(ball)
        gaps = [sympy.Rational(s) - g for s, g in zip(spot, self.level.goal, strict=True)]
        self.found = bool(gaps[0] ** 2 + gaps[1] ** 2 <= sympy.Rational(self.level.radius) ** 2)
        return ball.mid

    @property
    def over(self) -> bool:
        return self.found or len(self.spots) >= self.most

    def path(self, name: str, stuck: str) -> Path:
        places = [tuple(sympy.Rational(v) for v in spot) for spot in self.spots]
        steps = []
        for k, (place, height) in enumerate(zip(places, self.heights, strict=True)):
            shift = ()
            if k + 1 < len(places):
                shift = tuple(b - a for a, b in zip(place, places[k + 1], strict=True))
            size = euclidean(shift) if shift else sympy.Integer(0)
            steps.append(Step(k, place, height, (), shift, size))
        end = show(places[-1]).text
        if self.found:
            outcome, reason = Outcome.CONVERGED, f"dip {_n(len(steps))} is at {end}, near enough"
        elif len(self.spots) >= self.most:
            outcome, reason = Outcome.SLOW, f"after {_n(len(steps))} dips it is still at {end}"
        else:
            outcome, reason = Outcome.LOCAL_MINIMUM, f"{stuck} at {end}"
        return Path(name, tuple(steps), outcome, reason, Counts(value=len(steps)))


def _n(count: int) -> str:
    return show(sympy.Integer(count)).text


def _inside(x: Fraction, y: Fraction) -> Spot:
    """The nearest spot of the pit, on a grid of a micrometre so that numbers stay short."""
    clipped = (min(max(v, Fraction(0)), Fraction(SIDE)) for v in (x, y))
    a, b = (Fraction(round(v * GRAIN), GRAIN) for v in clipped)
    return a, b


def six_heights(level: Level, first: Spot, most: int) -> Path:
    """Fit a quadratic through six heights, go to its vertex, and again with shorter arms."""
    probe = Probe(level, most)
    centre, arm = first, ARM
    while not probe.over and arm >= FINEST:
        spots, heights = _star(probe, centre, arm)
        vertex = _vertex(spots, heights)
        lowest = spots[heights.index(min(heights))]
        target = _inside(*vertex) if vertex else lowest
        if probe.look(target) > min(heights):
            target = lowest
        if target == centre or vertex:
            arm = arm / 2
        centre = target
    return probe.path("six heights", "the fitted bowls end")


def _star(probe: Probe, centre: Spot, arm: Fraction) -> tuple[list[Spot], list[Fraction]]:
    """Centre, four arms and one corner, arms turned inward at the edge of the pit."""
    x, y = centre
    right = arm if x + arm <= SIDE else -arm
    up = arm if y + arm <= SIDE else -arm
    zero = Fraction(0)
    ends = [(zero, zero), (right, zero), (2 * right, zero), (zero, up), (zero, 2 * up), (right, up)]
    if arm <= min(x, SIDE - x, y, SIDE - y):
        ends = [(zero, zero), (arm, zero), (-arm, zero), (zero, arm), (zero, -arm), (arm, arm)]
    spots = [_inside(x + a, y + b) for a, b in ends]
    return spots, [probe.look(spot) for spot in spots]


def _vertex(spots: list[Spot], heights: list[Fraction]) -> Spot | None:
    """Where the quadratic through six heights is lowest; None if it is no bowl."""
    rows = [[Fraction(1), x, y, x * x, x * y, y * y] for x, y in spots]
    table = flint.fmpq_mat([[_q(v) for v in row] for row in rows])
    right = flint.fmpq_mat(6, 1, [_q(h.limit_denominator(10**24)) for h in heights])
    try:
        _, b, c, d, e, f = (v for [v] in table.solve(right).tolist())
    except ZeroDivisionError:
        return None
    determinant = 4 * d * f - e * e
    if d <= 0 or determinant <= 0:
        return None
    x, y = (e * c - 2 * f * b) / determinant, (e * b - 2 * d * c) / determinant
    return Fraction(int(x.p), int(x.q)), Fraction(int(y.p), int(y.q))


def _q(x: Fraction) -> flint.fmpq:
    return flint.fmpq(x.numerator, x.denominator)


def compass(level: Level, first: Spot, most: int) -> Path:
    """Look one arm away in four directions, move to the lowest, halve the arm if none is lower."""
    probe = Probe(level, most)
    centre, arm = first, Fraction(1)
    best = probe.look(centre)
    while not probe.over and arm >= FINEST:
        x, y = centre
        around = [_inside(x + a, y + b) for a, b in ((arm, 0), (-arm, 0), (0, arm), (0, -arm))]
        heights = [probe.look(spot) for spot in around if not probe.over]
        if heights and min(heights) < best:
            best = min(heights)
            centre = around[heights.index(best)]
        else:
            arm = arm / 2
    return probe.path("compass", "the search ends")


HEIGHT_RIVALS: dict[str, Callable[[Level, Spot, int], Path]] = {
    "six heights": six_heights,
    "compass": compass,
}
