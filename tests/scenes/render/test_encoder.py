"""Files made by repeating pictures without encoding them are the files x264 would have made."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from scenes.render import RenderError, h264
from scenes.render.encoder import KEYFRAME_SECONDS, SegmentEncoder
from scenes.render.yuv import Patch, Planes, patch, rows_of

Pixels = NDArray[np.uint8]


def noise(size: tuple[int, int], seed: int) -> Pixels:
    """A picture that no macroblock of another matches: soft noise, opaque."""
    coarse = np.random.default_rng(seed).integers(0, 256, (size[1] // 8 + 1, size[0] // 8 + 1, 4))
    picture = np.kron(coarse, np.ones((8, 8, 1)))[: size[1], : size[0]].astype(np.uint8)
    picture[..., 3] = 255
    return picture


def whole(picture: Pixels) -> list[Patch]:
    return [patch(picture, 0, 0, picture.shape[1], picture.shape[0])]


def decoded(path: Path) -> list[Pixels]:
    with av.open(str(path), options={"err_detect": "explode"}) as container:
        stream = container.streams.video[0]
        stream.codec_context.options = {"err_detect": "explode"}
        return [
            np.asarray(f.to_ndarray(format="rgb24"), dtype=np.uint8)
            for f in container.decode(stream)
        ]


@pytest.mark.parametrize("size", [(854, 480), (161, 91), (1920, 1080), (3840, 2160)])
def test_a_repeated_picture_is_decoded_unchanged(size: tuple[int, int], tmp_path: Path) -> None:
    encoder = SegmentEncoder(tmp_path / "a.mp4", size, 10, "preview")
    for seed, repeat in ((1, 9), (2, 1), (3, 21)):
        encoder.put(whole(noise(size, seed)), repeat)
    encoder.finish()
    frames = decoded(tmp_path / "a.mp4")
    assert len(frames) == 31
    starts = [0, 9, 10, 31]
    for begin, end in itertools.pairwise(starts):
        settled = frames[min(begin + 1, end - 1)]
        assert all(np.array_equal(frame, settled) for frame in frames[begin + 1 : end])
    distance = np.abs(frames[9].astype(int) - frames[10]).mean()
    assert distance > 40  # the pictures differ, so equal frames above were not equal by chance


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 40)), min_size=1, max_size=8))
def test_any_sequence_is_shown_as_put(plan: list[tuple[int, int]]) -> None:
    size = (96, 64)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.mp4"
        encoder = SegmentEncoder(path, size, 2, "final")
        for seed, repeat in plan:
            encoder.put(whole(noise(size, seed)), repeat)
        assert encoder.finish().frames == sum(repeat for _, repeat in plan)
        frames = decoded(path)
    wanted = [noise(size, seed)[..., :3] for seed, repeat in plan for _ in range(repeat)]
    assert len(frames) == len(wanted)
    for frame, want in zip(frames, wanted, strict=True):
        others = [np.abs(noise(size, s)[..., :3].astype(int) - frame).mean() for s in range(4)]
        assert np.abs(want.astype(int) - frame).mean() == min(others)
        assert min(others) < 25


def test_a_long_hold_can_be_entered_every_ten_seconds(tmp_path: Path) -> None:
    encoder = SegmentEncoder(tmp_path / "a.mp4", (160, 90), 15, "final")
    encoder.put(whole(noise((160, 90), 1)), 15 * 35)
    encoder.finish()
    with av.open(str(tmp_path / "a.mp4")) as container:
        packets = [p for p in container.demux() if p.size]
    keys = [i for i, p in enumerate(packets) if p.is_keyframe]
    assert keys == [15 * KEYFRAME_SECONDS * k for k in range(4)]
    assert len(packets) == 525
    assert sorted(p.size for p in packets)[500] < 40  # repeats cost a few bytes each


def test_nothing_in_the_file_names_a_version(tmp_path: Path) -> None:
    encoder = SegmentEncoder(tmp_path / "a.mp4", (160, 90), 15, "final")
    encoder.put(whole(noise((160, 90), 1)), 3)
    encoder.finish()
    content = (tmp_path / "a.mp4").read_bytes()
    assert not any(name in content for name in (b"Lavf", b"Lavc", b"x264", b"libx264"))


def test_the_file_says_its_colours_and_keeps_them(tmp_path: Path) -> None:
    picture = np.full((90, 160, 4), 255, np.uint8)
    picture[:, :80, :3], picture[:, 80:, :3] = (200, 40, 60), (30, 90, 220)
    encoder = SegmentEncoder(tmp_path / "a.mp4", (160, 90), 15, "final")
    encoder.put(whole(picture), 3)
    encoder.finish()
    with av.open(str(tmp_path / "a.mp4")) as container:
        frame = next(container.decode(video=0))
    assert (frame.colorspace, frame.color_primaries, frame.color_trc) == (1, 1, 1)
    error = np.abs(
        frame.to_ndarray(format="rgb24")[:, [20, 140]].astype(int) - picture[:, [20, 140], :3]
    )
    assert error.max() <= 4


def test_a_failure_of_the_encoder_reaches_the_caller(tmp_path: Path) -> None:
    encoder = SegmentEncoder(tmp_path / "a.mp4", (160, 90), 15, "final")
    encoder.put([patch(noise((320, 90), 1), 0, 0, 320, 90)], 1)  # wider than the picture
    with pytest.raises(RenderError, match="failed"):
        encoder.finish()
    encoder.abort()
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_patches_add_up_to_the_whole_picture(data: st.DataObject) -> None:
    size = data.draw(st.sampled_from([(64, 48), (63, 47), (65, 48)]))
    picture, planes = noise(size, 1), Planes(*size)
    planes.update(patch(picture, 0, 0, *size))
    for seed in range(2, 2 + data.draw(st.integers(1, 4))):
        x0, x1 = sorted(data.draw(st.tuples(st.integers(0, size[0]), st.integers(0, size[0]))))
        y0, y1 = sorted(data.draw(st.tuples(st.integers(0, size[1]), st.integers(0, size[1]))))
        picture[y0:y1, x0:x1] = noise(size, seed)[y0:y1, x0:x1]
        planes.update(patch(picture, x0, y0, x1, y1))
    fresh = Planes(*size)
    fresh.update(patch(picture, 0, 0, *size))
    for mine, theirs in zip(planes.frame.planes, fresh.frame.planes, strict=True):
        width = planes.frame.width // (1 if mine.width == planes.frame.width else 2)
        assert np.array_equal(rows_of(mine)[:, :width], rows_of(theirs)[:, :width])


@settings(max_examples=200, deadline=None)
@given(st.binary(min_size=2, max_size=60), st.integers(0, 15))
def test_renumbering_changes_the_number_and_nothing_else(body: bytes, value: int) -> None:
    # first_mb 0, slice type 5, parameter set 0, then four bits of frame_num: 1 00110 1 nnnn.
    payload = bytes([0b10011010, 0b01000000 | (body[0] & 31)]) + body[1:] + b"\x80"
    unit = b"\x41" + h264.renumbered(b"\x41" + payload, 4, 5)[1:]
    changed = h264.renumbered(unit, 4, value)
    assert h264.frame_num(changed, 4) == value
    assert h264.renumbered(changed, 4, 5) == unit
    assert b"\x00\x00\x01" not in changed
    assert b"\x00\x00\x00" not in changed
    assert list(h264.units(h264.packet(changed, unit))) == [changed, unit]
