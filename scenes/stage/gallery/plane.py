"""Demos: functions and maps of two variables, seen from above."""

from __future__ import annotations

import numpy as np

from mvcalc.expr import parse
from scenes.stage import layout, theme
from scenes.stage.formula import Formula
from scenes.stage.gallery.wall import Wall, demo
from scenes.stage.parts import (
    Arrow,
    Bend,
    BendWave,
    Coin,
    Compass,
    ContourPlot,
    Crossing,
    Curve,
    DescentPath,
    EigenAxes,
    Ellipse,
    FenceWalk,
    Forecast,
    GridMap,
    ImplicitCurve,
    LevelLine,
    LinearMap,
    LossMap,
    MappedFigure,
    Misfit,
    NearSquare,
    Parallelogram,
    PlaneMap,
    Plot,
    Point,
    PolarCurve,
    Shadow,
    SideView,
    Speck,
    Stride,
    Tag,
    Tagged,
    Trace,
    UnitCells,
    VectorField,
    ZoomedMap,
    letter_f,
    places_of,
    plot_over,
    square_about,
)
from scenes.stage.theme import Role

XY = ("x", "y")


@demo("ContourPlot", "LevelLine")
def contours(wall: Wall) -> None:
    plot = Plot(layout.PICTURE, (-2, 2), (-2, 2), equal=True, grid=False)
    levels = (-8, -4, -2, -1, -0.5, 0, 1, 2, 4, 8)
    picture = ContourPlot(plot, parse("x^3 - 3*x*y + y^3", XY), levels, labels=(-4, -1, 1, 4))
    level = wall.tracker(-0.5)
    wall.hang(plot, picture, LevelLine(picture, level, role=Role.OPTIMUM))
    wall.still()
    wall.still((level, 0.1))


@demo("Arrow", "PolarCurve")
def slope_in_every_direction(wall: Wall) -> None:
    plot = Plot(layout.PICTURE, (-1.5, 2.5), (-2, 2), equal=True, grid=False)
    contours = ContourPlot(plot, parse("x^2 + x*y + y^2", XY), (0.5, 1, 2, 3, 5, 7))
    angle = wall.tracker(0.5)
    polar = PolarCurve(plot.at(1, 0), lambda at: 2 * np.cos(at) + np.sin(at), reach=2)
    ray = Arrow(
        polar.centre, lambda: polar.place(angle.get_value()), angle, role=Role.DERIVATIVE,
        label=Formula("v", size=theme.LABEL, role=Role.DERIVATIVE),
    )  # fmt: skip
    wall.hang(plot, contours, polar, ray)
    wall.still()


@demo("Compass")
def slopes_all_round(wall: Wall) -> None:
    plot = Plot(layout.PICTURE, (-1.5, 2.5), (-2, 2), equal=True, grid=False)
    turn, swept = wall.tracker(4), wall.tracker(4)
    wall.hang(plot, Compass(plot.at(1, 0), (2, 1), layout.LEDGER, turn, swept))
    wall.still()


@demo("Shadow")
def shadow_of_an_arrow(wall: Wall) -> None:
    plot = Plot(layout.PICTURE, (-2, 2), (-2, 2), equal=True, grid=False)
    angle = wall.tracker(-0.6)
    arrow = Arrow(plot.at(0, 0), plot.at(1.4, 0.7))
    wall.hang(plot, arrow, Shadow(arrow.start, arrow.end, angle))
    wall.still()
    wall.still((angle, 1.2))


@demo("Stride")
def strides_between_contours(wall: Wall) -> None:
    plot = Plot(layout.PICTURE, (-2, 2), (-2, 2), equal=True, grid=False)
    contours = ContourPlot(plot, parse("x^2 + x*y + y^2", XY), (1, 2, 3, 4, 5, 6, 7))
    words = [Formula(f'"{word}"', size=theme.LABEL) for word in ("steep", "gentle")]
    wall.hang(plot, contours, *Stride.extremes(contours, *words))
    wall.still()


@demo("VectorField")
def field(wall: Wall) -> None:
    plot = Plot(layout.PICTURE, (-2, 2), (-2, 2), equal=True, grid=False)
    contours = ContourPlot(plot, parse("x^2 + x*y + y^2", XY), (0.5, 1, 2, 3, 5, 7))
    field = VectorField(plot, parse("2*x + y", XY), parse("x + 2*y", XY), across=10)
    wall.hang(plot, contours, field)
    wall.still()


