"""Logistic regression: published values (R8), a referee, separability, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from mvcalc.errors import DegenerateError, MvcalcError, RangeError, RankError, SeparableError
from mvcalc.expr import Ball
from mvcalc.outcome import Outcome
from mvcalc.regress import cost_grid, logistic, preset
from mvcalc.regress.separation import separates

R = sympy.Rational
HOURS = preset("hours")
X = [[1, x] for x in HOURS.column("x")]
Y = list(HOURS.column("y"))


def mids(values: Any) -> list[float]:
    return [float(v.mid) if isinstance(v, Ball) else float(v) for v in values]


def test_hours_published_values() -> None:
    fit = logistic(X, Y)
    assert mids(fit.params) == pytest.approx([-4.0777, 1.5046], abs=5e-5)
    assert mids(fit.se) == pytest.approx([1.7610, 0.6287], abs=5e-5)
    assert float(fit.loglik.mid) == pytest.approx(-8.02988, abs=5e-6)
    assert -float(fit.params[0].mid / fit.params[1].mid) == pytest.approx(2.71008, abs=5e-6)
    assert fit.params[0].width < R(1, 10**40)


def test_first_newton_step_is_exact() -> None:
    fit = logistic(X, Y)
    assert fit.path[0].gradient == (0, R(-81, 8))
    assert fit.path[0].loglik == -20 * sympy.log(2)
    assert fit.path[1].params == (R(-36126, 13811), R(12960, 13811))
    assert fit.outcome is Outcome.CONVERGED


def test_likelihood_never_falls() -> None:
    values = mids(step.loglik for step in logistic(X, Y).path[1:])
    assert values == sorted(values)


def test_gradient_descent_reaches_the_same_optimum() -> None:
    slow = logistic(X, Y, method="gd", max_steps=50)
    assert slow.outcome is Outcome.SLOW
    assert len(slow.path) == 51
    assert mids(slow.params) == mids(logistic(X, Y).params)
    done = logistic(X, Y, method="gd", max_steps=6000)
    assert done.outcome is Outcome.CONVERGED
    assert mids(done.path[-1].params) == pytest.approx(mids(done.params), rel=1e-8)


@pytest.mark.parametrize("l2", ["0", "1/4"])
def test_against_a_general_minimiser(l2: str) -> None:
    rng = np.random.default_rng(11)
    a = np.round(rng.normal(size=(80, 2)) * [1, 10] + [0, 30], 3)
    y = (rng.random(80) < 1 / (1 + np.exp(-(a[:, 0] - (a[:, 1] - 30) / 10)))).astype(int)
    rows = np.column_stack([np.ones(80), a])
    ridge = np.array([0, 1, 1]) * float(sympy.Rational(l2))

    def cost(w: Any) -> float:
        z = rows @ w
        return float(np.logaddexp(0, np.where(y > 0, -z, z)).sum() + (ridge * w * w).sum() / 2)

    fit = logistic(rows.tolist(), y.tolist(), l2)
    found = minimize(
        cost,
        np.zeros(3),
        method="Nelder-Mead",
        options={"xatol": 1e-10, "fatol": 1e-12, "maxiter": 5000, "maxfev": 5000},
    )
    assert mids(fit.params) == pytest.approx(list(found.x), rel=1e-4, abs=1e-5)
    assert cost(np.array(mids(fit.params))) <= cost(found.x) + 1e-12


@pytest.mark.parametrize(
    "labels", [[0, 0, 0, 1, 1], [0, 0, 1, 1, 1], [1, 1, 0, 0, 0]], ids=["gap", "gap2", "reversed"]
)
def test_separable_classes(labels: list[int]) -> None:
    rows = [[1, v] for v in (1, 2, 3, 4, 5)]
    with pytest.raises(SeparableError, match="add l2") as caught:
        logistic(rows, labels)
    signed = [[v if label else -v for v in row] for row, label in zip(rows, labels, strict=True)]
    assert separates(signed, caught.value.context["direction"])  # type: ignore[arg-type]
    assert logistic(rows, labels, "1/10").outcome is Outcome.CONVERGED


def test_quasi_separable_classes() -> None:
    with pytest.raises(SeparableError):
        logistic([[1, 1], [1, 2], [1, 2], [1, 3]], [0, 0, 1, 1])


@pytest.mark.parametrize(
    ("rows", "labels", "error", "words"),
    [
        ([[1, 1], [1, 2]], [0, 0], DegenerateError, "nothing to tell apart"),
        ([[1, 1], [1, 2]], [0, 2], RangeError, "row 2"),
        ([[1, 1], [1, 2]], [0], RangeError, "2 rows"),
        ([[1, 1, 2], [1, 2, 3], [1, 2, 3], [1, 4, 5]], [0, 1, 0, 1], RankError, "b0 and b1 and b2"),
        ([], [], DegenerateError, "nothing to fit"),
    ],
)
def test_refusals(rows: Any, labels: Any, error: type, words: str) -> None:
    with pytest.raises(error, match=words):
        logistic(rows, labels)


def test_cost_grid_is_a_bowl_with_its_lowest_point_at_the_fit() -> None:
    best = mids(logistic(X, Y).params)
    first, second = [best[0] - 1, best[0], best[0] + 1], [best[1] - 1, best[1], best[1] + 1]
    bowl = cost_grid(X, Y, first, second)
    assert bowl[1, 1] == pytest.approx(8.029878, abs=1e-6)
    assert bowl.min() == bowl[1, 1]
    flat = cost_grid(X, Y, [-1000, -999], [0], squared=True)
    assert flat[0, 0] == pytest.approx(flat[0, 1]) == pytest.approx(sum(Y))
    with pytest.raises(RangeError, match="not two"):
        cost_grid([[1], [1]], [0, 1], [0], [0])


def test_bad_options() -> None:
    with pytest.raises(RangeError, match="l2"):
        logistic(X, Y, -1)
    with pytest.raises(RangeError, match="method"):
        logistic(X, Y, method="bfgs")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-4, 4), st.integers(-4, 4), st.integers(0, 1)),
        min_size=1,
        max_size=9,
    )
)
def test_either_a_proved_optimum_or_a_reason(points: list[tuple[int, int, int]]) -> None:
    rows, labels = [[1, a, b] for a, b, _ in points], [c for *_, c in points]
    try:
        fit = logistic(rows, labels)
    except MvcalcError:
        return
    w = np.array(mids(fit.params))
    chance = 1 / (1 + np.exp(-(np.array(rows) @ w)))
    assert np.abs(np.array(rows).T @ (chance - labels)).max() < 1e-9
