"""What is painted of a sheet: its cells, a soft rim where it ends or folds over, and its net.

Skia fills triangles without smoothing their edges. So a sheet is drawn half a pixel smaller and
fades out over one pixel around, and a line of its net fades out to both sides. All of that is one
list of quads, painted from far to near: what is nearer covers what is behind, lines too.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.render.sheet import Sheet

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Colours = NDArray[np.uint32]
Signs = NDArray[np.int8]

_NOWHERE = -np.inf  # the depth of cells that are not there
_TINY = 1e-9  # lengths below that are none
_FLAT = 1e-8  # areas below that are none; a pixel is some thousand times larger
_SHARPEST = 0.5  # a corner reaches out at most twice as far as an edge
_OPAQUE = 255
_THIN = 1.6  # pixels: lines up to here are one pixel wide, with as much ink if they can


@dataclass(frozen=True, slots=True)
class Line:
    """How a net is drawn: its ARGB colour and its width in scene units."""

    colour: int
    width: float


@dataclass(frozen=True, slots=True)
class Quads:
    """Quads between coloured vertices.

    Attributes:
        corners: (n, 2) vertices.
        colours: (n,) ARGB.
        numbers: (k, 4) vertex numbers.
        depths: (k,) by which to paint, the smallest first; of equal ones the first first.
    """

    corners: Floats
    colours: Colours
    numbers: Ints
    depths: Floats

    def triangles(self) -> Ints:
        """(2k, 3) vertex numbers, from far to near."""
        return from_far(self.numbers, self.depths)


def from_far(quads: Ints, depths: Floats) -> Ints:
    """(2k, 3) vertex numbers of the triangles of quads (k, 4), from far to near."""
    ordered = quads[np.argsort(depths, kind="stable")]
    return ordered[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3)


def joined(parts: Sequence[Quads]) -> Quads:
    """Several lists as one."""
    starts = np.cumsum([0, *(len(part.corners) for part in parts)])
    return Quads(
        np.concatenate([part.corners for part in parts]),
        np.concatenate([part.colours for part in parts]),
        np.concatenate([p.numbers + start for p, start in zip(parts, starts, strict=False)]),
        np.concatenate([part.depths for part in parts]),
    )


def quads(sheet: Sheet, seen: Floats, colours: Colours, pixel: float, line: Line) -> Quads:
    """A sheet as it is painted.

    Args:
        seen: (n, 3) its vertices, projected; cells with one that is not finite are left out.
        colours: (n,) ARGB of the vertices.
        pixel: its size in scene units.
        line: of the net.
    """
    grid = Grid(sheet, seen)
    cells = sheet.faces[grid.there.ravel()]
    rims = _rims(grid)
    out = _outward(rims, seen[:, :2]) * (pixel / 2)
    # Vertices that no rim moves stand twice, so that the numbers of vertices stay the same.
    corners = np.concatenate([seen[:, :2] - out, seen[:, :2] + out])
    strips = np.stack([rims.a, rims.b, rims.b + len(seen), rims.a + len(seen)], axis=1)
    surface = Quads(
        corners,
        np.concatenate([colours, colours & np.uint32(0xFFFFFF)]),
        np.concatenate([cells, strips]),
        np.concatenate([grid.depths[grid.there], rims.depths]),
    )
    return joined([surface, _net(grid, sheet, pixel, line)])


class Grid:
    """A sheet's cells on screen; a cell is two triangles, cut from its first corner to its third.

    Attributes:
        seen: (m+1, n+1, 3) projected vertices.
        numbers: (m+1, n+1) of the vertices.
        there: (m, n) which cells are drawn.
        depths: (m, n) of the cells.
        down, right: (m, n+1) and (m+1, n) depths of the edges from a vertex to the next in each
            direction: those of the nearer cell beside them.
    """

    def __init__(self, sheet: Sheet, seen: Floats) -> None:
        shape = sheet.values.shape
        self.seen = seen.reshape(*shape, 3)
        self.numbers = np.arange(len(seen)).reshape(shape)
        finite: Flags = np.asarray(np.isfinite(self.seen).all(axis=2))
        self.there: Flags = finite[:-1, :-1] & finite[1:, :-1] & finite[1:, 1:] & finite[:-1, 1:]
        z = self.seen[..., 2]
        mean = (z[:-1, :-1] + z[1:, :-1] + z[1:, 1:] + z[:-1, 1:]) / 4
        self.depths: Floats = np.where(self.there, mean, _NOWHERE)
        across = np.pad(self.depths, ((0, 0), (1, 1)), constant_values=_NOWHERE)
        along = np.pad(self.depths, ((1, 1), (0, 0)), constant_values=_NOWHERE)
        self.down: Floats = np.maximum(across[:, 1:], across[:, :-1])
        self.right: Floats = np.maximum(along[1:], along[:-1])

    def turns(self) -> tuple[Signs, Signs]:
        """Which way round the triangles of each cell are seen: 1, -1, or 0 if they are not.

        A triangle without area, as at the pole of a ball, turns as the other one of its cell.
        """
        x, y = np.nan_to_num(self.seen[..., 0]), np.nan_to_num(self.seen[..., 1])
        u, v = x[1:, 1:] - x[:-1, :-1], y[1:, 1:] - y[:-1, :-1]
        one = (x[1:, :-1] - x[:-1, :-1]) * v - (y[1:, :-1] - y[:-1, :-1]) * u
        two = u * (y[:-1, 1:] - y[:-1, :-1]) - v * (x[:-1, 1:] - x[:-1, :-1])
        flat_one, flat_two = np.abs(one) < _FLAT, np.abs(two) < _FLAT
        seen = self.there & ~(flat_one & flat_two)
        first = np.sign(np.where(flat_one, two, one)) * seen
        second = np.sign(np.where(flat_two, one, two)) * seen
        return first.astype(np.int8), second.astype(np.int8)

    def closed(self) -> tuple[bool, bool]:
        """Whether the last row, and the last column, lie where the first does, as on a tube."""
        rows = np.abs(self.seen[0] - self.seen[-1]).max() < _TINY
        columns = np.abs(self.seen[:, 0] - self.seen[:, -1]).max() < _TINY
        return bool(rows), bool(columns)


@dataclass(frozen=True, slots=True)
class _Edges:
    """Edges from vertex ``a`` to ``b``, on whose one side ``inside`` is; (k,) each."""

    a: Ints
    b: Ints
    inside: Ints
    depths: Floats


def _rims(grid: Grid) -> _Edges:
    """Edges with no sheet on their other side as seen: the border and the folds."""
    one, two = grid.turns()
    rows, columns = grid.closed()
    n = grid.numbers
    found = []
    # The triangle on either side of an edge from a vertex down, right, and across the cell.
    before, after = (side.T for side in _sides(two.T, one.T, columns))
    third = np.where(after != 0, _shifted(n, 1, 1)[:-1], _shifted(n, 0, -1)[:-1])
    found.append((before != after, n[:-1], n[1:], third, grid.down))
    before, after = _sides(one, two, rows)
    third = np.where(after != 0, _shifted(n, 1, 1)[:, :-1], _shifted(n, -1, 0)[:, :-1])
    found.append((before != after, n[:, :-1], n[:, 1:], third, grid.right))
    found.append((one != two, n[:-1, :-1], n[1:, 1:], n[1:, :-1], grid.depths))
    chosen = [[part[rim] for part in rest] for rim, *rest in found]
    a, b, inside, depths = (np.concatenate(parts) for parts in zip(*chosen, strict=True))
    return _Edges(a, b, inside, depths)


def _sides(before: Signs, after: Signs, closed: bool) -> tuple[Signs, Signs]:
    """(m+1, n) what is before and after each line between rows; beyond the ends nothing, or what
    is at the other end."""
    nothing = np.zeros_like(before[:1])
    first, last = (before[-1:], after[:1]) if closed else (nothing, nothing)
    return np.concatenate([first, before]), np.concatenate([after, last])


def _shifted(numbers: Ints, down: int, right: int) -> Ints:
    """The number so many rows further down and columns further right, within the grid."""
    rows, columns = numbers.shape
    row = (np.arange(rows) + down).clip(0, rows - 1)
    column = (np.arange(columns) + right).clip(0, columns - 1)
    return numbers[np.ix_(row, column)]


def _outward(rims: _Edges, points: Floats) -> Floats:
    """(n, 2) where each vertex of a rim moves, if the rim moves out by one; 0 for the others."""
    normals = _normals(points[rims.a], points[rims.b])
    inward = np.einsum("ij,ij->i", normals, points[rims.inside] - points[rims.a]) > 0
    normals[inward] *= -1
    ends = np.concatenate([rims.a, rims.b])
    total = np.zeros((len(points), 3))  # of the normals of its rims, and their number
    if len(ends):
        weights = (*np.tile(normals, (2, 1)).T, None)
        total[:] = np.stack([np.bincount(ends, w, len(points)) for w in weights], axis=1)
    length = np.hypot(total[:, 0], total[:, 1])
    out: Floats = total[:, :2] / np.maximum(length, _TINY)[:, None]
    out /= np.maximum(length / np.maximum(total[:, 2], 1), _SHARPEST)[:, None]
    return out


def _normals(starts: Floats, ends: Floats) -> Floats:
    """(k, 2) of length 1 across the segments; 0 for those without length."""
    along = ends - starts
    length = np.hypot(along[:, 0], along[:, 1])
    across = np.stack([along[:, 1], -along[:, 0]], axis=1)
    across /= np.maximum(length, _TINY)[:, None]
    return across


def _net(grid: Grid, sheet: Sheet, pixel: float, line: Line) -> Quads:
    """The net's lines, the border included."""
    across, alphas = _profile(line, pixel)
    a, b, numbers = _strips(sheet.values.shape, sheet.wires, len(across))
    right, down = _chosen(sheet.values.shape, sheet.wires)
    depths = np.concatenate([grid.right[right].ravel(), grid.down[:, down].ravel()])
    depths = np.repeat(depths, len(across) - 1)
    there = depths > _NOWHERE
    flat = np.nan_to_num(grid.seen[..., :2].reshape(-1, 2))
    starts, ends = flat[a], flat[b]
    offsets = _normals(starts, ends)[:, None, None] * across[:, None]  # (k, profile, 1, 2)
    corners = np.stack([starts, ends], axis=1)[:, None] + offsets  # (k, profile, end, 2)
    colour = (alphas << np.uint32(24)) | np.uint32(line.colour & 0xFFFFFF)
    return Quads(
        corners.reshape(-1, 2),
        np.tile(np.repeat(colour, 2), len(a)),
        numbers if there.all() else numbers[there],
        depths if there.all() else depths[there],
    )


