"""Lines, dots, arrows and labels on a mesh: hidden, or faint, where the mesh is in front."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Self

import numpy as np
from manim import DEFAULT_MOBJECT_TO_MOBJECT_BUFFER, UP, YELLOW, Mobject, VGroup, VMobject
from manim.utils.color import ParsableManimColor
from numpy.typing import ArrayLike, NDArray

from scenes.render.marks import Arrows, Dots, Polylines, spatial, straight
from scenes.render.mesh import Mesh

Floats = NDArray[np.float64]

# A line is cut into pieces of at most this share of the mesh's size before it is tested for hiding.
_PIECE = 1 / 80
# What comes out of hiding for less than this share of the mesh's size, or hides, stays as it was.
_SPECK = 1 / 50


class OnMesh(VGroup):
    """Marks in the space of a mesh: ``front`` is what one sees, ``back`` what is behind the mesh.

    Both are ordinary marks on the screen; they follow the view and the mesh before every frame.
    """

    mesh: Mesh

    def __init__(self, mesh: Mesh, front: VMobject, back: VMobject) -> None:
        super().__init__(back, front)
        self.mesh, self.front, self.back = mesh, front, back
        self._version = 0
        self._drawn: tuple[object, ...] = ()
        self.add_updater(_follow)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        # A copied mark stays on the same mesh, unless that is being copied with it.
        memo.setdefault(id(self.mesh), self.mesh)
        return super().__deepcopy__(memo)

    def refresh(self) -> Self:
        """Follow view and mesh; costs nothing if neither changed."""
        key = (self._version, *self.mesh.key())
        if key != self._drawn:
            self._drawn = key
            self._place()
        return self

    def _changed(self) -> Self:
        self._version += 1
        return self.refresh()

    @abstractmethod
    def _place(self) -> None: ...


def _follow(mark: Mobject) -> None:
    assert isinstance(mark, OnMesh)
    mark.refresh()


def _cut(points: Floats, size: float) -> Floats:
    """The same broken line with no piece longer than ``size``."""
    lengths = np.linalg.norm(np.diff(points, axis=0), axis=1)
    counts = np.nan_to_num(np.ceil(lengths / size), nan=1, posinf=1).clip(1, 1000).astype(int)
    which = np.repeat(np.arange(len(counts)), counts)
    share = (np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)) / counts[which]
    pieces = points[which] + share[:, None] * (points[which + 1] - points[which])
    return np.concatenate([pieces, points[-1:]])


class MeshPath(OnMesh):
    """A line through points of space.

    Args:
        mesh: what may hide it.
        points: (n, 3) in the space of the mesh; a point that is not finite breaks the line.
        color: its colour.
        width: stroke width in Manim's unit.
        hidden: opacity where the mesh is in front of it; 0 hides it.
        shown: the share of the line, by length, that is drawn from its beginning.
    """

    def __init__(
        self,
        mesh: Mesh,
        points: ArrayLike = (),
        color: ParsableManimColor = YELLOW,
        width: float = 4.0,
        hidden: float = 0.25,
        shown: float = 1.0,
    ) -> None:
        self._points = spatial(points)
        self.shown = shown
        self._cut: tuple[object, Floats, Floats] | None = None
        front = Polylines(color=color, width=width)
        back = Polylines(color=color, width=width, stroke_opacity=hidden)
        super().__init__(mesh, front, back)
        self.refresh()

    def set_path(self, points: ArrayLike) -> Self:
        """Replace the line."""
        self._points = spatial(points)
        return self._changed()

    def set_shown(self, shown: float) -> Self:
        """Draw only this share of the line, from 0 to 1."""
        self.shown = min(max(float(shown), 0.0), 1.0)
        return self._changed()

    def _place(self) -> None:
        key = (self._version, self.mesh.sheets[0].size)
        if self._cut is None or self._cut[0] != key:
            self._cut = (key, *self._pieces())
        least = self.mesh.sheets[0].size * self.mesh.view.zoom.get_value() * _SPECK
        front, back = self.mesh.seen().split(*self._cut[1:], least)
        for mark, (first, last) in ((self.front, front), (self.back, back)):
            mark.points = straight(_flat(first), _flat(last))

    def _pieces(self) -> tuple[Floats, Floats]:
        if len(self._points) < 2:
            return np.zeros((0, 3)), np.zeros((0, 3))
        line = _cut(self._points, self.mesh.sheets[0].size * _PIECE)
        starts, ends = line[:-1], line[1:]
        lengths = np.nan_to_num(np.linalg.norm(ends - starts, axis=1))
        drawn = np.cumsum(lengths) - self.shown * lengths.sum()
        keep = (drawn <= 1e-12) & (lengths > 0)
        last = int(np.argmax(drawn > 1e-12)) if (drawn > 1e-12).any() else -1
        if last >= 0 and self.shown > 0 and lengths[last] > 0:
            share = 1 - drawn[last] / lengths[last]
            ends = ends.copy()
            ends[last] = starts[last] + share * (ends[last] - starts[last])
            keep[last] = share > 0
        return starts[keep], ends[keep]


def _flat(seen: Floats) -> Floats:
    return seen * [1.0, 1.0, 0.0]


class MeshDots(OnMesh):
    """Dots at points of space.

    Args:
        mesh: what may hide them.
        points: (n, 3) in the space of the mesh.
        radius: on screen, in scene units; one number or n.
        color: fill colour.
        hidden: opacity of dots whose centre is behind the mesh; 0 hides them.
    """

    def __init__(
        self,
        mesh: Mesh,
        points: ArrayLike = (),
        radius: ArrayLike = 0.07,
        color: ParsableManimColor = YELLOW,
        hidden: float = 0.25,
    ) -> None:
        self._points, self.radius = spatial(points), radius
        front, back = Dots(color=color), Dots(color=color, fill_opacity=hidden)
        super().__init__(mesh, front, back)
        self.refresh()

    def set_centres(self, points: ArrayLike, radius: ArrayLike | None = None) -> Self:
        """Move all dots; their number may change."""
        self._points = spatial(points)
        self.radius = self.radius if radius is None else radius
        return self._changed()

    def _place(self) -> None:
        seen = self.mesh.view.project(self._points)
        radii = np.broadcast_to(np.asarray(self.radius, dtype=float), len(seen))
        front = self.mesh.seen().depth.visible(seen)
        for mark, chosen in ((self.front, front), (self.back, ~front)):
            assert isinstance(mark, Dots)
            mark.set_centres(_flat(seen[chosen]), radii[chosen])


class MeshArrows(OnMesh):
    """Arrows in space, such as gradients on a surface.

    Args:
        mesh: what may hide them.
        starts: (n, 3) tails in the space of the mesh.
        ends: (n, 3) tips.
        color: fill colour.
        width: thickness of the shaft in Manim's unit.
        tip: length of the tip on screen in scene units.
        hidden: opacity of arrows whose tip is behind the mesh; 0 hides them. The rest of a shaft
            may still pass behind: it is drawn as far as its tip is.
    """

    def __init__(
        self,
        mesh: Mesh,
        starts: ArrayLike = (),
        ends: ArrayLike = (),
        color: ParsableManimColor = YELLOW,
        width: float = 4.0,
        tip: float = 0.2,
        hidden: float = 0.25,
    ) -> None:
        self._starts, self._ends = spatial(starts), spatial(ends)
        front = Arrows(color=color, width=width, tip=tip)
        back = Arrows(color=color, width=width, tip=tip, fill_opacity=hidden)
        super().__init__(mesh, front, back)
        self.refresh()

    def set_arrows(self, starts: ArrayLike, ends: ArrayLike) -> Self:
        """Replace all arrows; their number may change."""
        self._starts, self._ends = spatial(starts), spatial(ends)
        return self._changed()

    def _place(self) -> None:
        starts, ends = self.mesh.view.project(self._starts), self.mesh.view.project(self._ends)
        visible = self.mesh.seen().depth.visible
        front = visible(ends) & visible((starts + ends) / 2)
        for mark, chosen in ((self.front, front), (self.back, ~front)):
            assert isinstance(mark, Arrows)
            mark.set_arrows(_flat(starts[chosen]), _flat(ends[chosen]))


class Pin(OnMesh):
    """A label kept beside a point of space, facing the viewer.

    Args:
        mesh: what may hide the point.
        label: any vector mobject; it becomes part of this one.
        point: (3,) in the space of the mesh.
        direction: where the label stands, seen from the point, on screen.
        buff: gap between point and label in scene units.
        hidden: opacity when the mesh is in front of the point; 1 keeps the label readable.
    """

    def __init__(
        self,
        mesh: Mesh,
        label: VMobject,
        point: ArrayLike,
        direction: ArrayLike = UP,
        buff: float = DEFAULT_MOBJECT_TO_MOBJECT_BUFFER,
        hidden: float = 1.0,
    ) -> None:
        self._point = np.array(point, dtype=float).reshape(1, 3)
        self._direction, self._buff = np.array(direction, dtype=float), buff
        self._hidden = hidden
        super().__init__(mesh, label, VGroup())
        self.refresh()

    def set_point(self, point: ArrayLike) -> Self:
        """Pin the label elsewhere."""
        self._point = np.array(point, dtype=float).reshape(1, 3)
        return self._changed()

    def _place(self) -> None:
        seen = self.mesh.view.project(self._point)
        if np.isfinite(seen).all():
            self.front.next_to(_flat(seen)[0], self._direction, buff=self._buff)
        if self._hidden < 1:
            shown = bool(self.mesh.seen().depth.visible(seen)[0])
            self.front.set_opacity(1.0 if shown else self._hidden)
