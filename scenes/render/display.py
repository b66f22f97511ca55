"""From mobjects to marks: what is shown, in which order, and which marks can be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import cairo
import numpy as np
from manim import Mobject, VMobject
from manim.camera.camera import Camera
from manim.camera.moving_camera import MovingCamera
from manim.camera.three_d_camera import ThreeDCamera
from manim.mobject.types.image_mobject import AbstractImageMobject
from manim.mobject.types.point_cloud_mobject import PMobject

from scenes.render.easel import Easel
from scenes.render.images import paint_image, scene_matrix
from scenes.render.layer import Rect, bounded
from scenes.render.mesh import Mesh
from scenes.render.shapes import Outline, Paint, outline, paints_of, style_of

# The cameras whose way of drawing is followed here, and what a subclass may not do differently.
_KNOWN = (Camera, MovingCamera, ThreeDCamera)
_DRAWING = (
    "capture_mobjects",
    "get_mobjects_to_display",
    "type_or_raise",
    "get_cairo_context",
    "display_multiple_vectorized_mobjects",
    "display_multiple_non_background_colored_vmobjects",
    "display_multiple_image_mobjects",
    "display_vectorized",
    "set_cairo_context_path",
    "set_cairo_context_color",
    "apply_fill",
    "apply_stroke",
    "transform_points_pre_display",
    "points_to_subpixel_coords",
    "project_points",
    "reset",
)


def can_follow(camera_class: type[Camera]) -> bool:
    """Whether pictures of such a camera can be drawn here; if not, stock Manim draws them."""
    bases = [known for known in _KNOWN if issubclass(camera_class, known)]
    return all(
        any(getattr(camera_class, name, None) is getattr(base, name, None) for base in bases)
        for name in _DRAWING
    )


class Shape:
    """A mark made of a path and paints, in scene units."""

    def __init__(
        self, mobject: Mobject, form: object, style: object, outline: Outline | None
    ) -> None:
        self.mobject, self.form, self.style = mobject, form, style
        self.outline = outline
        self.paints: list[Paint] = []
        self.box: Rect | None = None

    def draw(self, easel: Easel) -> None:
        assert self.outline is not None
        easel.cairo.new_path()
        self.outline.append(easel.cairo_address)
        for paint in self.paints:
            paint.apply(easel.cairo)


class Painted:
    """A mark that draws itself: a mesh, an image, or whatever stock Manim has to draw."""

    def __init__(
        self,
        mobject: Mobject,
        key: object,
        box: Rect | None,
        draw: Callable[[Easel], None],
    ) -> None:
        self.mobject, self.key, self.box, self.draw = mobject, key, box, draw


class Display:
    """Keeps the marks of mobjects from one frame to the next.

    A mark is kept while its mobject's points and style are byte for byte the same and the camera
    has not moved; Manim's mobjects do not say when they change, so their bytes are compared.
    """

    def __init__(self, camera: Camera) -> None:
        self.camera = camera
        self.size = (camera.pixel_width, camera.pixel_height)
        self.matrix: cairo.Matrix | None = None
        self._turn: tuple[float, ...] = ()
        self._shapes: dict[int, Shape] = {}
        self._painted: dict[int, Painted] = {}
        self._used: set[int] = set()

    def follow_camera(self) -> bool:
        """Look where the camera looks now; true if that differs from before."""
        camera = self.camera
        if isinstance(camera, ThreeDCamera):
            camera.reset_rotation_matrix()
            light = camera.light_source.points.ravel().tolist()
            turn = (*(t.get_value() for t in camera.get_value_trackers()), *light)
            if turn != self._turn:
                self._turn = turn
                fixed = camera.fixed_in_frame_mobjects
                self._shapes = {k: s for k, s in self._shapes.items() if s.mobject in fixed}
        matrix = scene_matrix(camera)
        if matrix == self.matrix:
            return False
        self.matrix = matrix
        for shape in self._shapes.values():
            shape.box = self._box(shape)
        self._painted.clear()
        return True

    def marks(self, mobjects: Iterable[Mobject]) -> list[Shape | Painted]:
        """The marks of mobjects and their families, from back to front."""
        shown = []
        for mobject in self._order(mobjects):
            self._used.add(id(mobject))
            mark: Shape | Painted
            if isinstance(mobject, VMobject) and not mobject.background_image:
                mark = self._shape(mobject)
            elif isinstance(mobject, AbstractImageMobject):
                mark = self._image(mobject)
            elif isinstance(mobject, (VMobject, PMobject)):
                mark = self._by_stock(mobject)
            else:
                continue  # a plain mobject, such as a tracker, has nothing to show
            if mark.box is not None:
                shown.append(mark)
        return shown

    def forget_unused(self) -> None:
        """Drop what was not shown since the last call."""
        used = self._used
        self._shapes = {k: s for k, s in self._shapes.items() if k in used}
        self._painted = {k: p for k, p in self._painted.items() if k in used}
        self._used = set()

    # -- order --------------------------------------------------------------------------------

    def _order(self, mobjects: Iterable[Mobject]) -> list[Mobject]:
        shown = family(mobjects)
        if self.camera.use_z_index:
            shown.sort(key=_z_index)
        if isinstance(self.camera, ThreeDCamera):
            solid = [m for m in shown if getattr(m, "shade_in_3d", False)]
            if solid:
                towards = self.camera.get_rotation_matrix()[2]
                depth = {id(m): float(towards @ m.get_z_index_reference_point()) for m in solid}
                shown.sort(key=lambda m: depth.get(id(m), np.inf))
        return shown

    # -- marks --------------------------------------------------------------------------------

    def _shape(self, mobject: VMobject) -> Shape:
        # What the path is made from, and what the paints are made from.
        form = (mobject.points.tobytes(), self._seen_as(mobject))
        style = style_of(mobject)
        old = self._shapes.get(id(mobject))
        if old is not None and old.form == form and old.mobject is mobject:
            if old.style == style:
                return old
            shape = Shape(mobject, form, style, old.outline)
        else:
            points = self.camera.transform_points_pre_display(mobject, mobject.points)
            path = outline(points, mobject.tolerance_for_point_equality)
            shape = Shape(mobject, form, style, path)
        self._shapes[id(mobject)] = shape
        if shape.outline is not None:
            shape.paints = paints_of(self.camera, mobject)
            shape.box = self._box(shape)
        return shape

    def _seen_as(self, mobject: VMobject) -> object:
        """How a camera in space treats a mobject: projected, standing upright, or flat."""
        if not isinstance(self.camera, ThreeDCamera):
            return None
        if mobject in self.camera.fixed_in_frame_mobjects:
            return True
        centre = self.camera.fixed_orientation_mobjects.get(mobject)
        return False if centre is None else np.asarray(centre()).tobytes()

    def _box(self, shape: Shape) -> Rect | None:
        if shape.outline is None or not shape.paints:
            return None
        assert self.matrix is not None
        reach = max(paint.reach for paint in shape.paints)
        x0, y0, x1, y1 = shape.outline.box
        left, bottom = self.matrix.transform_point(x0 - reach, y0 - reach)
        right, top = self.matrix.transform_point(x1 + reach, y1 + reach)
        return bounded((left, top, right, bottom), *self.size)

    def _image(self, mobject: AbstractImageMobject) -> Painted:
        key: tuple[object, ...]
        if isinstance(mobject, Mesh):
            key = mobject.appearance()
        else:
            key = (mobject.points.tobytes(), mobject.get_pixel_array().tobytes(), self._turn)
        old = self._painted.get(id(mobject))
        if old is not None and old.key == key:
            return old
        corners = self.camera.points_to_subpixel_coords(mobject, mobject.points)
        extent = (*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist())
        box = bounded(extent, *self.size)

        def draw(easel: Easel) -> None:
            paint_image(easel.skia, self.camera, mobject)

        made = Painted(mobject, key, box, draw)
        self._painted[id(mobject)] = made
        return made

    def _by_stock(self, mobject: Mobject) -> Painted:
        """Point clouds, and shapes coloured by an image: taken for changed in every frame."""

        def draw(easel: Easel) -> None:
            kind = self.camera.type_or_raise(mobject)
            self.camera.display_funcs[kind]([mobject], easel.pixels)  # type: ignore[arg-type]

        return Painted(mobject, None, (0, 0, *self.size), draw)


def _z_index(mobject: Mobject) -> float:
    return mobject.z_index


def family(mobjects: Iterable[Mobject]) -> list[Mobject]:
    """All members with points, each where it comes last, as Manim lists them."""
    flat: list[Mobject] = []

    def add(mobject: Mobject) -> None:
        flat.append(mobject)
        for child in mobject.submobjects:
            add(child)

    for mobject in mobjects:
        add(mobject)
    seen: set[int] = set()
    last: list[Mobject] = []
    for mobject in reversed(flat):
        if id(mobject) not in seen:
            seen.add(id(mobject))
            if len(mobject.points):
                last.append(mobject)
    last.reverse()
    return last
