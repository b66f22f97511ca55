"""Dividing beats among workers: runs of neighbouring beats, the long ones first.

A worker reaches a beat by skipping over the earlier ones, so neighbours belong together; but no
worker should be busy with a long run while the others have nothing left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

# More runs than workers, so that unequal runs even out; not so many that skipping dominates.
RUNS_PER_WORKER = 4


@dataclass(frozen=True, slots=True)
class Batch:
    """Beats of one lecture that one worker draws in one go."""

    owner: int
    beats: tuple[str, ...]
    cost: float


def divide(
    missing: Sequence[Sequence[str]], workers: int, cost: Callable[[int, str], float]
) -> list[Batch]:
    """Divide the missing beats of several lectures.

    Args:
        missing: for each lecture its missing beats in order.
        workers: how many will draw.
        cost: expected effort of a beat of a lecture, given by its index.

    Returns:
        Batches that hold every beat once, in the order in which to start them.
    """
    whole = sum(cost(owner, beat) for owner, beats in enumerate(missing) for beat in beats)
    fair = whole / (RUNS_PER_WORKER * workers)
    batches = []
    for owner, beats in enumerate(missing):
        run: list[str] = []
        effort = 0.0
        for beat in beats:
            if run and effort + cost(owner, beat) > fair:
                batches.append(Batch(owner, tuple(run), effort))
                run, effort = [], 0.0
            run.append(beat)
            effort += cost(owner, beat)
        if run:
            batches.append(Batch(owner, tuple(run), effort))
    return sorted(batches, key=lambda batch: -batch.cost)
