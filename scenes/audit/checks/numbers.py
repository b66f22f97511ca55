"""Numbers on the screen are facts; numbers in the script are placeholders."""

from __future__ import annotations

import dataclasses
import re
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, Final

import numpy as np
import sympy
from numpy.typing import NDArray

from scenes.audit.view import Fault, View, label
from scenes.stage import theme
from scenes.stage.formula import Formula, Words
from scenes.stage.lecture import LectureScene
from scenes.stage.say import said
from scenes.stage.script import Script, fill
from scenes.stage.theme import Role

_MOST_VALUES: Final = 20_000
_LONG: Final = 12  # lists of this length are not shown as one value
_DIGITS: Final = range(1, 13)
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_PLAIN: Final = re.compile(r"(-?\d+(?:\.\d+)?)(?:/(\d+))?(?:×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?")
_RAISED: Final = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")
# In a formula: subscripts, names such as x1, lengths, and the names of labels are not numbers.
_NAMES: Final = re.compile(r"_\(?\d+\)?|[A-Za-z]\d+|\d+(?:\.\d+)?(?:em|pt|%)|\s:\s*[\w-]+\s*\}\}")
_HUGE: Final = 300  # powers of ten that machine numbers do not reach
STRUCTURE: Final = frozenset({"0", "1", "2"})
"""Numbers that a formula may hold by itself: h → 0, 1/x, x²."""


class Known:
    """The facts of a lecture, to be asked whether a text is one of them.

    Putting thousands of facts into words at every number of digits takes long, so a text that
    is plainly a number, or a point, is compared only with facts near it.
    """

    def __init__(self, lecture: LectureScene[Any, Any]) -> None:
        params = lecture.params
        self._digits = params.digits
        self._near, self._others = _by_size(_values(lecture.facts))
        self._texts: set[str] = set()
        self._widened = False
        spoken = [lecture.meta.title, lecture.meta.goal, *map(str, dict(params).values())]
        self._spoken = set(_NUMBER.findall(" ".join([*spoken, *_lines(lecture)])))

    def text(self, text: str) -> bool:
        """Whether some fact reads so, at some number of digits, exact or rounded."""
        if text in self._texts:
            return True
        sizes = plain_numbers(text)
        if sizes is None and (ends := plain_numbers(f"({text.strip('[]')})")) is not None:
            return len(ends) == 2 and self._interval(text, *ends.tolist())
        if sizes is None:
            self._widen()
            parts = _parts(text)
            return text in self._texts or (len(parts) > 1 and all(map(self.text, parts)))
        machine, values = self._near.get(len(sizes), (np.zeros((0, len(sizes))), []))
        written = re.sub(r"×.*|\D", "", text).lstrip("0")
        room = (0.5 if len(written) == 1 else 0.06) * np.abs(sizes) + 1e-12
        for index in np.flatnonzero((np.abs(machine - sizes) <= room).all(axis=1)):
            if any(text in _says(values[index], digits) for digits in _DIGITS):
                self._texts.add(text)
                return True
        return False

    def _interval(self, text: str, low: float, high: float) -> bool:
        """Whether some enclosed fact reads so."""
        machine, values = self._near.get(1, (np.zeros((0, 1)), []))
        room = 0.6 * (high - low) + 0.06 * max(abs(low), abs(high)) + 1e-12
        near = np.flatnonzero(np.abs(machine[:, 0] - (low + high) / 2) <= room)
        return any(text in _says(values[index], d) for index in near for d in _DIGITS)

    def number(self, number: str) -> bool:
        """Whether the number is a part of some spoken line, parameter or fact."""
        if number in self._spoken or self.text(number):
            return True
        self._widen()
        return any(number in _NUMBER.findall(text) for text in self._texts)

    def _widen(self) -> None:
        """Put everything into words that may read otherwise than as a plain number."""
        if not self._widened:
            self._widened = True
            for value in self._others:
                for digits in _DIGITS:
                    self._texts.update(_says(value, digits))
            for value in (value for _, values in self._near.values() for value in values):
                if not getattr(value, "is_Rational", True):  # roots, multiples of pi
                    self._texts.update(_says(value, self._digits))


