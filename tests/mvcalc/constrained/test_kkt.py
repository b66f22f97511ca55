"""Inequalities: active sets, signs, reasons, references, and the softened problems."""

from __future__ import annotations

import itertools
import sys

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.constrained import augmented_lagrangian, barrier_path, kkt, penalty_path
from mvcalc.descent import approximate
from mvcalc.errors import (
    BudgetError,
    DegenerateError,
    DomainError,
    InfeasibleError,
    RangeError,
    UnboundedError,
)
from mvcalc.expr import Ball, Function, number, parse

XY = ("x", "y")
Q = sympy.Rational


def test_lecture_31() -> None:
    found = kkt(
        parse("(x - 2)^2 + (y - 1)^2", XY), (), [parse("x^2 - y", XY), parse("x + y - 2", XY)]
    )
    assert found.solution is not None
    assert found.solution.point == (1, 1)
    assert found.solution.multipliers == (Q(2, 3), Q(2, 3))
    assert found.solution.value == 1
    assert found.complete
    assert found.proof
    [pulled] = [p for p in found.rejected_with_reason if p.point == (-2, 4)]
    assert pulled.multipliers == (Q(-14, 3), Q(-32, 3))
    assert "push" in pulled.reason
    assert [s.active for s in found.by_active_set] == [(), (0,), (1,), (0, 1)]


def test_one_fence() -> None:
    found = kkt(parse("(x - 2)^2"), (), [parse("x - 1/2")])
    assert found.solution is not None
    assert found.solution.multipliers == (3,)


def test_equality_and_inequality_together() -> None:
    """Hock and Schittkowski 14: f = 9 − 23√7/8."""
    found = kkt(
        parse("(x - 2)^2 + (y - 1)^2", XY),
        [parse("x - 2*y + 1", XY)],
        [parse("x^2/4 + y^2 - 1", XY)],
    )
    assert found.solution is not None
    assert sympy.simplify(number(found.solution.value) - (9 - 23 * sympy.sqrt(7) / 8)) == 0


def test_impossible_and_endless_problems() -> None:
    with pytest.raises(InfeasibleError):
        kkt(parse("x"), (), [parse("x + 1"), parse("1 - x")])
    with pytest.raises(InfeasibleError):
        kkt(parse("x + y", XY), (), [parse("x^2 + y^2 + 1", XY)])
    with pytest.raises(UnboundedError):
        kkt(parse("x"), (), [parse("x - 1")])
    with pytest.raises(UnboundedError):
        kkt(parse("x^3"), (), [parse("x - 1")])
    with pytest.raises(DomainError):
        kkt(parse("exp(x)"), (), [parse("x - 1")])
    with pytest.raises(BudgetError):
        kkt(parse("x^2 + y^2", XY), (), [parse(f"x + {k}*y - 9", XY) for k in range(40)])


def test_where_the_fences_touch_the_point_is_irregular() -> None:
    found = kkt(parse("-x", XY), (), [parse("y - (1 - x)^3", XY), parse("-y", XY)])
    assert found.solution is not None
    assert found.solution.point == (1, 0)
    assert found.solution.kind == "irregular"
    assert found.irregular_points == (found.solution,)


@given(st.integers(-3, 3), st.integers(-3, 3), st.integers(1, 3))
@settings(deadline=None, max_examples=15)
def test_projection_on_a_square(a: int, b: int, r: int) -> None:
    """Nearest point of [−r, r]² by clipping, multipliers by hand."""
    x, y = sympy.symbols("x y")
    f = Function.of((x - a) ** 2 + (y - b) ** 2, XY)
    fences = [x - r, -x - r, y - r, -y - r]
    found = kkt(f, (), [Function.of(h, XY) for h in fences])
    assert found.solution is not None
    clipped = tuple(max(-r, min(r, v)) for v in (a, b))
    assert found.solution.point == clipped
    assert found.solution.value == sum((p - q) ** 2 for p, q in zip((a, b), clipped, strict=True))
    expected = (
        max(0, 2 * (a - r)),
        max(0, 2 * (-a - r)),
        max(0, 2 * (b - r)),
        max(0, 2 * (-b - r)),
    )
    assert found.solution.multipliers == expected


def test_loosening_a_fence_brings_its_force_to_zero() -> None:
    f = parse("(x - 2)^2 + (y - 1)^2", XY)
    forces = []
    for c in ("2", "5/2", "3"):
        found = kkt(f, (), [parse("x + y - c", XY, {"c": c})])
        assert found.solution is not None
        forces.append(found.solution.multipliers[0])
    assert forces == [1, Q(1, 2), 0]


