"""The facts: every number and formula seen or heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import mvcalc

if TYPE_CHECKING:
    from sympy import Expr

    from . import Params

ZOOMS = ("3/5", "1/10", "1/200")  # half sides of the square, in reaches


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
        if area > 1:
            return "Count the cells under the figure: so many times has the area grown"
        return "The area has shrunk by this factor" if area < 1 else "The area has stayed the same"

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
