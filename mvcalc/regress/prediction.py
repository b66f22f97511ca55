"""What a fit says about new points, and how much it would change with new data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mvcalc.autodiff.arithmetic import MACHINE, Floats
from mvcalc.autodiff.graph import Graph
from mvcalc.autodiff.mixed import Number, plus, root, times, total
from mvcalc.errors import RangeError, names_parameters
from mvcalc.expr import Ball, Function
from mvcalc.regress.fit import Fit
from mvcalc.regress.model import to_expr
from mvcalc.regress.table import Data, fractions


@dataclass(frozen=True, slots=True)
class Prediction:
    """Value of a linear fit at a new row of the design, with two variances.

    ``mean_variance`` is that of the fitted line itself; ``new_variance`` adds the noise of one
    new observation (None when σ differs from point to point).
    """

    value: Number
    mean_variance: Number
    new_variance: Number | None

    @property
    def mean_se(self) -> Number:
        """Standard error of the fitted value."""
        return root(self.mean_variance)


@names_parameters
def predict(fit: Fit, row: Sequence[object]) -> Prediction:
    """Predict at a row of the design (p,), for a polynomial (1, x, x², …).

    Raises:
        RangeError: another number of entries.
        DegenerateError: the noise cannot be estimated.
    """
    exact = [to_expr(v) for v in fractions(row, "row")]
    if len(exact) != len(fit.params):
        raise RangeError(
            f"the row has {len(exact)} numbers instead of {len(fit.params)}", param="row", value=row
        )
    value = total(times(v, b) for v, b in zip(exact, fit.params, strict=True))
    covariance = fit.covariance
    variance = total(
        times(times(v, w), covariance[i][j])
        for i, v in enumerate(exact)
        for j, w in enumerate(exact)
    )
    return Prediction(value, variance, None if fit.scale_known else plus(variance, fit.s2))


@names_parameters
def band(
    model: Function, fit: Fit, points: Mapping[str, Iterable[object]]
) -> tuple[Floats, Floats]:
    """Values (k,) of a fitted model at new points and their standard errors, as machine values.

    The variance at a point is gᵀCg, g being the gradient of the model by its parameters.

    Args:
        model: the formula that was fitted.
        fit: its fit (from ``FitPath.fit`` or a linear fit of the same parameter names).
        points: numbers for every variable of the model that is not a parameter.

    Raises:
        RangeError: a variable without points, or a fit of other parameters.
        DegenerateError: the noise cannot be estimated.
    """
    names = [name for name in model.vars if name not in points]
    if tuple(names) != fit.names:
        raise RangeError(
            f"the fit has the parameters {', '.join(fit.names)} but the model {', '.join(names)}",
            hint="give points for every other variable",
        )
    at = Data.of(**points)
    graph = Graph(model.vars)
    node = graph.read(model.expr)
    slots = [graph.variables[model.vars.index(name)] for name in names]
    program = graph.program([node, *(graph.derivative(node, slot) for slot in slots)])
    estimates = dict(zip(fit.names, (_machine(v) for v in fit.params), strict=True))
    inputs = [
        np.array([float(v) for v in at.column(name)]) if name in points else estimates[name]
        for name in model.vars
    ]
    with np.errstate(all="ignore"):
        found = [np.broadcast_to(v, len(at)) for v in program.run(MACHINE, inputs)]
    slopes = np.array(found[1:])
    C = np.array([[_machine(v) for v in row] for row in fit.covariance])
    variance = np.einsum("ik,ij,jk->k", slopes, C, slopes)
    return np.array(found[0]), np.sqrt(np.maximum(variance, 0.0))


@names_parameters
@dataclass(frozen=True, slots=True)
class Resamples:
    """Data drawn again around a fit, and what is fitted to them (machine values).

    Attributes:
        observations: (count, n) heights, one row a sample.
        params: (count, p) parameters refitted to each.
    """

    observations: Floats
    params: Floats


def resample(fit: Fit, count: int = 200, seed: int = 1) -> Resamples:
    """New data drawn around a linear fit, and their refits.

    New observations are the fitted values plus normal noise of the known σ, or of the estimated
    s; the cloud of refits scatters like the covariance.

    Raises:
        RangeError: a count outside 1…10000.
        DegenerateError: the noise cannot be estimated.
    """
    if isinstance(count, bool) or not 1 <= count <= 10_000:
        raise RangeError("the count is not from 1 to 10000", param="count", value=count, hint="200")
    scale = 1.0 if fit.scale_known else float(_machine(fit.s2)) ** 0.5
    weights = np.sqrt([float(w) for w in fit.weights])
    X = np.array([[_machine(v) for v in row] for row in fit.design])
    U = np.array([[_machine(v) for v in row] for row in fit.unscaled])
    centre = np.array([_machine(v) for v in fit.params])
    fitted = np.array([_machine(v) for v in fit.fitted])
    noise = np.random.default_rng(seed).normal(size=(count, len(weights))) * scale
    return Resamples(fitted + noise / weights, centre + (noise * weights) @ X @ U)


def simulate(fit: Fit, count: int = 200, seed: int = 1) -> Floats:
    """The parameters (count, p) of ``resample`` alone."""
    return resample(fit, count, seed).params


def _machine(value: object) -> float:
    return float(value.mid) if isinstance(value, Ball) else float(value)  # type: ignore[arg-type]
