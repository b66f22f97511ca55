"""Drawing with open eyes: what every beat looked at, and which beats need not be drawn at all.

Runs in a worker; importing it loads the stage and manim.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import av

import mvcalc.expr  # noqa: F401 - loads sympy while the command still plans
from scenes import catalogue
from scenes import draw as stage
from scenes.stage.params import LectureParams, read_params
from scenes.stage.record import BeatRecord, Drawn, DrawRequest, Progress
from scripts.pipeline.retiming import RetimingError, Timed, retime, same_pictures
from scripts.pipeline.task import Hints, Look, TracedDrawn
from scripts.pipeline.watching import Log, Seen, watched_lecture


def draw(request: DrawRequest, hints: Hints, on_progress: Callable[[Progress], None]) -> Drawn:
    """Draw the beats that are asked for and not known already.

    Raises:
        MvcalcError: the lecture or a parameter is refused.
        RenderError: a frame or file could not be made.
    """
    entry = catalogue.load(request.slug)
    params, facts = _computed(request.slug, json.dumps(dict(request.params), sort_keys=True))
    seen = Seen({"params": params, "facts": facts, "meta": entry.meta, "script": entry.script})
    names = request.beats or tuple(beat.name for beat in entry.played(params))
    reused = {name: key for name in names if (key := seen.known(hints, name))}
    retimed = _retimed(request, hints, seen, [name for name in names if name not in reused])
    missing = tuple(name for name in names if name not in {*reused, *retimed.names})
    title = params.title or entry.meta.title
    drawn = Drawn(request.slug, title, request.fps, (), stage.facts_of(facts, params.digits))
    looks: tuple[tuple[str, Look], ...] = ()
    if missing:
        log = Log(seen, hints)
        watched = watched_lecture(entry.lecture, log, request, missing)
        wish = replace(request, beats=missing)
        drawn = stage.draw(wish, on_progress, facts, watched, None if request.stock else Timed)
        looks = tuple((name, log.looks[name]) for name in missing if name in log.looks)
    records = {record.name: record for record in (*drawn.beats, *retimed.records)}
    return TracedDrawn(
        drawn.slug,
        drawn.title,
        drawn.fps,
        tuple(records[name] for name in names if name in records),
        drawn.facts,
        reused=tuple(reused.items()),
        retimed=retimed.names,
        looks=(*looks, *retimed.looks),
    )


@dataclass(frozen=True, slots=True)
class Retimed:
    """Beats whose words are new and whose pictures are stored."""

    records: tuple[BeatRecord, ...] = ()
    looks: tuple[tuple[str, Look], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(record.name for record in self.records)


def _retimed(request: DrawRequest, hints: Hints, seen: Seen, names: Sequence[str]) -> Retimed:
    """Those of the beats of which only words changed, with new words and holds."""
    known = {name: trace for name in names if (trace := seen.silent(hints, name))}
    if not known or request.encode == "off" or request.stock:
        return Retimed()
    entry = catalogue.load(request.slug)
    log = Log(seen, hints)
    watched = watched_lecture(entry.lecture, log, request, tuple(known))
    wish = replace(request, beats=tuple(known), encode="off")
    records, looks = [], []
    try:
        rehearsed = stage.draw(wish, facts=seen.roots["facts"], direct=watched, kind=Timed)
    except Exception:  # it will happen again while drawing, and be told then
        return Retimed()
    for record in rehearsed.beats:
        old, look = known[record.name], log.looks.get(record.name)
        segment = request.folder / f"{record.name}.mp4"
        if look is None or old.segment is None:
            continue
        if not same_pictures(old.look.stretches, look.stretches):
            continue
        try:
            retime(old.segment, segment, request.encode, old.look.stretches, look.stretches)
        except (RetimingError, OSError, av.error.FFmpegError):
            segment.unlink(missing_ok=True)
            continue
        frames = sum(stretch.frames for stretch in look.stretches)
        records.append(replace(record, segment=segment, frames=frames))
        # What an animation looked at on its way is known from when it was drawn.
        reads = {*look.reads, *old.look.reads}
        if whole := seen.look(record.name, reads, look.stretches):
            looks.append((record.name, whole))
    return Retimed(tuple(records), tuple(looks))


@lru_cache(maxsize=8)
def _computed(slug: str, params: str) -> tuple[LectureParams, Any]:
    """Parameters and facts, once for all the beats that a worker draws of a lecture."""
    entry = catalogue.load(slug)
    read = read_params(entry.params, json.loads(params))
    return read, entry.compute(read)
