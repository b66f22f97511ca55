"""Numbers on the screen are facts; numbers in the script are placeholders."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from scenes.audit.items import Item
from scenes.audit.view import Fault, View, label
from scenes.stage.formula import Formula, Words
from scenes.stage.lecture import LectureScene
from scenes.stage.say import said
from scenes.stage.script import Script, fill

_MOST_VALUES: Final = 4000
_DIGITS: Final = range(2, 13)
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")
# In a formula: subscripts, names such as x1, lengths, and the names of labels are not numbers.
_NAMES: Final = re.compile(r"_\(?\d+\)?|[A-Za-z]\d+|\d+(?:\.\d+)?(?:em|pt|%)|\s:\s*[\w-]+\s*\}\}")
STRUCTURE: Final = frozenset({"0", "1", "2"})
"""Numbers that a formula may hold by itself: h → 0, 1/x, x²."""


class Known:
    """The texts of all facts of a lecture."""

    def __init__(self, lecture: LectureScene[Any, Any]) -> None:
        params = lecture.params
        self._values = list(_values(lecture.facts, set()))
        self._order = [params.digits, *(d for d in _DIGITS if d != params.digits)]
        self._texts: set[str] = set()
        self._tried = 0
        self._spoken = [lecture.meta.title, lecture.meta.goal, *map(str, dict(params).values())]
        self._spoken += _lines(lecture)
        self._numbers: set[str] | None = None

    def text(self, text: str) -> bool:
        """Whether some fact reads so, at some number of digits."""
        while text not in self._texts:
            if self._tried == len(self._order):
                return False
            digits = self._order[self._tried]
            self._tried += 1
            for value in self._values:
                self._texts.update(_says(value, digits))
        return True

    def number(self, number: str) -> bool:
        """Whether the number is a part of some fact, parameter or spoken line."""
        if self._numbers is None:
            self.text("\0")  # put everything into words
            everything = " ".join([*self._texts, *self._spoken])
            self._numbers = set(_NUMBER.findall(everything))
        return number in self._numbers


def _says(value: Any, digits: int) -> list[str]:
    try:
        return [said(value, digits).text, said(value, digits, "decimal").text, str(value)]
    except (AttributeError, TypeError, ValueError):
        return []


def _lines(lecture: LectureScene[Any, Any]) -> list[str]:
    words, digits = lecture.script, lecture.params.digits
    lines = [
        line.read for beat in words.beats.values() for line in beat.lines(lecture.facts, digits)
    ]
    if words.check is not None:
        templates = (words.check.question, words.check.answer)
        lines += [fill(template, lecture.facts, digits).read for template in templates]
    return lines


def _values(value: Any, seen: set[int]) -> Iterator[Any]:
    """A fact and everything inside it; facts derived as properties count."""
    if id(value) in seen or len(seen) > _MOST_VALUES:
        return
    seen.add(id(value))
    yield value
    if isinstance(value, tuple | list | frozenset | set):
        for item in value:
            yield from _values(item, seen)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _values(item, seen)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        derived = [n for n, v in vars(type(value)).items() if isinstance(v, property)]
        for name in [*(field.name for field in dataclasses.fields(value)), *derived]:
            yield from _values(getattr(value, name, None), seen)


def numbers(view: View, known: Known) -> Iterator[Fault]:
    """Texts at rest with a number that is no fact."""
    for item in view.texts:
        owner = item.owner
        if not isinstance(owner, Formula | Words) or _is_tick(item) or id(owner) in view.moving:
            continue
        for name, value in owner.said.items():
            if _NUMBER.search(value.text) and not known.text(value.text):
                message = f"{label(item)} shows {value.text} ({name}), which is not a fact"
                yield Fault("number", message, (item,), item.lines.box)
        for number in literals(owner):
            if not known.number(number):
                message = f"{label(item)} holds the literal {number}; fill it from a fact"
                yield Fault("number", message, (item,), item.lines.box)


def literals(setting: Formula | Words) -> list[str]:
    """Numbers written in a template itself."""
    template = setting.template
    formula = isinstance(setting, Formula)
    if formula:
        template = _NAMES.sub(" ", template)
    found = _NUMBER.findall(_PLACEHOLDER.sub(" ", template))
    return [number for number in found if not (formula and number in STRUCTURE)]


def _is_tick(item: Item) -> bool:
    """Numbers along axes belong to the axis."""
    return any(getattr(above, "ticks", None) is below for above, below in pairwise(item.path))


def digits_in(script: Script) -> Iterator[tuple[str, str]]:
    """Beats and templates of a script that hold a literal digit."""
    entries = [("opening", script.opening)]
    for name, words in script.beats.items():
        entries += [(name, text) for text in (words.title, words.text, words.alt)]
    if script.check is not None:
        entries += [("check", text) for text in (script.check.question, script.check.answer)]
    for beat, template in entries:
        bare = re.sub(r"\{[^{}]*\}", "", template)
        found = re.search(r"\S*\d\S*", bare)
        if found:
            yield beat, found.group()
