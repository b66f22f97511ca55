"""A graph and its tangent line over a neighbourhood that shrinks about a point."""

from __future__ import annotations

from manim import ValueTracker

from mvcalc.expr import Function
from scenes.stage.layout import Slot
from scenes.stage.parts.curve import Curve
from scenes.stage.parts.marks import Guide
from scenes.stage.parts.part import Part
from scenes.stage.parts.plot import Plot
from scenes.stage.parts.shaded import Shaded
from scenes.stage.parts.window import window_around
from scenes.stage.theme import Role


class Neighbourhood(Part):
    """Pieces to bring in one after the other; the region between the graphs follows the sides.

    ::

        picture = Neighbourhood(layout.PICTURE, f, tangent, 0, (-1, 1))
        self.drive(picture.shrunk(0.5))

    Args:
        slot: where the plot stands.
        f, line: the function and what stands for it.
        centre: the point.
        ends: the whole neighbourhood, which holds the point.

    Attributes:
        plot, curve, line, gap, edges: the pieces.
        sides: trackers of the ends.
    """

    def __init__(
        self, slot: Slot, f: Function, line: Function, centre: float, ends: tuple[float, float]
    ) -> None:
        super().__init__()
        self.centre, self.ends = centre, ends
        self.plot = Plot(slot, *window_around(f, ends, 0.1, 0.1), y_label="")
        self.sides = (ValueTracker(ends[0]), ValueTracker(ends[1]))
        self.curve, self.line = Curve(self.plot, f), Curve(self.plot, line, Role.DERIVATIVE)
        low, high = self.sides
        self.gap = Shaded(self.plot, f, line, low=low, high=high, hatched=True)
        self.edges = (self._edge(low), self._edge(high))
        self.add(self.plot, self.gap, *self.edges, self.curve, self.line)

    def shrunk(self, share: float) -> dict[ValueTracker, float]:
        """Where the sides stand when this share of the neighbourhood is left."""
        return {
            side: self.centre + (end - self.centre) * share
            for side, end in zip(self.sides, self.ends, strict=True)
        }

    def _edge(self, side: ValueTracker) -> Guide:
        return Guide(lambda: self.plot.path([side.get_value()] * 2, [*self.plot.y_range]), side)
