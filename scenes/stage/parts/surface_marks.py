"""Marks on a surface: lines, points, arrows and paths that the surface hides where it is nearer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
from manim import Animation, FadeIn, ValueTracker

from scenes.stage import theme
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.surface import SurfaceView
from scenes.stage.theme import Role

_HIDDEN: Final = 0.22  # how much of a mark shows through the surface in front of it
_TIP: Final = 0.24
_EDGE: Final = 2 * theme.OUTLINE_WIDTH  # of an arrowhead, so that it reads on lit ground
_SAMPLES: Final = 1200  # of a path; a short one has twelve a step
Pairs = Callable[[], tuple[Floats, Floats]]


class SurfaceCurve(Part):
    """A curve on the surface (or its floor), given by its pairs of numbers.

    ::

        fence = SurfaceCurve(surface, lambda: (x, y), role=Role.CONSTRAINT)

    Args:
        surface: what it lies on.
        pairs: gives arrays x and y from trackers; NaN breaks the curve.
        trackers: what ``pairs`` depends on.
        floor: whether it lies on the floor instead.
    """

    def __init__(
        self,
        surface: SurfaceView,
        pairs: Pairs,
        *trackers: ValueTracker,
        role: Role = Role.FUNCTION,
        width: float = theme.LINE_WIDTH,
        floor: bool = False,
    ) -> None:
        super().__init__()
        self.surface, self.pairs = surface, pairs
        self._place = surface.floor if floor else surface.lift
        self.line = surface.mesh.path((), color=role.colour, width=width, hidden=_HIDDEN)
        self.add(self.line)
        if trackers:
            self.follow(*trackers)
        else:
            self.redraw()

    def redraw(self) -> None:
        x, y = (np.asarray(values, dtype=float) for values in self.pairs())
        self.line.set_path(self._place(x, y))


class SurfacePoint(Part):
    """A point on the surface, with a thin drop line to the floor.

    Args:
        surface: what it lies on.
        where: gives (x, y) from trackers.
        drop: whether the line to the floor is drawn.
    """

    def __init__(
        self,
        surface: SurfaceView,
        where: Callable[[], tuple[float, float]],
        *trackers: ValueTracker,
        role: Role = Role.FUNCTION,
        radius: float = 0.1,
        drop: bool = False,
    ) -> None:
        super().__init__()
        self.surface, self.where, self.drop = surface, where, drop
        mesh = surface.mesh
        self.stem = mesh.path((), color=role.colour, width=theme.THIN_WIDTH, hidden=_HIDDEN)
        self.dot = mesh.dots((), radius=radius, color=role.colour, hidden=_HIDDEN)
        self.dot.front.set_stroke(theme.BACKGROUND, theme.OUTLINE_WIDTH)
        self.add(self.stem, self.dot)
        if trackers:
            self.follow(*trackers)
        else:
            self.redraw()

    def redraw(self) -> None:
        x, y = (np.array([float(v)]) for v in self.where())
        on, below = self.surface.lift(x, y), self.surface.floor(x, y)
        self.dot.set_centres(on)
        self.stem.set_path(np.concatenate([below, on]) if self.drop else ())


class SurfaceArrow(Part):
    """An arrow draped over the surface (or on its floor), its head kept at one size.

    ::

        SurfaceArrow(surface, lambda: ((x, y), (x + u, y + v)), t)

    Args:
        surface: what it lies on.
        ends: gives the pairs of numbers of tail and tip from trackers.
        trackers: what ``ends`` depends on.
        floor: whether it lies on the floor instead.
    """

    def __init__(
        self,
        surface: SurfaceView,
        ends: Callable[[], tuple[tuple[float, float], tuple[float, float]]],
        *trackers: ValueTracker,
        role: Role = Role.GRADIENT,
        width: float = theme.CURVE_WIDTH,
        floor: bool = False,
    ) -> None:
        super().__init__()
        self.surface, self.ends = surface, ends
        self._place = surface.floor if floor else surface.lift
        self.shaft = surface.mesh.path((), color=role.colour, width=width, hidden=_HIDDEN)
        self.head = surface.mesh.arrows(
            (), (), color=role.colour, width=width, tip=_TIP, hidden=_HIDDEN
        )
        for mark, edge in ((self.shaft, width + 2 * theme.OUTLINE_WIDTH), (self.head, _EDGE)):
            mark.front.set_background_stroke(color=theme.BACKGROUND, width=edge)
        self.add(self.shaft, self.head)
        view = surface.box.view
        self.follow(*trackers, view.theta, view.phi, view.zoom)

    def redraw(self) -> None:
        tail, tip = np.asarray(self.ends(), dtype=float)
        share = np.linspace(0, 1, 40)[:, None]
        places = self._place(*(tail + share * (tip - tail)).T)
        places = places[np.isfinite(places).all(axis=1)]
        # The head needs a straight piece behind it, long enough on the screen.
        seen = self.surface.box.view.project(places)[:, :2]
        far = np.linalg.norm(seen - seen[-1:], axis=1) >= _TIP / 0.6
        start = int(np.nonzero(far)[0][-1]) if far.any() else 0
        self.shaft.set_path(places[: start + 1])
        self.head.set_arrows(places[start : start + 1], places[-1:])


class SurfacePath(Part):
    """Steps on the surface, shown up to a tracker as ``DescentPath`` shows them on the plot.

    Steps follow the surface; where it is cut off they are not drawn.

    Args:
        surface: what it lies on.
        points: the stops, pairs of numbers.
        k: how many steps are drawn, fractions included; None draws all.
    """

    def __init__(
        self,
        surface: SurfaceView,
        points: Iterable[tuple[float, ...]],
        k: ValueTracker | None = None,
        *,
        role: Role = Role.GRADIENT,
        width: float = theme.LINE_WIDTH,
        radius: float = 0.07,
    ) -> None:
        super().__init__()
        self.surface, self.k = surface, k
        stops = np.array([(p[0], p[1]) for p in points], dtype=float).reshape(-1, 2)
        self.stops = np.clip(stops, -1e9, 1e9)
        self.fine = int(np.clip(_SAMPLES / max(len(stops), 1), 1, 12))
        mesh = surface.mesh
        self.line = mesh.path((), color=role.colour, width=width, hidden=_HIDDEN)
        self.dots = mesh.dots((), radius=radius, color=role.colour, hidden=_HIDDEN)
        self.head = mesh.dots((), radius=radius * 1.5, color=role.colour, hidden=_HIDDEN)
        for dots in (self.dots, self.head):
            dots.front.set_stroke(theme.BACKGROUND, theme.THIN_WIDTH)
        self.add(self.line, self.dots, self.head)
        if k is None:
            self.redraw()
        else:
            self.follow(k)

    def redraw(self) -> None:
        count = max(0, len(self.stops) - 1)
        reached = float(count) if self.k is None else min(max(self.k.get_value(), 0.0), count)
        steps = np.arange(len(self.stops))
        along = np.linspace(0, reached, max(2, int(np.ceil(reached * self.fine)) + 1))
        along = np.unique(np.concatenate([along, steps[steps <= reached]]))
        x, y = (np.interp(along, steps, column) for column in self.stops.T)
        places = self.surface.lift(x, y)
        self.line.set_path(places)
        self.dots.set_centres(places[np.isin(along, steps)])
        self.head.set_centres(places[-1:])

    def entrance(self) -> Animation:
        return FadeIn(self)
