"""A real Dask scheduler with two worker processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scenes.stage.record import BeatRecord, Drawn, DrawRequest
from scripts.pipeline import remote
from scripts.pipeline.cluster import Cluster
from scripts.pipeline.pool import Limits, Pool
from scripts.pipeline.remote import Parcel, pack, unpack
from scripts.pipeline.store import Store
from scripts.pipeline.task import (
    Event,
    ExecutorError,
    Failed,
    Finished,
    Hints,
    Moved,
    Started,
    Task,
)
from tests.scripts.drawing import draw

ENTRY = "tests.scripts.drawing:draw"
LIMITS = Limits(seconds=20)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("cluster") / "store")


@pytest.fixture(scope="module")
def cluster(store: Store) -> Iterator[Cluster]:
    pytest.importorskip("distributed")
    with Cluster("local", 2, store, LIMITS, (), ENTRY) as cluster:
        yield cluster


@pytest.fixture
def task(tmp_path: Path) -> Callable[..., Task]:
    def make(slug: str, *beats: str) -> Task:
        folder = tmp_path / f"{slug}-{'-'.join(beats)}"
        folder.mkdir()
        return Task(folder.name, DrawRequest(slug, {}, 64, 36, 30, folder, beats or ("one",)))

    return make


def ends(events: list[Event]) -> dict[str, Event]:
    return {e.task.request.slug: e for e in events if isinstance(e, Finished | Failed)}


def test_results_are_those_of_this_machine(
    cluster: Cluster, store: Store, task: Callable[..., Task], tmp_path: Path
) -> None:
    there = task("good", "two", "three")
    events = list(cluster.run([there]))
    here = tmp_path / "here"
    here.mkdir()
    with Pool(1, store, LIMITS, ENTRY) as pool:
        request = DrawRequest("good", {}, 64, 36, 30, here, ("two", "three"))
        list(pool.run([Task("here", request)]))
    names = ["three.mp4", "three.png", "two.mp4", "two.png"]
    assert sorted(path.name for path in there.request.folder.iterdir()) == names
    for name in names:
        assert (there.request.folder / name).read_bytes() == (here / name).read_bytes()
    assert any(isinstance(event, Started) for event in events)
    assert any(isinstance(event, Moved) for event in events)
    end = ends(events)["good"]
    assert isinstance(end, Finished)
    assert end.drawn.beats[0].segment == there.request.folder / "two.mp4"


def test_a_killed_worker_costs_only_its_task(cluster: Cluster, task: Callable[..., Task]) -> None:
    pids = cluster._client.run(os.getpid)
    killed = False
    events: list[Event] = []
    for event in cluster.run([task("slow"), task("good"), task("fine")]):
        events.append(event)
        if isinstance(event, Started) and event.task.request.slug == "slow" and not killed:
            os.kill(pids[event.worker], signal.SIGKILL)
            killed = True
    assert killed
    found = ends(events)
    assert all(isinstance(found[slug], Finished) for slug in ("slow", "good", "fine"))


def test_what_keeps_dying_fails_alone(cluster: Cluster, task: Callable[..., Task]) -> None:
    slugs = ("slays", "dies", "raises", "refuses", "good")
    found = ends(list(cluster.run([task(slug) for slug in slugs])))
    messages = {slug: end.message for slug, end in found.items() if isinstance(end, Failed)}
    assert set(messages) == {"slays", "dies", "raises", "refuses"}
    assert "SIGKILL" in messages["dies"]
    assert "ZeroDivisionError" in messages["raises"]
    assert "KilledWorker" in messages["slays"]
    logs = {slug: end.log.read_text() for slug, end in found.items() if isinstance(end, Failed)}
    assert "Traceback" in logs["raises"]
    refused = found["refuses"]
    assert isinstance(refused, Failed)
    assert refused.refused


def test_what_is_no_longer_wanted_is_not_waited_for(
    cluster: Cluster, task: Callable[..., Task]
) -> None:
    failed: list[str] = []
    events = []
    for event in cluster.run(
        [task("raises"), *(task("slow", f"b{n}") for n in range(8))], lambda _: not failed
    ):
        events.append(event)
        if isinstance(event, Failed):
            failed.append(event.task.name)
    assert sum(isinstance(event, Finished) for event in events) < 8


def test_hosts_that_differ_are_refused(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    here = remote.state(())
    cluster._compare(())
    monkeypatch.setattr(remote, "state", _other_state)
    with pytest.raises(ExecutorError, match=r"manim is .* there and 0\.0\.1 here"):
        cluster._compare(())
    assert here["manim"] != "0.0.1"


class _OtherState:
    """Answers differently here than where it is sent."""

    def __call__(self, _: tuple[str, ...]) -> dict[str, str]:
        return {"manim": "0.0.1"}

    def __reduce__(self) -> tuple[object, tuple[()]]:
        return (_real_state, ())


def _real_state() -> Callable[[tuple[str, ...]], dict[str, str]]:
    return remote.state


_other_state = _OtherState()


def test_nobody_answers(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("scripts.pipeline.cluster.PATIENCE", 0.5)
    with pytest.raises(ExecutorError, match="dask scheduler"):
        Cluster("tcp://127.0.0.1:9", 1, store, LIMITS, ())


# -- parcels, without a cluster ---------------------------------------------------------------


def drawn(folder: Path) -> Drawn:
    folder.mkdir()
    return draw(DrawRequest("good", {}, 64, 36, 30, folder, ("one",)), Hints(), lambda _: None)


def test_a_parcel_arrives_as_it_was_sent(tmp_path: Path) -> None:
    sent = drawn(tmp_path / "a")
    (tmp_path / "b").mkdir()
    received = unpack(pack(sent, 1.5), tmp_path / "b")
    old, new = sent.beats[0], received.beats[0]
    assert new.segment is not None
    assert old.segment is not None
    assert new.segment.read_bytes() == old.segment.read_bytes()
    assert new.still.read_bytes() == old.still.read_bytes()
    assert new.captions == old.captions
    assert received.facts == sent.facts


@pytest.mark.parametrize("name", ["../x", "/tmp/x", "a/b", ".."])
def test_a_parcel_cannot_write_elsewhere(tmp_path: Path, name: str) -> None:
    parcel = pack(drawn(tmp_path / "a"), 1.0)
    beat = parcel.drawn.beats[0] if parcel.drawn else None
    assert isinstance(beat, BeatRecord)
    with pytest.raises(ValueError, match="no file name"):
        unpack(Parcel(1.0, parcel.drawn, ((name, b"x"),)), tmp_path)
