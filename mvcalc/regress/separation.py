"""Whether two classes can be separated by a hyperplane, with an exact witness.

A maximum-likelihood logistic fit exists exactly when no direction w ≠ 0 has x·w ≥ 0 for every
point labelled 1 and x·w ≤ 0 for every point labelled 0 without being 0 for all (Albert & Anderson,
*Biometrika* 71, 1984).  A linear programme proposes a direction; the proof is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

_DENOMINATORS = (1, 10, 1_000, 10**6, 10**9)


def separating_direction(
    rows: Sequence[Sequence[Fraction]], labels: Sequence[Fraction]
) -> tuple[Fraction, ...] | None:
    """A direction (p,) proved to separate the classes, or None if none was found."""
    from scipy.optimize import linprog

    signed = [
        tuple(v if label else -v for v in row) for row, label in zip(rows, labels, strict=True)
    ]
    matrix = np.array([[float(v) for v in row] for row in signed])
    scale = np.abs(matrix).max(axis=0)
    scale[scale == 0.0] = 1.0
    scaled = matrix / scale
    found = linprog(
        -scaled.sum(axis=0),
        A_ub=-scaled,
        b_ub=np.zeros(len(scaled)),
        bounds=[(-1.0, 1.0)] * scaled.shape[1],
        method="highs",
    )
    if not found.success or -found.fun <= 1e-9:
        return None
    proposal = found.x / scale
    proposal = proposal / np.abs(proposal).max()
    for limit in _DENOMINATORS:
        for pivot in np.abs(proposal[np.abs(proposal) > 1e-12]):
            direction = tuple(Fraction(float(v)).limit_denominator(limit) for v in proposal / pivot)
            if separates(signed, direction):
                return direction
    return None


def separates(signed: Sequence[Sequence[Fraction]], direction: Sequence[Fraction]) -> bool:
    """Whether no signed row points against the direction and at least one points along it."""
    products = [
        sum((a * b for a, b in zip(row, direction, strict=True)), Fraction(0)) for row in signed
    ]
    return min(products) >= 0 and max(products) > 0
