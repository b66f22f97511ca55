"""Image mobjects and meshes on a camera's pixels, by Skia.

Stock Manim 0.22 cannot draw image mobjects with Pillow 13 (it makes an RGBA picture from an array
of floats, which Pillow refuses); both our cameras draw them here.
"""

from __future__ import annotations

from collections.abc import Iterable

import cairo
import numpy as np
import skia
from manim.camera.camera import Camera
from manim.mobject.types.image_mobject import AbstractImageMobject
from numpy.typing import NDArray
from PIL.Image import Resampling

from scenes.render.mesh import Mesh
from scenes.render.raster import RGBA, over

_SAMPLING: dict[int, skia.SamplingOptions] = {
    Resampling.NEAREST: skia.SamplingOptions(),
    Resampling.BOX: skia.SamplingOptions(),
    Resampling.BILINEAR: skia.SamplingOptions(skia.FilterMode.kLinear),
    Resampling.HAMMING: skia.SamplingOptions(skia.FilterMode.kLinear),
}
# Pillow's bicubic filter is Catmull and Rom's.
_CUBIC = skia.SamplingOptions(skia.CubicResampler.CatmullRom())


def scene_matrix(camera: Camera) -> cairo.Matrix:
    """From scene units to pixels, as stock Manim sets it for Cairo.

    Stock Manim sets it once; only a ``MovingCamera`` takes a new one for each frame.
    """
    return camera.get_cairo_context(camera.pixel_array).get_matrix()


def skia_matrix(matrix: cairo.Matrix) -> skia.Matrix:
    """The same matrix for Skia."""
    return skia.Matrix.MakeAll(matrix.xx, 0, matrix.x0, 0, matrix.yy, matrix.y0, 0, 0, 1)


def paint_image(canvas: skia.Canvas, camera: Camera, mobject: AbstractImageMobject) -> None:
    """Draw a mesh, or an image stretched to its four corners; the canvas is in scene units."""
    if isinstance(mobject, Mesh):
        mobject.paint(canvas)
        return
    canvas.save()
    canvas.resetMatrix()
    _stretch(canvas, camera, mobject)
    canvas.restore()


def _stretch(canvas: skia.Canvas, camera: Camera, mobject: AbstractImageMobject) -> None:
    source = np.ascontiguousarray(mobject.get_pixel_array(), dtype=np.uint8)
    height, width = source.shape[:2]
    corners = camera.points_to_subpixel_coords(mobject, mobject.points)[:4]
    if not np.isfinite(corners).all() or not width or not height:
        return
    image = skia.Image.fromarray(source, colorType=RGBA)
    placed = skia.Matrix()
    flat = [skia.Point(x, y) for x, y in ((0, 0), (width, 0), (0, height), (width, height))]
    # False when three corners are in line: the image is seen edge on.
    if placed.setPolyToPoly(flat, [skia.Point(x, y) for x, y in corners.tolist()]):
        canvas.concat(placed)
        canvas.drawImage(image, 0, 0, _SAMPLING.get(mobject.resampling_algorithm, _CUBIC))


class ImageDrawing(Camera):
    """Mixed into a Manim camera: image mobjects and meshes are drawn by Skia."""

    def display_multiple_image_mobjects(  # type: ignore[override]
        self, image_mobjects: Iterable[AbstractImageMobject], pixel_array: NDArray[np.uint8]
    ) -> None:
        surface = over(pixel_array)
        canvas = surface.getCanvas()
        canvas.setMatrix(skia_matrix(scene_matrix(self)))
        for mobject in image_mobjects:
            paint_image(canvas, self, mobject)
        del canvas, surface  # what was drawn is in the array when the surface is gone
