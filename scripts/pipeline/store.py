"""Drawn beats, kept by the digest of everything that shaped them.

Layout under the root::

    beats/<two letters>/<key>/   segment.mp4, still.png, beat.json
    work/                        private folders of jobs under way
    locks/<digest>               held while some build draws that lecture
    logs/                        what failed jobs said
    sources.json                 what each source file imports (see ``sources``)

An entry is made elsewhere on the same file system and renamed into place, so it is whole or
absent, whoever dies when. Two builds may publish the same entry: it has the same content.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from scenes.stage.record import BeatRecord, Caption, FactRecord

try:
    import fcntl
except ImportError:  # Windows: two builds may then draw the same beat twice, harmlessly
    fcntl = None  # type: ignore[assignment]

SEGMENT = "segment.mp4"
STILL = "still.png"
RECORD = "beat.json"


@dataclass(frozen=True, slots=True)
class StoredBeat:
    """A beat in the store, with the lecture's title and facts as they were when it was drawn."""

    key: str
    record: BeatRecord
    lecture_title: str
    facts: tuple[FactRecord, ...]


class Store:
    """A folder of drawn beats.

    Raises:
        OSError: the folder cannot be made or written.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        for name in ("beats", "work", "locks", "logs"):
            (self.root / name).mkdir(parents=True, exist_ok=True)

    # -- beats ------------------------------------------------------------------------------

    def folder(self, key: str) -> Path:
        """Where the beat with this key is, or would be."""
        return self.root / "beats" / key[:2] / key

    def get(self, key: str) -> StoredBeat | None:
        """The beat with this key if it is here and whole."""
        folder = self.folder(key)
        if not folder.is_dir():
            return None
        try:
            saved = json.loads((folder / RECORD).read_text("utf-8"))
            for name, size in saved["sizes"].items():
                if (folder / name).stat().st_size != size:
                    raise ValueError(name)
            stored = _read(key, folder, saved)
        except (OSError, ValueError, KeyError, TypeError):
            self.drop(key)
            return None
        with contextlib.suppress(OSError):
            os.utime(folder)  # clean removes what was unused for longest
        return stored

    def put(
        self,
        key: str,
        record: BeatRecord,
        title: str,
        facts: tuple[FactRecord, ...],
        *,
        replace_old: bool = False,
    ) -> None:
        """Take over the files of a drawn beat."""
        with self.work_folder() as work:
            sizes = {}
            for path, name in ((record.segment, SEGMENT), (record.still, STILL)):
                if path is not None:
                    shutil.move(path, work / name)
                    _flush(work / name)
                    sizes[name] = (work / name).stat().st_size
            saved = {
                "record": asdict(replace(record, segment=None, still=Path(STILL))),
                "title": title,
                "facts": [asdict(fact) for fact in facts],
                "sizes": sizes,
            }
            write(work / RECORD, json.dumps(saved, default=str, ensure_ascii=False))
            publish(work, self.folder(key), keep=not replace_old)

    def copy(self, old: str, key: str, title: str, facts: tuple[FactRecord, ...]) -> bool:
        """Take over a stored beat under another key; False if it has gone meanwhile."""
        found = self.get(old)
        if found is None:
            return False
        if old == key:
            return True
        record = found.record
        with self.work_folder() as work:
            segment = _link(record.segment, work) if record.segment else None
            self.put(
                key, replace(record, segment=segment, still=_link(record.still, work)), title, facts
            )
        return True

    def drop(self, key: str) -> None:
        """Forget a beat."""
        discard(self.folder(key))

    # -- work, locks, logs ------------------------------------------------------------------

    @contextlib.contextmanager
    def work_folder(self, where: Path | None = None) -> Iterator[Path]:
        """A private folder in the store, or in ``where``, gone at the end of the block."""
        place = where or self.root / "work"
        folder = Path(tempfile.mkdtemp(prefix=f".work-{os.getpid()}-", dir=place))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def claim(self, digest: str) -> Claim | None:
        """The right to draw what has this digest, or None while another build has it.

        The operating system gives the right back when its owner dies.
        """
        handle = os.open(self.root / "locks" / digest, os.O_RDWR | os.O_CREAT, 0o644)
        if fcntl is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(handle)
                return None
        return Claim(handle)

    def log_path(self, name: str) -> Path:
        """A new, empty log file."""
        handle, path = tempfile.mkstemp(prefix=f"{name}-", suffix=".log", dir=self.root / "logs")
        os.close(handle)
        return Path(path)


class Claim:
    """The right to draw something, until it is released."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    def release(self) -> None:
        """Let others draw it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def publish(work: Path, target: Path, *, keep: bool = False) -> None:
    """Rename a finished folder into place, replacing what is there unless ``keep``.

    Raises:
        OSError: the place cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    work.chmod(0o755)  # temporary folders are private, results are not
    for _ in range(100):
        try:
            work.rename(target)
        except OSError:
            if not target.exists():
                raise
            if keep:
                return
            discard(target)
        else:
            work.mkdir()  # the caller's block still owns a folder of that name
            return
    raise OSError(f"{target} is being written by another build; try again")


def discard(folder: Path) -> None:
    """Remove a folder so that nobody ever sees half of it."""
    trash = folder.with_name(f".{folder.name}.{os.getpid()}.gone")
    shutil.rmtree(trash, ignore_errors=True)
    with contextlib.suppress(FileNotFoundError):
        folder.rename(trash)
    shutil.rmtree(trash, ignore_errors=True)


def _link(path: Path, folder: Path) -> Path:
    """The same file in another folder, without copying where the system can."""
    target = folder / path.name
    try:
        target.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, target)
    return target


def write(path: Path, text: str) -> None:
    """Write a text file and make sure that it is on the disk."""
    path.write_text(text, "utf-8", newline="\n")
    _flush(path)


def replace_text(path: Path, text: str) -> None:
    """Replace a text file as a whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _read(key: str, folder: Path, saved: dict[str, Any]) -> StoredBeat:
    record = saved["record"]
    beat = BeatRecord(
        **{
            **record,
            "segment": folder / SEGMENT if SEGMENT in saved["sizes"] else None,
            "still": folder / STILL,
            "captions": tuple(Caption(**caption) for caption in record["captions"]),
            "narration": tuple(record["narration"]),
            "spoken": tuple(record["spoken"]),
            "shown": tuple((name, text) for name, text in record["shown"]),
        }
    )
    facts = tuple(FactRecord(**fact) for fact in saved["facts"])
    return StoredBeat(key, beat, saved["title"], facts)
