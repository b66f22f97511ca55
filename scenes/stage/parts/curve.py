"""The graph of a function of one variable, cut to its plot and broken where it is undefined."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

import numpy as np
from manim import Animation, Create, ValueTracker, linear

from mvcalc.expr import Function
from mvcalc.sample import sample
from scenes.stage import theme
from scenes.stage.parts.part import Floats, Part, set_polylines, stroke
from scenes.stage.parts.plot import Plot
from scenes.stage.theme import Role

SAMPLES: Final = 600
Heights = Callable[[Floats], Floats]


def graph(
    plot: Plot, f: Function | Heights, low: float, high: float, count: int = SAMPLES
) -> list[Floats]:
    """Places of the graph over [low, high]: pieces inside the plot, broken at jumps and poles."""
    x = np.linspace(low, high, count)
    y = sample(f, x) if isinstance(f, Function) else f(x)
    y = _break_jumps(y, plot.y_range[1] - plot.y_range[0])
    return plot.clip(x, y)


def _break_jumps(y: Floats, height: float) -> Floats:
    """NaN at a step that is large beside its neighbours: a jump or a pole, not a slope."""
    if len(y) < 4:
        return y
    steps = np.abs(np.diff(y))
    with np.errstate(invalid="ignore"):
        around = np.fmax(np.r_[0, steps[:-1]], np.r_[steps[1:], 0])
        jumps = (steps > 0.2 * height) & (steps > 8 * around)
        # A pole: both sides run off, in opposite directions, beyond the window.
        poles = (steps > 2 * height) & (np.sign(y[1:]) != np.sign(y[:-1]))
    y = y.copy()
    y[:-1][jumps | poles] = np.nan
    return y


def _dashes(pieces: list[Floats], dash: float = 0.16) -> list[Floats]:
    """Every other stretch of about ``dash`` frame units."""
    broken = []
    for piece in pieces:
        lengths = np.linalg.norm(np.diff(piece, axis=0), axis=1)
        stretch = (np.concatenate([[0.0], np.cumsum(lengths)]) / dash).astype(int)
        starts = np.flatnonzero(np.diff(stretch, prepend=-1))
        cuts = [*starts.tolist(), len(piece) - 1]
        broken += [piece[a : b + 1] for a, b in pairwise(cuts) if stretch[a] % 2 == 0]
    return broken


class Curve(Part):
    """A graph; drawn from left to right, optionally only up to a tracker.

    Args:
        plot: the axes.
        f: function of one variable, or machine values at many points at once.
        role: what it means.
        follow: trackers that ``f`` depends on, for families of curves.
        until: draw only where x is at most this tracker's value.
        dashed: a broken line, where two curves may lie on each other.
        low, high: part of the axis to draw over; the whole of it by default.
    """

    def __init__(
        self,
        plot: Plot,
        f: Function | Heights,
        role: Role = Role.FUNCTION,
        *,
        follow: tuple[ValueTracker, ...] = (),
        until: ValueTracker | None = None,
        low: float | None = None,
        high: float | None = None,
        width: float = theme.CURVE_WIDTH,
        samples: int = SAMPLES,
        dashed: bool = False,
    ) -> None:
        super().__init__()
        self.plot, self.f, self.until, self.samples = plot, f, until, samples
        self.dashed = dashed
        self.low = plot.x_range[0] if low is None else low
        self.high = plot.x_range[1] if high is None else high
        self.line = stroke(role, width)
        self.add(self.line)
        moving = follow if until is None else (*follow, until)
        if moving:
            self.follow(*moving)
        else:
            self.redraw()

    def redraw(self) -> None:
        high = self.high if self.until is None else min(self.high, self.until.get_value())
        pieces = graph(self.plot, self.f, self.low, high, self.samples) if high > self.low else []
        set_polylines(self.line, _dashes(pieces) if self.dashed else pieces)

    def entrance(self) -> Animation:
        return Create(self.line, rate_func=linear)
