"""The scene: walks on maps, what they make of the distance, and the plot that explains them."""

from __future__ import annotations

from typing import Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts, theme

from . import Params
from .facts import Facts, Walk
from .title import beside_title


class GradientDescent(LectureScene[Params, Facts]):
    """A walk, four rates, the factors behind them, and two limits of the method."""

    motif = beside_title

    @beat
    def walk(self) -> None:
        facts = self.facts
        path = facts.main.drawn()
        land = parts.Terrain.over(layout.BELOW_STRIP, facts.f, facts.near(path))
        k = self.tracker(0)
        trail = parts.DescentPath(land, path, k)
        up, down = (self.slope_arrow(land, way) for way in (1, -1))
        sums = parts.row(
            layout.STRIP,
            self.formula("nabla f {g_is} {{ {g} : function }}", g=facts.gradient),
            self.formula("alpha {rate_is} {{ {rate:4} : gradient }}", rate=facts.rate),
            self.formula("bold(x)_1 = bold(x)_0 - alpha nabla f {p_is} {p}", p=facts.first),
        )
        with self.line() as line:
            self.appear(land, land.contours, seconds=2.0)
            self.hold(0.55 * line.seconds(self.params.pace) - 2.0)
            self.appear(trail)
        with self.line() as line:
            self.appear(up, sums[0])
            self.hold(0.6 * line.seconds(self.params.pace))
            self.appear(down)
        with self.line() as line:
            self.hold(0.2 * line.seconds(self.params.pace))
            self.appear(sums[1])
            self.hold(0.25 * line.seconds(self.params.pace))
            self.vanish(up, down)
            self.drive(k, 1, 2.0)
            self.appear(sums[2])
        with self.line() as line:
            self.drive(k, trail.count, max(4.0, line.seconds(self.params.pace)), steady=True)

    @beat
    def rates(self) -> None:
        facts = self.facts
        self.clear()
        (left, right), goal = layout.BELOW_STRIP.split_x(0.52), facts.bowl.bottom
        land = parts.Terrain.over(left, facts.f, [facts.place, facts.opposite])
        star = parts.Point(land.at(*goal), role=Role.OPTIMUM, shape="star")
        knobs = [self.tracker(0) for _ in facts.walks]
        paths = [walk.path.drawn() for walk in facts.walks]
        away = [[float(np.hypot(*np.subtract(place, goal))) for place in path] for path in paths]
        race = parts.Convergence(right, away, knobs, [walk.rate for walk in facts.walks])
        trails = [parts.DescentPath(land, p, k) for p, k in zip(paths, knobs, strict=True)]
        shown: list[Any] = [trails[0]]
        guesses = parts.column(right.inset(1.0, 0), *(self.fate(w)[0] for w in facts.walks))
        with self.line() as line:
            self.appear(land, land.contours, star, trails[0], seconds=1.5)
            self.appear(*guesses, seconds=0.5 * line.seconds(self.params.pace), lag=0.9)
        with self.line():
            self.vanish(*guesses)
            self.appear(race)
        runs = zip(facts.walks, trails, knobs, race.curves, race.tags, strict=True)
        for walk, trail, knob, curve, tag in runs:
            rate, fate = self.fate(walk)
            with self.line() as line:
                if trail not in shown:
                    self.vanish(*shown, seconds=0.4)
                    self.add(trail)
                self.appear(rate, seconds=0.5)
                self.add(curve)
                self.drive(knob, trail.count, max(3.5, 0.6 * line.seconds(self.params.pace)), True)
                self.appear(fate, *([tag] if tag else []), seconds=0.5)
            shown = [trail, rate, fate]

    @beat
    def axes(self) -> None:
        bowl = self.facts.bowl
        self.clear()
        reach = max(float(np.hypot(*np.subtract(self.facts.place, bowl.bottom))), 1e-6)
        square = [tuple(c + side * reach for c in bowl.bottom) for side in (-1, 1)]
        land = parts.Terrain.over(layout.PICTURE, bowl.model, square)
        k = self.tracker(0)
        factors = (float(bowl.share), float(bowl.flip))
        springs = parts.BowlAxes(land, bowl.bottom, bowl.axes, factors, 0.85 * reach, k)
        sums = parts.column(
            layout.LEDGER,
            self.formula("lambda_1 {s_is} {{ {s} : function }}", s=bowl.low),
            self.formula("lambda_2 {l_is} {{ {l} : curvature }}", l=bowl.high),
            self.formula('"factor" = 1 - alpha lambda'),
            self.formula("alpha {r_is} {{ {r} : gradient }}", r=bowl.best),
            self.formula("1 - alpha lambda_1 {f_is} {{ {f} : function }}", f=bowl.share),
            self.formula("1 - alpha lambda_2 {f_is} {{ {f} : curvature }}", f=bowl.flip),
        )
        with self.line():
            self.appear(land, land.contours, seconds=1.2)
            self.appear(springs.lines[0], sums[0], seconds=2.5)
            self.appear(springs.lines[1], sums[1], seconds=2.5)
        with self.line() as line:
            self.appear(*springs.walks)
            self.drive(k, springs.count, 0.85 * line.seconds(self.params.pace), steady=True)
        with self.line():
            self.appear(sums[2])
            self.drive(k, 0, 1.0)
            self.appear(sums[3])
        with self.line():
            self.appear(*sums[4:], lag=0.5, seconds=1.5)
            self.drive(k, 4, 5.0, steady=True)

    @beat
    def factor(self) -> None:
        bowl = self.facts.bowl
        self.clear()
        self.low, knob = self.tracker(float(bowl.low)), self.tracker(0.02 * float(bowl.limit))
        self.knob = knob
        self.factors = parts.FactorPlot(layout.PICTURE, self.low, float(bowl.high), knob)
        self.sums = parts.column(
            layout.LEDGER,
            self.formula("lambda_1 {s_is} {{ {s} : function }}", s=bowl.low),
            self.formula("lambda_2 {l_is} {{ {l} : curvature }}", l=bowl.high),
            self.formula('"size" = abs(1 - alpha lambda)'),
            self.formula("alpha < {{ {r} : error }}", r=bowl.limit),
            self.formula("alpha^* {r_is} {{ {r} : optimum }}", r=bowl.best),
            self.formula('"size"^* {q_is} {{ {q} : optimum }}', q=bowl.share),
        )
        self.appear(*self.sums[:3])
        with self.line():
            self.appear(self.factors)
            self.appear(self.factors.curves[0], seconds=2.5)
            self.appear(self.factors.curves[1], seconds=2.5)
        with self.line() as line:
            self.appear(self.factors.one)
            self.appear(*self.factors.dots)
            self.drive(knob, self.factors.limit, 0.7 * line.seconds(self.params.pace))
        with self.line():
            self.appear(self.factors.edge, self.sums[3])
            self.drive(knob, 1.12 * self.factors.limit, 2.5)

    @beat
    def best(self) -> None:
        bowl = self.facts.bowl
        with self.line():
            self.drive(self.knob, float(bowl.best), 5.0)
            self.appear(self.factors.star, self.sums[4])
        with self.line():
            self.appear(self.sums[5])
        self.aha()
        with self.line():
            self.vanish(*self.factors.dots)
            self.drive(self.low, 0.6 * float(bowl.high) + 0.4 * float(bowl.low), 4.0)
            self.drive(self.low, float(bowl.low), 3.0)

    @beat
    def search(self) -> None:
        facts = self.facts
        self.clear()
        path = facts.search.drawn()
        land = parts.Terrain.over(layout.PICTURE, facts.f, facts.near(path))
        k = self.tracker(0)
        trail = parts.DescentPath(land, path, k)
        upper, lower = layout.LEDGER.split_y(0.46)
        tried = parts.Ledger(
            upper, ('"try"', '"height"'), len(facts.trials), roles=(Role.GRADIENT, Role.FUNCTION),
            digits=4, shares=(0.4, 0.6),
        )  # fmt: skip
        shown = range(1, min(4, len(facts.search_rates) + 1))
        taken = parts.Ledger(
            lower, ('"step"', '"rate"'), len(shown), roles=(Role.DATA, Role.GRADIENT), digits=4
        )
        with self.line():
            self.appear(land, land.contours)
            self.appear(trail, tried)
            for trial in facts.trials:
                stops = [path[0], trial.place]
                guess = parts.DescentPath(land, stops, role=Role.ERROR, dashed=True)
                height = "no ground" if trial.height is None else parts.brief(trial.height, 3)
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
        land = parts.PairedTerrain(
            *layout.SAFE.split_x(0.5), facts.valleys, (-2.2, 2.2), (-1.4, 2.4), theta=-1.9, phi=0.8
        )
        k, turn = self.tracker(0), land.surface.theta
        walks = [(facts.left, Role.OPTIMUM), (facts.right, Role.GRADIENT)]
        paths = [path for walk, role in walks for path in land.paths(walk.drawn(), k, role)]
        ends = [self.height_tag(land.map, walk, role) for walk, role in walks]
        with self.line():
            self.appear(land.map, land.map.contours, land.surface)
            self.turn(turn, 0.7, 4.0)
            self.appear(*paths)
        with self.line():
            self.drive(k, max(len(walk.steps) - 1 for walk, _ in walks), 6.0, steady=True)
            self.appear(*ends, lag=0.5)
        with self.line():
            self.turn(turn, 0.5, 5.0)
        self.aha()

    # -- pieces ---------------------------------------------------------------------------

    def slope_arrow(self, plot: parts.Plot, way: int) -> parts.Arrow:
        """Straight uphill (1) or downhill (-1) at the start, at a length that fits."""
        start = plot.at(*self.facts.place)
        slope = np.array([*self.facts.slope, 0.0])
        tip = start + way * 1.1 * slope / np.linalg.norm(slope)
        return parts.Arrow(start, tip, role=Role.FUNCTION if way > 0 else Role.GRADIENT)

    def fate(self, walk: Walk) -> Any:
        """A rate and what becomes of it, for the strip."""
        return parts.row(
            layout.STRIP,
            self.formula("alpha {r_is} {{ {r:4} : gradient }}", r=walk.rate),
            self.formula("{v}", v=walk.verdict),
        )

    def height_tag(self, plot: parts.Plot, walk: mvcalc.Path, role: Role) -> parts.Tagged:
        """Where a walk has come to rest, and how high that is."""
        x, y = walk.drawn()[-1]
        name = self.formula(
            f"f {{h_is}} {{{{ {{h:4}} : {role} }}}}", theme.LABEL, h=walk.steps[-1].value
        )
        return parts.Tagged(plot.at(x, y), name, role=role, side=(-0.2 if x > 0 else 0.2, -1.4))

    def turn(self, angle: Any, by: float, seconds: float) -> None:
        """Walk round a surface."""
        if not self.params.reduced_motion:
            self.drive(angle, angle.get_value() + by, seconds)
