"""The shadow of an arrow on a direction: what the arrow is worth that way."""

from __future__ import annotations

from typing import Final

import numpy as np
from manim import Animation, FadeIn, ValueTracker, VGroup, VMobject

from scenes.stage import theme
from scenes.stage.parts.arrow import arrows
from scenes.stage.parts.marks import Guide
from scenes.stage.parts.part import Floats, Part, set_corners, stroke
from scenes.stage.theme import Role

_CORNER: Final = 0.16  # side of the mark of a right angle
_ARC: Final = 0.7
_NAMED: Final = 0.6  # radians from which there is room for a name


class Shadow(Part):
    """The square projection of an arrow on a line that turns about its tail.

    The line and the drop from the arrow's tip are dashed; the shadow is an arrow on the line, which
    points backwards behind the direction. An arc shows the angle between arrow and line.

    ::

        Shadow(gradient.start, gradient.end, angle, name=Formula("phi.alt"))

    Args:
        start, end: the arrow, in frame units.
        angle: tracker of the direction, in radians.
        reach: length of the line ahead of the tail, in frame units.
        name: of the angle; hidden while the arc is too short for it.
    """

    def __init__(
        self,
        start: Floats,
        end: Floats,
        angle: ValueTracker,
        *,
        reach: float = 2.0,
        name: VMobject | None = None,
        role: Role = Role.DERIVATIVE,
    ) -> None:
        super().__init__()
        self.tail, self.arrow, self.angle, self.reach = start, end - start, angle, reach
        self.line = Guide(lambda: np.stack([start, start + reach * self.way()]), angle, role=role)
        self.drop = Guide(lambda: np.stack([end, self.foot()]), angle, role=Role.TEXT, dash=0.09)
        self.corner = stroke(Role.TEXT, theme.THIN_WIDTH)
        self.arc, self.angle_name = stroke(Role.TEXT, theme.THIN_WIDTH), name
        self.shape = arrows(role)
        self.add(self.line, self.drop, self.corner, self.arc, self.shape)
        if name is not None:
            self.add(name)
        self.follow(angle)

    def way(self) -> Floats:
        """The direction now; length 1."""
        return np.array([np.cos(self.angle.get_value()), np.sin(self.angle.get_value()), 0.0])

    def foot(self) -> Floats:
        """Where the drop from the arrow's tip meets the line."""
        return self.tail + (self.arrow @ self.way()) * self.way()

    def redraw(self) -> None:
        foot, tip = self.foot(), self.tail + self.arrow
        self.shape.set_arrows([self.tail], [foot])
        self._draw_arc()
        sides = np.stack([tip, self.tail]) - foot
        lengths = np.linalg.norm(sides, axis=1)[:, None]
        if lengths.min() < 2 * _CORNER:
            self.corner.set_points(np.zeros((0, 3)))
            return
        up, back = _CORNER * sides / lengths
        set_corners(self.corner, np.array([foot + up, foot + up + back, foot + back]))

    def _draw_arc(self) -> None:
        first, last = np.arctan2(self.arrow[1], self.arrow[0]), self.angle.get_value()
        turn = (last - first + np.pi) % (2 * np.pi) - np.pi
        angles = first + turn * np.linspace(0, 1, 40)
        ways = np.stack([np.cos(angles), np.sin(angles), np.zeros(40)], axis=1)
        set_corners(self.arc, self.tail + _ARC * ways)
        if self.angle_name is not None:
            self.angle_name.move_to(self.tail + 1.35 * _ARC * ways[20])
            self.angle_name.set_opacity(1.0 if abs(turn) > _NAMED else 0.0)

    def entrance(self) -> Animation:
        # The name comes at once: while it fades in, what it stands on would show through it.
        return FadeIn(VGroup(self.line, self.drop, self.corner, self.arc, self.shape))
