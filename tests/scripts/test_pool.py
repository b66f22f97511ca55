"""Worker processes: what a lecture does to its own must not touch the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scenes.stage.record import DrawRequest
from scripts.pipeline.pool import Limits, Pool
from scripts.pipeline.sources import PROJECT
from scripts.pipeline.store import Store
from scripts.pipeline.task import Dropped, Event, ExecutorError, Failed, Finished, Moved, Task

ENTRY = "tests.scripts.drawing:draw"
LIMITS = Limits(seconds=20, memory=600_000_000)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def task(tmp_path: Path) -> Callable[..., Task]:
    def make(slug: str, *beats: str) -> Task:
        folder = tmp_path / "work" / f"{slug}-{'-'.join(beats)}"
        folder.mkdir(parents=True)
        return Task(folder.name, DrawRequest(slug, {}, 64, 36, 30, folder, beats or ("one",)))

    return make


@pytest.fixture
def pool(store: Store) -> Iterator[Pool]:
    with Pool(2, store, LIMITS, ENTRY) as pool:
        yield pool


def ends(events: list[Event]) -> dict[str, Finished | Failed | Dropped]:
    found: dict[str, Finished | Failed | Dropped] = {}
    for event in events:
        if isinstance(event, Finished | Failed | Dropped):
            assert event.task.request.slug not in found
            found[event.task.request.slug] = event
    return found


def test_a_misbehaving_task_fails_alone(
    pool: Pool, task: Callable[..., Task], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DIED_ONCE", str(tmp_path / "died"))
    good = ["good", "fine", "babbles", "dies-once", "last"]
    slugs = ["raises", *good[:2], "refuses", "gobbles", "dies", *good[2:], "exits"]
    found = ends(list(pool.run([task(slug) for slug in slugs])))
    finished = [slug for slug, end in found.items() if isinstance(end, Finished)]
    assert sorted(finished) == sorted(good)
    messages = {slug: end.message for slug, end in found.items() if isinstance(end, Failed)}
    assert messages["raises"] == "ZeroDivisionError: in raises"
    assert messages["refuses"] == "run = 0: must not be 0; for example run = 1."
    assert "memory" in messages["gobbles"]
    assert "SIGKILL" in messages["dies"]
    assert messages["exits"] == "SystemExit: 3"
    assert [slug for slug, end in found.items() if isinstance(end, Failed) and end.refused] == [
        "refuses"
    ]


def test_the_log_holds_the_traceback_and_what_was_printed(
    pool: Pool, task: Callable[..., Task]
) -> None:
    end = ends(list(pool.run([task("raises")])))["raises"]
    assert isinstance(end, Failed)
    text = end.log.read_text("utf-8")
    assert "before the fall" in text
    assert "in _raise" in text


def test_a_task_that_was_redone_starts_from_an_empty_folder(
    pool: Pool, task: Callable[..., Task], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DIED_ONCE", str(tmp_path / "died"))
    again = task("dies-once")
    assert isinstance(ends(list(pool.run([again])))["dies-once"], Finished)
    assert {path.name for path in again.request.folder.iterdir()} == {"one.mp4", "one.png"}


@pytest.mark.parametrize(
    ("slug", "limits", "words"),
    [
        ("hangs", Limits(seconds=1, memory=0), "longer than 1 s"),
        ("eats", Limits(seconds=30, memory=400_000_000), "memory"),
        ("floods", Limits(seconds=30, memory=0), "printed more than"),
    ],
)
def test_limits(
    store: Store, task: Callable[..., Task], slug: str, limits: Limits, words: str
) -> None:
    with Pool(2, store, limits, ENTRY) as pool:
        found = ends(list(pool.run([task(slug), task("good")])))
    assert isinstance(found["good"], Finished)
    failed = found[slug]
    assert isinstance(failed, Failed)
    assert words in failed.message


def test_progress_and_beats(pool: Pool, task: Callable[..., Task]) -> None:
    events = list(pool.run([task("good", "two", "three")]))
    assert any(isinstance(event, Moved) for event in events)
    end = ends(events)["good"]
    assert isinstance(end, Finished)
    assert [beat.name for beat in end.drawn.beats] == ["two", "three"]
    assert all(beat.segment and beat.segment.is_file() for beat in end.drawn.beats)


def test_what_is_no_longer_wanted_is_not_started(pool: Pool, task: Callable[..., Task]) -> None:
    end = ends(list(pool.run([task("good")], lambda _: False)))["good"]
    assert isinstance(end, Dropped)
    assert not list(end.task.request.folder.iterdir())


def test_workers_are_started_once(pool: Pool, task: Callable[..., Task]) -> None:
    pids = set()
    for slug in ("a", "b", "c"):
        for _ in pool.run([task(slug)]):
            pids |= {worker.process.pid for worker in pool._workers}
    assert len(pids) == 1


def test_code_that_cannot_be_loaded_is_one_sentence(
    store: Store, task: Callable[..., Task]
) -> None:
    with (
        Pool(1, store, LIMITS, "tests.scripts.nowhere:draw") as pool,
        pytest.raises(ExecutorError, match="lecture doctor"),
    ):
        list(pool.run([task("good")]))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_workers_die_with_their_parent(tmp_path: Path, how: signal.Signals) -> None:
    script = textwrap.dedent(
        f"""
        from pathlib import Path
        from scenes.stage.record import DrawRequest
        from scripts.pipeline.pool import Limits, Pool
        from scripts.pipeline.store import Store
        from scripts.pipeline.task import Started, Task
        root = Path({str(tmp_path)!r})
        with Pool(1, Store(root / "store"), Limits(60, 0), {ENTRY!r}) as pool:
            for event in pool.run([Task("t", DrawRequest("hangs", {{}}, 64, 36, 30, root))]):
                if isinstance(event, Started):
                    print(pool._workers[0].process.pid, flush=True)
        """
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.send_signal(how)
    parent.wait(10)
    parent.stdout.close()
    deadline = time.monotonic() + 5
    while _runs(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(worker)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state not in "ZX"
