"""Stands in for the stage: draws a small clip without manim, or misbehaves as its slug says."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

from mvcalc.errors import RangeError
from scenes.stage.record import BeatRecord, Caption, Drawn, DrawRequest, FactRecord, Progress
from scripts.pipeline.task import Hints

FRAMES = 30
BEATS = ("one", "two", "three")


def draw(request: DrawRequest, _: Hints, on_progress: Callable[[Progress], None]) -> Drawn:
    """Draw the beats asked for, after doing what the slug says."""
    behaviour = BEHAVIOURS.get(request.slug)
    if behaviour is not None:
        behaviour(request)
    with Path(os.environ.get("DRAWN_BEATS", os.devnull)).open("a") as log:
        log.writelines(f"{request.slug} {beat}\n" for beat in request.beats or BEATS)
    records = []
    for beat in request.beats or BEATS:
        for frame in range(FRAMES):
            on_progress(Progress(beat, frame + 1, FRAMES))
        records.append(_record(request, beat))
    return Drawn(request.slug, "A title", request.fps, tuple(records), (FACT,))


FACT = FactRecord("value", "1/3", "0.333333")


def clip(path: Path, frames: int, fps: int, shade: int, size: tuple[int, int] = (64, 36)) -> Path:
    """A small H.264 file whose frames can be told apart."""
    with av.open(str(path), "w", format="mp4") as container:
        options = {"bf": "0", "threads": "1", "flags": "+bitexact"}
        stream = container.add_stream("libx264", rate=fps, options=options)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        for index in range(frames):
            pixels = np.full((size[1], size[0], 3), shade, np.uint8)
            pixels[:, : index % size[0]] = 255 - shade
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def _record(request: DrawRequest, beat: str) -> BeatRecord:
    shade = 40 * (1 + len(beat))
    segment = clip(request.folder / f"{beat}.mp4", FRAMES, request.fps, shade)
    still = request.folder / f"{beat}.png"
    Image.new("RGB", (64, 36), (shade, shade, shade)).save(still)
    return BeatRecord(
        name=beat,
        title=beat.title(),
        frames=FRAMES,
        segment=segment,
        still=still,
        captions=(Caption(0.1, 0.9, f"This is {beat} <&> ½."),),
        narration=(f"This is {beat}.",),
        spoken=(f"This is {beat}.",),
        shown=(("formula", "x^2"),),
        alt=f"A grey frame, {beat}",
    )


def _raise(request: DrawRequest) -> None:
    print("before the fall")
    raise ZeroDivisionError(f"in {request.slug}")


def _refuse(request: DrawRequest) -> None:
    del request
    raise RangeError("must not be 0", param="run", value=0, hint="for example run = 1")


def _hang(request: DrawRequest) -> None:
    del request
    while True:
        time.sleep(0.05)


def _eat(request: DrawRequest) -> None:
    del request
    eaten = []
    while True:
        eaten.append(np.ones(4_000_000))
        time.sleep(0.005)


def _gobble(request: DrawRequest) -> None:
    del request
    bytearray(1 << 42)


def _babble(request: DrawRequest) -> None:
    del request
    print("\0\x80 not a message" * 100)
    sys.stdout.flush()
    os.write(1, b"\xff\x00" * 5000)
    os.write(2, b"garbage")


def _flood(request: DrawRequest) -> None:
    del request
    while True:
        os.write(1, b"x" * 1_000_000)
        time.sleep(0.01)


def _die(request: DrawRequest) -> None:
    del request
    os.kill(os.getpid(), signal.SIGKILL)


def _die_once(request: DrawRequest) -> None:
    marker = Path(os.environ["DIED_ONCE"])
    if not marker.exists():
        marker.touch()
        (request.folder / "half.mp4").write_bytes(b"half")
        os.kill(os.getpid(), signal.SIGKILL)


def _exit(request: DrawRequest) -> None:
    del request
    sys.exit(3)


def _slow(request: DrawRequest) -> None:
    del request
    time.sleep(1.0)


def _slay(request: DrawRequest) -> None:
    del request
    if os.getppid() != 1:
        os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(10)


BEHAVIOURS: dict[str, Callable[[DrawRequest], None]] = {
    "raises": _raise,
    "refuses": _refuse,
    "hangs": _hang,
    "eats": _eat,
    "gobbles": _gobble,
    "babbles": _babble,
    "floods": _flood,
    "dies": _die,
    "dies-once": _die_once,
    "exits": _exit,
    "slow": _slow,
    "slays": _slay,
}
