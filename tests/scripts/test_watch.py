"""``preview --watch``: every save is seen, a broken one is one sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from queue import Queue

from scripts.pipeline.sources import PROJECT
from tests.scripts.test_new import command


def test_saves_in_any_room_are_seen(tmp_path: Path) -> None:
    assert command(tmp_path, "new", "steep-hill", "--root", str(tmp_path)).returncode == 0
    (folder,) = tmp_path.glob("scenes/lectures/*/steep_hill")
    order = ["preview", "steep-hill", "--beat", "opening", "--watch"]
    watching = subprocess.Popen(
        [sys.executable, str(PROJECT / "scripts/build.py"), *order],
        cwd=tmp_path,
        env={**os.environ, "MVCALC_LECTURES": str(tmp_path / "scenes/lectures")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said: Queue[str] = Queue()

    def listen() -> None:
        assert watching.stdout is not None
        for line in watching.stdout:
            said.put(line)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()

    def until_it_waits() -> str:
        lines = [said.get(timeout=100)]
        while "Watching for changes" not in lines[-1]:
            lines.append(said.get(timeout=100))
        return "".join(lines)

    def edit(room: str, old: str, new: str) -> None:
        file = folder / f"{room}.py"
        file.write_text(file.read_text().replace(old, new))

    try:
        assert "opening.png" in until_it_waits()
        edit("scene", "def curve(self)", "def curve(self")
        found = until_it_waits()
        assert "steep-hill: cannot be read. SyntaxError" in found
        assert "scene.py" in found
        assert "Traceback" not in found
        edit("words", "SCRIPT = Script", "SCRIPT = Scrip")
        assert "NameError" in until_it_waits()
        edit("words", "SCRIPT = Scrip", "SCRIPT = Script")
        assert "scene.py" in until_it_waits()
        edit("scene", "def curve(self", "def curve(self)")
        assert "opening.png" in until_it_waits()
        watching.send_signal(signal.SIGINT)
        assert watching.wait(timeout=60) in (0, 130)
    finally:
        watching.kill()
        watching.wait()
        listener.join()
        assert watching.stdout is not None
        watching.stdout.close()
