"""Machine-number searches for the least sum of squares: three ways to choose the step.

With residuals r = y − f(b), Jacobian J and weights W, gradient descent moves along JᵀWr,
Gauss-Newton by (JᵀWJ)⁻¹JᵀWr, and Levenberg-Marquardt by (JᵀWJ + λD²)⁻¹JᵀWr with D the largest
column lengths of J met so far (Marquardt 1963; the scaling is Moré's, *Lecture Notes in
Mathematics* 630, 1978).  The stopping rule is the relative offset of Bates & Watts
(*Technometrics* 23, 1981): the part of r inside the span of J against the part outside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mvcalc.autodiff.arithmetic import Floats
from mvcalc.outcome import Outcome
from mvcalc.regress.model import Model
from mvcalc.regress.path import FitStep

MAX_WORK = 700_000_000
FIRST_DAMPING = 1e-3
RAISE, LOWER = 3.0, 10.0
_LARGEST_DAMPING = 1e16
_OFFSET = 1e-8
_TINY = 1e-14
_RANK = 1e-13
_FAR = 1e150


@dataclass(frozen=True, slots=True)
class State:
    """Where a search stands: parameters (p,), weighted residuals (n,), Jacobian (n, p), RSS."""

    params: Floats
    residuals: Floats
    jacobian: Floats
    rss: float

    @property
    def gradient(self) -> Floats:
        """Gradient of the sum of squares (p,)."""
        return -2.0 * (self.jacobian.T @ self.residuals)

    def step(self, k: int, damping: float | None, rejected: int) -> FitStep:
        """The record of this state."""
        return FitStep(
            k=k,
            params=tuple(float(v) for v in self.params),
            rss=float(self.rss),
            gradient=tuple(float(v) for v in self.gradient),
            damping=damping,
            rejected=rejected,
            exact=False,
        )


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a search stopped; a CONVERGED ending is only a candidate until it is polished."""

    outcome: Outcome
    reason: str
    attempted: tuple[float, ...] | None = None


