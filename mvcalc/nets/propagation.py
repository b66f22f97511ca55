"""One example through a network, forwards and backwards, in exact numbers or proved balls.

Back-propagation (Rumelhart, Hinton & Williams, *Nature* 323, 1986): with δ = ∂C/∂z, the output
layer has δ = ∂C/∂a · σ′(z), every layer before it δ = (Wᵀδ) · σ′(z), and each weight has the
gradient δ ahead times activation behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mvcalc.autodiff.mixed import Number
from mvcalc.errors import RangeError, names_parameters
from mvcalc.expr import Ball, sign
from mvcalc.nets.arithmetic import Arithmetic, add_up, in_arithmetic
from mvcalc.nets.loss import Loss, check_cross_entropy, loss_of, output_blame, read_loss
from mvcalc.nets.network import MLP, Vector, read_number


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


# passes ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pass:
    """Raw numbers of a forward pass: sums, values and slopes per layer."""

    z: list[list[Any]]
    a: list[list[Any]]
    slopes: list[list[Any]]


def _forward(net: MLP, x: Vector, do: Arithmetic) -> _Pass:
    z: list[list[Any]] = [[]]
    a = [[do.read(value) for value in x]]
    slopes: list[list[Any]] = [[]]
    for matrix, biases, kind in zip(net.weights, net.biases, net.activations, strict=True):
        sums = [
            add_up([do.read(bias)] + [do.read(w) * v for w, v in zip(row, a[-1], strict=True)])
            for row, bias in zip(matrix, biases, strict=True)
        ]
        activated = [do.activate(kind, value) for value in sums]
        z.append(sums)
        a.append([value for value, _ in activated])
        slopes.append([slope for _, slope in activated])
    return _Pass(z, a, slopes)


@names_parameters
def forward(net: MLP, x: Sequence[object]) -> Activations:
    """Values of all nodes for one input ``x`` (layers[0],).

    Raises:
        RangeError: another number of inputs, or entries that are not finite numbers.
    """
    inputs = _vector(x, net.layers[0], "input", 0)

    def work(do: Arithmetic) -> Activations:
        run = _forward(net, inputs, do)
        return Activations(
            z=(None, *(tuple(map(do.give, layer)) for layer in run.z[1:])),
            a=tuple(tuple(map(do.give, layer)) for layer in run.a),
            exact=do.exact,
        )

    result: Activations = in_arithmetic(work)
    return result


def _backward(net: MLP, run: _Pass, output: list[Any], do: Arithmetic) -> list[list[Any]]:
    blame = [output]
    for layer in range(len(net.layers) - 1, 0, -1):
        matrix = net.weights[layer - 1]
        shared = [
            add_up([do.read(row[j]) * d for row, d in zip(matrix, blame[0], strict=True)])
            for j in range(net.layers[layer - 1])
        ]
        slopes = run.slopes[layer - 1]
        blame.insert(0, [s * k for s, k in zip(shared, slopes, strict=True)] if slopes else shared)
    return blame


@names_parameters
def cost(
    net: MLP, x: Sequence[object], y: Sequence[object], loss: str | Loss = "half-mse"
) -> Number:
    """Cost of one example; errors as ``backprop``."""
    kind, inputs, targets = _checked(net, x, y, loss)

    def work(do: Arithmetic) -> Number:
        run = _forward(net, inputs, do)
        return do.give(loss_of(kind, run.a[-1], [do.read(t) for t in targets], do))

    return in_arithmetic(work)


@names_parameters
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

    def work(do: Arithmetic) -> Flow:
        run = _forward(net, inputs, do)
        wanted = [do.read(t) for t in targets]
        output = output_blame(kind, run.a[-1], wanted, run.slopes[-1])
        blame = _backward(net, run, output, do)
        return _flow(net, run, blame, loss_of(kind, run.a[-1], wanted, do), kind, do)

    result: Flow = in_arithmetic(work)
    return result


def _flow(
    net: MLP, run: _Pass, blame: list[list[Any]], total: Any, loss: Loss, do: Arithmetic
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


@names_parameters
def step(net: MLP, flow: Flow, rate: object, *, biases: bool = True) -> MLP:
    """The network after one gradient step ``w ← w − rate · ∂C/∂w`` (biases only if asked)."""
    length = read_number(rate, "the rate")

    def moved(value: Number, gradient: Number) -> Number:
        def work(do: Arithmetic) -> Number:
            return do.give(do.read(value) - do.read(length) * do.read(gradient))

        return in_arithmetic(work)

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
