"""A landscape in space with a fence on it, which its own hills may hide."""

from __future__ import annotations

from typing import Final

from scenes.stage import theme
from scenes.stage.layout import Slot
from scenes.stage.parts.fence_map import FenceMap
from scenes.stage.parts.fence_walk import FenceWalk
from scenes.stage.parts.part import Floats
from scenes.stage.parts.surface import SurfaceView
from scenes.stage.parts.surface_marks import SurfaceCurve, SurfacePoint
from scenes.stage.parts.window import padded
from scenes.stage.theme import Role

_BESIDE: Final = 0.12  # of the ground beside the fence, as a share of the fence's extent
_OVER: Final = 0.25  # of the heights above and below it; what is farther is cut off


class FenceHill:
    """The land about a walk along a fence, true to the map beside it.

    ::

        hill = FenceHill(right, land, walk)
        self.appear(hill.surface)
        self.appear(hill.fence, hill.walker)
        self.drive(walk.t, 1)

    Args:
        slot: where it stands.
        land: the map.
        walk: a walk along the fence of the map.

    Attributes:
        surface, fence, walker: the hill, the fence on it, and whoever walks there.
    """

    def __init__(self, slot: Slot, land: FenceMap, walk: FenceWalk) -> None:
        self.plot = land.plot
        x, y = self.plot.numbers(walk.places)
        z_range = padded(walk.heights, _OVER)
        levels = [level for level in land.contours.levels if z_range[0] < level < z_range[1]]
        self.surface = SurfaceView(
            slot, land.f, self._about(x, land.plot.x_range), self._about(y, land.plot.y_range),
            z_range, levels=levels, names=("x", "y", ""), equal=True, theta=-1.9, bright=0.2,
        )  # fmt: skip
        self.fence = SurfaceCurve(
            self.surface, lambda: (x, y), role=Role.CONSTRAINT, width=theme.CURVE_WIDTH
        )
        self.fence.line.front.set_background_stroke(
            color=theme.BACKGROUND, width=theme.CURVE_WIDTH + 2 * theme.OUTLINE_WIDTH
        )  # so that it reads on lit ground

        def place() -> tuple[float, float]:
            at_x, at_y = self.plot.numbers(walk.place())
            return float(at_x), float(at_y)

        self.walker = SurfacePoint(self.surface, place, walk.t, role=Role.TEXT)

    @staticmethod
    def _about(values: Floats, most: tuple[float, float]) -> tuple[float, float]:
        """A range about the fence, no wider than the map's."""
        low, high = padded(values, _BESIDE)
        return max(low, most[0]), min(high, most[1])
