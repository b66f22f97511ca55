"""The real command: what it makes, what it says, how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import pytest

from scripts.pipeline.sources import PROJECT
from tests.scripts.conftest import Ended, Lecture

Rendered = tuple[Lecture, Path, Ended]
QUICK = ("--quality", "480p", "--json")


# -- what it makes ----------------------------------------------------------------------------


def test_render(rendered: Rendered) -> None:
    _, folder, ended = rendered
    assert ended.status == 0, ended.err
    (made,) = ended.objects
    assert (made["slug"], made["preset"], made["quality"]) == ("tiny", "default", "480p")
    assert made["ok"]
    assert not made["cached"]
    assert Path(made["folder"]) == folder / "renders/tiny/default/480p"
    assert all(Path(path).is_file() for path in made["paths"]["stills"])
    assert [beat["name"] for beat in made["beats"]] == ["opening", "first", "second"]
    ends = [beat["end"] for beat in made["beats"]]
    assert [beat["start"] for beat in made["beats"]] == [0.0, *ends[:-1]]
    assert ends[-1] == made["duration"]


def test_the_video(rendered: Rendered) -> None:
    made = rendered[2].objects[0]
    with av.open(made["paths"]["video"]) as video:
        stream = video.streams.video[0]
        assert (stream.codec_context.name, stream.width, stream.height) == ("h264", 854, 480)
        assert video.duration == pytest.approx(made["duration"] * 1e6, abs=1000)
        assert [c["metadata"]["title"] for c in video.chapters()] == [
            beat["title"] for beat in made["beats"]
        ]
        assert video.streams.subtitles
        assert sum(1 for _ in video.decode(stream)) == made["frames"]


def test_the_record_holds_the_exact_facts(rendered: Rendered) -> None:
    record = json.loads(Path(rendered[2].objects[0]["paths"]["record"]).read_text())
    assert {"name": "value", "exact": "9", "decimal": "9"} in record["facts"]
    assert record["params"]["f"] == "x^2"
    assert "It is 9." in Path(rendered[2].objects[0]["paths"]["captions_srt"]).read_text()


def test_again_is_nothing_and_does_not_load_manim(rendered: Rendered) -> None:
    run, folder, _ = rendered
    video = folder / "renders/tiny/default/480p/lecture.mp4"
    before = video.stat().st_mtime_ns
    ended = run("render", "tiny", *QUICK)
    assert ended.status == 0
    assert ended.objects[0]["cached"]
    assert video.stat().st_mtime_ns == before
    assert not loaded(folder, "render", "tiny", "--quality", "480p") & {"manim", "sympy", "av"}


def test_a_file_and_options_make_the_same(rendered: Rendered) -> None:
    run, folder, _ = rendered
    (folder / "p.toml").write_text('f = "x^3/10"\nx0 = 0.1\n')
    first = run("render", "tiny", "--params", "p.toml", *QUICK)
    assert first.status == 0, first.err
    second = run("render", "tiny", "--set", "f=x^3/10", "--set", "x0=0.1", *QUICK)
    assert second.objects[0]["cached"]
    assert first.objects[0]["folder"] == second.objects[0]["folder"]
    record = json.loads(Path(first.objects[0]["paths"]["record"]).read_text())
    assert record["facts"][0]["exact"] == "1/10000"


def test_the_values_of_a_preset_have_its_name(rendered: Rendered) -> None:
    run, _, _ = rendered
    made = run("render", "tiny", "--set", "f=x^2", *QUICK).objects[0]
    assert (made["preset"], made["cached"]) == ("default", True)


def test_one_beat_elsewhere(rendered: Rendered) -> None:
    run, folder, _ = rendered
    made = run("render", "tiny", "--beat", "second", "--out", "other", *QUICK).objects[0]
    assert made["cached"]
    assert Path(made["folder"]).is_relative_to(folder / "other")
    assert [beat["name"] for beat in made["beats"]] == ["second"]


def test_lines_without_a_terminal(rendered: Rendered) -> None:
    ended = rendered[0]("render", "tiny", "--quality", "480p")
    assert "renders/tiny/default/480p/lecture.mp4" in ended.out
    assert "\x1b" not in ended.out + ended.err


def test_preview(rendered: Rendered) -> None:
    run, folder, _ = rendered
    ended = run("preview", "tiny", "--set", "x0=4")
    assert ended.status == 0, ended.err
    stills = [folder / line for line in ended.out.splitlines()]
    assert [still.stem for still in stills] == ["opening", "first", "second"]
    assert all(still.read_bytes().startswith(b"\x89PNG") for still in stills)


# -- what there is ----------------------------------------------------------------------------


def test_list_and_show(rendered: Rendered) -> None:
    run, _, _ = rendered
    listed = {row["slug"]: row for row in json.loads(run("list", "--json").out)}
    assert listed["tiny"]["module"] == 1
    assert "tiny" in run("list", "--module", "1").out
    shown = json.loads(run("show", "tiny", "--json").out)
    assert {row["name"] for row in shown["params"]} >= {"f", "x0", "pace"}
    assert shown["presets"]["cube"] == {"f": "x^3"}
    assert [beat["name"] for beat in shown["beats"]] == ["opening", "first", "second"]
    assert set(shown["schema"]["properties"]) == {row["name"] for row in shown["params"]}
    text = run("show", "tiny").out
    assert "where it is read" in text


@pytest.mark.parametrize("arguments", [("--help",), ("list",), ("show", "tiny"), ("render", "-h")])
def test_answers_load_neither_manim_nor_sympy(
    rendered: Rendered, arguments: tuple[str, ...]
) -> None:
    assert not loaded(rendered[1], *arguments) & {"manim", "sympy", "skia", "av"}


def loaded(folder: Path, *arguments: str) -> set[str]:
    """Top-level packages that a command has loaded by its end."""
    script = (
        "import atexit, sys\n"
        f"sys.path.insert(0, {str(PROJECT)!r})\n"
        "names = lambda: print('LOADED', *{name.split('.')[0] for name in sys.modules})\n"
        "atexit.register(names)\n"
        "from scripts.build import main\n"
        f"main({list(arguments)!r})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        env={**os.environ, "MVCALC_LECTURES": str(folder / "lectures")},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split("LOADED", 1)[1].split())


# -- what is wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("render",), ["--all", "--module"]),
        (("render", "tinny"), ["'tinny'", "did you mean tiny?"]),
        (("render", "tiny", "--all"), ["--all"]),
        (("render", "--module", "77"), ["77", "1"]),
        (("render", "tiny", "--set", "ff=1"), ["'ff'", "did you mean f?"]),
        (("render", "tiny", "--set", "f"), ["NAME=VALUE"]),
        (("render", "tiny", "--set", "f=x^"), ["f = x^", "column 3"]),
        (("render", "tiny", "--set", "f=__import__('os')"), ["f ="]),
        (("render", "tiny", "--set", "pace=9"), ["pace", "9", "1.5"]),
        (("render", "tiny", "--set", "digits=two"), ["digits", "two"]),
        (("render", "tiny", "--preset", "cub"), ["'cub'", "did you mean cube?"]),
        (("render", "tiny", "--beat", "frist"), ["'frist'", "did you mean first?"]),
        (("render", "tiny", "--params", "no.toml"), ["no.toml"]),
        (("render", "tiny", "--params", "bad.toml"), ["bad.toml", "line 1"]),
        (("render", "tiny", "--params", "unknown.toml"), ["'speed'"]),
        (("render", "tiny", "--quality", "481p"), ["481p", "480p"]),
        (("render", "tiny", "--fps", "0"), ["0", "120"]),
        (("show", "tinny"), ["did you mean tiny?"]),
        (("list", "--module", "77"), ["77"]),
        (("preview", "tiny", "--beat", "frist"), ["did you mean first?"]),
        (("rendr",), ["rendr"]),
    ],
)
def test_wrong_requests(
    inside: Lecture, tmp_path: Path, arguments: list[str], words: list[str]
) -> None:
    (tmp_path / "bad.toml").write_text("f = x^2\n")
    (tmp_path / "unknown.toml").write_text("speed = 3\n")
    ended = inside(*arguments)
    assert ended.status == 2, ended.err
    assert ended.out == ""
    assert all(word in ended.err for word in words), ended.err
    assert not list(tmp_path.glob("renders/[!.]*"))


def test_a_wrong_request_ends_the_real_command_with_2(lecture: Lecture) -> None:
    ended = lecture("render", "tiny", "--set", "ff=1")
    assert ended.status == 2
    assert ended.err.startswith("Error: tiny: there is no parameter 'ff'; did you mean f?")


def test_parameters_that_only_the_mathematics_can_refuse(lecture: Lecture) -> None:
    ended = lecture("render", "tiny", "--set", "f=1/(x-3)", *QUICK)
    assert ended.status == 2
    assert "x = 3" in ended.objects[0]["error"]
    assert ended.objects[0]["log"] is None


def test_broken_lectures_do_not_stop_the_others(lecture: Lecture, tmp_path: Path) -> None:
    (tmp_path / "lectures/torn.py").write_text("def (:\n")
    raising = (tmp_path / "lectures/tiny.py").read_text().replace("self.dot = Dot()", "1 / 0")
    (tmp_path / "lectures/falls.py").write_text(raising)
    ended = lecture("render", "tiny", "falls", "torn", *QUICK)
    assert ended.status == 1
    rows = {row["slug"]: row for row in ended.objects}
    assert rows["tiny"]["ok"]
    assert "ZeroDivisionError" in rows["falls"]["error"]
    assert "1 / 0" in Path(rows["falls"]["log"]).read_text()
    assert "torn: cannot be read. SyntaxError" in ended.err
    assert lecture("show", "torn").status == 1
    listed = lecture("list")
    assert listed.status == 0
    assert "tiny" in listed.out


def test_a_place_that_cannot_be_written(lecture: Lecture, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = lecture("render", "tiny", *QUICK, MVCALC_STORE=str(tmp_path / "file/store"))
    assert store.status == 2
    assert "MVCALC_STORE" in store.err
    out = lecture("render", "tiny", "--out", "file/out", *QUICK)
    assert out.status == 1
    assert "cannot write" in out.objects[0]["error"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(lecture: Lecture, tmp_path: Path, how: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, str(PROJECT / "scripts/build.py"), "render", "tiny", "--fps", "120"],
        cwd=tmp_path,
        env={**os.environ, "MVCALC_LECTURES": str(tmp_path / "lectures")},
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(1.5)
    process.send_signal(how)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Stopped" in err
    assert "Traceback" not in err
    assert not list(tmp_path.glob("renders/[!.]*/*/*"))
    assert not list(tmp_path.glob("renders/.store/work/*"))
    del lecture


def test_clean_and_doctor(rendered: Rendered) -> None:
    run, folder, _ = rendered
    needed = {
        beat["key"]
        for path in folder.glob("renders/*/*/*/lecture.json")
        for beat in json.loads(path.read_text())["beats"]
    }
    assert run("clean", "--size", "0").status == 0
    assert {path.name for path in folder.glob("renders/.store/beats/*/*")} == needed
    found = {row["what"]: row for row in json.loads(run("doctor", "--json").out)}
    assert found["video"]["fine"]
    assert "manim" in found["drawing"]["detail"]


def test_only_the_beats_a_parameter_reaches_are_drawn_again(rendered: Rendered) -> None:
    run, _, _ = rendered
    assert run("render", "story", *QUICK).status == 0
    changed = run("render", "story", "--set", "rounds=3", *QUICK)
    beats = {beat["name"]: beat["cached"] for beat in changed.objects[0]["beats"]}
    assert beats == {"opening": True, "alone": True, "making": True, "moving": False, "end": False}
    assert "taken_over" in changed.err
