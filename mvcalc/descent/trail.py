"""Where a walk stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mvcalc.descent.arithmetic import Vector
from mvcalc.descent.path import Counts, Step
from mvcalc.descent.rule import Memory


@dataclass(slots=True)
class Trail:
    """Where a walk stands: enough to go on from here, in any arithmetic."""

    steps: list[Step]
    x: Vector
    memory: Memory
    seen: dict[Any, int] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)

    def copy(self) -> Trail:
        return Trail(
            list(self.steps), list(self.x), dict(self.memory), dict(self.seen), self.counts
        )
