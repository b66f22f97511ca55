"""From mobjects to marks: what is shown, in which order, and which marks can be kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

import cairo
import numpy as np
from manim import Mobject, VMobject
from manim.camera.camera import Camera
from manim.camera.three_d_camera import ThreeDCamera
from manim.mobject.types.image_mobject import AbstractImageMobject
from manim.mobject.types.point_cloud_mobject import PMobject
from numpy.typing import NDArray

from scenes.render.images import scene_matrix
from scenes.render.layer import Rect, bounded
from scenes.render.mark import ByStock, Picture, Shape
from scenes.render.outlines import outlines
from scenes.render.shapes import look_of, paints_of, plain_paints, style_of

Floats = NDArray[np.float64]
Mark = Shape | Picture | ByStock


class Display:
    """Keeps the marks of mobjects from one frame to the next.

    A mark is kept while its mobject's points and style are byte for byte the same and the camera
    has not moved; Manim's mobjects do not say when they change, so their bytes are compared.
    """

    def __init__(self, camera: Camera) -> None:
        self.camera = camera
        self.size = (camera.pixel_width, camera.pixel_height)
        self.matrix: cairo.Matrix | None = None
        self._space = camera if isinstance(camera, ThreeDCamera) else None
        self._turn: tuple[float, ...] = ()
        self._shapes: dict[int, Shape] = {}
        self._pictures: dict[int, Picture] = {}
        self._centres: dict[int, tuple[bytes, Floats]] = {}
        self._used: set[int] = set()

    def follow_camera(self) -> bool:
        """Look where the camera looks now; true if that moves all marks on the picture."""
        if self._space is not None:
            self._space.reset_rotation_matrix()
            self._turn = (
                *(float(t.get_value()) for t in self._space.get_value_trackers()),
                *self._space.frame_center.tolist(),
                *self._space.light_source.points.ravel().tolist(),
            )
        matrix = scene_matrix(self.camera)
        if matrix == self.matrix:
            return False
        self.matrix = matrix
        for shape in self._shapes.values():
            shape.box = self._box(shape)
        self._pictures.clear()
        return True

    def marks(self, mobjects: Iterable[Mobject]) -> list[Mark]:
        """The marks of mobjects and their families, from back to front."""
        shown: list[Mark] = []
        changed: list[Shape] = []
        for mobject in self._order(mobjects):
            self._used.add(id(mobject))
            if isinstance(mobject, VMobject) and not mobject.background_image:
                shown.append(self._shape(mobject, changed))
            elif isinstance(mobject, AbstractImageMobject):
                shown.append(self._picture(mobject))
            elif isinstance(mobject, (VMobject, PMobject)):
                shown.append(ByStock(self.camera, mobject))
            # A plain mobject, such as a tracker, has nothing to show.
        if changed:
            self._complete(changed)
        return [mark for mark in shown if mark.box is not None]

    def forget_unused(self) -> None:
        """Drop what was not shown since the last call."""
        used = self._used
        self._shapes = {k: s for k, s in self._shapes.items() if k in used}
        self._pictures = {k: p for k, p in self._pictures.items() if k in used}
        self._centres = {k: c for k, c in self._centres.items() if k in used}
        self._used = set()

    # -- order --------------------------------------------------------------------------------

    def _order(self, mobjects: Iterable[Mobject]) -> list[Mobject]:
        shown = family(mobjects)
        if self.camera.use_z_index:
            shown.sort(key=attrgetter("z_index"))
        if self._space is not None:
            solid = [m for m in shown if getattr(m, "shade_in_3d", False)]
            if solid:
                towards = self._space.get_rotation_matrix()[2]
                depths = np.array([self._centre(m) for m in solid]) @ towards
                depth = dict(zip(map(id, solid), depths.tolist(), strict=True))
                shown.sort(key=lambda m: depth.get(id(m), np.inf))
        return shown

    def _centre(self, mobject: Mobject) -> Floats:
        if mobject.submobjects or hasattr(mobject, "z_index_group"):
            return mobject.get_z_index_reference_point()
        points = mobject.points.tobytes()
        kept = self._centres.get(id(mobject))
        if kept is None or kept[0] != points:
            kept = (points, mobject.get_z_index_reference_point())
            self._centres[id(mobject)] = kept
        return kept[1]

    # -- shapes -------------------------------------------------------------------------------

    def _shape(self, mobject: VMobject, changed: list[Shape]) -> Shape:
        points, style, place = mobject.points.tobytes(), style_of(mobject), self._place(mobject)
        old = self._shapes.get(id(mobject))
        if old is not None and (old.mobject is not mobject or old.points != points):
            old = None
        if old is not None and old.style == style and old.place == place:
            return old
        shape = Shape(mobject, points, style, place)
        if old is not None and old.place == place:
            shape.outline, shape.direction = old.outline, old.direction
        if old is not None and old.style == style:
            shape.look = old.look
        self._shapes[id(mobject)] = shape
        changed.append(shape)
        return shape

    def _place(self, mobject: VMobject) -> object:
        """Changes when a camera in space shows the same points elsewhere."""
        if self._space is None or mobject in self._space.fixed_in_frame_mobjects:
            return None
        centre = self._space.fixed_orientation_mobjects.get(mobject)
        return self._turn if centre is None else (self._turn, np.asarray(centre()).tobytes())

    def _complete(self, shapes: Sequence[Shape]) -> None:
        outlined = [s for s in shapes if s.outline is None]
        for shape, seen in zip(outlined, self._project(outlined), strict=True):
            shape.seen = seen
        groups: dict[float, list[Shape]] = {}
        for shape in outlined:
            groups.setdefault(shape.mobject.tolerance_for_point_equality, []).append(shape)
        for tolerance, group in groups.items():
            made = outlines([s.seen for s in group], tolerance)
            for shape, outline in zip(group, made, strict=True):
                shape.outline = outline
        for shape in shapes:
            self._paint(shape)
            shape.box = self._box(shape)

    def _project(self, shapes: Sequence[Shape]) -> list[Floats]:
        """The points of mobjects as the camera sees them, those that it turns all at once."""
        points: list[Any] = [s.mobject.points for s in shapes]
        if not points:
            return []
        if not np.isfinite(np.concatenate(points)).all():
            return [
                self.camera.transform_points_pre_display(s.mobject, s.mobject.points)
                for s in shapes
            ]
        if self._space is None:
            return points
        turned = [i for i, s in enumerate(shapes) if s.place == self._turn]
        if turned:
            seen = self._space.project_points(np.concatenate([points[i] for i in turned]))
            stops = np.cumsum([len(points[i]) for i in turned])[:-1]
            for i, part in zip(turned, np.split(seen, stops), strict=True):
                points[i] = part
        for i, shape in enumerate(shapes):
            if shape.place is not None and shape.place != self._turn:
                points[i] = self._space.transform_points_pre_display(shape.mobject, points[i])
        return points

    def _paint(self, shape: Shape) -> None:
        mobject, multiple = shape.mobject, self.camera.cairo_line_width_multiple
        if self._space is None or not mobject.shade_in_3d:
            plain = plain_paints(shape.style, multiple)
            if plain is not None:
                shape.paints = plain
                return
        if shape.look is None:
            shape.look = look_of(self.camera, mobject)
        if shape.direction is None:
            ends = np.array(mobject.get_gradient_start_and_end_points())
            ends = self.camera.transform_points_pre_display(mobject, ends)
            shape.direction = ends[:, :2].ravel().tolist()
        shape.paints = paints_of(shape.look, multiple, shape.direction)

    def _box(self, shape: Shape) -> Rect | None:
        if shape.outline is None or not shape.paints or self.matrix is None:
            return None
        reach = max(paint.reach for paint in shape.paints)
        x0, y0, x1, y1 = shape.outline.box
        left, bottom = self.matrix.transform_point(x0 - reach, y0 - reach)
        right, top = self.matrix.transform_point(x1 + reach, y1 + reach)
        return bounded((left, top, right, bottom), *self.size)

    # -- pictures -----------------------------------------------------------------------------

    def _picture(self, mobject: AbstractImageMobject) -> Picture:
        made = Picture(self.camera, mobject, self._turn)
        old = self._pictures.get(id(mobject))
        if old is not None and old.key == made.key:
            return old
        self._pictures[id(mobject)] = made
        return made


def family(mobjects: Iterable[Mobject]) -> list[Mobject]:
    """All members with points, each where it comes last, as Manim lists them."""
    backwards: list[Mobject] = []
    seen: set[int] = set()

    def visit(mobject: Mobject) -> None:
        for child in reversed(mobject.submobjects):
            if id(child) not in seen:
                visit(child)
        # Only after its children, so that whoever is seen has a family that is seen.
        seen.add(id(mobject))
        if len(mobject.points):
            backwards.append(mobject)

    for mobject in reversed(list(mobjects)):
        if id(mobject) not in seen:
            visit(mobject)
    backwards.reverse()
    return backwards
