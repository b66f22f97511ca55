"""Paths for Cairo laid out in memory by array operations.

Stock Manim spends its time on one Python call for each curve of each mobject in each frame, not in
Cairo. Here the paths of all mobjects that changed are laid out together, as Cairo's `cairo_path_t`,
and each is handed to Cairo in one call; what Cairo then draws is bit for bit the stock picture.
"""

from __future__ import annotations

import ctypes
import functools
import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray

from scenes.render.errors import RenderError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Box = tuple[float, float, float, float]

_RTOL = 1e-5  # of np.isclose, by which Manim tells where a subpath ends


class _PathData(ctypes.Structure):
    """``cairo_path_t``."""

    _fields_ = (("status", ctypes.c_int), ("data", ctypes.c_void_p), ("count", ctypes.c_int))


def _header(kind: int, length: int) -> float:
    """An element of ``cairo_path_data_t`` that begins a step, as the float of the same bytes."""
    return float(np.array([kind, length], np.int32).view(np.float64)[0])


# Kinds and lengths of CAIRO_PATH_MOVE_TO, _CURVE_TO and _CLOSE_PATH.
_MOVE, _CURVE, _CLOSE = _header(0, 2), _header(2, 4), _header(3, 1)


@dataclass(frozen=True, slots=True)
class Outline:
    """A path in scene units.

    Attributes:
        path: to be appended to a context.
        memory: what ``path`` points to.
        box: x0, y0, x1, y1 around all its points.
    """

    path: _PathData
    memory: Floats
    box: Box

    def append(self, context: int) -> None:
        """Add it to the current path of the context at an address."""
        _library().cairo_append_path(context, self.path)


@functools.cache
def _library() -> ctypes.CDLL:
    """The Cairo that pycairo uses; tried once on a path of which the result is known.

    Raises:
        RenderError: paths cannot be handed to it.
    """
    library = ctypes.CDLL(str(importlib.import_module("cairo._cairo").__file__))
    library.cairo_append_path.argtypes = (ctypes.c_void_p, ctypes.POINTER(_PathData))
    library.cairo_append_path.restype = None
    curve = np.array([[0, 0], [1, 2], [3, 4], [0, 0]], dtype=float)
    context = cairo.Context(cairo.ImageSurface(cairo.FORMAT_A8, 1, 1))
    tried = outlines([curve], 1e-6)[0]
    assert tried is not None
    library.cairo_append_path(address(context), tried.path)
    wanted = [(0, (0, 0)), (2, (1, 2, 3, 4, 0, 0)), (3, ()), (0, (0, 0))]
    if [(int(kind), step) for kind, step in context.copy_path()] != wanted:
        raise RenderError(
            f"Cairo {cairo.cairo_version_string()} with pycairo {cairo.version} does not take "
            "paths from memory as expected; use StockRenderer, or pycairo 1.29 with Cairo 1.16."
        )
    return library


def address(context: cairo.Context[Any]) -> int:
    """Where the ``cairo_t`` of a context is; pycairo keeps it first in its object."""
    found = ctypes.c_void_p.from_address(id(context) + object.__basicsize__).value
    assert found is not None
    return found


def outlines(shapes: Sequence[Floats], tolerance: float) -> list[Outline | None]:
    """Paths of cubic curves of four points each; None for a shape without curves.

    Args:
        shapes: each (4k, 2) or (4k, 3), finite, in scene units.
        tolerance: anchors nearer than this are the same point, as ``VMobject`` has it.
    """
    counts = [len(points) // 4 for points in shapes]
    total = sum(counts)
    if not total:
        return [None] * len(shapes)
    flat = [points[: 4 * n, :2] for points, n in zip(shapes, counts, strict=True) if n]
    curves = (flat[0] if len(flat) == 1 else np.concatenate(flat)).reshape(total, 4, 2)
    real = np.array([n for n in counts if n])
    at = np.cumsum(real) - real  # the first curve of each shape
    first, closing = _subpaths(curves, at, tolerance)
    memory, sizes = _layout(curves, first, closing)
    stops = np.cumsum(np.add.reduceat(sizes, at)).tolist()
    low, high = (
        over.reduceat(functools.reduce(over, curves.swapaxes(0, 1)), at).tolist()
        for over in (np.minimum, np.maximum)
    )
    start, base = 0, memory.ctypes.data
    made: list[Outline | None] = []
    parts = iter(zip(stops, low, high, strict=True))
    for count in counts:
        if not count:
            made.append(None)
            continue
        stop, (x0, y0), (x1, y1) = next(parts)
        path = _PathData(0, base + 16 * start, stop - start)
        made.append(Outline(path, memory, (x0, y0, x1, y1)))
        start = stop
    return made


def _subpaths(curves: Floats, at: NDArray[np.int64], tolerance: float) -> tuple[Flags, Flags]:
    """Which curves begin a subpath, and which end one where it began."""
    starts, ends = curves[:, 0], curves[:, 3]
    first = np.empty(len(curves), dtype=bool)
    apart = np.abs(ends[:-1] - starts[1:]) > tolerance + _RTOL * np.abs(starts[1:])
    np.logical_or(apart[:, 0], apart[:, 1], out=first[1:])
    first[at] = True
    begins = first.nonzero()[0]
    finishes = np.empty_like(begins)
    finishes[:-1], finishes[-1] = begins[1:] - 1, len(curves) - 1
    last = ends[finishes]
    away = np.abs(starts[begins] - last)
    closing = np.zeros(len(curves), dtype=bool)
    closing[finishes] = (away <= tolerance + _RTOL * np.abs(last)).all(axis=1)
    return first, closing


def _layout(curves: Floats, first: Flags, closing: Flags) -> tuple[Floats, NDArray[np.int64]]:
    """The elements of the paths (n, 2), and how many of them belong to each curve."""
    steps = np.empty((len(curves), 7, 2))
    steps[:, 0, 0], steps[:, 1] = _MOVE, curves[:, 0]
    steps[:, 2, 0], steps[:, 3:6] = _CURVE, curves[:, 1:]
    steps[:, 6, 0] = _CLOSE
    used = np.ones((len(curves), 7), dtype=bool)
    used[:, 0] = used[:, 1] = first
    used[:, 6] = closing
    return steps[used], 4 + 2 * first.astype(np.int64) + closing
