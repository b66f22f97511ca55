"""χ²: residuals measured in error bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import flint
import sympy
from flint import arb

from mvcalc.autodiff.arithmetic import TooLongError, ball_of
from mvcalc.autodiff.mixed import PRECISION, Number, ball, minus, root, times, total
from mvcalc.errors import DomainError, RangeError, names_parameters
from mvcalc.expr import Ball, Function, number
from mvcalc.regress.model import Model, to_expr
from mvcalc.regress.table import Data


@dataclass(frozen=True, slots=True)
class Chi2:
    """χ² of a model with given parameters.

    Attributes:
        value: Σ ((y − f)/σ)².
        dof: points minus parameters.
        residuals: (n,) y − f, in units of y.
        pulls: (n,) residuals divided by σ.
        p_value: chance of a larger χ² if the model and the σ are right; None without dof.
    """

    value: Number
    dof: int
    residuals: tuple[Number, ...]
    pulls: tuple[Number, ...]
    p_value: Ball | None

    @property
    def reduced(self) -> Number:
        """χ² per degree of freedom.

        Raises:
            RangeError: no degrees of freedom.
        """
        if self.dof < 1:
            raise RangeError("there are no degrees of freedom", hint="give more points")
        return times(self.value, sympy.Rational(1, self.dof))


@names_parameters
def chi2(model: Function, data: Data, params: Mapping[str, object], *, response: str = "y") -> Chi2:
    """χ² of ``model`` on ``data`` (column ``sigma`` or ``variance``, otherwise σ = 1).

    Raises:
        DomainError: the model has no value at a data point.
        RangeError, FreeSymbolError: see ``Model.of``.
    """
    tied = Model.of(model, data, response)
    missing = [name for name in tied.names if name not in params]
    if missing:
        raise RangeError(
            f"there is no value for the parameter {missing[0]}",
            param="params",
            hint=f"give {', '.join(tied.names)}",
        )
    fitted = _values(tied, [number(params[name]) for name in tied.names])
    seen = [to_expr(value) for value in tied.observed]
    residuals = tuple(minus(y, f) for y, f in zip(seen, fitted, strict=True))
    pulls = tuple(times(r, root(to_expr(w))) for r, w in zip(residuals, tied.weights, strict=True))
    value = total(
        times(to_expr(w), times(r, r)) for r, w in zip(residuals, tied.weights, strict=True)
    )
    dof = len(tied) - len(tied.names)
    return Chi2(value, dof, residuals, pulls, chi2_tail(value, dof) if dof > 0 else None)


def _values(tied: Model, params: Sequence[sympy.Expr]) -> list[Number]:
    try:
        return list(tied.exact(params, only_fractions=len(tied) > 20).fitted)
    except TooLongError:
        with flint.ctx.workprec(PRECISION):
            found, _ = tied.balls([ball_of(value) for value in params])
            if not all(value.is_finite() for value in found.fitted):
                raise DomainError(
                    f"the model {tied.function.source} has no value at one of the points",
                    hint="choose other parameters",
                ) from None
            return [ball(value) for value in found.fitted]


def chi2_tail(value: Number, dof: int) -> Ball:
    """Probability that a χ² variable with ``dof`` degrees of freedom exceeds ``value``."""
    with flint.ctx.workprec(PRECISION):
        half = arb(dof) / 2
        return ball((ball_of(value) / 2).gamma_upper(half, regularized=1))
