"""Narration: facts filled in, timed like a voice, cut into captions that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.stage.script import MAX_CHARS, MAX_LINES, Words, captions, chunks, fill

WORDS = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), min_size=1, max_size=40
)


@dataclass(frozen=True)
class Facts:
    slope: Fraction = Fraction(-9, 5)
    rows: tuple[int, ...] = (3, 4)
    nothing: str = ""
    verdict: str = "it rises"


def test_a_number_is_read_in_digits_and_spoken_in_words() -> None:
    line = fill("the slope is {slope} here", Facts())
    assert line.read == "The slope is −9/5 here"
    assert line.spoken == "The slope is minus nine fifths here"


def test_facts_have_indices_and_words_may_be_empty() -> None:
    assert fill("{rows[1]} steps{nothing}.", Facts()).read == "4 steps."
    assert fill("First. {verdict}.", Facts()).read == "First. It rises."
    assert fill("{nothing}", Facts()).seconds() == 0


def test_a_missing_fact_is_a_fault() -> None:
    with pytest.raises(AttributeError, match="slop"):
        fill("{slop}", Facts())


def test_lines_are_paragraphs() -> None:
    lines = Words("title", "one\n  two.\n\n three.").lines(Facts())
    assert [line.read for line in lines] == ["One two.", "Three."]


def test_speech_runs_at_140_to_150_words_a_minute() -> None:
    text = " ".join(["word"] * 145)
    pause = 0.35
    assert fill(text, Facts()).seconds() - pause == pytest.approx(60, rel=0.04)
    assert fill(text, Facts()).seconds(1.5) < fill(text, Facts()).seconds(1.0)


@given(WORDS, st.sampled_from([". ", ", ", " "]))
@settings(deadline=None, max_examples=120)
def test_captions_keep_every_word_and_every_limit(words: list[str], glue: str) -> None:
    line = fill(glue.join(words) + ".", Facts())
    seconds = line.seconds()
    found = captions(line, 2.0, seconds, 30)
    assert " ".join(c.text.replace("\n", " ") for c in found).split() == line.read.split()
    for caption in found:
        rows = caption.text.split("\n")
        assert len(rows) <= MAX_LINES
        assert all(len(row) <= MAX_CHARS for row in rows)
        length = caption.end - caption.start
        assert 0.83 <= length <= 7.01
        assert len(caption.text) / length <= 17
    for before, after in pairwise(found):
        assert after.start - before.end >= 2 / 30 - 1e-9
    assert found[0].start == 2.0
    assert found[-1].end <= 2.0 + seconds


def test_a_caption_breaks_where_the_sense_breaks() -> None:
    text = "Bring the second point closer, and divide the run by ten. Will the slope be so too?"
    assert chunks(text)[0].replace("\n", " ").endswith((",", "."))
