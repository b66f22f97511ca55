"""Triangles handed to Skia as arrays are what lists of objects would be."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from scenes.render import triangles
from scenes.render.raster import over
from scenes.render.triangles import Triangles


def drawn(corners: int, faces: int) -> NDArray[np.uint8]:
    noise = np.random.default_rng(corners + faces)
    points = noise.uniform(-20, 120, (corners, 2))
    numbers = noise.integers(0, corners, (faces, 3))
    numbers[:1] = [[0, 1, 2]]
    colours = noise.integers(0, 2**32, corners, dtype=np.uint32)
    pixels = np.zeros((80, 100, 4), np.uint8)
    surface = over(pixels)
    Triangles.of(points, numbers).fill(surface.getCanvas(), colours)
    del surface
    return pixels


@pytest.mark.parametrize(("corners", "faces"), [(3, 1), (5, 3), (700, 40), (65_535, 100)])
def test_arrays_and_lists_give_the_same_pixels(
    corners: int, faces: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert triangles._form(corners, 3 * faces) is not None
    by_arrays = drawn(corners, faces)
    monkeypatch.setattr(triangles, "_form", lambda *_: None)
    assert np.array_equal(by_arrays, drawn(corners, faces))
    assert by_arrays.any()


def test_no_triangles_draw_nothing() -> None:
    assert not drawn(4, 0).any()


def test_bytes_that_are_not_understood_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triangles, "_draw", lambda *_: None)  # a picture without the arrays
    assert triangles._form(11, 33) is None
    triangles._form.cache_clear()
