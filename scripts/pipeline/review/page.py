"""``lecture review``: one page with everything there is to look at before accepting."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PIL import Image

from mvcalc.errors import MvcalcError
from scenes import catalogue
from scenes.audit.finding import Finding
from scenes.stage.params import describe
from scripts.pipeline.audit.cases import Case, Verdict, examine_case
from scripts.pipeline.audit.fuzz import as_options
from scripts.pipeline.audit.processes import each
from scripts.pipeline.compare import difference
from scripts.pipeline.review.accepted import decode
from scripts.pipeline.review.frames import Roll, Shot, shoot

PAGE: Final = Path("renders") / "review.html"
_TEMPLATE: Final = "review.html.j2"


@dataclass(frozen=True, slots=True)
class Section:
    """One lecture with one preset: its frames, or why there are none; what the audit says."""

    slug: str
    preset: str
    params: Mapping[str, Any]
    verdict: Verdict
    roll: Roll | None = None
    broken: str = ""


def run_review(
    slugs: Sequence[str] = (), page: Path = PAGE, *, presets: bool = True, jobs: int | None = None
) -> Path:
    """Draw and examine lectures, and write the page; candidates are left for ``accept``.

    Args:
        slugs: the lectures; none means all.
        page: where to write; the file needs nothing beside it.
        presets: every preset, or only the default.
        jobs: processes; the number of processors by default.

    Raises:
        MvcalcError: no such lecture.
    """
    chosen = list(slugs) or [entry.slug for entry in catalogue.entries()]
    work = [
        (slug, preset)
        for slug in chosen
        for preset in (catalogue.load(slug).presets if presets else ("default",))
    ]
    made = {(s.slug, s.preset): s for s in each(section, work, jobs)}
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(render([made[key] for key in work]), encoding="utf-8")
    return page


def section(work: tuple[str, str]) -> Section:
    """Draw and examine one lecture with one preset."""
    slug, preset = work
    params = dict(catalogue.load(slug).presets[preset])
    verdict = examine_case(Case(slug, preset, params, Path("renders") / "check" / slug / preset))
    try:
        return Section(slug, preset, params, verdict, shoot(slug, preset))
    except MvcalcError as error:
        return Section(slug, preset, params, verdict, broken=error.sentence)
    except Exception as error:  # the page shows what broke, and everything else
        return Section(slug, preset, params, verdict, broken=f"{type(error).__name__}: {error}")


def render(sections: Sequence[Section]) -> str:
    """The page as HTML."""
    from jinja2 import Environment, PackageLoader

    loader = PackageLoader("scripts.pipeline.review", "")
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    shown = [_section(one) for one in sections]
    totals = {
        "lectures": len({one.slug for one in sections}),
        "frames": sum(len(one["beats"]) for one in shown),
        "changed": sum(beat["state"] != "same" for one in shown for beat in one["beats"]),
        "failed": sum(one["findings"] for one in shown),
    }
    return environment.get_template(_TEMPLATE).render(sections=shown, totals=totals)


def _section(one: Section) -> dict[str, Any]:
    entry = catalogue.load(one.slug)
    roll = one.roll
    findings = one.verdict.findings
    beats = [_beat(one, shot) for shot in roll.shots] if roll else []
    loose = [f for f in findings if f.beat not in {beat["name"] for beat in beats}]
    return {
        "slug": one.slug,
        "preset": one.preset,
        "title": entry.meta.title,
        "module": entry.meta.module,
        "options": as_options(one.params) or "defaults",
        "params": [(name, str(value)) for name, value in _values(one)],
        "facts": roll.drawn.facts if roll else (),
        "beats": beats,
        "gone": roll.gone if roll else (),
        "loose": [_finding(finding) for finding in loose],
        "findings": len(findings) + bool(one.broken),
        "meant": [(f.line, reason) for f, reason in one.verdict.meant],
        "broken": one.broken,
        "drawing": f"{roll.seconds:.1f}" if roll else "–",
        "lasts": sum(one.verdict.beats.values()),
        "changed": sum(beat["state"] != "same" for beat in beats),
    }


def _values(one: Section) -> Iterable[tuple[str, Any]]:
    """Every parameter with its value, the lecture's own first."""
    model = catalogue.load(one.slug).params
    return [(row.name, one.params.get(row.name, row.default)) for row in describe(model)]


def _beat(one: Section, shot: Shot) -> dict[str, Any]:
    record = shot.beat
    findings = [f for f in one.verdict.findings if record.name in (f.beat, *f.also)]
    with Image.open(shot.candidate) as image:
        actual = image.convert("RGB")
    expected = decode(shot.expected.read_bytes()) if shot.expected else None
    return {
        "name": record.name,
        "title": record.title,
        "state": str(shot.state),
        "reason": shot.reason.partition("; see ")[0] if expected else "",
        "actual": _uri(actual),
        "expected": _uri(expected) if expected else "",
        "difference": (
            _uri(difference(actual, expected)) if expected and expected.size == actual.size else ""
        ),
        "narration": record.narration,
        "alt": record.alt,
        "shown": [text for _, text in record.shown],
        "seconds": f"{one.verdict.beats.get(record.name, 0.0):.1f}",
        "findings": [_finding(finding) for finding in findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    picture = ""
    if finding.picture is not None and finding.picture.exists():
        with Image.open(finding.picture) as image:
            picture = _uri(image.convert("RGB"))
    return {"check": finding.check, "line": finding.line, "picture": picture}


def _uri(image: Image.Image) -> str:
    out = io.BytesIO()
    image.save(out, "WEBP", lossless=True, quality=80, method=3)
    return "data:image/webp;base64," + base64.b64encode(out.getvalue()).decode("ascii")
