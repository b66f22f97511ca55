"""Things that follow each other in a circle, and a hand that goes round."""

from __future__ import annotations

import numpy as np
from manim import ValueTracker, VGroup

from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts.display import Display
from scenes.stage.parts.marks import circle_points
from scenes.stage.parts.part import Floats, Part, set_polylines, stroke
from scenes.stage.theme import Role

ARC = 24  # points of an arrow's arc


class Wheel(Part):
    """Names at equal angles, clockwise from the top, with arrows from each to the next.

    Args:
        slot: the wheel is the largest circle whose names stay inside.
        names: Typst mathematics.
        turn: tracker; at k the hand rings name k, counted round and round.
        role: colour of the hand.
        hub: Typst mathematics in the middle, one for every count of the tracker from 0 on.
    """

    def __init__(
        self,
        slot: Slot,
        names: tuple[str, ...],
        turn: ValueTracker,
        role: Role = Role.DERIVATIVE,
        hub: tuple[str, ...] = (),
    ) -> None:
        super().__init__()
        self.turn, self.count = turn, len(names)
        labels = [Formula(name, size=theme.FORMULA) for name in names]
        wide, tall = (max(getattr(x, side) for x in labels) for side in ("width", "height"))
        self.centre = np.array([*slot.centre, 0.0])
        self.radius = min((slot.width - wide) / 2, (slot.height - tall) / 2) - 0.3
        self.ring = np.array([wide / 2 + 0.18, tall / 2 + 0.16, 0.0])
        for k, label in enumerate(labels):
            label.move_to(self._place(k))
        arrows = stroke(Role.SECONDARY, theme.LINE_WIDTH)
        set_polylines(arrows, [piece for k in range(self.count) for piece in self._arrow(k)])
        self.hand = stroke(role, theme.LINE_WIDTH)
        self.add(arrows, VGroup(*labels), self.hand)
        if hub:
            self.add(Display([Formula(name) for name in hub], turn, self.centre))
        self.follow(turn)

    def _place(self, k: float, radius: float | None = None) -> Floats:
        angle = np.pi / 2 - 2 * np.pi * k / self.count
        length = self.radius if radius is None else radius
        return self.centre + length * np.array([np.cos(angle), np.sin(angle), 0.0])

    def _arrow(self, k: int) -> list[Floats]:
        room = 0.34  # of the way, at both ends
        arc = np.array([self._place(t) for t in np.linspace(k + room, k + 1 - room, ARC)])
        back = (arc[-4] - arc[-1]) / np.linalg.norm(arc[-4] - arc[-1]) * 0.18
        side = np.array([-back[1], back[0], 0.0]) * 0.6
        head = np.array([arc[-1] + back + side, arc[-1], arc[-1] + back - side])
        return [arc, head]

    def redraw(self) -> None:
        turn = self.turn.get_value()
        self.hand.set_points(circle_points(1.0) * self.ring + self._place(turn))
