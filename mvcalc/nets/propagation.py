"""One example through a network, forwards and backwards, in exact numbers or proved balls.

Back-propagation (Rumelhart, Hinton & Williams, *Nature* 323, 1986): with δ = ∂C/∂z, the output
layer has δ = ∂C/∂a · σ′(z), every layer before it δ = (Wᵀδ) · σ′(z), and each weight has the
gradient δ ahead times activation behind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import flint
import sympy

from mvcalc.autodiff.arithmetic import EXACT, TooLongError, ball_of
from mvcalc.autodiff.graph import Op
from mvcalc.autodiff.mixed import PRECISION, Number, ball
from mvcalc.errors import BudgetError, RangeError, UncertifiedError
from mvcalc.expr import Ball, sign, tidy
from mvcalc.nets.network import MLP, Activation, Vector, read_number


class Loss(StrEnum):
    """Cost of one example with outputs a and targets y.

    half-mse: ½ Σ (a − y)²; mse: mean of (a − y)²; cross-entropy: −Σ y ln a + (1 − y) ln(1 − a).
    """

    HALF_MSE = "half-mse"
    MSE = "mse"
    CROSS_ENTROPY = "cross-entropy"


@dataclass(frozen=True, slots=True)
class Activations:
    """Weighted sums ``z[l][i]`` (None for the input layer) and values ``a[l][i]``."""

    z: tuple[Vector | None, ...]
    a: tuple[Vector, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A neuron: weighted sum (None for an input), value, and blame δ = ∂C/∂z (∂C/∂x)."""

    z: Number | None
    a: Number
    delta: Number


@dataclass(frozen=True, slots=True)
class Edge:
    """A weight with its gradient = activation behind × blame ahead."""

    weight: Number
    behind: Number
    ahead: Number
    gradient: Number


@dataclass(frozen=True, slots=True)
class Flow:
    """Everything back-propagation computes for one example.

    ``nodes[l, i]`` with layer 0 the input; ``edges[l, i, j]`` from node j of layer l−1 to node i
    of layer l; ``bias_gradients[l, i]``.  ``exact`` says whether the numbers are exact or balls.
    """

    nodes: dict[tuple[int, int], Node]
    edges: dict[tuple[int, int, int], Edge]
    bias_gradients: dict[tuple[int, int], Number]
    cost: Number
    loss: Loss
    exact: bool

    @property
    def forward_multiplications(self) -> int:
        """Products of the forward pass: one per edge."""
        return len(self.edges)

    @property
    def backward_multiplications(self) -> int:
        """Products of the backward pass: a gradient and a share of blame per edge, and one slope
        per node after the input."""
        return 2 * len(self.edges) + len(self.bias_gradients)


@dataclass(frozen=True, slots=True)
class NudgeCheck:
    """A weight's gradient against the central quotient (C(w + h) − C(w − h)) / 2h."""

    edge: tuple[int, int, int]
    h: Number
    cost_up: Number
    cost_down: Number
    quotient: Number
    gradient: Number
    difference: Number


# arithmetics -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Arithmetic:
    """How to read, activate, take logarithms and hand out numbers."""

    read: Callable[[Number], Any]
    activate: Callable[[Activation, Any], tuple[Any, Any]]
    log: Callable[[Any], Any]
    give: Callable[[Any], Number]
    exact: bool


def _read_exact(value: Number) -> sympy.Expr:
    if isinstance(value, Ball):
        raise TooLongError
    return value


def _activate_exact(kind: Activation, z: sympy.Expr) -> tuple[sympy.Expr, sympy.Expr]:
    one = sympy.Integer(1)
    if kind is Activation.IDENTITY:
        return z, one
    if kind is Activation.SQUARE:
        return EXACT[Op.MUL](z, z), 2 * z
    if kind is Activation.RELU:
        return (z, one) if sign(z) > 0 else (sympy.Integer(0), sympy.Integer(0))
    grown = EXACT[Op.EXP](sympy.expand(-z if kind is Activation.LOGISTIC else 2 * z))
    if not grown.is_Rational:
        raise TooLongError
    if kind is Activation.LOGISTIC:
        value = 1 / (1 + grown)
        return value, value * (1 - value)
    value = (grown - 1) / (grown + 1)
    return value, 1 - value**2


