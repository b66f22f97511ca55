"""What the user sees of a build: live bars, plain lines, or JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from scripts.pipeline.plan import Job
from scripts.pipeline.result import Result
from scripts.pipeline.task import Dropped, Event, Failed, Finished, Moved, Started, TracedDrawn
from scripts.pipeline.timings import Timings


def words_of(result: Result) -> str:
    """One or two lines that say how a job ended."""
    job = result.job
    if result.refused:
        return f"{job.name}: {result.message}"
    if result.record is None:
        log = f"\n  log: {result.log}" if result.log else ""
        return f"{job.name}: failed. {result.message}{log}"
    minutes, seconds = divmod(round(result.record["duration"]), 60)
    how = "nothing to do" if result.cached else f"{result.seconds:.1f} s"
    video = shown_path(job.folder / "lecture.mp4")
    return f"{job.name}: {minutes}:{seconds:02} long, {how}\n  {video}"


def object_of(result: Result) -> dict[str, Any]:
    """A finished job as plain JSON data."""
    job, record = result.job, result.record
    found: dict[str, Any] = {
        "slug": job.slug,
        "preset": job.preset,
        "quality": job.format.quality,
        "ok": result.ok,
        "cached": result.cached,
        "seconds": round(result.seconds, 3),
        "folder": str(job.folder),
        "digest": job.digest,
    }
    if record is None:
        return {**found, "error": result.message, "log": str(result.log) if result.log else None}
    beats = [
        {key: beat[key] for key in ("name", "title", "start", "end")}
        | {"cached": beat["name"] not in result.drawn}
        for beat in record["beats"]
    ]
    paths = {
        "video": job.folder / "lecture.mp4",
        "captions_srt": job.folder / "captions.srt",
        "captions_vtt": job.folder / "captions.vtt",
        "transcript": job.folder / "transcript.md",
        "poster": job.folder / "poster.png",
        "record": job.folder / "lecture.json",
    }
    return {
        **found,
        "duration": record["duration"],
        "frames": record["frames"],
        "fps": record["fps"],
        "paths": {name: str(path) for name, path in paths.items()}
        | {"stills": [str(job.folder / beat["still"]) for beat in record["beats"]]},
        "beats": beats,
    }


def shown_path(path: Path) -> str:
    """A path as the user would type it."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def taken_over(event: Finished) -> list[str]:
    """Beats of a finished task that were found to be known."""
    drawn = event.drawn
    return [name for name, _ in drawn.reused] if isinstance(drawn, TracedDrawn) else []


def retimed(event: Finished) -> list[str]:
    """Beats of a finished task whose pictures were found to be known."""
    return list(event.drawn.retimed) if isinstance(event.drawn, TracedDrawn) else []


def drawn_by(event: Finished) -> tuple[list[str], int]:
    """Names of the beats that were drawn, and their frames."""
    beats = [beat for beat in event.drawn.beats if beat.name not in retimed(event)]
    return [beat.name for beat in beats], sum(beat.frames for beat in beats)


