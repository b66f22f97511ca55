"""Linear least squares: hand examples (R8), referees, properties, and refusals."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.errors import DegenerateError, MvcalcError, RangeError, RankError
from mvcalc.regress import Data, diagnostics, line, ols, polyfit, preset, wls
from mvcalc.regress import polynomial as fit_polynomial

R = sympy.Rational


def test_strang_three_points() -> None:
    fit = polyfit([0, 1, 2], [6, 0, 0], 1)
    assert fit.params == (5, -3)
    assert fit.rss == 6
    assert fit.residuals == (1, -2, 1)
    assert fit.covariance == ((5, -3), (-3, 3))


@pytest.mark.parametrize(
    ("k", "slope", "r2"),
    [(1, 5501, 0.66654246), (2, 5500, 0.66624203), (3, 5497, 0.66632404), (4, 5499, 0.66670726)],
)
def test_anscombe(k: int, slope: int, r2: float) -> None:
    fit = line(preset(f"anscombe-{k}"))
    assert fit.params[1] == R(slope, 11000)
    assert float(fit.r2) == pytest.approx(r2, abs=5e-9)


def test_anscombe_one_exactly() -> None:
    fit = line(preset("anscombe-1"))
    assert fit.params[0] == R(33001, 11000)
    assert fit.rss == R(1376269, 100000)


def test_weighted_mean() -> None:
    fit = wls([[1], [1]], [1, 3], [1, 2])
    assert fit.params == (R(7, 5),)
    assert fit.covariance == ((R(4, 5),),)
    assert fit.rss == R(4, 5)


def test_halving_sigma_keeps_the_line_and_quarters_the_covariance() -> None:
    data = Data.of(x=[0, 1, 2, 3], y=[1, 3, 2, 5], sigma=[1, 2, 1, 3])
    tight = Data.of(x=[0, 1, 2, 3], y=[1, 3, 2, 5], sigma=["1/2", 1, "1/2", "3/2"])
    a, b = line(data), line(tight)
    assert a.params == b.params
    assert all(
        u == 4 * v
        for p, q in zip(a.covariance, b.covariance, strict=True)
        for u, v in zip(p, q, strict=True)
    )


def test_weighted_fit_against_numpy() -> None:
    rng = np.random.default_rng(5)
    x = [round(v, 3) for v in rng.uniform(-3, 3, 40)]
    y = [round(v, 3) for v in rng.normal(size=40)]
    sigma = [round(v, 2) for v in rng.uniform(0.5, 2, 40)]
    fit = fit_polynomial(Data.of(x=x, y=y, sigma=sigma), 3)
    expected, covariance = np.polynomial.polynomial.polyfit(x, y, 3, w=1 / np.array(sigma)), None
    assert np.allclose([float(v) for v in fit.params], expected, rtol=1e-10)
    reference, covariance = np.polyfit(x, y, 3, w=1 / np.array(sigma), cov="unscaled")
    found = np.array([[float(v) for v in row] for row in fit.covariance])
    assert np.allclose(found[::-1, ::-1], covariance, rtol=1e-8)
    assert np.allclose(reference[::-1], expected, rtol=1e-9)


def test_exact_decimals_are_not_binary() -> None:
    assert polyfit([0.1, 0.2, 0.3], [0.1, 0.2, 0.3], 1).params == (0, 1)


numbers = st.fractions(min_value=-50, max_value=50, max_denominator=40)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(numbers, numbers), min_size=4, max_size=12), st.integers(0, 3))
def test_residual_is_square_to_every_column(
    points: list[tuple[Fraction, Fraction]], degree: int
) -> None:
    x, y = [p[0] for p in points], [p[1] for p in points]
    if len(set(x)) <= degree:
        with pytest.raises(RankError):
            polyfit(x, y, degree)
        return
    fit = polyfit(x, y, degree)
    for power in range(degree + 1):
        assert (
            sum(
                R(v.numerator, v.denominator) ** power * r
                for v, r in zip(x, fit.residuals, strict=True)
            )
            == 0
        )
    assert fit.rss == sum(r**2 for r in fit.residuals)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(numbers, numbers), min_size=3, max_size=9, unique_by=lambda p: p[0]))
def test_moving_the_data_moves_the_line(points: list[tuple[Fraction, Fraction]]) -> None:
    x, y = [p[0] for p in points], [p[1] for p in points]
    before = polyfit(x, y, 1)
    after = polyfit([v + 7 for v in x], [2 * v - 3 for v in y], 1)
    assert after.params[1] == 2 * before.params[1]
    assert after.rss == 4 * before.rss


def test_fractions_that_would_not_fit_become_balls() -> None:
    """400 error bars with 400 different denominators: the exact answer has thousands of digits."""
    sigma = [Fraction(1) + Fraction(3 * k, 10**9 + 7 * k) for k in range(400)]
    x = [Fraction(k, 3) for k in range(400)]
    y = [1 + 2 * v + (-1) ** k for k, v in enumerate(x)]
    fit = polyfit(x, y, 1, sigma)
    assert not fit.exact
    w = np.array([1 / float(s) for s in sigma])
    (slope, constant), C = np.polyfit(
        [float(v) for v in x], [float(v) for v in y], 1, w=w, cov="unscaled"
    )
    assert [float(b.mid) for b in fit.params] == pytest.approx([constant, slope], rel=1e-9)
    assert [float(s.mid) for s in fit.se] == pytest.approx(np.sqrt(np.diag(C))[::-1], rel=1e-9)
    assert all(b.width < Fraction(1, 10**100) for b in fit.params)
    assert diagnostics(fit).leverage[0].mid > 0


def test_collinear_columns_are_named() -> None:
    with pytest.raises(RankError, match="height and inches") as caught:
        ols(
            [[1, 2, 4], [1, 3, 6], [1, 4, 8], [1, 9, 18]],
            [1, 2, 3, 4],
            names=["1", "height", "inches"],
        )
    assert caught.value.context["columns"] == ("height", "inches")
    assert caught.value.context["relation"] == {"inches": 1, "height": -2}


def test_equal_x() -> None:
    with pytest.raises(RankError, match="all x are equal"):
        polyfit([2, 2, 2], [1, 2, 3], 1)


def test_no_degrees_of_freedom_refuses_a_covariance() -> None:
    fit = polyfit([0, 1], [1, 3], 1)
    assert fit.params == (1, 2)
    with pytest.raises(DegenerateError, match="at least 3 points"):
        _ = fit.covariance


def test_constant_data_have_no_r2() -> None:
    with pytest.raises(DegenerateError, match="no variation"):
        _ = polyfit([0, 1, 2], [4, 4, 4], 1).r2


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: polyfit([0, 1, "abc"], [1, 2, 3], 1), "row 3 of x"),
        (lambda: polyfit([0, 1, 2], [1, float("nan"), 3], 1), "row 2 of y"),
        (lambda: polyfit([0, 1, 2], [1, "sqrt(2)", 3], 1), "row 2 of y"),
        (lambda: polyfit([0, 1, 2], [1, 2], 1), "3 rows of x and 2 of y"),
        (lambda: polyfit([0, 1], [1, 2], -1), "degree = -1"),
        (lambda: wls([[1], [1]], [1, 2], [1, 0]), "row 2 is 0"),
        (lambda: wls([[1], [1]], [1, 2], [1]), "1 standard deviations"),
        (lambda: ols([[1, 2], [1]], [1, 2]), "row 2 of X"),
        (lambda: ols([1, 2], [1, 2]), "row 1 of X"),  # type: ignore[list-item]
        (lambda: ols([[1, 2]], [1, 2], names=["a"]), "names"),
    ],
)
def test_refusals_name_what_is_wrong(call: Any, words: str) -> None:
    with pytest.raises(RangeError, match=words):
        call()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(st.integers(), st.floats(), st.text(max_size=6), st.none(), st.booleans()),
        max_size=6,
    ),
    st.lists(st.one_of(st.integers(), st.floats(), st.text(max_size=6)), max_size=6),
    st.integers(-2, 40),
)
def test_nothing_escapes_the_error_tree(x: list[Any], y: list[Any], degree: int) -> None:
    try:
        fit = polyfit(x, y, degree)
    except MvcalcError:
        return
    assert fit.rss >= 0
