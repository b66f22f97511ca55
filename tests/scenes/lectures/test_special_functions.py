"""Three memorable derivatives: numbers of the plan, refusals, and true words."""

from __future__ import annotations

from typing import Any

import pytest
import sympy

import mvcalc
from mvcalc.errors import RangeError
from scenes import catalogue
from scenes.stage.params import read_params

ENTRY = catalogue.load("special-functions")
X = sympy.Symbol("x")
BASE = "a power needs a base above 0 other than 1; for example base = 2."


def facts(**values: Any) -> Any:
    return ENTRY.compute(read_params(ENTRY.params, values))


def words(found: Any) -> str:
    texts = (entry.lines(found) for entry in ENTRY.script.beats.values())
    return " ".join(line.spoken for lines in texts for line in lines)


def test_numbers_of_the_plan() -> None:
    found = facts()
    assert found.reciprocal_slope.expr == -1 / X**2
    assert (found.slope_at, found.slope_twice) == (-4, -1)
    assert mvcalc.show(found.estimate).text == "0.693387"
    assert mvcalc.show(found.factor, 6, "decimal").text == "0.693147"
    assert found.e_decimal.text == "2.71828"
    assert found.factors[-1] == 1


def test_slope_over_height_is_the_same_everywhere() -> None:
    found = facts(base="10")
    for height, slope in zip(found.heights, found.slopes, strict=True):
        assert abs(sympy.N(slope / height - sympy.log(10), 30)) < 1e-20


def test_e_is_looked_for_from_two() -> None:
    assert read_params(ENTRY.params, {}).model_dump()["base"] == "e"
    found = facts()
    assert found.bases == (2, 3, sympy.E)
    assert found.power.expr == 2**X
    assert facts(base="10").bases == (10, 2, sympy.E)


def test_four_derivatives_make_a_circle() -> None:
    waves = [wave.expr for wave in facts().waves]
    assert waves == [sympy.sin(X), sympy.cos(X), -sympy.sin(X), -sympy.cos(X), sympy.sin(X)]


def test_check_answer() -> None:
    assert facts().check_value == sympy.Rational(-1, 2)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"x0": "0"}, "x0 = 0: one over x has a gap at 0; for example x0 = 1/2."),
        ({"base": "0"}, "base = 0: " + BASE),
        ({"base": "1"}, "base = 1: " + BASE),
        ({"base": "-2"}, "base = -2: " + BASE),
    ],
)  # fmt: skip
def test_refusals(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RangeError) as caught:
        facts(**values)
    assert caught.value.sentence == sentence


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({}, "Differentiate the sine eight times, and you are exactly where we began: at sine"),
        ({"orders": 1}, "Differentiate once, and you are part of the way round: at cosine of x."),
        ({"orders": 2}, "Differentiate twice, and you are part of the way round: at minus sine"),
        ({"base": "1/2"}, "falls, slower and slower"),
        ({"base": "1/2"}, "This base shrinks"),
        ({"base": "10"}, "This base is too large"),
        ({"base": "10"}, "the same curve again, only scaled."),
        ({"base": "1/2"}, "the same curve again, only turned over and scaled."),
        ({"base": "e"}, "This base is too small"),
        ({"base": "2"}, "only stretched sideways"),
        ({"base": "10"}, "only squeezed sideways"),
        ({"base": "1/2"}, "only mirrored and stretched sideways"),
        ({"base": "1/10"}, "only mirrored and squeezed sideways"),
    ],
)  # fmt: skip
def test_words_follow_the_parameters(values: dict[str, Any], part: str) -> None:
    assert part in words(facts(**values))


def test_the_base_slides_to_e_from_elsewhere() -> None:
    for base in ("2", "3", "e", "1/1000", "1000"):
        bases = facts(base=base).bases
        assert len(set(bases)) == 3
        assert bases[-1] == sympy.E


@pytest.mark.parametrize(("family", "beats"), [("sine", 1), ("exponential", 2), ("all", 4)])
def test_only_the_wanted_functions_are_shown(family: str, beats: int) -> None:
    params = read_params(ENTRY.params, {"family": family})
    assert len(ENTRY.played(params)) == beats + 2
    count = "three famous functions" if family == "all" else "one famous function"
    assert count in ENTRY.compute(params).subject


@pytest.mark.parametrize("preset", list(ENTRY.presets))
def test_presets(preset: str) -> None:
    found = facts(**ENTRY.presets[preset])
    assert found.slope_at == -1 / found.x0**2
    assert abs(sympy.N(sympy.log(found.base) - found.factor, 30)) < 1e-20
