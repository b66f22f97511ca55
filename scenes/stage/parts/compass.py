"""The slope in every direction from a place: loops about it, and a wave on axes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, SupportsFloat

import numpy as np
from manim import ValueTracker

from scenes.stage.layout import Slot
from scenes.stage.parts.arrow import Arrow
from scenes.stage.parts.curve import Curve
from scenes.stage.parts.marks import Guide, Point
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.plot import Plot
from scenes.stage.parts.polar_curve import PolarCurve
from scenes.stage.theme import Role


class Compass(Part):
    """A ray that turns about a place; its length is the slope that way, which a graph writes down.

    ::

        compass = Compass(plot.at(1, 0), (2, 1), layout.LEDGER, turn, swept)
        self.drive({turn: 2 * np.pi, swept: 2 * np.pi}, steady=True)

    Args:
        centre: the place, in frame units.
        slopes: the two slopes there, along the axes.
        slot: where the graph stands.
        turn: tracker of the direction, in radians from 0 to a whole turn.
        swept: tracker of the angle up to which the slopes are written down.
        reach: length of the steepest slope, in frame units.
        name: Typst name of the graph's heights.

    Attributes:
        graph: the axes.
        crest: a dashed line at the steepest slope, to be brought in on its own.
    """

    def __init__(
        self,
        centre: Floats,
        slopes: Sequence[SupportsFloat],
        slot: Slot,
        turn: ValueTracker,
        swept: ValueTracker,
        *,
        reach: float = 2.0,
        name: str = '"slope ahead, by degrees"',
        role: Role = Role.DERIVATIVE,
    ) -> None:
        super().__init__()
        across, up = map(float, slopes)
        steepest = float(np.hypot(across, up))
        self.graph = Plot(
            slot, (0, 360), (-1.25 * steepest, 1.25 * steepest), right=0.35, x_label="",
            y_label=name, x_marks=(0, 90, 180, 270, 360),
        )  # fmt: skip

        def slope(angle: Any) -> Any:
            return across * np.cos(angle) + up * np.sin(angle)

        def ahead() -> Floats:
            return self.graph.at(np.degrees(turn.get_value()), slope(turn.get_value()))

        def facing() -> Floats:
            way = np.array([np.cos(turn.get_value()), np.sin(turn.get_value()), 0.0])
            return np.stack([centre, centre + reach * way])

        self.loops = PolarCurve(centre, slope, until=swept, reach=reach, role=role)
        self.ray = Arrow(centre, lambda: self.loops.place(turn.get_value()), turn, role=role)
        self.facing = Guide(facing, turn, role=role)
        self.wave = Curve(
            self.graph,
            lambda x: np.where(np.radians(x) <= swept.get_value(), slope(np.radians(x)), np.nan),
            role, follow=(swept,),
        )  # fmt: skip
        self.ahead = Point(ahead, turn, role=role, shape="open")
        self.crest = Guide(
            lambda: self.graph.path([0, 360], [steepest, steepest]), role=Role.GRADIENT
        )
        self.add(self.graph, self.wave, self.loops, self.facing, self.ray, self.ahead)
