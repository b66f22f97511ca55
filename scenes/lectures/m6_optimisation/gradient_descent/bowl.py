"""The bowl below the start: what its curvatures make of every rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc

if TYPE_CHECKING:
    from sympy import Expr

NARROW = 0.95  # of the limit: where the best rate is nearer, the valley is narrow
FLAT = 1e-7  # a bottom that curves less than this share of the start's is no bowl


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
    def ladder(self) -> tuple[Any, ...]:
        """Four rates from timid to bold.

        In a narrow valley the best rate is nearly the limit: trying both would tell one tale twice.
        """
        if float(self.best) > NARROW * float(self.limit):
            return self.limit / 4, self.limit * 9 / 10, self.best, self.limit * 5 / 4
        return self.limit / 4, self.best, self.limit, self.limit * 5 / 4

    @property
    def flip(self) -> Any:
        """What the best rate makes of a distance along the steep axis: it changes sides."""
        return -self.share

    @property
    def again(self) -> str:
        """A clause for a bowl without a long axis."""
        return "; the same all round" if float(self.low) == float(self.high) else ""

    @property
    def jumping(self) -> str:
        if self.again:
            return "At this rate a single step is enough."
        return "Below zero means: every step jumps to the other side."

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
    machine = np.array([[mvcalc.approximate(H[i, j]) for j in range(2)] for i in range(2)])
    # Looked at in machine numbers first: exact eigenvalues of a plain far away take long.
    flat = not np.isfinite(machine).all() or np.linalg.eigvalsh(machine)[0] <= FLAT * steep
    theory = None if flat else mvcalc.quadratic_theory(H)
    if theory is None:
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
