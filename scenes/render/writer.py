"""What stands where Manim keeps its file writer."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from manim.scene.section import DefaultSectionType, Section


class Writer:
    """Stands where Manim keeps its file writer: notes sections, captions and sounds, no files."""

    def __init__(self, abort: Callable[[], None]) -> None:
        self._abort = abort
        self.output_spec = SimpleNamespace(is_still=False, is_video=False, is_image_sequence=False)
        self.sections: list[Section] = []
        self.subcaptions: list[Any] = []
        self.sounds: list[tuple[float, str]] = []
        self.next_section("autocreated", DefaultSectionType.NORMAL, False)

    def next_section(self, name: str, type_: str, skip_animations: bool) -> None:
        """Note a new section; a section may ask for its animations to be skipped."""
        self.sections.append(Section(type_, None, name, skip_animations))

    def add_sound(
        self, sound_file: str, time: float, gain: float | None = None, **_: object
    ) -> None:
        """Note a sound for whoever packages the video; segments hold no audio."""
        del gain
        self.sounds.append((time, sound_file))

    def abort_encode_jobs(self, reraise_encoder_failures: bool = False) -> None:
        """Called by Manim when a scene raised."""
        del reraise_encoder_failures
        self._abort()
