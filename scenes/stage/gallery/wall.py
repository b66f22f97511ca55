"""Where demos are written and hung."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from manim import Mobject, Scene, ValueTracker

from scenes.render import Renderer


class Wall:
    """A scene for one demo, and the stills taken of it.

    Args:
        folder: where the stills go.
        stem: first part of their file names.
        height: of the stills in pixels; they are 16 to 9.
    """

    def __init__(self, folder: Path, stem: str, height: int) -> None:
        self.folder, self.stem = folder, stem
        self.renderer = Renderer(height * 16 // 18 * 2, height, 30, encode="off")
        self.scene = Scene(renderer=self.renderer)
        self.stills: list[Path] = []

    def hang(self, *mobjects: Mobject) -> None:
        """Put mobjects on the wall."""
        self.scene.add(*mobjects)

    def tracker(self, value: float) -> ValueTracker:
        """A number that parts follow."""
        return ValueTracker(float(value))

    def still(self, *moved: tuple[ValueTracker, float]) -> None:
        """Take a picture, after moving trackers."""
        for tracker, value in moved:
            tracker.set_value(value)
        self.scene.update_mobjects(0)
        self.scene.wait(1 / self.renderer.fps)
        path = self.folder / f"{self.stem}-{len(self.stills) + 1}.png"
        self.renderer.save_still(path)
        self.stills.append(path)


Drawing = Callable[[Wall], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """A function that draws some parts.

    Attributes:
        parts: names of the parts it shows, as ``scenes.stage.parts`` exports them.
        draw: hangs them on a wall and takes stills.
    """

    parts: tuple[str, ...]
    draw: Drawing


DEMOS: Final[list[Demo]] = []


def demo(*parts: str) -> Callable[[Drawing], Drawing]:
    """Register a function as the demo of these parts."""

    def register(draw: Drawing) -> Drawing:
        DEMOS.append(Demo(parts, draw))
        return draw

    return register
