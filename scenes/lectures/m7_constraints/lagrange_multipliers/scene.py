"""The scene: what is drawn, beat by beat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, Said, beat, layout, parts, said, theme
from scenes.stage.exempt import Exempt

from . import Params
from .facts import MOST_ROWS, Facts, same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scenes.stage.formula import Formula

UPHILL, SQUARE = 1.7, 1.0  # lengths of the two arrows; only their directions matter


KINDS = {"min": "dip", "max": "top"}


LONGEST = 40  # characters of an equation that is still read at a glance


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
