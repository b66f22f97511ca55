"""Check questions: computed answers against the course plan, and typed answers."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.errors import RangeError
from mvcalc.expr import number
from mvcalc.quiz import QUESTIONS, check, check_against
from mvcalc.quiz.answers import Answer
from mvcalc.quiz.same import equal_numbers, vanishes

PLAN = {  # the answers printed in the course plan
    "rise-over-run": ("61/10", "1/10"),
    "special-functions": ("-1/2",),
    "product-rule": ("-pi^2",),
    "chain-rule": ("3/5",),
    "taming-a-beast": ("3",),
    "partial-derivatives": ("2",),
    "gradient-and-contours": ("2",),
    "jacobian-matrix": ("3",),
    "sandpit": ("21/5", "9/5"),
    "hessian-and-curvature": ("-2", "6"),
    "reality-is-hard": ("1/100",),
    "multivariate-chain-rule": ("1",),
    "neuron-as-function": ("3/4", "3/16"),
    "backprop-flow": ("-9/128", "-3*ln(3)/128"),
    "training-a-network": ("3/1024",),
    "automatic-differentiation": ("1000", "1"),
    "power-series": ("2/15",),
    "taylor-remainder": ("9",),
    "taylor-convergence": ("sqrt(2)",),
    "multivariate-taylor": ("133/100", "1/1000"),
    "riemann-sums": ("29/600",),
    "fundamental-theorem": ("-2*sqrt(pi)",),
    "double-integrals": ("1/24",),
    "change-of-variables": ("6*pi",),
    "newton-raphson": ("577/408",),
    "gradient-descent": ("1/5",),
    "convexity-and-newton": ("0", "1/2"),
    "momentum": ("1/4",),
    "sgd-and-adam": ("-1/10", "1/10"),
    "lagrange-multipliers": ("3", "4", "2"),
    "kkt-conditions": ("3",),
    "penalty-and-barrier": ("11/10",),
    "chi-squared": ("4/5",),
    "nonlinear-least-squares": ("1", "2/e"),
    "regression-in-practice": ("1376269/100000",),
    "logistic-regression": ("12960/13811",),
    "div-curl-laplacian": ("1",),
}


def test_every_lecture_has_its_question() -> None:
    assert len(QUESTIONS) == 38
    assert {q.lecture for q in QUESTIONS.values()} == {*map(str, range(1, 37)), "O1", "O2"}
    assert set(QUESTIONS) - set(PLAN) == {"least-squares-line"}


@pytest.mark.parametrize("id", PLAN)
def test_computed_answers(id: str) -> None:
    answer = QUESTIONS[id].answer
    assert len(answer.values) == len(PLAN[id])
    for found, wanted in zip(answer.values, PLAN[id], strict=True):
        assert sympy.simplify(found - number(wanted)) == 0
    assert answer.text


def test_the_line_of_anscombe() -> None:
    [line] = QUESTIONS["least-squares-line"].answer.values
    x = sympy.Symbol("x")
    assert sympy.expand(line - sympy.Rational(5501, 11000) * x) == sympy.Rational(33001, 11000)


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("rise-over-run", "61/10; 1/10"),
        ("rise-over-run", "6.1 and 0.1"),
        ("rise-over-run", "slope = 6.1, error = 1/10"),
        ("product-rule", "−π²"),
        ("chain-rule", "0.6"),
        ("taylor-convergence", "√2"),
        ("taylor-convergence", "2/sqrt(2)"),
        ("backprop-flow", "-9/128, -3 ln 3/128"),
        ("backprop-flow", "-9/128, -ln(27)/128"),
        ("hessian-and-curvature", "6, −2: saddle"),
        ("hessian-and-curvature", "-2 and 6, a saddle point"),
        ("gradient-descent", "below 1/5"),
        ("gradient-descent", "α < 0.2"),
        ("convexity-and-newton", "0 and 1/2; convex, not strictly"),
        ("lagrange-multipliers", "(3, 4), λ = 2"),
        ("least-squares-line", "5501/11000 x + 33001/11000"),
        ("least-squares-line", "y = (5501*x + 33001)/11000"),
        ("nonlinear-least-squares", "1, 2e^(-1)"),
        ("change-of-variables", "6π"),
        ("kkt-conditions", "μ: 3"),
    ],
)
def test_equivalent_forms_are_right(id: str, text: str) -> None:
    assert check(id, text).correct


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("rise-over-run", "1/10; 61/10"),
        ("rise-over-run", "61/10"),
        ("product-rule", "pi^2"),
        ("hessian-and-curvature", "6, -2"),
        ("hessian-and-curvature", "6, -2: bowl"),
        ("convexity-and-newton", "0 and 1/2; convex"),
        ("gradient-descent", "> 1/5"),
        ("lagrange-multipliers", "(4, 3), λ = 2"),
        ("least-squares-line", "5501/11000 + 33001/11000 x"),
        ("kkt-conditions", "three"),
        ("kkt-conditions", ""),
        ("kkt-conditions", "__import__('os').system('true')"),
        ("kkt-conditions", "((((("),
        ("kkt-conditions", "3" * 1000),
        ("kkt-conditions", "1/0"),
    ],
)
def test_wrong_and_unreadable_answers(id: str, text: str) -> None:
    verdict = check(id, text)
    assert not verdict.correct
    assert verdict.reason


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("product-rule", "-9.87"),
        ("product-rule", "-9.8696044"),
        ("taylor-convergence", "1.414"),
        ("nonlinear-least-squares", "1, 0.7358"),
        ("least-squares-line", "0.5x + 3"),
    ],
)
def test_decimals_are_close_but_not_exact(id: str, text: str) -> None:
    verdict = check(id, text)
    assert not verdict.correct
    assert verdict.close
    assert "not exact" in verdict.reason


def test_a_tenth_is_a_tenth() -> None:
    answer = Answer((number("1/10"),))
    for text in ("0.1", "1/10", "0.10", "10^-1", "2/20"):
        assert check_against(answer, text).correct
    assert check_against(answer, "0.10000001").close


@pytest.mark.parametrize(
    ("text", "zero"),
    [
        ("sqrt(3 + 2*sqrt(2)) - 1 - sqrt(2)", True),
        ("(2 + sqrt(5))^(1/3) - (1 + sqrt(5))/2", True),
        ("1/(sqrt(2) - 1) - sqrt(2) - 1", True),
        ("sqrt(2) + sqrt(3) - sqrt(5 + 2*sqrt(6))", True),
        ("sqrt(2) + sqrt(3) - sqrt(5 + 2*sqrt(6)) + 10^-60", False),
        ("sqrt(10^40 + 1) - 10^20 - 1/(2*10^20)", False),
    ],
)
def test_roots_are_decided(text: str, zero: bool) -> None:
    value = number(text)
    assert equal_numbers(value, sympy.Integer(0)) is zero
    if not value.is_Rational:
        assert vanishes(value) is zero


@given(st.integers(2, 30), st.integers(2, 30), st.integers(1, 9), st.integers(1, 9))
@settings(deadline=None, max_examples=40)
def test_denesting_is_recognised(a: int, b: int, p: int, q: int) -> None:
    """(p√a + q√b)² under a root is p√a + q√b again; one more is not."""
    plain = p * sympy.sqrt(a) + q * sympy.sqrt(b)
    nested = sympy.sqrt(sympy.expand(plain**2))
    assert equal_numbers(nested, plain) is True
    assert equal_numbers(nested + sympy.Rational(1, 10**40), plain) is False


@given(st.text(max_size=60), st.sampled_from(sorted(QUESTIONS)))
@settings(deadline=None, max_examples=80)
def test_any_text_gets_a_verdict(text: str, id: str) -> None:
    assert check(id, text).reason


def test_unknown_questions() -> None:
    with pytest.raises(RangeError):
        check("no-such-lecture", "1")
