"""The facts: every number and formula seen or heard."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import mvcalc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sympy import Expr

    from . import Params

MOST_TRIALS = 3


FLAT = 1e-7  # a bottom that curves less than this share of the start's is no bowl


@dataclass(frozen=True)
class Walk:
    """A path with a fixed rate, and how it ended in words."""

    rate: Any
    path: mvcalc.Path

    @property
    def count(self) -> int:
        return len(self.path.steps) - 1

    @property
    def unit(self) -> str:
        return "step" if self.count == 1 else "steps"

    @property
    def verdict(self) -> str:
        """A few words for the picture."""
        return {
            mvcalc.Outcome.CONVERGED: "arrives",
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
class Bowl:
    """The landscape near its low point: curvatures, and what rates do to them.

    Machine numbers, shown as approximate, where the low point is known only approximately.
    """

    bottom: tuple[float, float]
    axes: tuple[tuple[float, float], ...]
    model: mvcalc.Function
    low: Any
    high: Any
    limit: Any
    best: Any
    share: Any

    @property
    def again(self) -> str:
        """A clause for a bowl without a long axis."""
        return "; the same all round" if float(self.low) == float(self.high) else ""

    @property
    def passing(self) -> str:
        return "Both axes pass" if self.again else "The steep axis is the first to pass"

    @property
    def rounder(self) -> str:
        if self.again:
            return "No bowl is quicker: here a single step of the right length is enough"
        return "What if the bowl were rounder? The lines come together, and the factor falls"

    @property
    def lines(self) -> str:
        if self.again:
            return "In this round bowl the two lines are one. It falls to nothing, and climbs again"
        return "Both fall. The steep axis falls faster, comes to nothing first, and climbs again"


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
    near = mvcalc.Stop(max_steps=min(params.steps, 60), tol=Fraction(steep) / 100)
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
            Walk(r, mvcalc.descend(f, start, "gd", near, rate=exact(r)))
            for r in (bowl.limit / 4, bowl.best, bowl.limit, bowl.limit * 5 / 4)
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


def lowest(f: mvcalc.Function, start: tuple[Expr, ...]) -> Bowl:
    """The low point a careful walk reaches from the start, and what rates do near it.

    Raises:
        DegenerateError: the walk reached no bowl, or one that is flat at its bottom.
    """
    end = mvcalc.descend(f, start, "newton_damped", mvcalc.Stop(max_steps=200)).end
    place = tuple(mvcalc.approximate(c) for c in end)
    certain = not any(hasattr(c, "mid") for c in end)
    H = mvcalc.hessian(f, end if certain else tuple(map(mvcalc.rational, place)))
    if not certain:
        H = H.applyfunc(lambda entry: mvcalc.rational(mvcalc.approximate(entry)))
    steep = max(abs(mvcalc.approximate(c)) for c in mvcalc.hessian(f, start))
    try:
        theory = mvcalc.quadratic_theory(H)
    except mvcalc.RangeError:
        theory = None
    if theory is None or mvcalc.approximate(theory.smallest) < FLAT * steep:
        raise mvcalc.DegenerateError(
            "no bowl with a curved bottom was found below the start, so no rate is the best",
            param="f", value=f.source, hint="for example f = x^2/2 + 5*y^2",
        )  # fmt: skip
    numbers = (
        theory.smallest, theory.largest, theory.safe_below, theory.best_gd, theory.gd_factor
    )  # fmt: skip
    axes = tuple(
        (mvcalc.approximate(pair.unit[0]), mvcalc.approximate(pair.unit[1]))
        for pair in mvcalc.eigen_sym(H)
    )
    x, y = (s - mvcalc.rational(c) for s, c in zip(f.symbols, place, strict=True))
    model = mvcalc.Function.of(
        (H[0, 0] * x**2 + 2 * H[0, 1] * x * y + H[1, 1] * y**2) / 2, ("x", "y")
    )
    return Bowl(
        (place[0], place[1]),
        axes,
        model,
        *(numbers if certain else map(mvcalc.approximate, numbers)),
    )


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
