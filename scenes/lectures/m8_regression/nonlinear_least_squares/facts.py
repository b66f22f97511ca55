"""The facts: every number and formula seen or heard."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mvcalc

from . import Params
from .certified import Certified
from .problem import Problem, real
from .search import Search

TILTED, THIN = 0.5, 0.9  # correlations worth a word
SWING = 20  # degrees by which the dial must turn a step to be worth looking at


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard.

    Attributes:
        main: the problem that the parameters pose.
        search: the search that was asked for.
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
    search: Search
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
    def introduction(self) -> str:
        """What the second example is, said plainly."""
        if self.second.is_of(self.main):
            return (
                "Our data are famous: a standards laboratory publishes them, with the answer, to "
                "test programs. Look at them once more."
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

    @property
    def tilt(self) -> str:
        """How far a change of one unknown can be undone by the other."""
        (a, b), (_, d) = ([real(v) for v in row] for row in self.fit.covariance)
        together = b / (a * d) ** 0.5
        if abs(together) < TILTED:
            return ""
        shape = "thin and tilted" if abs(together) > THIN else "tilted"
        other = "less" if b < 0 else "more"
        return (
            f"It is {shape}: more of the first unknown is almost made up for by {other} of the "
            "second."
        )


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        RangeError: a model without b1 or b2.
        RankError, DomainError, SingularError: see ``Problem.asked``.
    """
    main = posed(params)
    search = Search.run(main, params.method, params.max_steps)
    full_step, second, own = main.full_step, Certified.compute(), search.fit
    fit = own if own is not None and main.leaves_doubt(own) else second.best
    dial = main if full_step is not None and main.swing > SWING else second.good
    dampings = tuple(Fraction(10 ** (k / 8)) for k in range(-24, 25))
    asked = mvcalc.gauss_newton(
        mvcalc.parse("exp(b*x)", ("x", "b")), mvcalc.Data.of(x=[1], y=[2]), [0]
    )
    return Facts(
        main=main,
        search=search,
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
