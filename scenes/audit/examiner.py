"""Plays a lecture by jumps and looks at it with every check."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import Any, Final

from manim import Scene
from PIL import Image

from scenes.audit.checks.colour import contrasts, foreign_colours, roles
from scenes.audit.checks.motion import Motions
from scenes.audit.checks.numbers import Known, digits_in, numbers
from scenes.audit.checks.overlap import crossings, overlaps
from scenes.audit.checks.place import nothing_shown, outside, small_texts
from scenes.audit.checks.words import caption_faults
from scenes.audit.finding import Finding
from scenes.audit.items import Item, Screen
from scenes.audit.naming import name_of, names_of
from scenes.audit.sampler import CADENCE, FPS, Sampler
from scenes.audit.view import Fault, View
from scenes.catalogue import Entry, load
from scenes.stage.exempt import Exempt
from scenes.stage.lecture import LectureScene
from scenes.stage.params import LectureParams, read_params

LENIENT: Final = 1.0  # seconds for which things on their way may be in the way
_MARGIN: Final = 28  # pixels around a fault in its picture


@dataclass(frozen=True, slots=True)
class Report:
    """What the audit of one lecture found.

    Attributes:
        findings: what is wrong.
        meant: what would be wrong but is exempt in the lecture, with the reasons.
        looks: how many moments were looked at.
        seconds: how long the audit took.
        beats: seconds of each beat.
    """

    slug: str
    params: Mapping[str, Any]
    findings: tuple[Finding, ...]
    meant: tuple[tuple[Finding, str], ...] = ()
    looks: int = 0
    seconds: float = 0.0
    beats: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stage:
    """A lecture that has accepted its parameters and is ready to be looked at."""

    entry: Entry
    given: Mapping[str, Any]
    params: LectureParams
    facts: Any

    @classmethod
    def prepare(cls, slug: str, params: Mapping[str, Any]) -> Stage:
        """Read the parameters and compute the facts.

        Raises:
            MvcalcError: there is no such lecture, or it refuses the parameters.
        """
        entry = load(slug)
        values = read_params(entry.params, params)
        return cls(entry, params, values, entry.compute(values))


def examine(stage: Stage, pictures: Path | None = None, cadence: float = CADENCE) -> Report:
    """Audit one lecture with some parameters.

    Args:
        stage: the lecture with its facts.
        pictures: folder for cropped pictures of what is found, or None for none.
        cadence: seconds between looks while something moves.
    """
    return _Examiner(stage, pictures, cadence).run()


class _Examiner:
    def __init__(self, stage: Stage, pictures: Path | None, cadence: float) -> None:
        entry, values = stage.entry, stage.params
        self.entry, self.given, self.pictures = entry, stage.given, pictures
        self.sampler = Sampler(self.look, cadence)
        self.scene = Scene(renderer=self.sampler, random_seed=values.seed)
        self.lecture: LectureScene[Any, Any] = entry.lecture(
            values, stage.facts, entry.meta, entry.script, self.scene
        )
        self.names = tuple(beat.name for beat in entry.played(values))
        self.known = Known(self.lecture)
        self.screen, self.motions = Screen(), Motions()
        self.findings: dict[tuple[object, ...], Finding] = {}
        self.passing: dict[tuple[object, ...], tuple[float, float]] = {}
        self.keep: list[object] = []  # owners in keys stay alive, so that ids stay theirs
        self.states: dict[int, int] = {}
        self.rested: dict[int, int] = {}
        self.beat, self.start, self.looks = "", 0.0, 0
        self.changed = False
        self.last: list[Item] = []

    def run(self) -> Report:
        begin = time.monotonic()
        beats = {}
        for beat, text in digits_in(self.entry.script):
            message = f"the script says “{text}”; fill it from a fact"
            self.report(Fault("digit", message), beat, 0.0)
        for name in self.names:
            self.beat = name
            self.start = self.sampler.time
            self.changed = False
            self.passing.clear()
            self.lecture.perform(self.beat)
            beats[name] = self.sampler.time - self.start
            self.end_beat()
        found, meant = self.sift(self.findings.values())
        spent = time.monotonic() - begin
        return Report(self.entry.slug, self.given, found, meant, self.looks, spent, beats)

    # -- looking --------------------------------------------------------------------------

    def look(self, scene: Scene, now: float, resting: bool) -> None:
        """Called by the sampler at every moment worth a look."""
        self.looks += 1
        items = self.screen.items([*scene.mobjects, *scene.foreground_mobjects])
        states = {id(item.owner): item.state for item in items}
        moved = frozenset(k for k, state in states.items() if self.states.get(k) != state)
        self.changed |= states != self.states
        seconds = now - self.start
        view = View(items, resting, frozenset() if resting else moved, self.frame)
        self.watch(items, seconds, resting)
        if resting and states != self.rested:
            self.rested = states
            for fault in (*_always(view), *_at_rest(view, self.known)):
                self.report(fault, self.beat, seconds, view)
            self.passing.clear()
        elif not resting:
            self.pass_by(view, seconds)
        self.states, self.last = states, items

    def frame(self, mobjects: Any = None) -> Any:
        return self.sampler.frame(self.scene, mobjects)

    def watch(self, items: list[Item], seconds: float, resting: bool) -> None:
        if resting:
            self.motions.look(-1, items, ())
            return
        play = self.sampler.num_plays
        self.motions.look(play, items, self.scene.animations or ())
        for fault in self.motions.faults():
            self.report(fault, self.beat, seconds)

    def pass_by(self, view: View, seconds: float) -> None:
        """Faults among moving things count when they last."""
        for fault in _always(view):
            since, last = self.passing.get(fault.key, (seconds, seconds))
            if seconds - last > LENIENT:  # it had gone
                since = seconds
            self.passing[fault.key] = since, seconds
            self.keep += [item.owner for item in fault.items]
            if seconds - since >= LENIENT:
                self.report(fault, self.beat, since, view)

    def end_beat(self) -> None:
        seconds = self.sampler.time - self.start
        if not self.changed:
            self.report(Fault("frozen", "nothing on the screen changes in this beat"), self.beat, 0)
        if nothing_shown(self.last):
            self.report(Fault("empty", "the beat ends on an empty frame"), self.beat, seconds)
        for start, message in caption_faults(self.lecture.captions, FPS):
            self.report(Fault("captions", message), self.beat, start)

    # -- reporting ------------------------------------------------------------------------

    def report(self, fault: Fault, beat: str, seconds: float, view: View | None = None) -> None:
        """Keep a fault as a finding; the same fault in a later beat is added to the first."""
        key = fault.key
        known = self.findings.get(key)
        if known is not None:
            if beat != known.beat and beat not in known.also:
                self.findings[key] = replace(known, also=(*known.also, beat))
            return
        self.keep += [item.owner for item in fault.items]
        names = names_of(self.lecture)
        self.findings[key] = Finding(
            slug=self.entry.slug,
            beat=beat,
            seconds=max(0.0, seconds),
            check=fault.check,
            message=fault.message,
            parts=tuple(name_of(item, names) for item in fault.items),
            source=self.source(),
            picture=self.picture(fault, view),
            params=self.given,
        )

    def source(self) -> str:
        """File and line of the lecture that is playing."""
        frame: FrameType | None = sys._getframe(1)
        home = self.entry.path
        own = {str(path): path.relative_to(home.parent) for path in self.entry.files}
        while frame is not None:
            if frame.f_code.co_filename in own:
                return f"{own[frame.f_code.co_filename]}:{frame.f_lineno}"
            frame = frame.f_back
        return home.name

    def picture(self, fault: Fault, view: View | None) -> Path | None:
        if self.pictures is None or fault.check in ("digit", "captions"):
            return None
        frame = Image.fromarray(view.frame if view is not None else self.frame())
        if fault.box is not None:
            left, top, right, bottom = fault.box
            frame = frame.crop(
                (
                    max(0, left - _MARGIN),
                    max(0, top - _MARGIN),
                    min(frame.width, right + _MARGIN),
                    min(frame.height, bottom + _MARGIN),
                )
            )
        self.pictures.mkdir(parents=True, exist_ok=True)
        path = self.pictures / f"{len(self.findings):02}-{self.beat}-{fault.check}.png"
        frame.save(path, format="PNG")
        return path

    def sift(
        self, findings: Iterable[Finding]
    ) -> tuple[tuple[Finding, ...], tuple[tuple[Finding, str], ...]]:
        """Findings, and those that the lecture declares to be meant."""
        exempt: tuple[Exempt, ...] = getattr(self.entry.lecture, "exempt", ())
        found, meant = [], []
        for finding in findings:
            for rule in exempt:
                if rule.covers(finding.check, finding.beat, (*finding.parts, finding.message)):
                    meant.append((finding, rule.reason))
                    break
            else:
                found.append(finding)
        return tuple(found), tuple(meant)


def _always(view: View) -> Iterator[Fault]:
    """Checks that hold for moving things too, if it lasts."""
    for fault in (*overlaps(view), *crossings(view), *outside(view)):
        moving = any(id(item.owner) in view.moving for item in fault.items)
        if view.resting or moving:
            yield fault


def _at_rest(view: View, known: Known) -> Iterator[Fault]:
    yield from small_texts(view)
    yield from contrasts(view)
    yield from roles(view)
    yield from foreign_colours(view)
    yield from numbers(view, known)
