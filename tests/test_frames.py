"""Every beat of every lecture against its accepted picture; see CONTRIBUTING for accepting."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scenes import catalogue
from scripts.pipeline.review.accepted import (
    MOST_BYTES,
    ROOT,
    Accepted,
    required,
    with_pictures,
)
from scripts.pipeline.review.frames import shoot
from scripts.pipeline.sources import PROJECT

SLUGS = sorted({*with_pictures(), *required()})


@pytest.mark.parametrize("slug", SLUGS)
def test_frames_are_the_accepted_ones(slug: str) -> None:
    roll = shoot(slug)
    assert roll.faults == (), "\n".join(roll.faults)


@pytest.mark.parametrize("slug", SLUGS)
def test_accepted_pictures_are_whole_and_small(slug: str) -> None:
    known = Accepted(slug)
    assert known.damaged() == ()
    assert {path.stem for path in known.pictures()} == set(known.beats)
    assert all(known.path(beat).stat().st_size <= MOST_BYTES for beat in known.beats)


def test_no_accepted_picture_is_left_of_a_lecture_that_is_gone() -> None:
    assert set(with_pictures(ROOT)) <= set(catalogue.slugs())
    assert set(required(ROOT)) <= set(catalogue.slugs())


DRAW = """
import sys
from pathlib import Path
from scenes.draw import draw
from scenes.stage.record import DrawRequest

folder = Path(sys.argv[1])
draw(DrawRequest("rise-over-run", {"pace": 1.5}, 320, 180, 10, folder, ("journey", "secant")))
"""


def test_the_same_lecture_gives_the_same_bytes(tmp_path: Path) -> None:
    """In other processes, with other hash seeds."""
    digests = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", DRAW, str(folder)]
        subprocess.run(command, check=True, cwd=PROJECT, env=environment, timeout=120)
        digests.append(
            {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}
        )
    assert set(digests[0]) == {"journey.mp4", "journey.png", "secant.mp4", "secant.png"}
    assert digests[0] == digests[1]
