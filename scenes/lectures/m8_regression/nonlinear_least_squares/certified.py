"""The second example: data that a standards laboratory publishes, with the answer, to test
programs. It is the same whatever the parameters are, and the words say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import mvcalc

from . import LEVELS_OFF
from .problem import Problem

BAD_START, GOOD_START = ("1", "1"), ("100", "3/4")


@dataclass(frozen=True)
class Certified:
    """BoxBOD of NIST StRD from an innocent and from a better guess.

    Attributes:
        bad, good: the problem from either guess.
        stuck: the damped search from the bad guess.
        refused: where the full step from the bad guess wants to land.
        jumped, arrived: both searches from the good guess, full steps and damped ones.
    """

    bad: Problem
    stuck: mvcalc.FitPath
    refused: tuple[float, ...]
    good: Problem
    jumped: mvcalc.FitPath
    arrived: mvcalc.FitPath

    @classmethod
    def compute(cls) -> Certified:
        model = mvcalc.parse(LEVELS_OFF, ("x", "b1", "b2"))
        bad, good = (
            Problem(model, mvcalc.preset("boxbod"), (mvcalc.number(a), mvcalc.number(b)))
            for a, b in (BAD_START, GOOD_START)
        )
        return cls(
            bad=bad,
            stuck=bad.search("lm"),
            refused=bad.search("gn").attempted or (),
            good=good,
            jumped=good.search("gn"),
            arrived=good.search("lm"),
        )

    @property
    def stuck_at(self) -> Any:
        return self.stuck.last.params[0]

    @property
    def stuck_total(self) -> Any:
        return self.stuck.last.rss

    @property
    def best(self) -> mvcalc.Fit:
        """The certified fit."""
        assert self.arrived.fit is not None
        return self.arrived.fit

    def is_of(self, problem: Problem) -> bool:
        """Whether these are the same model and data."""
        same_data = problem.columns == self.bad.columns
        return same_data and problem.model.expr == self.bad.model.expr
