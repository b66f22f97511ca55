"""What must hold for every lecture of the catalogue, whatever it is about."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from PIL import Image

from mvcalc.errors import MvcalcError
from scenes import catalogue
from scenes.audit.examiner import Stage, examine
from scenes.draw import prepare
from scenes.stage.lecture import MODULES
from scenes.stage.params import LectureParams, describe, read_params
from scenes.stage.record import DrawRequest
from scripts.pipeline.compare import compare
from scripts.pipeline.review.accepted import required

SLUGS = sorted(
    slug for slug in catalogue.slugs() if catalogue.ROOT in catalogue._files()[slug].parents
)
WORDS = {"captions", "digit"}
"""Checks that hold even for a lecture whose pictures nobody has accepted yet."""


def own_fields(model: type[LectureParams]) -> list[str]:
    return [name for name in model.model_fields if name not in LectureParams.model_fields]


@pytest.mark.parametrize("slug", SLUGS)
def test_anatomy(slug: str) -> None:
    entry = catalogue.load(slug)
    assert entry.meta.module in MODULES
    assert entry.path.parent.name.startswith(f"m{entry.meta.module}_")
    assert entry.meta.goal.endswith("?") or entry.meta.goal.endswith(".")
    assert entry.script.check is not None, "a lecture closes with a question"
    assert all(words.alt for words in entry.script.beats.values()), "a still has a text"
    assert all(row.help for row in describe(entry.params))
    assert len(entry.presets) >= 2, "a second set of parameters renders without edits"
    assert entry.params.model_config.get("extra") == "forbid"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_preset_computes(slug: str) -> None:
    entry = catalogue.load(slug)
    for values in entry.presets.values():
        facts = entry.compute(read_params(entry.params, values))
        assert dataclasses.is_dataclass(facts)
        assert vars(type(facts))["__dataclass_params__"].frozen


def test_facts_are_computed_without_manim() -> None:
    code = """
import sys
from scenes.catalogue import load
from scenes.stage.params import read_params
for slug in sys.argv[1:]:
    entry = load(slug)
    entry.compute(read_params(entry.params, {}))
    assert "manim" not in sys.modules, slug
"""
    done = subprocess.run(
        [sys.executable, "-c", code, *SLUGS], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("slug", SLUGS)
def test_nonsense_is_refused_in_a_sentence(slug: str) -> None:
    model = catalogue.load(slug).params
    with pytest.raises(MvcalcError, match="did you mean"):
        read_params(model, {own_fields(model)[0] + "q": "1"})
    for name in own_fields(model):
        with pytest.raises(MvcalcError) as caught:
            read_params(model, {name: nonsense(model.model_fields[name].annotation)})
        sentence = caught.value.sentence
        assert name in sentence
        assert sentence.endswith((".", "?"))
        assert "\n" not in sentence


def nonsense(annotation: Any) -> Any:
    """A value that no parameter of this type can take."""
    if get_origin(annotation) is Literal:
        return "no such choice"
    if get_origin(annotation) is tuple and len(get_args(annotation)) == 2:
        return ["sin(", "1"]
    return "sin("


@pytest.mark.parametrize("slug", SLUGS)
def test_every_limit_is_kept(slug: str) -> None:
    model = catalogue.load(slug).params
    for name in own_fields(model):
        for item in model.model_fields[name].metadata:
            for key, step in (("ge", -1), ("gt", 0), ("le", 1), ("lt", 0)):
                bound = getattr(item, key, None)
                if bound is not None:
                    with pytest.raises(MvcalcError, match=name):
                        read_params(model, {name: bound + step})


def perform(slug: str, skips: Callable[[int], bool]) -> dict[str, Image.Image]:
    """The stills of a lecture of which some beats are skipped over, not played."""
    request = DrawRequest(slug, {}, 426, 240, 5, Path(), encode="off")
    lecture, names = prepare(request)
    stills = {}
    with lecture.renderer as renderer:
        for place, name in enumerate(names):
            renderer.skipping = skips(place)
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                lecture.perform(name)
            stills[name] = Image.fromarray(renderer.pixels()[:, :, :3])
    return stills


@pytest.mark.parametrize("slug", SLUGS)
def test_a_beat_is_the_same_played_through_or_jumped_to(slug: str) -> None:
    played = perform(slug, lambda _: False)
    jumped = perform(slug, lambda place: place % 2 == 0)
    for name, still in played.items():
        found = compare(jumped[name], still)
        assert found.same, f"{slug}/{name}: {found.reason}"


@pytest.mark.parametrize("slug", SLUGS)
def test_the_audit_finds_nothing(slug: str) -> None:
    """Captions and script of every lecture; everything once its pictures are required."""
    report = examine(Stage.prepare(slug, {}))
    checked = [f for f in report.findings if slug in required() or f.check in WORDS]
    assert [finding.line for finding in checked] == []
    minutes = sum(report.beats.values()) / 60
    assert slug not in required() or 3 <= minutes <= 7
