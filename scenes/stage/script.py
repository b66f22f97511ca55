"""The words of a lecture, and how long they take.

A script has one entry per beat; an entry has lines; a line is what is said while one thing is
shown. Numbers are never written: ``{name}`` or ``{name:digits}`` takes the fact of that name,
in digits for captions and in words for a voice. A line that comes out empty is not said.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any, Final

from scenes.stage import theme
from scenes.stage.record import Caption
from scenes.stage.say import said

MAX_CHARS: Final = 42
MAX_LINES: Final = 2
CHARS_PER_SECOND: Final = 16.0  # the limit is 17; the margin pays for rounding to frames
SHORTEST: Final = 0.9
LONGEST: Final = 7.0
BETWEEN: Final = 0.15  # between captions: two frames, at 14 frames a second or more
PAUSE: Final = 0.35  # after a line, at full pace
_WORD: Final = re.compile(r"[^\s—–-]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its facts filled in: as read, and as spoken."""

    read: str
    spoken: str

    def seconds(self, pace: float = 1.0) -> float:
        """How long a voice takes, and a reader of its captions at the least."""
        if not self.read:
            return 0.0
        voice = len(_WORD.findall(self.spoken)) * 60 / theme.WORDS_PER_MINUTE
        reading = sum(_reading(caption) + BETWEEN for caption in chunks(self.read))
        return max(voice / pace, reading) + PAUSE / pace


@dataclass(frozen=True, slots=True)
class Words:
    """Templates of one beat.

    Attributes:
        title: the chapter's name.
        text: lines, separated by empty lines.
        alt: one sentence for those who do not see the still.
        when: whether parameters ask for this beat; every beat is played by default.
    """

    title: str
    text: str
    alt: str = ""
    when: Callable[[Any], bool] = lambda params: True  # noqa: ARG005

    def lines(self, facts: object, digits: int = 6) -> tuple[Line, ...]:
        """Every non-empty paragraph of ``text``, filled; a fact that is "" leaves words out."""
        templates = [" ".join(part.split()) for part in self.text.strip().split("\n\n")]
        return tuple(fill(template, facts, digits) for template in templates)


@dataclass(frozen=True, slots=True)
class Check:
    """The closing question, and what to say with its answer."""

    question: str
    answer: str
    title: str = "Check yourself"


@dataclass(frozen=True)
class Script:
    """The opening words, beats in order, and the closing question."""

    opening: str
    beats: Mapping[str, Words]
    check: Check | None = None


class _Facts(Formatter):
    """``str.format`` restricted to facts: attributes and indices, no conversions."""

    def __init__(self, facts: object, digits: int, spoken: bool) -> None:
        self.facts, self.digits, self.spoken = facts, digits, spoken

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        del args, kwargs
        return getattr(self.facts, str(key))

    def format_field(self, value: Any, format_spec: str) -> str:
        words = said(value, int(format_spec) if format_spec else self.digits)
        return words.speech if self.spoken else words.text


def fill(template: str, facts: object, digits: int = 6) -> Line:
    """A template with its facts, as read and as spoken.

    Raises:
        AttributeError: the facts have no such name.
    """
    read, spoken = (
        _tidy(_Facts(facts, digits, spoken).format(template)) for spoken in (False, True)
    )
    return Line(read, spoken)


def _tidy(text: str) -> str:
    text = " ".join(text.split())
    text = re.sub(r"\s+([,.;:?!])", r"\1", text)
    # A fact may stand at the start of a sentence.
    return re.sub(r"(?:^|(?<=[.?!]\s))[a-z]", lambda first: first.group().upper(), text)


def chunks(text: str) -> list[str]:
    """Caption texts: at most two lines of 42 characters, broken where the sense breaks."""
    parts: list[str] = []
    for sentence in re.split(r"(?<=[.?!])\s+", text):
        parts.extend(_split(sentence))
    merged: list[str] = []
    for part in parts:
        joined = f"{merged[-1]} {part}" if merged else part
        if merged and _fits(joined) and len(_flat(merged[-1])) < MAX_CHARS:
            merged[-1] = joined
        else:
            merged.append(part)
    return ["\n".join(_balance(part)) for part in merged]


def _reading(caption: str) -> float:
    """How long a caption must stand, in seconds."""
    return max(SHORTEST, len(_flat(caption)) / CHARS_PER_SECOND)


def _flat(caption: str) -> str:
    return caption.replace("\n", " ")


def _wrap(text: str, width: int = MAX_CHARS) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=True, break_on_hyphens=False)


def _fits(text: str) -> bool:
    return len(_wrap(text)) <= MAX_LINES


def _balance(text: str) -> list[str]:
    """One line if it fits, else two of similar length."""
    lines = _wrap(text)
    if len(lines) < MAX_LINES:
        return lines
    for width in range(len(text) // 2, MAX_CHARS + 1):
        even = _wrap(text, width)
        if len(even) == MAX_LINES:
            return even
    return lines


def _split(sentence: str) -> list[str]:
    """A sentence in pieces that fit a caption, cut after a comma if one is near the middle."""
    if _fits(sentence):
        return [sentence]
    middle = len(sentence) / 2
    cuts = [m.end() for m in re.finditer(r"[,;:—]\s", sentence)]
    near = [cut for cut in cuts if abs(cut - middle) < len(sentence) / 3]
    if not near:
        near = [m.end() for m in re.finditer(r"\s", sentence)]
    if not near:
        return [
            "\n".join(_wrap(sentence)[:MAX_LINES]),
            *_split("".join(_wrap(sentence)[MAX_LINES:])),
        ]
    cut = min(near, key=lambda place: abs(place - middle))
    return [*_split(sentence[:cut].strip()), *_split(sentence[cut:].strip())]


def captions(line: Line, start: float, seconds: float, fps: int) -> tuple[Caption, ...]:
    """Captions of a line that starts at ``start`` and lasts ``seconds``, two frames apart."""
    texts = chunks(line.read)
    if not texts or not line.read:
        return ()
    gap = 2 / fps
    weights = [_reading(text) + gap for text in texts]
    stretch = seconds / sum(weights)
    result, clock = [], start
    for text, weight in zip(texts, weights, strict=True):
        end = clock + min(weight * stretch, LONGEST + gap)
        result.append(Caption(clock, end - gap, text))
        clock += weight * stretch
    return tuple(result)
