"""Integrals against closed forms, mpmath and each other."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.errors import (
    DegenerateError,
    DomainError,
    FreeSymbolError,
    RangeError,
    SingularError,
    UncertifiedError,
)
from mvcalc.expr import Ball, Function, enclose_number, evaluate, number, parse
from mvcalc.integrate import (
    Change,
    Region,
    accumulate,
    antiderivative,
    average,
    change_variables,
    closed_form,
    definite,
    double_integral,
    riemann,
)

REFERENCE = json.loads((Path(__file__).parents[2] / "reference" / "analysis.json").read_text())
R = sympy.Rational
x, n = sympy.symbols("x n")


def same(value: object, text: str) -> bool:
    return isinstance(value, sympy.Expr) and sympy.simplify(value - number(text)) == 0


# sums -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "total", "error"),
    [
        ("left", R(57, 200), R(-29, 600)),
        ("right", R(77, 200), R(31, 600)),
        ("mid", R(133, 400), R(-1, 1200)),
        ("trap", R(67, 200), R(1, 600)),
        ("simpson", R(1, 3), 0),
    ],
)
def test_ten_slices_under_the_parabola(rule: str, total: object, error: object) -> None:
    found = riemann(parse("x^2"), 0, 1, 10, rule)
    assert (found.total, found.integral, found.error) == (total, R(1, 3), error)
    assert sum(bar.area for bar in found.bars) == total
    assert found.bars[0].left == 0
    assert found.bars[-1].right == 1


def test_the_first_failure_of_simpsons_rule() -> None:
    found = riemann(parse("x^4"), 0, 1, 2, "simpson")
    assert (found.total, found.integral) == (R(5, 24), R(1, 5))


@pytest.mark.parametrize("rule", ["left", "right", "mid", "trap", "simpson"])
@pytest.mark.parametrize("f", ["x^2", "x^4 - x", "2"])
def test_closed_forms_agree_with_the_sums(f: str, rule: str) -> None:
    formula = closed_form(parse(f, ("x",)), -1, 2, rule)
    for k in (2, 4, 10):
        assert formula.subs(n, k) == riemann(parse(f, ("x",)), -1, 2, k, rule).total
    assert sympy.limit(formula, n, sympy.oo) == definite(parse(f, ("x",)), -1, 2).exact


def test_many_irrational_heights_make_a_ball() -> None:
    found = riemann(parse("exp(x)"), 0, 1, 100, "mid")
    assert isinstance(found.error, Ball)
    # midpoint rule: error = -h^2/24 (f'(b) - f'(a)) + O(h^4)
    expected = -(sympy.E - 1) / 240000
    assert abs(float(found.error.mid) / float(expected) - 1) < 1e-4


@pytest.mark.parametrize(
    ("f", "a", "b", "k", "rule", "error"),
    [
        ("x", 1, 1, 4, "left", DegenerateError),
        ("1/x", -1, 1, 4, "left", DomainError),
        ("tan(x)", 0, 2, 3, "mid", DomainError),
        ("x", 0, 1, 3, "simpson", RangeError),
        ("x", 0, 1, 0, "left", RangeError),
        ("x", 0, 1, 4, "upper", RangeError),
    ],
)
def test_sums_that_make_no_sense(
    f: str, a: object, b: object, k: int, rule: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        riemann(parse(f), a, b, k, rule)


# antiderivatives and definite integrals -----------------------------------------------------------


@pytest.mark.parametrize(
    "f",
    [
        "2*x - x^2",
        "x*exp(x)",
        "sin(x)^2",
        "exp(-x^2)",
        "x*log(x)",
        "1/(x^2 - 1)",
        "tan(x)",
        "sigmoid(2*x - 1)",
        "abs(x)",
        "atan(x)",
        "sec(3*x)",
        "erf(x)",
        "cos(x)*exp(sin(x))",
        "sqrt(1 - x^2)",
    ],
)
def test_antiderivatives_lead_back_to_the_integrand(f: str) -> None:
    """SymPy's own derivative is the referee, at random rational points."""
    fun = parse(f)
    found = antiderivative(fun)
    assert found is not None
    assert found.derivation.before == found.expr
    real = sympy.Symbol("x", real=True)
    slope = sympy.diff(found.expr.subs(x, real), real).subs(real, x)
    for at in (R(1, 7), R(2, 5), R(5, 9)):
        difference = (slope - fun.expr).subs(x, at).evalf(40)
        assert abs(difference) < 1e-30


