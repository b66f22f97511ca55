"""A beat that is taken over is the one that drawing it would give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy

from scenes import catalogue
from scenes.stage.record import DrawRequest
from scripts.pipeline import tracing
from scripts.pipeline.fingerprint import NoFingerprintError, fingerprint
from scripts.pipeline.task import Hints, Trace, TracedDrawn

LECTURES = str(Path(__file__).parent / "lectures")
BEATS = ("opening", "alone", "making", "moving", "end")


@pytest.fixture(autouse=True)
def lectures(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MVCALC_LECTURES", LECTURES)
    load = catalogue.load
    catalogue._files.cache_clear()
    yield
    catalogue._files.cache_clear()
    load.cache_clear()
    tracing._computed.cache_clear()


@dataclass(frozen=True)
class Run:
    """One drawing: what was drawn, what was taken over, and the hints for the next."""

    folder: Path
    drawn: TracedDrawn
    hints: Hints

    @property
    def names(self) -> set[str]:
        return {beat.name for beat in self.drawn.beats}


def run(
    folder: Path, hints: Hints | None = None, params: Mapping[str, object] | None = None
) -> Run:
    folder.mkdir()
    request = DrawRequest("story", params or {}, 214, 120, 15, folder, BEATS)
    drawn = tracing.draw(request, hints or Hints(), lambda _: None)
    assert isinstance(drawn, TracedDrawn)
    known = {
        name: (Trace(look, f"{folder}/{name}", folder / f"{name}.mp4"),)
        for name, look in drawn.looks
    }
    matter = hints.words_matter if hints else frozenset()
    return Run(folder, drawn, Hints(known, matter))


@pytest.mark.parametrize(
    ("params", "drawn"),
    [
        ({}, set()),
        ({"early": "1.0"}, set()),
        ({"rounds": 3}, {"moving", "end"}),
        ({"late": "11"}, {"end"}),
        ({"kept": "3"}, {"making", "moving", "end"}),
        ({"early": "2"}, {"alone", "making"}),
        ({"title": "Hi"}, {"opening", "alone"}),
        ({"digits": 7}, set(BEATS)),
    ],
)
def test_what_is_drawn_again_and_that_the_rest_is_the_same(
    tmp_path: Path, params: dict[str, object], drawn: set[str]
) -> None:
    first = run(tmp_path / "first")
    assert first.names == set(BEATS)
    second = run(tmp_path / "second", first.hints, params)
    assert second.names == drawn
    assert {name for name, _ in second.drawn.reused} == set(BEATS) - drawn
    fresh = run(tmp_path / "fresh", params=params)
    for name in BEATS:
        source = second if name in drawn else first
        for ending in ("mp4", "png"):
            file = f"{name}.{ending}"
            assert (source.folder / file).read_bytes() == (fresh.folder / file).read_bytes()
        assert record(source, name) == record(fresh, name)
    assert second.drawn.facts == fresh.drawn.facts


def record(of: Run, name: str) -> Any:
    beat = next(beat for beat in of.drawn.beats if beat.name == name)
    return replace(beat, segment=None, still=Path())


@pytest.fixture
def longer_words(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes the second beat's text longer from the call on."""

    def change() -> None:
        entry = catalogue.load("story")
        changed = saying(entry, " And it stays for a good while longer.")
        monkeypatch.setattr(catalogue, "load", lambda _: changed)

    return change


def saying(entry: catalogue.Entry, more: str) -> catalogue.Entry:
    """The lecture with more words in its second beat."""
    words = entry.script.beats["making"]
    words = replace(words, text=words.text + more)
    return replace(
        entry, script=replace(entry.script, beats={**entry.script.beats, "making": words})
    )


def test_words_move_only_their_own_beat(tmp_path: Path, longer_words: Callable[[], None]) -> None:
    first = run(tmp_path / "first")
    longer_words()
    assert run(tmp_path / "second", first.hints).names == {"making"}
    fresh = run(tmp_path / "fresh")
    assert record(first, "making") != record(fresh, "making")
    for name in ("moving", "end"):
        file = f"{name}.mp4"
        assert (first.folder / file).read_bytes() == (fresh.folder / file).read_bytes()
        assert record(first, name) == record(fresh, name)


def test_words_that_are_kept_shape_later_beats(
    tmp_path: Path, longer_words: Callable[[], None]
) -> None:
    keeping = Hints(words_matter=frozenset(BEATS))
    first = run(tmp_path / "first", keeping)
    longer_words()
    assert run(tmp_path / "second", first.hints).names == {"making", "moving", "end"}


def test_a_beat_drawn_alone_is_the_same(tmp_path: Path) -> None:
    whole = run(tmp_path / "whole")
    for name in BEATS:
        folder = tmp_path / name
        folder.mkdir()
        request = DrawRequest("story", {}, 214, 120, 15, folder, (name,))
        alone = tracing.draw(request, Hints(), lambda _: None)
        assert isinstance(alone, TracedDrawn)
        for ending in ("mp4", "png"):
            file = f"{name}.{ending}"
            assert (folder / file).read_bytes() == (whole.folder / file).read_bytes()
        assert dict(alone.looks)[name] == dict(whole.drawn.looks)[name]


def test_wrong_values_are_never_taken_over(tmp_path: Path) -> None:
    first = run(tmp_path / "first")
    forged = {
        name: (forge(traces[0], values="0" * 64, silent="0" * 64),)
        for name, traces in first.hints.known.items()
    }
    assert run(tmp_path / "second", Hints(forged)).names == set(BEATS)
    unknown = {
        name: (forge(traces[0], reads=("facts.gone",)),)
        for name, traces in first.hints.known.items()
    }
    assert run(tmp_path / "third", Hints(unknown)).names == set(BEATS)


def forge(trace: Trace, **changes: Any) -> Trace:
    return replace(trace, look=replace(trace.look, **changes))


# -- sameness of values -----------------------------------------------------------------------

X = sympy.Symbol("x")


@dataclass(frozen=True)
class Pair:
    a: object
    b: object


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (1, True),
        (1, "1"),
        (None, "None"),
        (0.1, 0.1 + 1e-17 + 2e-17),
        (0.0, -0.0),
        ((1, 2), [1, 2]),
        ((1, (2, 3)), (1, 2, 3)),
        (("ab", "c"), ("a", "bc")),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (X**2 + 1, X**2 + 2),
        (sympy.Rational(1, 3), sympy.Float(1) / 3),
        (X, sympy.Symbol("x", real=True)),
        (sympy.ImmutableMatrix([[1, 2]]), sympy.ImmutableMatrix([[1], [2]])),
        (np.zeros(3), np.zeros((3, 1))),
        (np.zeros(3), np.zeros(3, dtype=np.float32)),
        (Pair(1, 2), Pair(2, 1)),
        (Pair(1, 2), (1, 2)),
    ],
)
def test_different_values_have_different_fingerprints(one: object, other: object) -> None:
    assert fingerprint(one) == fingerprint(one)
    if repr(one) != repr(other) or type(one) is not type(other):
        assert fingerprint(one) != fingerprint(other)


def test_equal_values_have_equal_fingerprints() -> None:
    assert fingerprint(Pair(X + 1, {1, 2, 3})) == fingerprint(Pair(1 + X, {3, 2, 1}))
    assert fingerprint(np.arange(3)) == fingerprint(np.array([0, 1, 2]))


@pytest.mark.parametrize("value", [lambda: 1, object(), (1, iter(())), np.array([object()])])
def test_values_that_cannot_be_told(value: object) -> None:
    with pytest.raises(NoFingerprintError):
        fingerprint(value)
