"""Refusals: what they carry, and the search for a value that would work."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sympy

import mvcalc
from mvcalc import DomainError, evaluate, first_that_works, parse


def test_the_first_candidate_that_is_not_refused() -> None:
    f = parse("log(x)*sqrt(5 - x)")
    tried = []

    def attempt(x: int) -> None:
        tried.append(x)
        evaluate(f, x)

    assert first_that_works([-1, 0, 9, 2, 3], attempt) == 2
    assert tried == [-1, 0, 9, 2]
    assert first_that_works([-1, 9], attempt) is None


def test_faults_of_the_attempt_itself_are_not_hidden() -> None:
    def attempt(x: int) -> None:
        raise ZeroDivisionError if x else DomainError("no")

    try:
        first_that_works([0, 1], attempt)
    except ZeroDivisionError:
        return
    raise AssertionError("the fault was hidden")


FORMULA = parse("x^3/(x - 1) + log(x)")
PLANE = parse("x^2*y + y^3 - sqrt(x)", ("x", "y"))
MATRIX = sympy.Matrix([[1, 2], [3, 4]])
X, Y = sympy.symbols("x y")

REFUSALS: list[tuple[str, Callable[[], object]]] = [
    ("text", lambda: mvcalc.parse("x**")),
    ("text", lambda: mvcalc.parse("x + q")),
    ("value", lambda: mvcalc.number("1/0")),
    ("value", lambda: mvcalc.number(float("nan"))),
    ("f", lambda: evaluate(FORMULA, 1)),
    ("f", lambda: evaluate(X**2 / (X**3 - 1), 1)),
    ("point", lambda: evaluate(PLANE, (1, 2, 3))),
    ("point", lambda: evaluate(PLANE, {"x": 1})),
    ("f", lambda: mvcalc.enclose(X**2 / (X - 1), [(0, 2)])),
    ("box", lambda: mvcalc.enclose(PLANE, [(0, 2)])),
    ("f", lambda: mvcalc.slope_at(parse("abs(x^2 - 1)"), 1)),
    ("h", lambda: mvcalc.secant(FORMULA, 2, 0)),
    ("x0", lambda: mvcalc.secant(FORMULA, "two", 1)),
    ("f", lambda: mvcalc.taylor(X ** sympy.Rational(5, 2), 0, 4)),
    ("degree", lambda: mvcalc.taylor(FORMULA, 2, -1)),
    ("p", lambda: mvcalc.remainder_bound(FORMULA, "1/2", 2, (2, 3))),
    ("interval", lambda: mvcalc.max_abs(FORMULA, (3, 2))),
    ("f", lambda: mvcalc.max_abs(X**-2, (-1, 1))),
    ("target", lambda: mvcalc.degree_for(parse("exp(x)"), 0, (0, 1), 0)),
    ("f", lambda: mvcalc.definite(X**-2, -1, 1)),
    ("n", lambda: mvcalc.nth_derivative(FORMULA, "x", -1)),
    ("names", lambda: mvcalc.partial(PLANE, "z")),
    ("direction", lambda: mvcalc.directional(PLANE, (1, 1), (0, 0))),
    ("M", lambda: mvcalc.eigen_sym(MATRIX)),
    ("box", lambda: mvcalc.global_min(PLANE, [(0, 1), (0, 1), (0, 1)])),
    ("f", lambda: mvcalc.critical_points(parse("x - x"), [(0, 1)])),
    ("eqs", lambda: mvcalc.lagrange(X**2 + Y**2, X**4 + Y**2 + 1)),
    ("f", lambda: mvcalc.lagrange(X**3 + Y, X**2 - Y)),
    ("f", lambda: mvcalc.kkt(X**3, (), [X - 1])),
    ("f", lambda: mvcalc.kkt(sympy.exp(X**2), (), [X - 1])),
    ("start", lambda: mvcalc.barrier_path(X**2, [X**2 - 1], [1], 2)),
    ("X", lambda: mvcalc.ols([[1, 2], [2, 4], [3, 6]], [1, 2, 3])),
    ("sigma", lambda: mvcalc.wls([[1, 1], [1, 2], [1, 3]], [1, 2, 3], [1, 0, 1])),
    ("digits", lambda: mvcalc.show(1, digits=0)),
    ("method", lambda: mvcalc.descend(PLANE, (1, 1), "best")),
    ("x0", lambda: mvcalc.descend(PLANE, (1, 1, 1), "gd")),
]


@pytest.mark.parametrize(("param", "refused"), REFUSALS, ids=lambda v: v if type(v) is str else "")
def test_a_refusal_names_the_parameter_and_speaks_no_code(
    param: str, refused: Callable[[], object]
) -> None:
    with pytest.raises(mvcalc.MvcalcError) as caught:
        refused()
    error = caught.value
    assert error.param == param, error
    assert error.value
    assert str(error).startswith(f"{param} = ")
    assert "**" not in str(error).removeprefix("text = x**")
    assert "Abs(" not in str(error)


def test_a_caller_who_knows_better_renames_the_parameter() -> None:
    with pytest.raises(DomainError) as caught:
        evaluate(parse("log(x)"), -1)
    assert caught.value.param == "f"
    renamed = caught.value.named("start", "-1")
    assert str(renamed).startswith("start = -1: log(x) has no value")
    assert str(renamed.named("other", 3)) == str(renamed)
