"""The graph of a function over a grid, cut cleanly where it leaves a window or has no value."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from scenes.stage.parts.heights import Range, Surface, values
from scenes.stage.parts.part import Floats

Index = tuple[npt.NDArray[np.intp], ...]
_HALVINGS: Final = 12
_AROUND: Final = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]


def trimmed_graph(
    f: Surface, x_range: Range, y_range: Range, z_range: Range, cells: int = 48
) -> Floats:
    """Points (cells + 1, cells + 1, 3) of z = f(x, y) with ``z_range[0] <= z <= z_range[1]``.

    A grid point outside the window moves to the edge of the graph, found by halving towards its
    neighbours inside; those with no neighbour inside are NaN. So the edge is smooth, not a stair.
    """
    x, y = np.linspace(*x_range, cells + 1), np.linspace(*y_range, cells + 1)
    X, Y = np.meshgrid(x, y, indexing="ij")
    Z = values(f, X, Y)
    inside = _within(Z, z_range)
    points = np.stack([X, Y, Z], axis=-1)
    points[~inside] = np.nan
    total, weight = np.zeros_like(points), np.zeros(X.shape)
    for out, into in _pairs(inside):
        edge = _edge(f, z_range, np.stack([X[out], Y[out]]), np.stack([X[into], Y[into]]))
        share = _weight(out, into, cells)
        total[out] += share[:, None] * np.stack([*edge, values(f, *edge)], axis=-1)
        weight[out] += share
    moved = weight > 0
    points[moved] = total[moved] / weight[moved, None]
    return points


def _weight(out: Index, into: Index, cells: int) -> Floats:
    """How much a neighbour counts: a diagonal one little, one that leads off the rim hardly."""
    weight = np.ones(len(out[0]))
    for mine, theirs in zip(out, into, strict=True):
        weight[((mine == 0) | (mine == cells)) & (mine != theirs)] *= 1e-6
    diagonal = (out[0] != into[0]) & (out[1] != into[1])
    weight[diagonal] *= 1e-3
    return weight


def _within(z: Floats, z_range: Range) -> npt.NDArray[np.bool_]:
    return (z_range[0] <= z) & (z <= z_range[1])


def _pairs(inside: npt.NDArray[np.bool_]) -> list[tuple[Index, Index]]:
    """Indices of grid points outside with, in each direction, their neighbours inside."""
    padded = np.pad(inside, 1)
    pairs: list[tuple[Index, Index]] = []
    for i, j in _AROUND:
        rows, columns = inside.shape
        neighbour = padded[1 + i : 1 + i + rows, 1 + j : 1 + j + columns]
        out = np.nonzero(~inside & neighbour)
        if len(out[0]):
            pairs.append((out, (out[0] + i, out[1] + j)))
    return pairs


def _edge(f: Surface, z_range: Range, outer: Floats, inner: Floats) -> Floats:
    """The last places still inside on the way from ``inner`` to ``outer``; shape (2, n)."""
    for _ in range(_HALVINGS):
        middle = (outer + inner) / 2
        stays = _within(values(f, *middle), z_range)
        inner, outer = np.where(stays, middle, inner), np.where(stays, outer, middle)
    return inner
