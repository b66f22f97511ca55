"""Demos: surfaces and what lies on them."""

from __future__ import annotations

import numpy as np
from manim import DEGREES

from mvcalc.expr import parse
from scenes.stage import layout
from scenes.stage.gallery.wall import Wall, demo
from scenes.stage.parts import (
    ContourPlot,
    DescentPath,
    Plot,
    SurfaceArrow,
    SurfaceCurve,
    SurfacePath,
    SurfacePoint,
    SurfaceView,
)
from scenes.stage.theme import Role

XY = ("x", "y")


@demo("SurfaceView", "SurfacePath")
def surface_beside_its_contours(wall: Wall) -> None:
    left, right = layout.SAFE.split_x(0.5)
    f = parse("100*(y - x^2)^2 + (1 - x)^2", XY)
    levels = (2, 10, 40, 120, 300, 600)
    plot = Plot(left, (-2, 2), (-1, 3), equal=True, grid=False)
    surface = SurfaceView(right, f, (-2, 2), (-1, 3), levels=levels, theta=-115 * DEGREES)
    k = wall.tracker(9)
    t = np.linspace(-1.2, 1, 13)
    steps = [(float(x), float(x * x + 0.15 * (-1) ** n)) for n, x in enumerate(t)]
    wall.hang(plot, ContourPlot(plot, f, levels), DescentPath(plot, steps, k))
    wall.hang(surface, SurfacePath(surface, steps, k))
    wall.still()
    wall.still((surface.theta, -60 * DEGREES))


@demo("SurfaceCurve", "SurfacePoint", "SurfaceArrow")
def marks_on_a_surface(wall: Wall) -> None:
    f = parse("x^3 - 3*x*y + y^3", XY)
    surface = SurfaceView(
        layout.SAFE, f, (-1.6, 1.9), (-1.6, 1.9), (-3, 4), levels=(-2, -0.5, 0, 1, 2)
    )
    turn = np.linspace(0, 2 * np.pi, 181)
    x, y = 1 + 0.5 * np.cos(turn), 1 + 0.5 * np.sin(turn)
    wall.hang(
        surface,
        SurfaceCurve(surface, lambda: (x, y), role=Role.CONSTRAINT),
        SurfaceCurve(surface, lambda: (x, y), role=Role.CONSTRAINT, floor=True),
        SurfacePoint(surface, lambda: (1, 1), role=Role.OPTIMUM, drop=True),
        SurfacePoint(surface, lambda: (0, 0), role=Role.CURVATURE),
        SurfaceArrow(surface, lambda: ((-0.8, -0.4), (-1.2, 0.2))),
    )
    wall.still()


@demo("Box")
def graph_and_tangent_plane(wall: Wall) -> None:
    f = parse("sin(x)*cos(y)", XY)
    surface = SurfaceView(layout.SAFE, f, (-3, 3), (-3, 3), (-2, 2))
    surface.add_graph(lambda x, y: 0.2 + 0.8 * (x - 0.2) + 0 * y, Role.DERIVATIVE)
    wall.hang(surface)
    wall.still()
