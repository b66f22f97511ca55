"""The scene: what is drawn, beat by beat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts, said, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

from . import Params
from .facts import Facts, Walk

SPRINGS = (Role.FUNCTION, Role.CURVATURE)


class GradientDescent(LectureScene[Params, Facts]):
    """A walk, four rates, the factors behind them, and two limits of the method."""

    @beat
    def walk(self) -> None:
        facts = self.facts
        path = facts.main.drawn()
        plot, contours = self.map(layout.BELOW_STRIP, facts.f, [*path[:3], facts.bowl.bottom])
        k = self.tracker(0)
        trail = parts.DescentPath(plot, path, k)
        up, down = (self.slope_arrow(plot, way) for way in (1, -1))
        sums = parts.row(
            layout.STRIP,
            self.formula("nabla f {g_is} {{ {g} : function }}", g=facts.gradient),
            self.formula("alpha {rate_is} {{ {rate:4} : gradient }}", rate=facts.rate),
            self.formula("bold(x)_1 = bold(x)_0 - alpha nabla f {p_is} {p}", p=facts.first),
        )
        with self.line() as line:
            self.appear(plot, contours, seconds=2.0)
            self.hold(0.55 * line.seconds(self.params.pace) - 2.0)
            self.appear(trail)
        with self.line() as line:
            self.appear(up, sums[0])
            self.hold(0.6 * line.seconds(self.params.pace))
            self.appear(down)
        with self.line():
            self.appear(sums[1])
            self.vanish(up, down)
            self.drive(k, 1, 2.0)
            self.appear(sums[2])
        with self.line() as line:
            self.drive(k, trail.count, max(4.0, line.seconds(self.params.pace)), steady=True)

    @beat
    def rates(self) -> None:
        self.clear()
        slots = [s for half in layout.SAFE.split_y(0.5, gap=0.2) for s in half.split_x(0.5)]
        with self.line():
            panels = [self.panel(s, w) for s, w in zip(slots, self.facts.walks, strict=True)]
            for drawn, *_ in panels:
                self.appear(*drawn, seconds=1.2)
        for _, trail, k, verdict in panels:
            with self.line():
                self.drive(k, trail.count, 4.0, steady=True)
                self.appear(verdict)

    @beat
    def axes(self) -> None:
        bowl = self.facts.bowl
        self.clear()
        x, y = bowl.bottom
        reach = max(np.hypot(*np.subtract(self.start(), bowl.bottom)), 1e-6)
        square = [(x - reach, y - reach), (x + reach, y + reach)]
        plot, contours = self.map(layout.PICTURE, bowl.model, square, lines=6)
        k = self.tracker(0)
        lines, walks = [], []
        for (a, b), lam, role in zip(bowl.axes, (bowl.low, bowl.high), SPRINGS, strict=True):
            lines.append(self.axis_line(plot, (a, b), role))
            factor = 1 - float(bowl.best) * float(lam)
            away = [0.85 * reach * factor**n for n in range(12)]
            walks.append(
                parts.DescentPath(plot, [(x + d * a, y + d * b) for d in away], k, role=role)
            )
        sums = parts.column(
            layout.LEDGER,
            self.formula("lambda_1 {s_is} {{ {s} : function }}", s=bowl.low),
            self.formula("lambda_2 {l_is} {{ {l} : curvature }}", l=bowl.high),
            self.formula('"factor" = 1 - alpha lambda'),
        )
        with self.line():
            self.appear(plot, contours, seconds=1.2)
            self.appear(lines[0], sums[0], seconds=2.0)
            self.appear(lines[1], sums[1], seconds=2.0)
        with self.line() as line:
            self.appear(*walks)
            self.drive(k, 11, 0.85 * line.seconds(self.params.pace), steady=True)
        with self.line():
            self.appear(sums[2])
            self.drive(k, 0, 1.0)
            self.drive(k, 4, 4.5, steady=True)

    @beat
    def factor(self) -> None:
        self.clear()
        self.lay_factors()
        self.appear(*self.sums[:3])
        with self.line():
            self.appear(self.plot)
            self.appear(self.curves[0], seconds=2.5)
            self.appear(self.curves[1], seconds=2.5)
        with self.line() as line:
            self.appear(self.one)
            self.appear(*self.dots)
            edge = float(self.facts.bowl.limit)
            self.drive(self.knob, edge, 0.7 * line.seconds(self.params.pace))
        with self.line():
            self.appear(self.edge, self.sums[3])
            self.drive(self.knob, 1.12 * edge, 2.5)

    @beat
    def best(self) -> None:
        bowl = self.facts.bowl
        star = parts.Point(self.meeting, self.low, role=Role.OPTIMUM, shape="star")
        with self.line():
            self.drive(self.knob, float(bowl.best), 5.0)
            self.appear(star, self.sums[4])
        with self.line():
            self.appear(self.sums[5])
        self.aha()
        with self.line():
            self.vanish(*self.dots)
            self.drive(self.low, 0.6 * float(bowl.high) + 0.4 * float(bowl.low), 4.0)
            self.drive(self.low, float(bowl.low), 3.0)

    @beat
    def search(self) -> None:
        facts = self.facts
        self.clear()
        path = facts.search.drawn()
        plot, contours = self.map(layout.PICTURE, facts.f, [*path[:4], facts.bowl.bottom])
        k = self.tracker(0)
        trail = parts.DescentPath(plot, path, k)
        upper, lower = layout.LEDGER.split_y(0.46)
        tried = parts.Ledger(
            upper, ('"try"', '"height"'), len(facts.trials), roles=(Role.GRADIENT, Role.FUNCTION),
            digits=4,
        )  # fmt: skip
        shown = range(1, min(4, len(facts.search_rates) + 1))
        taken = parts.Ledger(
            lower, ('"step"', '"rate"'), len(shown), roles=(Role.DATA, Role.GRADIENT), digits=4
        )
        with self.line():
            self.appear(plot, contours)
            self.appear(trail, tried)
            for trial in facts.trials:
                guess = parts.DescentPath(
                    plot, [path[0], trial.place], role=Role.ERROR, dashed=True
                )
                height = "no ground" if trial.height is None else trial.height
                self.appear(guess, tried.row(trial.rate, height), seconds=1.2)
                self.hold(0.8)
                self.vanish(guess, seconds=0.4)
        with self.line():
            self.appear(taken)
            for step in shown:
                self.drive(k, step, 1.4)
                self.appear(taken.row(step, facts.search_rates[step - 1]), seconds=0.4)
        with self.line() as line:
            if trail.count > len(shown):
                self.drive(k, trail.count, 0.85 * line.seconds(self.params.pace), steady=True)

    @beat
    def valleys(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.BELOW_STRIP.split_x(0.5)
        x_range, y_range = (-2.2, 2.2), (-1.2, 2.2)
        levels = mvcalc.contour_levels(facts.valleys, (x_range, y_range)).values
        plot = parts.Plot(left, x_range, y_range, equal=True, grid=False)
        surface = parts.SurfaceView(right, facts.valleys, x_range, y_range, levels=levels)
        k = self.tracker(0)
        drawn = [facts.left.drawn(), facts.right.drawn()]
        roles = (Role.OPTIMUM, Role.GRADIENT)
        trails = [parts.DescentPath(plot, p, k, role=r) for p, r in zip(drawn, roles, strict=True)]
        lifted = [
            parts.SurfacePath(surface, p, k, role=r) for p, r in zip(drawn, roles, strict=True)
        ]
        ends = parts.row(
            layout.STRIP,
            self.formula("f {h_is} {{ {h} : optimum }}", h=facts.left_height),
            self.formula("f {h_is} {{ {h} : gradient }}", h=facts.right_height),
        )
        with self.line():
            self.appear(plot, parts.ContourPlot(plot, facts.valleys, levels), surface)
            if not self.params.reduced_motion:
                self.drive(surface.theta, surface.theta.get_value() + 0.7, 4.0)
            self.appear(*trails, *lifted)
        with self.line():
            self.drive(k, max(trail.count for trail in trails), 5.0, steady=True)
            self.appear(*ends, lag=0.5)
        with self.line():
            self.emphasise(ends)
        self.aha()

    # -- pieces ---------------------------------------------------------------------------

    def start(self) -> tuple[float, ...]:
        """Where the walks begin, for drawing."""
        return tuple(map(mvcalc.approximate, self.facts.start))

    def map(
        self,
        slot: layout.Slot,
        f: mvcalc.Function,
        points: Sequence[tuple[float, ...]],
        bare: bool = False,
        lines: int = 10,
    ) -> tuple[parts.Plot, parts.ContourPlot]:
        """A map that holds the points, right angles kept."""
        x_range, y_range = parts.window_over(slot, points)
        levels = mvcalc.contour_levels(f, (x_range, y_range), lines).values
        names = ("", "") if bare else ("x", "y")
        plot = parts.Plot(
            slot, x_range, y_range, x_label=names[0], y_label=names[1], equal=True, grid=False
        )
        return plot, parts.ContourPlot(plot, f, levels)

    def slope_arrow(self, plot: parts.Plot, way: int) -> parts.Arrow:
        """Straight uphill (1) or downhill (-1) at the start, at a length that fits."""
        start = plot.at(*self.start())
        slope = np.array([*self.facts.slope, 0.0])
        tip = start + way * 1.1 * slope / np.linalg.norm(slope)
        return parts.Arrow(start, tip, role=Role.FUNCTION if way > 0 else Role.GRADIENT)

    def panel(self, slot: layout.Slot, walk: Walk) -> Any:
        """A small map with one walk; what to show at once, the walk, its tracker, its verdict."""
        head, body = slot.split_y(0.16, gap=0.05)
        (sx, sy), (x, y) = self.start(), self.facts.bowl.bottom
        points = [(sx, sy), (2 * x - sx, 2 * y - sy)]
        plot, contours = self.map(body, self.facts.f, points, bare=True, lines=7)
        k = self.tracker(0)
        trail = parts.DescentPath(plot, walk.path.drawn(), k)
        rate = self.formula(
            "alpha {r_is} {r}", theme.LABEL, Role.GRADIENT, r=said(walk.rate, 4).flat
        )
        arrived = walk.path.outcome is mvcalc.Outcome.CONVERGED
        how = '{v} "after" {n} {unit}' if arrived else "{v}"
        verdict = self.formula(
            how, theme.LABEL, Role.TEXT, v=walk.verdict, n=walk.count, unit=walk.unit
        )
        head.place(rate, x=-0.9)
        head.place(verdict, x=0.9)
        return (plot, contours, trail, rate), trail, k, verdict

    def axis_line(self, plot: parts.Plot, way: tuple[float, float], role: Role) -> parts.Guide:
        """An axis of the bowl, right across the map."""
        x, y = self.facts.bowl.bottom
        far = np.array([-1, 1]) * 2 * (np.ptp(plot.x_range) + np.ptp(plot.y_range))
        (ends,) = plot.clip(x + far * way[0], y + far * way[1])
        return parts.Guide(lambda: ends, role=role, width=theme.LINE_WIDTH)

    def meeting(self) -> Any:
        """Where the larger of the two factors is smallest."""
        low, high = self.low.get_value(), float(self.facts.bowl.high)
        return self.plot.at(2 / (low + high), (high - low) / (high + low))

    def lay_factors(self) -> None:
        """Both factors against the rate, for this beat and the next."""
        bowl = self.facts.bowl
        edge, high = float(bowl.limit), float(bowl.high)
        self.low, self.knob = self.tracker(float(bowl.low)), self.tracker(0.02 * edge)
        self.plot = plot = parts.Plot(
            layout.PICTURE, (0, 1.3 * edge), (0, 1.6), x_label="alpha", y_label='"size of factor"'
        )

        def size(a: Any, lam: float) -> Any:
            return np.abs(1 - a * lam)

        def on(lam: float) -> Any:
            return plot.seen(self.knob.get_value(), float(size(self.knob.get_value(), lam)))

        low = float(bowl.low)
        self.curves = (
            parts.Curve(plot, lambda a: size(a, self.low.get_value()), follow=(self.low,)),
            parts.Curve(plot, lambda a: size(a, high), Role.CURVATURE, dashed=True),
        )
        self.dots = [
            parts.Guide(
                lambda: plot.path([self.knob.get_value()] * 2, [0, plot.y_range[1]]),
                self.knob, role=Role.GRADIENT,
            ),
            parts.Point(lambda: on(low), self.knob, role=Role.FUNCTION),
            parts.Point(lambda: on(high), self.knob, role=Role.CURVATURE),
        ]  # fmt: skip
        self.one = parts.Guide(lambda: plot.path(list(plot.x_range), [1, 1]), role=Role.ERROR)
        self.edge = parts.Guide(lambda: plot.path([edge, edge], [0, 1]), role=Role.ERROR)
        self.sums = parts.column(
            layout.LEDGER,
            self.formula("lambda_1 {s_is} {{ {s} : function }}", s=bowl.low),
            self.formula("lambda_2 {l_is} {{ {l} : curvature }}", l=bowl.high),
            self.formula('"size" = abs(1 - alpha lambda)'),
            self.formula("alpha < {{ {r} : error }}", r=bowl.limit),
            self.formula("alpha^* {r_is} {{ {r} : optimum }}", r=bowl.best),
            self.formula('"size"^* {q_is} {{ {q} : optimum }}', q=bowl.share),
        )
