"""Which low point each spot of the pit drains to: a picture's data, in machine numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mvcalc.errors import RangeError, names_parameters
from mvcalc.expr import Function
from mvcalc.sample import sample
from mvcalc.sandpit.levels import SIDE, Level

STEPS = 500
STRIDE = 0.04
TOGETHER = 0.2
EDGE = 1e-6

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BasinMap:
    """Where water would run.

    Attributes:
        ticks: the grid's coordinates, in metres, the same for x and y.
        ends: the places where water gathers, in the order in which they were met.
        labels: labels[i][j] is the index of the end reached from (ticks[i], ticks[j]).
    """

    ticks: tuple[float, ...]
    ends: tuple[tuple[float, float], ...]
    labels: tuple[tuple[int, ...], ...]


@names_parameters
def basin_map(level: Level, n: int = 48) -> BasinMap:
    """Follow −∇f from an n×n grid in short strides, kept inside the pit.

    Raises:
        RangeError: n not in 4 to 200.
    """
    if not 4 <= n <= 200:
        raise RangeError("must be between 4 and 200", param="n", value=n, hint="try 48")
    ticks = np.linspace(0, SIDE, n)
    x, y = (a.ravel().copy() for a in np.meshgrid(ticks, ticks, indexing="ij"))
    slopes = [Function.of(d, level.function.vars) for d in level.gradient]
    for k in range(STEPS):
        gx, gy = (np.nan_to_num(sample(d, x, y)) for d in slopes)
        size = np.hypot(gx, gy)
        stride = STRIDE * (1 - k / STEPS)
        factor = stride / np.maximum(size, stride)
        x = np.clip(x - factor * gx, 0, SIDE)
        y = np.clip(y - factor * gy, 0, SIDE)
    ends, labels = _gather(x, y)
    rows = labels.reshape(n, n)
    return BasinMap(tuple(map(float, ticks)), ends, tuple(tuple(map(int, row)) for row in rows))


def _gather(x: Floats, y: Floats) -> tuple[tuple[tuple[float, float], ...], npt.NDArray[np.int64]]:
    """Ends closer together than ``TOGETHER`` are one."""
    ends: list[tuple[float, float]] = []
    labels = np.full(x.shape, -1, dtype=np.int64)
    for i in range(len(x)):
        if labels[i] >= 0:
            continue
        close = (np.hypot(x - x[i], y - y[i]) < TOGETHER) & (labels < 0)
        labels[close] = len(ends)
        ends.append((float(x[i]), float(y[i])))
    return tuple(ends), labels
