"""Skia paths of many straight pieces from arrays, without a Python call for each.

Skia can read a path from bytes: a word with format version and fill rule, the numbers of points,
conic weights and verbs, the points as 32-bit floats, the verbs as bytes. The format is private to a
Skia version, so it is tried once; if it differs, paths are built call by call.
"""

from __future__ import annotations

import functools

import numpy as np
import skia
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_MOVE, _LINE = 0, 1
_FORMAT = 5


def _by_bytes(points: NDArray[np.float32], verbs: bytes) -> skia.Path:
    head = np.array([_FORMAT, len(points), 0, len(verbs)], dtype="<u4").tobytes()
    body = head + points.astype("<f4", copy=False).tobytes() + verbs
    path = skia.Path()
    path.readFromMemory(body + bytes(-len(verbs) % 4))
    return path


def _by_calls(points: NDArray[np.float32], verbs: bytes) -> skia.Path:
    path = skia.Path()
    for verb, (x, y) in zip(verbs, points.tolist(), strict=True):
        (path.moveTo if verb == _MOVE else path.lineTo)(x, y)
    return path


@functools.cache
def _format_is_known() -> bool:
    points = np.arange(10, dtype=np.float32).reshape(5, 2)
    verbs = bytes([_MOVE, _LINE, _LINE, _MOVE, _LINE])
    return bytes(_by_calls(points, verbs).serialize()) == bytes(
        _by_bytes(points, verbs).serialize()
    )


def segments(starts: Floats, ends: Floats) -> skia.Path:
    """Straight segments (n, 2) each; one that begins where the last ended continues it."""
    count = len(starts)
    breaks = np.ones(count, dtype=bool)
    breaks[1:] = np.any(starts[1:] != ends[:-1], axis=1)
    points = np.empty((count, 2, 2), np.float32)
    points[:, 0], points[:, 1] = starts, ends
    verbs = np.empty((count, 2), np.uint8)
    verbs[:, 0], verbs[:, 1] = _MOVE, _LINE
    keep = np.stack([breaks, np.ones(count, dtype=bool)], axis=1)
    build = _by_bytes if _format_is_known() else _by_calls
    return build(points[keep], verbs[keep].tobytes())
