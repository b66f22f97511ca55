"""The search that was asked for: its steps, how it ended, and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import mvcalc

from .problem import Problem, real, stops

MOST_TOTALS = 12


@dataclass(frozen=True)
class Search:
    """A search for the lowest point by one method, and a rescue if it failed.

    Attributes:
        problem: what is searched, and from where.
        method: gd, gn or lm.
        path: its steps and its outcome.
        rescue: the damped search from the same guess, if another one failed.
    """

    problem: Problem
    method: str
    path: mvcalc.FitPath
    rescue: mvcalc.FitPath | None

    @classmethod
    def run(cls, problem: Problem, method: str, max_steps: int) -> Search:
        """Search, and rescue if need be. Errors as of ``Problem.asked``."""
        path = problem.asked(method, max_steps)
        rescue = None
        if path.fit is None and method != "lm":
            try:
                rescue = problem.search("lm", 200)
            except mvcalc.SingularError:  # not even the damped method has a first step
                rescue = None
        return cls(problem, method, path, rescue)

    @property
    def fit(self) -> mvcalc.Fit | None:
        """The lowest point, if either search found it."""
        return self.path.fit or (self.rescue.fit if self.rescue else None)

    @property
    def stops(self) -> list[tuple[float, ...]]:
        """Where the search has been, for drawing."""
        return stops(self.path)

    @property
    def ends(self) -> list[tuple[float, ...]]:
        """Where it began and ended, and the lowest point if that is elsewhere; for drawing."""
        found = [self.stops[0], tuple(map(real, self.end))]
        if self.fit is not None and self.path.fit is None:
            found.append(tuple(map(real, self.fit.params)))
        return found

    @property
    def total(self) -> Any:
        return self.total_after(0)

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
    def shown(self) -> tuple[int, ...]:
        """Steps whose totals are shown on the way: all of them, or some of many."""
        few = min(self.count, MOST_TOTALS)
        return tuple(round(self.count * k / max(few, 1)) for k in range(few + 1))

    def total_after(self, step: int) -> Any:
        return mvcalc.show(self.path.steps[step].rss, 5, "decimal")

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
            return self.problem.start
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
                "A more careful method, which we shall meet soon, finds no lowest point from this "
                "guess either. It ends with a total of"
            )
        return (
            "Soon we shall meet a method that gets further from the same guess, down to a total of"
        )

    @property
    def rescued_total(self) -> Any:
        if self.rescue is None:
            return self.end_total
        return self.rescue.fit.rss if self.rescue.fit else self.rescue.last.rss
