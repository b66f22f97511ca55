"""How a solid picture is looked at: from which side, how near, and where it sits on screen."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import DEGREES, ORIGIN, ValueTracker
from manim.camera.three_d_camera import ThreeDCamera
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Key = tuple[float, ...]


class View:
    """An orthographic or perspective view with its own place in an ordinary 2-D scene.

    The angles are Manim's: ``theta`` turns about the vertical axis, ``phi`` tilts from straight
    above (0) to level (pi/2), ``gamma`` rolls the picture. All are trackers, so
    ``scene.play(view.theta.animate.set_value(1))`` turns everything that uses the view.

    Args:
        theta: azimuth of the eye in radians.
        phi: polar angle of the eye in radians.
        zoom: scene units per unit of the solid.
        centre: the point of the screen where ``target`` appears, in scene units.
        target: the point of the solid that is looked at.
        distance: from eye to target in units of the solid; ``None`` is orthographic.
        gamma: roll in radians.
    """

    def __init__(
        self,
        theta: float = -60 * DEGREES,
        phi: float = 65 * DEGREES,
        zoom: float = 1.0,
        centre: ArrayLike = ORIGIN,
        target: ArrayLike = ORIGIN,
        distance: float | None = None,
        gamma: float = 0.0,
    ) -> None:
        self.theta = ValueTracker(theta)
        self.phi = ValueTracker(phi)
        self.zoom = ValueTracker(zoom)
        self.gamma = ValueTracker(gamma)
        self.distance = None if distance is None else ValueTracker(distance)
        self.centre = np.array(centre, dtype=float)
        self.target = np.array(target, dtype=float)

    def __deepcopy__(self, memo: dict[int, Any]) -> View:
        """Copies of a mobject look through the same view."""
        return self

    def key(self) -> Key:
        """Numbers that change exactly when the picture does."""
        trackers = [self.theta, self.phi, self.zoom, self.gamma]
        if self.distance is not None:
            trackers.append(self.distance)
        return (
            *(float(t.get_value()) for t in trackers),
            *self.centre.tolist(),
            *self._target().tolist(),
        )

    def rotation(self) -> Floats:
        """The 3×3 matrix from the solid's axes to right, up and towards the eye."""
        theta, phi, gamma = (t.get_value() for t in (self.theta, self.phi, self.gamma))
        st, ct, sp, cp = np.sin(theta), np.cos(theta), np.sin(phi), np.cos(phi)
        turned = np.array([[-st, ct, 0.0], [-ct * cp, -st * cp, sp], [ct * sp, st * sp, cp]])
        sg, cg = np.sin(gamma), np.cos(gamma)
        return np.array([[cg, -sg, 0.0], [sg, cg, 0.0], [0.0, 0.0, 1.0]]) @ turned

    def project(self, points: ArrayLike) -> Floats:
        """Screen position and depth.

        Args:
            points: (..., 3) points of the solid.

        Returns:
            (..., 3): x and y on screen in scene units, and a depth that grows towards the eye and
            is affine along straight lines of the screen. Points at or behind the eye are NaN.
        """
        seen = (np.asarray(points, dtype=float) - self._target()) @ self.rotation().T
        if self.distance is not None:
            away = self.distance.get_value() - seen[..., 2:]
            with np.errstate(divide="ignore", invalid="ignore"):
                seen = seen * np.where(away > 0, self.distance.get_value() / away, np.nan)
        seen[..., :2] *= self.zoom.get_value()
        seen[..., :2] += self.centre[:2]
        return seen

    def _target(self) -> Floats:
        return self.target


class CameraView(View):
    """The view of a ``ThreeDScene``'s own camera, for meshes shown with Manim's solids.

    What is drawn through it belongs to the screen, so it must not be projected again:
    ``scene.add_fixed_in_frame_mobjects(mesh, path)``.
    """

    def __init__(self, camera: ThreeDCamera) -> None:
        super().__init__()
        self.camera = camera
        self.theta, self.phi = camera.theta_tracker, camera.phi_tracker
        self.zoom, self.gamma = camera.zoom_tracker, camera.gamma_tracker
        self.distance = camera.focal_distance_tracker

    def _target(self) -> Floats:
        return np.asarray(self.camera.frame_center, dtype=float)