@pytest.mark.parametrize("f", ["sin(x)/x", "exp(-x)*sin(x^2 + x)", "x^x"])
def test_no_antiderivative_is_no_error(f: str) -> None:
    assert antiderivative(parse(f)) is None


@pytest.mark.parametrize("case", REFERENCE["integrals"], ids=lambda c: c["f"])
def test_integrals_contain_mpmaths_forty_digits(case: dict[str, str]) -> None:
    found = definite(parse(case["f"]), case["a"], case["b"])
    truth = Fraction(case["value"])
    slack = abs(truth) / 10**38
    assert found.lo - slack <= truth <= found.hi + slack
    assert found.hi - found.lo <= Fraction(1, 10**9)


@pytest.mark.parametrize(
    ("f", "a", "b", "exact"),
    [
        ("2*x - x^2", 0, 3, "0"),
        ("x^2", 0, 1, "1/3"),
        ("x^2", 1, 0, "-1/3"),
        ("1/x", -2, -1, "-log(2)"),
        ("1/(x^2 - 1)", 2, 3, "log(3/2)/2"),
        ("abs(x^2 - 1)", -2, 2, "4"),
        ("x^(1/3)", -1, 1, "0"),
        ("sqrt(1 - x^2)", 0, 1, "pi/4"),
        ("sec(x)^2", 0, 1, "tan(1)"),
        ("exp(-x^2)", 0, 1, "sqrt(pi)*erf(1)/2"),
    ],
)
def test_exact_integrals(f: str, a: object, b: object, exact: str) -> None:
    assert same(definite(parse(f), a, b).exact, exact)


@pytest.mark.parametrize(("f", "a", "b"), [("1/x", -1, 1), ("log(x)", 0, 1), ("1/x^2", -2, 3)])
def test_improper_integrals_are_refused(f: str, a: object, b: object) -> None:
    with pytest.raises(DomainError):
        definite(parse(f), a, b)


def test_area_so_far() -> None:
    area = accumulate(parse("2*x - x^2"), 0)
    assert area.expr is not None
    assert sympy.expand(area.expr - (x**2 - x**3 / 3)) == 0
    assert area.at(2).exact == R(4, 3)
    assert area.at(3).exact == 0
    strange = accumulate(parse("sin(x)/x"), 1)
    assert strange.expr is None
    assert strange.at(2).hi - strange.at(2).lo < Fraction(1, 10**9)


@given(
    f=st.sampled_from(["x^3 - x", "exp(x)", "1/(x^2 + 2)", "sin(x)*x", "abs(x - 1)", "erf(x)/2"]),
    ends=st.tuples(*[st.fractions(-3, 3, max_denominator=6)] * 3),
)
@settings(max_examples=25, deadline=None)
def test_neighbouring_pieces_add_up(f: str, ends: tuple[Fraction, Fraction, Fraction]) -> None:
    a, b, c = ends
    fun = parse(f)
    one, two, both = definite(fun, a, b), definite(fun, b, c), definite(fun, a, c)
    assert one.lo + two.lo <= both.hi
    assert both.lo <= one.hi + two.hi


# double integrals ---------------------------------------------------------------------------------


def plane(f: str) -> Function:
    return parse(f, ("x", "y"))


def curve(f: str) -> Function:
    return parse(f, ("x",))


def test_the_same_cake_sliced_both_ways() -> None:
    cake = double_integral(plane("x*y^2"), Region.of(("x", (0, 1)), ("y", (0, 2))))
    assert (cake.value, cake.swapped_value) == (R(4, 3), R(4, 3))
    assert cake.inner == 8 * x / 3


def test_the_triangle() -> None:
    triangle = Region.of(("x", (0, 1)), ("y", (0, curve("1 - x"))))
    found = double_integral(plane("x*y"), triangle)
    assert (found.value, found.swapped_value) == (R(1, 24), R(1, 24))
    assert average(plane("x*y"), triangle) == R(1, 12)


