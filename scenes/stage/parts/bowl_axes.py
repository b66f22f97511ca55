"""The two axes of a bowl, and a walker on each whom every step multiplies by a factor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from manim import ValueTracker

from scenes.stage import theme
from scenes.stage.parts.descent_path import DescentPath
from scenes.stage.parts.factor_plot import SPRINGS
from scenes.stage.parts.marks import Guide
from scenes.stage.parts.part import Part
from scenes.stage.parts.plot import Plot
from scenes.stage.theme import Role

_STEPS: Final = 11


class BowlAxes(Part):
    """Lines along the axes of a bowl, and paths along them that shrink by constant factors.

    The pieces are shown one by one: ``self.appear(axes.lines[0])``.

    Args:
        plot: the map, one unit as long in x as in y.
        bottom: the lowest point.
        ways: unit vectors of the axes, the weaker curvature first.
        factors: what a step makes of the distance along each axis.
        reach: distance from the bottom at which the walkers begin.
        k: tracker of how many steps are drawn, up to ``count``.

    Attributes:
        lines, walks: one for each axis.
    """

    count = _STEPS

    def __init__(
        self,
        plot: Plot,
        bottom: tuple[float, float],
        ways: Sequence[tuple[float, float]],
        factors: Sequence[float],
        reach: float,
        k: ValueTracker,
    ) -> None:
        super().__init__()
        (x, y), steps = bottom, np.arange(_STEPS + 1)
        far = np.array([-2, 2]) * (np.ptp(plot.x_range) + np.ptp(plot.y_range))
        self.lines: list[Guide] = []
        self.walks: list[DescentPath] = []
        for (a, b), factor, role in zip(ways, factors, SPRINGS, strict=True):
            (ends,) = plot.clip(x + far * a, y + far * b)
            self.lines.append(_line(ends, role))
            away = reach * factor**steps
            stops = np.stack([x + away * a, y + away * b], axis=1)
            self.walks.append(DescentPath(plot, map(tuple, stops.tolist()), k, role=role))
        self.add(*self.lines, *self.walks)


def _line(ends: np.ndarray, role: Role) -> Guide:
    return Guide(lambda: ends, role=role, width=theme.LINE_WIDTH)
