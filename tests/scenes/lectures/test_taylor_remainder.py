"""How wrong a Taylor polynomial can be: the numbers, the refusals, the sentences."""

from __future__ import annotations

from typing import Any

import pytest

import mvcalc
from scenes.lectures.m4_taylor_series.taylor_remainder import PRESETS, Params
from scenes.lectures.m4_taylor_series.taylor_remainder.facts import Facts, compute
from scenes.lectures.m4_taylor_series.taylor_remainder.words import SCRIPT
from scenes.stage.params import read_params


def facts(**values: Any) -> Facts:
    return compute(read_params(Params, values))


def spoken(found: Facts) -> str:
    lines = [line.spoken for words in SCRIPT.beats.values() for line in words.lines(found)]
    return " ".join(lines)


@pytest.fixture(scope="module")
def default() -> Facts:
    return facts()


def test_numbers_of_the_default(default: Facts) -> None:
    assert mvcalc.approximate(default.remainder.actual.ball) == pytest.approx(0.009948, abs=5e-7)
    assert mvcalc.approximate(default.xi) == pytest.approx(0.177158, abs=5e-7)
    assert default.remainder.bound.exact == mvcalc.number("e/120")
    assert default.check_needed == 9


def test_the_sine_read_as_degree_four(default: Facts) -> None:
    sharp = default.sharp
    assert sharp.remainder.bound.exact == mvcalc.number("1/120")
    actual = mvcalc.approximate(sharp.remainder.actual.ball)
    assert actual == pytest.approx(0.008138, abs=5e-7)
    # Read as degree three: the sine of one over four factorial.
    assert (sharp.weak.text, sharp.promise.text, sharp.error.text) == (
        "0.03506", "0.008333", "0.008138",
    )  # fmt: skip


def test_a_promise_is_kept_and_the_last_one_reaches_the_target(default: Facts) -> None:
    assert default.degrees[-1] == default.needed == 9
    sizes = [mvcalc.approximate(size.ball) for size in default.promises]
    assert sizes[-1] <= float(default.target) < sizes[-2]
    true = mvcalc.remainder_bound(default.f, 0, 3, (0, 1)).actual
    assert mvcalc.approximate(true.ball) <= sizes[3]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"interval": ["1", "2"]},
            "interval = (1, 2): the interval must hold p = 0; for example p = 1.",
        ),
        ({"interval": ["1", "0"]}, "the interval is empty; write the smaller end first"),
        ({"f": "sqrt(x)"}, "has no derivative of order 1 at 0"),
        ({"f": "abs(x)", "interval": ["-1", "1"]}, "-1 from the left, 1 from the right"),
        ({"f": "log(3*x^2)"}, "; for example p = 1 and interval = [7/8, 9/8]."),
        ({"f": "sqrt(log(x))", "degree": 2}, "; for example p = 2 and interval = [15/8, 17/8]."),
        ({"f": "x/(x/2)"}, "; for example f = exp(x)."),
        ({"f": "x^3"}, "degree = 4: the polynomial of this degree is the function itself"),
    ],
)
def test_refusals(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(mvcalc.MvcalcError) as caught:
        facts(**values)
    assert sentence in caught.value.sentence


def test_a_refusal_of_the_target_names_an_interval_that_works() -> None:
    values: dict[str, Any] = {"f": "1/(1 + x^2)", "degree": 2, "interval": ["-2", "2"]}
    with pytest.raises(mvcalc.UncertifiedError) as caught:
        facts(**values)
    assert "target_error = 1/1000000: no polynomial could" in caught.value.sentence
    low, high = caught.value.hint.split("[")[1].rstrip("]").replace("−", "-").split(", ")
    assert facts(**{**values, "interval": [low, high]}).needed <= 60


@pytest.mark.parametrize(
    ("f", "place"),
    [("log(3*x^2)", ("1", "7/8", "9/8")), ("sqrt(log(x))", ("2", "15/8", "17/8"))],
)
def test_a_place_that_a_refusal_proposes_works(f: str, place: tuple[str, ...]) -> None:
    with pytest.raises(mvcalc.MvcalcError) as caught:
        facts(f=f)
    assert f"p = {place[0]} and interval = [{place[1]}, {place[2]}]" in caught.value.hint
    assert facts(f=f, p=place[0], interval=list(place[1:])).needed > 0


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_presets_promise_what_they_keep(name: str) -> None:
    found = facts(**PRESETS[name])
    true = mvcalc.approximate(found.remainder.actual.ball)
    assert true <= mvcalc.approximate(found.remainder.bound.ball)
    assert found.end_error != 0
    assert spoken(found)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "comes to a quarter of the one before"),
        ({"f": "sin(x)"}, "an eighth of the one before"),
        ({"f": "x", "degree": 0}, "the function is its own tangent line"),
        ({"f": "x^3", "degree": 2}, "Here every place does it"),
        ({"f": "exp(-x^2)", "degree": 3}, "At first it may even grow"),
        ({"target_error": "10"}, "even a constant will do"),
        ({}, "faster and faster"),
    ],
)
def test_sentences_follow_the_function(values: dict[str, Any], words: str) -> None:
    assert words in spoken(facts(**values))


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"degree": 2}, "1 + x + x²/2"),
        (PRESETS["off-centre"], "2 + (x − 4)/4 − (x − 4)²/64"),
        ({"degree": 9}, "1 + x + … + x⁹/362880"),
        ({"f": "sin(10*x)", "p": "1/7", "interval": ["0", "1/3"]}, ""),
    ],
)
def test_long_polynomials_are_shortened(values: dict[str, Any], text: str) -> None:
    assert facts(**values).written.text == text
