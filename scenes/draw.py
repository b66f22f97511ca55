"""Draws a job: the requested beats of one lecture, each into files of its own.

Imports manim: call it where pictures are made, not where requests are answered.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from manim import Mobject, Scene

from scenes import catalogue
from scenes.render import Renderer, StockRenderer
from scenes.render.segments import SegmentRenderer
from scenes.stage import theme
from scenes.stage.formula import Formula, Words
from scenes.stage.lecture import LectureScene
from scenes.stage.params import read_params
from scenes.stage.record import BeatRecord, Drawn, DrawRequest, FactRecord, Progress
from scenes.stage.say import said
from scenes.stage.script import fill


def draw(
    request: DrawRequest,
    on_progress: Callable[[Progress], None] = lambda _: None,
    facts: object = None,
    direct: type[LectureScene[Any, Any]] | None = None,
    kind: type[SegmentRenderer] | None = None,
) -> Drawn:
    """Draw the requested beats into ``request.folder``; skip over the others.

    Args:
        request: what is drawn, how large and where to.
        on_progress: told of every frame.
        facts: those of these parameters, if they are known already.
        direct: draws instead of the lecture's own scene, for example a subclass that watches it.
        kind: the renderer, if it is not the one that the request asks for.

    Raises:
        MvcalcError: the lecture or a parameter is refused.
        RenderError: a frame or file could not be made. No half-written file is left.
    """
    beat = ""

    def on_frame(frames: int) -> None:
        on_progress(Progress(beat, frames, 0))

    lecture, names = prepare(request, on_frame, facts, direct, kind)
    renderer = lecture.renderer
    wanted = set(request.beats or names)
    last = max(names.index(name) for name in wanted)
    records = []
    try:
        for beat in names[: last + 1]:
            if beat in wanted:
                records.append(_perform(lecture, beat, request))
            else:
                _skip(lecture, beat)
    except BaseException:
        renderer.abort()
        raise
    return Drawn(
        slug=request.slug,
        title=lecture.params.title or lecture.meta.title,
        fps=request.fps,
        beats=tuple(records),
        facts=facts_of(lecture.facts, lecture.params.digits),
    )


def prepare(
    request: DrawRequest,
    on_frame: Callable[[int], None] | None = None,
    facts: object = None,
    direct: type[LectureScene[Any, Any]] | None = None,
    kind: type[SegmentRenderer] | None = None,
) -> tuple[LectureScene[Any, Any], tuple[str, ...]]:
    """A lecture on its stage, and the names of the beats it plays.

    Raises:
        MvcalcError: the lecture or a parameter is refused.
    """
    entry = catalogue.load(request.slug)
    params = read_params(entry.params, request.params)
    facts = entry.compute(params) if facts is None else facts
    renderer = (kind or (StockRenderer if request.stock else Renderer))(
        request.width,
        request.height,
        request.fps,
        encode=request.encode,
        background=theme.BACKGROUND,
        on_frame=on_frame,
    )
    scene = Scene(renderer=renderer, random_seed=params.seed)
    lecture = (direct or entry.lecture)(params, facts, entry.meta, entry.script, scene)
    return lecture, tuple(beat.name for beat in entry.played(params))


def _skip(lecture: LectureScene[Any, Any], beat: str) -> None:
    """Reach the end of a beat without drawing it."""
    renderer = lecture.renderer
    renderer.skipping = True
    lecture.perform(beat)
    renderer.skipping = False


def _perform(lecture: LectureScene[Any, Any], beat: str, request: DrawRequest) -> BeatRecord:
    renderer = lecture.renderer
    segment = request.folder / f"{beat}.mp4"
    still = request.folder / f"{beat}.png"
    before = renderer.frames
    if request.encode == "off":
        _skip(lecture, beat)  # only the last frame is looked at
        frames = round(renderer.time * request.fps) - before
    else:
        renderer.start_segment(segment)
        lecture.perform(beat)
        frames = renderer.finish_segment().frames
    renderer.save_still(still)
    words = lecture.script.beats.get(beat)
    title, alt = (words.title, words.alt) if words else (beat.capitalize(), "")
    return BeatRecord(
        name=beat,
        title=title,
        frames=frames,
        segment=None if request.encode == "off" else segment,
        still=still,
        captions=tuple(lecture.captions),
        narration=tuple(line.read for line in lecture.said),
        spoken=tuple(line.spoken for line in lecture.said),
        shown=shown_on(lecture.scene),
        alt=fill(alt, lecture.facts, lecture.params.digits).read if alt else title,
    )


def shown_on(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Every formula and text on the screen, as (kind, text)."""
    return tuple(
        (type(mobject).__name__.lower(), mobject.text)
        for top in scene.mobjects
        for mobject in _family(top)
        if isinstance(mobject, Formula | Words)
    )


def _family(mobject: Mobject) -> list[Mobject]:
    return [mobject, *(deep for child in mobject.submobjects for deep in _family(child))]


def facts_of(facts: object, digits: int) -> tuple[FactRecord, ...]:
    """The facts of a lecture as text: exact, and rounded to ``digits``."""
    records = []
    for field in dataclasses.fields(facts):  # type: ignore[arg-type]
        records += _records(field.name, getattr(facts, field.name), digits)
    return tuple(records)


def _records(name: str, value: Any, digits: int) -> list[FactRecord]:
    if isinstance(value, tuple | list):
        return [r for i, item in enumerate(value) for r in _records(f"{name}[{i}]", item, digits)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [
            record
            for field in dataclasses.fields(value)
            for record in _records(f"{name}.{field.name}", getattr(value, field.name), digits)
        ]
    try:
        words = said(value, digits)
    except (TypeError, ValueError):
        return []
    return [FactRecord(name, str(value), words.text)]
