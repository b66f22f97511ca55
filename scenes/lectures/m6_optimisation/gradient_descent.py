"""Gradient descent: one number, the rate, decides between crawling, arriving and flying off."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

import mvcalc
from scenes.stage import (
    Check,
    Expr2,
    LectureParams,
    LectureScene,
    Meta,
    Number,
    Point2,
    Role,
    Script,
    Words,
    beat,
    layout,
    param,
    parts,
    said,
    theme,
)

if TYPE_CHECKING:
    from sympy import Expr

META = Meta(
    title="Gradient descent: one number decides",
    goal="How long should a step downhill be?",
    module=6,
    order=26,
    prerequisites=("gradient-and-contours", "hessian-and-curvature"),
    sources=("Deisenroth et al., Mathematics for Machine Learning, 7.1", "Goh, Distill, 2017"),
)


class Params(LectureParams):
    """Any smooth landscape, a start and a rate."""

    f: Expr2 = param("x^2/2 + 5*y^2", "the landscape")
    start: Point2 = param(("10", "1"), "where the walk begins")
    rate: Number = param("2/11", "rate: the step is minus rate times gradient", above="0")
    steps: int = param(30, "how many steps are taken", ge=2, le=500)
    line_search: Literal["none", "armijo", "exact"] = param(
        "none", "let the first walk choose its own rates"
    )


PRESETS = {
    "diverges": {"rate": "1/4", "steps": 12},
    "crawls": {"rate": "1/50", "steps": 60},
    "tilted": {"f": "x^2 + x*y + y^2", "start": ["-3", "5/2"], "rate": "1/4", "steps": 20},
    "banana": {
        "f": "(1 - x)^2/10 + 2*(y - x^2)^2", "start": ["-1", "2"], "rate": "1/20", "steps": 200,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Walk:
    """A path with a fixed rate, and how it ended in words."""

    rate: Expr
    path: mvcalc.Path

    @property
    def verdict(self) -> str:
        """A few words for the picture."""
        return {
            mvcalc.Outcome.CONVERGED: "arrives",
            mvcalc.Outcome.SLOW: "still on its way",
            mvcalc.Outcome.CYCLED: "bounces for ever",
            mvcalc.Outcome.DIVERGED: "flies off",
        }.get(self.path.outcome, str(self.path.outcome))


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard."""

    f: mvcalc.Function
    gradient: tuple[Expr, ...]
    start: tuple[Expr, ...]
    rate: Expr
    main: mvcalc.Path
    bottom: tuple[Any, ...]
    theory: mvcalc.Rates
    walks: tuple[Walk, ...]
    search: mvcalc.Path
    search_rates: tuple[Expr, ...]
    valleys: mvcalc.Function
    left: mvcalc.Path
    right: mvcalc.Path
    check_eigenvalues: tuple[Expr, ...]
    check_rate: Expr

    @property
    def first(self) -> tuple[Any, ...]:
        return self.main.points[1]

    @property
    def ending(self) -> str:
        """How the first walk ended; a number completes the sentence."""
        return {
            mvcalc.Outcome.DIVERGED: "It has flown off: from step to step the height has grown to",
            mvcalc.Outcome.CYCLED: "It only jumps to and fro, and its height stays at",
            mvcalc.Outcome.LEFT_DOMAIN: "It has left the map; the last height was",
        }.get(self.main.outcome, "It has come down to a height of")

    @property
    def last_height(self) -> Any:
        known = [step.value for step in self.main.steps if step.value is not None]
        return known[-1]

    @property
    def left_height(self) -> Any:
        return self.left.steps[-1].value

    @property
    def right_height(self) -> Any:
        return self.right.steps[-1].value

    @property
    def count(self) -> int:
        return len(self.main.steps) - 1


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        DegenerateError: the gradient is zero at the start, or no bowl was found below it.
        DomainError: no height or slope at the start.
    """
    f = mvcalc.parse(params.f, ("x", "y"))
    start = tuple(mvcalc.number(c) for c in params.start)
    rate = mvcalc.number(params.rate)
    gradient = mvcalc.gradient(f, start)
    if all(mvcalc.is_zero(slope) for slope in gradient):
        raise mvcalc.DegenerateError(
            "the gradient is zero here, so there is no way downhill",
            param="start", value=params.start, hint="move the start, for example to (10, 1)",
        )  # fmt: skip
    stop = mvcalc.Stop(max_steps=params.steps)
    method = {"none": "gd", "armijo": "gd_armijo", "exact": "gd_exact"}[params.line_search]
    fixed = {"rate": rate} if method == "gd" else {}
    bottom, theory = bowl(f, start)
    safe = theory.safe_below
    search = mvcalc.descend(f, start, "gd_armijo", stop)
    # Arrived: the slope has fallen to a hundredth of what it was.
    steep = max(abs(mvcalc.approximate(slope)) for slope in gradient)
    near = mvcalc.Stop(max_steps=params.steps, tol=Fraction(steep).limit_denominator() / 100)
    valleys = mvcalc.parse("(x^2 - 2)^2/2 + x/2 + y^2", ("x", "y"))
    tenth, long = mvcalc.number("1/10"), mvcalc.Stop(max_steps=60)
    eigenvalues = (mvcalc.number(1), mvcalc.number(10))
    return Facts(
        f=f,
        gradient=tuple(gradient),
        start=start,
        rate=rate,
        main=mvcalc.descend(f, start, method, stop, **fixed),
        bottom=bottom,
        theory=theory,
        walks=tuple(
            Walk(r, mvcalc.descend(f, start, "gd", near, rate=r))
            for r in (safe / 4, theory.best_gd, safe, safe * 5 / 4)
        ),
        search=search,
        search_rates=tuple(step.extra["rate"] for step in search.steps[:-1]),
        valleys=valleys,
        left=mvcalc.descend(valleys, ("-1/4", "7/4"), "gd", long, rate=tenth),
        right=mvcalc.descend(valleys, ("1/4", "7/4"), "gd", long, rate=tenth),
        check_eigenvalues=eigenvalues,
        check_rate=mvcalc.quadratic_theory(eigenvalues).safe_below,
    )


def bowl(f: mvcalc.Function, start: tuple[Expr, ...]) -> tuple[tuple[Any, ...], mvcalc.Rates]:
    """The low point a careful walk reaches from the start, and what rates do near it.

    Raises:
        DegenerateError: the walk reached no bowl.
    """
    path = mvcalc.descend(f, start, "newton_damped", mvcalc.Stop(max_steps=200))
    end = path.end
    place = tuple(mvcalc.rational(mvcalc.approximate(c)) if hasattr(c, "mid") else c for c in end)
    try:
        return end, mvcalc.quadratic_theory(mvcalc.hessian(f, place))
    except mvcalc.RangeError as error:
        raise mvcalc.DegenerateError(
            "no bowl was found below the start, so no rate is safe",
            param="f", value=f.source, hint="for example f = x^2/2 + 5*y^2",
        ) from error  # fmt: skip


SCRIPT = Script(
    opening="""You stand on a hillside in thick fog. You can feel the slope under your feet, and
        nothing else. How long should your next step be?""",
    beats={
        "walk": Words(
            "Step, look, step again",
            """Here is the landscape as a map. Lighter is higher, and each line joins points of
            the same height. We start at {start}.

            At the start the gradient is {gradient}. It points straight uphill, square to the
            contour line. So we go exactly the other way.

            But how far? Take the gradient, times a number of our choice, the rate. With a rate of
            {rate} the first step lands at {first:4}.

            There we look again, and step again, {count} times. {ending} {last_height:4}.""",
            "A map of {f} with a path of {count} steps from {start}.",
        ),
        "rates": Words(
            "Four rates, four fates",
            """The rate is ours to choose. Here is the same start four times, with four rates, from
            timid to bold. Guess which one arrives first.

            A rate of {walks[0].rate:3} is safe, but slow. Verdict: {walks[0].verdict}.

            A rate of {walks[1].rate:3} takes longer steps. Verdict: {walks[1].verdict}.

            A rate of {walks[2].rate:3} crosses the valley at every step. Verdict:
            {walks[2].verdict}.

            And with {walks[3].rate:3}? Every step lands higher than the last one. Verdict:
            {walks[3].verdict}.""",
            "Four maps: {walks[0].verdict}, {walks[1].verdict}, {walks[2].verdict}, "
            "{walks[3].verdict}.",
        ),
        "factor": Words(
            "Every step multiplies",
            """Why is the rate so decisive? Near the bottom the landscape is a bowl. Along its own
            two axes, it curves by {theory.smallest:3} and by {theory.largest:3}.

            Along such an axis every step does the same thing. It multiplies the distance to the
            bottom by one minus the rate times the curvature.

            So draw the size of that factor against the rate: one line for each axis. Both start
            at one, fall to nothing, and climb again. The steeper axis is always first.""",
            "The size of the factor against the rate, for both axes of the bowl.",
        ),
        "safe": Words(
            "The safe range, and the best rate",
            """Below one, the distance shrinks. Above one, it grows. Increase the rate, and the
            steep axis crosses that line at {theory.safe_below:3}. Beyond it, every walk flies off.

            And the best rate? The slower axis decides. The larger of the two factors is smallest
            exactly where the lines cross: at a rate of {theory.best_gd:3}.

            There each step leaves {theory.gd_factor:3} of the distance. The rounder the bowl, the
            smaller this number. A narrow valley is slow, whatever you choose.""",
            "The lines cross at the best rate {theory.best_gd:3}, below the limit "
            "{theory.safe_below:3}.",
        ),
        "search": Words(
            "Let the slope choose",
            """In practice nobody knows the curvatures. So start boldly, with a rate of one. If the
            height has not dropped enough, halve the rate and try again.

            This is called backtracking. Its first step takes a rate of {search_rates[0]:3}. Watch
            the rates it chooses along the way.

            It costs a few extra looks, but it needs no theory, and it never flies off.""",
            "A path whose steps chose their own rates, beginning with {search_rates[0]:3}.",
        ),
        "valleys": Words(
            "The nearest valley, not the lowest",
            """A last warning. This landscape has two valleys. Two walkers start almost side by
            side, on either side of the ridge, with the same rate.

            One comes to rest at a height of {left_height:4}. The other one stops at
            {right_height:4}, and is content.

            Gradient descent finds the valley it stands in, not the lowest one. The slope is local
            news.""",
            "Two paths from one ridge end in different valleys, at {left_height:4} and "
            "{right_height:4}.",
        ),
    },
    check=Check(
        "A bowl curves by {check_eigenvalues[0]} along one axis and by {check_eigenvalues[1]} "
        "along the other. Which rates are safe?",
        "Every rate above zero and below {check_rate}: two, divided by the larger curvature.",
    ),
)


class GradientDescent(LectureScene[Params, Facts]):
    """A walk, four rates, the factors behind them, and two limits of the method."""

    @beat
    def walk(self) -> None:
        facts = self.facts
        path = facts.main.drawn()
        plot, contours = self.map(layout.BELOW_STRIP, facts.f, [*path[:3], self.bottom()])
        k = self.tracker(0)
        trail = parts.DescentPath(plot, path, k)
        sums = parts.row(
            layout.STRIP,
            self.formula("nabla f = {{ {g} : function }}", g=facts.gradient),
            self.formula("alpha = {{ {rate} : gradient }}", rate=facts.rate),
            self.formula("bold(x)_1 = bold(x)_0 - alpha nabla f {p_is} {p:4}", p=facts.first),
        )
        with self.line():
            self.appear(plot, contours)
            self.appear(trail)
        with self.line():
            uphill = self.uphill(plot)
            self.appear(uphill, sums[0])
        with self.line():
            self.appear(sums[1])
            self.vanish(uphill)
            self.drive(k, 1, 1.5)
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
                self.appear(*drawn, seconds=0.6)
        for _, trail, k, verdict in panels:
            with self.line():
                self.drive(k, trail.count, 3.0, steady=True)
                self.appear(verdict)

    @beat
    def factor(self) -> None:
        theory = self.facts.theory
        self.clear()
        safe = float(theory.safe_below)
        self.plot = plot = parts.Plot(
            layout.PICTURE, (0, 1.35 * safe), (0, 1.7), x_label="alpha", y_label='"factor"'
        )
        low, high = float(theory.smallest), float(theory.largest)
        shallow = parts.Curve(plot, lambda a: np.abs(1 - a * low), Role.FUNCTION)
        steep = parts.Curve(plot, lambda a: np.abs(1 - a * high), Role.CURVATURE, dashed=True)
        self.sums = parts.column(
            layout.LEDGER,
            self.formula("lambda_1 {s_is} {{ {s} : function }}", s=theory.smallest),
            self.formula("lambda_2 {l_is} {{ {l} : curvature }}", l=theory.largest),
            self.formula('"factor" = abs(1 - alpha lambda)'),
            self.formula("alpha < {{ {r} : error }}", r=theory.safe_below),
            self.formula("alpha^* {r_is} {{ {r} : optimum }}", r=theory.best_gd),
            self.formula('"factor"^* {q_is} {{ {q} : optimum }}', q=theory.gd_factor),
        )
        with self.line():
            self.appear(*self.sums[:2], lag=0.5)
        with self.line():
            self.appear(self.sums[2])
        with self.line():
            self.appear(plot)
            self.appear(shallow, seconds=2.0)
            self.appear(steep, seconds=2.0)

    @beat
    def safe(self) -> None:
        theory, plot = self.facts.theory, self.plot
        best, safe = float(theory.best_gd), float(theory.safe_below)
        one = parts.Guide(lambda: plot.path(list(plot.x_range), [1, 1]), role=Role.ERROR)
        edge = parts.Guide(lambda: plot.path([safe, safe], [0, 1]), role=Role.ERROR)
        rate = self.tracker(0.02 * safe)
        low, high = float(theory.smallest), float(theory.largest)

        def worst() -> Any:
            a = rate.get_value()
            return plot.seen(a, max(abs(1 - a * low), abs(1 - a * high)))

        dot = parts.Point(worst, rate, role=Role.GRADIENT)
        with self.line():
            self.appear(one, dot)
            self.drive(rate, safe, 5.0)
            self.appear(edge, self.sums[3])
        with self.line():
            self.drive(rate, best, 3.0)
            star = parts.Point(
                plot.at(best, float(theory.gd_factor)), role=Role.OPTIMUM, shape="star"
            )
            self.appear(star, self.sums[4])
        with self.line():
            self.appear(self.sums[5])
        self.aha()

    @beat
    def search(self) -> None:
        facts = self.facts
        self.clear()
        path = facts.search.drawn()
        plot, contours = self.map(layout.PICTURE, facts.f, [*path[:4], self.bottom()])
        k = self.tracker(0)
        trail = parts.DescentPath(plot, path, k)
        shown = min(6, len(facts.search_rates))
        ledger = parts.Ledger(
            layout.LEDGER, ('"step"', '"rate"'), shown, roles=(Role.DATA, Role.GRADIENT), align=0
        )
        with self.line():
            self.appear(plot, contours)
            self.appear(trail, ledger)
        with self.line():
            for step, rate in enumerate(facts.search_rates[:shown], start=1):
                self.drive(k, step, 0.9)
                self.appear(ledger.row(step, rate), seconds=0.4)
        with self.line():
            self.drive(k, trail.count, 3.0, steady=True)

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
            self.appear(*trails, *lifted)
        with self.line():
            self.drive(k, max(trail.count for trail in trails), 5.0, steady=True)
            self.appear(*ends, lag=0.5)
        with self.line():
            if not self.params.reduced_motion:
                self.drive(surface.theta, surface.theta.get_value() + 0.7, 4.0)
        self.aha()

    # -- pieces ---------------------------------------------------------------------------

    def bottom(self) -> tuple[float, ...]:
        """The bottom of the bowl, for drawing."""
        return tuple(mvcalc.approximate(c) for c in self.facts.bottom)

    def map(
        self,
        slot: layout.Slot,
        f: mvcalc.Function,
        points: list[tuple[float, ...]],
        bare: bool = False,
    ) -> tuple[parts.Plot, parts.ContourPlot]:
        """A map that holds the points, right angles kept."""
        x_range, y_range = parts.window_over(slot, points)
        levels = mvcalc.contour_levels(f, (x_range, y_range), 10).values
        names = ("", "") if bare else ("x", "y")
        plot = parts.Plot(
            slot, x_range, y_range, x_label=names[0], y_label=names[1], equal=True, grid=False
        )
        return plot, parts.ContourPlot(plot, f, levels)

    def uphill(self, plot: parts.Plot) -> parts.Arrow:
        """The gradient at the start, at a length that fits."""
        start = np.array(plot.at(*map(float, self.facts.start)))
        slope = np.array([*map(float, self.facts.gradient), 0.0])
        tip = start + 1.2 * slope / np.linalg.norm(slope)
        return parts.Arrow(start, tip, role=Role.FUNCTION)

    def panel(self, slot: layout.Slot, walk: Walk) -> Any:
        """A small map with one walk; what to show at once, the walk, its tracker, its verdict."""
        head, body = slot.split_y(0.16, gap=0.05)
        start = tuple(map(float, self.facts.start))
        x, y = self.bottom()
        mirrored = (2 * x - start[0], 2 * y - start[1])
        plot, contours = self.map(body, self.facts.f, [start, mirrored], bare=True)
        k = self.tracker(0)
        trail = parts.DescentPath(plot, walk.path.drawn(), k)
        rate = self.formula(
            "alpha {r_is} {r}", theme.LABEL, Role.GRADIENT, r=said(walk.rate, 4).flat
        )
        verdict = self.formula("{v}", theme.LABEL, Role.TEXT, v=walk.verdict)
        head.place(rate, x=-0.9)
        head.place(verdict, x=0.9)
        return (plot, contours, trail, rate), trail, k, verdict
