"""Parameters: typed, exact, refused in one sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mvcalc.errors import MvcalcError
from scenes.stage import Expr1, LectureParams, Number, Point2, Points, param
from scenes.stage.params import describe, read_params


class Sample(LectureParams):
    f: Expr1 = param("x^2", "the function")
    point: Point2 = param(("1", "0"), "a place", unit="m")
    rate: Number = param("1/2", "the rate", above="0")
    layers: tuple[int, ...] = param((2, 2), "widths", min_length=2)
    data: Points = param((("0", "1"), ("1", "2")), "points", min_length=2)
    steps: int = param(4, "how many", ge=2, le=8)


@pytest.mark.parametrize(
    ("given", "name", "kept"),
    [
        ({"rate": "0.1"}, "rate", "0.1"),
        ({"rate": 0.1}, "rate", "0.1"),
        ({"rate": 3}, "rate", "3"),
        ({"steps": "5"}, "steps", 5),
        ({"point": "(1/2, -3)"}, "point", ("1/2", "-3")),
        ({"point": "1/2, -3"}, "point", ("1/2", "-3")),
        ({"point": [0.5, "sqrt(2)"]}, "point", ("0.5", "sqrt(2)")),
        ({"layers": "[3, 4, 1]"}, "layers", (3, 4, 1)),
        ({"data": "(0,6),(1,0),(2,1/3)"}, "data", (("0", "6"), ("1", "0"), ("2", "1/3"))),
        ({"data": [[0, 0.1], [1, 2]]}, "data", (("0", "1/10"), ("1", "2"))),
    ],
)
def test_values_are_read_exactly(given: dict[str, Any], name: str, kept: object) -> None:
    assert getattr(read_params(Sample, given), name) == kept


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"setps": 3}, ["setps", "did you mean steps"]),
        ({"steps": 9}, ["steps", "9", "≤ 8", "steps = 4"]),
        ({"steps": "many"}, ["steps", "many", "whole number"]),
        ({"rate": "0"}, ["rate", "greater than 0", "rate = 1/2"]),
        ({"rate": True}, ["rate", "number"]),
        ({"f": "x +"}, ["f = x +"]),
        ({"f": "y + 1"}, ["f = y + 1", "y"]),
        ({"f": "__import__('os').system('x')"}, ["f = "]),
        ({"f": "x" * 500}, ["f"]),
        ({"point": "(1, 2, 3)"}, ["point"]),
        ({"layers": "[3]"}, ["layers", "at least 2"]),
        ({"data": "nowhere.csv"}, ["nowhere.csv", "no such file"]),
        ({"data": "(1, x), (2, 3)"}, ["row 1", "x"]),
    ],
)
def test_bad_values_are_refused_in_one_sentence(given: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(MvcalcError) as caught:
        read_params(Sample, given)
    sentence = str(caught.value)
    assert "\n" not in sentence
    for word in words:
        assert word in sentence


def test_a_csv_file_becomes_numbers_at_once(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("x,y\n0,0.1\n1,2\n")
    kept = read_params(Sample, {"data": str(path)}).model_dump(mode="json")["data"]
    path.unlink()
    assert kept == [["0", "1/10"], ["1", "2"]]
    assert read_params(Sample, {"data": kept}).data == (("0", "1/10"), ("1", "2"))


def test_parameters_cannot_be_changed() -> None:
    with pytest.raises(Exception, match="frozen"):
        setattr(read_params(Sample, {}), "steps", 3)  # noqa: B010


def test_the_table_names_type_default_range_and_unit() -> None:
    rows = {row.name: row for row in describe(Sample)}
    assert rows["f"].type == "formula in x"
    assert rows["point"].unit == "m"
    assert rows["steps"].range == "≥ 2, ≤ 8"
    assert rows["rate"].range == "> 0"
    assert list(rows)[:2] == ["f", "point"]
    assert rows["pace"].help


def test_lectures_are_listed_without_manim_or_sympy() -> None:
    code = (
        "import sys; from scenes import catalogue; catalogue.entries();"
        "print(sorted({'manim', 'sympy', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
