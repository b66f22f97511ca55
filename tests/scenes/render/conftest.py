"""Manim writes the formulas of its own text mobjects to a media folder: not into the project."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from manim import config


@pytest.fixture(autouse=True, scope="session")
def media_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = config.media_dir
    config.media_dir = str(tmp_path_factory.mktemp("media"))
    yield
    config.media_dir = before