def test_penalty_path_of_lecture_o1() -> None:
    steps = penalty_path(parse("(x - 2)^2"), [parse("x - 1")], [1, 9, 99])
    assert [s.point[0] for s in steps] == [Q(3, 2), Q(11, 10), Q(101, 100)]
    for step in steps:
        rho = step.extra["rho"]
        assert step.point[0] == (2 + rho) / (1 + rho)
        assert step.extra["hessian"] == ((2 + 2 * rho,),)
        assert step.extra["forces"] == (2 * rho * (number(step.point[0]) - 1),)


def test_barrier_path_of_lecture_o1() -> None:
    steps = barrier_path(parse("(x - 2)^2"), [parse("x - 1")], [1, "1/10", "1/100"], 0)
    for step in steps:
        t = step.extra["t"]
        assert sympy.simplify(step.point[0] - (3 - sympy.sqrt(1 + 2 * t)) / 2) == 0


def test_augmented_lagrangian_closes_in_on_the_corner() -> None:
    steps = augmented_lagrangian(parse("(x - 2)^2"), [parse("x - 1")], 9, rounds=12)
    gaps = [number(step.point[0]) - 1 for step in steps]
    assert all(b == a / 10 for a, b in itertools.pairwise(gaps))
    assert abs(steps[-1].extra["forces"][0] - 2) < Q(1, 10**10)


def test_augmented_lagrangian_finds_lagranges_multiplier() -> None:
    steps = augmented_lagrangian(
        parse("x^2 + y^2", XY), [], 10, [parse("3*x + 4*y - 25", XY)], rounds=8
    )
    assert [approximate(v) for v in steps[-1].point] == pytest.approx([3, 4], abs=1e-9)
    assert approximate(steps[-1].extra["multipliers"][0]) == pytest.approx(2, abs=1e-9)


def test_softening_what_is_not_polynomial() -> None:
    steps = penalty_path(parse("exp(x) - 2*x"), [parse("x - 1/2")], [10, 1000], start=0)
    assert [s.numbers for s in steps] == ["rounded", "rounded"]
    for step in steps:  # e^x − 2 + 2ρ·max(0, x − 1/2) = 0, checked without mvcalc
        x, rho = approximate(step.point[0]), float(step.extra["rho"])
        assert sympy.exp(x) - 2 + 2 * rho * max(0, x - 0.5) == pytest.approx(0, abs=1e-8)
    inside = barrier_path(parse("exp(x)"), [parse("-x")], ["1/10"], 1)
    assert isinstance(inside[0].value, Ball | sympy.Expr)
    x = approximate(inside[0].point[0])
    assert sympy.exp(x) == pytest.approx(0.1 / x, rel=1e-8)


def test_refusals_of_softening() -> None:
    f, h = parse("(x - 2)^2"), parse("x - 1")
    with pytest.raises(RangeError):
        penalty_path(f, [h], [0])
    with pytest.raises(RangeError):
        penalty_path(f, [], [1])
    with pytest.raises(InfeasibleError):
        barrier_path(f, [h], [1], 1)
    with pytest.raises(RangeError):
        augmented_lagrangian(f, [h], 1, rounds=0)
    with pytest.raises(RangeError, match="start"):
        penalty_path(parse("exp(x)"), [h], [1])
    with pytest.raises(DegenerateError):
        barrier_path(parse("-exp(x)"), [parse("-x")], [1], 1)


def test_a_pole_inside_a_bounded_region_is_no_optimum() -> None:
    with pytest.raises(UnboundedError):
        kkt(parse("1/x"), (), [parse("x^2 - 1")])


def test_an_irregular_point_of_a_convex_problem_proves_nothing() -> None:
    """On x² ≤ 0 every point is irregular; the lowest, (0, 1) with value 0, is not isolated."""
    found = kkt(parse("x + (y - 1)^2", XY), (), [parse("x^2", XY), parse("y^2 - 4", XY)])
    assert found.proof == ""
    assert not found.complete
    assert "not isolated" in found.doubt


def test_sets_that_algebra_did_not_reach_give_proved_points(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.modules["mvcalc.constrained.kkt"], "SEARCHING", 0.0)
    found = kkt(
        parse("(x - 2)^2 + (y - 1)^2", XY), (), [parse("x^2 - y", XY), parse("x + y - 2", XY)]
    )
    assert found.solution is not None
    assert all(b.lower <= 1 <= b.upper for b in found.solution.enclosure)
    assert found.solution.active == (0, 1)
    assert [approximate(m) for m in found.solution.multipliers] == pytest.approx([2 / 3, 2 / 3])
    assert not found.complete
    assert found.proof == "the function and the region are convex"


def test_a_saddle_is_no_minimiser_of_a_softened_problem() -> None:
    """xy + ρ(x + y − 1)² bends down along (1, −1) for every ρ."""
    with pytest.raises(DegenerateError, match="no lowest point"):
        penalty_path(parse("x*y", XY), [], [10], [parse("x + y - 1", XY)])
