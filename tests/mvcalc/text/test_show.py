"""Numbers on the screen, in formulas and in speech."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.errors import MvcalcError, RangeError
from mvcalc.expr import Ball, enclose, number, parse
from mvcalc.show import show


@pytest.mark.parametrize(
    ("value", "text", "relation", "speech"),
    [
        ("6", "6", "=", "six"),
        ("231/100", "231/100", "=", "two hundred thirty-one over one hundred"),
        ("20301/10000", "20301/10000", "=", "twenty thousand three hundred one over ten thousand"),
        ("-9/5", "−9/5", "=", "minus nine fifths"),
        ("1/2", "1/2", "=", "one half"),
        ("3/4", "3/4", "=", "three quarters"),
        ("sqrt(5)", "√5", "=", "the square root of five"),
        ("pi/3", "π/3", "=", "pi over three"),
        (
            "-3*ln(3)/128",
            "−3 ln 3/128",
            "=",
            "minus three times the natural log of three, over one hundred twenty-eight",
        ),
        ("-e^(-1/2)", "−e^(−1/2)", "=", "minus e to the minus one half"),
        (
            "(1+sqrt(5))/2",
            "(1 + √5)/2",
            "=",
            "the quantity one plus the square root of five, over two",
        ),
        (
            "501+sqrt(250601)",
            "501 + √250601",
            "=",
            "five hundred one plus the square root of two hundred fifty thousand six hundred one",
        ),
        ("1000*(2^(1/1000) - 1)", "0.693387", "≈", "about zero point six nine three four"),
        ("1e-30", "1×10⁻³⁰", "=", "one times ten to the minus thirty"),
        ("10^20", "1×10²⁰", "=", "one times ten to the twenty"),
        (
            "sqrt(2)*10^-12",
            "1.41421×10⁻¹²",
            "≈",
            "about one point four one four times ten to the minus twelve",
        ),
        (
            "2.1e-8 + 10^-30",
            "2.10000×10⁻⁸",
            "≈",
            "about two point one times ten to the minus eight",
        ),
        ("0", "0", "=", "zero"),
        ("19999999/2000000", "10.0000", "≈", "about ten"),
        (
            "1234567.125 + 1/10^12",
            "1234567",
            "≈",
            "about one million two hundred thirty-four thousand five hundred sixty-seven",
        ),
    ],
)
def test_wording(value: str, text: str, relation: str, speech: str) -> None:
    shown = show(number(value))
    assert (shown.text, shown.relation, shown.speech) == (text, relation, speech)
    assert shown.exact == (relation == "=")
    assert (shown.error is None) == shown.exact


@pytest.mark.parametrize(
    ("value", "digits", "text", "relation"),
    [
        ("1/2", 6, "0.5", "="),
        ("61/10", 6, "6.1", "="),
        ("1/3", 3, "0.333", "≈"),
        ("2/3", 3, "0.667", "≈"),
        ("0.0625", 2, "0.063", "≈"),  # a tie goes away from zero
        ("-0.0625", 2, "−0.063", "≈"),
        ("2.5", 1, "3", "≈"),
        ("9.9999995", 6, "10.0000", "≈"),
        ("9.9999994", 7, "9.999999", "≈"),
        ("99999.95", 6, "100000", "≈"),
        ("0.000099996", 4, "0.0001000", "≈"),
        ("0.0000999964", 6, "9.99964×10⁻⁵", "="),
        ("sqrt(2)", 12, "1.41421356237", "≈"),
        ("pi", 3, "3.14", "≈"),
        ("123456", 3, "123456", "="),
        ("e^20", 3, "4.85×10⁸", "≈"),
        ("7", 3, "7", "="),
    ],
)
def test_decimals(value: str, digits: int, text: str, relation: str) -> None:
    shown = show(number(value), digits=digits, mode="decimal")
    assert (shown.text, shown.relation) == (text, relation)


def test_hard_to_round_numbers_are_rounded_rightly() -> None:
    """Just above and below a tie, by far less than a machine number can tell."""
    above = number("1/8 + 10^-60*sqrt(2)")
    below = number("1/8 - 10^-60*sqrt(2)")
    assert show(above, digits=2, mode="decimal").text == "0.13"
    assert show(below, digits=2, mode="decimal").text == "0.12"


def test_exact_mode_and_long_exact_values() -> None:
    long = Fraction(123456789, 987654321)
    assert show(long).relation == "≈"
    assert show(long, mode="exact").text == "13717421/109739369"
    assert show(long, mode="exact").exact


def test_machine_values_are_marked() -> None:
    shown = show(0.1 + 0.2)
    assert (shown.text, shown.relation, shown.machine, shown.exact) == ("0.3", "≈", True, False)
    assert show(float("nan")).text == "undefined"
    assert show(float("-inf")).text == "−∞"
    assert show(2.1e-8).text == "2.1×10⁻⁸"
    assert show(np.float32(0.5)).machine
    assert show(sympy.Float("0.25")).machine
    assert not show(np.int64(3)).machine
    assert not show(sympy.S.Half).machine
    assert not show(Decimal("0.1")).machine


def test_infinite_slopes() -> None:
    assert show(sympy.oo).text == "∞"
    assert show(-sympy.oo).speech == "minus infinity"


def test_truth_and_lists() -> None:
    assert show(True).text == "true"
    pair = show((Fraction(1, 2), number("sqrt(2)"), -1))
    assert pair.text == "(1/2, √2, −1)"
    assert pair.typst == "(frac(1, 2), sqrt(2), -1)"
    assert pair.speech == "one half, the square root of two, minus one"
    matrix = show(sympy.Matrix([[2, -1], [1, 2]]))
    assert matrix.text == "[[2, −1], [1, 2]]"
    assert matrix.typst == "mat(2, -1; 1, 2)"
    assert show((1, Fraction(1, 3**40))).relation == "≈"


def test_enclosures_show_only_what_is_proved() -> None:
    thirds = Ball(Fraction(333332, 10**6), Fraction(333334, 10**6))
    assert show(thirds).text == "0.33333"
    assert show(thirds).relation == "≈"
    assert show(Ball(Fraction(1, 4), Fraction(1, 4))).text == "1/4"
    wide = show(Ball(Fraction(-1), Fraction(1, 3)))
    assert (wide.text, wide.relation) == ("[−1, 0.334]", "∈")
    assert wide.speech == "between minus one and zero point three three four"
    assert show(enclose(parse("sqrt(x)"), (2, 2))).text == "1.41421"


@dataclass(frozen=True)
class Enclosure:
    lo: sympy.Expr
    hi: sympy.Expr


def test_records_with_two_ends_are_enclosures() -> None:
    assert show(Enclosure(number("sqrt(2)"), number("sqrt(2) + 10^-9"))).text == "1.41421"


@pytest.mark.parametrize(
    "value", ["1/2", None, {}, object(), sympy.Symbol("x"), sympy.I, sympy.nan]
)
def test_not_numbers(value: object) -> None:
    with pytest.raises(MvcalcError):
        show(value)


@pytest.mark.parametrize("digits", [0, 31, True, 2.5])
def test_bad_digits(digits: int) -> None:
    with pytest.raises(RangeError, match="digits"):
        show(1, digits=digits)


def test_bad_mode() -> None:
    with pytest.raises(RangeError, match="mode = fancy"):
        show(1, mode="fancy")


def plain_value(text: str) -> Decimal:
    """Read screen text back with another tool's eyes."""
    text = text.replace("−", "-")
    head, _, power = text.partition("×10")
    exponent = power.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-"))
    return Decimal(head + (f"e{exponent}" if exponent else ""))


