"""The facts: level places, their Hessians, and how the ground bends in every direction."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import mvcalc
from scenes.stage import Said, said

from .square import searched
from .trough import Trough, on_curve

if TYPE_CHECKING:
    from . import Params

WORDS = {"min": "bowl", "max": "dome", "saddle": "saddle", "degenerate": "flat place"}

VERDICTS = {
    "min": "Both are positive: it bends upwards in every direction. A bowl.",
    "max": "Both are negative: it bends downwards in every direction. A dome.",
    "saddle": "One is negative, one is positive: down this way, up that way. A saddle.",
    "degenerate": "At least one is zero. Then the test is silent: more about that later.",
}
TOSSES = (1, 2, 10, 100)  # directions of which each bends up or down
MOST_LETTERS = 12  # of a second derivative that has room in the table


Place = mvcalc.CriticalPoint | Trough


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard."""

    f: mvcalc.Function
    slopes: tuple[mvcalc.Function, ...]
    reach: Any
    box: tuple[tuple[Any, Any], ...]
    found: mvcalc.CriticalSet
    main: mvcalc.CriticalPoint
    other: Place
    second: tuple[mvcalc.Function, ...]
    curve: mvcalc.Function | None
    level_ground: mvcalc.Function
    quadratics: tuple[mvcalc.Function, ...]
    quartics: tuple[mvcalc.Function, ...]
    check: mvcalc.Function
    check_values: tuple[Any, ...]
    check_kind: str

    @property
    def count(self) -> int:
        return len(self.found.points)

    @property
    def places(self) -> str:
        return "place" if self.count == 1 else "places"

    @property
    def table(self) -> tuple[Said, ...]:
        """The second derivatives as formulas; by name if they are long."""
        formulas = tuple(map(said, self.second))
        if max(len(formula.text) for formula in formulas) <= MOST_LETTERS:
            return formulas
        return tuple(Said("", f"f_({name})", "") for name in ("x x", "x y", "y y"))

    @property
    def quartic_tables(self) -> tuple[tuple[mvcalc.Function, ...], ...]:
        return tuple(map(second_derivatives, self.quartics))

    @property
    def surely(self) -> str:
        """What is proved about the rest of the square."""
        if self.found.curves:
            return "Besides, along a whole curve every place is level."
        return "There is no other in this square: that is proved."

    @property
    def shape(self) -> str:
        return WORDS[str(self.main.kind)]

    @property
    def other_shape(self) -> str:
        bend = sum(map(mvcalc.approximate, self.other_values))
        if isinstance(self.other, Trough) and bend:
            return "valley floor" if bend > 0 else "ridge"
        return WORDS[str(self.other.kind)]

    @cached_property
    def _pairs(self) -> tuple[Any, Any]:
        return self.main.eigen, self.other.eigen  # worked out once

    def pairs(self, point: Place) -> Any:
        return self._pairs[point is not self.main]

    @cached_property
    def bends(self) -> tuple[Any, ...]:
        return tuple(pair.value for pair in self._pairs[0])

    @cached_property
    def round(self) -> bool:
        """Whether all directions bend alike."""
        return bool(self.bends[0] == self.bends[1])

    @property
    def fitting(self) -> str:
        """What laying coins against the first path shows."""
        if mvcalc.is_zero(self.main.hessian[0][0]):
            return "Along this path even the largest coin is too small: a straight line fits best."
        return "A small one sits too deep, a large one cannot get in. And one fits best."

    @property
    def tosses(self) -> tuple[tuple[int, int], ...]:
        """Numbers of directions, and of patterns of signs that their eigenvalues may have."""
        return tuple((n, 2**n) for n in TOSSES)

    @property
    def turning(self) -> str:
        """What turning the path shows."""
        if self.round:
            return "It does: here all directions are alike."
        return "It does not. So one number will not be enough."

    @property
    def wave(self) -> str:
        """What the curve of curvatures looks like."""
        if self.round:
            return "Here it is level. In every direction the curvature is the same:"
        return "A wave, with two crests in one turn. Its trough and its crest are at"

    @cached_property
    def extremes(self) -> Said:
        low, high = (said(value, 4) for value in self.bends)
        return (
            low
            if self.round
            else Said(f"{low.text} and {high.text}", "", f"{low.speech} and {high.speech}")
        )

    @property
    def verdict(self) -> str:
        """What the extreme curvatures of the main point mean."""
        words = VERDICTS[str(self.main.kind)]
        return words.replace("Both are", "It is").replace("At least one", "It") if (
            self.round
        ) else words  # fmt: skip

    @property
    def special(self) -> str:
        """What the eigenvectors are for the hill."""
        if self.round:
            return "Here both are equal, so any two directions at right angles will do."
        return "Along one of them the hill bends least, along the other most."

    @property
    def nearby(self) -> str:
        """What the contour lines near the main point are like."""
        if self.main.kind == "degenerate":
            return ""
        curve = "hyperbolas" if self.main.kind == "saddle" else "ellipses"
        curve = "circles" if self.round else curve
        return f"""Look at the dashed curve. The closer you come to the place, the more the contour
            lines look like such {curve}, with these two directions as axes."""

    @property
    def second_look(self) -> str:
        """The story of the second point."""
        if isinstance(self.other, Trough):
            return "Now a place on that whole curve. Predict: bowl, dome or saddle?"
        if self.count == 1:
            return "Here there is only one isolated level place, so look at it once more."
        return "Now another level place. Predict: bowl, dome or saddle?"

    @property
    def other_values(self) -> tuple[Any, ...]:
        return tuple(pair.value for pair in self._pairs[1])

    @property
    def other_verdict(self) -> str:
        """What the signs at the second point mean."""
        if isinstance(self.other, Trough):
            return (
                "Across the curve the ground bends. Along it the ground stays level for ever, and"
                " the eigenvalue is zero. Networks with more weights than they need have many"
                " such places."
            )
        return {
            "min": "Both paths through it bend upwards, and so do all between them.",
            "max": "Both paths through it bend downwards, and so do all between them.",
            "saddle": "One path through it bends downwards, the other upwards.",
        }.get(str(self.other.kind), "At least one path through it has no curvature at all.")


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        DegenerateError: no level place in the square, or only curves of them.
        UncertifiedError: none was found, or there may be more, without proof.
        DomainError: no value somewhere in the square.
    """
    f = mvcalc.parse(params.f, ("x", "y"))
    reach, box, found = searched(f, params.centre, mvcalc.number(params.reach))
    ranked = sorted(found.points, key=lambda p: list(WORDS).index(str(p.kind)))
    if not found.complete:
        raise mvcalc.UncertifiedError(
            "it is not proved that all level places of this square were found",
            param="reach", value=params.reach, hint="a smaller square, for example reach = 1",
        )  # fmt: skip
    if not ranked:
        raise mvcalc.DegenerateError(
            "no isolated level place was found here, only whole curves of them",
            param="f", value=params.f, hint="for example f = x^3 - 3*x*y + y^3",
        )  # fmt: skip
    others = [p for p in ranked[1:] if p.kind != ranked[0].kind] or ranked[1:] or ranked
    trough = on_curve(f, found, box) if len(ranked) == 1 and found.curves else None
    asked = mvcalc.parse("x^2 + 4*x*y + y^2", ("x", "y"))
    at_zero = mvcalc.critical_points(asked, ((-1, 1), (-1, 1))).points[0]
    return Facts(
        f=f,
        slopes=slopes_of(f),
        second=second_derivatives(f),
        curve=mvcalc.Function.of(found.curves[0], f.vars) if found.curves else None,
        reach=reach,
        box=box,
        found=found,
        main=ranked[0],
        other=trough or others[-1],
        level_ground=mvcalc.parse("0*x", ("x", "y")),
        quadratics=tuple(mvcalc.parse(f"x^2 {sign} y^2", ("x", "y")) for sign in "+-"),
        quartics=tuple(mvcalc.parse(f"x^4 {sign} y^4", ("x", "y")) for sign in "+-"),
        check=asked,
        check_values=tuple(e.value for e in at_zero.eigen),
        check_kind=WORDS[str(at_zero.kind)],
    )


def slopes_of(f: mvcalc.Function) -> tuple[mvcalc.Function, ...]:
    """The derivatives of a function of two variables, as functions."""
    return tuple(mvcalc.Function.of(mvcalc.partial(f, v), f.vars) for v in f.vars)


def second_derivatives(f: mvcalc.Function) -> tuple[mvcalc.Function, ...]:
    """The entries of its Hessian: twice in x, in x and y, twice in y."""
    across, up = map(slopes_of, slopes_of(f))
    return *across, up[1]
