"""The facts: walks with every kind of rate, and the bowl that decides how they end."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import dist
from typing import TYPE_CHECKING, Any

import mvcalc

from .bowl import Bowl, lowest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sympy import Expr

    from . import Params

MOST_TRIALS = 3
USUAL = "f = x^2/2 + 5*y^2 with start = (10, 1)"


@dataclass(frozen=True)
class Walk:
    """A path with a fixed rate, and how it ended in words."""

    rate: Any
    path: mvcalc.Path

    @property
    def count(self) -> int:
        return len(self.path.steps) - 1

    @property
    def verdict(self) -> str:
        """A few words for the picture."""
        return {
            mvcalc.Outcome.CONVERGED: f"arrives in {self.count} step{'s' * (self.count > 1)}",
            mvcalc.Outcome.SLOW: "still on its way",
            mvcalc.Outcome.CYCLED: "bounces for ever",
            mvcalc.Outcome.DIVERGED: "flies off",
            mvcalc.Outcome.LEFT_DOMAIN: "leaves the map",
        }.get(self.path.outcome, str(self.path.outcome))

    @property
    def story(self) -> str:
        """A clause for the voice."""
        return {
            mvcalc.Outcome.CONVERGED: "This one arrives",
            mvcalc.Outcome.SLOW: "The steps run out while it is still on its way",
            mvcalc.Outcome.CYCLED: "It ends up jumping to and fro, for ever",
            mvcalc.Outcome.DIVERGED: "It is thrown out of the valley, and flies off",
            mvcalc.Outcome.LEFT_DOMAIN: "It steps to a place where there is no ground at all",
        }.get(self.path.outcome, "It comes to rest before the bottom")


@dataclass(frozen=True)
class Trial:
    """A rate tried from the start, where it leads, and how high that is (None: no ground)."""

    rate: Expr
    place: tuple[float, float]
    height: Any


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard."""

    f: mvcalc.Function
    gradient: Any
    slope: tuple[float, ...]
    start: tuple[Expr, ...]
    rate: Any
    searched: bool
    first: Any
    main: mvcalc.Path
    bowl: Bowl
    walks: tuple[Walk, ...]
    search: mvcalc.Path
    search_rates: tuple[Any, ...]
    trials: tuple[Trial, ...]
    valleys: mvcalc.Function
    left: mvcalc.Path
    right: mvcalc.Path
    check_eigenvalues: tuple[Expr, ...]
    check_rate: Expr

    @property
    def place(self) -> tuple[float, float]:
        """The start, for drawing."""
        x, y = map(mvcalc.approximate, self.start)
        return x, y

    @property
    def opposite(self) -> tuple[float, float]:
        """The place as far beyond the bottom as the start is before it, for drawing."""
        (x, y), (a, b) = self.bowl.bottom, self.place
        return 2 * x - a, 2 * y - b

    def near(self, path: Sequence[tuple[float, ...]]) -> list[tuple[float, ...]]:
        """The bottom, a step, and what of a path is no further off than its start."""
        reach = 1.2 * dist(path[0], self.bowl.bottom)
        stops = [place for place in path if dist(place, self.bowl.bottom) <= reach]
        return [*path[:2], *stops, self.bowl.bottom]

    @property
    def choosing(self) -> str:
        if self.searched:
            return "a number called the rate. Here a search along the slope chooses it"
        return "a number of our choice, the rate"

    @property
    def ending(self) -> str:
        """How the first walk ended; a number completes the sentence."""
        known = {
            mvcalc.Outcome.DIVERGED: "It has flown off: step by step the height has grown to",
            mvcalc.Outcome.CYCLED: "It only jumps to and fro. Its height is now",
            mvcalc.Outcome.LEFT_DOMAIN: "Then there was no ground. The last height was",
        }
        climbed = mvcalc.approximate(self.last_height) > mvcalc.approximate(self.first_height)
        plain = "It has climbed to" if climbed else "It has come down to"
        return known.get(self.main.outcome, f"{plain} a height of")

    @property
    def first_height(self) -> Any:
        return self.main.steps[0].value

    @property
    def last_height(self) -> Any:
        return [step.value for step in self.main.steps if step.value is not None][-1]

    @property
    def left_height(self) -> Any:
        return self.left.steps[-1].value

    @property
    def right_height(self) -> Any:
        return self.right.steps[-1].value

    @property
    def count(self) -> int:
        return len(self.main.steps) - 1

    @property
    def step_words(self) -> str:
        return "step" if self.count == 1 else "steps"


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        DegenerateError: the gradient is zero at the start, or no bowl was found below it.
        DomainError: no height or slope at the start.
        RangeError: the first step leads to a place without a height.
    """
    try:
        return _compute(params)
    except mvcalc.MvcalcError as bad:
        bad.hint = bad.hint or f"a landscape with a bowl, for example {USUAL}"
        raise


def _compute(params: Params) -> Facts:
    f = mvcalc.parse(params.f, ("x", "y"))
    start = tuple(mvcalc.number(c) for c in params.start)
    gradient = mvcalc.gradient(f, start)
    if all(mvcalc.is_zero(slope) for slope in gradient):
        raise mvcalc.DegenerateError(
            "the gradient is zero here, so there is no way downhill",
            param="start", value=params.start, hint="move the start, for example to (10, 1)",
        )  # fmt: skip
    main = first_walk(params, f, start)
    bowl = lowest(f, start)
    search = mvcalc.descend(f, start, "gd_armijo", mvcalc.Stop(max_steps=min(params.steps, 60)))
    # Arrived: the slope has fallen to a hundredth of what it was.
    steep = max(abs(mvcalc.approximate(slope)) for slope in gradient)
    near = mvcalc.Stop(max_steps=min(max(params.steps, 30), 60), tol=Fraction(steep) / 100)
    valleys = mvcalc.parse("(x^2 - 2)^2/2 + x/2 + y^2", ("x", "y"))
    tenth, long = mvcalc.number("1/10"), mvcalc.Stop(max_steps=60)
    eigenvalues = (mvcalc.number(1), mvcalc.number(10))
    return Facts(
        f=f,
        gradient=legible(tuple(gradient)),
        slope=tuple(mvcalc.approximate(slope) for slope in gradient),
        start=start,
        rate=main.steps[0].extra["rate"],
        searched=params.line_search != "none",
        first=legible(main.points[1]),
        main=main,
        bowl=bowl,
        walks=tuple(
            Walk(r, mvcalc.descend(f, start, "gd", near, rate=exact(r))) for r in bowl.ladder
        ),
        search=search,
        search_rates=tuple(step.extra["rate"] for step in search.steps[:-1]),
        trials=tuple(trials(f, start, gradient, search.steps[0].extra["tries"])),
        valleys=valleys,
        left=mvcalc.descend(valleys, ("-1/4", "7/4"), "gd", long, rate=tenth),
        right=mvcalc.descend(valleys, ("1/4", "7/4"), "gd", long, rate=tenth),
        check_eigenvalues=eigenvalues,
        check_rate=mvcalc.quadratic_theory(eigenvalues).safe_below,
    )


def exact(value: Any) -> Expr:
    """A machine number as the fraction it is; other numbers as they are."""
    return mvcalc.rational(value) if isinstance(value, float) else value


def legible(point: tuple[Any, ...]) -> Any:
    """The coordinates, all as decimals if one of them has to be rounded."""
    whole = mvcalc.show(point)
    return point if whole.relation == "=" else mvcalc.show(point, 4, "decimal")


def first_walk(params: Params, f: mvcalc.Function, start: tuple[Expr, ...]) -> mvcalc.Path:
    """The walk the parameters ask for.

    Raises:
        RangeError: it leaves the domain with its first step.
    """
    stop = mvcalc.Stop(max_steps=params.steps)
    method = {"none": "gd", "armijo": "gd_armijo", "exact": "gd_exact"}[params.line_search]
    fixed = {"rate": mvcalc.number(params.rate)} if method == "gd" else {}
    path = mvcalc.descend(f, start, method, stop, **fixed)
    if len(path.points) < 2:
        raise mvcalc.RangeError(
            "the first step leads to a place where f has no value",
            param="rate", value=params.rate, hint="try a tenth of it",
        )  # fmt: skip
    return path


def trials(
    f: mvcalc.Function, start: tuple[Expr, ...], gradient: Any, count: int
) -> Iterator[Trial]:
    """The last few rates that backtracking tried for its first step, the accepted one last."""
    for k in range(max(0, count - MOST_TRIALS), count):
        rate = mvcalc.number(Fraction(1, 2**k))
        place = tuple(c - rate * g for c, g in zip(start, gradient, strict=True))
        try:
            height = mvcalc.evaluate(f, place)
        except mvcalc.DomainError:
            height = None
        x, y = map(mvcalc.approximate, place)
        yield Trial(rate, (x, y), height)
