"""A network in float64, all examples at once: the arithmetic of training."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mvcalc.autodiff.arithmetic import MACHINE, Floats
from mvcalc.autodiff.graph import Op
from mvcalc.autodiff.mixed import Number
from mvcalc.expr import Ball
from mvcalc.nets.loss import Loss
from mvcalc.nets.network import MLP, Activation


def _logistic(z: Floats) -> tuple[Floats, Floats]:
    value: Floats = MACHINE[Op.SIGMOID](z)
    return value, value * (1.0 - value)


def _tanh(z: Floats) -> tuple[Floats, Floats]:
    value: Floats = np.tanh(z)
    return value, 1.0 - value * value


_ACTIVATE: dict[Activation, Callable[[Floats], tuple[Floats, Floats]]] = {
    Activation.LOGISTIC: _logistic,
    Activation.TANH: _tanh,
    Activation.RELU: lambda z: (np.maximum(z, 0.0), (z > 0.0).astype(np.float64)),
    Activation.IDENTITY: lambda z: (z, np.ones_like(z)),
    Activation.SQUARE: lambda z: (z * z, 2.0 * z),
}


@dataclass(frozen=True, slots=True)
class MachineNet:
    """Shapes and activations; the weights travel as one flat vector (w,).

    The vector holds, layer after layer, the weight matrix row by row and then the biases.
    """

    layers: tuple[int, ...]
    activations: tuple[Activation, ...]
    loss: Loss

    @property
    def size(self) -> int:
        """Number of weights and biases."""
        pairs = zip(self.layers[:-1], self.layers[1:], strict=True)
        return sum((inputs + 1) * outputs for inputs, outputs in pairs)

    def unpacked(self, weights: Floats) -> list[tuple[Floats, Floats]]:
        """Views (outputs, inputs) and (outputs,) into the flat vector, layer by layer."""
        found, at = [], 0
        for inputs, outputs in zip(self.layers[:-1], self.layers[1:], strict=True):
            matrix = weights[at : at + inputs * outputs].reshape(outputs, inputs)
            at += inputs * outputs
            found.append((matrix, weights[at : at + outputs]))
            at += outputs
        return found

    def outputs(self, weights: Floats, inputs: Floats) -> Floats:
        """Outputs (n, m) for inputs (n, d)."""
        value = inputs
        for (matrix, biases), kind in zip(self.unpacked(weights), self.activations, strict=True):
            value, _ = _ACTIVATE[kind](value @ matrix.T + biases)
        return value

    def cost(self, weights: Floats, inputs: Floats, targets: Floats) -> float:
        """Mean cost over the examples."""
        return float(self._cost(self.outputs(weights, inputs), targets))

    def _cost(self, outputs: Floats, targets: Floats) -> float:
        if self.loss is Loss.CROSS_ENTROPY:
            safe = np.clip(outputs, 1e-300, 1.0)
            other = np.clip(1.0 - outputs, 1e-300, 1.0)
            losses = -(targets * np.log(safe) + (1.0 - targets) * np.log(other))
            return float(losses.sum(axis=1).mean())
        squares = (outputs - targets) ** 2
        if self.loss is Loss.HALF_MSE:
            return float(squares.sum(axis=1).mean() / 2.0)
        return float(squares.mean())

    def gradient(self, weights: Floats, inputs: Floats, targets: Floats) -> tuple[float, Floats]:
        """Mean cost and its gradient (w,), by back-propagation."""
        layers = self.unpacked(weights)
        values, slopes = [inputs], []
        for (matrix, biases), kind in zip(layers, self.activations, strict=True):
            value, slope = _ACTIVATE[kind](values[-1] @ matrix.T + biases)
            values.append(value)
            slopes.append(slope)
        gap = (values[-1] - targets) / len(inputs)
        if self.loss is Loss.MSE:
            gap *= 2.0 / targets.shape[1]
        delta = gap if self.loss is Loss.CROSS_ENTROPY else gap * slopes[-1]
        found = np.empty(self.size)
        parts = self.unpacked(found)
        for layer in range(len(layers) - 1, -1, -1):
            parts[layer][0][...] = delta.T @ values[layer]
            parts[layer][1][...] = delta.sum(axis=0)
            if layer:
                delta = (delta @ layers[layer][0]) * slopes[layer - 1]
        return self._cost(values[-1], targets), found


def packed(net: MLP) -> Floats:
    """Weights and biases of an exact network as one flat float64 vector (w,)."""
    flat: list[float] = []
    for matrix, biases in zip(net.weights, net.biases, strict=True):
        flat += [_float(value) for row in matrix for value in row]
        flat += [_float(value) for value in biases]
    return np.array(flat)


def _float(value: Number) -> float:
    return float(value.mid) if isinstance(value, Ball) else float(value)
