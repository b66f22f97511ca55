"""One H.264 file, written by its own thread: whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Literal

import av
import numpy as np
from numpy.typing import NDArray

from scenes.render.errors import RenderError

Preset = Literal["final", "preview"]
Pixels = NDArray[np.uint8]

# The sizes and qualities of the two presets are measured by `lecture bench`.
X264: dict[Preset, dict[str, str]] = {
    "final": {"preset": "veryfast", "crf": "20"},
    "preview": {"preset": "ultrafast", "crf": "26"},
}
# Frames waiting for the encoder; bounds memory (a 1080p RGBA frame is 8 MB).
QUEUE_FRAMES = 4


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
    """Encodes RGBA frames of one size into ``path`` (MP4, H.264, yuv420p, no audio).

    The file appears under its name only when :meth:`finish` has closed it; until then it is a
    hidden file beside it. Odd widths and heights are padded by one pixel, as 4:2:0 demands.

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
        self._size = size
        path.parent.mkdir(parents=True, exist_ok=True)
        self._part = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._queue: Queue[tuple[Pixels, int] | None] = Queue(QUEUE_FRAMES)
        self._error: BaseException | None = None
        self._discard = False
        self._pts = 0
        self._container = av.open(
            str(self._part), "w", format="mp4", options={"fflags": "+bitexact"}
        )
        try:
            self._open_stream(preset)
            self._thread = Thread(target=self._run, name=f"encode {path.name}", daemon=True)
            self._thread.start()
        except BaseException:
            self._container.close()
            self._part.unlink(missing_ok=True)
            raise

    def _open_stream(self, preset: Preset) -> None:
        width, height = self._size
        # One encoder thread: bytes that do not depend on the machine, one core left for drawing.
        # No B-frames: packets leave in the order they are shown, which joining relies on.
        options = X264[preset] | {"threads": "1", "bf": "0", "flags": "+bitexact"}
        stream = self._container.add_stream("libx264", rate=self._fps, options=options)
        stream.width, stream.height = width + width % 2, height + height % 2
        stream.pix_fmt = "yuv420p"
        self._stream = stream

    def put(self, frame: Pixels, repeat: int = 1) -> None:
        """Queue ``frame`` (h, w, 4), to be shown ``repeat`` times; the array now belongs to us.

        Raises:
            RenderError: the encoder failed on an earlier frame.
        """
        self._raise_failure()
        self.frames += repeat
        self._queue.put((frame, repeat))

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

    def _run(self) -> None:
        try:
            while (item := self._queue.get()) is not None:
                # After a failure the queue is still drained, or the drawing side would block.
                if self._error is None and not self._discard:
                    self._guard(self._encode, *item)
        finally:
            if self._error is None and not self._discard:
                self._guard(self._flush)
            with suppress(OSError, av.error.FFmpegError):
                self._container.close()

    def _guard(self, step: object, *args: object) -> None:
        try:
            step(*args)  # type: ignore[operator]
        except BaseException as error:
            self._error = error

    def _encode(self, pixels: Pixels, repeat: int) -> None:
        frame = av.VideoFrame.from_ndarray(_even(pixels), format="rgba")
        yuv = frame.reformat(format="yuv420p")
        for _ in range(repeat):
            yuv.pts = self._pts
            yuv.time_base = Fraction(1, self._fps)
            self._pts += 1
            self._container.mux(self._stream.encode(yuv))

    def _flush(self) -> None:
        self._container.mux(self._stream.encode())


def _even(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    if width % 2 or height % 2:
        pixels = np.pad(pixels, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    return np.ascontiguousarray(pixels)
