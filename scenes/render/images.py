"""Image mobjects and meshes on a camera's pixels, by Skia.

Stock Manim 0.22 cannot draw image mobjects with Pillow 11.3 or later (it makes an RGBA picture from
an array of floats, which Pillow now refuses); both our cameras draw them here.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import skia
from manim.camera.camera import Camera
from manim.mobject.types.image_mobject import AbstractImageMobject
from numpy.typing import NDArray
from PIL.Image import Resampling

from scenes.render.mesh import Mesh

_RGBA = skia.ColorType.kRGBA_8888_ColorType
_SAMPLING: dict[int, skia.SamplingOptions] = {
    Resampling.NEAREST: skia.SamplingOptions(),
    Resampling.BOX: skia.SamplingOptions(),
    Resampling.BILINEAR: skia.SamplingOptions(skia.FilterMode.kLinear),
    Resampling.HAMMING: skia.SamplingOptions(skia.FilterMode.kLinear),
}
# Pillow's bicubic filter is Catmull and Rom's.
_CUBIC = skia.SamplingOptions(skia.CubicResampler.CatmullRom())


def over(pixels: NDArray[np.uint8]) -> skia.Surface:
    """A surface that draws into RGBA pixels (h, w, 4), premultiplied."""
    height, width = pixels.shape[:2]
    info = skia.ImageInfo.Make(width, height, _RGBA, skia.AlphaType.kPremul_AlphaType)
    return skia.Surface.MakeRasterDirect(info, pixels, pixels.strides[0])


def scene_matrix(camera: Camera) -> skia.Matrix:
    """From scene units to pixels, as stock Manim sets Cairo's matrix."""
    sx, sy = camera.pixel_width / camera.frame_width, camera.pixel_height / camera.frame_height
    x, y = (float(c) for c in camera.frame_center[:2])
    return skia.Matrix.MakeAll(
        sx, 0, camera.pixel_width / 2 - x * sx, 0, -sy, camera.pixel_height / 2 + y * sy, 0, 0, 1
    )


def paint_image(canvas: skia.Canvas, camera: Camera, mobject: AbstractImageMobject) -> None:
    """Draw a mesh, or an image stretched to its four corners."""
    canvas.save()
    if isinstance(mobject, Mesh):
        canvas.concat(scene_matrix(camera))
        mobject.paint(canvas, camera.pixel_width / camera.frame_width)
    else:
        _stretch(canvas, camera, mobject)
    canvas.restore()


def _stretch(canvas: skia.Canvas, camera: Camera, mobject: AbstractImageMobject) -> None:
    source = np.ascontiguousarray(mobject.get_pixel_array(), dtype=np.uint8)
    height, width = source.shape[:2]
    corners = camera.points_to_subpixel_coords(mobject, mobject.points)[:4]
    if not np.isfinite(corners).all() or not width or not height:
        return
    image = skia.Image.fromarray(source, colorType=_RGBA)
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
        for mobject in image_mobjects:
            paint_image(canvas, self, mobject)
        del canvas, surface  # what was drawn is in the array when the surface is gone
