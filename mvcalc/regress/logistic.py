"""Logistic regression: probabilities σ(x·w) fitted by maximum likelihood.

The negative log-likelihood −Σ y ln p + (1 − y) ln(1 − p) (+ ½·l2·|w|² over the columns that are
not constant) is convex with gradient Xᵀ(p − y) and Hessian XᵀVX, V = p(1 − p); Newton's method is
iteratively reweighted least squares (McCullagh & Nelder, *Generalized Linear Models*, 1989,
section 4.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import flint
import numpy as np
import sympy
from flint import arb

from mvcalc.autodiff.mixed import PRECISION, Number, ball
from mvcalc.errors import (
    BudgetError,
    RangeError,
    SeparableError,
    UncertifiedError,
    names_parameters,
)
from mvcalc.expr import Ball
from mvcalc.outcome import Outcome
from mvcalc.regress.elimination import dependence, from_flint, to_arb, to_matrix
from mvcalc.regress.likelihood import (
    Here,
    Problem,
    probability,
    read_problem,
    ridge_matrix,
    ridge_strength,
)
from mvcalc.regress.linear import design, read_names
from mvcalc.regress.minimum import newton, proved_minimum
from mvcalc.regress.separation import separating_direction

MAX_STEPS = 10_000
_NEWTON_STEPS = 40
_HALVINGS = 30
_WORKING = 512


@dataclass(frozen=True, slots=True)
class LogisticStep:
    """One iterate: weights (p,), log-likelihood, and gradient (p,) of the (penalised) cost.

    Numbers are exact, proved balls (Newton) or float64 machine values (gradient descent);
    ``halvings`` counts how often a Newton step was halved to raise the likelihood.
    """

    k: int
    params: tuple[Number | float, ...]
    loglik: Number | float
    gradient: tuple[Number | float, ...]
    halvings: int = 0


@dataclass(frozen=True, slots=True)
class LogisticFit:
    """The maximum-likelihood fit, and the path a method took towards it.

    ``params``, ``covariance`` (inverse Hessian) and ``loglik`` belong to the optimum, which is
    proved to exist and to be the only one; ``outcome`` and ``reason`` are about the path.
    """

    names: tuple[str, ...]
    params: tuple[Ball, ...]
    covariance: tuple[tuple[Ball, ...], ...]
    loglik: Ball
    path: tuple[LogisticStep, ...]
    outcome: Outcome
    reason: str
    l2: sympy.Rational

    @property
    def se(self) -> tuple[Ball, ...]:
        """(p,) standard errors."""
        with flint.ctx.workprec(PRECISION):
            return tuple(ball(row[k].arb.sqrt()) for k, row in enumerate(self.covariance))

    def probability(self, row: Sequence[object]) -> Ball:
        """σ(x·w) for one row (p,) of the design.

        Raises:
            RangeError: another number of entries.
        """
        (values,) = design([list(row)])
        if len(values) != len(self.params):
            raise RangeError(
                f"the row has {len(values)} numbers instead of {len(self.params)}", param="row"
            )
        with flint.ctx.workprec(PRECISION):
            z = sum((to_arb(v) * w.arb for v, w in zip(values, self.params, strict=True)), arb(0))
            return ball(probability(z))


@names_parameters
def logistic(
    X: Sequence[Sequence[object]],
    y: Iterable[object],
    l2: object = 0,
    method: str = "newton",
    *,
    names: Sequence[str] | None = None,
    max_steps: int = 400,
) -> LogisticFit:
    """Fit P(y = 1) = σ(x·w) to rows ``X`` (n, p) and labels ``y`` (n,) of 0 and 1.

    A constant must be a column of ``X``; ``l2`` does not penalise constant columns.

    Args:
        X, y: exact data.
        l2: ridge strength ≥ 0.
        method: ``newton`` from w = 0 (iterates are proved balls; the first step is exact), or
            ``gd`` with the safe step 1/L (machine values).
        names: column names, default b0, b1, …
        max_steps: 1…10000, for gd.

    Raises:
        DegenerateError: only one class.
        SeparableError: the classes can be separated and l2 is 0, so no finite optimum exists.
        RankError: dependent columns and l2 = 0.
        RangeError: labels that are not 0 or 1 (the row is named), a negative l2, bad shapes.
        UncertifiedError: neither an optimum nor a separation could be proved.
    """
    with flint.ctx.workprec(_WORKING):
        problem = read_problem(X, y, l2)
    columns = read_names(names, problem.rows)
    _check_options(method, max_steps)
    _check_rank(problem, columns)
    with flint.ctx.workprec(_WORKING):
        path, weights = _newton_path(problem)
        optimum = _optimum(problem, weights)
        if optimum is None:
            raise _no_optimum(problem)
        box, over = optimum
        outcome, reason = Outcome.CONVERGED, "the gradient vanished"
        if method == "gd":
            path, outcome, reason = _gradient_path(problem, box, max_steps)
        return LogisticFit(
            names=columns,
            params=tuple(ball(value) for value in box),
            covariance=tuple(tuple(ball(v) for v in row) for row in over.hessian.inv().tolist()),
            loglik=ball(over.loglik),
            path=tuple(path),
            outcome=outcome,
            reason=reason,
            l2=ridge_strength(l2),
        )


def _check_options(method: str, max_steps: int) -> None:
    if method not in ("newton", "gd"):
        raise RangeError(
            "there is no such method", param="method", value=method, hint="use newton or gd"
        )
    if isinstance(max_steps, bool) or not 1 <= max_steps <= MAX_STEPS:
        raise RangeError(
            f"the number of steps is not from 1 to {MAX_STEPS}",
            param="max_steps",
            value=max_steps,
            hint="400",
        )


def _check_rank(problem: Problem, columns: Sequence[str]) -> None:
    X = to_matrix(problem.rows)
    gram = X.transpose() * X + ridge_matrix(problem)
    if gram.rank() < gram.nrows():
        raise dependence(gram, columns)


# Newton ----------------------------------------------------------------------------------------


def _exact_first(problem: Problem) -> tuple[list[sympy.Rational], list[sympy.Rational]]:
    """Gradient at w = 0 and the first full Newton step, both rational (p = 1/2 everywhere)."""
    X = to_matrix(problem.rows)
    half = to_matrix([[Fraction(1, 2) - label] for label in problem.labels])
    gradient = X.transpose() * half
    quarter = to_matrix([[cell / 4 for cell in row] for row in problem.rows])
    step = (X.transpose() * quarter + ridge_matrix(problem)).solve(gradient)
    return [from_flint(v) for v in gradient.entries()], [-from_flint(v) for v in step.entries()]


def _newton_path(problem: Problem) -> tuple[list[LogisticStep], list[arb]]:
    gradient, first = _exact_first(problem)
    zero = [sympy.Integer(0)] * len(gradient)
    count = len(problem.labels)
    path = [LogisticStep(0, tuple(zero), -count * sympy.log(2), tuple(gradient))]
    weights = [arb(0)] * len(gradient)
    here = problem.at(weights)
    for k in range(1, _NEWTON_STEPS + 1):
        try:
            move = here.hessian.solve(here.gradient).entries()
        except ZeroDivisionError:
            break
        for halvings in range(_HALVINGS):
            trial = [w - v / 2**halvings for w, v in zip(weights, move, strict=True)]
            reached = problem.at(trial)
            if reached.cost < here.cost:
                break
        else:
            break
        exact = k == 1 and halvings == 0
        try:
            path.append(
                LogisticStep(
                    k,
                    tuple(first) if exact else tuple(ball(v) for v in trial),
                    ball(reached.loglik),
                    tuple(ball(v) for v in reached.gradient.entries()),
                    halvings,
                )
            )
        except BudgetError:
            break
        gain, weights, here = here.cost - reached.cost, trial, reached
        if gain < arb(2) ** -100 * (1 + abs(here.cost)):
            break
    return path, weights


def _optimum(problem: Problem, weights: Sequence[arb]) -> tuple[list[arb], Here] | None:
    try:
        centre = newton(problem.at, [w.mid() for w in weights])
        return None if centre is None else proved_minimum(problem.at, centre, problem.at(centre))
    except ZeroDivisionError:
        return None


def _no_optimum(problem: Problem) -> SeparableError | UncertifiedError:
    direction = None if any(problem.penalty) else separating_direction(problem.rows, problem.labels)
    if direction is None:
        return UncertifiedError(
            "no best fit could be proved to exist", hint="scale the columns, or add l2 = 1/10"
        )
    return SeparableError(
        "the two classes can be separated, so the best slope is infinite",
        hint="add l2, for example l2 = 1/10",
        direction=direction,
    )


# gradient descent ------------------------------------------------------------------------------


def _gradient_path(
    problem: Problem, optimum: Sequence[arb], max_steps: int
) -> tuple[list[LogisticStep], Outcome, str]:
    X = np.array([[float(v) for v in row] for row in problem.rows])
    y = np.array([float(v) for v in problem.labels])
    ridge = np.array([float(v) for v in problem.penalty])
    best = np.array([float(v.mid()) for v in optimum])
    rate = 1.0 / (float(np.linalg.eigvalsh(X.T @ X)[-1]) / 4.0 + float(ridge.max()))
    weights = np.zeros(len(ridge))
    path: list[LogisticStep] = []
    for k in range(max_steps + 1):
        z = X @ weights
        chance = np.exp(-np.logaddexp(0.0, -z))
        gradient = X.T @ (chance - y) + ridge * weights
        loglik = -float(np.logaddexp(0.0, np.where(y > 0, -z, z)).sum())
        path.append(
            LogisticStep(
                k,
                tuple(float(v) for v in weights),
                loglik,
                tuple(float(v) for v in gradient),
            )
        )
        if np.abs(weights - best).max() <= 1e-9 * max(1.0, np.abs(best).max()):
            return path, Outcome.CONVERGED, "the steps reached the optimum"
        weights = weights - rate * gradient
    return path, Outcome.SLOW, "the step budget was spent before the optimum was reached"
