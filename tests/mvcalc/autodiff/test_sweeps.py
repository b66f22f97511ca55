"""Forward and reverse sweeps: hand examples (R6), agreement of all three ways, refusals."""

from __future__ import annotations

from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.autodiff import costs, forward, reverse, trace
from mvcalc.errors import (
    BudgetError,
    DomainError,
    MvcalcError,
    NonDifferentiableError,
    RangeError,
)
from mvcalc.expr import Ball, parse


def test_textbook_trace() -> None:
    f = parse("log(x1) + x1*x2 - sin(x2)", vars=("x1", "x2"))
    record = reverse(forward(forward(trace(f, (2, 5)), "x1"), "x2"))
    assert float(record.value) == pytest.approx(11.652, abs=5e-4)
    assert record.gradient == (sympy.Rational(11, 2), 2 - sympy.cos(5))
    assert record.slopes == record.gradient
    values = {row.value for row in record.rows}
    assert {sympy.log(2), sympy.Integer(10), sympy.sin(5)} <= values
    spent = costs(record)
    assert (spent.forward_sweeps, spent.reverse_sweeps) == (2, 1)
    assert spent.forward_multiplications == 2 * spent.reverse_multiplications


def test_shared_step_is_computed_once() -> None:
    f = parse("sqrt(x^2 + exp(x^2)) + cos(x^2 + exp(x^2))", vars=("x",))
    record = reverse(trace(f, 1))
    assert float(sympy.N(record.value, 20)) == pytest.approx(1.09001221197474, abs=5e-15)
    assert float(sympy.N(record.gradient[0], 20)) == pytest.approx(5.98308259590870, abs=5e-14)
    assert len(record.rows) == 7


def test_directional_sweep_is_the_gradient_along_the_seed() -> None:
    f = parse("x^2*y - y^3/3", vars=("x", "y"))
    record = forward(reverse(trace(f, (1, 2))), ("3/5", "4/5"))
    (slope,) = record.slopes
    assert slope == sympy.Rational(3, 5) * 4 + sympy.Rational(4, 5) * -3
    assert forward(trace(f, (1, 2)), {"y": 2}).slopes == (-6,)


def test_long_values_switch_to_proved_balls() -> None:
    f = parse("(x^2 + y)^200*exp(y)", vars=("x", "y"))
    record = reverse(trace(f, ("12345678901234567890/98765432109876543211", "1/3")))
    assert not record.exact
    assert isinstance(record.value, Ball)
    exact = sympy.N(
        f.expr.subs(
            {
                "x": 12345678901234567890 / sympy.Integer(98765432109876543211),
                "y": sympy.Rational(1, 3),
            }
        ),
        60,
    )
    assert record.value.lower < sympy.Rational(str(exact)) < record.value.upper or (
        abs(sympy.Rational(record.value.mid.numerator, record.value.mid.denominator) / exact - 1)
        < sympy.Float("1e-50")
    )


def test_a_variable_alone_and_a_constant() -> None:
    assert reverse(trace(parse("x", vars=("x", "y")), (3, 4))).gradient == (1, 0)
    assert reverse(trace(parse("7", vars=("x",)), 3)).gradient == (0,)


@pytest.mark.parametrize(
    ("formula", "at", "error"),
    [
        ("abs(x)", 0, NonDifferentiableError),
        ("sqrt(x)", 0, NonDifferentiableError),
        ("x^(1/3)", 0, NonDifferentiableError),
        ("log(x)", 0, DomainError),
        ("1/x", 0, DomainError),
        ("sqrt(x)", -1, DomainError),
        ("tan(x)", "pi/2", DomainError),
        ("asin(x)", 2, DomainError),
    ],
)
def test_points_without_a_slope(formula: str, at: Any, error: type) -> None:
    with pytest.raises(error):
        trace(parse(formula, vars=("x",)), at)


def test_budget_and_seeds() -> None:
    f = parse("x*y + x", vars=("x", "y"))
    with pytest.raises(BudgetError, match="4 steps"):
        trace(f, (1, 2), max_nodes=3)
    with pytest.raises(RangeError, match="the inputs are x, y"):
        forward(trace(f, (1, 2)), "z")
    with pytest.raises(RangeError, match="2 inputs"):
        forward(trace(f, (1, 2)), (1,))
    with pytest.raises(RangeError, match="reverse"):
        _ = trace(f, (1, 2)).gradient


rationals = st.fractions(min_value=-3, max_value=3, max_denominator=9)
leaves = st.sampled_from(["x", "y", "2", "1/3", "pi"])
terms = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/^"), inner).map(lambda t: f"({t[0]}){t[1]}({t[2]})"),
        st.tuples(
            st.sampled_from(
                ["sin", "cos", "exp", "log", "sqrt", "atan", "tanh", "abs", "asin", "erf", "tan"]
            ),
            inner,
        ).map(lambda t: f"{t[0]}({t[1]})"),
    ),
    max_leaves=6,
)


@settings(max_examples=80, deadline=None)
@given(terms, rationals, rationals)
def test_forward_reverse_and_symbols_agree(formula: str, x: Any, y: Any) -> None:
    try:
        f = parse(formula, vars=("x", "y"))
        record = reverse(trace(f, (x, y)))
    except MvcalcError:
        return
    swept = forward(forward(record, "x"), "y")
    X, Y = sympy.symbols("x y", real=True)
    real = f.expr.subs({"x": X, "y": Y})
    for k, symbol in enumerate((X, Y)):
        derivative = sympy.diff(real, symbol)
        if derivative.has(sympy.Derivative, sympy.sign):
            continue
        expected = sympy.N(derivative.subs({X: sympy.Rational(x), Y: sympy.Rational(y)}), 40)
        if not expected.is_Float and expected != 0:
            continue
        for found in (record.gradient[k], swept.slopes[k]):
            middle = found.mid if isinstance(found, Ball) else sympy.N(found, 40)
            gap = abs(sympy.Float(sympy.sympify(middle), 40) - expected)
            assert gap <= sympy.Float("1e-25") * (1 + abs(expected))