def _activate_ball(kind: Activation, z: Any) -> tuple[Any, Any]:
    if kind is Activation.IDENTITY:
        return z, flint.arb(1)
    if kind is Activation.SQUARE:
        return z * z, 2 * z
    if kind is Activation.RELU:
        if z > 0:
            return z, flint.arb(1)
        if z <= 0:
            return flint.arb(0), flint.arb(0)
        raise UncertifiedError(
            "cannot decide on which side of 0 a relu neuron is", hint="change a weight a little"
        )
    if kind is Activation.TANH:
        value = z.tanh()
        return value, 1 - value * value
    value = 1 / (1 + (-z).exp())
    return value, value * (1 - value)


_EXACT = _Arithmetic(_read_exact, _activate_exact, EXACT[Op.LOG], tidy, True)
_BALLS = _Arithmetic(ball_of, _activate_ball, flint.arb.log, ball, False)


def _in_arithmetic(work: Callable[[_Arithmetic], Any]) -> Any:
    """Run exactly if the numbers stay short, otherwise in balls."""
    try:
        return work(_EXACT)
    except (TooLongError, BudgetError):
        with flint.ctx.workprec(PRECISION):
            return work(_BALLS)


# passes ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pass:
    """Raw numbers of a forward pass: sums, values and slopes per layer."""

    z: list[list[Any]]
    a: list[list[Any]]
    slopes: list[list[Any]]


def _sum(terms: Sequence[Any]) -> Any:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return sympy.expand(total) if isinstance(total, sympy.Expr) else total


def _forward(net: MLP, x: Vector, do: _Arithmetic) -> _Pass:
    z: list[list[Any]] = [[]]
    a = [[do.read(value) for value in x]]
    slopes: list[list[Any]] = [[]]
    for matrix, biases, kind in zip(net.weights, net.biases, net.activations, strict=True):
        sums = [
            _sum([do.read(bias)] + [do.read(w) * v for w, v in zip(row, a[-1], strict=True)])
            for row, bias in zip(matrix, biases, strict=True)
        ]
        activated = [do.activate(kind, value) for value in sums]
        z.append(sums)
        a.append([value for value, _ in activated])
        slopes.append([slope for _, slope in activated])
    return _Pass(z, a, slopes)


def forward(net: MLP, x: Sequence[object]) -> Activations:
    """Values of all nodes for one input ``x`` (layers[0],).

    Raises:
        RangeError: another number of inputs, or entries that are not finite numbers.
    """
    inputs = _vector(x, net.layers[0], "input", 0)

    def work(do: _Arithmetic) -> Activations:
        run = _forward(net, inputs, do)
        return Activations(
            z=(None, *(tuple(map(do.give, layer)) for layer in run.z[1:])),
            a=tuple(tuple(map(do.give, layer)) for layer in run.a),
            exact=do.exact,
        )

    result: Activations = _in_arithmetic(work)
    return result


def _cost(loss: Loss, outputs: list[Any], targets: list[Any], do: _Arithmetic) -> Any:
    pairs = list(zip(outputs, targets, strict=True))
    if loss is Loss.CROSS_ENTROPY:
        terms = [y * do.log(a) for a, y in pairs if y != 0]
        return -_sum(terms + [(1 - y) * do.log(1 - a) for a, y in pairs if y != 1])
    squares = _sum([(a - y) * (a - y) for a, y in pairs])
    return squares / (2 if loss is Loss.HALF_MSE else len(pairs))


