"""The Jacobian: numbers of the plan, refusals, and words that stay true."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import mvcalc
from mvcalc.errors import DomainError, MvcalcError, NonDifferentiableError
from scenes import catalogue
from scenes.stage.params import read_params

ENTRY = catalogue.load("jacobian-matrix")


def facts(**values: Any) -> Any:
    return ENTRY.compute(read_params(ENTRY.params, values))


def words(found: Any) -> list[str]:
    return [line.spoken for beat in ENTRY.script.beats.values() for line in beat.lines(found)]


def test_columns_and_determinant() -> None:
    found = facts()
    assert [int(c) for c in found.first] == [2, 1]
    assert [int(c) for c in found.second] == [-1, 2]
    assert found.det == 5


def test_polar_area_factor_is_the_radius() -> None:
    found = facts()
    assert str(found.polar_det.expr) == "r"
    assert [int(c) for c in found.factors] == [1, 2, 3]
    assert (found.check_radius, found.check_factor) == (3, 3)


@pytest.mark.parametrize("preset", sorted(ENTRY.presets))
def test_columns_agree_with_differences(preset: str) -> None:
    found = facts(**ENTRY.presets[preset])
    x, y = map(mvcalc.approximate, found.point)
    h = 1e-6
    for column, (dx, dy) in ((found.first, (h, 0)), (found.second, (0, h))):
        for entry, f in zip(column, (found.u, found.v), strict=True):
            ahead, behind = (
                float(mvcalc.sample(f, np.array([x + s * dx]), np.array([y + s * dy]))[0])
                for s in (1, -1)
            )
            assert (ahead - behind) / (2 * h) == pytest.approx(mvcalc.approximate(entry), abs=1e-5)


@pytest.mark.parametrize(
    ("values", "sign", "sentence"),
    [
        ({}, 1, "the letter may turn and stretch"),
        (ENTRY.presets["flip"], -1, "mirror image"),
        (ENTRY.presets["fold"], 0, "folded onto a line"),
    ],
)
def test_the_letter(values: dict[str, Any], sign: int, sentence: str) -> None:
    found = facts(**values)
    spoken = " ".join(words(found))
    assert found.sign == sign
    assert sentence in spoken.lower()
    assert ("sign changes" in spoken) == (sign != 0)
    assert ("parallelogram" in spoken) == (sign != 0)


@pytest.mark.parametrize(
    ("factor", "sentence"),
    [("3", "so many times"), ("1/3", "has shrunk"), ("1", "stayed the same")],
)
def test_what_the_determinant_counts(factor: str, sentence: str) -> None:
    assert sentence in facts(map=[f"{factor}*x", "y"]).counted


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"map": ["log(x)", "y"], "point": ["-1", "0"]}, DomainError),
        ({"map": ["1/x", "y"], "point": ["0", "0"]}, DomainError),
        ({"map": ["abs(x)", "y"], "point": ["0", "1"]}, NonDifferentiableError),
        ({"reach": "0"}, MvcalcError),
        ({"map": ["x", "z"]}, MvcalcError),
    ],
)
def test_refusals(values: dict[str, Any], error: type[MvcalcError]) -> None:
    with pytest.raises(error) as caught:
        facts(**values)
    assert caught.value.sentence.endswith(".")


@pytest.mark.parametrize("preset", sorted(ENTRY.presets))
def test_presets_speak_in_sentences(preset: str) -> None:
    for line in words(facts(**ENTRY.presets[preset])):
        assert line[0].isupper()
        assert line[-1] in ".?!"
        assert not re.search(r"\s[,.;]|\.\.|  ", line)
