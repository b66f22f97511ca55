"""Level lines of a function of two variables over a dark map of its heights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from manim import (
    Animation,
    Create,
    FadeIn,
    LaggedStart,
    ValueTracker,
    VGroup,
    VMobject,
    interpolate_color,
)
from manim.utils.color import ManimColor

from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.parts.heights import Heights, Surface
from scenes.stage.parts.part import Floats, Part, set_polylines, stroke
from scenes.stage.parts.plot import Plot
from scenes.stage.parts.tag import Tag
from scenes.stage.theme import Role

BEHIND = -10  # bands lie under the grid and the axes of their plot, whichever is added first


class ContourPlot(Part):
    """Contour lines on a plot, and behind them bands that get lighter with height.

    ::

        plot = Plot(layout.PICTURE, (-2, 2), (-2, 2), equal=True, grid=False)
        contours = ContourPlot(plot, f, facts.levels, labels=facts.levels[::2])
        self.appear(plot, contours)

    Args:
        plot: the axes; with ``equal=True`` right angles look right.
        f: a formula of two variables, or a callable on arrays.
        levels: heights of the lines, as exact or machine numbers.
        labels: the levels to write on their lines; one whose line has no room is left out.
        bands: whether the map of heights is drawn.
        avoid: pairs (x, y) which labels stay away from.

    Attributes:
        bands: the map of heights, low to high; lies behind everything.
        lines: all contour lines, one mobject.
        labels: the levels on the lines.
    """

    def __init__(
        self,
        plot: Plot,
        f: Surface,
        levels: Sequence[Any],
        *,
        labels: Sequence[Any] = (),
        bands: bool = True,
        avoid: Iterable[tuple[float, float]] = (),
        role: Role = Role.FUNCTION,
        cells: int = 160,
    ) -> None:
        super().__init__()
        self.plot = plot
        self.heights = Heights(f, plot.x_range, plot.y_range, cells)
        self.levels = sorted(set(map(float, levels)))
        self.bands = VGroup(*(self._bands() if bands else ()))
        self.lines = stroke(role, theme.THIN_WIDTH, opacity=0.75)
        self._pieces = {level: self.pieces(level) for level in self.levels}
        set_polylines(self.lines, [piece for level in self.levels for piece in self._pieces[level]])
        taken = [plot.at(float(x), float(y)) for x, y in avoid]
        self.labels = VGroup(*self._labels(labels, taken, role))
        self.add(self.bands, self.lines, self.labels)

    def at(self, x: float, y: float) -> Floats:
        """The place of a pair of numbers, in frame units."""
        return self.plot.at(x, y)

    def pieces(self, level: float) -> list[Floats]:
        """The contour at a height: polylines of places, shape (n, 3)."""
        lines = self.heights.lines(level)
        return [self.plot.places(line[:, 0], line[:, 1]) for line in lines]

    def _bands(self) -> list[VMobject]:
        """Everything, then what is above the first level, above the second, …: no seams."""
        low, high = self.heights.range()
        cuts = [low, *(level for level in self.levels if low < level < high)]
        bands = []
        for k, cut in enumerate(cuts):
            rings = self.heights.above(cut if k else -np.inf)
            colour = height_colour((k + 0.5) / len(cuts))
            band = VMobject(stroke_width=0, fill_color=colour, fill_opacity=1)
            set_polylines(band, [self.plot.places(r[:, 0], r[:, 1]) for r in rings])
            bands.append(band.set_z_index(BEHIND))
        return bands

    def _labels(self, levels: Sequence[Any], taken: list[Floats], role: Role) -> list[Tag]:
        labels = []
        inner = self.plot.area.inset(0.35, 0.3)
        for level in levels:
            text = Formula("{value}", size=theme.TICK, role=role, value=level, digits=3)
            place = self._quiet_place(float(level), taken, text.height / 2)
            if place is None or text.width > inner.width:
                continue
            x = np.clip(place[0], inner.left + text.width / 2, inner.right - text.width / 2)
            text.move_to((float(x), place[1], 0))
            labels.append(Tag(text, opacity=0.8))
            taken.append(place)
        return labels

    def _quiet_place(self, level: float, taken: list[Floats], clear: float) -> Floats | None:
        """The place of a contour with most room to the other contours, labels and border."""
        # Not on a speck, such as the contour at a lowest point: the label would hide it.
        pieces = self._pieces[level] if level in self._pieces else self.pieces(level)
        long = [piece for piece in pieces if np.ptp(piece, axis=0).max() > 3 * clear]
        own = np.concatenate([*long, np.zeros((0, 3))])
        area = self.plot.area.inset(0.3)
        inside = (own[:, 0] > area.left) & (own[:, 0] < area.right)
        own = own[inside & (own[:, 1] > area.bottom) & (own[:, 1] < area.top)]
        if not len(own):
            return None
        own = own[:: max(1, len(own) // 60)]
        others = [p for other, ps in self._pieces.items() if other != level for p in ps]
        lines = np.concatenate([*(p[::4] for p in others), np.zeros((0, 3))])
        room = np.minimum(_distances(own, lines), 3 * clear)
        away = _distances(own, np.array(taken).reshape(-1, 3))
        room[away < 4 * clear] = -1
        best = int(np.argmax(room + 0.2 * np.minimum(away, 2)))
        return own[best] if room[best] > clear else None

    def entrance(self) -> Animation:
        return LaggedStart(
            FadeIn(self.bands), Create(self.lines), FadeIn(self.labels), lag_ratio=0.3
        )


class LevelLine(Part):
    """One contour of a contour plot, thick; its level may follow a tracker.

    ::

        level = self.tracker(-2)
        kiss = LevelLine(contours, level)
        self.drive(level, 2)

    Args:
        contours: the contour plot.
        level: a number, a tracker, or a function of trackers; NaN draws nothing.
        trackers: what the function depends on.
    """

    def __init__(
        self,
        contours: ContourPlot,
        level: float | ValueTracker | Callable[[], float],
        *trackers: ValueTracker,
        role: Role = Role.FUNCTION,
        width: float = theme.CURVE_WIDTH,
    ) -> None:
        super().__init__()
        self.contours = contours
        if isinstance(level, ValueTracker):
            self._level: Callable[[], float] = level.get_value
            trackers = (level, *trackers)
        else:
            self._level = level if callable(level) else lambda: float(level)
        self.outline = stroke(theme.BACKGROUND, width + 2 * theme.OUTLINE_WIDTH)
        self.line = stroke(role, width)
        self.add(self.outline, self.line)
        if trackers:
            self.follow(*trackers)
        else:
            self.redraw()

    def redraw(self) -> None:
        level = float(self._level())
        set_polylines(self.line, self.contours.pieces(level) if np.isfinite(level) else [])
        self.outline.set_points(self.line.points)

    def entrance(self) -> Animation:
        return Create(self)


def height_colour(share: float) -> ManimColor:
    """Colour of the map of heights, from 0 (lowest) to 1 (highest)."""
    low, high = map(ManimColor, theme.RAMP)
    return interpolate_color(low, high, share)


def _distances(points: Floats, others: Floats) -> Floats:
    """Distance from each point to the nearest of the others; infinite if there are none."""
    if not len(others):
        return np.full(len(points), np.inf)
    away: Floats = np.linalg.norm(points[:, None, :2] - others[None, :, :2], axis=2).min(axis=1)
    return away
