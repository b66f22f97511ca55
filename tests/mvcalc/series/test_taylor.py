"""Taylor polynomials, remainders and radii against published and independently computed numbers."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import mpmath
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.errors import (
    BudgetError,
    DomainError,
    FreeSymbolError,
    NonDifferentiableError,
    RangeError,
    UncertifiedError,
)
from mvcalc.expr import Ball, enclose_number, evaluate, number, parse
from mvcalc.series import degree_for, radius, remainder_bound, taylor, taylor_multi

REFERENCE = json.loads((Path(__file__).parents[2] / "reference" / "analysis.json").read_text())
R = sympy.Rational
x = sympy.Symbol("x")


def near(value: Ball, decimal: str, digits: int) -> bool:
    """Whether the ball is narrow and agrees with a published decimal to its last digit."""
    published = Fraction(decimal)
    return value.width < Fraction(1, 10**digits) and abs(value.mid - published) <= Fraction(
        6, 10 ** (digits + 1)
    )


def test_cosine_copies_one_derivative_after_the_other() -> None:
    found = taylor(parse("cos(x)"), 0, 8)
    assert found.coefficients == (1, 0, R(-1, 2), 0, R(1, 24), 0, R(-1, 720), 0, R(1, 40320))
    assert found.polynomial == 1 - x**2 / 2 + x**4 / 24 - x**6 / 720 + x**8 / 40320
    assert found.up_to(2) == 1 - x**2 / 2


def test_tangent_has_the_published_coefficients() -> None:
    odd = taylor(parse("tan(x)"), 0, 9).coefficients[1::2]
    assert odd == (1, R(1, 3), R(2, 15), R(17, 315), R(62, 2835))


@pytest.mark.parametrize("case", REFERENCE["taylor"], ids=lambda c: f"{c['f']} at {c['p']}")
def test_coefficients_agree_with_mpmath_to_thirty_digits(case: dict[str, object]) -> None:
    expected = [Fraction(c) for c in case["coefficients"]]  # type: ignore[attr-defined]
    found = taylor(parse(str(case["f"])), case["p"], len(expected) - 1)
    for got, want in zip(found.coefficients, expected, strict=True):
        ball = enclose_number(got, 160)
        assert abs(ball.mid - want) <= Fraction(1, 10**30) * max(Fraction(1), abs(want))


@given(
    top=st.lists(st.integers(-9, 9), min_size=1, max_size=5),
    centre=st.fractions(-3, 3, max_denominator=7),
)
@settings(max_examples=30, deadline=None)
def test_a_polynomial_is_its_own_series(top: list[int], centre: Fraction) -> None:
    expr = sympy.Add(*[c * x**k for k, c in enumerate(top)])
    f = parse(str(expr).replace("**", "^"))
    found = taylor(f, centre, len(top) - 1)
    assert sympy.expand(found.polynomial - expr) == 0


@pytest.mark.parametrize(
    ("f", "p", "order"),
    [
        ("sqrt(x)", 0, 1),
        ("abs(x)", 0, 1),
        ("x*abs(x)", 0, 2),
        ("abs(x)^3", 0, 3),
        ("x^(5/3)", 0, 2),
        ("sqrt(x)*sin(x)", 0, 2),
        ("abs(sin(x))", "pi", 1),
    ],
)
def test_the_first_missing_derivative_is_named(f: str, p: object, order: int) -> None:
    with pytest.raises(NonDifferentiableError) as bad:
        taylor(parse(f), p, 6)
    assert bad.value.context["order"] == order


@pytest.mark.parametrize(("f", "p"), [("x*abs(x)", 0), ("abs(x)^3", 0), ("x^(5/3)", 0)])
def test_lower_derivatives_are_given_all_the_same(f: str, p: object) -> None:
    assert taylor(parse(f), p, 1).coefficients == (0, 0)


def test_a_point_at_the_edge_of_the_domain_has_no_series() -> None:
    with pytest.raises(DomainError, match="right of 1"):
        taylor(parse("asin(x)"), 1, 3)


def test_a_kink_tells_both_slopes() -> None:
    with pytest.raises(NonDifferentiableError) as bad:
        taylor(parse("abs(x)"), 0, 3)
    assert (bad.value.left, bad.value.right) == (-1, 1)


def test_gaps_are_filled_only_on_request() -> None:
    with pytest.raises(DomainError):
        taylor(parse("sin(x)/x"), 0, 4)
    filled = taylor(parse("sin(x)/x"), 0, 4, extend=True)
    assert filled.coefficients == (1, 0, R(-1, 6), 0, R(1, 120))
    assert filled.extended
    assert not filled.flat
    flat = taylor(parse("exp(-1/x^2)"), 0, 6, extend=True)
    assert set(flat.coefficients) == {0}
    assert flat.flat
    with pytest.raises(DomainError):
        taylor(parse("exp(-1/x)"), 0, 3, extend=True)
    with pytest.raises(DomainError):
        taylor(parse("1/x"), 0, 3, extend=True)


def test_bad_requests_are_refused() -> None:
    with pytest.raises(RangeError):
        taylor(parse("x"), 0, -1)
    with pytest.raises(RangeError):
        taylor(parse("x"), 0, 1000)
    with pytest.raises(FreeSymbolError):
        taylor(parse("x*y", ("x", "y")), 0, 2)


# remainders -------------------------------------------------------------------------------------


def test_the_promise_for_the_exponential_function() -> None:
    r = remainder_bound(parse("exp(x)"), 0, 4, [0, 1])
    assert r.M.exact == sympy.E
    assert r.M.where == 1
    assert r.bound.exact == sympy.E / 120
    assert near(r.bound.ball, "0.022652", 6)
    assert near(r.actual.ball, "0.009948495125711902", 15)
    assert r.xi_at_end is not None
    assert near(r.xi_at_end, "0.177158", 6)


def test_a_sharp_case_sine_of_degree_three_read_as_four() -> None:
    r = remainder_bound(parse("sin(x)"), 0, 4, [0, 1])
    assert r.bound.exact == R(1, 120)
    assert near(r.actual.ball, "0.008138", 6)


def test_smallest_degree_for_a_target() -> None:
    assert degree_for(parse("exp(x)"), 0, [-1, 1], "1e-6") == 9
    assert degree_for(parse("exp(x)"), 0, [-1, 1], "e/3628800") == 9  # reached exactly
    with pytest.raises(UncertifiedError):
        degree_for(parse("1/x"), 1, ["1/2", "3/2"], "1/1000")
    with pytest.raises(RangeError):
        degree_for(parse("exp(x)"), 0, [-1, 1], 0)


def test_a_polynomial_of_low_degree_leaves_nothing() -> None:
    r = remainder_bound(parse("x^3 - x"), 1, 3, [0, 2])
    assert (r.M.exact, r.bound.exact, r.actual.exact) == (0, 0, 0)


@pytest.mark.parametrize(
    ("f", "error"),
    [
        ("sqrt(x)", NonDifferentiableError),
        ("abs(x - 1/2)", NonDifferentiableError),
        ("1/(2*x - 1)", DomainError),
    ],
)
def test_poles_and_kinks_in_the_interval_are_refused(f: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        remainder_bound(parse(f), 1, 2, [0, 1])


def test_the_centre_must_be_inside() -> None:
    with pytest.raises(RangeError, match="centre"):
        remainder_bound(parse("exp(x)"), 5, 2, [0, 1])


@given(
    f=st.sampled_from(["exp(x)", "sin(2*x)", "1/(x + 2)", "exp(-x^2)", "atan(x)", "sigmoid(3*x)"]),
    p=st.fractions(-1, 1, max_denominator=4),
    n=st.integers(0, 6),
    at=st.fractions(-1, 1, max_denominator=16),
)
@settings(max_examples=30, deadline=None)
def test_the_promise_is_kept_everywhere(f: str, p: Fraction, n: int, at: Fraction) -> None:
    fun = parse(f)
    r = remainder_bound(fun, p, n, [-1, 1])
    miss = enclose_number(abs(evaluate(fun, at) - taylor(fun, p, n).at(at)), 160)
    assert miss.lower <= r.actual.hi
    assert r.actual.lo <= r.bound.hi


# radius -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "p", "expected"),
    [
        ("1/(1 + x^2)", 0, "1"),
        ("1/(1 + x^2)", 1, "sqrt(2)"),
        ("1/x", 1, "1"),
        ("log(1 + x)", 0, "1"),
        ("tan(x)", 0, "pi/2"),
        ("tanh(x)", 0, "pi/2"),
        ("sigmoid(x)", 0, "pi"),
        ("sqrt(x)", 4, "4"),
        ("x^(1/3)", -8, "8"),
        ("atan(x)", 0, "1"),
        ("asin(x)", "1/2", "1/2"),
        ("x/(exp(x) - 1)", 0, "2*pi"),
        ("log(cosh(x))", 0, "pi/2"),
        ("1/(x^3 + 2)", 0, "2^(1/3)"),
        ("1/(1 + x^4)", 0, "1"),
        ("log(x)/(x - 1)", 2, "2"),
        ("exp(1/(x - 2))", 0, "2"),
    ],
)
def test_radius_is_the_distance_to_the_nearest_singularity(
    f: str, p: object, expected: str
) -> None:
    found = radius(parse(f), p)
    assert isinstance(found.value, sympy.Expr)
    assert sympy.simplify(found.value - number(expected)) == 0
    assert found.nearest
    assert found.represents


@pytest.mark.parametrize("f", ["exp(x)", "sin(x)/x", "cos(sqrt(x))", "(x^2 - 9)/(x - 3)", "erf(x)"])
def test_harmless_places_do_not_stop_a_series(f: str) -> None:
    assert radius(parse(f), 1).value == sympy.oo


def test_smooth_but_not_analytic() -> None:
    found = radius(parse("exp(-1/x^2)"), 0)
    assert found.value == sympy.oo
    assert not found.represents


def test_a_radius_without_a_short_form_is_a_narrow_ball() -> None:
    found = radius(parse("1/(exp(x) - x)"), 0).value
    assert isinstance(found, Ball)
    # the zero of exp(z) = z nearest to 0 is -W(-1) (Lambert's function)
    mpmath.mp.dps = 30
    assert abs(float(found.mid) - float(abs(mpmath.lambertw(-1)))) < 1e-14
    assert found.width < Fraction(1, 10**20)


def test_coefficients_grow_like_the_radius_says() -> None:
    """Cauchy-Hadamard as a second, independent witness."""
    for f, p in (("1/(1 + x^2)", 1), ("sqrt(5 + 2*x)", 0), ("1/(exp(x) - 3)", 0)):
        c = taylor(parse(f), p, 60).coefficients
        size = max(abs(float(c[k])) ** (1 / k) for k in (59, 60))
        value = radius(parse(f), p).value
        found = float(value.mid) if isinstance(value, Ball) else float(value)
        assert abs(size * found - 1) < 0.12


def test_no_radius_where_there_is_no_series() -> None:
    with pytest.raises(NonDifferentiableError):
        radius(parse("abs(x)"), 0)
    with pytest.raises(DomainError):
        radius(parse("1/x"), 0)


# several variables ------------------------------------------------------------------------------


def test_plane_and_quadric() -> None:
    y = sympy.Symbol("y")
    model = taylor_multi(parse("exp(x)*cos(y)", ("x", "y")), (0, 0), 2)
    assert model.up_to(0) == 1
    assert model.up_to(1) == 1 + x
    assert sympy.expand(model.polynomial - (1 + x + (x**2 - y**2) / 2)) == 0
    offset = ("1/10", "1/5")
    assert model.at(offset) == R(217, 200)
    assert near(enclose_number(model.error(offset), 160), "-0.001859", 6)
    promise = model.bound(offset)
    assert promise.bound.hi >= promise.actual.lo > Fraction(1858, 10**6)


def test_a_cubic_misses_exactly_its_cubic_part() -> None:
    model = taylor_multi(parse("x^2*y", ("x", "y")), (1, 1), 2)
    assert model.at(("1/10", "1/10")) == R(133, 100)
    assert model.error(("1/10", "1/10")) == R(1, 1000)


def test_third_order_bound_shrinks_with_the_cube() -> None:
    model = taylor_multi(parse("exp(x)*cos(y)", ("x", "y")), (0, 0), 2)
    wide = model.bound(("1/10", "1/5")).bound
    narrow = model.bound(("1/20", "1/10")).bound
    assert 7 < wide.hi / narrow.hi < Fraction(95, 10)


def test_mixed_coefficients_agree_with_sympy() -> None:
    f = parse("exp(x*y)*sin(x + z)", ("x", "y", "z"))
    model = taylor_multi(f, (1, 0, 1), 3)
    symbols = f.symbols
    for powers, c in model.coefficients:
        d = f.expr
        for s, k in zip(symbols, powers, strict=True):
            d = sympy.diff(d, s, k) / sympy.factorial(k)
        there = d.subs(dict(zip(symbols, (1, 0, 1), strict=True)))
        assert sympy.simplify(there - c) == 0


def test_missing_partials_are_refused() -> None:
    with pytest.raises((NonDifferentiableError, DomainError)):
        taylor_multi(parse("sqrt(x^2 + y^2)", ("x", "y")), (0, 0), 2)
    with pytest.raises(RangeError):
        taylor_multi(parse("x*y", ("x", "y")), (0, 0), 99)
    with pytest.raises(BudgetError):
        taylor_multi(parse("x*y*z*u*v*w", ("x", "y", "z", "u", "v", "w")), (0,) * 6, 8)
