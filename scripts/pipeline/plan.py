"""From a request to jobs: what is to be made, where, and under which digests.

A beat's key covers everything that shapes its pictures and words: the source files of the lecture
and of every project module it can reach, its parameters, data files they name, the size and rate
of the picture, and the versions of what draws. Keys are known before anything is drawn and need
neither manim nor sympy beyond what reading the parameters takes.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from mvcalc.errors import RangeError
from scenes import catalogue
from scenes.catalogue import Entry
from scenes.stage.params import read_params
from scripts.pipeline.anatomy import Code, code_of_beats
from scripts.pipeline.formats import Format
from scripts.pipeline.readings import Reading, Readings
from scripts.pipeline.sources import Sources, name_of

# Raise it when the pictures or the layout of the store change for a reason no source file shows.
EPOCH = 2
DRAWING = ("scenes.draw", "scenes.stage.record", "scripts.pipeline.tracing")
PACKAGES = (
    "manim",
    "typst",
    "skia-python",
    "av",
    "numpy",
    "scipy",
    "sympy",
    "mpmath",
    "python-flint",
    "pydantic",
    "pillow",
    "pycairo",
    "ManimPango",
    "svgelements",
    "mapbox-earcut",
    "isosurfaces",
    "contourpy",
    "skia-pathops",
    "lazy-loader",
)


@dataclass(frozen=True, slots=True)
class Beat:
    """A beat to be made: its name, its chapter title and the key of its drawn form."""

    name: str
    title: str
    key: str


@dataclass(frozen=True, slots=True)
class Job:
    """One result folder to be made.

    Attributes:
        slug, title: of the lecture.
        preset: a preset's name, or the digest of the parameters when they are nobody's preset.
        params: canonical parameters as JSON values.
        format: picture size and rate.
        played: names of all beats that the parameters ask for, in order.
        beats: the beats of the result, in order.
        digest: of everything that shapes the drawn beats.
        surroundings: of everything that does, but for the lecture's own code and parameters.
        folder: where the result goes.
    """

    slug: str
    title: str
    preset: str
    params: Mapping[str, Any]
    format: Format
    played: tuple[str, ...]
    beats: tuple[Beat, ...]
    digest: str
    surroundings: str
    folder: Path

    @property
    def name(self) -> str:
        """For people: the lecture, its preset and its quality."""
        return f"{self.slug} [{self.preset}, {self.format.label}]"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked for, lecture by lecture.

    Attributes:
        preset: starting point of the parameters.
        values: parameters set on top of it.
        beat: only this beat, or "" for all.
        out: root of the result folders.
    """

    preset: str
    values: Mapping[str, Any]
    format: Format
    beat: str
    out: Path


def plan(
    entry: Entry,
    wish: Wish,
    sources: Sources,
    readings: Readings | None = None,
    unread: Callable[[], None] = lambda: None,
) -> Job:
    """The job that fulfils a wish for one lecture.

    Args:
        sources: reads the project's files.
        readings: of earlier plans.
        unread: called if the wish is new and has to be read, which takes its time.

    Raises:
        MvcalcError: unknown preset, beat or parameter, or a refused value.
    """
    readings = readings or Readings()
    files = sources.closure(entry.files, *DRAWING)
    key = digest_of([files, wish.preset, wish.values, _data(wish.values, sources), versions()])
    reading = readings.get(key)
    if reading is None:
        unread()
        reading = read(entry, wish)
        readings.put(key, reading)
    own = {name: files.pop(name) for name in [name_of(f.resolve()) for f in entry.files]}
    surroundings = digest_of(
        {
            "epoch": EPOCH,
            "lecture": entry.slug,
            "sources": files,
            "data": _data(reading.params, sources),
            "size": [wish.format.width, wish.format.height, wish.format.fps],
            "versions": versions(),
        }
    )
    digest = digest_of([surroundings, own, reading.params])
    beats = tuple(Beat(name, title, digest_of([digest, name])) for name, title in reading.played)
    label = wish.format.label
    if wish.beat:
        name = pick("beat", wish.beat, [beat.name for beat in beats])
        beats = tuple(beat for beat in beats if beat.name == name)
        label = f"{label}-{name}"
    return Job(
        slug=entry.slug,
        title=reading.title,
        preset=reading.preset,
        params=reading.params,
        format=wish.format,
        played=tuple(name for name, _ in reading.played),
        beats=beats,
        digest=digest,
        surroundings=surroundings,
        folder=wish.out / entry.slug / reading.preset / label,
    )


def read(entry: Entry, wish: Wish) -> Reading:
    """What the wished-for values mean for a lecture.

    Raises:
        MvcalcError: unknown preset or parameter, or a refused value.
    """
    preset = pick("preset", wish.preset, entry.presets)
    base = entry.presets[preset]
    params = read_params(entry.params, {**base, **wish.values})
    values = params.model_dump(mode="json")
    usual = read_params(entry.params, base).model_dump(mode="json") if wish.values else values
    return Reading(
        preset=preset if values == usual else digest_of(values)[:12],
        params=values,
        title=params.title or entry.meta.title,
        played=tuple((beat.name, beat.title) for beat in entry.played(params)),
    )


def codes(job: Job) -> dict[str, Code]:
    """For every beat that is played, a digest of all that shapes it but the values it looks at.

    Raises:
        MvcalcError: the lecture is gone.
        OSError: a file of its cannot be read.
    """
    entry = catalogue.load(job.slug)
    source = "\n".join(path.read_text("utf-8") for path in entry.files)
    found = code_of_beats(source, tuple(entry.script.beats), job.played)
    return {
        name: replace(code, digest=digest_of([job.surroundings, name, code.digest]))
        for name, code in found.items()
    }


def pick(kind: str, name: str, known: Iterable[str]) -> str:
    """The name if it is known.

    Raises:
        RangeError: it is not; says what was probably meant.
    """
    import difflib

    names = list(known)
    if name in names:
        return name
    close = difflib.get_close_matches(name, names, 1)
    hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(names)}"
    raise RangeError(f"there is no {kind} {name!r}", hint=hint)


def digest_of(value: object) -> str:
    """SHA-256 of JSON-like data, independent of the order of keys."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


@cache
def versions() -> dict[str, str]:
    """Versions of everything installed that draws, computes or encodes."""
    return {
        "python": platform.python_version(),
        **{name: _version(name) for name in PACKAGES},
    }


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


def _data(values: object, sources: Sources) -> dict[str, str]:
    """Digest of every file that a parameter names: it may be read while drawing."""
    found: dict[str, str] = {}
    for text in _texts(values):
        with contextlib.suppress(OSError, ValueError):  # most texts are no paths at all
            path = Path(text).resolve()
            if text and path.is_file():
                found[text] = sources.digest(path)
    return found


def _texts(value: object) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    return []
