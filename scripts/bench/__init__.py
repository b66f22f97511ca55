"""`lecture bench`: the same scene with stock Manim and with ours, in one run, side by side.

Every measurement is a process of its own, started alternately for each renderer, so start-up is
counted and a busy machine slows all alike. Times are the median of the runs.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scripts.bench.command import BenchError, Run, cores, render
from scripts.pipeline.formats import Format

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is drawn: a lecture by its slug, or some of its beats, or a scene of a file."""

    name: str
    slug: str = ""
    file: str = ""
    beats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timing:
    """Medians of one renderer on one subject.

    Attributes:
        frames: in the video.
        seconds: of the whole process.
        cpu: seconds of all its threads.
        memory: peak, in MB.
        size: of the video, in kB.
    """

    frames: int
    seconds: float
    cpu: float
    memory: float
    size: float

    @property
    def rate(self) -> float:
        """Frames per second of the whole process."""
        return self.frames / self.seconds


@dataclass(frozen=True, slots=True)
class Result:
    """One subject, measured.

    Attributes:
        stock: Manim as it is, with its own encoder settings.
        ours: the fast renderer with the final preset.
        floor: seconds to encode every one of our frames with the final preset, and nothing else.
        picture: difference of sampled frames and what encoding costs them; see ``subject``.
        command: what a user waits for, ``lecture render`` with a worker for each core, words,
            captions and packaging included; of whole lectures only.
        without: ours with one technique switched off at a time, if that was asked for.
    """

    subject: Subject
    stock: Timing
    ours: Timing
    floor: float
    picture: dict[str, Any]
    command: Timing | None
    without: dict[str, Timing]


def run_bench(
    targets: list[str],
    quality: str,
    as_json: bool,
    runs: int,
    beats: Sequence[str] = (),
    ablation: bool = False,
) -> int:
    """Measure and print; the exit status is 0 unless something could not be measured.

    Args:
        targets: slugs, or a Python file followed by names of scenes in it (all if none); every
            lecture if empty.
        quality: such as ``"1080p"``.
        as_json: print one JSON document instead of a table.
        runs: measurements of each renderer on each subject.
        beats: of each lecture, only these.
        ablation: also measure ours without each of its techniques in turn.
    """
    results, failures = [], []
    for subject in subjects(targets, beats):
        try:
            result = measure(subject, Format.named(quality), runs, ablation)
        except BenchError as error:
            failures.append(f"{subject.name}: {error}")
            continue
        results.append(result)
        if not as_json:
            print(report(result), flush=True)
    if as_json:
        document = [
            asdict(r) | {"ratio": ratio(r.ours, r), "over_floor": r.ours.seconds / r.floor}
            for r in results
        ]
        print(json.dumps({"quality": quality, "results": document, "failures": failures}, indent=1))
    else:
        print("\n".join(f"not measured: {failure}" for failure in failures))
    return 1 if failures or not results else 0


def subjects(targets: Sequence[str], beats: Sequence[str] = ()) -> Iterator[Subject]:
    """The subjects that the words of the command name; of lectures only the beats, if any."""
    if not targets:
        from scenes.catalogue import slugs

        targets = slugs()
    rest = list(targets)
    while rest:
        word = rest.pop(0)
        if not word.endswith(".py"):
            yield Subject(word, slug=word, beats=tuple(beats))
            continue
        names = []
        while rest and rest[0].isidentifier() and "-" not in rest[0]:
            names.append(rest.pop(0))
        for name in names or _child({"kind": "scenes", "file": word})["scenes"]:
            yield Subject(name, file=str(Path(word).resolve()))


