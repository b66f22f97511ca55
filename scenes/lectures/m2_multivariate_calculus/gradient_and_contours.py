"""The gradient: the arrow that points uphill, square to the contour lines."""

from __future__ import annotations

from collections.abc import Iterable
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
    Said,
    Script,
    Words,
    beat,
    layout,
    param,
    parts,
    said,
    theme,
)
from scenes.stage.exempt import Exempt

if TYPE_CHECKING:
    from manim import ValueTracker
    from sympy import Expr

    from scenes.stage.formula import Formula

META = Meta(
    title="The arrow that points uphill",
    goal="Which way is steepest, and how steep is every other way?",
    module=2,
    order=7,
    prerequisites=("partial-derivatives",),
    sources=("Deisenroth et al., Mathematics for Machine Learning, 5.2", "Stewart, Calculus, 14.6"),
)


class Params(LectureParams):
    """Any smooth landscape, a place on it and a direction."""

    f: Expr2 = param("x^2 + x*y + y^2", "the landscape")
    point: Point2 = param(("1", "0"), "where the slopes are asked for")
    direction: Number = param("0", "first direction, counted from the x axis", unit="radians")
    reach: Number = param("2", "half width of the map", above="0")


PRESETS = {
    "hills": {"f": "sin(x)*cos(y)", "point": ["1/2", "1/3"], "direction": "pi/4"},
    "saddle": {"f": "x^2 - y^2", "point": ["-1", "1/2"], "direction": "pi/2"},
    "steep": {"f": "exp(2*x)*(y^2 + 1)", "point": ["1", "-1"], "direction": "pi"},
    "fractions": {"f": "x^3/7 - 5*x*y/13 + y/3", "point": ["11/17", "-3/19"]},
}


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
    places: tuple[tuple[Expr, ...], ...]
    lengths: tuple[Expr, ...]
    check_direction: tuple[Expr, ...]
    check_slope: Expr

    @property
    def shown(self) -> tuple[Said, ...]:
        """The two slopes, as decimals if they are long."""
        return tuple(
            said(slope, 4, "auto" if len(said(slope, 4).text) <= MOST_LETTERS else "decimal")
            for slope in self.slopes
        )

    @property
    def jacobian(self) -> Said:
        """Whether the slopes are exact as shown."""
        exact = all(slope.relation == "=" for slope in self.shown)
        return Said("", "", "", "=" if exact else "≈")

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
    slopes = tuple(mvcalc.gradient(f, point))
    if all(mvcalc.is_zero(slope) for slope in slopes):
        raise mvcalc.DegenerateError(
            "the gradient is zero here, so no direction is steepest",
            param="point", value=f"({params.point[0]}, {params.point[1]})",
            hint="move the point, or see the lecture hessian-and-curvature",
        )  # fmt: skip
    partials = tuple(mvcalc.Function.of(mvcalc.partial(f, v), ("x", "y")) for v in f.vars)
    angle = mvcalc.number(params.direction)
    cosine, sine = (mvcalc.evaluate(mvcalc.parse(f"{name}(t)", ("t",)), angle) for name in TURN)
    reach = mvcalc.number(params.reach)
    places = tuple(
        (mvcalc.tidy(point[0] + reach * east), mvcalc.tidy(point[1] + reach * north))
        for east, north in (map(mvcalc.number, steps) for steps in AROUND)
    )
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
        places=places,
        lengths=tuple(norm(mvcalc.gradient(f, place)) for place in places),
        check_direction=asked,
        check_slope=mvcalc.directional(f, point, asked),
    )


MOST_LETTERS = 7  # of a slope that is shown exactly
TURN = ("cos", "sin")
AROUND = (("3/4", "3/4"), ("-3/4", "-1/4"), ("1/4", "-3/4"), ("-1/2", "1/2"))


def norm(vector: Iterable[Expr]) -> Expr:
    """Length of a vector, exactly."""
    square = sum((c**2 for c in vector), mvcalc.number(0))
    return mvcalc.evaluate(mvcalc.parse("sqrt(s)", ("s",)), mvcalc.tidy(square))


