"""One H.264 file, written by its own thread: whole or not at all."""

from __future__ import annotations

import functools
import os
import weakref
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any, Literal

import av

from scenes.render import h264
from scenes.render.errors import RenderError
from scenes.render.yuv import Patch, Planes, rows_of

Preset = Literal["final", "preview"]

# Constant quantisers: without rate control x264 needs no half-size copies of its pictures, which
# are a third of its work on drawings. `lecture bench` measures sizes and qualities against stock.
X264: dict[Preset, dict[str, str]] = {
    "final": {"preset": "superfast", "qp": "23", "subq": "0"},
    "preview": {"preset": "ultrafast", "qp": "30"},
}
# What h264.py relies on; one thread, so that bytes do not depend on the machine and one core is
# left for drawing; the colours are those of yuv.py.
_FIXED = {
    "threads": "1",
    "bf": "0",
    "refs": "1",
    "forced-idr": "1",
    "weightp": "0",
    "sc_threshold": "0",
    "rc-lookahead": "0",
    "mbtree": "0",
    "flags": "+bitexact",
    "colorspace": "bt709",
    "color_primaries": "bt709",
    "color_trc": "bt709",
    "color_range": "tv",
}
KEYFRAME_SECONDS = 10
# A picture that stands still is encoded this often, which refines it, and then only repeated.
_REFINEMENTS = 2
# Pictures waiting for the encoder; bounds memory (a whole 1080p picture is 8 MB).
_QUEUE = 6


def options(preset: Preset, fps: int) -> dict[str, str]:
    """What x264 is asked for."""
    return X264[preset] | _FIXED | {"g": str(KEYFRAME_SECONDS * fps)}


@dataclass(frozen=True, slots=True)
class Segment:
    """A finished video file.

    Attributes:
        path: where the file is.
        frames: how many frames it holds.
        seconds: ``frames`` divided by the frame rate.
    """

    path: Path
    frames: int
    seconds: float


