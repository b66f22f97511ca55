"""A straight path across a place: on the map, and from the side."""

from __future__ import annotations

from typing import Final

import numpy as np
from manim import ValueTracker

from mvcalc.expr import Function
from mvcalc.sample import sample
from scenes.stage import theme
from scenes.stage.layout import Slot
from scenes.stage.parts.curve import Curve
from scenes.stage.parts.marks import Guide
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.plot import Plot
from scenes.stage.theme import Role

_SHARE: Final = 0.4  # of the map's width that a path reaches to either side
_COINS: Final = 5.5  # radii of the smallest coin that a side view shows to either side


class Crossing(Part):
    """A dashed straight path across a place of a map, in a direction that may turn.

    ::

        path = Crossing(plot, (1, 1), degrees)
        on_hill = SurfaceCurve(view, path.pairs, degrees)

    Args:
        plot: the map; the path stays inside.
        place: a pair of numbers.
        degrees: the direction, or a tracker of it.
    """

    def __init__(
        self, plot: Plot, place: tuple[float, float], degrees: ValueTracker | float
    ) -> None:
        super().__init__()
        self.plot, self.place = plot, place
        self.degrees = degrees if isinstance(degrees, ValueTracker) else ValueTracker(degrees)
        self.line = Guide(self._ends, self.degrees, role=Role.TEXT, width=theme.CURVE_WIDTH)
        self.add(self.line)

    def pairs(self) -> tuple[Floats, Floats]:
        """Numbers x and y along the path, inside the plot."""
        turn = np.radians(self.degrees.get_value())
        step = np.array([np.cos(turn), np.sin(turn)])
        low, high = np.array([self.plot.x_range, self.plot.y_range]).T
        most = _SHARE * float(high[0] - low[0])
        with np.errstate(divide="ignore", invalid="ignore"):
            walls = np.stack([low, high]) - self.place
            ends = np.sort(np.where(np.abs(step) > 1e-9, walls / step, [[-most], [most]]), axis=0)
        along = np.linspace(max(-most, ends[0].max()), min(most, ends[1].min()), 81)
        x, y = np.array(self.place)[:, None] + step[:, None] * along
        return x, y

    def at(self, share: float) -> tuple[float, float]:
        """The pair at a share of the path, from 0 to 1."""
        x, y = (float(np.interp(share, np.linspace(0, 1, len(c)), c)) for c in self.pairs())
        return x, y

    def _ends(self) -> Floats:
        x, y = self.pairs()
        return self.plot.path([x[0], x[-1]], [y[0], y[-1]])


class SideView(Part):
    """The ground along a path across a level place, so close that the smallest coin fits in.

    Args:
        slot: where it stands.
        f: the heights.
        place: the level place.
        bends: the smallest and the largest second derivative there.
        half: the longest half width to show.
        degrees: tracker of the direction.

    Attributes:
        plot: the axes, for a coin.
    """

    def __init__(
        self,
        slot: Slot,
        f: Function,
        place: tuple[float, float],
        bends: tuple[float, float],
        half: float,
        degrees: ValueTracker,
        *,
        name: str = '"height above the place"',
    ) -> None:
        super().__init__()
        (x, y), (low, high) = place, bends
        sharpest = max(abs(low), abs(high))
        half = min(half, _COINS / sharpest) if sharpest else half
        tall = 2 * half * (slot.height - 1.1) / (slot.width - 1.2)
        bottom = -tall * (0.2 if low >= 0 < high else 0.8 if high <= 0 > low else 0.5)
        ground = float(sample(f, np.array([x]), np.array([y]))[0])
        self.plot = Plot(
            slot, (-half, half), (bottom, bottom + tall), x_label="", equal=True, y_ticks=4,
            y_label=name,
        )  # fmt: skip

        def heights(along: Floats) -> Floats:
            turn = np.radians(degrees.get_value())
            return sample(f, x + along * np.cos(turn), y + along * np.sin(turn)) - ground

        self.curve = Curve(self.plot, heights, follow=(degrees,), samples=161)
        self.add(self.plot, self.curve)
