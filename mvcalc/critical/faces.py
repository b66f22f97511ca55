"""The lowest point of a polynomial on a box from all its critical points: inside, on every face.

A minimum on a box is a critical point of the function restricted to the face it lies in; corners
are faces too. For polynomials every one of these sets is found completely by elimination.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sympy import Expr

from mvcalc.critical.numbers import Number
from mvcalc.critical.points import critical_points
from mvcalc.errors import DegenerateError
from mvcalc.expr import Ball, Function, enclose_number, evaluate

_PREC = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """A point of the box and the value of the function there, as balls."""

    point: tuple[Ball, ...]
    value: Ball


def candidates(f: Function, ends: Sequence[tuple[Expr, Expr]]) -> list[Candidate] | None:
    """Every point at which a minimum on the box can be, or None if some set is not complete.

    Args:
        f: a polynomial.
        ends: the box.

    Raises:
        MvcalcError: as ``critical_points``.
    """
    found: list[Candidate] = []
    for fixed in itertools.product((None, 0, 1), repeat=len(ends)):
        here = list(_on_face(f, ends, fixed))
        if None in here:
            return None
        found += [c for c in here if c is not None]
    return found


def _on_face(
    f: Function, ends: Sequence[tuple[Expr, Expr]], fixed: Sequence[int | None]
) -> Iterator[Candidate | None]:
    pinned = {k: ends[k][side] for k, side in enumerate(fixed) if side is not None}
    free = [k for k in range(len(ends)) if k not in pinned]
    if not free:
        point = tuple(pinned[k] for k in range(len(ends)))
        yield Candidate(tuple(map(_ball, point)), _ball(evaluate(f, point)))
        return
    values = {f.symbols[k]: v for k, v in pinned.items()}
    part = Function.of(f.expr.subs(values), [f.vars[k] for k in free])
    try:
        found = critical_points(part, [ends[k] for k in free])
    except DegenerateError:
        if not part.expr.free_symbols:
            yield None  # constant along the face
        return
    if not found.complete or found.curves:
        yield None
    for p in found.points:
        places = dict(zip(free, p.balls, strict=True)) | {k: _ball(v) for k, v in pinned.items()}
        yield Candidate(tuple(places[k] for k in range(len(ends))), _ball(p.value))


def _ball(value: Number) -> Ball:
    return value if isinstance(value, Ball) else enclose_number(value, _PREC)
