"""The next term of a polynomial taken anywhere, and the error that it is at a hidden place."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import ValueTracker

from mvcalc.expr import Function
from mvcalc.sample import sample
from scenes.stage.layout import Slot
from scenes.stage.parts.curve import Curve
from scenes.stage.parts.marks import Guide, Point
from scenes.stage.parts.part import Part
from scenes.stage.parts.plot import Plot
from scenes.stage.parts.shaded import Shaded
from scenes.stage.parts.window import padded
from scenes.stage.theme import Role

_NAMES = '{{ "error at" x : error }} "and" {{ "next term, taken at" xi : curvature }}'


class HiddenPlace(Part):
    """Pieces to bring in one after the other.

    ::

        picture = HiddenPlace(layout.PICTURE, gap, next_term, (0, 1), (0, 1), e / 120, x, xi)
        self.appear(picture.plot, picture.error, picture.area, picture.follower)
        self.drive(x, 1)
        self.appear(picture.level)
        self.appear(picture.term, picture.point, *picture.sides)

    Args:
        slot: where the plot stands.
        gap: the error anywhere, of one variable.
        term: the next term as it contributes at the far end, its derivative taken anywhere.
        way: the centre of the polynomial, and the far end.
        ends: the interval that is shown.
        promise: height of the promise, with the sign of the error at the far end.
        x, xi: trackers of a place on the error curve and of one on the next term's.

    Attributes:
        plot, error, area, follower: the error between centre and far end, a point that goes there.
        level: its height at the far end.
        term, point: the next term, a point on it.
        sides: the places between which the hidden one lies.
        promise: the height of the promise.
    """

    def __init__(
        self,
        slot: Slot,
        gap: Function,
        term: Function,
        way: tuple[float, float],
        ends: tuple[float, float],
        promise: float,
        x: ValueTracker,
        xi: ValueTracker,
    ) -> None:
        super().__init__()
        low, high = sorted(way)
        true = sample(gap, np.array(way))[1]
        terms = np.broadcast_to(sample(term, np.linspace(*ends, 200)), 200)
        heights = padded([*terms, true, promise, 0.0])
        self.plot = Plot(slot, padded(ends, 0.08), heights, x_label="x, xi", y_label=_NAMES)
        self.error = Curve(self.plot, gap, Role.ERROR, low=low, high=high)
        self.area = Shaded(self.plot, gap, 0.0, low=low, high=high, hatched=True)
        self.follower = self._on(gap, x, Role.ERROR)
        self.level = self._height(true, Role.ERROR)
        self.term = Curve(self.plot, term, Role.CURVATURE, dashed=True)
        self.point = self._on(term, xi, Role.CURVATURE)
        self.sides = [self._side(place) for place in way]
        self.promise = self._height(promise, Role.OPTIMUM)
        self.add(
            self.plot, *self.sides, self.area, self.level, self.promise, self.error, self.term,
            self.follower, self.point,
        )  # fmt: skip

    def _on(self, f: Function, at: ValueTracker, role: Role) -> Point:
        def place() -> Any:
            return self.plot.seen(at.get_value(), float(sample(f, at.get_value())))

        return Point(place, at, role=role)

    def _height(self, height: float, role: Role) -> Guide:
        ends = self.plot.path([*self.plot.x_range], [height] * 2)
        return Guide(lambda: ends, role=role)

    def _side(self, place: float) -> Guide:
        ends = self.plot.path([place] * 2, [*self.plot.y_range])
        return Guide(lambda: ends)
