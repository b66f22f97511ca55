"""The facts: every number and formula seen or heard."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from . import Params


MOST_ROWS = 7


@dataclass(frozen=True)
class Moved:
    """The best place on the fence g = c, and the price there."""

    c: Any
    value: Any
    multiplier: Any
    point: tuple[Any, ...]


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard."""

    f: mvcalc.Function
    g: mvcalc.Function
    slopes: tuple[mvcalc.Function, ...]
    result: mvcalc.LagrangeResult
    best: mvcalc.Candidate
    up: bool
    moved: tuple[Moved, ...]
    check_point: tuple[Any, ...]
    check_multiplier: Any

    @property
    def count(self) -> int:
        return len(self.result.candidates)

    @property
    def places(self) -> str:
        return "place" if self.count == 1 else "places"

    @property
    def gain(self) -> str:
        if self.up:
            return "Go along with it, and you gain height"
        return "Go against it, and you get lower, which is what we want here"

    @property
    def meeting(self) -> str:
        """What the arrows do at the best place."""
        if self.free:
            return "Here even more is true: f itself is level at this place, so lambda is zero"
        return "One is a multiple of the other. We call the factor lambda"

    @property
    def free(self) -> bool:
        """Whether the fence costs nothing: f is level at the best place."""
        return not isinstance(self.multiplier, mvcalc.Ball) and mvcalc.is_zero(self.multiplier)

    @property
    def listed(self) -> str:
        return " in all" if self.count <= MOST_ROWS else ", of which the best are shown"

    @property
    def extreme(self) -> str:
        return "highest" if self.up else "lowest"

    @property
    def value(self) -> Any:
        return self.best.value

    @property
    def multiplier(self) -> Any:
        return self.best.multipliers[0]

    @property
    def irregular(self) -> str:
        """A warning about corners of the fence."""
        if not self.result.irregular_points:
            return ""
        return (
            "Careful: the fence also has a sharp corner, where it has no direction. "
            "Corners must be looked at separately."
        )

    @property
    def sure(self) -> str:
        return "None is missing: that is proved" if self.result.complete else "More may exist"

    @property
    def multipliers(self) -> str:
        """What the elimination left."""
        if not self.result.elimination:
            return "Here the equations are solved by a search with proof."
        return "What is left is an equation for lambda alone, and it can be solved."

    @property
    def growth(self) -> str:
        """What happens to the best height when g is allowed to grow."""
        size = mvcalc.approximate(self.multiplier)
        if size == 0:
            return "stays almost the same at first"
        return "goes up" if size > 0 else "goes down"

    @property
    def bargain(self) -> str:
        if self.free:
            return "A fence that costs nothing has a price of zero"
        return "A dear fence has a large lambda; a fence that costs nothing has none"


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        InfeasibleError: the fence has no point.
        UnboundedError: no optimum exists.
        UncertifiedError: it is not proved that an optimum exists.
        DegenerateError: no isolated candidate, or none of them is the best.
    """
    f, g = (mvcalc.parse(text, ("x", "y")) for text in (params.f, params.g))
    result = mvcalc.lagrange(f, g)
    if not result.candidates:
        raise mvcalc.DegenerateError(
            "no isolated place on this fence is level", param="f", value=params.f,
            hint="for example f = x^2*y with g = x^2 + y^2 - 3",
        )  # fmt: skip
    best, up = optimum(result, params)
    nearest = mvcalc.lagrange(
        mvcalc.parse("x^2 + y^2", ("x", "y")), mvcalc.parse("3*x + 4*y - 25", ("x", "y"))
    ).candidates[0]
    return Facts(
        f=f,
        g=g,
        slopes=tuple(mvcalc.partial(h, v) for v in ("x", "y") for h in (f, g)),
        result=result,
        best=best,
        up=up,
        moved=tuple(moved(f, g, mvcalc.number(params.loosen), best, up)),
        check_point=nearest.point,
        check_multiplier=nearest.multipliers[0],
    )


def optimum(result: mvcalc.LagrangeResult, params: Params) -> tuple[mvcalc.Candidate, bool]:
    """The candidate that is the highest of the whole fence, else the lowest; True if highest.

    Raises:
        UncertifiedError: it is not proved that an optimum exists.
        DegenerateError: the optimum is at a corner of the fence.
    """
    if result.maximum is None and result.minimum is None:
        raise mvcalc.UncertifiedError(
            "it is not proved that this fence has a best place", param="g", value=params.g,
            hint="use a closed fence such as x^2 + y^2 - 3",
        )  # fmt: skip
    for value, up in ((result.maximum, True), (result.minimum, False)):
        for candidate in result.candidates:
            if value is not None and same(candidate.value, value):
                return candidate, up
    raise mvcalc.DegenerateError(
        "the best place is a corner of the fence, where there is no lambda", param="g",
        value=params.g, hint="use a fence without corners, such as x^2 + y^2 - 3",
    )  # fmt: skip


def same(a: Any, b: Any) -> bool:
    """Whether two heights are one, as far as machine numbers tell."""
    x, y = mvcalc.approximate(a), mvcalc.approximate(b)
    return abs(x - y) <= 1e-9 * max(1.0, abs(x), abs(y))


def moved(
    f: mvcalc.Function, g: mvcalc.Function, step: Any, best: mvcalc.Candidate, up: bool
) -> Iterator[Moved]:
    """The best place for a few positions of the fence, in order; where there is none, none."""
    for share in (Fraction(-3, 4), Fraction(-3, 8), Fraction(0), Fraction(1, 2), Fraction(1)):
        c = step * mvcalc.number(share)
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
