"""Surfaces: what is cut off, what hides what, labels that keep apart, copies that fade."""

from __future__ import annotations

import numpy as np
import pytest
from manim import DEGREES, FadeIn, Scene, ValueTracker

from mvcalc.expr import parse
from scenes.render import Renderer
from scenes.stage import layout
from scenes.stage.layout import Slot
from scenes.stage.parts import (
    SurfaceArrow,
    SurfaceCurve,
    SurfacePath,
    SurfacePoint,
    SurfaceView,
)
from scenes.stage.parts.heights import Heights
from scenes.stage.parts.surface import height_window
from scenes.stage.parts.trimmed_graph import trimmed_graph
from scenes.stage.theme import Role

XY = ("x", "y")
UNIT = (-1.0, 1.0)


def test_a_trimmed_graph_ends_on_its_window() -> None:
    points = trimmed_graph(parse("4*(x^2 + y^2)", XY), UNIT, UNIT, (0, 2), 20)
    x, y, z = points[np.isfinite(points).all(axis=2)].T
    # Edge points are means of points of the edge: on the chord, at most a cell wide.
    assert z.max() <= 2 + 1e-9
    assert np.isclose(z, 2, atol=1e-2).sum() > 40
    assert np.hypot(x, y).max() == pytest.approx(0.5**0.5, abs=1e-3)
    assert np.allclose(z[z < 1.7], 4 * (x * x + y * y)[z < 1.7])


def test_a_trimmed_graph_ends_where_the_function_does() -> None:
    points = trimmed_graph(parse("log(x)", XY), UNIT, UNIT, (-2, 1), 20)
    x = points[np.isfinite(points).all(axis=2)][:, 0]
    assert x.min() == pytest.approx(np.exp(-2), abs=1e-3)
    root = trimmed_graph(parse("sqrt(x)", XY), UNIT, UNIT, (-1, 1), 21)
    assert root[np.isfinite(root).all(axis=2)][:, 0].min() == pytest.approx(0, abs=1e-3)


def test_a_few_huge_values_do_not_flatten_the_rest() -> None:
    low, high = height_window(Heights(parse("x^2 + y^2 + exp(40*x*y)/10^9", XY), UNIT, UNIT))
    assert low == pytest.approx(0, abs=1e-3)
    assert 1 < high < 10
    assert height_window(Heights(parse("0*x + 7", XY), UNIT, UNIT)) == (6, 8)
    assert height_window(Heights(parse("log(-1 - x^2)", XY), UNIT, UNIT)) == (0, 1)


def test_a_wall_hides_what_is_behind_it_until_the_view_turns() -> None:
    wall = parse("2*exp(-20*y^2)", XY)
    surface = SurfaceView(layout.PICTURE, wall, UNIT, UNIT, (0, 2), theta=-90 * DEGREES)
    front = SurfacePoint(surface, lambda: (0, -0.8))
    back = SurfacePoint(surface, lambda: (0, 0.8))
    assert len(front.dot.front.points)
    assert not len(front.dot.back.points)
    assert len(back.dot.back.points)
    assert not len(back.dot.front.points)
    surface.theta.set_value(90 * DEGREES)
    for part in (surface, front, back):
        part.update()
    assert len(back.dot.front.points)
    assert len(front.dot.back.points)


def test_a_line_is_hidden_only_where_the_wall_is_in_front() -> None:
    surface = SurfaceView(
        layout.PICTURE, parse("2*exp(-20*y^2)", XY), UNIT, UNIT, (0, 2), theta=-90 * DEGREES
    )
    along = np.linspace(-0.9, 0.9, 50)
    line = SurfaceCurve(surface, lambda: (0 * along, along), floor=True)
    assert len(line.line.front.points)
    assert len(line.line.back.points)
    assert line.line.front.points[:, 1].max() < line.line.back.points[:, 1].max()


@pytest.mark.parametrize("theta", range(-170, 190, 30))
def test_tick_labels_keep_apart_and_in_the_slot_from_every_side(theta: int) -> None:
    slot = Slot(-6, -3, 0, 3.5)
    f = parse("1000*x*y", XY)
    surface = SurfaceView(slot, f, (-2, 2), (0, 10), (-2000, 2000), theta=theta * DEGREES)
    labels = [label for axis in surface.frame.labels for label in axis]
    assert len(labels) >= 6
    for i, label in enumerate(labels):
        assert slot.left - 0.3 <= label.get_left()[0]
        assert label.get_right()[0] <= slot.right + 0.3
        assert slot.bottom - 0.3 <= label.get_bottom()[1]
        for other in labels[:i]:
            apart = np.abs(label.get_center() - other.get_center())[:2]
            reach = np.array([label.width + other.width, label.height + other.height]) / 2
            assert (apart >= reach - 0.02).any()


def test_the_path_follows_the_surface_as_far_as_it_has_come() -> None:
    f = parse("x^2 + y^2", XY)
    surface = SurfaceView(layout.PICTURE, f, UNIT, UNIT, (0, 2))
    k = ValueTracker(0.5)
    path = SurfacePath(surface, [(0.8, 0), (0, 0), (0, 0.8), (np.inf, 0)], k)
    ends = path.head._points[0]
    assert np.allclose(ends, surface.lift(np.array([0.4]), np.array([0.0]))[0])
    k.set_value(3)
    path.update()
    assert np.isnan(path.head._points).all()


def test_a_draped_arrow_keeps_its_head_and_survives_zero_length() -> None:
    surface = SurfaceView(layout.PICTURE, parse("x*y", XY), UNIT, UNIT, (-1, 1))
    length = ValueTracker(0.5)
    arrow = SurfaceArrow(surface, lambda: ((0, 0), (length.get_value(), 0)), length)
    assert len(arrow.head.front.points)
    length.set_value(0)
    arrow.update()
    assert not len(arrow.head.front.points)
    off = SurfaceArrow(surface, lambda: ((5, 5), (6, 6)))
    assert not len(off.head.front.points)


def test_a_surface_is_wholly_there_after_fading_in() -> None:
    renderer = Renderer(160, 90, 5, encode="off")
    scene = Scene(renderer=renderer)
    surface = SurfaceView(layout.PICTURE, parse("x*y", XY), UNIT, UNIT, levels=(0, 0.5), cells=16)
    scene.play(FadeIn(surface), run_time=0.4)
    assert surface.mesh.opacity == 1
    scene.add(surface)
    assert renderer.pixels().max() > 80


def test_a_second_graph_shares_box_and_window() -> None:
    surface = SurfaceView(layout.PICTURE, parse("x^2 + y^2", XY), UNIT, UNIT, (0, 1))
    plane = surface.add_graph(lambda x, y: 5 * x + y, Role.DERIVATIVE)
    z = plane.points[np.isfinite(plane.points).all(axis=2)][:, 2]
    floor, top = surface.at(0, 0, 0)[2], surface.at(0, 0, 1)[2]
    assert floor - 1e-9 <= z.min()
    assert z.max() <= top + 1e-9
