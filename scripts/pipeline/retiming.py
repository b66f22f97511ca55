"""A beat whose words changed and whose pictures did not: its holds are stretched, nothing is drawn.

The beat is rehearsed: its code runs with the new words, animations jump to their ends, and only
the pictures that stand still are drawn and compared. If they are those of the stored beat and
everything that moves lasts as long as it did, the stored video is taken over packet by packet.
Where a hold is longer its last picture is repeated, where it is shorter repetitions are left out
(see :mod:`scenes.render.h264`). Anything unexpected raises: then the beat is drawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from manim import Scene

from scenes.render import Renderer, h264
from scenes.render.encoder import Preset, repetition
from scripts.pipeline.task import Stretch

LENGTH = 4  # bytes that say how long a unit is, as in every MP4 of ours


class RetimingError(ValueError):
    """A stored beat cannot be given this timing."""


# Where in a frame the time goes on after a hold: any place at which no usual duration of a motion
# ends half-way between two frames.
PHASE = 1 / 7


class Timed(Renderer):
    """Notes how long everything lasts and which pictures stand still, while ``noting``.

    Then also what is skipped is drawn where it stands still. Time starts anew after every hold, so
    that the frames of a motion do not depend on the length of the holds before it.
    """

    def prepare(self) -> None:
        super().prepare()
        self.noting = False
        self.stretches: list[Stretch] = []

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        before = self.frames
        super().play(scene, *args, **kwargs)
        stands = scene.is_current_animation_frozen_frame()
        if stands:
            self._asked = (self.frames + PHASE) / self.fps
        if not self.noting:
            return
        frames, picture = self.frames - before, ""
        if stands:
            if self.skip_animations:
                self.draw_whole(scene)
            pixels = self.camera.pixel_array
            picture = hashlib.blake2b(pixels.tobytes(), digest_size=16).hexdigest()
        self.stretches.append(Stretch(float(scene.duration), frames, picture))


def same_pictures(before: Sequence[Stretch], after: Sequence[Stretch]) -> bool:
    """Whether two performances differ only in how long pictures stand still."""
    return len(before) == len(after) and all(
        old.picture == new.picture if old.picture else old == new
        for old, new in zip(before, after, strict=True)
    )


def retime(
    old: Path, new: Path, preset: Preset, before: Sequence[Stretch], after: Sequence[Stretch]
) -> None:
    """Write the video ``old``, encoded with ``preset``, with the timing ``after``.

    Raises:
        RetimingError: the video is not as expected, or a hold is too short.
        OSError: a file cannot be read or written.
    """
    with av.open(str(old)) as source:
        stream = source.streams.video[0]
        rate = stream.average_rate
        if rate is None or rate.denominator != 1:
            raise RetimingError(f"{old} has no whole number of frames a second")
        size, repeat = repetition((stream.width, stream.height), int(rate), preset)
        slices = _slices(source, size)
        frames = _relaid(slices, _Repeat(size, h264.renumbered(repeat, size, 0)), before, after)
        options = {"fflags": "+bitexact"}
        with av.open(str(new), "w", format="mp4", options=options) as target:
            video = target.add_stream_from_template(stream)
            number = 0
            for tick, slice_ in enumerate(frames):
                key = h264.kind(slice_) == h264.IDR
                number = 0 if key else number + 1
                counted = slice_ if key else h264.renumbered(slice_, size, number)
                packet = av.Packet(len(counted).to_bytes(LENGTH, "big") + counted)
                packet.pts = packet.dts = tick
                packet.time_base, packet.duration = Fraction(1, int(rate)), 1
                packet.is_keyframe, packet.stream = key, video
                target.mux_one(packet)


@dataclass(frozen=True, slots=True)
class _Repeat:
    """The slice that repeats a picture; ``size`` is the length of ``frame_num``."""

    size: int
    slice_: bytes

    def __contains__(self, other: bytes) -> bool:
        if len(other) > len(self.slice_) + LENGTH:  # numbers may need guarding bytes
            return False
        return h264.renumbered(other, self.size, 0) == self.slice_


def _slices(source: Any, size: int) -> list[bytes]:
    """One slice a frame, in the order shown."""
    slices: list[bytes] = []
    number = 0
    for packet in source.demux(source.streams.video[0]):
        data = bytes(packet)
        if not data:
            continue
        slice_ = data[LENGTH:]
        kind = h264.kind(slice_)
        whole = int.from_bytes(data[:LENGTH], "big") == len(slice_)
        number = 0 if kind == h264.IDR else number + 1
        if not whole or kind not in (h264.IDR, h264.SLICE):
            raise RetimingError("a packet is not one slice")
        if h264.frame_num(slice_, size) != number % (1 << size) or packet.pts != packet.dts:
            raise RetimingError("frames are not numbered in the order shown")
        slices.append(slice_)
    return slices


def _relaid(
    slices: Sequence[bytes], repeat: _Repeat, before: Sequence[Stretch], after: Sequence[Stretch]
) -> list[bytes]:
    """The slices with every hold as long as it is to be."""
    if sum(stretch.frames for stretch in before) != len(slices):
        raise RetimingError("the video is not as long as it was drawn")
    relaid: list[bytes] = []
    start = 0
    for old, new in zip(before, after, strict=True):
        piece = list(slices[start : start + old.frames])
        start += old.frames
        missing = new.frames - len(piece)
        if missing and not (old.picture and piece):
            raise RetimingError("what moves cannot be stretched")
        if missing < 0:
            spare = [index for index, slice_ in enumerate(piece) if slice_ in repeat]
            if len(spare) < -missing:
                raise RetimingError("a hold cannot be that short")
            for index in reversed(spare[missing:]):
                del piece[index]
        relaid += [*piece, *[repeat.slice_] * max(0, missing)]
    return relaid
