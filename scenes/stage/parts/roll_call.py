"""Things that light up one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from manim import Animation, Mobject, UpdateFromAlphaFunc


class Lit(Protocol):
    """Something whose frame can be made bold."""

    def light(self, share: float) -> None:
        """Make the frame bold by this share."""


def roll_call(part: Mobject, things: Sequence[Lit]) -> Animation:
    """The things of a part light up in their order, each for a moment."""

    def light(_: Any, share: float) -> None:
        for index, thing in enumerate(things):
            own = np.clip(share * (len(things) + 2) - index, 0, 3) / 3
            thing.light(float(np.sin(np.pi * own)))

    return UpdateFromAlphaFunc(part, light)
