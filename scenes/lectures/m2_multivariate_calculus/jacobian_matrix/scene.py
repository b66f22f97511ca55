"""The scene: what is drawn, beat by beat."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts

from . import Params
from .facts import Facts

if TYPE_CHECKING:
    from manim import ValueTracker

COUNTABLE = 16


def whole(low: float, high: float) -> list[float]:
    """The whole numbers of a range."""
    return [float(n) for n in range(int(np.ceil(low)), int(np.floor(high)) + 1)]


def legible(point: tuple[Any, ...]) -> Any:
    """The coordinates, all as decimals if one of them has to be rounded."""
    return point if mvcalc.show(point).relation == "=" else mvcalc.show(point, 4, "decimal")


class JacobianMatrix(LectureScene[Params, Facts]):
    """A flow, a microscope, a matrix, a letter, and polar tiles."""

    @beat
    def flow(self) -> None:
        facts = self.facts
        share = self.tracker(0)
        image = parts.PlaneMap(facts.u, facts.v, share)
        x, y = self.place()
        half = float(facts.reach)
        slot, beside = layout.SAFE.split_x(0.58)
        plot = parts.Plot(slot, *parts.window_over(slot, self.seen(x, y, half), 0.04), equal=True)
        grid = parts.GridMap(plot, image, (x - half, x + half), (y - half, y + half), lines=11)
        square = parts.MappedFigure(plot, image, parts.square_about((x, y), half / 10))
        rule = parts.column(
            beside,
            self.formula("x arrow.r {{ {u} : function }}", u=facts.u),
            self.formula("y arrow.r {{ {v} : function }}", v=facts.v),
        )
        with self.line():
            self.appear(plot, grid, seconds=2.0)
            self.appear(*rule, seconds=2.5, lag=0.8)
        with self.line() as line:
            self.appear(square)
            self.drive(share, 1, 0.75 * line.seconds(self.params.pace))
        with self.line() as line:
            self.hold(0.5 * line.seconds())
            self.emphasise(square, seconds=1.5)

    @beat
    def zoom(self) -> None:
        facts = self.facts
        self.clear()
        left, right = layout.BELOW_STRIP.split_x(0.5)
        h = self.tracker(float(facts.zooms[0]))
        image = self.zoomed(h)
        before = self.local_plot(left, 1.5, '"before"')
        after = self.local_plot(right, self.unfolded(image), '"after"')
        still = parts.PlaneMap(facts.u, facts.v, self.tracker(0))
        square = parts.square_about((0, 0), 1)
        first = [
            parts.MappedFigure(before, still, square),
            parts.GridMap(before, still, (-1, 1), (-1, 1), lines=5),
        ]
        second = [
            parts.MappedFigure(after, image, square),
            parts.GridMap(after, image, (-1, 1), (-1, 1), lines=5),
        ]
        labels = [
            self.formula('"half side" {h_is} {{ {h} : derivative }}', h=z) for z in facts.zooms
        ]
        for label in labels:
            layout.STRIP.place(label)
        with self.line() as line:
            self.appear(before, *first, labels[0], seconds=1.5)
            self.hold(0.6 * line.seconds() - 1.5)
            self.appear(after, *second, seconds=1.5)
        for number in (1, 2):
            with self.line():
                self.drive(h, float(facts.zooms[number]), 5.0)
                self.rewrite(labels[number - 1], labels[number], seconds=0.8)
        self.aha()

    @beat
    def matrix(self) -> None:
        facts = self.facts
        self.clear()
        first, second = (np.array([*map(mvcalc.approximate, v)]) for v in facts.columns)
        share = self.tracker(0)
        linear = parts.PlaneMap(
            lambda x, y: first[0] * x + second[0] * y, lambda x, y: first[1] * x + second[1] * y,
            share,
        )  # fmt: skip
        corners = [(0, 0), (1, 1), tuple(first), tuple(second), tuple(first + second)]
        slot = layout.PICTURE
        plot = parts.Plot(
            slot, *parts.window_over(slot, corners, 0.3), x_label="", y_label="", equal=True,
            grid=False,
        )  # fmt: skip
        cells = self.cells(plot)
        grid = parts.GridMap(plot, linear, (-3, 4), (-3, 4), lines=8)
        square = parts.MappedFigure(plot, linear, [(0, 0), (1, 0), (1, 1), (0, 1)])
        area = parts.Parallelogram(plot, (0, 0), first, second)
        sums = self.sums()
        with self.line() as line:
            self.appear(plot, *cells, grid, square)
            self.drive(share, 1, 0.35 * line.seconds())
            self.vanish(grid)
            self.appear(area, *sums[:2], seconds=2.0)
        with self.line() as line:
            self.hold(0.3 * line.seconds())
            self.emphasise(area.sides[0], seconds=1.5)
            self.hold(0.3 * line.seconds())
            self.emphasise(area.sides[1], seconds=1.5)
        with self.line():
            self.appear(sums[2], seconds=1.5)
        with self.line():
            self.appear(sums[3], seconds=1.5)
            self.emphasise(square)
        self.aha()

    @beat
    def flip(self) -> None:
        facts = self.facts
        self.clear()
        left, rest = layout.BELOW_STRIP.split_x(1 / 3)
        middle, right = rest.split_x(0.5)
        h = self.tracker(float(facts.zooms[-1]))
        names = ('"before"', '"after"', '"swapped"')
        halves = (1.0, 0.8 * self.spread(), 0.8 * self.spread())
        plots = [
            self.local_plot(slot, half, name)
            for slot, half, name in zip((left, middle, right), halves, names, strict=True)
        ]
        still = parts.PlaneMap(facts.u, facts.v, self.tracker(0))
        images = (still, self.zoomed(h), self.zoomed(h, True))
        letters = [
            parts.MappedFigure(plot, image, parts.letter_f((-0.4, -0.65), 1.3))
            for plot, image in zip(plots, images, strict=True)
        ]
        signs = [
            self.formula("det {d_is} {{ {d:4} : derivative }}", d=d)
            for d in (facts.det, facts.turned)
        ]
        for slot, sign in zip((middle, right), signs, strict=True):
            layout.Slot(slot.left, layout.STRIP.bottom, slot.right, layout.STRIP.top).place(sign)
        with self.line():
            self.appear(plots[0], letters[0], seconds=1.5)
        for number in (1, 2):
            with self.line():
                self.appear(plots[number], signs[number - 1])
                self.appear(letters[number], seconds=1.5)

    @beat
    def polar(self) -> None:
        facts = self.facts
        self.clear()
        share = self.tracker(0)
        plot = parts.Plot(layout.PICTURE, (-3.4, 3.4), (-0.5, 3.7), equal=True)
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
            self.appear(plot, grid, seconds=1.5)
            self.appear(*tiles, lag=0.3)
            self.drive(share, 1, 5.0)
        with self.line():
            for tile in tiles:
                self.emphasise(tile)
            self.appear(ledger)
        with self.line():
            self.appear(*rows, seconds=4.0, lag=0.6)
        self.aha()

    # -- pieces ---------------------------------------------------------------------------

    def place(self) -> tuple[float, float]:
        """The point, for drawing."""
        x, y = map(mvcalc.approximate, self.facts.point)
        return x, y

    def sums(self) -> Any:
        """Both columns, the matrix, its determinant."""
        first, second = (legible(v) for v in self.facts.columns)
        a, b, c, d = (x for pair in zip(*self.facts.columns, strict=True) for x in pair)
        return parts.column(
            layout.LEDGER,
            self.formula("bold(a) {a_is} {{ {a} : gradient }}", a=first),
            self.formula("bold(b) {b_is} {{ {b} : curvature }}", b=second),
            self.formula(
                "J {r_is} mat({{ {a:4} : gradient }}, {{ {b:4} : curvature }};"
                "{{ {c:4} : gradient }}, {{ {d:4} : curvature }})",
                a=a, b=b, c=c, d=d, r=(a, b, c, d),
            ),
            self.formula("det J {d_is} {{ {d} : derivative }}", d=self.facts.det),
        )  # fmt: skip

    def cells(self, plot: parts.Plot) -> list[parts.Guide]:
        """Unit squares behind the figure, as long as they can be counted."""
        (x0, x1), (y0, y1) = plot.x_range, plot.y_range
        if max(x1 - x0, y1 - y0) > COUNTABLE:
            return []
        ends = [([at, at], [y0, y1]) for at in whole(x0, x1)]
        ends += [([x0, x1], [at, at]) for at in whole(y0, y1)]
        places = [plot.path(x, y) for x, y in ends]
        return [parts.Guide(partial(np.asarray, place)) for place in places]

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
        ticks = 6 if slot.width > layout.SAFE.width / 2.5 else 3
        return parts.Plot(slot, *ranges, x_label="", y_label=name, x_ticks=ticks, equal=True)

    def spread(self) -> float:
        """Half the size of the image of the unit square."""
        first, second = (np.array([mvcalc.approximate(c) for c in v]) for v in self.facts.columns)
        return 1.25 * float((np.abs(first) + np.abs(second)).max() or 1.0)

    def unfolded(self, image: parts.ZoomedMap) -> float:
        """Half the size of the first image of the square, which may be bent a good deal."""
        side = np.linspace(-1, 1, 21)
        sizes = np.abs(image(*np.meshgrid(side, side)))
        largest = float(np.nanmax(np.where(np.isfinite(sizes), sizes, np.nan), initial=0.0))
        return float(np.clip(1.1 * largest, self.spread(), 2 * self.spread()))

    def zoomed(self, h: ValueTracker, swapped: bool = False) -> parts.ZoomedMap:
        """The map near the point."""
        u, v = (self.facts.v, self.facts.u) if swapped else (self.facts.u, self.facts.v)
        x, y = self.place()
        return parts.ZoomedMap(u, v, (x, y), h)