@pytest.mark.parametrize(
    ("f", "low", "high", "ends", "value"),
    [
        ("x + y", "x^2", "sqrt(x)", (0, 1), "3/10"),
        ("x*y", "x", "3 - x/2", (0, 2), "7/2"),
        ("exp(-x^2)", "0", "x", (0, 1), "(1 - exp(-1))/2"),
        ("exp(y^2)", "x", "1", (0, 1), "(e - 1)/2"),
    ],
)
def test_both_orders_agree(f: str, low: str, high: str, ends: tuple[int, int], value: str) -> None:
    region = Region.of(("x", ends), ("y", (curve(low), curve(high))))
    found = double_integral(plane(f), region)
    truth = enclose_number(number(value), 160)
    assert found.swapped_value is not None
    for got in (found.value, found.swapped_value):
        ball = got if isinstance(got, Ball) else enclose_number(got, 160)
        assert ball.lower <= truth.upper
        assert truth.lower <= ball.upper
        assert ball.width < Fraction(1, 10**9)


def test_an_integral_without_elementary_slices() -> None:
    """The value of exp(xy) over the unit square is Ei(1) - Euler's constant."""
    found = double_integral(plane("exp(x*y)"), Region.of(("x", (0, 1)), ("y", (0, 1))))
    truth = Fraction("1.3179021514544038948600088442492318379749012457927")
    assert found.inner is None
    assert isinstance(found.value, Ball)
    assert found.value.lower - Fraction(1, 10**40) <= truth <= found.value.upper
    assert found.value.width < Fraction(1, 10**9)


def test_impossible_regions() -> None:
    with pytest.raises(RangeError, match="above"):
        Region.of(("x", (0, 2)), ("y", (curve("x"), 1)))
    with pytest.raises(DegenerateError):
        Region.of(("x", (0, 2)), ("y", (curve("x"), curve("x"))))
    with pytest.raises(RangeError):
        Region.of(("x", (0, 1)), ("y", (1, 0)))
    with pytest.raises(FreeSymbolError):
        double_integral(parse("x*z", ("x", "z")), Region.of(("x", (0, 1)), ("y", (0, 1))))
    with pytest.raises(DomainError):
        double_integral(plane("1/x"), Region.of(("x", (0, 1)), ("y", (0, 1))))


# change of variables ------------------------------------------------------------------------------


def change(f: str, parts: tuple[str, str], r: object, t: object) -> Change:
    maps = [parse(p, ("r", "t")) for p in parts]
    return change_variables(plane(f), maps, Region.of(("r", r), ("t", t)))  # type: ignore[arg-type]


POLAR = ("r*cos(t)", "r*sin(t)")


def test_the_bell_over_a_disc() -> None:
    found = change("exp(-(x^2 + y^2))", POLAR, (0, 2), (0, "2*pi"))
    assert str(found.det) == "r"
    assert same(found.value, "pi*(1 - exp(-4))")
    assert "once" in found.injective_proof


def test_the_ellipse() -> None:
    assert same(change("1", ("3*r*cos(t)", "2*r*sin(t)"), (0, 1), (0, "2*pi")).value, "6*pi")


def test_linear_and_curved_maps() -> None:
    assert change("x + y", ("2*r + t", "r - t"), (0, 1), (0, 1)).value == R(9, 2)
    square = change("1", ("r^2 - t^2", "2*r*t"), (1, 2), (-1, 1))
    assert square.value == R(64, 3)
    assert "proved" in square.injective_proof


@pytest.mark.parametrize(
    ("parts", "r", "t"),
    [
        (POLAR, (0, 1), (0, "5*pi/2")),
        (POLAR, (-1, 1), (0, "2*pi")),
        (("r^2 - t^2", "2*r*t"), (-2, 2), (-2, 2)),
        (("exp(r)*cos(t)", "exp(r)*sin(t)"), (0, 1), (0, 7)),
    ],
)
def test_two_points_with_one_image_are_shown(
    parts: tuple[str, str], r: tuple[object, object], t: tuple[object, object]
) -> None:
    with pytest.raises(SingularError) as bad:
        change("1", parts, r, t)
    one, other = bad.value.context["witness"]
    assert one != other
    for part in parts:
        f = parse(part, ("r", "t"))
        images = []
        for point in (one, other):
            exact = [c.mid if isinstance(c, Ball) else c for c in point]
            images.append(enclose_number(evaluate(f, exact), 160))
        assert abs(images[0].mid - images[1].mid) < Fraction(1, 10**15)


def test_folds_are_refused() -> None:
    with pytest.raises(SingularError, match="folds"):
        change("1", ("r^2", "t"), (-1, 1), (0, 1))
    with pytest.raises(SingularError, match="flattens"):
        change("1", ("r + t", "2*r + 2*t"), (0, 1), (0, 1))
    with pytest.raises(UncertifiedError):
        change("1", ("r + t^2", "t + r^2/4"), (0, 1), (0, 1))
