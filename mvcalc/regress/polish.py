"""From a float64 candidate of a nonlinear fit to a proved minimum, in 256-bit balls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import flint
from flint import arb, arb_mat

from mvcalc.autodiff.mixed import PRECISION, ball
from mvcalc.errors import BudgetError
from mvcalc.regress.elimination import to_arb
from mvcalc.regress.fit import Fit
from mvcalc.regress.linear import variation
from mvcalc.regress.minimum import newton, positive_definite, proved_minimum
from mvcalc.regress.model import Model

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

    def local(params: Sequence[arb]) -> tuple[arb_mat, arb_mat]:
        found = _local(model, params)
        return found.gradient, found.hessian

    with flint.ctx.workprec(PRECISION):
        try:
            centre = newton(local, [arb(value) for value in candidate])
            if centre is None or not _near(model, centre, candidate):
                return None
            box = proved_minimum(local, centre)
            return None if box is None else _fit(model, box)
        except (ZeroDivisionError, BudgetError):
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


def _near(model: Model, centre: Sequence[arb], candidate: Sequence[float]) -> bool:
    local = _local(model, centre)
    if not positive_definite(local.hessian):
        return False
    inverse = local.gram.inv()
    scale = local.rss / max(1, len(model) - len(centre))
    for k, value in enumerate(candidate):
        allowed = _NEAR * abs(centre[k]) + abs(inverse[k, k] * scale).upper().sqrt()
        if not abs(centre[k] - arb(value)) <= allowed + arb(10) ** -12:
            return False
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
        tss=variation(model.observed, model.weights, centred=True),
        scale_known=model.scale_known,
        exact=False,
    )
