"""The facts: every number and formula seen or heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import mvcalc

from .best import WORKS, Moved, moved, optimum, place, readable, same
from .space import Space, in_space

if TYPE_CHECKING:
    from . import Params

MOST_ROWS: Final = 7
_LONGEST: Final = 40  # characters of an equation


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
    space: Space

    @property
    def rows(self) -> list[tuple[mvcalc.Candidate, Any, Any, Any]]:
        """The candidates that the table has room for, best first; place, multiplier, height."""
        order = sorted(self.result.candidates, key=lambda c: mvcalc.approximate(c.value))
        best = (order[::-1] if self.up else order)[:MOST_ROWS]
        return [(c, place(c), readable(c.multipliers[0], 3), readable(c.value, 3)) for c in best]

    @property
    def shared(self) -> list[tuple[Any, list[mvcalc.Candidate]]]:
        """Every multiplier, smallest first, and the candidates that have it."""
        groups: list[tuple[Any, list[mvcalc.Candidate]]] = []
        for c in sorted(self.result.candidates, key=lambda c: mvcalc.approximate(c.multipliers[0])):
            if groups and same(groups[-1][0], c.multipliers[0]):
                groups[-1][1].append(c)
            else:
                groups.append((c.multipliers[0], [c]))
        return [(readable(value), group) for value, group in groups]

    @property
    def left_over(self) -> list[Any]:
        """The equation for lambda alone, if it can be read at a glance."""
        return [e for e in self.result.elimination[:1] if len(str(e)) <= _LONGEST]

    @property
    def trace(self) -> tuple[list[float], list[float], list[float]]:
        """Positions of the fence, best heights and prices there, as machine numbers."""
        rows = [(m.c, m.value, m.multiplier) for m in self.moved]
        c, best, prices = (
            [mvcalc.approximate(v) for v in column] for column in zip(*rows, strict=True)
        )
        return c, best, prices

    @property
    def sign(self) -> int:
        """Which way is better: 1 is up."""
        return 1 if self.up else -1

    @property
    def lead(self) -> float:
        """How much better the best candidate is than the worst."""
        heights = [mvcalc.approximate(c.value) for c in self.result.candidates]
        return max(heights) - min(heights)

    @property
    def bests(self) -> list[mvcalc.Candidate]:
        """All places that are as good as the best."""
        return [c for c in self.result.candidates if same(c.value, self.best.value)]

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
        return not isinstance(self.best.multipliers[0], mvcalc.Ball) and mvcalc.is_zero(
            self.best.multipliers[0]
        )

    @property
    def listed(self) -> str:
        return " in all" if self.count <= MOST_ROWS else ", of which the best are shown"

    @property
    def extreme(self) -> str:
        return "highest" if self.up else "lowest"

    @property
    def value(self) -> Any:
        return readable(self.best.value)

    @property
    def multiplier(self) -> Any:
        return readable(self.best.multipliers[0])

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
        size = mvcalc.approximate(self.best.multipliers[0])
        if size == 0:
            return "stays almost the same at first"
        return "goes up" if size > 0 else "goes down"

    @property
    def bending(self) -> str:
        """Whether the price stays as it is when the fence is moved on."""
        prices = [m.multiplier for m in self.moved]
        if all(same(price, self.best.multipliers[0]) for price in prices):
            return "And the curve is straight: here the price is always the same"
        return "But the curve bends: when the fence moves on, its price changes"

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
    try:
        result = mvcalc.lagrange(f, g)
    except mvcalc.MvcalcError as error:
        name = "f" if error.param == "f" else "g"
        raise type(error)(
            error.message, param=name, value=getattr(params, name), hint=error.hint or WORKS
        ) from error
    if not result.candidates:
        raise mvcalc.DegenerateError(
            "no isolated place on this fence is level", param="f", value=params.f,
            hint=WORKS,
        )  # fmt: skip
    best, up = optimum(result, "g", params.g)
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
        moved=tuple(
            moved(f, g, mvcalc.number(params.loosen), best, up, quick=bool(result.elimination))
        ),
        check_point=nearest.point,
        check_multiplier=nearest.multipliers[0],
        space=in_space(params),
    )
