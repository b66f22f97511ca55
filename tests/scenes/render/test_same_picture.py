"""The fast renderer draws what stock Manim draws, bit for bit."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from manim import (
    BLUE,
    DEGREES,
    LEFT,
    RED,
    RIGHT,
    UP,
    ApplyWave,
    Circle,
    Circumscribe,
    Create,
    DashedLine,
    Dot,
    FadeIn,
    FadeOut,
    GrowFromCenter,
    Indicate,
    LaggedStart,
    MoveAlongPath,
    MovingCameraScene,
    MultiCamera,
    Rotate,
    Scene,
    ShrinkToCenter,
    Square,
    Star,
    Succession,
    Text,
    ThreeDScene,
    TracedPath,
    Transform,
    ValueTracker,
    VGroup,
    Write,
    ZoomedScene,
    always_redraw,
    config,
)
from manim.camera.mapping_camera import MappingCamera
from manim.renderer.cairo_renderer import CairoRenderer
from numpy.typing import NDArray

from scenes.render import Renderer, StockRenderer
from scenes.render.mark import can_follow
from scenes.render.segments import SegmentRenderer

SIZE = (320, 180, 10)


class Watched:
    """Mixed into a renderer: keeps every frame."""

    frames_seen: list[NDArray[np.uint8]]

    def _emit(self, frames: int) -> None:
        self.frames_seen.append(np.array(self.camera.pixel_array))  # type: ignore[attr-defined]
        super()._emit(frames)  # type: ignore[misc]


class WatchedFast(Watched, Renderer):
    pass


class WatchedStock(Watched, StockRenderer):
    pass


class Plays(Scene):
    def construct(self) -> None:
        words = Text("slope").shift(UP)
        square, circle = Square(color=RED, fill_opacity=0.5), Circle(color=BLUE).set_z_index(-1)
        self.play(Write(words), run_time=0.5)
        self.play(FadeIn(square), Create(circle), run_time=0.5)
        self.play(Transform(square, Star()), words.animate.shift(LEFT), run_time=0.5)
        tracker = ValueTracker(0.0)
        follower = VGroup().add_updater(
            lambda g: g.become(VGroup(Circle(0.3).shift(tracker.get_value() * RIGHT)))
        )
        self.add(follower)
        self.play(tracker.animate.set_value(3), circle.animate.set_opacity(0.3), run_time=0.6)
        self.play(FadeOut(words), Rotate(square, 1), run_time=0.4)
        self.camera.background_color = "#223344"  # type: ignore[union-attr]
        self.wait(0.3)
        self.bring_to_back(square)
        self.remove(circle)
        self.play(tracker.animate.set_value(0), run_time=0.3)


class Traces(Scene):
    """Mobjects made anew for every frame, groups of animations, changes of order."""

    def construct(self) -> None:
        dot, ring = Dot(color=RED), Circle(2)
        trace = TracedPath(dot.get_center, stroke_color=BLUE)
        line = always_redraw(lambda: DashedLine(LEFT, dot.get_center()))
        self.add(Square(4, fill_opacity=0.2), line, trace, dot)
        self.play(MoveAlongPath(dot, ring), run_time=0.6)
        words = Text("one two").shift(UP)
        self.play(LaggedStart(*(GrowFromCenter(w) for w in words), lag_ratio=0.3), run_time=0.5)
        self.play(Succession(Indicate(words), ApplyWave(words)), run_time=0.6)
        self.play(ShrinkToCenter(words), Circumscribe(dot), run_time=0.4)


class Moves(MovingCameraScene):
    def construct(self) -> None:
        self.add(Text("near").shift(LEFT), Square())
        self.play(self.camera.frame.animate.scale(0.4).shift(LEFT), run_time=0.5)  # type: ignore[union-attr]
        self.play(FadeIn(Circle()), run_time=0.3)


class Turns(ThreeDScene):
    def construct(self) -> None:
        title = Text("fixed").to_edge(UP)
        self.add_fixed_in_frame_mobjects(title)
        label = Text("up").shift(RIGHT)
        self.add_fixed_orientation_mobjects(label)
        self.add(Square(fill_opacity=0.4))
        self.set_camera_orientation(phi=60 * DEGREES, theta=20 * DEGREES)
        self.play(FadeIn(Circle()), run_time=0.3)
        self.move_camera(phi=20 * DEGREES, frame_center=[0.5, 0.2, 0.3], run_time=0.5)
        self.remove_fixed_in_frame_mobjects(title)
        self.begin_ambient_camera_rotation(rate=1)
        self.wait(0.4)
        self.stop_ambient_camera_rotation()


class Zooms(ZoomedScene):
    def construct(self) -> None:
        self.add(Square())
        self.activate_zooming()
        self.play(FadeIn(Circle()), run_time=0.3)


def frames(kind: type[Scene], renderer: SegmentRenderer) -> list[NDArray[np.uint8]]:
    renderer.frames_seen = []  # type: ignore[attr-defined]
    kind(renderer=renderer).render()
    return renderer.frames_seen  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", [Plays, Traces, Moves, Turns, Zooms])
def test_every_frame_of_a_film(kind: type[Scene]) -> None:
    ours = frames(kind, WatchedFast(*SIZE, encode="off"))
    theirs = frames(kind, WatchedStock(*SIZE, encode="off"))
    assert len(ours) == len(theirs) >= 3
    assert any(not np.array_equal(a, b) for a, b in itertools.pairwise(ours))
    for number, (mine, stock) in enumerate(zip(ours, theirs, strict=True)):
        assert np.array_equal(mine, stock), f"frame {number}"


def test_what_is_kept_is_what_is_drawn_afresh() -> None:
    renderer = Renderer(*SIZE, encode="off")
    scene = Plays(renderer=renderer)
    scene.render()
    kept = renderer.pixels()
    fresh = Renderer(*SIZE, encode="off")
    fresh.init_scene(scene)
    fresh.camera.background_color = scene.camera.background_color  # type: ignore[union-attr]
    assert np.array_equal(kept, fresh.pixels())


def test_cameras_with_ways_of_their_own_are_left_to_stock() -> None:
    assert not can_follow(MultiCamera)
    assert not can_follow(MappingCamera)


class Waits(Scene):
    def construct(self) -> None:
        square = Square(fill_opacity=0.5)
        self.play(FadeIn(square), run_time=0.3)
        self.wait(0.5)  # stock Manim would make two frames of 0.3 s
        self.add(Circle())
        self.wait(0.2)
        self.play(square.animate.shift(RIGHT), run_time=0.3)


def test_the_frames_that_manims_own_renderer_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[NDArray[np.uint8]] = []

    class Writing(CairoRenderer):
        def add_frame(self, frame: NDArray[np.int64], num_frames: int = 1) -> None:
            written.extend([np.array(frame, dtype=np.uint8)] * num_frames)
            super().add_frame(frame, num_frames)

    monkeypatch.setitem(config, "dry_run", True)
    shown: list[NDArray[np.uint8]] = []

    class Showing(Renderer):
        def _emit(self, frames: int) -> None:
            shown.extend([np.array(self.camera.pixel_array, dtype=np.uint8)] * frames)
            super()._emit(frames)

    Waits(renderer=Showing(*SIZE, encode="off")).render()
    Waits(renderer=Writing()).render()
    assert len(shown) == len(written) == 13
    assert all(np.array_equal(mine, stock) for mine, stock in zip(shown, written, strict=True))
