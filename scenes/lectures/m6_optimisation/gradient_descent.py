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
    from collections.abc import Iterator, Sequence

    from sympy import Expr

META = Meta(
    title="Gradient descent: one number decides",
    goal="How long should a step downhill be?",
    module=6,
    order=26,
    prerequisites=("gradient-and-contours", "hessian-and-curvature"),
    sources=("Deisenroth et al., Mathematics for Machine Learning, 7.1", "Goh, Distill, 2017"),
)


MOST_TRIALS = 3
SPRINGS = (Role.FUNCTION, Role.CURVATURE)
FLAT = 1e-7  # a bottom that curves less than this share of the start's is no bowl


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
        "f": "(1 - x)^2/10 + 2*(y - x^2)^2", "start": ["-1", "2"], "rate": "1/20", "steps": 60,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Walk:
    """A path with a fixed rate, and how it ended in words."""

    rate: Any
    path: mvcalc.Path

    @property
    def count(self) -> int:
        return len(self.path.steps) - 1

    @property
    def unit(self) -> str:
        return "step" if self.count == 1 else "steps"

    @property
    def verdict(self) -> str:
        """A few words for the picture."""
        return {
            mvcalc.Outcome.CONVERGED: "arrives",
            mvcalc.Outcome.SLOW: "still on its way",
            mvcalc.Outcome.CYCLED: "bounces for ever",
            mvcalc.Outcome.DIVERGED: "flies off",
            mvcalc.Outcome.LEFT_DOMAIN: "leaves the map",
        }.get(self.path.outcome, str(self.path.outcome))

    @property
    def story(self) -> str:
        """A clause for the voice."""
        return {
            mvcalc.Outcome.CONVERGED: "This one arrives",
            mvcalc.Outcome.SLOW: "The steps run out while it is still on its way",
            mvcalc.Outcome.CYCLED: "It ends up jumping to and fro, for ever",
            mvcalc.Outcome.DIVERGED: "It is thrown out of the valley, and flies off",
            mvcalc.Outcome.LEFT_DOMAIN: "It steps to a place where there is no ground at all",
        }.get(self.path.outcome, "It comes to rest before the bottom")


@dataclass(frozen=True)
class Bowl:
    """The landscape near its low point: curvatures, and what rates do to them.

    Machine numbers, shown as approximate, where the low point is known only approximately.
    """

    bottom: tuple[float, float]
    axes: tuple[tuple[float, float], ...]
    model: mvcalc.Function
    low: Any
    high: Any
    limit: Any
    best: Any
    share: Any

    @property
    def again(self) -> str:
        """A clause for a bowl without a long axis."""
        return "; the same all round" if float(self.low) == float(self.high) else ""

    @property
    def passing(self) -> str:
        return "Both axes pass" if self.again else "The steep axis is the first to pass"

    @property
    def rounder(self) -> str:
        if self.again:
            return "No bowl is quicker: here a single step of the right length is enough"
        return "What if the bowl were rounder? The lines come together, and the factor falls"

    @property
    def lines(self) -> str:
        if self.again:
            return "In this round bowl the two lines are one. It falls to nothing, and climbs again"
        return "Both fall. The steep axis falls faster, comes to nothing first, and climbs again"