SCRIPT = Script(
    opening="""On a curve there is one slope at every point. But on a hillside you may walk in any
        direction, and each has a slope of its own. Which way is steepest?""",
    beats={
        "contours": Words(
            "Tight lines mean steep ground",
            """Here is a landscape as a map: {f}. Every line joins places of the same height.
            Lighter is higher.

            From one line to the next, the height changes by the same amount. Where the lines are
            close together, a short walk is enough: there the ground is steep.

            Here are four places. Only by looking at the lines: at which one is the ground
            steepest? Decide before you go on.""",
            "Contour lines of {f}, with four places to compare.",
        ),
        "gradient": Words(
            "Two slopes make one arrow",
            """Take the place {point}. Walk in the direction of x only: the slope is {shown[0]}.
            Walk in the direction of y only: it is {shown[1]}.

            Written in a row, these two slopes are called the Jacobian. Stood up as a column, they
            are an arrow: the gradient.

            Draw it from our point. It is square to the contour line. And its length is
            {length:4}.""",
            "At {point} the gradient has length {length:4} and is square to the contour.",
        ),
        "directions": Words(
            "The slope of every direction",
            """Now face in any direction, and ask how steep it is. This way the ground is
            {ahead_words} {ahead:4}.

            Turn once all the way round. Write each slope down on the right, and mark it on the map
            as a distance from our place; broken where you look downhill. Predict: where will the
            curve be highest? And where will it be zero?

            It is a wave, a shifted cosine. Its crest is where you face along the gradient, and the
            height of the crest is the length of the arrow: {length:4}.

            Half way down, facing along the contour, the slope is zero. And behind you, it is just
            as steep downhill.""",
            "Slope against direction: a cosine wave with a crest of {length:4} at the gradient.",
        ),
        "field": Words(
            "An arrow everywhere",
            """There is such an arrow at every place. Together they are a field. All of them point
            uphill, and all of them cross the contour lines at right angles.

            Long arrows stand where the lines are tight. So, back to our question: the steepest of
            the four places is {steepest_name}, with a slope of {steepest_length:4}.""",
            "The field of gradients; the steepest of the four places is {steepest_name}.",
        ),
        "surface": Words(
            "The same arrow on the hillside",
            """Finally, here is the hillside itself, beside its map. The contour lines are cuts at
            equal heights.

            And this is our arrow, lying on the ground. On the map it points across the lines. On
            the hill it points where no ball would ever roll: straight up. Turn it round, and you
            have the fastest way down. Machines that learn will follow that one.""",
            "The gradient at {point} on the map and on the surface.",
        ),
    },
    check=Check(
        "At the same place, face in the direction {check_direction}. How steep is it?",
        "{check_slope}. Multiply the two arrows part by part, and add.",
    ),
)


REACH = 2.0  # length of the gradient's arrow in frame units


