"""Walls turned into slopes: penalty, barrier and augmented Lagrangian.

    penalty      f + ρ·(Σg² + Σmax(0, h)²)                          Courant 1943
    barrier      f − t·Σlog(−h)                                     Fiacco and McCormick 1968
    augmented    f + ρ·(Σ(g − λ/2ρ)² + Σmax(0, h + μ/2ρ)²)          Hestenes, Powell 1969

with μ ← max(0, μ + 2ρh) and λ ← λ − 2ρg after each round. Each minimiser is found exactly by
elimination where the functions are rational, and is then the lowest local minimum; otherwise by
damped Newton steps from the last one. That nothing is lower far away is not proved.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import sympy

from mvcalc.constrained.parts import Formula, Parts
from mvcalc.constrained.soften import (
    Piece,
    Place,
    curvature,
    exact_minimiser,
    numeric_minimiser,
    recorded_midpoint,
)
from mvcalc.descent.derivatives import gradient_of
from mvcalc.descent.numbers import as_ball, enclosed, euclidean
from mvcalc.descent.path import Quantity, Step, approximate
from mvcalc.errors import DegenerateError, InfeasibleError, RangeError, names_parameters, said
from mvcalc.expr import Ball, number, sign

MOST_ROUNDS = 100


@names_parameters
def penalty_path(
    f: Formula,
    ineqs: Sequence[Formula],
    rhos: Sequence[object],
    eqs: Sequence[Formula] = (),
    start: object | None = None,
) -> list[Step]:
    """Minimisers of f + ρ·(squared violations), one per ρ.

    Args:
        f, ineqs, eqs: functions of common variables; h ≤ 0 and g = 0 are wanted.
        rhos: positive numbers, usually increasing.
        start: where to begin; needed only if the functions are not rational.

    Returns:
        One step per ρ: ``value`` is f, and ``extra`` has "rho", "forces" (the estimates
        2ρ·max(0, h) of μ), "slacks" (h) and "hessian" (of the softened function).

    Raises:
        RangeError: a ρ ≤ 0, no constraint, or a missing start.
        DegenerateError: the softened function has no lowest point.
    """
    parts = Parts.of(f, eqs, ineqs)
    pull = [sympy.Integer(0)] * len(parts.inequalities)
    hold = [sympy.Integer(0)] * len(parts.equations)
    steps: list[Step] = []
    last = parts.read(start)
    for rho in _positive("rho", rhos):
        place, expr = _minimiser(parts, rho, hold, pull, last)
        forces = _forces(parts, place, rho, pull)
        steps.append(_step(len(steps), parts, place, expr, {"rho": rho, "forces": forces}))
        last = place.point
    return _joined(steps)


@names_parameters
def augmented_lagrangian(
    f: Formula,
    ineqs: Sequence[Formula],
    rho: object,
    eqs: Sequence[Formula] = (),
    rounds: int = 10,
    start: object | None = None,
) -> list[Step]:
    """Minimise, correct the multipliers by what is still violated, repeat; ρ stays as it is.

    Returns:
        One step per round; ``extra`` has "rho", "forces" (μ after the round), "multipliers"
        (λ after it), "slacks" and "hessian".

    Raises:
        RangeError: ρ ≤ 0, rounds outside 1 to 100, no constraint, or a missing start.
        DegenerateError: a softened function has no lowest point.
    """
    [exact_rho] = _positive("rho", [rho])
    if not 1 <= rounds <= MOST_ROUNDS:
        raise RangeError(
            f"must be between 1 and {MOST_ROUNDS}", param="rounds", value=rounds, hint="10"
        )
    parts = Parts.of(f, eqs, ineqs)
    pull: list[Quantity] = [sympy.Integer(0)] * len(parts.inequalities)
    hold: list[Quantity] = [sympy.Integer(0)] * len(parts.equations)
    steps: list[Step] = []
    last = parts.read(start)
    for _ in range(rounds):
        place, expr = _minimiser(parts, exact_rho, hold, pull, last)
        forces = _forces(parts, place, exact_rho, pull)
        multipliers = tuple(
            place.value(m - 2 * exact_rho * g) for m, g in zip(hold, parts.equations, strict=True)
        )
        extra = {"rho": exact_rho, "forces": forces, "multipliers": multipliers}
        steps.append(_step(len(steps), parts, place, expr, extra))
        pull = [_fraction(v) for v in forces]
        hold = [_fraction(v) for v in multipliers]
        last = place.point
    return _joined(steps)


@names_parameters
def barrier_path(
    f: Formula, ineqs: Sequence[Formula], ts: Sequence[object], start: object
) -> list[Step]:
    """Minimisers of f − t·Σlog(−h) strictly inside the fences, one per t.

    Args:
        f, ineqs: functions of common variables.
        ts: positive numbers, usually decreasing.
        start: a point strictly inside all fences.

    Returns:
        One step per t; ``extra`` has "t", "forces" (the estimates t/(−h) of μ), "slacks" and
        "hessian".

    Raises:
        InfeasibleError: the start is not strictly inside (the fence is named).
        RangeError: a t ≤ 0, or no inequality.
        DegenerateError: the softened function has no lowest point.
    """
    parts = Parts.of(f, (), ineqs)
    last = parts.read(start) or ()
    here = dict(zip(parts.symbols, last, strict=True))
    for h in parts.inequalities:
        if sign(h.xreplace(here)) >= 0:
            raise InfeasibleError(
                f"the start is not strictly inside the fence {said(h)} < 0",
                param="start",
                value=start,
                hint="start where every inequality function is negative",
            )
    steps: list[Step] = []
    for t in _positive("t", ts):
        expr = parts.f - t * sum((sympy.log(-h) for h in parts.inequalities), sympy.Integer(0))
        inside = tuple(-h for h in parts.inequalities)
        place = None
        if parts.rational and t.is_Rational:
            place = exact_minimiser([Piece(expr, inside)], parts.symbols)
        place = place or numeric_minimiser(expr, parts.symbols, last)
        forces = tuple(place.value(-t / h) for h in parts.inequalities)
        steps.append(_step(len(steps), parts, place, expr, {"t": t, "forces": forces}))
        last = place.point
    return _joined(steps)


def _positive(param: str, values: Sequence[object]) -> list[sympy.Expr]:
    exact = [number(v) for v in values]
    for value in exact:
        if sign(value) <= 0:
            raise RangeError("must be greater than 0", param=param, value=value, hint="try 1")
    return exact


def _minimiser(
    parts: Parts,
    rho: sympy.Expr,
    hold: Sequence[sympy.Expr],
    pull: Sequence[sympy.Expr],
    last: Sequence[Quantity] | None,
) -> tuple[Place, sympy.Expr]:
    """The minimiser for these multipliers, and the smooth piece it belongs to."""
    base = sympy.Add(
        parts.f,
        *(rho * (g - m / (2 * rho)) ** 2 for g, m in zip(parts.equations, hold, strict=True)),
    )
    shifted = [h + m / (2 * rho) for h, m in zip(parts.inequalities, pull, strict=True)]
    pieces = [
        Piece(
            base
            + sum(
                (rho * w**2 for w, on in zip(shifted, pattern, strict=True) if on), sympy.Integer(0)
            ),
            tuple(w if on else -w for w, on in zip(shifted, pattern, strict=True)),
        )
        for pattern in itertools.product((False, True), repeat=len(shifted))
    ]
    place = None
    if parts.rational and rho.is_Rational:
        place = exact_minimiser(pieces, parts.symbols)
        if place is None and last is None:
            raise DegenerateError(
                "no lowest point of the softened function was found",
                param="f",
                value=parts.f,
                hint="give a start, or add a constraint",
            )
    if place is None:
        place = _numeric(pieces, parts.symbols, last)
    return place, next(p.expr for p in pieces if all(place.allows(c) for c in p.conditions))


def _numeric(
    pieces: Sequence[Piece], symbols: tuple[sympy.Symbol, ...], last: Sequence[Quantity] | None
) -> Place:
    """The minimiser of the first piece that is valid there; likely pieces are tried first."""
    here = None if last is None else Place(symbols, None, tuple(map(recorded_midpoint, last)))

    def broken(piece: Piece) -> int:
        return 0 if here is None else sum(not here.allows(c) for c in piece.conditions)

    for piece in sorted(pieces, key=broken):
        try:
            place = numeric_minimiser(piece.expr, symbols, last)
        except DegenerateError:
            continue
        if all(place.allows(c) for c in piece.conditions):
            return place
    raise DegenerateError(
        "no lowest point of the softened function was found near the start",
        param="f",
        value=pieces[0].expr,
        hint="try another start",
    )


def _forces(
    parts: Parts, place: Place, rho: sympy.Expr, pull: Sequence[sympy.Expr]
) -> tuple[Quantity, ...]:
    forces = []
    for h, m in zip(parts.inequalities, pull, strict=True):
        force = place.value(m + 2 * rho * h)
        forces.append(force if approximate(force) > 0 else sympy.Integer(0))
    return tuple(forces)


def _fraction(v: Quantity) -> sympy.Expr:
    """A multiplier to go on with: exact if it is a fraction, else cut to 40 digits."""
    if not isinstance(v, Ball) and v.is_Rational:
        return v
    return recorded_midpoint(enclosed(v))


def _step(k: int, parts: Parts, place: Place, expr: sympy.Expr, extra: dict[str, Any]) -> Step:
    told = {
        **extra,
        "slacks": tuple(place.value(h) for h in parts.inequalities),
        "hessian": curvature(expr, place),
    }
    gradient = tuple(place.value(d) for d in gradient_of(parts.f, parts.symbols))
    value = place.value(parts.f)
    return Step(
        k, place.point, value, gradient, numbers=place.numbers, extra=MappingProxyType(told)
    )


def _joined(steps: list[Step]) -> list[Step]:
    """The steps with the displacement from each to the next."""
    joined = []
    for here, there in itertools.pairwise(steps):
        shift = tuple(_minus(b, a) for a, b in zip(here.point, there.point, strict=True))
        joined.append(
            Step(
                here.k,
                here.point,
                here.value,
                here.gradient,
                shift,
                euclidean(shift),
                here.numbers,
                here.extra,
            )
        )
    return [*joined, *steps[-1:]]


def _minus(b: Quantity, a: Quantity) -> Quantity:
    if isinstance(a, Ball) or isinstance(b, Ball) or (b - a).has(sympy.CRootOf):
        return as_ball(enclosed(b).arb - enclosed(a).arb)
    return sympy.radsimp(b - a) if (b - a).is_algebraic else b - a
