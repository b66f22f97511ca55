"""The reference list of the course, by number: what no other test file holds, and who has the rest.

Values come from the publications that each test names; nothing here is computed with mvcalc.
"""

from __future__ import annotations

import re
from pathlib import Path

import mpmath
import numpy as np
import pytest
import scipy.optimize
import sympy

from mvcalc import (
    approximate,
    critical_points,
    derive,
    enclose_number,
    evaluate,
    gradient,
    hessian,
    kkt,
    lagrange,
    number,
    parse,
    polyfit,
    quadratic_theory,
    remainder_bound,
    taylor,
    trace,
)

XY = ("x", "y")
Q = sympy.Rational
HERE = Path(__file__).parent
BEALE = parse("(3/2 - x + x*y)^2 + (9/4 - x + x*y^2)^2 + (21/8 - x + x*y^3)^2", XY)
ROSENBROCK = parse("100*(y - x^2)^2 + (1 - x)^2", XY)


def beale(p: tuple[float, float]) -> float:
    """Moré, Garbow and Hillstrom 1981, problem 5, as published."""
    return sum((y - p[0] * (1 - p[1] ** k)) ** 2 for k, y in ((1, 1.5), (2, 2.25), (3, 2.625)))


def test_r3_beale_value_and_gradient() -> None:
    assert evaluate(BEALE, (1, 1)) == Q(909, 64) == Q(beale((1, 1)))
    assert list(gradient(BEALE, (1, 1))) == [0, Q(111, 4)]
    slopes = scipy.optimize.approx_fprime(np.array([1.0, 1.0]), beale, 1e-7)
    assert slopes == pytest.approx([0, 27.75], abs=1e-4)


def test_r3_beale_minimum_and_saddle() -> None:
    found = {p.point: p for p in critical_points(BEALE, [(-1, 4), (-1, 2)]).points}
    assert (str(found[3, Q(1, 2)].kind), found[3, Q(1, 2)].value) == ("min", 0)
    assert str(found[0, 1].kind) == "saddle"


def test_r3_rosenbrock_at_the_classical_start_and_eigenvalues_at_the_minimum() -> None:
    start = ("-6/5", 1)
    assert evaluate(ROSENBROCK, start) == Q(121, 5)
    assert list(gradient(ROSENBROCK, start)) == [Q(-1078, 5), -88]
    assert hessian(ROSENBROCK, start) == sympy.Matrix([[1330, 480], [480, 200]])
    [minimum] = critical_points(ROSENBROCK, [(0, 2), (0, 2)]).points
    assert minimum.point == (1, 1)
    root = sympy.sqrt(250601)
    assert [sympy.expand(pair.value - v) for pair, v in zip(
        minimum.eigen, (501 - root, 501 + root), strict=True
    )] == [0, 0]  # fmt: skip
    told = np.linalg.eigvalsh(scipy.optimize.rosen_hess([1, 1]))
    assert told == pytest.approx([501 - 250601**0.5, 501 + 250601**0.5])


def test_r4_hock_and_schittkowski_22_and_28() -> None:
    found = kkt(
        parse("(x - 2)^2 + (y - 1)^2", XY), (), [parse("x + y - 2", XY), parse("x^2 - y", XY)]
    ).solution
    assert found is not None
    assert (found.point, found.value) == ((1, 1), 1)
    names = ("x", "y", "z")
    result = lagrange(parse("(x + y)^2 + (y + z)^2", names), parse("x + 2*y + 3*z - 1", names))
    [best] = result.candidates
    assert (best.point, result.minimum) == ((Q(1, 2), Q(-1, 2), Q(1, 2)), 0)


def test_r4_hock_and_schittkowski_71() -> None:
    """Published to eight digits: (1, 4.7429994, 3.8211503, 1.3794082), f = 17.0140173."""
    names = ("x", "y", "z", "w")
    bounds = [parse(t, names) for v in names for t in (f"1 - {v}", f"{v} - 5")]
    result = kkt(
        parse("x*w*(x + y + z) + z", names),
        [parse("x^2 + y^2 + z^2 + w^2 - 40", names)],
        [parse("25 - x*y*z*w", names), *bounds],
    )
    assert result.solution is not None
    point = [float(b.mid) for b in result.solution.enclosure]
    assert point == pytest.approx([1, 4.7429994, 3.8211503, 1.3794082], abs=2e-6)
    assert approximate(result.solution.value) == pytest.approx(17.0140173, abs=1e-7)
    assert bool(result.proof) != bool(result.doubt)
    assert result.complete or not result.proof


def test_r5_the_quotient_and_chain_of_a_table() -> None:
    x = sympy.Symbol("x")
    slope = derive(parse("tan(x)/x"), "x").simplified
    at = {x: Q(7, 10)}
    expected = mpmath.diff(lambda t: mpmath.tan(t) / t, mpmath.mpf("0.7"))
    assert float(slope.subs(at)) == pytest.approx(float(expected), rel=1e-12)


def test_r6_a_published_trace() -> None:
    """Baydin and others 2018, table 2: ln x1 + x1 x2 − sin x2 at (2, 5)."""
    t = trace(parse("log(x) + x*y - sin(y)", XY), (2, 5))
    assert float(enclose_number(number(t.value), 80).mid) == pytest.approx(11.652, abs=5e-4)
    assert float(gradient(parse("log(x) + x*y - sin(y)", XY), (2, 5))[0]) == 5.5


def test_r7_coefficients_of_the_tangent_and_a_remainder() -> None:
    odd = taylor(parse("tan(x)"), 0, 9).coefficients[1::2]
    assert odd == (1, Q(1, 3), Q(2, 15), Q(17, 315), Q(62, 2835))
    worst = remainder_bound(parse("exp(x)"), 0, 4, (0, 1)).actual
    assert float(worst.lo) == pytest.approx(0.009948495125711902, rel=1e-15)


def test_r8_strangs_line() -> None:
    """Strang, Introduction to Linear Algebra: (0, 6), (1, 0), (2, 0) give 5 − 3x."""
    assert polyfit([0, 1, 2], [6, 0, 0], 1).params == (5, -3)


def test_r9_momentum_on_a_quadratic() -> None:
    """Polyak 1964: the best rate is (√κ − 1)/(√κ + 1)."""
    rates = quadratic_theory(sympy.diag(1, 25))
    assert rates.momentum_factor == Q(4, 6)
    assert rates.safe_below == Q(2, 25)


def test_every_number_of_the_list_has_a_test() -> None:
    """R1 and R2 are whole files, R10 are the property tests with Hypothesis."""
    named = set(re.findall(r"def test_r(\d+)_", Path(__file__).read_text("utf-8")))
    assert named == {"3", "4", "5", "6", "7", "8", "9"}
    for name in ("regress/test_nist_linear.py", "regress/test_nist_nonlinear.py"):
        assert "def test_" in (HERE / name).read_text("utf-8")
    properties = [p for p in HERE.rglob("test_*.py") if "@given" in p.read_text("utf-8")]
    assert len(properties) > 12