class GradientAndContours(LectureScene[Params, Facts]):
    """Contours, one arrow, every direction, a field of arrows, and the hill itself."""

    exempt = (
        Exempt("contrast", "lines on the lit hill repeat those of the map", part="SurfaceView"),
    )

    @beat
    def contours(self) -> None:
        facts = self.facts
        self.plot, self.levels = self.map(layout.PICTURE)
        self.lines = parts.ContourPlot(self.plot, facts.f, self.levels)
        quiz = [self.marked(name, place) for name, place in zip("ABCD", facts.places, strict=True)]
        title = parts.column(layout.LEDGER, self.formula("f = {{ {f} : function }}", f=facts.f))
        with self.line():
            self.appear(self.plot, self.lines, *title)
        with self.line():
            self.emphasise(self.lines.lines)
        with self.line():
            self.appear(*quiz, seconds=2.0, lag=0.7)
        self.hold(theme.REST)
        self.quiz, self.title = quiz, title

    @beat
    def gradient(self) -> None:
        facts = self.facts
        self.vanish(*self.quiz)
        across, up = (float(slope) for slope in facts.slopes)
        self.dot = parts.Point(self.plot.at(*self.here()), role=Role.TEXT)
        self.arrow, self.name = self.uphill(), self.nabla()
        legs = [
            parts.Arrow(self.dot.where(), self.tip(leg), role=Role.DERIVATIVE)
            for leg in ((across, 0.0), (0.0, up))
        ]
        sums = parts.column(
            layout.LEDGER,
            self.formula("f = {{ {f} : function }}", f=facts.f),
            self.slope("x", facts.shown[0]),
            self.slope("y", facts.shown[1]),
            self.formula("J {v_is} mat({{ {a} : derivative }}, {{ {b} : derivative }})",
                         a=facts.shown[0], b=facts.shown[1], v=facts.jacobian),
            self.formula("nabla f {v_is} vec({{ {a} : gradient }}, {{ {b} : gradient }})",
                         a=facts.shown[0], b=facts.shown[1], v=facts.jacobian),
            self.formula("abs(nabla f) {n_is} {{ {n} : gradient }}", n=facts.length),
        )  # fmt: skip
        with self.line():
            self.appear(self.dot)
            self.play(*[t.animate.move_to(s) for t, s in zip(self.title, sums[:1], strict=True)])
            for leg, line in zip(legs, sums[1:3], strict=True):
                self.appear(leg, line)
        with self.line():
            self.appear(sums[3])
            self.appear(sums[4])
        with self.line():
            self.appear(self.arrow, self.name)
            self.vanish(*legs)
            self.appear(sums[5])
        self.sums = [*self.title, *sums[1:]]

    @beat
    def directions(self) -> None:
        facts = self.facts
        self.vanish(*self.sums)
        across, up = (float(slope) for slope in facts.slopes)
        length = float(np.hypot(across, up))
        turn, swept = self.tracker(float(facts.angle) % (2 * np.pi)), self.tracker(0)
        graph = parts.Plot(
            layout.LEDGER.inset(0, 0.8), (0, 360), (-1.25 * length, 1.25 * length), right=0.35,
            x_label="", y_label='"slope ahead, by degrees"', x_marks=(0, 90, 180, 270, 360),
        )  # fmt: skip

        def slope(angle: Any) -> Any:
            return across * np.cos(angle) + up * np.sin(angle)

        loops = parts.PolarCurve(self.dot.where(), slope, until=swept, reach=REACH)
        ray = parts.Arrow(loops.centre, lambda: loops.place(turn.get_value()), turn,
                          role=Role.DERIVATIVE)  # fmt: skip
        facing = parts.Guide(lambda: self.facing(turn), turn, role=Role.DERIVATIVE)
        degrees = self.tracker(0)
        wave = parts.Curve(graph, lambda d: slope(np.radians(d)), Role.DERIVATIVE, until=degrees)
        ahead = parts.Point(
            lambda: graph.at(np.degrees(turn.get_value()), slope(turn.get_value())), turn,
            role=Role.DERIVATIVE, shape="open",
        )  # fmt: skip
        crest = float(np.arctan2(up, across)) % (2 * np.pi)
        with self.line():
            self.appear(facing, ray, graph)
            self.appear(ahead)
        with self.line():
            self.drive(turn, 0, theme.REST)
            self.add(loops, wave, ahead)
            self.drive({turn: 2 * np.pi, swept: 2 * np.pi, degrees: 360}, seconds=9.0, steady=True)
        with self.line():
            self.drive(turn, crest, 2.5)
            top = parts.Guide(lambda: graph.path([0, 360], [length, length]), role=Role.GRADIENT)
            self.appear(top)
        with self.line():
            for away in (np.pi / 2, np.pi):
                self.drive(turn, crest + (away if crest < np.pi else -away), 2.0)
        self.drive(turn, crest, theme.TRANSFORM)
        self.aha()
        self.turning = (graph, wave, loops, facing, ray, ahead, top)

    @beat
    def field(self) -> None:
        facts = self.facts
        self.vanish(*self.turning, self.name)
        field = parts.VectorField(self.plot, *facts.partials)
        ledger = parts.Ledger(
            layout.LEDGER, ('"place"', '"slope"'), 4, roles=(Role.TEXT, Role.GRADIENT),
            digits=self.params.digits, align=0,
        )  # fmt: skip
        names = [self.formula(f'"{name}"', theme.WORKING) for name in "ABCD"]
        rows = [ledger.row(name, x) for name, x in zip(names, facts.lengths, strict=True)]
        with self.line():
            self.appear(field, seconds=2.0)
        with self.line():
            self.appear(*self.quiz, ledger)
            self.appear(*rows, seconds=2.5, lag=0.6)
            self.emphasise(self.quiz[facts.steepest])

    @beat
    def surface(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.SAFE.split_x(0.5)
        plot, levels = self.map(left)
        lines = parts.ContourPlot(plot, facts.f, levels)
        self.plot = plot
        x, y = self.here()
        sides = (plot.x_range, plot.y_range)
        theta = parts.outlook(facts.f, *sides, (x, y))
        view = parts.SurfaceView(right, facts.f, *sides, levels=levels, theta=theta - 0.4)
        u = np.array([float(s) for s in facts.slopes])
        u *= 0.45 * float(facts.reach) / np.linalg.norm(u)
        on_hill = parts.SurfaceArrow(view, lambda: ((x, y), (x + u[0], y + u[1])))
        with self.line():
            self.appear(plot, lines, view)
            self.turn(view, 0.7)
        with self.line():
            self.appear(self.uphill(), parts.Point(plot.at(x, y), role=Role.TEXT))
            self.appear(on_hill)
            self.turn(view, -0.3)

    # -- pieces ---------------------------------------------------------------------------

    def here(self) -> tuple[float, float]:
        """The point, for drawing."""
        return float(self.facts.point[0]), float(self.facts.point[1])

    def map(self, slot: layout.Slot) -> tuple[parts.Plot, tuple[Any, ...]]:
        """Axes about the point, and the heights of the contour lines."""
        (x, y), reach = self.here(), float(self.facts.reach)
        ranges = parts.window_over(slot, [(x - reach, y - reach), (x + reach, y + reach)], 0)
        levels = mvcalc.contour_levels(self.facts.f, ranges, 12).values
        return parts.Plot(slot, *ranges, equal=True, grid=False), levels

    def tip(self, arrow: tuple[float, float]) -> np.ndarray:
        """The end of an arrow from the point; the gradient is REACH frame units long."""
        length = float(self.facts.length)
        return self.plot.at(*self.here()) + REACH * np.array([*arrow, 0.0]) / length

    def uphill(self) -> parts.Arrow:
        """The gradient at the point."""
        across, up = map(float, self.facts.slopes)
        return parts.Arrow(self.plot.at(*self.here()), self.tip((across, up)))

    def nabla(self) -> parts.Tag:
        """Its name, beyond the tip."""
        across, up = map(float, self.facts.slopes)
        tip, here = self.tip((across, up)), self.plot.at(*self.here())
        tag = parts.Tag(self.formula("nabla f", theme.LABEL, Role.GRADIENT))
        away = (tip - here) / REACH
        return tag.move_to(tip + away * (0.15 + abs(away[:2]) @ tag.half()))

    def facing(self, turn: ValueTracker) -> np.ndarray:
        """The two ends of a line of sight from the point."""
        angle, here = turn.get_value(), self.plot.at(*self.here())
        return np.stack([here, here + REACH * np.array([np.cos(angle), np.sin(angle), 0.0])])

    def slope(self, variable: str, value: Said) -> Formula:
        """A partial derivative and its value."""
        name = f"frac(partial f, partial {variable})"
        return self.formula(f"{name} {{v_is}} {{{{ {{v}} : derivative }}}}", v=value)

    def marked(self, name: str, place: tuple[Expr, ...]) -> parts.Tagged:
        """A place of the quiz with its letter."""
        return parts.Tagged(
            self.plot.at(float(place[0]), float(place[1])), self.formula(f'"{name}"', theme.LABEL)
        )

    def turn(self, view: parts.SurfaceView, by: float) -> None:
        """Turn the hill, unless motion is to be reduced."""
        if not self.params.reduced_motion:
            self.drive(view.theta, view.theta.get_value() + by, 3.0)
