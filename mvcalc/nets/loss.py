"""What a network is blamed for: the cost of one example and its derivative at the outputs."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import sympy

from mvcalc.autodiff.arithmetic import ball_of
from mvcalc.errors import RangeError
from mvcalc.nets.arithmetic import Arithmetic, add_up
from mvcalc.nets.network import MLP, Activation


class Loss(StrEnum):
    """Cost of one example with outputs a and targets y.

    half-mse: ½ Σ (a − y)²; mse: mean of (a − y)²; cross-entropy: −Σ y ln a + (1 − y) ln(1 − a).
    """

    HALF_MSE = "half-mse"
    MSE = "mse"
    CROSS_ENTROPY = "cross-entropy"


def loss_of(loss: Loss, outputs: list[Any], targets: list[Any], do: Arithmetic) -> Any:
    pairs = list(zip(outputs, targets, strict=True))
    if loss is Loss.CROSS_ENTROPY:
        terms = [y * do.log(a) for a, y in pairs if y != 0]
        return -add_up(terms + [(1 - y) * do.log(1 - a) for a, y in pairs if y != 1])
    squares = add_up([(a - y) * (a - y) for a, y in pairs])
    return squares / (2 if loss is Loss.HALF_MSE else len(pairs))


def output_blame(
    loss: Loss, outputs: list[Any], targets: list[Any], slopes: list[Any]
) -> list[Any]:
    if loss is Loss.CROSS_ENTROPY:  # for logistic outputs the slope cancels
        return [a - y for a, y in zip(outputs, targets, strict=True)]
    factor = sympy.Integer(1) if loss is Loss.HALF_MSE else sympy.Rational(2, len(outputs))
    scale = factor if isinstance(outputs[0], sympy.Expr) else ball_of(factor)
    return [scale * (a - y) * s for a, y, s in zip(outputs, targets, slopes, strict=True)]


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
