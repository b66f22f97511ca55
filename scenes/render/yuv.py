"""RGBA to the encoder's planes, only where the picture changed."""

from __future__ import annotations

from dataclasses import dataclass

import av
import numpy as np
from av.video.reformatter import Colorspace, VideoReformatter
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

# Averaging 2×2 pixels for colour looks at nothing beyond them, except, in swscale, one row below.
_AVERAGE = "AREA"
_BELOW = 2


@dataclass(frozen=True, slots=True)
class Patch:
    """A changed rectangle of the picture.

    Attributes:
        x: left edge in pixels, even.
        y: upper edge in pixels, even.
        pixels: (h, w, 4) RGBA; h and w are even unless the patch ends at the picture's border.
            Patches hold two more rows than they change, where the picture has them.
        rows: how many rows the patch changes.
    """

    x: int
    y: int
    pixels: Pixels
    rows: int


def patch(picture: Pixels, x0: int, y0: int, x1: int, y1: int) -> Patch:
    """Copy the rectangle [x0, x1) × [y0, y1) of a picture, grown by what depends on it."""
    height, width = picture.shape[:2]
    # The colours of the two rows above look one row down, into what changed.
    x0, y0 = max(x0, 0) & ~1, max(y0 - _BELOW, 0) & ~1
    x1, y1 = min(x1 + (x1 & 1), width), min(y1 + (y1 & 1), height)
    return Patch(x0, y0, picture[y0 : min(y1 + _BELOW, height), x0:x1].copy(), y1 - y0)


class Planes:
    """A picture in 4:2:0 with the matrix of BT.709, kept up to date patch by patch."""

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self.frame = av.VideoFrame(width + width % 2, height + height % 2, "yuv420p")
        self._planes = [rows_of(p) for p in self.frame.planes]
        self._reformatter = VideoReformatter()

    def update(self, change: Patch) -> None:
        """Bring one rectangle up to date."""
        pixels = change.pixels
        height, width = pixels.shape[:2]
        if not width or change.rows <= 0:
            return
        rows = change.rows + change.rows % 2
        if width % 2 or height % 2:
            pixels = np.pad(pixels, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
            height, width = pixels.shape[:2]
        source = av.VideoFrame.from_numpy_buffer(pixels, format="rgba")
        converted = self._reformatter.reformat(
            source,
            format="yuv420p",
            interpolation=_AVERAGE,
            dst_colorspace=Colorspace.ITU709,
            threads=1,
        )
        for plane, part, half in zip(self._planes, converted.planes, (0, 1, 1), strict=True):
            x, y = change.x >> half, change.y >> half
            w, h = width >> half, rows >> half
            plane[y : y + h, x : x + w] = rows_of(part)[:h, :w]


def rows_of(plane: av.video.plane.VideoPlane) -> Pixels:
    """A view (rows, bytes of a row) of an FFmpeg plane; it can be written to."""
    return np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
