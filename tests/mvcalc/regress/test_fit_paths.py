"""Nonlinear fits: exact openings, referees, endings, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import curve_fit

from mvcalc.errors import (
    BudgetError,
    DegenerateError,
    DomainError,
    FreeSymbolError,
    MvcalcError,
    RangeError,
    RankError,
    SingularError,
)
from mvcalc.expr import Ball, parse
from mvcalc.outcome import Outcome
from mvcalc.regress import (
    METHODS,
    Data,
    damped_step,
    gauss_newton,
    gaussian_fit,
    gradient_descent,
    levenberg_marquardt,
    line,
    moments,
    preset,
)

R = sympy.Rational


def mid(value: Any) -> float:
    return float(value.mid) if isinstance(value, Ball) else float(value)


def test_first_gauss_newton_iterates_are_exact() -> None:
    model = parse("exp(b*x)", vars=("x", "b"))
    path = gauss_newton(model, Data.of(x=[1], y=[2]), [0])
    assert [step.params[0] for step in path.steps[:3]] == [0, 1, 2 / sympy.E]
    assert path.outcome is Outcome.CONVERGED
    assert path.fit is not None
    ball = path.fit.params[0]
    assert isinstance(ball, Ball)
    assert ball.contains(sympy.log(2))
    assert ball.width < R(1, 10**40)


def test_danwood_from_the_lecture() -> None:
    model = parse("b1*x^b2", vars=("x", "b1", "b2"))
    path = gauss_newton(model, preset("danwood"), (1, 5))
    assert path.fit is not None
    assert mid(path.fit.params[0]) == pytest.approx(0.768862262, abs=5e-10)
    assert mid(path.fit.params[1]) == pytest.approx(3.860405587, abs=5e-10)


def test_rational_model_stays_exact_until_long() -> None:
    model = parse("b1*x/(b2 + x)", vars=("x", "b1", "b2"))
    data = Data.of(x=[1, 2, 3, 4], y=["1/2", "4/5", "9/10", "11/10"])
    for method in (gauss_newton, levenberg_marquardt):
        path = method(model, data, (2, 2))
        assert path.switched_at is not None
        assert path.switched_at >= 2
        assert all(step.exact for step in path.steps[: path.switched_at])
        assert not any(step.exact for step in path.steps[path.switched_at :])
        assert path.outcome is Outcome.CONVERGED


def test_exact_and_machine_steps_follow_the_same_rule() -> None:
    model = parse("b1*x/(b2 + x)", vars=("x", "b1", "b2"))
    exact = Data.of(x=[1, 2, 3, 4], y=["1/2", "4/5", "9/10", "11/10"])
    scaled = Data.of(x=[1, 2, 3, 4] * 12, y=["1/2", "4/5", "9/10", "11/10"] * 12)
    a = levenberg_marquardt(model, exact, (2, 2))
    b = levenberg_marquardt(model, scaled, (2, 2))
    assert a.steps[1].exact
    assert not b.steps[1].exact  # twelve copies of each point: the same steps, too long to write
    for p, q in zip(a.steps[1].params, b.steps[1].params, strict=True):
        assert float(p) == pytest.approx(float(q), rel=1e-12)
    assert float(a.steps[1].damping or 0) == pytest.approx(float(b.steps[1].damping or 0))


def test_linear_model_needs_one_gauss_newton_step() -> None:
    data = preset("anscombe-1")
    path = gauss_newton(parse("c + m*x", vars=("x", "c", "m")), data, (0, 0))
    assert path.steps[1].params == line(data).params
    assert path.fit is not None
    for ball, exact in zip(path.fit.se, line(data).se, strict=True):
        assert isinstance(ball, Ball)
        assert ball.contains(exact)


def test_weights_against_curve_fit() -> None:
    rng = np.random.default_rng(7)
    x = np.round(np.linspace(0, 4, 30), 3)
    sigma = np.round(rng.uniform(0.05, 0.3, 30), 3)
    y = np.round(2.5 * np.exp(-1.3 * x) + 0.5 + sigma * rng.normal(size=30), 4)
    model = parse("a*exp(-k*x) + c", vars=("x", "a", "k", "c"))
    path = levenberg_marquardt(model, Data.of(x=x, y=y, sigma=sigma), (1, 1, 0))
    assert path.fit is not None
    expected, covariance = curve_fit(
        lambda t, a, k, c: a * np.exp(-k * t) + c,
        x,
        y,
        (1, 1, 0),
        sigma=sigma,
        absolute_sigma=True,
        ftol=1e-15,
        xtol=1e-15,
        gtol=1e-15,
    )
    assert np.allclose([mid(v) for v in path.fit.params], expected, rtol=1e-7)
    assert np.allclose([mid(v) for v in path.fit.se], np.sqrt(np.diag(covariance)), rtol=1e-5)


def test_sum_of_squares_falls_on_every_damped_step() -> None:
    model = parse("b1*(1-exp(-b2*x))", vars=("x", "b1", "b2"))
    path = levenberg_marquardt(model, preset("boxbod"), (100, "0.75"))
    sums = [float(step.rss) for step in path.steps]
    assert sums == sorted(sums, reverse=True)
    assert path.outcome is Outcome.CONVERGED


@pytest.mark.parametrize(
    ("formula", "y", "start", "optimum"),
    [
        ("c + m*x", [4, 1, 0, 1, 4], (3, 3), (2, 0)),
        ("c*exp(m*x)", [3, 3, 3, 3, 3], (2, 1), (3, 0)),
        ("c*exp(x) + m", [0, 0, 0, 0, 0], (1, 1), (0, 0)),
    ],
)
def test_parameters_that_are_zero(
    formula: str, y: list[int], start: tuple[int, int], optimum: tuple[int, int]
) -> None:
    data = Data.of(x=[-2, -1, 0, 1, 2], y=y)
    path = levenberg_marquardt(parse(formula, vars=("x", "c", "m")), data, start)
    assert path.outcome is Outcome.CONVERGED
    assert path.fit is not None
    for ball, exact in zip(path.fit.params, optimum, strict=True):
        assert ball.contains(exact)


def test_data_on_the_curve_leave_no_residual() -> None:
    data = Data.of(x=[0, 1, 2, 3], y=[2, 4, 8, 16])
    path = levenberg_marquardt(parse("a*exp(b*x)", vars=("x", "a", "b")), data, (1, 1))
    assert path.fit is not None
    assert path.fit.params[0].contains(2)
    assert path.fit.params[1].contains(sympy.log(2))
    assert path.fit.rss.contains(0)


def test_too_much_work_is_refused_or_reported() -> None:
    x = [k / 1000 for k in range(5000)]
    names = tuple(f"b{k}" for k in range(20))
    product = parse("*".join(f"({name} + x)" for name in names), vars=("x", *names))
    with pytest.raises(BudgetError, match="at most"):
        levenberg_marquardt(product, Data.of(x=x, y=x), [1] * 20)


def test_indistinguishable_parameters_are_not_called_converged() -> None:
    path = levenberg_marquardt(parse("a*b*x", vars=("x", "a", "b")), preset("anscombe-1"), (1, 1))
    assert path.outcome is Outcome.STALLED
    assert path.fit is None


def test_singular_start_for_gauss_newton() -> None:
    model = parse("a*exp(b*x)", vars=("x", "a", "b"))
    with pytest.raises(SingularError, match="Levenberg-Marquardt"):
        gauss_newton(model, Data.of(x=[0, 1, 2], y=[1, 2, 4]), (0, 1))
    many = Data.of(x=list(range(100)), y=[v / 100 for v in range(100)])
    with pytest.raises(SingularError):
        gauss_newton(model, many, (0, "0.01"))


def test_damping_gets_past_a_column_of_zeros() -> None:
    """At b1 = 0 the other parameter changes nothing; Levenberg-Marquardt moves on all the same."""
    model = parse("b1*exp(b2*x)", ("x", "b1", "b2"))
    data = Data.of(x=[1, 2, 3], y=[2, 3, 5])
    path = levenberg_marquardt(model, data, {"b1": 0, "b2": 1})
    assert path.outcome is Outcome.CONVERGED


def test_damping_turns_the_step_from_gauss_newton_to_the_gradient() -> None:
    model = parse("b1*(1-exp(-b2*x))", vars=("x", "b1", "b2"))
    at = (100, "0.75")
    path = gauss_newton(model, preset("boxbod"), at)
    full = np.array([float(v) for v in path.steps[1].params]) - [100, 0.75]
    assert np.allclose(damped_step(model, preset("boxbod"), at, 0), full, rtol=1e-10)
    gradient = np.array([float(v) for v in path.steps[0].gradient])
    small = np.array(damped_step(model, preset("boxbod"), at, 10**9))
    x = np.array([float(v) for v in preset("boxbod").column("x")])
    J = np.column_stack([1 - np.exp(-0.75 * x), 100 * x * np.exp(-0.75 * x)])
    expected = -gradient / 2 / (10**9 * (J**2).sum(axis=0))
    assert np.allclose(small, expected, rtol=1e-6)
    with pytest.raises(RangeError, match="damping"):
        damped_step(model, preset("boxbod"), at, -1)
    with pytest.raises(SingularError):
        damped_step(model, preset("boxbod"), (0, 1), 0)


def test_budget_is_reported() -> None:
    path = gradient_descent(
        parse("b1*x^b2", vars=("x", "b1", "b2")), preset("danwood"), (1, 5), max_steps=5
    )
    assert path.outcome is Outcome.SLOW
    assert len(path.steps) == 6


def test_heights_follow_a_bell_curve() -> None:
    mean, _ = moments(preset("heights"))
    for method in ("lm", "gn"):
        path = gaussian_fit(preset("heights"), method)
        assert path.fit is not None
        height, centre, width = (mid(v) for v in path.fit.params)
        assert centre == pytest.approx(float(mean), abs=0.2)
        assert 2.3 < abs(width) < 2.7
        # 909 children in classes of one inch: the area under the curve is their number
        assert height * abs(width) * (2 * np.pi) ** 0.5 == pytest.approx(909, rel=0.03)


def test_bell_curve_without_counts() -> None:
    with pytest.raises(DegenerateError, match="empty"):
        gaussian_fit(Data.of(x=[1, 2, 3, 4], y=[0, 0, 0, 0]))
    with pytest.raises(DegenerateError, match="one class"):
        gaussian_fit(Data.of(x=[1, 2, 3, 4], y=[0, 5, 0, 0]))
    with pytest.raises(RangeError, match="row 2"):
        gaussian_fit(Data.of(x=[1, 2, 3, 4], y=[0, -5, 0, 0]))
    with pytest.raises(RankError):
        gaussian_fit(Data.of(x=[1, 2], y=[1, 5]))


@pytest.mark.parametrize(
    ("formula", "variables", "start", "error"),
    [
        ("b1*log(x - 2)", ("x", "b1"), (1,), DomainError),
        ("b1*exp(exp(b2*x))", ("x", "b1", "b2"), (1, 100), DomainError),
        ("x^2", ("x",), (), FreeSymbolError),
        ("b1*y", ("x", "y", "b1"), (1,), FreeSymbolError),
        ("b1*x", ("x", "b1"), (1, 2), RangeError),
        ("b1*x", ("x", "b1"), {"b2": 1}, RangeError),
        ("b1+b2*x+b3*x^2+b4*x^3", ("x", "b1", "b2", "b3", "b4"), (1, 1, 1, 1), RankError),
    ],
)
@pytest.mark.parametrize("method", sorted(METHODS))
def test_refusals(method: str, formula: str, variables: Any, start: Any, error: type) -> None:
    data = Data.of(x=[1, 2, 3], y=[1, 2, 3])
    with pytest.raises(error):
        METHODS[method](parse(formula, vars=variables), data, start)


FORMULAS = (
    "a*exp(b*x)",
    "a*x^b",
    "a/(b + x)",
    "a*sin(b*x)",
    "log(a + b*x)",
    "sqrt(a*x + b)",
    "a*tanh(b*x)",
    "a + 0*b*x",
    "abs(a - x)*b",
    "a^x + b",
)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(FORMULAS),
    st.lists(st.tuples(st.integers(-5, 5), st.integers(-9, 9)), min_size=1, max_size=6),
    st.tuples(st.integers(-3, 3), st.integers(-3, 3)),
    st.sampled_from(sorted(METHODS)),
)
def test_nothing_escapes_the_error_tree(
    formula: str, points: list[tuple[int, int]], start: tuple[int, int], method: str
) -> None:
    data = Data.of(x=[p[0] for p in points], y=[p[1] for p in points])
    try:
        path = METHODS[method](parse(formula, vars=("x", "a", "b")), data, start, max_steps=30)
    except MvcalcError:
        return
    assert (path.fit is not None) == (path.outcome is Outcome.CONVERGED)
