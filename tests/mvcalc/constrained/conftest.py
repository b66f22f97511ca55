"""An independent referee for published optima."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import sympy
from scipy.optimize import minimize

from mvcalc.expr import Function
from mvcalc.sample import sample

Referee = Callable[[Function, list[Function], list[Function], list[sympy.Expr], sympy.Expr], None]


def confirm_with_scipy(
    f: Function,
    eqs: list[Function],
    ineqs: list[Function],
    best: list[sympy.Expr],
    value: sympy.Expr,
) -> None:
    """SLSQP, started a little away from the published optimum, must come back to it."""
    rules = [{"type": "eq", "fun": lambda p, g=g: float(sample(g, *p))} for g in eqs]
    rules += [{"type": "ineq", "fun": lambda p, h=h: -float(sample(h, *p))} for h in ineqs]
    start = np.array([float(v) + 0.01 for v in best])
    with np.errstate(all="ignore"):
        result = minimize(
            lambda p: float(sample(f, *p)),
            start,
            constraints=rules,
            options={"ftol": 1e-14, "maxiter": 500},
        )
    assert result.fun == pytest.approx(float(value), abs=2e-4)


@pytest.fixture
def scipy_referee() -> Referee:
    return confirm_with_scipy
