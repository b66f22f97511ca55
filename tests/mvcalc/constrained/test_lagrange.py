"""Lagrange: every candidate, irregular points, multipliers, kinds, and existence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.constrained import lagrange, shadow_price
from mvcalc.descent import approximate
from mvcalc.errors import (
    DegenerateError,
    InfeasibleError,
    RangeError,
    UnboundedError,
    UncertifiedError,
)
from mvcalc.expr import Function, number, parse
from mvcalc.sample import sample

XY, XYZ = ("x", "y"), ("x", "y", "z")
LAMBDA = sympy.Symbol("lambda")
ROOT2, ROOT3 = sympy.sqrt(2), sympy.sqrt(3)


def floats(point: Any) -> list[float]:
    return [approximate(v) for v in point]


@pytest.mark.parametrize(
    ("f", "g", "highest"),
    [
        # On a circle of radius r, a linear height is at most r times the length of its gradient.
        ("x/3 + y/5", "x^2 + y^2 - 1", sympy.sqrt(34) / 15),
        ("x/7 - 2*y/11", "x^2 + y^2 - 4/9", sympy.sqrt(317) * 2 / 231),
        # On the ellipse x^2/a^2 + y^2/b^2 = 1 it is sqrt(a^2 p^2 + b^2 q^2).
        ("x/2 + y/3", "x^2/5 + y^2/7 - 1", sympy.sqrt(sympy.Rational(73, 36))),
    ],
)
def test_fractions_in_one_slope_only(f: str, g: str, highest: sympy.Expr) -> None:
    found = lagrange(parse(f, XY), parse(g, XY))
    assert len(found.candidates) == 2
    assert not found.irregular_points
    assert sympy.simplify(found.maximum - highest) == 0


def test_six_candidates_of_lecture_30() -> None:
    found = lagrange(parse("x^2*y", XY), parse("x^2 + y^2 - 3", XY))
    table = {c.point: (c.multipliers, c.value, c.kind) for c in found.candidates}
    assert table == {
        (-ROOT2, -1): ((-1,), -2, "min"),
        (-ROOT2, 1): ((1,), 2, "max"),
        (0, -ROOT3): ((0,), 0, "max"),
        (0, ROOT3): ((0,), 0, "min"),
        (ROOT2, -1): ((-1,), -2, "min"),
        (ROOT2, 1): ((1,), 2, "max"),
    }
    assert found.elimination == (LAMBDA**3 - LAMBDA,)
    assert (found.minimum, found.maximum) == (-2, 2)
    assert found.complete
    assert found.irregular_points == ()


def test_the_bordered_hessian_agrees_with_sympy() -> None:
    x, y = sympy.symbols("x y")
    found = lagrange(parse("x^2*y", XY), parse("x^2 + y^2 - 3", XY))
    for c in found.candidates:
        L = x**2 * y - c.multipliers[0] * (x**2 + y**2 - 3)
        H = sympy.hessian(L, (x, y), [x**2 + y**2 - 3])
        at = dict(zip((x, y), c.point, strict=True))
        assert sympy.simplify(H.subs(at).det() - c.bordered_minors[-1]) == 0


def test_nearest_point_on_a_line() -> None:
    found = lagrange(parse("x^2 + y^2", XY), parse("3*x + 4*y - 25", XY))
    [c] = found.candidates
    assert (c.point, c.multipliers, c.kind) == ((3, 4), (2,), "min")
    assert (found.minimum, found.maximum) == (25, None)


def test_the_cusp_is_an_irregular_point_and_the_minimum() -> None:
    found = lagrange(parse("x", XY), parse("y^2 - x^3", XY))
    assert found.candidates == ()
    assert [p.point for p in found.irregular_points] == [(0, 0)]
    assert found.minimum == 0
    assert found.maximum is None


def test_two_equations_in_three_variables() -> None:
    found = lagrange(
        parse("x*y*z", XYZ), [parse("x^2 + y^2 + z^2 - 1", XYZ), parse("x + y + z", XYZ)]
    )
    assert len(found.candidates) == 6
    assert found.maximum == sympy.sqrt(6) / 18
    kinds = [c.kind for c in found.candidates]
    assert (kinds.count("min"), kinds.count("max")) == (3, 3)


def test_a_system_on_which_nonlinsolve_loses_points() -> None:
    """The family of SymPy issue 23043: all eight solutions of ∇(xyz) = λ∇(sum of squares)."""
    found = lagrange(parse("x*y*z", XYZ), parse("x^2 + y^2 + z^2 - 3", XYZ))
    corners = {c.point for c in found.candidates if 0 not in c.point}
    assert corners == {(a, b, c) for a in (-1, 1) for b in (-1, 1) for c in (-1, 1)}
    axes = [c for c in found.candidates if c.point.count(0) == 2]
    assert len(axes) == 6
    assert len(found.candidates) == 14


@given(st.integers(-4, 4), st.integers(-4, 4), st.integers(-4, 4), st.integers(1, 5))
@settings(deadline=None, max_examples=15)
def test_no_point_of_the_circle_beats_the_extremes(a: int, b: int, c: int, r: int) -> None:
    """Quadratics on circles: compare with a dense walk round the circle."""
    x, y = sympy.symbols("x y")
    f = a * x**2 + b * x * y + c * y**2 + x - 2 * y
    found = lagrange(Function.of(f, XY), Function.of(x**2 + y**2 - r, XY))
    t = np.linspace(0, 2 * np.pi, 2001)
    values = sample(Function.of(f, XY), np.sqrt(r) * np.cos(t), np.sqrt(r) * np.sin(t))
    assert found.minimum is not None
    assert found.maximum is not None
    assert approximate(found.minimum) == pytest.approx(values.min(), abs=1e-4)
    assert approximate(found.maximum) == pytest.approx(values.max(), abs=1e-4)
    assert approximate(found.minimum) <= values.min() + 1e-12
    for candidate in found.candidates:
        px, py = floats(candidate.point)
        assert px**2 + py**2 == pytest.approx(r)


def test_no_point_at_all() -> None:
    with pytest.raises(InfeasibleError):
        lagrange(parse("x", XY), parse("x^2 + y^2 + 1", XY))
    with pytest.raises(InfeasibleError):
        lagrange(parse("x", XY), parse("exp(x) + 1", XY))


@pytest.mark.parametrize(("f", "g"), [("x + y", "x*y - 1"), ("x", "y - x^2"), ("x", "y - x^3")])
def test_unbounded_in_both_directions(f: str, g: str) -> None:
    with pytest.raises(UnboundedError):
        lagrange(parse(f, XY), parse(g, XY))


@pytest.mark.parametrize(
    ("f", "g", "low", "high"),
    [
        ("y", "y - x^2", 0, None),
        ("x*y", "x*y*(x + y) - 1", None, "(1/4)^(1/3)"),
        ("x^2 + y^2", "x*y - 1", 2, None),
        ("-x^4 - y^2", "x - y^2 + 1", None, "3/4*4^(-1/3) - 1"),
    ],
)
def test_one_sided_existence(f: str, g: str, low: object, high: object) -> None:
    found = lagrange(parse(f, XY), parse(g, XY))
    for got, wanted in ((found.minimum, low), (found.maximum, high)):
        if wanted is None:
            assert got is None
        else:
            assert got is not None
            assert approximate(got) == pytest.approx(float(number(wanted)))


def test_a_squared_fence_is_refused_with_the_plain_one() -> None:
    with pytest.raises(DegenerateError, match="use x"):
        lagrange(parse("x", XY), parse("(x^2 + y^2 - 1)^2", XY))


def test_a_constant_function_on_the_fence_has_a_continuum() -> None:
    found = lagrange(parse("x^2 + y^2", XY), parse("x^2 + y^2 - 1", XY))
    assert not found.complete
    assert found.continuum


def test_a_closed_fence_with_a_transcendental_function_is_searched_completely() -> None:
    found = lagrange(parse("exp(x*y)", XY), parse("x^2 + y^2 - 1", XY))
    assert found.complete
    assert len(found.candidates) == 4
    assert found.maximum is not None
    assert approximate(found.maximum) == pytest.approx(np.exp(0.5))


def test_transcendental_fences_are_never_called_complete() -> None:
    found = lagrange(parse("x + y", XY), parse("exp(x) + exp(y) - 4", XY))
    assert not found.complete
    [c] = found.candidates
    assert floats(c.point) == pytest.approx([np.log(2)] * 2)
    assert floats(c.multipliers) == pytest.approx([0.5])
    assert c.kind == "max"


def test_hock_schittkowski_7_is_found_by_search() -> None:
    found = lagrange(parse("log(1 + x^2) - y", XY), parse("(1 + x^2)^2 + y^2 - 4", XY))
    best = min(found.candidates, key=lambda c: approximate(c.value))
    assert approximate(best.value) == pytest.approx(-np.sqrt(3))
    assert best.kind == "min"


def test_bad_shapes() -> None:
    with pytest.raises(RangeError):
        lagrange(parse("x", XY), [])
    with pytest.raises(RangeError):
        lagrange(parse("x"), [parse("x - 1"), parse("x + 1")])


def test_shadow_price_of_lecture_30() -> None:
    check = shadow_price(parse("x^2*y", XY), parse("x^2 + y^2 - 3", XY), h="1/1000")
    assert check.multiplier == check.derivative == 1
    # outside formula: V(c) = 2(c/3)^(3/2) with c = 3 + 1/1000
    exact = (2 * ((3.001) / 3) ** 1.5 - 2) / 0.001
    assert approximate(check.finite_change) == pytest.approx(exact, rel=1e-9)


@given(st.integers(1, 9), st.integers(-9, 9), st.integers(1, 20))
@settings(deadline=None, max_examples=10)
def test_the_multiplier_is_the_price_of_moving_a_line(a: int, b: int, c: int) -> None:
    x, y = sympy.symbols("x y")
    line = Function.of(a * x + b * y - c, XY)
    check = shadow_price(Function.of(x**2 + 2 * y**2, XY), line, candidate=0, h="1/10^6")
    assert check.multiplier == check.derivative
    assert approximate(check.finite_change) == pytest.approx(
        approximate(check.multiplier), rel=1e-3, abs=1e-3
    )


def test_a_pole_on_a_closed_fence_is_no_optimum() -> None:
    """1/x takes every large value near (0, 1), although the circle is closed and bounded."""
    with pytest.raises(UnboundedError):
        lagrange(parse("1/x", ("x", "y")), parse("x^2 + y^2 - 1", ("x", "y")))
    far = lagrange(parse("x/(3 + y)", ("x", "y")), parse("x^2 + y^2 - 1", ("x", "y")))
    assert sympy.simplify(number(far.maximum) - 1 / sympy.sqrt(8)) == 0


def test_holes_and_kinks_on_a_closed_fence_are_no_optimum() -> None:
    circle = parse("x^2 + y^2 - 1", ("x", "y"))
    for text in ("log(x)", "abs(x - y)", "sqrt(x + 1/2)*exp(y)"):
        try:
            found = lagrange(parse(text, ("x", "y")), circle)
        except UncertifiedError:
            continue
        assert not found.complete
        assert found.minimum is None


def test_a_long_ellipse_is_searched_in_its_whole_height() -> None:
    """The box around the fence used to mix up the coordinates."""
    found = lagrange(parse("exp(x) + y", ("x", "y")), parse("x^2 + y^2/100 - 1", ("x", "y")))
    assert found.complete
    turn = np.linspace(0, 2 * np.pi, 100_001)
    values = np.exp(np.cos(turn)) + 10 * np.sin(turn)
    assert approximate(found.minimum) == pytest.approx(values.min(), abs=1e-6)
    assert approximate(found.maximum) == pytest.approx(values.max(), abs=1e-6)


def test_candidates_that_are_not_isolated_have_no_price() -> None:
    with pytest.raises(DegenerateError, match="isolated"):
        shadow_price(parse("x^2 + y^2", ("x", "y")), parse("x^2 + y^2 - 1", ("x", "y")))
