"""Nothing hangs, nothing escapes the error tree, whatever the formula, start and options."""

from __future__ import annotations

import contextlib
import time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.descent import METHODS, Stop, convexity, descend, newton_root
from mvcalc.errors import DomainError, MvcalcError
from mvcalc.expr import parse

ATOMS = st.sampled_from(["x", "y", "1", "2", "1/3", "pi", "0.1", "x^2", "y^3"])


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(lambda p: f"({p[0]} + {p[1]})"),
        pair.map(lambda p: f"({p[0]})*({p[1]})"),
        pair.map(lambda p: f"({p[0]})/({p[1]})"),
        inner.map(lambda a: f"-({a})"),
        st.tuples(st.sampled_from(["exp", "log", "sqrt", "sin", "tan", "atan", "abs"]), inner).map(
            lambda p: f"{p[0]}({p[1]})"
        ),
        st.tuples(inner, st.sampled_from(["2", "3", "-1", "1/2", "1/3", "x"])).map(
            lambda p: f"({p[0]})^({p[1]})"
        ),
    )


FORMULAS = st.recursive(ATOMS, grown, max_leaves=6)
NUMBERS = st.fractions(min_value=-50, max_value=50, max_denominator=12)
STOP = Stop(max_steps=25, seconds=2.0)
SLOWEST = 10.0


@given(FORMULAS, NUMBERS, NUMBERS, st.sampled_from(METHODS))
@settings(deadline=None, max_examples=120)
def test_descend(text: str, x: Fraction, y: Fraction, method: str) -> None:
    began = time.monotonic()
    try:
        path = descend(parse(text, ("x", "y")), (x, y), method, STOP)
    except MvcalcError:
        pass  # a refusal in one sentence is a right answer here
    else:
        assert path.reason
        assert path.steps[0].k == 0
        assert len(path.steps) <= 26
    assert time.monotonic() - began < SLOWEST


@given(FORMULAS, NUMBERS)
@settings(deadline=None, max_examples=60)
def test_newton_root(text: str, x: Fraction) -> None:
    began = time.monotonic()
    try:
        path = newton_root(parse(text, ("x",), {"y": 2}), x, max_steps=25)
    except MvcalcError:
        pass
    else:
        assert path.reason
    assert time.monotonic() - began < SLOWEST


@given(FORMULAS)
@settings(deadline=None, max_examples=40)
def test_convexity(text: str) -> None:
    began = time.monotonic()
    with contextlib.suppress(MvcalcError):
        assert convexity(parse(text, ("x", "y")), ((-1, 1), (0, 2))).proof
    assert time.monotonic() - began < SLOWEST


def test_huge_starts_and_tiny_rates() -> None:
    f = parse("x^4 + exp(-x)")
    for start, opts in (
        ("10^300", {}),
        (-1000, {}),
        (1, {"rate": "10^-300"}),
        (1, {"rate": "10^300"}),
    ):
        options: dict[str, Any] = dict(opts)
        path = descend(f, start, "gd", Stop(max_steps=30, seconds=2.0), **options)
        assert path.reason


def test_numbers_nobody_can_write_down_are_refused() -> None:
    with pytest.raises(DomainError):
        descend(parse("exp(-x)"), "-10^5", "gd")
