"""New words for the same pictures: the beat is the one that drawing it would give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from scenes import catalogue
from scripts.pipeline import tracing
from scripts.pipeline.retiming import RetimingError, retime, same_pictures
from scripts.pipeline.task import Hints, Look, Stretch
from tests.scripts.test_tracing import BEATS, LECTURES, Run, record, run, saying

LONGER = " And it stays on the screen for a good while longer. Then it stays for ever."


@pytest.fixture(scope="module", autouse=True)
def lectures() -> Iterator[None]:
    load = catalogue.load
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MVCALC_LECTURES", LECTURES)
        catalogue._files.cache_clear()
        yield
    catalogue._files.cache_clear()
    load.cache_clear()
    tracing._computed.cache_clear()


@pytest.fixture(scope="module")
def told(lectures: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """The lecture as it is, and with longer words in one beat, both drawn."""
    del lectures
    folder, entry = tmp_path_factory.mktemp("told"), catalogue.load("story")
    found = {"short": run(folder / "short")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "load", lambda _: saying(entry, LONGER))
        found["long"] = run(folder / "long")
    return found


def look(of: Run, name: str) -> Look:
    return dict(of.drawn.looks)[name]


def frames(path: Path) -> list[Any]:
    with av.open(str(path)) as video:
        return [frame.to_ndarray(format="gray") for frame in video.decode(video=0)]


@pytest.mark.parametrize(("before", "after"), [("short", "long"), ("long", "short")])
def test_only_the_holds_are_new(
    told: dict[str, Run], tmp_path: Path, before: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, fresh = told[before], told[after]
    if after == "long":
        changed = saying(catalogue.load("story"), LONGER)
        monkeypatch.setattr(catalogue, "load", lambda _: changed)
    again = run(tmp_path / "again", old.hints)
    assert again.drawn.retimed == ("making",)
    assert {name for name, _ in again.drawn.reused} == set(BEATS) - {"making"}
    assert record(again, "making") == record(fresh, "making") != record(old, "making")
    # The pictures before they are encoded are those of a new drawing, bit for bit ...
    assert look(again, "making") == look(fresh, "making")
    still = "making.png"
    assert (again.folder / still).read_bytes() == (fresh.folder / still).read_bytes()
    # ... what is decoded is what was stored, bit for bit ...
    ours, theirs = frames(again.folder / "making.mp4"), frames(old.folder / "making.mp4")
    assert len(ours) == record(fresh, "making").frames
    at, there = 0, 0
    for was, now in zip(
        look(old, "making").stretches, look(again, "making").stretches, strict=True
    ):
        for index in range(now.frames):
            same = theirs[there + min(index, was.frames - 1)]
            assert np.array_equal(ours[at + index], same)
        at, there = at + now.frames, there + was.frames
    # ... and so, but for what the encoder loses, the new drawing decoded.
    for one, other in zip(ours, frames(fresh.folder / "making.mp4"), strict=True):
        assert np.abs(one.astype(int) - other).max() <= 12
    # It can be given yet another timing.
    retime(
        again.folder / "making.mp4",
        tmp_path / "back.mp4",
        "final",
        look(again, "making").stretches,
        look(old, "making").stretches,
    )
    back = frames(tmp_path / "back.mp4")
    assert all(map(np.array_equal, back, theirs))
    assert len(back) == len(theirs)


def test_what_may_show_its_words_is_drawn(
    told: dict[str, Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = saying(catalogue.load("story"), LONGER)
    monkeypatch.setattr(catalogue, "load", lambda _: changed)
    hints = Hints(told["short"].hints.known, words_shown=frozenset({"making"}))
    again = run(tmp_path / "again", hints)
    assert not again.drawn.retimed
    assert again.names == {"making"}


@pytest.mark.parametrize("how", ["grows", "slows down", "moves once more"])
def test_a_rehearsal_that_differs_is_not_believed(
    tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words that reach a picture by a way nobody saw."""
    entry = catalogue.load("story")
    story: Any = entry.lecture

    class Sly(story):
        def making(self) -> None:
            super().making()
            length = len(self.script.beats["making"].text)
            if how == "grows":
                self.shape.scale(1 + length / 1000)
            elif how == "slows down":
                self.play(
                    self.shape.animate.scale(2),
                    seconds=length / 100,
                )
            elif length > 50:
                self.play(self.shape.animate.scale(2), seconds=0.5)
                self.play(self.shape.animate.scale(0.5), seconds=0.5)

    Sly.beats = story.beats
    sly, slyer = replace(entry), saying(entry, LONGER)
    for one in (sly, slyer):
        one.__dict__["lecture"] = Sly
    monkeypatch.setattr(catalogue, "load", lambda _: sly)
    before = run(tmp_path / "before")
    monkeypatch.setattr(catalogue, "load", lambda _: slyer)
    again = run(tmp_path / "again", before.hints)
    assert not again.drawn.retimed
    assert "making" in again.names


MOVES, STANDS = Stretch(0.5, 8), Stretch(2.0, 30, "a")


@pytest.mark.parametrize(
    ("after", "same"),
    [
        ((MOVES, STANDS), True),
        ((MOVES, Stretch(3.0, 45, "a")), True),
        ((MOVES, Stretch(2.0, 30, "b")), False),
        ((MOVES, Stretch(2.0, 30)), False),
        ((Stretch(0.5, 7), STANDS), False),
        ((Stretch(0.51, 8), STANDS), False),
        ((Stretch(0.5, 8, "a"), STANDS), False),
        ((MOVES,), False),
        ((MOVES, STANDS, STANDS), False),
    ],
)
def test_same_pictures(after: tuple[Stretch, ...], same: bool) -> None:
    assert same_pictures((MOVES, STANDS), after) is same


def test_what_cannot_be_retimed(told: dict[str, Run], tmp_path: Path) -> None:
    video, new = told["short"].folder / "making.mp4", tmp_path / "new.mp4"
    known = look(told["short"], "making").stretches
    held = next(index for index, stretch in enumerate(known) if stretch.picture)
    moved = next(index for index, stretch in enumerate(known) if not stretch.picture)

    def lasting(index: int, count: int) -> tuple[Stretch, ...]:
        return (*known[:index], replace(known[index], frames=count), *known[index + 1 :])

    for before, after in (
        (known, lasting(held, 1)),  # what was encoded cannot be left out
        (known, lasting(moved, 99)),
        (lasting(held, known[held].frames + 1), known),
    ):
        with pytest.raises(RetimingError):
            retime(video, new, "final", before, after)
