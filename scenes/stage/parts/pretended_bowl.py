"""The bowl that the sum of squares would be if the model were straight in its unknowns."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from manim import Animation, FadeIn, LaggedStart, VGroup

from scenes.stage.parts.ellipse import Ellipse
from scenes.stage.parts.marks import Point
from scenes.stage.parts.misfit import Misfit
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.plot import Plot
from scenes.stage.theme import Role

_SIZES: Final = (0.45, 0.92)  # of the rings, as shares of the largest that the plot holds


class PretendedBowl(Part):
    """Level lines of |r - J d|² about its lowest point: a step of Gauss and Newton from a guess.

    Rings are drawn as large as the plot holds them whole, and the one on which the guess lies.

    ::

        PretendedBowl(view.map, misfit, guess, target)

    Args:
        plot: axes of the two unknowns.
        misfit: the model tied to its data; J holds its slopes at the guess.
        at: the guess.
        target: the bowl's lowest point, guess and step together.

    Attributes:
        rings, bottom: the pieces.
    """

    def __init__(self, plot: Plot, misfit: Misfit, at: Any, target: Any) -> None:
        super().__init__()
        at, target = np.asarray(at, dtype=float), np.asarray(target, dtype=float)
        slopes = misfit.jacobian(at)
        form = slopes.T @ slopes
        height = float((at - target) @ form @ (at - target))
        levels = [size**2 * _largest(plot, target, form) for size in _SIZES]
        inner = [level for level in levels if 0 < level < height]
        self.rings = VGroup(
            *(
                Ellipse(plot, target, form, level, axes=False, dashed=False)
                for level in (*inner, height)
            )
        )
        self.bottom = Point(plot.seen(*target), role=Role.CURVATURE, shape="open")
        self.add(self.rings, self.bottom)

    def entrance(self) -> Animation:
        rings = [FadeIn(ring) for ring in reversed(self.rings.submobjects)]
        return LaggedStart(*rings, FadeIn(self.bottom), lag_ratio=0.4)


def _largest(plot: Plot, centre: Floats, form: Floats) -> float:
    """The highest level whose ellipse about a centre lies in the plot; 0 for none."""
    edges = np.array([plot.x_range, plot.y_range]) - centre[:, None]
    room = np.minimum(-edges[:, 0], edges[:, 1])
    try:
        reach = np.diag(np.linalg.inv(form))  # squares of the half widths at level one
    except np.linalg.LinAlgError:
        return 0.0
    if (room <= 0).any() or not (reach > 0).all():
        return 0.0
    return float((room**2 / reach).min())
