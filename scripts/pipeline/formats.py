"""Picture sizes and frame rates that can be asked for by name."""

from __future__ import annotations

from dataclasses import dataclass

_SIZES = {
    "480p": (854, 480, 15),
    "720p": (1280, 720, 30),
    "1080p": (1920, 1080, 60),
    "1440p": (2560, 1440, 60),
    "2160p": (3840, 2160, 60),
}
QUALITIES = tuple(_SIZES)
MAX_FPS = 120


@dataclass(frozen=True, slots=True)
class Format:
    """A quality with its size in pixels and its frames per second."""

    quality: str
    width: int
    height: int
    fps: int

    @classmethod
    def named(cls, quality: str, fps: int | None = None) -> Format:
        """The format of a quality; ``fps`` replaces the usual rate of that quality."""
        width, height, usual = _SIZES[quality]
        return cls(quality, width, height, fps or usual)

    @property
    def label(self) -> str:
        """Name of the result folder: the quality, with the rate if it is an unusual one."""
        usual = _SIZES[self.quality][2]
        return self.quality if self.fps == usual else f"{self.quality}-{self.fps}fps"
