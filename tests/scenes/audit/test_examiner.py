"""The audit, by sabotage: each planted fault is found, a clean lecture is silent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from scenes import catalogue
from scenes.audit.examiner import Report, Stage, examine
from scenes.audit.finding import CHECKS
from scenes.stage.exempt import Exempt

LECTURES = Path(__file__).parent / "lectures"


def forget() -> None:
    catalogue.load.cache_clear()
    catalogue._files.cache_clear()


@pytest.fixture(autouse=True)
def own_lectures(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MVCALC_LECTURES", str(LECTURES))
    forget()
    yield
    forget()


def audit(fault: str, pictures: Path | None = None) -> Report:
    return examine(Stage.prepare("planted", {"fault": fault}), pictures)


def test_a_clean_lecture_is_silent() -> None:
    report = audit("none")
    assert [finding.line for finding in report.findings] == []
    assert report.looks > 15
    assert set(report.beats) == {"opening", "rest", "move", "check"}


@pytest.mark.parametrize(
    "fault", ["label on a filling", "quick crossing", "two trackers"]
)  # fmt: skip
def test_what_is_no_fault_is_not_reported(fault: str) -> None:
    assert [finding.line for finding in audit(fault).findings] == []


@pytest.mark.parametrize(
    ("fault", "check", "beat"),
    [
        ("text over text", "overlap", "rest"),
        ("text touches text", "overlap", "rest"),
        ("leftover", "overlap", "rest"),
        ("mark over label", "crossing", "rest"),
        ("slow crossing", "crossing", "move"),
        ("half hidden", "crossing", "rest"),
        ("below", "caption-band", "rest"),
        ("left", "safe-area", "rest"),
        ("small", "small-text", "rest"),
        ("shrunken", "small-text", "rest"),
        ("faint text", "contrast", "rest"),
        ("faint mark", "contrast", "rest"),
        ("many roles", "roles", "rest"),
        ("foreign", "colour", "rest"),
        ("empty", "empty", "move"),
        ("frozen", "frozen", "move"),
        ("two motions", "two-motions", "move"),
        ("no fact", "number", "rest"),
        ("literal", "number", "rest"),
        ("literal in a formula", "number", "rest"),
        ("fast caption", "captions", "move"),
    ],
)
def test_a_planted_fault_is_found(fault: str, check: str, beat: str) -> None:
    findings = audit(fault).findings
    assert {finding.check for finding in findings} == {check}, [f.line for f in findings]
    found = findings[0]
    assert found.beat == beat
    assert found.check in CHECKS
    assert found.source.startswith("planted.py")
    assert found.params == {"fault": fault}


def test_a_finding_names_parts_line_time_and_shows_itself(tmp_path: Path) -> None:
    (found,) = audit("mark over label", tmp_path).findings
    assert any("number" in part and "x = 5/4" in part for part in found.parts)
    assert found.seconds > 0.5
    line = int(found.source.rpartition(":")[2])
    text = (LECTURES / "planted.py").read_text("utf-8").splitlines()[line - 1]
    assert "with self.line()" in text
    assert found.picture is not None
    with Image.open(found.picture) as picture:
        assert 40 < picture.width < 400
    assert found.record()["picture"] == str(found.picture)


def test_digits_in_a_script_are_found() -> None:
    findings = examine(Stage.prepare("digits", {})).findings
    assert [(f.check, f.beat) for f in findings] == [("digit", "only")] * 2
    assert "“3”" in findings[0].message
    assert "“12”" in findings[1].message


def test_a_fact_at_other_digits_is_still_a_fact() -> None:
    report = examine(Stage.prepare("planted", {"value": "sqrt(2)/3", "digits": 4}))
    assert [finding.line for finding in report.findings] == []


def test_an_exemption_keeps_the_finding_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    lecture = catalogue.load("planted").lecture
    rule = Exempt("crossing", "the line strikes the number out", beat="rest", part="number")
    monkeypatch.setattr(lecture, "exempt", (rule,), raising=False)
    report = audit("mark over label")
    assert report.findings == ()
    assert [(f.check, reason) for f, reason in report.meant] == [("crossing", rule.reason)]
    assert audit("text over text").findings


def test_an_exemption_for_another_beat_or_part_does_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lecture = catalogue.load("planted").lecture
    rules = (
        Exempt("crossing", "meant for another beat", beat="move"),
        Exempt("crossing", "meant for another part", part="dot"),
    )
    monkeypatch.setattr(lecture, "exempt", rules, raising=False)
    assert audit("mark over label").findings


def test_an_exemption_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="reason in words"):
        Exempt("crossing", "ok")
