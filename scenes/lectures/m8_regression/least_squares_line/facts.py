"""The facts: the fitted line, its bowl, its right angle, its doubt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sympy import Expr

    from . import Params

    Floats = NDArray[np.float64]

FEW = 5
DRAWN = 200  # samples
RISE = 2.296  # of chi-squared with two unknowns, at one standard deviation
CERTIFIED_SLOPE = "1.00211681802045"  # NIST StRD, Norris, B1


@dataclass(frozen=True)
class Facts:
    """Every number seen or heard."""

    x: tuple[Fraction, ...]
    y: tuple[Fraction, ...]
    fit: mvcalc.Fit
    total: mvcalc.Function
    sums: tuple[Fraction, ...]
    flat: Fraction
    flat_total: Expr
    squared: tuple[Expr, ...]
    lengths: tuple[Expr, ...]
    norris: mvcalc.Fit
    norris_x: tuple[Fraction, ...]
    norris_y: tuple[Fraction, ...]
    certified: str
    check: mvcalc.Function
    seed: int
    drawn: int = DRAWN

    @property
    def count(self) -> int:
        return len(self.x)

    @property
    def slope(self) -> Any:
        return self.fit.params[1]

    @property
    def intercept(self) -> Any:
        return self.fit.params[0]

    @property
    def rss(self) -> Any:
        return self.fit.rss

    @property
    def spare(self) -> bool:
        """Whether the data say anything about their own noise."""
        return self.fit.dof > 0 and self.fit.rss != 0

    @property
    def start(self) -> Any:
        return brief(self.intercept)

    @property
    def steepness(self) -> Any:
        return brief(self.slope)

    @property
    def left_over(self) -> Any:
        return brief(self.rss)

    @property
    def first_total(self) -> Any:
        return brief(self.flat_total)

    @property
    def few(self) -> bool:
        """Whether there is room to show every miss."""
        return self.count <= FEW

    @property
    def misses_at(self) -> list[tuple[Fraction, Any, Any]]:
        """Every x, the miss of the best line there, and their product."""
        rows = zip(self.x, self.y, self.fit.fitted, strict=True)
        return [(x, y - h, x * (y - h)) for x, y, h in rows]

    def bowl_window(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Ranges of c and m in which lines differ visibly; they hold the first try."""
        spread = float(np.std([float(v) for v in self.y])) or 1.0
        scale = 2.5 * max(spread, float(self.fit.s) if self.fit.dof > 0 else 0.0)
        half = [scale * float(self.fit.unscaled[k][k]) ** 0.5 for k in (0, 1)]
        c, m = float(self.intercept), float(self.slope)
        half[0] = max(half[0], 1.2 * abs(float(self.flat) - c))
        half[1] = max(half[1], 1.2 * abs(m))
        return (c - half[0], c + half[0]), (m - half[1], m + half[1])

    def rings(self) -> list[float]:
        """Levels of evenly spaced ellipses, the first try on one of them."""
        low, first = float(self.rss), float(self.flat_total)
        if first - low > 1e-9 * max(first, 1e-300):
            return [low + (first - low) * (k / 3) ** 2 for k in range(1, 13)]
        return [float(v) for v in mvcalc.contour_levels(self.total, self.bowl_window(), 9).values]

    def samples(self) -> tuple[Floats, Floats]:
        """Heights, shape (k, n), and lines (start, slope), shape (k, 2); machine values.

        The first and the last are the data and their line, in between are the drawn samples.
        """
        y = np.array([[float(v) for v in self.y]])
        line = np.array([[float(v) for v in self.fit.params]])
        if not self.spare:
            return y, line
        drawn = mvcalc.resample(self.fit, self.drawn, self.seed)
        return np.vstack([y, drawn.observations, y]), np.vstack([line, drawn.params, line])

    @property
    def foreseen(self) -> int:
        """How many samples the ellipse should hold."""
        return round(self.drawn * (1 - math.exp(-RISE / 2)))

    @property
    def held(self) -> int:
        """How many samples it holds."""
        away = self.samples()[1][1:-1] - np.array([float(v) for v in self.fit.params])
        form = np.array([[float(v) for v in row] for row in self.fit.covariance])
        return int((np.sum(away * np.linalg.solve(form, away.T).T, axis=1) <= RISE).sum())

    def cloud_window(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Ranges of c and m that hold nearly all refitted lines."""
        if not self.spare:
            return self.bowl_window()
        c, m = float(self.intercept), float(self.slope)
        dc, dm = (3.4 * float(error) for error in self.fit.se)
        return (c - dc, c + dc), (m - dm, m + dm)

    @property
    def misses(self) -> str:
        if self.fit.rss == 0:
            return "The line meets every point, so nothing is left over:"
        return "No other line has smaller squares. Their total is"

    @property
    def again(self) -> str:
        """What would happen with new data."""
        if not self.spare:
            return (
                "These data meet their line exactly. They say nothing about noise, and so they "
                "say nothing about doubt."
            )
        return (
            "Measure again, and the points would fall a little differently. Let us pretend: we "
            "keep our line, and throw dice for new misses, about as large as those we have seen. "
            "Every new sample gives another line, and so another point on the map. Watch both."
        )

    @property
    def spread(self) -> str:
        if self.fit.dof < 1:
            return "To be sure of a line you need at least one point more than it can swallow."
        if not self.spare:
            return "One point off the line would be enough, and there would be doubt to measure."
        foreseen = (
            f"Pretend it {self.drawn} times. How far the points spread we could foresee: an "
            f"ellipse, given by the covariance matrix. It should hold about {self.foreseen} of "
            f"them, and it holds {self.held}."
        )
        tilt = self.fit.covariance[0][1]
        if tilt == 0:
            return foreseen
        other = "lower" if tilt < 0 else "higher"
        return f"{foreseen} It is tilted: a steeper line must start {other} to stay with the data."

    @property
    def error_words(self) -> str:
        if not self.spare:
            return "All we can say about the slope is its value:"
        return "The standard error of the slope is"

    @property
    def slope_error(self) -> Any:
        return mvcalc.show(self.fit.se[1], 3, "decimal") if self.spare else self.slope

    @property
    def norris_slope(self) -> Any:
        return mvcalc.show(self.norris.params[1], 15, "decimal")


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        RankError: all x are equal, or fewer than two points.
    """
    x = tuple(Fraction(pair[0]) for pair in params.data)
    y = tuple(Fraction(pair[1]) for pair in params.data)
    fit = mvcalc.polyfit(x, y, 1)
    n = Fraction(len(x))
    sx, sxx = sum(x), sum(v * v for v in x)
    sy, sxy = sum(y), sum(a * b for a, b in zip(x, y, strict=True))
    syy = sum(v * v for v in y)
    total = mvcalc.parse(
        f"({n})*c^2 + 2*({sx})*c*m + ({sxx})*m^2 - 2*({sy})*c - 2*({sxy})*m + ({syy})", ("c", "m")
    )
    norris, anscombe = mvcalc.preset("norris"), mvcalc.preset("anscombe-1")
    asked = mvcalc.polyfit(anscombe.column("x"), anscombe.column("y"), 1)
    flat = sy / n
    squared = (mvcalc.tidy(sum(v * v for v in fit.fitted)), fit.rss, mvcalc.number(syy))
    root = mvcalc.parse("sqrt(s)", ("s",))
    return Facts(
        x=x,
        y=y,
        fit=fit,
        total=total,
        sums=(n, Fraction(sx), Fraction(sxx), Fraction(sy), Fraction(sxy)),
        flat=flat,
        flat_total=mvcalc.evaluate(total, (flat, 0)),
        squared=squared,
        lengths=tuple(mvcalc.evaluate(root, square) for square in squared),
        norris=mvcalc.polyfit(norris.column("x"), norris.column("y"), 1),
        norris_x=norris.column("x"),
        norris_y=norris.column("y"),
        certified=CERTIFIED_SLOPE,
        check=straight(asked),
        seed=params.seed,
    )


def straight(fit: mvcalc.Fit) -> mvcalc.Function:
    """The fitted line as a function."""
    c, m = fit.params
    return mvcalc.parse("c + m*x", ("x",), {"c": c, "m": m})


def brief(value: Any) -> Any:
    """Exact when that is short, such as a root of a small number; else a decimal."""
    shown = mvcalc.show(value, 6)
    return shown if len(shown.text) < 8 else mvcalc.show(value, 6, "decimal")