class SegmentEncoder:
    """Encodes a changing picture into ``path`` (MP4, H.264, yuv420p, BT.709, no audio).

    The file appears under its name only when :meth:`finish` has closed it; until then it is a
    hidden file beside it. Odd widths and heights are padded by one pixel, as 4:2:0 demands. Every
    frame is a packet of its own; packets stand in the order in which they are shown and the first
    can be decoded by itself, so files of one size, rate and preset can be joined by their packets.

    Args:
        path: the file to write; its folder is created.
        size: width and height in pixels.
        fps: frames per second; the time base is its inverse and the first frame is at 0.
        preset: ``"final"`` or ``"preview"``.
    """

    def __init__(self, path: Path, size: tuple[int, int], fps: int, preset: Preset) -> None:
        self.path = path
        self.frames = 0
        self._fps = fps
        path.parent.mkdir(parents=True, exist_ok=True)
        self._part = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._queue: Queue[tuple[Sequence[Patch], int] | None] = Queue(_QUEUE)
        self._error: BaseException | None = None
        self._discard = False
        self._planes = Planes(*size)
        even = (self._planes.frame.width, self._planes.frame.height)
        self._repeat = repetition(even, fps, preset)
        self._written = 0  # frames in the file
        self._due = 0  # frames the file will have when all that was put is in it
        self._same = 0  # how often the picture now in the planes was encoded
        self._last_key = 0
        self._inserted = 0  # repeats since the last keyframe
        self._frame_num = 0
        self._container = av.open(
            str(self._part), "w", format="mp4", options={"fflags": "+bitexact"}
        )
        # A process that ends in the middle leaves no half file either.
        self._forget = weakref.finalize(self, self._part.unlink, missing_ok=True)
        try:
            wish = options(preset, fps)
            self._stream = self._container.add_stream("libx264", rate=fps, options=wish)
            self._stream.width, self._stream.height = even
            self._stream.pix_fmt = "yuv420p"
            self._thread = Thread(target=self._run, name=f"encode {path.name}", daemon=True)
            self._thread.start()
        except BaseException:
            self._container.close()
            self._part.unlink(missing_ok=True)
            raise

    def put(self, changes: Sequence[Patch], repeat: int = 1) -> None:
        """Queue a picture, to be shown ``repeat`` times, by what changed since the last one.

        Raises:
            RenderError: the encoder failed on an earlier picture.
        """
        self._raise_failure()
        self.frames += repeat
        self._queue.put((changes, repeat))

    def finish(self) -> Segment:
        """Flush, close and name the file.

        Raises:
            RenderError: nothing was put, or encoding failed; no file is left then.
        """
        if not self.frames:
            self.abort()
            raise RenderError(
                f"The segment {self.path} has no frames; play or wait for at least "
                f"1/{self._fps} s between start_segment and finish_segment."
            )
        self._queue.put(None)
        self._thread.join()
        if self._error is not None:
            self._part.unlink(missing_ok=True)
            self._raise_failure()
        self._part.replace(self.path)
        self._forget.detach()
        return Segment(self.path, self.frames, self.frames / self._fps)

    def abort(self) -> None:
        """Stop the thread and remove the unfinished file; harmless when repeated."""
        self._discard = True
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()
        self._part.unlink(missing_ok=True)

    def _raise_failure(self) -> None:
        if self._error is not None:
            raise RenderError(f"Encoding {self.path} failed: {self._error}") from self._error

    # -- on the encoder's thread ----------------------------------------------------------------

    def _run(self) -> None:
        try:
            while (item := self._queue.get()) is not None:
                # After a failure the queue is still drained, or the drawing side would block.
                if self._error is None and not self._discard:
                    self._encode(*item)
            if self._error is None and not self._discard:
                self._write(self._stream.encode())
                self._fill(self._due)
        except BaseException as error:
            self._error = error
            self._drain()
        finally:
            with suppress(OSError, ValueError, av.error.FFmpegError):
                self._container.close()

    def _drain(self) -> None:
        while self._queue.get() is not None:
            pass

    def _encode(self, changes: Sequence[Patch], repeat: int) -> None:
        for change in changes:
            self._planes.update(change)
        if changes:
            self._same = 0
        for tick in range(self._due, self._due + repeat):
            key = tick - self._last_key >= KEYFRAME_SECONDS * self._fps
            if key or self._same < _REFINEMENTS:
                self._same += 1
                self._send(tick, key)
        self._due += repeat

    def _send(self, tick: int, key: bool) -> None:
        frame = self._planes.frame
        frame.pts, frame.time_base = tick, Fraction(1, self._fps)
        frame.pict_type = av.video.frame.PictureType.I if key else av.video.frame.PictureType.NONE
        if key:
            self._last_key = tick
        self._write(self._stream.encode(frame))

    def _write(self, packets: Sequence[av.Packet[Any]]) -> None:
        size, _ = self._repeat
        for encoded in packets:
            assert encoded.pts is not None
            self._fill(encoded.pts)
            slice_ = h264.slice_of(bytes(encoded))
            if encoded.is_keyframe:
                self._last_key, self._inserted = max(self._last_key, encoded.pts), 0
            self._frame_num = h264.frame_num(slice_, size) + self._inserted
            if self._inserted:
                slice_ = h264.renumbered(slice_, size, self._frame_num)
            self._mux(slice_, encoded.is_keyframe)

    def _fill(self, until: int) -> None:
        """Repeat the last picture up to, not including, frame ``until``."""
        size, repeat = self._repeat
        while self._written < until:
            self._frame_num += 1
            self._inserted += 1
            self._mux(h264.renumbered(repeat, size, self._frame_num), key=False)

    def _mux(self, slice_: bytes, key: bool) -> None:
        packet = av.Packet(h264.packet(slice_))
        packet.pts = packet.dts = self._written
        packet.time_base = Fraction(1, self._fps)
        packet.duration = 1
        packet.is_keyframe = key
        packet.stream = self._stream
        self._container.mux_one(packet)
        self._written += 1


@functools.lru_cache(maxsize=8)
def repetition(size: tuple[int, int], fps: int, preset: Preset) -> tuple[int, bytes]:
    """The length of ``frame_num`` and the slice that repeats a picture of this size.

    x264 makes it: the second of two equal grey pictures skips every macroblock.
    """
    context = av.CodecContext.create("libx264", "w")
    assert isinstance(context, av.VideoCodecContext)
    context.width, context.height = size
    context.pix_fmt = "yuv420p"
    context.framerate, context.time_base = Fraction(fps), Fraction(1, fps)
    context.options = options(preset, fps) | {"flags": "+bitexact+global_header"}
    grey = av.VideoFrame(*size, "yuv420p")
    for plane in grey.planes:
        rows_of(plane)[:] = 128
    packets = []
    for tick in range(2):
        grey.pts, grey.time_base = tick, Fraction(1, fps)
        packets += context.encode(grey)
    packets += context.encode()
    assert context.extradata is not None
    return h264.frame_num_bits(context.extradata), h264.slice_of(bytes(packets[1]))
