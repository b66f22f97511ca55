"""Named numbers as horizontal bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import Animation, FadeIn, LaggedStart, ValueTracker, VGroup, VMobject

from scenes.render.marks import straight
from scenes.stage import theme
from scenes.stage.formula import Formula, Typeset, Words
from scenes.stage.layout import Slot
from scenes.stage.parts.part import Part
from scenes.stage.say import said
from scenes.stage.theme import Role


class Bars(Part):
    """One bar a row: its name on the left, its value at its end.

    Negative values grow to the left of a common base line. What is not finite has no bar.

    ::

        Bars(layout.LEDGER, [str(rule) for rule in tally], list(tally.values()), roles)

    Args:
        slot: where they stand; rows share its height, up to 0.7 each.
        names: words, or ready typeset names.
        values: numbers.
        roles: colour of each bar; one role for all.
        grown: tracker of the share of its length each bar has; None draws them whole.
        order: if given, ``grown`` counts instead: as it goes from k to k + 1, bar ``order[k]``
            becomes one longer; a value is seen once its bar is whole.
        digits: of the values.
    """

    def __init__(
        self,
        slot: Slot,
        names: Sequence[str | Typeset],
        values: Sequence[Any],
        roles: Role | Sequence[Role] = Role.FUNCTION,
        *,
        grown: ValueTracker | None = None,
        order: Sequence[int] = (),
        digits: int = 4,
    ) -> None:
        super().__init__()
        count = len(values)
        self.order = np.array(order, dtype=int)
        each = [roles] * count if isinstance(roles, Role) else list(roles)
        self.grown = grown
        self.names = VGroup(*(_name(name) for name in names))
        self.values = VGroup(
            *(Formula("{v}", size=theme.LABEL, v=said(value, digits).flat) for value in values)
        )
        height = min(0.7, slot.height / max(count, 1))
        rows = Slot(
            slot.left,
            slot.centre[1] - height * count / 2,
            slot.right,
            slot.centre[1] + height * count / 2,
        ).rows(max(count, 1))
        self._heights = [row.centre[1] for row in rows[:count]]
        self._thick = min(0.4, 0.6 * height)
        self._sizes = np.nan_to_num([float(v) for v in values], nan=0, posinf=0, neginf=0)
        self._base, self._unit = self._scale(slot)
        self.bars = [VMobject(fill_color=r.colour, fill_opacity=1, stroke_width=0) for r in each]
        for name, y in zip(self.names, self._heights, strict=True):
            name.move_to((slot.left + name.width / 2, y, 0))
        self.add(self.names, *self.bars, self.values)
        if grown is None:
            self.redraw()
        else:
            self.follow(grown)

    def _scale(self, slot: Slot) -> tuple[float, float]:
        """Abscissa of the base line, and frame units per unit."""
        widest = max((name.width for name in self.names), default=0.0)
        value = max((v.width for v in self.values), default=0.0) + 0.15
        left, right = slot.left + widest + 0.25, slot.right - value
        low, high = min(self._sizes.min(initial=0), 0), max(self._sizes.max(initial=0), 0)
        if low < 0:
            left += value
        unit = (right - left) / (high - low) if high > low else 0.0
        return float(left - low * unit), float(unit)

    def redraw(self) -> None:
        half = self._thick / 2
        for bar, value, size, y, share in zip(
            self.bars, self.values, self._sizes, self._heights, self._shares(), strict=True
        ):
            end = self._base + share * size * self._unit
            corners = [(self._base, y - half, 0), (end, y - half, 0), (end, y + half, 0)]
            points = np.array([*corners, (self._base, y + half, 0)])
            bar.set_points(straight(points, np.roll(points, -1, axis=0)))
            side = -1 if size < 0 else 1
            value.move_to((end + side * (value.width / 2 + 0.12), y, 0))
            value.set_opacity(float(share >= 1) if len(self.order) else share)

    def _shares(self) -> list[float]:
        """How much of each bar is drawn."""
        if self.grown is None:
            return [1.0] * len(self.bars)
        now = self.grown.get_value()
        if not len(self.order):
            return [float(np.clip(now, 0, 1))] * len(self.bars)
        units = np.clip(now - np.arange(len(self.order)), 0, 1)
        lengths = np.bincount(self.order, weights=units, minlength=len(self.bars))
        return [float(a / b) if b else 1.0 for a, b in zip(lengths, self._sizes, strict=True)]

    def entrance(self) -> Animation:
        return LaggedStart(*(FadeIn(part) for part in self.submobjects), lag_ratio=0.2)


def _name(name: str | Typeset) -> Typeset:
    return name if isinstance(name, Typeset) else Words(name, size=theme.LABEL)
