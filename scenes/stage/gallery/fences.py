"""Demos: best places on fences."""

from __future__ import annotations

from mvcalc.expr import parse
from scenes.stage import layout
from scenes.stage.gallery.wall import Wall, demo
from scenes.stage.parts import (
    FenceHill,
    FenceMap,
    FenceSlide,
    FenceWalk,
    MeetingWalls,
    NormalPlane,
    PriceGraph,
)

XY = ("x", "y")
CORNERS = ((-1.8, -1.8), (1.8, 1.8))


@demo("FenceMap", "FenceSlide")
def slide_along_a_fence(wall: Wall) -> None:
    t = wall.tracker(0)
    land = FenceMap(layout.PICTURE, parse("x^2*y", XY), parse("x^2 + y^2 - 3", XY), CORNERS)
    slide = FenceSlide(land, land.way_to(land.plot.at(2**0.5, 1), up=True), t)
    wall.hang(land, slide)
    wall.still()
    wall.still((t, 1))


@demo("PriceGraph")
def price_of_a_fence(wall: Wall) -> None:
    c, level = (-2.0, -1.0, 0.0, 1.5, 3.0), wall.tracker(0)
    best = [2 * (1 + x / 3) ** 1.5 for x in c]
    prices = [(1 + x / 3) ** 0.5 for x in c]
    wall.hang(PriceGraph(layout.PICTURE, c, best, prices, level))
    wall.still()
    wall.still((level, 2.5))


@demo("NormalPlane")
def two_walls(wall: Wall) -> None:
    share = wall.tracker(1)
    wall.hang(NormalPlane(layout.PICTURE, (0, 1, 1), (1.2, 1.6, 0), (3, 2.5), share))
    wall.still()


@demo("FenceHill")
def walk_on_a_hill(wall: Wall) -> None:
    t = wall.tracker(0.3)
    left, right = layout.SAFE.split_x(0.5)
    land = FenceMap(left, parse("x^2*y", XY), parse("x^2 + y^2 - 3", XY), CORNERS)
    hill = FenceHill(right, land, FenceWalk(land.fence, land.f, t))
    wall.hang(land, hill.surface, hill.fence, hill.walker)
    wall.still()
    wall.still((t, 0.9), (hill.surface.theta, -1.0))


@demo("MeetingWalls")
def two_walls_in_space(wall: Wall) -> None:
    share, turn, second = wall.tracker(1), wall.tracker(0), wall.tracker(1)
    plane = NormalPlane(layout.PICTURE, (0, 1, 1), (1.2, 1.6, 0), (3, 2.5), share)
    walls = MeetingWalls(plane, turn, second)
    wall.hang(walls, walls.curve)
    wall.still()
    wall.still((turn, 0.7))
