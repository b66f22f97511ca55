"""A point with its name beside it."""

from __future__ import annotations

import numpy as np

from scenes.stage.formula import Typeset
from scenes.stage.parts.marks import Point
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.tag import Tag
from scenes.stage.theme import Role


class Tagged(Part):
    """A point that stands still, and its name on a plate.

    Args:
        place: in frame units.
        name: a formula or words.
        side: where the name stands: (1, 1) is up and to the right.
    """

    def __init__(
        self,
        place: Floats,
        name: Typeset,
        *,
        role: Role = Role.TEXT,
        shape: str = "dot",
        side: tuple[float, float] = (1, 1),
    ) -> None:
        super().__init__()
        self.point = Point(place, role=role, shape=shape)
        self.tag = Tag(name)
        room = self.tag.half() + 0.08
        self.tag.move_to(np.asarray(place) + np.array([side[0] * room[0], side[1] * room[1], 0.0]))
        self.add(self.tag, self.point)
