"""Newton's root method: exact iterates, and all the ways to fail."""

from __future__ import annotations

import pytest
import sympy

from mvcalc.descent import approximate, newton_basins, newton_root, newton_threshold
from mvcalc.errors import RangeError, SingularError
from mvcalc.expr import parse
from mvcalc.outcome import Outcome

CUBIC = parse("x^3 - 2*x + 2")
Q = sympy.Rational


def test_iterates_of_lecture_25() -> None:
    path = newton_root(CUBIC, -2)
    assert path.points[1] == (Q(-9, 5),)
    assert path.points[2] == (Q(-1708, 965),)
    assert path.outcome is Outcome.CONVERGED
    assert path.drawn()[-1][0] == pytest.approx(-1.7692923542386314, abs=1e-14)


def test_third_iterate_for_root_two() -> None:
    assert newton_root(parse("x^2 - 2"), 1).points[3] == (Q(577, 408),)


def test_correct_digits_double() -> None:
    path = newton_root(parse("x^2 - 2"), 1)
    errors = [abs(sympy.N(p[0] - sympy.sqrt(2), 60)) for p in path.points[:5]]
    for small, big in zip(errors[2:], errors[1:], strict=False):
        assert small < big**2


def test_cycle_between_0_and_1() -> None:
    path = newton_root(CUBIC, 0)
    assert path.points == ((0,), (1,), (0,))
    assert path.outcome is Outcome.CYCLED
    assert "2 steps" in path.reason


def test_a_start_near_the_cycle_is_caught_by_it() -> None:
    assert newton_root(CUBIC, "1/10", max_steps=40).outcome is Outcome.CYCLED


def test_arctangent_runs_away() -> None:
    path = newton_root(parse("atan(x)"), "3/2")
    assert [x for (x,) in path.drawn()[1:4]] == pytest.approx([-1.694, 2.321, -5.114], abs=5e-4)
    assert path.outcome is Outcome.DIVERGED


def test_threshold_of_arctangent() -> None:
    """Outside reference: the positive root of 2x = (1 + x²)·atan(x) is 1.3917452002707…"""
    inside, outside = newton_threshold(parse("atan(x)"), 1, 2, "10^-7")
    assert inside < Q(13917452002707, 10**13) < outside
    assert outside - inside <= Q(1, 10**7)


def test_level_tangent_at_the_start_is_refused() -> None:
    with pytest.raises(SingularError, match="level"):
        newton_root(parse("x^2 - 2"), 0)


def test_level_tangent_later_is_an_outcome() -> None:
    quadratic = newton_root(parse("x^2 + 2*x + 2"), 0)
    assert quadratic.points[1] == (-1,)
    assert quadratic.outcome is Outcome.SINGULAR


def test_leaving_the_domain_is_an_outcome() -> None:
    path = newton_root(parse("log(x)"), 3)
    assert path.outcome is Outcome.LEFT_DOMAIN
    assert approximate(path.steps[-1].step[0]) == pytest.approx(-3 * 1.0986122886681098)


def test_no_root_is_slow_and_says_the_value() -> None:
    path = newton_root(parse("x^2 + 1"), "1/2", max_steps=25)
    assert path.outcome is Outcome.SLOW
    assert len(path.steps) == 26


def test_basins_of_a_cubic_with_three_roots() -> None:
    basins = newton_basins(parse("x^3 - x"), -2, 2, 41)
    assert basins.roots == pytest.approx((-1, 0, 1), abs=1e-9)
    for start, index in zip(basins.starts, basins.reached, strict=True):
        if abs(start) > 0.6:
            assert basins.roots[index] == pytest.approx(1 if start > 0 else -1)
        if abs(start) < 0.44:
            assert basins.roots[index] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("bad", [{"max_steps": 0}, {"max_steps": 10**6}, {"tol": 0}])
def test_bad_limits(bad: dict[str, int]) -> None:
    with pytest.raises(RangeError):
        newton_root(CUBIC, 1, **bad)
