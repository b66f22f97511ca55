"""Random constrained problems: quick, inside the error tree, and never a false minimum."""

from __future__ import annotations

import time

import numpy as np
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.constrained import kkt, lagrange
from mvcalc.descent import approximate
from mvcalc.errors import MvcalcError
from mvcalc.expr import Function
from mvcalc.sample import sample

X, Y = sympy.symbols("x y")
XY = ("x", "y")
MONOMIALS = [X**i * Y**j for i in range(4) for j in range(4 - i)]
SLOWEST = 10.0  # seconds of processor time


def polynomials(most: int) -> st.SearchStrategy[sympy.Expr]:
    term = st.tuples(st.sampled_from(MONOMIALS), st.integers(-3, 3))
    return st.lists(term, min_size=1, max_size=most).map(
        lambda terms: sympy.Add(*(c * m for m, c in terms))
    )


def formulas() -> st.SearchStrategy[sympy.Expr]:
    wrap = st.sampled_from([lambda e: e, sympy.exp, sympy.sin, lambda e: 1 / (1 + e**2)])
    return st.tuples(wrap, polynomials(3)).map(lambda p: p[0](p[1]))


@given(formulas(), polynomials(4))
@settings(deadline=None, max_examples=16)
def test_lagrange(f: sympy.Expr, g: sympy.Expr) -> None:
    began = time.process_time()
    try:
        found = lagrange(Function.of(f, XY), Function.of(g, XY))
    except MvcalcError:
        pass
    else:
        for c in found.candidates:
            x, y = (approximate(v) for v in c.point)
            assert abs(float(sample(Function.of(g, XY), x, y))) < 1e-6 * (1 + abs(x) + abs(y)) ** 4
    assert time.process_time() - began < SLOWEST


@given(polynomials(3), st.lists(polynomials(3), min_size=1, max_size=3))
@settings(deadline=None, max_examples=40)
def test_kkt_solutions_are_feasible_and_proved_ones_are_lowest(
    f: sympy.Expr, ineqs: list[sympy.Expr]
) -> None:
    began = time.process_time()
    fences = [Function.of(h, XY) for h in ineqs]
    try:
        found = kkt(Function.of(f, XY), (), fences)
    except MvcalcError:
        found = None
    assert time.process_time() - began < SLOWEST
    if found is None or found.solution is None:
        return
    point = [approximate(v) for v in found.solution.point]
    assert all(float(sample(h, *point)) <= 1e-6 * (1 + max(map(abs, point))) ** 3 for h in fences)
    if not found.proof:
        return
    x, y = np.meshgrid(np.linspace(-4, 4, 161), np.linspace(-4, 4, 161))
    inside = np.all([sample(h, x, y) <= 0 for h in fences], axis=0)
    values = sample(Function.of(f, XY), x, y)[inside]
    if values.size:
        assert approximate(found.solution.value) <= values.min() + 1e-9 * (1 + abs(values.min()))
