"""Paths downhill: exact numbers, outcomes, and outside references."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sympy
from scipy.optimize import rosen, rosen_der, rosen_hess

from mvcalc.descent import METHODS, EmpiricalLoss, Stop, approximate, descend
from mvcalc.errors import DomainError, RangeError, SingularError
from mvcalc.expr import Ball, Box, number, parse
from mvcalc.outcome import Outcome

XY = ("x", "y")
BOWL = parse("x^2/2 + 5*y^2", XY)
ROSENBROCK = parse("100*(y - x^2)^2 + (1 - x)^2", XY)
REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "optimisation.json").read_text("utf-8")
)
Q = sympy.Rational


def test_gradient_descent_shrinks_both_axes_by_nine_elevenths() -> None:
    path = descend(BOWL, (10, 1), "gd", Stop(max_steps=3), rate="2/11")
    assert path.points[1] == (Q(90, 11), Q(-9, 11))
    assert path.points[3] == (10 * Q(9, 11) ** 3, -(Q(9, 11) ** 3))
    assert path.outcome is Outcome.SLOW
    assert path.switched_at is None
    assert path.evaluations.gradient == 4


@pytest.mark.parametrize(
    ("rate", "outcome"),
    [
        ("1/20", Outcome.SLOW),
        ("2/11", Outcome.SLOW),
        ("1/5", Outcome.CYCLED),
        ("1/4", Outcome.DIVERGED),
    ],
)
def test_rates_of_lecture_26(rate: str, outcome: Outcome) -> None:
    assert descend(BOWL, (10, 1), "gd", Stop(max_steps=30), rate=rate).outcome is outcome


def test_rosenbrock_by_newton_matches_scipy_and_the_course() -> None:
    path = descend(ROSENBROCK, ("-6/5", 1), "newton", Stop(max_steps=10))
    first = path.steps[0]
    assert approximate(first.value) == pytest.approx(rosen([-1.2, 1]))
    assert [approximate(g) for g in first.gradient] == pytest.approx(list(rosen_der([-1.2, 1])))
    assert sympy.Matrix(first.extra["hessian"]) == sympy.Matrix([[1330, 480], [480, 200]])
    assert [float(v) for row in rosen_hess([-1.2, 1]) for v in row] == [1330, 480, 480, 200]
    assert path.points[1] == (Q(-523, 445), Q(3072, 2225))
    values = [approximate(s.value) for s in path.steps[:6] if s.value is not None]
    assert values == pytest.approx(
        [24.2, 4.7319, 1411.845, 0.0559655, 0.3131891, 1.853e-11], rel=1e-3
    )
    assert path.outcome is Outcome.CONVERGED


def test_iterates_are_exact_to_200_digits_then_enclosed() -> None:
    path = descend(ROSENBROCK, ("-6/5", 1), "newton", Stop(max_steps=8))
    assert path.switched_at is not None
    assert "200 digits" in path.switch
    for step in path.steps:
        for x in step.point:
            if step.k < path.switched_at:
                assert step.numbers == "exact"
                assert isinstance(x, sympy.Rational)
                assert max(abs(x.p), x.q) < 10**201
            elif step.k > path.switched_at:
                assert step.numbers == "enclosed"
                assert isinstance(x, Ball)
                assert x.width < Fraction(1, 10**25)


def test_enclosures_contain_the_exact_iterates() -> None:
    """Momentum on a quadratic is a linear recurrence: run it in fractions beyond the switch."""
    path = descend(BOWL, (10, 1), "momentum", Stop(max_steps=200), rate="1/20", beta="9/10")
    assert path.switched_at is not None
    assert path.switched_at < 200
    x, v = [Fraction(10), Fraction(1)], [Fraction(0), Fraction(0)]
    for step in path.steps:
        for exact, found in zip(x, step.point, strict=True):
            if isinstance(found, Ball):
                assert found.lower <= exact <= found.upper
            else:
                assert Fraction(int(found.p), int(found.q)) == exact
        gradient = [x[0], 10 * x[1]]
        v = [Fraction(9, 10) * a + g for a, g in zip(v, gradient, strict=True)]
        x = [a - b / 20 for a, b in zip(x, v, strict=True)]


def test_adam_on_a_square() -> None:
    path = descend(parse("x^2"), 1, "adam", Stop(max_steps=3), rate="0.1")
    found = [approximate(p[0]) for p in path.points[1:]]
    assert found == pytest.approx([0.900000, 0.800412, 0.701586], abs=5e-7)


def test_adam_first_step_has_the_same_length_whatever_the_slope() -> None:
    path = descend(parse("3*x - 4*y", XY), (0, 0), "adam", Stop(max_steps=1), rate="1/10", eps=0)
    assert path.steps[0].step == (Q(-1, 10), Q(1, 10))


def test_momentum_takes_95_steps_where_descent_takes_691() -> None:
    """Distance measured by the largest coordinate, as in lecture 28."""
    bowl = parse("x^2/2 + 50*y^2", XY)

    def steps(method: str, **opts: str) -> int:
        path = descend(bowl, (1, 1), method, Stop(max_steps=720, tol=Fraction(0)), **opts)
        return next(s.k for s in path.steps if max(abs(approximate(x)) for x in s.point) <= 1e-6)

    assert steps("gd", rate="2/101") == 691
    assert steps("momentum", rate="4/121", beta="81/121") == 95


@pytest.mark.parametrize("case", REFERENCE["unconstrained"], ids=lambda c: c["name"])
def test_more_garbow_hillstrom(case: dict[str, Any]) -> None:
    """Damped Newton and BFGS reach the published minimum (or a proved stationary point)."""
    f = parse(case["f"], tuple(case["vars"]))
    for method in ("newton_damped", "bfgs"):
        path = descend(f, case["start"], method, Stop(max_steps=400))
        if case["name"] == "Freudenstein and Roth":
            # this function has a second published minimum, of value 48.98425…
            value = approximate(path.steps[-1].value or 0)
            assert min(abs(value), abs(value - 48.98425)) < 1e-4
        else:
            assert path.outcome is Outcome.CONVERGED, path.reason
            end = [approximate(x) for x in path.end]
            assert end == pytest.approx([float(sympy.Rational(v)) for v in case["point"]], abs=1e-6)


def test_published_optima_are_zeros_of_these_formulas() -> None:
    from mvcalc.expr import evaluate

    for case in REFERENCE["unconstrained"]:
        f = parse(case["f"], tuple(case["vars"]))
        assert abs(float(evaluate(f, case["point"]))) < 1e-30


@pytest.mark.parametrize(
    ("text", "start", "outcome"),
    [
        ("x^2 - y^2", (1, 0), Outcome.SADDLE),
        ("x^2 - y^2", (0, 0), Outcome.SADDLE),
        ("log(x) + y^2", (1, 0), Outcome.LEFT_DOMAIN),
        ("-x^2 - y^2", (1, 1), Outcome.DIVERGED),
        ("x^2 + y^2", (0, 0), Outcome.CONVERGED),
        ("x^4 + y^4", (0, 0), Outcome.CONVERGED),
    ],
)
def test_outcomes_of_gradient_descent(text: str, start: tuple[int, int], outcome: Outcome) -> None:
    path = descend(parse(text, XY), start, "gd", Stop(max_steps=60), rate="1")
    if text == "x^2 - y^2" and start == (1, 0):
        path = descend(parse(text, XY), start, "gd", Stop(max_steps=60), rate="1/4")
    assert path.outcome is outcome, path.reason
    assert path.reason


def test_newton_stops_on_a_maximum() -> None:
    path = descend(parse("cos(x) + cos(y)", XY), ("1/10", "1/5"), "newton")
    assert path.outcome is Outcome.MAXIMUM


def test_a_known_lowest_value_exposes_a_local_minimum() -> None:
    f = parse("(x^2 - 2)^2/2 + x/2")
    stop = Stop(lowest=Q(-72, 100))
    assert descend(f, 2, "newton_damped", stop).outcome is Outcome.LOCAL_MINIMUM
    assert descend(f, -2, "newton_damped", stop).outcome is Outcome.CONVERGED


def test_leaving_the_box_is_told_with_the_point() -> None:
    stop = Stop(box=Box.of({"x": (-11, 11), "y": (-2, 2)}))
    path = descend(BOWL, (10, 1), "gd", stop, rate="1/4")
    assert path.outcome is Outcome.LEFT_DOMAIN
    assert path.end[1] == Q(9, 4)


def test_exact_search_on_a_quadratic_is_exact_and_orthogonal() -> None:
    path = descend(BOWL, (10, 1), "gd_exact", Stop(max_steps=4))
    assert path.switched_at is None
    for here, there in zip(path.steps, path.steps[1:], strict=False):
        pairs = zip(here.gradient, there.gradient, strict=True)
        assert sympy.Add(*(number(a) * number(b) for a, b in pairs)) == 0


def test_exact_search_on_a_general_function_levels_the_slope() -> None:
    path = descend(ROSENBROCK, ("-6/5", 1), "gd_exact", Stop(max_steps=5))
    for here, there in zip(path.steps, path.steps[1:], strict=False):
        a, b = ([approximate(g) for g in s.gradient] for s in (here, there))
        assert abs(sum(p * q for p, q in zip(a, b, strict=True))) < 1e-9 * math.hypot(*a)


def test_armijo_never_climbs() -> None:
    path = descend(ROSENBROCK, ("-6/5", 1), "gd_armijo", Stop(max_steps=25))
    values = [approximate(s.value) for s in path.steps if s.value is not None]
    assert values == sorted(values, reverse=True)
    assert all(s.extra["tries"] >= 1 for s in path.steps[:-1])


def test_hybrid_tells_its_branch() -> None:
    f = parse("-4*exp(-((x - 2)^2 + (y - 2)^2)/2)", XY)
    path = descend(f, (5, 1), "hybrid", Stop(max_steps=40))
    branches = [s.extra["branch"] for s in path.steps[:-1]]
    assert "newton" in branches
    assert any(b.startswith("gradient") for b in branches)
    assert path.outcome is Outcome.CONVERGED


def test_bfgs_learns_the_inverse_hessian_of_a_quadratic() -> None:
    path = descend(parse("x^2 + x*y + 2*y^2", XY), (3, -2), "bfgs", Stop(max_steps=60))
    assert path.outcome is Outcome.CONVERGED
    learned = [approximate(v) for v in path.steps[-2].extra["B"]]
    exact = sympy.Matrix([[2, 1], [1, 4]]).inv()
    assert learned == pytest.approx([float(v) for v in exact], abs=1e-3)


def line_loss(n: int = 8) -> EmpiricalLoss:
    loss = parse("(m*x + c - y)^2/2", ("m", "c", "x", "y"))
    rows = [(Fraction(i, 4), 2 * Fraction(i, 4) + 1) for i in range(n)]
    return EmpiricalLoss.of(loss, ("m", "c"), rows)


def test_batches_cover_every_row_once_per_epoch_and_repeat_with_the_seed() -> None:
    stop = Stop(max_steps=8)
    path = descend(line_loss(), (0, 0), "sgd", stop, rate="1/10", batch=2, seed=7)
    again = descend(line_loss(), (0, 0), "sgd", stop, rate="1/10", batch=2, seed=7)
    other = descend(line_loss(), (0, 0), "sgd", stop, rate="1/10", batch=2, seed=8)
    seen = [i for s in path.steps[:4] for i in s.extra["batch"]]
    assert sorted(seen) == list(range(8))
    assert path.points == again.points
    assert path.points != other.points


def test_the_mean_of_batch_gradients_is_the_gradient() -> None:
    loss = line_loss(4)
    path = descend(loss, (1, 1), "sgd", Stop(max_steps=1), rate="1/10", batch=1)
    whole = path.steps[0].gradient
    singles = [
        descend(
            EmpiricalLoss.of(loss.loss, loss.parameters, [row]), (1, 1), "gd", Stop(max_steps=0)
        )
        for row in loss.rows
    ]
    for i in range(2):
        assert sympy.Add(*(number(p.steps[0].gradient[i]) for p in singles)) / 4 == whole[i]
    assert path.steps[0].extra["batch_gradient"] in [p.steps[0].gradient for p in singles]


@pytest.mark.parametrize(
    ("method", "opts", "param"),
    [
        ("gd", {"rate": 0}, "rate"),
        ("gd", {"rate": "-1/2"}, "rate"),
        ("momentum", {"beta": 1}, "beta"),
        ("adam", {"betas": ("0.9", "1.2")}, "betas"),
        ("adam", {"eps": -1}, "eps"),
        ("gd", {"speed": 1}, "speed"),
        ("climb", {}, "method"),
        ("newton", {"batch": 1}, "batch"),
    ],
)
def test_bad_options_are_named(method: str, opts: dict[str, Any], param: str) -> None:
    with pytest.raises(RangeError) as caught:
        descend(BOWL, (1, 1), method, **opts)
    assert caught.value.param == param


def test_bad_starts() -> None:
    with pytest.raises(DomainError):
        descend(parse("log(x)"), -1, "gd")
    with pytest.raises(SingularError) as caught:
        descend(parse("x^2 + y", XY), (1, 1), "newton")
    assert caught.value.point == (1, 1)
    with pytest.raises(RangeError):
        descend(BOWL, (1,), "gd")


def test_a_start_that_is_not_a_fraction_is_kept_exact() -> None:
    path = descend(parse("x^2"), "sqrt(2)", "gd", Stop(max_steps=2), rate="1/4")
    assert path.start == (sympy.sqrt(2),)
    end = path.end[0]
    assert isinstance(end, Ball)
    assert end.contains(sympy.sqrt(2) / 4)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_gets_somewhere_on_a_bowl(method: str) -> None:
    path = descend(parse("x^2 + y^2/2", XY), (2, 1), method, Stop(max_steps=40))
    first, last = path.steps[0].value, path.steps[-1].value
    assert first is not None
    assert last is not None
    assert approximate(last) < approximate(first)
    assert path.method == method
    assert len(path.points) == len(path.drawn())
