"""A change in one room of a lecture draws what it can reach, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.scripts.test_new import command

SLUG = "steep-hill"
BEATS = ["opening", "curve", "point", "check"]


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a generated lecture, rendered once."""
    root = tmp_path_factory.mktemp("rooms")
    assert command(root, "new", SLUG, "--root", str(root)).returncode == 0
    (folder,) = root.glob("scenes/lectures/*/steep_hill")
    assert render(folder)[0] == BEATS
    return folder


def render(folder: Path) -> tuple[list[str], list[str], dict[str, Any]]:
    """Names of the beats drawn and of those that only got new words, and the record."""
    root = folder.parents[3]
    done = command(root, "render", SLUG, "--quality", "480p", "--fps", "4", "--jobs", "1", "--json")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    events = [json.loads(line) for line in done.stderr.splitlines()]
    new_words = [name for event in events for name in event.get("retimed", ())]
    record = json.loads(Path(made["paths"]["record"]).read_text())
    return [beat["name"] for beat in made["beats"] if not beat["cached"]], new_words, record


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_each_room(rooms: Path) -> None:
    facts, words, scene = (rooms / f"{name}.py" for name in ("facts", "words", "scene"))
    edit(facts, "x0 = mvcalc.number(params.x0)", "x0 = mvcalc.number(params.x0) + 0")
    assert render(rooms)[0] == []  # other code, the same facts

    edit(facts, "return Facts(f, x0, mvcalc.evaluate(f, x0)", "return Facts(f, x0, x0 / 2")
    drawn, _, record = render(rooms)
    assert drawn == ["point", "check"]  # the point is on the screen when the question comes
    assert "the height is 1." in record["beats"][2]["narration"][0]

    edit(words, "And just there", "And there, though you may not see it at once,")
    drawn, new_words, record = render(rooms)
    assert (drawn, new_words) == ([], ["point"])
    assert record["beats"][2]["narration"][1].startswith("And there, though")
    assert any("though you may not" in c["text"].replace("\n", " ") for c in record["captions"])

    edit(words, "what is the slope of", "how steep is the graph of")
    assert render(rooms)[:2] == (["check"], [])  # its words are on the screen

    edit(scene, "self.emphasise(value)", "self.emphasise(value, seconds=2.0)")
    assert render(rooms)[0] == ["point", "check"]

    edit(rooms / "__init__.py", '("x^2 - x"', '("x^2 - 2*x"')
    assert render(rooms)[0] == ["curve", "point", "check"]

    (rooms / "heights.csv").write_text("1,2\n")
    assert render(rooms)[0] == BEATS
