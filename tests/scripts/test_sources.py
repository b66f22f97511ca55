"""The closure of a lecture: everything that can shape it, and not the whole project."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from scripts.pipeline import sources as module
from scripts.pipeline.imports import references
from scripts.pipeline.sources import Sources

LAZY = "import lazy_loader\n__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__)\n"
TREE = {
    "mvcalc/__init__.py": LAZY,
    "mvcalc/__init__.pyi": "from .expr import parse\nfrom .rules import derive as derive\n",
    "mvcalc/expr.py": "import sympy\n",
    "mvcalc/rules/__init__.py": "from mvcalc.rules.table import TABLE\nfrom ..expr import parse\n",
    "mvcalc/rules/table.py": "TABLE = {}\n",
    "mvcalc/nets.py": "from . import expr\n",
    "mvcalc/late.py": "def f():\n    from mvcalc.nets import train\n",
    "mvcalc/names.py": "import importlib\nimportlib.import_module('mvcalc.nets')\n",
    "mvcalc/anything.py": "import importlib\ndef f(name):\n    importlib.import_module(name)\n",
    "mvcalc/typed.py": "import typing\nif typing.TYPE_CHECKING:\n    import mvcalc.nets\n",
    "scenes/__init__.py": "",
    "scenes/catalogue.py": "import importlib\nimportlib.import_module(f'scenes.lectures.{1}')\n",
    "scenes/draw.py": "from scenes.catalogue import load\nfrom scenes.stage import theme\n",
    "scenes/stage/__init__.py": "from scenes.stage import parts, theme\n",
    "scenes/stage/theme.py": "",
    "scenes/stage/parts/__init__.py": LAZY,
    "scenes/stage/parts/__init__.pyi": "from .point import Point\nfrom .curve import Curve\n",
    "scenes/stage/parts/point.py": "from scenes.stage import theme\n",
    "scenes/stage/parts/curve.py": "",
    "scenes/stage/parts/shape.json": "{}",
    "scenes/lectures/__init__.py": "",
    "scenes/lectures/m1/__init__.py": "",
    "scenes/lectures/m1/other.py": "",
    "scenes/lectures/m1/heights.csv": "1,2\n",
    "scenes/lectures/m1/data/more.csv": "3,4\n",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in TREE.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(module, "PROJECT", tmp_path)
    return tmp_path


def closure(project: Path, code: str) -> set[str]:
    lecture = project / "scenes/lectures/m1/it.py"
    lecture.write_text(code)
    found = Sources().closure([lecture], "scenes.draw")
    return {name for name in found if not name.startswith("import ")}


def test_packages_of_others_count_with_their_version(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "beside.py").write_text("x = 1\n")
    monkeypatch.syspath_prepend(str(project))
    lecture = project / "scenes/lectures/m1/it.py"
    lecture.write_text("import numpy.linalg\nfrom PIL import Image\nimport beside, json, nowhere\n")
    found = Sources().closure([lecture])
    stamps = {name: stamp for name, stamp in found.items() if name.startswith("import ")}
    assert stamps["import numpy"] == version("numpy")
    assert stamps["import PIL"] == version("pillow")
    assert stamps["import nowhere"] == "missing"
    assert len(stamps["import beside"]) == 64
    assert "import json" not in stamps


ALWAYS = {
    "scenes/__init__.py",
    "scenes/catalogue.py",
    "scenes/draw.py",
    "scenes/stage/__init__.py",
    "scenes/stage/theme.py",
    "scenes/stage/parts/__init__.py",
    "scenes/stage/parts/shape.json",
    "scenes/lectures/__init__.py",
    "scenes/lectures/m1/__init__.py",
    "scenes/lectures/m1/it.py",
    "scenes/lectures/m1/heights.csv",
    "scenes/lectures/m1/data/more.csv",
}
PARTS = {"scenes/stage/parts/point.py", "scenes/stage/parts/curve.py"}
RULES = {
    "mvcalc/__init__.py",
    "mvcalc/rules/__init__.py",
    "mvcalc/rules/table.py",
    "mvcalc/expr.py",
}
EVERYTHING = {f"mvcalc/{name}" for name in ("late.py", "nets.py", "names.py", "typed.py")}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("", set()),
        ("from mvcalc import parse", {"mvcalc/__init__.py", "mvcalc/expr.py"}),
        ("from mvcalc import derive", RULES),
        ("import mvcalc\nx = mvcalc.derive('x')", RULES),
        ("import mvcalc as m\ndef f():\n    return [m.derive.name]", RULES),
        ("import mvcalc.rules\nx = mvcalc.rules.derive", RULES),
        ("import mvcalc\nx: mvcalc.Function = mvcalc.parse(1)", RULES | EVERYTHING),
        ("import mvcalc\nf(mvcalc)", RULES | EVERYTHING),
        ("from mvcalc import *", RULES | EVERYTHING),
        ("from scenes.stage import parts\nparts.Point()", {"scenes/stage/parts/point.py"}),
        ("from scenes.stage.parts import Curve", {"scenes/stage/parts/curve.py"}),
        ("from scenes.stage import parts\ngetattr(parts, 'Point')", PARTS),
        ("from mvcalc.late import f", {"mvcalc/late.py", "mvcalc/nets.py"}),
        ("from mvcalc.names import x", {"mvcalc/names.py", "mvcalc/nets.py"}),
        ("from mvcalc.anything import f", RULES | EVERYTHING | PARTS),
        ("from mvcalc.typed import f", {"mvcalc/typed.py"}),
        ("import numpy, manim", set()),
    ],
)
def test_closure(project: Path, code: str, expected: set[str]) -> None:
    found = closure(project, code) - ALWAYS
    assert expected <= found
    if "mvcalc/nets.py" not in expected:
        allowed = expected | {"mvcalc/__init__.py"}
        assert found <= allowed


def test_what_every_lecture_needs(project: Path) -> None:
    assert closure(project, "") == ALWAYS


def test_another_lecture_is_not_included(project: Path) -> None:
    assert "scenes/lectures/m1/other.py" not in closure(project, "from mvcalc import derive")


def test_digests_follow_contents(project: Path) -> None:
    lecture = project / "scenes/lectures/m1/it.py"
    lecture.write_text("from mvcalc import derive")
    before = Sources().closure([lecture])
    (project / "mvcalc/rules/table.py").write_text("TABLE = {1: 2}\n")
    (project / "mvcalc/nets.py").write_text("changed = True\n")
    after = Sources().closure([lecture])
    assert {name for name in after if after[name] != before[name]} == {"mvcalc/rules/table.py"}


def test_memory_is_by_content(project: Path, tmp_path: Path) -> None:
    memory = tmp_path / "sources.json"
    lecture = project / "scenes/lectures/m1/it.py"
    for code in ("from mvcalc import parse", "from mvcalc.late import f"):
        lecture.write_text(code)
        remembering = Sources.load(memory)
        assert remembering.closure([lecture]) == Sources().closure([lecture])
        remembering.save(memory)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 3}', '{"a": [["x"]]}'])
def test_a_broken_memory_is_forgotten(tmp_path: Path, text: str) -> None:
    memory = tmp_path / "sources.json"
    memory.write_text(text)
    Sources.load(memory).closure([Path(__file__)])


def test_references_of_nested_attributes() -> None:
    found = set(references("import a.b\nx = a.b.c(a.b.d).e\n"))
    assert found == {("a.b", "", ""), ("a", "", ""), ("a", "", "b.c"), ("a", "", "b.d")}
