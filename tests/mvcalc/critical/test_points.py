"""Critical points: all of them, exactly, or an honest admission."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.critical import CriticalSet, Kind, critical_points
from mvcalc.critical.krawczyk import isolate
from mvcalc.errors import DegenerateError, RangeError, UncertifiedError
from mvcalc.expr import Ball, parse

R = sympy.Rational
SQUARE = [(-2, 2), (-2, 2)]


def find(f: str, box: object, vars: tuple[str, ...] = ("x", "y")) -> CriticalSet:
    return critical_points(parse(f, vars), box)


def table(found: CriticalSet) -> dict[tuple[object, ...], tuple[object, Kind]]:
    return {p.point: (p.value, p.kind) for p in found.points}


def test_saddle_and_bowl_of_the_lecture() -> None:
    found = find("x^3 - 3*x*y + y^3", SQUARE)
    assert found.complete
    assert table(found) == {(0, 0): (0, Kind.SADDLE), (1, 1): (-1, Kind.MIN)}
    bowl = found.points[1]
    assert bowl.hessian == ((6, -3), (-3, 6))
    assert [(e.value, e.vector) for e in bowl.eigen] == [(3, (1, 1)), (9, (1, -1))]
    assert [e.value for e in found.points[0].eigen] == [-3, 3]


def test_the_check_question() -> None:
    (saddle,) = find("x^2 + 4*x*y + y^2", SQUARE).points
    assert [e.value for e in saddle.eigen] == [-2, 6]
    assert saddle.kind is Kind.SADDLE


@pytest.mark.parametrize("f", ["x^4 + y^4", "x^4 - y^4", "x^3 - 3*x*y^2", "(x^2 + y^2)^2"])
def test_a_silent_test_is_called_silent(f: str) -> None:
    found = find(f, SQUARE)
    assert found.complete
    (point,) = found.points
    assert point.kind is Kind.DEGENERATE
    assert "silent" in point.evidence


@pytest.mark.parametrize(
    ("f", "curves"),
    [
        ("x^2", {"x"}),
        ("x^2*y^2", {"x", "y"}),
        ("(y - x^2)^2", {"x**2 - y"}),
        ("(x^2 + y^2 - 1)^2", {"x**2 + y**2 - 1"}),
        ("sin(x^2 + y^2)", {"cos(x**2 + y**2)"}),
        ("exp(x)*y^2", {"y"}),
    ],
)
def test_a_whole_curve_of_critical_points_is_named(f: str, curves: set[str]) -> None:
    found = find(f, SQUARE)
    assert {str(c) for c in found.curves} == curves


def test_points_beside_a_curve_are_kept() -> None:
    found = find("(x^2 + y^2 - 1)^2", SQUARE)
    assert table(found) == {(0, 0): (1, Kind.MAX)}


def test_himmelblau_has_nine() -> None:
    """D. M. Himmelblau, Applied Nonlinear Programming, 1972: published to six decimals."""
    found = find("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", [(-5, 5), (-5, 5)])
    assert found.complete
    assert len(found.points) == 9
    lows = {tuple(round(float(b.mid), 6) for b in p.balls) for p in found.of_kind("min")}
    assert lows == {
        (3.0, 2.0),
        (-2.805118, 3.131313),
        (-3.77931, -3.283186),
        (3.584428, -1.848127),
    }
    (top,) = found.of_kind("max")
    assert abs(float(top.balls[0].mid) + 0.270845) < 1e-6
    assert abs(float(top.balls[1].mid) + 0.923039) < 1e-6


def test_beale() -> None:
    """J. More, B. Garbow, K. Hillstrom 1981, problem 5: minimum (3, 1/2), saddle (0, 1)."""
    f = "(3/2 - x + x*y)^2 + (9/4 - x + x*y^2)^2 + (21/8 - x + x*y^3)^2"
    found = find(f, [(-4, 4), (-4, 4)])
    kinds = {p.point: p.kind for p in found.points}
    assert found.complete
    assert kinds[3, R(1, 2)] is Kind.MIN
    assert kinds[0, 1] is Kind.SADDLE


def test_goldstein_and_price() -> None:
    """A. A. Goldstein, J. F. Price 1971: minima 3, 30, 84, 840."""
    f = (
        "(1 + (x+y+1)^2*(19 - 14*x + 3*x^2 - 14*y + 6*x*y + 3*y^2))"
        "*(30 + (2*x-3*y)^2*(18 - 32*x + 12*x^2 + 48*y - 36*x*y + 27*y^2))"
    )
    found = find(f, SQUARE)
    lows = {p.point: p.value for p in found.of_kind("min")}
    assert lows == {
        (0, -1): 3,
        (R(-3, 5), R(-2, 5)): 30,
        (R(9, 5), R(1, 5)): 84,
        (R(6, 5), R(4, 5)): 840,
    }


def test_rosenbrock_has_one_and_its_eigenvalues() -> None:
    (low,) = find("100*(y - x^2)^2 + (1 - x)^2", SQUARE).points
    assert low.point == (1, 1)
    root = sympy.sqrt(250601)
    assert [e.value for e in low.eigen] == [501 - root, 501 + root]


def test_one_variable_and_three() -> None:
    cubic = find("x^4 - 3*x^3 + x", [(-3, 3)], ("x",))
    assert [p.kind for p in cubic.points] == [Kind.MIN, Kind.MAX, Kind.MIN]
    solid = find("x^2 + y^2 + z^2 + x*y*z", [(-3, 3)] * 3, ("x", "y", "z"))
    assert solid.complete
    assert len(solid.points) == 5  # the origin and (±2, ±2, ±2) with product -8
    assert sum(p.kind is Kind.MIN for p in solid.points) == 1
    assert all(p.kind is Kind.SADDLE for p in solid.points if p.point != (0, 0, 0))


def test_exponential_factors_do_not_hide_algebra() -> None:
    found = find("x*exp(-x^2 - y^2)", SQUARE)
    assert found.method == "algebraic"
    half = 1 / sympy.sqrt(2)
    assert {p.point: p.kind for p in found.points} == {
        (-half, 0): Kind.MIN,
        (half, 0): Kind.MAX,
    }


def test_waves_are_found_with_multiples_of_pi() -> None:
    found = find("sin(x)*sin(y)", [(-3, 3), (-3, 3)])
    assert found.complete
    q = sympy.pi / 2
    assert {p.point: p.kind for p in found.points} == {
        (0, 0): Kind.SADDLE,
        (q, q): Kind.MAX,
        (-q, -q): Kind.MAX,
        (q, -q): Kind.MIN,
        (-q, q): Kind.MIN,
    }


def test_rocks_in_the_sandpit_have_twelve_minima() -> None:
    u, v = "((3*(x-2)+4*(y-4))/5)", "((-4*(x-2)+3*(y-4))/5)"
    found = find(f"{u}^2/10 + {v}^2 - 4 + (cos(9*x) + cos(8*y))/12", [(0, 6), (0, 6)])
    assert found.complete
    assert len(found.of_kind("min")) == 12
    best = min(found.of_kind("min"), key=lambda p: float(p.value.mid))
    assert abs(float(best.balls[0].mid) - 1.7411385792) < 1e-9
    assert abs(float(best.balls[1].mid) - 3.5621979445) < 1e-9
    assert isinstance(best.eigen[0].value, Ball)


def test_edges_of_the_box_belong_to_it() -> None:
    assert table(find("x^2 + y^2", [(0, 1), (-1, 0)])) == {(0, 0): (0, Kind.MIN)}
    full = find("cos(x) + cos(y)", [(0, "2*pi"), (0, "2*pi")])
    assert len(full.points) == 9


def test_places_without_slopes_are_not_critical_points() -> None:
    with pytest.raises((DegenerateError, UncertifiedError)):
        find("abs(x) + y^2", SQUARE)
    with pytest.raises(DegenerateError):
        find("1/x + y", SQUARE)
    found = find("x + 1/x", [(-2, 2)], ("x",))
    assert table(found) == {(-1,): (-2, Kind.MAX), (1,): (2, Kind.MIN)}


def test_a_spent_budget_is_admitted() -> None:
    f = parse("sin(20*x)*sin(20*y) + x*y/10", ("x", "y"))
    found = critical_points(f, [(0, 6), (0, 6)], budget=60)
    assert not found.complete
    assert "stopped" in found.note


def test_nothing_to_find() -> None:
    with pytest.raises(DegenerateError, match="no critical point"):
        find("x + y", SQUARE)
    with pytest.raises(DegenerateError, match="constant"):
        find("3", SQUARE)
    with pytest.raises(RangeError):
        find("x^2 + y^2", [(1, 1), (0, 1)])


@given(
    roots=st.lists(st.fractions(-2, 2, max_denominator=6), min_size=1, max_size=4, unique=True),
    edge=st.fractions("1/2", 3, max_denominator=4),
)
@settings(max_examples=25, deadline=None)
def test_a_polynomial_with_known_stationary_points(roots: list[Fraction], edge: Fraction) -> None:
    t = sympy.Symbol("t")
    slope = sympy.prod([t - R(r.numerator, r.denominator) for r in roots])
    f = sympy.integrate(sympy.expand(slope), t)
    inside = sorted(r for r in roots if abs(r) <= edge)
    try:
        found = critical_points(f, [(-edge, edge)])
    except DegenerateError:
        assert not inside
        return
    assert found.complete
    assert [p.point[0] for p in found.points] == inside


@given(
    c=st.lists(st.integers(-4, 4), min_size=9, max_size=9),
)
@settings(max_examples=10, deadline=None)
def test_elimination_and_interval_search_agree(c: list[int]) -> None:
    """Two methods that share no code find the same points of random cubics."""
    x, y = sympy.symbols("x y")
    monomials = [x**3, x**2 * y, x * y**2, y**3, x**2, x * y, y**2, x, y]
    f = sympy.Add(*[a * m for a, m in zip(c, monomials, strict=True)]) + x**4 + y**4
    box = (arb(-2), arb(2))
    try:
        exact = critical_points(f, [(-2, 2), (-2, 2)]).points
    except DegenerateError:
        exact = ()
    search = isolate([sympy.diff(f, x), sympy.diff(f, y)], (x, y), [box, box], budget=1500)
    if not search.complete:
        return
    inside = [r for r in search.roots if all(side[0] >= -2 and side[1] <= 2 for side in r)]
    simple = [p for p in exact if all(abs(b.mid) < 2 for b in p.balls)]
    assert len(inside) == len(simple)
