"""What a change anywhere in the project makes new, seen through the digests of real lectures."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.pipeline.sources import PROJECT

SCRIPT = """
import json, sys
from pathlib import Path
from scenes import catalogue
from scripts.pipeline.formats import Format
from scripts.pipeline.plan import Wish, plan
from scripts.pipeline.readings import Readings
from scripts.pipeline.sources import Sources

memory = Path("sources.json")


def digest(wish):
    sources = Sources.load(memory)
    form = Format.named(wish.get("quality", "480p"), wish.get("fps"))
    preset, values = wish.get("preset", "default"), wish.get("values", {})
    readings = Readings(Path("readings.json"))
    entry = catalogue.load(wish["slug"])
    job = plan(entry, Wish(preset, values, form, "", Path("out")), sources, readings)
    sources.save(memory)
    readings.save()
    return job.digest


found = []
for step in json.loads(sys.stdin.read()):
    file = Path(step["file"])
    old = file.read_text()
    file.write_text(old + step["add"])
    found.append([digest(wish) for wish in step["wishes"]])
    file.write_text(old)
print(json.dumps(found))
"""
Step = dict[str, Any]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with two small lectures in it that use different things."""
    root = tmp_path_factory.mktemp("copy")
    for package in ("mvcalc", "scenes", "scripts"):
        shutil.copytree(
            PROJECT / package, root / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    text = (Path(__file__).parent / "lectures/tiny.py").read_text()
    for name, extra in (
        ("slopes", "from mvcalc.rules import derive\nfrom scenes.stage.parts.curve import Curve\n"),
        ("plain", "from scenes.stage.parts.ledger import Ledger\n"),
    ):
        folder = root / "lectures" / name
        folder.mkdir(parents=True)
        (folder / f"{name}.py").write_text(
            text.replace(
                "from dataclasses import dataclass\n", f"from dataclasses import dataclass\n{extra}"
            )
        )
    (root / "lectures/plain/numbers.csv").write_text("1,2\n")
    return root


def digests(root: Path, *steps: Step) -> list[list[str]]:
    """Digests of the wishes of each step, while its text is added to its file."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "MVCALC_LECTURES": str(root / "lectures")},
        input=json.dumps(steps),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[list[str]] = json.loads(done.stdout)
    return found


REACHED = {
    "mvcalc/rules/engine.py": {"slopes"},
    "mvcalc/expr/parser.py": {"slopes", "plain"},
    "scenes/stage/parts/curve.py": {"slopes"},
    "scenes/stage/parts/ledger.py": {"plain"},
    "scenes/stage/theme.py": {"slopes", "plain"},
    "scenes/render/segments.py": {"slopes", "plain"},
    "lectures/slopes/slopes.py": {"slopes"},
    "lectures/plain/numbers.csv": {"plain"},
    "mvcalc/descent/__init__.py": set(),
    "scenes/lectures/m1_what_is_calculus/rise_over_run/scene.py": set(),
    "scripts/commands/doctor.py": set(),
}


def test_a_changed_file_reaches_exactly_those_who_use_it(copy: Path) -> None:
    wishes = [{"slug": "slopes"}, {"slug": "plain"}]
    steps = [{"file": "lectures/plain/numbers.csv", "add": "", "wishes": wishes}]
    steps += [{"file": path, "add": "\n# changed\n", "wishes": wishes} for path in REACHED]
    before, *after = digests(copy, *steps)
    for path, now in zip(REACHED, after, strict=True):
        names = zip(("slopes", "plain"), before, now, strict=True)
        assert {name for name, a, b in names if a != b} == REACHED[path], path


def test_wishes(copy: Path) -> None:
    plain: Step = {"slug": "plain"}
    (copy / "data.txt").write_text("1")
    wishes = [
        plain,
        {**plain, "preset": "cube"},
        {**plain, "values": {"f": "x^3"}},
        {**plain, "values": {"x0": "4"}},
        {**plain, "quality": "720p"},
        {**plain, "fps": 24},
        {**plain, "values": {"title": "data.txt"}},
    ]
    first, second = digests(
        copy,
        {"file": "data.txt", "add": "", "wishes": wishes},
        {"file": "data.txt", "add": "2", "wishes": wishes},
    )
    assert first[1] == first[2]  # what a preset is called does not matter
    assert len(set(first)) == len(wishes) - 1
    assert [a == b for a, b in zip(first, second, strict=True)] == [True] * 6 + [False]
