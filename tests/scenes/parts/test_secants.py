"""Slope triangles, lenses, ledgers and long formulas: true, legible, in their places."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import ValueTracker

from mvcalc.expr import number, parse
from mvcalc.limits import limit_steps
from mvcalc.rules import derive
from scenes.stage import layout, theme
from scenes.stage.formula import Formula
from scenes.stage.parts import (
    Equation,
    Ledger,
    Lens,
    LimitWork,
    Plot,
    ReciprocalWork,
    RollingTangent,
    SecantPlot,
    SlopeTrace,
    glide,
    number_cell,
    stacked,
)
from scenes.stage.theme import Role

WINDOW = ((-1.0, 4.0), (-1.0, 6.0))


def size(formula: Formula) -> float:
    """Type size at which a formula stands now."""
    return float(formula.em / theme.EM * formula.width / Formula(formula.source).width) * (
        theme.FORMULA * theme.EM / formula.em
    )


def opacity(name: Formula) -> float:
    return float(name[0].get_fill_opacity())


def test_a_plot_glides_to_where_another_one_stands() -> None:
    f = parse("x^2/2")
    old = SecantPlot(layout.PICTURE, WINDOW, f, 1, 2)
    new = SecantPlot(layout.LEDGER, ((0.0, 3.0), (-2.0, 5.0)), f, 1, 2)
    _, motion, _ = glide(old.plot, new.plot, *old.pieces[1:])
    motion.begin()
    motion.interpolate(0.5)
    middle = (old.plot.area.left, old.plot.x_range, old.first.dot.get_center())
    assert middle[0] == pytest.approx((layout.PICTURE.left + layout.LEDGER.left) / 2, abs=0.5)
    assert middle[1] == (-0.5, 3.5)
    assert middle[2] == pytest.approx(old.plot.at(1, 0.5))
    motion.interpolate(1)
    assert old.curve.line.points == pytest.approx(new.curve.line.points)
    assert old.plot.axes.points == pytest.approx(new.plot.axes.points)
    for one, other in zip(old.pieces[1:], new.pieces[1:], strict=True):
        assert one.get_center() == pytest.approx(other.get_center())


@pytest.mark.parametrize(("x", "run"), [(1, 2), (-2, 1.5), (3, -2.5), (-0.5, 3)])
@pytest.mark.parametrize("shift", ["-1/10", "1/10", "-1/2", "1/3"])
def test_no_axis_crosses_the_name_of_a_leg(x: float, run: float, shift: str) -> None:
    names = [Formula("337/100", size=theme.LABEL) for _ in range(2)]
    f = parse(f"x/2 + {shift}")
    plot = SecantPlot(layout.PICTURE, ((-4.0, 5.0), (-3.0, 4.0)), f, x, run, *names).plot
    zero = plot.at(0, 0)
    for axis, name in ((1, names[0]), (0, names[1])):
        low, high = (name.get_corner(corner)[axis] for corner in ((-1, -1, 0), (1, 1, 0)))
        assert opacity(name) == 0 or not low < zero[axis] < high


def test_names_are_hidden_while_their_leg_is_too_short() -> None:
    names = Formula("h", size=theme.LABEL), Formula("2", size=theme.LABEL)
    picture = SecantPlot(layout.PICTURE, WINDOW, parse("x^2/2"), 1, 2, *names)
    assert [opacity(name) for name in names] == [1, 1]
    picture.run.set_value(0.01)
    picture.triangle.update()
    assert [opacity(name) for name in names] == [0, 0]
    picture.run.set_value(2)
    picture.triangle.update()
    assert [opacity(name) for name in names] == [1, 1]
    assert picture.triangle.take_names() == names
    assert not set(names) & set(picture.triangle.get_family())
    picture.run.set_value(1)
    picture.triangle.update()  # it no longer knows them


@pytest.mark.parametrize("run", [2.0, -1.5, 0.3, 1e-6])
def test_legs_and_line_have_the_slope_of_the_secant(run: float) -> None:
    picture = SecantPlot(layout.PICTURE, WINDOW, parse("x^2/2"), 1, run)
    a, c = picture.first.where(), picture.second.where()
    unit = picture.plot.at(1, 1) - picture.plot.at(0, 0)
    start, end = picture.line.line.points[[0, -1]]
    slope = (end - start)[1] / (end - start)[0] * unit[0] / unit[1]
    assert slope == pytest.approx(1 + run / 2)
    assert np.allclose(c - a, [run * unit[0], (run + run**2 / 2) * unit[1], 0])


@pytest.mark.parametrize("run", [1.0, 0.1, -0.01, 1e-7])
def test_the_lens_keeps_slopes_and_stays_inside_its_rim(run: float) -> None:
    plot = Plot(layout.PICTURE, (-1.2, 2.4), (-1, 9))
    f, x = parse("x^3 - x"), ValueTracker(1)
    lens = Lens(layout.LEDGER, plot, f, x, ValueTracker(run))
    unit = plot.at(1, 1) - plot.at(0, 0)
    legs = lens.run_leg.points, lens.rise_leg.points
    slope = np.ptp(legs[1][:, 1]) / np.ptp(legs[0][:, 0]) * unit[0] / unit[1]
    assert slope == pytest.approx(abs(((1 + run) ** 3 - (1 + run)) / run), rel=1e-4)
    points = np.concatenate([lens.curve.points, lens.secant.points, *legs])
    assert (np.linalg.norm(points - lens.centre, axis=1) <= lens.radius + 1e-6).all()


@pytest.mark.parametrize(
    "value", ["1/10000000", "-355/113", "-15/1600000", "12345678901/7", "-1/10^12", "0"]
)
@pytest.mark.parametrize("width", [2.2, 3.0])
def test_a_cell_fits_and_can_be_read(value: str, width: float) -> None:
    cell = number_cell(number(value), width)
    assert cell.width <= width
    assert cell.em >= theme.SMALLEST * theme.EM


def test_a_cell_keeps_the_exact_value_while_there_is_room() -> None:
    assert number_cell(number("1/1000"), 3).said["value"].text == "1/1000"
    small = number_cell(number("1/10000000"), 1.5)
    assert small.said["value"].text == "1×10⁻⁷"


@pytest.mark.parametrize("rows", [1, 4, 8])
def test_rows_of_a_ledger_never_meet(rows: int) -> None:
    table = Ledger(layout.LEDGER.split_y(0.3)[1], ("x", "y"), rows)
    cells = [cell for k in range(rows) for cell in table.row(number(f"1/{10**k}"), k)]
    for one, other in combinations(cells, 2):
        away = np.abs(one.get_center() - other.get_center())[:2]
        room = [(one.width + other.width) / 2, (one.height + other.height) / 2]
        assert (away > np.array(room)).any()
    for cell in cells:
        assert table.slot.left < cell.get_left()[0] < cell.get_right()[0] < table.slot.right


def test_the_trace_ends_below_the_tangent() -> None:
    above, below = stacked(layout.SAFE, (-4, 4), ((-1.5, 1.5), (-1.5, 1.5)))
    x = ValueTracker(1)
    tangent = RollingTangent(above, parse("sin(x)"), parse("cos(x)"), x)
    trace = SlopeTrace(tangent, below)
    for place in (-3.0, 0.5, 2.0):
        x.set_value(place)
        tangent.update()
        trace.update()
        assert np.allclose(trace.dot.where(), below.at(place, np.cos(place)))
        assert np.allclose(tangent.dot.where(), above.at(place, np.sin(place)))


# -- long formulas ------------------------------------------------------------------------------

FORMULAS = (
    "x^2",
    "exp(-x^2)*sin(3*x)",
    "exp(-x)*sin(x^2 + x)*cos(7*x)",
    "sin(cos(sin(cos(sin(cos(x + 1))))))*x^5",
    "x^2*exp(-x)/(1 + x^4) + sqrt(2 + cos(3*x))*atan(x/7)",
)


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("width", [4.7, 8.0, 13.0])
def test_an_equation_fits_and_can_be_read(text: str, width: float) -> None:
    equation = Equation("frac(dif f, dif x)", derive(parse(text), "x").simplified, width)
    assert equation.width <= width or "too long" in equation.lines[0].source
    assert all(line.em >= 0.999 * theme.SMALLEST * theme.EM for line in equation.lines)
    for one, other in combinations(equation.lines, 2):
        assert one.get_bottom()[1] > other.get_top()[1]


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=9))
@settings(deadline=None, max_examples=20)
def test_no_term_is_lost_at_a_break(coefficients: list[int]) -> None:
    x = sympy.Symbol("x")
    expr = sum((c * sympy.sin((k + 1) * x) for k, c in enumerate(coefficients)), x)
    wide, narrow = (Equation("y", expr, width) for width in (60.0, 5.0))
    if "too long" in narrow.lines[0].source:
        return
    assert len(wide.lines) == 1
    glyphs = [sum(len(line.submobjects) for line in e.lines) for e in (wide, narrow)]
    assert glyphs[0] == glyphs[1]


def test_a_number_on_the_right_is_shown_as_a_number() -> None:
    (line,) = Equation("y", sympy.Rational(2, 3**40), 5).lines
    assert "approx" in line.source
    assert Equation("y", sympy.Rational(1, 2), 5).lines[0].source.startswith("y =")


@pytest.mark.parametrize(
    ("text", "x0"), [("x^3 - x", "1"), ("exp(-x^2)*sin(3*x)", "1/2"), ("sqrt(x)", "13/17")]
)
@pytest.mark.parametrize("slot", [layout.SAFE, layout.LEDGER, layout.SAFE.split_x(0.42)[1]])
def test_the_work_fits_and_can_be_read(text: str, x0: str, slot: layout.Slot) -> None:
    steps = limit_steps(parse(text), number(x0))
    work = LimitWork(slot, steps, number(x0))
    assert work.width <= slot.width + 1e-6
    assert work.height <= slot.height + 1e-6
    assert len(work.lines) >= 2
    assert Role.DERIVATIVE in work.lines[-1].labels()
    left = [line.part("relation").get_left()[0] for line in work.lines]
    assert np.allclose(left, left[0])
    assert all(size(line) >= 0.99 * theme.SMALLEST for line in work.lines)


def test_the_slope_of_one_over_x_is_worked_out_as_the_library_does() -> None:
    work = ReciprocalWork(layout.LEDGER, "f'(x)")
    assert work.width <= layout.LEDGER.width + 1e-6
    x, h = sympy.symbols("x h")
    _, one, cancelled, limit = (step.expr for step in limit_steps(parse("1/x")))
    assert sympy.simplify(one - (1 / h) * (-h / (x * (x + h)))) == 0
    assert sympy.simplify(cancelled + 1 / (x * (x + h))) == 0
    assert sympy.simplify(limit + 1 / x**2) == 0
    assert [len(work.away(k)) for k in (1, 2)] == [2, 1]
    work.lines[3].shift((0, work.rise, 0))
    assert work.lines[3].get_top()[1] == pytest.approx(work.lines[1].get_top()[1])
