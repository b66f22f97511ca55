"""The facts: slopes at the place, in a direction to walk, and at four places to compare."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc
from scenes.stage import Said, said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sympy import Expr

    from . import Params


MOST_LETTERS = 7  # of a slope that is shown exactly
MOST_IN_COLUMN = 16  # letters of a slope of any place
TURN = ("cos", "sin")
# The four places to compare, as steps from the point in units of the reach.
AROUND = (("3/4", "3/4"), ("-3/4", "-1/4"), ("1/4", "-3/4"), ("-1/2", "1/2"))
# Steps of length one; at least one is neither along the gradient nor square to it.
WALKS = (
    ("4/5", "-3/5"), ("4/5", "3/5"), ("3/5", "-4/5"), ("-4/5", "3/5"), ("-4/5", "-3/5"),
    ("-3/5", "4/5"), ("-3/5", "-4/5"), ("1", "0"), ("0", "1"), ("-1", "0"), ("0", "-1"),
)  # fmt: skip
HALVINGS = 8  # of the reach, in search of one that works
ELSEWHERE = tuple(product(("0", "1", "-1", "3", "-3", "10", "-10"), repeat=2))[1:]  # steps to try
ASLANT = (0.3, 0.95)  # cosines of the angles between them


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard."""

    f: mvcalc.Function
    point: tuple[Expr, ...]
    reach: Expr
    height: Expr
    slopes: tuple[Expr, ...]
    partials: tuple[mvcalc.Function, ...]
    length: Expr
    angle: Expr
    ahead: Expr
    walk: tuple[Expr, ...]
    walk_slope: Expr
    places: tuple[tuple[Expr, ...], ...]
    lengths: tuple[Expr, ...]
    check_direction: tuple[Expr, ...]
    check_slope: Expr

    @property
    def shown(self) -> tuple[Said, ...]:
        """The two slopes, as decimals if they are long."""
        return tuple(map(short, self.slopes))

    @property
    def walk_shown(self) -> Said:
        """The slope of the walk, as a decimal if it is long."""
        return short(self.walk_slope)

    @property
    def jacobian(self) -> Said:
        """Whether the slopes are exact as shown."""
        exact = all(slope.relation == "=" for slope in self.shown)
        return Said("", "", "", "=" if exact else "≈")

    @property
    def arrow(self) -> tuple[Said, ...]:
        """The two slopes of any place as formulas; by name if they are long."""
        formulas = tuple(map(said, self.partials))
        if max(len(formula.text) for formula in formulas) <= MOST_IN_COLUMN:
            return formulas
        return tuple(Said("", f"frac(partial f, partial {v})", "") for v in self.f.vars)

    @property
    def uphill(self) -> float:
        """The angle of the gradient in radians, from 0 to a whole turn, for drawing."""
        across, up = map(float, self.slopes)
        return float(np.arctan2(up, across)) % (2 * np.pi)

    @property
    def steepest(self) -> int:
        """Which of the four places is steepest, counted from 0."""
        return int(np.argmax([float(length) for length in self.lengths]))

    @property
    def steepest_name(self) -> str:
        top = self.steepest_length
        names = [n for n, x in zip("ABCD", self.lengths, strict=True) if mvcalc.is_zero(x - top)]
        return names[0] + "".join(f", together with {name}" for name in names[1:])

    @property
    def steepest_length(self) -> Expr:
        return self.lengths[self.steepest]

    @property
    def ahead_words(self) -> str:
        """What the first direction does."""
        if mvcalc.is_zero(self.ahead):
            return "level, with a slope of"
        return "uphill, with a slope of" if self.ahead > 0 else "downhill, with a slope of"


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        DegenerateError: the gradient is zero at the point.
        DomainError, NonDifferentiableError: no slope there.
    """
    f = mvcalc.parse(params.f, ("x", "y"))
    point = tuple(mvcalc.number(c) for c in params.point)
    slopes = slopes_near(f, point)
    partials = tuple(mvcalc.Function.of(mvcalc.partial(f, v), ("x", "y")) for v in f.vars)
    angle = mvcalc.number(params.direction)
    cosine, sine = (mvcalc.evaluate(mvcalc.parse(f"{name}(t)", ("t",)), angle) for name in TURN)
    reach = mvcalc.number(params.reach)
    places, lengths = compared(f, point, reach)
    walk = aslant(slopes)
    asked = (mvcalc.number("3/5"), mvcalc.number("4/5"))
    return Facts(
        f=f,
        point=point,
        reach=reach,
        height=mvcalc.evaluate(f, point),
        slopes=slopes,
        partials=partials,
        length=norm(slopes),
        angle=angle,
        ahead=mvcalc.directional(f, point, (cosine, sine)),
        walk=walk,
        walk_slope=mvcalc.directional(f, point, walk),
        places=places,
        lengths=lengths,
        check_direction=asked,
        check_slope=mvcalc.directional(f, point, asked),
    )


def slopes_at(f: mvcalc.Function, point: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The two slopes at a place, not both zero.

    Raises:
        DegenerateError, DomainError, NonDifferentiableError: there are none.
    """
    slopes = tuple(mvcalc.gradient(f, point))
    if all(mvcalc.is_zero(slope) for slope in slopes):
        raise mvcalc.DegenerateError(
            "the gradient is zero here, so no direction is steepest",
            param="point", value=said(point).text,
            hint="move the point, or see the lecture hessian-and-curvature",
        )  # fmt: skip
    return slopes


