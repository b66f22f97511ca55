"""A generated lecture is a real one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.pipeline.sources import PROJECT
from tests.scripts.conftest import Lecture


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one generated lecture."""
    root = tmp_path_factory.mktemp("project")
    done = command(root, "new", "steep-hill", "--title", 'A "steep" hill', "--root", str(root))
    assert done.returncode == 0, done.stderr
    return root


def command(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return in_project(root, str(PROJECT / "scripts/build.py"), *arguments)


def in_project(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "MVCALC_LECTURES": str(root / "scenes/lectures"),
        "PYTHONPATH": str(PROJECT),
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_renders(project: Path) -> None:
    done = command(project, "render", "steep-hill", "--quality", "480p", "--json")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    names = [beat["name"] for beat in made["beats"]]
    assert names == ["opening", "curve", "point", "check"]
    assert made["duration"] > 20


def test_its_tests_pass(project: Path) -> None:
    config = f"--config-file={PROJECT / 'pyproject.toml'}"
    done = in_project(project, "-m", "pytest", config, "-p", "no:cacheprovider", "tests")
    assert done.returncode == 0, done.stdout
    assert "5 passed" in done.stdout


def test_it_is_clean(project: Path) -> None:
    config = [f"--config={PROJECT / 'pyproject.toml'}", f"--config=src=['{PROJECT}']", "--no-cache"]
    for check in (("check",), ("format", "--check")):
        done = in_project(project, "-m", "ruff", *check, *config, ".")
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Steep Hill",), "mean-value-theorem"),
        (("tiny",), "already"),
        (("class",), "cannot be"),
        (("../evil",), "cannot be"),
        (("fine-name", "--module", "99"), "modules are"),
    ],
)
def test_names_that_are_refused(
    lecture: Lecture, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    ended = lecture("new", *arguments, "--root", str(tmp_path))
    assert ended.status == 2
    assert words in ended.err
    assert not (tmp_path / "scenes").exists()


def test_nothing_is_overwritten(lecture: Lecture, tmp_path: Path) -> None:
    assert lecture("new", "one-more", "--root", str(tmp_path)).status == 0
    (folder,) = tmp_path.glob("scenes/lectures/*/one_more")
    assert {path.stem for path in folder.iterdir()} == {"__init__", "facts", "words", "scene"}
    (folder / "words.py").write_text("mine")
    (folder / "scene.py").unlink()
    assert lecture("new", "one-more", "--root", str(tmp_path)).status == 2
    assert (folder / "words.py").read_text() == "mine"
    assert not (folder / "scene.py").exists()
