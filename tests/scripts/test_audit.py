"""Checks of whole lectures with presets and random parameters."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mvcalc.errors import MvcalcError, RangeError
from scenes import catalogue
from scenes.audit.finding import Finding
from scenes.stage.params import LectureParams, Pair2, Point2, formula_in, param, read_params
from scripts.pipeline.audit import run_check
from scripts.pipeline.audit.cases import Case, Verdict, examine_case
from scripts.pipeline.audit.fuzz import as_options, fuzz_case, shrink
from scripts.pipeline.audit.processes import each
from scripts.pipeline.audit.values import random_params, simpler

LECTURES = Path(__file__).parent / "audit_lectures"


def forget() -> None:
    catalogue.load.cache_clear()
    catalogue._files.cache_clear()


@pytest.fixture(autouse=True)
def own_lectures(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MVCALC_LECTURES", str(LECTURES))
    forget()
    yield
    forget()


def verdict(**params: Any) -> Verdict:
    return examine_case(Case("brittle", "test", params))


def test_a_sound_case_is_clean() -> None:
    found = verdict()
    assert (found.findings, found.refused) == ((), "")
    assert found.looks > 3
    assert set(found.beats) == {"opening", "only"}


@pytest.mark.parametrize("mode", ["early", "late"])
def test_an_exception_is_a_finding_with_its_place(mode: str) -> None:
    (crash,) = verdict(mode=mode, size=6).findings
    assert crash.check == "crash"
    assert {"early": "nothing left", "late": "no slot left"}[mode] in crash.message
    assert crash.source.startswith("brittle.py:")
    assert verdict(mode=mode, size=5).findings == ()


def test_a_good_refusal_is_fine() -> None:
    found = verdict(mode="polite")
    assert found.findings == ()
    assert "try mode = sound" in found.refused


def test_a_refusal_that_talks_about_the_program_is_a_finding() -> None:
    findings = verdict(mode="rude").findings
    assert {finding.check for finding in findings} == {"sentence"}
    assert any("talks about the program" in finding.message for finding in findings)
    assert any("nothing that would work" in finding.message for finding in findings)


def test_a_refusal_while_drawing_comes_too_late() -> None:
    (found,) = verdict(mode="tardy").findings
    assert found.check == "crash"
    assert "instead of before" in found.message


def test_status_and_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_check(["brittle"], {}, 0, False, jobs=1, pictures=tmp_path) == 0
    status = run_check(["brittle"], {}, 0, False, presets=True, jobs=1, pictures=tmp_path)
    assert status == 1
    out = capsys.readouterr().out
    assert "brittle [default]: ok" in out
    assert "brittle [wide]: 1 findings" in out
    assert "overlap" in out
    assert len(list((tmp_path / "brittle" / "wide").glob("*.png"))) == 1
    assert run_check(["brittle"], {"mode": "polite"}, 0, False, jobs=1, pictures=tmp_path) == 2


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values = {"mode": "wide", "size": 7}
    assert run_check(["brittle"], values, 0, True, jobs=1, pictures=tmp_path) == 1
    (line,) = capsys.readouterr().out.splitlines()
    record = json.loads(line)
    assert (record["slug"], record["check"], record["beat"]) == ("brittle", "overlap", "only")
    assert record["params"] == values
    assert Path(record["picture"]).exists()


def test_work_is_spread_over_processes() -> None:
    assert sorted(each(str.upper, ["a", "b", "c"], 2)) == ["A", "B", "C"]
    assert list(each(str.upper, ["a", "b"], 1)) == ["A", "B"]
    assert list(each(str.upper, [], 2)) == []


def test_unknown_names_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RangeError, match="britle"):
        run_check(["britle"], {}, 0, False, pictures=tmp_path)
    with pytest.raises(RangeError, match="narrow"):
        run_check(["brittle"], {}, 0, False, preset="narrow", pictures=tmp_path)


def breaks(case: Case) -> Verdict:
    """A stand-in for the audit: ``late`` breaks from 6 on, whatever the rest is."""
    params = case.params
    if params.get("mode") == "late" and params.get("size", 3) > 5:
        return Verdict(case, (Finding("brittle", "only", 1, "crash", "no slot left"),))
    return Verdict(case)


def test_a_failing_case_is_shrunk_to_what_matters() -> None:
    params = {"f": "sin(x) + 1", "number": "123456/789", "mode": "late", "size": 31, "digits": 4}
    found = shrink(breaks(Case("brittle", "random", params)), breaks)
    assert found.case.params == {"mode": "late", "size": 6}
    assert as_options(found.case.params) == "--set mode=late --set size=6"


def test_random_cases_can_be_repeated_and_find_the_fault() -> None:
    cases = [fuzz_case("brittle", 3, number, examine=breaks) for number in range(40)]
    again = [fuzz_case("brittle", 3, number, examine=breaks) for number in range(40)]
    assert [c.case for c in cases] == [c.case for c in again]
    failing = [c for c in cases if c.findings]
    assert failing
    assert all(c.case.params == {"mode": "late", "size": 6} for c in failing)


def test_a_random_case_through_the_real_audit() -> None:
    found = [fuzz_case("brittle", 1, number) for number in range(3)]
    assert all(f.check in ("crash", "sentence", "overlap") for v in found for f in v.findings)
    assert any(not v.refused for v in found)


class Everything(LectureParams):
    start: Point2 = param(("1", "2"), "a point")
    maps: Pair2 = param(("x", "y"), "a map")
    g: formula_in("t") = param("t^2", "a curve")  # type: ignore[valid-type]
    rate: float = param(0.5, "a rate", gt=0, lt=1)
    layers: tuple[int, ...] = param((2, 3), "layers", min_length=2, max_length=4)
    kinks: bool = param(False, "kinks")


def test_every_kind_of_parameter_is_drawn_and_mostly_accepted() -> None:
    rng = random.Random(5)
    accepted, seen, blamed = 0, set(), set()
    for _ in range(200):
        values = random_params(Everything, rng)
        seen |= set(values)
        try:
            read_params(Everything, values)
            accepted += 1
        except MvcalcError as error:
            blamed.add(error.param)
    assert accepted > 120
    assert blamed <= set(Everything.model_fields)
    assert seen >= {"start", "maps", "g", "rate", "layers", "kinks", "digits"}


def test_simpler_values_are_simpler() -> None:
    params = {"g": "sin(t^2 + 1)*(t - 3)", "layers": [2, 3, 4]}
    smaller = list(simpler(Everything, params))
    assert {"layers": [2, 3, 4]} in smaller
    assert any(p.get("g") == "t^2 + 1" or p.get("g") == "sin(t^2 + 1)" for p in smaller)
    assert any(p.get("layers") == [2, 3] for p in smaller)
    assert all(len(repr(p)) < len(repr(params)) for p in smaller)


@pytest.mark.parametrize("slug", catalogue.slugs())
def test_every_parameter_of_the_course_can_be_drawn(slug: str) -> None:
    model = catalogue.load(slug).params
    draws = [random_params(model, random.Random(seed)) for seed in range(60)]
    assert "Undefined" not in repr(draws)
    own = set(model.model_fields) - set(LectureParams.model_fields)
    assert own <= {name for values in draws for name in values}
