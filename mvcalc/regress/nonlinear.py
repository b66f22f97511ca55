"""Nonlinear least squares: Gauss-Newton, Levenberg-Marquardt and gradient descent.

A fit runs in three stages.  The first steps are exact while their numbers stay short; then the
search continues in float64 (``switched_at`` says from which step); finally the candidate is
polished in 256-bit balls and proved to be an isolated minimum.  Only a proved minimum is called
converged, so a search that stops on a flat stretch is reported as stalled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import sympy

from mvcalc.errors import DomainError, RangeError, SingularError, names_parameters
from mvcalc.expr import Function, number, rational
from mvcalc.outcome import Outcome
from mvcalc.regress import search
from mvcalc.regress.fit import Fit
from mvcalc.regress.model import Model
from mvcalc.regress.opening import opening
from mvcalc.regress.path import FitPath, FitStep
from mvcalc.regress.polish import polish
from mvcalc.regress.search import Ending, Searcher, State
from mvcalc.regress.table import Data

MAX_STEPS = 5_000

Start = Mapping[str, object] | Sequence[object]


@names_parameters
def gauss_newton(
    model: Function, data: Data, start: Start, *, max_steps: int = 50, response: str = "y"
) -> FitPath:
    """Fit by full Gauss-Newton steps.

    Args:
        model: y as a function of data columns and parameters, e.g. ``b1*x^b2``.
        data: table with the response and, optionally, a column ``sigma``.
        start: first parameters, by name or in the order of ``model.vars``.
        max_steps: 1…5000.

    Raises:
        SingularError: JᵀWJ is singular at the start.
        DomainError: the model is undefined at a data point for the start.
        RangeError, FreeSymbolError, RankError: see ``Model.of``.
    """
    return _fit("gauss-newton", model, data, start, max_steps, response)


@names_parameters
def levenberg_marquardt(
    model: Function, data: Data, start: Start, *, max_steps: int = 2000, response: str = "y"
) -> FitPath:
    """Fit by damped steps; arguments and errors as ``gauss_newton`` (no SingularError)."""
    return _fit("levenberg-marquardt", model, data, start, max_steps, response)


@names_parameters
def gradient_descent(
    model: Function, data: Data, start: Start, *, max_steps: int = 200, response: str = "y"
) -> FitPath:
    """Fit by gradient descent with halving; arguments and errors as ``gauss_newton``."""
    return _fit("gradient descent", model, data, start, max_steps, response)


@names_parameters
def damped_step(
    model: Function,
    data: Data,
    params: Start,
    damping: object,
    *,
    response: str = "y",
) -> tuple[float, ...]:
    """The step (JᵀWJ + λD²)⁻¹JᵀWr from given parameters, as machine values (p,).

    D holds the column lengths of J.  λ = 0 is the Gauss-Newton step; for large λ the step turns
    towards the (rescaled) negative gradient and shortens.

    Raises:
        RangeError: a negative λ.
        SingularError: λ = 0 where JᵀWJ is singular.
        DomainError, FreeSymbolError, RankError: as ``gauss_newton``.
    """
    strength = float(rational(damping))
    if strength < 0:
        raise RangeError("the damping is negative", param="damping", value=damping, hint="1/10")
    tied = Model.of(model, data, response)
    at = _start(params, tied)
    state = Searcher(tied).at(np.array([float(v) for v in at]))
    if state is None:
        raise _undefined(tied, at)
    if strength == 0:
        _check_regular(state, tied)
    return tuple(float(v) for v in search.damped_move(state, strength))


METHODS = {
    "gn": gauss_newton,
    "lm": levenberg_marquardt,
    "gd": gradient_descent,
}
"""The methods by the short names that lectures use."""

_SEARCHES = {
    "gauss-newton": search.gauss_newton,
    "levenberg-marquardt": search.levenberg_marquardt,
    "gradient descent": search.gradient_descent,
}


def _fit(
    method: str, function: Function, data: Data, start: Start, max_steps: int, response: str
) -> FitPath:
    if isinstance(max_steps, bool) or not 1 <= max_steps <= MAX_STEPS:
        raise RangeError(
            f"the number of steps is not from 1 to {MAX_STEPS}",
            param="max_steps",
            value=max_steps,
            hint="50",
        )
    model = Model.of(function, data, response)
    first = _start(start, model)
    steps = opening(model, first, method, max_steps)
    searcher = Searcher(model)
    exact = len(steps)
    ending, steps = _continue(method, searcher, model, steps, first, max_steps)
    fit = polish(model, [float(v) for v in steps[-1].params]) if _candidate(ending) else None
    ending = _judged(ending, fit)
    return FitPath(
        method=method,
        names=model.names,
        steps=tuple(steps),
        outcome=ending.outcome,
        reason=ending.reason,
        fit=fit if ending.outcome is Outcome.CONVERGED else None,
        switched_at=exact if exact < len(steps) else None,
        evaluations=searcher.evaluations + exact,
        attempted=ending.attempted,
    )


def _start(start: Start, model: Model) -> list[sympy.Expr]:
    names = model.names
    if isinstance(start, Mapping):
        missing = [name for name in names if name not in start]
        if missing or len(start) != len(names):
            raise RangeError(
                f"the start does not name exactly the parameters {', '.join(names)}",
                param="start",
                value=", ".join(map(str, start)),
                hint=f"give {', '.join(names)}",
            )
        given: list[object] = [start[name] for name in names]
    else:
        given = list(start) if not isinstance(start, str) else [start]
    if len(given) != len(names):
        raise RangeError(
            f"the start has {len(given)} numbers for {len(names)} parameters",
            param="start",
            value=", ".join(map(str, given)),
            hint=f"give {', '.join(names)}",
        )
    return [number(value) for value in given]


def _continue(
    method: str,
    searcher: Searcher,
    model: Model,
    steps: list[FitStep],
    first: Sequence[sympy.Expr],
    max_steps: int,
) -> tuple[Ending, list[FitStep]]:
    origin = steps[-1].params if steps else first
    state = searcher.at(np.array([float(v) for v in origin]))
    if state is None:
        if len(steps) > 1:
            return Ending(Outcome.LEFT_DOMAIN, "the model overflows at the last point"), steps
        raise _undefined(model, first)
    if not steps:
        steps = [state.step(0, None, 0)]
        if method == "gauss-newton":
            _check_regular(state, model)
    taken = len(steps) - 1

    def record(reached: State, damping: float | None, rejected: int) -> None:
        steps.append(reached.step(len(steps), damping, rejected))

    try:
        with np.errstate(all="ignore"):  # overflow and underflow are judged, not warned about
            return _SEARCHES[method](searcher, state, max_steps - taken, record), steps
    except np.linalg.LinAlgError:
        return Ending(Outcome.SINGULAR, "the Jacobian could not be factorised"), steps


def _check_regular(state: State, model: Model) -> None:
    lengths = np.sqrt((state.jacobian**2).sum(axis=0))
    if (lengths == 0).any() or np.linalg.matrix_rank(state.jacobian / lengths) < len(model.names):
        raise SingularError(
            "the normal equations are singular at the start: some change of the parameters "
            "does not change the fit",
            param="start",
            value=", ".join(f"{v:g}" for v in state.params),
            matrix=sympy.Matrix(state.jacobian.T @ state.jacobian),
            point=tuple(float(v) for v in state.params),
            hint="use Levenberg-Marquardt or another start",
        )


def _undefined(model: Model, first: Sequence[sympy.Expr]) -> DomainError:
    fitted, _ = model.machine(model.machine_inputs(), np.array([float(v) for v in first]))
    bad = [k + 1 for k, value in enumerate(fitted) if not np.isfinite(value)]
    where = f"in row {bad[0]}" if bad else "in its slopes"
    return DomainError(
        f"the model {model.function.source} has no finite value at the start {where}",
        param="start",
        value=", ".join(map(str, first)),
        hint="choose a start where the model has a value at every data point",
        point=dict(zip(model.names, first, strict=True)),
        row=bad[0] if bad else None,
    )


def _candidate(ending: Ending) -> bool:
    return ending.outcome is Outcome.CONVERGED


def _judged(ending: Ending, fit: Fit | None) -> Ending:
    if not _candidate(ending) or fit is not None:
        return ending
    return Ending(
        Outcome.STALLED,
        "the steps died out, but no isolated minimum could be proved there: the fit lies on a flat "
        "stretch, or the parameters cannot be told apart",
    )
