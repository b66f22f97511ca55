"""Switches that turn off one technique of the renderer, to see what it gives.

Each changes our own classes in the process it is called in, which draws one film and ends. The
picture stays the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from scenes.render import display, encoder, fast, layer, outlines, triangles


def kept_paths() -> None:
    """Paths and paints are built again for every frame."""
    show = display.Display.marks

    def marks(self: display.Display, mobjects: Iterable[Any]) -> Any:
        self._shapes.clear()
        return show(self, mobjects)

    display.Display.marks = marks  # type: ignore[method-assign]


def paths_in_bulk() -> None:
    """Every path is laid out by itself."""
    lay = outlines.outlines

    def one_by_one(shapes: Any, tolerance: float) -> Any:
        return [lay([points], tolerance)[0] for points in shapes]

    display.outlines = one_by_one  # type: ignore[attr-defined]


def damage() -> None:
    """The whole picture is drawn, converted and encoded when anything in it changed."""
    add = layer.Damage.add

    def everything(self: layer.Damage, box: Any) -> None:
        if box is not None:
            add(self, (0, 0, *self._size))

    layer.Damage.add = everything  # type: ignore[method-assign]


def settled_marks() -> None:
    """What stands still under something that moves is drawn with it."""
    layer._CALM = 10**9


def vertex_arrays() -> None:
    """Triangles are handed to Skia as lists of objects."""
    triangles._form = lambda *_: None  # type: ignore[assignment]


def skipped_pictures() -> None:
    """A picture that stands still is encoded as often as it is shown."""
    encoder._REFINEMENTS = 10**9


def encoder_settings() -> None:
    """x264 with the preset that it and stock Manim take by themselves."""
    medium = {"preset": "medium", "crf": "23"}
    encoder.X264["final"] = medium


def encoding_thread() -> None:
    """Drawing waits for every picture to be encoded."""
    send = fast.Renderer.send

    def waiting(self: fast.Renderer, target: encoder.SegmentEncoder, frames: int) -> None:
        send(self, target, frames)
        while target._due < target.frames and target._error is None:
            time.sleep(1e-4)

    fast.Renderer.send = waiting  # type: ignore[method-assign, assignment]


TECHNIQUES: dict[str, Callable[[], None]] = {
    "kept paths": kept_paths,
    "paths in bulk": paths_in_bulk,
    "damage": damage,
    "settled marks": settled_marks,
    "vertex arrays": vertex_arrays,
    "skipped pictures": skipped_pictures,
    "encoder settings": encoder_settings,
    "encoding thread": encoding_thread,
}
