"""Quadratic theory against the long-run behaviour of the methods themselves."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.descent import Stop, approximate, descend, momentum_contraction, quadratic_theory
from mvcalc.errors import RangeError
from mvcalc.expr import Function
from mvcalc.outcome import Outcome

Q = sympy.Rational


def test_rates_of_lectures_26_and_28() -> None:
    rates = quadratic_theory(sympy.Matrix([[1, 0], [0, 10]]))
    assert (rates.safe_below, rates.best_gd, rates.gd_factor) == (Q(1, 5), Q(2, 11), Q(9, 11))
    stiff = quadratic_theory((1, 100))
    assert stiff.best_momentum == (Q(4, 121), Q(81, 121))
    assert (stiff.gd_factor, stiff.momentum_factor) == (Q(99, 101), Q(9, 11))
    assert quadratic_theory((1, 9)).best_momentum[1] == Q(1, 4)


def test_a_tilted_bowl_has_the_rates_of_its_eigenvalues() -> None:
    tilted = quadratic_theory(sympy.Matrix([[2, 1], [1, 2]]))
    assert (tilted.smallest, tilted.largest) == (1, 3)
    assert tilted.momentum_factor == sympy.radsimp((sympy.sqrt(3) - 1) / (sympy.sqrt(3) + 1))


@given(
    st.fractions(min_value="1/10", max_value=3, max_denominator=20),
    st.fractions(min_value=0, max_value="19/20", max_denominator=20),
    st.fractions(min_value="1/5", max_value=5, max_denominator=20),
)
@settings(deadline=None, max_examples=60)
def test_contraction_is_the_spectral_radius(a: Fraction, b: Fraction, e: Fraction) -> None:
    """Outside reference: NumPy's eigenvalues of the step matrix on (x, v)."""
    matrix = np.array([[1 - float(a * e), -float(a * b)], [float(e), float(b)]])
    radius = max(abs(np.linalg.eigvals(matrix)))
    found = momentum_contraction(a, b, e)
    assert float(found.factor) == pytest.approx(radius, abs=1e-7)
    if abs(radius - 1) > 1e-9:
        assert found.converges == (radius < 1)


@pytest.mark.parametrize(
    ("beta", "damping"), [("1/4", "over"), ("81/121", "critical"), ("9/10", "under")]
)
def test_damping(beta: str, damping: str) -> None:
    assert momentum_contraction("4/121", beta, 1).damping == damping


def bowl(low: Fraction, high: Fraction, turn: Fraction) -> Function:
    """A quadratic with these eigenvalues, turned by an exact rotation."""
    x, y = sympy.symbols("x y")
    t = sympy.Rational(turn)
    c, s = (1 - t**2) / (1 + t**2), 2 * t / (1 + t**2)
    u, v = c * x + s * y, c * y - s * x
    expr = (sympy.Rational(low) * u**2 + sympy.Rational(high) * v**2) / 2
    return Function.of(sympy.expand(expr), ("x", "y"))


@given(st.fractions(min_value=0, max_value=1, max_denominator=6), st.sampled_from([2, 5, 10]))
@settings(deadline=None, max_examples=12)
def test_the_safe_range_is_sharp_and_does_not_depend_on_direction(turn: Fraction, k: int) -> None:
    f = bowl(Fraction(1), Fraction(k), turn)
    limit = quadratic_theory((1, k)).safe_below
    stop = Stop(max_steps=250, tol=Fraction(1, 100))
    assert descend(f, (3, 1), "gd", stop, rate=limit * Q(19, 20)).outcome is Outcome.CONVERGED
    assert descend(f, (3, 1), "gd", stop, rate=limit * Q(21, 20)).outcome is Outcome.DIVERGED


@given(st.fractions(min_value=0, max_value=1, max_denominator=6))
@settings(deadline=None, max_examples=10)
def test_gradient_descent_turns_with_the_coordinates(turn: Fraction) -> None:
    t = sympy.Rational(turn)
    c, s = (1 - t**2) / (1 + t**2), 2 * t / (1 + t**2)
    plain = descend(bowl(Fraction(1), Fraction(4), Fraction(0)), (2, 1), "gd", Stop(max_steps=4))
    start = (c * 2 - s * 1, s * 2 + c * 1)
    turned = descend(bowl(Fraction(1), Fraction(4), turn), start, "gd", Stop(max_steps=4))
    for (x, y), point in zip(plain.points, turned.points, strict=True):
        assert point == (c * x - s * y, s * x + c * y)


@given(st.integers(min_value=1, max_value=9), st.integers(min_value=1, max_value=9))
@settings(deadline=None, max_examples=10)
def test_newton_does_not_feel_scaling(p: int, q: int) -> None:
    x, y = sympy.symbols("x y")
    base = (x - 1) ** 4 + x * y + y**2
    scaled = base.subs({x: p * x, y: y / q}, simultaneous=True)
    stop = Stop(max_steps=3)
    one = descend(Function.of(base, ("x", "y")), (3, 2), "newton", stop)
    other = descend(Function.of(scaled, ("x", "y")), (Q(3, p), 2 * q), "newton", stop)
    for (a, b), (u, v) in zip(one.points, other.points, strict=True):
        assert approximate(u) * p == pytest.approx(approximate(a), rel=1e-12)
        assert approximate(v) / q == pytest.approx(approximate(b), rel=1e-12)


def test_the_long_run_factor_of_momentum_is_the_theory() -> None:
    """After many steps distance shrinks by sqrt(beta) per step (underdamped)."""
    path = descend(
        bowl(Fraction(1), Fraction(2), Fraction(0)),
        (1, 1),
        "momentum",
        Stop(max_steps=120, tol=Fraction(0)),
        rate="1/2",
        beta="1/2",
    )
    size = [math.hypot(*(approximate(v) for v in p)) for p in path.points]
    assert (size[120] / size[20]) ** (1 / 100) == pytest.approx(math.sqrt(0.5), rel=0.02)


@pytest.mark.parametrize("bad", [(), (0, 1), (-1, 2)])
def test_eigenvalues_must_be_positive(bad: tuple[int, ...]) -> None:
    with pytest.raises(RangeError):
        quadratic_theory(bad)


@pytest.mark.parametrize(("rate", "beta"), [(0, 0), (1, 1), (1, -1)])
def test_bad_momentum_parameters(rate: int, beta: int) -> None:
    with pytest.raises(RangeError):
        momentum_contraction(rate, beta, 1)