@demo("DescentPath")
def descent(wall: Wall) -> None:
    plot = Plot(layout.SAFE, (-10.5, 10.5), (-2.4, 2.4), grid=False)
    contours = ContourPlot(plot, parse("x^2/2 + 5*y^2", XY), (0.5, 2, 5, 10, 20, 30, 40, 60))
    k = wall.tracker(3.5)
    bounce = [(10 * (9 / 11) ** n, (-9 / 11) ** n) for n in range(40)]
    crawl = [(-10 * 0.95**n, 0.5**n) for n in range(120)]
    away = [(-4 * 0.75**n, -0.8 * (-1.5) ** n) for n in range(20)]
    wall.hang(plot, contours, DescentPath(plot, bounce, k))
    wall.hang(DescentPath(plot, crawl, role=Role.OPTIMUM))
    wall.hang(DescentPath(plot, away, role=Role.CURVATURE, dashed=True))
    wall.still()
    wall.still((k, 30))


@demo("ImplicitCurve", "Tagged")
def fence(wall: Wall) -> None:
    plot = Plot(layout.PICTURE, (-2.4, 2.4), (-2.2, 2.2), equal=True, grid=False)
    contours = ContourPlot(plot, parse("x^2*y", XY), (-4, -2, -1, -0.3, 0.3, 1, 2, 4))
    c = wall.tracker(3)
    fence = ImplicitCurve(plot, parse("x^2 + y^2", XY), c)
    kiss = LevelLine(contours, lambda: 2 * (c.get_value() / 3) ** 1.5, c, role=Role.FUNCTION)
    best = Tagged(plot.at(2**0.5, 1), Formula("lambda", size=theme.LABEL), shape="star")
    wall.hang(plot, contours, kiss, fence, best)
    wall.still()


@demo("FenceWalk", "HeightGraph")
def walk_along_a_fence(wall: Wall) -> None:
    left, right = layout.SAFE.split_x(0.5)
    plot = Plot(left, (-2.2, 2.2), (-2.2, 2.2), equal=True, grid=False)
    f, t = parse("x^2*y", XY), wall.tracker(0.6)
    fence = ImplicitCurve(plot, parse("x^2 + y^2 - 3", XY))
    walk = FenceWalk(fence, f, t)
    heights = walk.graph(right)
    wall.hang(plot, ContourPlot(plot, f, (-2, -1, 1, 2)), fence, heights.plot, heights)
    wall.hang(Point(walk.place, t))
    wall.still()


@demo("Coin", "Bend", "BendWave")
def coin_in_a_cut(wall: Wall) -> None:
    plot = Plot(layout.PICTURE, (-2, 2), (-0.5, 2.4), equal=True, y_label="")
    bend, degrees = Bend.of(((2, 1), (1, 2))), wall.tracker(100)

    def now() -> float:
        return float(bend.at(degrees.get_value()))

    cut = Curve(plot, lambda x: now() * x**2 / 2, follow=(degrees,))
    wall.hang(plot, cut, Coin(plot, now, degrees), Point(plot.at(0, 0)))
    wall.hang(BendWave(layout.LEDGER, bend, degrees, wall.tracker(250)))
    wall.still()


@demo("Crossing", "SideView", "EigenAxes")
def path_across_a_place(wall: Wall) -> None:
    left, right = layout.SAFE.split_x(0.5)
    plot = Plot(left, (-1, 2), (-1, 2), equal=True, grid=False)
    f, degrees = parse("x^3 - 3*x*y + y^3", XY), wall.tracker(30)
    wall.hang(plot, ContourPlot(plot, f, (-0.8, -0.5, 0, 1, 3)), Crossing(plot, (1, 1), degrees))
    wall.hang(SideView(right, f, (1, 1), (3, 9), 1.5, degrees))
    names = [Formula(name, size=theme.LABEL) for name in ("v_1", "v_2")]
    wall.hang(EigenAxes(plot, (1, 1), [(1, 1), (1, -1)], names))
    wall.still()


