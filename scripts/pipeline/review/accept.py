"""``lecture accept``: what was looked at becomes what is expected; only what was named."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image

from mvcalc.errors import RangeError
from scenes import catalogue
from scripts.pipeline.plan import pick
from scripts.pipeline.review.accepted import CANDIDATES, ROOT, Accepted, TooLargeError
from scripts.pipeline.review.frames import DIGEST, candidates, digest


def run_accept(
    slug: str,
    beat: str | None = None,
    preset: str = "default",
    *,
    accepted: Path = ROOT,
    output: Path = CANDIDATES,
) -> tuple[str, ...]:
    """Accept the candidate frames of a lecture, or of one of its beats.

    Returns:
        The beats that were accepted.

    Raises:
        RangeError: no such lecture, preset or beat; no candidates (nobody can have looked at
            them), or candidates drawn before the lecture changed; a picture that is too large.
    """
    entry = catalogue.load(slug)
    preset = pick("preset", preset, entry.presets)
    order = tuple(b.name for b in entry.beats)
    names = (pick("beat", beat, order),) if beat else order
    folder = candidates(slug, preset, output)
    _must_be_fresh(slug, preset, folder)
    known = Accepted(slug, preset, accepted)
    done = []
    for name in names:
        path = folder / f"{name}.png"
        if not path.exists():
            continue
        try:
            with Image.open(path) as image:
                known.promote(name, image.convert("RGB"), order)
        except TooLargeError as error:
            raise RangeError(f"{slug}/{name}: {error}", hint="draw less detail") from error
        done.append(name)
    return tuple(done)


def _must_be_fresh(slug: str, preset: str, folder: Path) -> None:
    look = f"run lecture review {slug} and look at them"
    try:
        drawn = json.loads((folder / DIGEST).read_text("utf-8"))["digest"]
    except (OSError, ValueError, KeyError):
        raise RangeError(f"{slug} has no candidate frames", hint=look) from None
    if drawn != digest(slug, preset):
        raise RangeError(f"{slug} has changed since its frames were drawn", hint=look)
