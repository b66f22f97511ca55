"""Triangles to pixels through Skia: colours for the eye, depths for deciding what hides what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import skia
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Skia numbers the vertices of one call with 16 bits.
MAX_VERTICES = 65_535
_DEPTH_STEPS = 2**24 - 1


def fill_triangles(
    canvas: skia.Canvas, points: Floats, colours: NDArray[np.uint32], triangles: Ints
) -> None:
    """Draw triangles in order, later over earlier, colours interpolated between vertices.

    Args:
        canvas: where to draw; its matrix applies.
        points: (n, 2) vertices, n at most ``MAX_VERTICES``.
        colours: (n,) ARGB, not premultiplied.
        triangles: (m, 3) vertex numbers.
    """
    if not len(triangles):
        return
    vertices = skia.Vertices(
        skia.Vertices.kTriangles_VertexMode,
        [skia.Point(x, y) for x, y in points.tolist()],
        None,
        colours.tolist(),
        triangles.ravel().tolist(),
    )
    # kDst: the colour of the vertices alone, whatever the paint has.
    canvas.drawVertices(vertices, skia.Paint(), skia.BlendMode.kDst)


@dataclass(frozen=True, slots=True)
class DepthMap:
    """Depth of the nearest surface on a raster over a rectangle of the screen.

    Attributes:
        depth: (rows, columns); -inf where there is no surface.
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

        A point on the surface itself is visible: it is compared with the farthest of the nine
        elements around it, so at a fold a hidden line shows for up to 1.5 ``step``.
        """
        at = (seen[:, :2] - self.corner) / self.step
        rows, columns = self.depth.shape
        inside = ((at > 0.5) & (at < np.array([columns, rows]) - 1.5)).all(axis=1)
        result: NDArray[np.bool_] = np.asarray(np.isfinite(seen).all(axis=1))
        i = np.rint(at[inside, 1]).astype(np.intp)
        j = np.rint(at[inside, 0]).astype(np.intp)
        nearest = np.min(
            [self.depth[i + di, j + dj] for di in (-1, 0, 1) for dj in (-1, 0, 1)], axis=0
        )
        result[inside] &= seen[inside, 2] >= nearest - self.slack
        return result


def depth_map(seen: Floats, triangles: Ints, step: float) -> DepthMap:
    """Rasterise the depths of projected vertices.

    Args:
        seen: (n, 3) projected vertices; those of the triangles are finite.
        triangles: (m, 3), ordered from far to near.
        step: size of an element in scene units.
    """
    used = seen[np.unique(triangles)] if len(triangles) else np.zeros((1, 3))
    low, high = used.min(axis=0), used.max(axis=0)
    corner = low[:2] - 2 * step
    columns, rows = (np.ceil((high - low)[:2] / step).astype(int) + 5).tolist()
    extent = max(float(high[2] - low[2]), 1e-12)
    buffer = np.zeros((rows, columns, 4), np.float32)
    info = skia.ImageInfo.Make(
        columns, rows, skia.ColorType.kRGBA_F32_ColorType, skia.AlphaType.kPremul_AlphaType
    )
    surface = skia.Surface.MakeRasterDirect(info, buffer)
    # 24 bits of depth in three colour channels, which are interpolated each by itself in floats.
    share = np.nan_to_num((seen[:, 2] - low[2]) / extent).clip(0, 1)
    colours = (0xFF000000 | np.rint(share * _DEPTH_STEPS).astype(np.uint32)).astype(np.uint32)
    pixels = np.nan_to_num((seen[:, :2] - corner) / step) + 0.5
    fill_triangles(surface.getCanvas(), pixels, colours, triangles)
    del surface
    red, green, blue, alpha = np.moveaxis(buffer.astype(float), 2, 0)
    depth = (red * 2**16 + green * 2**8 + blue) * 255 / _DEPTH_STEPS * extent + low[2]
    return DepthMap(np.where(alpha > 0.5, depth, -np.inf), corner, step, 2e-3 * extent)
