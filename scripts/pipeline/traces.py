"""What each drawn beat looked at, so that a beat is known before it is drawn again.

A beat is a function of its code and of the parameters, facts and words it looks at. If the code
is the same and everything that was looked at has the same value, drawing it again would look at
the same things and give the same beat (a verifying trace, as build systems call it).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scripts.pipeline.store import SEGMENT, Store, replace_text
from scripts.pipeline.task import Look, Stretch, Trace

MOST = 40
"""Traces kept for one piece of code, the latest first."""


class Traces:
    """The traces of a store, one small file for each piece of code."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._root = store.root / "traces"
        self._root.mkdir(exist_ok=True)

    def known(self, code: str) -> tuple[Trace, ...]:
        """Traces of this code whose beats are still in the store."""
        return tuple(t for t in self._read(code) if t.segment and t.segment.parent.is_dir())

    def add(self, code: str, look: Look, key: str) -> None:
        """Remember a drawn beat. Of two builds at once, one may be forgotten: no harm."""
        rest = [(t.look, t.key) for t in self.known(code) if t.key != key]
        rows = [[asdict(look), key] for look, key in [(look, key), *rest][:MOST]]
        replace_text(self._path(code), json.dumps(rows))

    def _path(self, code: str) -> Path:
        return self._root / f"{code}.json"

    def _read(self, code: str) -> list[Trace]:
        try:
            rows = json.loads(self._path(code).read_text("utf-8"))
            return [self._trace(look, str(key)) for look, key in rows]
        except (OSError, ValueError, TypeError, KeyError):
            return []

    def _trace(self, look: Mapping[str, Any], key: str) -> Trace:
        stretches = tuple(Stretch(**row) for row in look["stretches"])
        seen = Look(tuple(look["reads"]), look["values"], look["silent"], stretches)
        return Trace(seen, key, self._store.folder(key) / SEGMENT)
