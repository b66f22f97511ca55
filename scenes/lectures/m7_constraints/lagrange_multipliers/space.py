"""The best place in space where two walls meet, and the price of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import mvcalc

from .best import optimum, place, readable

if TYPE_CHECKING:
    from . import Params

_WALLS: Final = "for example 3*x + 7*y + 3*z with the walls y + z - 1 and x^2 + y^2 - 1"


@dataclass(frozen=True)
class Space:
    """The best place where two walls in space meet.

    Attributes:
        f, g, h: the height and the walls.
        slopes: the gradients of the walls there, machine numbers.
    """

    f: mvcalc.Function
    g: mvcalc.Function
    h: mvcalc.Function
    best: mvcalc.Candidate
    up: bool
    slopes: tuple[tuple[float, ...], ...]

    @property
    def extreme(self) -> str:
        return "highest" if self.up else "lowest"

    @property
    def place(self) -> tuple[Any, ...]:
        return place(self.best)

    @property
    def first(self) -> Any:
        return readable(self.best.multipliers[0])

    @property
    def second(self) -> Any:
        return readable(self.best.multipliers[1])

    @property
    def factors(self) -> tuple[float, float]:
        """The multipliers of both walls as machine numbers."""
        first, second = map(mvcalc.approximate, self.best.multipliers)
        return first, second


def in_space(params: Params) -> Space:
    """The best place where the two walls meet; refusals name the parameters of the walls."""
    names = ("f_space", "wall_1", "wall_2")
    f, g, h = (mvcalc.parse(getattr(params, name), ("x", "y", "z")) for name in names)
    try:
        result = mvcalc.lagrange(f, [g, h])
        if not result.candidates:
            raise mvcalc.DegenerateError("no isolated place where the walls meet is level")
        best, up = optimum(result, "wall_2", params.wall_2)
    except mvcalc.MvcalcError as error:
        name = "f_space" if error.param == "f" else "wall_2"
        raise type(error)(
            error.message, param=name, value=getattr(params, name), hint=_WALLS
        ) from error
    at = [mvcalc.approximate(x) for x in best.point]
    slopes = tuple(
        tuple(float(mvcalc.sample(mvcalc.partial(k, v), *at, vars=k.vars)) for v in k.vars)
        for k in (g, h)
    )
    return Space(f, g, h, best, up, slopes)
