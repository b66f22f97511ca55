"""How a method ended: a value in the result, never an exception, so that it can be narrated."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """Ends of iterative methods."""

    CONVERGED = "converged"
    DIVERGED = "diverged"
    CYCLED = "cycled"
    LEFT_DOMAIN = "left the domain"
    LOCAL_MINIMUM = "stuck in a local minimum"
    SADDLE = "converged to a saddle"
    MAXIMUM = "converged to a maximum"
    SLOW = "slow"
    SINGULAR = "met a singular matrix"
    STALLED = "stalled"
