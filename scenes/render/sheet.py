"""A curved sheet over a grid: where it is, how it is coloured, and its net of lines."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
from manim.utils.color import ManimColor, ParsableManimColor
from numpy.typing import ArrayLike, NDArray

from scenes.render.errors import RenderError
from scenes.render.triangles import MAX_VERTICES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# From low to high: dark enough for white lines and labels on it, rising in lightness throughout.
RAMP: tuple[str, ...] = ("#1C2750", "#21487B", "#28688A", "#338583", "#5B9E74", "#94B068")
# Light from over the viewer's left shoulder, in the axes right, up, towards the eye.
_LIGHT = np.array([-0.35, 0.55, 0.75]) / np.linalg.norm([-0.35, 0.55, 0.75])


class Sheet:
    """One surface of a mesh, given by its points over a grid.

    Attributes:
        points: (m+1, n+1, 3).
        values: (m+1, n+1).
        faces: (k, 4) numbers of the corners of the cells, in the flattened grid.
        version: grows whenever points or values are set.

    Args:
        points: (m+1, n+1, 3) points; faces with a point that is not finite are left out.
        values: (m+1, n+1) numbers to colour by; the height if not given.
        ramp: colours from the lowest value to the highest; one colour paints it plainly.
        limits: the values at the ends of the ramp; those of the first ``values`` if not given.
        opacity: 1 is solid. A sheet under 0.5 does not hide what is behind it.
        wires: number of cells between lines of the net, in each direction; 0 draws none.
        shading: 0 is flat colour, 1 is full light and shade.

    Raises:
        RenderError: the points are not a grid, or there are too many.
    """

    def __init__(
        self,
        points: ArrayLike,
        values: ArrayLike | None = None,
        ramp: Sequence[ParsableManimColor] = RAMP,
        limits: tuple[float, float] | None = None,
        opacity: float = 1.0,
        wires: int | tuple[int, int] = 0,
        shading: float = 0.5,
    ) -> None:
        self.version = 0
        self.opacity = opacity
        self.wires = (wires, wires) if isinstance(wires, int) else wires
        self.shading = shading
        self._ramp = np.array([ManimColor(c).to_rgb() for c in ramp], dtype=float)
        self.set_points(points, values)
        finite = self.values[np.isfinite(self.values)]
        if limits is None:
            limits = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
        self.limits = limits

    def set_points(self, points: ArrayLike, values: ArrayLike | None = None) -> None:
        """Move the sheet; ``values`` are the heights if not given."""
        grid = np.array(points, dtype=float)
        if grid.ndim != 3 or grid.shape[2] != 3 or min(grid.shape[:2]) < 2:
            raise RenderError(
                f"The points of a sheet have shape {grid.shape} but must have shape "
                "(m+1, n+1, 3) with m and n at least 1, such as (33, 33, 3)."
            )
        if grid.shape[0] * grid.shape[1] > MAX_VERTICES:
            raise RenderError(
                f"A sheet has {grid.shape[0]}×{grid.shape[1]} points but at most {MAX_VERTICES} "
                "can be drawn; 65×65 looks smooth."
            )
        colour_by = grid[..., 2] if values is None else np.array(values, dtype=float)
        if colour_by.shape != grid.shape[:2]:
            raise RenderError(
                f"The values of a sheet have shape {colour_by.shape} but its points need "
                f"{grid.shape[:2]}."
            )
        self.points, self.values = grid, colour_by
        self.faces = _faces(grid.shape[0], grid.shape[1])
        for derived in ("size", "_skin"):
            self.__dict__.pop(derived, None)
        self.version += 1

    @functools.cached_property
    def size(self) -> float:
        """The diagonal of the box around the points; 1 if there is only one."""
        finite = self.points[np.isfinite(self.points).all(axis=2)]
        return float(np.linalg.norm(np.ptp(finite, axis=0))) or 1.0 if len(finite) else 1.0

    def colours(self, rotation: Floats) -> NDArray[np.uint32]:
        """(n,) ARGB of the vertices, lit for a viewer with the given rotation."""
        normals, rgb = self._skin
        # Both sides of a sheet are lit alike; a face without direction keeps its plain colour.
        lit = np.abs(normals @ (rotation.T @ _LIGHT))
        lit[~normals.any(axis=1)] = 0.7
        lighted = rgb * (1 + self.shading * 0.9 * (lit - 0.7))[:, None]
        bytes_ = np.rint(lighted.clip(0, 1) * 255).astype(np.uint32)
        alpha = np.uint32(round(255 * min(max(self.opacity, 0.0), 1.0)))
        return (alpha << 24) | (bytes_[:, 0] << 16) | (bytes_[:, 1] << 8) | bytes_[:, 2]

    @functools.cached_property
    def _skin(self) -> tuple[Floats, Floats]:
        """Normals and unlit colours of the vertices, (n, 3) each."""
        low, high = self.limits
        share = (
            (self.values.ravel() - low) / (high - low)
            if high > low
            else np.full(self.values.size, 0.5)
        )
        share = np.nan_to_num(share).clip(0, 1) * (len(self._ramp) - 1)
        steps = np.arange(len(self._ramp))
        rgb = np.stack([np.interp(share, steps, channel) for channel in self._ramp.T], axis=1)
        return _normals(self.points).reshape(-1, 3), rgb


def _normals(points: Floats) -> Floats:
    """(m+1, n+1, 3) unit normals of a grid; zero where it has no direction."""
    with np.errstate(invalid="ignore"):
        cross = np.cross(_slopes(points, 0), _slopes(points, 1))
        length = np.linalg.norm(cross, axis=2, keepdims=True)
        return np.where(length > 1e-12, cross / np.maximum(length, 1e-12), 0.0)


def _slopes(points: Floats, axis: int) -> Floats:
    """Differences along an axis: central, one-sided beside a point that is not finite."""
    steps = np.diff(points, axis=axis)
    first, last = (np.take(steps, [end], axis=axis) for end in (0, -1))
    before, after = np.append(first, steps, axis=axis), np.append(steps, last, axis=axis)
    central = (before + after) / 2
    return np.where(np.isfinite(central), central, np.where(np.isfinite(after), after, before))


@functools.lru_cache(maxsize=16)
def _faces(rows: int, columns: int) -> Ints:
    """(k, 4) numbers of the corners of each cell."""
    number = np.arange(rows * columns).reshape(rows, columns)
    cells = [number[:-1, :-1], number[1:, :-1], number[1:, 1:], number[:-1, 1:]]
    faces = np.stack(cells, axis=-1).reshape(-1, 4)
    faces.flags.writeable = False
    return faces
