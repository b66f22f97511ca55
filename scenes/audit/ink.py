"""Where a mobject leaves ink: coverage masks in pixels of the audit's frame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
import skia
from manim import VMobject
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter

from scenes.stage import theme

WIDTH: Final = 854
HEIGHT: Final = 480
UNIT: Final = WIDTH / theme.FRAME_WIDTH  # pixels
LETTER_GAP: Final = 6  # half of the widest gap between letters, pixels
HALF: Final = 128  # coverage from which a pixel counts as inked
_STROKE_UNIT: Final = 0.01  # frame units of one stroke width
_JOINTS: Final = {"BEVEL": skia.Paint.kBevel_Join, "ROUND": skia.Paint.kRound_Join}
_CAPS: Final = {"ROUND": skia.Paint.kRound_Cap, "SQUARE": skia.Paint.kSquare_Cap}

Cover = NDArray[np.uint8]


@dataclass(frozen=True)
class Ink:
    """Coverage 0..255 of part of the frame, shape (rows, columns); (left, top) is its corner."""

    left: int
    top: int
    cover: Cover

    @cached_property
    def inked(self) -> NDArray[np.bool_]:
        return self.cover >= HALF

    @cached_property
    def count(self) -> int:
        """Number of inked pixels."""
        return int(np.count_nonzero(self.inked))

    @property
    def right(self) -> int:
        return self.left + self.cover.shape[1]

    @property
    def bottom(self) -> int:
        return self.top + self.cover.shape[0]

    @property
    def frame(self) -> tuple[int, int, int, int]:
        """The rectangle it is given for: (left, top, right, bottom)."""
        return self.left, self.top, self.right, self.bottom

    @cached_property
    def box(self) -> tuple[int, int, int, int] | None:
        """Bounds of the inked pixels: (left, top, right, bottom), or None."""
        rows, columns = np.flatnonzero(self.inked.any(1)), np.flatnonzero(self.inked.any(0))
        if not len(rows):
            return None
        return (
            self.left + int(columns[0]),
            self.top + int(rows[0]),
            self.left + int(columns[-1]) + 1,
            self.top + int(rows[-1]) + 1,
        )

    def window(self, left: int, top: int, right: int, bottom: int) -> Cover:
        """The coverage of a rectangle of the frame; 0 outside."""
        out = np.zeros((max(0, bottom - top), max(0, right - left)), np.uint8)
        x0, y0 = max(left, self.left), max(top, self.top)
        x1, y1 = min(right, self.right), min(bottom, self.bottom)
        if x0 < x1 and y0 < y1:
            mine = self.cover[y0 - self.top : y1 - self.top, x0 - self.left : x1 - self.left]
            out[y0 - top : y1 - top, x0 - left : x1 - left] = mine
        return out

    def near(self, other: Ink) -> bool:
        """Whether the two rectangles touch."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )

    def common(self, other: Ink) -> Ink:
        """Ink of both."""
        frame = (
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )
        both = np.minimum(self.window(*frame), other.window(*frame))
        return Ink(frame[0], frame[1], both)

    def without(self, other: Ink) -> Ink:
        """Ink of this that the other does not cover."""
        hidden = other.window(self.left, self.top, self.right, self.bottom)
        return Ink(self.left, self.top, np.where(hidden >= HALF, 0, self.cover).astype(np.uint8))

    def grown(self, by: int = 1) -> Ink:
        """Spread by some pixels in every direction."""
        return Ink(self.left - by, self.top - by, _spread(np.pad(self.cover, by), by))

    @cached_property
    def hull(self) -> Ink:
        """The rectangle of the ink, filled."""
        left, top, right, bottom = self.box or (0, 0, 0, 0)
        return Ink(left, top, np.full((bottom - top, right - left), 255, np.uint8))

    @cached_property
    def body(self) -> Ink:
        """The ink with gaps between letters and words filled, along the line."""
        margin = 2 * LETTER_GAP
        size = (1, 2 * LETTER_GAP + 1)
        wide = maximum_filter(np.pad(self.cover, margin), size)
        closed = 255 - maximum_filter(255 - wide, size)
        return Ink(self.left - margin, self.top - margin, np.asarray(closed, dtype=np.uint8))


