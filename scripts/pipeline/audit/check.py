"""``lecture check``: examine lectures with presets and random parameters, and report."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from scenes import catalogue
from scenes.audit.finding import Finding
from scripts.pipeline.audit.cases import Case, Verdict, examine_case
from scripts.pipeline.audit.fuzz import as_options, fuzz_case
from scripts.pipeline.audit.processes import each
from scripts.pipeline.plan import pick

PICTURES: Final = Path("renders") / "check"
Work = Case | tuple[str, int, int, Path]


def run_check(
    slugs: Sequence[str],
    sets: Mapping[str, Any],
    fuzz: int,
    as_json: bool,
    *,
    presets: bool = False,
    preset: str = "default",
    seed: int = 1,
    jobs: int | None = None,
    pictures: Path = PICTURES,
) -> int:
    """Check lectures; print findings as they come.

    Args:
        slugs: the lectures; none means all.
        sets: parameters set on top of the preset.
        fuzz: how many random parameter sets to try for each lecture.
        as_json: one JSON object a finding on stdout, instead of text.
        presets: every preset of each lecture instead of one.
        preset: the one preset.
        seed: of the random parameters.
        jobs: processes; the number of processors by default.
        pictures: where cropped pictures go.

    Returns:
        0 nothing found, 1 something found, 2 the parameters were refused.

    Raises:
        MvcalcError: no such lecture or preset.
    """
    chosen = list(slugs) or [entry.slug for entry in catalogue.entries()]
    work: list[Work] = []
    for slug in chosen:
        names = list(catalogue.load(slug).presets) if presets else [preset]
        work += [_case(slug, name, sets, pictures) for name in names]
        work += [(slug, seed, number, pictures) for number in range(fuzz)]
    shutil.rmtree(pictures, ignore_errors=True)
    found = refused = cases = 0
    for verdict in each(_examine, work, jobs):
        cases += 1
        found += len(verdict.findings)
        refused += bool(verdict.refused and not verdict.case.label.startswith("random"))
        _print(verdict, as_json)
    summary = f"{cases} cases of {len(chosen)} lectures: {found or 'no'} findings"
    print(summary, file=sys.stderr)
    return 1 if found else 2 if refused else 0


def _case(slug: str, preset: str, sets: Mapping[str, Any], pictures: Path) -> Case:
    known = catalogue.load(slug).presets
    params = {**known[pick("preset", preset, known)], **sets}
    return Case(slug, preset, params, pictures / slug / preset)


def _examine(work: Work) -> Verdict:
    return examine_case(work) if isinstance(work, Case) else fuzz_case(*work)


def _print(verdict: Verdict, as_json: bool) -> None:
    case = verdict.case
    if as_json:
        for finding in verdict.findings:
            print(json.dumps({"case": case.label, **finding.record()}, ensure_ascii=False))
        sys.stdout.flush()
        return
    state = f"{len(verdict.findings)} findings" if verdict.findings else "ok"
    if verdict.refused and not verdict.findings:
        state = f"refused: {verdict.refused}"
    print(f"{case.slug} [{case.label}]: {state}")
    for line in _lines(verdict.findings):
        print(f"  {line}")
    if verdict.findings and case.label.startswith("random"):
        print(f"  again: lecture check {case.slug} {as_options(case.params)}")
    for finding, reason in verdict.meant:
        print(f"  meant: {finding.check} in {finding.beat}: {reason}")
    sys.stdout.flush()


def _lines(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        yield finding.line
        if finding.picture is not None:
            yield f"  {finding.picture}"
