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


def read(found: Any) -> str:
    return " ".join(line.read for beat in ENTRY.script.beats.values() for line in beat.lines(found))


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


def test_what_the_matrix_foretells() -> None:
    # For the square of a complex number the error is the square of the step: h^2 (1 + 1).
    found = facts()
    assert found.errors == tuple(2 * h**2 for h in found.lengths)
    assert "Halve the step, and the error is divided by about 4. The error shrinks" in read(found)
    assert "this map is linear already." in read(facts(**ENTRY.presets["linear"]))
    assert "the error shrinks" not in read(facts(**ENTRY.presets["linear"]))


def test_steps_stay_where_the_map_is_defined() -> None:
    found = facts(map=["sqrt(1 - x^2)", "y"], point=["99/100", "0"])
    assert found.step[0] == -1


def test_long_images_have_axes_of_their_own() -> None:
    found = facts(map=["1000*x", "y/10"])
    assert not found.even
    assert "different scales" in read(found)
    assert found.spread == (1000, 0.1)
    thin = facts(map=["1000*x + 1000*y", "1000*x + 1001*y"])
    assert "so thin that it looks like a line" in read(thin)
