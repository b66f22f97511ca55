"""Kinks, vertical tangents, ends of domains and poles."""

from __future__ import annotations

import pytest
import sympy

from mvcalc.errors import DomainError, MvcalcError, NonDifferentiableError, RangeError
from mvcalc.expr import number, parse
from mvcalc.smooth import check_smooth, one_sided, slope_at

OO = sympy.oo


@pytest.mark.parametrize(
    ("f", "box", "order", "place", "left", "right"),
    [
        ("abs(x)", (-1, 1), 1, "0", -1, 1),
        ("abs(x)", (0, 0), 1, "0", -1, 1),
        ("x^(1/3)", (-1, 1), 1, "0", OO, OO),
        ("x^(2/3)", (0, 0), 1, "0", -OO, OO),
        ("x*abs(x)", (-1, 1), 2, "0", -2, 2),
        ("abs(x^2 - 2)", (0, 2), 1, "sqrt(2)", -2 * sympy.sqrt(2), 2 * sympy.sqrt(2)),
        ("abs(sin(x))", (2, 4), 1, "pi", -1, 1),
        ("abs(exp(x) - 2)", (0, 1), 1, "ln(2)", -2, 2),
        ("abs(abs(x) - 1)", ("1/2", 2), 1, "1", -1, 1),
        ("sqrt(x)", (0, 1), 1, "0", None, OO),
        ("asin(x)", (-1, 0), 1, "-1", None, OO),
        ("x^(3/2)", (0, 1), 2, "0", None, OO),
        ("abs(x)^3", (-1, 1), 3, "0", -6, 6),
        ("(x^2)^(1/2) + x", (-1, 1), 1, "0", 0, 2),
    ],
)
def test_first_bad_place(
    f: str, box: tuple[object, object], order: int, place: str, left: object, right: object
) -> None:
    with pytest.raises(NonDifferentiableError) as caught:
        check_smooth(parse(f), box, order)
    assert (caught.value.left, caught.value.right) == (left, right)
    assert caught.value.context["order"] == order
    assert caught.value.context["point"] == number(place)
    if order > 1:
        check_smooth(parse(f), box, order - 1)


@pytest.mark.parametrize(
    ("f", "box", "order"),
    [
        ("abs(x)", (0, 1), 3),  # one-sided derivatives count at the ends
        ("x^(3/2)", (0, 1), 1),
        ("x^(7/3)", (-1, 1), 2),
        ("exp(-x^2)*sin(3*x)", (-3, 3), 6),
        ("1/(x^2 + 1)", (-100, 100), 4),
        ("log(2 + sin(x))", (-50, 50), 3),
        ("sqrt(x^2 + 1/1000)", (-5, 5), 2),
        ("asin(x/2)", (-1, 1), 5),
        ("tan(x)", ("-3/2", "3/2"), 2),
    ],
)
def test_smooth_on_the_box(f: str, box: tuple[object, object], order: int) -> None:
    check_smooth(parse(f), box, order)


@pytest.mark.parametrize(
    ("f", "box"),
    [
        ("1/x", (-1, 1)),
        ("abs(x)/x", (-1, 1)),
        ("log(x)", (-1, 1)),
        ("sqrt(x)", (-1, 1)),
        ("tan(x)", (0, 2)),
        ("tan(exp(x))", (0, 2)),
        ("1/(sinh(3*x) + 7)", (-2, 2)),
        ("asin(x)", (0, 2)),
        ("3*asin(x - pi)", (-2, 2)),
        ("1/(x - 1/3)^2", (0, 1)),
    ],
)
def test_holes_are_domain_errors(f: str, box: tuple[int, int]) -> None:
    with pytest.raises(DomainError):
        check_smooth(parse(f), box)


def test_several_variables() -> None:
    names = ("x", "y")
    square = ((-1, 1), (-1, 1))
    check_smooth(parse("abs(x + y + 3)*x", names), square, 2)
    with pytest.raises(NonDifferentiableError) as caught:
        check_smooth(parse("abs(x - y/3)", names), square)
    assert set(caught.value.context["point"]) == {"x", "y"}


def test_slope_at() -> None:
    assert slope_at(parse("x*abs(x)"), 0) == 0
    assert slope_at(parse("x^2*abs(y)", ("x", "y")), (3, 0), "x") == 0
    assert slope_at(parse("x^2*abs(y)", ("x", "y")), (3, -2), "y") == -9
    with pytest.raises(NonDifferentiableError, match="left slope −1, right slope 1"):
        slope_at(parse("abs(x)"), 0)
    with pytest.raises(DomainError):
        slope_at(parse("1/x"), 0)


def test_one_sided_slopes() -> None:
    sides = one_sided(parse("abs(x) + sqrt(x + 1)"), sympy.S.Zero)
    assert (sides.left, sides.right) == (-sympy.S.Half, sympy.Rational(3, 2))


def test_order_is_limited() -> None:
    with pytest.raises(RangeError, match="order = 0"):
        check_smooth(parse("x"), (0, 1), 0)


def test_undecided_places_are_admitted() -> None:
    with pytest.raises(MvcalcError, match="could not be"):
        check_smooth(parse("(x^3)^(1/3)"), (0, 0))
