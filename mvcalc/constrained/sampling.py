"""Exact feasible points by trial: one that undercuts every candidate proves that none is lowest."""

from __future__ import annotations

import random
from collections.abc import Sequence

import flint
import sympy

from mvcalc.descent.arithmetic import Exact, UndefinedError
from mvcalc.descent.tape import Tape
from mvcalc.expr import Ball

TRIALS = 3000
REACH = (3, 30, 1000, 100_000)


def lower_point(
    f: sympy.Expr,
    inequalities: Sequence[sympy.Expr],
    symbols: Sequence[sympy.Symbol],
    level: Ball,
) -> tuple[sympy.Rational, ...] | None:
    """A point with all inequality functions at most 0 and f below ``level``, or None."""
    tape, exact, chance = Tape.of((f, *inequalities), symbols), Exact(), random.Random(1)
    bound = flint.fmpq(level.lower.numerator, level.lower.denominator)
    for trial in range(TRIALS):
        reach = REACH[trial % len(REACH)]
        point = [flint.fmpq(chance.randint(-8 * reach, 8 * reach), 8) for _ in symbols]
        try:
            value, *slacks = tape.run(exact, point)
        except UndefinedError:
            continue
        if value < bound and all(h <= 0 for h in slacks):
            return tuple(sympy.Rational(int(x.p), int(x.q)) for x in point)
    return None
