"""The scene: what is drawn, beat by beat."""

from __future__ import annotations

from typing import Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts, theme

from . import Params
from .facts import Facts, brief, straight


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
        contours = parts.ContourPlot(bowl, facts.total, self.rings())
        here = parts.Point(
            lambda: bowl.at(self.c.get_value(), self.m.get_value()), self.c, self.m,
            role=Role.ERROR,
        )  # fmt: skip
        first, model = parts.row(
            layout.STRIP,
            self.formula('"total" {t_is} {{ {t} : error }}', t=facts.first_total),
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
            self.vanish(first)
            self.drive({self.m: float(facts.slope) / 2}, seconds=2.0)
        with self.line():
            self.drive({self.c: float(facts.intercept), self.m: float(facts.slope)}, seconds=3.0)
            last = self.formula('"total" {t_is} {{ {t} : error }}', t=facts.left_over)
            self.appear(last.move_to(first))
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
            self.normal_equation(n, sx, sy),
            self.normal_equation(sx, sxx, sxy),
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
            self.appear(*sums[2:4], lag=0.5, seconds=1.5)
            self.appear(*sums[4:6], lag=0.5, seconds=1.5)
            self.appear(sums[6])

    @beat
    def shadow(self) -> None:
        facts = self.facts
        self.clear()
        shadow, rest, _ = (float(length) for length in facts.lengths)
        shade, left_over, data = (brief(length) for length in facts.lengths)
        triangle = parts.Projection(layout.PICTURE, shadow, rest)
        sums = parts.column(
            layout.LEDGER,
            self.formula('{{ "data" : data }} {d_is} {{ {d} : data }}', d=data),
            self.formula('{{ "shadow" : optimum }} {s_is} {{ {s} : optimum }}', s=shade),
            self.formula('{{ "rest" : error }} {r_is} {{ {r} : error }}', r=left_over),
            self.fitting(
                "{{ {s} : optimum }} + {{ {r} : error }} {is} {{ {d} : data }}",
                dict(zip("srd", facts.squared, strict=True)),
            ),
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
        left, right = layout.BELOW_STRIP.split_x(0.5)
        centre = (float(facts.intercept), float(facts.slope))
        self.c, self.m = self.tracker(centre[0]), self.tracker(centre[1])
        plot, dots, line = self.data_plot(left)
        ground = parts.Plot(right, *self.cloud_window(), x_label="c", y_label="m", grid=False)
        here = parts.Point(
            lambda: ground.seen(self.c.get_value(), self.m.get_value()), self.c, self.m
        )
        star = parts.Point(ground.at(*centre), role=Role.OPTIMUM, shape="star")
        cloud = np.zeros((0, 2))
        if facts.spare:
            cloud = mvcalc.simulate(facts.fit, 200, self.params.seed)
        with self.line():
            self.appear(plot, dots, ground)
            self.appear(line, here)
            for c, m in cloud[:6]:
                self.drive({self.c: c, self.m: m}, seconds=1.0)
            self.drive({self.c: centre[0], self.m: centre[1]}, seconds=1.0)
        with self.line():
            self.appear(star)
            self.remove(here)
            if facts.spare:
                cloud_dots = parts.DataDots(ground, *cloud.T.tolist())
                self.appear(cloud_dots, star, seconds=2.0)
                self.appear(
                    parts.Ellipse.confidence(ground, centre, facts.fit.covariance, level=2.296),
                    self.covariance(), star, seconds=1.5,
                )  # fmt: skip
        with self.line():
            c, error = float(facts.intercept), 0.0
            if facts.spare:
                error = float(facts.fit.se[1])
                reach = parts.Guide(
                    lambda: ground.path([c, c], [centre[1] - error, centre[1] + error]),
                    role=Role.DERIVATIVE, width=theme.CURVE_WIDTH,
                )  # fmt: skip
                self.appear(reach)

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

    def rings(self) -> list[float]:
        """Levels of evenly spaced ellipses, the first try on one of them."""
        facts = self.facts
        low, first = float(facts.rss), float(facts.flat_total)
        if first - low > 1e-9 * max(first, 1e-300):
            return [low + (first - low) * (k / 3) ** 2 for k in range(1, 13)]
        return [float(v) for v in mvcalc.contour_levels(facts.total, self.bowl_window(), 9).values]

    def covariance(self) -> Any:
        """The covariance matrix, in decimals where it is long."""
        (a, b), (_, d) = self.facts.fit.covariance
        entries = [short(value) for value in (a, b, d)]
        matrix = self.formula(
            f'"covariance" {rounded(entries)} mat({{{{ {{a}} : curvature }}}},'
            " {{ {b} : curvature }}; {{ {b} : curvature }}, {{ {d} : curvature }})",
            theme.TICK, a=entries[0], b=entries[1], d=entries[2],
        )  # fmt: skip
        return parts.row(layout.STRIP, matrix)

    def normal_equation(self, first: Any, second: Any, right: Any) -> Any:
        """``first c + second m = right``."""
        sign = "-" if second < 0 else "+"
        source = f"{{a}} c {sign} {{b}} m {{is}} {{d}}"
        return self.fitting(source, {"a": first, "b": abs(second), "d": right})

    def fitting(self, source: str, numbers: dict[str, Any]) -> Any:
        """A formula with as many digits as leave it readable in the ledger."""
        for digits in (4, 3, 2):
            shown = {name: short(value, digits) for name, value in numbers.items()}
            relation = rounded(shown.values())
            for size in (theme.WORKING, theme.TICK):
                made = self.formula(source.replace("{is}", relation), size, **shown)
                if made.width <= layout.LEDGER.width:
                    return made
        return made

    def cloud_window(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Ranges of c and m that hold nearly all refitted lines."""
        facts = self.facts
        if not facts.spare:
            return self.bowl_window()
        centre = (float(facts.intercept), float(facts.slope))
        reach = [3.4 * float(error) for error in facts.fit.se]
        (c, m), (dc, dm) = centre, reach
        return (c - dc, c + dc), (m - dm, m + dm)

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


def short(value: Any, digits: int = 4) -> Any:
    """A whole number as it is, everything else as a decimal."""
    shown = mvcalc.show(value, digits)
    if shown.exact and shown.text.lstrip("−").isdigit() and len(shown.text) < 7:
        return shown
    return mvcalc.show(value, digits, "decimal")


def rounded(values: Any) -> str:
    """The relation of a formula that holds these numbers."""
    return "approx" if any(not value.exact for value in values) else "="
