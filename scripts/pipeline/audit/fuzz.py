"""Random parameters: a lecture survives what its schema accepts, or refuses it with a sentence."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from scenes import catalogue
from scripts.pipeline.audit.cases import Case, Verdict, examine_case
from scripts.pipeline.audit.values import random_params, simpler

MOST_REFUSALS: Final = 25  # draws until one set is accepted
SHRINK_TRIES: Final = 24
SHRINK_SECONDS: Final = 90.0
CADENCE: Final = 1.0

Examine = Callable[[Case], Verdict]


def fuzz_case(
    slug: str,
    seed: int,
    number: int,
    pictures: Path | None = None,
    examine: Examine = examine_case,
) -> Verdict:
    """The random case of this number: the first accepted set of parameters, or a bad refusal.

    The same seed and number give the same parameters. A failing set is shrunk; its findings get
    cropped pictures in a folder of their own under ``pictures``.
    """
    model = catalogue.load(slug).params
    rng = random.Random(f"{seed}:{slug}:{number}")
    label = f"random {seed}/{number}"
    verdict = Verdict(Case(slug, label))
    for _ in range(MOST_REFUSALS):
        case = Case(slug, label, random_params(model, rng), cadence=CADENCE)
        verdict = examine(case)
        if verdict.findings or not verdict.refused:
            break
    if not verdict.findings:
        return verdict
    small = shrink(verdict, examine)
    if pictures is None:
        return small
    shown = examine(replace(small.case, pictures=pictures / slug / f"random-{seed}-{number}"))
    return shown if shown.findings else small


def shrink(verdict: Verdict, examine: Examine = examine_case) -> Verdict:
    """The smallest parameters found that still show the first finding's fault."""
    model = catalogue.load(verdict.case.slug).params
    target = verdict.findings[0].check, verdict.findings[0].source
    end = time.monotonic() + SHRINK_SECONDS
    tried: set[str] = set()
    better = True
    while better:
        better = False
        for params in simpler(model, verdict.case.params):
            if len(tried) >= SHRINK_TRIES or time.monotonic() > end:
                return verdict
            if repr(params) in tried:
                continue
            tried.add(repr(params))
            other = examine(replace(verdict.case, params=params))
            if any((found.check, found.source) == target for found in other.findings):
                verdict, better = other, True
                break
    return verdict


def as_options(params: Mapping[str, Any]) -> str:
    """Parameters as they are typed after ``lecture render SLUG``."""
    words = []
    for name, value in params.items():
        text = "[" + ", ".join(map(str, value)) + "]" if isinstance(value, list) else str(value)
        words.append(f"--set {name}={_quoted(text)}")
    return " ".join(words)


def _quoted(text: str) -> str:
    plain = text.replace(".", "").replace("/", "").replace("-", "").isalnum()
    return text if plain else "'" + text.replace("'", "'\\''") + "'"