class Searcher:
    """Evaluates the model and counts how often."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._inputs = model.machine_inputs()
        self._observed = np.array([float(v) for v in model.observed])
        self._root = np.sqrt(np.array([float(v) for v in model.weights]))
        self.evaluations = 0
        self._work = len(model) * (len(model.names) + 4) ** 2

    @property
    def spent(self) -> bool:
        """Whether the work budget, which bounds the running time to seconds, is used up."""
        return self.evaluations * self._work > MAX_WORK

    def at(self, params: Floats) -> State | None:
        """The state at a point, or None where the model is undefined or overflows."""
        self.evaluations += 1
        fitted, jacobian = self._model.machine(self._inputs, params)
        with np.errstate(all="ignore"):
            residuals = self._root * (self._observed - fitted)
            rss = float(residuals @ residuals)
            scaled = self._root[:, None] * jacobian
        if not (np.isfinite(rss) and np.isfinite(scaled).all() and np.abs(scaled).max() < _FAR):
            return None
        return State(params, residuals, scaled, rss)


def relative_offset(state: State, inside: Floats) -> float:
    """Length of the residual inside the span of J over its length outside, per degree of
    freedom; ``inside`` are its coordinates in an orthonormal basis of the span."""
    count, size = state.jacobian.shape
    within = float(inside @ inside)
    outside = max(state.rss - within, 0.0)
    if outside == 0.0:
        return 0.0 if within == 0.0 else float("inf")
    return float(np.sqrt(within / size) / np.sqrt(outside / max(count - size, 1)))


Record = Callable[[State, float | None, int], None]


def gauss_newton(searcher: Searcher, state: State, budget: int, record: Record) -> Ending:
    """Full steps, whatever happens to the sum of squares."""
    visited: list[Floats] = [state.params]
    for _ in range(budget):
        if searcher.spent:
            break
        lengths = _lengths(state.jacobian)
        U, s, Vt = np.linalg.svd(state.jacobian / lengths, full_matrices=False)
        if s[-1] <= _RANK * s[0]:
            return Ending(
                Outcome.SINGULAR, "the columns of the Jacobian became dependent on each other"
            )
        inside = U.T @ state.residuals
        if relative_offset(state, inside) < _OFFSET:
            return Ending(Outcome.CONVERGED, _SQUARE)
        move = (Vt.T @ (inside / s)) / lengths
        if _is_tiny(move, state.params):
            return Ending(Outcome.CONVERGED, _NO_MOVE)
        following = searcher.at(state.params + move)
        if following is None:
            return Ending(
                Outcome.LEFT_DOMAIN,
                "the next step leads to parameters where the model overflows or has no value",
                tuple(float(v) for v in state.params + move),
            )
        if any(np.allclose(following.params, old, rtol=1e-12, atol=0.0) for old in visited[:-1]):
            record(following, None, 0)
            return Ending(Outcome.CYCLED, "the steps returned to an earlier point")
        state = following
        visited = [*visited[-20:], state.params]
        record(state, None, 0)
        if np.abs(state.params).max() > _FAR:
            return Ending(Outcome.DIVERGED, "the parameters grew without limit")
    return Ending(Outcome.SLOW, _BUDGET)


def levenberg_marquardt(searcher: Searcher, state: State, budget: int, record: Record) -> Ending:
    """Damped steps that always lower the sum of squares."""
    damping = FIRST_DAMPING
    lengths = _lengths(state.jacobian)
    for _ in range(budget):
        if searcher.spent:
            break
        lengths = np.maximum(lengths, np.sqrt((state.jacobian**2).sum(axis=0)))
        U, s, Vt = np.linalg.svd(state.jacobian / lengths, full_matrices=False)
        inside = U.T @ state.residuals
        if relative_offset(state, inside) < _OFFSET:
            return Ending(Outcome.CONVERGED, _SQUARE)
        following, rejected = None, 0
        while following is None:
            with np.errstate(divide="ignore", over="ignore", under="ignore"):
                move = (Vt.T @ (s * inside / (s * s + damping))) / lengths
            if _is_tiny(move, state.params):
                return Ending(Outcome.CONVERGED, _NO_MOVE)
            trial = searcher.at(state.params + move)
            if trial is not None and trial.rss < state.rss:
                following = trial
            else:
                damping, rejected = damping * RAISE, rejected + 1
                if damping > _LARGEST_DAMPING:
                    return Ending(Outcome.CONVERGED, _NO_MOVE)
        record(following, damping, rejected)
        state, damping = following, max(damping / LOWER, 1e-20)
    return Ending(Outcome.SLOW, _BUDGET)


def damped_move(state: State, damping: float) -> Floats:
    """The step for one damping, with D the column lengths of J here."""
    lengths = _lengths(state.jacobian)
    U, s, Vt = np.linalg.svd(state.jacobian / lengths, full_matrices=False)
    move: Floats = (Vt.T @ (s * (U.T @ state.residuals) / (s * s + damping))) / lengths
    return move


def gradient_descent(searcher: Searcher, state: State, budget: int, record: Record) -> Ending:
    """Steps against the gradient of the sum of squares, with Armijo's halving rule."""
    gradient = state.gradient
    rate = 1.0 / max(float(np.linalg.norm(state.jacobian)) ** 2, 1e-300)
    for _ in range(budget):
        if searcher.spent:
            break
        U, _, _ = np.linalg.svd(state.jacobian / _lengths(state.jacobian), full_matrices=False)
        if relative_offset(state, U.T @ state.residuals) < _OFFSET:
            return Ending(Outcome.CONVERGED, _SQUARE)
        following, rejected = None, 0
        rate *= 2.0
        while following is None:
            move = -rate * gradient
            if _is_tiny(move, state.params):
                return Ending(Outcome.CONVERGED, _NO_MOVE)
            trial = searcher.at(state.params + move)
            enough = state.rss - 1e-4 * rate * float(gradient @ gradient)
            if trial is not None and trial.rss <= enough:
                following = trial
            else:
                rate, rejected = rate / 2.0, rejected + 1
        record(following, rate, rejected)
        state, gradient = following, following.gradient
    return Ending(Outcome.SLOW, _BUDGET)


_SQUARE = "the residual is square to every direction in which the model can move"
_NO_MOVE = "no step that is visible to the machine lowers the sum of squares"
_BUDGET = "the step budget was spent before the fit settled"


def _lengths(jacobian: Floats) -> Floats:
    lengths: Floats = np.sqrt((jacobian**2).sum(axis=0))
    lengths[lengths == 0.0] = 1.0
    return lengths


def _is_tiny(move: Floats, params: Floats) -> bool:
    return bool((np.abs(move) <= _TINY * np.abs(params)).all())