@dataclass(frozen=True)
class Trial:
    """A rate tried from the start, where it leads, and how high that is (None: no ground)."""

    rate: Expr
    place: tuple[float, float]
    height: Any


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard."""

    f: mvcalc.Function
    gradient: Any
    slope: tuple[float, ...]
    start: tuple[Expr, ...]
    rate: Any
    searched: bool
    first: Any
    main: mvcalc.Path
    bowl: Bowl
    walks: tuple[Walk, ...]
    search: mvcalc.Path
    search_rates: tuple[Any, ...]
    trials: tuple[Trial, ...]
    valleys: mvcalc.Function
    left: mvcalc.Path
    right: mvcalc.Path
    check_eigenvalues: tuple[Expr, ...]
    check_rate: Expr

    @property
    def choosing(self) -> str:
        if self.searched:
            return "a number called the rate. Here a search along the slope chooses it"
        return "a number of our choice, the rate"

    @property
    def ending(self) -> str:
        """How the first walk ended; a number completes the sentence."""
        known = {
            mvcalc.Outcome.DIVERGED: "It has flown off: step by step the height has grown to",
            mvcalc.Outcome.CYCLED: "It only jumps to and fro. Its height is now",
            mvcalc.Outcome.LEFT_DOMAIN: "Then there was no ground. The last height was",
        }
        climbed = mvcalc.approximate(self.last_height) > mvcalc.approximate(self.first_height)
        plain = "It has climbed to" if climbed else "It has come down to"
        return known.get(self.main.outcome, f"{plain} a height of")

    @property
    def first_height(self) -> Any:
        return self.main.steps[0].value

    @property
    def last_height(self) -> Any:
        return [step.value for step in self.main.steps if step.value is not None][-1]

    @property
    def left_height(self) -> Any:
        return self.left.steps[-1].value

    @property
    def right_height(self) -> Any:
        return self.right.steps[-1].value

    @property
    def count(self) -> int:
        return len(self.main.steps) - 1

    @property
    def step_words(self) -> str:
        return "step" if self.count == 1 else "steps"


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        DegenerateError: the gradient is zero at the start, or no bowl was found below it.
        DomainError: no height or slope at the start.
        RangeError: the first step leads to a place without a height.
    """
    f = mvcalc.parse(params.f, ("x", "y"))
    start = tuple(mvcalc.number(c) for c in params.start)
    gradient = mvcalc.gradient(f, start)
    if all(mvcalc.is_zero(slope) for slope in gradient):
        raise mvcalc.DegenerateError(
            "the gradient is zero here, so there is no way downhill",
            param="start", value=params.start, hint="move the start, for example to (10, 1)",
        )  # fmt: skip
    main = first_walk(params, f, start)
    bowl = lowest(f, start)
    search = mvcalc.descend(f, start, "gd_armijo", mvcalc.Stop(max_steps=min(params.steps, 60)))
    # Arrived: the slope has fallen to a hundredth of what it was.
    steep = max(abs(mvcalc.approximate(slope)) for slope in gradient)
    near = mvcalc.Stop(max_steps=min(params.steps, 60), tol=Fraction(steep) / 100)
    valleys = mvcalc.parse("(x^2 - 2)^2/2 + x/2 + y^2", ("x", "y"))
    tenth, long = mvcalc.number("1/10"), mvcalc.Stop(max_steps=60)
    eigenvalues = (mvcalc.number(1), mvcalc.number(10))
    return Facts(
        f=f,
        gradient=legible(tuple(gradient)),
        slope=tuple(mvcalc.approximate(slope) for slope in gradient),
        start=start,
        rate=main.steps[0].extra["rate"],
        searched=params.line_search != "none",
        first=legible(main.points[1]),
        main=main,
        bowl=bowl,
        walks=tuple(
            Walk(r, mvcalc.descend(f, start, "gd", near, rate=exact(r)))
            for r in (bowl.limit / 4, bowl.best, bowl.limit, bowl.limit * 5 / 4)
        ),
        search=search,
        search_rates=tuple(step.extra["rate"] for step in search.steps[:-1]),
        trials=tuple(trials(f, start, gradient, search.steps[0].extra["tries"])),
        valleys=valleys,
        left=mvcalc.descend(valleys, ("-1/4", "7/4"), "gd", long, rate=tenth),
        right=mvcalc.descend(valleys, ("1/4", "7/4"), "gd", long, rate=tenth),
        check_eigenvalues=eigenvalues,
        check_rate=mvcalc.quadratic_theory(eigenvalues).safe_below,
    )


def exact(value: Any) -> Expr:
    """A machine number as the fraction it is; other numbers as they are."""
    return mvcalc.rational(value) if isinstance(value, float) else value


def legible(point: tuple[Any, ...]) -> Any:
    """The coordinates, all as decimals if one of them has to be rounded."""
    whole = mvcalc.show(point)
    return point if whole.relation == "=" else mvcalc.show(point, 4, "decimal")


def first_walk(params: Params, f: mvcalc.Function, start: tuple[Expr, ...]) -> mvcalc.Path:
    """The walk the parameters ask for.

    Raises:
        RangeError: it leaves the domain with its first step.
    """
    stop = mvcalc.Stop(max_steps=params.steps)
    method = {"none": "gd", "armijo": "gd_armijo", "exact": "gd_exact"}[params.line_search]
    fixed = {"rate": mvcalc.number(params.rate)} if method == "gd" else {}
    path = mvcalc.descend(f, start, method, stop, **fixed)
    if len(path.points) < 2:
        raise mvcalc.RangeError(
            "the first step leads to a place where f has no value",
            param="rate", value=params.rate, hint="try a tenth of it",
        )  # fmt: skip
    return path


