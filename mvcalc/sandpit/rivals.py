"""The rivals: known methods that start from the player's own first dip."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy

from mvcalc.descent.descend import descend
from mvcalc.descent.numbers import euclidean
from mvcalc.descent.path import Counts, Path, Step, Stop
from mvcalc.errors import DomainError, RangeError, SingularError, names_parameters
from mvcalc.expr import Ball, enclose, number
from mvcalc.outcome import Outcome
from mvcalc.sandpit.heights import HEIGHT_RIVALS
from mvcalc.sandpit.levels import GRADIENT, SIDE, Level
from mvcalc.show import show

MOST_DIPS = 400
FLAT = Fraction(1, 10**6)
RESTARTS = 40

Point = tuple[sympy.Expr, ...]


@dataclass(frozen=True, slots=True)
class Rival:
    """One method's run.

    Attributes:
        name: as in ``RIVALS``.
        path: all its dips.
        dips: how many it made (trial points of a line search count).
        found: whether a dip came within the radius of the lowest point.
    """

    name: str
    path: Path
    dips: int
    found: bool


GRADIENT_RIVALS: dict[str, tuple[str, dict[str, object]]] = {
    "gd 1/20": ("gd", {"rate": "1/20"}),
    "gd 1/5": ("gd", {"rate": "1/5"}),
    "gd 1/2": ("gd", {"rate": "1/2"}),
    "armijo": ("gd_armijo", {}),
    "momentum": ("momentum", {"rate": "1/5", "beta": "1/2"}),
    "newton": ("newton", {}),
    "hybrid": ("hybrid", {}),
}
RIVALS = (*GRADIENT_RIVALS, "restarts", *HEIGHT_RIVALS)


@names_parameters
def rivals(level: Level, first: Sequence[object]) -> tuple[Rival, ...]:
    """Every rival that may use what the level shows, from the same first dip."""
    names = (*GRADIENT_RIVALS, "restarts") if GRADIENT in level.shows else tuple(HEIGHT_RIVALS)
    return tuple(rival(level, name, first) for name in names)


@names_parameters
def rival(level: Level, name: str, first: Sequence[object]) -> Rival:
    """One rival from a first dip.

    Raises:
        RangeError: no such rival, or a start outside the pit.
    """
    if name not in RIVALS:
        raise RangeError(
            "there is no such rival", param="rivals", value=name, hint=f"use {', '.join(RIVALS)}"
        )
    start = spot(level, first)
    if name in HEIGHT_RIVALS:
        near = tuple(_fraction(v) for v in start)
        path = HEIGHT_RIVALS[name](level, (near[0], near[1]), MOST_DIPS)
    elif name == "restarts":
        path = _restarts(level, start)
    else:
        method, options = GRADIENT_RIVALS[name]
        path = _walk(level, start, method, options, MOST_DIPS)
    dips = 1 + sum(int(step.extra.get("tries", 1)) for step in path.steps[:-1])
    return Rival(name, dataclasses.replace(path, method=name), dips, _found(level, path))


def spot(level: Level, point: Sequence[object]) -> Point:
    """Exact coordinates inside the pit; raises RangeError outside."""
    if len(point) != len(level.box.vars):
        raise RangeError("a point needs x and y", param="point", value=point, hint="(5, 1)")
    place = tuple(number(v) for v in point)
    for name, v, (low, high) in zip(level.box.vars, place, level.box.sides, strict=True):
        if v < low or v > high:
            raise RangeError(
                f"the pit goes from {low} to {high}", param=name, value=v, hint=f"try {high / 2}"
            )
    return place


def _fraction(v: sympy.Expr) -> Fraction:
    ball = enclose(v, {})
    return ball.mid.limit_denominator(10**6) if not v.is_Rational else Fraction(int(v.p), int(v.q))


def _stop(level: Level, steps: int) -> Stop:
    return Stop(
        max_steps=steps - 1,
        tol=FLAT,
        box=level.box,
        target=(level.goal, level.radius),
        lowest=level.certificate.value,
    )


def _walk(level: Level, start: Point, method: str, options: dict[str, object], dips: int) -> Path:
    """A descent; where Newton's step does not even exist, a path that never left the start."""
    try:
        return descend(level.function, start, method, _stop(level, dips), **options)
    except SingularError as bad:
        value = enclose(level.function, [(v, v) for v in start])
        step = Step(0, start, value, ())
        return Path(method, (step,), Outcome.SINGULAR, bad.sentence, Counts(value=1))
    except DomainError as bad:
        step = Step(0, start, None, ())
        return Path(method, (step,), Outcome.LEFT_DOMAIN, bad.sentence, Counts())


def _found(level: Level, path: Path) -> bool:
    """Whether the last dip is within the radius (walks stop at the first that is)."""
    square = sympy.Integer(0)
    for v, g in zip(path.end, level.goal, strict=True):
        middle = sympy.Rational(v.mid) if isinstance(v, Ball) else v
        square += (middle - g) ** 2
    return bool(square <= sympy.Rational(level.radius) ** 2)


def _restarts(level: Level, start: Point) -> Path:
    """Hybrid runs, first from the start and then from seeded random spots, until one finds it."""
    chance = random.Random(f"restarts/{level.id}/{level.seed}")
    steps: list[Step] = []
    counts = Counts()
    last: Path | None = None
    for _ in range(RESTARTS):
        left = MOST_DIPS - len(steps)
        if left < 1:
            break
        last = _walk(level, start, "hybrid", {}, left)
        steps += [dataclasses.replace(s, k=len(steps) + s.k) for s in last.steps]
        counts = Counts(
            counts.value + last.evaluations.value,
            counts.gradient + last.evaluations.gradient,
            counts.hessian + last.evaluations.hessian,
        )
        if _found(level, last):
            break
        start = tuple(sympy.Rational(int(chance.random() * SIDE * 100), 100) for _ in range(2))
    if last is None:
        raise AssertionError("there is room for one run")
    runs = show(sympy.Integer(len(steps))).text
    if _found(level, last):
        outcome, reason = Outcome.CONVERGED, f"found after {runs} dips in all"
    else:
        outcome, reason = Outcome.SLOW, f"not found in {runs} dips"
    return Path("restarts", _jumps(steps), outcome, reason, counts)


def _jumps(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps of all runs, with the jump from the end of each run to the next start."""
    joined = list(steps)
    for i in range(len(steps) - 1):
        if not steps[i].step:
            here, there = (_middle(s.point) for s in steps[i : i + 2])
            jump = tuple(b - a for a, b in zip(here, there, strict=True))
            joined[i] = dataclasses.replace(steps[i], step=jump, size=euclidean(jump))
    return tuple(joined)


def _middle(point: Sequence[sympy.Expr | Ball]) -> Point:
    return tuple(sympy.Rational(v.mid) if isinstance(v, Ball) else v for v in point)
