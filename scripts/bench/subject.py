"""One measurement of `lecture bench`, in its own process: ``python -m scripts.bench.subject JOB``.

JOB is a JSON object; the answer is one JSON object on the last line of standard output.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Job = dict[str, Any]
SAMPLES = 24  # frames compared between the renderers
WINDOW = 60  # consecutive frames encoded with each preset


def main(text: str) -> None:
    """Measure and answer."""
    job: Job = json.loads(text)
    kinds: dict[str, Callable[[Job], Job]] = {
        "stock": stock,
        "ours": ours,
        "floor": floor,
        "picture": picture,
        "scenes": scenes,
    }
    answer = kinds[job["kind"]](job)
    print(json.dumps(answer))


def _usage(frames: int, out: str) -> Job:
    size = sum(path.stat().st_size for path in Path(out).rglob("*.mp4")) / 1000
    return {"frames": frames, "cpu": time.process_time(), "memory": _peak(), "size": size}


def _peak() -> float:
    """Largest memory of this process so far, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # ru_maxrss would count what the parent held when it started us.
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024)  # bytes on macOS


def _classes(file: str) -> dict[str, Any]:
    import manim

    spec = importlib.util.spec_from_file_location(Path(file).stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return {
        name: kind
        for name, kind in vars(module).items()
        if isinstance(kind, type)
        and issubclass(kind, manim.Scene)
        and kind.__module__ == module.__name__
    }


def scenes(job: Job) -> Job:
    """The scenes of a file."""
    return {"scenes": list(_classes(job["file"]))}


def background(job: Job) -> str:
    """The course's colour behind lectures, Manim's behind other scenes."""
    from scenes.stage import theme

    return "#000000" if job["file"] else str(theme.BACKGROUND)


def play(job: Job, renderer: Any) -> float:
    """Play the subject with a renderer; the seconds of film that this makes.

    Of a lecture only some beats may be asked for: those before them are skipped, as far as the
    renderer can, and those after them are left out.

    Raises:
        ValueError: the lecture has no such beat.
    """
    if job["file"]:
        _classes(job["file"])[job["name"]](renderer=renderer).render()
        return float(renderer.time)
    from manim import Scene

    from scenes.catalogue import load

    entry = load(job["slug"])
    params = entry.params()
    names = [beat.name for beat in entry.played(params)]
    wanted = set(job.get("beats") or names)
    if unknown := wanted - set(names):
        raise ValueError(
            f"{job['slug']} has no beat {sorted(unknown)[0]}; it has {', '.join(names)}"
        )
    scene = Scene(renderer=renderer, random_seed=params.seed)
    lecture = entry.lecture(params, entry.compute(params), entry.meta, entry.script, scene)
    seconds = 0.0
    last = max(index for index, name in enumerate(names) if name in wanted)
    for name in names[: last + 1]:
        begin, renderer.skipping = renderer.time, name not in wanted
        lecture.perform(name)
        seconds += renderer.time - begin if name in wanted else 0.0
    renderer.scene_finished(scene)
    return float(seconds)


def stock(job: Job) -> Job:
    """Manim's renderer, encoder and settings; only images are drawn by us, because with today's
    Pillow it cannot (see ``scenes.render.images``)."""
    from manim import Camera, config
    from manim.renderer.cairo_renderer import CairoRenderer

    from scenes.render.images import ImageDrawing

    for name, value in {
        "pixel_width": job["width"],
        "pixel_height": job["height"],
        "frame_rate": job["fps"],
        "background_color": background(job),
        "media_dir": job["out"],
        "verbosity": "ERROR",
        "progress_bar": "none",
        "disable_caching": True,
    }.items():
        config[name] = value

    class Stock(CairoRenderer):
        """What a lecture asks a renderer for, besides Manim's own."""

        fps = job["fps"]

        @property
        def skipping(self) -> bool:
            return bool(self.skip_animations)

        @skipping.setter
        def skipping(self, value: bool) -> None:
            self._original_skipping_status = self.skip_animations = value

        def init_scene(self, scene: Any, *rest: Any) -> None:
            kind = scene.camera_class
            drawing: Any = type(kind.__name__, (ImageDrawing, kind), {})
            self.camera = drawing()
            super().init_scene(scene, *rest)

    renderer = Stock(camera_class=Camera)
    return _usage(round(play(job, renderer) * job["fps"]), job["out"])


def ours(job: Job) -> Job:
    """The fast renderer with the final preset, perhaps without one of its techniques."""
    from scenes.render import Renderer

    if job.get("without"):
        from scripts.bench.techniques import TECHNIQUES

        TECHNIQUES[job["without"]]()
    size = (job["width"], job["height"], job["fps"])
    with Renderer(*size, background=background(job)) as renderer:
        renderer.start_segment(Path(job["out"]) / "ours.mp4")
        play(job, renderer)
        segment = renderer.finish_segment()
    return _usage(segment.frames, job["out"])


def floor(job: Job) -> Job:
    """Seconds to encode every frame of our video again, decoding not counted."""
    import av

    from scenes.render.encoder import options

    spent = 0.0
    with (
        av.open(str(Path(job["out"]) / "ours.mp4")) as source,
        av.open(str(Path(job["out"]) / "floor.mp4"), "w") as target,
    ):
        stream = target.add_stream("libx264", rate=job["fps"], options=options("final", job["fps"]))
        video = source.streams.video[0]
        stream.width, stream.height, stream.pix_fmt = video.width, video.height, "yuv420p"
        for frame in source.decode(video):
            frame.pict_type = av.video.frame.PictureType.NONE
            begin = time.perf_counter()
            target.mux(stream.encode(frame))
            spent += time.perf_counter() - begin
        begin = time.perf_counter()
        target.mux(stream.encode())
        spent += time.perf_counter() - begin
    return {"seconds": spent}


def picture(job: Job) -> Job:
    """Largest tile difference and SSIM between the renderers over sampled frames, and what each
    encoder setting makes of moving frames."""
    from scripts.bench.pictures import compare_renderers, encodings

    return compare_renderers(job, SAMPLES) | encodings(job, WINDOW)


if __name__ == "__main__":
    main(sys.argv[1])
