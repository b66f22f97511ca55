"""What runs on a host of a cluster: one drawing process, and results as bytes.

A Dask worker never draws itself: manim's state, a hang or a crash would stay with it. It keeps a
pool of one process and hands the tasks on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from scenes.stage.record import BeatRecord, Drawn, Progress
from scripts.pipeline.pool import Limits, Pool
from scripts.pipeline.store import Store
from scripts.pipeline.task import Dropped, Failed, Finished, Moved, Task

Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a host sends back: the drawn beats with their files, or what went wrong."""

    seconds: float = 0.0
    drawn: Drawn | None = None
    files: tuple[tuple[str, bytes], ...] = ()
    message: str = ""
    log: str = ""
    refused: bool = False


def draw_here(task: Task, root: Path, limits: Limits, entry: str, tell: Tell) -> Parcel:
    """Draw a task on this host, using ``root`` as workshop; the files come back in the parcel."""
    store, pool = _pool(root, limits, entry)
    with store.work_folder() as folder:
        for event in pool.run([replace(task, request=replace(task.request, folder=folder))]):
            match event:
                case Moved():
                    tell(event.progress)
                case Finished():
                    return pack(event.drawn, event.seconds)
                case Failed():
                    log = event.log.read_text("utf-8", "replace")
                    event.log.unlink()
                    return Parcel(message=event.message, log=log, refused=event.refused)
                case Dropped():
                    break
    raise RuntimeError(f"{task.name} ended without a result")


@cache
def _pool(root: Path, limits: Limits, entry: str) -> tuple[Store, Pool]:
    """The drawing process of this host; it dies with us."""
    store = Store(root)
    return store, Pool(1, store, limits, entry)


def pack(drawn: Drawn, seconds: float) -> Parcel:
    """Drawn beats as bytes, their paths shortened to file names."""
    files: dict[str, bytes] = {}
    beats: list[BeatRecord] = []
    for beat in drawn.beats:
        for path in (beat.segment, beat.still):
            if path is not None:
                files[path.name] = path.read_bytes()
        segment = Path(beat.segment.name) if beat.segment else None
        beats.append(replace(beat, segment=segment, still=Path(beat.still.name)))
    return Parcel(seconds, replace(drawn, beats=tuple(beats)), tuple(files.items()))


def unpack(parcel: Parcel, folder: Path) -> Drawn:
    """Write the files of a parcel into a folder.

    Raises:
        ValueError: a file name leads out of the folder.
    """
    assert parcel.drawn is not None
    for name, content in parcel.files:
        if Path(name).name != name or name in {"", ".", ".."}:
            raise ValueError(f"{name!r} is no file name")
        (folder / name).write_bytes(content)
    beats = tuple(
        replace(
            beat,
            segment=folder / beat.segment.name if beat.segment else None,
            still=folder / beat.still.name,
        )
        for beat in parcel.drawn.beats
    )
    return replace(parcel.drawn, beats=beats)


def state(slugs: tuple[str, ...]) -> dict[str, str]:
    """What shapes pictures on this host: versions, and the sources of the lectures asked for."""
    from scenes import catalogue
    from scripts.pipeline.plan import DRAWING, digest_of, versions
    from scripts.pipeline.sources import Sources

    found = dict(versions())
    sources = Sources()
    for slug in slugs:
        try:
            lecture = catalogue.load(slug).files
        except Exception as error:
            found[f"the lecture {slug}"] = f"unreadable ({type(error).__name__})"
        else:
            files = sources.closure(lecture, *DRAWING)
            # Lectures outside the project have absolute names, which differ between hosts.
            same = {
                Path(name).name if name.startswith("/") else name: files[name] for name in files
            }
            found[f"the lecture {slug}"] = digest_of(same)[:12]
    return found
