"""Secants and the limit, line by line."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest
import sympy

from mvcalc.errors import DomainError, NonDifferentiableError, RangeError
from mvcalc.expr import Ball, evaluate, number, parse, program
from mvcalc.expr.intervals import rational
from mvcalc.limits import LimitKind, limit_steps
from mvcalc.rules import derive
from mvcalc.secants import secant, secant_table

H, X = sympy.symbols("h x")


def test_secant_table_of_the_first_lecture() -> None:
    rows = secant_table(parse("x^3 - x"), 1, run=1, shrink=10, steps=4)
    assert [str(row.slope) for row in rows] == ["6", "231/100", "20301/10000", "2003001/1000000"]
    assert [str(row.error) for row in rows] == ["4", "31/100", "301/10000", "3001/1000000"]
    assert [str(row.run) for row in rows] == ["1", "1/10", "1/100", "1/1000"]
    assert all(row.rise == row.slope * row.run for row in rows)


def test_the_check_question() -> None:
    row = secant(parse("x^2"), 3, "1/10")
    assert (row.slope, row.error) == (sympy.Rational(61, 10), sympy.Rational(1, 10))


def test_negative_runs_and_irrational_places() -> None:
    row = secant(parse("x^2"), "sqrt(2)", -1)
    assert row.slope == 2 * sympy.sqrt(2) - 1
    assert row.error == -1


@pytest.mark.parametrize(
    ("x0", "run", "error"), [(1, 0, RangeError), (-1, "1/2", DomainError), ("1/2", -1, DomainError)]
)
def test_bad_secants(x0: object, run: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        secant(parse("log(x)"), x0, run)


def test_no_tangent() -> None:
    with pytest.raises(NonDifferentiableError):
        secant_table(parse("abs(x)"), 0)
    with pytest.raises(RangeError, match="shrink = 1"):
        secant_table(parse("x"), 0, shrink=1)


@pytest.mark.parametrize(
    ("f", "x0", "lines"),
    [
        (
            "x^3 - x",
            1,
            ["((1 + h)³ − (1 + h) − 0)/h", "(2h + 3h² + h³)/h", "2 + 3h + h²", "2"],
        ),
        (
            "x^3 - x",
            None,
            [
                "((x + h)³ − (x + h) − (x³ − x))/h",
                "(3x²h + 3xh² + h³ − h)/h",
                "3x² + 3xh + h² − 1",
                "3x² − 1",
            ],
        ),
        ("1/x", None, ["(1/(x + h) − 1/x)/h", "−h/(xh(x + h))", "−1/(x(x + h))", "−1/x²"]),
        (
            "sqrt(x)",
            4,
            ["(√(4 + h) − 2)/h", "h/(h(2 + √(4 + h)))", "1/(2 + √(4 + h))", "1/4"],
        ),
        ("exp(x)", None, ["(e^(x + h) − e^x)/h", "e^x(e^h − 1)/h", "e^x"]),
        ("x^2", -3, ["((−3 + h)² − 9)/h", "(−6h + h²)/h", "−6 + h", "−6"]),
    ],
)
def test_lines_of_a_limit(f: str, x0: object, lines: list[str]) -> None:
    assert [line.text for line in limit_steps(parse(f), x0)] == lines


@pytest.mark.parametrize(
    "f",
    [
        "x^3 - x",
        "1/x",
        "(x^2 - 1)/(x^2 + 1)",
        "sqrt(1 + x^2)",
        "exp(-2*x)",
        "ln(3*x + 1)",
        "sin(2*x)",
        "cos(x - 1)",
        "exp(-x)*sin(x)",
        "5",
        "3*sqrt(x)",
        "x^2/2 + x/3",
    ],
)
def test_every_line_is_the_same_quotient(f: str) -> None:
    """All lines before the limit are equal for h away from 0, and the last is the slope."""
    function = parse(f)
    steps = limit_steps(function, "1/2")
    assert steps[0].kind is LimitKind.QUOTIENT
    assert steps[-1].expr == evaluate(derive(function).simplified, number("1/2")) or (
        sympy.simplify(steps[-1].expr - derive(function).simplified.subs(X, sympy.S.Half)) == 0
    )
    first: Ball | None = None
    for step in steps[:-1]:
        assert step.typst
        assert step.speech
        with flint.ctx.workprec(200):
            value = Ball.of(program(step.expr, (H,))([rational(3, 17)]))
        first = first or value
        assert abs(value.mid - first.mid) < Fraction(1, 10**40), step
    assert all(not any(c.isdigit() for c in step.note) for step in steps)


def test_no_limit_at_a_kink_or_a_pole() -> None:
    with pytest.raises(NonDifferentiableError, match="left slope −1, right slope 1"):
        limit_steps(parse("abs(x)"), 0)
    with pytest.raises(DomainError):
        limit_steps(parse("1/x"), 0)
    with pytest.raises(RangeError, match="one variable"):
        limit_steps(parse("x*y", ("x", "y")), 0)
