"""Heights over a rectangle: a grid of machine values, and its level lines and level regions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from contourpy import FillType, LineType, contour_generator

from mvcalc.expr import Function
from mvcalc.sample import sample
from scenes.stage.parts.part import Floats

Range = tuple[float, float]
Surface = Function | Callable[[Floats, Floats], Floats]


def values(f: Surface, x: Floats, y: Floats) -> Floats:
    """Machine values of ``f`` on arrays; NaN where it has none."""
    if isinstance(f, Function):
        return sample(f, x, y)
    with np.errstate(all="ignore"):
        z = np.array(np.broadcast_to(f(x, y), np.shape(x)), dtype=float)
    z[~np.isfinite(z)] = np.nan
    return z


class Heights:
    """A function of two variables on a grid.

    Args:
        f: a formula of two variables, or a callable on arrays.
        x_range, y_range: the rectangle.
        cells: cells of the grid in each direction.

    Attributes:
        x, y: (cells + 1,) abscissae and ordinates of the grid.
        z: (cells + 1, cells + 1) heights, ``z[j, i]`` at ``x[i], y[j]``.
    """

    def __init__(self, f: Surface, x_range: Range, y_range: Range, cells: int = 160) -> None:
        self.f, self.x_range, self.y_range = f, x_range, y_range
        self.x, self.y = np.linspace(*x_range, cells + 1), np.linspace(*y_range, cells + 1)
        self.z = values(f, *np.meshgrid(self.x, self.y))

    def __deepcopy__(self, memo: dict[int, Any]) -> Heights:
        return self

    @cached_property
    def _contours(self) -> Any:
        return contour_generator(
            self.x, self.y, np.ma.masked_invalid(self.z),
            line_type=LineType.Separate, fill_type=FillType.OuterOffset,
        )  # fmt: skip

    def at_shares(self, shares: Iterable[float]) -> list[float]:
        """Heights below which these shares of the rectangle lie; none without any height.

        As levels they serve a narrow valley, a plateau and a cliff in one picture alike.
        """
        finite = self.z[np.isfinite(self.z)]
        return np.quantile(finite, list(shares)).tolist() if finite.size else []

    def range(self) -> Range:
        """The lowest and the highest value on the grid; (0, 0) if there is none."""
        finite = self.z[np.isfinite(self.z)]
        return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)

    def lines(self, level: float) -> list[Floats]:
        """Where the height is ``level``: polylines of shape (n, 2)."""
        return [line for line in self._contours.lines(level) if len(line) > 1]

    def above(self, level: float, top: float = np.inf) -> list[Floats]:
        """Where the height is between ``level`` and ``top``: closed rings of shape (n, 2).

        Rings of holes run the other way round than the rings about them.
        """
        if not level < top:
            return []
        outlines, offsets = self._contours.filled(level, top)
        return [
            points[a:b]
            for points, cuts in zip(outlines, offsets, strict=True)
            for a, b in pairwise(cuts)
        ]
