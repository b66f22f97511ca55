"""Facts, refusals and words of the lecture on nonlinear least squares."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import mvcalc
from scenes.stage.script import fill
from tests.scenes.lectures.questions import Lecture

LECTURE = Lecture("nonlinear-least-squares")
facts, refused, lines = LECTURE.facts, LECTURE.refused, LECTURE.lines


def text(value: Any, digits: int) -> str:
    return mvcalc.show(value, digits).text


# NIST StRD, certified values of DanWood and BoxBOD (public domain).
def test_certified_fits() -> None:
    found = facts()
    assert [text(b, 11) for b in found.search.path.fit.params] == ["0.76886226176", "3.8604055871"]
    assert text(found.search.path.fit.rss, 8) == "0.0043173084"
    assert [text(b, 11) for b in found.second.best.params] == ["213.80940889", "0.54723748542"]
    assert text(found.second.best.rss, 11) == "1168.0088766"


def test_the_bad_guess() -> None:
    found = facts()
    np.testing.assert_allclose(found.second.refused, (203.878, -92.488), atol=5e-4)
    assert found.second.stuck.outcome is mvcalc.Outcome.STALLED
    assert found.second.stuck_at == pytest.approx(172.5, abs=1e-5)
    assert found.second.stuck_total == pytest.approx(9771.5, abs=1e-6)
    assert found.second.jumped.outcome is found.second.arrived.outcome is mvcalc.Outcome.CONVERGED


def test_the_check() -> None:
    first, second = facts().check
    assert first == 1
    assert float(second) == pytest.approx(2 / np.e, rel=1e-14)


def test_the_dial_goes_from_the_full_step_to_the_gradient() -> None:
    found = facts()
    problem = found.dial
    b1, b2 = map(float, problem.start)
    x, y = (np.array([float(v) for v in column]) for column in problem.columns)
    J = np.stack([1 - np.exp(-b2 * x), b1 * x * np.exp(-b2 * x)], axis=1)
    downhill = J.T @ (y - b1 * (1 - np.exp(-b2 * x))) / (J**2).sum(axis=0)
    full = np.linalg.lstsq(J, y - b1 * (1 - np.exp(-b2 * x)), rcond=None)[0]
    bold, careful = np.array(found.steps[0]), np.array(found.steps[-1])
    np.testing.assert_allclose(bold, full, rtol=0.03)
    np.testing.assert_allclose(careful / careful[0], downhill / downhill[0], rtol=0.01)
    assert np.linalg.norm(careful) < np.linalg.norm(bold) / 100


def test_refusals() -> None:
    assert "b2" in refused(model="b1*x")
    assert "b1*x^b2" in refused(model="b1*x")
    sentence = refused(model="b1*log(x - b2)", start=["1", "2"])
    assert "row 1" in sentence
    assert sentence.startswith("start")
    sentence = refused(data=[["1", "2"]])
    assert sentence.startswith("data")
    assert "at least 2 points" in sentence
    assert "1 points" not in sentence
    sentence = refused(model="b1*exp(b2*x)", start=["0", "1"])
    assert "method = lm" in sentence
    assert "b3" in refused(model="b1*x^b3")


@pytest.mark.parametrize(
    "values",
    [
        {"model": "b1*log(x - b2)", "start": ["1", "2"]},
        {"model": "b1*exp(b2*x)", "start": ["0", "1"]},
        {"model": "b2 + 1/(b1 - x)", "start": ["1.68", "1"]},
    ],
)
def test_a_refusal_names_a_start_that_works(values: dict[str, Any]) -> None:
    found = re.search(r"start from (.+?), (.+?), for example", refused(**values))
    assert found
    assert facts(**{**values, "start": list(found.groups())}).search.path.steps


def test_a_refusal_without_a_better_start_says_what_else_would_work() -> None:
    same_place = [["1", "2"], ["1", "3"], ["1", "4"]]
    assert refused(data=same_place).endswith("; write method = lm.")
    assert facts(data=same_place, method="lm").search.path.steps
    at_zero = [["0", "2"], ["1", "3"], ["2", "4"]]
    assert "leave row 1 out" in refused(data=at_zero)
    assert facts(data=at_zero[1:]).search.path.steps


def test_the_second_example_is_named_as_such() -> None:
    assert "second example" in facts().introduction
    own = facts(**LECTURE.presets["plateau"])
    assert "Our data" in own.introduction
    assert own.second.is_of(own.main)


def test_a_singular_start_is_no_obstacle_for_the_damped_method() -> None:
    found = facts(model="b1*exp(b2*x)", start=["0", "1"], method="lm")
    assert found.full_step is None
    assert "trough" in found.target


@pytest.mark.parametrize(
    ("preset", "outcome", "word"),
    [
        ("default", "converged", "proved"),
        ("crawls", "slow", "still on its way"),
        ("plateau", "stalled", "flat ground"),
        ("overflow", "left the domain", "no value"),
        ("straight", "converged", "single"),
        ("decay", "converged", "proved"),
    ],
)
def test_every_ending_is_told(preset: str, outcome: str, word: str) -> None:
    found = facts(**LECTURE.presets.get(preset, {}))
    assert found.search.path.outcome == outcome
    told = lines(found)
    assert any(word in line for line in told)
    for line in told:
        assert line.endswith((".", "?"))
        assert ".." not in line


def test_a_model_that_does_not_bend_needs_one_step() -> None:
    found = facts(**LECTURE.presets["straight"])
    assert not found.bends
    assert found.search.count == 1
    assert [text(b, 12) for b in found.search.path.fit.params] == [
        "3.00009090909",
        "0.500090909091",
    ]


def test_a_failed_search_says_what_a_damped_one_does() -> None:
    crawls = facts(method="gd")
    assert text(crawls.search.rescued_total, 5) == "0.0043173"
    line = fill("{search.rescued} {search.rescued_total:4}.", facts(**LECTURE.presets["overflow"]))
    assert "finds no lowest point from this guess either" in line.read
    assert line.read.endswith("9772.")


@pytest.mark.parametrize(
    ("values", "own"),
    [
        ({"data": [["1", "2"], ["2", "3"]], "start": ["1", "1"]}, False),
        ({"data": [["1", "2"], ["2", "4"], ["3", "6"]], "start": ["1", "2"]}, False),
        ({"data": [["1", "2e9"], ["2", "3e9"], ["3", "7e9"]], "start": ["1e9", "1"]}, True),
    ],
)
def test_data_without_doubt_borrow_it(values: dict[str, Any], own: bool) -> None:
    found = facts(**values)
    assert found.search.path.fit is not None
    assert found.fit.dof > 0
    assert (found.fit is found.search.path.fit) == own
    assert ("second example" in found.back) != own


@pytest.mark.parametrize(
    ("preset", "words"),
    [
        ("default", "thin and tilted: more of the first unknown is almost made up for by less"),
        ("plateau", "It is tilted: more of the first unknown is almost made up for by less"),
        ("decay", "It is tilted: more of the first unknown is almost made up for by more"),
        ("straight", "It is thin and tilted: more of the first unknown is almost"),
    ],
)
def test_what_the_ellipse_says(preset: str, words: str) -> None:
    found = facts(**LECTURE.presets.get(preset, {}))
    assert words in found.tilt
    assert any(found.tilt in line for line in lines(found))
