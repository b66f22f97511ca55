"""Captions: length, lines, speed, gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from scenes.stage.record import Caption

MOST_CHARACTERS: Final = 42
MOST_LINES: Final = 2
FASTEST: Final = 17.0  # characters a second
SHORTEST: Final = 0.83
LONGEST: Final = 7.0
_ROUNDING: Final = 1e-6


def caption_faults(captions: Sequence[Caption], fps: int) -> Iterator[tuple[float, str]]:
    """Times and sentences for everything about captions that breaks the limits."""
    for caption in captions:
        for message in _one(caption):
            yield caption.start, message
    for before, after in pairwise(captions):
        gap = after.start - before.end
        if gap < 2 / fps - _ROUNDING:
            message = f"the gap before “{_short(after)}” is {gap:.3f} s, less than two frames"
            yield after.start, message


def _one(caption: Caption) -> Iterator[str]:
    lines = caption.text.split("\n")
    seconds = caption.end - caption.start
    if len(lines) > MOST_LINES:
        yield f"“{_short(caption)}” has {len(lines)} lines, more than {MOST_LINES}"
    longest = max(map(len, lines))
    if longest > MOST_CHARACTERS:
        yield f"“{_short(caption)}” has a line of {longest} characters, more than 42"
    if not SHORTEST - _ROUNDING <= seconds <= LONGEST + _ROUNDING:
        yield f"“{_short(caption)}” stands for {seconds:.2f} s, not 0.83 to 7 s"
    speed = sum(map(len, lines)) / max(seconds, _ROUNDING)
    if speed > FASTEST + _ROUNDING:
        yield f"“{_short(caption)}” runs at {speed:.1f} characters a second, more than 17"


def _short(caption: Caption) -> str:
    text = caption.text.replace("\n", " ")
    return text if len(text) <= 30 else text[:29] + "…"