class Lines:
    """Plain lines: progress to ``progress``, endings to ``endings``."""

    def __init__(self, progress: IO[str], endings: IO[str]) -> None:
        self._progress = progress
        self._endings = endings

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to put away."""

    def start(self, jobs: Sequence[Job]) -> None:
        """Jobs speak for themselves."""

    def missing(self, job: Job, beats: Sequence[str]) -> None:
        """Say what will be drawn."""
        self._say(f"{job.name}: {len(beats)} of {len(job.beats)} beats to draw")

    def event(self, job: Job, event: Event) -> None:
        """One line for each beat that is done."""
        if isinstance(event, Finished):
            names, frames = drawn_by(event)
            if names:
                rate = frames / max(event.seconds, 1e-6)
                self._say(f"  {job.slug} {', '.join(names)}: {frames} frames, {rate:.0f} frames/s")
            if kept := retimed(event):
                self._say(f"  {job.slug} {', '.join(kept)}: pictures taken over, new timing")
            if taken := taken_over(event):
                self._say(f"  {job.slug} {', '.join(taken)}: taken over unchanged")

    def result(self, result: Result) -> None:
        """Say how a job ended."""
        print(words_of(result), file=self._endings if result.ok else self._progress, flush=True)

    def _say(self, text: str) -> None:
        print(text, file=self._progress, flush=True)


class Json(Lines):
    """Endings as one JSON object a line, events as JSON lines beside them."""

    def missing(self, job: Job, beats: Sequence[str]) -> None:
        """The beats that will be drawn."""
        self._event("draw", job, beats=list(beats))

    def event(self, job: Job, event: Event) -> None:
        """Every event, as it comes."""
        beats = list(event.task.request.beats)
        match event:
            case Started():
                self._event("started", job, beats=beats, worker=event.worker)
            case Moved():
                frames = event.progress.frame
                self._event("progress", job, beats=[event.progress.beat], frames=frames)
            case Finished():
                names, frames = drawn_by(event)
                kept = {"taken_over": taken_over(event), "retimed": retimed(event)}
                row = {"beats": names, **kept, "frames": frames}
                self._event("drawn", job, **row, seconds=event.seconds)
            case Failed():
                self._event("failed", job, beats=beats, error=event.message, log=str(event.log))
            case Dropped():
                self._event("dropped", job, beats=beats)

    def result(self, result: Result) -> None:
        """The object of a job."""
        print(json.dumps(object_of(result), ensure_ascii=False), file=self._endings, flush=True)

    def _event(self, event: str, job: Job, **more: Any) -> None:
        row = {"event": event, "slug": job.slug, "preset": job.preset, **more}
        self._say(json.dumps(row, ensure_ascii=False))


@dataclass(slots=True)
class Row:
    """A job under way: frames done by beat, and what is expected of the rest."""

    bar: Any
    beats: dict[str, int] = field(default_factory=dict)
    bases: dict[str, int] = field(default_factory=dict)
    expected: dict[str, int] = field(default_factory=dict)
    workers: dict[str, str] = field(default_factory=dict)
    begin: float = field(default_factory=time.monotonic)


class Bars(Lines):
    """A live display: one bar a lecture with its workers' beats, frames, rate and time left."""

    def __init__(self, progress: IO[str], endings: IO[str], timings: Timings) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        super().__init__(progress, endings)
        self._timings = timings
        self._rows: dict[Path, Row] = {}
        self._live = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=28),
            TextColumn("{task.fields[done]}/{task.fields[beats]} beats"),
            TextColumn("{task.completed:.0f} frames"),
            TextColumn("{task.fields[rate]:.0f} frames/s"),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[now]}", style="dim", markup=False),
            console=Console(file=progress),
            transient=True,
        )

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def missing(self, job: Job, beats: Sequence[str]) -> None:
        """A bar for the job."""
        fps = job.format.fps
        expected = {name: round(self._timings.lasts(job.slug, name) * fps) for name in beats}
        bar = self._live.add_task(
            job.name,
            total=sum(expected.values()),
            done=len(job.beats) - len(beats),
            beats=len(job.beats),
            rate=0.0,
            now="starting workers",
        )
        self._rows[job.folder] = Row(bar, expected=expected)

    def event(self, job: Job, event: Event) -> None:
        """Move the bar."""
        row = self._rows[job.folder]
        name = event.task.name
        match event:
            case Started():
                row.workers[name] = ", ".join(event.task.request.beats)
            case Moved():
                beat, frame = event.progress.beat, event.progress.frame
                if beat in event.task.request.beats:
                    base = row.bases.setdefault(beat, frame - 1)
                    row.beats[beat] = max(0, frame - base)
            case Finished():
                row.workers.pop(name, None)
                for record in event.drawn.beats:
                    row.beats[record.name] = row.expected[record.name] = record.frames
                for taken in taken_over(event):
                    row.expected.pop(taken, None)
            case _:
                row.workers.pop(name, None)
        self._show(row, len(job.beats), event)

    def result(self, result: Result) -> None:
        """The bar goes, the ending stays."""
        row = self._rows.pop(result.job.folder, None)
        if row is not None:
            self._live.remove_task(row.bar)
        self._live.console.print(words_of(result), highlight=False, markup=False, soft_wrap=True)

    def _show(self, row: Row, beats: int, event: Event) -> None:
        frames = sum(row.beats.values())
        total = sum(max(n, row.beats.get(name, 0)) for name, n in row.expected.items())
        seconds = max(time.monotonic() - row.begin, 1e-6)
        fields: dict[str, Any] = {
            "completed": frames,
            "total": max(total, 1),
            "rate": frames / seconds,
            "now": " · ".join(row.workers.values()),
        }
        if isinstance(event, Finished):
            task = next(t for t in self._live.tasks if t.id == row.bar)
            fields["done"] = min(beats, task.fields["done"] + len(event.task.request.beats))
        # A finished beat is seen, however soon the bar goes.
        self._live.update(row.bar, refresh=isinstance(event, Finished), **fields)


def display(as_json: bool, timings: Timings) -> Lines:
    """The display that fits: JSON if asked for, bars on a terminal, lines elsewhere."""
    if as_json:
        return Json(sys.stderr, sys.stdout)
    if sys.stderr.isatty():
        return Bars(sys.stderr, sys.stdout, timings)
    return Lines(sys.stderr, sys.stdout)
