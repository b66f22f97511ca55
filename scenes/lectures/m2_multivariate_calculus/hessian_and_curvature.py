"""Bowl, dome or saddle: the Hessian's eigenvalues say which, and along which directions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc
from scenes.stage import (
    Check,
    Expr2,
    LectureParams,
    LectureScene,
    Meta,
    Number,
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

META = Meta(
    title="Bowl, dome or saddle",
    goal="Where the ground is level: is it a valley, a summit, or a pass?",
    module=2,
    order=10,
    prerequisites=("partial-derivatives", "gradient-and-contours"),
    sources=("Deisenroth et al., Mathematics for Machine Learning, 5.7", "Stewart, 14.7"),
)
WORDS = {"min": "bowl", "max": "dome", "saddle": "saddle", "degenerate": "flat place"}
MOST_ROWS = 6


class Params(LectureParams):
    """Any smooth landscape, and the square in which all level places are looked for."""

    f: Expr2 = param("x^3 - 3*x*y + y^3", "the landscape")
    centre: Point2 = param(("1/2", "1/2"), "middle of the square")
    reach: Number = param("3/2", "half width of the square", above="0")


PRESETS = {
    "waves": {"f": "sin(x)*cos(y)", "centre": ["0", "0"], "reach": "9/4"},
    "camel": {"f": "x^4 - 2*x^2 + y^2 + x*y/2", "centre": ["0", "0"], "reach": "2"},
    "ring": {"f": "(x^2 + y^2 - 1)^2", "centre": ["0", "0"]},
    "flat": {"f": "x^4 - y^4", "centre": ["0", "0"], "reach": "1"},
}


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard."""

    f: mvcalc.Function
    slopes: tuple[mvcalc.Function, ...]
    box: tuple[tuple[Any, Any], ...]
    found: mvcalc.CriticalSet
    main: mvcalc.CriticalPoint
    other: mvcalc.CriticalPoint
    bowl4: mvcalc.Function
    pass4: mvcalc.Function
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
    def surely(self) -> str:
        """Whether the list is proved complete."""
        if self.found.curves:
            return "Besides, a whole curve of places is level: there the test is silent."
        return "There is no other: that is proved." if self.found.complete else "There may be more."

    @property
    def shape(self) -> str:
        return WORDS[str(self.main.kind)]

    @property
    def other_shape(self) -> str:
        return WORDS[str(self.other.kind)]

    @property
    def low(self) -> Any:
        return self.main.eigen[0].value

    @property
    def high(self) -> Any:
        return self.main.eigen[1].value

    @property
    def verdict(self) -> str:
        """What the two extreme curvatures of the main point mean."""
        return {
            "min": "Both are positive: it bends upwards in every direction. A bowl.",
            "max": "Both are negative: it bends downwards in every direction. A dome.",
            "saddle": "One is negative, one is positive: up this way, down that way. A saddle.",
        }.get(str(self.main.kind), "At least one is zero. Then the test is silent.")

    @property
    def second_look(self) -> str:
        """The story of the second point."""
        if self.count == 1:
            return "Here there is only one level place, so look at it once more, from the side."
        return "Now the next one. Predict: bowl, dome or saddle?"

    @property
    def other_low(self) -> Any:
        return self.other.eigen[0].value

    @property
    def other_high(self) -> Any:
        return self.other.eigen[1].value


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        DegenerateError: no level place in the square, or only curves of them.
        UncertifiedError: none was found, without proof.
        DomainError: no value somewhere in the square.
    """
    f = mvcalc.parse(params.f, ("x", "y"))
    reach = mvcalc.number(params.reach)
    box = tuple((mvcalc.number(c) - reach, mvcalc.number(c) + reach) for c in params.centre)
    found = mvcalc.critical_points(f, box)
    ranked = sorted(found.points, key=lambda p: "min max saddle degenerate".find(str(p.kind)))
    if not ranked or not ranked[0].eigen:
        raise mvcalc.DegenerateError(
            "no isolated level place was found here", param="f", value=params.f,
            hint="for example f = x^3 - 3*x*y + y^3",
        )  # fmt: skip
    others = [p for p in ranked[1:] if p.kind != ranked[0].kind] or ranked[1:] or ranked
    asked = mvcalc.parse("x^2 + 4*x*y + y^2", ("x", "y"))
    at_zero = mvcalc.critical_points(asked, ((-1, 1), (-1, 1))).points[0]
    return Facts(
        f=f,
        slopes=tuple(mvcalc.Function.of(mvcalc.partial(f, v), ("x", "y")) for v in f.vars),
        box=box,
        found=found,
        main=ranked[0],
        other=others[0],
        bowl4=mvcalc.parse("x^4 + y^4", ("x", "y")),
        pass4=mvcalc.parse("x^4 - y^4", ("x", "y")),
        check=asked,
        check_values=tuple(e.value for e in at_zero.eigen),
        check_kind=WORDS[str(at_zero.kind)],
    )


SCRIPT = Script(
    opening="""You stand on level ground. The gradient is zero, so it tells you nothing. Is this
        the bottom of a valley, a summit, or a mountain pass?""",
    beats={
        "level": Words(
            "Where the ground is level",
            """Here is a landscape, {f}. Draw all the places where the slope in x is zero. They lie
            on a curve.

            And those where the slope in y is zero: another curve. Where the two cross, there is no
            slope at all.

            In this square that happens at {count} {places}. {surely} But what are they? The map of
            slopes cannot say.""",
            "Two curves of zero slope cross at {count} level {places}.",
        ),
        "bend": Words(
            "How does it bend?",
            """Take the level place at {main.point:4}. Cut the hill along one direction, and look at
            the cut from the side. It bends.

            Turn the cut, and the bend changes. Write down the curvature for every direction. What
            kind of curve will this be?

            A wave again, with two periods. Its crest and its trough are {high:4} and {low:4}.
            {verdict}""",
            "A cut through the hill, and its curvature against the direction.",
        ),
        "matrix": Words(
            "Two special directions",
            """All these bends fit into one small table: the Hessian matrix of second derivatives.
            Crest and trough of the wave are its eigenvalues.

            And the directions that belong to them are its eigenvectors. They are always at right
            angles to each other. In these directions the hill bends most, and least.""",
            "The Hessian with eigenvalues {low:4} and {high:4}: a {shape}.",
        ),
        "other": Words(
            "The other kind of place",
            """{second_look} Here the eigenvalues are {other_low:4} and {other_high:4}.

            So this is a {other_shape}. See it on the map, and on the hill itself.""",
            "Map and hillside; the second place is a {other_shape}.",
        ),
        "silent": Words(
            "When the test is silent",
            """One warning. These two landscapes have the same Hessian at the origin: all four
            entries are zero.

            But one is a bowl, and the other a saddle. When curvature vanishes, only higher
            derivatives can tell.""",
            "Two surfaces with zero Hessian at the origin: a bowl and a saddle.",
        ),
    },
    check=Check(
        "The function {check} is level at the origin. What are the two eigenvalues of its Hessian, "
        "and what is it?",
        "{check_values}: one of each sign, so it is a {check_kind}.",
    ),
)


class HessianAndCurvature(LectureScene[Params, Facts]):
    """Level places, a turning cut, two special directions, and a silent test."""

    @beat
    def level(self) -> None:
        facts = self.facts
        self.lay_map(layout.PICTURE)
        curves = [
            parts.ContourPlot(self.plot, slope, [0], bands=False, role=role)
            for slope, role in zip(facts.slopes, (Role.DERIVATIVE, Role.GRADIENT), strict=True)
        ]
        names = parts.column(
            layout.LEDGER,
            self.formula("f = {{ {f} : function }}", f=facts.f),
            self.formula("frac(partial f, partial x) = {{ {d} : derivative }}", d=facts.slopes[0]),
            self.formula("frac(partial f, partial y) = {{ {d} : gradient }}", d=facts.slopes[1]),
        )
        with self.line():
            self.appear(self.plot, self.contours, names[0])
            self.appear(curves[0], names[1], seconds=1.5)
        with self.line():
            self.appear(curves[1], names[2], seconds=1.5)
        with self.line():
            dots = [
                parts.Point(self.at(p), role=Role.TEXT, radius=0.12) for p in facts.found.points
            ]
            self.appear(*dots, seconds=1.5, lag=0.3)

    @beat
    def bend(self) -> None:
        facts = self.facts
        self.clear()
        self.lay_map(layout.PICTURE)
        angle = self.tracker(0)
        above, below = layout.LEDGER.split_y(0.5, gap=0.3)
        H = hessian(facts.main)
        top = float(np.abs(np.linalg.eigvalsh(H)).max()) or 1.0
        wave = parts.Plot(
            below, (0, 360), (-1.25 * top, 1.25 * top), x_label="",
            y_label='"curvature, by degrees"', x_marks=(0, 90, 180, 270, 360), y_ticks=4,
        )  # fmt: skip

        def curvature(degrees: Any) -> Any:
            c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
            return H[0, 0] * c**2 + 2 * H[0, 1] * c * s + H[1, 1] * s**2

        cut, slice_plot, profile = self.cut(above, angle)
        dot = parts.Point(
            lambda: wave.at(
                np.degrees(angle.get_value()) % 360.001, curvature(np.degrees(angle.get_value()))
            ),
            angle, role=Role.CURVATURE,
        )  # fmt: skip
        here = parts.Point(self.at(facts.main), role=Role.TEXT, radius=0.12)
        with self.line():
            self.appear(self.plot, self.contours, here)
            self.appear(cut, slice_plot, profile)
        with self.line():
            self.appear(wave, dot)
            self.drive(angle, 2 * np.pi, 7.0)
        with self.line():
            self.appear(parts.Curve(wave, curvature, Role.CURVATURE, dashed=True), seconds=1.5)
            self.drive(angle, crest(H), 1.5)
        self.aha()

    @beat
    def matrix(self) -> None:
        facts = self.facts
        self.clear()
        self.lay_map(layout.PICTURE)
        ellipse = self.ellipse(facts.main)
        here = parts.Point(self.at(facts.main), role=Role.TEXT, radius=0.12)
        sums = self.description(facts.main)
        with self.line():
            self.appear(self.plot, self.contours, here)
            self.appear(sums[0])
            self.appear(*sums[1:3])
        with self.line():
            self.appear(ellipse, *sums[3:], seconds=1.5)
        self.aha()

    @beat
    def other(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.BELOW_STRIP.split_x(0.5)
        self.lay_map(left)
        view = parts.SurfaceView(
            right, facts.f, self.plot.x_range, self.plot.y_range, levels=self.contours.levels
        )
        x, y = (mvcalc.approximate(c) for c in facts.other.point)
        marks = [parts.Point(self.at(facts.other), role=Role.TEXT, radius=0.12)]
        on_hill = parts.SurfacePoint(view, lambda: (x, y), role=Role.TEXT)
        values = parts.row(
            layout.STRIP,
            self.formula("lambda_1 {v_is} {{ {v} : curvature }}", v=facts.other_low),
            self.formula("lambda_2 {v_is} {{ {v} : curvature }}", v=facts.other_high),
        )
        with self.line():
            self.appear(self.plot, self.contours, *marks)
            self.appear(*values)
        with self.line():
            self.appear(self.ellipse(facts.other), view)
            self.appear(on_hill)
            if not self.params.reduced_motion:
                self.drive(view.theta, view.theta.get_value() + 0.8, 4.0)

    @beat
    def silent(self) -> None:
        facts = self.facts
        self.clear()
        slots = layout.BELOW_STRIP.split_x(0.5)
        views = [
            parts.SurfaceView(slot, f, (-1, 1), (-1, 1), levels=[k / 5 for k in range(-4, 9)])
            for slot, f in zip(slots, (facts.bowl4, facts.pass4), strict=True)
        ]
        names = parts.row(
            layout.STRIP,
            self.formula("{{ {f} : function }}", f=facts.bowl4),
            self.formula("H = mat(0, 0; 0, 0)"),
            self.formula("{{ {f} : function }}", f=facts.pass4),
        )
        with self.line():
            self.appear(names[1])
        with self.line():
            self.appear(*views, names[0], names[2])
            if not self.params.reduced_motion:
                turned = {view.theta: view.theta.get_value() + 0.6 for view in views}
                self.drive(turned, seconds=4.0)

    # -- pieces ---------------------------------------------------------------------------

    def lay_map(self, slot: layout.Slot) -> None:
        """The landscape from above."""
        (x0, x1), (y0, y1) = (tuple(map(float, side)) for side in self.facts.box)
        ranges = parts.window_over(slot, [(x0, y0), (x1, y1)], 0)
        levels = mvcalc.contour_levels(self.facts.f, ranges, 12).values
        self.plot = parts.Plot(slot, *ranges, equal=True, grid=False)
        self.contours = parts.ContourPlot(self.plot, self.facts.f, levels)

    def at(self, point: mvcalc.CriticalPoint) -> np.ndarray:
        """The place of a level point."""
        return self.plot.at(*map(mvcalc.approximate, point.point))

    def cut(
        self, slot: layout.Slot, angle: ValueTracker
    ) -> tuple[parts.Guide, parts.Plot, parts.Curve]:
        """A direction on the map, and the hill seen from the side along it."""
        facts = self.facts
        x, y = (mvcalc.approximate(c) for c in facts.main.point)
        half = 0.5 * float(facts.box[0][1] - facts.box[0][0]) / 2
        turns = np.linspace(0, np.pi, 24)[:, None]
        s = np.linspace(-half, half, 40)
        around = mvcalc.sample(facts.f, x + s * np.cos(turns), y + s * np.sin(turns))
        plot = parts.Plot(
            slot, (-half, half), parts.padded(around.ravel()), x_label="", y_label='"the cut"',
            y_ticks=4, x_ticks=4,
        )  # fmt: skip

        def heights(along: Any) -> Any:
            a = angle.get_value()
            return mvcalc.sample(facts.f, x + along * np.cos(a), y + along * np.sin(a))

        def ends() -> np.ndarray:
            a = angle.get_value()
            step = half * np.array([np.cos(a), np.sin(a)])
            return self.plot.path([x - step[0], x + step[0]], [y - step[1], y + step[1]])

        profile = parts.Curve(plot, heights, follow=(angle,), samples=120)
        return parts.Guide(ends, angle, role=Role.TEXT), plot, profile

    def ellipse(self, point: mvcalc.CriticalPoint) -> parts.Ellipse:
        """The bend as an ellipse or a hyperbola, with its axes."""
        H = hessian(point)
        size = 0.35 * float(self.facts.box[0][1] - self.facts.box[0][0]) / 2
        level = float(np.abs(np.linalg.eigvalsh(H)).min()) * size**2 or size**2
        return parts.Ellipse(self.plot, [mvcalc.approximate(c) for c in point.point], H, level)

    def description(self, point: mvcalc.CriticalPoint) -> list[Any]:
        """The Hessian, its eigenvalues and eigenvectors."""
        (a, b), (_, d) = point.hessian
        low, high = point.eigen
        return [*parts.column(
            layout.LEDGER,
            self.formula("H {r_is} mat({a:4}, {b:4}; {b:4}, {d:4})", a=a, b=b, d=d, r=(a, b, d)),
            self.formula("lambda_1 {v_is} {{ {v} : curvature }}", v=low.value),
            self.formula("lambda_2 {v_is} {{ {v} : curvature }}", v=high.value),
            self.formula("v_1 {v_is} {v:4}", v=low.vector),
            self.formula("v_2 {v_is} {v:4}", v=high.vector),
            self.formula("f {v_is} {{ {v} : function }}", v=point.value),
        )]  # fmt: skip


def hessian(point: mvcalc.CriticalPoint) -> np.ndarray:
    """Machine values of the second derivatives."""
    return np.array([[mvcalc.approximate(v) for v in row] for row in point.hessian])


def crest(H: np.ndarray) -> float:
    """The direction of the largest curvature, as an angle."""
    _, vectors = np.linalg.eigh(H)
    return float(np.arctan2(vectors[1, 1], vectors[0, 1]))
