"""From a float64 candidate to a proved minimum.

Newton's method on the gradient in 256-bit balls, then Krawczyk's test: if the image of a small box
lies inside it, the box contains exactly one zero of the gradient (Krawczyk, *Computing* 4, 1969;
Rump, *Acta Numerica* 19, 2010, section 13).  A positive definite Hessian on the whole box makes
that zero a strict local minimum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import flint
import sympy
from flint import arb, arb_mat

from mvcalc.autodiff.mixed import PRECISION, ball
from mvcalc.regress.elimination import to_arb
from mvcalc.regress.fit import Fit
from mvcalc.regress.linear import variation
from mvcalc.regress.model import Model

_ROUNDS = 12
_BOX_BITS = 150
_NEAR = 0.02


@dataclass(frozen=True, slots=True)
class _Local:
    """Half the gradient (p, 1) and half the Hessian (p, p) of the sum of squares, and JᵀWJ."""

    gradient: arb_mat
    hessian: arb_mat
    gram: arb_mat
    rss: arb


def polish(model: Model, candidate: Sequence[float]) -> Fit | None:
    """A fit whose minimum is proved to exist near the candidate, or None.

    *Near* means within 2 % of each parameter or one standard error.
    """
    with flint.ctx.workprec(PRECISION):
        try:
            centre = _newton(model, [arb(value) for value in candidate])
            if centre is None or not _near(model, centre, candidate):
                return None
            box = _krawczyk(model, centre)
            return None if box is None else _fit(model, box)
        except (ZeroDivisionError, ValueError):
            return None


def _local(model: Model, params: Sequence[arb]) -> _Local:
    values, second = model.balls(params)
    p = len(params)
    gradient = [arb(0)] * p
    gram = [[arb(0)] * p for _ in range(p)]
    bend = [[arb(0)] * p for _ in range(p)]
    rss = arb(0)
    rows = zip(values.fitted, values.jacobian, second, model.observed, model.weights, strict=True)
    for fitted, slopes, bends, seen, weight in rows:
        w = to_arb(weight)
        residual = to_arb(seen) - fitted
        rss += w * residual * residual
        packed = iter(bends)
        for i in range(p):
            gradient[i] -= w * residual * slopes[i]
            for j in range(i + 1):
                gram[i][j] += w * slopes[i] * slopes[j]
                bend[i][j] += w * residual * next(packed)
    full = [[gram[max(i, j)][min(i, j)] for j in range(p)] for i in range(p)]
    curved = [[full[i][j] - bend[max(i, j)][min(i, j)] for j in range(p)] for i in range(p)]
    return _Local(arb_mat([[g] for g in gradient]), arb_mat(curved), arb_mat(full), rss)


def _newton(model: Model, params: list[arb]) -> list[arb] | None:
    smallest = arb(2) ** (-PRECISION // 2 - _BOX_BITS // 2)
    for _ in range(_ROUNDS):
        local = _local(model, params)
        step = local.hessian.solve(local.gradient)
        moved = [(value - step[k, 0]).mid() for k, value in enumerate(params)]
        if not all(value.is_finite() for value in moved):
            return None
        params = moved
        size = [abs(step[k, 0]) / (abs(value) + smallest) for k, value in enumerate(params)]
        if all(bool(ratio.upper() < arb(2) ** -(_BOX_BITS + 20)) for ratio in size):
            return params
    return None


def _near(model: Model, centre: Sequence[arb], candidate: Sequence[float]) -> bool:
    local = _local(model, centre)
    if not _positive_definite(local.hessian):
        return False
    inverse = local.gram.inv()
    scale = local.rss / max(1, len(model) - len(centre))
    for k, value in enumerate(candidate):
        allowed = _NEAR * abs(centre[k]) + (abs(inverse[k, k] * scale)).sqrt()
        if not abs(centre[k] - arb(value)) <= allowed + arb(10) ** -12:
            return False
    return True


def _krawczyk(model: Model, centre: Sequence[arb]) -> list[arb] | None:
    p = len(centre)
    at = _local(model, centre)
    inverse = at.hessian.inv().mid()
    width = arb(2) ** -_BOX_BITS
    radius = [width * (abs(value) + width) for value in centre]
    box = [value + arb(0, float(1)) * r for value, r in zip(centre, radius, strict=True)]
    over = _local(model, box)
    identity = arb_mat(p, p, [int(i == j) for i in range(p) for j in range(p)])
    contraction = identity - inverse * over.hessian
    spread = arb_mat([[value - mid] for value, mid in zip(box, centre, strict=True)])
    image = arb_mat([[v] for v in centre]) - inverse * at.gradient + contraction * spread
    found = [image[k, 0] for k in range(p)]
    if not all(box[k].contains_interior(found[k]) for k in range(p)):
        return None
    return found if _positive_definite(over.hessian) else None


def _positive_definite(matrix: arb_mat) -> bool:
    """Whether every pivot of a symmetric elimination is provably positive."""
    rows = matrix.tolist()
    for k in range(len(rows)):
        if not rows[k][k] > 0:
            return False
        for i in range(k + 1, len(rows)):
            factor = rows[i][k] / rows[k][k]
            for j in range(k, len(rows)):
                rows[i][j] -= factor * rows[k][j]
    return True


def _fit(model: Model, box: Sequence[arb]) -> Fit:
    values, _ = model.balls(box)
    local = _local(model, box)
    inverse = local.gram.inv()
    p = len(box)
    return Fit(
        names=model.names,
        params=tuple(ball(value) for value in box),
        unscaled=tuple(tuple(ball(inverse[i, j]) for j in range(p)) for i in range(p)),
        design=tuple(tuple(ball(slope) for slope in row) for row in values.jacobian),
        weights=model.weights,
        fitted=tuple(ball(value) for value in values.fitted),
        residuals=tuple(
            ball(to_arb(seen) - value)
            for seen, value in zip(model.observed, values.fitted, strict=True)
        ),
        rss=ball(local.rss),
        tss=sympy.Rational(*_ratio(variation(model.observed, model.weights, centred=True))),
        scale_known=model.scale_known,
        exact=False,
    )


def _ratio(value: sympy.Rational) -> tuple[int, int]:
    return int(value.p), int(value.q)