def _spread(cover: Cover, by: int) -> Cover:
    return np.asarray(maximum_filter(cover, 2 * by + 1), dtype=np.uint8)


EMPTY: Final = Ink(0, 0, np.zeros((0, 0), np.uint8))


def union(inks: list[Ink]) -> Ink:
    """Ink of any of them."""
    inks = [ink for ink in inks if ink.cover.size]
    if len(inks) < 2:
        return inks[0] if inks else EMPTY
    left, top = min(i.left for i in inks), min(i.top for i in inks)
    out = np.zeros((max(i.bottom for i in inks) - top, max(i.right for i in inks) - left), np.uint8)
    for ink in inks:
        y, x = ink.top - top, ink.left - left
        view = out[y : y + ink.cover.shape[0], x : x + ink.cover.shape[1]]
        np.maximum(view, ink.cover, out=view)
    return Ink(left, top, out)


def filled(mobject: VMobject) -> Ink:
    """What the inside of a mobject covers, whatever its colour."""
    return _draw(mobject.points, skia.Paint(AntiAlias=True), 0.0)


def stroked(mobject: VMobject, stroke_width: float | None = None) -> Ink:
    """What the line of a mobject covers, whatever its colour."""
    given = mobject.stroke_width if stroke_width is None else stroke_width
    width = float(given or 0) * _STROKE_UNIT * UNIT
    if width <= 0:
        return EMPTY
    paint = skia.Paint(AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=width)
    paint.setStrokeJoin(_JOINTS.get(mobject.joint_type.name, skia.Paint.kMiter_Join))
    paint.setStrokeCap(_CAPS.get(mobject.cap_style.name, skia.Paint.kButt_Cap))
    return _draw(mobject.points, paint, width)


def _draw(points: NDArray[np.float64], paint: skia.Paint, margin: float) -> Ink:
    count = len(points) // 4
    if not count or not np.isfinite(points).all():
        return EMPTY
    flat = points[: 4 * count, :2] * (UNIT, -UNIT) + (WIDTH / 2, HEIGHT / 2)
    reach = int(margin) + 2
    low = np.floor(flat.min(axis=0)).astype(int) - reach
    high = np.ceil(flat.max(axis=0)).astype(int) + reach
    left, top = np.maximum(low, 0).tolist()
    right, bottom = np.minimum(high, (WIDTH, HEIGHT)).tolist()
    if left >= right or top >= bottom:
        return EMPTY
    cover = np.zeros((bottom - top, right - left), np.uint8)
    info = skia.ImageInfo.MakeA8(right - left, bottom - top)
    surface = skia.Surface.MakeRasterDirect(info, cover, cover.strides[0])
    canvas = surface.getCanvas()
    canvas.translate(-left, -top)
    canvas.drawPath(_path(flat.reshape(count, 4, 2)), paint)
    del canvas, surface  # what was drawn is in the array when the surface is gone
    return Ink(left, top, cover)


def _path(curves: NDArray[np.float64]) -> skia.Path:
    """Cubic curves (n, 4, 2); one that begins where the last ended continues it."""
    starts = np.ones(len(curves), dtype=bool)
    starts[1:] = np.abs(curves[1:, 0] - curves[:-1, 3]).max(axis=1) > 1e-3
    path = skia.Path()
    for first, last in pairwise([*np.flatnonzero(starts).tolist(), len(curves)]):
        piece = curves[first:last]
        path.moveTo(*piece[0, 0].tolist())
        for corners in piece[:, 1:].reshape(-1, 6).tolist():
            path.cubicTo(*corners)
        if np.abs(piece[0, 0] - piece[-1, 3]).max() < 1e-3:
            path.close()
    return path
