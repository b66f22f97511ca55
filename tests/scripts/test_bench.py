"""The bench measures what it says, on a scene of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from scenes.catalogue import load
from scripts.bench import Subject, _child, run_bench, subjects
from scripts.bench.command import BenchError
from scripts.bench.pictures import ssim
from tests.scripts.conftest import Lecture

SCENE = """
from manim import BLUE, Circle, Create, Scene

class Short(Scene):
    def construct(self):
        self.play(Create(Circle(color=BLUE)), run_time=1)
        self.wait(1)

class Other(Scene):
    pass
"""


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.py"
    path.write_text(SCENE)
    return path


def test_targets_are_slugs_and_scenes_of_files(film: Path) -> None:
    words = ["rise-over-run", str(film), "Other", "Short", "gradient-descent"]
    assert list(subjects(words)) == [
        Subject("rise-over-run", slug="rise-over-run"),
        Subject("Other", file=str(film)),
        Subject("Short", file=str(film)),
        Subject("gradient-descent", slug="gradient-descent"),
    ]


def test_a_scene_is_measured(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_bench([str(film), "Short"], "480p", True, 1) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["failures"] == []
    (result,) = found["results"]
    assert result["stock"]["frames"] == result["ours"]["frames"] == 30
    assert result["ratio"] == pytest.approx(
        result["stock"]["seconds"] / result["ours"]["seconds"], rel=1e-6
    )
    assert result["over_floor"] == pytest.approx(result["ours"]["seconds"] / result["floor"])
    assert 50 < result["ours"]["memory"] < result["stock"]["memory"]
    assert result["command"] is None
    assert (result["picture"]["tile"], result["picture"]["ssim"]) == (0, 1)
    assert result["picture"]["window"] == 15
    for coded in result["picture"]["encoding"].values():
        assert 0.99 < coded["ssim"] < 1
        assert coded["kB"] > 2


def test_of_a_whole_lecture_the_command_is_measured_too(lecture: Lecture) -> None:
    ended = lecture("bench", "tiny", "--runs", "1", "--quality", "480p", "--json")
    assert ended.status == 0, ended.err
    (result,) = json.loads(ended.out)["results"]
    assert result["command"]["frames"] == result["ours"]["frames"] > 0
    assert result["command"]["size"] > 1
    assert result["command"]["memory"] > 50


def job(**more: Any) -> dict[str, Any]:
    size = {"width": 160, "height": 90, "fps": 4}
    return {"name": "rise-over-run", "slug": "rise-over-run", "file": ""} | size | more


def test_some_beats_of_a_lecture_are_as_long_for_both(tmp_path: Path) -> None:
    entry = load("rise-over-run")
    second = entry.played(entry.params())[1].name
    frames = {}
    for kind in ("stock", "ours"):
        out = tmp_path / kind
        out.mkdir()
        frames[kind] = _child(job(kind=kind, out=str(out), beats=[second]))["frames"]
    assert abs(frames["stock"] - frames["ours"]) < 0.05 * frames["ours"]
    with av.open(str(tmp_path / "ours" / "ours.mp4")) as film:
        assert film.streams.video[0].frames == frames["ours"] > 20


def test_an_unknown_beat_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="no beat nothing; it has opening"):
        _child(job(kind="ours", out=str(tmp_path), beats=["nothing"]))


def test_without_a_technique_the_picture_is_the_same(film: Path) -> None:
    script = f"""
import numpy as np
from scenes.render import Renderer
from scripts.bench.subject import play
from scripts.bench.techniques import TECHNIQUES

def frames():
    seen = []
    class Watching(Renderer):
        def _emit(self, frames):
            seen.append(np.array(self.camera.pixel_array))
            super()._emit(frames)
    play({{"file": {str(film)!r}, "name": "Short"}}, Watching(320, 180, 10, encode="off"))
    return seen

usual = frames()
for switch in TECHNIQUES.values():
    switch()
assert len(usual) > 5 and np.array_equal(usual, frames())
"""
    command = [sys.executable, "-W", "ignore", "-c", script]
    subprocess.run(command, check=True, timeout=120)


def test_what_cannot_be_measured_is_said(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film.write_text(SCENE.replace("self.wait(1)", "1 / 0"))
    assert run_bench([str(film), "Short"], "480p", False, 1) == 1
    assert "not measured: Short: the stock process failed: ZeroDivisionError" in (
        capsys.readouterr().out
    )


def test_similarity_is_one_for_equal_pictures_and_less_for_others() -> None:
    picture = np.random.default_rng(0).uniform(0, 255, (40, 50))
    assert ssim(picture, picture) == pytest.approx(1)
    noise = np.random.default_rng(1).normal(size=picture.shape)
    values = [ssim(picture, picture + k * noise) for k in (1, 10, 60)]
    assert 1 > values[0] > values[1] > values[2] > 0
    # For windows of constant pictures only the means count: (2ab + c1) / (a² + b² + c1).
    c1 = (0.01 * 255) ** 2
    wanted = (2 * 50 * 80 + c1) / (50**2 + 80**2 + c1)
    assert ssim(np.full((9, 9), 50.0), np.full((9, 9), 80.0)) == pytest.approx(wanted)
