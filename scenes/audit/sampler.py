"""A renderer that does not draw every frame but stops where there is something to look at."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from manim import Mobject, Scene
from numpy.typing import NDArray

from scenes.audit.ink import HEIGHT, WIDTH
from scenes.render import Renderer
from scenes.stage import theme

FPS: Final = 15
SHORT_REST: Final = 0.4  # seconds; shorter holds are part of a motion
CADENCE: Final = 0.5  # seconds between looks at a motion

Look = Callable[[Scene, float, bool], None]
"""Called with the scene, the time in seconds, and whether everything is at rest."""


class Sampler(Renderer):
    """Plays a scene by jumps: looks at the start of every rest, at a fixed cadence while things
    move, and where one motion ends and the next begins.
    """

    def __init__(self, look: Look, cadence: float = CADENCE) -> None:
        super().__init__(WIDTH, HEIGHT, FPS, encode="off", background=theme.BACKGROUND)
        self.skipping = True
        self.cadence = cadence
        self._look = look

    def _hold(self, scene: Scene, frames: int) -> None:
        self._look(scene, self.time, frames >= SHORT_REST * FPS)
        super()._hold(scene, frames)

    def _animate(self, scene: Scene, frames: int) -> None:
        count = max(2, math.ceil(scene.duration / self.cadence))
        for index in range(1, count):
            moment = scene.duration * index / count
            scene.update_to_time(moment)
            self._look(scene, self.time + moment, False)
        super()._animate(scene, frames)
        self._look(scene, self.time, False)

    def frame(self, scene: Scene, mobjects: Sequence[Mobject] | None = None) -> NDArray[np.uint8]:
        """The scene as it stands, or only some mobjects of it: RGB bytes (h, w, 3)."""
        whole: Any = scene.mobjects
        try:
            if mobjects is not None:
                scene.mobjects = list(mobjects)
            return self.pixels()[:, :, :3]
        finally:
            scene.mobjects = whole
