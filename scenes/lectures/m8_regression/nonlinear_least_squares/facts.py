"""The facts: every number and formula seen or heard."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import mvcalc
from scenes.stage import parts

from . import LEVELS_OFF, Params


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
