"""The records of a search over active sets."""

from __future__ import annotations

from dataclasses import dataclass

from mvcalc.descent.path import Quantity
from mvcalc.expr import Ball


@dataclass(frozen=True, slots=True)
class KKTPoint:
    """One candidate for one set of active fences.

    Attributes:
        active: indices of the inequalities held at 0.
        point: exact coordinates.
        equality_multipliers: λ, one per equation; () at an irregular point.
        multipliers: μ, one per inequality, 0 for those not held; () at an irregular point.
        value: f there.
        slacks: h there, one per inequality.
        kind: "min", "max", "saddle", "degenerate" or "isolated" along the held fences;
            "irregular" where the gradients of the held fences depend on each other; "" if the
            point is not feasible.
        accepted: feasible and no fence pulls.
        reason: one sentence.
        enclosure: a ball per coordinate.
    """

    active: tuple[int, ...]
    point: tuple[Quantity, ...]
    equality_multipliers: tuple[Quantity, ...]
    multipliers: tuple[Quantity, ...]
    value: Quantity
    slacks: tuple[Quantity, ...]
    kind: str
    accepted: bool
    reason: str
    enclosure: tuple[Ball, ...]


@dataclass(frozen=True, slots=True)
class ActiveSet:
    """What came of holding one set of fences at 0.

    Attributes:
        active: indices of the inequalities held.
        points: the candidates that algebra found on them, accepted or not.
        note: why there are none, or why not all could be found; "" otherwise.
    """

    active: tuple[int, ...]
    points: tuple[KKTPoint, ...]
    note: str


@dataclass(frozen=True, slots=True)
class KKTResult:
    """The whole search.

    Attributes:
        by_active_set: every set tried, the empty one first.
        solution: the lowest accepted point known; it is the minimum if ``proof`` is not empty.
            None if no accepted point is known.
        rejected_with_reason: every candidate that is not feasible or where a fence pulls.
        irregular_points: feasible points where the held gradients depend on each other.
        complete: every set was solved completely.
        proof: why the solution is the lowest feasible point; "" if that is not proved.
        doubt: what is missing for a proof, in one sentence; "" if there is one.
    """

    by_active_set: tuple[ActiveSet, ...]
    solution: KKTPoint | None
    rejected_with_reason: tuple[KKTPoint, ...]
    irregular_points: tuple[KKTPoint, ...]
    complete: bool
    proof: str
    doubt: str
