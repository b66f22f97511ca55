"""What the audit reports. Plain data, free of manim, so that it travels between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

CHECKS: Final[Mapping[str, str]] = {
    "overlap": "text or a formula lies over other text",
    "crossing": "a mark crosses a label",
    "safe-area": "something reaches outside the safe area",
    "caption-band": "something reaches into the band kept for captions",
    "small-text": "text under the smallest size",
    "contrast": "text under 4.5:1 or a mark under 3:1 against what is behind it",
    "roles": "more than five roles in a frame",
    "colour": "a colour that is not in the theme",
    "empty": "a beat ends on an empty frame",
    "frozen": "nothing happens in a beat",
    "two-motions": "two unrelated things move at once",
    "captions": "a caption over the limits of length or speed",
    "number": "a number on the screen that is not a fact",
    "digit": "a literal digit in the script",
    "crash": "an exception that is no refusal",
    "sentence": "a refusal without a good sentence",
    "slow": "the lecture takes too long to compute",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a lecture.

    Attributes:
        slug: the lecture; ``params`` are the values it was given.
        beat, seconds: where: the beat, and the time since its start.
        check: which check, a key of ``CHECKS``.
        message: one sentence.
        parts: names of the drawings concerned.
        source: ``file:line`` of the lecture that was playing.
        picture: a cropped picture, or None.
        also: further beats with the same fault of the same parts.
    """

    slug: str
    beat: str
    seconds: float
    check: str
    message: str
    parts: tuple[str, ...] = ()
    source: str = ""
    picture: Path | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    also: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The finding in one line of text."""
        where = f"{self.slug}/{self.beat} {self.seconds:.1f}s" if self.beat else self.slug
        concerns = f" [{', '.join(self.parts)}]" if self.parts else ""
        more = f" (also in {', '.join(self.also)})" if self.also else ""
        source = f" {self.source}" if self.source else ""
        return f"{where}: {self.check}: {self.message}{concerns}{more}{source}"

    def record(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "slug": self.slug,
            "params": dict(self.params),
            "beat": self.beat,
            "seconds": round(self.seconds, 3),
            "check": self.check,
            "message": self.message,
            "parts": list(self.parts),
            "source": self.source,
            "picture": None if self.picture is None else str(self.picture),
            "also": list(self.also),
        }
