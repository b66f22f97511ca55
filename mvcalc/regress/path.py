"""The path of an iterative fit, step by step, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from mvcalc.outcome import Outcome
from mvcalc.regress.fit import Fit

Value: TypeAlias = Any
"""An exact number, or a float64 machine value."""


@dataclass(frozen=True, slots=True)
class FitStep:
    """One accepted point of a fit.

    Attributes:
        k: 0 for the start.
        params: (p,) parameters, exact or machine values as ``exact`` says.
        rss: weighted sum of squared residuals there.
        gradient: (p,) gradient of ``rss``.
        damping: Levenberg-Marquardt λ (or the step length of gradient descent) that led here;
            None for the start and for Gauss-Newton.
        rejected: how many trial steps were refused on the way here.
        exact: whether the numbers are exact.
    """

    k: int
    params: tuple[Value, ...]
    rss: Value
    gradient: tuple[Value, ...]
    damping: Value | None
    rejected: int
    exact: bool


@dataclass(frozen=True, slots=True)
class FitPath:
    """All steps of an iterative fit.

    Attributes:
        method: ``gauss-newton``, ``levenberg-marquardt`` or ``gradient descent``.
        names: (p,) parameter names.
        steps: accepted points, the start first.
        outcome: CONVERGED only when an isolated minimum near the last point was proved to exist.
        reason: how it ended, in one sentence without numbers.
        fit: the proved fit (enclosures of about 40 digits) when converged, else None.
        switched_at: the first step that is a machine value; None when all steps are exact.
        evaluations: how often the model was evaluated on all data.
        attempted: where the step led that the model refused, when the path left the domain.
    """

    method: str
    names: tuple[str, ...]
    steps: tuple[FitStep, ...]
    outcome: Outcome
    reason: str
    fit: Fit | None
    switched_at: int | None
    evaluations: int
    attempted: tuple[float, ...] | None = None

    @property
    def last(self) -> FitStep:
        """The last accepted point."""
        return self.steps[-1]
