"""Vector mobjects as Cairo paths and paints, step by step what Manim's own camera does.

Stock Manim spends its time on one Python call for each curve of each mobject in each frame, not in
Cairo. Here the path is laid out in memory by array operations and handed to Cairo in one call, as
Cairo's `cairo_path_t`; what Cairo then draws is bit for bit the stock picture.
"""

from __future__ import annotations

import ctypes
import functools
import importlib
from dataclasses import dataclass
from typing import Any

import cairo
import numpy as np
from manim import VMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP, Camera
from numpy.typing import NDArray

from scenes.render.errors import RenderError

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]
Source = cairo.Pattern

_RTOL = 1e-5  # of np.isclose, by which Manim tells where a subpath ends
_MITER_LIMIT = 10.0  # Cairo's default; Manim sets none
_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


class _PathData(ctypes.Structure):
    """``cairo_path_t``."""

    _fields_ = (("status", ctypes.c_int), ("data", ctypes.c_void_p), ("count", ctypes.c_int))


def _header(kind: int, length: int) -> float:
    """An element of ``cairo_path_data_t`` that begins a step, as the float of the same bytes."""
    return float(np.array([kind, length], np.int32).view(np.float64)[0])


# Kinds and lengths of CAIRO_PATH_MOVE_TO, _CURVE_TO and _CLOSE_PATH.
_MOVE, _CURVE, _CLOSE = _header(0, 2), _header(2, 4), _header(3, 1)


@functools.cache
def _library() -> ctypes.CDLL:
    """The Cairo that pycairo uses; tried once on a path of which the result is known.

    Raises:
        RenderError: paths cannot be handed to it.
    """
    library = ctypes.CDLL(str(importlib.import_module("cairo._cairo").__file__))
    library.cairo_append_path.argtypes = (ctypes.c_void_p, ctypes.POINTER(_PathData))
    library.cairo_append_path.restype = None
    curve = np.array([[0, 0], [1, 2], [3, 4], [5, 6]], dtype=float)
    context = cairo.Context(cairo.ImageSurface(cairo.FORMAT_A8, 1, 1))
    library.cairo_append_path(address(context), _layout(curve[None], *np.ones((2, 1), dtype=bool)))
    wanted = [(0, (0, 0)), (2, (1, 2, 3, 4, 5, 6)), (3, ()), (0, (0, 0))]
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


def _layout(curves: Floats, first: NDArray[np.bool_], closing: NDArray[np.bool_]) -> _PathData:
    """Curves (k, 4, 2) as a path; ``first`` begin a subpath and ``closing`` end one in a loop."""
    steps = np.empty((len(curves), 7, 2))
    steps[:, 0, 0], steps[:, 1] = _MOVE, curves[:, 0]
    steps[:, 2, 0], steps[:, 3:6] = _CURVE, curves[:, 1:]
    steps[:, 6, 0] = _CLOSE
    used = np.ones((len(curves), 7), dtype=bool)
    used[:, 0] = used[:, 1] = first
    used[:, 6] = closing
    kept = steps[used]
    path = _PathData(0, kept.ctypes.data, len(kept))
    path.memory = kept  # what `data` points to lives as long as the path
    return path


@dataclass(frozen=True, slots=True)
class Outline:
    """A path in scene units.

    Attributes:
        path: to be appended to a context.
        box: x0, y0, x1, y1 around all its points.
    """

    path: _PathData
    box: Box

    def append(self, context: int) -> None:
        """Add it to the current path of the context at an address."""
        _library().cairo_append_path(context, self.path)


