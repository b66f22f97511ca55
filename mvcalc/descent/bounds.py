"""The fences of a walk: has it left its box, or come near enough to its target?"""

from __future__ import annotations

import sympy

from mvcalc.descent.objective import Here
from mvcalc.descent.path import Stop


def outside(here: Here, stop: Stop) -> bool:
    """Whether the point lies outside the box of the walk."""
    if stop.box is None:
        return False
    less = here.arithmetic.less
    return any(
        less(x, here.number(low)) or less(here.number(high), x)
        for x, (low, high) in zip(here.x, stop.box.sides, strict=True)
    )


def reached(here: Here, stop: Stop) -> bool:
    """Whether the point is within the radius of the target."""
    if stop.target is None:
        return False
    centre, radius = stop.target
    gaps = [x - here.number(c) for x, c in zip(here.x, centre, strict=True)]
    apart = sum(g * g for g in gaps)
    return not here.arithmetic.less(here.number(sympy.Rational(radius) ** 2), apart)
