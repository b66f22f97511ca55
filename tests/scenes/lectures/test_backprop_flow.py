"""Facts, refusals and words of the lecture on back-propagation."""

from __future__ import annotations

from typing import Any

import pytest
import sympy

import mvcalc
from tests.scenes.lectures.questions import Lecture

LECTURE = Lecture("backprop-flow")
facts, refused, lines = LECTURE.facts, LECTURE.refused, LECTURE.lines


def texts(values: Any, digits: int = 6) -> list[str]:
    return [mvcalc.show(value, digits).text for value in values]


# M. Mazur, A step by step backpropagation example (2015); the cost after the step is the one that
# follows from his own update, 0.291027774.
def test_the_published_example() -> None:
    found = facts()
    assert texts(found.values[1]) == ["0.593270", "0.596884"]
    assert texts(found.outputs) == ["0.751365", "0.772928"]
    assert mvcalc.show(found.cost, 9).text == "0.298371109"
    assert texts(found.blames[2], 5) == ["0.13850", "−0.038098"]
    assert texts(found.blames[1], 4) == ["0.008771", "0.009954"]
    assert texts([found.last_gradient], 5) == ["0.082167"]
    assert texts([found.first_gradient]) == ["0.000438568"]
    assert mvcalc.show(found.after, 9).text == "0.291027774"
    assert "smaller" in found.verdict


def test_the_check() -> None:
    found = facts()
    assert found.check_last == sympy.Rational(-9, 128)
    assert found.check_first == -3 * sympy.log(3) / 128


def test_the_nudge_agrees_with_the_gradient() -> None:
    for preset in LECTURE.presets.values():
        nudge = facts(**preset).nudge
        quotient, gradient = map(mvcalc.approximate, (nudge.quotient, nudge.gradient))
        assert quotient == pytest.approx(gradient, rel=1e-5)


def test_refusals() -> None:
    sentence = refused(layers=[6, 6, 6])
    assert "72 edges" in sentence
    assert "[2, 6, 2]" in sentence
    sentence = refused(layers=[2, 3, 2])
    assert "weights = seed" in sentence
    sentence = refused(input=["1"])
    assert sentence.startswith("input")
    assert "give 2 numbers" in sentence
    assert refused(target=["1", "2", "3"]).startswith("target")
    sentence = refused(target=["-1", "1/2"], loss="cross-entropy")
    assert "target" in sentence
    assert "matrices" in refused(weights="explicit")
    sentence = refused(weights="explicit", matrices=[[["1", "2", "3"]]])
    assert "layers = [3, 1]" in sentence
    assert "matrices" in refused(weights="explicit", matrices=[[["nan", "1"]]], layers=[2, 1])
    assert "rate" in refused(rate="0")
    assert "layers" in refused(layers=[2])
    assert "layers" in refused(layers=[2, 7, 1], weights="seed")


@pytest.mark.parametrize("preset", list(LECTURE.presets))
def test_every_preset_is_told_truly(preset: str) -> None:
    found = facts(**LECTURE.presets[preset])
    told = lines(found)
    worse = mvcalc.approximate(found.after) > mvcalc.approximate(found.cost)
    assert any("too bold" in line for line in told) == worse
    for line in told:
        assert line.endswith((".", "?"))
        assert ".." not in line


def test_a_bold_step_makes_it_worse() -> None:
    bold = LECTURE.presets["overshoot"]
    assert "too bold" in facts(**bold).verdict
    assert "smaller" in facts(**{**bold, "rate": "1/100"}).verdict


def test_without_blame_nothing_changes() -> None:
    found = facts(
        layers=[1, 1], weights="explicit", matrices=[[["0"]]], input=["0"], target=["1/2"]
    )
    assert found.cost == found.after == 0
    assert "Nothing has changed" in found.verdict


def test_a_cost_that_sinks_to_nothing_is_bounded() -> None:
    found = facts(
        layers=[1, 1, 1, 1], weights="seed", input=["-3/7"], target=["1"], loss="cross-entropy",
        rate="1e6",
    )  # fmt: skip
    assert found.sank_to_nothing
    told = lines(found)[-1]
    assert "less than" in told
    assert "between" not in told


@pytest.mark.parametrize(("target", "word"), [("0", "too much"), ("1", "too little")])
def test_the_sign_of_blame(target: str, word: str) -> None:
    found = facts(layers=[1, 1], weights="seed", input=["1"], target=[target])
    assert (mvcalc.approximate(found.blamed[0]) > 0) == (word == "too much")
