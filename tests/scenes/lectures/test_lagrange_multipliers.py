"""Lagrange multipliers: numbers of the plan, refusals, and words that stay true."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import mvcalc
from mvcalc.errors import (
    DegenerateError,
    InfeasibleError,
    MvcalcError,
    UnboundedError,
    UncertifiedError,
)
from scenes import catalogue
from scenes.stage.params import read_params

ENTRY = catalogue.load("lagrange-multipliers")


def facts(**values: Any) -> Any:
    return ENTRY.compute(read_params(ENTRY.params, values))


def words(found: Any) -> list[str]:
    return [line.spoken for beat in ENTRY.script.beats.values() for line in beat.lines(found)]


@pytest.fixture(scope="module")
def default() -> Any:
    return facts()


def test_six_candidates(default: Any) -> None:
    assert default.count == 6
    assert {str(c.value) for c in default.result.candidates} == {"-2", "0", "2"}
    assert {str(c.multipliers[0]) for c in default.result.candidates} == {"-1", "0", "1"}
    assert [str(e) for e in default.result.elimination] == ["lambda**3 - lambda"]
    assert default.result.complete


def test_the_price_of_the_fence(default: Any) -> None:
    """The best height is 2(c/3)^(3/2) on the circle of radius √c; its slope at 3 is 1."""
    assert default.multiplier == 1
    for moved in default.moved:
        c = 3 + mvcalc.approximate(moved.c)
        assert mvcalc.approximate(moved.value) == pytest.approx(2 * (c / 3) ** 1.5)
        assert mvcalc.approximate(moved.multiplier) == pytest.approx((c / 3) ** 0.5)
        x, y = map(mvcalc.approximate, moved.point)
        assert x**2 + y**2 == pytest.approx(c)
        assert x**2 * y == pytest.approx(2 * (c / 3) ** 1.5)


def test_the_best_place_moves_without_a_jump(default: Any) -> None:
    places = np.array([[mvcalc.approximate(x) for x in m.point] for m in default.moved])
    assert np.linalg.norm(np.diff(places, axis=0), axis=1).max() < 0.5


def test_two_walls_have_two_prices(default: Any) -> None:
    """By the plane 3x + 7y + 3z is 3x + 4y + 3, which is largest on the circle at (3, 4)/5."""
    space = default.space
    assert [str(x) for x in space.best.point] == ["3/5", "4/5", "1/5"]
    assert [str(x) for x in (space.first, space.second)] == ["3", "5/2"]
    assert space.up
    g, h = map(np.array, space.slopes)
    assert space.factors[0] * g + space.factors[1] * h == pytest.approx([3, 7, 3])
    assert any("three times the first" in line for line in words(default))


def test_check_answer(default: Any) -> None:
    assert [int(x) for x in default.check_point] == [3, 4]
    assert default.check_multiplier == 2


@pytest.mark.parametrize(
    ("values", "error", "part"),
    [
        ({"g": "x^2 + y^2 + 1"}, InfeasibleError, "no point"),
        ({"f": "x + y", "g": "x - y"}, UnboundedError, "no lowest and no highest"),
        ({"f": "x^2 + y^2", "g": "x^2 + y^2 - 1"}, DegenerateError, "no isolated place"),
        ({"f": "-x", "g": "y^2 - x^3"}, DegenerateError, "no isolated place"),
        ({"f": "sin(x) + cos(y)", "g": "y - sin(x)"}, UncertifiedError, "not proved"),
        ({"wall_2": "x^2 + y^2 + 1"}, InfeasibleError, "wall_2 = x^2 + y^2 + 1: no point"),
        ({"wall_2": "x - z"}, UnboundedError, "no highest"),
        ({"f_space": "x^2 + y^2"}, DegenerateError, "y + z - 1 and x^2 + y^2 - 1"),
        ({"g": "3*x + tanh(2*y) + 2"}, MvcalcError, "g = 3*x + tanh(2*y) + 2: "),
        ({"g": "y^2/abs(y^2)"}, MvcalcError, "for example f = x^2*y with g = x^2 + y^2 - 3"),
        ({"loosen": "0"}, MvcalcError, "greater than 0"),
    ],
)
def test_refusals(values: dict[str, str], error: type[MvcalcError], part: str) -> None:
    with pytest.raises(error) as caught:
        facts(**values)
    assert part in caught.value.sentence


def test_a_fence_with_a_corner_is_warned_about() -> None:
    found = facts(**ENTRY.presets["cusp"])
    assert found.irregular
    assert not found.up
    assert any("sharp corner" in line for line in words(found))
    assert "which is what we want" in found.gain


def test_a_hill_on_the_fence_costs_nothing() -> None:
    found = facts(f="-(x-1)^2 - y^2", g="x^2 + y^2 - 1")
    spoken = " ".join(words(found))
    assert found.multiplier == 0
    assert "price of zero" in spoken
    assert "almost the same" in spoken
    assert "goes up" not in spoken


def test_one_candidate_is_singular() -> None:
    found = facts(**ENTRY.presets["nearest"])
    assert any("list of candidates: one in all" in line for line in words(found))
    assert found.extreme == "lowest"
    assert found.value == 25


def test_roots_without_a_formula_are_rounded() -> None:
    found = facts(f="x^3 + y/2 + y^2/2 + x/2")
    assert found.value.relation == "≈"
    assert max(len(line) for line in words(found)) < 400


def test_rounded_candidates_survive() -> None:
    found = facts(f="x^3*y + x", g="x^4 + y^4 - 2")
    assert mvcalc.show(found.multiplier).relation == "≈"
    assert any("search with proof" in line for line in words(found))


@pytest.mark.parametrize("preset", sorted(ENTRY.presets))
def test_presets_speak_in_sentences(preset: str) -> None:
    for line in words(facts(**ENTRY.presets[preset])):
        assert line[0].isupper()
        assert line[-1] in ".?!"
        assert not re.search(r"\s[,.;]|\.\.|  ", line)
