"""The real command, in a folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scenes import catalogue
from scripts.build import main
from scripts.pipeline.sources import PROJECT

LECTURES = Path(__file__).parent / "lectures"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Lecture = Callable[..., Ended]


def command_in(folder: Path) -> Lecture:
    """The command with its working folder, lectures and store inside ``folder``."""
    shutil.copytree(LECTURES, folder / "lectures", dirs_exist_ok=True)
    environment = {
        **os.environ,
        "MVCALC_LECTURES": str(folder / "lectures"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def run(*arguments: str, **variables: str) -> Ended:
        done = subprocess.run(
            [sys.executable, str(PROJECT / "scripts/build.py"), *arguments],
            cwd=folder,
            env={**environment, **variables},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        return Ended(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def lecture(tmp_path: Path) -> Lecture:
    """The command in an empty folder."""
    return command_in(tmp_path)


@pytest.fixture
def inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Lecture]:
    """The command in an empty folder and in this process: for requests that go no further."""
    shutil.copytree(LECTURES, tmp_path / "lectures")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MVCALC_LECTURES", str(tmp_path / "lectures"))
    usual = signal.getsignal(signal.SIGTERM)
    catalogue._files.cache_clear()
    catalogue.load.cache_clear()

    def run(*arguments: str) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        out, err = capfd.readouterr()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, out, err)

    yield run
    signal.signal(signal.SIGTERM, usual)
    catalogue._files.cache_clear()
    catalogue.load.cache_clear()


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lecture, Path, Ended]]:
    """A folder where the tiny lecture was rendered once."""
    folder = tmp_path_factory.mktemp("rendered")
    run = command_in(folder)
    ended = run("render", "tiny", "--quality", "480p", "--json")
    yield run, folder, ended
    shutil.rmtree(folder)
