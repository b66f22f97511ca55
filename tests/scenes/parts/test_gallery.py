"""The gallery shows every part, and shows it drawn."""

from __future__ import annotations

import inspect
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image

from scenes.stage import parts
from scenes.stage.gallery import run_gallery
from scenes.stage.gallery.wall import DEMOS
from scenes.stage.parts import Part, SolidPart


def test_every_part_has_a_demo() -> None:
    shown = {name for demo in DEMOS for name in demo.parts}
    made = {
        name
        for name in parts.__all__
        if inspect.isclass(part := getattr(parts, name)) and issubclass(part, Part | SolidPart)
    }
    assert made - {"Part", "SolidPart"} <= shown
    assert shown <= set(parts.__all__)


def test_the_page_shows_a_picture_of_each(tmp_path: Path) -> None:
    page = run_gallery(tmp_path / "gallery", height=144)
    text = page.read_text(encoding="utf-8")
    for demo in DEMOS:
        for name in demo.parts:
            assert f'id="{name}"' in text
            assert f'href="#{name}"' in text
        stills = sorted(page.parent.glob(f"{demo.parts[0]}-*.png"))
        assert stills
        pictures = [np.asarray(Image.open(still).convert("L"), dtype=float) for still in stills]
        # Something is drawn, and each still of a moving part differs from the one before.
        assert all(picture.std() > 1 for picture in pictures)
        for one, other in pairwise(pictures):
            assert np.abs(one - other).max() > 20
        assert all(f'src="{still.name}"' in text for still in stills)
