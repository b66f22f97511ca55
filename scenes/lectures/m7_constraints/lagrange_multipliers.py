"""Lagrange multipliers: at the best point, the contour kisses the fence."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
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
    from collections.abc import Iterable, Iterator

    from scenes.stage.formula import Formula

META = Meta(
    title="Where contours kiss the fence",
    goal="You must stay on a fence. Where on it is the highest place?",
    module=7,
    order=30,
    prerequisites=("gradient-and-contours", "multivariate-chain-rule"),
    sources=("Deisenroth et al., Mathematics for Machine Learning, 7.2", "Stewart, 14.8"),
)
MOST_ROWS = 7
UPHILL, SQUARE = 1.7, 1.0  # lengths of the two arrows; only their directions matter
KINDS = {"min": "dip", "max": "top"}
LONGEST = 40  # characters of an equation that is still read at a glance


class Params(LectureParams):
    """Any height and any fence, both polynomials for a complete answer."""

    f: Expr2 = param("x^2*y", "the height")
    g: Expr2 = param("x^2 + y^2 - 3", "the fence, where this is 0")
    loosen: Number = param("1", "how far the fence is moved at the end, in units of g", above="0")


PRESETS = {
    "ellipse": {"f": "x + y", "g": "x^2/4 + y^2 - 1", "loosen": "1/2"},
    "nearest": {"f": "x^2 + y^2", "g": "3*x + 4*y - 25", "loosen": "5"},
    "cusp": {"f": "(x - 1)^2 + y^2", "g": "y^2 - x^3", "loosen": "1/10"},
    "saddle": {"f": "x*y", "g": "x^2 + 4*y^2 - 8", "loosen": "4"},
}


@dataclass(frozen=True)
class Moved:
    """The best place on the fence g = c, and the price there."""

    c: Any
    value: Any
    multiplier: Any
    point: tuple[Any, ...]


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard."""

    f: mvcalc.Function
    g: mvcalc.Function
    slopes: tuple[mvcalc.Function, ...]
    result: mvcalc.LagrangeResult
    best: mvcalc.Candidate
    up: bool
    moved: tuple[Moved, ...]
    check_point: tuple[Any, ...]
    check_multiplier: Any

    @property
    def count(self) -> int:
        return len(self.result.candidates)

    @property
    def places(self) -> str:
        return "place" if self.count == 1 else "places"

    @property
    def gain(self) -> str:
        if self.up:
            return "Go along with it, and you gain height"
        return "Go against it, and you get lower, which is what we want here"

    @property
    def meeting(self) -> str:
        """What the arrows do at the best place."""
        if self.free:
            return "Here even more is true: f itself is level at this place, so lambda is zero"
        return "One is a multiple of the other. We call the factor lambda"

    @property
    def free(self) -> bool:
        """Whether the fence costs nothing: f is level at the best place."""
        return not isinstance(self.multiplier, mvcalc.Ball) and mvcalc.is_zero(self.multiplier)

    @property
    def listed(self) -> str:
        return " in all" if self.count <= MOST_ROWS else ", of which the best are shown"

    @property
    def extreme(self) -> str:
        return "highest" if self.up else "lowest"

    @property
    def value(self) -> Any:
        return self.best.value

    @property
    def multiplier(self) -> Any:
        return self.best.multipliers[0]

    @property
    def irregular(self) -> str:
        """A warning about corners of the fence."""
        if not self.result.irregular_points:
            return ""
        return (
            "Careful: the fence also has a sharp corner, where it has no direction. "
            "Corners must be looked at separately."
        )

    @property
    def sure(self) -> str:
        return "None is missing: that is proved" if self.result.complete else "More may exist"

    @property
    def multipliers(self) -> str:
        """What the elimination left."""
        if not self.result.elimination:
            return "Here the equations are solved by a search with proof."
        return "What is left is an equation for lambda alone, and it can be solved."

    @property
    def growth(self) -> str:
        """What happens to the best height when g is allowed to grow."""
        size = mvcalc.approximate(self.multiplier)
        if size == 0:
            return "stays almost the same at first"
        return "goes up" if size > 0 else "goes down"

    @property
    def bargain(self) -> str:
        if self.free:
            return "A fence that costs nothing has a price of zero"
        return "A dear fence has a large lambda; a fence that costs nothing has none"


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        InfeasibleError: the fence has no point.
        UnboundedError: no optimum exists.
        UncertifiedError: it is not proved that an optimum exists.
        DegenerateError: no isolated candidate, or none of them is the best.
    """
    f, g = (mvcalc.parse(text, ("x", "y")) for text in (params.f, params.g))
    result = mvcalc.lagrange(f, g)
    if not result.candidates:
        raise mvcalc.DegenerateError(
            "no isolated place on this fence is level", param="f", value=params.f,
            hint="for example f = x^2*y with g = x^2 + y^2 - 3",
        )  # fmt: skip
    best, up = optimum(result, params)
    nearest = mvcalc.lagrange(
        mvcalc.parse("x^2 + y^2", ("x", "y")), mvcalc.parse("3*x + 4*y - 25", ("x", "y"))
    ).candidates[0]
    return Facts(
        f=f,
        g=g,
        slopes=tuple(mvcalc.partial(h, v) for v in ("x", "y") for h in (f, g)),
        result=result,
        best=best,
        up=up,
        moved=tuple(moved(f, g, mvcalc.number(params.loosen), best, up)),
        check_point=nearest.point,
        check_multiplier=nearest.multipliers[0],
    )


def optimum(result: mvcalc.LagrangeResult, params: Params) -> tuple[mvcalc.Candidate, bool]:
    """The candidate that is the highest of the whole fence, else the lowest; True if highest.

    Raises:
        UncertifiedError: it is not proved that an optimum exists.
        DegenerateError: the optimum is at a corner of the fence.
    """
    if result.maximum is None and result.minimum is None:
        raise mvcalc.UncertifiedError(
            "it is not proved that this fence has a best place", param="g", value=params.g,
            hint="use a closed fence such as x^2 + y^2 - 3",
        )  # fmt: skip
    for value, up in ((result.maximum, True), (result.minimum, False)):
        for candidate in result.candidates:
            if value is not None and same(candidate.value, value):
                return candidate, up
    raise mvcalc.DegenerateError(
        "the best place is a corner of the fence, where there is no lambda", param="g",
        value=params.g, hint="use a fence without corners, such as x^2 + y^2 - 3",
    )  # fmt: skip


def same(a: Any, b: Any) -> bool:
    """Whether two heights are one, as far as machine numbers tell."""
    x, y = mvcalc.approximate(a), mvcalc.approximate(b)
    return abs(x - y) <= 1e-9 * max(1.0, abs(x), abs(y))


def moved(
    f: mvcalc.Function, g: mvcalc.Function, step: Any, best: mvcalc.Candidate, up: bool
) -> Iterator[Moved]:
    """The best place for a few positions of the fence, in order; where there is none, none."""
    for share in (Fraction(-3, 4), Fraction(-3, 8), Fraction(0), Fraction(1, 2), Fraction(1)):
        c = step * mvcalc.number(share)
        try:
            result = mvcalc.lagrange(f, mvcalc.Function.of(g.expr - c, ("x", "y")))
        except mvcalc.MvcalcError:
            continue
        value = result.maximum if up else result.minimum
        there = [k for k in result.candidates if value is not None and same(k.value, value)]
        if there:
            near = min(there, key=lambda k: apart(k.point, best.point))
            yield Moved(c, near.value, near.multipliers[0], near.point)


def apart(a: tuple[Any, ...], b: tuple[Any, ...]) -> float:
    """Distance of two places."""
    pairs = zip(a, b, strict=True)
    return float(np.linalg.norm([mvcalc.approximate(p) - mvcalc.approximate(q) for p, q in pairs]))


SCRIPT = Script(
    opening="""You may walk wherever you like, as long as you stay on the fence. Where on the fence
        is the best place? The highest hill may be out of reach.""",
    beats={
        "walk": Words(
            "A walk along the fence",
            """Here is the height, {f}, as a map. And here is the fence. You must not leave it.

            Walk along it, and draw your height as you go. It rises and it falls. Which places are
            the interesting ones?

            Wherever your path is level for a moment. Count them on this fence: {count}. But
            walking along is slow. How could one find them at once?""",
            "A fence on a map, and the height along it with its level places.",
        ),
        "slide": Words(
            "Arrows that do not line up",
            """Stop somewhere on the fence. The gradient of f points straight uphill. The gradient
            of g is square to the fence.

            These two do not line up. So the uphill arrow has a part that points along the fence.
            {gain}.

            Then walk on, as long as there is something to gain. Watch the part along the fence: it
            shrinks, until nothing is left of it. Where are you now?""",
            "At some place of the fence the two gradients point in different directions.",
        ),
        "kiss": Words(
            "The contour kisses the fence",
            """This is the best place, with a height of {value:4}. Look at its contour line: it does
            not cross the fence. It touches it.

            A line of a better height does not reach the fence. A line of a worse height crosses
            it, and from a crossing you could still slide on, and gain.

            Touching means one direction for both. So the two gradients, square to the contour
            and square to the fence, lie on one line. {meeting}.""",
            "At the best place both gradients lie on one line.",
        ),
        "solve": Words(
            "Three equations",
            """So we have three equations: two for the arrows, and one for the fence itself. And
            three unknowns: x, y and lambda.

            Eliminate x and y. {multipliers}

            Each lambda gives places on the fence. {sure}. {irregular}""",
            "The equations of Lagrange, and what elimination leaves.",
        ),
        "table": Words(
            "All candidates",
            """Here is the list of candidates: {count}{listed}. The last column says
            what each one is along the fence: a top, a dip, or only flat.

            Compare the heights. The {extreme} is {value:4}. And no other place on the fence can
            beat it.""",
            "All {count} candidates with their heights; the {extreme} is {value:4}.",
        ),
        "price": Words(
            "What lambda means",
            """And what is lambda good for? Move the fence a little, so that g may be larger. The
            best place moves along, and its height {growth}.

            Draw the best height against the position of the fence. The slope of this curve, where
            we started, is {multiplier:4}. That is exactly lambda.

            So lambda is a price: how much the best height changes, for every bit by which the
            fence is moved. {bargain}.""",
            "The best height against the position of the fence, with slope {multiplier:4}.",
        ),
    },
    check=Check(
        "Which point of the line three x plus four y equals twenty-five is nearest to the origin? "
        "And what is lambda, for the squared distance?",
        "The point {check_point}, with lambda equal to {check_multiplier}.",
    ),
)


class LagrangeMultipliers(LectureScene[Params, Facts]):
    """A walk, a slide, a kiss, three equations, all candidates, and a price."""

    exempt = (
        Exempt(
            "crossing", "names of arrows have an outline and stand at their arrows", part="nabla"
        ),
    )

    @beat
    def walk(self) -> None:
        facts = self.facts
        left, right = layout.SAFE.split_x(0.55)
        self.lay_map(left)
        t = self.tracker(0)
        trail = parts.FenceWalk(self.fence, facts.f, t)
        graph = trail.graph(layout.Slot(right.left, right.bottom + 1, right.right, right.top - 1))
        dot = parts.Point(trail.place, t, role=Role.TEXT)
        with self.line():
            self.appear(self.plot, self.contours, seconds=2.0)
            self.appear(self.fence, seconds=2.0)
        with self.line() as line:
            self.appear(dot, graph.plot)
            self.add(graph)
            self.drive(t, 1, max(5.0, line.seconds(self.params.pace)), steady=True)
        with self.line() as line:
            self.vanish(dot)
            for candidate in facts.result.candidates:
                pair = [parts.Point(self.at(candidate), role=Role.OPTIMUM, radius=0.11)]
                if (level := level_point(trail, self.at(candidate), graph.plot)) is not None:
                    pair.append(parts.Point(level, role=Role.OPTIMUM, radius=0.11))
                self.appear(*pair, seconds=min(1.0, 0.6 * line.seconds() / facts.count))

    @beat
    def slide(self) -> None:
        self.clear()
        self.lay_map(layout.PICTURE)
        t = self.tracker(0)
        way = self.approach()

        def here() -> np.ndarray:
            share = np.linspace(0, 1, len(way))
            return np.array([np.interp(t.get_value(), share, column) for column in way.T])

        def up() -> np.ndarray:
            return UPHILL * self.direction(self.facts.f, here())

        def along() -> np.ndarray:
            across = self.direction(self.facts.g, here())
            return up() - (up() @ across) * across

        self.arrows = [
            parts.Arrow(
                here, lambda: here() + up(), t,
                role=Role.GRADIENT, label=self.name("nabla f"),
            ),
            parts.Arrow(
                here, lambda: here() + SQUARE * self.direction(self.facts.g, here()), t,
                role=Role.CONSTRAINT, label=self.name("nabla g"), beside=-1,
            ),
        ]  # fmt: skip
        share = parts.Arrow(here, lambda: here() + along(), t, role=Role.DERIVATIVE)
        dot = parts.Point(here, t, role=Role.TEXT)
        legend = parts.column(
            layout.LEDGER,
            self.formula('{{ nabla f : gradient }} quad "straight uphill"', theme.WORKING),
            self.formula('{{ nabla g : constraint }} quad "square to the fence"', theme.WORKING),
            self.formula('"what is left along the fence"', theme.WORKING, Role.DERIVATIVE),
        )
        self.law = parts.column(
            layout.LEDGER,
            self.formula("f {v_is} {{ {v} : function }}", v=self.facts.value),
            self.formula("{{ nabla f : gradient }} = lambda thin {{ nabla g : constraint }}"),
            self.formula("lambda {m_is} {m}", m=self.facts.multiplier),
        )
        with self.line():
            self.appear(self.plot, self.contours, self.fence)
            self.appear(dot)
            for arrow, name in zip(self.arrows, legend, strict=False):
                self.appear(arrow, name, seconds=1.5)
        with self.line() as line:
            self.hold(0.4 * line.seconds())
            self.appear(share, legend[2], seconds=1.5)
        with self.line() as line:
            self.drive(t, 1, 0.8 * line.seconds(self.params.pace))
        self.vanish(share, seconds=0.3)
        self.aside = (*self.arrows, *legend, dot)

    @beat
    def kiss(self) -> None:
        facts = self.facts
        level = self.tracker(mvcalc.approximate(facts.value))
        kissing = parts.LevelLine(self.contours, level, role=Role.FUNCTION)
        star = parts.Point(self.at(facts.best), role=Role.OPTIMUM, shape="star")
        low, high = self.contours.heights.range()
        top = level.get_value()
        spread = 0.12 * (high - low) * (1 if facts.up else -1)
        with self.line():
            self.vanish(*self.aside)
            self.appear(kissing, star, self.law[0], seconds=1.5)
        with self.line():
            self.drive(level, top + spread, 2.5)
            self.drive(level, top - spread, 3.0)
            self.drive(level, top, 2.0)
        with self.line():
            self.appear(*self.arrows, seconds=1.5)
            self.appear(self.law[1], seconds=1.5)
            self.appear(self.law[2])
        self.aha()

    @beat
    def solve(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.SAFE.split_x(0.5)
        self.lay_map(right)
        slopes = facts.slopes
        equal = "{{ {a} : gradient }} = lambda dot {{ {b} : constraint }}"
        rest = [e for e in facts.result.elimination[:1] if len(str(e)) <= LONGEST]
        system = parts.column(
            left,
            self.formula(equal, a=slopes[0], b=bracket(slopes[1])),
            self.formula(equal, a=slopes[2], b=bracket(slopes[3])),
            self.formula("{{ {g} : constraint }} = 0", g=facts.g),
            *(self.formula("{e} = 0", e=e) for e in rest),
            *(
                self.formula("lambda {v_is} {{ {v} : optimum }}", v=v)
                for v in unique(c.multipliers[0] for c in facts.result.candidates)[:3]
            ),
            gap=0.45,
        )
        roots = system[3 + len(rest) :]
        with self.line():
            self.appear(self.plot, self.contours, self.fence)
            self.appear(*system[:3], seconds=5.0, lag=0.8)
        with self.line():
            self.appear(*system[3 : 3 + len(rest)], seconds=1.5)
        with self.line() as line:
            values = unique(c.multipliers[0] for c in facts.result.candidates)
            for number, value in enumerate(values):
                found = [
                    parts.Point(self.at(c), role=Role.OPTIMUM, radius=0.11)
                    for c in facts.result.candidates
                    if same(c.multipliers[0], value)
                ]
                self.appear(
                    *roots[number : number + 1], *found,
                    seconds=min(1.5, 0.9 * line.seconds() / len(values)),
                )  # fmt: skip

    @beat
    def table(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.SAFE.split_x(0.44)
        self.lay_map(left)
        ranked = sorted(
            facts.result.candidates, key=lambda c: mvcalc.approximate(c.value), reverse=facts.up
        )[:MOST_ROWS]
        ledger = parts.Ledger(
            right, ("(x, y)", "lambda", "f", ""), len(ranked),
            roles=(Role.TEXT, Role.CONSTRAINT, Role.FUNCTION, Role.DATA), digits=3,
            shares=(2.9, 1.4, 1.4, 0.9), align=0,
        )  # fmt: skip
        with self.line() as line:
            self.appear(self.plot, self.contours, self.fence, ledger)
            for c in ranked:
                point = decimal(c.point) if wide(c.point) else c.point
                row = ledger.row(point, c.multipliers[0], c.value, KINDS.get(c.kind, "flat"))
                dot = parts.Point(self.at(c), role=Role.TEXT)
                self.appear(dot, row, seconds=min(1.2, 0.8 * line.seconds() / len(ranked)))
        with self.line():
            best = [c for c in facts.result.candidates if same(c.value, facts.value)]
            stars = [parts.Point(self.at(c), role=Role.OPTIMUM, shape="star") for c in best]
            self.appear(*stars, seconds=1.5)

    @beat
    def price(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.SAFE.split_x(0.55)
        self.lay_map(left, [m.point for m in facts.moved])
        level = self.tracker(0)
        fence = parts.ImplicitCurve(self.plot, facts.g, level=level)
        c, v, slopes = (
            np.array([mvcalc.approximate(getattr(m, name)) for m in facts.moved])
            for name in ("c", "value", "multiplier")
        )
        places = np.array([self.at(m) for m in facts.moved])
        star = parts.Point(
            lambda: np.array([np.interp(level.get_value(), c, column) for column in places.T]),
            level, role=Role.OPTIMUM, shape="star",
        )  # fmt: skip
        head, body = right.inset(0, 0.5).split_y(0.16)
        plot = parts.Plot(
            body, parts.padded(c), parts.padded(v), x_label="g", y_label='"best height"'
        )
        curve = parts.Curve(plot, lambda x: through(c, v, slopes, x), low=c[0], high=c[-1])
        tangent = parts.SlopeLine(
            plot, lambda: (0.0, mvcalc.approximate(facts.value), float(slopes[c == 0][0]))
        )
        dot = parts.Point(
            lambda: plot.at(x := level.get_value(), float(through(c, v, slopes, np.array([x]))[0])),
            level, role=Role.OPTIMUM,
        )  # fmt: skip
        slope = self.formula('"slope" {m_is} {{ {m} : derivative }} = lambda', m=facts.multiplier)
        head.place(slope)
        with self.line() as line:
            self.appear(self.plot, self.contours, fence, plot)
            self.appear(dot, star)
            self.drive(level, c[-1], 0.6 * line.seconds(self.params.pace))
        with self.line():
            self.appear(curve, seconds=2.0)
            self.drive(level, 0, 2.5)
            self.appear(tangent, slope, seconds=1.5)
        with self.line():
            self.drive(level, c[0], 3.0)
            self.drive(level, 0, 3.0)
        self.aha()

    # -- pieces ---------------------------------------------------------------------------

    def lay_map(self, slot: layout.Slot, more: Iterable[Any] = ()) -> None:
        """A map that holds every candidate and some more points, with the fence on it."""
        facts = self.facts
        points = [tuple(map(mvcalc.approximate, c.point)) for c in facts.result.candidates]
        points += [tuple(map(mvcalc.approximate, p.point)) for p in facts.result.irregular_points]
        points += [tuple(map(mvcalc.approximate, point)) for point in more]
        spread = max(float(np.ptp(np.array(points), axis=0).max()), 1.0)
        if len(points) == 1:
            points += [(points[0][0] + d, points[0][1] + d) for d in (-3 * spread, 3 * spread)]
        x_range, y_range = parts.window_over(slot, points, 0.45)
        levels = mvcalc.contour_levels(facts.f, (x_range, y_range), 12).values
        self.plot = parts.Plot(slot, x_range, y_range, equal=True, grid=False)
        self.contours = parts.ContourPlot(self.plot, facts.f, levels)
        self.fence = parts.ImplicitCurve(self.plot, facts.g)

    def at(self, candidate: Any) -> np.ndarray:
        """The place of a candidate on the map."""
        return self.plot.at(*map(mvcalc.approximate, candidate.point))

    def pair(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The numbers x and y of places on the map."""
        (x0, x1), (y0, y1), area = self.plot.x_range, self.plot.y_range, self.plot.area
        x = x0 + (places[..., 0] - area.left) / area.width * (x1 - x0)
        return x, y0 + (places[..., 1] - area.bottom) / area.height * (y1 - y0)

    def direction(self, h: mvcalc.Function, place: np.ndarray) -> np.ndarray:
        """Unit vector of a gradient at a place of the map; zero where it vanishes."""
        x, y = self.pair(place)
        slopes = [float(mvcalc.sample(mvcalc.partial(h, v), x, y, vars=h.vars)) for v in h.vars]
        length = float(np.linalg.norm(slopes))
        return np.array([*slopes, 0.0]) / length if length > 1e-12 else np.zeros(3)

    def approach(self) -> np.ndarray:
        """A stretch of the fence along which the height only gets better, up to the best place."""
        best = self.at(self.facts.best)
        line = min(self.fence.pieces(), key=lambda p: np.linalg.norm(p - best, axis=1).min())
        nearest = int(np.linalg.norm(line - best, axis=1).argmin())
        if np.allclose(line[0], line[-1]):
            ways = [np.roll(line[:-1], -nearest, axis=0)]
        else:
            ways = [line[nearest:], line[nearest::-1]]
        way = max(ways, key=len)[1:]
        heights = mvcalc.sample(self.facts.f, *self.pair(way))
        gains = np.flatnonzero(np.diff(heights) * (1 if self.facts.up else -1) > 0)
        stop = max(2, int(0.7 * (gains[0] if len(gains) else len(way))))
        return np.vstack([best, way[:stop]])[::-1]

    def name(self, source: str) -> Formula:
        """A label of an arrow."""
        return self.formula(source, theme.LABEL).halo()


