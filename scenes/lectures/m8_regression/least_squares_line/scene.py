"""The scene: the data beside the map of all lines, the bowl, the right angle, the cloud."""

from __future__ import annotations

from typing import Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts, said, theme

from . import Params
from .facts import RISE, Facts, brief, straight
from .title import beside_title


class LeastSquaresLine(LectureScene[Params, Facts]):
    """Squares, two equations, a right angle, a cloud of doubt, and a certified check."""

    motif = beside_title

    @beat
    def squares(self) -> None:
        facts = self.facts
        left, right = layout.BELOW_STRIP.split_x(0.5)
        self.c, self.m = self.tracker(float(facts.flat)), self.tracker(0)
        plot, dots, line = self.data_plot(left)
        bars = parts.Residuals(plot, facts.x, facts.y, self.model, self.c, self.m)
        boxes = parts.Residuals(plot, facts.x, facts.y, self.model, self.c, self.m, squares=True)
        bowl = parts.Terrain(
            right, facts.total, *facts.bowl_window(), levels=facts.rings(), names=("c", "m"),
            equal=False,
        )  # fmt: skip
        here = self.line_on(bowl, Role.ERROR)
        first, model = parts.row(
            layout.STRIP,
            self.formula('"total" {t_is} {{ {t} : error }}', t=facts.first_total),
            self.formula("y = c + m x", role=Role.FUNCTION),
        )
        with self.line():
            self.appear(plot, dots, line, bars, lag=0.5, seconds=2.0)
        with self.line():
            self.appear(boxes, first)
        with self.line():
            self.appear(model, bowl, bowl.contours, here)
        with self.line():
            self.vanish(first)
            self.drive({self.m: float(facts.slope) / 2}, seconds=3.0)
        with self.line():
            self.drive({self.c: float(facts.intercept), self.m: float(facts.slope)}, seconds=3.0)
            last = self.formula('"total" {t_is} {{ {t} : error }}', t=facts.left_over)
            self.appear(last.move_to(first))
            self.appear(parts.Point(here.where(), role=Role.OPTIMUM, shape="star"))

    @beat
    def bowl(self) -> None:
        facts = self.facts
        self.clear()
        land = parts.PairedTerrain(
            *layout.SAFE.split_x(0.46), facts.total, *facts.bowl_window(), names=("c", "m", ""),
            levels=facts.rings(), equal=False,
        )  # fmt: skip
        first, best = (float(facts.flat), 0.0), (float(facts.intercept), float(facts.slope))
        k, turn = self.tracker(0), land.surface.theta
        way = [tuple(np.array(first) + s * np.subtract(best, first)) for s in (0, 0.5, 0.8, 1)]
        trail, lifted = land.paths(way, k, Role.ERROR)
        with self.line():
            self.appear(land.map, land.map.contours, trail)
            self.hold(3.0)
            self.appear(land.surface, lifted, seconds=1.5)
        with self.line():
            if not self.params.reduced_motion:
                self.drive(turn, turn.get_value() + 0.7, 9.0)
        with self.line() as line:
            self.hold(0.4 * line.seconds(self.params.pace))
            self.drive(k, trail.count, 5.0)
            self.appear(parts.Point(land.map.at(*best), role=Role.OPTIMUM, shape="star"))

    @beat
    def normal(self) -> None:
        facts = self.facts
        self.clear()
        self.c, self.m = self.tracker(float(facts.intercept)), self.tracker(float(facts.slope))
        plot, dots, line = self.data_plot(layout.PICTURE)
        bars = parts.Residuals(plot, facts.x, facts.y, self.model, self.c, self.m)
        upper, lower = layout.LEDGER.split_y(0.56 if facts.few else 0.36)
        sums = self.balances(upper)
        n, sx, sxx, sy, sxy = facts.sums
        equations = parts.column(
            lower, parts.linear_equation(lower.width, (n, sx), sy),
            parts.linear_equation(lower.width, (sx, sxx), sxy),
            self.formula("c {c_is} {{ {c} : optimum }}", c=said(facts.intercept).flat),
            self.formula("m {m_is} {{ {m} : optimum }}", m=said(facts.slope).flat), gap=0.4,
        )  # fmt: skip
        slopes = parts.column(
            upper, *(self.formula(f'frac(partial "total", partial {v}) = 0') for v in "cm")
        )
        with self.line() as spoken:
            self.appear(plot, dots)
            self.appear(line, bars)
            self.hold(0.4 * spoken.seconds(self.params.pace) - 1.6)
            self.appear(*slopes, lag=0.6, seconds=2.0)
        with self.line():
            self.vanish(slopes)
            self.appear(*sums[:-1], lag=0.6, seconds=2.5)
            self.appear(sums[-1])
        with self.line():
            self.appear(*equations[:2], lag=0.6, seconds=1.5)
        with self.line():
            self.appear(*equations[2:], lag=0.6, seconds=1.5)

    @beat
    def shadow(self) -> None:
        facts = self.facts
        self.clear()
        shadow, rest, _ = (float(length) for length in facts.lengths)
        shade, left_over, data = (brief(length) for length in facts.lengths)
        share = self.tracker(0.35)
        triangle = parts.Projection(layout.PICTURE, shadow, rest, share)
        squares = dict(zip("srd", facts.squared, strict=True))
        sums = parts.column(
            layout.LEDGER,
            self.formula('{{ "data" : data }} {d_is} {{ {d} : data }}', d=data),
            self.formula('{{ "shadow" : optimum }} {s_is} {{ {s} : optimum }}', s=shade),
            self.formula('{{ "rest" : error }} {r_is} {{ {r} : error }}', r=left_over),
            self.formula('{{ "rest" : error }} dot "ones" = 0'),
            self.formula('{{ "rest" : error }} dot x = 0'),
            parts.worked(
                layout.LEDGER.width,
                "{{ {s} : optimum }} + {{ {r} : error }} {is} {{ {d} : data }}",
                **squares,
            ),
        )  # fmt: skip
        with self.line():
            self.appear(triangle.sheet, triangle.data, sums[0], lag=0.5, seconds=2.0)
        with self.line():
            self.appear(triangle.trial, triangle.miss)
            self.drive(share, 1.25, 4.0)
            self.drive(share, 0.6, 4.0)
        with self.line():
            self.drive(share, 1, 2.0)
            self.remove(triangle.trial, triangle.miss)
            self.add(triangle.shadow, triangle.rest)
            self.appear(triangle.corner, *sums[1:3])
            self.hold(1.5)
            self.appear(*sums[3:5], lag=0.6, seconds=1.5)
        with self.line():
            self.appear(sums[5])
        self.aha()

    @beat
    def doubt(self) -> None:
        facts, fit, k = self.facts, self.facts.fit, self.tracker(0)
        self.clear()
        left, right = layout.BELOW_STRIP.split_x(0.5)
        samples, lines = facts.samples()
        x = np.array([float(v) for v in facts.x])
        heights = parts.padded([*samples[0], *np.quantile(samples, (0.005, 0.995))], 0.1)
        plot = parts.Plot(left, parts.padded(x, 0.15), heights, y_label="y")
        ground = parts.Plot(right, *facts.cloud_window(), x_label="c", y_label="m", grid=False)
        again = parts.Resampling(plot, ground, x, samples, lines, k)
        star = parts.Point(ground.at(*lines[0]), role=Role.OPTIMUM, shape="star").set_z_index(1)
        with self.line() as line:
            self.appear(plot, ground, again)
            for sample in range(6) if facts.spare else ():
                self.drive(k, sample, 0.13 * line.seconds(self.params.pace))
        with self.line() as line:
            if facts.spare:
                self.drive(k, facts.drawn, 0.3 * line.seconds(self.params.pace), steady=True)
                self.drive(k, facts.drawn + 1, 1.5)
                covariance, estimate = self.covariance()
                ellipse = parts.Ellipse.confidence(ground, lines[0], fit.covariance, level=RISE)
                self.appear(ellipse, covariance, seconds=1.5)
            self.appear(star)
        with self.line():
            if facts.spare:
                (c, m), error = lines[0], float(fit.se[1])
                ends = ground.path([c, c], [m - error, m + error])
                bar = parts.Guide(lambda: ends, role=Role.DERIVATIVE, width=theme.CURVE_WIDTH)
                self.appear(bar, estimate)

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

    def model(self, x: Any) -> Any:
        """The line as the trackers stand."""
        return self.c.get_value() + self.m.get_value() * np.asarray(x)

    def line_on(self, ground: parts.Plot, role: Role) -> parts.Point:
        """The line as a point on the map of all lines."""
        at = (self.c, self.m)
        return parts.Point(lambda: ground.seen(*(k.get_value() for k in at)), *at, role=role)

    def data_plot(self, slot: layout.Slot) -> tuple[parts.Plot, parts.DataDots, parts.Curve]:
        """Axes that hold the data, the data, and the line that follows the trackers."""
        facts = self.facts
        x, y = ([float(v) for v in column] for column in (facts.x, facts.y))
        fitted = [float(v) for v in facts.fit.fitted]
        x_range = parts.padded(x, 0.15)
        plot = parts.Plot(slot, x_range, parts.padded([*y, *fitted], 0.15), y_label="y")
        line = parts.Curve(plot, self.model, follow=(self.c, self.m))
        return plot, parts.DataDots(plot, facts.x, facts.y), line

    def balances(self, slot: layout.Slot) -> Any:
        """What the misses add up to: every one of few, only the sums of many."""
        facts = self.facts
        if not facts.few:
            return parts.column(
                slot,
                self.formula('sum {{ "misses" : error }} = 0'),
                self.formula('sum x dot {{ "misses" : error }} = 0'),
            )
        return parts.miss_table(slot, facts.misses_at)

    def covariance(self) -> Any:
        """The covariance matrix, in decimals where it is long, and the slope with its error."""
        (a, b), (_, d) = self.facts.fit.covariance
        matrix = parts.worked(
            0.55 * layout.STRIP.width,
            '"covariance" {is} mat({{ {a} : curvature }}, {{ {b} : curvature }};'
            " {{ {b} : curvature }}, {{ {d} : curvature }})",
            sizes=(theme.TICK,), a=a, b=b, d=d,
        )  # fmt: skip
        estimate = self.formula(
            "m {m_is} {{ {m} : optimum }} plus.minus {{ {e} : derivative }}", theme.WORKING,
            m=self.facts.steepness, e=self.facts.slope_error,
        )  # fmt: skip
        return parts.row(layout.STRIP, matrix, estimate)
