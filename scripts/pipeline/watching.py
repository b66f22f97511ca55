"""What a lecture looks at while it is drawn, beat by beat.

Runs in a worker; importing it loads the stage and manim.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from scenes.stage.lecture import OPENING, LectureScene
from scenes.stage.record import DrawRequest
from scenes.stage.script import Script, Words, fill
from scripts.pipeline.fingerprint import NoFingerprintError, fingerprint
from scripts.pipeline.retiming import Timed
from scripts.pipeline.task import Hints, Look, Stretch, Trace

WORDS = "script."


@dataclass(frozen=True, slots=True)
class Seen:
    """The values that a lecture can look at, by name."""

    roots: Mapping[str, Any]

    def known(self, hints: Hints, beat: str) -> str:
        """Key of a stored beat that drawing would give again, or ""."""
        for trace in hints.known.get(beat, ()):
            if self.digest(trace.look.reads) == trace.look.values:
                return trace.key
        return ""

    def silent(self, hints: Hints, beat: str) -> Trace | None:
        """A stored beat that drawing would give again if only timing depended on words."""
        if beat in hints.words_shown:
            return None
        for trace in hints.known.get(beat, ()):
            here = trace.look.stretches and trace.segment and trace.segment.is_file()
            if here and self.digest(_silent(beat, trace.look.reads)) == trace.look.silent:
                return trace
        return None

    def look(self, beat: str, names: Iterable[str], stretches: Iterable[Stretch]) -> Look | None:
        """A look at these values; None if their sameness cannot be told."""
        reads = tuple(sorted(names))
        values, silent = self.digest(reads), self.digest(_silent(beat, reads))
        if values is None or silent is None:
            return None
        return Look(reads, values, silent, tuple(stretches))

    def digest(self, names: tuple[str, ...]) -> str | None:
        """Digest of the values of some names; None if their sameness cannot be told."""
        try:
            return fingerprint({name: self._value(name) for name in names})
        except Exception:  # a property of the facts may raise anything
            return None

    def _value(self, name: str) -> Any:
        root, _, attribute = name.partition(".")
        if attribute.startswith("beats["):
            words = self.roots[root].beats[attribute[len("beats[") : -1]]
            # The condition under which a beat is played shapes the plan, not the beat.
            return {f.name: getattr(words, f.name) for f in fields(words) if f.name != "when"}
        value = getattr(self.roots[root], attribute)
        if callable(value):
            raise NoFingerprintError(name)
        return value


def _silent(beat: str, reads: tuple[str, ...]) -> tuple[str, ...]:
    """What a beat looked at but for its own words."""
    own = f"{WORDS}opening" if beat == OPENING else f"{WORDS}beats[{beat}]"
    return tuple(name for name in reads if name != own)


class Log:
    """What is looked at, beat by beat."""

    def __init__(self, seen: Seen, hints: Hints) -> None:
        self.looks: dict[str, Look] = {}
        self.blind = False
        self._seen = seen
        self._hints = hints
        self._carried: set[str] = set()  # what the stage as it stands may depend on
        self._before: set[str] = set()
        self._now: set[str] = set()

    def note(self, name: str) -> None:
        """Something was looked at."""
        self._now.add(name)
        self._carried.add(name)

    def begin(self) -> None:
        """A beat begins: it stands on what the beats before it left behind."""
        self._before = set(self._carried)
        self._now = set()

    def forget(self) -> None:
        """The stage is as at the very beginning: later beats depend on nothing seen so far."""
        self._carried = set()

    def end(self, beat: str, stretches: Iterable[Stretch]) -> None:
        """A beat has ended: what was looked at until now shapes it.

        Words spoken earlier only moved it in time, unless its code keeps them.
        """
        matter = beat in self._hints.words_matter
        before = {n for n in self._before if matter or not n.startswith(WORDS)}
        if not self.blind and (look := self._seen.look(beat, before | self._now, stretches)):
            self.looks[beat] = look


def watched_lecture(
    lecture: type[LectureScene[Any, Any]], log: Log, request: DrawRequest, wanted: Sequence[str]
) -> type[LectureScene[Any, Any]]:
    """The lecture with open eyes.

    Args:
        log: told what is looked at, by beats in ``wanted`` also how their time goes.
        request: what is asked for in the end.
    """

    class Watched(lecture):  # type: ignore[misc, valid-type]
        def __init__(self, params: Any, facts: Any, meta: Any, words: Script, scene: Any) -> None:
            beats = _WatchedWords(words.beats)
            words = replace(words, beats=beats)
            beats.log = log
            super().__init__(
                watch(params, "params", log),
                watch(facts, "facts", log),
                watch(meta, "meta", log),
                watch(words, "script", log, unnoted="beats"),
                scene,
            )
            self._born = {*vars(self), "_born", "_luck"}
            self._luck = _random_state()

        def clear(self, *arguments: Any, **options: Any) -> None:
            super().clear(*arguments, **options)
            scene = self.scene
            left = [*scene.mobjects, *scene.foreground_mobjects, *scene.updaters]
            if not left and set(vars(self)) <= self._born and _random_state() == self._luck:
                log.forget()

        def perform(self, name: str) -> None:
            log.begin()
            if request.encode != "off":
                self._start_counting()
            timed = self.renderer if isinstance(self.renderer, Timed) else None
            if timed is not None:
                timed.noting, timed.stretches = name in wanted, []
            super().perform(name)
            words = self.script.beats.get(name)
            if words is not None:
                fill(words.alt, self.facts, self.params.digits)
            log.end(name, timed.stretches if timed is not None else ())

        def _start_counting(self) -> None:
            """Count frames from 0 again, so that rounding does not depend on earlier beats."""
            self.renderer.frames = 0
            self.renderer.time = 0.0
            self.renderer._asked = 0.0

    Watched.beats = lecture.beats
    return Watched


def _random_state() -> tuple[object, ...]:
    state: Any = np.random.get_state()
    return random.getstate(), state[1].tobytes(), *state[2:]


class _WatchedWords(dict[str, Words]):
    """The words of a script; each beat's are noted when they are looked at."""

    log: Log | None = None

    def __getitem__(self, name: str) -> Words:
        if self.log is not None:
            self.log.note(f"{WORDS}beats[{name}]")
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        if name not in self:
            return default
        return self[name]

    def __iter__(self) -> Iterator[str]:
        if self.log is not None:
            self.log.note(f"{WORDS}beats")
        return super().__iter__()

    def _all(self) -> None:
        if self.log is not None:
            self.log.note(f"{WORDS}beats")

    def items(self) -> Any:
        self._all()
        return super().items()

    def values(self) -> Any:
        self._all()
        return super().values()


def watch(value: Any, root: str, log: Log, unnoted: str = "") -> Any:
    """A twin of a value that notes which attributes are looked at; of the same class to all.

    If the value's class does not allow it, the log goes blind and nothing is ever reused.
    """
    kind: Any = type(value)
    make: Any = type(kind)

    def look(self: Any, name: str) -> Any:
        if not name.startswith("__") and name != unnoted:
            log.note(f"{root}.{name}")
        return kind.__getattribute__(self, name)

    try:
        twin = copy.copy(value)
        watched = make(kind.__name__, (kind,), {"__slots__": (), "__getattribute__": look})
        object.__setattr__(twin, "__class__", watched)
    except TypeError:
        log.blind = True
        return value
    return twin
