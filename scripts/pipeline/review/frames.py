"""The last frame of every beat, drawn now and held against the accepted picture."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from PIL import Image

from scenes import catalogue
from scenes.stage.record import BeatRecord, Drawn, DrawRequest
from scripts.pipeline.compare import compare, side_by_side
from scripts.pipeline.formats import Format
from scripts.pipeline.plan import Wish, plan
from scripts.pipeline.review.accepted import CANDIDATES, ROOT, Accepted
from scripts.pipeline.sources import Sources
from scripts.pipeline.store import replace_text

FORMAT: Final = Format.named("480p")
DIGEST: Final = "digest.json"


class State(StrEnum):
    """How a frame stands to its accepted picture."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"  # nothing has been accepted


@dataclass(frozen=True, slots=True)
class Shot:
    """One beat's frame.

    Attributes:
        candidate: the frame as drawn now.
        reason: one sentence when it is not the accepted one.
        expected: the accepted picture, when the frame differs from it.
        sheet: expected, actual and difference side by side, likewise.
    """

    beat: BeatRecord
    state: State
    candidate: Path
    reason: str = ""
    expected: Path | None = None
    sheet: Path | None = None


@dataclass(frozen=True, slots=True)
class Roll:
    """All frames of one lecture with one preset.

    Attributes:
        gone: accepted beats that the lecture no longer has.
        seconds: how long drawing took.
    """

    slug: str
    preset: str
    drawn: Drawn
    shots: tuple[Shot, ...]
    gone: tuple[str, ...]
    seconds: float

    @property
    def faults(self) -> tuple[str, ...]:
        """One sentence for every frame that is not the accepted one."""
        shots = [f"{self.slug}/{s.beat.name}: {s.reason}" for s in self.shots if s.reason]
        return (*shots, *(f"{self.slug}/{beat}: the beat is gone" for beat in self.gone))


def candidates(slug: str, preset: str, root: Path = CANDIDATES) -> Path:
    """The folder of frames as drawn last."""
    return root / slug / preset


def digest(slug: str, preset: str) -> str:
    """Of everything that shapes the frames: sources, parameters, versions."""
    wish = Wish(preset, {}, FORMAT, "", Path())
    return plan(catalogue.load(slug), wish, Sources()).digest


def shoot(
    slug: str, preset: str = "default", *, accepted: Path = ROOT, output: Path = CANDIDATES
) -> Roll:
    """Draw the last frame of every beat and compare; frames are left as candidates.

    Raises:
        MvcalcError: unknown lecture or preset, or refused parameters.
    """
    from scenes.draw import draw  # manim is loaded only here

    folder = candidates(slug, preset, output)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    params = dict(catalogue.load(slug).presets[preset])
    shaped_by = digest(slug, preset)  # before drawing: sources may change meanwhile
    start = time.monotonic()
    drawn = draw(
        DrawRequest(slug, params, FORMAT.width, FORMAT.height, FORMAT.fps, folder, encode="off")
    )
    seconds = time.monotonic() - start
    replace_text(folder / DIGEST, json.dumps({"digest": shaped_by}))
    known = Accepted(slug, preset, accepted)
    shots = tuple(_shot(record, known, folder) for record in drawn.beats)
    gone = tuple(b for b in known.beats if b not in {record.name for record in drawn.beats})
    return Roll(slug, preset, drawn, shots, gone, seconds)


def _shot(record: BeatRecord, known: Accepted, folder: Path) -> Shot:
    expected = known.picture(record.name)
    if expected is None:
        reason = "nothing has been accepted for this beat; its frame is a candidate now"
        return Shot(record, State.NEW, record.still, reason)
    with Image.open(record.still) as actual:
        if known.exactly(record.name, actual):
            return Shot(record, State.SAME, record.still)
        found = compare(actual, expected)
        if found.same:
            return Shot(record, State.SAME, record.still)
        sheet = side_by_side(actual, expected, folder / f"{record.name}-difference.png")
    other = known.other_versions()
    reason = found.reason + (f" (drawn by other versions: {other})" if other else "")
    return Shot(
        record,
        State.CHANGED,
        record.still,
        f"{reason}; see {sheet}",
        known.path(record.name),
        sheet,
    )
