"""The pits: ten built-in landscapes, one of them seeded, and any function of a lecturer's own.

Every pit is accepted only with a certificate: its lowest point is proved to exist, to be unique,
and is enclosed. Depths are in metres below the sand's surface, positions in metres.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import sympy

from mvcalc.critical.minimum import Certificate, global_min
from mvcalc.descent.derivatives import gradient_of
from mvcalc.errors import (
    DegenerateError,
    FreeSymbolError,
    RangeError,
    UncertifiedError,
    names_parameters,
)
from mvcalc.expr import Box, Function, parse, rational

VARS = ("x", "y")
SIDE = 6
PIT = Box.of({"x": (0, SIDE), "y": (0, SIDE)})
DEPTH, GRADIENT = "depth", "gradient"
RADIUS = Fraction(3, 20)
BUDGET = 25


@dataclass(frozen=True)
class Level:
    """One pit.

    Attributes:
        id: 1 to 10; 0 for a lecturer's own function.
        name, lesson: for the title.
        function: the height of the floor, in x and y; lower is deeper.
        box: the pit, in metres.
        radius: a dig this close to the lowest point wins, in metres.
        budget: dips that may be spent.
        shows: what a dip tells: "depth", or "depth" and "gradient".
        seed: what a seeded pit, its noise and its random rivals are made from.
        noise: standard deviation of an error added to shown gradients.
    """

    id: int
    name: str
    lesson: str
    function: Function
    box: Box = PIT
    radius: Fraction = RADIUS
    budget: int = BUDGET
    shows: tuple[str, ...] = (DEPTH, GRADIENT)
    seed: int = 1
    noise: Fraction = Fraction(0)

    @property
    def certificate(self) -> Certificate:
        """The proof of the lowest point; raises UncertifiedError if there is none."""
        return certified(self.function, self.box)

    @property
    def goal(self) -> tuple[sympy.Expr, ...]:
        """The middle of the tiny box that holds the lowest point."""
        return self.certificate.point_box.mid

    @property
    def gradient(self) -> tuple[sympy.Expr, ...]:
        return gradient_of(self.function.expr, self.function.symbols)


@lru_cache(maxsize=64)
def certified(function: Function, box: Box) -> Certificate:
    """The certificate of a pit, computed once.

    Raises:
        UncertifiedError: the lowest point is not proved to be unique.
        DegenerateError: the function is constant.
        DomainError: the function has no value somewhere in the pit.
    """
    if not function.expr.free_symbols:
        raise DegenerateError(
            "a flat floor has no lowest point", param="f", value=function, hint="try x^2 + y^2"
        )
    certificate = global_min(function, box)
    if not certificate.unique:
        raise UncertifiedError(
            "the lowest point of this pit is not proved to be the only one",
            param="f",
            value=function,
            hint="tilt it a little, for instance add x/10",
            best_known=(certificate.point_box, *certificate.rivals[:1]),
        )
    return certificate


BOWL = "((x - 21/5)^2 + (y - 9/5)^2)/3 - 4"
STRETCHED = "((3*(x - 2) + 4*(y - 4))/5)^2/10 + ((-4*(x - 2) + 3*(y - 4))/5)^2 - 4"

LEVELS: dict[int, tuple[str, str, str, tuple[str, ...]]] = {
    1: ("Bowl", "arrows cross", BOWL, (DEPTH, GRADIENT)),
    2: ("Stretched bowl", "zigzag", STRETCHED, (DEPTH, GRADIENT)),
    3: ("Depth only", "six heights fix a quadratic", STRETCHED, (DEPTH,)),
    4: (
        "Two basins",
        "an arrow is local news",
        "((x - 3)^2 - 2)^2/2 + (x - 3)/2 + (y - 3)^2",
        (DEPTH, GRADIENT),
    ),
    5: (
        "Many basins",
        "start again elsewhere",
        "((x - 4)^2 + (y - 2)^2)/8 - cos(2*(x - 3)) - cos(2*(y - 3))",
        (DEPTH, GRADIENT),
    ),
    6: (
        "Banana valley",
        "curvature matters",
        "((1 - 2*(x - 3)/3)^2 + 20*(2*(y - 1)/3 - (2*(x - 3)/3)^2)^2)/10",
        (DEPTH, GRADIENT),
    ),
    7: (
        "Rocks",
        "roughness misleads, averaging helps",
        f"{STRETCHED} + (cos(9*x) + cos(8*y))/12",
        (DEPTH, GRADIENT),
    ),
    8: (
        "Narrow well",
        "gradients cannot see it",
        "((x - 3)^2 + (y - 3)^2)/12 - 3*exp(-25*((x - 7/5)^2 + (y - 23/5)^2)/2)",
        (DEPTH, GRADIENT),
    ),
    9: (
        "Plateau",
        "Newton flees, the hybrid recovers",
        "-4*exp(-((x - 2)^2 + (y - 2)^2)/2)",
        (DEPTH, GRADIENT),
    ),
    10: ("Random", "everything together", "", (DEPTH, GRADIENT)),
}


@names_parameters
def level(id: int, seed: int = 1) -> Level:
    """A built-in pit.

    Args:
        id: 1 to 10.
        seed: makes level 10, noise and random rivals; 0 to 2^32 − 1.

    Raises:
        RangeError: no such level, or a seed out of range.
    """
    if id not in LEVELS:
        raise RangeError("there is no such level", param="level", value=id, hint="use 1 to 10")
    if not isinstance(seed, int) or not 0 <= seed < 2**32:
        raise RangeError("must be between 0 and 2^32 - 1", param="seed", value=seed, hint="use 1")
    name, lesson, text, shows = LEVELS[id]
    if id == 10:
        from mvcalc.sandpit.seeded import seeded_floor

        return Level(id, name, lesson, seeded_floor(seed), seed=seed)
    return Level(id, name, lesson, parse(text, VARS), shows=shows, seed=seed)


@names_parameters
def custom_level(
    f: Function,
    *,
    radius: object = RADIUS,
    budget: int = BUDGET,
    shows: Sequence[str] = (DEPTH, GRADIENT),
    noise: object = 0,
    seed: int = 1,
) -> Level:
    """A pit of one's own: any function of x and y with a certified lowest point.

    Args:
        f: the floor, over the square [0, 6]².
        radius: winning distance in metres, above 0 and at most 1.
        budget: dips, 5 to 60.
        shows: ("depth",) or ("depth", "gradient").
        noise: standard deviation of the shown gradients' error, at least 0.
        seed: for noise and random rivals.

    Raises:
        RangeError: a parameter out of range.
        FreeSymbolError: variables other than x and y.
        UncertifiedError, DegenerateError, DomainError: no certified unique lowest point.
    """
    if f.vars != VARS:
        raise FreeSymbolError("a pit needs the variables x and y", param="f", value=f)
    reach, spread = rational(radius), rational(noise)
    if not 0 < reach <= 1:
        raise RangeError("must be above 0 and at most 1", param="radius", value=radius, hint="0.15")
    if not 5 <= budget <= 60:
        raise RangeError("must be between 5 and 60", param="budget", value=budget, hint="25")
    if tuple(shows) not in ((DEPTH,), (DEPTH, GRADIENT)):
        raise RangeError("must be depth, or depth and gradient", param="shows", value=shows)
    if spread < 0:
        raise RangeError("must be at least 0", param="noise", value=noise, hint="0")
    own = level(1, seed)
    made = dataclasses.replace(
        own,
        id=0,
        name="Own",
        lesson="",
        function=f,
        radius=reach,
        budget=budget,
        shows=tuple(shows),
        noise=spread,
    )
    certified(made.function, made.box)
    return made
