"""A mesh as it appears from one view: projected, sorted, coloured; made once, drawn often."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import skia
from manim import config
from numpy.typing import NDArray

from scenes.render.errors import RenderError
from scenes.render.quads import Line, from_far, joined, quads
from scenes.render.raster import RGBA, DepthMap, depth_map, finite, halved, over
from scenes.render.sheet import Sheet
from scenes.render.triangles import MAX_VERTICES, Triangles
from scenes.render.view import View

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Screen pixels per element of the depth map: fine enough for the eye, cheap enough for each frame.
_DEPTH_PIXELS = 2
_MARGIN = 3  # pixels kept around a mesh for smoothed edges and lines
_SOLID = 0.5  # sheets of at least this opacity hide what is behind them
_BISECTIONS = 5


class Seen:
    """Sheets through a view. Immutable: a new one is made when the key of the mesh changes.

    Attributes:
        key: what it was made from.
        points: (n, 3) projected vertices of all sheets.
        corners: (4, 3) box on screen, on pixel borders, as Manim keeps an image's corners.
    """

    def __init__(self, sheets: Sequence[Sheet], view: View, key: tuple[object, ...]) -> None:
        self.key = key
        self.view = view
        self._sheets = list(sheets)
        self._painted: tuple[object, Triangles, NDArray[np.uint32]] | None = None
        self.points = np.concatenate([view.project(s.points).reshape(-1, 3) for s in sheets])
        if len(self.points) > MAX_VERTICES:
            raise RenderError(
                f"The sheets of a mesh have {len(self.points)} points together but at most "
                f"{MAX_VERTICES} can be drawn; 65×65 for each of ten sheets would do."
            )
        self._finite = finite(self.points)
        self.corners = self._box()

    def __deepcopy__(self, memo: dict[int, Any]) -> Seen:
        return self

    def _cells(self, least: float) -> NDArray[np.int64]:
        """(k, 4) vertex numbers of the cells of sheets of at least this opacity."""
        faces, start = [np.zeros((0, 4), np.int64)], 0
        for sheet in self._sheets:
            if sheet.opacity >= least:
                faces.append(sheet.faces + start)
            start += sheet.values.size
        cells = np.concatenate(faces)
        return cells[self._finite[cells].all(axis=1)]

    def _box(self) -> Floats:
        used = self.points[self._cells(0.0).ravel(), :2]
        if not len(used):
            used = np.array([[*self.view.centre[:2]]])
        # Anything farther out than two frames is cut off, or the picture could grow without bound.
        reach = 2 * config.frame_width
        pixel = config.frame_width / config.pixel_width
        half = np.array([config.pixel_width, config.pixel_height]) / 2
        low = np.floor(used.min(axis=0).clip(-reach, reach) / pixel - half) - _MARGIN + half
        high = np.ceil(used.max(axis=0).clip(-reach, reach) / pixel - half) + _MARGIN + half
        (left, bottom), (right, top) = low * pixel, high * pixel
        return np.array([[left, top, 0], [right, top, 0], [left, bottom, 0], [right, bottom, 0]])

    @cached_property
    def depth(self) -> DepthMap:
        """What is nearest where, for hiding what is behind."""
        cells = self._cells(_SOLID)
        far_first = from_far(cells, self.points[:, 2][cells].sum(axis=1))
        solid = Triangles.of(self.points[:, :2], far_first)
        step = _DEPTH_PIXELS * config.frame_width / config.pixel_width
        return depth_map(self.points, solid, step)

    @cached_property
    def colours(self) -> NDArray[np.uint32]:
        """(n,) ARGB of the vertices."""
        rotation = self.view.rotation()
        return np.concatenate([s.colours(rotation) for s in self._sheets])

    def split(
        self, starts: Floats, ends: Floats, least: float = 0.0
    ) -> tuple[tuple[Floats, Floats], ...]:
        """Cut segments of space (n, 3) into what the mesh leaves visible and what it hides.

        Pieces of a line shorter than ``least`` on screen are taken for what is beside them.

        Returns:
            (starts, ends) of the visible pieces and of the hidden ones, projected, in order.
        """
        project = self.view.project
        return split(project(starts), project(ends), self.depth.visible, least)

    # -- painting -----------------------------------------------------------------------------

    def paint(self, canvas: skia.Canvas, opacity: float, net: Line) -> None:
        """Draw onto a canvas in scene units."""
        if opacity <= 0:
            return
        matrix = canvas.getTotalMatrix()
        box = self._pixels(matrix, canvas.getDeviceClipBounds())
        if box.isEmpty():
            return
        if opacity < 1:
            canvas.saveLayerAlpha(None, round(255 * opacity))
        triangles, colours = self._laid(1 / matrix.getScaleX(), net)
        if len(self._sheets) == 1:
            triangles.fill(canvas, colours)
        else:
            canvas.save()
            canvas.resetMatrix()
            canvas.drawImage(_sampled(triangles, colours, matrix, box), box.left(), box.top())
            canvas.restore()
        if opacity < 1:
            canvas.restore()

    def _laid(self, pixel: float, net: Line) -> tuple[Triangles, NDArray[np.uint32]]:
        """What is painted where a pixel has this size, from far to near, and its colours."""
        key = (pixel, net)
        if self._painted is None or self._painted[0] != key:
            parts, start = [], 0
            for sheet in self._sheets:
                own = slice(start, start + sheet.values.size)
                parts.append(quads(sheet, self.points[own], self.colours[own], pixel, net))
                start += sheet.values.size
            whole = joined(parts)
            triangles = Triangles.of(whole.corners, whole.triangles())
            self._painted = (key, triangles, whole.colours)
        return self._painted[1:]

    def _pixels(self, matrix: skia.Matrix, clip: skia.IRect) -> skia.IRect:
        """The whole pixels that the mesh may cover."""
        (left, top), (right, bottom) = self.corners[0, :2], self.corners[3, :2]
        sides = matrix.mapRect(skia.Rect(left, bottom, right, top)).roundOut()
        return sides if sides.intersect(clip) else skia.IRect.MakeEmpty()


def _sampled(
    triangles: Triangles, colours: NDArray[np.uint32], matrix: skia.Matrix, box: skia.IRect
) -> skia.Image:
    """The pixels of ``box`` from four samples in each: sheets cut each other in steps of cells,
    which have no soft rims."""
    fine = np.zeros((2 * box.height(), 2 * box.width(), 4), np.uint8)
    surface = over(fine)
    canvas = surface.getCanvas()
    canvas.scale(2, 2)
    canvas.translate(-box.left(), -box.top())
    canvas.concat(matrix)
    triangles.fill(canvas, colours)
    del canvas, surface
    return skia.Image.fromarray(halved(fine), RGBA, skia.AlphaType.kPremul_AlphaType)


def split(
    starts: Floats, ends: Floats, visible: Callable[[Floats], Flags], least: float
) -> tuple[tuple[Floats, Floats], ...]:
    """Cut projected segments where they come out of hiding; see :meth:`Seen.split`."""
    at_start, at_end = visible(starts), visible(ends)
    mixed = at_start != at_end
    # Bisect for the place of change, which projection allows, as it keeps straight lines straight;
    # `near` stays on the side of the start.
    near, far, like = starts[mixed], ends[mixed], at_start[mixed]
    for _ in range(_BISECTIONS):
        middle = (near + far) / 2
        before = visible(middle) == like
        near[before], far[~before] = middle[before], middle[~before]
    change = ends.copy()
    change[mixed] = (near + far) / 2
    # Two rows a segment, so that the pieces stay in the order of the line.
    first = np.stack([starts, change], axis=1).reshape(-1, 3)
    last = np.stack([change, ends], axis=1).reshape(-1, 3)
    seen = np.stack([at_start, at_end], axis=1).ravel()
    real = np.stack([np.ones(len(starts), dtype=bool), mixed], axis=1).ravel()
    real &= finite(first) & finite(last)
    first, last, seen = first[real], last[real], seen[real]
    if least > 0 and len(seen):
        for hidden in (True, False):  # first gaps are closed, then specks go
            seen = _smoothed(first, last, seen, seen != hidden, least)
    return (first[seen], last[seen]), (first[~seen], last[~seen])


def _smoothed(first: Floats, last: Floats, seen: Flags, chosen: Flags, least: float) -> Flags:
    """Turn over the chosen runs of pieces that are short and continue into another run."""
    apart = np.abs(first[1:] - last[:-1])
    joined = (apart[:, 0] < 1e-9) & (apart[:, 1] < 1e-9)
    new = np.concatenate([[True], (seen[1:] != seen[:-1]) | ~joined])
    run = np.cumsum(new) - 1
    length = np.bincount(run, np.linalg.norm((last - first)[:, :2], axis=1))
    begins = np.nonzero(new)[0]
    tied = np.concatenate([[False], joined[begins[1:] - 1], [False]])
    short: Flags = np.asarray(length < least) & (tied[:-1] | tied[1:])
    return seen ^ (short[run] & chosen)
