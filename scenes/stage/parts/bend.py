"""How level ground bends in every direction, in machine numbers and as a wave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import ValueTracker

from mvcalc import approximate
from scenes.stage.layout import Slot
from scenes.stage.parts.curve import Curve
from scenes.stage.parts.marks import Point
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.plot import Plot
from scenes.stage.parts.window import padded
from scenes.stage.theme import Role


@dataclass(frozen=True)
class Bend:
    """The second derivative of a function of two variables along every straight path.

    ::

        bend = Bend.of(facts.main.hessian)
        coin = Coin(plot, lambda: bend.at(degrees.get_value()), degrees)

    Attributes:
        H: second derivatives at the place, shape (2, 2).
    """

    H: Floats

    @classmethod
    def of(cls, hessian: Sequence[Sequence[Any]]) -> Bend:
        """From exact numbers, by rows."""
        return cls(np.array([[approximate(value) for value in row] for row in hessian]))

    @property
    def extremes(self) -> tuple[float, float]:
        """The smallest and the largest second derivative of all directions."""
        low, high = np.linalg.eigvalsh(self.H)
        return float(low), float(high)

    def at(self, degrees: Any) -> Any:
        """The second derivative in a direction, or in many."""
        c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        return self.H[0, 0] * c**2 + 2 * self.H[0, 1] * c * s + self.H[1, 1] * s**2

    def toward(self, k: int) -> float:
        """The direction of the k-th extreme, in degrees from 0 to 180."""
        _, vectors = np.linalg.eigh(self.H)
        return float(np.degrees(np.arctan2(vectors[1, k], vectors[0, k])) % 180)


class BendWave(Part):
    """The second derivative in every direction, by degrees: a wave with two crests.

    Args:
        slot: where it stands.
        bend: what it shows.
        degrees: tracker of the direction; a dot shows its second derivative.
        swept: tracker of the degrees up to which the wave is drawn.
        name: Typst name of the heights.
    """

    def __init__(
        self,
        slot: Slot,
        bend: Bend,
        degrees: ValueTracker,
        swept: ValueTracker,
        *,
        name: str = '"curvature, by degrees"',
        role: Role = Role.CURVATURE,
    ) -> None:
        super().__init__()
        self.plot = Plot(
            slot, (0, 360), padded([*bend.extremes, 0]), x_label="", right=0.35, y_ticks=4,
            y_label=name, x_marks=(0, 90, 180, 270, 360),
        )  # fmt: skip
        self.wave = Curve(self.plot, bend.at, role, until=swept, dashed=True)
        self.dot = Point(
            lambda: self.plot.at(degrees.get_value(), bend.at(degrees.get_value())), degrees,
            role=role,
        )  # fmt: skip
        self.add(self.plot, self.wave, self.dot)
