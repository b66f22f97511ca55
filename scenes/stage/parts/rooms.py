"""Room for numbers: one place for each of many plates, so that none covers another."""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np
import numpy.typing as npt

from scenes.stage.parts.part import Floats

_PATIENCE: Final = 40  # places given, per plate, before the search ends
_COLLISION: Final = 10.0  # what meeting another plate costs, in units of ``cost``


def find_rooms(
    places: Floats, halves: Floats, cost: Floats, free: npt.NDArray[np.bool_]
) -> npt.NDArray[np.intp]:
    """Which of its places every plate takes; -1 for one that finds no room.

    Plates are served in order. One that has no place left takes the place of others, which are
    served again: it becomes the dearer to move them the more often they have been moved.

    Args:
        places: centres that each plate may choose from, shape (plates, places, 2).
        halves: half width and half height of the plates, shape (plates, 2).
        cost: how bad each place is, shape (plates, places).
        free: which places are allowed at all, shape (plates, places).
    """
    count = len(places)
    taken = np.full(count, -1)
    moved = np.linspace(1, 0, count)  # between equals, the one served earlier stays
    waiting = deque(range(count))
    for _ in range(_PATIENCE * count):
        if not waiting:
            break
        plate = waiting.popleft()
        ways = np.flatnonzero(free[plate])
        if not len(ways):
            continue
        others = np.flatnonzero(taken >= 0)
        gaps = np.abs(places[plate, ways][:, None] - places[others, taken[others]])
        meets = (gaps < halves[others] + halves[plate]).all(axis=-1)
        price = cost[plate, ways] + _COLLISION * (meets * (1 + moved[others])).sum(axis=1)
        best = int(np.argmin(price))
        pushed = others[meets[best]]
        taken[pushed] = -1
        moved[pushed] += 1
        waiting.extend(pushed.tolist())
        taken[plate] = ways[best]
    return taken


def lines_covered(places: Floats, half: Floats, lines: Floats) -> Floats:
    """How much of the lines (n, 2, 3) a rectangle of ``half`` covers at each place.

    A line through its centre counts 1, one through its corner 0. No line is upright.
    """
    a, b = lines[:, 0, :2], lines[:, 1, :2]
    share = np.clip((places[:, None, 0] - a[:, 0]) / (b - a)[:, 0], 0, 1)
    height = a[:, 1] + share * (b - a)[:, 1]
    slope = np.abs((b - a)[:, 1] / (b - a)[:, 0])
    away = np.abs(height - places[:, None, 1]) / (half[1] + slope * half[0])
    covered: Floats = np.clip(1 - away, 0, 1).sum(axis=1)
    return covered
