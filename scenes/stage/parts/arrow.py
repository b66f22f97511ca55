"""Arrows: one that may move, and a whole field of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from manim import Animation, FadeIn, GrowFromPoint, LaggedStart, ValueTracker, VMobject

from scenes.render.marks import Arrows
from scenes.stage import theme
from scenes.stage.parts.heights import Surface, values
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.plot import Plot
from scenes.stage.theme import Role

TIP: Final = 0.24
_FAR: Final = 1e6  # frame units; what is farther is drawn as if it were there
Place = Floats | Callable[[], Floats]


def arrows(
    role: Role = Role.GRADIENT, width: float = theme.CURVE_WIDTH, tip: float = TIP
) -> Arrows:
    """An empty batch of arrows of a role, outlined so that it reads over anything."""
    batch = Arrows(width=width, tip=tip, color=role.colour)
    return batch.set_background_stroke(color=theme.BACKGROUND, width=theme.OUTLINE_WIDTH)


class Arrow(Part):
    """An arrow between two places that may move; its head keeps its size.

    Without length there is no arrow; where a coordinate is NaN there is none either.

    ::

        Arrow(plot.at(1, 0), lambda: plot.at(*tip(t.get_value())), t, label=Formula("nabla f"))

    Args:
        start, end: places, or functions that give them from trackers.
        trackers: what those functions depend on.
        label: a formula, or a tag where lines pass; stands beyond the tip, or beside the middle
            with ``beside``.
        beside: which side of the shaft the label stands on: 1 left, -1 right, 0 beyond the tip.
    """

    def __init__(
        self,
        start: Place,
        end: Place,
        *trackers: ValueTracker,
        role: Role = Role.GRADIENT,
        width: float = theme.CURVE_WIDTH,
        tip: float = TIP,
        label: VMobject | None = None,
        beside: int = 0,
    ) -> None:
        super().__init__()
        self._start = start if callable(start) else lambda: start
        self._end = end if callable(end) else lambda: end
        self.shape = arrows(role, width, tip)
        self.label, self.beside = label, beside
        self.add(self.shape)
        if label is not None:
            self.add(label)
        if trackers:
            self.follow(*trackers)
        else:
            self.redraw()

    @property
    def start(self) -> Floats:
        """Where the tail is now."""
        return _near(self._start())

    @property
    def end(self) -> Floats:
        """Where the tip is now."""
        return _near(self._end())

    def redraw(self) -> None:
        start, end = self.start, self.end
        self.shape.set_arrows([start], [end])
        if self.label is not None:
            self._place_label(self.label, start, end)

    def _place_label(self, label: VMobject, start: Floats, end: Floats) -> None:
        away = end - start
        length = float(np.linalg.norm(away))
        visible = np.isfinite(length) and length > 1e-9
        label.set_opacity(1.0 if visible else 0.0)
        if not visible:
            return
        along = away / length
        at = end
        if self.beside:
            along = np.array([-along[1], along[0], 0.0]) * self.beside
            at = (start + end) / 2
        # Half the label's extent in the direction in which it moves off.
        room = (abs(along[0]) * label.width + abs(along[1]) * label.height) / 2
        label.move_to(at + along * (room + 0.15))

    def entrance(self) -> Animation:
        if self.label is None:
            return GrowFromPoint(self.shape, self.start)
        return LaggedStart(GrowFromPoint(self.shape, self.start), FadeIn(self.label), lag_ratio=0.5)


class VectorField(Part):
    """Arrows of a vector field over a plot, as one mobject.

    Directions are true to the plot's axes; lengths are compressed so that weak and strong places
    both show.

    ::

        VectorField(plot, facts.gradient_x, facts.gradient_y, across=11)

    Args:
        plot: the axes.
        u, v: the two components, formulas of two variables or callables on arrays.
        across: arrows in a row; the rows are as far apart as the columns.
        compress: lengths grow with this power of the true length: 1 is true, 0 equal.
    """

    def __init__(
        self,
        plot: Plot,
        u: Surface,
        v: Surface,
        *,
        role: Role = Role.GRADIENT,
        across: int = 11,
        compress: float = 0.5,
        width: float = theme.LINE_WIDTH,
    ) -> None:
        super().__init__()
        self.plot = plot
        spacing = plot.area.width / across
        down = max(1, round(plot.area.height / spacing))
        x, y = _cell_centres(plot.x_range, across), _cell_centres(plot.y_range, down)
        X, Y = (grid.ravel() for grid in np.meshgrid(x, y))
        moves = np.stack([values(u, X, Y), values(v, X, Y), np.zeros(X.size)], axis=1)
        moves[:, 0] *= plot.area.width / np.ptp(plot.x_range)
        moves[:, 1] *= plot.area.height / np.ptp(plot.y_range)
        lengths = np.hypot(moves[:, 0], moves[:, 1])[:, None]
        longest = np.nanmax(lengths, initial=0.0)
        with np.errstate(all="ignore"):
            moves *= 0.9 * spacing * (lengths / longest) ** compress / lengths
        places = plot.places(X, Y)
        self.shape = arrows(role, width, min(TIP, spacing * 0.35))
        self.shape.set_arrows(places - moves / 2, places + moves / 2)
        self.add(self.shape)


def _near(place: Floats) -> Floats:
    """A place, not beyond ``_FAR``; NaN if it is infinite."""
    given = np.array(place, dtype=float)
    given[~np.isfinite(given)] = np.nan
    return np.clip(given, -_FAR, _FAR)


def _cell_centres(interval: tuple[float, float], count: int) -> Floats:
    low, high = interval
    return low + (np.arange(count) + 0.5) * (high - low) / count
