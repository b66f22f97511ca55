"""A flat window on the loss surface: two directions through weight space."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mvcalc.autodiff.arithmetic import Floats
from mvcalc.errors import DegenerateError, RangeError, names_parameters
from mvcalc.nets.training import TrainingPath


@dataclass(frozen=True, slots=True)
class Slice:
    """Training loss over w = origin + α·u + β·v (machine values).

    Attributes:
        origin: (w,) the final weights.
        u, v: (w,) orthonormal directions.
        alphas, betas: (k,) grid.
        loss: (k, k), ``loss[i][j]`` at (alphas[j], betas[i]).
        track: (m, 2) the training path projected on (u, v).
        captured: share of the path's spread that the two directions show, 0…1.
    """

    origin: Floats
    u: Floats
    v: Floats
    alphas: Floats
    betas: Floats
    loss: Floats
    track: Floats
    captured: float


@names_parameters
def loss_slice(
    path: TrainingPath,
    directions: Sequence[Sequence[float] | Floats] | None = None,
    *,
    points: int = 41,
    margin: float = 0.25,
) -> Slice:
    """The loss around the end of a training run.

    Args:
        path: a training run.
        directions: two vectors (w,); default the two principal directions of the path's
            snapshots, in which a two-dimensional picture shows most of the way travelled.
        points: grid points per side, 3…201.
        margin: room around the path, as a share of its extent.

    Raises:
        RangeError: points outside 3…201, or directions of the wrong shape.
        DegenerateError: directions that are parallel, or a path that did not move.
    """
    if isinstance(points, bool) or not 3 <= points <= 201:
        raise RangeError("the grid is not 3 to 201 wide", param="points", value=points, hint="41")
    origin = path.weights
    finite = [w for _, w in path.snapshots if np.isfinite(w).all()]
    if not finite or not np.isfinite(origin).all():
        origin = finite[-1] if finite else origin
    moved = np.array(finite) - origin
    u, v = _principal(moved) if directions is None else _orthonormal(directions, len(origin))
    track = np.column_stack([moved @ u, moved @ v])
    spread = float((moved**2).sum())
    reach = max(float(np.abs(track).max()), 1e-3) * (1.0 + margin)
    grid = np.linspace(-reach, reach, points)

    def cost(a: float, b: float) -> float:
        return path.net.cost(origin + a * u + b * v, path.train.inputs, path.train.targets)

    with np.errstate(all="ignore"):
        loss = np.array([[cost(a, b) for a in grid] for b in grid])
    captured = float((track**2).sum()) / spread if spread > 0 else 1.0
    return Slice(origin, u, v, grid, grid, loss, track, captured)


def _principal(moved: Floats) -> tuple[Floats, Floats]:
    if not np.abs(moved).max() > 0:
        raise DegenerateError("the weights did not move", hint="train for more epochs")
    _, _, axes = np.linalg.svd(moved, full_matrices=False)
    if len(axes) < 2:
        return _orthonormal([axes[0], np.roll(axes[0], 1) + np.eye(len(axes[0]))[0]], len(axes[0]))
    return axes[0], axes[1]


def _orthonormal(
    directions: Sequence[Sequence[float] | Floats], size: int
) -> tuple[Floats, Floats]:
    given = [np.asarray(d, dtype=np.float64) for d in directions]
    if len(given) != 2 or any(d.shape != (size,) for d in given):
        raise RangeError(f"two directions of {size} numbers are needed", param="directions")
    u = given[0] / (np.linalg.norm(given[0]) or 1.0)
    v = given[1] - (given[1] @ u) * u
    length = float(np.linalg.norm(v))
    if not length > 1e-9 * max(float(np.linalg.norm(given[1])), 1e-300):
        raise DegenerateError("the two directions are parallel", hint="choose another pair")
    return u, v / length
