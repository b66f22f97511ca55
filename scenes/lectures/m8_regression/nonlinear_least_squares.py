"""Nonlinear least squares: pretend the model is linear, and step back when that was a lie."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

import mvcalc
from scenes.stage import (
    Check,
    LectureParams,
    LectureScene,
    Meta,
    Point2,
    Points,
    Role,
    Script,
    Words,
    beat,
    layout,
    param,
    parts,
    theme,
)
from scenes.stage.params import formula_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from manim import ValueTracker

    from scenes.stage.formula import Formula

META = Meta(
    title="A dial between two methods",
    goal="How do you fit a curve whose formula bends in its unknowns?",
    module=8,
    order=34,
    prerequisites=("taylor-remainder", "gradient-descent", "least-squares-line"),
    sources=(
        "Marquardt, J. SIAM 11, 1963",
        "Bates and Watts, Nonlinear Regression Analysis, 1988",
        "NIST StRD, DanWood and BoxBOD",
    ),
)
MOST_POINTS = 100
DANWOOD = (
    ("1309/1000", "2138/1000"), ("1471/1000", "3421/1000"), ("149/100", "3597/1000"),
    ("1565/1000", "434/100"), ("1611/1000", "4882/1000"), ("168/100", "566/100"),
)  # fmt: skip
LEVELS_OFF = "b1*(1 - exp(-b2*x))"


class Params(LectureParams):
    """A model with two unknown numbers, data, a first guess and a method."""

    model: formula_in("x", "b1", "b2") = param(  # type: ignore[valid-type]
        "b1*x^b2", "height as a formula in x and the unknown b1 and b2"
    )
    data: Points = param(DANWOOD, "the data points", min_length=1, max_length=MOST_POINTS)
    start: Point2 = param(("1", "5"), "the first guess of b1 and b2")
    method: Literal["gd", "gn", "lm"] = param(
        "gn", "gradient descent, Gauss-Newton or Levenberg-Marquardt"
    )
    max_steps: int = param(50, "how many steps are allowed", ge=1, le=200)


PRESETS = {
    "crawls": {"method": "gd"},
    "plateau": {"model": LEVELS_OFF, "data": "boxbod", "start": ["1", "1"], "method": "lm"},
    "overflow": {"model": LEVELS_OFF, "data": "boxbod", "start": ["1", "1"], "method": "gn"},
    "straight": {"model": "b1 + b2*x", "data": "anscombe-1", "start": ["8", "-1/2"]},
    "decay": {
        "model": "b1*exp(-b2*x)", "start": ["6", "1/5"], "method": "lm",
        "data": [
            ["0", "9.8"], ["1", "6.2"], ["2", "3.5"], ["3", "2.4"], ["4", "1.2"], ["6", "0.5"],
        ],
    },
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """A model, its data, and where a search begins."""

    model: mvcalc.Function
    data: mvcalc.Data
    start: tuple[Any, Any]

    def search(self, method: str, max_steps: int = 50) -> mvcalc.FitPath:
        return mvcalc.regress.METHODS[method](
            self.model, self.data, self.start, max_steps=max_steps
        )

    def step(self, damping: object) -> tuple[float, ...]:
        """The damped step from the start, machine values."""
        return mvcalc.regress.damped_step(self.model, self.data, self.start, damping)

    @property
    def columns(self) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
        return self.data.column("x"), self.data.column("y")

    @property
    def count(self) -> int:
        return len(self.data)


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard."""

    main: Problem
    method: str
    path: mvcalc.FitPath
    rescue: mvcalc.FitPath | None
    bends: bool
    full_step: tuple[float, ...] | None
    bad: Problem
    stuck: mvcalc.FitPath
    refused: tuple[float, ...]
    good: Problem
    arrived: mvcalc.FitPath
    arrived_gn: mvcalc.FitPath
    dial: Problem
    dampings: tuple[Fraction, ...]
    tips: tuple[tuple[float, ...], ...]
    sure: Problem
    fit: mvcalc.Fit
    ellipse: mvcalc.regress.Ellipse
    check: tuple[Any, Any]

    @property
    def model(self) -> mvcalc.Function:
        return self.main.model

    @property
    def total(self) -> Any:
        return mvcalc.show(self.path.steps[0].rss, 5, "decimal")

    @property
    def bowl(self) -> str:
        if not self.bends:
            return (
                "It is one here as well, because this formula is straight in both unknowns. The "
                "contours are ellipses, and a single jump could reach the bottom."
            )
        return (
            "Not here. The contours bend, so there is no formula for the lowest point. We can "
            "only walk."
        )

    @property
    def parting(self) -> str:
        if not self.bends:
            return "Go further: for this formula, the pretence is the truth. It never parts."
        return "Go further, and the two part. The pretence is good near the guess, and only there."

    @property
    def target(self) -> str:
        if self.full_step is None:
            return (
                "Under the pretence we are fitting a straight model, and its map is a trough: here "
                "some change of the unknowns does not change the curve at all. No single lowest "
                "point, so the step must be held back."
            )
        return (
            "Under the pretence we are fitting a straight model, and its map is a bowl: these "
            "ellipses. Its lowest point we can compute at once. Jump there. That is a step of "
            "Gauss and Newton."
        )

    @property
    def plan(self) -> str:
        return {
            "gn": "Land, look, and pretend again. Before we go: how many jumps will it take?",
            "lm": "We jump too, but a jump that does not help is taken back and tried shorter. "
            "Before we go: how many jumps will it take?",
            "gd": "Instead, let us go straight downhill, with no bowl in mind. Before we go: how "
            "many steps will it take?",
        }[self.method]

    @property
    def count(self) -> int:
        return len(self.path.steps) - 1

    @property
    def journey(self) -> str:
        """How many steps were taken, in words that stand before the number."""
        return "Steps taken:" if self.count != 1 else "A single step, so the count is"

    @property
    def ending(self) -> str:
        """How the search ended; a place completes the sentence."""
        return {
            mvcalc.Outcome.CONVERGED: "It has arrived, and this is proved to be a lowest point:",
            mvcalc.Outcome.SLOW: "All its steps are used up, and it is still on its way, at",
            mvcalc.Outcome.LEFT_DOMAIN: "Its next step leads where the formula has no value, so it "
            "breaks down at",
            mvcalc.Outcome.DIVERGED: "The numbers grow without limit; the last ones are",
            mvcalc.Outcome.CYCLED: "It walks in a circle, and is back at",
            mvcalc.Outcome.SINGULAR: "There the curve no longer answers to one of the unknowns, "
            "and it breaks down at",
        }.get(self.path.outcome, "It stops on flat ground, which is no lowest point, at")

    @property
    def end(self) -> tuple[Any, ...]:
        if self.count == 0:
            return self.main.start
        return self.path.fit.params if self.path.fit else self.path.last.params

    @property
    def end_total(self) -> Any:
        fit = self.path.fit
        # An enclosure of a total that may be zero has no digits; the machine's total has.
        proved = fit is not None and not fit.exact and fit.rss.lower > 0
        return mvcalc.show(fit.rss if fit and proved else self.path.last.rss, 5, "decimal")

    @property
    def rescued(self) -> str:
        """What the method of Levenberg and Marquardt makes of the same guess, if another failed."""
        if self.rescue is None:
            return "The total of the squares is now"
        if self.rescue.fit is None:
            return (
                "A more careful method does not save this guess either. The total of the squares "
                "stays at"
            )
        return (
            "Soon we shall meet a method that gets further from the same guess, down to a total of"
        )

    @property
    def rescued_total(self) -> Any:
        if self.rescue is None or self.rescue.fit is None:
            return self.end_total
        return self.rescue.fit.rss

    @property
    def stuck_at(self) -> Any:
        return self.stuck.last.params[0]

    @property
    def stuck_total(self) -> Any:
        return self.stuck.last.rss

    @property
    def best(self) -> mvcalc.Fit:
        """The certified fit of the second example."""
        assert self.arrived.fit is not None
        return self.arrived.fit

    @property
    def back(self) -> str:
        if self.sure is self.main:
            return "Back to our own data, at the lowest point."
        return "Our own data gave no fit with doubt to speak of, so stay with the second example."


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        RangeError: a model without b1 or b2.
        DomainError: the model has no value at a data point for the start.
        RankError: fewer points than unknowns.
        SingularError: Gauss-Newton cannot leave the start.
    """
    model = mvcalc.parse(params.model, ("x", "b1", "b2"))
    for name in ("b1", "b2"):
        if name not in {symbol.name for symbol in model.expr.free_symbols}:
            raise mvcalc.RangeError(
                f"the model does not use {name}, so there is nothing to find out about it",
                param="model", value=params.model, hint="for example b1*x^b2",
            )  # fmt: skip
    x, y = zip(*params.data, strict=True)
    first, second = map(mvcalc.number, params.start)
    main = Problem(model, mvcalc.Data.of(x=x, y=y), (first, second))
    path = searched(main, params)
    failed = path.fit is None and params.method != "lm"
    rescue = rescued(main) if failed else None
    boxbod = mvcalc.parse(LEVELS_OFF, ("x", "b1", "b2"))
    bad, good = (
        Problem(boxbod, mvcalc.preset("boxbod"), (mvcalc.number(a), mvcalc.number(b)))
        for a, b in (("1", "1"), ("100", "3/4"))
    )
    full_step = full(main)
    own = path.fit or (rescue.fit if rescue else None)
    settled = own is not None and doubtful(own, main)
    arrived = good.search("lm")
    assert arrived.fit is not None
    fit = own if settled and own is not None else arrived.fit
    dial = main if full_step is not None and swing(main) > SWING else good
    dampings = tuple(Fraction(10 ** (k / 8)) for k in range(-24, 25))
    asked = mvcalc.gauss_newton(
        mvcalc.parse("exp(b*x)", ("x", "b")), mvcalc.Data.of(x=[1], y=[2]), [0]
    )
    return Facts(
        main=main,
        method=params.method,
        path=path,
        rescue=rescue,
        bends=any(
            mvcalc.partial(model, *pair) != 0 for pair in (("b1", "b1"), ("b1", "b2"), ("b2", "b2"))
        ),
        full_step=full_step,
        bad=bad,
        stuck=bad.search("lm"),
        refused=bad.search("gn").attempted or (),
        good=good,
        arrived=arrived,
        arrived_gn=good.search("gn"),
        dial=dial,
        dampings=dampings,
        tips=tuple(dial.step(damping) for damping in dampings),
        sure=main if settled else good,
        fit=fit,
        ellipse=mvcalc.confidence_ellipse(fit),
        check=(asked.steps[1].params[0], asked.steps[2].params[0]),
    )


SWING = 20  # degrees by which the dial must turn a step to be worth looking at


def searched(main: Problem, params: Params) -> mvcalc.FitPath:
    """The search that was asked for; its errors name the parameter."""
    guess = ", ".join(params.start)
    for row, x in enumerate(main.columns[0], start=1):
        try:
            mvcalc.evaluate(main.model, (x, *main.start))
        except mvcalc.DomainError as error:
            raise mvcalc.DomainError(
                f"for this guess the model has no value in row {row}, where x = {x}",
                param="start", value=guess, row=row,
                hint="choose a start where it has a value at every data point",
            ) from error  # fmt: skip
    try:
        return main.search(params.method, params.max_steps)
    except mvcalc.SingularError as error:
        others = "" if params.method == "lm" else "method = lm, or "
        raise mvcalc.SingularError(
            "here some change of the unknowns does not change the curve, so there is no step to "
            "take",
            param="start", value=guess, matrix=error.matrix, point=error.point,
            hint=f"write {others}another start",
        ) from error  # fmt: skip
    except mvcalc.MvcalcError as error:
        raise error.named("data", f"{main.count} points") from error


def rescued(main: Problem) -> mvcalc.FitPath | None:
    """What the damped method makes of the start, if it has a first step."""
    try:
        return main.search("lm", 200)
    except mvcalc.SingularError:
        return None


def full(main: Problem) -> tuple[float, ...] | None:
    """The Gauss-Newton step from the start, if there is one."""
    try:
        step = main.step(0)
    except mvcalc.SingularError:
        return None
    return step if np.isfinite(step).all() else None


def doubtful(fit: mvcalc.Fit, main: Problem) -> bool:
    """Whether the data say anything about their noise that a machine number can hold."""
    size = max(abs(real(v)) for v in main.columns[1])
    return fit.dof > 0 and real(fit.s2) > (1e-9 * size) ** 2


def swing(problem: Problem) -> float:
    """Angle in degrees between the first and the last step of the dial, each unknown measured
    by how much the curve answers to it."""
    at = [real(v) for v in problem.start]
    lengths = np.linalg.norm(misfit_of(problem).jacobian(at), axis=0)
    a, b = (np.array(problem.step(damping)) * lengths for damping in ("1/1000", 1000))
    cosine = a @ b / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-300)
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def misfit_of(problem: Problem) -> parts.Misfit:
    """The problem as pictures need it."""
    return parts.Misfit.of(problem.model, *problem.columns)


def real(value: Any) -> float:
    """A machine number for a drawing."""
    return float(getattr(value, "mid", value))


SCRIPT = Script(
    opening="""Most laws of nature are not straight lines. Their formulas bend in the very numbers
        we are looking for. How do you find the numbers that fit the data best?""",
    beats={
        "misses": Words(
            "A landscape over two unknowns",
            """Here are {main.count} measurements, and the law we believe in: {model}. Two numbers
            in it are unknown. Our first guess for them is {main.start}. The bars show how far it
            misses.

            Square the bars and add them up: {total:4}. Every guess is one point on this map, and
            its total is the height there. For a straight line that landscape was a bowl.

            {bowl} Move the point, and watch its curve.""",
            "The data with the curve of the first guess, and a map of the sum of squares.",
        ),
        "pretend": Words(
            "Pretend that it is straight",
            """Look closely at one guess. Change both unknowns a little, and every height of the
            curve changes in proportion. So pretend that this goes on for ever: the dashed curve
            is the pretence.

            {parting}

            What do we gain? {target}""",
            "The curve, its linear pretence, and the ellipses of the pretended bowl.",
        ),
        "walk": Words(
            "Pretend, jump, look again",
            """{plan}

            {journey} {count}. {ending} {end:4}.

            {rescued} {rescued_total:4}.""",
            "The path on the map after {count} steps, and the curve it led to.",
        ),
        "cliff": Words(
            "When the pretence lies",
            """Now a law that is hard to fit. It rises and levels off: the first unknown says how
            high, the second how fast. From the innocent guess {bad.start}, the full step wants to
            land at {refused:4}. There the formula explodes.

            So be careful: take a step back whenever it makes things worse, and try a shorter one.
            That is the method of Levenberg and Marquardt. It never goes uphill. And yet, look
            where it ends.

            A flat line at {stuck_at:4}, the mean of the data, with a total of {stuck_total:5}. All
            slopes are zero here, to the last digit of the machine. No step can see the way out.""",
            "A refused step beyond the cliff, and a path that stalls on a plateau.",
        ),
        "restart": Words(
            "A better guess",
            """What helps? No cleverer step, but a better guess. The data level off beyond two
            hundred or so. Start at {good.start}, and let both methods run.

            Both arrive, at {best.params:4}. The total falls to {best.rss:4}. A standards laboratory
            publishes the same digits.""",
            "From {good.start} both methods reach {best.params:4}.",
        ),
        "dial": Words(
            "A dial between two methods",
            """How does one shorten a step wisely? Not just by walking less of it. There is a dial,
            called lambda. At zero it gives the full jump to the bottom of the pretended bowl.

            Turn it up. Being far away now has a price, so the step gets shorter. But watch its
            direction: it swings round.

            Turn it all the way, and a short step is left that runs straight downhill, each unknown
            measured by how much the curve answers to it. That is gradient descent.

            So here is the whole method on one curve. Bold at one end, careful at the other. A step
            that helps turns the dial down; a step that fails turns it up.""",
            "The tip of the step for every damping, from Gauss-Newton to gradient descent.",
        ),
        "doubt": Words(
            "How sure can we be?",
            """{back} Close to it the pretence is nearly the truth, so all we know about straight
            lines holds here too. There is a covariance, and an ellipse of doubt.

            The first unknown is {fit.params[0]:5}, give or take {fit.se[0]:2}. The second is
            {fit.params[1]:5}, give or take {fit.se[1]:2}.

            Every point of the ellipse is a curve. Take the fit away from all of them, to see them
            enlarged: together they fill this band, very nearly. Where it is narrow, we know.""",
            "The ellipse of doubt, and the band of curves about what is left over.",
        ),
    },
    check=Check(
        "The model is the exponential of b times x. At one, the height is two. Start at zero: "
        "where do the first two steps land?",
        "At {check[0]}, then at {check[1]}.",
    ),
)


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
