"""Batched marks draw what single Manim mobjects draw, from arrays."""

from __future__ import annotations

import numpy as np
import pytest
from manim import BLUE, Arrow, Dot, Line, Mobject, Scene, Triangle, VMobject
from numpy.typing import NDArray

from scenes.render import StockRenderer
from scenes.render.marks import Arrows, Dots, Polylines, Segments

# Cairo rounds coverage differently when several shapes are one path: a few levels at edges.
CENTRES = np.array([[-3, 1], [0, 0.5], [2.2, -1.3]])


def picture(*mobjects: Mobject) -> NDArray[np.int64]:
    renderer = StockRenderer(320, 180, 15, encode="off")
    scene = Scene(renderer=renderer)
    scene.add(*mobjects)
    return renderer.pixels().astype(int)


def at(x: float, y: float) -> tuple[float, float, float]:
    return (x, y, 0.0)


def test_dots_are_manims_dots() -> None:
    dots = Dots(CENTRES, radius=[0.2, 0.3, 0.4], color=BLUE)
    ours = picture(dots)
    each = zip(CENTRES, (0.2, 0.3, 0.4), strict=True)
    theirs = picture(*(Dot(at(*c), radius=r, color=BLUE) for c, r in each))
    assert np.abs(ours - theirs).max() <= 8


def test_segments_are_manims_lines() -> None:
    ours = picture(Segments(CENTRES, CENTRES + 1, width=6, color=BLUE))
    theirs = picture(*(Line(at(*c), at(*(c + 1)), stroke_width=6, color=BLUE) for c in CENTRES))
    assert np.abs(ours - theirs).max() <= 8


def test_polylines_are_manims_corners() -> None:
    ours = picture(Polylines([CENTRES, CENTRES[::-1] + 1], width=5, color=BLUE))
    lines = [
        VMobject(color=BLUE, stroke_width=5).set_points_as_corners([at(*p) for p in line])
        for line in (CENTRES, CENTRES[::-1] + 1)
    ]
    style = Polylines()
    for line in lines:
        line.joint_type, line.cap_style = style.joint_type, style.cap_style
    assert np.abs(ours - picture(*lines)).max() <= 8


def test_an_arrow_covers_its_shaft_and_its_tip() -> None:
    arrow = Arrows([[-2, 0]], [[2, 0]], width=6, tip=0.4, color=BLUE)
    shaft = Line(at(-2, 0), at(1.6, 0), stroke_width=6, color=BLUE)
    tip = Triangle(fill_opacity=1, stroke_width=0, color=BLUE)
    tip.points = (
        VMobject().set_points_as_corners([at(2, 0), at(1.6, 0.16), at(1.6, -0.16), at(2, 0)]).points
    )
    assert np.abs(picture(arrow) - picture(shaft, tip)).max() <= 40  # the seam between the two
    assert np.abs(picture(arrow) - picture(shaft, tip)).mean() < 0.02
    assert np.abs(picture(arrow) - picture(Arrow(at(-2, 0), at(2, 0)))).max() > 40


def test_setters_replace_all_marks() -> None:
    dots = Dots(CENTRES)
    assert np.array_equal(dots.set_centres(CENTRES[:1] + 1).points, Dots(CENTRES[:1] + 1).points)
    lines = Segments().set_segments(CENTRES, CENTRES + 1)
    assert np.array_equal(lines.points, Segments(CENTRES, CENTRES + 1).points)
    arrows = Arrows().set_arrows(CENTRES, CENTRES + 1)
    assert np.array_equal(arrows.points, Arrows(CENTRES, CENTRES + 1).points)
    contour = Polylines().set_lines([CENTRES])
    assert np.array_equal(contour.points, Polylines([CENTRES]).points)


def test_marks_that_cannot_be_placed_are_left_out() -> None:
    bad = np.array([[0, 0], [np.nan, 1], [1, np.inf]])
    assert len(Dots(bad).points) == len(Dots(bad[:1]).points) == 16
    assert len(Segments(bad, bad + 1).points) == 4
    assert len(Arrows(bad, bad + 1).points) == 28
    assert len(Arrows(bad[:1], bad[:1]).points) == 0
    broken = Polylines([np.array([[0, 0], [1, 0], [np.nan, 0], [3, 0], [4, 0]])])
    assert len(broken.points) == 8
    nothing = picture(Dots(), Segments(), Arrows(), Polylines(), Polylines([CENTRES[:1]]))
    assert (nothing == nothing[0, 0]).all()


def test_wrong_shapes_are_named() -> None:
    with pytest.raises(ValueError, match=r"\(3,\)"):
        Dots([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="1 starts but 3 ends"):
        Segments(CENTRES[:1], CENTRES)
