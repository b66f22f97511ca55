"""Random formulas, intervals and boxes: no error outside the tree, and nothing runs away."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mvcalc.bounds import max_abs
from mvcalc.critical import critical_points, global_min
from mvcalc.errors import MvcalcError
from mvcalc.expr import parse
from mvcalc.integrate import Region, antiderivative, change_variables, definite, riemann
from mvcalc.integrate import double_integral as double
from mvcalc.numdiff import best_step, difference_table
from mvcalc.series import radius, remainder_bound, taylor, taylor_multi

LIMIT = 10.0  # seconds of processor time for one call
UNARY = (
    "sin cos tan exp log sqrt abs atan asin acos sinh cosh tanh sigmoid erf".split()  # noqa: SIM905
)


def formulas(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    leaves = st.one_of(
        st.sampled_from(names),
        st.integers(-9, 9).map(lambda k: f"({k})"),
        st.sampled_from(["pi", "e", "1/3", "0.1", "sqrt(2)"]).map(lambda c: f"({c})"),
    )

    def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({''.join(t)})"),
            st.tuples(st.sampled_from(UNARY), inner).map(lambda t: f"{t[0]}({t[1]})"),
            st.tuples(inner, st.sampled_from(["2", "3", "(-1)", "(1/2)", "(1/3)", "x"])).map(
                lambda t: f"({t[0]})^{t[1]}"
            ),
        )

    return st.recursive(leaves, grow, max_leaves=6)


def survives(call: Callable[[], object]) -> None:
    """Run a call: a value or one of our errors, in bounded time."""
    start = time.process_time()
    with contextlib.suppress(MvcalcError):
        call()
    assert time.process_time() - start < LIMIT


CALM = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
number = st.fractions(-3, 3, max_denominator=5)


@given(formula=formulas(("x",)), p=number, n=st.integers(0, 6))
@CALM
def test_series(formula: str, p: Fraction, n: int) -> None:
    survives(lambda: taylor(parse(formula, ("x",)), p, n, extend=True))
    survives(lambda: radius(parse(formula, ("x",)), p))


@given(formula=formulas(("x",)), lo=number, width=st.fractions("1/4", 3), n=st.integers(0, 4))
@CALM
def test_bounds(formula: str, lo: Fraction, width: Fraction, n: int) -> None:
    ends = (lo, lo + width)
    survives(lambda: max_abs(parse(formula, ("x",)), ends, order=n))
    survives(lambda: remainder_bound(parse(formula, ("x",)), lo, n, ends))


@given(formula=formulas(("x", "y")), lo=number, width=st.fractions("1/4", 3))
@CALM
def test_landscapes(formula: str, lo: Fraction, width: Fraction) -> None:
    box = [(lo, lo + width)] * 2
    survives(lambda: critical_points(parse(formula, ("x", "y")), box, budget=600, seconds=2))
    survives(lambda: global_min(parse(formula, ("x", "y")), box, budget=600, seconds=2))
    survives(lambda: taylor_multi(parse(formula, ("x", "y")), (lo, lo), 3))


@given(formula=formulas(("x",)), lo=number, width=st.fractions("1/4", 3), k=st.integers(1, 6))
@CALM
def test_integrals(formula: str, lo: Fraction, width: Fraction, k: int) -> None:
    survives(lambda: definite(parse(formula, ("x",)), lo, lo + width))
    survives(lambda: antiderivative(parse(formula, ("x",))))
    survives(lambda: riemann(parse(formula, ("x",)), lo, lo + width, 2 * k, "simpson"))
    survives(lambda: difference_table(parse(formula, ("x",)), lo, ["1/10", "1e-9"], "central"))
    survives(lambda: best_step(parse(formula, ("x",)), lo))


@given(formula=formulas(("x", "y")), other=formulas(("x", "y")), lo=number)
@settings(CALM, max_examples=8)
def test_plane_integrals(formula: str, other: str, lo: Fraction) -> None:
    def region() -> Region:
        return Region.of(("x", (lo, lo + 1)), ("y", (lo, lo + 2)))

    survives(lambda: double(parse(formula, ("x", "y")), region()))
    parts = ("x + y/3", other)
    survives(
        lambda: change_variables(
            parse("x*y", ("x", "y")), [parse(p, ("x", "y")) for p in parts], region()
        )
    )
