"""The base of everything the stage draws."""

from __future__ import annotations

import copy
from typing import Any, Self

from manim import Mobject


class Drawing(Mobject):
    """A group whose copy is a picture of it: own outlines, no updaters, everything else shared.

    Manim copies a mobject two or three times for every animation. What a drawing knows besides
    its outlines (functions, trackers, settings) is neither copied nor, often, possible to copy.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        twin = copy.copy(self)
        memo[id(self)] = twin
        twin.submobjects = [copy.deepcopy(child, memo) for child in self.submobjects]
        twin.points = self.points.copy()
        twin.updaters = []
        return twin
