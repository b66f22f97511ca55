"""Proved maxima: exact where they are reached at a point that can be named."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.bounds import Enclosure, max_abs
from mvcalc.bounds.deadline import OutOfTimeError, time_limit
from mvcalc.bounds.identify import simplest
from mvcalc.errors import (
    DegenerateError,
    DomainError,
    NonDifferentiableError,
    RangeError,
    UncertifiedError,
)
from mvcalc.expr import enclose_number, evaluate, number, parse


@pytest.mark.parametrize(
    ("f", "interval", "order", "exact", "where"),
    [
        ("exp(x)", (0, 1), 5, "e", "1"),
        ("exp(-x^2)", (-1, 1), 4, "12", "0"),
        ("sin(x)", (0, 10), 0, "1", "pi/2"),
        ("x^2*exp(-x)", (0, 5), 0, "4*exp(-2)", "2"),
        ("x^3 - 3*x", (-2, 3), 0, "18", "3"),
        ("x^2", (0, 1), 3, "0", "0"),
        ("abs(x)", (-1, 2), 0, "2", "2"),
        ("sqrt(x)", (0, 4), 0, "2", "4"),
        ("x*log(x)", ("1/10", "1/2"), 0, "exp(-1)", "exp(-1)"),
        ("1/(1 + x^2)", (-5, 5), 8, "40320", "0"),
    ],
)
def test_exact_maxima(
    f: str, interval: tuple[object, object], order: int, exact: str, where: str
) -> None:
    found = max_abs(parse(f), interval, order=order)
    assert found.exact is not None
    assert sympy.simplify(found.exact - number(exact)) == 0
    assert sympy.simplify(found.where - number(where)) == 0
    assert found.lo <= enclose_number(number(exact), 200).upper
    assert found.hi >= enclose_number(number(exact), 200).lower


def test_a_maximum_without_a_name_is_a_narrow_enclosure() -> None:
    # |d^4 tanh| is largest at tanh^2 = (15 - sqrt(105))/30, with t(1-t^2)(16 - 24 t^2)
    t = sympy.sqrt((15 - sympy.sqrt(105)) / 30)
    value = enclose_number(t * (1 - t**2) * (16 - 24 * t**2), 200)
    found = max_abs(parse("tanh(x)"), (-2, 3), order=4)
    assert found.lo <= value.upper
    assert found.hi >= value.lower
    assert (found.hi - found.lo) / found.lo < Fraction(2, 10**9)


@given(
    f=st.sampled_from(["sin(3*x)*x", "exp(-x)*cos(x^2)", "1/(x^2 + 1/2)", "abs(x^3 - x)"]),
    lo=st.fractions(-2, 1, max_denominator=8),
    width=st.fractions("1/8", 2, max_denominator=8),
    at=st.fractions(0, 1, max_denominator=32),
)
@settings(max_examples=30, deadline=None)
def test_no_value_exceeds_the_maximum(f: str, lo: Fraction, width: Fraction, at: Fraction) -> None:
    fun = parse(f)
    found = max_abs(fun, (lo, lo + width))
    value = enclose_number(abs(evaluate(fun, lo + at * width)), 160)
    assert value.lower <= found.hi


@pytest.mark.parametrize(
    ("f", "interval", "order", "error"),
    [
        ("1/x", (-1, 1), 0, DomainError),
        ("tan(x)", (0, 2), 0, DomainError),
        ("x/x", (-1, 1), 0, DomainError),
        ("log(x)", (-2, -1), 0, DomainError),
        ("abs(x)", (-1, 2), 1, NonDifferentiableError),
        ("sqrt(x)", (0, 1), 1, NonDifferentiableError),
        ("x", (1, 1), 0, DegenerateError),
        ("x", (2, 1), 0, RangeError),
    ],
)
def test_refusals(
    f: str, interval: tuple[object, object], order: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        max_abs(parse(f), interval, order=order)


def test_a_hole_is_named() -> None:
    with pytest.raises(DomainError, match="π/2"):
        max_abs(parse("tan(x)"), (0, 2))


def test_what_cannot_be_proved_says_so_and_tells_what_is_known() -> None:
    with pytest.raises(UncertifiedError) as bad:
        max_abs(parse("sin(1/x)*sin(1000/x)*cos(700/x)"), ("1/100000", 1), seconds=0.5)
    known = bad.value.best_known
    assert known is None or (isinstance(known, Enclosure) and known.lo <= 1 <= known.hi * 2)


def test_a_runaway_is_stopped_and_leaves_nothing_behind() -> None:
    def forever() -> None:
        n = 0
        while True:
            n += 1

    start = time.process_time()
    with pytest.raises(OutOfTimeError), time_limit(0.2):
        forever()
    assert time.process_time() - start < 2
    with time_limit(0.2):
        assert sum(range(100)) == 4950


@given(st.fractions(-50, 50), st.fractions(0, 1))
def test_the_simplest_fraction_lies_inside_and_none_is_simpler(
    lo: Fraction, width: Fraction
) -> None:
    hi = lo + width
    found = simplest(lo, hi)
    assert lo <= found <= hi
    for q in range(1, min(found.denominator, 40)):
        top = hi.numerator * q // hi.denominator
        assert Fraction(top, q) < lo
