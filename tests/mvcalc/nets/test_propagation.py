"""Exact back-propagation: published examples, PyTorch's gradients, conventions, refusals."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.errors import MvcalcError, RangeError
from mvcalc.expr import Ball
from mvcalc.nets import MLP, backprop, cost, forward, neuron, nudge_check, step

CASES = json.loads((Path(__file__).parents[2] / "reference/torch/networks.json").read_text())
X, Y = ["0.05", "0.10"], ["0.01", "0.99"]
log3 = sympy.log(3)


def mid(value: Any) -> float:
    return float(value.mid) if isinstance(value, Ball) else float(value)


def test_mazur_network() -> None:
    flow = backprop(MLP.classic(), X, Y)
    assert not flow.exact
    assert mid(flow.cost) == pytest.approx(0.298371109, abs=5e-10)
    assert mid(flow.edges[2, 0, 0].gradient) == pytest.approx(0.082167041, abs=5e-10)
    assert mid(flow.edges[1, 0, 0].gradient) == pytest.approx(0.000438568, abs=5e-10)
    shown = [(1, 0, 0.593270), (1, 1, 0.596884), (2, 0, 0.751365), (2, 1, 0.772928)]
    for layer, i, value in shown:
        assert mid(flow.nodes[layer, i].a) == pytest.approx(value, abs=5e-7)
    blame = [(2, 0, 0.138499), (2, 1, -0.038098), (1, 0, 0.008771), (1, 1, 0.009954)]
    for layer, i, value in blame:
        assert mid(flow.nodes[layer, i].delta) == pytest.approx(value, abs=5e-7)
    assert all(ball.width < Fraction(1, 10**30) for ball in [flow.cost] if isinstance(ball, Ball))


def test_mazur_cost_after_one_step_is_not_the_published_one() -> None:
    """The article prints 0.291027924; its own update gives 0.291027774."""
    net = MLP.classic()
    stepped = step(net, backprop(net, X, Y), "1/2", biases=False)
    after = mid(cost(stepped, X, Y))
    assert after == pytest.approx(0.291027774, abs=5e-10)
    assert abs(after - 0.291027924) > 1e-7
    assert stepped.biases == net.biases


def test_logistic_at_logarithms_is_exact() -> None:
    net = MLP.of([[["log(3)"]], [["4/3*log(3)"]]])
    flow = backprop(net, [1], [1], "mse")
    assert flow.exact
    assert flow.edges[2, 0, 0].gradient == sympy.Rational(-9, 128)
    assert sympy.simplify(flow.edges[1, 0, 0].gradient + 3 * log3 / 128) == 0
    assert flow.cost == sympy.Rational(1, 16)
    assert forward(net, [1]).a == ((1,), (sympy.Rational(3, 4),), (sympy.Rational(3, 4),))


def test_single_neuron_of_lecture_13() -> None:
    flow = backprop(MLP.of([[[2]]], [[-1]]), ["1/2"], [0])
    node = flow.nodes[1, 0]
    assert (node.z, node.a) == (0, sympy.Rational(1, 2))
    # with C = a²/2 the blame is a·σ′ = 1/8
    assert node.delta == sympy.Rational(1, 8)


def test_neuron_answers_to_its_inputs() -> None:
    half, quarter = sympy.Rational(1, 2), sympy.Rational(1, 4)
    found = neuron("logistic", 2, -1, "1/2")
    assert (found.z, found.a, found.slope) == (0, half, quarter)
    assert (found.by_weight, found.by_bias, found.by_input) == (quarter / 2, quarter, half)
    third = neuron("logistic", 1, 0, "log(3)")
    assert (third.a, third.slope) == (sympy.Rational(3, 4), sympy.Rational(3, 16))
    assert neuron("relu", 1, -1, 1).slope == 0
    assert not neuron("tanh", 1, 0, 1).exact
    with pytest.raises(RangeError, match="swish"):
        neuron("swish", 1, 0, 1)


def test_tanh_at_logarithms_is_exact() -> None:
    assert forward(MLP.of([[["log(3)"]]], activations="tanh"), [1]).a[1] == (sympy.Rational(4, 5),)


def test_relu_has_slope_zero_at_zero() -> None:
    flow = backprop(MLP.of([[[1]], [[1]]], activations=["relu", "identity"]), [0], [1])
    assert flow.nodes[1, 0].delta == 0


def test_rational_networks_are_exact() -> None:
    net = MLP.of([[[1, 2], [-3, 4]], [[1, "1/2"]]], activations=["relu", "identity"])
    flow = backprop(net, [1, "1/3"], [2])
    assert flow.exact
    assert flow.edges[2, 0, 0].gradient == sympy.Rational(-5, 9)
    assert flow.edges[1, 1, 0].gradient == 0
    squared = backprop(MLP.of([[["3/2"]]], activations="square"), [2], [1])
    assert squared.edges[1, 0, 0].gradient == (9 - 1) * 2 * 3 * 2


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda c: f"{c['activations']}-{c['loss']}")
def test_gradients_agree_with_pytorch(case: dict[str, Any]) -> None:
    net = MLP.of(case["weights"], case["biases"], case["activations"])
    flow = backprop(net, case["x"], case["y"], case["loss"])
    assert mid(flow.cost) == pytest.approx(case["cost"], rel=1e-13)
    for (layer, i, j), edge in flow.edges.items():
        expected = case["weight_gradients"][layer - 1][i][j]
        assert mid(edge.gradient) == pytest.approx(expected, rel=1e-12, abs=1e-15)
    for (layer, i), gradient in flow.bias_gradients.items():
        expected = case["bias_gradients"][layer - 1][i]
        assert mid(gradient) == pytest.approx(expected, rel=1e-12, abs=1e-15)


def test_cross_entropy_blame_is_the_gap() -> None:
    flow = backprop(MLP.of([[["log(3)"]]]), [1], [1], "cross-entropy")
    assert flow.nodes[1, 0].delta == sympy.Rational(-1, 4)
    assert sympy.simplify(flow.cost - sympy.log(sympy.Rational(4, 3))) == 0


def test_saturated_neurons_keep_their_digits() -> None:
    """For z = 200 the cost of being wrong is ln(1 + e^200), 200 to 87 digits."""
    wrong = backprop(MLP.of([[[200]]]), [1], [0], "cross-entropy")
    assert mid(wrong.cost) == pytest.approx(200, abs=1e-80)
    right = backprop(MLP.of([[[200]]]), [1], [1], "cross-entropy")
    assert mid(right.cost) == pytest.approx(1.3838965267367376e-87, rel=1e-12)
    assert backprop(MLP.of([[["-10^9*log(3)"]]]), [1], [1]).nodes[1, 0].a.upper < 1e-100


@pytest.mark.parametrize("z", ["156.5", "-156.5"])
def test_slopes_of_saturated_neurons_keep_their_digits(z: str) -> None:
    """The slope of the logistic is e^-|z| there, that of tanh four times e^-2|z|."""
    logistic, tanh = neuron("logistic", 1, 0, z).slope, neuron("tanh", 1, 0, z).slope
    for slope, size in ((logistic, sympy.exp(-156.5)), (tanh, 4 * sympy.exp(-313))):
        assert slope.lower > 0
        assert slope.width < slope.lower / 10**60
        assert mid(slope) == pytest.approx(float(size), rel=1e-12)


def test_long_exact_sums_become_balls() -> None:
    rows = [[[f"log({k * i + j + 2})" for j in range(6)] for i in range(6)] for k in (3, 5, 7)]
    flow = backprop(MLP.of(rows, activations="relu"), [1, 2, 3, 4, 5, 6], [0] * 6)
    assert not flow.exact


def test_nudging_agrees_and_the_error_falls_with_the_square() -> None:
    coarse = nudge_check(MLP.classic(), X, Y, edge=(2, 0, 1), h="1/100")
    fine = nudge_check(MLP.classic(), X, Y, edge=(2, 0, 1), h="1/1000")
    assert abs(mid(fine.difference)) < 1e-8
    assert mid(coarse.difference) / mid(fine.difference) == pytest.approx(100, rel=1e-3)


def test_backward_costs_about_twice_the_forward_pass() -> None:
    flow = backprop(MLP.seeded([3, 5, 4, 2], 3), [1, 2, 3], [0, 1])
    assert flow.forward_multiplications == 15 + 20 + 8
    assert flow.backward_multiplications <= 2 * flow.forward_multiplications + 11


weights = st.fractions(min_value=-3, max_value=3, max_denominator=8)


@settings(max_examples=20, deadline=None)
@given(st.lists(weights, min_size=9, max_size=9), st.lists(weights, min_size=3, max_size=3))
def test_gradient_is_the_derivative_of_the_cost(w: list[Fraction], v: list[Fraction]) -> None:
    """Exact networks: the difference quotient of a square-and-identity net is a polynomial in h,
    so the central quotient converges to the gradient at rate h² exactly."""
    net = MLP.of([[w[0:2], w[2:4]], [w[4:6]]], [w[6:8], [w[8]]], ["square", "identity"])
    edge = (1, 0, 1)
    coarse = nudge_check(net, v[:2], [v[2]], edge=edge, h="1/10")
    fine = nudge_check(net, v[:2], [v[2]], edge=edge, h="1/20")
    # error of a quartic: c₃h² exactly, because its fifth derivative vanishes
    assert sympy.simplify(coarse.difference - 4 * fine.difference) == 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: MLP.of([[[1, 2]], [[1, 2]]]), "layer 2"),
        (lambda: MLP.of([[[1, 2], [3]]]), "layer 1"),
        (lambda: MLP.of([]), "at least one layer"),
        (lambda: MLP.of([[[1, 2]]], [[1, 2]]), "layer 1 has 2 biases"),
        (lambda: MLP.of([[[1, 2]]], activations="softplus"), "softplus"),
        (lambda: MLP.of([[[float("inf")]]]), "weight of layer 1"),
        (lambda: forward(MLP.classic(), [1]), "layer 0 has 2 nodes"),
        (lambda: backprop(MLP.classic(), X, [1]), "layer 2 has 2 nodes"),
        (lambda: backprop(MLP.classic(), X, Y, "hinge"), "hinge"),
        (lambda: backprop(MLP.classic(), X, [0, 2], "cross-entropy"), "targets from 0 to 1"),
        (
            lambda: backprop(MLP.of([[[1]]], activations="relu"), [1], [1], "cross-entropy"),
            "layer 1 is relu",
        ),
        (lambda: nudge_check(MLP.classic(), X, Y, edge=(3, 0, 0)), "no layer 3"),
        (lambda: nudge_check(MLP.classic(), X, Y, edge=(1, 0, 5)), "layer 1 has 2 nodes"),
        (lambda: nudge_check(MLP.classic(), X, Y, h=0), "not 0"),
        (lambda: MLP.seeded([2], 1), "at least two layers"),
    ],
)
def test_refusals_name_what_is_wrong(call: Any, words: str) -> None:
    with pytest.raises(RangeError, match=words):
        call()


entries = st.one_of(st.integers(-4, 4), st.text(max_size=4), st.floats(), st.none())


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.lists(st.lists(entries, max_size=3), max_size=3), max_size=3),
    st.lists(entries, max_size=3),
    st.sampled_from(["half-mse", "mse", "cross-entropy", ""]),
)
def test_nothing_escapes_the_error_tree(w: Any, x: Any, loss: str) -> None:
    try:
        net = MLP.of(w)
        backprop(net, x, [0] * net.layers[-1], loss)
    except MvcalcError:
        return
