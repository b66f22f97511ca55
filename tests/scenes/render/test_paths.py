"""Paths from memory are the paths that calls would have made."""

from __future__ import annotations

import numpy as np
import pytest
import skia

from scenes.render import paths


@pytest.mark.parametrize("known", [True, False])
def test_segments_join_where_they_meet(known: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert paths._format_is_known()
    monkeypatch.setattr(paths, "_format_is_known", lambda: known)
    starts = np.array([[0.0, 0], [1, 0], [5, 5]])
    ends = np.array([[1.0, 0], [1, 2], [6, 7]])
    wanted = skia.Path()
    wanted.moveTo(0, 0).lineTo(1, 0).lineTo(1, 2)
    wanted.moveTo(5, 5).lineTo(6, 7)
    assert bytes(paths.segments(starts, ends).serialize()) == bytes(wanted.serialize())
    assert paths.segments(starts[:0], ends[:0]).isEmpty()
