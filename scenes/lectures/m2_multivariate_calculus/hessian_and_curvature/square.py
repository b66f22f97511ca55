"""The square in which all level places are looked for, and what is found there."""

from __future__ import annotations

from typing import Any

import mvcalc

Box = tuple[tuple[Any, Any], ...]

CLEAR = 0.3  # of the half width: nearer to the border, much of what is told would be cut off
WIDER = "5/4"
TRIES = 4
MANY = 5  # places: of so many, some are near the border of any square


def searched(
    f: mvcalc.Function, centre: tuple[Any, ...], reach: Any
) -> tuple[Any, Box, mvcalc.CriticalSet]:
    """Half width, square and level places; a wider square if one of them is near the border.

    Raises:
        MvcalcError: the search fails in the square that was asked for.
    """
    best = _search(f, centre, reach)
    half, best_room = reach, _room(best)
    for _ in range(TRIES):
        if best_room >= CLEAR or not best[2].complete or len(best[2].points) > MANY:
            break
        half = half * mvcalc.number(WIDER)
        try:
            wider = _search(f, centre, half)
        except mvcalc.MvcalcError:
            break
        if not wider[2].complete:
            break
        if _room(wider) > best_room:
            best, best_room = wider, _room(wider)
    return best


def _search(
    f: mvcalc.Function, centre: tuple[Any, ...], half: Any
) -> tuple[Any, Box, mvcalc.CriticalSet]:
    box = tuple((mvcalc.number(c) - half, mvcalc.number(c) + half) for c in centre)
    return half, box, mvcalc.critical_points(f, box)


def _room(search: tuple[Any, Box, mvcalc.CriticalSet]) -> float:
    """How far the places are from the border at least, in half widths."""
    half, box, found = search
    rooms = [
        min(float(high) - mvcalc.approximate(c), mvcalc.approximate(c) - float(low))
        for point in found.points
        for c, (low, high) in zip(point.point, box, strict=True)
    ]
    return min(rooms, default=float(half)) / float(half)
