"""The fast renderer: retained marks, redrawn where they changed, encoded where it changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from manim.camera.camera import Camera
from manim.mobject.mobject import Mobject
from manim.scene.scene import Scene

from scenes.render.display import Display
from scenes.render.easel import Easel
from scenes.render.encoder import SegmentEncoder
from scenes.render.images import ImageDrawing
from scenes.render.layer import Damage, Layer, Settling
from scenes.render.mark import can_follow
from scenes.render.segments import SegmentRenderer, shown_by
from scenes.render.yuv import Pixels, patch


class Renderer(SegmentRenderer):
    """Draws bit for bit what stock Manim would draw, in less time.

    Cameras that draw in ways of their own are left to stock Manim (see
    :func:`scenes.render.mark.can_follow`).
    """

    def prepare(self) -> None:
        size = (self.width, self.height)
        scratch = Easel(*size)
        self._back, self._front = Layer(*size, scratch), Settling(*size, scratch)
        self._stale = self._front.everything()  # not yet sent to the encoder
        self._background: Pixels | None = None
        self._back_mobjects: list[Mobject] = []

    def make_camera(self, camera_class: type[Camera]) -> Camera:
        drawing: Any = type(camera_class.__name__, (ImageDrawing, camera_class), {})
        camera: Camera = drawing()
        self._background = None
        self._display = Display(camera) if can_follow(camera_class) else None
        if self._display is not None:
            camera.pixel_array = self._front.pixels  # type: ignore[assignment]
        return camera

    def start_segment(self, path: Path) -> None:
        super().start_segment(path)
        self._stale = self._front.everything()

    def begin_play(self, scene: Scene) -> None:
        if self._display is None:
            super().begin_play(scene)
        else:
            self._show(scene.static_mobjects, scene.moving_mobjects)

    def end_play(self) -> None:
        super().end_play()
        if self._display is not None:
            self._display.forget_unused()

    def draw(self, scene: Scene, mobjects: Iterable[Mobject]) -> None:
        if self._display is None:
            self.update_frame(scene, mobjects)
            self._stale = self._front.everything()
        else:
            self._show(None, mobjects)

    def draw_whole(self, scene: Scene) -> None:
        if self._display is None:
            super().draw_whole(scene)
        else:
            self._show(shown_by(scene), ())
            self._display.forget_unused()

    def _show(self, back: Iterable[Mobject] | None, front: Iterable[Mobject]) -> None:
        """Draw two lists; ``None`` keeps the one in the back as it is."""
        assert self._display is not None
        moved = self._display.follow_camera()
        background = np.asarray(self.camera.background, dtype=np.uint8)
        if moved or background is not self._background:
            self._background = background
            damage = self._front.everything()
            assert self._display.matrix is not None
            self._back.look(self._display.matrix)
            self._front.look(self._display.matrix)
        else:
            damage = Damage(self.width, self.height)
        if back is not None:
            self._back_mobjects = list(back)
        if back is not None or damage:
            marks = self._display.marks(self._back_mobjects)
            damage = self._back.update(marks, background, damage)
        damage = self._front.update(self._display.marks(front), self._back.pixels, damage)
        self._stale |= damage

    def send(self, encoder: SegmentEncoder, frames: int) -> None:
        picture = np.asarray(self.camera.pixel_array, dtype=np.uint8)
        encoder.put([patch(picture, *rect) for rect in self._stale.rects()], frames)
        self._stale = Damage(self.width, self.height)
