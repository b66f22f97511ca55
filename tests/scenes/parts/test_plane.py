"""Contours, fences, ellipses, maps of the plane, arrows and paths: the places they are drawn at."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import ValueTracker

from mvcalc.expr import parse
from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts import (
    Arrow,
    ContourPlot,
    DescentPath,
    Ellipse,
    GridMap,
    ImplicitCurve,
    LevelLine,
    MappedFigure,
    Parallelogram,
    PlaneMap,
    Plot,
    PolarCurve,
    VectorField,
    letter_f,
    square_about,
)
from scenes.stage.parts.part import Floats
from scenes.stage.parts.plot import clip_polyline

XY = ("x", "y")
SLOT = Slot(-4, -3, 4, 3)
AREA = (-2.0, 2.0)


def plot(x: tuple[float, float] = AREA, y: tuple[float, float] = AREA) -> Plot:
    return Plot(SLOT, x, y, equal=True)


def numbers(axes: Plot, places: Floats) -> Floats:
    """Pairs of numbers at places: the inverse of ``axes.places``."""
    (x0, x1), (y0, y1) = axes.x_range, axes.y_range
    x = x0 + (places[:, 0] - axes.area.left) / axes.area.width * (x1 - x0)
    y = y0 + (places[:, 1] - axes.area.bottom) / axes.area.height * (y1 - y0)
    return np.stack([x, y], axis=1)


def size_of(points: Floats) -> float:
    """Signed area of a closed outline of straight cubic curves, in frame units."""
    x, y = points[0::4, 0], points[0::4, 1]
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


# -- contours -----------------------------------------------------------------------------------


@given(st.tuples(*[st.floats(-3, 3) for _ in range(3)]), st.floats(-4, 4))
@settings(deadline=None, max_examples=25)
def test_the_function_has_the_level_on_its_contour(form: tuple[float, ...], level: float) -> None:
    a, b, c = form
    axes = plot()
    drawn = ContourPlot(axes, lambda x, y: a * x * x + b * x * y + c * y * y, [level], bands=False)
    for piece in drawn.pieces(level):
        x, y = numbers(axes, piece).T
        values = a * x * x + b * x * y + c * y * y
        # A quadratic misses its chord over a cell by at most the second derivatives times h²/4.
        slack = (abs(a) + abs(b) + abs(c)) * (4 / 160) ** 2
        assert np.abs(values - level).max() <= slack + 1e-9


def test_bands_grow_out_of_each_other() -> None:
    bands = ContourPlot(plot(), parse("x + y", XY), [-2, 0, 2]).bands
    sizes = [abs(size_of(band.points)) for band in bands]
    whole = sizes[0]
    # Above x + y = c lie a half and two corner triangles of the square.
    assert np.allclose(np.array(sizes) / whole, [1, 7 / 8, 1 / 2, 1 / 8], atol=1e-3)
    colours = [band.fill_color.to_rgb().sum() for band in bands]
    assert colours == sorted(colours)


def test_labels_keep_clear_of_each_other_and_of_what_must_be_seen() -> None:
    axes = plot()
    levels = [-8, -6, -4, -2, -1, 0, 1, 2, 4, 6, 8]
    drawn = ContourPlot(
        axes, parse("x^3 - 3*x*y + y^3", XY), levels, labels=levels, avoid=[(1, 1), (0, 0)]
    )
    assert len(drawn.labels) >= 4
    boxes = [(t.get_center()[:2], t.half()) for t in drawn.labels]
    for i, (centre, half) in enumerate(boxes):
        for other, size in boxes[:i]:
            assert (np.abs(centre - other) >= half + size).any()
        for seen in ((1, 1), (0, 0)):
            assert (np.abs(centre - axes.at(*seen)[:2]) >= half).any()


def test_holes_and_flat_functions_are_drawn_without_complaint() -> None:
    axes = plot()
    holed = ContourPlot(axes, parse("log(x*y)", XY), [-1, 0, 1], labels=[0])
    x, y = numbers(axes, holed.lines.points).T
    assert (x * y > 0).all()
    nowhere = ContourPlot(axes, parse("sqrt(-1 - x^2 - y^2)", XY), [0], labels=[0])
    assert len(nowhere.lines.points) == 0
    assert len(ContourPlot(axes, parse("0*x + 3", XY), [3, 4]).bands) == 1


def test_a_level_line_follows_its_tracker() -> None:
    axes = plot()
    level = ValueTracker(1)
    line = LevelLine(ContourPlot(axes, parse("x^2 + y^2", XY), [1]), level)
    for radius in (1.0, 1.5):
        level.set_value(radius**2)
        line.update()
        assert np.allclose(
            np.linalg.norm(numbers(axes, line.line.points), axis=1), radius, atol=1e-3
        )
    level.set_value(np.nan)
    line.update()
    assert len(line.line.points) == 0


# -- fences, ellipses, polar curves -------------------------------------------------------------


def test_a_fence_lies_on_its_curve_and_its_ticks_on_the_forbidden_side() -> None:
    axes = plot()
    fence = ImplicitCurve(axes, parse("x^2 + y^2 - 1", XY), forbidden=True)
    assert np.allclose(np.linalg.norm(numbers(axes, fence.outer.points), axis=1), 1, atol=2e-3)
    reach = np.linalg.norm(numbers(axes, fence.ticks.points), axis=1)
    assert reach.min() > 0.99
    assert reach.max() > 1.05
    quarter = numbers(axes, fence.along(0.25)[None]) - numbers(axes, fence.along(0.75)[None])
    assert np.allclose(np.linalg.norm(quarter), 2, atol=1e-2)
    assert np.isnan(ImplicitCurve(axes, parse("x^2 + y^2 + 1", XY)).along(0.5)).all()


@pytest.mark.parametrize(
    "form", [((2, 1), (1, 2)), ((1, 3), (3, 1)), ((1, 2), (2, 4)), ((-1, 0), (0, 3))]
)
def test_an_ellipse_or_hyperbola_solves_its_equation(form: tuple[tuple[int, int], ...]) -> None:
    axes = plot()
    drawn = Ellipse(axes, (0.5, 0), form, level=0.7, dashed=False)
    away = numbers(axes, drawn.outline.points) - np.array([0.5, 0])
    assert len(away) > 0
    # Between samples the line is straight, so a little inside.
    values = np.einsum("ni,ij,nj->n", away, np.array(form, dtype=float), away)
    assert np.abs(values - 0.7).max() < 0.02


def test_a_confidence_ellipse_reaches_as_far_as_the_standard_deviations() -> None:
    axes = plot()
    drawn = Ellipse.confidence(axes, (0, 0), ((0.49, 0.3), (0.3, 0.25)), dashed=False)
    x, y = numbers(axes, drawn.outline.points).T
    assert np.allclose([x.max(), y.max()], [0.7, 0.5], atol=2e-3)


def test_a_negative_definite_form_has_axes_but_no_curve() -> None:
    drawn = Ellipse(plot(), (0, 0), ((-1, 0), (0, -2)))
    assert len(drawn.outline.points) == 0
    assert len(drawn.axes.points) > 0


def test_a_polar_curve_is_as_long_as_its_reach_and_dashed_where_negative() -> None:
    centre = np.array([1.0, 0.5, 0])
    curve = PolarCurve(centre, lambda a: 3 * np.cos(a), reach=1.5)
    far = np.linalg.norm(curve.line.points - centre, axis=1).max()
    assert far == pytest.approx(1.5, abs=1e-3)
    assert (curve.line.points[:, 0] >= centre[0] - 1e-9).all()
    assert (curve.dashes.points[:, 0] <= centre[0] + 1e-3).all()
    assert np.allclose(curve.place(0), (2.5, 0.5, 0))
    assert len(PolarCurve(centre, lambda a: 0 * a).line.points) > 0


# -- maps ---------------------------------------------------------------------------------------


def test_a_grid_starts_as_itself_and_ends_as_its_image() -> None:
    axes = plot((-5, 5), (-5, 5))
    share = ValueTracker(0)
    image = PlaneMap(parse("x^2 - y^2", XY), parse("2*x*y", XY), share)
    grid = GridMap(axes, image, (0, 1), (0, 1), lines=3)
    before = numbers(axes, grid.upright.points)
    assert np.allclose(np.unique(before[:, 0].round(9)), [0, 0.5, 1])
    share.set_value(1)
    grid.update()
    u, v = numbers(axes, grid.upright.points[0::4]).T
    # The image of x = c is the parabola u = c² - v²/(4 c²).
    for c in (0.5, 1.0):
        on = np.abs(u - (c * c - v * v / (4 * c * c))) < 1e-9
        assert on.sum() >= 60


@pytest.mark.parametrize(("flip", "sign"), [(1, 1), (-1, -1)])
def test_the_letter_shows_a_flip_and_the_square_its_area_factor(flip: int, sign: int) -> None:
    axes = plot((-5, 5), (-5, 5))
    image = PlaneMap(lambda x, _: 3 * x, lambda x, y: flip * y + x)
    unit = axes.area.width / 10
    square = MappedFigure(axes, image, square_about((0, 0), 0.5))
    assert size_of(square.shape.points) == pytest.approx(3 * sign * unit**2)
    letter = MappedFigure(axes, image, letter_f((0, 0), 1))
    assert np.sign(size_of(letter.shape.points)) == sign


@given(st.tuples(*[st.floats(-2, 2) for _ in range(4)]))
@settings(deadline=None, max_examples=25)
def test_a_parallelogram_has_the_area_of_the_determinant(sides: tuple[float, ...]) -> None:
    a, b, c, d = sides
    axes = plot((-5, 5), (-5, 5))
    drawn = Parallelogram(axes, (0, 0), (a, b), (c, d), scale=0.5)
    unit = axes.area.width / 10
    assert size_of(drawn.area.points) == pytest.approx((a * d - b * c) / 4 * unit**2, abs=1e-9)


# -- arrows and paths ---------------------------------------------------------------------------


def test_an_arrow_without_length_or_place_is_not_drawn_and_comes_back() -> None:
    length = ValueTracker(0)
    label = Formula("v")
    arrow = Arrow(np.zeros(3), lambda: np.array([length.get_value(), 0, 0]), length, label=label)
    assert len(arrow.shape.points) == 0
    assert label.submobjects[0].get_fill_opacity() == 0
    breadths = []
    for value in (2, 3):
        length.set_value(value)
        arrow.update()
        assert arrow.shape.points[:, 0].max() == pytest.approx(value)
        breadths.append(np.ptp(arrow.shape.points[:, 1]))
        assert label.get_left()[0] > value
    assert breadths[0] == pytest.approx(breadths[1])
    length.set_value(np.inf)
    arrow.update()
    assert len(arrow.shape.points) == 0


def test_field_arrows_point_along_the_field_and_stay_in_their_cells() -> None:
    axes = plot()
    field = VectorField(axes, lambda _, y: -y, lambda x, _: x, across=8)
    arrows = field.shape.points.reshape(-1, 28, 3)
    assert len(arrows) == 64
    tips, tails = arrows[:, 12], (arrows[:, 0] + arrows[:, 24]) / 2
    middles, moves = numbers(axes, (tips + tails) / 2), (tips - tails)[:, :2]
    assert np.abs(np.einsum("ni,ni->n", middles, moves)).max() < 0.02
    assert np.linalg.norm(moves, axis=1).max() <= axes.area.width / 8


def test_a_field_may_vanish_or_be_undefined() -> None:
    axes = plot()
    assert len(VectorField(axes, lambda x, _: 0 * x, lambda x, _: 0 * x).shape.points) == 0
    half = VectorField(axes, parse("log(x)", XY), parse("y", XY))
    assert (numbers(axes, half.shape.points)[:, 0] > -0.3).all()


def test_a_path_grows_with_its_tracker_through_the_stops() -> None:
    axes = plot()
    k = ValueTracker(0)
    path = DescentPath(axes, [(0, 0), (1, 0), (1, 1)], k)
    for value, at in ((0, (0, 0)), (0.5, (0.5, 0)), (1, (1, 0)), (1.75, (1, 0.75)), (9, (1, 1))):
        k.set_value(value)
        path.update()
        assert np.allclose(path.now(), at)
        assert np.allclose(numbers(axes, path.head.get_center()[None]), [at])
    assert path.count == 2


@pytest.mark.parametrize("far", [5.0, 1e30, np.inf, -np.inf])
def test_a_path_that_leaves_is_cut_at_the_border_with_a_cross(far: float) -> None:
    axes = plot()
    path = DescentPath(axes, [(0, 0), (1, 0), (far, 0), (0, far)])
    for mark in (path.line, path.arrows, path.dots):
        drawn = numbers(axes, mark.points)
        assert (np.abs(drawn) <= 2.05).all()
    assert np.allclose(numbers(axes, path.exit.get_center()[None])[0], [np.sign(far) * 2, 0])
    assert np.isnan(path.place()).all()
    assert len(path.head.points) == 0


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), max_size=12), st.floats(0, 12))
@settings(deadline=None, max_examples=40)
def test_any_path_stays_inside_and_keeps_its_mobjects(
    points: list[tuple[float, float]], k: float
) -> None:
    axes = plot()
    reached = ValueTracker(0)
    path = DescentPath(axes, points, reached)
    family = [id(m) for m in path.get_family()]
    reached.set_value(k)
    path.update()
    assert [id(m) for m in path.get_family()] == family
    drawn = numbers(axes, np.concatenate([path.line.points, path.arrows.points]))
    assert (np.abs(drawn) <= 2.1).all()


# -- clipping -----------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3)), min_size=2, max_size=8))
@settings(deadline=None, max_examples=60)
def test_clipping_keeps_what_is_inside_and_nothing_else(points: list[tuple[float, float]]) -> None:
    x, y = np.array(points).T
    pieces = clip_polyline(x, y, (-1, 1), (-0.5, 0.5))
    kept = 0.0
    for px, py in pieces:
        assert (np.abs(px) <= 1 + 1e-9).all()
        assert (np.abs(py) <= 0.5 + 1e-9).all()
        kept += float(np.hypot(np.diff(px), np.diff(py)).sum())
    # The length inside, measured by fine sampling.
    share = (np.arange(4000) + 0.5) / 4000
    inside = 0.0
    for a, b in pairwise(points):
        at = np.array(a) + share[:, None] * (np.array(b) - np.array(a))
        within = (np.abs(at[:, 0]) <= 1) & (np.abs(at[:, 1]) <= 0.5)
        inside += float(within.mean() * np.hypot(b[0] - a[0], b[1] - a[1]))
    assert kept == pytest.approx(inside, abs=0.02)


def test_clipping_breaks_at_what_is_not_a_number() -> None:
    pieces = clip_polyline(np.array([0, 0.5, np.nan, 0.5, 0.7]), np.zeros(5), (-1, 1), (-1, 1))
    assert [len(x) for x, _ in pieces] == [2, 2]
    assert clip_polyline(np.zeros(0), np.zeros(0), (-1, 1), (-1, 1)) == []
