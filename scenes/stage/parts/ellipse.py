"""The curve on which a quadratic form is constant, with its principal directions."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from manim import Animation, Create, LaggedStart, ValueTracker

from scenes.stage import theme
from scenes.stage.parts.part import Floats, Part, set_polylines, stroke
from scenes.stage.parts.plot import Plot
from scenes.stage.theme import Role

_SAMPLES: Final = 241
_FLAT: Final = 1e-12  # eigenvalues this small beside the largest count as zero


class Ellipse(Part):
    """The pairs p with (p - c)·M(p - c) = level, dashed, and its axes through c.

    A positive definite M gives an ellipse, an indefinite one a hyperbola, a singular one a pair of
    lines; a negative definite one only shows its axes.

    ::

        Ellipse(plot, facts.point, facts.hessian, level=1)
        Ellipse.confidence(plot, facts.best, facts.covariance, level=facts.quantile)

    Args:
        plot: the axes.
        centre: the pair c.
        matrix: M, symmetric, 2 by 2, as exact or machine numbers.
        level: positive number, or a tracker of it.
        axes: whether the principal directions are drawn.
    """

    def __init__(
        self,
        plot: Plot,
        centre: Any,
        matrix: Any,
        level: float | ValueTracker = 1.0,
        *,
        role: Role = Role.CURVATURE,
        axes: bool = True,
        dashed: bool = True,
        width: float = theme.LINE_WIDTH,
    ) -> None:
        super().__init__()
        self.plot, self.level, self.dashed = plot, level, dashed
        self.centre = np.array([float(v) for v in centre])
        form = _numbers(matrix)
        self.values, self.directions = np.linalg.eigh((form + form.T) / 2)
        self.outline = stroke(role, width)
        self.axes = stroke(role, theme.THIN_WIDTH, opacity=0.9 if axes else 0)
        self.add(self.axes, self.outline)
        if isinstance(level, ValueTracker):
            self.follow(level)
        else:
            self.redraw()

    @classmethod
    def confidence(
        cls, plot: Plot, centre: Any, covariance: Any, level: float | ValueTracker = 1.0,
        **options: Any,
    ) -> Ellipse:  # fmt: skip
        """The ellipse (p - c)·C⁻¹(p - c) = level of a regular covariance matrix C."""
        return cls(plot, centre, np.linalg.inv(_numbers(covariance)), level, **options)

    def radii(self) -> Floats:
        """Half lengths of the axes in the plot's numbers; infinite where there is no end."""
        level = self.level.get_value() if isinstance(self.level, ValueTracker) else self.level
        flat = _FLAT * float(np.abs(self.values).max(initial=0.0))
        with np.errstate(divide="ignore"):
            size = np.where(np.abs(self.values) > flat, np.abs(self.values), 0.0)
            return np.sqrt(max(float(level), 0.0) / size)

    def redraw(self) -> None:
        pieces = [
            piece
            for u, v in self._curves()
            for piece in self.plot.clip(*(self.centre[:, None] + self.directions @ [u, v]))
        ]
        set_polylines(self.outline, _dashed(pieces) if self.dashed else pieces)
        set_polylines(self.axes, self._axes())

    def _curves(self) -> list[tuple[Floats, Floats]]:
        """Pieces of the curve in principal coordinates."""
        (a, b), (p, q) = self.radii(), np.sign(self.values)
        turn = np.linspace(0, 2 * np.pi, _SAMPLES)
        open_ = np.linspace(-4, 4, _SAMPLES)
        far = np.linspace(-1, 1, 2) * 1e3 * self._reach()
        if np.isfinite([a, b]).all() and p > 0 and q > 0:
            return [(a * np.cos(turn), b * np.sin(turn))]
        if np.isfinite([a, b]).all() and p * q < 0:
            along, across = np.cosh(open_), np.sinh(open_)
            if q > 0:
                return [(a * across, side * b * along) for side in (-1, 1)]
            return [(side * a * along, b * across) for side in (-1, 1)]
        if q > 0 and np.isfinite(b):
            return [(far, np.full(2, side * b)) for side in (-1, 1)]
        return []

    def _reach(self) -> float:
        return float(np.ptp(self.plot.x_range) + np.ptp(self.plot.y_range))

    def _axes(self) -> list[Floats]:
        ends = np.minimum(self.radii(), self._reach())
        lines = []
        for k in (0, 1):
            away = self.directions[:, k] * ends[k]
            x, y = np.stack([self.centre - away, self.centre + away], axis=1)
            lines += self.plot.clip(x, y)
        return lines

    def entrance(self) -> Animation:
        return LaggedStart(Create(self.outline), Create(self.axes), lag_ratio=0.4)


def _numbers(matrix: Any) -> Floats:
    """A 2 by 2 matrix of any make as machine numbers."""
    rows = matrix.tolist() if hasattr(matrix, "tolist") else matrix
    return np.array([[float(value) for value in row] for row in rows])


def _dashed(pieces: list[Floats], dash: float = 0.16, gap: float = 0.1) -> list[Floats]:
    """Dashes along curves, whole samples long."""
    found = []
    for piece in pieces:
        along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(piece, axis=0), axis=1))])
        cuts = np.arange(0, along[-1], dash + gap)
        for start in cuts:
            share = np.linspace(start, min(start + dash, along[-1]), 4)
            found.append(np.stack([np.interp(share, along, axis) for axis in piece.T], axis=1))
    return found
