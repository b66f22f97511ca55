"""How sure a fit is, seen twice: an ellipse of unknowns, and the band of their curves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import ValueTracker

from scenes.stage import layout
from scenes.stage.layout import Slot
from scenes.stage.parts.curve import Curve
from scenes.stage.parts.data_plot import DataDots
from scenes.stage.parts.ellipse import Ellipse
from scenes.stage.parts.fit_view import FitView
from scenes.stage.parts.loss_map import LossMap
from scenes.stage.parts.marks import Point
from scenes.stage.parts.misfit import Misfit
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.plot import Plot
from scenes.stage.parts.shaded import Shaded
from scenes.stage.parts.window import padded
from scenes.stage.theme import Role

_REACH = 2.1  # standard errors that the map shows to each side
_STEPS = (0.25, 1, 2.25, 4, 9, 16, 25, 36, 64, 100)  # of the contours, in rises of the ellipse


class DoubtView(Part):
    """A confidence ellipse about the best fit, and its curves with the best one taken away.

    A point runs round the ellipse with ``turn``, an angle; its curve touches the edge of the
    band. In the pretence of a straight model the band holds exactly the curves of the ellipse.

    ::

        view = DoubtView(misfit, best, covariance, rise=2.3, noise=0.01)
        self.appear(view.map, view.contours, view.best, view.ellipse)
        self.appear(view.fit.plot, view.fit.dots, view.fit.curve)
        self.vanish(view.fit.plot, view.fit.dots, view.fit.curve)
        self.appear(view.plot, view.dots, view.band, view.curve, view.walker)
        self.drive(view.turn, 2 * math.pi)

    Args:
        misfit: the model tied to its data.
        best: the fitted unknowns.
        covariance: of both unknowns, shape (2, 2), positive definite.
        rise: how much RSS/noise grows from the best fit to the ellipse.
        noise: variance of one measurement.
        slot: where both plots stand.

    Attributes:
        map, contours, best, ellipse, walker: axes of the unknowns, level lines through the rise
            and its multiples, the fit, the ellipse, the point on it.
        fit: the data with the point's curve, where later the leftovers stand.
        plot, dots, band, curve: axes of what is left over, residuals, band, the point's curve.
        turn: tracker of the angle.
    """

    def __init__(
        self,
        misfit: Misfit,
        best: Sequence[float],
        covariance: Sequence[Sequence[float]],
        *,
        rise: float,
        noise: float,
        slot: Slot = layout.BELOW_STRIP,
    ) -> None:
        super().__init__()
        self.misfit, self.turn = misfit, ValueTracker(0)
        self.centre, self.covariance = np.array(best, dtype=float), np.array(covariance)
        self.radius = rise**0.5
        reach = _REACH * np.sqrt(np.diag(self.covariance))
        low, high = self.centre - reach, self.centre + reach
        ranges = ((low[0], high[0]), (low[1], high[1]))
        self.fit = FitView(misfit, ranges, self.around, self.turn, slot=slot)
        self.map = self.fit.map
        self._draw_map(rise, noise)
        self._draw_leftover(slot.split_x(0.5)[1])
        self.add(self.map, self.contours, self.ellipse, self.best, self.walker)
        self.add(self.plot, self.band, self.curve, self.dots)

    def around(self) -> Floats:
        """The unknowns on the ellipse where the walker stands; shape (2,)."""
        size = np.sqrt(np.diag(self.covariance))  # for numbers of a common size
        root = np.linalg.cholesky(self.covariance / np.outer(size, size)) * size[:, None]
        angle = self.turn.get_value()
        away = root @ np.array([np.cos(angle), np.sin(angle)])
        return np.asarray(self.centre + self.radius * away)

    def _draw_map(self, rise: float, noise: float) -> None:
        lowest = float(self.misfit.total(*self.centre))
        levels = [lowest + rise * noise * step for step in _STEPS]
        self.contours = LossMap(self.map, self.misfit, levels)
        self.ellipse = Ellipse.confidence(self.map, self.centre, self.covariance, level=rise)
        self.best = self.fit.star(self.centre)
        self.walker = Point(lambda: self.map.at(*self.around()), self.turn, role=Role.FUNCTION)

    def _draw_leftover(self, slot: Slot) -> None:
        x, fitted = self.misfit.x, self.misfit.curve(lambda: self.centre)
        rest = self.misfit.y - fitted(x)
        x_range = padded(x, 0.15)
        seen = np.linspace(x.min(), x.max(), 121)
        half = 1.15 * max(float(np.abs(rest).max()), float(np.nanmax(self._half_band(seen))))
        self.plot = Plot(slot, x_range, (-half, half), y_label="y - hat(y)")
        self.dots = DataDots(self.plot, x, rest)
        self.band = Shaded(
            self.plot, self._half_band, lambda x: -self._half_band(x), role=Role.CURVATURE
        )
        other = self.misfit.curve(self.around)
        self.curve = Curve(self.plot, lambda x: other(x) - fitted(x), follow=(self.turn,))

    def _half_band(self, x: Floats) -> Floats:
        """Half width of the band: the radius times the curve's standard error there."""
        slopes = self.misfit.jacobian(self.centre, x)
        variance = np.einsum("ki,ij,kj->k", slopes, self.covariance, slopes)
        return np.asarray(self.radius * np.sqrt(np.maximum(variance, 0)))
