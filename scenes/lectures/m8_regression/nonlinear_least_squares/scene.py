"""The scene: what is drawn, beat by beat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scenes.stage import LectureScene, Role, beat, layout, parts, theme

from . import Params
from .facts import Facts
from .problem import real, stops
from .title import beside_title

if TYPE_CHECKING:
    from manim import Mobject, ValueTracker

    from scenes.stage.formula import Formula
    from scenes.stage.parts.plot import Range
    from scenes.stage.script import Line

SLOPE = "frac(partial f, partial b_1) {{ delta_1 : gradient }}"


class NonlinearLeastSquares(LectureScene[Params, Facts]):
    """A bent landscape, a pretended bowl, a cliff, a better guess, the dial, and the doubt."""

    motif = beside_title

    @beat
    def misses(self) -> None:
        facts = self.facts
        self.k, self.t = self.tracker(0), self.tracker(0)
        self.move = np.array(facts.full_step or facts.main.step(1))
        walk = parts.walk_along(facts.search.stops, self.k)
        self.view = view = parts.FitView(
            facts.main.misfit, self.window(),
            lambda: walk() + self.t.get_value() * self.move, self.k, self.t,
        )  # fmt: skip
        self.head = parts.row(
            layout.STRIP,
            self.formula("f = {f}", role=Role.FUNCTION, f=facts.model),
            self.formula('{{ "first total" {t_is} {t:5} : error }}', t=facts.search.total),
        )
        with self.line() as line:
            self.appear(view.plot, view.dots)
            self.unfold(line, self.head[0], view.curve, view.bars)
        with self.line() as line:
            self.unfold(line, self.head[1], view.map, view.contours, view.here)
        with self.line():
            self.drive(self.t, 1, 4)
            self.drive(self.t, 0, 3)

    @beat
    def pretend(self) -> None:
        facts, view = self.facts, self.view
        at = np.array(facts.main.guess)
        t = self.t
        tangent = view.misfit.tangent(at, lambda: t.get_value() * self.move)
        self.dashed = parts.Curve(view.plot, tangent, Role.DERIVATIVE, follow=(t,), dashed=True)
        self.bowl = []
        model = self.formula("f = {f}", role=Role.FUNCTION, f=facts.model)
        pretence = self.formula(f"f + {SLOPE} + {SLOPE.replace('1', '2')}", role=Role.DERIVATIVE)
        jump = self.formula("J^T J {{ delta : gradient }} = J^T r")
        with self.line():
            self.vanish(view.bars)
            self.headed(model, pretence)
            self.appear(self.dashed)
            for share in (0.2, -0.2, 0.25):
                self.drive(self.t, share, 2.5)
        with self.line():
            self.drive(self.t, 1, 4)
        with self.line():
            self.drive(self.t, 0, 1.5)
            if facts.full_step is not None:
                self.headed(model.copy(), jump)
                self.bowl = [parts.PretendedBowl(view.map, view.misfit, at, at + self.move)]
                self.appear(*self.bowl, seconds=4)
                self.drive(self.t, 1, 2)

    @beat
    def walk(self) -> None:
        facts, view = self.facts, self.view
        path = parts.DescentPath(view.map, facts.search.stops, self.k)
        with self.line():
            self.appear(path)
            self.drive(self.t, 0, 1.0)
            self.vanish(view.here, self.dashed, self.head, *self.bowl)
            self.head, count = self.totals()
            self.appear(view.bars, self.head)
            self.add(view.dots)  # over what is left of the bars
        with self.line() as line:
            seconds = min(max(3.0, 0.8 * facts.search.count), 0.7 * line.seconds(self.params.pace))
            targets = {self.k: facts.search.count, count: len(facts.search.shown) - 1}
            self.drive(targets, seconds=max(seconds, 2.0), steady=True)
        with self.line():
            self.answer(facts.search.end, facts.search.end_total, Role.TEXT)
            if facts.search.path.fit:
                self.appear(view.star(map(real, facts.search.end)))

    @beat
    def cliff(self) -> None:
        second = self.facts.second
        self.clear()
        k, nudge, way = self.tracker(0), self.tracker(1), stops(second.stuck)
        walk = parts.walk_along(way, k)
        view = parts.FitView(
            second.bad.misfit, parts.FitView.around([*way, second.refused], 0.12),
            lambda: walk() * (1, nudge.get_value()), k, nudge,
        )  # fmt: skip
        trail = parts.DescentPath(view.map, way, k)
        leap = parts.Arrow(view.map.at(*way[0]), view.map.at(*second.refused), role=Role.ERROR)
        warning = self.formula('"no value here"', theme.LABEL, Role.ERROR)
        warning.move_to(leap.start + (0.3, 0.75, 0) * (leap.end - leap.start))
        with self.line() as line:
            self.head = parts.row(
                layout.STRIP,
                self.formula("f = {f}", role=Role.FUNCTION, f=second.bad.model),
                self.formula('"second example: BoxBOD"', role=Role.DATA),
            )
            self.appear(view.plot, view.dots, self.head)
            self.unfold(line, view.curve, view.map, view.contours, trail, leap, warning)
        with self.line():
            self.drive(k, trail.count, 8)
        with self.line() as line:
            self.headed(
                self.formula("b_1 {b_is} {b:5}", b=second.stuck_at),
                self.formula('"total" {t_is} {{ {t:5} : error }}', t=second.stuck_total),
            )
            self.appear(view.here)
            for share in (1, 0.5, 1.3, 1):  # a rest, up and down, and the curve stands still
                self.drive(nudge, share, 0.18 * line.seconds(self.params.pace))

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
            self.appear(view.plot, view.dots, view.map, view.contours, self.head)
            self.appear(view.curve, *trails)
            self.drive(k, max(trail.count for trail in trails), 6.0)
        with self.line():
            self.answer(second.best.params, second.best.rss, Role.OPTIMUM)
            self.appear(view.star(map(real, second.best.params)))

    @beat
    def dial(self) -> None:
        facts = self.facts
        self.clear()
        (above, below), at = layout.LEDGER.split_y(0.2), np.array(facts.dial.guess)
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
        with self.line() as line:
            self.appear(dial.map, parts.row(above, rule))
            self.unfold(line, dial.contours, dial.trail, dial.arrow, bold)
        with self.line():
            self.appear(dial.gauge, dial.knob)
            self.drive({dial.turn: 0, dial.reach: 0}, seconds=6)
        with self.line():
            self.drive({dial.turn: dial.end, dial.reach: dial.end}, seconds=5)
            self.appear(*careful, seconds=2)
        with self.line():
            self.appear(dial.graph, seconds=3)
            for mark in (dial.start, dial.end, dial.best):
                self.drive(dial.turn, mark, 2.5)
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
        source = "{b_is} {{ {b} : optimum }} plus.minus {{ {s:2} : curvature }}"
        estimates = [
            self.formula(f"{name} {source}", b=b, s=s)
            for name, b, s in zip(("b_1", "b_2"), fit.params, fit.se, strict=True)
        ]
        with self.line() as line:
            self.appear(view.fit.plot, view.fit.dots, view.fit.curve)
            self.unfold(line, view.map, view.contours, view.best, view.ellipse, share=0.45)
            self.appear(view.walker)
            self.drive(view.turn, np.pi, 0.3 * line.seconds(self.params.pace))
        with self.line() as line:
            self.unfold(line, *parts.row(layout.STRIP, *estimates))
        with self.line():
            self.vanish(view.fit.plot, view.fit.dots, view.fit.curve)
            self.appear(view.plot, view.dots, view.curve)
            self.appear(view.band, seconds=1.5)
            self.drive(view.turn, 3 * np.pi, 6)

    def unfold(self, line: Line, *pieces: Mobject, share: float = 0.75) -> None:
        """Bring pieces in one after the other, while most of a line is said."""
        self.appear(*pieces, lag=0.8, seconds=share * line.seconds(self.params.pace))

    def window(self) -> tuple[Range, Range]:
        """Ranges of the unknowns that hold both ends of the search, and what is not far away."""
        search, ends = self.facts.search, self.facts.search.ends
        leaps = [tuple(np.array(ends[0]) + share * self.move) for share in (1, 1.5)]
        if search.fit is None or len(set(ends)) == 1:
            ends.append(leaps[0])
        return parts.FitView.around(ends, near=[*search.stops, *leaps])

    def totals(self) -> tuple[parts.Display, ValueTracker]:
        """The total after every step, exchanged as a tracker counts them."""
        count, (x, y) = self.tracker(0), layout.STRIP.centre
        source, search = '"step" {n}: quad "total" {t_is} {{ {t:5} : error }}', self.facts.search
        texts = [self.formula(source, n=n, t=search.total_after(n)) for n in search.shown]
        return parts.Display(texts, count, np.array([x, y, 0])), count

    def answer(self, unknowns: Any, total: Any, role: Role) -> None:
        """Where a search ended, in the strip."""
        self.headed(
            self.formula("b_1 {b_is} {b}", role=role, b=unknowns[0]),
            self.formula("b_2 {b_is} {b}", role=role, b=unknowns[1]),
            self.formula('"total" {t_is} {t}', t=total),
        )

    def headed(self, *formulas: Formula) -> None:
        """New formulas in the strip, in place of those that stood there."""
        self.vanish(self.head, seconds=0.4)
        self.head = parts.row(layout.STRIP, *formulas)
        self.appear(self.head)
