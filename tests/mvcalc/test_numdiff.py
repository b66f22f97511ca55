"""Finite differences: the numbers of lecture 11 and the laws behind them."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
import sympy

from mvcalc.errors import DegenerateError, DomainError, NonDifferentiableError, RangeError
from mvcalc.expr import Ball, parse
from mvcalc.numdiff import UNIT, best_step, difference_table, evaluations

EXP = parse("exp(x)")


def size(ball: Ball | None) -> float:
    assert ball is not None
    return abs(float(ball.mid))


@pytest.mark.parametrize(
    ("h", "error"), [("0.1", 0.1406), ("1e-8", 6.6e-9), ("1e-12", 4.3e-4), ("1e-15", 0.390)]
)
def test_forward_errors_of_the_lecture(h: str, error: float) -> None:
    (row,) = difference_table(EXP, 1, [h])
    assert abs(size(row.error) / error - 1) < 0.01
    assert row.exact == sympy.E


def test_error_is_truncation_plus_rounding() -> None:
    for scheme in ("forward", "central", "complex"):
        for row in difference_table(EXP, 1, ["1/10", "1e-5", "1e-11"], scheme):
            assert row.error is not None
            assert row.rounding is not None
            truncation = (
                row.truncation.mid
                if isinstance(row.truncation, Ball)
                else Fraction(str(row.truncation.evalf(60)))
            )
            assert abs(truncation + row.rounding.mid - row.error.mid) < Fraction(1, 10**50)


def test_truncation_falls_with_the_step_and_rounding_does_not() -> None:
    rows = difference_table(EXP, 1, [f"1/10^{k}" for k in range(1, 15)])
    first, last = rows[0], rows[-1]
    assert size(first.rounding) < 1e-13 < float(first.truncation)  # type: ignore[arg-type]
    assert float(last.truncation) < 1e-13 < size(last.rounding)  # type: ignore[arg-type]


def test_the_computer_cannot_see_a_step_below_one_ulp() -> None:
    seen = {row.seen for row in difference_table(EXP, 1, ["1e-15"])}
    unseen = difference_table(EXP, 1, ["1e-17"])[0]
    assert seen == {True}
    assert not unseen.seen
    assert unseen.machine == 0.0
    assert difference_table(EXP, 1, ["1e-17"], "complex")[0].seen


def test_the_check_question() -> None:
    (row,) = difference_table(parse("x^3"), 5, ["1/10"], "central")
    assert row.truncation == sympy.Rational(1, 100)


def test_best_steps() -> None:
    forward, central = best_step(EXP, 1), best_step(EXP, 1, "central")
    assert sympy.simplify(forward.h - 2 * sympy.sqrt(UNIT)) == 0
    assert sympy.simplify(central.h - sympy.cbrt(3 * UNIT)) == 0
    assert float(forward.h) == pytest.approx(2.1e-8, rel=0.01)
    assert float(central.h) == pytest.approx(6.9e-6, rel=0.01)
    worse = difference_table(EXP, 1, ["1e-5", "1e-11"])
    here = difference_table(EXP, 1, [forward.h])[0]
    assert size(here.error) < min(size(r.error) for r in worse)


def test_complex_steps_have_no_rounding_branch() -> None:
    row = difference_table(parse("exp(x)*sin(x)/(1 + x^2)"), "3/4", ["1e-30"], "complex")[0]
    assert size(row.error) < 1e-15


def test_noise_is_repeatable_and_raises_the_left_branch() -> None:
    one = difference_table(EXP, 1, ["1e-4"], noise="1/1000", seed=7)[0]
    two = difference_table(EXP, 1, ["1e-4"], noise="1/1000", seed=7)[0]
    other = difference_table(EXP, 1, ["1e-4"], noise="1/1000", seed=8)[0]
    clean = difference_table(EXP, 1, ["1e-4"])[0]
    assert one.machine == two.machine != other.machine
    assert size(one.rounding) > 1000 * size(clean.rounding)
    assert float(best_step(EXP, 1, noise="1/1000").h) > 0.01


def test_cost_of_a_gradient() -> None:
    assert [evaluations(1000, s) for s in ("forward", "central", "complex")] == [1001, 2000, 1000]


def test_overflow_is_reported_not_raised() -> None:
    row = difference_table(EXP, 800, ["1/10"])[0]
    assert not math.isfinite(row.machine)
    assert row.rounding is None
    assert row.error is None


@pytest.mark.parametrize(
    ("f", "x0", "hs", "scheme", "error"),
    [
        ("exp(x)", 1, ["0"], "forward", RangeError),
        ("exp(x)", 1, ["-1"], "forward", RangeError),
        ("exp(x)", 1, ["1"], "backward", RangeError),
        ("abs(x)", 0, ["1"], "forward", NonDifferentiableError),
        ("abs(x)", 1, ["1"], "complex", RangeError),
        ("log(x)", "1/2", ["1"], "central", DomainError),
    ],
)
def test_refusals(
    f: str, x0: object, hs: list[object], scheme: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        difference_table(parse(f), x0, hs, scheme)


def test_a_line_has_no_best_step() -> None:
    with pytest.raises(DegenerateError):
        best_step(parse("3*x + 1"), 2)
