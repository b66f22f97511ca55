"""Believing a gradient: change one weight a little and watch the cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from mvcalc.autodiff.mixed import Number
from mvcalc.errors import RangeError, names_parameters
from mvcalc.expr import Ball, sign
from mvcalc.nets.arithmetic import Arithmetic, in_arithmetic
from mvcalc.nets.loss import Loss
from mvcalc.nets.network import MLP, read_number
from mvcalc.nets.propagation import backprop, cost


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


@names_parameters
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
        def work(do: Arithmetic) -> Number:
            return do.give(do.read(weight) + do.read(amount))

        return cost(net.with_weight(edge, in_arithmetic(work)), x, y, loss)

    up, down = shifted(nudge), shifted(-nudge)

    def quotient(do: Arithmetic) -> tuple[Number, Number]:
        value = (do.read(up) - do.read(down)) / (2 * do.read(nudge))
        return do.give(value), do.give(value - do.read(gradient))

    value, difference = in_arithmetic(quotient)
    return NudgeCheck(edge, nudge, up, down, value, gradient, difference)