def plain_numbers(text: str) -> NDArray[np.float64] | None:
    """The values of a text such as −9/128, 1.5×10⁻³ or (1, −0.25); None for any other text,
    and for numbers too large for a machine."""
    bare = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    found = [_PLAIN.fullmatch(part.replace("−", "-")) for part in bare.split(", ")]
    values = []
    for match in found:
        if match is None:
            return None
        head, below, power = match.groups()
        exponent = int((power or "0").translate(_RAISED))
        if exponent > _HUGE:
            return None
        values.append(float(head) / float(below or 1) * 10.0**exponent)
    return np.array(values)


def _parts(text: str) -> list[str]:
    """The numbers of a point, (a, f(b)), or of a matrix, [[a, b], [c, d]]."""
    parts, depth = [""], 0
    for char in text:
        outer = depth
        depth += (char in "([") - (char in ")]")
        if char == "," and depth <= 1:
            parts.append("")
        elif max(outer, depth) > 1 or char not in "()[]":
            parts[-1] += char
    return [part.strip() for part in parts if part.strip() != text]


Sized = dict[int, tuple[NDArray[np.float64], list[Any]]]


def _by_size(values: Iterable[Any]) -> tuple[Sized, list[Any]]:
    """Numbers and points with their machine values, by length; and everything else."""
    machine: dict[int, list[list[float]]] = {}
    exact: dict[int, list[Any]] = {}
    others = []
    for value in values:
        parts = list(value) if isinstance(value, tuple | list) else [value]
        try:
            sizes = [float(getattr(part, "mid", part)) for part in parts]
        except (ArithmeticError, AttributeError, TypeError, ValueError):
            if not isinstance(value, tuple | list) or len(value) < _LONG:
                others.append(value)
            continue
        machine.setdefault(len(sizes), []).append(sizes)
        exact.setdefault(len(sizes), []).append(value)
    return {size: (np.array(rows), exact[size]) for size, rows in machine.items()}, others


def _says(value: Any, digits: int) -> list[str]:
    texts = []
    for say in (
        lambda: said(value, digits).text,
        lambda: said(value, digits, "decimal").text,
        lambda: str(value),  # Python refuses to write out very long whole numbers
    ):
        with suppress(AttributeError, TypeError, ValueError):
            texts.append(say())
    return texts


def _lines(lecture: LectureScene[Any, Any]) -> list[str]:
    words, digits = lecture.script, lecture.params.digits
    beats = [beat.lines(lecture.facts, digits) for beat in words.beats.values()]
    lines = [line.read for beat in beats for line in beat]
    if words.check is not None:
        templates = (words.check.question, words.check.answer)
        lines += [fill(template, lecture.facts, digits).read for template in templates]
    return lines


def _values(facts: Any) -> Iterator[Any]:
    """Facts and everything inside them, the outermost first; derived properties count."""
    seen: set[int] = set()
    queue = deque([facts])
    while queue and len(seen) < _MOST_VALUES:
        value = queue.popleft()
        if id(value) in seen:
            continue
        seen.add(id(value))
        yield value
        queue.extend(_inside(value))


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple | list | frozenset | set):
        yield from value
    elif isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, sympy.MatrixBase):
        yield from value.tolist()
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        derived = [n for n, v in vars(type(value)).items() if isinstance(v, property)]
        for name in [*derived, *(field.name for field in dataclasses.fields(value))]:
            with suppress(ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
                yield getattr(value, name)


def numbers(view: View, known: Known) -> Iterator[Fault]:
    """Texts at rest with a number that is no fact."""
    for item in view.texts:
        owner = item.owner
        if not isinstance(owner, Formula | Words) or _is_tick(owner) or id(owner) in view.moving:
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


def _is_tick(owner: Formula | Words) -> bool:
    """Numbers along axes, as ``tick_label`` makes them, belong to the axis."""
    size = owner.em / theme.EM
    return (
        owner.template == "{value}"
        and owner.role is Role.SECONDARY
        and abs(size - theme.TICK) < 0.01
    )


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
