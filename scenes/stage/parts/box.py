"""The box about a surface: how numbers become places in space, its floor, its ticks."""

from __future__ import annotations

from itertools import product
from typing import Final

import numpy as np
from manim import VGroup, VMobject

from scenes.render.mesh import Mesh
from scenes.render.view import View
from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts.heights import Range
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.plot import nice_ticks, tick_label
from scenes.stage.theme import Role

_LABEL_ROOM: Final = 0.75  # frame units round the box for tick labels
_CORNER: Final = 0.07
_TALLEST: Final = 1.7


class Box:
    """A box in space, its sides the ranges of x, y and z, seen through a view and fitting a slot.

    Args:
        slot: the part of the frame that holds the box from every side.
        x_range, y_range, z_range: the numbers along its edges.
        height: its height, if the longer side of the floor is 2; None fills the slot.
        equal: whether one unit of x is as long as one of y.
        theta, phi: azimuth and polar angle of the eye in radians.
    """

    def __init__(
        self, slot: Slot, x_range: Range, y_range: Range, z_range: Range,
        *, height: float | None, equal: bool, theta: float, phi: float,
    ) -> None:  # fmt: skip
        self.ranges = np.array([x_range, y_range, z_range], dtype=float)
        spans = np.ptp(self.ranges, axis=1)
        sides = spans[:2] / spans[:2].max() if equal else np.ones(2)
        sides = np.maximum(sides, 0.25)
        reach = float(np.hypot(*sides))
        zoom = (slot.width / 2 - _LABEL_ROOM) / reach
        flat, upright = reach * abs(np.cos(phi)), max(abs(np.sin(phi)), 0.2)
        room = slot.height / 2 - _LABEL_ROOM * 0.7
        if height is None:
            height = float(np.clip(2 * (room / zoom - flat) / upright, 0.8, _TALLEST))
        zoom = min(zoom, room / (flat + height / 2 * upright))
        self.half = np.array([*sides, height / 2])
        self.view = View(theta=theta, phi=phi, zoom=zoom, centre=(*slot.centre, 0))

    def at(self, points: Floats) -> Floats:
        """Places in space of numbers (..., 3)."""
        low, high = self.ranges.T
        return ((np.asarray(points, dtype=float) - low) / (high - low) * 2 - 1) * self.half

    def corner(self, *signs: float) -> Floats:
        """A corner in space, each of three signs -1 or 1."""
        return np.array(signs, dtype=float) * self.half


class BoxFrame(Part):
    """The floor and the ticks of a box; the edges that carry ticks change as the view turns."""

    def __init__(self, box: Box, mesh: Mesh, names: tuple[str, str, str], most: int) -> None:
        super().__init__()
        self.box, self.mesh = box, mesh
        # None near the corners, where the labels of two edges would meet.
        self.marks = [
            nice_ticks(low + _CORNER * (high - low), high - _CORNER * (high - low), most)
            for low, high in box.ranges.tolist()
        ]
        self.labels = [VGroup(*map(tick_label, marks)) for marks in self.marks]
        self.names = VGroup(
            *(Formula(n or "zws", size=theme.LABEL, role=Role.SECONDARY) for n in names)
        )
        self.floor = mesh.path(
            self._floor(), color=Role.GRID.colour, width=theme.HAIR_WIDTH, hidden=0
        )
        self.edges = mesh.path((), color=Role.SECONDARY.colour, width=theme.THIN_WIDTH, hidden=0)
        self.add(self.floor, self.edges, *self.labels, self.names)
        view = box.view
        self.follow(view.theta, view.phi, view.zoom, view.gamma)

    def _floor(self) -> Floats:
        """The grid on the floor, lines parted by NaN."""
        low, high = self.box.ranges.T
        lines: list[list[float]] = []
        for axis, marks in enumerate(self.marks[:2]):
            for mark in marks:
                ends = np.array([low, high])
                ends[:, axis], ends[:, 2] = float(mark), low[2]
                lines += [*ends.tolist(), [np.nan] * 3]
        return self.box.at(np.array(lines).reshape(-1, 3))

    def redraw(self) -> None:
        right, _, eye = self.box.view.rotation()
        near = (-1.0 if eye[0] < 0 else 1.0, -1.0 if eye[1] < 0 else 1.0)
        # The upright edge farthest to the left on the screen.
        half = self.box.half
        side = min(product((-1.0, 1.0), repeat=2), key=lambda s: right[:2] @ (s * half[:2]))
        corners = self.box.corner
        floor = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
        lines = [corners(a, b, -1) for a, b in floor]
        lines += [np.full(3, np.nan), corners(*side, -1), corners(*side, 1)]
        self.edges.set_path(np.array(lines))
        self._place(0, corners(-1, near[1], -1), corners(1, near[1], -1))
        self._place(1, corners(near[0], -1, -1), corners(near[0], 1, -1))
        self._place(2, corners(*side, -1), corners(*side, 1))

    def _place(self, axis: int, start: Floats, end: Floats) -> None:
        """Put ticks and name of an axis beside the edge from ``start`` to ``end``."""
        view = self.box.view
        low, high = self.box.ranges[axis]
        a, b = view.project(start)[:2], view.project(end)[:2]
        along = (b - a) / max(float(np.linalg.norm(b - a)), 1e-9)
        out = np.array([along[1], -along[0]])
        middle = (a + b) / 2 - view.centre[:2]
        out = out if out @ middle >= 0 else -out
        if axis == 2:
            out = np.array([-1.0, 0.0])
        for mark, label in zip(self.marks[axis], self.labels[axis], strict=True):
            share = (float(mark) - low) / (high - low)
            _beside(label, a + share * (b - a), out)
        name = self.names[axis]
        if axis == 2:
            name.move_to((b[0], b[1] + 0.35, 0))
        else:
            widest = max((label.width for label in self.labels[axis]), default=0.0)
            _beside(name, (a + b) / 2, out, widest * abs(out[0]) + 0.45)


def _beside(label: VMobject, place: Floats, out: Floats, more: float = 0.0) -> None:
    room = abs(out[0]) * label.width / 2 + abs(out[1]) * label.height / 2 + 0.12 + more
    label.move_to((*(place + out * room), 0))
