"""Published optima of Hock and Schittkowski, confirmed by SciPy, found exactly by mvcalc."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy
from scipy.optimize import minimize

from mvcalc.constrained import kkt, lagrange
from mvcalc.expr import Function, number, parse
from mvcalc.sample import sample

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "optimisation.json").read_text("utf-8")
)


def confirm_with_scipy(
    f: Function,
    eqs: list[Function],
    ineqs: list[Function],
    best: list[sympy.Expr],
    value: sympy.Expr,
) -> None:
    """SLSQP, started a little away from the published optimum, must come back to it."""
    rules = [{"type": "eq", "fun": lambda p, g=g: float(sample(g, *p))} for g in eqs]
    rules += [{"type": "ineq", "fun": lambda p, h=h: -float(sample(h, *p))} for h in ineqs]
    start = np.array([float(v) + 0.01 for v in best])
    with np.errstate(all="ignore"):
        result = minimize(
            lambda p: float(sample(f, *p)),
            start,
            constraints=rules,
            options={"ftol": 1e-14, "maxiter": 500},
        )
    assert result.fun == pytest.approx(float(value), abs=2e-4)


@pytest.mark.parametrize("case", REFERENCE["equalities"], ids=lambda c: c["name"])
def test_equalities(case: dict[str, Any]) -> None:
    names = tuple(case["vars"])
    f, eqs = parse(case["f"], names), [parse(g, names) for g in case["eqs"]]
    best, value = [number(v) for v in case["point"]], number(case["value"])
    confirm_with_scipy(f, eqs, [], best, value)
    found = lagrange(f, eqs)
    assert found.minimum is not None, found.evidence
    assert sympy.simplify(number(found.minimum) - value) == 0
    assert any(
        all(sympy.simplify(p - q) == 0 for p, q in zip(c.point, best, strict=True))
        for c in found.candidates
    )


@pytest.mark.parametrize("case", REFERENCE["inequalities"], ids=lambda c: c["name"])
def test_inequalities(case: dict[str, Any]) -> None:
    """Published optima; all four conditions hold exactly at the solution."""
    names = tuple(case["vars"])
    f, ineqs = parse(case["f"], names), [parse(h, names) for h in case["ineqs"]]
    best, value = [number(v) for v in case["point"]], number(case["value"])
    if not case.get("irregular"):
        confirm_with_scipy(f, [], ineqs, best, value)
    found = kkt(f, (), ineqs)
    assert found.solution is not None
    assert found.solution.point == tuple(best)
    assert found.solution.value == value
    assert found.proof
    if case.get("irregular"):
        assert found.solution.kind == "irregular"
        return
    symbols = [sympy.Symbol(n) for n in names]
    at = dict(zip(symbols, best, strict=True))
    for s in symbols:
        total = sympy.diff(f.expr, s).subs(at)
        for m, h in zip(found.solution.multipliers, ineqs, strict=True):
            total += m * sympy.diff(h.expr, s).subs(at)
        assert total == 0
    for m, h in zip(found.solution.multipliers, ineqs, strict=True):
        slack = h.expr.subs(at)
        assert slack <= 0
        assert number(m) >= 0
        assert m * slack == 0
