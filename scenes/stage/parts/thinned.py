"""Broken lines with fewer corners."""

from __future__ import annotations

import numpy as np

from scenes.stage.parts.part import Floats


def thinned(line: Floats, tolerance: float) -> Floats:
    """Corners of a broken line such that no other is farther than ``tolerance`` from what is left.

    The ends stay. After Ramer, Douglas and Peucker.

    Args:
        line: (n, d) finite corners.
        tolerance: distance in the unit of the corners.
    """
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        away = line[first + 1 : last] - line[first]
        chord = line[last] - line[first]
        square = float(chord @ chord)
        share = (away @ chord / square).clip(0, 1) if square > 0 else np.zeros(len(away))
        distance = np.linalg.norm(away - share[:, None] * chord, axis=1)
        worst = int(distance.argmax())
        if distance[worst] > tolerance:
            middle = first + 1 + worst
            keep[middle] = True
            spans += [(first, middle), (middle, last)]
    return line[keep]
