"""The scene: one map with one fence, its best places, and what a fence costs."""

from __future__ import annotations

from typing import Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts, theme

from . import Params
from .facts import Facts
from .title import beside_title
from .wording import bracket, short

KINDS = {"min": "dip", "max": "top"}
MOST_ROOTS = 3  # multipliers that are written out
EQUAL = "{{ {a} : gradient }} = lambda dot {{ {b} : constraint }}"


class LagrangeMultipliers(LectureScene[Params, Facts]):
    """A walk, a slide, a kiss, three equations, all candidates, a price, and two walls."""

    motif = beside_title

    @beat
    def walk(self) -> None:
        facts = self.facts
        left, right = layout.SAFE.split_x(0.5)
        land, t = self.map(left), self.tracker(0)
        trail = parts.FenceWalk(land.fence, facts.f, t)
        hill, graph = parts.FenceHill(right, land, trail), trail.graph(right.inset(0, 0.8))
        walker = parts.Point(trail.place, t, role=Role.TEXT)
        with self.line() as line:
            self.appear(land.plot, land.contours, hill.surface, seconds=2.0)
            self.hold(0.15 * line.seconds(self.params.pace))
            self.appear(land.fence, hill.fence, seconds=2.0)
            if not self.params.reduced_motion:
                self.drive(hill.surface.theta, -1.05, 0.4 * line.seconds(self.params.pace))
        with self.line() as line:
            self.appear(walker, hill.walker)
            self.drive(t, 1, max(4.0, 0.8 * line.seconds(self.params.pace)), steady=True)
        with self.line() as line:
            self.vanish(walker, hill.walker, hill.fence, hill.surface)
            t.set_value(0)
            self.appear(walker, graph.plot)
            self.add(graph)
            self.drive(t, 1, max(4.0, 0.7 * line.seconds(self.params.pace)), steady=True)
        with self.line() as line:
            self.vanish(walker)
            for candidate in facts.result.candidates:
                pair = (place := at(land, candidate), graph.above(place))
                dots = (parts.Point(p, role=Role.OPTIMUM, radius=0.11) for p in pair)
                self.appear(*dots, seconds=min(1.0, 0.6 * line.seconds() / facts.count))

    @beat
    def slide(self) -> None:
        facts = self.facts
        self.clear()
        self.land = self.map(layout.PICTURE)
        t, way = self.tracker(0), self.land.way_to(at(self.land, facts.best), facts.up)
        arrows = self.arrows = parts.FenceSlide(self.land, way, t)
        self.legend = parts.column(
            layout.LEDGER,
            self.formula('{{ nabla f : gradient }} quad "straight uphill"', theme.WORKING),
            self.formula('{{ nabla g : constraint }} quad "square to the fence"', theme.WORKING),
            self.formula('"what is left along the fence"', theme.WORKING, Role.DERIVATIVE),
        )
        with self.line():
            self.appear(self.land)
            self.appear(arrows.walker)
            self.appear(arrows.uphill, self.legend[0], seconds=1.5)
            self.appear(arrows.square, self.legend[1], seconds=1.5)
        with self.line() as line:
            self.hold(0.3 * line.seconds(self.params.pace))
            self.appear(arrows.along, self.legend[2], seconds=1.5)
        with self.line() as line:
            self.drive(t, 1, 0.8 * line.seconds(self.params.pace))
        self.vanish(arrows.along, seconds=0.3)

    @beat
    def kiss(self) -> None:
        facts, land, arrows = self.facts, self.land, self.arrows
        level = self.tracker(mvcalc.approximate(facts.best.value))
        kissing = parts.LevelLine(land.contours, level, role=Role.FUNCTION)
        star = parts.Point(at(land, facts.best), role=Role.OPTIMUM, shape="star").set_z_index(1)
        law = parts.column(
            layout.LEDGER,
            self.formula("f {v_is} {{ {v} : function }}", v=facts.value),
            self.formula("{{ nabla f : gradient }} = lambda thin {{ nabla g : constraint }}"),
            self.formula("lambda {m_is} {m}", m=facts.multiplier),
        )
        low, high = land.contours.heights.range()
        top, spread = level.get_value(), facts.sign * (0.4 * facts.lead or 0.12 * (high - low))
        with self.line() as line:
            self.vanish(arrows.uphill, arrows.square, arrows.walker, *self.legend)
            self.appear(star, law[0])
            self.hold(0.15 * line.seconds(self.params.pace))
            self.appear(kissing, seconds=2.5)
        with self.line() as line:
            for height, share in ((top + spread, 0.25), (top - spread, 0.35), (top, 0.2)):
                self.drive(level, height, share * line.seconds(self.params.pace))
        with self.line() as line:
            self.appear(arrows.uphill, arrows.square, seconds=2.0)
            self.hold(0.3 * line.seconds(self.params.pace))
            self.appear(law[1], seconds=1.5)
            self.hold(0.15 * line.seconds(self.params.pace))
            self.appear(law[2])
        self.aha()

    @beat
    def solve(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.SAFE.split_x(0.5)
        land = self.map(right)
        roots = [
            self.formula("lambda {v_is} {{ {v} : optimum }}", v=value)
            for value, _ in facts.shared[:MOST_ROOTS]
        ]
        equations = [
            self.formula(EQUAL, a=facts.slopes[0], b=bracket(facts.slopes[1])),
            self.formula(EQUAL, a=facts.slopes[2], b=bracket(facts.slopes[3])),
            self.formula("{{ {g} : constraint }} = 0", g=facts.g),
        ]
        left_over = [self.formula("{e} = 0", e=e) for e in facts.left_over]
        parts.column(left, *equations, *left_over, *roots, gap=0.45)
        with self.line():
            self.appear(land)
            self.appear(*equations, seconds=5.0, lag=0.8)
        with self.line():
            self.appear(*left_over, seconds=1.5)
        with self.line() as line:
            seconds = min(2.0, 0.9 * line.seconds() / len(facts.shared))
            for number, (_, group) in enumerate(facts.shared):
                pairs = [piece for c in group for piece in self.meeting(land, c)]
                self.appear(*roots[number : number + 1], *pairs, seconds=seconds)

    @beat
    def table(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.SAFE.split_x(0.44)
        land = self.map(left)
        ledger = parts.Ledger(
            right, ("(x, y)", "lambda", "f", ""), len(facts.rows),
            roles=(Role.TEXT, Role.CONSTRAINT, Role.FUNCTION, Role.DATA), digits=3,
            shares=(3.1, 1.6, 1.3, 0.8), align=0,
        )  # fmt: skip
        with self.line() as line:
            self.appear(land, ledger)
            for c, place, price, value in facts.rows:
                row = ledger.row(short(place), price, value, KINDS.get(c.kind, "flat"))
                dot = parts.Point(at(land, c), role=Role.TEXT)
                self.appear(dot, row, seconds=min(2.0, 0.8 * line.seconds() / len(facts.rows)))
        with self.line():
            stars = (parts.Point(at(land, c), role=Role.OPTIMUM, shape="star") for c in facts.bests)
            self.appear(*stars, seconds=1.5)

    @beat
    def price(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.SAFE.split_x(0.55)
        head, body = right.inset(0, 0.5).split_y(0.16)
        level = self.tracker(0)
        land = self.map(left, facts.moved, level)
        graph = parts.PriceGraph(body, *facts.trace, level)
        places = np.array([at(land, m) for m in facts.moved])
        star = parts.Point(
            lambda: np.array([np.interp(level.get_value(), graph.c, axis) for axis in places.T]),
            level, role=Role.OPTIMUM, shape="star",
        )  # fmt: skip
        slope = self.formula('"slope" {m_is} {{ {m} : derivative }} = lambda', m=facts.multiplier)
        head.place(slope)
        kissing = parts.LevelLine(land.contours, graph.now, level)
        with self.line() as line:
            self.appear(land, graph.plot)
            self.appear(kissing, graph.dot, star)
            self.drive(level, graph.c[-1], 0.6 * line.seconds(self.params.pace))
        with self.line() as line:
            self.appear(graph.curve, seconds=2.0)
            self.drive(level, 0, 2.5)
            self.appear(graph.tangent, slope, seconds=1.5)
            self.hold(0.2 * line.seconds(self.params.pace))
            self.drive(level, graph.c[-1], 3.0)
        with self.line():
            self.drive(level, graph.c[0], 5.0)
            self.drive(level, 0, 3.0)
        self.aha()

    @beat
    def walls(self) -> None:
        space = self.facts.space
        self.clear()
        left, right = layout.SAFE.split_x(0.42)
        share, turn, second = (self.tracker(0) for _ in range(3))
        plane = parts.NormalPlane(right, space.slopes[0], space.slopes[1], space.factors, share)
        near = parts.MeetingWalls(plane, turn, second)
        problem = parts.column(
            left,
            self.formula("f = {{ {f} : function }}", f=space.f),
            self.formula("g = {{ {g} : constraint }} = 0", g=space.g),
            self.formula("h = {{ {h} : constraint }} = 0", h=space.h),
            self.formula("(x, y, z) {p_is} {p}", p=short(space.place)),
            self.formula("nabla f = lambda thin nabla g + mu thin nabla h"),
            self.formula("lambda {a_is} {a} quad mu {b_is} {b}", a=space.first, b=space.second),
        )
        with self.line():
            self.appear(problem[0])
        with self.line() as line:
            self.appear(near, problem[1], seconds=0.4 * line.seconds(self.params.pace))
            self.appear(problem[2])
            self.drive(second, 1)
        with self.line() as line:
            self.appear(near.curve, problem[3], seconds=1.5)
            self.drive(turn, 1, 0.5 * line.seconds(self.params.pace))
            self.remove(near, near.curve)
            self.add(*plane.walls, plane.curve)
        with self.line():
            self.appear(*plane.arrows, *plane.names, seconds=1.5)
        with self.line() as line:
            self.hold(0.35 * line.seconds(self.params.pace))
            self.emphasise(plane.curve, seconds=2.0)
        with self.line():
            self.appear(plane.sum, problem[4], seconds=1.5)
        with self.line():
            self.vanish(*plane.names)
            self.drive(share, 1, 3.0)
            self.appear(*plane.sides, *plane.multiples, problem[5], seconds=1.5)

    def map(self, slot: layout.Slot, more: tuple[Any, ...] = (), level: Any = 0) -> parts.FenceMap:
        """A map that holds every candidate, every corner of the fence, and some more points."""
        result = self.facts.result
        known = [*result.candidates, *result.irregular_points, *more]
        points = [tuple(map(mvcalc.approximate, k.point)) for k in known]
        return parts.FenceMap(slot, self.facts.f, self.facts.g, points, level=level)

    def meeting(self, land: parts.FenceMap, candidate: Any) -> tuple[parts.Part, ...]:
        """A candidate with its two gradients, which lie on one line."""
        place = at(land, candidate)
        slide = parts.FenceSlide(land, place[None], self.tracker(0), small=True)
        dot = parts.Point(place, role=Role.OPTIMUM, radius=0.11)
        return slide.uphill, slide.square, dot


def at(land: parts.FenceMap, candidate: Any) -> np.ndarray:
    """The place of a candidate on a map."""
    return land.plot.at(*map(mvcalc.approximate, candidate.point))
