"""Facts, refusals and words of the lecture on the line of least squares."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import sympy

import mvcalc
from tests.scenes.lectures.questions import Lecture

LECTURE = Lecture("least-squares-line")
facts, refused, lines = LECTURE.facts, LECTURE.refused, LECTURE.lines


# Strang, Introduction to Linear Algebra, 4.3: (0, 6), (1, 0), (2, 0).
def test_the_example_of_strang() -> None:
    found = facts()
    assert found.fit.params == (5, -3)
    assert found.fit.residuals == (1, -2, 1)
    assert found.fit.covariance == ((5, -3), (-3, 3))
    assert found.squared == (30, 6, 36)
    assert found.lengths == (sympy.sqrt(30), sympy.sqrt(6), 6)
    assert found.sums == (3, 3, 5, 6, 0)
    assert found.flat_total == 24


def test_norris_agrees_with_its_certificate() -> None:
    found = facts()
    assert found.norris.params[1] == sympy.Rational(1911133837, 1907096860)
    assert found.norris_slope.text == found.certified == "1.00211681802045"


def test_the_check_is_anscombes_line() -> None:
    found = facts()
    assert mvcalc.evaluate(found.check, (0,)) == sympy.Rational(33001, 11000)
    assert mvcalc.evaluate(found.check, (1,)) == sympy.Rational(33001 + 5501, 11000)


@pytest.mark.parametrize("preset", list(LECTURE.presets))
def test_pythagoras_holds_for_every_preset(preset: str) -> None:
    found = facts(**LECTURE.presets[preset])
    shadow, rest, data = found.squared
    assert shadow + rest == data
    assert sum(found.fit.residuals) == 0
    assert sum(x * r for x, r in zip(found.x, found.fit.residuals, strict=True)) == 0


def test_refusals(tmp_path: Path) -> None:
    sentence = refused(data=[["2", "1"], ["2", "5"], ["2", "3"]])
    assert "all x are equal" in sentence
    assert "2 different x" in sentence
    assert "data" in refused(data=[["1", "1"]])
    table = tmp_path / "readings.csv"
    table.write_text("x,y\n1,2\n2,nan\n3,4\n")
    sentence = refused(data=str(table))
    assert "data" in sentence
    assert "row 2" in sentence or "line 3" in sentence


def test_a_file_is_as_good_as_a_list(tmp_path: Path) -> None:
    table = tmp_path / "readings.csv"
    table.write_text("x,y\n0,6\n1,0\n2,0\n")
    assert facts(data=str(table)).fit == facts().fit


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([["0", "1"], ["1", "3"]], "more than it can swallow"),
        ([["0", "1"], ["1", "3"], ["2", "5"]], "One point off the line would be enough"),
        ([["-3", "1"], ["-2", "4"], ["-1", "2"]], "must start higher"),
        ([["1", "1"], ["2", "4"], ["3", "2"]], "must start lower"),
    ],
)
def test_doubt_is_told_as_it_is(data: list[list[str]], words: str) -> None:
    told = lines(facts(data=data))
    assert any(words in line for line in told)
    for line in told:
        assert line.endswith((".", "?"))
        assert ".." not in line


def test_the_ellipse_holds_what_it_should() -> None:
    found = facts()
    # 200 times the probability of one standard deviation, 0.6827; three deviations are 19.7.
    assert found.foreseen == 137
    for seed in range(1, 6):
        assert abs(facts(seed=seed).held - 136.5) < 20
    samples, lines = found.samples()
    assert samples.shape == (202, 3)
    assert lines.shape == (202, 2)
    assert (samples[0] == samples[-1]).all()
    assert (lines[0] == lines[-1]).all()
    told = " ".join(LECTURE.lines(found))
    assert f"about 137 of them, and it holds {found.held}." in told


def test_without_tilt_none_is_claimed() -> None:
    found = facts(data=[["-1", "1"], ["0", "4"], ["1", "2"]])
    assert found.fit.covariance[0][1] == 0
    assert not any("tilted" in line for line in lines(found))


def test_long_fractions_are_said_as_decimals() -> None:
    told = " ".join(lines(facts(data="norris")))
    assert "starts at −0.262323" in told
    assert "slope is 1.00212" in told


def test_huge_and_tiny_data_keep_their_line() -> None:
    data = [["1/3", "1e12"], ["2/3", "3e12"], ["1", "2e12"]]
    found = facts(data=data)
    assert found.fit.params == (Fraction(10**12), Fraction(3 * 10**12, 2))
    tiny = facts(data=[["1e-9", "1e-9"], ["2e-9", "3e-9"], ["3e-9", "2e-9"]])
    assert tiny.fit.params[1] == Fraction(1, 2)