def outline(points: Floats, tolerance: float) -> Outline | None:
    """The path of cubic curves of four points each; None without curves.

    Args:
        points: (4k, 2) or (4k, 3) in scene units, finite.
        tolerance: anchors nearer than this are the same point, as ``VMobject`` has it.
    """
    count = len(points) // 4
    if not count:
        return None
    curves = points[: 4 * count, :2].reshape(count, 4, 2)
    starts, ends = curves[:, 0], curves[:, 3]
    first = np.ones(count, dtype=bool)
    gap = np.abs(ends[:-1] - starts[1:])
    first[1:] = (gap > tolerance + _RTOL * np.abs(starts[1:])).any(axis=1)
    begins = np.flatnonzero(first)
    finishes = np.append(begins[1:], count) - 1
    away = np.abs(starts[begins] - ends[finishes])
    closing = np.zeros(count, dtype=bool)
    closing[finishes] = (away <= tolerance + _RTOL * np.abs(ends[finishes])).all(axis=1)
    box = (*curves.min(axis=(0, 1)).tolist(), *curves.max(axis=(0, 1)).tolist())
    return Outline(_layout(curves, first, closing), box)


def style_of(vmobject: VMobject) -> tuple[Any, ...]:
    """Everything but the points that decides how a mobject looks."""
    fill, stroke = vmobject.fill_rgbas, vmobject.stroke_rgbas
    behind = vmobject.background_stroke_rgbas
    style = (
        fill.tobytes(),
        stroke.tobytes(),
        behind.tobytes(),
        vmobject.stroke_width,
        vmobject.background_stroke_width,
        vmobject.joint_type,
        vmobject.cap_style,
    )
    if len(fill) == len(stroke) == len(behind) == 1:
        return style
    # The direction of a gradient is that of the whole family, which is not looked at here: a
    # mobject with both is taken for changed in every frame.
    family = object() if vmobject.submobjects else None
    return (*style, np.asarray(vmobject.sheen_direction, dtype=float).tobytes(), family)


@dataclass(frozen=True, slots=True)
class Paint:
    """How a path is filled or stroked.

    Attributes:
        source: colour or gradient, with red and blue exchanged, as Manim keeps pixels.
        width: of the stroke in scene units; None fills.
        join: of the stroke.
        cap: of the stroke.
    """

    source: Source
    width: float | None
    join: cairo.LineJoin
    cap: cairo.LineCap

    def apply(self, context: cairo.Context[Any]) -> None:
        """Paint the current path of the context and keep it."""
        context.set_source(self.source)
        if self.width is None:
            context.fill_preserve()
        else:
            context.set_line_width(self.width)
            context.set_line_join(self.join)
            context.set_line_cap(self.cap)
            context.stroke_preserve()

    @property
    def reach(self) -> float:
        """How far it may paint beyond the points of a path, in scene units."""
        if self.width is None:
            return 0.0
        return self.width / 2 * (_MITER_LIMIT if self.join == cairo.LineJoin.MITER else 2**0.5)


def paints_of(camera: Camera, vmobject: VMobject) -> list[Paint]:
    """What the path of a mobject is painted with, in order."""
    join, cap = LINE_JOIN_MAP[vmobject.joint_type], CAP_STYLE_MAP[vmobject.cap_style]
    paints = []
    for rgbas, width in (
        (camera.get_stroke_rgbas(vmobject, True), vmobject.get_stroke_width(True)),
        (camera.get_fill_rgbas(vmobject), None),
        (camera.get_stroke_rgbas(vmobject), vmobject.get_stroke_width()),
    ):
        # Clear paint and strokes without width leave the picture as it is.
        if width != 0 and rgbas[:, 3].max() > 0:
            source = _source(camera, vmobject, rgbas)
            thick = None if width is None else width * camera.cairo_line_width_multiple
            paints.append(Paint(source, thick, join, cap))
    return paints


def _source(camera: Camera, vmobject: VMobject, rgbas: Floats) -> Source:
    if len(rgbas) == 1:
        red, green, blue, alpha = rgbas[0].tolist()
        return cairo.SolidPattern(blue, green, red, alpha)
    ends = camera.transform_points_pre_display(
        vmobject, np.array(vmobject.get_gradient_start_and_end_points())
    )
    pattern = cairo.LinearGradient(*ends[:, :2].ravel().tolist())
    for offset, rgba in zip(np.linspace(0, 1, len(rgbas)), rgbas.tolist(), strict=True):
        red, green, blue, alpha = rgba
        pattern.add_color_stop_rgba(float(offset), blue, green, red, alpha)
    return pattern