@settings(deadline=None, max_examples=200)
@given(
    st.fractions(max_denominator=10**12) | st.fractions(-1, 1, max_denominator=10**30),
    st.integers(1, 12),
)
def test_rounding_agrees_with_decimal_arithmetic(value: Fraction, digits: int) -> None:
    shown = show(value, digits=digits, mode="decimal")
    exact = Decimal(value.numerator) / 1 if value.denominator == 1 else None
    many = Context(prec=120, rounding=ROUND_HALF_UP)
    long = (
        exact
        if exact is not None
        else many.divide(Decimal(value.numerator), Decimal(value.denominator))
    )
    whole = len(str(abs(int(value)))) if abs(value) >= 1 else 0
    wanted = max(digits, whole if whole <= 7 else 0)
    assert plain_value(shown.text) == Context(prec=wanted, rounding=ROUND_HALF_UP).plus(long)
    if shown.exact:
        assert plain_value(shown.text) == long
    else:
        assert shown.error is not None
        assert shown.error.contains(value - Fraction(plain_value(shown.text)))


@settings(deadline=None, max_examples=100)
@given(st.fractions(max_denominator=10**6), st.fractions(0, 1), st.integers(1, 12))
def test_every_digit_of_an_enclosure_is_true_for_all_its_numbers(
    low: Fraction, width: Fraction, digits: int
) -> None:
    ball = Ball(low, low + width / 1000)
    shown = show(ball, digits=digits)
    if shown.relation == "∈":
        ends = [plain_value(end) for end in shown.text.strip("[]").split(", ")]
        assert Fraction(ends[0]) <= ball.lower
        assert ball.upper <= Fraction(ends[1])
        return
    for end in (ball.lower, ball.upper):
        again = show(end, digits=digits, mode="decimal")
        number_of_digits = len(re.sub(r"×.*|\D", "", shown.text).lstrip("0")) or 1
        rounded = show(end, digits=min(number_of_digits, 30), mode="decimal")
        assert shown.exact or plain_value(rounded.text) == plain_value(shown.text), again


@settings(deadline=None, max_examples=100)
@given(st.fractions(max_denominator=10**9) | st.floats(allow_nan=True, allow_infinity=True))
def test_speech_is_words_only(value: object) -> None:
    shown = show(value)
    assert re.fullmatch(r"[a-z][a-z ,-]*", shown.speech), shown.speech
    assert shown.text
    assert "-" not in shown.text
