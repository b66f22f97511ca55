"""One timed run of the real command, ``lecture render``, with nothing taken over."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


class BenchError(Exception):
    """A measurement could not be made."""


@dataclass(frozen=True, slots=True)
class Run:
    """The whole command.

    Attributes:
        seconds: from start to end.
        cpu: seconds of all its processes on all cores.
        memory: peak of its largest process, in MB.
    """

    seconds: float
    cpu: float
    memory: float


def render(
    slug: str, quality: str, workers: int, folder: Path, where: set[int] | None = None
) -> Run:
    """Render a lecture into ``folder``; only the figures to plan by are kept for the next time.

    Args:
        workers: processes that draw.
        where: the cores it may use; all of ours if not given.

    Raises:
        BenchError: the lecture cannot be rendered.
    """
    command = [sys.executable, str(_ROOT / "scripts/build.py"), "render", slug, "--force"]
    command += ["--quality", quality, "--jobs", str(workers), "--out", str(folder / "renders")]
    usual = cores()
    start = time.perf_counter()
    _use(where or usual)
    try:
        with (folder / "said.txt").open("wb") as said:
            process = subprocess.Popen(
                command,
                stdout=said,
                stderr=said,
                env={**os.environ, "MVCALC_STORE": str(folder / "store")},
            )
    finally:
        _use(usual)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        words = (folder / "said.txt").read_text("utf-8", "replace").strip().splitlines()
        raise BenchError(words[-1] if words else f"ended with status {process.returncode}")
    unit = 1024 if sys.platform == "linux" else 1024 * 1024  # of ru_maxrss, in MB
    seconds = time.perf_counter() - start
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def cores() -> set[int]:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS
        return os.sched_getaffinity(0)
    return set(range(os.cpu_count() or 1))


def _use(chosen: set[int]) -> None:
    """Processes started from now on may use these cores only."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, chosen)
