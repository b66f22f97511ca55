"""Bowl, dome or saddle: the Hessian's eigenvalues say which, and along which directions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
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

META = Meta(
    title="Bowl, dome or saddle",
    goal="Where the ground is level: is it a valley, a summit, or a pass?",
    module=2,
    order=10,
    prerequisites=("partial-derivatives", "gradient-and-contours"),
    sources=("Deisenroth et al., Mathematics for Machine Learning, 5.7", "Stewart, 14.7"),
)
WORDS = {"min": "bowl", "max": "dome", "saddle": "saddle", "degenerate": "flat place"}
VERDICTS = {
    "min": "Both are positive: it bends upwards in every direction. A bowl.",
    "max": "Both are negative: it bends downwards in every direction. A dome.",
    "saddle": "One is negative, one is positive: down this way, up that way. A saddle.",
    "degenerate": "At least one is zero. Then the test is silent: more about that later.",
}


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
        """What is proved about the rest of the square."""
        if self.found.curves:
            return "Besides, along a whole curve every place is level."
        return "There is no other in this square: that is proved."

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
    def round(self) -> bool:
        """Whether all directions bend alike."""
        return bool(self.low == self.high)

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

    @property
    def extremes(self) -> Said:
        low, high = said(self.low, 4), said(self.high, 4)
        if self.round:
            return low
        return Said(f"{low.text} and {high.text}", "", f"{low.speech} and {high.speech}")

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
        if self.count == 1:
            return "Here there is only one isolated level place, so look at it once more."
        return "Now another level place. Predict: bowl, dome or saddle?"

    @property
    def other_values(self) -> tuple[Any, ...]:
        return tuple(pair.value for pair in self.other.eigen)

    @property
    def other_verdict(self) -> str:
        """What the signs at the second point mean."""
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
    reach = mvcalc.number(params.reach)
    box = tuple((mvcalc.number(c) - reach, mvcalc.number(c) + reach) for c in params.centre)
    found = mvcalc.critical_points(f, box)
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
    asked = mvcalc.parse("x^2 + 4*x*y + y^2", ("x", "y"))
    at_zero = mvcalc.critical_points(asked, ((-1, 1), (-1, 1))).points[0]
    return Facts(
        f=f,
        slopes=tuple(mvcalc.Function.of(mvcalc.partial(f, v), ("x", "y")) for v in f.vars),
        box=box,
        found=found,
        main=ranked[0],
        other=others[-1],
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
            """Here is a landscape, {f}, seen from above. Lighter is higher. Can you guess where
            the ground is level?

            Draw all the places where the slope in x is zero.

            And those where the slope in y is zero. Where the two meet, there is no slope at all,
            in any direction.

            In this square that happens at {count} {places}. {surely} But what are they? The slopes
            cannot say: all of them are zero.""",
            "Lines of zero slope meet at {count} {places}.",
        ),
        "cut": Words(
            "Walk across it",
            """Take the level place at {main.point:4}. Walk straight across it, and watch your path
            on the hill beside the map. At the place itself it is level. But it bends.

            Now turn, and walk across in other directions. Does the path always bend in the same
            way? {turning}""",
            "A straight path across {main.point:4} on the map, and the same path on the hill.",
        ),
        "coin": Words(
            "How strong is a bend?",
            """Look at the path from the side, very close to the place. Lay a coin against it: the
            circle that fits best.

            A sharp bend takes a small coin, a gentle bend a large one. So divide one by the radius.
            That is the curvature. Let us count it negative where the coin lies below.

            Turn slowly, and write the curvature down for every direction. Predict: what kind of
            curve will this be?

            {wave} {extremes}. {verdict}""",
            "A coin laid against the path, and its curvature in every direction: a {shape}.",
        ),
        "matrix": Words(
            "Two special directions",
            """Do we need infinitely many numbers for all these bends? No: three are enough. They
            stand in one small table of second derivatives, the Hessian matrix.

            The smallest and the largest bend are its eigenvalues. They are worked out from the
            table, without turning at all.

            The directions that belong to them are its eigenvectors, always at right angles to
            each other. {special}

            {nearby}""",
            "The Hessian with eigenvalues {low:4} and {high:4}: a {shape}.",
        ),
        "other": Words(
            "The other kind of place",
            """{second_look} It is at {other.point:4}.

            The eigenvalues are {other_values:4}. So this is a {other_shape}.

            See it on the hill. {other_verdict}""",
            "Map and hill; the place at {other.point:4} is a {other_shape}.",
        ),
        "silent": Words(
            "When the test is silent",
            """One warning. {bowl4}, and {pass4}. Both are level at the origin, and both have the
            same Hessian there: every entry is zero.

            So the test cannot tell them apart. But look at them. The first is a bowl, the second a
            saddle. Where an eigenvalue vanishes, curvature does not decide. Only higher derivatives
            can.""",
            "Two surfaces with zero Hessian at the origin: a bowl and a saddle.",
        ),
    },
    check=Check(
        "The function {check} is level at the origin. What are the two eigenvalues of its Hessian, "
        "and what is it?",
        "{check_values}: one of each sign, so it is a {check_kind}.",
    ),
)
MAP, SIDE = layout.SAFE.split_x(0.5)


class HessianAndCurvature(LectureScene[Params, Facts]):
    """Level places, a turning path, a coin, two special directions, and a silent test."""

    exempt = (
        Exempt("contrast", "lines on the lit hill repeat those of the map", part="SurfaceView"),
    )

    @beat
    def level(self) -> None:
        facts = self.facts
        self.lay_map(MAP)
        zeros = [
            parts.LevelLine(parts.ContourPlot(self.plot, slope, [0], bands=False), 0, role=role)
            for slope, role in zip(facts.slopes, (Role.DERIVATIVE, Role.GRADIENT), strict=True)
        ]
        names = parts.column(
            SIDE.inset(0.3, 0),
            self.formula("f = {{ {f} : function }}", f=facts.f),
            self.formula("frac(partial f, partial x) = {{ {d} : derivative }}", d=facts.slopes[0]),
            self.formula("frac(partial f, partial y) = {{ {d} : gradient }}", d=facts.slopes[1]),
        )
        dots = [parts.Point(self.at(p), role=Role.TEXT, radius=0.12) for p in facts.found.points]
        with self.line():
            self.appear(self.plot, self.contours, names[0])
        with self.line():
            self.appear(zeros[0], names[1], seconds=1.5)
        with self.line():
            self.appear(zeros[1], names[2], seconds=1.5)
        with self.line():
            self.appear(*dots, seconds=1.5, lag=0.3)

    @beat
    def cut(self) -> None:
        facts = self.facts
        self.clear()
        self.lay_map(MAP)
        angle = self.tracker(0)
        view = self.hill(SIDE, facts.main)
        x, y = self.place(facts.main)
        here = parts.Point(self.at(facts.main), role=Role.TEXT, radius=0.12)
        path = parts.SurfaceCurve(
            view, lambda: self.walk(facts.main, angle.get_value()), angle,
            role=Role.TEXT, width=theme.CURVE_WIDTH,
        )  # fmt: skip
        with self.line():
            self.appear(self.plot, self.contours, view)
            self.appear(here, parts.SurfacePoint(view, lambda: (x, y), role=Role.TEXT))
            self.appear(self.direction(facts.main, angle), path)
        with self.line():
            self.drive(angle, 180, 8.0)

    @beat
    def coin(self) -> None:
        facts = self.facts
        self.clear()
        self.lay_map(MAP)
        angle, swept = self.tracker(0), self.tracker(0)
        H = hessian(facts.main)
        above, below = SIDE.split_y(0.54, gap=0.3)
        low, high = np.linalg.eigvalsh(H)
        wave = parts.Plot(
            below, (0, 360), parts.padded([low, high, 0]), x_label="", right=0.35, y_ticks=4,
            y_label='"curvature, by degrees"', x_marks=(0, 90, 180, 270, 360),
        )  # fmt: skip
        side, profile = self.side_view(above, angle)
        coin = parts.Coin(side, lambda: bend(H, angle.get_value()), angle)
        dot = parts.Point(
            lambda: wave.at(angle.get_value(), bend(H, angle.get_value())), angle,
            role=Role.CURVATURE,
        )  # fmt: skip
        trace = parts.Curve(
            wave, lambda d: bend(H, d), Role.CURVATURE, until=swept, dashed=True
        )  # fmt: skip
        here = [parts.Point(p, role=Role.TEXT) for p in (self.at(facts.main), side.at(0, 0))]
        with self.line():
            self.appear(self.plot, self.contours, here[0])
            self.appear(self.direction(facts.main, angle), side, profile, here[1])
            self.appear(coin, seconds=1.5)
        with self.line():
            gentle, sharp = sorted((0, 1), key=lambda k: abs((low, high)[k]))
            for degrees in (toward(H, sharp), toward(H, gentle), 0):
                self.drive(angle, degrees, 2.5)
        with self.line():
            self.appear(wave, dot)
            self.add(trace)
            self.drive({angle: 360, swept: 360}, seconds=8.0, steady=True)
        with self.line():
            for k in (0, 1):
                self.drive(angle, toward(H, k), 2.0)
                self.hold(theme.REST)
        self.aha()

    @beat
    def matrix(self) -> None:
        facts = self.facts
        self.clear()
        self.lay_map(MAP)
        sums = self.description(facts.main)
        here = parts.Point(self.at(facts.main), role=Role.TEXT)
        with self.line():
            self.appear(self.plot, self.contours, here)
            self.appear(sums[0])
        with self.line():
            self.appear(*sums[1:3], seconds=1.5, lag=0.5)
        with self.line():
            self.appear(*self.axes(facts.main), sums[3], sums[4])
        with self.line():
            self.appear(self.ellipse(facts.main), seconds=1.5)
        self.aha()

    @beat
    def other(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.BELOW_STRIP.split_x(0.5)
        self.lay_map(left)
        view = self.hill(right, facts.other, before=0.7)
        x, y = self.place(facts.other)
        values = parts.row(layout.STRIP, *self.description(facts.other)[:3])
        H = hessian(facts.other)
        paths = [
            parts.SurfaceCurve(view, partial(self.walk, facts.other, toward(H, k)), role=Role.TEXT)
            for k in (0, 1)
        ]
        with self.line():
            self.appear(self.plot, self.contours)
            self.appear(parts.Point(self.at(facts.other), role=Role.TEXT, radius=0.12))
        with self.line():
            self.appear(*values)
            self.appear(*self.axes(facts.other), self.ellipse(facts.other))
        with self.line():
            self.appear(view)
            self.appear(*paths, parts.SurfacePoint(view, lambda: (x, y), role=Role.TEXT))
            self.turn(view, by=0.7)

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
            self.appear(names[0], names[2], seconds=2.0, lag=0.8)
            self.appear(names[1])
        with self.line():
            self.appear(*views)
            self.turn(*views, by=0.6)

    # -- pieces ---------------------------------------------------------------------------

    def lay_map(self, slot: layout.Slot) -> None:
        """The square from above."""
        ranges = [(float(low), float(high)) for low, high in self.facts.box]
        self.levels = mvcalc.contour_levels(self.facts.f, ranges, 12).values
        self.plot = parts.Plot(slot, *ranges, equal=True, grid=False)
        self.contours = parts.ContourPlot(self.plot, self.facts.f, self.levels)

    def hill(
        self, slot: layout.Slot, point: mvcalc.CriticalPoint, before: float = 0.0
    ) -> parts.SurfaceView:
        """The same square in space, seen from where least ground stands before the place."""
        f, sides = self.facts.f, (self.plot.x_range, self.plot.y_range)
        theta = parts.outlook(f, *sides, self.place(point)) - before
        return parts.SurfaceView(slot, f, *sides, levels=self.levels, theta=theta)

    def turn(self, *views: parts.SurfaceView, by: float) -> None:
        """Turn hills, unless motion is to be reduced."""
        if not self.params.reduced_motion:
            self.drive({v.theta: v.theta.get_value() + by for v in views}, seconds=4.0)

    def place(self, point: mvcalc.CriticalPoint) -> tuple[float, float]:
        """Machine values of a level place."""
        x, y = map(mvcalc.approximate, point.point)
        return float(x), float(y)

    def at(self, point: mvcalc.CriticalPoint) -> np.ndarray:
        """Where it is drawn."""
        return self.plot.at(*self.place(point))

    def walk(self, point: mvcalc.CriticalPoint, degrees: float) -> tuple[np.ndarray, np.ndarray]:
        """Pairs of numbers along a straight path across a level place, inside the square."""
        turn = np.radians(degrees)
        step = np.array([np.cos(turn), np.sin(turn)])
        low, high = np.array([self.plot.x_range, self.plot.y_range]).T
        most = 0.4 * float(high[0] - low[0])
        with np.errstate(divide="ignore", invalid="ignore"):
            walls = np.stack([low, high]) - self.place(point)
            ends = np.sort(np.where(np.abs(step) > 1e-9, walls / step, [[-most], [most]]), axis=0)
        along = np.linspace(max(-most, ends[0].max()), min(most, ends[1].min()), 81)
        x, y = np.array(self.place(point))[:, None] + step[:, None] * along
        return x, y

    def direction(self, point: mvcalc.CriticalPoint, angle: ValueTracker) -> parts.Guide:
        """The path on the map."""

        def ends() -> np.ndarray:
            x, y = self.walk(point, angle.get_value())
            return self.plot.path([x[0], x[-1]], [y[0], y[-1]])

        return parts.Guide(ends, angle, role=Role.TEXT, width=theme.CURVE_WIDTH)

    def side_view(self, slot: layout.Slot, angle: ValueTracker) -> tuple[parts.Plot, parts.Curve]:
        """The path from the side, so close that the smallest coin fits in."""
        (x, y), f = self.place(self.facts.main), self.facts.f
        low, high = np.linalg.eigvalsh(hessian(self.facts.main))
        sharpest = max(abs(low), abs(high))
        half = float(np.ptp(self.plot.x_range)) / 2
        half = min(half, 4 / sharpest) if sharpest else half
        tall = 2 * half * (slot.height - 1.1) / (slot.width - 1.2)
        bottom = -tall * (0.2 if low >= 0 < high else 0.8 if high <= 0 > low else 0.5)
        ground = float(mvcalc.sample(f, np.array([x]), np.array([y]))[0])
        plot = parts.Plot(
            slot, (-half, half), (bottom, bottom + tall), x_label="", equal=True, y_ticks=4,
            y_label='"height above the place"',
        )  # fmt: skip

        def heights(along: Any) -> Any:
            a = np.radians(angle.get_value())
            return mvcalc.sample(f, x + along * np.cos(a), y + along * np.sin(a)) - ground

        return plot, parts.Curve(plot, heights, follow=(angle,), samples=161)

    def axes(self, point: mvcalc.CriticalPoint) -> list[Any]:
        """The eigenvectors as arrows with their names."""
        here, found = self.at(point), []
        inner = self.plot.area.inset(0.2)
        for pair, name in zip(point.eigen, ("v_1", "v_2"), strict=True):
            way = np.array([*map(mvcalc.approximate, pair.vector), 0.0], dtype=float)
            way /= np.linalg.norm(way)
            x, y, _ = here + 1.55 * way
            if not (inner.left < x < inner.right and inner.bottom < y < inner.top):
                way = -way  # as good an eigenvector, and one that can be seen
            tag = parts.Tag(self.formula(name, theme.LABEL, Role.CURVATURE))
            found += [
                parts.Arrow(here, here + 1.2 * way, role=Role.CURVATURE),
                tag.move_to(here + 1.55 * way),
            ]
        return found

    def ellipse(self, point: mvcalc.CriticalPoint) -> parts.Ellipse:
        """The contour line of the bend alone."""
        H = hessian(point)
        H = -H if str(point.kind) == "max" else H
        size = 0.22 * float(np.ptp(self.plot.x_range))
        level = float(np.abs(np.linalg.eigvalsh(H)).min()) * size**2 or size**2
        curve = parts.Ellipse(self.plot, self.place(point), H, level, axes=False)
        curve.outline.set_background_stroke(color=theme.BACKGROUND, width=8)
        return curve

    def description(self, point: mvcalc.CriticalPoint) -> list[Any]:
        """The Hessian, its eigenvalues and eigenvectors."""
        (a, b), (_, d) = point.hessian
        pairs, cells = point.eigen, [decimal(v, 4) for v in (a, b, d)]
        relation = Said("", "", "", "≈" if any(c.relation == "≈" for c in cells) else "=")
        return [*parts.column(
            SIDE.inset(0.3, 0),
            self.formula("H {r_is} mat({a}, {b}; {b}, {d})", r=relation,
                         a=cells[0], b=cells[1], d=cells[2]),
            *(self.formula(f"lambda_{k} {{v_is}} {{{{ {{v}} : curvature }}}}",
                           v=decimal(pair.value, self.params.digits))
              for k, pair in enumerate(pairs, start=1)),
            *(self.formula(f"v_{k} {{v_is}} {{v}}", v=decimal(pair.vector, 4))
              for k, pair in enumerate(pairs, start=1)),
        )]  # fmt: skip


def decimal(value: Any, digits: int) -> Said:
    """A number or a list of numbers without roots and fractions."""
    return said(value, digits, "decimal")


def hessian(point: mvcalc.CriticalPoint) -> np.ndarray:
    """Machine values of the second derivatives."""
    return np.array([[float(mvcalc.approximate(v)) for v in row] for row in point.hessian])


def bend(H: np.ndarray, degrees: Any) -> Any:
    """The second derivative in a direction."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return H[0, 0] * c**2 + 2 * H[0, 1] * c * s + H[1, 1] * s**2


def toward(H: np.ndarray, k: int) -> float:
    """The direction of the k-th eigenvector, in degrees from 0 to 180."""
    _, vectors = np.linalg.eigh(H)
    return float(np.degrees(np.arctan2(vectors[1, k], vectors[0, k])) % 180)
