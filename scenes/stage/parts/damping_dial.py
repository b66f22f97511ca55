"""What damping makes of a step: its tip on the map, and the total that it reaches."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import ValueTracker

from scenes.stage import layout
from scenes.stage.formula import Typeset
from scenes.stage.layout import Slot
from scenes.stage.parts.arrow import Arrow
from scenes.stage.parts.curve import Curve
from scenes.stage.parts.loss_map import LossMap
from scenes.stage.parts.marks import Point
from scenes.stage.parts.misfit import Misfit
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.plot import Plot
from scenes.stage.parts.tag import Tag
from scenes.stage.parts.tagged import Tagged
from scenes.stage.parts.trace import Trace
from scenes.stage.parts.window import padded, window_over
from scenes.stage.theme import Role

_LEAST, _MOST = 1e-12, 10.0  # totals in the picture, in units of the guess's total


class DampingDial(Part):
    """A step from a guess that turns and shortens with lambda, over a gauge of what it gains.

    On the map each unknown is as long as the curve answers to it, so that the steepest way down
    is square to the contours. Both trackers stand at the least damping.

    ::

        dial = DampingDial(misfit, guess, dampings, tips)
        self.appear(dial.map, dial.contours, dial.arrow, dial.trail)
        self.appear(dial.gauge, dial.knob)
        self.drive({dial.turn: dial.end, dial.reach: dial.end})
        self.appear(dial.graph)

    Args:
        misfit: the model tied to its data.
        at: the guess.
        dampings: values of lambda, increasing, n of them.
        tips: where the damped steps lead, shape (n, 2).
        slot: of the map.
        gauge_slot: of the gauge.

    Attributes:
        map, contours, arrow, trail: axes of the unknowns, level lines, the step, its tips so far.
        gauge, graph, knob: axes of the log of the total after the step, its graph, the dial on it.
        turn, reach: trackers of log lambda: of the step, and of how far the tips are drawn.
        best: log lambda of the lowest total.
    """

    def __init__(
        self,
        misfit: Misfit,
        at: Any,
        dampings: Any,
        tips: Any,
        *,
        slot: Slot = layout.PICTURE,
        gauge_slot: Slot = layout.LEDGER,
    ) -> None:
        super().__init__()
        self.at, self.tips = np.asarray(at, dtype=float), np.asarray(tips, dtype=float)
        self.marks = np.log10([float(damping) for damping in dampings])
        self.turn, self.reach = ValueTracker(self.marks[0]), ValueTracker(self.marks[0])
        self.map = self._fair_map(misfit, slot)
        self.contours = LossMap(self.map, misfit)
        self.arrow = Arrow(
            self.map.at(*self.at), lambda: self.map.at(*map(self._now, self.tips.T)), self.turn
        )
        places = self.map.places(*self.tips.T)
        self.trail = Trace(places, self.marks, self.reach, role=Role.DERIVATIVE)
        before = float(misfit.total(*self.at))
        totals = np.maximum(misfit.total(*self.tips.T), _LEAST * before)
        totals = np.log10(np.where(np.isfinite(totals), totals, np.nan))  # no value, no graph
        self.best = float(self.marks[int(np.argmin(np.nan_to_num(totals, nan=np.inf)))])
        self.gauge = self._gauge(gauge_slot, np.minimum(totals, np.log10(_MOST * before)))
        self.graph = Curve(self.gauge, lambda x: np.interp(x, self.marks, totals), Role.ERROR)
        self.knob = Point(
            lambda: self.gauge.seen(self.turn.get_value(), self._now(totals)),
            self.turn, role=Role.GRADIENT, radius=0.13,
        )  # fmt: skip
        self.add(self.map, self.contours, self.trail, self.arrow)
        self.add(self.gauge, self.graph, self.knob)

    @property
    def start(self) -> float:
        """log lambda of the weakest damping."""
        return float(self.marks[0])

    @property
    def end(self) -> float:
        """log lambda of the strongest damping."""
        return float(self.marks[-1])

    def ends(self, bold: Typeset, careful: Typeset) -> tuple[Tagged, Arrow, Tag]:
        """Names of both ends: at the boldest tip, and along the most careful step."""
        start, tip, last = (self.map.at(*p) for p in (self.at, self.tips[0], self.tips[-1]))
        down = (last - start) / np.linalg.norm(last - start)
        middle = self.map.places(*self.tips.T)[:, 1].mean()
        side = (-0.4, -1.6 if middle > (start[1] + tip[1]) / 2 else 1.6)
        arrow = Arrow(start, start + 1.4 * down, role=Role.FUNCTION)
        plate = Tag(careful)
        plate.move_to(start + 1.6 * down + plate.half()[1] * np.array([0, np.sign(down[1]), 0]))
        name = Tagged(tip, bold, role=Role.DERIVATIVE, shape="open", side=side)
        self._keep_inside(name.tag)
        self._keep_inside(plate)
        return name, arrow, plate

    def _keep_inside(self, tag: Tag) -> None:
        """Move a name that leaves the map back into it."""
        area, (x, y), (a, b) = self.map.area, tag.get_center()[:2], tag.half()
        tag.move_to(
            (
                np.clip(x, area.left + a, area.right - a),
                np.clip(y, area.bottom + b, area.top - b),
                0,
            )
        )

    def _now(self, values: Floats) -> float:
        return float(np.interp(self.turn.get_value(), self.marks, values))

    def _fair_map(self, misfit: Misfit, slot: Slot) -> Plot:
        lengths = np.linalg.norm(misfit.jacobian(self.at), axis=0)
        ranges = window_over(slot, [tuple(p * lengths) for p in (self.at, *self.tips)])
        x_range, y_range = (
            (low / size, high / size) for (low, high), size in zip(ranges, lengths, strict=True)
        )
        return LossMap.axes(slot, x_range, y_range)

    def _gauge(self, slot: Slot, totals: Floats) -> Plot:
        return Plot(
            slot, padded(self.marks, 0.02), padded(totals, 0.15),
            x_label="log lambda", y_label='log thin "total"', y_ticks=4,
        )  # fmt: skip