@functools.lru_cache(maxsize=16)
def _strips(
    shape: tuple[int, ...], wires: tuple[int, int], profile: int
) -> tuple[Ints, Ints, Ints]:
    """The vertices that the pieces of a net go from and to, and the corners of their strips."""
    n = np.arange(shape[0] * shape[1]).reshape(shape)
    right, down = _chosen(shape, wires)
    a = np.concatenate([n[right, :-1].ravel(), n[:-1, down].ravel()])
    b = np.concatenate([n[right, 1:].ravel(), n[1:, down].ravel()])
    size = 2 * profile
    first = np.arange(len(a))[:, None] * size + np.arange(0, size - 2, 2)
    numbers = np.stack([first, first + 1, first + 3, first + 2], axis=-1).reshape(-1, 4)
    return a, b, numbers


def _chosen(shape: tuple[int, ...], wires: tuple[int, int]) -> list[Ints]:
    """Which rows and which columns of the grid belong to the net."""
    lines = [
        sorted({*range(0, count, every), count - 1}) if every > 0 else []
        for count, every in zip(shape, wires, strict=True)
    ]
    return [np.array(chosen, np.int64) for chosen in lines]


def _profile(line: Line, pixel: float) -> tuple[Floats, Colours]:
    """(p, 1) places across a line, in scene units, and (p,) its alpha there."""
    width = line.width / pixel
    alpha = line.colour >> 24
    if width <= 1 or (width <= _THIN and alpha * width <= _OPAQUE):
        places, alphas = [-1.0, 0.0, 1.0], [0, round(alpha * width), 0]
    else:
        core = (width - 1) / 2
        places, alphas = [-core - 1, -core, core, core + 1], [0, alpha, alpha, 0]
    return np.array(places)[:, None] * pixel, np.array(alphas, np.uint32)