def _output_blame(
    loss: Loss, outputs: list[Any], targets: list[Any], slopes: list[Any]
) -> list[Any]:
    if loss is Loss.CROSS_ENTROPY:  # for logistic outputs the slope cancels
        return [a - y for a, y in zip(outputs, targets, strict=True)]
    factor = sympy.Integer(1) if loss is Loss.HALF_MSE else sympy.Rational(2, len(outputs))
    scale = factor if isinstance(outputs[0], sympy.Expr) else ball_of(factor)
    return [scale * (a - y) * s for a, y, s in zip(outputs, targets, slopes, strict=True)]


def _backward(net: MLP, run: _Pass, output: list[Any], do: _Arithmetic) -> list[list[Any]]:
    blame = [output]
    for layer in range(len(net.layers) - 1, 0, -1):
        matrix = net.weights[layer - 1]
        shared = [
            _sum([do.read(row[j]) * d for row, d in zip(matrix, blame[0], strict=True)])
            for j in range(net.layers[layer - 1])
        ]
        slopes = run.slopes[layer - 1]
        blame.insert(0, [s * k for s, k in zip(shared, slopes, strict=True)] if slopes else shared)
    return blame


def cost(
    net: MLP, x: Sequence[object], y: Sequence[object], loss: str | Loss = "half-mse"
) -> Number:
    """Cost of one example; errors as ``backprop``."""
    kind, inputs, targets = _checked(net, x, y, loss)

    def work(do: _Arithmetic) -> Number:
        run = _forward(net, inputs, do)
        return do.give(_cost(kind, run.a[-1], [do.read(t) for t in targets], do))

    return _in_arithmetic(work)


def backprop(
    net: MLP, x: Sequence[object], y: Sequence[object], loss: str | Loss = "half-mse"
) -> Flow:
    """Every value, blame and gradient for one example ``x`` (inputs,), ``y`` (outputs,).

    Raises:
        RangeError: shapes that do not fit (the layer is named), an unknown loss, numbers that are
            not finite, cross-entropy with a target outside [0, 1] or without logistic outputs.
        UncertifiedError: a relu neuron whose sign cannot be decided.
    """
    kind, inputs, targets = _checked(net, x, y, loss)

    def work(do: _Arithmetic) -> Flow:
        run = _forward(net, inputs, do)
        wanted = [do.read(t) for t in targets]
        output = _output_blame(kind, run.a[-1], wanted, run.slopes[-1])
        blame = _backward(net, run, output, do)
        return _flow(net, run, blame, _cost(kind, run.a[-1], wanted, do), kind, do)

    result: Flow = _in_arithmetic(work)
    return result


def _flow(
    net: MLP, run: _Pass, blame: list[list[Any]], total: Any, loss: Loss, do: _Arithmetic
) -> Flow:
    nodes = {
        (layer, i): Node(
            z=do.give(run.z[layer][i]) if layer else None,
            a=do.give(run.a[layer][i]),
            delta=do.give(blame[layer][i]),
        )
        for layer, width in enumerate(net.layers)
        for i in range(width)
    }
    edges = {
        (layer, i, j): Edge(
            weight=net.weights[layer - 1][i][j],
            behind=nodes[layer - 1, j].a,
            ahead=nodes[layer, i].delta,
            gradient=do.give(run.a[layer - 1][j] * blame[layer][i]),
        )
        for layer in range(1, len(net.layers))
        for i in range(net.layers[layer])
        for j in range(net.layers[layer - 1])
    }
    biases = {key: node.delta for key, node in nodes.items() if key[0] > 0}
    return Flow(nodes, edges, biases, do.give(total), loss, do.exact)


def step(net: MLP, flow: Flow, rate: object, *, biases: bool = True) -> MLP:
    """The network after one gradient step ``w ← w − rate · ∂C/∂w`` (biases only if asked)."""
    length = read_number(rate, "the rate")

    def moved(value: Number, gradient: Number) -> Number:
        def work(do: _Arithmetic) -> Number:
            return do.give(do.read(value) - do.read(length) * do.read(gradient))

        return _in_arithmetic(work)

    weights = tuple(
        tuple(
            tuple(moved(w, flow.edges[layer, i, j].gradient) for j, w in enumerate(row))
            for i, row in enumerate(matrix)
        )
        for layer, matrix in enumerate(net.weights, start=1)
    )
    shifted = tuple(
        tuple(moved(b, flow.bias_gradients[layer, i]) for i, b in enumerate(row))
        for layer, row in enumerate(net.biases, start=1)
    )
    return MLP(net.layers, net.activations, weights, shifted if biases else net.biases)