def measure(subject: Subject, size: Format, runs: int, ablation: bool = False) -> Result:
    """Measure one subject, the renderers taking turns.

    Raises:
        BenchError: a process failed.
    """
    job = asdict(subject) | {"width": size.width, "height": size.height, "fps": size.fps}
    kinds: dict[str, dict[str, str]] = {"stock": {"kind": "stock"}, "ours": {"kind": "ours"}}
    if ablation:
        from scripts.bench.techniques import TECHNIQUES

        kinds |= {name: {"kind": "ours", "without": name} for name in TECHNIQUES}
    taken: dict[str, list[Timing]] = {name: [] for name in kinds}
    commands, floors = [], []
    with tempfile.TemporaryDirectory() as folder:
        for run in range(runs):
            for number, (name, kind) in enumerate(kinds.items()):
                out = Path(folder) / f"{run}-{number}"
                out.mkdir()
                taken[name].append(_timing(job | kind | {"out": str(out)}))
            if subject.slug and not subject.beats:
                done = render(subject.slug, size.quality, len(cores()), Path(folder))
                commands.append(_command_timing(done, taken["ours"][-1].frames, Path(folder)))
            floors.append(
                _child(job | {"kind": "floor", "out": str(Path(folder) / f"{run}-1")})["seconds"]
            )
        picture = _child(job | {"kind": "picture", "out": folder})
    medians = {name: _median(timings) for name, timings in taken.items()}
    stock, ours = medians.pop("stock"), medians.pop("ours")
    command = _median(commands) if commands else None
    return Result(subject, stock, ours, statistics.median(floors), picture, command, medians)


def _median(timings: Sequence[Timing]) -> Timing:
    def middle(name: str) -> float:
        return statistics.median(getattr(t, name) for t in timings)

    return Timing(
        timings[0].frames, middle("seconds"), middle("cpu"), middle("memory"), middle("size")
    )


def _timing(job: dict[str, Any]) -> Timing:
    begin = time.monotonic()
    answer = _child(job)
    seconds = time.monotonic() - begin
    return Timing(answer["frames"], seconds, answer["cpu"], answer["memory"], answer["size"])


def _command_timing(run: Run, frames: int, folder: Path) -> Timing:
    films = (folder / "renders").rglob("*.mp4")
    size = sum(film.stat().st_size for film in films) / 1000
    return Timing(frames, run.seconds, run.cpu, run.memory, size)


def _child(job: dict[str, Any]) -> dict[str, Any]:
    """Run one measurement in a process of its own; its answer is the last line it prints."""
    command = [sys.executable, "-W", "ignore", "-m", "scripts.bench.subject", json.dumps(job)]
    paths = [str(_ROOT), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        last = (done.stderr.strip() or "no message").splitlines()[-1]
        raise BenchError(f"the {job['kind']} process failed: {last}")
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def ratio(timing: Timing, result: Result) -> float:
    """How many times as many frames a second it makes as stock Manim."""
    return timing.rate / result.stock.rate


def report(result: Result) -> str:
    """A few lines for people."""
    lines = [result.subject.name]
    if result.subject.beats:
        lines.append(
            f"  only {', '.join(result.subject.beats)}; what is skipped before counts in all times"
        )
    rows = [("stock", result.stock), ("ours", result.ours)]
    rows += [("command", result.command)] if result.command else []
    for kind, t in rows:
        lines.append(
            f"  {kind:8s}{t.frames:7d} frames {t.seconds:8.1f} s {t.rate:8.1f} frames/s "
            f"{t.cpu:8.1f} s cpu {t.memory:6.0f} MB {t.size:8.0f} kB"
        )
    for name, t in result.without.items():
        lines.append(
            f"  without {name:18s}{t.seconds:8.1f} s {t.seconds / result.ours.seconds:8.2f}x "
            f"{t.cpu:8.1f} s cpu {t.cpu / result.ours.cpu:6.2f}x"
        )
    picture = result.picture
    lines.append(
        f"  {ratio(result.ours, result):.1f}x stock "
        f"({result.stock.cpu / result.ours.cpu:.1f}x by processor time); "
        f"{result.ours.seconds / result.floor:.2f}x the encode floor of {result.floor:.1f} s"
    )
    if result.command:
        lines.append(
            f"  {ratio(result.command, result):.1f}x stock by `lecture render` on {len(cores())} "
            "cores, everything included"
        )
    lines.append(
        f"  picture: largest tile difference {picture['tile']:.2f} levels, SSIM "
        f"{picture['ssim']:.5f} over {picture['frames']} frames"
    )
    for name, coded in picture["encoding"].items():
        lines.append(
            f"  encoding {name:8s} SSIM {coded['ssim']:.4f}, {coded['kB']:.0f} kB for "
            f"{picture['window']} moving frames"
        )
    return "\n".join(lines)
