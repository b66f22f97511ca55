"""Taylor polynomials in writing, and the promise without the search for the true error."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest

from mvcalc import parse, promised_error, remainder_bound, show_taylor, taylor


@pytest.mark.parametrize(
    ("source", "center", "degree", "text"),
    [
        ("sqrt(x)", 1, 2, "1 + (x − 1)/2 − (x − 1)²/8"),
        ("x^3", -2, 3, "−8 + 12(x + 2) − 6(x + 2)² + (x + 2)³"),
        ("sin(x)", 0, 5, "x − x³/6 + x⁵/120"),
        ("sin(2*x)", "pi/4", 2, "1 − 2(x − π/4)²"),
        ("x - x", 3, 2, "0"),
    ],
)
def test_powers_of_the_step_are_kept_lowest_first(
    source: str, center: object, degree: int, text: str
) -> None:
    shown = show_taylor(taylor(parse(source), center, degree))
    assert shown is not None
    assert (shown.text, shown.exact) == (text, True)


def test_a_long_polynomial_loses_its_middle() -> None:
    polynomial = taylor(parse("exp(-x)"), 0, 5)
    shown = show_taylor(polynomial, longest=24)
    assert shown is not None
    assert shown.text == "1 − x + … − x⁵/120"
    assert shown.typst == "1 - x + dots.c - frac(x^5, 120)"
    assert shown.latex == r"1 - x + \cdots - \frac{x^5}{120}"
    assert "and so on, minus x to the fifth" in shown.speech
    assert not shown.exact
    assert show_taylor(polynomial, longest=5) is None


def test_nothing_is_left_out_where_there_is_no_middle() -> None:
    two = taylor(parse("1 + x/123456789"), 0, 1)
    assert show_taylor(two, longest=10) is None
    assert show_taylor(two) is not None


def test_the_promise_is_the_bound_of_the_remainder() -> None:
    f = parse("exp(x)*cos(3*x)")
    promise = promised_error(f, "1/4", 5, (0, 1))
    whole = remainder_bound(f, "1/4", 5, (0, 1)).bound
    assert (promise.lo, promise.hi) == (whole.lo, whole.hi)
    with mpmath.workdps(30):
        coefficients = mpmath.taylor(lambda t: mpmath.exp(t) * mpmath.cos(3 * t), 0.25, 5)
        error = max(
            abs(
                mpmath.exp(t) * mpmath.cos(3 * t)
                - mpmath.polyval(coefficients[::-1], t - mpmath.mpf("0.25"))
            )
            for t in mpmath.linspace(0, 1, 50)
        )
        assert Fraction(str(error)) <= promise.hi
