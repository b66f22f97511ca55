"""Triangles to pixels through Skia: colours for the eye, depths for deciding what hides what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import skia
from numpy.typing import NDArray

from scenes.render.triangles import Triangles

Floats = NDArray[np.float64]

_DEPTH_STEPS = 2**24 - 1
_BAND = 32  # rows
# Depths that differ by less than this share of all depths are equal: marks lie on flat faces, not
# on the surface that these stand for.
_SLACK = 6e-3
RGBA = skia.ColorType.kRGBA_8888_ColorType


def finite(points: Floats) -> NDArray[np.bool_]:
    """Which of the points (n, 3) have no coordinate that is not finite."""
    x, y, z = np.isfinite(points).T
    return np.asarray(x & y & z)


def over(pixels: NDArray[np.uint8]) -> skia.Surface:
    """A surface that draws into RGBA pixels (h, w, 4), premultiplied."""
    height, width = pixels.shape[:2]
    info = skia.ImageInfo.Make(width, height, RGBA, skia.AlphaType.kPremul_AlphaType)
    return skia.Surface.MakeRasterDirect(info, pixels, pixels.strides[0])


@dataclass(frozen=True, slots=True)
class DepthMap:
    """Depth of the nearest surface on a raster over a rectangle of the screen.

    Attributes:
        depth: (rows, columns), of the farthest of the nine elements around; -inf where one of them
            shows no surface.
        corner: scene coordinates of the centre of element (0, 0).
        step: scene units from one column or row to the next; rows run upwards.
        slack: depths closer than this count as equal.
    """

    depth: Floats
    corner: Floats
    step: float
    slack: float

    def visible(self, seen: Floats) -> NDArray[np.bool_]:
        """Which of the projected points (n, 3) are not behind the surface.

        A point on the surface itself is visible, because of the farthest of nine; at a fold a
        hidden line therefore shows for up to 1.5 ``step``.
        """
        at = (seen[:, :2] - self.corner) / self.step
        rows, columns = self.depth.shape
        x, y = at[:, 0], at[:, 1]
        inside = (x > 0.5) & (x < columns - 1.5) & (y > 0.5) & (y < rows - 1.5)
        result = finite(seen)
        column, row = np.rint(at[inside]).astype(np.intp).T
        result[inside] &= seen[inside, 2] >= self.depth[row, column] - self.slack
        return result


def depth_map(seen: Floats, triangles: Triangles, step: float) -> DepthMap:
    """Rasterise the depths of projected vertices.

    Args:
        seen: (n, 3) projected vertices; those of the triangles are finite.
        triangles: of the same vertices, from far to near.
        step: size of an element in scene units.
    """
    mask = np.zeros(len(seen), dtype=bool)
    mask[triangles.numbers] = True
    used = seen[mask] if mask.any() else np.zeros((1, 3))
    low, high = used.min(axis=0), used.max(axis=0)
    corner = low[:2] - 2 * step
    columns, rows = (np.ceil((high - low)[:2] / step).astype(int) + 5).tolist()
    extent = max(float(high[2] - low[2]), 1e-12)
    buffer = np.zeros((rows, columns, 4), np.float32)
    info = skia.ImageInfo.Make(
        columns, rows, skia.ColorType.kRGBA_F32_ColorType, skia.AlphaType.kPremul_AlphaType
    )
    surface = skia.Surface.MakeRasterDirect(info, buffer)
    canvas = surface.getCanvas()
    canvas.translate(0.5, 0.5)
    canvas.scale(1 / step, 1 / step)
    canvas.translate(*(-corner).tolist())
    # 24 bits of depth in three colour channels, which are interpolated each by itself in floats.
    share = np.nan_to_num((seen[:, 2] - low[2]) / extent).clip(0, 1)
    colours = (0xFF000000 | np.rint(share * _DEPTH_STEPS).astype(np.uint32)).astype(np.uint32)
    triangles.fill(canvas, colours)
    del canvas, surface
    weights = np.array([2**16, 2**8, 1, 0], np.float32) * (255 / _DEPTH_STEPS * extent)
    depth = buffer @ weights
    depth[buffer[..., 3] <= 0.5] = -np.inf
    return DepthMap(_farthest(depth).astype(float) + low[2], corner, step, _SLACK * extent)


def _farthest(depth: NDArray[np.float32]) -> NDArray[np.float32]:
    """The least of each 3×3 neighbourhood; the border keeps its own."""
    result = depth.copy()
    result[1:-1] = np.minimum(np.minimum(depth[:-2], depth[1:-1]), depth[2:])
    across = result.copy()
    across[:, 1:-1] = np.minimum(np.minimum(result[:, :-2], result[:, 1:-1]), result[:, 2:])
    return across


def halved(fine: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Means of 2×2 pixels (2h, 2w, 4), four bytes at a time and a few rows that the caches hold."""
    words = fine.view(np.uint32)[..., 0]
    small = np.empty((len(words) // 2, words.shape[1] // 2), np.uint32)
    for row in range(0, len(small), _BAND):
        band = words[2 * row : 2 * (row + _BAND)]
        pairs = _mean(band[0::2], band[1::2], up=False).view(np.uint64)
        left, right = pairs.astype(np.uint32), (pairs >> np.uint64(32)).astype(np.uint32)
        small[row : row + _BAND] = _mean(left, right, up=True)
    return small[..., None].view(np.uint8)


def _mean(a: NDArray[np.uint32], b: NDArray[np.uint32], up: bool) -> NDArray[np.uint32]:
    """Means of bytes within words, halves rounded up or down."""
    half = np.bitwise_xor(a, b)
    half &= np.uint32(0xFEFEFEFE)
    half >>= np.uint32(1)
    mean = np.bitwise_or(a, b) if up else np.bitwise_and(a, b)
    return np.subtract(mean, half, out=mean) if up else np.add(mean, half, out=mean)
