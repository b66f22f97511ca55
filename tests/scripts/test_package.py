"""The result folder, read back with PyAV and plain parsers."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path

import av
import pytest

from scenes.stage.record import BeatRecord, Caption, DrawRequest
from scripts.pipeline.captions import srt, transcript, vtt
from scripts.pipeline.formats import Format
from scripts.pipeline.mux import Chapter, MuxError, join
from scripts.pipeline.package import existing, package
from scripts.pipeline.plan import Beat, Job
from scripts.pipeline.store import Store, StoredBeat
from scripts.pipeline.task import Hints
from tests.scripts.drawing import BEATS, FACT, FRAMES, clip, draw

FPS = 30


@pytest.fixture
def clips(tmp_path: Path) -> list[Chapter]:
    return [
        Chapter(title, clip(tmp_path / f"{number}.mp4", frames, FPS, 60 * number), frames)
        for number, (title, frames) in enumerate([("Eins", 45), ("Zwei – ½", 30), ("Drei", 61)])
    ]


def test_frames_of_all_segments_follow_each_other(clips: list[Chapter], tmp_path: Path) -> None:
    joined = tmp_path / "joined.mp4"
    join(joined, clips, FPS, [])
    expected = [pixels(frame) for chapter in clips for frame in frames_of(chapter.segment)]
    found = frames_of(joined)
    assert [pixels(frame) for frame in found] == expected
    times = [frame.time for frame in found]
    assert times == pytest.approx([index / FPS for index in range(136)])


def test_chapters_and_captions(clips: list[Chapter], tmp_path: Path) -> None:
    captions = [Caption(0.0, 0.5, "at once"), Caption(1.5, 2.25, "two\nlines <&> ½")]
    join(tmp_path / "joined.mp4", clips, FPS, captions)
    with av.open(str(tmp_path / "joined.mp4")) as video:
        marks = [
            (c["start"] * float(c["time_base"] or 0), c["metadata"]["title"])
            for c in video.chapters()
        ]
        track = video.streams.subtitles[0]
        assert track.codec_context.name == "mov_text"
        assert track.metadata["language"] == "eng"
        samples = [
            (
                packet.pts / 1000,
                (packet.pts + (packet.duration or 0)) / 1000,
                bytes(packet)[2:].decode(),
            )
            for packet in video.demux(track)
            if packet.pts is not None and packet.size > 2
        ]
    assert marks == [(0.0, "Eins"), (1.5, "Zwei – ½"), (2.5, "Drei")]
    assert samples == [(c.start, c.end, c.text) for c in captions]


def test_the_index_comes_first_and_bytes_are_the_same(clips: list[Chapter], tmp_path: Path) -> None:
    contents = []
    for name in ("a.mp4", "b.mp4"):
        join(tmp_path / name, clips, FPS, [Caption(0.2, 1, "x")])
        contents.append((tmp_path / name).read_bytes())
    assert contents[0] == contents[1]
    assert 0 < contents[0].find(b"moov") < contents[0].find(b"mdat")


def test_segments_of_another_kind_are_refused(clips: list[Chapter], tmp_path: Path) -> None:
    other = Chapter("Other", clip(tmp_path / "other.mp4", 30, FPS, 10, (96, 54)), 30)
    with pytest.raises(MuxError, match="other settings"):
        join(tmp_path / "joined.mp4", [*clips, other], FPS, [])


def test_a_segment_of_another_length_is_refused(clips: list[Chapter], tmp_path: Path) -> None:
    wrong = Chapter("Eins", clips[0].segment, clips[0].frames + 1)
    with pytest.raises(MuxError, match=r"1\.5"):
        join(tmp_path / "joined.mp4", [wrong, *clips[1:]], FPS, [])


# -- the folder -------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def job(tmp_path: Path) -> Job:
    beats = tuple(Beat(name, name.title(), name.ljust(64, "0")) for name in BEATS)
    form = Format("480p", 64, 36, FPS)
    folder = tmp_path / "out/it/default/480p"
    return Job(
        "it", "A title", "default", {"f": "x^2"}, form, BEATS, beats, "d" * 64, "s" * 64, folder
    )


@pytest.fixture
def beats(store: Store, job: Job, tmp_path: Path) -> list[StoredBeat]:
    folder = tmp_path / "drawn"
    folder.mkdir()
    drawn = draw(DrawRequest("it", {}, 64, 36, FPS, folder), Hints(), lambda _: None)
    for beat, record in zip(job.beats, drawn.beats, strict=True):
        store.put(beat.key, record, drawn.title, drawn.facts)
    found = [store.get(beat.key) for beat in job.beats]
    return [stored for stored in found if stored is not None]


def test_what_is_in_the_folder(store: Store, job: Job, beats: list[StoredBeat]) -> None:
    package(job, beats, store)
    names = {p.relative_to(job.folder).as_posix() for p in job.folder.rglob("*") if p.is_file()}
    stills = {f"stills/{name}.png" for name in BEATS}
    assert names == stills | {
        "lecture.mp4",
        "captions.srt",
        "captions.vtt",
        "transcript.md",
        "poster.png",
        "lecture.json",
    }
    record = json.loads((job.folder / "lecture.json").read_text("utf-8"))
    assert record["duration"] == 3.0
    assert record["digest"] == job.digest
    assert record["params"] == {"f": "x^2"}
    assert record["facts"] == [{"name": "value", "exact": "1/3", "decimal": "0.333333"}]
    assert [(b["name"], b["start"], b["end"]) for b in record["beats"]] == [
        ("one", 0.0, 1.0),
        ("two", 1.0, 2.0),
        ("three", 2.0, 3.0),
    ]
    assert [c["start"] for c in record["captions"]] == pytest.approx([0.1, 1.1, 2.1])
    assert record["versions"]["manim"]
    assert list(job.folder.parent.iterdir()) == [job.folder]


def test_it_is_recognised_until_anything_is_missing_or_different(
    store: Store, job: Job, beats: list[StoredBeat]
) -> None:
    assert existing(job) is None
    package(job, beats, store)
    assert existing(job) is not None
    for path in sorted(p for p in job.folder.rglob("*") if p.is_file()):
        content = path.read_bytes()
        path.write_bytes(content[:-2])
        assert existing(job) is None, path
        path.unlink()
        assert existing(job) is None, path
        path.write_bytes(content)
        assert existing(job) is not None, path


def test_it_replaces_an_older_result_as_a_whole(
    store: Store, job: Job, beats: list[StoredBeat]
) -> None:
    job.folder.mkdir(parents=True)
    (job.folder / "old").write_text("old")
    package(job, beats, store)
    assert not (job.folder / "old").exists()
    assert list(job.folder.parent.iterdir()) == [job.folder]


def test_a_failure_leaves_the_older_result(store: Store, job: Job, beats: list[StoredBeat]) -> None:
    package(job, beats, store)
    before = (job.folder / "lecture.mp4").read_bytes()
    segment = beats[1].record.segment
    assert segment is not None
    segment.write_bytes(b"not a video")
    with pytest.raises(MuxError):
        package(job, beats, store)
    assert (job.folder / "lecture.mp4").read_bytes() == before
    assert list(job.folder.parent.iterdir()) == [job.folder]


# -- texts ------------------------------------------------------------------------------------

CAPTIONS = [Caption(0.0, 0.9996, "First & <b>"), Caption(3723.5, 3725.25, "two\nlines")]


def test_srt() -> None:
    assert srt(CAPTIONS) == (
        "1\n00:00:00,000 --> 00:00:01,000\nFirst & <b>\n\n"
        "2\n01:02:03,500 --> 01:02:05,250\ntwo\nlines\n"
    )


def test_vtt() -> None:
    assert vtt(CAPTIONS) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nFirst &amp; &lt;b&gt;\n\n"
        "01:02:03.500 --> 01:02:05.250\ntwo\nlines\n"
    )


def test_srt_is_what_another_parser_reads() -> None:
    parser = importlib.import_module("srt")  # of manim, without types

    found = [(s.start.total_seconds(), s.content) for s in parser.parse(srt(CAPTIONS))]
    assert found == [(c.start, c.text) for c in CAPTIONS]


def test_transcript() -> None:
    beat = BeatRecord(
        "one", "The [first]", 30, None, Path("x"), (), ("Say it.", "Twice."), (), (), "A [dot]"
    )
    text = transcript("A title", [(61.0, beat)], [FACT])
    assert text.startswith("# A title\n\n## The [first] (1:01)\n\nSay it. Twice.\n")
    assert "![A \\[dot\\]](stills/one.png)" in text
    assert "| value | 1/3 | 0.333333 |" in text
    assert not re.search(r"\n{3}", text)


def frames_of(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as video:
        return list(video.decode(video=0))


def pixels(frame: av.VideoFrame) -> bytes:
    return frame.to_ndarray(format="gray").tobytes()


assert FRAMES == FPS  # the fixtures' arithmetic: one second a beat
