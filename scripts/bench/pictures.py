"""How alike the renderers' pictures are, and what encoding makes of them."""

from __future__ import annotations

import contextlib
import io
from fractions import Fraction
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scenes.render import Renderer, StockRenderer
from scenes.render.encoder import options
from scenes.render.segments import SegmentRenderer
from scenes.render.yuv import Planes, patch, rows_of
from scripts.bench.subject import background, play
from scripts.pipeline.compare import compare

Pixels = NDArray[np.uint8]
Job = dict[str, Any]
# What stock Manim 0.22 hands to x264.
STOCK = {"crf": "23"}


class _EnoughError(Exception):
    """The frames asked for have been seen."""


def watching(kind: type[SegmentRenderer], wanted: set[int], seen: dict[int, Pixels]) -> Any:
    """A renderer that draws only the frames of the numbers ``wanted`` and keeps them."""

    class Watching(kind):  # type: ignore[valid-type, misc]
        def draw(self, scene: Any, mobjects: Any) -> None:
            if self.frames in wanted:
                super().draw(scene, mobjects)
                seen[self.frames] = np.array(self.camera.pixel_array, dtype=np.uint8)
            elif self.frames > max(wanted):
                raise _EnoughError

    return Watching


def _size(job: Job) -> tuple[int, int, int]:
    return job["width"], job["height"], job["fps"]


def _watch(job: Job, kind: type[SegmentRenderer], wanted: set[int]) -> dict[int, Pixels]:
    seen: dict[int, Pixels] = {}
    renderer = watching(kind, wanted, seen)(*_size(job), encode="off", background=background(job))
    with contextlib.suppress(_EnoughError):
        play(job, renderer)
    return seen


def _moving(job: Job) -> list[int]:
    """The numbers of all frames in which something may move."""
    numbers: list[int] = []

    class Listing(Renderer):
        def draw(self, *_: Any) -> None:
            numbers.append(self.frames)

        def draw_whole(self, scene: Any) -> None:
            """Nothing is looked at."""

        def begin_play(self, scene: Any) -> None:
            """Nothing is drawn."""

    play(job, Listing(*_size(job), encode="off"))
    return numbers


def compare_renderers(job: Job, samples: int) -> Job:
    """Sampled frames of both renderers, compared."""
    moving = _moving(job)
    chosen = np.linspace(0, len(moving) - 1, min(samples, len(moving))).astype(int)
    wanted = {moving[i] for i in chosen}
    mine, theirs = _watch(job, Renderer, wanted), _watch(job, StockRenderer, wanted)
    tile, least = 0.0, 1.0
    for number in sorted(wanted):
        one, two = mine[number][..., :3], theirs[number][..., :3]
        tile = max(tile, compare(Image.fromarray(one), Image.fromarray(two)).worst)
        least = min(least, ssim(one.mean(axis=2), two.mean(axis=2)))
    return {"tile": tile, "ssim": least, "frames": len(wanted)}


def encodings(job: Job, count: int) -> Job:
    """SSIM and size of consecutive moving frames from the middle, for each encoder setting."""
    moving = _moving(job)
    middle = moving[max(0, len(moving) // 2 - count // 2) :][:count]
    exact = []
    for number, pixels in sorted(_watch(job, Renderer, set(middle)).items()):
        del number
        planes = Planes(job["width"], job["height"])
        planes.update(patch(pixels, 0, 0, job["width"], job["height"]))
        exact.append(planes.frame)
    settings = {"stock": STOCK}
    settings |= {"final": options("final", job["fps"]), "preview": options("preview", job["fps"])}
    return {
        "window": len(exact),
        "encoding": {name: _encoded(exact, job["fps"], wish) for name, wish in settings.items()},
    }


def _encoded(frames: list[av.VideoFrame], fps: int, wish: dict[str, str]) -> Job:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as target:
        stream = target.add_stream("libx264", rate=fps, options=wish)
        stream.width, stream.height, stream.pix_fmt = frames[0].width, frames[0].height, "yuv420p"
        for number, frame in enumerate(frames):
            frame.pts, frame.time_base = number, Fraction(1, fps)
            target.mux(stream.encode(frame))
        target.mux(stream.encode())
    size = len(buffer.getvalue()) / 1000
    buffer.seek(0)
    with av.open(buffer, "r") as source:
        found = [_luma(frame) for frame in source.decode(video=0)]
    values = [ssim(_luma(a), b) for a, b in list(zip(frames, found, strict=True))[::6]]
    return {"ssim": float(np.mean(values)), "kB": size}


def _luma(frame: av.VideoFrame) -> NDArray[np.float64]:
    return rows_of(frame.planes[0])[: frame.height, : frame.width].astype(float)


def ssim(one: NDArray[np.float64], two: NDArray[np.float64]) -> float:
    """Structural similarity (Wang et al. 2004) with means over 8×8 windows of pictures (h, w)."""
    a, b = one.astype(float), two.astype(float)
    mean_a, mean_b = _windowed(a), _windowed(b)
    var_a, var_b = _windowed(a * a) - mean_a**2, _windowed(b * b) - mean_b**2
    both = _windowed(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    top = (2 * mean_a * mean_b + c1) * (2 * both + c2)
    return float((top / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2))).mean())


def _windowed(values: NDArray[np.float64], side: int = 8) -> NDArray[np.float64]:
    sums = np.pad(values.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    box = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return box / side**2
