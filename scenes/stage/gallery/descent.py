"""Demos: what a rate does to a walk downhill."""

from __future__ import annotations

from mvcalc.expr import parse
from scenes.stage import layout
from scenes.stage.gallery.wall import Wall, demo
from scenes.stage.parts import BowlAxes, Convergence, FactorPlot, PairedTerrain, Terrain
from scenes.stage.theme import Role

XY = ("x", "y")


@demo("Terrain", "BowlAxes")
def axes_of_a_bowl(wall: Wall) -> None:
    k = wall.tracker(1)
    land = Terrain(layout.PICTURE, parse("x^2/2 + 2*y^2", XY), (-3, 3), (-3, 3))
    axes = BowlAxes(land, (0, 0), ((1, 0), (0, 1)), (0.6, -0.6), 2.5, k)
    wall.hang(land, land.contours, axes)
    wall.still()
    wall.still((k, axes.count))


@demo("Convergence")
def convergence(wall: Wall) -> None:
    k = wall.tracker(4)
    paths = [[factor**step for step in range(13)] for factor in (0.95, 0.7, 1.2)]
    race = Convergence(layout.PICTURE, paths, [k] * 3, ["1/20", "1/5", "1/4"])
    wall.hang(race, *race.curves, *filter(None, race.tags))
    wall.still()
    wall.still((k, 12))


@demo("FactorPlot")
def factors(wall: Wall) -> None:
    low, knob = wall.tracker(1), wall.tracker(0.15)
    plot = FactorPlot(layout.PICTURE, low, 10, knob)
    wall.hang(plot, *plot.curves, *plot.dots, plot.one, plot.edge, plot.star)
    wall.still()
    wall.still((low, 4))


@demo("PairedTerrain")
def two_views(wall: Wall) -> None:
    f = parse("(x^2 - 2)^2/2 + x/2 + y^2", XY)
    slots = layout.SAFE.split_x(0.5)
    land = PairedTerrain(*slots, f, (-2.2, 2.2), (-1.4, 2.4), theta=-1.2, phi=0.8)
    walk = [(1 - 0.9**k, 1.7 * 0.9**k) for k in range(20)]
    wall.hang(land.map, land.map.contours, land.surface, *land.paths(walk, None, Role.GRADIENT))
    wall.still()
