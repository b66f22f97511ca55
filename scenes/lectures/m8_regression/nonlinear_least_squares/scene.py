"""The scene: what is drawn, beat by beat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scenes.stage import LectureScene, Role, beat, layout, parts, theme

from . import Params
from .facts import Facts
from .problem import real, stops

if TYPE_CHECKING:
    from scenes.stage.formula import Formula
    from scenes.stage.parts.plot import Range


class NonlinearLeastSquares(LectureScene[Params, Facts]):
    """A bent landscape, a pretended bowl, a cliff, a better guess, the dial, and the doubt."""

    @beat
    def misses(self) -> None:
        facts = self.facts
        self.k, self.t = self.tracker(0), self.tracker(0)
        self.move = np.array(facts.full_step or facts.main.step(1))
        walk = parts.walk_along(stops(facts.path), self.k)
        self.view = view = parts.FitView(
            facts.main.misfit, self.window(),
            lambda: walk() + self.t.get_value() * self.move, self.k, self.t,
        )  # fmt: skip
        self.head = parts.row(
            layout.STRIP,
            self.formula("y = {f}", role=Role.FUNCTION, f=facts.model),
            self.formula('{{ "first total" {t_is} {t:5} : error }}', t=facts.total),
        )
        with self.line():
            self.appear(view.plot, view.dots)
            self.appear(view.curve, view.bars, self.head[0])
        with self.line():
            self.appear(view.map, view.contours)
            self.appear(view.here, self.head[1])
        with self.line():
            self.drive(self.t, 1, 2.5)
            self.drive(self.t, 0, 2.0)

    @beat
    def pretend(self) -> None:
        facts, view = self.facts, self.view
        at = np.array(facts.main.guess)
        tangent = view.misfit.tangent(at, lambda: self.t.get_value() * self.move)
        self.dashed = parts.Curve(
            view.plot, tangent, Role.DERIVATIVE, follow=(self.t,), dashed=True
        )
        self.bowl = []
        with self.line():
            self.vanish(view.bars)
            self.appear(self.dashed)
            self.drive(self.t, 0.25, 2.0)
        with self.line():
            self.drive(self.t, 1, 2.5)
        with self.line():
            self.drive(self.t, 0, 1.5)
            if facts.full_step is not None:
                self.headed(
                    self.formula("y = {f}", theme.WORKING, Role.FUNCTION, f=facts.model),
                    self.formula("J^T J {{ delta : gradient }} = J^T r", theme.WORKING),
                )
                bowl = parts.PretendedBowl(view.map, view.misfit, at, at + self.move)
                self.appear(bowl, seconds=2.0)
                self.drive(self.t, 1, 1.5)
                self.bowl = [bowl]

    @beat
    def walk(self) -> None:
        facts, view = self.facts, self.view
        path = parts.DescentPath(view.map, stops(facts.path), self.k)
        with self.line():
            self.appear(path)
            self.drive(self.t, 0, 1.0)
            self.vanish(view.here, self.dashed, *self.bowl)
            self.headed(self.formula('"first total" {t_is} {{ {t:5} : error }}', t=facts.total))
        with self.line() as line:
            seconds = min(max(3.0, 0.8 * facts.count), 0.7 * line.seconds(self.params.pace))
            self.drive(self.k, facts.count, max(seconds, 2.0), steady=True)
        with self.line():
            self.headed(
                self.formula("b_1 {b_is} {b}", b=facts.end[0]),
                self.formula("b_2 {b_is} {b}", b=facts.end[1]),
                self.formula('"total" {t_is} {{ {t:5} : error }}', t=facts.end_total),
            )
            if facts.path.fit:
                self.appear(self.star(view, facts.end))

    @beat
    def cliff(self) -> None:
        second = self.facts.second
        self.clear()
        k, way = self.tracker(0), stops(second.stuck)
        view = parts.FitView(
            second.bad.misfit, parts.FitView.around([*way, second.refused], 0.12),
            parts.walk_along(way, k), k,
        )  # fmt: skip
        trail = parts.DescentPath(view.map, way, k)
        leap = parts.Arrow(view.map.at(*way[0]), view.map.at(*second.refused), role=Role.ERROR)
        with self.line():
            self.head = parts.row(
                layout.STRIP,
                self.formula("y = {f}", role=Role.FUNCTION, f=second.bad.model),
                self.formula('"second example: BoxBOD"', role=Role.DATA),
            )
            self.appear(view.plot, view.dots, self.head)
            self.appear(view.curve)
            self.appear(view.map, view.contours, seconds=2.0)
            self.appear(trail, seconds=2.0)
            self.appear(leap, seconds=2.5)
        with self.line():
            self.drive(k, trail.count, 6.0)
        with self.line():
            self.headed(
                self.formula("b_1 {b_is} {b:5}", b=second.stuck_at),
                self.formula('"total" {t_is} {{ {t:5} : error }}', t=second.stuck_total),
            )

    @beat
    def restart(self) -> None:
        second = self.facts.second
        self.clear()
        k, ways = self.tracker(0), [stops(second.jumped), stops(second.arrived)]
        view = parts.FitView(
            second.good.misfit, parts.FitView.around([*ways[0], *ways[1]], 0.3),
            parts.walk_along(ways[1], k), k,
        )  # fmt: skip
        trails = [
            parts.DescentPath(view.map, ways[0], k),
            parts.DescentPath(view.map, ways[1], k, role=Role.DERIVATIVE, dashed=True),
        ]
        self.head = parts.row(
            layout.STRIP,
            self.formula('"Gauss–Newton"', role=Role.GRADIENT),
            self.formula('"Levenberg–Marquardt"', role=Role.DERIVATIVE),
        )
        with self.line():
            self.appear(view.plot, view.dots, view.map, view.contours)
            self.appear(view.curve, *trails, self.head)
            self.drive(k, max(trail.count for trail in trails), 6.0)
        with self.line():
            self.headed(
                self.formula("b_1 {b_is} {{ {b} : optimum }}", b=second.best.params[0]),
                self.formula("b_2 {b_is} {{ {b} : optimum }}", b=second.best.params[1]),
                self.formula('"total" {t_is} {t}', t=second.best.rss),
            )
            self.appear(self.star(view, second.best.params))

    @beat
    def dial(self) -> None:
        facts = self.facts
        self.clear()
        above, below = layout.LEDGER.split_y(0.3)
        at = np.array(facts.dial.guess)
        dial = parts.DampingDial(
            facts.dial.misfit, at, facts.dampings, at + np.array(facts.steps), gauge_slot=below
        )
        bold, *careful = dial.ends(
            self.formula('"Gauss–Newton"', theme.LABEL, Role.DERIVATIVE),
            self.formula('"downhill"', theme.LABEL, Role.FUNCTION),
        )
        rule = self.formula(
            "(J^T J + {{ lambda : derivative }} D^2) {{ delta : gradient }} = J^T {{ r : error }}",
            theme.WORKING,
        )
        with self.line():
            self.appear(dial.map, dial.contours)
            self.appear(dial.arrow, dial.trail, parts.row(above, rule))
            self.appear(bold)
        with self.line():
            self.appear(dial.gauge, dial.knob)
            self.drive({dial.turn: 0, dial.reach: 0}, seconds=4.0)
        with self.line():
            self.drive({dial.turn: dial.end, dial.reach: dial.end}, seconds=4.0)
            self.appear(*careful)
        with self.line():
            self.appear(dial.graph, seconds=2.0)
            self.drive(dial.turn, dial.best, 3.0)
        self.aha()

    @beat
    def doubt(self) -> None:
        facts, fit = self.facts, self.facts.fit
        self.clear()
        view = parts.DoubtView(
            facts.sure.misfit, [real(v) for v in fit.params],
            [[real(v) for v in row] for row in fit.covariance],
            rise=real(facts.ellipse.delta), noise=real(fit.s2),
        )  # fmt: skip
        estimates = [
            self.formula(
                name + " {b_is} {{ {b} : optimum }} plus.minus {{ {s:2} : curvature }}", b=b, s=s
            )
            for name, b, s in zip(("b_1", "b_2"), fit.params, fit.se, strict=True)
        ]
        with self.line():
            self.appear(view.map, view.contours, view.best)
            self.appear(view.ellipse, seconds=1.5)
        with self.line():
            self.appear(*parts.row(layout.STRIP, *estimates), lag=0.5, seconds=2.0)
            self.appear(view.plot, view.dots)
        with self.line():
            self.appear(view.band, view.curve, view.walker)
            self.drive(view.turn, 2 * np.pi, 6.0)

    # -- pieces ---------------------------------------------------------------------------

    def window(self) -> tuple[Range, Range]:
        """Ranges of the unknowns that hold the guess, the end, and what is not too far away."""
        facts = self.facts
        way, start = stops(facts.path), np.array(facts.main.guess)
        ends = [tuple(start), tuple(map(real, facts.end))]
        if facts.rescue is not None and facts.rescue.fit is not None:
            ends.append(tuple(map(real, facts.rescue.fit.params)))
        span = np.ptp(np.array(ends), axis=0)
        if (facts.path.fit is None and facts.rescue is None) or not span.any():
            span = np.maximum(span, np.abs(self.move))
        aims = [*way, tuple(start + self.move)]
        near = [p for p in aims if (np.abs(np.array(p) - start) <= 2.5 * span + 1e-9).all()]
        return parts.FitView.around([*ends, *near])

    def star(self, view: parts.FitView, place: Any) -> parts.Point:
        """The answer on the map."""
        return parts.Point(view.map.seen(*map(real, place)), role=Role.OPTIMUM, shape="star")

    def headed(self, *formulas: Formula) -> None:
        """New formulas in the strip, in place of those that stood there."""
        self.vanish(self.head, seconds=0.4)
        self.head = parts.row(layout.STRIP, *formulas)
        self.appear(self.head)
