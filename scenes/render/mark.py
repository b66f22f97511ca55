"""The three kinds of marks: painted paths, images and meshes, and what stock Manim has to draw."""

from __future__ import annotations

import numpy as np
from manim import Mobject, VMobject
from manim.camera.camera import Camera
from manim.camera.moving_camera import MovingCamera
from manim.camera.three_d_camera import ThreeDCamera
from manim.mobject.types.image_mobject import AbstractImageMobject
from numpy.typing import NDArray

from scenes.render.easel import Easel
from scenes.render.images import paint_image
from scenes.render.layer import Rect, bounded
from scenes.render.mesh import Mesh
from scenes.render.outlines import Outline
from scenes.render.shapes import Look, Paint, Style

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
    "get_fill_rgbas",
    "get_stroke_rgbas",
    "modified_rgbas",
    "transform_points_pre_display",
    "points_to_subpixel_coords",
    "project_points",
    "generate_rotation_matrix",
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
    """A path with paints, and what they were made from.

    Attributes:
        mobject: whose it is; held, so that no other can take its identity.
        points: bytes of its points.
        style: of its colours and widths.
        place: how a camera in space sees it; None when the points are shown as they are.
        seen: points as the camera shows them.
        outline: the path; None without curves.
        look: colours, if they are not plain.
        direction: x0, y0, x1, y1 of gradients.
        paints: what the path is painted with, in order.
        box: pixels it may touch; None if there are none.
    """

    def __init__(self, mobject: VMobject, points: bytes, style: Style, place: object) -> None:
        self.mobject, self.points, self.style, self.place = mobject, points, style, place
        self.seen: NDArray[np.float64] = mobject.points
        self.outline: Outline | None = None
        self.look: Look | None = None
        self.direction: list[float] | None = None
        self.paints: tuple[Paint, ...] = ()
        self.box: Rect | None = None

    def draw(self, easel: Easel) -> None:
        assert self.outline is not None
        easel.cairo.new_path()
        self.outline.append(easel.cairo_address)
        for paint in self.paints:
            paint.apply(easel.cairo)


class Picture:
    """An image or a mesh."""

    def __init__(self, camera: Camera, mobject: AbstractImageMobject, turn: object) -> None:
        self._camera, self.mobject = camera, mobject
        self.key: tuple[object, ...]
        if isinstance(mobject, Mesh):
            self.key = (mobject, *mobject.appearance())
        else:
            pixels = mobject.get_pixel_array().tobytes()
            self.key = (mobject, mobject.points.tobytes(), pixels, turn)
        corners = camera.points_to_subpixel_coords(mobject, mobject.points)
        extent = (*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist())
        self.box = bounded(extent, camera.pixel_width, camera.pixel_height)

    def draw(self, easel: Easel) -> None:
        paint_image(easel.skia, self._camera, self.mobject)


class ByStock:
    """A point cloud, or a shape coloured by an image: taken for changed in every frame."""

    def __init__(self, camera: Camera, mobject: Mobject) -> None:
        self._camera, self.mobject = camera, mobject
        self.box: Rect | None = (0, 0, camera.pixel_width, camera.pixel_height)

    def draw(self, easel: Easel) -> None:
        kind = self._camera.type_or_raise(self.mobject)
        self._camera.display_funcs[kind]([self.mobject], easel.pixels)  # type: ignore[arg-type]
