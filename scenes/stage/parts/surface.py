"""A surface z = f(x, y) in a box with floor and ticks, to stand beside its contour plot."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, Final, Self

import numpy as np
from manim import DEGREES
from manim.utils.color import ManimColor, interpolate_color

from scenes.render.mesh import Mesh
from scenes.render.overlay import MeshPath
from scenes.render.sheet import Sheet
from scenes.stage import theme
from scenes.stage.layout import Slot
from scenes.stage.parts.box import Box, BoxFrame
from scenes.stage.parts.heights import Heights, Range, Surface, values
from scenes.stage.parts.part import Floats, SolidPart
from scenes.stage.parts.thinned import thinned
from scenes.stage.parts.trimmed_graph import trimmed_graph
from scenes.stage.theme import Role

_FLAT: Final = 0.002  # corners of a line nearer to it than this are left out: a quarter of a pixel


def height_window(heights: Heights) -> Range:
    """From the lowest value up to the highest, or to less if a few huge values would flatten it."""
    z = heights.z[np.isfinite(heights.z)]
    if not z.size:
        return 0.0, 1.0
    low, middle, high = (float(v) for v in (z.min(), np.quantile(z, 0.5), z.max()))
    high = min(high, low + 6 * (middle - low)) if middle > low else high
    return (low, high) if high > low else (low - 1.0, high + 1.0)


class SurfaceView(SolidPart):
    """The graph of a function of two variables, with a box, ticks and contours on its floor.

    ::

        left, right = layout.SAFE.split_x(0.5)
        plot = Plot(left, (-2, 2), (-2, 2), equal=True, grid=False)
        contours = ContourPlot(plot, f, facts.levels)
        surface = SurfaceView(right, f, (-2, 2), (-2, 2), levels=facts.levels)
        climb = SurfacePath(surface, facts.path.drawn(), k)
        self.drive(surface.theta, -30 * DEGREES)

    Args:
        slot: where it stands, tick labels included.
        f: a formula of two variables, or a callable on arrays.
        x_range, y_range: what it shows.
        z_range: heights outside are cut off; chosen from the values by default.
        levels: contours drawn on the sheet and on the floor.
        names: Typst names of the axes.
        height: height of the box, if the longer side of its floor is 2; None fills the slot.
        equal: whether one unit of x is as long as one of y.
        ticks: most ticks per axis; 0 for none.
        bright: share of the role's colour in the highest ground.

    Attributes:
        theta, phi: trackers of azimuth and polar angle of the eye, in radians.
    """

    def __init__(
        self,
        slot: Slot,
        f: Surface,
        x_range: Range,
        y_range: Range,
        z_range: Range | None = None,
        *,
        levels: Sequence[Any] = (),
        names: tuple[str, str, str] = ("x", "y", "z"),
        height: float | None = None,
        equal: bool = False,
        ticks: int = 4,
        theta: float = -60 * DEGREES,
        phi: float = 57 * DEGREES,
        cells: int = 64,
        role: Role = Role.FUNCTION,
        bright: float = 0.32,
    ) -> None:
        super().__init__()
        self.f, self.cells = f, cells
        self.heights = Heights(f, x_range, y_range, 120)
        self.x_range, self.y_range = x_range, y_range
        self.z_range = height_window(self.heights) if z_range is None else z_range
        self.box = Box(
            slot, x_range, y_range, self.z_range, height=height, equal=equal, theta=theta, phi=phi
        )
        self.theta, self.phi = self.box.view.theta, self.box.view.phi
        self.mesh = Mesh(
            self.graph(f), self.box.view, ramp=_ramp(role, bright), limits=self._limits(), wires=0,
            shading=0.75,
        )  # fmt: skip
        self.frame = BoxFrame(self.box, self.mesh, names, ticks)
        self.floor_lines = self._contours(levels, on_floor=True)
        self.level_lines = self._contours(levels, on_floor=False)
        self.outline = self.mesh.path(
            self._rim(), color=role.colour, width=theme.THIN_WIDTH, hidden=0.0
        )
        self.add(self.frame, self.floor_lines, self.mesh, self.outline, self.level_lines)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        deepcopy(self.mesh, memo)  # first, so that copied marks lie on the copied mesh
        return super().__deepcopy__(memo)

    def _limits(self) -> Range:
        low, high = self.box.at(np.array([[0, 0, z] for z in self.z_range]))[:, 2]
        return float(low), float(high)

    # -- places -------------------------------------------------------------------------------

    def at(self, x: float, y: float, z: float) -> Floats:
        """The place of three numbers in the space of the mesh; shape (3,)."""
        return self.box.at(np.array([x, y, z]))

    def lift(self, x: Floats, y: Floats) -> Floats:
        """Places (n, 3) on the surface over pairs of numbers; NaN where it is cut off."""
        z = values(self.f, np.asarray(x, dtype=float), np.asarray(y, dtype=float))
        return self._places(x, y, z)

    def floor(self, x: Floats, y: Floats) -> Floats:
        """Places (n, 3) on the floor of the box."""
        return self._places(x, y, np.full(len(x), self.z_range[0]))

    def _places(self, x: Floats, y: Floats, z: Floats) -> Floats:
        points = np.stack([x, y, z], axis=-1)
        low, high = self.box.ranges.T
        slack = 1e-9 * (high - low)
        points[~((points >= low - slack) & (points <= high + slack)).all(axis=-1)] = np.nan
        return self.box.at(points)

    # -- sheets and lines ---------------------------------------------------------------------

    def graph(self, f: Surface) -> Floats:
        """Points of the graph of a function in the space of the mesh, cut to the box."""
        points = trimmed_graph(f, self.x_range, self.y_range, self.z_range, self.cells)
        return self.box.at(points)

    def add_graph(self, f: Surface, role: Role, opacity: float = 0.45) -> Sheet:
        """A second graph in the same box, such as a tangent plane, in the colour of a role.

        Move it by ``sheet.set_points(surface.graph(g))``; fade it by ``sheet.opacity``.
        """
        return self.mesh.add_sheet(self.graph(f), ramp=[role.colour], opacity=opacity, shading=0.3)

    def _contours(self, levels: Sequence[Any], on_floor: bool) -> MeshPath:
        lines = [
            (level, line) for level in map(float, levels) for line in self.heights.lines(level)
        ]
        places = [
            self.floor(line[:, 0], line[:, 1])
            if on_floor
            else self._places(line[:, 0], line[:, 1], np.full(len(line), level))
            for level, line in lines
        ]
        colour = Role.FUNCTION.colour
        path = self.mesh.path(_parted(places), color=colour, width=theme.THIN_WIDTH, hidden=0)
        path.front.set_stroke(opacity=0.6 if on_floor else 1.0)
        return path

    def _rim(self) -> Floats:
        """The border of the sheet: over the border of the floor, and where it is cut off."""
        p = self.mesh.sheets[0].points
        cuts = [
            self._places(line[:, 0], line[:, 1], np.full(len(line), level))
            for level in self.z_range
            for line in self.heights.lines(level)
        ]
        return _parted([p[0], p[-1], p[:, 0], p[:, -1], *cuts])


def _parted(lines: list[Floats]) -> Floats:
    """Lines one after the other, parted by NaN, with no more corners than one can see."""
    gap = np.full((1, 3), np.nan)
    lines = [thinned(line, _FLAT) if np.isfinite(line).all() else line for line in lines]
    return np.concatenate([gap, *(piece for line in lines for piece in (line, gap))])


def _ramp(role: Role, most: float) -> list[ManimColor]:
    """From low to high, dark enough that the other roles read on it."""
    dark, bright = ManimColor(theme.PANEL), ManimColor(role.colour)
    return [interpolate_color(dark, bright, share) for share in (0.06, most)]
