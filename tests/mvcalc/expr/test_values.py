"""Exact values, proved enclosures and deciding signs."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.errors import BudgetError, DomainError, MvcalcError, RangeError
from mvcalc.expr import (
    Ball,
    Box,
    Function,
    enclose,
    enclose_number,
    evaluate,
    is_zero,
    less,
    number,
    parse,
    restrict,
    sign,
)

X, Y = sympy.symbols("x y")


@pytest.mark.parametrize(
    ("f", "x", "value"),
    [
        ("x^3 - x", "1/3", "-8/27"),
        ("sin(x)/x", "pi/6", "3/pi"),
        ("x^(1/3)", "-8", "-2"),
        ("x^(2/3)", "-8", "4"),
        ("x^(-2/3)", "-8", "1/4"),
        ("(x^3)^(1/3)", "-2", "-2"),
        ("(x^(2/3))^(1/2)", "-8", "2"),
        ("sqrt(x^2)", "-3", "3"),
        ("abs(x)", "1 - sqrt(2)", "sqrt(2) - 1"),
        ("cos(x)^2*sin(x)", "pi/3", "sqrt(3)/8"),
        ("atan(x)", "1", "pi/4"),
        ("exp(-x^2/2)", "1", "e^(-1/2)"),
        ("sigmoid(x)", "0", "1/2"),
        ("x^x", "2", "4"),
        ("(x + 1)*(x - 1)", "sqrt(2)", "1"),
        ("1/(1 + sqrt(x))", "2", "sqrt(2) - 1"),
        ("erf(x)", "0", "0"),
    ],
)
def test_exact_values(f: str, x: str, value: str) -> None:
    assert evaluate(parse(f), x) == number(value)


@pytest.mark.parametrize(
    ("f", "x"),
    [
        ("1/x", "0"),
        ("x/x", "0"),
        ("log(x)", "0"),
        ("log(x)", "-1"),
        ("sqrt(x)", "-1/10^30"),
        ("asin(x)", "1 + 1/10^30"),
        ("tan(x)", "pi/2"),
        ("sec(x)", "-pi/2"),
        ("x^(-1/3)", "0"),
        ("x^x", "-2"),
        ("1/(sqrt(2)*sqrt(3) - sqrt(x))", "6"),
        ("1/(x^2 - 2)", "sqrt(2)"),
        ("exp(log(x))", "-1"),
        ("0/x", "0"),
        ("log(log(x))", "1"),
    ],
)
def test_poles_are_decided_exactly(f: str, x: str) -> None:
    with pytest.raises(DomainError, match="has no value at x = ") as caught:
        evaluate(parse(f), x)
    assert caught.value.context["point"] == {"x": number(x)}


def test_almost_a_pole_is_none() -> None:
    assert evaluate(parse("1/x"), "1/10^60") == 10**60
    assert evaluate(parse("sqrt(x)"), "1/10^60") == sympy.Rational(1, 10**30)


def test_points_may_be_given_in_three_ways() -> None:
    f = parse("x - y", ("x", "y"))
    for point in ((1, "1/2"), {"y": "1/2", "x": 1}, [1, 0.5], sympy.Matrix([1, sympy.S.Half])):
        assert evaluate(f, point) == sympy.S.Half
    assert evaluate(parse("x"), 3) == 3
    assert evaluate(X - Y, (1, 2)) == -1
    with pytest.raises(RangeError, match="2 variables"):
        evaluate(f, 1)
    with pytest.raises(RangeError, match="no value for y"):
        evaluate(f, {"x": 1})


@pytest.mark.parametrize(
    ("f", "x"), [("x^9999", "10"), ("exp(exp(exp(x)))", "10"), ("x^x^x", "99")]
)
def test_values_beyond_the_budget(f: str, x: str) -> None:
    with pytest.raises(BudgetError):
        evaluate(parse(f), x)


@pytest.mark.parametrize(
    ("f", "box", "low", "high"),
    [
        ("sqrt(1 - x^2)", (-1, 1), 0, 1),
        ("x^2", (-2, 1), 0, 4),
        ("abs(x)", (-2, 1), 0, 2),
        ("sin(x)", (0, 7), -1, 1),
        ("cos(x)", ("-1/2", "1/2"), None, 1),
        ("sigmoid(x)", (-500, 500), None, None),
        ("x^(1/3)", (-8, 27), -2, 3),
        ("asin(x)", (-1, 1), None, None),
    ],
)
def test_enclosures_are_tight_where_that_is_easy(
    f: str, box: tuple[object, object], low: int | None, high: int | None
) -> None:
    ball = enclose(parse(f), box)
    slack = Fraction(1, 10**20)
    if low is not None:
        assert low - slack <= ball.lower <= low
    if high is not None:
        assert high <= ball.upper <= high + slack
    if f == "sigmoid(x)":
        assert 0 < ball.lower < Fraction(1, 10**200)
        assert Fraction(999, 1000) < ball.upper <= 1 + slack
    if f == "asin(x)":
        assert ball.contains(sympy.pi / 2 - sympy.Rational(1, 10**10))


@pytest.mark.parametrize(
    ("f", "box", "certain"),
    [
        ("1/x", (-1, 1), False),
        ("log(x)", (-2, -1), True),
        ("sqrt(x)", (-2, -1), True),
        ("sqrt(x)", (-1, 1), False),
        ("asin(x)", (2, 3), True),
        ("tan(x)", (1, 2), False),
        ("1/(x - x)^2", (1, 2), None),
        ("x/x", (-1, 1), False),
    ],
)
def test_no_enclosure_outside_the_domain(
    f: str, box: tuple[int, int], certain: bool | None
) -> None:
    if certain is None:
        with pytest.raises(DomainError):
            parse(f)
        return
    with pytest.raises(DomainError) as caught:
        enclose(parse(f), box)
    assert caught.value.context["certain"] is certain


def test_boxes() -> None:
    box = Box.of({"x": (0, "pi"), "y": ("-1/2", 1)})
    assert box.side("x") == (0, sympy.pi)
    left, right = box.split("x")
    assert left.side("x")[1] == right.side("x")[0] == sympy.pi / 2
    assert enclose(parse("y", ("x", "y")), box).lower == Fraction(-1, 2)
    with pytest.raises(RangeError, match="lower end is above"):
        Box.of({"x": (1, 0)})
    with pytest.raises(RangeError, match="no side for y"):
        enclose(parse("x*y", ("x", "y")), {"x": (0, 1)})


def test_ball_ends_and_membership() -> None:
    ball = enclose(parse("sqrt(x)"), (2, 2), prec=80)
    assert ball.contains(sympy.sqrt(2))
    assert not ball.contains(Fraction(14142135, 10**7))
    assert ball.width < Fraction(1, 2**70)
    assert ball.lower.denominator & (ball.lower.denominator - 1) == 0  # dyadic
    assert ball == enclose(parse("sqrt(x)"), (2, 2), prec=80)
    assert hash(ball) == hash(Ball(ball.lower, ball.upper))
    assert ball.lower <= ball.mid <= ball.upper
    assert ball.arb.contains(ball.mid.numerator / 1.0 / ball.mid.denominator) or ball.width < 1e-16


def test_signs_are_proved() -> None:
    assert sign(number("sqrt(2) + sqrt(3) - sqrt(5 + 2*sqrt(6))")) == 0
    assert sign(number("sqrt(2)*10^30 - 1414213562373095048801688724209")) == 1
    assert is_zero(number("log(8)/log(2) - 3"))
    assert less(number("355/113"), number("355/113 + 1/10^50"))
    root = sympy.CRootOf(X**5 - X - 1, 0)
    assert enclose_number(root).contains(root)
    assert sign(root - sympy.Rational(11673, 10**4)) == 1


def test_restricting_keeps_real_arithmetic() -> None:
    f = parse("x^(1/3)*y + abs(x*y)", ("x", "y"))
    g = restrict(f, {"x": -8})
    assert g.vars == ("y",)
    assert evaluate(g, 3) == -6 + 24
    with pytest.raises(DomainError):
        restrict(parse("x^y", ("x", "y")), {"x": -1})
    with pytest.raises(DomainError):
        restrict(parse("y/x", ("x", "y")), {"x": 0})
    assert restrict(parse("y/y + x", ("x", "y")), {"x": 0}).domain.conditions


ELEMENTARY = [
    *("exp(x)", "log(x + 3)", "sin(3*x)", "cos(x)", "tan(x/2)", "asin(x/3)", "acos(x/3)"),
    *("atan(x)", "sinh(x)", "cosh(x)", "tanh(x)", "erf(x)", "sigmoid(x)", "sqrt(x + 3)", "x^5"),
    *("1/(x + 3)", "x^2 - x", "abs(x)", "2^x", "(x + 3)^x", "exp(-x^2)*sin(3*x)", "x*exp(x)"),
]
MPMATH = {
    "asin": mpmath.asin, "acos": mpmath.acos, "atan": mpmath.atan, "exp": mpmath.exp,
    "log": mpmath.log, "sin": mpmath.sin, "cos": mpmath.cos, "tan": mpmath.tan,
    "sinh": mpmath.sinh, "cosh": mpmath.cosh, "tanh": mpmath.tanh, "erf": mpmath.erf,
    "Abs": abs,
}  # fmt: skip


def by_mpmath(e: sympy.Expr, x: mpmath.mpf) -> mpmath.mpf:
    """The value by another library's functions."""
    if e.is_Symbol:
        return x
    if e.is_Rational:
        return mpmath.mpf(int(e.p)) / int(e.q)
    parts = [by_mpmath(a, x) for a in e.args]
    if e.is_Add:
        return mpmath.fsum(parts)
    if e.is_Mul:
        return mpmath.fprod(parts)
    if e.is_Pow and not isinstance(e, sympy.exp):
        return parts[0] ** parts[1]
    return MPMATH[type(e).__name__](parts[0])


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(ELEMENTARY),
    st.fractions(-2, 2, max_denominator=500),
    st.fractions(0, 1, max_denominator=500),
    st.fractions(0, 1),
)
def test_enclosures_contain_forty_digit_values(
    text: str, low: Fraction, width: Fraction, share: Fraction
) -> None:
    f = parse(text)
    place = low + width * share
    ball = enclose(f, (low, low + width))
    point = enclose(f, (place, place), prec=200)
    with mpmath.workdps(60):
        value = by_mpmath(f.expr, mpmath.mpf(place.numerator) / place.denominator)
        negative, mantissa, exponent, _ = mpmath.mpf(value)._mpf_
        exact = Fraction(-int(mantissa) if negative else int(mantissa)) * Fraction(2) ** exponent
    slack = Fraction(1, 10**45) * max(abs(exact), Fraction(1))
    assert ball.lower - slack <= exact <= ball.upper + slack
    assert point.lower - slack <= exact <= point.upper + slack
    assert point.width <= max(abs(exact), Fraction(1)) / 10**40


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(ELEMENTARY), st.fractions(-2, 2, max_denominator=50))
def test_exact_values_lie_in_their_enclosures(text: str, place: Fraction) -> None:
    f = parse(text)
    try:
        value = evaluate(f, place)
    except MvcalcError:
        return
    assert enclose(f, (place, place)).contains(value)


def test_functions_from_expressions() -> None:
    f = Function.of(X / Y)
    assert f.vars == ("x", "y")
    with pytest.raises(DomainError):
        evaluate(f, (1, 0))
