"""The result folder: video, captions, transcript, stills and the record of how it was made."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

from scenes.stage.record import Caption
from scripts.pipeline import captions as texts
from scripts.pipeline.mux import Chapter, MuxError, join
from scripts.pipeline.plan import Job, versions
from scripts.pipeline.store import Store, StoredBeat, publish, write

LAYOUT = 1
"""Raised when the files of a result change, so that old results are packaged again."""
RECORD = "lecture.json"
VIDEO = "lecture.mp4"


def package(job: Job, beats: Sequence[StoredBeat], store: Store) -> dict[str, Any]:
    """Write the result folder, whole or not at all; returns its record.

    Raises:
        OSError: the folder cannot be written.
        MuxError: the segments do not fit together.
    """
    job.folder.parent.mkdir(parents=True, exist_ok=True)
    with store.work_folder(job.folder.parent) as work:
        record = _record(job, beats)
        captions = [Caption(c["start"], c["end"], c["text"]) for c in record["captions"]]
        _pictures(work, beats)
        _video(work / VIDEO, job, beats, captions)
        write(work / "captions.srt", texts.srt(captions))
        write(work / "captions.vtt", texts.vtt(captions))
        read = [
            (row["start"], replace(stored.record, title=row["title"]))
            for row, stored in zip(record["beats"], beats, strict=True)
        ]
        write(work / "transcript.md", texts.transcript(job.title, read, beats[0].facts))
        record["files"] = {
            path.relative_to(work).as_posix(): path.stat().st_size
            for path in sorted(work.rglob("*"))
            if path.is_file()
        }
        write(work / RECORD, json.dumps(record, indent=1, ensure_ascii=False) + "\n")
        publish(work, job.folder)
    return record


def existing(job: Job) -> dict[str, Any] | None:
    """The record of the result folder if it is whole and what the job would make."""
    try:
        record: dict[str, Any] = json.loads((job.folder / RECORD).read_text("utf-8"))
        same = record["layout"] == LAYOUT and record["digest"] == job.digest
        same = same and record["title"] == job.title
        beats = [(beat["key"], beat["title"]) for beat in record["beats"]]
        same = same and beats == [(beat.key, beat.title) for beat in job.beats]
        if same and all(
            (job.folder / name).stat().st_size == size for name, size in record["files"].items()
        ):
            return record
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return None


def _record(job: Job, beats: Sequence[StoredBeat]) -> dict[str, Any]:
    fps = job.format.fps
    ends = list(accumulate(stored.record.frames for stored in beats))
    rows, captions = [], []
    for planned, stored, end in zip(job.beats, beats, ends, strict=True):
        beat = stored.record
        start = (end - beat.frames) / fps
        captions += texts.shifted(beat.captions, start)
        rows.append(
            {
                "name": beat.name,
                "title": planned.title,
                "start": start,
                "end": end / fps,
                "frames": beat.frames,
                "still": f"stills/{beat.name}.png",
                "alt": beat.alt,
                "narration": beat.narration,
                "spoken": beat.spoken,
                "shown": [{"name": name, "text": text} for name, text in beat.shown],
                "key": stored.key,
            }
        )
    return {
        "layout": LAYOUT,
        "slug": job.slug,
        "title": job.title,
        "preset": job.preset,
        "quality": job.format.quality,
        "width": job.format.width,
        "height": job.format.height,
        "fps": fps,
        "frames": ends[-1],
        "duration": ends[-1] / fps,
        "digest": job.digest,
        "params": dict(job.params),
        "facts": [
            {"name": fact.name, "exact": fact.exact, "decimal": fact.decimal}
            for fact in beats[0].facts
        ],
        "beats": rows,
        "captions": [{"start": c.start, "end": c.end, "text": c.text} for c in captions],
        "versions": versions(),
    }


def _pictures(work: Path, beats: Sequence[StoredBeat]) -> None:
    stills = work / "stills"
    stills.mkdir()
    for stored in beats:
        shutil.copyfile(stored.record.still, stills / f"{stored.record.name}.png")
    # The last beat's still before the check question carries the whole story.
    told = [s for s in beats if s.record.name != "check"] or beats
    shutil.copyfile(told[-1].record.still, work / "poster.png")


def _video(path: Path, job: Job, beats: Sequence[StoredBeat], captions: list[Caption]) -> None:
    chapters = []
    for planned, stored in zip(job.beats, beats, strict=True):
        beat = stored.record
        if beat.segment is None:
            raise MuxError(f"the beat {beat.name} of {job.slug} was drawn without its video")
        chapters.append(Chapter(planned.title, beat.segment, beat.frames))
    join(path, chapters, job.format.fps, captions)
