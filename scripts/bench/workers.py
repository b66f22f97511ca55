"""What a second worker brings: the real command, on everything of a lecture, nothing taken over.

One worker already keeps more than one core busy, because it encodes on a thread of its own while
it draws. Two workers on two cores can therefore not be twice as fast as one that has both cores;
they are compared with one on a single core as well, which is what a core more brings.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from scripts.bench import BenchError

_ROOT = Path(__file__).resolve().parents[2]
PAIR = 2


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of the whole command, and of all its processes on all cores."""

    seconds: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Gain:
    """One lecture, rendered in different ways; medians.

    Attributes:
        one, two: with so many workers and all cores.
        single: one worker, everything on one core; None where the system cannot do that.
        cores: how many there are for us.
    """

    slug: str
    one: Run
    two: Run
    single: Run | None
    cores: int

    @property
    def ratio(self) -> float:
        """How many times as fast two workers are as one."""
        return self.one.seconds / self.two.seconds

    @property
    def core_ratio(self) -> float | None:
        """How many times as fast two workers are as one on a single core."""
        return self.single.seconds / self.two.seconds if self.single else None


def run_workers(slugs: list[str], quality: str, as_json: bool, runs: int) -> int:
    """Measure and print; the exit status is 0 unless a lecture could not be rendered."""
    gains, failures = [], []
    for slug in slugs:
        try:
            gain = measure(slug, quality, runs)
        except BenchError as error:
            failures.append(f"{slug}: {error}")
            continue
        gains.append(gain)
        if not as_json:
            print(report(gain), flush=True)
    if as_json:
        rows = [asdict(g) | {"ratio": g.ratio, "core_ratio": g.core_ratio} for g in gains]
        print(json.dumps({"quality": quality, "workers": rows, "failures": failures}, indent=1))
    else:
        print("\n".join(f"not measured: {failure}" for failure in failures))
    return 1 if failures or not gains else 0


def measure(slug: str, quality: str, runs: int) -> Gain:
    """Medians of ``runs`` renderings in each way, by turns.

    Raises:
        BenchError: the lecture cannot be rendered.
    """
    cores = _cores()
    ways: dict[str, tuple[int, set[int]]] = {"one": (1, cores), "two": (PAIR, cores)}
    if len(cores) > 1 and hasattr(os, "sched_setaffinity"):
        ways["single"] = (1, {min(cores)})
    found: dict[str, list[Run]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(runs):
            for way, (workers, where) in ways.items():
                found[way].append(_render(slug, quality, workers, where, Path(folder)))
    medians = {way: _median(measured) for way, measured in found.items()}
    return Gain(slug, medians["one"], medians["two"], medians.get("single"), len(cores))


def report(gain: Gain) -> str:
    """One lecture as lines of text."""
    rows = [("1 worker", gain.one), (f"{PAIR} workers", gain.two)]
    rows += [("1 worker, 1 core", gain.single)] if gain.single else []
    lines = [f"{gain.slug} on {gain.cores} cores"]
    for name, run in rows:
        busy = run.cpu / run.seconds
        lines.append(f"  {name:<17} {run.seconds:7.1f} s {run.cpu:7.1f} s CPU {busy:5.2f} cores")
    lines.append(f"  {PAIR} workers are {gain.ratio:.2f}x as fast as 1")
    if gain.core_ratio is not None:
        lines.append(f"  and {gain.core_ratio:.2f}x as fast as 1 on a single core")
    return "\n".join(lines)


def _render(slug: str, quality: str, workers: int, cores: set[int], folder: Path) -> Run:
    """One rendering from nothing; only the figures to plan by are kept for the next."""
    command = [sys.executable, str(_ROOT / "scripts/build.py"), "render", slug, "--force"]
    command += ["--quality", quality, "--jobs", str(workers), "--out", str(folder / "renders")]
    usual = _cores()
    start = time.perf_counter()
    _use(cores)
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
    return Run(time.perf_counter() - start, used.ru_utime + used.ru_stime)


def _cores() -> set[int]:
    if hasattr(os, "sched_getaffinity"):  # not on macOS
        return os.sched_getaffinity(0)
    return set(range(os.cpu_count() or 1))


def _use(cores: set[int]) -> None:
    """Processes started from now on may use these cores only."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores)


def _median(runs: list[Run]) -> Run:
    return Run(
        statistics.median(run.seconds for run in runs), statistics.median(run.cpu for run in runs)
    )
