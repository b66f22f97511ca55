"""A landscape: its map, and beside it the same landscape in space."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from manim import ValueTracker

from scenes.stage.layout import Slot
from scenes.stage.parts.contour_plot import ContourPlot
from scenes.stage.parts.descent_path import DescentPath
from scenes.stage.parts.heights import Heights, Surface
from scenes.stage.parts.plot import Plot, Range
from scenes.stage.parts.surface import SurfaceView
from scenes.stage.parts.surface_marks import SurfacePath
from scenes.stage.parts.window import window_over
from scenes.stage.theme import Role

# Shares of the map that lie below its level lines: in a bowl these are evenly spaced, and in a
# narrow valley or on a plateau there are still lines to see.
_RINGS: Final = [(k / 9.5) ** 2 for k in range(1, 10)]
_CELLS: Final = 80


class Terrain(Plot):
    """A map, its right angles kept, and level lines that suit any landscape.

    ::

        land = Terrain.over(layout.PICTURE, f, [start, bottom])
        self.appear(land, land.contours)

    Attributes:
        levels: heights of the lines.
        contours: the lines and the bands behind them.
    """

    def __init__(
        self, slot: Slot, f: Surface, x_range: Range, y_range: Range, *,
        levels: Sequence[float] = (), names: tuple[str, str] = ("x", "y"), equal: bool = True,
        ticks: int = 6,
    ) -> None:  # fmt: skip
        super().__init__(
            slot, x_range, y_range, x_label=names[0], y_label=names[1], equal=equal, grid=False,
            x_ticks=ticks, y_ticks=max(0, ticks - 1),
        )  # fmt: skip
        self.levels = levels or Heights(f, x_range, y_range, _CELLS).at_shares(_RINGS)
        self.contours = ContourPlot(self, f, self.levels)

    @classmethod
    def over(cls, slot: Slot, f: Surface, points: Iterable[tuple[float, ...]]) -> Terrain:
        """A map that fills the slot and holds the points."""
        return cls(slot, f, *window_over(slot, points))


class PairedTerrain:
    """A map and a surface of one landscape, and paths that run over both at once.

    Args:
        left, right: where the map and the surface stand.
        f: the landscape.
        x_range, y_range: what both show.
        levels: heights of the level lines, if they are not to be chosen.
        names: Typst names of the axes.
        equal: whether one unit of x is as long as one of y on the map.
        theta, phi: where the surface is seen from, in radians.
    """

    def __init__(
        self, left: Slot, right: Slot, f: Surface, x_range: Range, y_range: Range, *,
        levels: Sequence[float] = (), names: tuple[str, str, str] = ("x", "y", "z"),
        equal: bool = True, theta: float = -1.05, phi: float = 1.0,
    ) -> None:  # fmt: skip
        self.map = Terrain(left, f, x_range, y_range, levels=levels, names=names[:2], equal=equal)
        self.surface = SurfaceView(
            right, f, x_range, y_range, levels=self.map.levels, names=names, theta=theta, phi=phi
        )

    def paths(
        self, points: Iterable[tuple[float, ...]], k: ValueTracker | None, role: Role
    ) -> tuple[DescentPath, SurfacePath]:
        """A walk on the map and on the surface."""
        stops = list(points)
        on_map = DescentPath(self.map, stops, k, role=role)
        return on_map, SurfacePath(self.surface, stops, k, role=role)
