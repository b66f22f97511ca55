"""What crosses between the stage and the command: a request to draw, and what was drawn.

Plain data, picklable and free of manim, so that a job can travel to another process or machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Encode = Literal["final", "preview", "off"]


@dataclass(frozen=True, slots=True)
class DrawRequest:
    """One job: some beats of one lecture, drawn into a folder of its own.

    Attributes:
        slug: the lecture.
        params: parameters as plain JSON values; validated again where they are drawn.
        beats: names of the beats to draw, in script order; empty means all. Other beats are
            skipped over (their end states are reached without drawing).
        width, height: pixels.
        fps: frames per second.
        encode: ``off`` draws stills only.
        folder: existing private folder that receives ``<beat>.mp4`` and ``<beat>.png``.
        stock: draw with Manim's own Cairo camera instead of ours (the referee).
    """

    slug: str
    params: Mapping[str, Any]
    width: int
    height: int
    fps: int
    folder: Path
    beats: tuple[str, ...] = ()
    encode: Encode = "final"
    stock: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """One caption: seconds from the start of its beat, at most two lines of 42 characters."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class FactRecord:
    """A number of the lecture: its name, exact text and decimal text."""

    name: str
    exact: str
    decimal: str


@dataclass(frozen=True, slots=True)
class BeatRecord:
    """One drawn beat.

    Attributes:
        name, title: of the beat; the title is the chapter's.
        frames: number of frames; ``frames / fps`` seconds.
        segment: H.264 file without sound, or None when encoding was off.
        still: PNG of the last frame.
        captions: in order, times relative to the beat.
        narration: the sentences as read (numbers in digits).
        spoken: the sentences as a voice says them (numbers in words).
        shown: texts and formulas visible in the still, as (name, text).
        alt: one sentence that describes the still, made from the beat's numbers.
    """

    name: str
    title: str
    frames: int
    segment: Path | None
    still: Path
    captions: tuple[Caption, ...]
    narration: tuple[str, ...]
    spoken: tuple[str, ...]
    shown: tuple[tuple[str, str], ...]
    alt: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything one job drew."""

    slug: str
    title: str
    fps: int
    beats: tuple[BeatRecord, ...]
    facts: tuple[FactRecord, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """A sign of life from a running job."""

    beat: str
    frame: int
    frames_expected: int
