"""One picture in memory that Cairo, Skia and NumPy draw on alike."""

from __future__ import annotations

from typing import Any

import cairo
import numpy as np
import skia

from scenes.render.images import skia_matrix
from scenes.render.outlines import address
from scenes.render.raster import over
from scenes.render.yuv import Pixels


class Easel:
    """RGBA pixels, opaque, with what is needed to draw on them in scene units.

    Attributes:
        pixels: (height, width, 4).
        cairo: draws with red and blue exchanged, because Cairo knows only BGRA.
        cairo_address: of its ``cairo_t``.
        skia: draws in RGBA.
    """

    def __init__(self, width: int, height: int) -> None:
        self.pixels: Pixels = np.zeros((height, width, 4), np.uint8)
        surface = cairo.ImageSurface.create_for_data(
            self.pixels.data, cairo.FORMAT_ARGB32, width, height
        )
        self.cairo: cairo.Context[Any] = cairo.Context(surface)
        self.cairo_address = address(self.cairo)
        self._surface = over(self.pixels)
        self.skia: skia.Canvas = self._surface.getCanvas()

    def look(self, matrix: cairo.Matrix) -> None:
        """Draw from now on with this matrix from scene units to pixels."""
        self.cairo.set_matrix(matrix)
        self.skia.setMatrix(skia_matrix(matrix))
