"""Which beats a change of the lecture's file can reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.pipeline.anatomy import code_of_beats

SOURCE = (Path(__file__).parent / "lectures/story.py").read_text()
BEATS = ("alone", "making", "moving", "end")
PLAYED = ("opening", *BEATS)
ALL = set(PLAYED)


def changed(old: str, new: str) -> set[str]:
    assert old in SOURCE
    before = code_of_beats(SOURCE, BEATS, PLAYED)
    after = code_of_beats(SOURCE.replace(old, new, 1), BEATS, PLAYED)
    return {name for name in PLAYED if after[name].digest != before[name].digest}


@pytest.mark.parametrize(
    ("old", "new", "reached"),
    [
        ("Rotate(self.shape, 0.7)", "Rotate(self.shape, 0.8)", {"moving", "end"}),
        ("self.appear(self.dot(), seconds=0.5)", "self.add(self.dot())", {"end"}),
        ("Dot(radius=float(self.facts.late) / 10)", "Dot()", {"end"}),
        ("SIZE = 0.3", "SIZE = 0.4", set(BEATS)),
        ("Square(side_length=size + SIZE)", "Square()", set(BEATS)),
        ("shape = square(float(self.facts.early))", "shape = square(2)", set(BEATS)),
        # The classes of facts are at work everywhere.
        ("self.late > 10", "self.late > 9", ALL),
        ("from typing import Any\n", "from typing import Any\nimport math\n", ALL),
        ("    @beat\n    def alone", "    speed = 3\n\n    @beat\n    def alone", ALL),
        ("    def dot(self)", "    def hold(self, s):\n        pass\n\n    def dot(self)", ALL),
        # Read through values.
        ("number(params.early)", "number(params.early) + 0", set()),
        ('param("1", "shown first")', 'param("1", "the first")', set()),
        ('title="A story"', 'title="Another story"', set()),
        ("First {early}.", "Here is {early}.", set()),
        # Not read at all.
        ("UNUSED = 1", "UNUSED = 2", set()),
        ('"""A lecture whose', '"""The lecture whose', set()),
        ("SIZE = 0.3", "SIZE = 0.3  # units", set()),
        ("def dot(self)", "def never(self): ...\n\n    def dot(self)", set()),
        # Anything is possible.
        ("UNUSED = 1", "UNUSED = globals()", ALL),
        ("self.facts.late) / 10", "getattr(self, 'facts').late) / 10", ALL),
    ],
)
def test_reach(old: str, new: str, reached: set[str]) -> None:
    assert changed(old, new) == reached


def test_which_beats_are_played_matters() -> None:
    whole = code_of_beats(SOURCE, BEATS, PLAYED)
    without = code_of_beats(SOURCE, BEATS, [name for name in PLAYED if name != "alone"])
    assert whole["opening"] == without["opening"]
    assert whole["making"].digest != without["making"].digest


@pytest.mark.parametrize(
    ("old", "new", "matter"),
    [
        ("UNUSED = 1", "UNUSED = 1", set()),
        (
            "shape = square",
            "self.say = self.script\n        shape = square",
            {"making", "moving", "end"},
        ),
        (
            "with self.line():\n            for _",
            "with self.line() as line:\n            self.kept = line\n            for _",
            {"end"},
        ),
        (
            "with self.line():\n            for _",
            "with self.line() as line:\n            self.hold(line.seconds())\n            for _",
            set(),
        ),
    ],
)
def test_words_matter_later_when_code_keeps_them(old: str, new: str, matter: set[str]) -> None:
    found = code_of_beats(SOURCE.replace(old, new, 1), BEATS, PLAYED)
    assert {name for name in PLAYED if found[name].words_matter} == matter


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("UNUSED = 1", "UNUSED = 1", set()),
        ("size + SIZE)", "size + SIZE) if script.said else None", set(BEATS)),
        ("self.appear(self.dot()", "self.appear(self.dot(), self.now", {"end"}),
        (
            "with self.line():\n            for _",
            "with self.line() as line:\n            self.add(line.read)\n            for _",
            {"moving"},
        ),
        (
            "with self.line():\n            for _",
            "with self.line() as line:\n            self.hold(line.seconds())\n            for _",
            set(),
        ),
    ],
)
def test_words_are_shown_by_code_that_looks_at_them(old: str, new: str, shown: set[str]) -> None:
    assert old in SOURCE
    found = code_of_beats(SOURCE.replace(old, new), BEATS, PLAYED)
    assert {name for name in PLAYED if found[name].words_shown} == shown


def test_code_behind_another_name_is_reached() -> None:
    renamed = SOURCE.replace("square(float", "box(float") + "\nfrom story import square as box\n"
    before = code_of_beats(renamed, BEATS, PLAYED)
    after = code_of_beats(renamed.replace("size + SIZE", "2 * size"), BEATS, PLAYED)
    assert all(before[name] != after[name] for name in BEATS)


def test_a_file_without_the_class_is_taken_whole() -> None:
    one = code_of_beats("x = 1", BEATS, PLAYED)
    two = code_of_beats("x = 2", BEATS, PLAYED)
    assert all(one[name] != two[name] for name in PLAYED)
