"""What our renderers share: Manim's play loop with exact frame counts, cut into segments."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import manim
import numpy as np
from manim import config
from manim.camera.camera import Camera
from manim.mobject.mobject import Mobject
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene import Scene
from PIL import Image

from scenes.render.encoder import Preset, Segment, SegmentEncoder
from scenes.render.errors import RenderError
from scenes.render.writer import Writer
from scenes.render.yuv import Pixels

MANIM = "0.22.0"
MAX_SIDE = 7680


class SegmentRenderer(CairoRenderer):
    """Plays a Manim scene; what is drawn from start_segment to finish_segment becomes a file.

    Time is counted in frames: after every play ``time * fps`` is a whole number and differs from
    the sum of the durations asked for by at most half a frame, however many plays there were.

    Making a renderer sets Manim's global ``config`` (frame size and rate, background, no progress
    bar), because scenes and mobjects read it; make it before the scene.

    Args:
        width: frame width in pixels.
        height: frame height in pixels.
        fps: frames per second.
        encode: encoder preset, or ``"off"`` to draw without writing.
        background: background colour.
        on_frame: called with the number of frames so far, after each batch of frames.

    Raises:
        RenderError: another Manim than the pinned one, or a size or rate that is not usable.
    """

    camera: Camera
    file_writer: Any

    def __init__(
        self,
        width: int,
        height: int,
        fps: int,
        encode: Literal["final", "preview", "off"] = "final",
        background: str = "#0E1117",
        on_frame: Callable[[int], None] | None = None,
    ) -> None:
        _check(width, height, fps, encode)
        self.width, self.height, self.fps = width, height, fps
        self.background = background
        self.frames = 0
        self.num_plays = 0
        self.time = 0.0
        self.static_image = None
        self.animations_hashes = []
        self._preset: Preset | None = None if encode == "off" else encode
        self._on_frame = on_frame
        self._asked = 0.0
        self._skipping = False
        self._encoder: SegmentEncoder | None = None
        self._scene: Scene | None = None
        self._configure()
        self.prepare()

    def prepare(self) -> None:
        """What a subclass sets up before there is a scene."""

    def _configure(self) -> None:
        for name, value in {
            "pixel_width": self.width,
            "pixel_height": self.height,
            "frame_rate": self.fps,
            "background_color": self.background,
            "progress_bar": "none",
            "verbosity": "WARNING",
            "disable_caching": True,
        }.items():
            config[name] = value

    @abstractmethod
    def make_camera(self, camera_class: type[Camera]) -> Camera:
        """The camera that stands for the scene's own camera class."""

    def init_scene(self, scene: Scene, *_: object) -> None:
        """Called by ``Scene.__init__``: builds the camera the scene asked for."""
        self._scene = scene
        self.camera = self.make_camera(scene.camera_class)
        self.file_writer = Writer(self.abort)

    # -- segments ---------------------------------------------------------------------------

    def start_segment(self, path: Path) -> None:
        """Begin a video file for what is played from here on.

        Raises:
            RenderError: a segment is already open, or the renderer was made with ``encode="off"``.
        """
        if self._preset is None:
            raise RenderError('The renderer has encode="off"; use "preview" or "final".')
        if self._encoder is not None:
            raise RenderError(f"The segment {self._encoder.path} is open; finish it first.")
        size = (self.width, self.height)
        self._encoder = SegmentEncoder(Path(path), size, self.fps, self._preset)

    def finish_segment(self) -> Segment:
        """Close the open segment and give it its name.

        Raises:
            RenderError: no segment is open, it has no frames, or encoding failed.
        """
        if self._encoder is None:
            raise RenderError("No segment is open; call start_segment first.")
        encoder, self._encoder = self._encoder, None
        return encoder.finish()

    def abort(self) -> None:
        """Drop the open segment, if any: its thread ends and its file is removed."""
        encoder, self._encoder = self._encoder, None
        if encoder is not None:
            encoder.abort()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.abort()

    # -- playing ----------------------------------------------------------------------------

    @property
    def skipping(self) -> bool:
        """Animations jump to their end and nothing is drawn or encoded; time still counts."""
        return self._skipping

    @skipping.setter
    def skipping(self, value: bool) -> None:
        self._skipping = value

    @property
    def skip_animations(self) -> bool:  # type: ignore[override]
        """Manim's name for ``skipping``, which a section of the scene can also ask for."""
        return self._skipping or bool(self.file_writer.sections[-1].skip_animations)

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Play animations; an exception aborts the open segment."""
        try:
            self._play(scene, *args, **kwargs)
        except BaseException:
            self.abort()
            raise

    def _play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        self._configure()
        scene.compile_animation_data(*args, **kwargs)
        scene.begin_animations()
        frames = max(0, round((self._asked + scene.duration) * self.fps) - self.frames)
        self._asked += scene.duration
        if scene.is_current_animation_frozen_frame():
            self._hold(scene, frames)
        else:
            self._animate(scene, frames)
        self.num_plays += 1

    def _hold(self, scene: Scene, frames: int) -> None:
        if frames and not self.skip_animations:
            self.draw_whole(scene)
        self._emit(frames)

    def _animate(self, scene: Scene, frames: int) -> None:
        assert scene.animations is not None
        if self.skip_animations:
            scene.update_to_time(scene.duration)
            self._emit(frames)
        else:
            self._draw_frames(scene, frames)
        for animation in scene.animations:
            animation.finish()
            animation.clean_up_from_scene(scene)
        # Stock Manim leaves this out when it skips; then dependent mobjects lag behind.
        scene.update_mobjects(0)

    def _draw_frames(self, scene: Scene, frames: int) -> None:
        self.begin_play(scene)
        start = self.frames
        for index in range(frames):
            scene.update_to_time(index / self.fps)
            self.draw(scene, scene.moving_mobjects)
            self._emit(1)
            if scene.stop_condition is not None and scene.stop_condition():
                # The scene asked for less than it allowed for: forget the rest.
                self._asked += (self.frames - start) / self.fps - scene.duration
                break
        self.end_play()

    def _emit(self, frames: int) -> None:
        if not frames:
            return
        self.frames += frames
        self.time = self.frames / self.fps
        if self._encoder is not None and not self.skip_animations:
            self.send(self._encoder, frames)
        if self._on_frame is not None:
            self._on_frame(self.frames)

    # -- drawing, by the subclass -----------------------------------------------------------

    def begin_play(self, scene: Scene) -> None:
        """Draw what stands still during this play, once."""
        self.save_static_frame_data(scene, scene.static_mobjects)

    def end_play(self) -> None:
        """Forget what stood still."""
        self.static_image = None

    @abstractmethod
    def draw(self, scene: Scene, mobjects: Iterable[Mobject]) -> None:
        """Draw a frame: what stands still, then ``mobjects``."""

    def draw_whole(self, scene: Scene) -> None:
        """Draw everything the scene shows."""
        self.static_image = None
        self.draw(scene, shown_by(scene))

    @abstractmethod
    def send(self, encoder: SegmentEncoder, frames: int) -> None:
        """Hand the frame last drawn to the encoder, to be shown ``frames`` times."""

    def pixels(self) -> Pixels:
        """The current state of the scene as RGBA bytes (height, width, 4), drawn now.

        Raises:
            RenderError: the renderer has not been given to a scene.
        """
        if self._scene is None:
            raise RenderError("The renderer has no scene; make one with Scene(renderer=renderer).")
        self.draw_whole(self._scene)
        return np.array(self.camera.pixel_array)

    def save_still(self, path: Path) -> None:
        """Write the current state as a PNG; equal pictures give equal bytes."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        Image.fromarray(self.pixels()[:, :, :3]).save(part, format="PNG", compress_level=6)
        part.replace(path)

    def scene_finished(self, scene: Scene) -> None:
        """Called at the end of ``scene.render()``; segments are finished by their owner."""


def shown_by(scene: Scene) -> list[Mobject]:
    """The mobjects of a scene, those kept in the foreground last."""
    shown = list(scene.mobjects)
    return shown + [m for m in scene.foreground_mobjects if m not in shown]


def _check(width: int, height: int, fps: int, encode: str) -> None:
    if manim.__version__ != MANIM:
        raise RenderError(
            f"This renderer overrides parts of Manim {MANIM} but Manim {manim.__version__} is "
            f"installed; install manim=={MANIM}."
        )
    for name, value, high in (
        ("width", width, MAX_SIDE),
        ("height", height, MAX_SIDE),
        ("fps", fps, 240),
    ):
        low = 1 if name == "fps" else 16
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise RenderError(
                f"{name} is {value!r} but must be a whole number from {low} to {high}, such as "
                f"{ {'width': 1920, 'height': 1080, 'fps': 60}[name] }."
            )
    if encode not in ("final", "preview", "off"):
        raise RenderError(f'encode is {encode!r} but must be "final", "preview" or "off".')
