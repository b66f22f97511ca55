"""What every part is: a drawing that may follow trackers and knows how it comes in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from manim import Animation, FadeIn, Group, ValueTracker, VGroup, VMobject

from scenes.stage import theme
from scenes.stage.drawing import Drawing
from scenes.stage.theme import Role

Floats = npt.NDArray[np.float64]


class Following(Drawing):
    """What all parts share: redrawing when something they depend on has changed.

    A part that depends on trackers calls ``follow`` once; ``redraw`` then runs whenever one of
    them has changed, and only then. ``redraw`` writes points in place and makes no mobjects.
    """

    def follow(self, *trackers: ValueTracker, extra: Callable[[], Any] | None = None) -> Self:
        """Redraw when a tracker (or the value of ``extra``) changes."""
        state: list[Any] = [None]

        def update(_: Any) -> None:
            now = (*(t.get_value() for t in trackers), extra() if extra else None)
            if now != state[0]:
                state[0] = now
                self.redraw()

        self.add_updater(update, call_updater=True)
        return self

    def redraw(self) -> None:
        """Bring the drawing in line with its trackers."""

    def entrance(self) -> Animation:
        """How the part comes in."""
        return FadeIn(self)


class Part(Following, VGroup):
    """A drawing of the theme's vocabulary, made of lines and fills."""


class SolidPart(Following, Group):
    """A part that holds a mesh, which is no vector mobject."""


def stroke(
    role: Role | str, width: float = theme.LINE_WIDTH, opacity: float = 1.0, **options: Any
) -> VMobject:
    """An empty line of a role, to be given points."""
    colour = role.colour if isinstance(role, Role) else role
    return VMobject(
        stroke_color=colour, stroke_width=width, stroke_opacity=opacity, fill_opacity=0, **options
    )


def set_segment(line: VMobject, start: Floats, end: Floats) -> VMobject:
    """Make a line straight from ``start`` to ``end``."""
    thirds = np.linspace(0, 1, 4)[:, None]
    line.set_points(start + (end - start) * thirds)
    return line


def set_corners(line: VMobject, corners: Floats) -> VMobject:
    """Make a line a polyline through ``corners``, shape (n, 3)."""
    return set_polylines(line, [corners])


def set_polylines(line: VMobject, pieces: list[Floats]) -> VMobject:
    """Make a line several polylines at once, each of shape (n, 3)."""
    curves = []
    thirds = np.linspace(0, 1, 4)[None, :, None]
    for corners in pieces:
        if len(corners) > 1:
            a, b = corners[:-1, None, :], corners[1:, None, :]
            curves.append((a + (b - a) * thirds).reshape(-1, 3))
    line.set_points(np.concatenate(curves) if curves else np.zeros((0, 3)))
    return line
