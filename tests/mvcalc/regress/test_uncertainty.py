"""χ², ellipses, intervals, predictions and diagnostics against SciPy and published examples."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy
from scipy import stats
from scipy.optimize import curve_fit

from mvcalc.errors import DegenerateError, DomainError, RangeError
from mvcalc.expr import Ball, parse
from mvcalc.regress import (
    Data,
    Kind,
    band,
    bend_test,
    chi2,
    confidence_ellipse,
    diagnostics,
    interval,
    levenberg_marquardt,
    line,
    polyfit,
    polynomial,
    predict,
    preset,
    resample,
    simulate,
    wls,
)

R = sympy.Rational
SIGMAS = Data.of(x=[0, 1, 2, 3, 4], y=["1.1", "2.9", "5.2", "6.8", "9.3"], sigma=["1/5"] * 5)


def mid(value: Any) -> float:
    return float(value.mid) if isinstance(value, Ball) else float(value)


def test_chi2_of_the_lecture() -> None:
    data = Data.of(x=[0, 1], y=[1, 3], sigma=[1, 2])
    found = chi2(parse("m", vars=("x", "m")), data, {"m": "7/5"})
    assert found.value == R(4, 5)
    assert found.pulls == (R(-2, 5), R(4, 5))
    assert found.reduced == R(4, 5)
    assert mid(found.p_value) == pytest.approx(stats.chi2.sf(0.8, 1), rel=1e-12)


def test_chi2_of_the_best_fit_is_the_rss() -> None:
    fit = line(SIGMAS)
    model = parse("c + m*x", vars=("x", "c", "m"))
    params = dict(zip(("c", "m"), fit.params, strict=True))
    assert chi2(model, SIGMAS, params).value == fit.rss
    params["m"] += R(1, 100)
    assert chi2(model, SIGMAS, params).value > fit.rss


def test_chi2_of_a_transcendental_model_is_proved() -> None:
    data = Data.of(x=list(range(40)), y=[1] * 40)
    found = chi2(parse("exp(-k*x)", vars=("x", "k")), data, {"k": 1})
    expected = sum((1 - np.exp(-float(k))) ** 2 for k in range(40))
    assert isinstance(found.value, Ball)
    assert mid(found.value) == pytest.approx(expected, rel=1e-12)
    with pytest.raises(DomainError):
        chi2(parse("log(x - k)", vars=("x", "k")), data, {"k": 1})
    with pytest.raises(RangeError, match="parameter k"):
        chi2(parse("exp(-k*x)", vars=("x", "k")), data, {})


def test_ellipse_rises_of_the_lecture() -> None:
    fit = line(SIGMAS)
    assert float(confidence_ellipse(fit).delta) == pytest.approx(2.296, abs=5e-4)
    assert confidence_ellipse(fit, joint=False).delta == 1


@pytest.mark.parametrize("joint", [True, False])
@pytest.mark.parametrize("level", ["0.5", "0.95", "0.999"])
def test_rises_against_scipy(level: str, joint: bool) -> None:
    known, estimated = line(SIGMAS), line(preset("anscombe-1"))
    p, dof = float(R(level)), 2 if joint else 1
    rise = mid(
        sympy.N(confidence_ellipse(known, level, joint).delta)
        if joint
        else confidence_ellipse(known, level, joint).delta
    )
    assert rise == pytest.approx(stats.chi2.ppf(p, dof), rel=1e-12)
    wide = confidence_ellipse(estimated, level, joint).delta
    expected = dof * stats.f.ppf(p, dof, estimated.dof)
    assert mid(sympy.N(wide) if joint else wide) == pytest.approx(expected, rel=1e-9)


def test_axes_diagonalise_the_covariance() -> None:
    for fit in (line(SIGMAS), line(preset("norris")), polyfit([-1, 0, 1], [0, 1, 3], 1)):
        ellipse = confidence_ellipse(fit, "0.9")
        C = np.array([[mid(v) for v in row] for row in ellipse.covariance])
        delta = float(sympy.N(ellipse.delta)) if not isinstance(ellipse.delta, Ball) else 0
        for length, direction in zip(ellipse.semi_axes, ellipse.directions, strict=True):
            v = np.array([mid(c) for c in direction])
            assert np.linalg.norm(v) == pytest.approx(1)
            assert np.allclose(C @ v, mid(length) ** 2 / delta * v, rtol=1e-9)
        assert mid(ellipse.semi_axes[0]) >= mid(ellipse.semi_axes[1])


def test_halving_sigma_halves_the_ellipse() -> None:
    tight = Data.of(x=SIGMAS.column("x"), y=SIGMAS.column("y"), sigma=["1/10"] * 5)
    for a, b in zip(
        confidence_ellipse(line(SIGMAS)).semi_axes,
        confidence_ellipse(line(tight)).semi_axes,
        strict=True,
    ):
        assert mid(a) == pytest.approx(2 * mid(b), rel=1e-14)


def test_refused_ellipses() -> None:
    with pytest.raises(RangeError, match="level"):
        confidence_ellipse(line(SIGMAS), 1)
    with pytest.raises(RangeError, match="params"):
        confidence_ellipse(line(SIGMAS), params=(0, 2))
    with pytest.raises(DegenerateError):
        confidence_ellipse(polyfit([0, 1], [1, 2], 1))


def test_student_interval() -> None:
    fit = line(preset("anscombe-1"))
    low, high = interval(fit, "b1")
    x, y = ([float(v) for v in preset("anscombe-1").column(c)] for c in "xy")
    result = stats.linregress(x, y)
    reach = stats.t.ppf(0.975, 9) * result.stderr
    assert [mid(low), mid(high)] == pytest.approx([result.slope - reach, result.slope + reach])
    with pytest.raises(RangeError, match="b7"):
        interval(fit, "b7")


def test_prediction_variance() -> None:
    fit = line(preset("anscombe-1"))
    found = predict(fit, [1, 20])
    x = np.array([float(v) for v in preset("anscombe-1").column("x")])
    expected = float(fit.s2) * (1 / 11 + (20 - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum())
    assert float(found.mean_variance) == pytest.approx(expected, rel=1e-12)
    assert found.new_variance == found.mean_variance + fit.s2
    with pytest.raises(RangeError, match="instead of 2"):
        predict(fit, [1])


def test_band_of_a_line_is_the_exact_prediction() -> None:
    fit = line(preset("anscombe-1"))
    model = parse("b0 + b1*x", vars=("x", "b0", "b1"))
    values, errors = band(model, fit, {"x": [0, 5, 20]})
    for x, value, error in zip((0, 5, 20), values, errors, strict=True):
        exact = predict(fit, [1, x])
        assert value == pytest.approx(float(exact.value))
        assert error == pytest.approx(float(exact.mean_se))
    with pytest.raises(RangeError, match="parameters"):
        band(parse("a + b1*x", vars=("x", "a", "b1")), fit, {"x": [0]})


def test_band_of_a_curve_against_curve_fit() -> None:
    model = parse("b1*(1 - exp(-b2*x))", vars=("x", "b1", "b2"))
    path = levenberg_marquardt(model, preset("boxbod"), (100, "0.75"))
    assert path.fit is not None
    _, errors = band(model, path.fit, {"x": [3]})
    x, y = ([float(v) for v in preset("boxbod").column(c)] for c in "xy")
    (b1, b2), C = curve_fit(lambda t, a, b: a * (1 - np.exp(-b * t)), x, y, (100, 0.75))
    g = np.array([1 - np.exp(-3 * b2), 3 * b1 * np.exp(-3 * b2)])
    assert errors[0] == pytest.approx(np.sqrt(g @ C @ g), rel=1e-4)


def test_refits_scatter_like_the_covariance() -> None:
    for fit in (line(SIGMAS), polyfit([0, 1, 2], [6, 0, 0], 1)):
        cloud = simulate(fit, 10_000, seed=2)
        assert cloud.shape == (10_000, 2)
        C = np.array([[mid(v) for v in row] for row in fit.covariance])
        assert np.allclose(np.cov(cloud.T), C, rtol=0.06)
        assert np.allclose(cloud.mean(axis=0), [mid(v) for v in fit.params], atol=0.1)
    assert np.array_equal(simulate(fit, 5, seed=2), simulate(fit, 5, seed=2))


def test_what_is_drawn_again_is_refitted() -> None:
    for fit in (line(SIGMAS), polyfit([0, 1, 3], [6, 0, 1], 1)):
        drawn = resample(fit, 3, seed=4)
        X = np.array([[mid(v) for v in row] for row in fit.design])
        root = np.sqrt([mid(w) for w in fit.weights])[:, None]
        for y, found in zip(drawn.observations, drawn.params, strict=True):
            expected = np.linalg.lstsq(root * X, root[:, 0] * y, rcond=None)[0]
            assert np.allclose(found, expected)
        assert np.array_equal(drawn.params, simulate(fit, 3, seed=4))


# diagnostics -----------------------------------------------------------------------------------


def test_leverage_sums_to_the_number_of_parameters() -> None:
    for fit in (line(SIGMAS), polynomial(preset("anscombe-2"), 2), line(preset("norris"))):
        assert sum(diagnostics(fit).leverage) == len(fit.params)


@pytest.mark.parametrize(
    ("k", "kinds"),
    [
        (1, set()),
        (2, {(Kind.BEND, None)}),
        (3, {(Kind.OUTLIER, 3), (Kind.INFLUENTIAL, 3)}),
        (4, {(Kind.DECISIVE, 8)}),
    ],
)
def test_anscombe_sets_tell_different_stories(k: int, kinds: set[Any]) -> None:
    notes = diagnostics(line(preset(f"anscombe-{k}"))).notes
    assert {(note.kind, note.row) for note in notes} == kinds


def test_cook_distance_is_the_shift_without_the_point() -> None:
    data = preset("anscombe-3")
    fit = line(data)
    x, y = list(data.column("x")), list(data.column("y"))
    without = polyfit(x[:2] + x[3:], y[:2] + y[3:], 1)
    shift = [sum(b * R(v) ** k for k, b in enumerate(without.params)) for v in x]
    moved = sum((a - b) ** 2 for a, b in zip(fit.fitted, shift, strict=True))
    assert diagnostics(fit).cook[2] == moved / (2 * fit.s2)


def test_bend_test_against_an_f_test() -> None:
    fit = line(SIGMAS)
    rows = [[1, x, f**2] for x, f in zip(SIGMAS.column("x"), fit.fitted, strict=True)]
    larger = wls(rows, SIGMAS.column("y"), SIGMAS.column("sigma"))
    ratio = float((fit.rss - larger.rss) / (larger.rss / larger.dof))
    assert mid(bend_test(fit)) == pytest.approx(stats.f.sf(ratio, 1, larger.dof), rel=1e-10)


def test_error_bars_that_do_not_fit_are_noted() -> None:
    wild = Data.of(x=[0, 1, 2, 3, 4, 5], y=[0, 9, -7, 8, -9, 3], sigma=[1] * 6)
    calm = Data.of(x=[0, 1, 2, 3, 4, 5], y=[0, 1, 2, 3, 4, 5], sigma=[10] * 6)
    assert Kind.TOO_WIDE in {note.kind for note in diagnostics(line(wild)).notes}
    assert Kind.TOO_NARROW in {note.kind for note in diagnostics(line(calm)).notes}


def test_no_degrees_of_freedom_no_diagnosis() -> None:
    with pytest.raises(DegenerateError):
        diagnostics(polyfit([0, 1], [1, 2], 1))
