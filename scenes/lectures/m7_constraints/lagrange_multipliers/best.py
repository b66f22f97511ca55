"""The best place on a fence, and where it goes when the fence is moved."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np

import mvcalc

if TYPE_CHECKING:
    from collections.abc import Iterator

WORKS: Final = "for example f = x^2*y with g = x^2 + y^2 - 3"
MANY: Final = (-12, -10, -8, -6, -4, -2, 0, 3, 6, 9, 12, 16)  # sixteenths of the whole move
FEW: Final = (-12, -6, 0, 8, 16)


@dataclass(frozen=True)
class Moved:
    """The best place on the fence g = c, and the price there."""

    c: Any
    value: Any
    multiplier: Any
    point: tuple[Any, ...]


def optimum(result: mvcalc.LagrangeResult, name: str, fence: str) -> tuple[mvcalc.Candidate, bool]:
    """The candidate that is the highest of the whole fence, else the lowest; True if highest.

    Args:
        result: all candidates.
        name, fence: the parameter that gives the fence, and its text, for refusals.

    Raises:
        UncertifiedError: it is not proved that an optimum exists.
        DegenerateError: the optimum is at a corner of the fence.
    """
    if result.maximum is None and result.minimum is None:
        raise mvcalc.UncertifiedError(
            "it is not proved that this fence has a best place", param=name, value=fence,
            hint=WORKS,
        )  # fmt: skip
    for value, up in ((result.maximum, True), (result.minimum, False)):
        for candidate in result.candidates:
            if value is not None and same(candidate.value, value):
                return candidate, up
    raise mvcalc.DegenerateError(
        "the best place is a corner of the fence, where there is no lambda", param=name,
        value=fence, hint=WORKS,
    )  # fmt: skip


def readable(value: Any, digits: int = 4) -> Any:
    """A number to be read: one that is only known as the root of a polynomial is rounded."""
    return mvcalc.show(value, digits) if hasattr(value, "expr") else settled(value)


def place(candidate: mvcalc.Candidate) -> tuple[Any, ...]:
    """Where a candidate is, to be read."""
    return tuple(map(settled, candidate.point))


def settled(value: Any) -> Any:
    """The value; an enclosure of zero as the machine's zero, which reads as about 0."""
    return 0.0 if isinstance(value, mvcalc.Ball) and value.lower <= 0 <= value.upper else value


def same(a: Any, b: Any) -> bool:
    """Whether two heights are one, as far as machine numbers tell."""
    x, y = mvcalc.approximate(a), mvcalc.approximate(b)
    return abs(x - y) <= 1e-9 * max(1.0, abs(x), abs(y))


def moved(
    f: mvcalc.Function, g: mvcalc.Function, step: Any, best: mvcalc.Candidate, up: bool, quick: bool
) -> Iterator[Moved]:
    """The best place for some positions of the fence, in order; where there is none, none.

    Args:
        f, g: the height and the fence.
        step: the whole move.
        best, up: the best place before the move, and whether it is the highest.
        quick: whether one position is solved in no time, so that there may be many.
    """
    for share in MANY if quick else FEW:
        c = step * mvcalc.number(Fraction(share, 16))
        try:
            result = mvcalc.lagrange(f, mvcalc.Function.of(g.expr - c, ("x", "y")))
        except mvcalc.MvcalcError:
            continue
        value = result.maximum if up else result.minimum
        there = [k for k in result.candidates if value is not None and same(k.value, value)]
        if there:
            near = min(there, key=lambda k: apart(k.point, best.point))
            yield Moved(c, near.value, near.multipliers[0], near.point)


def apart(a: tuple[Any, ...], b: tuple[Any, ...]) -> float:
    """Distance of two places."""
    pairs = zip(a, b, strict=True)
    return float(np.linalg.norm([mvcalc.approximate(p) - mvcalc.approximate(q) for p, q in pairs]))
