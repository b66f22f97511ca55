"""Proving that a smooth function has exactly one critical point in a tiny box, and a minimum.

Newton's method finds the centre.  Krawczyk's test: if the image of a box under the preconditioned
Newton map lies inside the box, the box contains exactly one zero of the gradient (Krawczyk,
*Computing* 4, 1969; Rump, *Acta Numerica* 19, 2010, section 13).  A Hessian that is positive
definite on the whole box makes that zero a strict local minimum.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from flint import arb, arb_mat


class Local(Protocol):
    """Gradient (p, 1) and Hessian (p, p) at a point or over a box of balls."""

    @property
    def gradient(self) -> arb_mat: ...

    @property
    def hessian(self) -> arb_mat: ...


L = TypeVar("L", bound=Local)

_BOX_BITS = 150
_ROUNDS = 12
_SMALLEST_BITS = 300  # below this a coordinate counts as 0


def newton(local: Callable[[Sequence[arb]], Local], start: Sequence[arb]) -> list[arb] | None:
    """A critical point to about 50 digits, or None when twelve Newton steps do not settle.

    Raises:
        ZeroDivisionError: a singular Hessian on the way.
    """
    point = list(start)
    for _ in range(_ROUNDS):
        here = local(point)
        sizes = scales(point, here.hessian)
        step = here.hessian.solve(here.gradient)
        moved = [(value - step[k, 0]).mid() for k, value in enumerate(point)]
        if not all(value.is_finite() for value in moved):
            return None
        point = moved
        if all(
            abs(step[k, 0]) < size * arb(2) ** -(_BOX_BITS + 20) for k, size in enumerate(sizes)
        ):
            return point
    return None


def proved_minimum(
    local: Callable[[Sequence[arb]], L], centre: Sequence[arb], here: L
) -> tuple[list[arb], L] | None:
    """A box with exactly one minimum inside, or None if that is not proved.

    Args:
        local: the function's derivatives.
        centre: a critical point, nearly.
        here: the derivatives at the centre.

    Returns:
        The box (p,), and the derivatives over a slightly larger one.

    Raises:
        ZeroDivisionError: a singular Hessian at the centre.
    """
    p = len(centre)
    inverse = here.hessian.inv().mid()
    sizes = scales(centre, here.hessian)
    box = [
        value + arb(0, 1) * arb(2) ** -_BOX_BITS * size
        for value, size in zip(centre, sizes, strict=True)
    ]
    over = local(box)
    identity = arb_mat(p, p, [int(i == j) for i in range(p) for j in range(p)])
    spread = arb_mat([[value - mid] for value, mid in zip(box, centre, strict=True)])
    image = arb_mat([[v] for v in centre]) - inverse * here.gradient
    image += (identity - inverse * over.hessian) * spread
    found = [image[k, 0] for k in range(p)]
    if not all(box[k].contains_interior(found[k]) for k in range(p)):
        return None
    return (found, over) if positive_definite(over.hessian) else None


def scales(point: Sequence[arb], hessian: arb_mat) -> list[arb]:
    """A natural size for each coordinate: its own, or for one near 0 the length that changes the
    function as much as the largest coordinate does."""
    roots = [abs(hessian[k, k]).mid().sqrt() for k in range(len(point))]
    weighed = [abs(value).mid() * root for value, root in zip(point, roots, strict=True)]
    largest = weighed[0]
    for size in weighed[1:]:
        largest = largest.max(size)
    largest = largest.max(arb(2) ** -_SMALLEST_BITS)
    return [
        (abs(value) + largest / root).mid() if root > 0 else arb(1) + abs(value).mid()
        for value, root in zip(point, roots, strict=True)
    ]


def positive_definite(matrix: arb_mat) -> bool:
    """Whether every pivot of the elimination is provably positive (for a symmetric matrix)."""
    rows = matrix.tolist()
    for k in range(len(rows)):
        if not rows[k][k] > 0:
            return False
        for i in range(k + 1, len(rows)):
            factor = rows[i][k] / rows[k][k]
            for j in range(k, len(rows)):
                rows[i][j] -= factor * rows[k][j]
    return True
