"""The facts: every number and formula seen or heard."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mvcalc

from . import Params
from .certified import Certified
from .problem import Problem, real

SWING = 20  # degrees by which the dial must turn a step to be worth looking at


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard.

    Attributes:
        main: the problem that the parameters pose.
        path: the search that was asked for.
        rescue: the damped search from the same guess, if another one failed.
        bends: whether the model is curved in its unknowns.
        full_step: the Gauss-Newton step from the guess, if there is one.
        second: the certified example.
        dial: the problem on which the dial is turned.
        steps: the damped steps on the dial, for every one of ``dampings``.
        sure: the problem whose fit is doubted.
        fit, ellipse: its fit, and the unknowns within one standard deviation.
        check: the first two stops of the closing question.
    """

    main: Problem
    method: str
    path: mvcalc.FitPath
    rescue: mvcalc.FitPath | None
    bends: bool
    full_step: tuple[float, ...] | None
    second: Certified
    dial: Problem
    dampings: tuple[Fraction, ...]
    steps: tuple[tuple[float, ...], ...]
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
    def introduction(self) -> str:
        """What the second example is, said plainly."""
        if self.second.is_of(self.main):
            return (
                "Our data are famous: a standards laboratory publishes them, with the answer, to "
                "test programs. Look at them once more, from the simplest guess."
            )
        return (
            "So far, our own data. Now a second example, which a standards laboratory publishes "
            "with its answer, to test programs."
        )

    @property
    def dialled(self) -> str:
        """On which example the dial is turned."""
        if self.dial is self.main:
            return "Take our own data again, and our first guess."
        return "Stay with the second example, at the better guess."

    @property
    def back(self) -> str:
        if self.sure is self.main:
            return "Back to our own data, at the lowest point."
        return "Our own data gave no fit with doubt to speak of, so stay with the second example."


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        RangeError: a model without b1 or b2.
        RankError, DomainError, SingularError: see ``Problem.asked``.
    """
    main = posed(params)
    path = main.asked(params.method, params.max_steps)
    rescue = rescued(main) if path.fit is None and params.method != "lm" else None
    full_step, second = main.full_step, Certified.compute()
    own = path.fit or (rescue.fit if rescue else None)
    fit = own if own is not None and doubtful(own, main) else second.best
    dial = main if full_step is not None and main.swing > SWING else second.good
    dampings = tuple(Fraction(10 ** (k / 8)) for k in range(-24, 25))
    asked = mvcalc.gauss_newton(
        mvcalc.parse("exp(b*x)", ("x", "b")), mvcalc.Data.of(x=[1], y=[2]), [0]
    )
    return Facts(
        main=main,
        method=params.method,
        path=path,
        rescue=rescue,
        bends=main.bends,
        full_step=full_step,
        second=second,
        dial=dial,
        dampings=dampings,
        steps=tuple(dial.step(damping) for damping in dampings),
        sure=main if fit is own else second.good,
        fit=fit,
        ellipse=mvcalc.confidence_ellipse(fit),
        check=(asked.steps[1].params[0], asked.steps[2].params[0]),
    )


def posed(params: Params) -> Problem:
    """The problem that the parameters pose."""
    model = mvcalc.parse(params.model, ("x", "b1", "b2"))
    for name in ("b1", "b2"):
        if name not in {symbol.name for symbol in model.expr.free_symbols}:
            raise mvcalc.RangeError(
                f"the model does not use {name}, so there is nothing to find out about it",
                param="model", value=params.model, hint="for example b1*x^b2",
            )  # fmt: skip
    x, y = zip(*params.data, strict=True)
    first, second = map(mvcalc.number, params.start)
    return Problem(model, mvcalc.Data.of(x=x, y=y), (first, second))


def rescued(main: Problem) -> mvcalc.FitPath | None:
    """What the damped method makes of the start, if it has a first step."""
    try:
        return main.search("lm", 200)
    except mvcalc.SingularError:
        return None


def doubtful(fit: mvcalc.Fit, main: Problem) -> bool:
    """Whether the data say anything about their noise that a machine number can hold."""
    size = max(abs(real(v)) for v in main.columns[1])
    return fit.dof > 0 and real(fit.s2) > (1e-9 * size) ** 2
