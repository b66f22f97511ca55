"""Axes in a slot: where numbers become places."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, Final, Self

import numpy as np
from manim import Animation, Create, FadeIn, LaggedStart, VGroup

from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts.part import Floats, Part, set_polylines, set_segment, stroke
from scenes.stage.say import Said, said
from scenes.stage.theme import Role

Range = tuple[float, float]
_APART: Final = 0.3  # the power of ten from the name of y, side by side
_LINE: Final = 0.5  # and one above the other
_WIDEST: Final = 1.0  # frame units; tick labels of y that are wider share a power of ten


def nice_ticks(low: float, high: float, most: int) -> list[Fraction]:
    """At most ``most`` exact multiples of 1, 2 or 5 times a power of ten in [low, high]."""
    span = high - low
    if not (math.isfinite(span) and span > 0):
        return []
    power = math.floor(math.log10(span / max(most, 1)))
    for exponent in (power, power + 1, power + 2):
        for factor in (1, 2, 5):
            step = factor * Fraction(10) ** exponent
            first, last = math.ceil(Fraction(low) / step), math.floor(Fraction(high) / step)
            if last - first + 1 <= most:
                return [step * k for k in range(first, last + 1)]
    return []


class Plot(Part):
    """Rectangular axes with ticks at round numbers along the lower and left border.

    Args:
        slot: where the plot stands, tick labels and axis names included.
        x_range, y_range: what it shows.
        x_label, y_label: Typst mathematics; empty for none.
        x_ticks, y_ticks: most ticks per axis; 0 for none.
        x_names: whether the ticks of x are labelled.
        x_marks: ticks of x, instead of round numbers; may be expressions such as pi/2.
        equal: one unit is as long in x as in y.
        margin, right: least room on the left and right, so that plots above each other align.
    """

    def __init__(
        self,
        slot: Slot,
        x_range: Range,
        y_range: Range,
        *,
        x_label: str = "x",
        y_label: str = "y",
        x_ticks: int = 6,
        y_ticks: int = 5,
        grid: bool = True,
        equal: bool = False,
        margin: float = 0.0,
        right: float = 0.1,
        x_names: bool = True,
        x_marks: tuple[Any, ...] = (),
    ) -> None:
        super().__init__()
        self.x_range, self.y_range = x_range, y_range
        marks_y = nice_ticks(*y_range, y_ticks) if y_ticks else []
        power = _common_power(marks_y)
        labels_y = [tick_label(value / Fraction(10) ** power) for value in marks_y]
        left = max(margin, max((label.width for label in labels_y), default=0.0) + 0.2)
        self.names = VGroup()
        name_y = Formula(y_label, size=theme.LABEL, role=Role.SECONDARY) if y_label else None
        tens = Said(f"×10^{power}", f"times 10^({power})", f"times ten to {power}")
        unit = tick_label(tens) if power else None
        # Over the area stand the name of y and the power of ten; in two lines if they must.
        tower = name_y and unit and name_y.width + _APART + unit.width > slot.width
        top = (0.5 if name_y or unit else 0.1) + (_LINE if tower else 0)
        name_x = Formula(x_label, size=theme.LABEL, role=Role.SECONDARY) if x_label else None
        if name_x is not None:
            right = max(right, name_x.width + 0.25)
        self.margin, self.right = left, right
        marks_x, labels_x = list(x_marks), [tick_label(value) for value in x_marks]
        if not x_marks:
            marks_x, labels_x = _ticks_apart(x_range, x_ticks, slot.width - left - right)
        if not x_names:
            labels_x = []
        bottom = 0.55 if labels_x else 0.1
        self.area = Slot(slot.left + left, slot.bottom + bottom, slot.right - right, slot.top - top)
        if equal:
            self._equalise()
        self.grid = stroke(Role.GRID, theme.HAIR_WIDTH, opacity=0.55 if grid else 0)
        # Half see-through, so that they are brighter where a map of heights is bright.
        self.axes = stroke(Role.TEXT, theme.THIN_WIDTH, opacity=0.5)
        self.ticks = VGroup(*labels_x, *labels_y)
        self._draw_lines(marks_x, marks_y)
        self._place_labels(marks_x, labels_x, marks_y, labels_y)
        if name_x is not None:
            name_x.next_to((self.area.right, self.area.bottom, 0), (1, 0, 0), buff=0.15)
            self.names.add(name_x)
        corner = np.array([self.area.left, self.area.top + 0.3, 0])
        if name_y is not None:
            name_y.move_to(corner + np.array([0, _LINE if tower else 0, 0]))
            name_y.shift((max(0.0, slot.left - name_y.get_left()[0]), 0, 0))
            self.names.add(name_y)
            corner = corner if tower else name_y.get_right() + np.array([_APART, 0, 0])
        if unit is not None:
            self.ticks.add(unit.move_to(corner, aligned_edge=(-1, 0, 0)))
        self.add(self.grid, self.axes, self.ticks, self.names)

    @classmethod
    def bare(cls, slot: Slot, x_range: Range, y_range: Range, *, equal: bool = False) -> Self:
        """Axes without numbers, names and grid, for pictures beside words."""
        return cls(
            slot, x_range, y_range, x_label="", y_label="", x_ticks=0, y_ticks=0, grid=False,
            equal=equal,
        )  # fmt: skip

    def _equalise(self) -> None:
        """Shrink the area until one unit is as long in x as in y."""
        spans = (self.x_range[1] - self.x_range[0], self.y_range[1] - self.y_range[0])
        unit = min(self.area.width / spans[0], self.area.height / spans[1])
        cx, cy = self.area.centre
        half = (unit * spans[0] / 2, unit * spans[1] / 2)
        self.area = Slot(cx - half[0], cy - half[1], cx + half[0], cy + half[1])

    def _draw_lines(self, marks_x: list[Any], marks_y: list[Fraction]) -> None:
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        lines = [self.path([float(m)] * 2, [y0, y1]) for m in marks_x]
        lines += [self.path([x0, x1], [float(m)] * 2) for m in marks_y]
        set_polylines(self.grid, lines)
        axes = []
        if y0 <= 0 <= y1:
            axes.append(self.path([x0, x1], [0, 0]))
        if x0 <= 0 <= x1:
            axes.append(self.path([0, 0], [y0, y1]))
        set_polylines(self.axes, axes)

    def _place_labels(
        self, marks_x: list[Any], labels_x: list[Formula],
        marks_y: list[Fraction], labels_y: list[Formula],
    ) -> None:  # fmt: skip
        for mark, label in zip(marks_x, labels_x, strict=False):  # no labels: grid only
            label.move_to(self.at(float(mark), self.y_range[0]) + np.array([0, -0.3, 0]))
        for mark, label in zip(marks_y, labels_y, strict=True):
            place = self.at(self.x_range[0], float(mark))
            label.move_to(place - np.array([0.12 + label.width / 2, 0, 0]))

    def at(self, x: float, y: float) -> Floats:
        """The place of a pair of numbers, in frame units."""
        return self.places(np.array([x]), np.array([y]))[0]

    def places(self, x: Floats, y: Floats) -> Floats:
        """Places of many pairs, shape (n, 3)."""
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        out = np.zeros((len(x), 3))
        out[:, 0] = self.area.left + (np.asarray(x) - x0) / (x1 - x0) * self.area.width
        out[:, 1] = self.area.bottom + (np.asarray(y) - y0) / (y1 - y0) * self.area.height
        return out

    def numbers(self, places: Floats) -> tuple[Floats, Floats]:
        """The numbers x and y at places of shape (..., 3): the inverse of ``places``."""
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        x = x0 + (places[..., 0] - self.area.left) / self.area.width * (x1 - x0)
        return x, y0 + (places[..., 1] - self.area.bottom) / self.area.height * (y1 - y0)

    def seen(self, x: float, y: float) -> Floats:
        """As ``at``, but NaN outside the area: points and guides hide there."""
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        inside = x0 <= x <= x1 and y0 <= y <= y1
        return self.at(x, y) if inside else np.full(3, np.nan)

    def path(self, x: list[float], y: list[float]) -> Floats:
        """Places of a short polyline."""
        return self.places(np.array(x, dtype=float), np.array(y, dtype=float))

    def clip(self, x: Floats, y: Floats) -> list[Floats]:
        """Places of a polyline cut to the area: pieces of shape (n, 3), broken at NaN."""
        return [self.places(px, py) for px, py in clip_polyline(x, y, self.x_range, self.y_range)]

    def line_through(self, x: float, y: float, slope: float) -> Floats:
        """The two ends of a straight line inside the area; shape (2, 3), or (0, 3) if outside."""
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        lo, hi = x0, x1
        if slope != 0 and math.isfinite(slope):
            cuts = sorted((x + (y0 - y) / slope, x + (y1 - y) / slope))
            lo, hi = max(lo, cuts[0]), min(hi, cuts[1])
        elif not y0 <= y <= y1:
            return np.zeros((0, 3))
        if lo >= hi:
            return np.zeros((0, 3))
        return self.path([lo, hi], [y + slope * (lo - x), y + slope * (hi - x)])

    def entrance(self) -> Animation:
        return LaggedStart(
            FadeIn(self.grid), Create(self.axes), FadeIn(VGroup(self.ticks, self.names)),
            lag_ratio=0.3,
        )  # fmt: skip


def tick_label(value: Any) -> Formula:
    """A number beside an axis: a round one as a decimal, an expression as it is."""
    shown = said(value, mode="decimal" if isinstance(value, int | Fraction) else "auto").flat
    return Formula("{value}", size=theme.TICK, role=Role.SECONDARY, value=shown)


def _common_power(marks: list[Fraction]) -> int:
    """The power of ten to take out of ticks whose labels would be long; 0 if they are short."""
    largest = max((abs(mark) for mark in marks), default=Fraction(0))
    if not largest or max(tick_label(mark).width for mark in marks) <= _WIDEST:
        return 0
    power = math.floor(math.log10(largest))
    return power if abs(power) > 2 else 0


def _ticks_apart(x_range: Range, most: int, width: float) -> tuple[list[Any], list[Formula]]:
    """Ticks for an axis of this width, fewer if their labels would meet."""
    for count in range(most, 0, -1):
        marks = nice_ticks(*x_range, count)
        labels = [tick_label(mark) for mark in marks]
        room = (
            width * float(marks[1] - marks[0]) / (x_range[1] - x_range[0]) if marks[1:] else width
        )
        if all(label.width + 0.2 <= room for label in labels):
            return list(marks), labels
    return [], []


def stacked(
    slot: Slot,
    x_range: Range,
    y_ranges: tuple[Range, Range],
    share: float = 0.55,
    x_label: str = "x",
    y_labels: tuple[str, str] = ("", ""),
    x_marks: tuple[Any, ...] = (),
) -> tuple[Plot, Plot]:
    """Two plots above each other over the same x, aligned; ticks of x only below the lower one."""
    above, below = slot.split_y(share, gap=0.1)
    margin = right = 0.0
    for _ in range(2):  # the second time with the margins the first time asked for
        upper = Plot(
            above, x_range, y_ranges[0], x_label="", y_label=y_labels[0],
            margin=margin, right=right, x_names=False, x_marks=x_marks,
        )  # fmt: skip
        lower = Plot(
            below, x_range, y_ranges[1], x_label=x_label, y_label=y_labels[1], y_ticks=4,
            margin=margin, right=right, x_marks=x_marks,
        )  # fmt: skip
        margin, right = max(upper.margin, lower.margin), max(upper.right, lower.right)
    return upper, lower


def clip_polyline(
    x: Floats, y: Floats, x_range: Range, y_range: Range
) -> list[tuple[Floats, Floats]]:
    """Pieces of a polyline inside a rectangle, ending on its border where they leave it."""
    points = np.stack([np.asarray(x, dtype=float), np.asarray(y, dtype=float)], axis=1)
    low, high = clip_segments(points[:-1], points[1:], x_range, y_range)
    kept = np.flatnonzero(low <= high)
    joined = (np.diff(kept) == 1) & (high[kept[:-1]] == 1) & (low[kept[1:]] == 0)
    runs = np.split(kept, np.flatnonzero(~joined) + 1) if len(kept) else []
    pieces = []
    for run in runs:
        piece = points[run[0] : run[-1] + 2].copy()
        away = piece[-1] - piece[-2]
        if high[run[-1]] < 1:
            piece[-1] = piece[-2] + high[run[-1]] * away
        if low[run[0]] > 0:
            piece[0] += low[run[0]] * (points[run[0] + 1] - points[run[0]])
        pieces.append((piece[:, 0], piece[:, 1]))
    return pieces


def clip_segments(
    starts: Floats, ends: Floats, x_range: Range, y_range: Range
) -> tuple[Floats, Floats]:
    """Which shares of segments (n, 2) lie in a rectangle: from the first to the second array.

    Where a segment is outside, or not finite, the first is greater than the second. After
    Y.-D. Liang and B. A. Barsky, A new concept and method for line clipping (1984).
    """
    low, high = np.zeros(len(starts)), np.ones(len(starts))
    with np.errstate(all="ignore"):
        away = ends - starts
        for axis, (least, most) in enumerate((x_range, y_range)):
            ahead, behind = most - starts[:, axis], starts[:, axis] - least
            for step, room in ((away[:, axis], ahead), (-away[:, axis], behind)):
                low = np.where(step < 0, np.maximum(low, room / step), low)
                high = np.where(step > 0, np.minimum(high, room / step), high)
                high = np.where((step == 0) & (room < 0), -1.0, high)
    outside = ~(np.isfinite(away).all(axis=1) & np.isfinite(low) & np.isfinite(high))
    low[outside], high[outside] = 1.0, -1.0
    return low, high


def set_line(line: object, ends: Floats) -> None:
    """Draw ``line`` between two places, or nothing if there are none."""
    if len(ends) == 2:
        set_segment(line, ends[0], ends[1])  # type: ignore[arg-type]
    else:
        line.set_points(np.zeros((0, 3)))  # type: ignore[attr-defined]
