"""What to show of a map of the plane: its figures, in true shape unless that would hide them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from scenes.stage.layout import Slot
from scenes.stage.parts.grid_map import PlaneMap
from scenes.stage.parts.part import Part, set_polylines, stroke
from scenes.stage.parts.plot import Plot
from scenes.stage.parts.window import padded, window_over
from scenes.stage.theme import THIN_WIDTH, Role

_MOST: Final = 2.6  # half widths of a square beyond which its image is not shown
_DASH: Final = 0.12


def plot_over(
    slot: Slot, points: Iterable[Any], margin: float = 0.2, *, even: bool = True, **options: Any
) -> Plot:
    """A plot that holds all points.

    Args:
        slot: where it stands.
        points: pairs that must be seen.
        margin: room around them, as a share of their extent.
        even: whether one unit is as long in x as in y, so that shapes are true.
        options: of ``Plot``.
    """
    pairs = np.array([[float(c) for c in point] for point in points])
    if even:
        ranges = window_over(slot, [tuple(pair) for pair in pairs], margin)
    else:
        ranges = padded(pairs[:, 0], margin), padded(pairs[:, 1], margin)
    return Plot(slot, *ranges, equal=even, **options)


def places_of(
    image: PlaneMap, centre: tuple[float, float], half: float, most: float = _MOST
) -> list[tuple[float, float]]:
    """The image of a square, cut at ``most`` half widths from the centre."""
    side = np.linspace(-half, half, 9)
    X, Y = np.meshgrid(centre[0] + side, centre[1] + side)
    U, V = image(X, Y)
    near = [
        np.clip(W, c - most * half, c + most * half) for W, c in zip((U, V), centre, strict=True)
    ]
    pairs = np.stack(near, -1).reshape(-1, 2)
    return [(float(x), float(y)) for x, y in pairs[np.isfinite(pairs).all(axis=1)]]


class UnitCells(Part):
    """The lines of whole numbers of a plot, dashed, by which areas can be counted."""

    def __init__(self, plot: Plot, role: Role = Role.SECONDARY) -> None:
        super().__init__()
        (x0, x1), (y0, y1) = plot.x_range, plot.y_range
        ends = [plot.path([at, at], [y0, y1]) for at in _whole(x0, x1)]
        ends += [plot.path([x0, x1], [at, at]) for at in _whole(y0, y1)]
        self.lines = stroke(role, THIN_WIDTH)
        pieces = []
        for start, end in ends:
            count = max(1, int(np.linalg.norm(end - start) / _DASH / 2 + 0.5))
            cuts = (2 * np.arange(count)[:, None] + np.array([0, 1])) / (2 * count - 1)
            pieces += [start + (end - start) * cut[:, None] for cut in cuts]
        set_polylines(self.lines, pieces)
        self.add(self.lines)


def _whole(low: float, high: float) -> list[float]:
    return [float(n) for n in range(int(np.ceil(low)), int(np.floor(high)) + 1)]