def nudge_check(
    net: MLP,
    x: Sequence[object],
    y: Sequence[object],
    loss: str | Loss = "half-mse",
    edge: tuple[int, int, int] = (1, 0, 0),
    h: object = "1/1000",
) -> NudgeCheck:
    """Compare one gradient with what a small change of its weight does to the cost.

    Raises:
        RangeError: no such edge, or h is 0; otherwise as ``backprop``.
    """
    layer, i, j = net.check_edge(edge)
    nudge = read_number(h, "h")
    if isinstance(nudge, Ball) or sign(nudge) == 0:
        raise RangeError("the nudge must be an exact number that is not 0", param="h", value=h)
    gradient = backprop(net, x, y, loss).edges[layer, i, j].gradient
    weight = net.weights[layer - 1][i][j]

    def shifted(amount: sympy.Expr) -> Number:
        def work(do: _Arithmetic) -> Number:
            return do.give(do.read(weight) + do.read(amount))

        return cost(net.with_weight(edge, _in_arithmetic(work)), x, y, loss)

    up, down = shifted(nudge), shifted(-nudge)

    def quotient(do: _Arithmetic) -> tuple[Number, Number]:
        value = (do.read(up) - do.read(down)) / (2 * do.read(nudge))
        return do.give(value), do.give(value - do.read(gradient))

    value, difference = _in_arithmetic(quotient)
    return NudgeCheck(edge, nudge, up, down, value, gradient, difference)


# input checks ----------------------------------------------------------------------------------


def _vector(values: Sequence[object], width: int, what: str, layer: int) -> Vector:
    if isinstance(values, str) or len(values) != width:
        raise RangeError(
            f"the {what} has {len(values)} numbers but layer {layer} has {width} nodes",
            param=what,
            value=str(values)[:60],
            hint=f"give {width} numbers",
            layer=layer,
        )
    return tuple(read_number(value, f"an {what} number") for value in values)


def _checked(
    net: MLP, x: Sequence[object], y: Sequence[object], loss: str | Loss
) -> tuple[Loss, Vector, Vector]:
    kind = read_loss(loss)
    inputs = _vector(x, net.layers[0], "input", 0)
    targets = _vector(y, net.layers[-1], "output target", len(net.layers) - 1)
    if kind is Loss.CROSS_ENTROPY:
        check_cross_entropy(net)
        for target in targets:
            if isinstance(target, Ball) or sign(target) < 0 or sign(target - 1) > 0:
                raise RangeError(
                    "cross-entropy needs targets from 0 to 1",
                    param="target",
                    value=target,
                    hint="use 0 or 1, or the loss half-mse",
                )
    return kind, inputs, targets


def read_loss(loss: str | Loss) -> Loss:
    """The loss of that name.

    Raises:
        RangeError: no such loss.
    """
    known = [kind.value for kind in Loss]
    if loss not in known:
        raise RangeError(
            "there is no such loss", param="loss", value=loss, hint=f"use one of {', '.join(known)}"
        )
    return Loss(loss)


def check_cross_entropy(net: MLP) -> None:
    """Cross-entropy compares probabilities, so the last layer must be logistic.

    Raises:
        RangeError: it is not.
    """
    if net.activations[-1] is not Activation.LOGISTIC:
        raise RangeError(
            f"cross-entropy needs logistic outputs, but layer {len(net.layers) - 1} is "
            f"{net.activations[-1]}",
            param="loss",
            value="cross-entropy",
            hint="use half-mse or logistic outputs",
        )
