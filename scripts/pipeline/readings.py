"""Parameters that were read before: the same texts under the same code mean the same.

Reading a formula loads sympy; a build that finds everything done should not have to.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.pipeline.store import replace_text

MOST = 2000


@dataclass(frozen=True, slots=True)
class Reading:
    """What some values mean for a lecture.

    Attributes:
        preset: the preset's name, or the digest of the parameters when they are nobody's preset.
        params: canonical parameters.
        title: of the lecture with these parameters.
        played: names and titles of the beats they ask for.
    """

    preset: str
    params: Mapping[str, Any]
    title: str
    played: tuple[tuple[str, str], ...]


class Readings:
    """Readings of earlier runs in one small file; without it everything is only slower."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._learnt = False
        self._rows: dict[str, list[Any]] = {}
        if path is not None:
            try:
                found = json.loads(path.read_text("utf-8"))
                self._rows = {key: [a, b, c, d] for key, (a, b, c, d) in found.items()}
            except (OSError, ValueError, TypeError, AttributeError):
                self._rows = {}

    def get(self, key: str) -> Reading | None:
        """What was read under this key."""
        row = self._rows.get(key)
        if row is None:
            return None
        preset, params, title, played = row
        return Reading(preset, params, title, tuple((name, text) for name, text in played))

    def put(self, key: str, reading: Reading) -> None:
        """Remember a reading."""
        played = [list(beat) for beat in reading.played]
        self._rows[key] = [reading.preset, dict(reading.params), reading.title, played]
        self._learnt = True

    def save(self) -> None:
        """Write what was learnt, the latest first to stay."""
        if self._learnt and self._path is not None:
            latest = list(self._rows.items())[-MOST:]
            replace_text(self._path, json.dumps(dict(latest)))
