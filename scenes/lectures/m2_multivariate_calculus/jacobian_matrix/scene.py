"""The scene: one small square, from the bent plane through the microscope to its matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts

from . import Params
from .facts import COUNTABLE, Facts
from .title import beside_title

if TYPE_CHECKING:
    from manim import ValueTracker

SQUARE = np.array([[-1, -1], [1, 1]])  # opposite corners


class JacobianMatrix(LectureScene[Params, Facts]):
    """A flow, a microscope, a matrix, a forecast, a letter, and polar tiles."""

    motif = beside_title

    @beat
    def flow(self) -> None:
        facts = self.facts
        share = self.tracker(0)
        image = parts.PlaneMap(facts.u, facts.v, share)
        (x, y), half = self.facts.here, float(facts.reach)
        slot, beside = layout.SAFE.split_x(0.58)
        corners, whole = half * SQUARE + (x, y), parts.PlaneMap(facts.u, facts.v)
        plot = parts.plot_over(slot, [*corners, *parts.places_of(whole, (x, y), half)], 0.04)
        grid = parts.GridMap(plot, image, (x - half, x + half), (y - half, y + half), lines=11)
        square = parts.MappedFigure(plot, image, parts.square_about((x, y), half / 10))
        rule = parts.column(
            beside,
            self.formula("u = {{ {u} : function }}", u=facts.u),
            self.formula("v = {{ {v} : function }}", v=facts.v),
        )
        with self.line():
            self.appear(plot, grid, seconds=2.0)
            self.appear(*rule, seconds=2.5, lag=0.8)
        with self.line() as line:
            self.appear(square)
            self.drive(share, 1, 0.75 * line.seconds(self.params.pace))
        with self.line() as line:
            self.hold(0.35 * line.seconds(self.params.pace))
            self.play(grid.animate.set_stroke(opacity=0.3))
            self.emphasise(square, seconds=1.5)

    @beat
    def zoom(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.BELOW_STRIP.split_x(0.5)
        h = self.tracker(float(facts.zooms[0]))
        image = self.zoomed(h)
        half = float(facts.reach)
        spread = np.array(facts.spread)
        after = [*spread * SQUARE, *parts.places_of(image, (0, 0), 1, 2 * spread.max())]
        near = self.over(left, half * SQUARE + facts.here, "before")
        plane = parts.GridMap(near, parts.PlaneMap(facts.u, facts.v, self.tracker(0)), lines=11)
        first = near, plane.set_stroke(opacity=0.3), parts.Speck(near, facts.here, h)
        far = self.over(right, after, "after, enlarged")
        second = far, parts.NearSquare(far, image)
        words = '"half side" {h_is} {{ {h} : derivative }}'
        labels = [self.formula(words, h=half) for half in facts.zooms]
        for label in labels:
            layout.STRIP.place(label)
        with self.line() as line:
            self.appear(*first, labels[0], seconds=1.5)
            self.hold(0.55 * line.seconds(self.params.pace) - 1.5)
            self.appear(*second, seconds=1.5)
        for number in (1, 2):
            with self.line():
                self.drive(h, float(facts.zooms[number]), 5.0)
                self.rewrite(labels[number - 1], labels[number], seconds=0.8)
        self.aha()

    @beat
    def matrix(self) -> None:
        facts = self.facts
        self.clear()
        share = self.tracker(0)
        linear = parts.LinearMap(self.matrix_seen(), share)
        first, second = self.matrix_seen().T
        corners = [(0, 0), first, second, first + second, *([(1, 1)] if facts.even else [])]
        plot = parts.plot_over(
            layout.PICTURE, corners, 0.3, even=facts.even, x_label="", y_label="", grid=False
        )
        cells = [parts.UnitCells(plot)] if max(facts.box) <= COUNTABLE else []
        grid = parts.GridMap(
            plot, parts.LinearMap(self.matrix_seen(), share), (-3, 4), (-3, 4), lines=8
        )
        square = parts.MappedFigure(plot, linear, parts.square_about((0.5, 0.5), 0.5))
        area = parts.Parallelogram(plot, (0, 0), first, second)
        sums = parts.jacobian_sums(
            layout.LEDGER, facts.columns, facts.legible, facts.det, self.params.digits
        )
        ways = self.tracker(0), self.tracker(0)
        traveller = parts.Point(
            lambda: plot.at(*(self.matrix_seen() @ [way.get_value() for way in ways])),
            *ways, role=Role.DATA,
        )  # fmt: skip
        with self.line() as line:
            self.appear(plot, *cells, grid, square)
            self.drive(share, 1, 0.35 * line.seconds(self.params.pace))
            self.vanish(grid)
            self.appear(area, *sums[:2], seconds=2.0)
        with self.line() as line:
            self.appear(traveller)
            for way in ways:
                self.hold(0.15 * line.seconds(self.params.pace))
                self.drive(way, 1, 2.5)
                self.drive(way, 0, 1.0)
            self.vanish(traveller)
        with self.line():
            self.appear(*sums[2:4], seconds=3.0, lag=0.6)
        with self.line():
            self.appear(sums[4], seconds=1.5)
            self.emphasise(square)
        self.aha()

    @beat
    def foretell(self) -> None:
        facts = self.facts
        self.clear()
        left, rest = layout.BELOW_STRIP.split_x(0.3)
        middle, right = rest.split_x(0.5)
        h = self.tracker(float(facts.lengths[0]))
        step, matrix = np.array([*map(float, facts.step)]), self.matrix_seen()
        before = self.over(left, [(0, 0), step], "step", 0.3)
        after = self.over(
            middle, parts.Forecast.ways(self.zoomed(h), step, matrix), "arrival", 0.25
        )
        forecast = parts.Forecast(after, self.zoomed(h), step, matrix)
        arrow = parts.Arrow(before.at(0, 0), before.at(*step), role=Role.DERIVATIVE)
        ledger = parts.Ledger(
            right, ("h", '"error"'), len(facts.lengths), align=0,
            roles=(Role.DERIVATIVE, Role.ERROR), digits=4,
        )  # fmt: skip
        rows = [ledger.row(*pair) for pair in zip(facts.lengths, facts.errors, strict=True)]
        law = self.formula(
            "F(p + s) approx F(p) + {{ J : gradient }} {{ s : derivative }}, quad "
            "{{ s : derivative }} = h dot {step}", step=facts.step,
        )  # fmt: skip
        layout.STRIP.place(law)
        with self.line() as line:
            self.appear(before, arrow)
            self.hold(0.4 * line.seconds(self.params.pace))
            self.appear(after, forecast, law, seconds=1.5)
        with self.line():
            self.appear(forecast.truth, ledger, rows[0], seconds=1.5)
        with self.line() as line:
            self.hold(0.3 * line.seconds(self.params.pace))
            for length, row in zip(facts.lengths[1:], rows[1:], strict=True):
                self.drive(h, float(length), 2.5)
                self.appear(row)
        with self.line():
            for row in rows:
                self.emphasise(row, seconds=1.5)
        with self.line():
            self.emphasise(law)
            self.drive(h, float(facts.lengths[0]), 2.5)
            self.drive(h, float(facts.lengths[-1]), 5.0)

    @beat
    def flip(self) -> None:
        facts = self.facts
        self.clear()
        left, rest = layout.BELOW_STRIP.split_x(1 / 3)
        middle, right = rest.split_x(0.5)
        through, swap = self.tracker(0), self.tracker(0)
        letter = parts.letter_f((-0.55, -0.9), 1.8)
        image = letter @ self.matrix_seen().T
        exchange = parts.PlaneMap(lambda _, y: y, lambda x, _: x, swap)
        turned = image[:, ::-1]
        plots = (
            self.over(left, letter, "before", 0.05),
            self.over(middle, image, "after", 0.05),
            self.over(right, [*turned, *(image if facts.even else [])], "swapped", 0.05),
        )
        letters = (
            parts.MappedFigure(plots[0], parts.LinearMap(np.eye(2)), letter),
            parts.MappedFigure(plots[1], parts.LinearMap(self.matrix_seen(), through), letter),
            parts.MappedFigure(plots[2], exchange, image),
        )
        signs = [
            self.formula("det {d_is} {{ {d:4} : derivative }}", d=d)
            for d in (facts.det, facts.turned)
        ]
        for slot, sign in zip((middle, right), signs, strict=True):
            layout.Slot(slot.left, layout.STRIP.bottom, slot.right, layout.STRIP.top).place(sign)
        with self.line():
            self.appear(plots[0], letters[0], seconds=1.5)
        for number, share in ((1, through), (2, swap)):
            with self.line():
                self.appear(plots[number], letters[number], seconds=1.2)
                self.drive(share, 1, 3.0)
                self.appear(signs[number - 1])

    @beat
    def polar(self) -> None:
        facts = self.facts
        self.clear()
        share = self.tracker(0)
        plot = parts.Plot(layout.PICTURE, (-3.4, 3.4), (-0.5, 3.7), equal=True)
        image = parts.PlaneMap(facts.polar[0], facts.polar[1], share)
        grid = parts.GridMap(plot, image, (0, 3.2), (0, float(np.pi)), lines=17)
        tiles = [
            parts.MappedFigure(plot, image, parts.square_about((float(r), 1.0), 0.2))
            for r in facts.radii
        ]
        above, below = layout.LEDGER.split_y(0.3)
        law = above.place(self.formula("det J = {{ {d} : derivative }}", d=facts.polar_det), y=-1)
        ledger = parts.Ledger(below, ("r", '"area factor"'), 3, roles=(Role.DATA, Role.DERIVATIVE))
        rows = [ledger.row(r, factor) for r, factor in zip(facts.radii, facts.factors, strict=True)]
        with self.line():
            self.appear(plot, grid, seconds=1.5)
            self.appear(*tiles, lag=0.3)
            self.drive(share, 1, 5.0)
        with self.line():
            for tile in tiles:
                self.emphasise(tile)
            self.appear(law, ledger)
        with self.line():
            self.appear(*rows, seconds=4.0, lag=0.6)
        self.aha()

    # -- pieces ---------------------------------------------------------------------------

    def matrix_seen(self) -> np.ndarray:
        """The matrix, for drawing."""
        return np.array([[mvcalc.approximate(x) for x in v] for v in self.facts.columns]).T

    def zoomed(self, h: ValueTracker) -> parts.ZoomedMap:
        """The map near the point."""
        return parts.ZoomedMap(self.facts.u, self.facts.v, self.facts.here, h)

    def over(self, slot: layout.Slot, points: Any, name: str, margin: float = 0.1) -> parts.Plot:
        """Axes that hold some points, with a name; shapes before the map are always true."""
        return parts.plot_over(
            slot, points, margin, even=self.facts.even or name in ("before", "step"), right=0.4,
            x_label="", y_label=f'"{name}"', x_ticks=3 if slot.width < layout.LEDGER.width else 6,
        )  # fmt: skip
