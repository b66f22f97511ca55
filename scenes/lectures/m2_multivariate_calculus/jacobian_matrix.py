"""Zoom in until a map is a matrix; its determinant is the factor of areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc
from scenes.stage import (
    Check,
    LectureParams,
    LectureScene,
    Meta,
    Number,
    Pair2,
    Point2,
    Role,
    Script,
    Words,
    beat,
    layout,
    param,
    parts,
)

if TYPE_CHECKING:
    from manim import ValueTracker
    from sympy import Expr

META = Meta(
    title="Zoom in until a map is a matrix",
    goal="What does a bent map of the plane do to a tiny square?",
    module=2,
    order=8,
    prerequisites=("gradient-and-contours",),
    sources=("Deisenroth et al., Mathematics for Machine Learning, 5.3", "Hubbard, 2015, 1.7"),
)


class Params(LectureParams):
    """Any map of the plane, and a place to look at closely."""

    map: Pair2 = param(("x^2 - y^2", "2*x*y"), "where the point (x, y) goes")
    point: Point2 = param(("1", "1/2"), "where the microscope stands")
    reach: Number = param("3/2", "half width of the grid", above="0")


PRESETS = {
    "linear": {"map": ["2*x + y", "y - x"], "point": ["1/2", "1/2"]},
    "polar": {"map": ["x*cos(y)", "x*sin(y)"], "point": ["1", "1/2"]},
    "twist": {"map": ["x*cos(x^2 + y^2) - y*sin(x^2 + y^2)", "x*sin(x^2 + y^2) + y*cos(x^2 + y^2)"],
              "point": ["1/2", "0"], "reach": "1"},
    "flip": {"map": ["y + x^2/4", "x"], "point": ["1/2", "1/3"]},
    "fold": {"map": ["x^2", "y"], "point": ["0", "1/2"]},
}  # fmt: skip


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
    polar: tuple[mvcalc.Function, ...]
    polar_det: mvcalc.Function
    radii: tuple[Expr, ...]
    factors: tuple[Expr, ...]
    check_radius: Expr
    check_factor: Expr

    @property
    def area(self) -> Expr:
        return abs(self.det)

    @property
    def sides(self) -> str:
        return "and" if self.det != 0 else "and, along the same line,"

    @property
    def counted(self) -> str:
        """What the determinant says here."""
        if self.det == 0:
            return "Here it is zero. The square is folded flat: it has no area left at all."
        area = float(self.area)
        if area > 1:
            return "Count the cells under it: so many times has the area grown."
        return "Count: it has shrunk by this factor." if area < 1 else "It has stayed the same."

    @property
    def handed(self) -> str:
        """What happens to a printed letter."""
        if self.det == 0:
            return "Here the letter is folded onto a line, and nobody can read it."
        if self.det > 0:
            return "Here the determinant is positive. The letter is bent, but still an F."
        return "Here the determinant is negative. The letter has become its mirror image."


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
    return Facts(
        u=u,
        v=v,
        point=point,
        image=tuple(mvcalc.evaluate(h, point) for h in (u, v)),
        reach=mvcalc.number(params.reach),
        first=tuple(J.col(0)),
        second=tuple(J.col(1)),
        det=mvcalc.evaluate(
            mvcalc.Function.of(determinant(mvcalc.jacobian((u, v))), ("x", "y")), point
        ),
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


SCRIPT = Script(
    opening="""A map can bend the whole plane. Straight lines become curves, squares become leaves.
        Yet there is a way to see that it is quite simple.""",
    beats={
        "flow": Words(
            "A map bends the plane",
            """Here is a grid, and a rule that sends every point somewhere else: the first
            coordinate becomes {u}, the second {v}.

            Watch the grid flow to its image. Lines bend, and squares become strange shapes. Some
            grow, some shrink.

            How could one number, or a few numbers, describe such a mess?""",
            "The image of a square grid under the map.",
        ),
        "zoom": Words(
            "Under the microscope",
            """Put a microscope over one place, {point}. On the left is a square about it. On the
            right is its image, with curved sides.

            Now make the square smaller, and enlarge both pictures as much. What will happen to the
            curved sides?

            They straighten. The smaller the square, the closer its image is to a parallelogram.
            Under the microscope, every smooth map is linear.""",
            "A small square and its image: nearly a parallelogram.",
        ),
        "matrix": Words(
            "Two arrows, one matrix",
            """A parallelogram has two sides. One step in x goes along {first}. One step in y goes
            along {second}.

            Write these two arrows side by side as columns. That is the Jacobian matrix: all the
            slopes of the map at this place.

            And its area? It is the determinant: {det}. {counted}""",
            "The Jacobian with columns {first} and {second}; its determinant is {det}.",
        ),
        "flip": Words(
            "The sign of the determinant",
            """A determinant also has a sign. Print a letter F on the square, and send it through
            the map. {handed}

            Swap the two coordinates of the image, and the sign changes. Now it is the other way
            round. So the size says how much area grows, and the sign says whether the plane is
            turned over.""",
            "The letter F through the map, and through the map with its coordinates swapped.",
        ),
        "polar": Words(
            "Polar tiles",
            """One map is used every day: polar coordinates. A radius and an angle become a point.
            A grid of radii and angles becomes rings and spokes.

            All these tiles were equal squares once. But those far from the centre are larger. By
            how much? The determinant says: {polar_det}.

            At radius one the area is unchanged; at three it is three times as large. Keep that in
            mind for integrals.""",
            "Polar tiles grow in proportion to their radius.",
        ),
    },
    check=Check(
        "By what factor do polar coordinates enlarge a tiny area at radius {check_radius}?",
        "By {check_factor}: the determinant is the radius.",
    ),
)


class JacobianMatrix(LectureScene[Params, Facts]):
    """A flow, a microscope, a matrix, a letter, and polar tiles."""

    @beat
    def flow(self) -> None:
        facts = self.facts
        share = self.tracker(0)
        image = parts.PlaneMap(facts.u, facts.v, share)
        x, y = (float(c) for c in facts.point)
        half = float(facts.reach)
        slot = layout.BELOW_STRIP
        corners = self.seen(x, y, half)
        plot = parts.Plot(slot, *parts.window_over(slot, corners, 0.04), equal=True)
        grid = parts.GridMap(plot, image, (x - half, x + half), (y - half, y + half), lines=11)
        square = parts.MappedFigure(plot, image, parts.square_about((x, y), half / 10))
        rule = parts.row(
            layout.STRIP,
            self.formula("x arrow.r {{ {u} : function }}", u=facts.u),
            self.formula("y arrow.r {{ {v} : function }}", v=facts.v),
        )
        with self.line():
            self.appear(plot, grid)
            self.appear(*rule)
        with self.line():
            self.appear(square)
            self.drive(share, 1, 5.0)
        with self.line():
            self.emphasise(square)

    @beat
    def zoom(self) -> None:
        self.clear()
        left, right = layout.SAFE.split_x(0.5)
        self.h = self.tracker(0.6 * float(self.facts.reach))
        unit = self.tracker(0)
        before = self.local_plot(left, 1.6, '"before"')
        after = self.local_plot(right, self.spread(), '"after"')
        still = parts.PlaneMap(self.facts.u, self.facts.v, unit)
        square = parts.MappedFigure(before, still, parts.square_about((0, 0), 1))
        image = self.zoomed(self.h)
        grid = parts.GridMap(after, image, (-1, 1), (-1, 1), lines=5)
        figure = parts.MappedFigure(after, image, parts.square_about((0, 0), 1))
        with self.line():
            self.appear(before, square)
            self.appear(after, figure, grid)
        with self.line():
            self.drive(self.h, 0.25 * self.h.get_value(), 3.0)
        with self.line():
            self.drive(self.h, 0.05 * self.h.get_value(), 4.0)
        self.aha()

    @beat
    def matrix(self) -> None:
        facts = self.facts
        self.clear()
        plot = self.local_plot(layout.PICTURE, self.spread(), "")
        area = parts.Parallelogram(plot, (0, 0), facts.first, facts.second)
        sums = parts.column(
            layout.LEDGER,
            self.formula("{{ {a} : gradient }}", a=facts.first),
            self.formula("{{ {b} : curvature }}", b=facts.second),
            self.formula(
                "J {r_is} mat({{ {a} : gradient }}, {{ {b} : curvature }};"
                "{{ {c} : gradient }}, {{ {d} : curvature }})",
                a=facts.first[0], b=facts.second[0], c=facts.first[1], d=facts.second[1],
                r=(*facts.first, *facts.second),
            ),
            self.formula("det J {d_is} {{ {d} : derivative }}", d=facts.det),
        )  # fmt: skip
        with self.line():
            self.appear(plot, area)
            self.appear(*sums[:2], seconds=2.0, lag=0.8)
        with self.line():
            self.appear(sums[2])
        with self.line():
            self.appear(sums[3])
            self.emphasise(area)
        self.aha()

    @beat
    def flip(self) -> None:
        self.clear()
        left, right = layout.BELOW_STRIP.split_x(0.5)
        h = self.tracker(0.05 * float(self.facts.reach))
        share = [self.local_plot(slot, self.spread(), "") for slot in (left, right)]
        signs = parts.row(
            layout.STRIP,
            self.formula("det {d_is} {{ {d} : derivative }}", d=self.facts.det),
            self.formula("det {d_is} {{ {d} : derivative }}", d=-self.facts.det),
        )
        letters = [
            parts.MappedFigure(plot, image, parts.letter_f((-0.35, -0.6), 1.3))
            for plot, image in zip(share, (self.zoomed(h), self.zoomed(h, True)), strict=True)
        ]
        with self.line():
            self.appear(share[0], signs[0])
            self.appear(letters[0])
        with self.line():
            self.appear(share[1], signs[1])
            self.appear(letters[1])

    @beat
    def polar(self) -> None:
        facts = self.facts
        self.clear()
        share = self.tracker(0)
        plot = parts.Plot(layout.PICTURE, (-3.6, 3.6), (-3.2, 3.2), equal=True)
        image = parts.PlaneMap(facts.polar[0], facts.polar[1], share)
        grid = parts.GridMap(plot, image, (0, 3.2), (0, float(np.pi)), lines=17)
        tiles = [
            parts.MappedFigure(plot, image, parts.square_about((float(r) - 0.1, 1.0), 0.1))
            for r in facts.radii
        ]
        ledger = parts.Ledger(
            layout.LEDGER, ("r", '"area factor"'), 3, roles=(Role.DATA, Role.DERIVATIVE), align=0
        )
        rows = [ledger.row(r, factor) for r, factor in zip(facts.radii, facts.factors, strict=True)]
        with self.line():
            self.appear(plot, grid)
            self.drive(share, 1, 4.0)
        with self.line():
            self.appear(*tiles, ledger)
        with self.line():
            self.appear(*rows, seconds=2.0, lag=0.6)
        self.aha()

    # -- pieces ---------------------------------------------------------------------------

    def seen(self, x: float, y: float, half: float) -> list[tuple[float, ...]]:
        """The corners of the grid, and most of its image."""
        side = np.linspace(-half, half, 9)
        X, Y = np.meshgrid(x + side, y + side)
        u, v = mvcalc.sample(self.facts.u, X, Y), mvcalc.sample(self.facts.v, X, Y)
        limits = 2.6 * half
        u = np.clip(u, x - limits, x + limits)
        v = np.clip(v, y - limits, y + limits)
        return [*zip(X.ravel(), Y.ravel(), strict=True), *zip(u.ravel(), v.ravel(), strict=True)]

    def local_plot(self, slot: layout.Slot, half: float, name: str) -> parts.Plot:
        """Axes about the point, in units of the microscope."""
        ranges = parts.window_over(slot, [(-half, -half), (half, half)], 0)
        return parts.Plot(slot, *ranges, x_label="", y_label=name, equal=True)

    def spread(self) -> float:
        """Half the size of the image of the unit square."""
        first, second = (
            np.array([float(c) for c in v]) for v in (self.facts.first, self.facts.second)
        )
        return 1.25 * max(1.0, float((np.abs(first) + np.abs(second)).max()))

    def zoomed(self, h: ValueTracker, swapped: bool = False) -> parts.ZoomedMap:
        """The map near the point."""
        u, v = (self.facts.v, self.facts.u) if swapped else (self.facts.u, self.facts.v)
        x, y = (float(c) for c in self.facts.point)
        return parts.ZoomedMap(u, v, (x, y), h)
