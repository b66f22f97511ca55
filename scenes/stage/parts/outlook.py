"""From where a place on a surface is best seen."""

from __future__ import annotations

from typing import Final

import numpy as np

from scenes.stage.parts.heights import Range, Surface, values

_WAYS: Final = (-60, -30, -120, -150, 30, 150, 60, 120)  # degrees; the first of equals is taken
_STEPS: Final = 60


def outlook(f: Surface, x_range: Range, y_range: Range, place: tuple[float, float]) -> float:
    """Azimuth in radians from which the least ground stands before a place.

    ::

        SurfaceView(slot, f, xs, ys, theta=outlook(f, xs, ys, (1, 0)))

    Args:
        f: the surface.
        x_range, y_range: the part of it that is shown.
        place: the pair of numbers to be seen.
    """
    low, high = np.array([x_range, y_range], dtype=float).T
    here = np.array(place, dtype=float)
    away = np.linspace(0, 1, _STEPS + 1)

    def rise(degrees: float) -> float:
        way = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))]) * (high - low)
        x, y = here[:, None] + way[:, None] * away
        z = values(f, x, y)
        shown = (x >= low[0]) & (x <= high[0]) & (y >= low[1]) & (y <= high[1]) & (away > 0)
        steep = (z - z[0])[shown] / away[shown]
        return float(np.nanmax(steep, initial=-np.inf))

    return float(np.radians(min(_WAYS, key=rise)))
