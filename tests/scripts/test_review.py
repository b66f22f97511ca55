"""Review and accept: candidates, promotion of what was named, one page without neighbours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mvcalc.errors import RangeError
from scenes import catalogue
from scripts.pipeline.compare import compare
from scripts.pipeline.review import page as pages
from scripts.pipeline.review import run_accept
from scripts.pipeline.review.accepted import (
    MOST_BYTES,
    Accepted,
    TooLargeError,
    decode,
    encode,
    required,
    with_pictures,
)
from scripts.pipeline.review.frames import DIGEST, Roll, State, candidates, shoot

LECTURES = Path(__file__).parent / "audit_lectures"
BEATS = ("opening", "only")


def forget() -> None:
    catalogue.load.cache_clear()
    catalogue._files.cache_clear()


@pytest.fixture(autouse=True)
def own_lectures(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MVCALC_LECTURES", str(LECTURES))
    forget()
    yield
    forget()


class Folders:
    """Accepted pictures and candidates of a test."""

    def __init__(self, root: Path) -> None:
        self.accepted, self.output = root / "accepted", root / "output"

    def shoot(self, preset: str = "default") -> Roll:
        return shoot("brittle", preset, accepted=self.accepted, output=self.output)

    def accept(self, beat: str | None = None, preset: str = "default") -> tuple[str, ...]:
        return run_accept("brittle", beat, preset, accepted=self.accepted, output=self.output)

    @property
    def known(self) -> Accepted:
        return Accepted("brittle", root=self.accepted)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


def test_a_frame_without_accepted_picture_is_a_fault_and_leaves_a_candidate(
    folders: Folders,
) -> None:
    roll = folders.shoot()
    assert [shot.state for shot in roll.shots] == [State.NEW, State.NEW]
    assert len(roll.faults) == 2
    assert all("nothing has been accepted" in fault for fault in roll.faults)
    assert all(shot.candidate.exists() for shot in roll.shots)


def test_only_what_was_named_is_accepted(folders: Folders) -> None:
    folders.shoot()
    assert folders.accept("only") == ("only",)
    assert list(folders.known.beats) == ["only"]
    assert [shot.state for shot in folders.shoot().shots] == [State.NEW, State.SAME]
    assert folders.accept() == BEATS
    assert list(folders.known.beats) == list(BEATS)
    assert folders.shoot().faults == ()
    assert with_pictures(folders.accepted) == ("brittle",)


def test_accepted_pictures_are_small_and_carry_versions(folders: Folders) -> None:
    folders.shoot()
    folders.accept()
    manifest = json.loads((folders.known.folder / "manifest.json").read_text("utf-8"))
    assert set(manifest["versions"]) >= {"manim", "skia-python", "typst", "cairo"}
    assert manifest["size"] == [854, 480]
    for beat in BEATS:
        path = folders.known.folder / f"{beat}.webp"
        assert path.stat().st_size == manifest["beats"][beat]["bytes"] <= MOST_BYTES
    assert folders.known.damaged() == ()
    (folders.known.folder / "only.webp").write_bytes(b"something else")
    assert folders.known.damaged() == ("only",)


def test_a_changed_frame_shows_what_changed(folders: Folders) -> None:
    folders.shoot()
    folders.accept()
    picture = folders.known.picture("only")
    assert picture is not None
    picture.paste((255, 255, 255), (100, 100, 112, 104))
    folders.known.promote("only", picture, BEATS)
    roll = folders.shoot()
    first, second = roll.shots
    assert (first.state, second.state) == (State.SAME, State.CHANGED)
    assert second.sheet is not None
    with Image.open(second.sheet) as sheet:
        assert sheet.width > 2500
    assert "differs by" in roll.faults[0]


def test_other_versions_are_explained_and_still_compared(folders: Folders) -> None:
    folders.shoot()
    folders.accept()
    path = folders.known.folder / "manifest.json"
    record = json.loads(path.read_text("utf-8"))
    record["versions"]["cairo"] = "1.0.0"
    path.write_text(json.dumps(record), "utf-8")
    assert "cairo 1.0.0 → " in folders.known.other_versions()
    assert folders.shoot().faults == ()
    picture = np.array(folders.known.picture("only"))
    picture[200:220, 200:220] = 255
    _, data = encode(Image.fromarray(picture))
    (folders.known.folder / "only.webp").write_bytes(data)
    (fault,) = folders.shoot().faults
    assert "cairo 1.0.0 → " in fault


def test_nothing_is_accepted_that_nobody_can_have_seen(folders: Folders) -> None:
    with pytest.raises(RangeError, match="no candidate frames"):
        folders.accept()
    folders.shoot()
    path = candidates("brittle", "default", folders.output) / DIGEST
    path.write_text(json.dumps({"digest": "older"}), "utf-8")
    with pytest.raises(RangeError, match="has changed since"):
        folders.accept()
    assert folders.known.beats == ()


@pytest.mark.parametrize(("beat", "preset"), [("onyl", "default"), (None, "widde")])
def test_unknown_names_are_refused(folders: Folders, beat: str | None, preset: str) -> None:
    folders.shoot()
    with pytest.raises(RangeError, match="did you mean"):
        folders.accept(beat, preset)


def test_beats_that_are_gone_are_told_and_their_pictures_removed(folders: Folders) -> None:
    folders.shoot()
    folders.accept()
    frame = folders.known.picture("only")
    assert frame is not None
    folders.known.promote("older", frame, (*BEATS, "older"))
    assert folders.shoot().gone == ("older",)
    folders.accept("only")
    assert not (folders.known.folder / "older.webp").exists()
    assert folders.shoot().faults == ()


def test_files_keep_the_picture() -> None:
    levels = np.random.default_rng(1).integers(0, 255, (4, 7, 3)).astype(np.uint8)
    frame = Image.fromarray(np.kron(levels, np.ones((60, 61, 1), np.uint8)))
    suffix, data = encode(frame)
    assert suffix == ".webp"
    assert np.array_equal(np.asarray(decode(data)), np.asarray(frame))


def shaded(size: tuple[int, int] = (854, 480)) -> Image.Image:
    """A picture without flat areas, like a lit surface, with a thin coloured line."""
    x, y = np.meshgrid(np.linspace(0, 7, size[0]), np.linspace(0, 4, size[1]))
    waves = np.stack([np.sin(x * k) * np.cos(y * k + x) for k in (1.1, 1.3, 1.7)], axis=2)
    frame = Image.fromarray((128 + 90 * waves).astype(np.uint8))
    frame.paste((255, 80, 30), (100, 100, 700, 102))
    return frame


def test_a_shaded_picture_is_shrunk_within_the_limit(folders: Folders) -> None:
    frame = shaded()
    folders.known.promote("only", frame, BEATS)
    assert folders.known.path("only").suffix == ".avif"
    assert folders.known.path("only").stat().st_size <= MOST_BYTES
    picture = folders.known.picture("only")
    assert picture is not None
    assert compare(picture, frame).same
    assert folders.known.exactly("only", frame)
    assert folders.known.damaged() == ()
    other = frame.copy()
    other.paste((128, 128, 128), (300, 100, 304, 102))  # a gap in the line
    assert not folders.known.exactly("only", other)
    assert not compare(other, picture).same


def test_another_kind_of_file_replaces_the_first(folders: Folders) -> None:
    folders.known.promote("only", shaded(), BEATS)
    folders.known.promote("only", Image.new("RGB", (854, 480)), BEATS)
    assert [path.name for path in folders.known.pictures()] == ["only.webp"]


def test_a_picture_that_cannot_be_small_is_refused() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (160, 200, 3)).astype(np.uint8)
    with pytest.raises(TooLargeError, match="bytes"):
        encode(Image.fromarray(noise))


def test_required_lectures_are_read_from_a_file(tmp_path: Path) -> None:
    assert required(tmp_path) == ()
    (tmp_path / "REQUIRED").write_text("# accepted\nrise-over-run\n\n", "utf-8")
    assert required(tmp_path) == ("rise-over-run",)


def test_the_page_stands_alone(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pages, "shoot", lambda _, preset: folders.shoot(preset))
    path = pages.run_review(["brittle"], tmp_path / "deep" / "review.html", jobs=1)
    html = path.read_text("utf-8")
    assert html.count("<article") == 4  # two beats, two presets
    assert "There are 9 of them" in html
    assert "overlap" in html
    assert html.count('data-failed="data-failed"') == 0
    assert len(re.findall(r'<article class="beat item" data-changed data-failed>', html)) == 1
    assert not re.search(r'(?:src|href)="(?!data:)[^"]', html)
    assert "http" not in re.sub(r"data:[^\"]*", "", html)


def test_the_page_shows_old_new_and_difference(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folders.shoot()
    folders.accept()
    frame = folders.known.picture("only")
    assert frame is not None
    frame.paste((255, 255, 255), (100, 100, 130, 130))
    folders.known.promote("only", frame, BEATS)
    monkeypatch.setattr(pages, "shoot", lambda _, preset: folders.shoot(preset))
    path = pages.run_review(["brittle"], tmp_path / "review.html", presets=False, jobs=1)
    html = path.read_text("utf-8")
    assert html.count("<figcaption>difference</figcaption>") == 1
    assert html.count("<figcaption>accepted</figcaption>") == 1
    assert "differs by" in html


def test_the_page_shows_what_broke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def broken(slug: str, preset: str) -> Roll:
        raise RuntimeError(f"no <frames> of {slug} {preset}")

    monkeypatch.setattr(pages, "shoot", broken)
    path = pages.run_review(["brittle"], tmp_path / "review.html", presets=False, jobs=1)
    assert "RuntimeError: no &lt;frames&gt; of brittle default" in path.read_text("utf-8")
