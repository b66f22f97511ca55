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

if TYPE_CHECKING:
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
class Facts:
    """Every number and formula seen or heard."""

    f: mvcalc.Function
    g: mvcalc.Function
    result: mvcalc.LagrangeResult
    best: mvcalc.Candidate
    up: bool
    price: Any
    loosened: tuple[Any, ...]
    values: tuple[Any, ...]
    check_point: tuple[Any, ...]
    check_multiplier: Any

    @property
    def count(self) -> int:
        return len(self.result.candidates)

    @property
    def places(self) -> str:
        return "place" if self.count == 1 else "places"

    @property
    def level_places(self) -> str:
        return "is one level place" if self.count == 1 else "are level places"

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
        rises = mvcalc.approximate(self.multiplier) > 0
        return "goes up" if rises else "goes down"


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        InfeasibleError: the fence has no point.
        UnboundedError: no optimum exists.
        DegenerateError: nothing to compare: no isolated candidate.
    """
    f, g = (mvcalc.parse(text, ("x", "y")) for text in (params.f, params.g))
    result = mvcalc.lagrange(f, g)
    if not result.candidates:
        raise mvcalc.DegenerateError(
            "no isolated place on this fence is level", param="f", value=params.f,
            hint="for example f = x^2*y with g = x^2 + y^2 - 3",
        )  # fmt: skip
    up = result.maximum is not None
    ranked = sorted(result.candidates, key=lambda c: mvcalc.approximate(c.value))
    best = ranked[-1] if up else ranked[0]
    step = mvcalc.number(params.loosen)
    loosened, values = [], []
    for share in (Fraction(k, 4) for k in range(-3, 5)):
        moved = best_value(f, g, step * mvcalc.number(share), up)
        if moved is not None:
            loosened.append(step * mvcalc.number(share))
            values.append(moved)
    nearest = mvcalc.lagrange(
        mvcalc.parse("x^2 + y^2", ("x", "y")), mvcalc.parse("3*x + 4*y - 25", ("x", "y"))
    ).candidates[0]
    return Facts(
        f=f,
        g=g,
        result=result,
        best=best,
        up=up,
        price=best.multipliers[0],
        loosened=tuple(loosened),
        values=tuple(values),
        check_point=nearest.point,
        check_multiplier=nearest.multipliers[0],
    )


def best_value(f: mvcalc.Function, g: mvcalc.Function, c: Any, up: bool) -> Any:
    """The best height on the fence g = c, None where there is none."""
    try:
        result = mvcalc.lagrange(f, mvcalc.Function.of(g.expr - c, ("x", "y")))
    except mvcalc.MvcalcError:
        return None
    return result.maximum if up else result.minimum


SCRIPT = Script(
    opening="""You may walk wherever you like, as long as you stay on the fence. Where on the fence
        is the best place? The highest hill may be out of reach.""",
    beats={
        "walk": Words(
            "A walk along the fence",
            """Here is the height, {f}, as a map. And here is the fence. You must not leave it.

            Walk along it, and draw your height as you go. It rises and it falls. Which places are
            the interesting ones?

            Wherever your path is level for a moment. On this fence there {level_places}: {count}
            in all. But walking round is slow. How could one find them at once?""",
            "A fence on a map, and the height along it with its level places.",
        ),
        "kiss": Words(
            "The contour kisses the fence",
            """Look at the best place, with a height of {value:4}. The contour line through it does
            not cross the fence. It touches it.

            If it crossed, you could walk on along the fence, and get to a better height. So at the
            best place there is no crossing.

            Touching means one direction for both. Then the two gradients, square to the contour
            and square to the fence, lie on one line. One is a multiple of the other. We call the
            factor lambda.""",
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
            """Here is the whole list: {count} {places}. Not every one is the best. Some are lowest,
            some are highest only near by.

            Compare the heights. The {extreme} is {value:4}. And no other place on the fence can
            beat it.""",
            "All {count} candidates with their heights; the {extreme} is {value:4}.",
        ),
        "price": Words(
            "What lambda means",
            """And what is lambda good for? Move the fence a little, so that g may be larger. The
            best height {growth}.

            Draw the best height against the position of the fence. The slope of this curve, where
            we started, is {multiplier:4}. That is exactly lambda.

            So lambda is a price: how much you gain, for every bit by which the fence is moved.""",
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
    """A walk, a kiss, three equations, all candidates, and a price."""

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
            self.appear(self.plot, self.contours)
            self.appear(self.fence, seconds=1.5)
        with self.line() as line:
            self.appear(dot, graph.plot)
            self.add(graph)
            self.drive(t, 1, max(5.0, line.seconds(self.params.pace)), steady=True)
        with self.line():
            self.vanish(dot)
            stars = [parts.Point(p, role=Role.OPTIMUM, radius=0.11) for p in self.candidates()]
            self.appear(*stars, seconds=2.0, lag=0.3)

    @beat
    def kiss(self) -> None:
        facts = self.facts
        self.clear()
        self.lay_map(layout.PICTURE)
        place = self.at(facts.best)
        star = parts.Point(place, role=Role.OPTIMUM, shape="star")
        level = self.tracker(mvcalc.approximate(facts.value))
        kissing = parts.LevelLine(self.contours, level, role=Role.FUNCTION)
        arrows = [
            parts.Arrow(
                place, place + length * self.direction(h), role=role, label=name, beside=beside
            )
            for h, length, role, name, beside in (
                (facts.f, 2.2, Role.GRADIENT, self.name("nabla f", Role.GRADIENT), 0),
                (facts.g, 1.3, Role.CONSTRAINT, self.name("nabla g", Role.CONSTRAINT), -1),
            )
        ]
        law = parts.column(
            layout.LEDGER,
            self.formula("f {v_is} {{ {v} : function }}", v=facts.value),
            self.formula("{{ nabla f : gradient }} = lambda thin {{ nabla g : constraint }}"),
            self.formula("lambda {m_is} {m}", m=facts.multiplier),
        )
        spread = 0.25 * (self.contours.heights.range()[1] - level.get_value())
        with self.line():
            self.appear(self.plot, self.contours, self.fence)
            self.appear(star, kissing, law[0])
        with self.line():
            self.drive(level, level.get_value() - abs(spread) * (1 if facts.up else -1), 2.0)
            self.drive(level, mvcalc.approximate(facts.value), 2.0)
        with self.line():
            for arrow in arrows:
                self.appear(arrow)
            self.appear(law[1])
            self.appear(law[2])
        self.aha()

    @beat
    def solve(self) -> None:
        facts = self.facts
        self.clear()
        slopes = [mvcalc.partial(h, v) for v in ("x", "y") for h in (facts.f, facts.g)]
        system = parts.column(
            layout.SAFE.split_x(0.55)[0],
            self.formula("{{ {a} : gradient }} = lambda dot {{ {b} : constraint }}",
                         a=slopes[0], b=bracket(slopes[1])),
            self.formula("{{ {a} : gradient }} = lambda dot {{ {b} : constraint }}",
                         a=slopes[2], b=bracket(slopes[3])),
            self.formula("{{ {g} : constraint }} = 0", g=facts.g),
            gap=0.9,
        )  # fmt: skip
        right = layout.SAFE.split_x(0.55)[1]
        left_over = [self.formula("{e} = 0", e=e) for e in facts.result.elimination[:1]]
        values = unique(c.multipliers[0] for c in facts.result.candidates)[:5]
        roots = [self.formula("lambda {v_is} {{ {v} : optimum }}", v=v) for v in values]
        answer = parts.column(right, *left_over, *roots)
        with self.line():
            self.appear(*system, seconds=3.0, lag=0.8)
        with self.line():
            self.appear(*answer[: len(left_over)])
        with self.line():
            self.appear(*answer[len(left_over) :], seconds=2.0, lag=0.6)

    @beat
    def table(self) -> None:
        facts = self.facts
        self.clear()
        self.lay_map(layout.PICTURE)
        shown = facts.result.candidates[:MOST_ROWS]
        ledger = parts.Ledger(
            layout.LEDGER, ("(x, y)", "lambda", "f"), len(shown),
            roles=(Role.TEXT, Role.CONSTRAINT, Role.FUNCTION), digits=4,
            shares=(2.2, 1, 1), align=0,
        )  # fmt: skip
        dots = [parts.Point(place, role=Role.TEXT) for place in self.candidates()]
        with self.line():
            self.appear(self.plot, self.contours, self.fence, ledger)
            for candidate, dot in zip(shown, dots, strict=False):
                row = ledger.row(candidate.point, candidate.multipliers[0], candidate.value)
                self.appear(dot, row, seconds=0.7)
        with self.line():
            stars = [
                parts.Point(self.at(c), role=Role.OPTIMUM, shape="star")
                for c in facts.result.candidates
                if mvcalc.approximate(c.value) == mvcalc.approximate(facts.value)
            ]
            self.appear(*stars)

    @beat
    def price(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.SAFE.split_x(0.55)
        self.lay_map(left)
        level = self.tracker(0)
        fence = parts.ImplicitCurve(self.plot, facts.g, level=level)
        c = [float(v) for v in facts.loosened]
        v = [mvcalc.approximate(value) for value in facts.values]
        slot = layout.Slot(right.left, right.bottom + 0.8, right.right, right.top - 0.8)
        plot = parts.Plot(
            slot, parts.padded(c), parts.padded(v), x_label="g", y_label='"best height"'
        )
        slope, base = mvcalc.approximate(facts.multiplier), mvcalc.approximate(facts.value)
        tangent = parts.SlopeLine(plot, lambda: (0.0, base, slope))
        dot = parts.Point(
            lambda: plot.at(level.get_value(), float(np.interp(level.get_value(), c, v))), level,
            role=Role.OPTIMUM,
        )  # fmt: skip
        curve = parts.Curve(plot, lambda x: np.interp(x, c, v), low=min(c), high=max(c))
        with self.line():
            self.appear(self.plot, self.contours, fence, plot)
            self.appear(dot)
            self.drive(level, max(c), 3.0)
        with self.line():
            self.appear(curve, seconds=1.5)
            self.drive(level, 0, 1.5)
            self.appear(tangent)
        with self.line():
            self.emphasise(tangent)
        self.aha()

    # -- pieces ---------------------------------------------------------------------------

    def lay_map(self, slot: layout.Slot) -> None:
        """A map that holds every candidate, with the fence on it."""
        facts = self.facts
        points = [tuple(map(mvcalc.approximate, c.point)) for c in facts.result.candidates]
        points += [tuple(map(mvcalc.approximate, p.point)) for p in facts.result.irregular_points]
        spread = max(float(np.ptp(np.array(points), axis=0).max()), 1.0)
        if len(points) == 1:
            points += [(points[0][0] + d, points[0][1] + d) for d in (-3 * spread, 3 * spread)]
        x_range, y_range = parts.window_over(slot, points, 0.3)
        levels = mvcalc.contour_levels(facts.f, (x_range, y_range), 12).values
        self.plot = parts.Plot(slot, x_range, y_range, equal=True, grid=False)
        self.contours = parts.ContourPlot(self.plot, facts.f, levels)
        self.fence = parts.ImplicitCurve(self.plot, facts.g)

    def at(self, candidate: Any) -> np.ndarray:
        """The place of a candidate on the map."""
        return self.plot.at(*map(mvcalc.approximate, candidate.point))

    def candidates(self) -> list[np.ndarray]:
        """The places of all candidates."""
        return [self.at(candidate) for candidate in self.facts.result.candidates]

    def direction(self, h: mvcalc.Function) -> np.ndarray:
        """Unit vector of a gradient at the best place; zero where it vanishes."""
        here = [mvcalc.approximate(c) for c in self.facts.best.point]
        slopes = [float(mvcalc.sample(mvcalc.partial(h, v), *here, vars=h.vars)) for v in h.vars]
        length = float(np.linalg.norm(slopes))
        return np.array([*slopes, 0.0]) / length if length > 0 else np.zeros(3)

    def name(self, source: str, role: Role) -> Formula:
        """A label of an arrow."""
        return self.formula(source, theme.LABEL, role).halo()


def bracket(expr: Any) -> Said:
    """A sum in brackets, where it is a factor."""
    words = said(expr)
    return Said(words.text, f"({words.typst})", words.speech) if expr.is_Add else words


def unique(values: Any) -> list[Any]:
    """Different values, in order."""
    found: list[Any] = []
    for value in values:
        if all(mvcalc.approximate(value) != mvcalc.approximate(other) for other in found):
            found.append(value)
    return found
