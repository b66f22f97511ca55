"""Demos: graphs of one variable, and data."""

from __future__ import annotations

import numpy as np
from manim import ValueTracker

from mvcalc.expr import parse
from scenes.stage import layout, theme
from scenes.stage.formula import Formula
from scenes.stage.gallery.wall import Wall, demo
from scenes.stage.parts import (
    Curve,
    DataDots,
    ErrorPlot,
    Guide,
    HiddenPlace,
    Lens,
    Neighbourhood,
    NumberLine,
    Plot,
    Point,
    Projection,
    PromisePlot,
    Residuals,
    RollingTangent,
    SecantPlot,
    Shaded,
    SlopeLine,
    SlopePlot,
    SlopeTrace,
    SlopeTriangle,
    stacked,
)
from scenes.stage.parts.part import Floats
from scenes.stage.theme import Role


@demo("Plot", "Curve", "Point", "SlopeLine", "Guide")
def curve_with_tangent(wall: Wall) -> None:
    f = parse("x^3 - x")
    plot = Plot(layout.PICTURE, (-1.6, 1.8), (-2, 3), y_label="f(x)")
    x = wall.tracker(0.9)

    def place() -> tuple[float, float]:
        return x.get_value(), x.get_value() ** 3 - x.get_value()

    tangent = SlopeLine(plot, lambda: (*place(), 3 * x.get_value() ** 2 - 1), x)
    drop = Guide(lambda: np.array([plot.at(*place()), plot.at(x.get_value(), 0)]), x)
    wall.hang(plot, Curve(plot, f), tangent, drop, Point(lambda: plot.at(*place()), x))
    wall.still()


@demo("SlopeTriangle", "Lens")
def triangle_and_lens(wall: Wall) -> None:
    f = parse("x^3 - x")
    plot = Plot(layout.PICTURE, (-1.2, 2.4), (-1, 9))
    x, run = wall.tracker(1), wall.tracker(1)
    triangle = SlopeTriangle(
        plot, f, x, run, run_name=Formula("h", size=theme.LABEL, role=Role.DATA)
    )
    lens = Lens(layout.LEDGER, plot, f, x, run)
    wall.hang(plot, Curve(plot, f), triangle, lens)
    wall.still()
    wall.still((run, 0.2))


@demo("SecantPlot")
def secant(wall: Wall) -> None:
    picture = SecantPlot(layout.SAFE, ((-1, 4), (-1, 6)), parse("x^2/2"), 1, 2)
    wall.hang(picture)
    wall.still()


@demo("RollingTangent", "SlopeTrace")
def rolling_tangent(wall: Wall) -> None:
    above, below = stacked(layout.SAFE, (-4, 4), ((-1.5, 1.5), (-1.5, 1.5)))
    x = wall.tracker(1)
    f, slope = parse("sin(x)"), parse("cos(x)")
    tangent = RollingTangent(above, f, slope, x)
    wall.hang(above, below, Curve(above, f), tangent, SlopeTrace(tangent, below))
    wall.still()


@demo("SlopePlot")
def slopes_below(wall: Wall) -> None:
    heights, slopes = (-2.5, 2.5), (-2, 6)
    f, slope = parse("x^3 - x"), parse("3*x^2 - 1")
    picture = SlopePlot(layout.PICTURE, f, slope, (-1.6, 1.6), (heights, slopes), name="x^3 - x")
    wall.hang(picture)
    wall.still((picture.x, 0.8))


@demo("Neighbourhood")
def neighbourhood(wall: Wall) -> None:
    picture = Neighbourhood(layout.PICTURE, parse("exp(x)"), parse("1 + x"), 0, (-1, 1))
    wall.hang(picture)
    wall.still(*picture.shrunk(0.5).items())


@demo("HiddenPlace")
def hidden_place(wall: Wall) -> None:
    x, xi = wall.tracker(0.8), wall.tracker(0.3)
    gap, term = parse("exp(x) - 1 - x"), parse("exp(x)/2")
    wall.hang(HiddenPlace(layout.SAFE, gap, term, (0, 1), (0, 1), 1.36, x, xi))
    wall.still()
    wall.still((xi, 0.37))


@demo("ErrorPlot", "PromisePlot")
def errors(wall: Wall) -> None:
    left, right = layout.SAFE.split_x(0.5)
    f, cubic = parse("sin(x)"), parse("x - x^3/6")
    wall.hang(ErrorPlot(left, f, cubic, (0, 1), 0.01))
    wall.hang(PromisePlot(right, f, cubic, lambda x: x**5 / 120, (0, 1)))
    wall.still()


@demo("Shaded")
def promise_and_truth(wall: Wall) -> None:
    f, taylor = parse("exp(x)"), parse("1 + x + x^2/2")
    plot = Plot(layout.SAFE, (-1, 2), (0, 7))
    error = Shaded(plot, f, taylor, role=Role.ERROR, hatched=True)
    wall.hang(plot, error, Curve(plot, f), Curve(plot, taylor, Role.DERIVATIVE))
    wall.still()


@demo("DataDots", "Residuals")
def line_through_data(wall: Wall) -> None:
    x, y = (0, 1, 2, 3, 4, 5), (1, 3, 2, 5, 4, 6)
    plot = Plot(layout.PICTURE, (-1, 6), (-0.5, 7.5), grid=False)
    m, c = wall.tracker(0.9), wall.tracker(1.2)

    def model(at: Floats) -> Floats:
        return c.get_value() + m.get_value() * at

    squares = Residuals(plot, x, y, model, m, c, squares=True)
    wall.hang(plot, squares, Curve(plot, model, follow=(m, c)), DataDots(plot, x, y))
    wall.still()
    wall.still((m, 0.2), (c, 3))


@demo("Projection")
def shadow_of_the_data(wall: Wall) -> None:
    wall.hang(Projection(layout.SAFE, 5, 2))
    wall.still()


@demo("NumberLine")
def chain_of_lines(wall: Wall) -> None:
    upper, lower = layout.BELOW_STRIP.rows(2)
    x = ValueTracker(1)
    lines = NumberLine(upper, (-2, 2), name="x"), NumberLine(lower, (0, 4), name="x^2")
    dots = [
        Point(lambda: lines[0].at(x.get_value()), x),
        Point(lambda: lines[1].at(x.get_value() ** 2), x, role=Role.DERIVATIVE),
    ]
    wall.hang(*lines, *dots)
    wall.still((x, 1.5))
