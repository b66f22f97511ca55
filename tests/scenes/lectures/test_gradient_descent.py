"""Gradient descent: numbers of the plan, refusals, and words that stay true."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import mvcalc
from mvcalc.errors import DegenerateError, MvcalcError, RangeError
from scenes import catalogue
from scenes.stage.params import read_params

ENTRY = catalogue.load("gradient-descent")


def facts(**values: Any) -> Any:
    return ENTRY.compute(read_params(ENTRY.params, values))


def words(found: Any) -> list[str]:
    return [
        line.spoken for beat in ENTRY.script.beats.values() for line in beat.lines(found) if line
    ]


@pytest.fixture(scope="module")
def default() -> Any:
    return facts()


def test_first_step_and_factor(default: Any) -> None:
    assert [Fraction(str(c)) for c in default.first] == [Fraction(90, 11), Fraction(-9, 11)]
    assert default.bowl.share == mvcalc.number("9/11")
    points = np.array(default.main.drawn())
    assert np.allclose(points[1:6, 0] / points[:5, 0], 9 / 11)
    assert np.allclose(points[1:6, 1] / points[:5, 1], -9 / 11)


def test_rates(default: Any) -> None:
    assert default.bowl.limit == mvcalc.number("1/5")
    assert default.bowl.best == mvcalc.number("2/11")
    rates = [str(walk.rate) for walk in default.walks]
    assert rates == ["1/20", "2/11", "1/5", "1/4"]
    assert [walk.verdict for walk in default.walks] == [
        "still on its way", "arrives in 23 steps", "bounces for ever", "flies off",
    ]  # fmt: skip


def test_in_a_narrow_valley_four_rates_still_have_different_fates() -> None:
    found = facts(**ENTRY.presets["banana"])
    assert float(found.bowl.best) > 0.99 * float(found.bowl.limit)
    rates = [float(walk.rate) / float(found.bowl.limit) for walk in found.walks]
    assert rates == pytest.approx([0.25, 0.9, float(found.bowl.share / 2 + 0.5), 1.25], abs=1e-4)
    away = [np.hypot(*np.subtract(w.path.drawn()[-1], found.bowl.bottom)) for w in found.walks[:3]]
    assert away[0] > 1.3 * away[1] > 10 * away[2]
    assert found.walks[3].verdict == "flies off"


def test_a_short_first_walk_does_not_cut_the_four_short() -> None:
    assert facts(rate="1/4", steps=12).walks[1].verdict == "arrives in 23 steps"


def test_check_answer(default: Any) -> None:
    assert default.check_rate == mvcalc.number("1/5")


def test_backtracking_halves_until_low_enough(default: Any) -> None:
    assert [str(trial.rate) for trial in default.trials] == ["1", "1/2", "1/4"]
    heights = [mvcalc.approximate(trial.height) for trial in default.trials]
    x, y = np.array([10.0, 1.0]) - 0.25 * np.array([10.0, 10.0])
    assert heights[-1] == pytest.approx(x**2 / 2 + 5 * y**2)
    assert heights[0] > heights[-1]
    assert default.search_rates[0] == default.trials[-1].rate


def test_two_valleys_end_at_different_heights(default: Any) -> None:
    lower, upper = np.polynomial.Polynomial([0.5, -4, 0, 2]).roots()[[0, 2]]
    for x, found in ((lower, default.left_height), (upper, default.right_height)):
        assert mvcalc.approximate(found) == pytest.approx((x**2 - 2) ** 2 / 2 + x / 2, abs=1e-4)


@pytest.mark.parametrize("rate", ["0", "-1"])
def test_a_rate_is_positive(rate: str) -> None:
    with pytest.raises(MvcalcError, match="rate") as caught:
        facts(rate=rate)
    assert "greater than 0" in caught.value.sentence


@pytest.mark.parametrize(
    ("values", "error", "param", "part"),
    [
        ({"start": ["0", "0"]}, DegenerateError, "start", "no way downhill"),
        ({"f": "-x^2 - y^2"}, DegenerateError, "f", "no bowl"),
        ({"f": "x + y"}, DegenerateError, "f", "no bowl"),
        ({"f": "x^4 + y^4"}, DegenerateError, "f", "no bowl with a curved bottom"),
        (
            {"f": "x - 4*sqrt(x) + y^2", "start": ["9", "1"], "rate": "30"},
            RangeError, "rate", "where f has no value",
        ),
    ],
)  # fmt: skip
def test_refusals(values: dict[str, Any], error: type[MvcalcError], param: str, part: str) -> None:
    with pytest.raises(error) as caught:
        facts(**values)
    assert caught.value.sentence.startswith(param)
    assert part in caught.value.sentence


def test_the_hint_for_a_level_start_works() -> None:
    assert facts(start=["10", "1"]).count == 30


@pytest.mark.parametrize(
    ("values", "ending"),
    [
        ({"rate": "1/4", "steps": 12}, "It has flown off"),
        ({"rate": "1/5"}, "It only jumps to and fro"),
        ({"rate": "1/50"}, "It has come down to a height of"),
        ({"line_search": "exact"}, "It has come down to a height of"),
    ],
)
def test_endings(values: dict[str, Any], ending: str) -> None:
    assert any(ending in line for line in words(facts(**values)))


def test_a_search_is_not_called_a_choice() -> None:
    spoken = " ".join(words(facts(line_search="armijo")))
    assert "search along the slope chooses" in spoken
    assert "of our choice" not in spoken


def test_a_round_bowl_has_no_steep_axis() -> None:
    found = facts(f="x^2 + y^2")
    spoken = " ".join(words(found))
    assert found.bowl.share == 0
    assert "steep axis" not in spoken
    assert "rounder" not in spoken


def test_a_bottom_known_roughly_is_never_said_to_be_exact() -> None:
    found = facts(f="cos(x) + cos(y)", start=["1", "2"], rate="1/3", steps=5)
    shown = mvcalc.show(found.bowl.high)
    assert shown.relation == "≈"
    assert found.bowl.bottom == pytest.approx((np.pi, np.pi))


@pytest.mark.parametrize("preset", sorted(ENTRY.presets))
def test_presets_speak_in_sentences(preset: str) -> None:
    found = facts(**ENTRY.presets[preset])
    for line in words(found):
        assert line[0].isupper()
        assert line[-1] in ".?!"
        assert not re.search(r"\s[,.;]|\.\.|  |\bNone\b", line)
