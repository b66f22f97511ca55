"""Captions and transcript as text files."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from scenes.stage.record import BeatRecord, Caption, FactRecord


def shifted(captions: Iterable[Caption], seconds: float) -> list[Caption]:
    """The same captions, later."""
    return [Caption(c.start + seconds, c.end + seconds, c.text) for c in captions]


def srt(captions: Sequence[Caption]) -> str:
    """SubRip."""
    blocks = (
        f"{number}\n{_clock(c.start, ',')} --> {_clock(c.end, ',')}\n{c.text}\n"
        for number, c in enumerate(captions, 1)
    )
    return "\n".join(blocks)


def vtt(captions: Sequence[Caption]) -> str:
    """WebVTT."""
    blocks = (
        f"{_clock(c.start, '.')} --> {_clock(c.end, '.')}\n{html.escape(c.text, quote=False)}\n"
        for c in captions
    )
    return "\n".join(["WEBVTT\n", *blocks])


def transcript(
    title: str, beats: Sequence[tuple[float, BeatRecord]], facts: Sequence[FactRecord]
) -> str:
    """The lecture to read: beats with their start in seconds, pictures and exact numbers."""
    lines = [f"# {title}", ""]
    for start, beat in beats:
        lines += [f"## {beat.title} ({_minutes(start)})", ""]
        lines += [" ".join(beat.narration), ""] if beat.narration else []
        lines += [f"![{_label(beat.alt)}](stills/{beat.name}.png)", ""]
    if facts:
        lines += ["## Numbers", "", "| name | exact | decimal |", "|---|---|---|"]
        lines += [f"| {_cell(f.name)} | {_cell(f.exact)} | {_cell(f.decimal)} |" for f in facts]
    return "\n".join(lines).rstrip() + "\n"


def _clock(seconds: float, point: str) -> str:
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    minutes, s = divmod(whole, 60)
    hours, m = divmod(minutes, 60)
    return f"{hours:02}:{m:02}:{s:02}{point}{milliseconds:03}"


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _label(text: str) -> str:
    return text.replace("[", "\\[").replace("]", "\\]").replace("\n", " ")
