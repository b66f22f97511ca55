"""The store: whole entries or none, whoever writes, crashes or fills the disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.stage.record import BeatRecord, Caption, DrawRequest, FactRecord
from scripts.pipeline.sources import PROJECT
from scripts.pipeline.store import Store, publish
from scripts.pipeline.sweep import sweep
from scripts.pipeline.task import Hints
from tests.scripts.drawing import FACT, draw

KEY = "ab" + "0" * 62


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def drawn(folder: Path, beat: str = "one") -> BeatRecord:
    folder.mkdir(parents=True, exist_ok=True)
    return draw(
        DrawRequest("good", {}, 64, 36, 30, folder, (beat,)), Hints(), lambda _: None
    ).beats[0]


def fill(store: Store, tmp_path: Path, key: str = KEY) -> None:
    store.put(key, drawn(tmp_path / "drawn"), "A title", (FACT,))


def test_what_is_put_comes_back(store: Store, tmp_path: Path) -> None:
    record = drawn(tmp_path / "drawn")
    bytes_before = record.still.read_bytes()
    store.put(KEY, record, "A title", (FACT,))
    found = store.get(KEY)
    assert found is not None
    assert found.lecture_title == "A title"
    assert found.facts == (FACT,)
    assert found.record.captions == record.captions
    assert found.record.shown == record.shown
    assert found.record.still.read_bytes() == bytes_before
    assert not list((store.root / "work").iterdir())


@settings(deadline=None, max_examples=25)
@given(text=st.text(max_size=40), start=st.floats(0, 1e4))
def test_texts_survive(tmp_path_factory: pytest.TempPathFactory, text: str, start: float) -> None:
    folder = tmp_path_factory.mktemp("store")
    store = Store(folder / "store")
    still = folder / "s.png"
    still.write_bytes(b"png")
    captions = (Caption(start, start + 1, text),)
    beat = BeatRecord("b", text, 3, None, still, captions, (text,), (text,), ((text, text),), text)
    try:
        store.put(KEY, beat, text, (FactRecord(text, text, text),))
    except UnicodeEncodeError:  # lone surrogates are no text
        return
    found = store.get(KEY)
    assert found is not None
    assert found.record.captions == captions
    assert found.record.shown == ((text, text),)
    assert found.lecture_title == text


def test_absent(store: Store) -> None:
    assert store.get(KEY) is None


@pytest.mark.parametrize("damage", ["truncate", "remove", "garbage", "half json", "other json"])
def test_damage_is_noticed_and_forgotten(store: Store, tmp_path: Path, damage: str) -> None:
    fill(store, tmp_path)
    folder = store.folder(KEY)
    match damage:
        case "truncate":
            os.truncate(folder / "segment.mp4", 10)
        case "remove":
            (folder / "still.png").unlink()
        case "garbage":
            (folder / "beat.json").write_bytes(b"\xff\xfe\x00")
        case "half json":
            text = (folder / "beat.json").read_text()
            (folder / "beat.json").write_text(text[: len(text) // 2])
        case "other json":
            (folder / "beat.json").write_text("[]")
    assert store.get(KEY) is None
    fill(store, tmp_path)
    assert store.get(KEY) is not None


def test_the_first_of_two_writers_wins_and_both_succeed(store: Store, tmp_path: Path) -> None:
    fill(store, tmp_path)
    inode = store.folder(KEY).stat().st_ino
    fill(store, tmp_path)
    assert store.folder(KEY).stat().st_ino == inode


def test_many_processes_publish_the_same_entry(store: Store) -> None:
    script = textwrap.dedent(
        f"""
        from pathlib import Path
        from scripts.pipeline.store import Store, publish
        store = Store(Path({str(store.root)!r}))
        for turn in range(60):
            with store.work_folder() as work:
                (work / "a").write_text("a"); (work / "b").write_text("b")
                publish(work, store.folder(f"{{turn:02d}}aa"), keep=True)
            with store.work_folder() as work:
                publish(work, store.root / "replaced")
        """
    )
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    running = [subprocess.Popen([sys.executable, "-c", script], env=environment) for _ in range(3)]
    while any(process.poll() is None for process in running):
        for folder in store.root.glob("beats/*/*"):
            assert sorted(path.name for path in folder.iterdir()) == ["a", "b"]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert len(list(store.root.glob("beats/*/*"))) == 60
    assert not list((store.root / "work").iterdir())


def test_a_full_disk_leaves_nothing_half(store: Store, tmp_path: Path) -> None:
    drawn(tmp_path / "drawn")
    script = textwrap.dedent(
        f"""
        import resource
        from pathlib import Path
        from scenes.stage.record import BeatRecord
        from scripts.pipeline.store import Store
        root = Path({str(tmp_path)!r})
        store = Store(root / "store")
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        still, segment = root / "drawn/one.png", root / "drawn/one.mp4"
        beat = BeatRecord("one", "One", 30, segment, still, (), ("x" * 500,), (), (), "")
        try:
            store.put({KEY!r}, beat, "t", ())
        except OSError as error:
            print("refused")
        """
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "refused"
    assert store.get(KEY) is None
    assert not list(store.root.glob("beats/*/*"))
    assert not list((store.root / "work").iterdir())


def test_a_claim_excludes_others_until_its_owner_dies(store: Store) -> None:
    claim = store.claim("digest")
    assert claim is not None
    assert store.claim("digest") is None
    assert store.claim("another") is not None
    claim.release()
    script = textwrap.dedent(
        f"""
        import time
        from pathlib import Path
        from scripts.pipeline.store import Store
        claim = Store(Path({str(store.root)!r})).claim("digest")
        print(claim is not None, flush=True)
        time.sleep(60)
        """
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )
    assert owner.stdout is not None
    assert owner.stdout.readline().strip() == "True"
    assert store.claim("digest") is None
    owner.kill()
    owner.wait()
    owner.stdout.close()
    assert store.claim("digest") is not None


def test_publish_into_a_folder_that_cannot_be_written(tmp_path: Path, store: Store) -> None:
    (tmp_path / "file").write_text("in the way")
    with store.work_folder() as work, pytest.raises(OSError, match=r"file"):
        publish(work, tmp_path / "file" / "below")


# -- sweep ------------------------------------------------------------------------------------


def aged(store: Store, tmp_path: Path, number: int, days: float) -> str:
    key = f"{number:02d}" + "0" * 62
    fill(store, tmp_path, key)
    then = time.time() - days * 86400
    os.utime(store.folder(key), (then, then))
    return key


def test_sweep_bounds_age_and_size_but_keeps_what_results_need(
    store: Store, tmp_path: Path
) -> None:
    keys = [aged(store, tmp_path, number, days=number) for number in range(5)]
    result = tmp_path / "renders/slug/default/480p"
    result.mkdir(parents=True)
    (result / "lecture.json").write_text(json.dumps({"beats": [{"key": keys[4]}]}))
    swept = sweep(store, tmp_path / "renders", 10**9, age=2.5 * 86400)
    left = {path.name for path in store.root.glob("beats/*/*")}
    assert left == {keys[0], keys[1], keys[2], keys[4]}
    one = swept.kept // 4
    swept = sweep(store, tmp_path / "renders", int(2.5 * one), age=1e9)
    assert {path.name for path in store.root.glob("beats/*/*")} == {keys[0], keys[4]}
    assert swept.beats == 2
    assert swept.kept <= 2.5 * one


def test_sweep_removes_the_remains_of_the_dead_only(store: Store, tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dead = [
        store.root / f"work/.work-{gone.pid}-abc",
        tmp_path / f"renders/slug/default/.work-{gone.pid}-xyz",
        tmp_path / f"renders/slug/default/.480p.{gone.pid}.gone",
    ]
    alive = store.root / f"work/.work-{os.getpid()}-abc"
    for folder in (*dead, alive):
        folder.mkdir(parents=True)
        (folder / "x").write_text("x")
    swept = sweep(store, tmp_path / "renders", 10**9, 1e9)
    assert swept.remains == 3
    assert not any(folder.exists() for folder in dead)
    assert alive.exists()
