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
from mvcalc.regress.minimum import newton, positive_definite, proved_minimum
from mvcalc.regress.model import Model
from mvcalc.regress.normal import variation

_NEAR = 0.02


@dataclass(frozen=True, slots=True)
class _Local:
    """Half the gradient (p, 1) and half the Hessian (p, p) of the sum of squares, JᵀWJ, and what
    they were made of: fitted values and residuals (n,), Jacobian (n, p)."""

    gradient: arb_mat
    hessian: arb_mat
    gram: arb_mat
    rss: arb
    fitted: list[arb]
    residuals: list[arb]
    jacobian: list[list[arb]]


def polish(model: Model, candidate: Sequence[float]) -> Fit | None:
    """A fit whose minimum is proved to exist near the candidate, or None.

    *Near* means within 2 % of each parameter or one standard error.
    """
    with flint.ctx.workprec(PRECISION):
        weights = [to_arb(w) for w in model.weights]

        def local(params: Sequence[arb]) -> _Local:
            return _local(model, weights, params)

        try:
            centre = newton(local, [arb(value) for value in candidate])
            if centre is None:
                return None
            here = local(centre)
            if not _near(here, centre, candidate):
                return None
            proved = proved_minimum(local, centre, here)
            return None if proved is None else _fit(model, *proved)
        except (ZeroDivisionError, BudgetError):
            return None


def _local(model: Model, weights: Sequence[arb], params: Sequence[arb]) -> _Local:
    values, second = model.balls(params)
    p, n = len(params), len(weights)
    residuals = [to_arb(y) - f for y, f in zip(model.observed, values.fitted, strict=True)]
    pulls = arb_mat(1, n, [w * r for w, r in zip(weights, residuals, strict=True)])
    J = arb_mat(values.jacobian)
    weighted = arb_mat(
        [[w * v for v in row] for row, w in zip(values.jacobian, weights, strict=True)]
    )
    gram = J.transpose() * weighted
    bends = (pulls * arb_mat(second).transpose()).entries()
    packed = {(i, j): bends[i * (i + 1) // 2 + j] for i in range(p) for j in range(i + 1)}
    bend = arb_mat([[packed[max(i, j), min(i, j)] for j in range(p)] for i in range(p)])
    rss = sum((a * b for a, b in zip(pulls.entries(), residuals, strict=True)), arb(0))
    return _Local(
        gradient=-(pulls * J).transpose(),
        hessian=gram - bend,
        gram=gram,
        rss=rss,
        fitted=values.fitted,
        residuals=residuals,
        jacobian=values.jacobian,
    )


def _near(here: _Local, centre: Sequence[arb], candidate: Sequence[float]) -> bool:
    if not positive_definite(here.hessian):
        return False
    inverse = here.gram.inv()
    scale = here.rss / max(1, len(here.fitted) - len(centre))
    for k, value in enumerate(candidate):
        allowed = _NEAR * abs(centre[k]) + abs(inverse[k, k] * scale).upper().sqrt()
        if not abs(centre[k] - arb(value)) <= allowed + arb(10) ** -12:
            return False
    return True


def _fit(model: Model, params: Sequence[arb], over: _Local) -> Fit:
    return Fit(
        names=model.names,
        params=tuple(ball(value) for value in params),
        unscaled=tuple(tuple(ball(v) for v in row) for row in over.gram.inv().tolist()),
        design=tuple(tuple(ball(slope) for slope in row) for row in over.jacobian),
        weights=model.weights,
        fitted=tuple(ball(value) for value in over.fitted),
        residuals=tuple(ball(value) for value in over.residuals),
        rss=ball(over.rss),
        tss=variation(model.observed, model.weights, centred=True),
        scale_known=model.scale_known,
        exact=False,
    )
