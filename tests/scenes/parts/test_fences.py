"""Fences on hills, and walls that meet: what is seen in space agrees with what is seen flat."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from manim import ValueTracker

from mvcalc.expr import parse
from scenes.stage import layout
from scenes.stage.parts import FenceHill, FenceMap, FenceWalk, MeetingWalls, NormalPlane

XY = ("x", "y")


def test_the_fence_on_the_hill_has_the_heights_of_the_walk() -> None:
    left, right = layout.SAFE.split_x(0.5)
    t = ValueTracker(0)
    corners = ((-1.8, -1.8), (1.8, 1.8))
    land = FenceMap(left, parse("x^2*y", XY), parse("x^2 + y^2 - 3", XY), corners)
    walk = FenceWalk(land.fence, land.f, t)
    hill = FenceHill(right, land, walk)
    low, high = hill.surface.z_range
    assert low < -2 < 2 < high
    for share in (0.1, 0.35, 0.8):
        t.set_value(share)
        hill.walker.update()
        x, y = land.plot.numbers(walk.place())
        place = hill.surface.at(float(x), float(y), float(x**2 * y))
        seen = hill.surface.box.view.project(place)[:2]
        dots = hill.walker.dot.front.points, hill.walker.dot.back.points
        found = next(points for points in dots if len(points))
        np.testing.assert_allclose(found.mean(axis=0)[:2], seen, atol=0.02)


@pytest.mark.parametrize(
    ("g", "h", "factors"),
    [
        ((0, 1, 1), (1.2, 1.6, 0), (3.0, 2.5)),
        ((1, 1, 1), (1, -1, 0), (4.0, 1.0)),
        ((2, 0, 0.1), (2, 0.1, 0), (-1.0, 0.5)),
    ],
)
def test_walls_in_space_turn_into_the_walls_of_the_plane(
    g: Sequence[float], h: Sequence[float], factors: tuple[float, float]
) -> None:
    plane = NormalPlane(layout.PICTURE, g, h, factors, ValueTracker(0))
    turn = ValueTracker(0)
    walls = MeetingWalls(plane, turn, ValueTracker(1))
    slot = layout.PICTURE
    for sheet in walls.mesh.sheets:
        x, y, _ = walls.view.project(sheet.points.reshape(-1, 3)).T
        assert slot.left < x.min() < x.max() < slot.right
        assert slot.bottom < y.min() < y.max() < slot.top
    turn.set_value(1)
    walls.update()
    for sheet, (near, far) in zip(walls.mesh.sheets, plane.ends, strict=True):
        flat = walls.view.project(sheet.points.reshape(-1, 3))[:, :2]
        along = (far - near)[:2] / np.linalg.norm(far - near)
        across = (flat - near[:2]) @ np.array([-along[1], along[0]])
        np.testing.assert_allclose(across, 0, atol=1e-6)
        np.testing.assert_allclose(flat.min(axis=0), np.minimum(near, far)[:2], atol=1e-6)
        np.testing.assert_allclose(flat.max(axis=0), np.maximum(near, far)[:2], atol=1e-6)
