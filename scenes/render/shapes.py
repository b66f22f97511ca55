"""What the paths of vector mobjects are painted with, step by step as Manim's camera does it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cairo
import numpy as np
from manim import VMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP, Camera
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Style = tuple[Any, ...]

_MITER_LIMIT = 10.0  # Cairo's default; Manim sets none


@dataclass(frozen=True, slots=True)
class Paint:
    """How a path is filled or stroked.

    Attributes:
        source: colour or gradient, with red and blue exchanged, as Manim keeps pixels.
        width: of the stroke in scene units; None fills.
        join: of the stroke.
        cap: of the stroke.
    """

    source: cairo.Pattern
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


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and widths of a mobject, shaded but not yet placed.

    Attributes:
        layers: colours (n, 4) and Manim's width, None for the fill: stroke behind, fill, stroke.
        join: as Manim names it.
        cap: as Manim names it.
    """

    layers: tuple[tuple[Floats, float | None], ...]
    join: Any
    cap: Any


def style_of(vmobject: VMobject) -> Style:
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


def look_of(camera: Camera, vmobject: VMobject) -> Look:
    """The colours as the camera lights them."""
    return Look(
        (
            (camera.get_stroke_rgbas(vmobject, True), vmobject.get_stroke_width(True)),
            (camera.get_fill_rgbas(vmobject), None),
            (camera.get_stroke_rgbas(vmobject), vmobject.get_stroke_width()),
        ),
        vmobject.joint_type,
        vmobject.cap_style,
    )


def plain_paints(style: Style, multiple: float) -> tuple[Paint, ...] | None:
    """Paints of a style of single colours that no light changes; None if it has gradients."""
    return _plain_paints(style, multiple) if len(style) == 7 else None


@functools.lru_cache(maxsize=4096)
def _plain_paints(style: Style, multiple: float) -> tuple[Paint, ...]:
    fill, stroke, behind, width, width_behind, join, cap = style
    layers = ((behind, max(0.0, width_behind)), (fill, None), (stroke, max(0.0, float(width))))
    look = Look(tuple((np.frombuffer(c).reshape(1, 4), w) for c, w in layers), join, cap)
    return paints_of(look, multiple, ())


def paints_of(
    look: Look, multiple: float, direction: Sequence[float] | Floats
) -> tuple[Paint, ...]:
    """The paints of a look, in order.

    Args:
        look: colours and widths.
        multiple: scene units per unit of Manim's widths.
        direction: x0, y0, x1, y1 of gradients in scene units.
    """
    join, cap = LINE_JOIN_MAP[look.join], CAP_STYLE_MAP[look.cap]
    paints = []
    for rgbas, width in look.layers:
        # Clear paint and strokes without width leave the picture as it is.
        if width != 0 and rgbas[:, 3].max() > 0:
            thick = None if width is None else width * multiple
            paints.append(Paint(_source(rgbas, direction), thick, join, cap))
    return tuple(paints)


def _source(rgbas: Floats, direction: Sequence[float] | Floats) -> cairo.Pattern:
    colours = rgbas.tolist()
    if len(colours) == 1:
        red, green, blue, alpha = colours[0]
        return cairo.SolidPattern(blue, green, red, alpha)
    x0, y0, x1, y1 = direction
    pattern = cairo.LinearGradient(x0, y0, x1, y1)
    for offset, (red, green, blue, alpha) in zip(
        np.linspace(0, 1, len(colours)).tolist(), colours, strict=True
    ):
        pattern.add_color_stop_rgba(offset, blue, green, red, alpha)
    return pattern
