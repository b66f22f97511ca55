"""From rise over run to the derivative: numbers of the plan, refusals, and true words."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sympy

import mvcalc
from mvcalc.errors import (
    BudgetError,
    DomainError,
    MvcalcError,
    NonDifferentiableError,
    RangeError,
)
from scenes import catalogue
from scenes.stage.params import read_params

ENTRY = catalogue.load("rise-over-run")
HOSTILE: tuple[dict[str, Any], ...] = (
    {"f": "5"},
    {"f": "7 - 3*x/11", "x0": "1/3"},
    {"f": "x^2", "x0": "0", "steps": 8},
    {"f": "1000000*x^3", "x0": "100", "run": "-1/1000"},
    {"f": "x/1000000", "x0": "-355/113", "run": "22/7"},
    {"f": "sin(100*x)", "x0": "0", "run": "pi"},
    {"f": "1/x", "x0": "1", "run": "-2"},
    {"f": "exp(-x^2)*sin(3*x)", "x0": "1/2"},
)


def facts(**values: Any) -> Any:
    return ENTRY.compute(read_params(ENTRY.params, values))


def words(found: Any) -> str:
    texts = (entry.lines(found) for entry in ENTRY.script.beats.values())
    return " ".join(line.spoken for lines in texts for line in lines)


def test_secants_of_the_plan() -> None:
    found = facts()
    assert [str(slope) for slope in found.slopes[:3]] == ["6", "231/100", "20301/10000"]
    assert found.tangent == 2
    x, h = sympy.symbols("x h")
    assert sympy.expand(found.derivative.expr - (3 * x**2 - 1)) == 0
    freed = found.algebra[-2].expr
    assert sympy.expand(freed - (2 + 3 * h + h**2)) == 0


def test_check_answer() -> None:
    found = facts()
    assert (str(found.check_slope), str(found.check_error)) == ("61/10", "1/10")


def test_the_journey_climbs_rests_and_falls() -> None:
    rates = [moment.rate for moment in facts().moments]
    # d/dt of t^2 (12 - t) / 8 is (24 t - 3 t^2) / 8.
    assert rates == [sympy.Rational(24 * t - 3 * t**2, 8) for t in (4, 8, 10)]
    assert rates[0] > 0
    assert rates[1] == 0
    assert rates[2] < 0


@pytest.mark.parametrize(
    ("values", "error", "sentence"),
    [
        (
            {"f": "abs(x)", "x0": "0"}, NonDifferentiableError,
            "x0 = 0: abs(x) has no slope at x = 0: left slope −1, right slope 1; "
            "for example x0 = 1/2.",
        ),
        (
            {"f": "x^(1/3)", "x0": "0"}, NonDifferentiableError,
            "x0 = 0: x^(1/3) has no slope at x = 0: left slope ∞, right slope ∞; "
            "for example x0 = 1/2.",
        ),
        (
            {"f": "log(x)", "x0": "-1"}, DomainError,
            "x0 = -1: log(x) has no value at x = −1 because there x must be greater than 0; "
            "for example x0 = 1/2.",
        ),
        (
            {"f": "log(x)", "x0": "1", "run": "-1"}, DomainError,
            "run = -1: log(x) has no value at x = 0 because there x must be greater than 0; "
            "for example run = 1.",
        ),
        ({"run": "0"}, RangeError, "run = 0: a triangle needs a run; for example run = 1/2."),
        (
            {"f": "x^9", "x0": "-355/113", "run": "22/7"}, BudgetError,
            "x0 = -355/113: the numbers of the algebra would be too long to be read; "
            "a shorter one would do, for example x0 = -3.",
        ),
    ],
)  # fmt: skip
def test_refusals(values: dict[str, Any], error: type[MvcalcError], sentence: str) -> None:
    with pytest.raises(error) as caught:
        facts(**values)
    assert caught.value.sentence == sentence
    hint = re.search(r"for example (\w+) = (\S+)$", caught.value.hint)
    assert hint is not None
    facts(**{**values, hint[1]: hint[2]})


def test_both_slopes_of_a_kink_are_given() -> None:
    with pytest.raises(NonDifferentiableError) as caught:
        facts(f="abs(x)", x0="0")
    assert (caught.value.left, caught.value.right) == (-1, 1)


@pytest.mark.parametrize("values", HOSTILE, ids=lambda values: values["f"])
def test_hostile_sets_have_true_slopes(values: dict[str, Any]) -> None:
    found = facts(**values)
    x = sympy.Symbol("x")
    f = found.f.expr
    for run, slope in zip(found.runs, found.slopes, strict=True):
        exact = (f.subs(x, found.x0 + run) - f.subs(x, found.x0)) / run
        assert abs(sympy.N(exact - slope, 30)) < 1e-20 * (1 + abs(sympy.N(slope)))
    assert abs(sympy.N(sympy.diff(f, x).subs(x, found.x0) - found.tangent, 30)) < 1e-20
    assert "  " not in words(found)


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({}, "It will not. The new slope is two hundred thirty-one"),
        ({"f": "x^2", "x0": "0"}, "Here it is, but that is the doing of this curve."),
        ({"f": "2*x"}, "It is the same slope as before: two."),
        ({"f": "2*x"}, "the secant lies on it"),
        ({"f": "2*x"}, "Their ratio stays what it was"),
        ({"f": "x^3", "x0": "0"}, "here it is a level one"),
        ({"f": "x^2 - 2*x", "x0": "0"}, "a fall, a negative rise,"),
        ({"run": "-1/2"}, "further back"),
    ],
)
def test_words_follow_the_curve(values: dict[str, Any], part: str) -> None:
    assert part in words(facts(**values))


def test_nothing_false_is_said_of_a_straight_line() -> None:
    spoken = words(facts(f="2*x"))
    assert "part company" not in spoken
    assert "settling" not in spoken


@pytest.mark.parametrize("preset", list(ENTRY.presets))
def test_presets(preset: str) -> None:
    found = facts(**ENTRY.presets[preset])
    assert found.slopes[0] == mvcalc.secant(found.f, found.x0, found.run).slope
    assert "the derivative" in words(found)
