"""Manim's own Cairo camera behind the same interface: the referee and the fallback."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim.camera.camera import Camera
from manim.mobject.mobject import Mobject
from manim.scene.scene import Scene

from scenes.render.encoder import SegmentEncoder
from scenes.render.images import ImageDrawing
from scenes.render.segments import SegmentRenderer
from scenes.render.yuv import patch


class StockRenderer(SegmentRenderer):
    """Draws with stock Manim, except images (see :mod:`scenes.render.images`)."""

    def make_camera(self, camera_class: type[Camera]) -> Camera:
        drawing = type(camera_class.__name__, (ImageDrawing, camera_class), {})
        return drawing()

    def draw(self, scene: Scene, mobjects: Iterable[Mobject]) -> None:
        self.update_frame(scene, mobjects)

    def send(self, encoder: SegmentEncoder, frames: int) -> None:
        picture = self.camera.pixel_array.astype(np.uint8, copy=False)
        encoder.put([patch(picture, 0, 0, self.width, self.height)], frames)
