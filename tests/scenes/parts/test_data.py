"""Shaded regions, data, residuals, bars, number lines, matrices: sizes that mean something."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import ValueTracker

from mvcalc.expr import parse
from scenes.stage import layout
from scenes.stage.layout import Slot
from scenes.stage.parts import (
    Bars,
    Curve,
    DataDots,
    Matrix,
    NumberLine,
    Plot,
    Resampling,
    Residuals,
    Shaded,
)
from scenes.stage.parts.part import Floats
from scenes.stage.theme import Role

SLOT = Slot(-4, -3, 4, 3)


def size_of(points: Floats) -> float:
    """Area of outlines of straight cubic curves, in frame units."""
    x, y = points[:, 0], points[:, 1]
    a, b = slice(0, None, 4), slice(3, None, 4)
    return abs(float(np.sum(x[a] * y[b] - x[b] * y[a]) / 2))


def unit(plot: Plot) -> float:
    """Frame units squared per unit of x times unit of y."""
    return plot.area.width * plot.area.height / float(np.ptp(plot.x_range) * np.ptp(plot.y_range))


def test_the_shaded_area_is_the_integral_between_the_graphs() -> None:
    plot = Plot(SLOT, (-1, 2), (-1, 2))
    shaded = Shaded(plot, parse("x"), parse("x^2"), low=0, high=1)
    assert size_of(shaded.fill.points) == pytest.approx(unit(plot) / 6, rel=1e-3)
    # |x| against 0 over the whole plot, cut at its border: 1/2 + 2.
    whole = Shaded(plot, lambda x: np.abs(x), 0.0)
    assert size_of(whole.fill.points) == pytest.approx(2.5 * unit(plot), rel=1e-3)


def test_hatching_lies_between_the_graphs() -> None:
    plot = Plot(SLOT, (0, 2), (0, 5))
    shaded = Shaded(plot, parse("exp(x)"), parse("1 + x"), hatched=True)
    points = shaded.hatching.points
    assert len(points) > 100
    x = (points[:, 0] - plot.area.left) / plot.area.width * 2
    y = (points[:, 1] - plot.area.bottom) / plot.area.height * 5
    assert (y >= 1 + x - 0.02).all()
    assert (y <= np.exp(x) + 0.02).all()


def test_a_region_with_gaps_falls_into_pieces() -> None:
    plot = Plot(SLOT, (-2, 2), (-2, 2))
    shaded = Shaded(plot, parse("sqrt(x^2 - 1)"), 0.0, hatched=True)
    x = (shaded.fill.points[:, 0] - plot.area.left) / plot.area.width * 4 - 2
    assert (np.abs(x) > 0.98).all()
    assert x.min() < -1.9
    assert x.max() > 1.9
    assert len(Shaded(plot, parse("log(-1 - x^2)"), 0.0, hatched=True).fill.points) == 0


def test_the_region_grows_with_its_end() -> None:
    plot = Plot(SLOT, (0, 2), (0, 4))
    high = ValueTracker(0)
    shaded = Shaded(plot, parse("x"), 0.0, high=high)
    assert size_of(shaded.fill.points) == pytest.approx(0, abs=1e-9)
    high.set_value(2)
    shaded.update()
    assert size_of(shaded.fill.points) == pytest.approx(2 * unit(plot), rel=1e-3)


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=6), st.floats(-1, 1), st.floats(-1, 1))
@settings(deadline=None, max_examples=25)
def test_residual_squares_have_the_area_of_the_squared_residuals(
    heights: list[float], slope: float, start: float
) -> None:
    x = np.arange(len(heights), dtype=float)
    plot = Plot(SLOT, (-30, 40), (-8, 8), equal=True)
    m = ValueTracker(0)
    squares = Residuals(plot, x, heights, lambda at: start + m.get_value() * at, m, squares=True)
    m.set_value(slope)
    squares.update()
    misses = np.array(heights) - start - slope * x
    misses = misses[np.abs(misses) > 1e-4]
    drawn = squares.fill.points.reshape(-1, 16, 3)
    total = sum(size_of(one) for one in drawn)
    assert total == pytest.approx(float((misses**2).sum()) * unit(plot), abs=1e-6)


def test_residuals_and_dots_outside_the_plot_do_no_harm() -> None:
    plot = Plot(SLOT, (0, 3), (0, 3))
    x, y = (0, 1, 2, 9), (1, 1e9, float("nan"), 1)
    dots = DataDots(plot, x, y, (1, 1, 1, 1))
    assert len(dots.dots.points) == 16
    bars = Residuals(plot, x, y, lambda at: 2 + 0 * at, squares=True)
    assert bars.bars.points[:, 1].max() <= plot.area.top + 1e-9
    assert bars.fill.points[:, 0].min() >= plot.area.left - 1e-9
    assert len(Residuals(plot, (), (), lambda at: at).bars.points) == 0


def test_many_points_are_one_mobject_with_smaller_dots() -> None:
    plot = Plot(SLOT, (0, 1), (0, 1))
    x = np.linspace(0, 1, 500)
    many, few = DataDots(plot, x, x), DataDots(plot, x[:3], x[:3])
    assert len(many.get_family()) == len(few.get_family())
    width = lambda part: float(np.ptp(part.dots.points[:16, 0]))  # noqa: E731
    assert width(many) < width(few)


def test_a_fit_moves_in_place() -> None:
    plot = Plot(SLOT, (0, 1), (0, 1))
    m = ValueTracker(0)
    fit = Curve(plot, lambda x: m.get_value() * x, follow=(m,))
    family = [id(part) for part in fit.get_family()]
    m.set_value(1)
    fit.update()
    assert [id(part) for part in fit.get_family()] == family
    assert np.allclose(fit.line.points[-1], plot.at(1, 1))
    m.set_value(np.nan)
    fit.update()
    assert len(fit.line.points) == 0


def test_bars_are_in_proportion_and_negative_ones_go_left() -> None:
    bars = Bars(layout.PICTURE, ("a", "bb", "ccc", "d"), (2, -1, sympy.Rational(1, 2), sympy.oo))
    lengths = [np.ptp(bar.points[:, 0]) for bar in bars.bars]
    assert np.allclose(np.array(lengths) / lengths[0], [1, 0.5, 0.25, 0])
    assert bars.bars[1].points[:, 0].max() == pytest.approx(bars.bars[0].points[:, 0].min())
    assert bars.width <= layout.PICTURE.width + 1e-6
    names = max(name.get_right()[0] for name in bars.names)
    assert names < bars.values[1].get_left()[0]


def test_bars_grow() -> None:
    grown = ValueTracker(0)
    bars = Bars(layout.PICTURE, ("a", "b"), (1, 2), Role.ERROR, grown=grown)
    assert np.ptp(bars.bars[1].points[:, 0]) == 0
    grown.set_value(0.5)
    bars.update()
    half = np.ptp(bars.bars[1].points[:, 0])
    grown.set_value(1)
    bars.update()
    assert np.ptp(bars.bars[1].points[:, 0]) == pytest.approx(2 * half)


def test_no_bars_at_all() -> None:
    assert Bars(layout.PICTURE, (), ()).bars == []
    assert np.ptp(Bars(layout.PICTURE, ("zero",), (0,)).bars[0].points[:, 0]) == 0


def test_a_number_line_ends_where_it_ends() -> None:
    line = NumberLine(SLOT, (-1, 3), name="u")
    middle = (line.at(-1) + line.at(3)) / 2
    assert np.allclose(line.at(1), middle)
    assert np.isnan(line.at(3.1)).all()
    assert line.title.get_right()[0] < line.at(-1)[0]
    assert line.get_right()[0] <= SLOT.right + 0.3


def test_the_cells_of_a_matrix_are_found_and_coloured() -> None:
    entries = sympy.Matrix([[1, -23], [sympy.Rational(1, 2), sympy.Symbol("x")]])
    matrix = Matrix(entries, before="A =", roles=lambda i, _: (Role.GRADIENT, Role.DATA)[i])
    assert [len(matrix.cell(i, j)) for i in (0, 1) for j in (0, 1)] == [1, 3, 3, 1]
    assert len(matrix.column(1)) == 4
    assert len(matrix.row(0)) == 4
    colours = {glyph.fill_color.to_hex().upper() for glyph in matrix.row(0)}
    assert colours == {Role.GRADIENT.colour}
    assert matrix.cells[1][0].text == "1/2"


def test_samples_move_on_and_leave_their_lines_behind() -> None:
    plot, ground = Plot(SLOT, (-1, 3), (-2, 8)), Plot(SLOT, (0, 4), (0, 2))
    x = np.array([0.0, 1.0, 2.0])
    lines = np.array([[1.0, 1.0], [2.0, 0.5], [5.0, 1.0], [1.0, 1.5]])
    samples = lines[:, :1] + lines[:, 1:] * x
    k = ValueTracker(0)
    again = Resampling(plot, ground, x, samples, lines, k)
    assert len(again.fan.points) == len(again.cloud.points) == 0
    k.set_value(1.5)
    again.update()
    assert len(again.fan.points) == 4
    np.testing.assert_allclose(again.line.get_start(), plot.at(-1, 3.5 - 0.75))
    k.set_value(3)
    again.update()
    # The second line leaves the map, but not the plot; both others are seen on both sides.
    circle = len(again.here.points)
    assert len(again.cloud.points) == 2 * circle
    np.testing.assert_allclose(again.cloud.points[:circle].mean(axis=0), ground.at(2, 0.5))
    for start, end in again.fan.points.reshape(-1, 4, 3)[:, (0, 3)]:
        (x0, x1), (y0, y1) = plot.numbers(np.array([start, end]))
        slope, from_zero = (y1 - y0) / (x1 - x0), y0 - x0 * (y1 - y0) / (x1 - x0)
        assert np.isclose(lines, (from_zero, slope)).all(axis=1).any()