def slopes_near(f: mvcalc.Function, point: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """As ``slopes_at``; a refusal names a place that would do."""
    try:
        return slopes_at(f, point)
    except mvcalc.MvcalcError as error:
        steps = (tuple(map(mvcalc.number, step)) for step in ELSEWHERE)
        near = [(point[0] + across, point[1] + up) for across, up in steps]
        works = mvcalc.first_that_works(near, partial(slopes_at, f))
        error.named("point", said(point).text)
        error.hint = f"for example point = {said(works).text}" if works else error.hint
        if works and isinstance(error, mvcalc.DegenerateError):
            error.hint += ", or see the lecture hessian-and-curvature"
        raise


def compared(
    f: mvcalc.Function, point: tuple[Expr, ...], reach: Expr
) -> tuple[tuple[tuple[Expr, ...], ...], tuple[Expr, ...]]:
    """The four places to compare, and how steep each is.

    Raises:
        DomainError, NonDifferentiableError: there is no slope at one, with a reach that would do.
    """

    def tried(half: Expr) -> Any:
        places = tuple(
            tuple(
                mvcalc.tidy(p + half * mvcalc.number(s)) for p, s in zip(point, step, strict=True)
            )
            for step in AROUND
        )
        return places, tuple(norm(mvcalc.gradient(f, place)) for place in places)

    try:
        places, lengths = tried(reach)
    except mvcalc.MvcalcError as error:
        works = mvcalc.first_that_works((reach / 2**k for k in range(1, HALVINGS)), tried)
        error.named("reach", said(reach).text)
        error.hint = f"for example reach = {said(works).text}" if works else error.hint
        raise
    return places, lengths


def short(slope: Expr, digits: int = 4) -> Said:
    """A slope in few letters."""
    exact = said(slope, digits)
    return exact if len(exact.text) <= MOST_LETTERS else said(slope, digits, "decimal")


def aslant(slopes: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """A step of length one that climbs, but not straight uphill."""
    uphill = np.array([mvcalc.approximate(slope) for slope in slopes])
    uphill /= np.linalg.norm(uphill)
    walks = (tuple(map(mvcalc.number, step)) for step in WALKS)
    return next(w for w in walks if ASLANT[0] < uphill @ [*map(float, w)] < ASLANT[1])


def norm(vector: Iterable[Expr]) -> Expr:
    """Length of a vector, exactly."""
    square = sum((c**2 for c in vector), mvcalc.number(0))
    return mvcalc.evaluate(mvcalc.parse("sqrt(s)", ("s",)), mvcalc.tidy(square))