def lowest(f: mvcalc.Function, start: tuple[Expr, ...]) -> Bowl:
    """The low point a careful walk reaches from the start, and what rates do near it.

    Raises:
        DegenerateError: the walk reached no bowl, or one that is flat at its bottom.
    """
    end = mvcalc.descend(f, start, "newton_damped", mvcalc.Stop(max_steps=200)).end
    place = tuple(mvcalc.approximate(c) for c in end)
    certain = not any(hasattr(c, "mid") for c in end)
    H = mvcalc.hessian(f, end if certain else tuple(map(mvcalc.rational, place)))
    if not certain:
        H = H.applyfunc(lambda entry: mvcalc.rational(mvcalc.approximate(entry)))
    steep = max(abs(mvcalc.approximate(c)) for c in mvcalc.hessian(f, start))
    try:
        theory = mvcalc.quadratic_theory(H)
    except mvcalc.RangeError:
        theory = None
    if theory is None or mvcalc.approximate(theory.smallest) < FLAT * steep:
        raise mvcalc.DegenerateError(
            "no bowl with a curved bottom was found below the start, so no rate is the best",
            param="f", value=f.source, hint="for example f = x^2/2 + 5*y^2",
        )  # fmt: skip
    numbers = (
        theory.smallest, theory.largest, theory.safe_below, theory.best_gd, theory.gd_factor
    )  # fmt: skip
    axes = tuple(
        (mvcalc.approximate(pair.unit[0]), mvcalc.approximate(pair.unit[1]))
        for pair in mvcalc.eigen_sym(H)
    )
    x, y = (s - mvcalc.rational(c) for s, c in zip(f.symbols, place, strict=True))
    model = mvcalc.Function.of(
        (H[0, 0] * x**2 + 2 * H[0, 1] * x * y + H[1, 1] * y**2) / 2, ("x", "y")
    )
    return Bowl(
        (place[0], place[1]),
        axes,
        model,
        *(numbers if certain else map(mvcalc.approximate, numbers)),
    )


def trials(
    f: mvcalc.Function, start: tuple[Expr, ...], gradient: Any, count: int
) -> Iterator[Trial]:
    """The last few rates that backtracking tried for its first step, the accepted one last."""
    for k in range(max(0, count - MOST_TRIALS), count):
        rate = mvcalc.number(Fraction(1, 2**k))
        place = tuple(c - rate * g for c, g in zip(start, gradient, strict=True))
        try:
            height = mvcalc.evaluate(f, place)
        except mvcalc.DomainError:
            height = None
        x, y = map(mvcalc.approximate, place)
        yield Trial(rate, (x, y), height)


SCRIPT = Script(
    opening="""You stand on a hillside in thick fog. You can feel the slope under your feet, and
        nothing else. How long should your next step be?""",
    beats={
        "walk": Words(
            "Step, look, step again",
            """Here is the landscape as a map. Lighter is higher, and each line joins points of
            the same height. We start at {start}.

            At the start the gradient is {gradient:4}. It points straight uphill, square to the
            contour line. So we go exactly the other way.

            But how far? Take the gradient, times {choosing}. With a rate of {rate:3}, the first
            step lands at {first:4}.

            There we look again, and step again: {count} {step_words} in all. {ending}
            {last_height:4}.""",
            "A map of {f} with a path of {count} {step_words} from {start}.",
        ),
        "rates": Words(
            "Four rates, four fates",
            """What does the rate decide? Here is the same start four times, with four rates, from
            timid to bold. Guess which one arrives first.

            First a timid one: {walks[0].rate:3}. {walks[0].story}.

            Longer steps: a rate of {walks[1].rate:3}. {walks[1].story}.

            Still longer: {walks[2].rate:3}. {walks[2].story}.

            And the boldest, {walks[3].rate:3}? {walks[3].story}.""",
            "Four maps: {walks[0].verdict}, {walks[1].verdict}, {walks[2].verdict}, "
            "{walks[3].verdict}.",
        ),
        "axes": Words(
            "Every step multiplies",
            """Why is the rate so decisive? Look closely at the bottom. There the landscape is a
            bowl, or very nearly. Along its own two axes, it curves by {bowl.low:3} and by
            {bowl.high:3}{bowl.again}.

            Start a walker on each axis, and watch. Neither of them ever leaves its axis, and each
            step multiplies the distance to the bottom by the same factor.

            The factor is one minus the rate times the curvature. Below zero, it means a jump to
            the other side.""",
            "Two walkers on the axes of a bowl, with curvatures {bowl.low:3} and {bowl.high:3}.",
        ),
        "factor": Words(
            "The safe range",
            """Draw the size of the factor against the rate, one line for each axis. {bowl.lines}.

            Below one, the distance shrinks. Above one, it grows. Now turn the knob: increase the
            rate, and watch both axes at once.

            {bowl.passing} one, at a rate of {bowl.limit:3}. Beyond it, every
            step along such an axis lands further out.""",
            "The size of the factor against the rate: the steep axis passes one at {bowl.limit:3}.",
        ),
        "best": Words(
            "The best rate",
            """And the best rate? We wait for the slower axis, so the larger of the two factors
            counts. It is smallest where the falling line meets the rising one: at {bowl.best:3}.

            There each step leaves {bowl.share:3} of the distance. Two springs, and only one knob
            to tune them both.

            {bowl.rounder}. In a long narrow valley no rate is quick.""",
            "The lines meet at the best rate {bowl.best:3}, below the limit {bowl.limit:3}.",
        ),
        "search": Words(
            "Let the slope choose",
            """In practice nobody knows the curvatures. So start boldly, with a rate of one. Is the
            new place low enough? If not, halve the rate and try again.

            This is called backtracking. Here the first step is taken with a rate of
            {search_rates[0]:3}. Then the next step looks for a rate of its own.

            It costs a few extra looks, but it needs no theory, and it never steps uphill.""",
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
