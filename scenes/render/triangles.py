"""Triangles of the plane for Skia from arrays, without a Python object for each vertex.

Skia's Python takes vertices only as lists of objects; making and freeing those costs more than
drawing them. A recorded picture, however, can be written to bytes, in which the arrays of its
vertices stand as they are: one is recorded for each number of vertices and of triangles, and its
arrays are replaced. Where they cannot be found in the bytes, lists are used.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import skia
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Skia numbers the vertices of one call with 16 bits.
MAX_VERTICES = 65_535
_FAR = 1e4
_ROUND = 3 * 256  # vertex numbers


@dataclass(frozen=True, slots=True)
class Triangles:
    """Triangles as Skia's own arrays.

    Attributes:
        corners: (n, 2) vertices.
        numbers: (3m,) vertex numbers, three for each triangle, in the order of drawing.
    """

    corners: NDArray[np.float32]
    numbers: NDArray[np.uint32]

    @classmethod
    def of(cls, points: Floats, triangles: Ints) -> Triangles:
        """From vertices (n, 2), those of the triangles finite, and vertex numbers (m, 3)."""
        return cls(np.nan_to_num(points).astype(np.float32), triangles.ravel().astype(np.uint32))

    def fill(self, canvas: skia.Canvas, colours: NDArray[np.uint32]) -> None:
        """Draw them, later over earlier, colours (n,) ARGB interpolated between vertices."""
        if len(self.corners) <= MAX_VERTICES:
            _fill(canvas, self.corners, colours, self.numbers.astype(np.uint16))
            return
        for first in range(0, len(self.numbers), MAX_VERTICES):
            some = self.numbers[first : first + MAX_VERTICES]
            each = np.arange(len(some), dtype=np.uint16)
            _fill(canvas, self.corners[some], colours[some], each)


def _fill(
    canvas: skia.Canvas,
    corners: NDArray[np.float32],
    colours: NDArray[np.uint32],
    numbers: NDArray[np.uint16],
) -> None:
    if not len(numbers):
        return
    # Few different sizes: a form is made once for each.
    padded = np.zeros(-(-len(numbers) // _ROUND) * _ROUND, np.uint16)
    padded[: len(numbers)] = numbers
    arrays = (corners, colours, padded)
    form = _form(len(corners), len(padded))
    if form is None:
        _draw(canvas, *arrays)
    else:
        skia.Picture.MakeFromData(form.filled(arrays)).playback(canvas)


@dataclass(frozen=True, slots=True)
class _Form:
    """The bytes of a picture and where in them the arrays begin."""

    data: bytes
    places: tuple[int, ...]

    def filled(self, arrays: Sequence[NDArray[Any]]) -> bytes:
        pieces, done = [], 0
        for place, array in zip(self.places, arrays, strict=True):
            body = array.tobytes()
            pieces += [self.data[done:place], body]
            done = place + len(body)
        return b"".join([*pieces, self.data[done:]])


@functools.lru_cache(maxsize=16)
def _form(vertices: int, numbers: int) -> _Form | None:
    """The bytes of a picture with so many vertices and numbers; None if they are not understood."""
    noise = np.random.default_rng(1)
    arrays = (
        noise.uniform(1, 2, (vertices, 2)).astype(np.float32),
        noise.integers(2**31, 2**32, vertices, dtype=np.uint32),
        noise.integers(0, vertices, numbers).astype(np.uint16),
    )
    recorder = skia.PictureRecorder()
    _draw(recorder.beginRecording(skia.Rect.MakeLTRB(-_FAR, -_FAR, _FAR, _FAR)), *arrays)
    data = bytes(recorder.finishRecordingAsPicture().serialize())
    bodies = [array.tobytes() for array in arrays]
    places = tuple(map(data.find, bodies))
    if places != tuple(sorted(places)) or any(data.count(body) != 1 for body in bodies):
        return None
    return _Form(data, places)


def _draw(
    canvas: skia.Canvas,
    corners: NDArray[np.float32],
    colours: NDArray[np.uint32],
    numbers: NDArray[np.uint16],
) -> None:
    vertices = skia.Vertices(
        skia.Vertices.kTriangles_VertexMode,
        [skia.Point(x, y) for x, y in corners.tolist()],
        None,
        colours.tolist(),
        numbers.tolist(),
    )
    # kDst: the colour of the vertices alone, whatever the paint has.
    canvas.drawVertices(vertices, skia.Paint(), skia.BlendMode.kDst)
