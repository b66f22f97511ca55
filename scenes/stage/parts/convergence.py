"""How far from its goal a method is after each step, on a scale of tenfold steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from manim import ValueTracker

from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts.part import Floats
from scenes.stage.parts.plot import Plot
from scenes.stage.parts.rooms import find_rooms
from scenes.stage.parts.tag import Tag
from scenes.stage.parts.trace import Trace
from scenes.stage.say import Said, said
from scenes.stage.theme import Role

_DEEPEST: Final = -4.0  # nearer than a ten-thousandth of the first distance is not drawn
_HIGHEST: Final = 1.0
_SHORT: Final = 5
_ON_CURVE: Final = 24  # places on a curve where its name may stand


class Convergence(Plot):
    """Axes for the logarithm of a distance against the steps, with a curve for each method.

    ::

        race = Convergence(slot, distances, trackers, facts.rates)
        self.appear(race)
        self.add(race.curves[0])
        self.drive(trackers[0], len(distances[0]) - 1)
        self.appear(race.tags[0])

    Args:
        slot: where it stands.
        distances: for each method, its distance from the goal after 0, 1, 2, … steps.
        steps: trackers of how many steps are drawn.
        names: a number for each method, written on its curve.

    Attributes:
        curves, tags: what is to be shown on the axes, one by one; None for a name without room.
    """

    def __init__(
        self,
        slot: Slot,
        distances: Sequence[Sequence[float]],
        steps: Sequence[ValueTracker],
        names: Sequence[Any],
        role: Role = Role.GRADIENT,
    ) -> None:
        with np.errstate(all="ignore"):
            logs = [np.log10(np.array(d, dtype=float) / d[0]) for d in distances]
        logs = [np.nan_to_num(log, nan=_HIGHEST, neginf=2 * _DEEPEST) for log in logs]
        low = max(_DEEPEST, min(-1.0, *(float(log.min()) for log in logs)))
        most = max(len(log) for log in logs) - 1
        super().__init__(
            slot, (0, max(most, 1)), (low - 0.15, _HIGHEST), x_label='"step"',
            y_label='log_10 "distance"', y_ticks=5, x_ticks=5, right=0.5,
        )  # fmt: skip
        lines = [self._line(log) for log in logs]
        self.curves = [
            Trace(line, self._numbers(line), k, role=role)
            for line, k in zip(lines, steps, strict=True)
        ]
        labels = [Formula("{v}", size=theme.TICK, role=role, v=_name(n)) for n in names]
        self.tags = self._tags([Tag(label) for label in labels], lines)

    def _line(self, log: Floats) -> Floats:
        """The curve as far as it stays in the picture."""
        pieces = self.clip(np.arange(len(log), dtype=float), np.minimum(log, 99.0))
        return pieces[0] if pieces else self.places(np.zeros(1), np.zeros(1))

    def _numbers(self, line: Floats) -> Floats:
        """The step to which each place of a curve belongs."""
        most: float = self.x_range[1]
        numbers: Floats = (line[:, 0] - self.area.left) / self.area.width * most
        return numbers

    def _tags(self, tags: list[Tag], lines: list[Floats]) -> list[Tag | None]:
        """Each tag on its own curve, near the end if there is room, none over another."""
        shares = np.linspace(1, 0.15, _ON_CURVE)
        places = np.array([
            [[np.interp(s * (len(line) - 1), np.arange(len(line)), c) for c in line.T[:2]]
             for s in shares]
            for line in lines
        ])  # fmt: skip
        halves = np.array([tag.half() for tag in tags])
        area = self.area
        low, high = np.array([area.left, area.bottom]), np.array([area.right, area.top])
        places = np.clip(places, (low + halves)[:, None], (high - halves)[:, None])
        cost = np.tile(1 - shares, (len(tags), 1))
        rooms = find_rooms(places, halves + 0.03, cost, np.ones(cost.shape, dtype=bool))
        return [
            # Over curves that come later.
            tag.move_to((*place[room], 0)).set_z_index(1) if room >= 0 else None
            for tag, place, room in zip(tags, places, rooms, strict=True)
        ]


def _name(value: Any) -> Said:
    """A number in a line, exact if that is short."""
    short = said(value, 3).flat
    return short if len(short.text) <= _SHORT else said(value, 3, "decimal")
