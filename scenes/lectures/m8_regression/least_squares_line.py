"""The best line is a perpendicular: normal equations, projection, and how sure we can be."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc
from scenes.stage import (
    Check,
    LectureParams,
    LectureScene,
    Meta,
    Points,
    Role,
    Script,
    Words,
    beat,
    layout,
    param,
    parts,
)

if TYPE_CHECKING:
    from sympy import Expr

META = Meta(
    title="The shadow of the data",
    goal="Which straight line fits best, and how sure can we be of it?",
    module=8,
    order=32,
    prerequisites=("gradient-and-contours", "hessian-and-curvature"),
    sources=("Strang, Introduction to Linear Algebra, 4.3", "NIST StRD, Norris"),
)
MOST_POINTS = 500
CERTIFIED_SLOPE = "1.00211681802045"  # NIST StRD, Norris, B1


class Params(LectureParams):
    """Any data."""

    data: Points = param(
        (("0", "6"), ("1", "0"), ("2", "0")),
        "the data points",
        min_length=2,
        max_length=MOST_POINTS,
    )


PRESETS = {
    "anscombe": {"data": "anscombe-1"},
    "norris": {"data": "norris"},
    "exact": {"data": [["0", "1"], ["1", "3"], ["2", "5"], ["4", "9"]]},
    "outlier": {"data": [["1", "1/3"], ["2", "1/2"], ["3", "2/3"], ["4", "5/6"], ["5", "-7"]]},
}


@dataclass(frozen=True)
class Facts:
    """Every number seen or heard."""

    x: tuple[Fraction, ...]
    y: tuple[Fraction, ...]
    fit: mvcalc.Fit
    line: mvcalc.Function
    total: mvcalc.Function
    sums: tuple[Fraction, ...]
    flat: Fraction
    flat_total: Expr
    lengths: tuple[Expr, ...]
    norris: mvcalc.Fit
    norris_x: tuple[Fraction, ...]
    norris_y: tuple[Fraction, ...]
    certified: str
    check: mvcalc.Function

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
    def misses(self) -> str:
        if self.fit.rss == 0:
            return "The line meets every point, so nothing is left over:"
        return "No other line has smaller squares. Their total is"

    @property
    def surety(self) -> str:
        """What the data say about their noise."""
        if not self.spare:
            return "These data meet their line exactly: they say nothing about noise."
        return "Every new sample gives another line, another point on this map."

    @property
    def ellipse_words(self) -> str:
        if not self.spare:
            return "To be sure of a line you need at least one point more than it can swallow."
        return (
            "We can foresee their spread: an ellipse, given by the covariance matrix. It is tilted "
            "where a steeper line must start at another height to stay close to the data."
        )

    @property
    def standard_error(self) -> Any:
        return self.fit.se[1] if self.spare else ""

    @property
    def error_words(self) -> str:
        return "The slope is known to within about" if self.spare else ""

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
    squares = (sum(v * v for v in fit.fitted), fit.rss, mvcalc.number(syy))
    root = mvcalc.parse("sqrt(s)", ("s",))
    return Facts(
        x=x,
        y=y,
        fit=fit,
        line=straight(fit),
        total=total,
        sums=(n, Fraction(sx), Fraction(sxx), Fraction(sy), Fraction(sxy)),
        flat=flat,
        flat_total=mvcalc.evaluate(total, (flat, 0)),
        lengths=tuple(mvcalc.evaluate(root, mvcalc.tidy(square)) for square in squares),
        norris=mvcalc.polyfit(norris.column("x"), norris.column("y"), 1),
        norris_x=norris.column("x"),
        norris_y=norris.column("y"),
        certified=CERTIFIED_SLOPE,
        check=straight(asked),
    )


def straight(fit: mvcalc.Fit) -> mvcalc.Function:
    """The fitted line as a function."""
    c, m = fit.params
    return mvcalc.parse("c + m*x", ("x",), {"c": c, "m": m})


SCRIPT = Script(
    opening="""Some points, and a straight line that should pass through all of them. It cannot. So
        which line misses them least?""",
    beats={
        "squares": Words(
            "The total of the squares",
            """Here are {count} points, and a first try: a flat line at their mean height. The bars
            show by how much it misses every point.

            Make each bar the side of a square. The smaller the squares are in total, the better is
            the line. Now they add up to {flat_total}.

            A line has two numbers: where it starts, and its slope. So every line is one point on
            this map, and the total is a height. Change the line, and watch the point.

            The map is a bowl. It has exactly one lowest point, and that is the best line.""",
            "Points with a line and the squares of its misses; beside it the map of all lines.",
        ),
        "normal": Words(
            "Two equations for two numbers",
            """At the bottom of a bowl the gradient is zero. Two slopes are zero at once, so there
            are two equations. They are called the normal equations.

            The first one says: the misses add up to zero. The second one says: weighted by x, they
            add up to zero as well.

            Solve them. The line is {line}. {misses} {rss}.""",
            "The normal equations and their solution, {line}.",
        ),
        "shadow": Words(
            "A shadow, and a right angle",
            """Now think of all the heights together as one arrow, with {count} parts. The lines can
            only reach a flat sheet in that space. The data stick out of it.

            The best line is the shadow of the data on the sheet. What is left over stands upright
            on it: at a right angle to everything a line can reach.

            So here is Pythagoras. The square of the shadow and the square of the rest add up to
            the square of the data.""",
            "A right triangle: the data, their shadow, and what is left over.",
        ),
        "doubt": Words(
            "How sure can we be?",
            """Measure again, and the points will fall a little differently. Let us imagine that,
            two hundred times. {surety}

            {ellipse_words} {error_words} {standard_error:3}.""",
            "A cloud of refitted lines and the ellipse that foresees it.",
        ),
        "norris": Words(
            "To the last digit",
            """Is all this arithmetic right? A standards laboratory has published data, and the
            answer, to fifteen digits.

            Our slope is an exact fraction. Written as a decimal, it agrees in every digit.""",
            "Published data with a certified slope; ours agrees in all its digits.",
        ),
    },
    check=Check(
        "The first of four famous data sets by Anscombe has eleven points. Which line fits best?",
        "{check}. The other three data sets have almost the same line.",
    ),
)


class LeastSquaresLine(LectureScene[Params, Facts]):
    """Squares, two equations, a right angle, a cloud of doubt, and a certified check."""

    @beat
    def squares(self) -> None:
        facts = self.facts
        left, right = layout.BELOW_STRIP.split_x(0.5)
        self.c, self.m = self.tracker(float(facts.flat)), self.tracker(0)
        plot, dots, line = self.data_plot(left)
        bars = parts.Residuals(plot, facts.x, facts.y, self.model, self.c, self.m)
        boxes = parts.Residuals(plot, facts.x, facts.y, self.model, self.c, self.m, squares=True)
        bowl = parts.Plot(right, *self.bowl_window(), x_label="c", y_label="m", grid=False)
        levels = mvcalc.contour_levels(facts.total, self.bowl_window(), 9).values
        contours = parts.ContourPlot(bowl, facts.total, levels)
        here = parts.Point(
            lambda: bowl.at(self.c.get_value(), self.m.get_value()), self.c, self.m,
            role=Role.ERROR,
        )  # fmt: skip
        first, model = parts.row(
            layout.STRIP,
            self.formula('"total" {t_is} {{ {t} : error }}', t=facts.flat_total),
            self.formula("y = c + m x", role=Role.FUNCTION),
        )
        with self.line():
            self.appear(plot, dots)
            self.appear(line, bars)
        with self.line():
            self.appear(boxes, first)
        with self.line():
            self.appear(model, bowl, contours)
            self.appear(here)
            self.drive({self.m: float(facts.slope) / 2}, seconds=2.0)
        with self.line():
            self.vanish(first)
            self.drive({self.c: float(facts.intercept), self.m: float(facts.slope)}, seconds=3.0)
            star = parts.Point(here.where(), role=Role.OPTIMUM, shape="star")
            self.appear(star)

    @beat
    def normal(self) -> None:
        facts = self.facts
        self.clear()
        plot, dots, line = self.data_plot(layout.PICTURE)
        bars = parts.Residuals(plot, facts.x, facts.y, self.model, self.c, self.m)
        n, sx, sxx, sy, sxy = facts.sums
        sums = parts.column(
            layout.LEDGER,
            self.formula('sum {{ "misses" : error }} = 0'),
            self.formula('sum x dot {{ "misses" : error }} = 0'),
            self.formula(
                "mat({n:4}, {sx:4}; {sx:4}, {sxx:4}) vec(c, m) = vec({sy:4}, {sxy:4})",
                n=n, sx=sx, sxx=sxx, sy=sy, sxy=sxy,
            ),
            self.formula("c {c_is} {{ {c} : optimum }}", c=facts.intercept),
            self.formula("m {m_is} {{ {m} : optimum }}", m=facts.slope),
            self.formula('"total" {t_is} {{ {t} : error }}', t=facts.rss),
        )  # fmt: skip
        with self.line():
            self.appear(plot, dots)
            self.appear(line, bars)
        with self.line():
            self.appear(sums[0])
            self.appear(sums[1])
        with self.line():
            self.appear(sums[2])
            self.appear(*sums[3:5])
            self.appear(sums[5])

    @beat
    def shadow(self) -> None:
        facts = self.facts
        self.clear()
        shadow, rest, _ = (float(length) for length in facts.lengths)
        triangle = parts.Projection(layout.PICTURE, shadow, rest)
        sums = parts.column(
            layout.LEDGER,
            self.formula('{{ "data" : data }} {d_is} {{ {d} : data }}', d=facts.lengths[2]),
            self.formula('{{ "shadow" : optimum }} {s_is} {{ {s} : optimum }}', s=facts.lengths[0]),
            self.formula('{{ "rest" : error }} {r_is} {{ {r} : error }}', r=facts.lengths[1]),
            self.formula("{{ {s} : optimum }} + {{ {r} : error }} {d_is} {{ {d} : data }}",
                         s=mvcalc.tidy(facts.lengths[0] ** 2), r=facts.rss,
                         d=mvcalc.tidy(facts.lengths[2] ** 2)),
        )  # fmt: skip
        with self.line():
            self.appear(triangle.sheet)
            self.appear(triangle.data, sums[0])
        with self.line():
            self.appear(triangle.shadow, sums[1])
            self.appear(triangle.rest, triangle.corner, sums[2])
        with self.line():
            self.appear(sums[3])
        self.aha()

    @beat
    def doubt(self) -> None:
        facts = self.facts
        self.clear()
        plot = parts.Plot(layout.PICTURE, *self.bowl_window(), x_label="c", y_label="m", grid=False)
        centre = (float(facts.intercept), float(facts.slope))
        star = parts.Point(plot.at(*centre), role=Role.OPTIMUM, shape="star")
        with self.line():
            self.appear(plot, star)
            if facts.spare:
                cloud = mvcalc.simulate(facts.fit, 200, self.params.seed)
                self.appear(parts.DataDots(plot, *cloud.T.tolist()), star, seconds=2.0)
        with self.line():
            if facts.spare:
                (a, b), (_, d) = facts.fit.covariance
                ellipse = parts.Ellipse.confidence(plot, centre, facts.fit.covariance, level=2.296)
                matrix = self.formula(
                    "mat({{ {a:4} : curvature }}, {{ {b:4} : curvature }};"
                    "{{ {b:4} : curvature }}, {{ {d:4} : curvature }})", a=a, b=b, d=d,
                )  # fmt: skip
                words = self.formula('"covariance"', role=Role.SECONDARY)
                column = parts.column(layout.LEDGER, words, matrix)
                self.appear(ellipse, *column, seconds=1.5)

    @beat
    def norris(self) -> None:
        facts = self.facts
        self.clear()
        ends = (float(min(facts.norris_x)), float(max(facts.norris_x)))
        window = parts.window_around(straight(facts.norris), ends, 0.1, 0.1)
        plot = parts.Plot(layout.PICTURE, *window, y_label="y")
        dots = parts.DataDots(plot, facts.norris_x, facts.norris_y)
        fitted = parts.Curve(plot, straight(facts.norris))
        sums = parts.column(
            layout.LEDGER,
            self.formula('"certified"', role=Role.SECONDARY),
            self.formula("{{ {c} : data }}", c=facts.certified),
            self.formula('"ours"', role=Role.SECONDARY),
            self.formula("m = {{ {m} : optimum }}",
                         m=mvcalc.show(facts.norris.params[1], mode="exact")),
            self.formula("{m_is} {{ {m} : optimum }}", m=facts.norris_slope),
        )  # fmt: skip
        with self.line():
            self.appear(plot, dots)
            self.appear(fitted, *sums[:2])
        with self.line():
            self.appear(*sums[2:4])
            self.appear(sums[4])

    # -- pieces ---------------------------------------------------------------------------

    def model(self, x: Any) -> Any:
        """The line as the trackers stand."""
        return self.c.get_value() + self.m.get_value() * np.asarray(x)

    def data_plot(self, slot: layout.Slot) -> tuple[parts.Plot, parts.DataDots, parts.Curve]:
        """Axes that hold the data, the data, and the line that follows the trackers."""
        facts = self.facts
        x, y = ([float(v) for v in column] for column in (facts.x, facts.y))
        fitted = [float(v) for v in facts.fit.fitted]
        x_range = parts.padded(x, 0.15)
        plot = parts.Plot(slot, x_range, parts.padded([*y, *fitted], 0.15), y_label="y")
        line = parts.Curve(plot, self.model, follow=(self.c, self.m))
        return plot, parts.DataDots(plot, facts.x, facts.y), line

    def bowl_window(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Ranges of c and m in which lines differ visibly; they hold the first try."""
        facts = self.facts
        spread = float(np.std([float(v) for v in facts.y])) or 1.0
        scale = 2.5 * max(spread, float(facts.fit.s) if facts.fit.dof > 0 else 0.0)
        U = facts.fit.unscaled
        half = [scale * float(U[k][k]) ** 0.5 for k in (0, 1)]
        half[0] = max(half[0], 1.2 * abs(float(facts.flat) - float(facts.intercept)))
        half[1] = max(half[1], 1.2 * abs(float(facts.slope)))
        c, m = float(facts.intercept), float(facts.slope)
        return (c - half[0], c + half[0]), (m - half[1], m + half[1])
