"""Several variables: published numbers, identities, exact eigenvectors."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import rosen, rosen_der, rosen_hess

from mvcalc.errors import DegenerateError, DomainError, NonDifferentiableError, RangeError
from mvcalc.expr import Function, enclose_number, evaluate, is_zero, number, parse, sign
from mvcalc.multi import (
    circulation,
    contour_levels,
    curl,
    curvature_along,
    directional,
    div,
    eigen_sym,
    flux,
    gradient,
    hessian,
    jacobian,
    laplacian,
    mixed_partials,
    partial,
    tangent_plane,
    total_derivative,
)

X, Y, T = sympy.symbols("x y t")
HALF = sympy.S.Half


def f2(text: str) -> Function:
    return parse(text, ("x", "y"))


def test_numbers_of_the_lectures() -> None:
    cubic = f2("x^2*y - y^3/3")
    assert partial(cubic, "x", point=(1, 2)) == 4
    assert partial(cubic, "y", point=(1, 2)) == -3
    assert partial(cubic, "x", "y", point=(1, 2)) == partial(cubic, "y", "x", point=(1, 2)) == 2
    bowl = f2("x^2 + x*y + y^2")
    assert jacobian(bowl, (1, 0)) == sympy.Matrix([[2, 1]])
    assert gradient(bowl, (1, 0)) == sympy.Matrix([2, 1])
    assert directional(bowl, (1, 0), ("3/5", "4/5")) == 2
    assert directional(bowl, (1, 0), (3, 4)) == 2
    swirl = jacobian([f2("x^2 - y^2"), f2("2*x*y")], (1, "1/2"))
    assert swirl == sympy.Matrix([[2, -1], [1, 2]])
    assert swirl.det() == 5
    polar = [parse("r*cos(t)", ("r", "t")), parse("r*sin(t)", ("r", "t"))]
    assert sympy.trigsimp(jacobian(polar).det()) == sympy.Symbol("r")


def test_rosenbrock_against_its_published_and_scipy_values() -> None:
    f = f2("100*(y - x^2)^2 + (1 - x)^2")
    at = ("-6/5", 1)
    assert evaluate(f, at) == sympy.Rational(121, 5)
    assert gradient(f, at) == sympy.Matrix([-sympy.Rational(1078, 5), -88])
    assert hessian(f, at) == sympy.Matrix([[1330, 480], [480, 200]])
    values = [pair.value for pair in eigen_sym(hessian(f, (1, 1)))]
    assert values == [501 - sympy.sqrt(250601), 501 + sympy.sqrt(250601)]
    for place in ((0.5, -1.25), (-2.0, 3.0)):
        assert float(evaluate(f, place)) == pytest.approx(rosen(place), rel=1e-12)
        assert [float(g) for g in gradient(f, place)] == pytest.approx(rosen_der(place), rel=1e-12)
        flat = [float(h) for h in hessian(f, place)]
        assert flat == pytest.approx(rosen_hess(place).ravel(), rel=1e-12)


def test_order_of_mixed_partials_may_matter() -> None:
    f = f2("x*y*(x^2 - y^2)/(x^2 + y^2)")
    assert mixed_partials(f, (0, 0)) == (-1, 1)
    assert mixed_partials(f2("x^2*y - y^3/3"), (1, 2)) == (2, 2)


def test_kinks_and_holes_of_slices() -> None:
    with pytest.raises(NonDifferentiableError):
        gradient(f2("abs(x) + y"), (0, 1))
    assert gradient(f2("abs(x) + y"), (-2, 1)) == sympy.Matrix([-1, 1])
    with pytest.raises(DomainError):
        gradient(f2("y/x"), (0, 1))
    with pytest.raises(RangeError, match="z is not a variable"):
        partial(f2("x"), "z")
    with pytest.raises(RangeError, match="zero"):
        directional(f2("x"), (0, 0), (0, 0))


def test_routes_of_the_chain_rule() -> None:
    path = [parse("cos(t)", ("t",)), parse("sin(t)", ("t",))]
    routes = total_derivative(f2("x^2*y"), path, "pi/3")
    assert routes.point == (HALF, sympy.sqrt(3) / 2)
    assert routes.total == -sympy.Rational(5, 8)
    assert [r.factors for r in routes.routes] == [
        (sympy.sqrt(3) / 2, -sympy.sqrt(3) / 2),
        (sympy.Rational(1, 4), HALF),
    ]
    assert routes.composed == sympy.cos(T) ** 2 * sympy.sin(T)
    assert is_zero(routes.slope.subs(T, sympy.pi / 3) - routes.total)
    question = [parse("t^2", ("t",)), parse("1/t", ("t",))]
    assert total_derivative(f2("x*y"), question, 2).total == 1
    with pytest.raises(DomainError):
        total_derivative(f2("log(x)*y"), path, "pi")
    with pytest.raises(RangeError, match="one function of one parameter"):
        total_derivative(f2("x*y"), path[:1], 0)


def test_tangent_plane_and_curvature() -> None:
    plane = tangent_plane(f2("x^2*y - y^3/3"), (1, 2))
    assert plane.expr == 4 * X - 3 * Y + sympy.Rational(4, 3)
    assert plane.value == -sympy.Rational(2, 3)
    folium = f2("x^3 - 3*x*y + y^3")
    assert curvature_along(folium, (1, 1), "pi/4") == 3
    assert curvature_along(folium, (1, 1), "3*pi/4") == 9
    theta = sympy.Symbol("theta")
    wave = curvature_along(folium, (1, 1), theta)
    assert sympy.simplify(wave - (6 - 3 * sympy.sin(2 * theta))) == 0


def check_pairs(M: list[list[object]]) -> None:
    A = sympy.Matrix([[number(c) for c in row] for row in M])
    pairs = eigen_sym(M)
    for k, pair in enumerate(pairs):
        vector = sympy.Matrix(pair.vector)
        for part in A * vector - pair.value * vector:
            assert abs(enclose_number(part, 300).mid) < Fraction(1, 10**60)
        assert enclose_number(sum(c**2 for c in pair.unit), 200).contains(1)
        for other in pairs[:k]:
            dot = sum(a * b for a, b in zip(pair.vector, other.vector, strict=True))
            assert abs(enclose_number(sympy.sympify(dot), 300).mid) < Fraction(1, 10**60)
            assert sign(pair.value - other.value) >= 0
    total = sum(pair.value for pair in pairs) - A.trace()
    assert abs(enclose_number(sympy.sympify(total), 300).mid) < Fraction(1, 10**60)


@pytest.mark.parametrize(
    "M",
    [
        [[6, -3], [-3, 6]],
        [[2, 0], [0, 1]],
        [[1, 2], [2, "sqrt(2)"]],
        [[1330, 480], [480, 200]],
        [[2, 1, 0], [1, 2, 1], [0, 1, 2]],
        [[2, 1, 1], [1, 2, 1], [1, 1, 2]],
        [[1, 2, 3], [2, 4, 5], [3, 5, 7]],
        [[1, 0, 0], [0, 1, 0], [0, 0, 2]],
        [[5, 0, 0], [0, 5, 0], [0, 0, 5]],
        [["1/2", "1/3", 0], ["1/3", 0, 1], [0, 1, -1]],
    ],
    ids=str,
)
def test_eigenpairs(M: list[list[object]]) -> None:
    check_pairs(M)


@settings(deadline=None, max_examples=8)
@given(st.lists(st.integers(-4, 4), min_size=6, max_size=6))
def test_random_symmetric_matrices(entries: list[int]) -> None:
    a, b, c, d, e, f = entries
    check_pairs([[a, b, c], [b, d, e], [c, e, f]])
    check_pairs([[a, b], [b, d]])


def test_nice_vectors_stay_nice() -> None:
    low, high = eigen_sym([[6, -3], [-3, 6]])
    assert (low.value, low.vector, high.value, high.vector) == (3, (1, 1), 9, (1, -1))


@pytest.mark.parametrize(
    "M",
    [
        [[1, 2], [3, 4]],
        [[1]],
        [[1, 2, 3], [2, 1, 1]],
        "no",
        [["sqrt(2)", 0, 0], [0, 1, 0], [0, 0, 1]],
    ],
)
def test_bad_matrices(M: object) -> None:
    with pytest.raises(RangeError):
        eigen_sym(M)


def test_fields() -> None:
    F = [f2("x^2"), f2("x*y")]
    assert div(F) == 3 * X
    assert curl([f2("-y"), f2("x")]) == 2
    assert laplacian(f2("x^2*y - y^3/3")) == 0
    out = flux(F, ((0, 1), (0, 2)))
    assert out.sides == (0, 2, 1, 0)
    assert out.total == out.inside == 3
    turn = circulation([f2("-y"), f2("x")], ((0, 1), (0, 2)))
    assert turn.total == turn.inside == 4
    names = ("x", "y", "z")
    G = [parse(t, names) for t in ("y*z", "x^2", "x*z")]
    assert curl(G) == (0, Y - sympy.Symbol("z"), 2 * X - sympy.Symbol("z"))
    with pytest.raises(RangeError):
        div([f2("x")])


@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(-3, 3), min_size=12, max_size=12))
def test_gauss_and_green(c: list[int]) -> None:
    monomials = ["1", "x", "y", "x^2", "x*y", "y^2"]
    P, Q = (
        "+".join(f"({k})*{m}" for k, m in zip(part, monomials, strict=True))
        for part in (c[:6], c[6:])
    )
    F = [f2(P), f2(Q)]
    for boundary in (flux(F, ((-1, 2), (0, "1/2"))), circulation(F, ((-1, 2), (0, "1/2")))):
        assert boundary.total == boundary.inside


@settings(deadline=None, max_examples=15)
@given(
    st.sampled_from(
        ["x^2*y - y^3/3", "exp(x*y)", "sin(x)*y^2", "x/(1 + y^2)", "sqrt(1 + x^2 + y^2)"]
    ),
    st.fractions(-2, 2, max_denominator=9),
    st.fractions(-2, 2, max_denominator=9),
)
def test_identities(text: str, a: Fraction, b: Fraction) -> None:
    f = f2(text)
    assert is_zero(partial(f, "x", "y", point=(a, b)) - partial(f, "y", "x", point=(a, b)))
    slopes = gradient(f, (a, b))
    along_contour = (-slopes[1], slopes[0])
    if any(not is_zero(s) for s in slopes):
        assert is_zero(directional(f, (a, b), along_contour))
        length = sympy.sqrt(slopes[0] ** 2 + slopes[1] ** 2)
        assert is_zero(directional(f, (a, b), tuple(slopes)) - length)


@pytest.mark.parametrize(
    ("f", "box", "even"),
    [
        ("x^2 + y^2", ((-2, 2), (-2, 2)), True),
        ("x^3 - 3*x*y + y^3", ((-2, 2), (-2, 2)), True),
        ("x*y/10^6 + 5", ((-1, 1), (-1, 1)), True),
        ("(1 - x)^2 + 100*(y - x^2)^2", ((-2, 2), (-1, 3)), False),
        ("exp(5*x)", ((-2, 2), (-2, 2)), False),
        ("1/(x^2 + y^2)", ((-1, 1), (-1, 1)), False),
    ],
)
def test_contour_levels(f: str, box: tuple[object, object], even: bool) -> None:
    chosen = contour_levels(f2(f), box, 8)
    levels = chosen.values
    assert chosen.even is even
    assert 4 <= len(levels) <= 16
    assert all(a < b for a, b in itertools.pairwise(levels))
    if even:
        assert len({b - a for a, b in itertools.pairwise(levels)}) == 1


def test_nothing_to_contour() -> None:
    with pytest.raises(DegenerateError, match="constant"):
        contour_levels(f2("7"), ((0, 1), (0, 1)))
    with pytest.raises(DegenerateError, match="no value"):
        contour_levels(f2("log(-1 - x^2)"), ((0, 1), (0, 1)))
    with pytest.raises(RangeError, match="k = 1"):
        contour_levels(f2("x"), ((0, 1), (0, 1)), 1)
