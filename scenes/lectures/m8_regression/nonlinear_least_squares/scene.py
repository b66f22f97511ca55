"""The scene: what is drawn, beat by beat."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts, theme

from . import Params
from .facts import Facts, Problem, misfit_of, real

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from manim import ValueTracker

    from scenes.stage.formula import Formula


class NonlinearLeastSquares(LectureScene[Params, Facts]):
    """A bent landscape, a pretended bowl, a cliff, a better guess, the dial, and the doubt."""

    @beat
    def misses(self) -> None:
        facts = self.facts
        left, right = layout.BELOW_STRIP.split_x(0.5)
        self.k, self.t = self.tracker(0), self.tracker(0)
        self.move = facts.full_step or facts.main.step(1)
        self.map = parts.LossMap.axes(left, *self.window())
        self.plot, dots = self.data_plot(right, facts.main, self.guess())
        misfit = misfit_of(facts.main)
        self.curve = parts.Curve(self.plot, misfit.curve(self.guess), follow=(self.k, self.t))
        self.bars = parts.Residuals(
            self.plot, misfit.x, misfit.y, misfit.curve(self.guess), self.k, self.t
        )
        contours = parts.LossMap(self.map, misfit)
        here = parts.Point(
            lambda: self.map.seen(*self.guess()), self.k, self.t, role=Role.GRADIENT, radius=0.12
        )
        self.head = parts.row(
            layout.STRIP,
            self.formula("y = {f}", role=Role.FUNCTION, f=facts.model),
            self.formula('{{ "first total" {t_is} {t:5} : error }}', t=facts.total),
        )
        with self.line():
            self.appear(self.plot, dots)
            self.appear(self.curve, self.bars, self.head[0])
        with self.line():
            self.appear(self.map, contours)
            self.appear(here, self.head[1])
        with self.line():
            self.drive(self.t, 1, 2.5)
            self.drive(self.t, 0, 2.0)
        self.here = here

    @beat
    def pretend(self) -> None:
        facts = self.facts
        at = self.guess()
        misfit = misfit_of(facts.main)
        dashed = parts.Curve(
            self.plot,
            misfit.tangent(at, lambda: [self.t.get_value() * v for v in self.move]),
            Role.DERIVATIVE, follow=(self.t,), dashed=True,
        )  # fmt: skip
        with self.line():
            self.vanish(self.bars)
            self.appear(dashed)
            self.drive(self.t, 0.25, 2.0)
        with self.line():
            self.drive(self.t, 1, 2.5)
        with self.line():
            self.drive(self.t, 0, 1.5)
            self.bowl = self.pretended(misfit, at)
            if self.bowl:
                rule = self.formula("J^T J {{ delta : gradient }} = J^T r", theme.WORKING)
                self.head = self.headed(
                    self.formula("y = {f}", theme.WORKING, Role.FUNCTION, f=facts.model), rule
                )
                self.appear(*self.bowl, lag=0.4, seconds=2.0)
                self.drive(self.t, 1, 1.5)
        self.dashed = dashed

    @beat
    def walk(self) -> None:
        facts = self.facts
        path = parts.DescentPath(self.map, self.stops(), self.k)
        with self.line():
            self.appear(path)
            self.drive(self.t, 0, 1.0)
            self.vanish(self.here, self.dashed, *self.bowl)
            self.head = self.headed(
                self.formula('"first total" {t_is} {{ {t:5} : error }}', t=facts.total)
            )
        with self.line() as line:
            seconds = min(max(3.0, 0.8 * facts.count), 0.7 * line.seconds(self.params.pace))
            self.drive(self.k, facts.count, max(seconds, 2.0), steady=True)
        with self.line():
            self.head = self.headed(
                self.formula("b_1 {b_is} {b}", b=facts.end[0]),
                self.formula("b_2 {b_is} {b}", b=facts.end[1]),
                self.formula('"total" {t_is} {{ {t:5} : error }}', t=facts.end_total),
            )
            if facts.path.fit:
                star = parts.Point(
                    self.map.seen(*map(real, facts.end)), role=Role.OPTIMUM, shape="star"
                )
                self.appear(star)

    @beat
    def cliff(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.BELOW_STRIP.split_x(0.5)
        misfit = misfit_of(facts.bad)
        stops = [tuple(map(real, step.params)) for step in facts.stuck.steps]
        self.map = parts.LossMap.axes(left, *window([*stops, facts.refused], 0.12))
        k = self.tracker(0)
        walked = path_of(stops, k)
        self.plot, dots = self.data_plot(right, facts.bad, stops[0])
        curve = parts.Curve(self.plot, misfit.curve(walked), follow=(k,))
        start = self.map.at(*stops[0])
        leap = parts.Arrow(start, self.map.at(*facts.refused), role=Role.ERROR)
        trail = parts.DescentPath(self.map, stops, k)
        self.head = parts.row(
            layout.STRIP, self.formula("y = {f}", role=Role.FUNCTION, f=facts.bad.model)
        )
        with self.line():
            self.appear(self.plot, dots, self.head[0])
            self.appear(curve)
            self.appear(self.map, parts.LossMap(self.map, misfit), seconds=2.0)
            self.appear(trail, seconds=2.0)
            self.appear(leap, seconds=2.5)
        with self.line():
            self.drive(k, trail.count, 6.0)
        with self.line():
            self.head = self.headed(
                self.formula("b_1 {b_is} {b:5}", b=facts.stuck_at),
                self.formula('"total" {t_is} {{ {t:5} : error }}', t=facts.stuck_total),
            )

    @beat
    def restart(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.BELOW_STRIP.split_x(0.5)
        misfit = misfit_of(facts.good)
        ways = [facts.arrived_gn, facts.arrived]
        walks = [[tuple(map(real, step.params)) for step in way.steps] for way in ways]
        plot, dots = self.data_plot(right, facts.good, walks[1][0])
        ground = parts.LossMap.axes(left, *window([*walks[0], *walks[1]], 0.3))
        k = self.tracker(0)
        curve = parts.Curve(plot, misfit.curve(path_of(walks[1], k)), follow=(k,))
        trails = [
            parts.DescentPath(ground, walks[0], k),
            parts.DescentPath(ground, walks[1], k, role=Role.DERIVATIVE, dashed=True),
        ]
        numbers = parts.row(
            layout.STRIP,
            self.formula("b_1 {b_is} {{ {b} : optimum }}", b=facts.best.params[0]),
            self.formula("b_2 {b_is} {{ {b} : optimum }}", b=facts.best.params[1]),
            self.formula('"total" {t_is} {t}', t=facts.best.rss),
        )
        with self.line():
            self.appear(plot, dots, ground, parts.LossMap(ground, misfit))
            self.appear(curve, *trails)
            self.drive(k, trails[0].count, 6.0)
        with self.line():
            star = parts.Point(
                ground.at(*map(real, facts.best.params)), role=Role.OPTIMUM, shape="star"
            )
            self.appear(star, *numbers, lag=0.3, seconds=1.5)

    @beat
    def dial(self) -> None:
        facts = self.facts
        self.clear()
        misfit = misfit_of(facts.dial)
        at = np.array([real(v) for v in facts.dial.start])
        tips = at + np.array(facts.tips)
        ground = self.fair_map(misfit, at, tips)
        marks = np.log10([float(damping) for damping in facts.dampings])
        s = self.tracker(marks[0])

        def along(values: Any) -> float:
            return float(np.interp(s.get_value(), marks, values))

        arrow = parts.Arrow(ground.at(*at), lambda: ground.at(*map(along, tips.T)), s)
        reach = self.tracker(marks[0])
        trail = parts.Trace(ground.places(*tips.T), marks, reach, role=Role.DERIVATIVE)
        before = float(misfit.total(*at))
        # Where the model has no value, the graph is far above its picture.
        totals = np.fmin(np.nan_to_num(misfit.total(*tips.T), nan=np.inf), 100 * before)
        gauge = self.gauge(before, totals)
        graph = parts.Curve(gauge, lambda x: np.interp(x, marks, totals), Role.ERROR)
        knob = parts.Point(
            lambda: gauge.seen(s.get_value(), along(totals)), s, role=Role.GRADIENT, radius=0.13
        )
        bold, *careful = self.ends_of_dial(ground, at, tips)
        with self.line():
            self.appear(ground, parts.LossMap(ground, misfit))
            self.appear(arrow, trail, self.rule)
            self.appear(bold)
        with self.line():
            self.appear(gauge, knob)
            self.drive({s: 0, reach: 0}, seconds=4.0)
        with self.line():
            self.drive({s: marks[-1], reach: marks[-1]}, seconds=4.0)
            self.appear(*careful)
        with self.line():
            self.appear(graph, seconds=2.0)
            self.drive(s, marks[int(np.argmin(totals))], 3.0)
        self.aha()

    @beat
    def doubt(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.BELOW_STRIP.split_x(0.5)
        misfit = misfit_of(facts.sure)
        best = [real(v) for v in facts.fit.params]
        spread = [3.2 * real(v) for v in facts.fit.se]
        ground = parts.LossMap.axes(
            left, *((b - s, b + s) for b, s in zip(best, spread, strict=True))
        )
        ellipse = parts.Ellipse.confidence(
            ground, best, [[real(v) for v in row] for row in facts.fit.covariance],
            level=real(facts.ellipse.delta),
        )  # fmt: skip
        star = parts.Point(ground.at(*best), role=Role.OPTIMUM, shape="star")
        rise = real(facts.ellipse.delta) * real(facts.fit.s2)
        levels = [real(facts.fit.rss) + rise * q for q in (0.25, 1, 2.25, 4, 9, 16, 36, 64)]
        turn = self.tracker(0)
        plot, dots, band, curve = self.leftover(right, misfit, turn)
        walker = parts.Point(lambda: ground.at(*self.around(turn)), turn, role=Role.FUNCTION)
        with self.line():
            self.appear(ground, parts.LossMap(ground, misfit, levels), star)
            self.appear(ellipse, seconds=1.5)
        with self.line():
            self.appear(*self.estimates(), lag=0.5, seconds=2.0)
            self.appear(plot, dots)
        with self.line():
            self.appear(band, curve, walker)
            self.drive(turn, 2 * np.pi, 6.0)

    # -- pieces ---------------------------------------------------------------------------

    def guess(self) -> Any:
        """The unknowns as the trackers stand: along the path, and a share of the first move."""
        reached = path_of(self.stops(), self.k)()
        return reached + self.t.get_value() * np.array(self.move)

    def stops(self) -> list[tuple[float, ...]]:
        """Where the search has been, for drawing."""
        return [tuple(map(real, step.params)) for step in self.facts.path.steps]

    def window(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Ranges of the unknowns that hold the guess, the end, and what is not too far away."""
        facts = self.facts
        ends = [self.stops()[0], tuple(map(real, facts.end))]
        if facts.rescue is not None and facts.rescue.fit is not None:
            ends.append(tuple(map(real, facts.rescue.fit.params)))
        span = np.ptp(np.array(ends), axis=0)
        if (facts.path.fit is None and facts.rescue is None) or not span.any():
            span = np.maximum(span, np.abs(self.move))
        aims = [*self.stops(), tuple(np.array(ends[0]) + np.array(self.move))]
        near = [p for p in aims if (np.abs(np.array(p) - ends[0]) <= 2.5 * span + 1e-9).all()]
        return window([*ends, *near], 0.25)

    def data_plot(
        self, slot: layout.Slot, problem: Problem, at: Sequence[float]
    ) -> tuple[parts.Plot, parts.DataDots]:
        """Axes that hold the data and, unless it is far off, the curve for ``at``."""
        misfit = misfit_of(problem)
        span = float(np.ptp(misfit.y)) or max(1.0, float(np.abs(misfit.y).max()))
        low, high = float(misfit.y.min()) - 2 * span, float(misfit.y.max()) + 2 * span
        curve = np.clip(misfit.curve(lambda: at)(misfit.x), low, high)
        y_range = parts.padded([*misfit.y, *curve], 0.12)
        plot = parts.Plot(slot, parts.padded(misfit.x, 0.15), y_range)
        return plot, parts.DataDots(plot, misfit.x, misfit.y)

    def headed(self, *formulas: Formula) -> Any:
        """New formulas in the strip, in place of those that stood there."""
        self.vanish(self.head, seconds=0.4)
        new = parts.row(layout.STRIP, *formulas)
        self.appear(new)
        return new

    def pretended(self, misfit: parts.Misfit, at: Any) -> list[Any]:
        """Contours of the pretended bowl and its lowest point; nothing if it has none."""
        if self.facts.full_step is None:
            return []
        J, move = misfit.jacobian(at), np.array(self.move)
        form = J.T @ J
        height = float(move @ form @ move)
        target = at + move
        rings = [
            parts.Ellipse(self.map, target, form, share * height, axes=False)
            for share in (0.01, 0.08, 0.3, 1.0)
        ]
        return [*rings, parts.Point(self.map.seen(*target), role=Role.CURVATURE, shape="open")]

    def fair_map(self, misfit: parts.Misfit, at: Any, tips: Any) -> parts.Plot:
        """A map on which both unknowns are as long as the curve answers to them, so that the
        steepest way down is square to the contours."""
        lengths = np.linalg.norm(misfit.jacobian(at), axis=0)
        ranges = parts.window_over(layout.PICTURE, [tuple(p * lengths) for p in (at, *tips)])
        x_range, y_range = (
            (low / size, high / size) for (low, high), size in zip(ranges, lengths, strict=True)
        )
        return parts.LossMap.axes(layout.PICTURE, x_range, y_range)

    def ends_of_dial(self, ground: parts.Plot, at: Any, tips: Any) -> tuple[Any, ...]:
        """The names of both ends: beyond the boldest tip, and along the most careful step."""
        start, tip, last = (ground.at(*place) for place in (at, tips[0], tips[-1]))
        down = (last - start) / np.linalg.norm(last - start)
        middle = ground.places(*tips.T)[:, 1].mean()
        side = (-0.4, -1.6 if middle > (start[1] + tip[1]) / 2 else 1.6)
        name = self.formula('"Gauss–Newton"', theme.LABEL, Role.DERIVATIVE)
        bold = parts.Tagged(tip, name, role=Role.DERIVATIVE, shape="open", side=side)
        arrow = parts.Arrow(start, start + 1.4 * down, role=Role.FUNCTION)
        plate = parts.Tag(self.formula('"downhill"', theme.LABEL, Role.FUNCTION))
        plate.move_to(start + 1.6 * down + plate.half()[1] * np.array([0, np.sign(down[1]), 0]))
        return bold, arrow, plate

    def gauge(self, before: float, totals: Any) -> parts.Plot:
        """Axes for the total after the step against the dial; the rule of the step above them."""
        above, below = layout.LEDGER.split_y(0.3)
        self.rule = parts.row(
            above,
            self.formula(
                "(J^T J + {{ lambda : derivative }} D^2) {{ delta : gradient }}"
                "= J^T {{ r : error }}",
                theme.WORKING,
            ),
        )
        lowest, first = float(totals.min()), float(totals[0])
        top = min(1.1 * before, 4 * max(lowest, first if first < before else before))
        return parts.Plot(
            below, (-3.1, 3.1), parts.padded([lowest, top], 0.1),
            x_label="log lambda", y_label='"total"', y_ticks=4,
        )  # fmt: skip

    def estimates(self) -> Any:
        """Both unknowns with their standard errors."""
        facts = self.facts
        return parts.row(
            layout.STRIP,
            *(
                self.formula(
                    f"b_{k + 1} {{b_is}} {{{{ {{b}} : optimum }}}} plus.minus "
                    "{{ {s:2} : curvature }}",
                    b=facts.fit.params[k], s=facts.fit.se[k],
                )
                for k in (0, 1)
            ),
        )  # fmt: skip

    def leftover(
        self, slot: layout.Slot, misfit: parts.Misfit, turn: ValueTracker
    ) -> tuple[Any, ...]:
        """What the fit leaves over, the band of the ellipse, and one of its curves."""
        facts = self.facts
        best = [real(v) for v in facts.fit.params]
        reach = real(facts.ellipse.delta) ** 0.5
        fitted = misfit.curve(lambda: best)
        rest = misfit.y - fitted(misfit.x)
        x_range = parts.padded(misfit.x, 0.15)
        grid = np.linspace(*x_range, 121)
        _, errors = mvcalc.regress.band(
            facts.sure.model, facts.fit, {"x": [Fraction(v) for v in grid]}
        )
        inner = (grid >= misfit.x.min()) & (grid <= misfit.x.max())
        half = 1.15 * max(float(np.abs(rest).max()), reach * float(errors[inner].max()))
        plot = parts.Plot(slot, x_range, (-half, half), y_label="y - hat(y)")
        other = misfit.curve(lambda: self.around(turn))
        band = parts.Shaded(
            plot, lambda x: reach * np.interp(x, grid, errors),
            lambda x: -reach * np.interp(x, grid, errors), role=Role.CURVATURE,
        )  # fmt: skip
        curve = parts.Curve(plot, lambda x: other(x) - fitted(x), follow=(turn,))
        return plot, parts.DataDots(plot, misfit.x, rest), band, curve

    def around(self, turn: ValueTracker) -> Any:
        """A place on the ellipse of doubt."""
        facts = self.facts
        C = np.array([[real(v) for v in row] for row in facts.fit.covariance])
        size = np.sqrt(np.diag(C))  # for numbers of a common size
        root = np.linalg.cholesky(C / np.outer(size, size)) * size[:, None]
        angle = turn.get_value()
        away = root @ np.array([np.cos(angle), np.sin(angle)]) * real(facts.ellipse.delta) ** 0.5
        return np.array([real(v) for v in facts.fit.params]) + away


def window(
    points: Sequence[Sequence[float]], margin: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Ranges that hold all points."""
    a, b = np.array(points, dtype=float).T
    return parts.padded(a, margin), parts.padded(b, margin)


def path_of(stops: Sequence[Sequence[float]], k: ValueTracker) -> Callable[[], Any]:
    """The place on a path that a tracker has come to."""
    places = np.array(stops)
    numbers = np.arange(len(places))
    return lambda: np.array([np.interp(k.get_value(), numbers, c) for c in places.T])
