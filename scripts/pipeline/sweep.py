"""Bounding the store without taking away what results are made of."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.pipeline.store import Store
from scripts.pipeline.traces import Traces

LOGS = 14 * 86400.0
"""Seconds that logs are kept."""
ABANDONED = 2 * 86400.0
"""Seconds after which a private folder is abandoned even if its owner's number is in use again."""
_PRIVATE = re.compile(r"\.(?:work-(?P<pid>\d+)-.*|.*\.(?P<gone>\d+)\.gone)")


@dataclass(frozen=True, slots=True)
class Swept:
    """What was removed, and the bytes that stay."""

    beats: int
    logs: int
    remains: int
    freed: int
    kept: int


def sweep(store: Store, renders: Path, size: int, age: float) -> Swept:
    """Remove abandoned work, old logs, and beats no result needs, those unused longest first.

    Args:
        store: what to bound.
        renders: root of the results; beats named in a result there are never removed.
        size: bytes that the beats may take.
        age: seconds since their last use that beats are kept.
    """
    remains = {path for root in (store.root, renders) for path in _abandoned(root.resolve())}
    logs = [path for path in (store.root / "logs").glob("*.log") if _age(path) > LOGS]
    freed = sum(map(_bytes, [*remains, *logs]))
    for path in remains:
        shutil.rmtree(path, ignore_errors=True)
    for path in logs:
        path.unlink(missing_ok=True)
    _drop_locks(store)
    needed = _needed(renders)
    folders = [f for f in (store.root / "beats").glob("??/*") if not f.name.startswith(".")]
    sizes = {folder: _bytes(folder) for folder in folders}
    kept, removed = sum(sizes.values()), 0
    for folder in sorted(folders, key=_age, reverse=True):
        if folder.name in needed or (kept <= size and _age(folder) <= age):
            continue
        store.drop(folder.name)
        removed += 1
        kept -= sizes[folder]
        freed += sizes[folder]
    _drop_traces(store)
    return Swept(removed, len(logs), len(remains), freed, kept)


def remove_remains(root: Path) -> None:
    """Remove the private folders of builds that were killed."""
    for path in list(_abandoned(root)):
        shutil.rmtree(path, ignore_errors=True)


def _abandoned(root: Path) -> Iterator[Path]:
    """Private folders whose owner is gone."""
    for folder, names, _ in os.walk(root):
        for name in tuple(names):
            match = _PRIVATE.fullmatch(name)
            if match is None:
                continue
            names.remove(name)
            path = Path(folder) / name
            if not _alive(int(match["pid"] or match["gone"])) or _age(path) > ABANDONED:
                yield path


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _needed(renders: Path) -> set[str]:
    """Keys of the beats that results are made of."""
    found: set[str] = set()
    for path in renders.glob("*/*/*/lecture.json"):
        try:
            found |= {beat["key"] for beat in json.loads(path.read_text("utf-8"))["beats"]}
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found


def _drop_locks(store: Store) -> None:
    """Remove lock files nobody holds; a builder that opens one meanwhile makes its own."""
    for path in (store.root / "locks").iterdir():
        claim = store.claim(path.name)
        if claim is not None:
            path.unlink(missing_ok=True)
            claim.release()


def _drop_traces(store: Store) -> None:
    """Forget what beats looked at that are no longer here."""
    traces = Traces(store)
    for path in (store.root / "traces").glob("*.json"):
        if not traces.known(path.stem):
            path.unlink(missing_ok=True)


def _bytes(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
