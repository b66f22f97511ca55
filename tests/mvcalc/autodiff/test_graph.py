"""Graphs of elementary steps: every operation, every arithmetic, derivatives of both orders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import flint
import numpy as np
import pytest
import sympy
from flint import arb

from mvcalc.autodiff.arithmetic import BALLS, EXACT, MACHINE, ball_of
from mvcalc.autodiff.graph import Graph, Op
from mvcalc.errors import FreeSymbolError, ParseError
from mvcalc.expr import parse

CASES = json.loads((Path(__file__).parents[2] / "reference/torch/gradients.json").read_text())
X, U = sympy.symbols("x u")


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["formula"])
def test_values_gradients_and_hessians_agree_with_pytorch(case: dict[str, Any]) -> None:
    names = tuple(case["vars"])
    graph = Graph(names)
    node = graph.read(parse(case["formula"], vars=names).expr)
    first = [graph.derivative(node, v) for v in graph.variables]
    second = [graph.derivative(g, v) for g in first for v in graph.variables]
    program = graph.program([node, *first, *second])
    point = [float(v) for v in case["point"]]
    value, *rest = program.run(MACHINE, point)
    assert float(value) == pytest.approx(case["value"], rel=1e-12)
    assert np.allclose(rest[: len(names)], case["gradient"], rtol=1e-12, atol=1e-14)
    hessian = np.array(case["hessian"]).ravel()
    assert np.allclose(rest[len(names) :], hessian, rtol=1e-11, atol=1e-12)
    with flint.ctx.workprec(120):
        proved = program.run(BALLS, [arb(v) for v in point])
    for ball, machine in zip(proved, [value, *rest], strict=True):
        assert float(ball.mid()) == pytest.approx(float(machine), rel=1e-10, abs=1e-12)


@pytest.mark.parametrize(
    "formula",
    [
        "x^3",
        "x^(1/3)",
        "x^(-2)",
        "sqrt(x)",
        "1/x",
        "exp(x)",
        "log(x)",
        "sin(x)",
        "cos(x)",
        "tan(x)",
        "asin(x)",
        "acos(x)",
        "atan(x)",
        "sinh(x)",
        "cosh(x)",
        "tanh(x)",
        "abs(x)",
        "sigmoid(x)",
        "erf(x)",
        "x^x",
        "2^x",
        "x^pi",
        "-x",
        "3 - 2*x/5",
        "x^(7/2)",
        "x^0.123456789",
    ],
)
def test_each_operation_against_sympy(formula: str) -> None:
    expr = parse(formula, vars=("x",)).expr
    graph = Graph(("x",))
    node = graph.read(expr)
    slope = graph.derivative(node, graph.variables[0])
    curve = graph.derivative(slope, graph.variables[0])
    at = sympy.Rational(2, 7)
    real = expr.subs(sympy.Symbol("x"), sympy.Symbol("x", positive=True))
    x = sympy.Symbol("x", positive=True)
    expected = [float(sympy.diff(real, x, k).subs(x, at).evalf(30)) for k in range(3)]
    found = graph.program([node, slope, curve]).run(MACHINE, [float(at)])
    assert np.allclose(np.array(found, dtype=float), expected, rtol=1e-12)
    exact = graph.program([node, slope]).run(EXACT, [at])
    assert [float(v.evalf(30)) for v in exact] == pytest.approx(expected[:2], rel=1e-14)


def test_odd_roots_of_negative_numbers_are_real() -> None:
    graph = Graph(("x",))
    program = graph.program([graph.read(parse("x^(2/3)", vars=("x",)).expr)])
    assert float(program.run(MACHINE, [-8.0])[0]) == pytest.approx(4)
    assert program.run(EXACT, [sympy.Integer(-8)])[0] == 4
    with flint.ctx.workprec(80):
        assert program.run(BALLS, [arb(-8)])[0].contains(4)


def test_machine_values_outside_the_domain_are_not_finite() -> None:
    for formula, at in (("log(x)", -1.0), ("sqrt(x)", -1.0), ("1/x", 0.0), ("x^x", -0.5)):
        graph = Graph(("x",))
        program = graph.program([graph.read(parse(formula, vars=("x",)).expr)])
        with np.errstate(all="ignore"):
            assert not np.isfinite(program.run(MACHINE, [at])[0])


def test_equal_steps_are_shared() -> None:
    graph = Graph(("x",))
    graph.read(parse("exp(x^2 + 1) + sin(x^2 + 1) + (x^2 + 1)^3", vars=("x",)).expr)
    ops = [node.op for node in graph.nodes]
    assert ops.count(Op.EXP) == ops.count(Op.SIN) == 1
    squares = [n for n in graph.nodes if n.op is Op.POW and n.args[0] == graph.variables[0]]
    assert len(squares) == 1


def test_a_constant_has_a_zero_derivative() -> None:
    graph = Graph(("x",))
    node = graph.derivative(graph.read(sympy.sqrt(2) * sympy.pi), graph.variables[0])
    assert graph.nodes[node].value == 0


def test_unknown_symbols_and_functions_are_refused() -> None:
    with pytest.raises(FreeSymbolError, match="u has no place"):
        Graph(("x",)).read(X * U)
    with pytest.raises(ParseError, match="gamma"):
        Graph(("x",)).read(sympy.gamma(X))


def test_balls_of_constants() -> None:
    with flint.ctx.workprec(100):
        assert ball_of(sympy.log(2) * sympy.pi).overlaps(arb.const_log2() * arb.pi())
