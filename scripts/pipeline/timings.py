"""How long beats lasted and how long they took, from earlier builds: only to plan and to predict.

Wrong or missing figures cost time, never correctness.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scripts.pipeline.store import replace_text


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds that a beat lasts on the screen, and that drawing took per megapixel."""

    lasts: float
    cost: float


class Timings:
    """The figures of every beat seen so far, kept in one small file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._new: dict[str, Timing] = {}
        try:
            found = json.loads(path.read_text("utf-8"))
            self._known = {k: Timing(float(a), float(b)) for k, (a, b) in found.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            self._known = {}

    def lasts(self, slug: str, beat: str) -> float:
        """Expected length of a beat in seconds: its own, else that of the beats known."""
        return self._get(slug, beat).lasts

    def cost(self, slug: str, beat: str) -> float:
        """Expected effort of drawing a beat, in any unit."""
        return self._get(slug, beat).cost

    def learn(self, slug: str, beat: str, timing: Timing) -> None:
        """Note a beat that was drawn."""
        self._new[f"{slug}/{beat}"] = timing

    def save(self) -> None:
        """Write what was learnt."""
        if self._new:
            known = {**self._known, **self._new}
            rows = {key: [round(t.lasts, 3), round(t.cost, 4)] for key, t in sorted(known.items())}
            replace_text(self._path, json.dumps(rows))

    def _get(self, slug: str, beat: str) -> Timing:
        known = {**self._known, **self._new}
        if (own := known.get(f"{slug}/{beat}")) is not None:
            return own
        return _mean([t for key, t in known.items() if key.startswith(f"{slug}/")]) or (
            _mean(known.values()) or Timing(40.0, 1.0)
        )


def _mean(timings: Iterable[Timing]) -> Timing | None:
    rows = list(timings)
    if not rows:
        return None
    return Timing(sum(t.lasts for t in rows) / len(rows), sum(t.cost for t in rows) / len(rows))
