"""The scene: a map of level places, a path and a coin across one, and hills beside the map."""

from __future__ import annotations

from functools import partial

from scenes.stage import Role, beat, layout, parts, theme

from .pieces import LOWER, MAP, SIDE, UPPER, Pieces
from .title import beside_title

SIGNS = tuple(
    f'mat(delim: #none, column-gap: #0.9em, {signs}) quad {{{{ "{name}" : {role} }}}}'
    for signs, name, role in (
        ("+, +, +, +, +, ..., +", "bowl", Role.OPTIMUM),
        ("+, +, {{ - : curvature }}, +, +, ..., +", "saddle", Role.CURVATURE),
        (
            "{{ - : curvature }}, +, +, {{ - : curvature }}, +, ..., {{ - : curvature }}",
            "saddle", Role.CURVATURE,
        ),
    )
)  # fmt: skip


class HessianAndCurvature(Pieces):
    """Level places, a turning path, a coin, two special directions, and a silent test."""

    motif = beside_title

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
            self.formula("nabla f = vec(0, 0)"),
        )
        below = layout.Slot(SIDE.left, SIDE.bottom, SIDE.right, names[0].get_bottom()[1])
        hill = self.hill(below, facts.main)
        dots = [self.dot(point) for point in facts.found.points]
        with self.line() as line:
            self.appear(self.plot, self.contours, names[0])
            self.hold(0.2 * line.seconds(self.params.pace))
            self.appear(hill)
            self.turn(hill)
        with self.line():
            self.vanish(hill)
            self.appear(zeros[0], names[1], seconds=1.5)
        with self.line() as line:
            self.appear(zeros[1], names[2], seconds=1.5)
            self.hold(0.3 * line.seconds(self.params.pace))
            self.appear(names[3])
        with self.line() as line:
            self.appear(*dots, *self.whole_curve(), seconds=1.5, lag=0.3)
            self.hold(0.35 * line.seconds(self.params.pace))
            for dot in dots[:3]:
                self.emphasise(dot)

    @beat
    def cut(self) -> None:
        facts = self.facts
        self.clear()
        self.lay_map(MAP)
        angle, gone = self.tracker(0), self.tracker(0)
        view = self.hill(SIDE, facts.main)
        path = parts.Crossing(self.plot, self.place(facts.main), angle)
        on_hill = parts.SurfaceCurve(view, path.pairs, angle, role=Role.TEXT)
        walkers = (
            parts.Point(lambda: self.plot.at(*path.at(gone.get_value())), gone, role=Role.OPTIMUM),
            parts.SurfacePoint(view, lambda: path.at(gone.get_value()), gone, role=Role.OPTIMUM),
        )
        with self.line() as line:
            self.appear(self.plot, self.contours, view)
            self.appear(self.dot(facts.main), self.on_hill(view, facts.main))
            self.appear(path, on_hill)
            self.appear(*walkers, seconds=0.5)
            self.drive(gone, 1, 0.35 * line.seconds(self.params.pace), steady=True)
        with self.line():
            self.vanish(*walkers)
            self.drive(angle, 180, 8.0)

    @beat
    def coin(self) -> None:
        facts, bend = self.facts, parts.Bend.of(self.facts.main.hessian)
        self.clear()
        self.lay_map(MAP)
        self.angle, swept, tight = self.tracker(0), self.tracker(0), self.tracker(4)
        angle = self.angle
        self.wave = parts.BendWave(LOWER, bend, angle, swept)
        place, half = self.place(facts.main), float(facts.reach)
        side = parts.SideView(UPPER, facts.f, place, bend.extremes, half, angle)
        coin = parts.Coin(
            side.plot, lambda: tight.get_value() * bend.at(angle.get_value()), angle, tight
        )
        self.path = parts.Crossing(self.plot, place, angle)
        here = parts.Point(side.plot.at(0, 0), role=Role.TEXT)
        with self.line() as line:
            self.appear(self.plot, self.contours, self.dot(facts.main))
            self.appear(self.path, side, here)
            self.hold(0.2 * line.seconds(self.params.pace))
            self.appear(coin)
            self.hold(0.15 * line.seconds(self.params.pace))
            for fit in (0.4, 1):
                self.drive(tight, fit, 0.2 * line.seconds(self.params.pace))
        with self.line():
            self.appear(self.wave)
            gentle, sharp = sorted((0, 1), key=lambda k: abs(bend.extremes[k]))
            for degrees in (bend.toward(sharp), bend.toward(gentle), 0):
                self.drive(angle, degrees, 2.5)
        with self.line():
            self.hold(theme.REST)
            self.drive({angle: 360, swept: 360}, seconds=8.0, steady=True)
        with self.line():
            for k in (0, 1):
                self.drive(angle, bend.toward(k), 2.0)
                self.hold(theme.REST)
        self.aha()
        self.coining = (side, here, coin)

    @beat
    def matrix(self) -> None:
        facts, bend = self.facts, parts.Bend.of(self.facts.main.hessian)
        self.vanish(*self.coining)
        table, H, *eigen = self.ledger(facts.main)
        marks = [
            parts.Guide(partial(self.wave.plot.path, [0, 360], [height] * 2), role=Role.CURVATURE)
            for height in bend.extremes
        ]
        with self.line() as line:
            self.drive(self.angle, bend.toward(1) + 180, 0.25 * line.seconds(self.params.pace))
            self.appear(table)
            self.hold(0.3 * line.seconds(self.params.pace))
            self.rewrite(table, H)
        with self.line():
            for k in (0, 1):
                self.drive(self.angle, bend.toward(k), 1.6)
                self.appear(marks[k], eigen[k])
        with self.line():
            self.vanish(self.path)
            self.appear(self.axes(facts.main), *eigen[2:])
        with self.line():
            self.appear(*self.conics(facts.main), seconds=1.5)
        self.aha()

    @beat
    def other(self) -> None:
        facts, bend = self.facts, parts.Bend.of(self.facts.other.hessian)
        self.clear()
        left, right = layout.BELOW_STRIP.split_x(0.5)
        self.lay_map(left)
        place, view = self.place(facts.other), self.hill(right, facts.other, aside=True)
        angle, swept = self.tracker(0), self.tracker(0)
        path, wave = (
            parts.Crossing(self.plot, place, angle),
            parts.BendWave(right, bend, angle, swept),
        )
        values = parts.row(layout.STRIP, *self.numbers(facts.other)[:3])
        ways = [parts.Crossing(self.plot, place, bend.toward(k)) for k in (0, 1)]
        paths = [parts.SurfaceCurve(view, way.pairs, role=Role.TEXT) for way in ways]
        with self.line() as line:
            self.appear(self.plot, self.contours, *self.whole_curve(), self.dot(facts.other))
            self.hold(0.3 * line.seconds(self.params.pace))
            self.appear(path, wave)
            self.drive({angle: 360, swept: 360}, seconds=5.0, steady=True)
        with self.line():
            self.appear(*values)
            self.vanish(path)
            self.appear(self.axes(facts.other), *self.conics(facts.other))
        with self.line():
            self.vanish(wave)
            self.appear(view)
            self.appear(*paths, self.on_hill(view, facts.other))
            self.turn(view)

    @beat
    def silent(self) -> None:
        facts = self.facts
        self.clear()
        slots = layout.BELOW_STRIP.split_x(0.5)
        ranges, levels = ((-1, 1), (-1, 1), (-1, 2)), [k / 5 for k in range(-4, 9)]
        flat = [parts.SurfaceView(slot, facts.level_ground, *ranges, cells=8) for slot in slots]
        left, right = (self.formula("{{ {f} : function }}", f=f) for f in facts.quartics)
        names = parts.row(layout.STRIP, left, self.formula("H = mat(0, 0; 0, 0)"), right)
        tables = [
            parts.column(slot, self.table(entries), align=0)
            for slot, entries in zip(slots, facts.quartic_tables, strict=True)
        ]
        with self.line() as line:
            self.appear(names[0], names[2], seconds=2.0, lag=0.8)
            self.hold(0.18 * line.seconds(self.params.pace))
            self.appear(*tables)
            self.hold(0.18 * line.seconds(self.params.pace))
            self.vanish(*tables)
            self.appear(names[1], *flat)
            self.turn(*flat)
        theta = flat[0].theta.get_value()
        true = [
            parts.SurfaceView(slot, f, *ranges, levels=levels, theta=theta)
            for slot, f in zip(slots, facts.quartics, strict=True)
        ]
        with self.line():
            self.vanish(*flat, seconds=0.4)
            self.appear(*true)
            for _ in range(2):
                self.turn(*true)

    @beat
    def many(self) -> None:
        self.clear()
        left, right = layout.SAFE.split_x(0.5)
        names = ('"directions"', '"patterns"', '"bowls"')
        tosses = parts.Ledger(
            right.inset(0.2, 0), names, len(self.facts.tosses), align=0, digits=4,
            roles=(Role.TEXT, Role.CURVATURE, Role.OPTIMUM), shares=(0.3, 0.45, 0.25),
        )  # fmt: skip
        signs = parts.column(left.inset(0.6, 0), *map(self.formula, SIGNS), gap=0.9)
        bowl, saddle = (
            parts.SurfaceView(right, f, (-1, 1), (-1, 1), (-1, 2), ticks=0)
            for f in self.facts.quadratics
        )
        with self.line() as line:
            self.appear(signs[0], bowl)
            self.hold(0.45 * line.seconds(self.params.pace))
            self.vanish(bowl)
            self.appear(signs[1], saddle)
            self.appear(signs[2])
            self.turn(saddle)
        with self.line() as line:
            self.vanish(saddle)
            self.appear(tosses)
            for n, patterns in self.facts.tosses:
                self.appear(tosses.row(n, patterns, 1))
                self.hold(0.12 * line.seconds(self.params.pace))