@demo("Ellipse")
def ellipses(wall: Wall) -> None:
    left, right = layout.SAFE.split_x(0.5)
    bowl = Plot(left, (-2, 2), (-2, 2), equal=True, grid=False)
    saddle = Plot(right, (-2, 2), (-2, 2), equal=True, grid=False)
    wall.hang(bowl, ContourPlot(bowl, parse("x^2 + x*y + y^2", XY), (0.3, 1, 2, 4, 6)))
    wall.hang(Ellipse(bowl, (0, 0), ((2, 1), (1, 2)), level=2))
    wall.hang(Ellipse.confidence(bowl, (1.2, -1.2), ((0.2, -0.1), (-0.1, 0.1)), role=Role.DATA))
    wall.hang(saddle, ContourPlot(saddle, parse("x^2 + 4*x*y + y^2", XY), (-4, -1, 0, 1, 4, 8)))
    wall.hang(Ellipse(saddle, (0, 0), ((2, 4), (4, 2)), level=2))
    wall.still()


@demo("PlaneMap", "GridMap", "MappedFigure", "Parallelogram", "letter_f", "square_about")
def map_of_the_plane(wall: Wall) -> None:
    plot = Plot(layout.PICTURE, (-3, 5), (-2, 5), equal=True, grid=False)
    flow = wall.tracker(0)
    image = PlaneMap(parse("x^2 - y^2", XY), parse("2*x*y", XY), flow)
    grid = GridMap(plot, image, (0, 2), (-0.5, 1.5), lines=9)
    letter = MappedFigure(plot, image, letter_f((1.3, 0.7), 0.5))
    square = MappedFigure(plot, image, square_about((1, 0.5), 0.125), role=Role.OPTIMUM)
    wall.hang(plot, grid, letter, square)
    wall.still((flow, 0))
    wall.still((flow, 0.5))
    wall.hang(Parallelogram(plot, (0.75, 1), (2, 1), (-1, 2), scale=0.5))
    wall.still((flow, 1))


@demo("ZoomedMap", "NearSquare")
def map_under_a_microscope(wall: Wall) -> None:
    left, right = layout.SAFE.split_x(0.5)
    h = wall.tracker(1)
    near = ZoomedMap(parse("x^2 - y^2", XY), parse("2*x*y", XY), (1, 0.5), h)
    for slot, image in ((left, PlaneMap(lambda x, _: x, lambda _, y: y)), (right, near)):
        plot = Plot(slot, (-4, 4), (-4, 4), equal=True)
        wall.hang(plot, NearSquare(plot, image))
    wall.still()
    wall.still((h, 0.01))


@demo("Speck")
def square_under_a_microscope(wall: Wall) -> None:
    h = wall.tracker(0.5)
    plot = Plot(layout.SAFE, (-4, 4), (-2, 2), equal=True)
    wall.hang(plot, Speck(plot, (1, 0.5), h))
    wall.still()
    wall.still((h, 0.01))


@demo("Forecast")
def what_a_matrix_foretells(wall: Wall) -> None:
    plot = Plot(layout.PICTURE, (-0.5, 3), (-0.5, 3), equal=True)
    h = wall.tracker(0.6)
    near = ZoomedMap(parse("x^2 - y^2", XY), parse("2*x*y", XY), (1, 0.5), h)
    forecast = Forecast(plot, near, (1, 0.5), ((2, -1), (1, 2)))
    wall.hang(plot, forecast, forecast.truth)
    wall.still()
    wall.still((h, 0.1))


@demo("UnitCells", "LinearMap", "plot_over", "places_of")
def cells_to_count(wall: Wall) -> None:
    image = LinearMap(np.array([[2.0, -1.0], [1.0, 2.0]]))
    plot = plot_over(layout.PICTURE, places_of(image, (0.5, 0.5), 0.5, most=9), 0.1, grid=False)
    wall.hang(plot, UnitCells(plot), Parallelogram(plot, (0, 0), (2, 1), (-1, 2)))
    wall.still()


@demo("Tag")
def tag(wall: Wall) -> None:
    plot = Plot(layout.SAFE, (-2, 2), (-1, 1))
    wall.hang(plot, Tag(Formula("f(x) = {v}", v=0)).move_to(plot.at(0, 0)))
    wall.still()


@demo("LossMap", "Trace")
def loss_map(wall: Wall) -> None:
    misfit = Misfit.of(parse("a*x^b", ("x", "a", "b")), (1, 2, 3), (2, 5, 12))
    plot = LossMap.axes(layout.SAFE, (0.5, 3), (0.5, 2.5))
    until = wall.tracker(1)
    places = plot.places(np.array([2.8, 2.0, 1.4]), np.array([2.2, 1.2, 1.9]))
    wall.hang(plot, LossMap(plot, misfit), Trace(places, (0, 1, 2), until))
    wall.still()
    wall.still((until, 2))
