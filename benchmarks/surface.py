"""A turning surface of 32×32 faces: ``lecture bench benchmarks/surface.py OneMesh --quality 480p``.

``OneMesh`` is drawn by stock Manim as its own ``Surface``, by ours as one ``Mesh`` with as many
lines; ``ManySquares`` is Manim's ``Surface`` with both.
"""

from __future__ import annotations

import numpy as np
from manim import DEGREES, Surface, ThreeDScene

from scenes.render.mesh import Mesh
from scenes.render.segments import SegmentRenderer
from scenes.render.view import CameraView

FACES, HALF, SECONDS = 32, 3.0, 10


def _surface() -> Surface:
    return Surface(
        lambda u, v: np.array([u, v, np.sin(u) * np.cos(v)]),
        u_range=(-HALF, HALF),
        v_range=(-HALF, HALF),
        resolution=FACES,
    )


class ManySquares(ThreeDScene):
    """Manim's surface."""

    def construct(self) -> None:
        self.set_camera_orientation(65 * DEGREES, -50 * DEGREES)
        self.show()
        self.begin_ambient_camera_rotation(rate=0.3)
        self.wait(SECONDS)

    def show(self) -> None:
        self.add(_surface())


class OneMesh(ManySquares):
    """The same place as a mesh, where the renderer draws meshes."""

    def show(self) -> None:
        if not isinstance(self.renderer, SegmentRenderer):
            self.add(_surface())
            return
        sides = (-HALF, HALF)
        mesh = Mesh.graph(
            lambda x, y: np.sin(x) * np.cos(y),
            sides,
            sides,
            CameraView(self.camera),  # type: ignore[arg-type]
            resolution=(FACES, FACES),
            wires=1,
        )
        self.add_fixed_in_frame_mobjects(mesh)
        self.add(mesh)