def bracket(expr: Any) -> Said:
    """A sum in brackets, where it is a factor."""
    words = said(expr)
    return Said(words.text, f"({words.typst})", words.speech) if expr.is_Add else words


def level_point(walk: parts.FenceWalk, place: np.ndarray, plot: parts.Plot) -> np.ndarray | None:
    """Where a level place is on the graph of heights; None if the walk does not pass it."""
    away = np.linalg.norm(walk.places - place, axis=1)
    index = int(away.argmin())
    if away[index] > 0.2:
        return None
    return plot.at(index / (len(away) - 1), float(walk.heights[index]))


def through(c: np.ndarray, v: np.ndarray, slopes: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The cubic pieces with these values and slopes; by the envelope theorem the slopes are λ."""
    if len(c) < 2:
        return np.full_like(x, v[0])
    i = np.clip(np.searchsorted(c, x) - 1, 0, len(c) - 2)
    h = c[i + 1] - c[i]
    t = (x - c[i]) / h
    ends = v[i] * (1 + 2 * t) * (1 - t) ** 2 + v[i + 1] * (3 - 2 * t) * t**2
    return ends + h * (slopes[i] * t * (1 - t) ** 2 - slopes[i + 1] * (1 - t) * t**2)


def wide(point: tuple[Any, ...]) -> bool:
    """Whether a point is too long for its cell."""
    return len(said(point).text) > 10


def decimal(point: tuple[Any, ...]) -> mvcalc.Shown:
    """A point in three digits."""
    return mvcalc.show(point, 3, "decimal")


def unique(values: Any) -> list[Any]:
    """Different values, smallest first."""
    found: list[Any] = []
    for value in values:
        if not any(same(value, other) for other in found):
            found.append(value)
    return sorted(found, key=mvcalc.approximate)
