"""Two walls in space that meet in a curve, turned until the curve comes straight at us."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final, Self

import numpy as np
from manim import ValueTracker
from manim.utils.color import ManimColor, interpolate_color

from scenes.render.mesh import Mesh
from scenes.render.view import View
from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.parts.normal_plane import NormalPlane
from scenes.stage.parts.part import Floats, SolidPart
from scenes.stage.parts.tag import Tag
from scenes.stage.theme import Role

_ASIDE: Final = 0.75  # radians from the curve's own direction, about the upright axis of the plane
_ABOVE: Final = 0.55  # and how far the eye is above it
_LONG: Final = 2.2  # half length of the curve that is seen
_CELLS: Final = 12
_HIDDEN: Final = 0.4  # how much of a line shows through the wall in front of it
_DARK: Final = (0.38, 0.28)  # shares of the role's colour in the two walls


class MeetingWalls(SolidPart):
    """The walls of a ``NormalPlane`` in space, so near that they look flat.

    At ``turn`` 0 they are seen aslant. At 1 the eye looks along the curve in which they meet, and
    they lie exactly on the walls of the plane.

    ::

        walls = MeetingWalls(plane, turn, second)
        self.appear(walls)
        self.drive(second, 1)
        self.drive(turn, 1)
        self.remove(walls); self.add(*plane.walls, plane.curve)

    Args:
        plane: the plane square to the curve.
        turn: tracker of how far the eye has come.
        second: tracker of the opacity of the second wall.

    Attributes:
        curve: the line in which they meet; no piece of the part.
    """

    def __init__(self, plane: NormalPlane, turn: ValueTracker, second: ValueTracker) -> None:
        super().__init__()
        self.turn, self.second = turn, second
        # The plane's right and up are x and y; the curve runs along z.
        self.view = View(theta=-np.pi / 2, phi=0, centre=plane.origin)
        ends = [np.array(pair) - plane.origin for pair in plane.ends]
        colours = [
            interpolate_color(ManimColor(theme.PANEL), ManimColor(Role.CONSTRAINT.colour), share)
            for share in _DARK
        ]
        self.mesh = Mesh(_wall(*ends[0]), self.view, ramp=[colours[0]], shading=0.6)
        self.other = self.mesh.add_sheet(_wall(*ends[1]), ramp=[colours[1]], shading=0.6)
        self.ends = ends
        self._zoom = self._fitting(plane)
        self._aim()
        along = np.array([0, 0, _LONG])
        self.curve = self.mesh.path([-along, along], color=Role.TEXT.colour, hidden=_HIDDEN)
        self.rims = [
            self.mesh.path(
                _rim(*pair), color=Role.CONSTRAINT.colour, width=theme.LINE_WIDTH, hidden=_HIDDEN
            )
            for pair in ends
        ]
        self.names = [
            Tag(Formula(f"{n} = 0", size=theme.LABEL, role=Role.CONSTRAINT), opacity=1)
            for n in "gh"
        ]
        self.add(self.mesh, *self.rims, *self.names)
        self.follow(turn, second)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        deepcopy(self.mesh, memo)  # first, so that copied marks lie on the copied mesh
        return super().__deepcopy__(memo)

    def _aim(self) -> None:
        """Bring the view, and the second wall, in line with the trackers."""
        rest = 1 - self.turn.get_value()
        self._look(rest * _ASIDE, rest * _ABOVE)
        self.view.zoom.set_value(1 + rest * (self._zoom - 1))
        self.other.opacity = self.second.get_value()

    def redraw(self) -> None:
        self._aim()
        rest, second = 1 - self.turn.get_value(), self.second.get_value()
        for name, (near, _), shown in zip(self.names, self.ends, (1, second), strict=True):
            place = self.view.project(near + np.array([0, 0, rest * _LONG]))
            name.move_to((*place[:2], 0)).set_opacity(shown)
        self.rims[1].front.set_stroke(opacity=second)
        self.rims[1].back.set_stroke(opacity=second * _HIDDEN)

    def _look(self, aside: float, above: float) -> None:
        """Look from a side of the curve's direction, the plane's up staying up on the screen."""
        eye = np.array(
            [np.sin(aside) * np.cos(above), np.sin(above), np.cos(aside) * np.cos(above)]
        )
        self.view.phi.set_value(float(np.arccos(eye[2])))
        flat = float(np.hypot(eye[0], eye[1]))
        theta = float(np.arctan2(eye[1], eye[0])) if flat > 1e-9 else -np.pi / 2
        self.view.theta.set_value(theta)
        # Roll so that the plane's up is seen upright.
        self.view.gamma.set_value(0.0)
        right, up, _ = self.view.rotation()
        self.view.gamma.set_value(float(np.arctan2(right[1], up[1])))

    def _fitting(self, plane: NormalPlane) -> float:
        """The zoom at which the walls, seen aslant, have room in the slot."""
        self._look(_ASIDE, _ABOVE)
        corners = np.concatenate(
            [
                end + np.array([[0, 0, s * _LONG]])
                for pair in self.ends
                for end in pair
                for s in (-1, 1)
            ]
        )
        away = self.view.project(corners)[:, :2] - plane.origin[:2]
        slot = plane.slot.inset(0.6, 0.3)
        rooms = [
            (slot.right - plane.origin[0]) / max(away[:, 0].max(), 1e-9),
            (plane.origin[0] - slot.left) / max(-away[:, 0].min(), 1e-9),
            (slot.top - plane.origin[1]) / max(away[:, 1].max(), 1e-9),
            (plane.origin[1] - slot.bottom) / max(-away[:, 1].min(), 1e-9),
        ]
        return float(np.clip(min(rooms), 0.4, 1.0))


def _wall(near: Floats, far: Floats) -> Floats:
    """A grid of places on a wall, cut in the curve, so that the walls do not cut its cells."""
    across = np.concatenate(
        [np.linspace(near, 0 * near, _CELLS + 1), np.linspace(0 * far, far, _CELLS + 1)[1:]]
    )
    along = np.linspace(-_LONG, _LONG, 2 * _CELLS + 1)
    grid: Floats = across[:, None] + along[None, :, None] * np.array([0, 0, 1.0])
    return grid


def _rim(near: Floats, far: Floats) -> Floats:
    """The border of a wall."""
    away = np.array([0, 0, _LONG])
    return np.array([near + away, far + away, far - away, near - away, near + away])
