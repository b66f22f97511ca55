"""The facts: a map, its slopes at a place, what the matrix foretells there, and polar tiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import mvcalc
from scenes.stage import Said, said

if TYPE_CHECKING:
    from sympy import Expr

    from . import Params

ZOOMS = ("3/5", "1/10", "1/200")  # half sides of the square, in reaches
# Steps to foretell, and how often the first is taken of the reach: the first that stays inside.
STEPS = (("1", "-1"), ("1", "1"), ("-1", "1"), ("-1", "-1"))
SHARES = ("2/5", "1/10", "1/100")
HALVINGS = 3
EVEN = 6  # sides of a picture that differ by more have axes of their own scale
COUNTABLE = 12  # width of a figure whose unit cells can be counted
THIN = 0.02  # share of its box that a visible parallelogram fills


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard."""

    u: mvcalc.Function
    v: mvcalc.Function
    point: tuple[Expr, ...]
    image: tuple[Expr, ...]
    reach: Expr
    first: tuple[Expr, ...]
    second: tuple[Expr, ...]
    det: Expr
    turned: Expr
    zooms: tuple[Expr, ...]
    step: tuple[Expr, ...]
    lengths: tuple[Expr, ...]
    errors: tuple[Expr, ...]
    polar: tuple[mvcalc.Function, ...]
    polar_det: mvcalc.Function
    radii: tuple[Expr, ...]
    factors: tuple[Expr, ...]
    check_radius: Expr
    check_factor: Expr

    @property
    def columns(self) -> tuple[tuple[Expr, ...], tuple[Expr, ...]]:
        return self.first, self.second

    @property
    def here(self) -> tuple[float, float]:
        """The point, for drawing."""
        return mvcalc.approximate(self.point[0]), mvcalc.approximate(self.point[1])

    @property
    def box(self) -> tuple[float, float]:
        """Width and height of the image of the unit square, for drawing."""
        a, b, c, d = (abs(mvcalc.approximate(x)) for x in (*self.first, *self.second))
        return a + c, b + d

    @property
    def even(self) -> bool:
        """Whether a picture with the same scale on both axes shows the image's shape."""
        width, height = self.box
        return not (width and height) or 1 / EVEN <= width / height <= EVEN

    @property
    def spread(self) -> tuple[float, float]:
        """Half the size of the image of the unit square about its middle, alike for true shapes."""
        wide, tall = (side or max(self.box) or 1.0 for side in self.box)
        return (max(wide, tall), max(wide, tall)) if self.even else (wide, tall)

    @property
    def legible(self) -> tuple[Said, ...]:
        """Both columns, each as decimals if one of its numbers has to be rounded."""
        return tuple(
            said(v) if mvcalc.show(v).relation == "=" else said(v, 4, "decimal")
            for v in self.columns
        )

    @property
    def scales(self) -> str:
        """A warning about pictures whose axes differ."""
        if self.even:
            return ""
        return "Mind the axes: it is so long that they have different scales."

    @property
    def sign(self) -> int:
        """Of the determinant."""
        if mvcalc.is_zero(self.det):
            return 0
        return 1 if mvcalc.approximate(self.det) > 0 else -1

    @property
    def shape(self) -> str:
        """What the image of a tiny square is close to."""
        if self.sign:
            return "the closer its image is to a parallelogram. Under the microscope"
        return "the flatter its image becomes, until it is a line. Under the microscope too"

    @property
    def counted(self) -> str:
        """What the determinant says here."""
        if not self.sign:
            return "The square is folded flat: it has no area left at all"
        area = abs(mvcalc.approximate(self.det))
        if area < THIN * self.box[0] * self.box[1]:
            return "The figure is so thin that it looks like a line. Yet its area is not zero"
        if area > 1:
            count = "Count the cells under the figure: so" if max(self.box) <= COUNTABLE else "So"
            return f"{count} many times has the area grown"
        return "The area has shrunk by this factor" if area < 1 else "The area has stayed the same"

    @property
    def linear(self) -> bool:
        """Whether the matrix tells the truth for every step that is tried."""
        return all(map(mvcalc.is_zero, self.errors))

    @property
    def gap(self) -> str:
        """How far the forecast is off."""
        return "Exactly there" if self.linear else "The red gap is the error"

    @property
    def ratio(self) -> float:
        """By what the last halving of the step divides the error; 0 if none is left."""
        last = mvcalc.approximate(self.errors[-1])
        return float(mvcalc.approximate(self.errors[-2]) / last) if last else 0.0

    @property
    def halved(self) -> str:
        """What halving the step does to the error; before ``times``."""
        if self.linear:
            return "Here there is no error, however long the step: this map is linear already"
        if not self.ratio:
            return "For the smallest of these steps there is no error left"
        return "Halve the step, and the error is divided by about"

    @property
    def times(self) -> Said:
        """The ratio, or nothing."""
        return said(mvcalc.number(self.ratio), 2) if self.ratio else Said("", "", "")

    @property
    def faster(self) -> str:
        """What that says about the matrix."""
        if 0 < self.ratio <= 2:
            return "These steps are still too long: take smaller ones, and it will shrink faster."
        return "" if not self.ratio else (
            "The error shrinks faster than the step. That makes this matrix the right one, and"
            " every other matrix wrong."
        )  # fmt: skip

    @property
    def handed(self) -> str:
        """What happens to a printed letter."""
        return {
            0: "Here the letter is folded onto a line, and nobody can read it",
            1: "Here the determinant is positive. The letter may turn and stretch, but it is an F",
            -1: "Here the determinant is negative. The letter has become its mirror image",
        }[self.sign]

    @property
    def swapped(self) -> str:
        """What happens if the image's coordinates change places."""
        if not self.sign:
            return "Swap the two coordinates of the image: what is flat stays flat"
        return (
            "Swap the two coordinates of the image, and the sign changes. Now it is the other way"
        )


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        DomainError, NonDifferentiableError: the map has no value or no slopes at the point.
    """
    u, v = (mvcalc.parse(text, ("x", "y")) for text in params.map)
    point = tuple(mvcalc.number(c) for c in params.point)
    J = mvcalc.jacobian((u, v), point)
    polar = tuple(mvcalc.parse(text, ("r", "t")) for text in ("r*cos(t)", "r*sin(t)"))
    polar_det = mvcalc.Function.of(determinant(mvcalc.jacobian(polar)), ("r", "t"))
    radii = tuple(mvcalc.number(r) for r in (1, 2, 3))
    det = mvcalc.evaluate(
        mvcalc.Function.of(determinant(mvcalc.jacobian((u, v))), ("x", "y")), point
    )
    step, lengths, errors = forecast((u, v), point, J, mvcalc.number(params.reach))
    return Facts(
        u=u,
        v=v,
        point=point,
        image=tuple(mvcalc.evaluate(h, point) for h in (u, v)),
        reach=mvcalc.number(params.reach),
        first=tuple(J.col(0)),
        second=tuple(J.col(1)),
        det=det,
        turned=-det,
        zooms=tuple(mvcalc.number(params.reach) * mvcalc.number(z) for z in ZOOMS),
        step=step,
        lengths=lengths,
        errors=errors,
        polar=polar,
        polar_det=polar_det,
        radii=radii,
        factors=tuple(mvcalc.evaluate(polar_det, (r, 0)) for r in radii),
        check_radius=radii[-1],
        check_factor=mvcalc.evaluate(polar_det, (radii[-1], 0)),
    )


def determinant(J: Any) -> Any:
    """The determinant of a 2 by 2 matrix, simplified."""
    return mvcalc.simplified(J[0, 0] * J[1, 1] - J[0, 1] * J[1, 0])


def forecast(
    fields: tuple[mvcalc.Function, ...], point: tuple[Expr, ...], J: Any, reach: Expr
) -> tuple[tuple[Expr, ...], tuple[Expr, ...], tuple[Expr, ...]]:
    """A step, the lengths in which it is taken, and how far the matrix is off for each.

    Raises:
        DomainError: the map is undefined so close to the point.
    """
    home = [mvcalc.evaluate(f, point) for f in fields]

    def off(step: tuple[Expr, ...], h: Expr) -> Expr:
        there = tuple(p + h * s for p, s in zip(point, step, strict=True))
        gaps = [
            mvcalc.evaluate(f, there) - home[k] - h * (J[k, 0] * step[0] + J[k, 1] * step[1])
            for k, f in enumerate(fields)
        ]
        square = mvcalc.tidy(gaps[0] ** 2 + gaps[1] ** 2)
        return mvcalc.evaluate(mvcalc.parse("sqrt(s)", ("s",)), square)

    def tried(choice: tuple[str, tuple[str, str]]) -> tuple[tuple[Expr, ...], ...]:
        step = tuple(map(mvcalc.number, choice[1]))
        first = reach * mvcalc.number(choice[0])
        lengths = tuple(first / 2**k for k in range(HALVINGS))
        return step, lengths, tuple(off(step, h) for h in lengths)

    choices = [(share, step) for share in SHARES for step in STEPS]
    works = mvcalc.first_that_works(choices, tried) or choices[-1]
    step, lengths, errors = tried(works)
    return step, lengths, errors
