"""What a second worker brings: the real command, on everything of a lecture, nothing taken over.

One worker already keeps more than one core busy, because it encodes on a thread of its own while
it draws. Two workers on two cores can therefore not be twice as fast as one that has both cores;
they are compared with one on a single core as well, which is what a core more brings.
"""

from __future__ import annotations

import json
import os
import statistics
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from scripts.bench.command import BenchError, Run, cores, render

PAIR = 2


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
    usual = cores()
    ways: dict[str, tuple[int, set[int]]] = {"one": (1, usual), "two": (PAIR, usual)}
    if len(usual) > 1 and hasattr(os, "sched_setaffinity"):
        ways["single"] = (1, {min(usual)})
    found: dict[str, list[Run]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(runs):
            for way, (workers, where) in ways.items():
                found[way].append(render(slug, quality, workers, Path(folder), where))
    medians = {way: _median(measured) for way, measured in found.items()}
    return Gain(slug, medians["one"], medians["two"], medians.get("single"), len(usual))


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


def _median(runs: list[Run]) -> Run:
    return Run(
        *(
            statistics.median(getattr(r, name) for r in runs)
            for name in ("seconds", "cpu", "memory")
        )
    )
