"""Multilayer perceptrons with exact weights: a = σ(Wa' + b), layer after layer."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias

from mvcalc.autodiff.mixed import Number
from mvcalc.errors import BudgetError, MvcalcError, RangeError
from mvcalc.expr import Ball, number

Matrix: TypeAlias = "tuple[tuple[Number, ...], ...]"
Vector: TypeAlias = "tuple[Number, ...]"

MAX_WEIGHTS = 5_000


class Activation(StrEnum):
    """What a neuron does with its weighted sum z; the slope of relu at 0 is 0 by convention."""

    LOGISTIC = "logistic"
    TANH = "tanh"
    RELU = "relu"
    IDENTITY = "identity"
    SQUARE = "square"


@dataclass(frozen=True, slots=True)
class MLP:
    """A fully connected network.

    Attributes:
        layers: widths, the input first.
        activations: one for each layer after the input.
        weights: ``weights[l - 1][i][j]`` leads from node j of layer l−1 to node i of layer l.
        biases: ``biases[l - 1][i]``.
    """

    layers: tuple[int, ...]
    activations: tuple[Activation, ...]
    weights: tuple[Matrix, ...]
    biases: tuple[Vector, ...]

    @classmethod
    def of(
        cls,
        weights: Sequence[Sequence[Sequence[object]]],
        biases: Sequence[Sequence[object]] | None = None,
        activations: str | Sequence[str] = "logistic",
    ) -> MLP:
        """A network from weight matrices, one per layer after the input; biases default to 0.

        Raises:
            RangeError: shapes that do not fit (the layer is named), an unknown activation, or an
                entry that is not a finite number.
        """
        matrices = tuple(_matrix(rows, layer) for layer, rows in enumerate(weights, start=1))
        if not matrices:
            raise RangeError("a network needs at least one layer of weights", param="weights")
        widths = [len(matrices[0][0])]
        for layer, rows in enumerate(matrices, start=1):
            if len(rows[0]) != widths[-1]:
                raise RangeError(
                    f"layer {layer} has weights for {len(rows[0])} inputs but layer {layer - 1} "
                    f"has {widths[-1]} nodes",
                    param="weights",
                    hint=f"give every row of layer {layer} {widths[-1]} weights",
                    layer=layer,
                )
            widths.append(len(rows))
        given = biases if biases is not None else [[0] * width for width in widths[1:]]
        return cls(
            tuple(widths),
            _activations(activations, len(matrices)),
            matrices,
            _biases(given, widths),
        )

    @classmethod
    def seeded(
        cls, layers: Sequence[int], seed: int, activations: str | Sequence[str] = "logistic"
    ) -> MLP:
        """Random weights with two decimals, spread by 1/√inputs (times 2), and zero biases.

        Raises:
            RangeError: fewer than two layers or an empty layer.
            BudgetError: more than 5000 weights.
        """
        widths = _widths(layers)
        source = random.Random(seed)
        weights = [
            [
                [f"{2 * source.gauss(0, 1) / inputs**0.5:.2f}" for _ in range(inputs)]
                for _ in range(outputs)
            ]
            for inputs, outputs in pairwise(widths)
        ]
        return cls.of(weights, None, activations)

    @classmethod
    def classic(cls) -> MLP:
        """M. Mazur's 2–2–2 logistic network (a worked example of back-propagation, 2015)."""
        return cls.of(
            [[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"], ["0.50", "0.55"]]],
            [["0.35", "0.35"], ["0.60", "0.60"]],
        )

    @property
    def edges(self) -> int:
        """Number of weights, biases not counted."""
        return sum(a * b for a, b in pairwise(self.layers))

    def with_weight(self, edge: tuple[int, int, int], value: Number) -> MLP:
        """The same network with one weight ``(l, i, j)`` replaced.

        Raises:
            RangeError: no such edge.
        """
        layer, i, j = self.check_edge(edge)
        matrix = [list(row) for row in self.weights[layer - 1]]
        matrix[i][j] = value
        changed = list(self.weights)
        changed[layer - 1] = tuple(map(tuple, matrix))
        return replace(self, weights=tuple(changed))

    def check_edge(self, edge: tuple[int, int, int]) -> tuple[int, int, int]:
        """The edge, if it exists.

        Raises:
            RangeError: no such edge.
        """
        layer, i, j = edge
        if not 1 <= layer < len(self.layers):
            raise RangeError(
                f"there is no layer {layer}", param="edge", value=edge, hint="layer 1 is the first"
            )
        if not (0 <= i < self.layers[layer] and 0 <= j < self.layers[layer - 1]):
            raise RangeError(
                f"layer {layer} has {self.layers[layer]} nodes with {self.layers[layer - 1]} "
                "inputs each, counted from 0",
                param="edge",
                value=edge,
                hint=f"for example ({layer}, 0, 0)",
            )
        return layer, i, j


def _widths(layers: Sequence[int]) -> list[int]:
    widths = list(layers)
    if len(widths) < 2 or any(isinstance(w, bool) or w < 1 for w in widths):
        raise RangeError(
            "a network needs at least two layers of at least one node",
            param="layers",
            value=widths,
            hint="[2, 2, 2]",
        )
    count = sum(a * b for a, b in pairwise(widths))
    if count > MAX_WEIGHTS:
        raise BudgetError(
            f"the network would have {count} weights",
            param="layers",
            value=widths,
            limit=MAX_WEIGHTS,
            needed=count,
            hint="[2, 6, 1]",
        )
    return widths


def _matrix(rows: Sequence[Sequence[object]], layer: int) -> Matrix:
    if len(rows) == 0 or any(isinstance(row, str) or len(row) == 0 for row in rows):
        raise RangeError(
            f"layer {layer} has no weights", param="weights", hint="[[1, 2], [3, 4]]", layer=layer
        )
    if len({len(row) for row in rows}) > 1:
        raise RangeError(
            f"the rows of layer {layer} have different lengths",
            param="weights",
            hint="give every row as many weights as the layer before has nodes",
            layer=layer,
        )
    return tuple(_vector(row, f"a weight of layer {layer}") for row in rows)


def _biases(given: Sequence[Sequence[object]], widths: Sequence[int]) -> tuple[Vector, ...]:
    if len(given) != len(widths) - 1:
        raise RangeError(
            f"there are biases for {len(given)} layers instead of {len(widths) - 1}",
            param="biases",
            hint="give one list for each layer after the input",
        )
    for layer, (row, width) in enumerate(zip(given, widths[1:], strict=True), start=1):
        if len(row) != width:
            raise RangeError(
                f"layer {layer} has {len(row)} biases for {width} nodes",
                param="biases",
                hint=f"give {width} biases for layer {layer}",
                layer=layer,
            )
    return tuple(_vector(row, f"a bias of layer {k}") for k, row in enumerate(given, start=1))


def _vector(values: Sequence[object], what: str) -> Vector:
    return tuple(read_number(value, what) for value in values)


def read_number(value: object, what: str) -> Number:
    """An exact number, or a ball as it is.

    Raises:
        RangeError: not a finite number.
    """
    if isinstance(value, Ball):
        return value
    try:
        return number(value)
    except MvcalcError as error:
        raise RangeError(
            f"{what} is {str(value)[:40]!r}, which is not a finite number", hint="write 0.5 or 1/2"
        ) from error


def _activations(given: str | Sequence[str], count: int) -> tuple[Activation, ...]:
    names = [given] * count if isinstance(given, str) else list(given)
    if len(names) != count:
        raise RangeError(
            f"there are {len(names)} activations for {count} layers",
            param="activations",
            value=names,
            hint="give one name for all layers or one for each",
        )
    return tuple(read_activation(name) for name in names)


def read_activation(name: str) -> Activation:
    """The activation of that name.

    Raises:
        RangeError: no such activation.
    """
    known = [kind.value for kind in Activation]
    if name not in known:
        raise RangeError(
            "there is no such activation",
            param="activation",
            value=name,
            hint=f"use one of {', '.join(known)}",
        )
    return Activation(name)
