"""Builds: what is there is taken, the rest is drawn once, failures stay where they are."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scripts.pipeline.anatomy import Code
from scripts.pipeline.batches import divide
from scripts.pipeline.build import Build
from scripts.pipeline.display import Bars, Json, Lines
from scripts.pipeline.formats import Format
from scripts.pipeline.plan import Beat, Job
from scripts.pipeline.pool import Limits, Pool
from scripts.pipeline.result import Result
from scripts.pipeline.sources import PROJECT
from scripts.pipeline.store import Store
from scripts.pipeline.timings import Timings
from tests.scripts.drawing import BEATS

ENTRY = "tests.scripts.drawing:draw"
Run = Callable[..., list[Result]]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "drawn.txt"
    monkeypatch.setenv("DRAWN_BEATS", str(path))
    path.touch()
    return path


@pytest.fixture
def run(store: Store, tmp_path: Path) -> Run:
    def build(*jobs: Job, force: bool = False) -> list[Result]:
        timings = Timings(tmp_path / "timings.json")
        lines = Lines(io.StringIO(), io.StringIO())
        limits = Limits(seconds=20)
        return Build(
            store, lambda: Pool(2, store, limits, ENTRY), lines, timings, force=force, codes=codes
        ).run(jobs)

    return build


def job(slug: str, out: Path, *, preset: str = "default", digest: str = "0") -> Job:
    beats = tuple(
        Beat(name, name.title(), f"{slug}{digest}{name}".ljust(64, "0")) for name in BEATS
    )
    folder = out / slug / preset / "480p"
    form = Format("480p", 64, 36, 30)
    return Job(
        slug, "A title", preset, {"p": digest}, form, BEATS, beats, slug + digest, "s", folder
    )


def codes(of: Job) -> dict[str, Code]:
    """Every beat of every job has code of its own: nothing is known but what is stored."""
    return {beat.name: Code(beat.key, words_matter=False) for beat in of.beats}


def drawn(log: Path) -> list[str]:
    return sorted(log.read_text().splitlines())


def test_a_build_then_nothing_then_another_preset(run: Run, tmp_path: Path, log: Path) -> None:
    out = tmp_path / "out"
    (first,) = run(job("good", out))
    assert first.ok
    assert not first.cached
    assert set(first.drawn) == set(BEATS)
    assert len(drawn(log)) == 3
    (second,) = run(job("good", out))
    assert second.ok
    assert second.cached
    (third,) = run(job("good", out, preset="other"))
    assert third.ok
    assert third.cached
    assert (third.job.folder / "lecture.mp4").is_file()
    assert len(drawn(log)) == 3


def test_nothing_is_started_when_nothing_is_missing(run: Run, store: Store, tmp_path: Path) -> None:
    run(job("good", tmp_path / "out"))

    def never() -> Pool:
        raise AssertionError("a pool was made")

    lines = Lines(io.StringIO(), io.StringIO())
    build = Build(store, never, lines, Timings(tmp_path / "t.json"), codes=codes)
    assert build.run([job("good", tmp_path / "out")])[0].cached


def test_two_wishes_for_the_same_digest_are_drawn_once(run: Run, tmp_path: Path, log: Path) -> None:
    out = tmp_path / "out"
    results = run(job("good", out), job("good", out, preset="same"))
    assert all(result.ok for result in results)
    assert len(drawn(log)) == 3


def test_only_missing_beats_are_drawn(run: Run, store: Store, tmp_path: Path, log: Path) -> None:
    one = job("good", tmp_path / "out")
    run(one)
    store.drop(one.beats[1].key)
    (one.folder / "poster.png").unlink()
    (result,) = run(one)
    assert result.drawn == ("two",)
    assert drawn(log).count("good two") == 2
    assert drawn(log).count("good one") == 1


def test_force_draws_again(run: Run, tmp_path: Path, log: Path) -> None:
    run(job("good", tmp_path / "out"))
    (result,) = run(job("good", tmp_path / "out"), force=True)
    assert result.ok
    assert not result.cached
    assert len(drawn(log)) == 6


def test_a_failing_lecture_fails_alone(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    results = {
        r.job.slug: r for r in run(job("raises", out), job("good", out), job("refuses", out))
    }
    assert results["good"].ok
    assert "ZeroDivisionError" in results["raises"].message
    log = results["raises"].log
    assert log is not None
    assert "Traceback" in log.read_text()
    assert results["refuses"].refused
    assert results["refuses"].log is None
    assert not (out / "raises").exists()


def test_a_place_that_cannot_be_written(run: Run, tmp_path: Path, log: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    results = {
        r.job.folder.parts[-4]: r
        for r in run(job("good", tmp_path / "file", digest="1"), job("good", tmp_path / "out"))
    }
    assert not results["file"].ok
    assert "cannot write" in results["file"].message
    assert results["out"].ok
    assert len(drawn(log)) == 3  # nothing was drawn in vain


def test_a_damaged_segment_is_drawn_again(run: Run, store: Store, tmp_path: Path) -> None:
    one = job("good", tmp_path / "out")
    run(one)
    os.truncate(store.folder(one.beats[0].key) / "segment.mp4", 50)
    (result,) = run(replace(one, folder=tmp_path / "elsewhere/480p"))
    assert result.drawn == ("one",)


SCRIPT = """
import io, sys
from pathlib import Path
from tests.scripts.test_build import ENTRY, codes, job
from scripts.pipeline.build import Build
from scripts.pipeline.display import Lines
from scripts.pipeline.pool import Limits, Pool
from scripts.pipeline.store import Store
from scripts.pipeline.timings import Timings
root = Path(sys.argv[1])
store = Store(root / "store")
build = Build(
    store,
    lambda: Pool(2, store, Limits(20), ENTRY),
    Lines(sys.stderr, sys.stdout),
    Timings(root / "timings.json"),
    codes=codes,
)
results = build.run([job(slug, root / "out", preset=sys.argv[2]) for slug in sys.argv[3:]])
print(*(result.ok for result in results), flush=True)
"""


def start(root: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SCRIPT), str(root), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )


def test_two_builds_at_once_share_the_work(tmp_path: Path, log: Path) -> None:
    both = [start(tmp_path, preset, "slow", "good") for preset in ("a", "b")]
    outputs = [process.communicate(timeout=60) for process in both]
    assert [output.splitlines()[-1] for output, _ in outputs] == ["True True"] * 2, outputs
    assert len(drawn(log)) == 6
    for preset in ("a", "b"):
        for slug in ("slow", "good"):
            assert (tmp_path / "out" / slug / preset / "480p" / "lecture.mp4").is_file()


@pytest.mark.parametrize("moment", [0.5, 1.2, 1.9])
def test_killed_at_any_moment_the_next_build_succeeds(tmp_path: Path, moment: float) -> None:
    victim = start(tmp_path, "default", "slow")
    time.sleep(moment)
    victim.kill()
    victim.communicate()
    folder = tmp_path / "out/slow/default/480p"
    assert not folder.exists() or (folder / "lecture.json").is_file()
    for entry in (tmp_path / "store/beats").glob("*/*"):
        assert {"beat.json", "segment.mp4", "still.png"} == {p.name for p in entry.iterdir()}
    after = start(tmp_path, "default", "slow")
    output, errors = after.communicate(timeout=60)
    assert output.splitlines()[-1] == "True", errors
    assert json.loads((folder / "lecture.json").read_text())["frames"] == 90
    assert list(folder.parent.iterdir()) == [folder]
    assert not list((tmp_path / "store/work").iterdir())


def test_events_and_endings_are_json_lines(store: Store, tmp_path: Path) -> None:
    events, endings = io.StringIO(), io.StringIO()
    build = Build(
        store,
        lambda: Pool(2, store, Limits(20), ENTRY),
        Json(events, endings),
        Timings(tmp_path / "t.json"),
        codes=codes,
    )
    build.run([job("good", tmp_path / "out"), job("raises", tmp_path / "out")])
    rows = {row["slug"]: row for row in map(json.loads, endings.getvalue().splitlines())}
    assert rows["good"]["ok"]
    assert rows["good"]["frames"] == 90
    assert rows["good"]["duration"] == 3.0
    assert [beat["cached"] for beat in rows["good"]["beats"]] == [False] * 3
    assert Path(rows["good"]["paths"]["video"]).is_file()
    assert not rows["raises"]["ok"]
    assert Path(rows["raises"]["log"]).is_file()
    kinds = {json.loads(line)["event"] for line in events.getvalue().splitlines()}
    assert {"draw", "started", "progress", "drawn", "failed"} <= kinds


def test_a_segment_damaged_inside_is_said_once_and_drawn_again(
    run: Run, store: Store, tmp_path: Path
) -> None:
    one = job("good", tmp_path / "out")
    run(one)
    segment = store.folder(one.beats[0].key) / "segment.mp4"
    segment.write_bytes(bytes(segment.stat().st_size))
    elsewhere = replace(one, folder=tmp_path / "elsewhere/480p")
    (broken,) = run(elsewhere)
    assert not broken.ok
    assert "try again" in broken.message
    (again,) = run(elsewhere)
    assert again.ok


def test_bars_on_a_terminal(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "160")
    screen = io.StringIO()
    timings = Timings(tmp_path / "t.json")
    with Bars(screen, io.StringIO(), timings) as bars:
        build = Build(store, lambda: Pool(2, store, Limits(20), ENTRY), bars, timings, codes=codes)
        build.run([job("slow", tmp_path / "out"), job("raises", tmp_path / "out")])
    text = screen.getvalue()
    assert "slow [default, 480p-30fps]" in text
    assert re.search(r"3/3 beats.* 90 frames", re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text))
    assert "raises [default, 480p-30fps]: failed." in text


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_batches_hold_every_beat_once_and_start_with_the_longest(workers: int) -> None:
    missing = [["a", "b", "c", "d"], ["x"], [], ["y", "z"]]
    batches = divide(missing, workers, lambda owner, beat: 1 + owner + (beat == "b"))
    for owner, beats in enumerate(missing):
        mine = [batch.beats for batch in batches if batch.owner == owner]
        assert sorted(beat for run in mine for beat in run) == sorted(beats)
        assert all("".join(run) in "".join(beats) for run in mine)
    costs = [batch.cost for batch in batches]
    assert costs == sorted(costs, reverse=True)


def test_a_long_lecture_is_divided_so_that_all_workers_have_work() -> None:
    batches = divide([[str(n) for n in range(8)]], 4, lambda *_: 1.0)
    assert len(batches) >= 4
    assert max(batch.cost for batch in batches) <= 2
