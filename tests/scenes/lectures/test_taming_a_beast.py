"""Taming a beast: numbers of the plan, refusals, and true words."""

from __future__ import annotations

from typing import Any

import pytest
import sympy

from mvcalc.errors import BudgetError, DomainError, MvcalcError, NonDifferentiableError
from scenes import catalogue
from scenes.stage.params import read_params

ENTRY = catalogue.load("taming-a-beast")
KINK = "left slope −1, right slope 1"


def facts(**values: Any) -> Any:
    return ENTRY.compute(read_params(ENTRY.params, values))


def words(found: Any) -> str:
    texts = (entry.lines(found) for entry in ENTRY.script.beats.values())
    return " ".join(line.spoken for lines in texts for line in lines)


def test_three_ways_to_the_slope_of_the_plan() -> None:
    found = facts()
    assert found.slope == 1
    assert found.dual.lower <= 1 <= found.dual.upper
    x, run = sympy.Symbol("x"), sympy.Rational(1, 10**6)
    f = sympy.exp(-x) * sympy.sin(x**2 + x)
    assert abs(sympy.N(f.subs(x, run) / run - found.secant, 30)) < 1e-20
    assert sympy.simplify(found.simplified.expr - sympy.diff(f, x)) == 0
    assert sympy.simplify(found.raw.expr - sympy.diff(f, x)) == 0


def test_check_answer() -> None:
    assert facts().check_slope == 3


def test_the_tally_counts_every_part() -> None:
    found = facts()
    assert found.nodes == len(found.derivation.steps()) == sum(found.counts)
    assert list(found.counts) == sorted(found.counts, reverse=True)


@pytest.mark.parametrize(
    ("values", "error", "sentence"),
    [
        (
            {"max_nodes": 5}, BudgetError,
            "f = exp(-x)*sin(x^2 + x): the formula has 10 parts and would not fit on the screen; "
            "allow max_nodes = 10 or shorten it.",
        ),
        (
            {"f": "abs(x - 1)"}, NonDifferentiableError,
            f"f = abs(x - 1): in the part shown, |x − 1| has no slope at x = 1: {KINK}; "
            "it works at x0 = 3.",
        ),
        (
            {"f": "x + abs(x)"}, NonDifferentiableError,
            "x0 = 0: x + abs(x) has no slope at x = 0: left slope 0, right slope 2; "
            "it works at x0 = 3.",
        ),
        (
            {"f": "x^x", "x0": "1"}, DomainError,
            "f = x^x: in the part shown, x^x has no value at x = 0 because there x must be "
            "greater than 0; it works at x0 = 3.",
        ),
        (
            {"f": "log(x)"}, DomainError,
            "x0 = 0: log(x) has no value at x = 0 because there x must be greater than 0; "
            "it works at x0 = 1.",
        ),
        (
            {"f": "sqrt(x)"}, NonDifferentiableError,
            "x0 = 0: sqrt(x) has no slope at x = 0: left slope missing, right slope ∞; "
            "it works at x0 = 1.",
        ),
    ],
)  # fmt: skip
def test_refusals(values: dict[str, Any], error: type[MvcalcError], sentence: str) -> None:
    with pytest.raises(error) as caught:
        facts(**values)
    assert caught.value.sentence == sentence
    for name in ("x0", "max_nodes"):
        if f"{name} = " in caught.value.hint:
            facts(**{**values, name: caught.value.hint.split(f"{name} = ")[1].split()[0]})


def test_a_base_that_is_proved_positive_is_welcome() -> None:
    assert facts(f="(2 + sin(x))^x", x0="pi/2").derivation.rule == "general power rule"
    with pytest.raises(DomainError, match="in the part shown"):
        facts(f="(1/2 + sin(x))^x", x0="3")


def test_a_kink_outside_the_picture_does_no_harm() -> None:
    assert facts(f="abs(x - 5)").slope == -1


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({}, "No rule was needed more often than the chain rule: twice."),
        ({"f": "x*exp(-x)*cos(3*x)"}, "The identity rule was needed most often: three times."),
        ({"f": "(2 + sin(x))^x", "x0": "1"}, "No rule was needed more than once."),
        ({}, "There are ten parts."),
        ({"f": "x"}, "There is one part."),
        ({"f": "x"}, "One small step."),
        ({"f": "x"}, "There is nothing to tidy up. One."),
        ({"f": "x"}, "It does not miss at all."),
        ({}, "It misses by about"),
        ({"f": "(x^2 - 1)/(x^2 + 1)"}, "Four x over the quantity"),
    ],
)
def test_words_follow_the_formula(values: dict[str, Any], part: str) -> None:
    assert part in words(facts(**values))


LARGE = "sqrt(1 + x^2)*log(x^2 + 1)*atan(x)/(1 + exp(-x*sin(3*x)))"


def test_a_derivative_too_long_for_the_screen_is_a_list() -> None:
    found = facts(f=LARGE, x0="1")
    assert not found.spelled
    assert "would not fit on this screen" in words(found)
    assert "both give" not in words(found)
    assert facts().spelled
    assert "would not fit" not in words(facts())


def test_both_forms_give_the_same_number() -> None:
    for preset in ENTRY.presets.values():
        found = facts(**preset)
        assert abs(sympy.N(found.trial_raw - found.trial_tidy, 30)) < 1e-20


@pytest.mark.parametrize(
    ("f", "part"),
    [
        ("x*sin(x)", "One factor after the other is replaced by its slope"),
        ("sin(x^2)", "The slope of the outer function"),
        ("x + sin(x)", "The slopes of all the terms are simply added."),
        ("sin(x)", "That is one of the memorable functions."),
    ],
)
def test_the_last_rule_is_put_into_words(f: str, part: str) -> None:
    assert part in words(facts(f=f))


@pytest.mark.parametrize("preset", list(ENTRY.presets))
def test_presets(preset: str) -> None:
    found = facts(**ENTRY.presets[preset])
    x = sympy.Symbol("x")
    slope = sympy.diff(found.f.expr, x).subs(x, found.x0)
    assert abs(sympy.N(slope - found.slope, 30)) < 1e-20
    assert abs(sympy.N(found.secant - slope)) == pytest.approx(float(found.miss), rel=1e-6)
