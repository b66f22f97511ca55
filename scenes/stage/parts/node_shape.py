"""The shape of a network's nodes: round, or oblong where round ones would not hold two numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from scenes.stage.parts.marks import circle_points
from scenes.stage.parts.part import Floats
from scenes.stage.parts.tag import plate

_HOLDS_TWO: Final = 0.6  # from this radius on, round nodes hold two numbers under each other
_OBLONG: Final = (0.63, 0.4)  # half width and height of a node that holds two in little room
_BESIDE_OBLONG: Final = 0.45  # largest radius of round nodes in the same network
_CORNER: Final = 0.2  # radius of an oblong node's corners
_LINE: Final = 0.13  # half the height of a line of numbers
_RIM, _SIDE = 0.14, 0.08  # left free beside a number in a round node, in an oblong one


@dataclass(frozen=True, slots=True)
class NodeShape:
    """Half width and half height of a node, in frame units; alike where it is round."""

    wide: float
    tall: float

    @property
    def half(self) -> Floats:
        return np.array([self.wide, self.tall])

    @property
    def is_round(self) -> bool:
        return self.wide == self.tall

    def outline(self) -> Floats:
        """Cubic Bézier points about the origin."""
        if self.is_round:
            return circle_points(self.wide)
        return np.asarray(plate(2 * self.wide, 2 * self.tall, _CORNER).points)

    def port(self, away: Floats) -> Floats:
        """Where an edge in the direction ``away`` leaves a node about the origin.

        Oblong ones are left at a side, so that no edge runs into a neighbour above or below.
        """
        if self.is_round:
            return np.asarray(away / np.linalg.norm(away) * self.wide)
        limit = self.tall - _CORNER
        height = np.clip(self.wide * away[1] / abs(away[0]), -limit, limit)
        return np.array([np.copysign(self.wide, away[0]), height, 0.0])

    def room(self, height: float) -> float:
        """Width for a number whose middle lies ``height`` above that of the node."""
        if not self.is_round:
            return 2 * self.wide - _SIDE
        away = abs(height) + _LINE if height else 0.0
        return 2 * float(np.sqrt(max(self.wide**2 - away**2, 0.01))) - _RIM


def node_shapes(radii: Sequence[float], lines: Sequence[int]) -> list[NodeShape]:
    """Shapes for every layer: round with these radii if all find room for their lines so."""
    pairs = [radius for radius, count in zip(radii, lines, strict=True) if count > 1]
    if min(pairs, default=_HOLDS_TWO) >= _HOLDS_TWO:
        return [NodeShape(radius, radius) for radius in radii]
    small = [min(radius, _BESIDE_OBLONG) for radius in radii]
    return [
        NodeShape(*_OBLONG) if count > 1 else NodeShape(radius, radius)
        for radius, count in zip(small, lines, strict=True)
    ]
