"""Surfaces in space as one mobject, which can stand beside flat pictures in any scene.

::

    view = View(theta=-60 * DEGREES, phi=65 * DEGREES, zoom=0.9, centre=3 * LEFT)
    mesh = Mesh.graph(lambda x, y: x * y / 4, (-2, 2), (-2, 2), view, wires=4)
    path = mesh.path(points, color=YELLOW)
    self.add(mesh, path)
    self.play(view.theta.animate.set_value(30 * DEGREES))

The place on screen belongs to the view (``view.centre``), not to the mesh: to move everything,
move that. Marks on the mesh come from :meth:`Mesh.path`, ``dots``, ``arrows`` and ``pin``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import skia
from manim import WHITE, Mobject, VMobject, config
from manim.mobject.types.image_mobject import AbstractImageMobject
from manim.utils.color import ManimColor, ParsableManimColor
from numpy.typing import ArrayLike, NDArray

from scenes.render.quads import Line
from scenes.render.seen import Seen
from scenes.render.sheet import Sheet
from scenes.render.view import View

if TYPE_CHECKING:
    from scenes.render.overlay import MeshArrows, MeshDots, MeshPath, Pin

Floats = NDArray[np.float64]


class Mesh(AbstractImageMobject):
    """One or more sheets, drawn together with the nearer parts over the farther ones.

    Args:
        points: (m+1, n+1, 3) points of the first sheet.
        view: how it is looked at; shared, not copied.
        wire_color: colour of the net.
        wire_width: width of its lines in Manim's unit.
        opacity: of the whole picture, as fading uses it. For a sheet one can look through, give
            the sheet its own opacity by :meth:`add_sheet`, or ``sheet_opacity`` for the first.
        sheet: further keywords are those of :class:`~scenes.render.sheet.Sheet`.

    Raises:
        RenderError: the points are not a grid, or there are too many.
    """

    def __init__(
        self,
        points: ArrayLike,
        view: View | None = None,
        wire_color: ParsableManimColor = WHITE,
        wire_width: float = 1.0,
        wire_opacity: float = 0.35,
        opacity: float = 1.0,
        sheet_opacity: float = 1.0,
        **sheet: Any,
    ) -> None:
        self.view = View() if view is None else view
        self.sheets = [Sheet(points, opacity=sheet_opacity, **sheet)]
        self.wire_color = ManimColor(wire_color)
        self.wire_width, self.wire_opacity = wire_width, wire_opacity
        self.opacity = opacity
        self._seen: Seen | None = None
        super().__init__(scale_to_resolution=0)
        self.add_updater(_refresh)

    @classmethod
    def graph(
        cls,
        f: Callable[[Floats, Floats], ArrayLike],
        x_range: tuple[float, float],
        y_range: tuple[float, float],
        view: View | None = None,
        resolution: tuple[int, int] = (32, 32),
        scale: tuple[float, float, float] = (1.0, 1.0, 1.0),
        **kwargs: Any,
    ) -> Self:
        """The graph z = f(x, y), ``f`` taking and returning arrays, stretched by ``scale``."""
        x = np.linspace(*x_range, resolution[0] + 1)
        y = np.linspace(*y_range, resolution[1] + 1)
        X, Y = np.meshgrid(x, y, indexing="ij")
        Z = np.broadcast_to(np.asarray(f(X, Y), dtype=float), X.shape)
        return cls(np.stack([X, Y, Z], axis=-1) * np.array(scale), view, **kwargs)

    # -- what it consists of ------------------------------------------------------------------

    def add_sheet(self, points: ArrayLike, **sheet: Any) -> Sheet:
        """Add a sheet, such as a tangent plane; keywords as for ``Sheet``."""
        self.sheets.append(Sheet(points, **sheet))
        return self.sheets[-1]

    def set_grid(self, points: ArrayLike, values: ArrayLike | None = None) -> Self:
        """Move the first sheet."""
        self.sheets[0].set_points(points, values)
        return self.refresh()

    def path(self, points: ArrayLike, **kwargs: Any) -> MeshPath:
        """A line through ``points`` (n, 3), hidden where the mesh is in front of it."""
        from scenes.render.overlay import MeshPath

        return MeshPath(self, points, **kwargs)

    def dots(self, points: ArrayLike, **kwargs: Any) -> MeshDots:
        """Dots at ``points`` (n, 3), each hidden if the mesh is in front of its centre."""
        from scenes.render.overlay import MeshDots

        return MeshDots(self, points, **kwargs)

    def arrows(self, starts: ArrayLike, ends: ArrayLike, **kwargs: Any) -> MeshArrows:
        """Arrows from ``starts`` to ``ends`` (n, 3), hidden where the mesh is in front."""
        from scenes.render.overlay import MeshArrows

        return MeshArrows(self, starts, ends, **kwargs)

    def pin(self, label: VMobject, point: ArrayLike, **kwargs: Any) -> Pin:
        """``label`` kept beside ``point`` (3,) as the view turns."""
        from scenes.render.overlay import Pin

        return Pin(self, label, point, **kwargs)

    # -- how it is seen -----------------------------------------------------------------------

    def key(self) -> tuple[object, ...]:
        """Changes exactly when the geometry on screen does."""
        return (*self.view.key(), *((s, s.version, s.opacity) for s in self.sheets))

    def appearance(self) -> tuple[object, ...]:
        """Changes exactly when the picture does."""
        wires = (self.wire_color.to_hex(), self.wire_width, self.wire_opacity)
        return (*self.key(), self.opacity, *wires)

    def seen(self) -> Seen:
        """The mesh as it appears now."""
        key = self.key()
        if self._seen is None or self._seen.key != key:
            self._seen = Seen(self.sheets, self.view, key)
        return self._seen

    def visible(self, points: ArrayLike) -> NDArray[np.bool_]:
        """Which of the points (n, 3) of space are not hidden by the mesh."""
        return self.seen().depth.visible(self.view.project(points))

    def refresh(self) -> Self:
        """Follow the view; runs before every frame and costs nothing if nothing changed."""
        self.points = self.seen().corners
        return self

    def paint(self, canvas: skia.Canvas) -> None:
        """Draw on a canvas whose matrix maps scene units to pixels."""
        red, green, blue = (round(255 * c) for c in self.wire_color.to_rgb())
        colour = skia.Color(red, green, blue, round(255 * self.wire_opacity))
        self.seen().paint(canvas, self.opacity, Line(colour, self.wire_width / 100))

    # -- Manim's side -------------------------------------------------------------------------

    def reset_points(self) -> Self:
        return self.refresh()

    def get_pixel_array(self) -> NDArray[np.uint8]:  # type: ignore[override]
        """RGBA picture of the mesh, for stock Manim, which places it by ``points``."""
        scale = config.pixel_width / config.frame_width
        left, top = self.points[0, :2]
        width, height = np.rint((self.points[3, :2] - [left, top]) * [scale, -scale]).astype(int)
        pixels = np.zeros((max(height, 1), max(width, 1), 4), np.uint8)
        info = skia.ImageInfo.Make(
            pixels.shape[1],
            pixels.shape[0],
            skia.ColorType.kRGBA_8888_ColorType,
            skia.AlphaType.kUnpremul_AlphaType,
        )
        surface = skia.Surface.MakeRaster(info.makeAlphaType(skia.AlphaType.kPremul_AlphaType))
        canvas = surface.getCanvas()
        canvas.setMatrix(
            skia.Matrix.MakeAll(scale, 0, -left * scale, 0, -scale, top * scale, 0, 0, 1)
        )
        self.paint(canvas)
        surface.readPixels(info, pixels, pixels.strides[0], 0, 0)
        return pixels

    def set_opacity(self, opacity: float, family: bool = True) -> Self:
        """Opacity of the whole picture."""
        del family
        self.opacity = opacity
        return self

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        return self.set_opacity(self.opacity * (1 - darkness), family)

    def set_color(self, *args: Any, **kwargs: Any) -> Self:
        """A mesh is coloured by its sheets; Manim calls this while building any mobject."""
        del args, kwargs
        return self

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Between two meshes: opacity, and sheet by sheet the points if the grids are equal.

        Manim's name: it calls this for whatever a mobject has besides ``points``.
        """
        if not (isinstance(mobject1, Mesh) and isinstance(mobject2, Mesh)):
            raise TypeError("A Mesh can only be transformed into another Mesh.")
        self.opacity = (1 - alpha) * mobject1.opacity + alpha * mobject2.opacity
        for mine, one, two in zip(self.sheets, mobject1.sheets, mobject2.sheets, strict=False):
            mine.opacity = (1 - alpha) * one.opacity + alpha * two.opacity
            same = np.array_equal(one.points, two.points, equal_nan=True)
            if one.points.shape == two.points.shape and not same:
                mine.set_points(
                    (1 - alpha) * one.points + alpha * two.points,
                    (1 - alpha) * one.values + alpha * two.values,
                )
        return self.refresh()


def _refresh(mesh: Mobject) -> None:
    assert isinstance(mesh, Mesh)
    mesh.refresh()
