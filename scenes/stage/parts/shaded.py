"""The region between two graphs: a plain band, or hatched for an error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
from manim import ValueTracker

from mvcalc.expr import Function
from mvcalc.sample import sample
from scenes.stage import theme
from scenes.stage.parts.part import Floats, Part, set_polylines, stroke
from scenes.stage.parts.plot import Plot
from scenes.stage.theme import Role

Graph = Function | Callable[[Floats], Floats] | float
_SPACING: Final = 0.14  # between hatching lines, in frame units
_SAMPLES: Final = 400


def heights_of(f: Graph, x: Floats) -> Floats:
    """Machine values of a formula, a callable on arrays or a constant; NaN where undefined."""
    if isinstance(f, Function):
        return sample(f, x)
    if callable(f):
        with np.errstate(all="ignore"):
            y = np.array(np.broadcast_to(f(x), x.shape), dtype=float)
        y[~np.isfinite(y)] = np.nan
        return y
    return np.full(x.shape, float(f))


class Shaded(Part):
    """What lies between two graphs, within the plot.

    ::

        Shaded(plot, facts.f, facts.taylor, role=Role.ERROR, hatched=True)
        Shaded(plot, lambda x: fit(x) - s(x), lambda x: fit(x) + s(x), m, c, role=Role.FUNCTION)

    Args:
        plot: the axes.
        one, other: graphs, in any order: formulas, callables on arrays, constants.
        trackers: what the callables depend on.
        low, high: where it begins and ends; numbers or trackers; the whole plot by default.
        hatched: with diagonal lines, the second cue of an error.
    """

    def __init__(
        self,
        plot: Plot,
        one: Graph,
        other: Graph,
        *trackers: ValueTracker,
        role: Role = Role.ERROR,
        low: float | ValueTracker | None = None,
        high: float | ValueTracker | None = None,
        hatched: bool = False,
        opacity: float = 0.22,
    ) -> None:
        super().__init__()
        self.plot, self.one, self.other, self.hatched = plot, one, other, hatched
        self._ends = (
            plot.x_range[0] if low is None else low,
            plot.x_range[1] if high is None else high,
        )
        self.fill = stroke(role, 0).set_fill(role.colour, opacity=opacity)
        self.hatching = stroke(role, theme.THIN_WIDTH, opacity=0.8)
        self.add(self.fill, self.hatching)
        moving = [end for end in self._ends if isinstance(end, ValueTracker)]
        if trackers or moving:
            self.follow(*trackers, *moving)
        else:
            self.redraw()

    def redraw(self) -> None:
        low, high = (e.get_value() if isinstance(e, ValueTracker) else e for e in self._ends)
        low, high = sorted((max(low, self.plot.x_range[0]), min(high, self.plot.x_range[1])))
        x = np.linspace(low, high, _SAMPLES)
        a, b = (np.clip(heights_of(f, x), *self.plot.y_range) for f in (self.one, self.other))
        lower, upper = self.plot.places(x, np.fmin(a, b)), self.plot.places(x, np.fmax(a, b))
        gone = ~np.isfinite(a + b)
        lower[gone], upper[gone] = np.nan, np.nan
        set_polylines(self.fill, [_ring(lower[r], upper[r]) for r in _runs(~gone)])
        if self.hatched:
            set_polylines(self.hatching, _hatching(lower, upper))


def _runs(good: npt.NDArray[np.bool_]) -> list[slice]:
    """Stretches of at least two true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], good, [False]]).astype(int)))
    return [slice(a, b) for a, b in edges.reshape(-1, 2) if b - a > 1]


def _ring(lower: Floats, upper: Floats) -> Floats:
    return np.concatenate([upper, lower[::-1], upper[:1]])


def _hatching(lower: Floats, upper: Floats) -> list[Floats]:
    """Diagonal lines inside the region between two graphs with common abscissae."""
    x = lower[:, 0]
    if np.isnan(lower[:, 1]).all():
        return []
    bottom, top = np.nanmin(lower[:, 1]), np.nanmax(upper[:, 1])
    # On the line y = x + c; the region is where the line is above `lower` and below `upper`.
    first, last = np.floor((bottom - x[-1]) / _SPACING), np.ceil((top - x[0]) / _SPACING)
    pieces = []
    for c in np.arange(first, last + 1) * _SPACING:
        inside = np.fmin(x + c - lower[:, 1], upper[:, 1] - x - c)
        for run in _runs(inside > 0):
            a, b = _crossing(x, inside, run.start, -1), _crossing(x, inside, run.stop - 1, 1)
            pieces.append(np.array([[a, a + c, 0], [b, b + c, 0]]))
    return pieces


def _crossing(x: Floats, inside: Floats, index: int, step: int) -> float:
    """Where ``inside`` vanishes between an inner sample and the next one outwards."""
    other = index + step
    if not (0 <= other < len(x) and np.isfinite(inside[other]) and inside[other] < inside[index]):
        return float(x[index])
    share = inside[index] / (inside[index] - inside[other])
    return float(x[index] + min(share, 1.0) * (x[other] - x[index]))
