"""The seam: how a scene is played into exact, whole, concatenable video segments."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import av
import numpy as np
import pytest
from manim import RIGHT, Circle, FadeIn, Scene, Square, ThreeDScene, Uncreate, ValueTracker

from scenes.render import Renderer, RenderError, StockRenderer

SIZE = (160, 90, 15)


def packets(path: Path) -> list[tuple[int, int, int]]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        base = (stream.time_base or 0) * 15
        return [
            (int((p.pts or 0) * base), int((p.dts or 0) * base), p.size)
            for p in container.demux()
            if p.size
        ]


def frames_of(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [f.to_ndarray(format="rgb24") for f in container.decode(video=0)]


@pytest.mark.parametrize("kind", [Renderer, StockRenderer])
def test_a_scene_is_played_without_render(kind: type[Renderer], tmp_path: Path) -> None:
    renderer = kind(*SIZE)
    scene = Scene(renderer=renderer)
    scene.setup()
    path = tmp_path / "beats" / "one.mp4"
    renderer.start_segment(path)
    square = Square()
    scene.play(FadeIn(square), run_time=1)
    assert not path.exists()
    scene.wait(2)
    segment = renderer.finish_segment()
    assert (segment.path, segment.frames, segment.seconds) == (path, 45, 3.0)
    assert [p for p, _, _ in packets(path)] == list(range(45))
    assert len(frames_of(path)) == 45
    assert [p.name for p in path.parent.iterdir()] == ["one.mp4"]


def test_time_does_not_drift() -> None:
    renderer = Renderer(*SIZE, encode="off")
    scene = Scene(renderer=renderer)
    square = Square()
    for index in range(30):
        scene.wait(0.37)
        scene.play(square.animate.shift(0.1 * RIGHT), run_time=0.11)
        asked = 0.48 * (index + 1)
        assert abs(renderer.time - asked) <= 0.5 / 15 + 1e-9
    assert renderer.frames == round(30 * 0.48 * 15)
    assert scene.time == renderer.time


def test_skipping_counts_time_and_ends_where_playing_ends() -> None:
    def run(skip: bool) -> tuple[float, np.ndarray]:
        renderer = Renderer(*SIZE, encode="off")
        renderer.skipping = skip
        scene = Scene(renderer=renderer)
        tracker = ValueTracker(0.0)
        dot = Circle(0.3, fill_opacity=1).add_updater(lambda m: m.set_x(tracker.get_value()))
        scene.add(dot)
        scene.play(tracker.animate.set_value(3), run_time=0.71)
        scene.wait(0.33)
        return renderer.time, renderer.pixels()

    played, skipped = run(False), run(True)
    assert played[0] == skipped[0] == round(1.04 * 15) / 15
    assert np.array_equal(played[1], skipped[1])


def test_segments_join_by_their_packets(tmp_path: Path) -> None:
    paths = []
    for index in range(2):
        renderer = Renderer(*SIZE)
        scene = Scene(renderer=renderer)
        renderer.start_segment(tmp_path / f"{index}.mp4")
        square = Square().shift(index * RIGHT)
        scene.add(square)
        scene.wait(1)
        scene.play(Uncreate(square))
        renderer.finish_segment()
        paths.append(tmp_path / f"{index}.mp4")
    joined = tmp_path / "joined.mp4"
    with av.open(str(joined), "w") as out:
        stream, start = None, 0
        for path in paths:
            with av.open(str(path)) as source:
                video = source.streams.video[0]
                if stream is None:
                    stream = out.add_stream_from_template(video)
                    extradata = video.codec_context.extradata
                assert video.codec_context.extradata == extradata
                for packet in source.demux(video):
                    if packet.size:
                        packet.pts, packet.dts = (
                            (packet.pts or 0) + start,
                            (packet.dts or 0) + start,
                        )
                        packet.stream = stream
                        out.mux(packet)
                start += int(2 / (video.time_base or 1))
    expected = [f for path in paths for f in frames_of(path)]
    found = frames_of(joined)
    assert len(found) == len(expected) == 60
    assert all(np.array_equal(a, b) for a, b in zip(found, expected, strict=True))


def test_equal_scenes_give_equal_bytes(tmp_path: Path) -> None:
    contents = []
    for name in ("a", "b"):
        renderer = Renderer(*SIZE)
        scene = Scene(renderer=renderer)
        renderer.start_segment(tmp_path / f"{name}.mp4")
        scene.play(FadeIn(Square()))
        renderer.finish_segment()
        renderer.save_still(tmp_path / f"{name}.png")
        contents.append([(tmp_path / f"{name}.{e}").read_bytes() for e in ("mp4", "png")])
    assert contents[0] == contents[1]


def test_an_exception_leaves_no_thread_and_no_file(tmp_path: Path) -> None:
    class Broken(Scene):
        def construct(self) -> None:
            def fail(_: object) -> None:
                raise ZeroDivisionError

            self.play(FadeIn(Square()))
            self.add(Circle().add_updater(fail))
            self.play(FadeIn(Square()))

    before = threading.active_count()
    renderer = Renderer(*SIZE)
    scene = Broken(renderer=renderer)
    renderer.start_segment(tmp_path / "broken.mp4")
    with pytest.raises(ZeroDivisionError):
        scene.render()
    assert threading.active_count() == before
    assert list(tmp_path.iterdir()) == []


def test_a_segment_without_frames_is_refused(tmp_path: Path) -> None:
    renderer = Renderer(*SIZE)
    Scene(renderer=renderer)
    renderer.start_segment(tmp_path / "empty.mp4")
    with pytest.raises(RenderError, match="no frames"):
        renderer.finish_segment()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(RenderError, match="start_segment"):
        renderer.finish_segment()


def test_odd_frame_sizes_are_padded(tmp_path: Path) -> None:
    renderer = Renderer(161, 91, 15)
    scene = Scene(renderer=renderer)
    renderer.start_segment(tmp_path / "odd.mp4")
    scene.wait(0.2)
    assert renderer.finish_segment().frames == 3
    assert frames_of(tmp_path / "odd.mp4")[0].shape == (92, 162, 3)
    assert renderer.pixels().shape == (91, 161, 4)


def test_rendering_makes_no_media_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    scene = ThreeDScene(renderer=Renderer(*SIZE))
    scene.wait(1)
    scene.render()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "name"),
    [((0, 90, 15), "width"), ((160, 90.5, 15), "height"), ((160, 90, True), "fps")],
)
def test_unusable_sizes_are_named(arguments: tuple[int, int, int], name: str) -> None:
    with pytest.raises(RenderError, match=name):
        Renderer(*arguments)


def test_frames_are_reported_and_waits_cost_one() -> None:
    seen: list[int] = []
    scene = Scene(renderer=Renderer(*SIZE, encode="off", on_frame=seen.append))
    scene.wait(60)
    assert seen == [900]


@pytest.mark.parametrize("ending", ["", "raise SystemExit(3)", "raise ZeroDivisionError"])
def test_a_process_that_ends_in_the_middle_leaves_no_file(ending: str, tmp_path: Path) -> None:
    script = f"""
from pathlib import Path
from manim import Circle, Create, Scene
from scenes.render import Renderer
renderer = Renderer(160, 90, 15)
scene = Scene(renderer=renderer)
renderer.start_segment(Path({str(tmp_path)!r}) / "a.mp4")
scene.play(Create(Circle()))
assert list(Path({str(tmp_path)!r}).iterdir())
{ending}
"""
    command = [sys.executable, "-W", "ignore", "-c", script]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == {"": 0, "raise SystemExit(3)": 3}.get(ending, 1), done.stderr
    assert list(tmp_path.iterdir()) == []
