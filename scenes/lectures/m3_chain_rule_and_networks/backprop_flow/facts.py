"""The facts: every number and formula seen or heard."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import mvcalc

if TYPE_CHECKING:
    from . import Params

MOST_EDGES = 40


Place = tuple[int, int, int]


@dataclass(frozen=True)
class Facts:
    """Every number seen or heard. Layers count from 0, the inputs."""

    net: mvcalc.MLP
    flow: mvcalc.Flow
    target: tuple[Any, ...]
    values: tuple[tuple[Any, ...], ...]
    blames: tuple[tuple[Any, ...], ...]
    cost: Any
    last: Place
    first: Place
    nudge: mvcalc.NudgeCheck
    rate: Any
    moved: mvcalc.MLP
    after: Any
    loss: str
    check_last: Any
    check_first: Any

    @property
    def outputs(self) -> tuple[Any, ...]:
        return self.values[-1]

    @property
    def depth(self) -> int:
        return len(self.values) - 1

    @property
    def edges(self) -> int:
        return len(self.flow.edges)

    @property
    def forward_cost(self) -> int:
        return self.flow.forward_multiplications

    @property
    def backward_cost(self) -> int:
        return self.flow.backward_multiplications

    @property
    def last_gradient(self) -> Any:
        return self.flow.edges[self.last].gradient

    @property
    def first_gradient(self) -> Any:
        return self.flow.edges[self.first].gradient

    @property
    def blamed(self) -> Any:
        return self.blames[-1]

    @property
    def sank_to_nothing(self) -> bool:
        """Whether the new cost is too small for a digit to be proved."""
        lower = getattr(self.after, "lower", None)
        return lower is not None and lower <= 0

    @property
    def new_cost(self) -> Any:
        return self.after.upper if self.sank_to_nothing else self.after

    @property
    def arrival(self) -> str:
        """What stands between the old cost and the new one."""
        return "to less than" if self.sank_to_nothing else "to"

    @property
    def verdict(self) -> str:
        """Whether the step helped."""
        before, after = map(mvcalc.approximate, (self.cost, self.after))
        if after < before:
            return (
                "The mistake has become smaller. Do this for many examples, many times: that is "
                "learning."
            )
        if after == before:
            return "Nothing has changed: where no edge is to blame, there is nothing to learn."
        return (
            "The mistake has become larger: this rate is too bold. The gradient is only local news."
        )


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        RangeError: shapes that do not fit, or numbers that are not finite.
        BudgetError: more than 40 edges.
    """
    layers = params.layers
    edges = sum(a * b for a, b in pairwise(layers))
    if edges > MOST_EDGES:
        raise mvcalc.BudgetError(
            f"{edges} edges cannot all be labelled, at most {MOST_EDGES} can",
            param="layers", value=list(layers), limit=MOST_EDGES, needed=edges,
            hint="for example layers = [2, 6, 2]",
        )  # fmt: skip
    net = network(params)
    for name, given, width in (
        ("input", params.input, layers[0]), ("target", params.target, layers[-1]),
    ):  # fmt: skip
        if len(given) != width:
            raise mvcalc.RangeError(
                f"the layer has {width} nodes but {len(given)} numbers are given",
                param=name, value=list(given), hint=f"give {width} numbers",
            )  # fmt: skip
    flow = mvcalc.backprop(net, params.input, params.target, params.loss)
    last, first = (len(layers) - 1, 0, 0), (1, 0, 0)
    moved = mvcalc.nets.step(net, flow, params.rate, biases=False)
    after = mvcalc.nets.cost(moved, params.input, params.target, params.loss)
    asked = mvcalc.backprop(mvcalc.MLP.of([[["log(3)"]], [["4/3*log(3)"]]]), ["1"], ["1"], "mse")
    return Facts(
        net=net,
        flow=flow,
        target=tuple(mvcalc.number(t) for t in params.target),
        values=tuple(
            tuple(flow.nodes[at, i].a for i in range(width)) for at, width in enumerate(layers)
        ),
        blames=tuple(
            tuple(flow.nodes[at, i].delta for i in range(width)) for at, width in enumerate(layers)
        ),
        cost=flow.cost,
        last=last,
        first=first,
        nudge=mvcalc.nudge_check(net, params.input, params.target, params.loss, last),
        rate=mvcalc.number(params.rate),
        moved=moved,
        after=after,
        loss=params.loss,
        check_last=asked.edges[2, 0, 0].gradient,
        check_first=asked.edges[1, 0, 0].gradient,
    )


def network(params: Params) -> mvcalc.MLP:
    """The network the parameters describe.

    Raises:
        RangeError: weights that do not belong to these layers.
    """
    if params.weights == "seed":
        return mvcalc.MLP.seeded(params.layers, params.seed)
    if params.weights == "classic":
        if params.layers != (2, 2, 2):
            raise mvcalc.RangeError(
                "the published weights belong to layers 2, 2, 2", param="layers",
                value=list(params.layers), hint="add weights = seed",
            )  # fmt: skip
        return mvcalc.MLP.classic()
    if not params.matrices:
        raise mvcalc.RangeError(
            "explicit weights need matrices", param="matrices", value="[]",
            hint="for example matrices = [[[1, -1], [0.5, 2]], [[1, 1]]]",
        )  # fmt: skip
    net = mvcalc.MLP.of(params.matrices)
    if net.layers != params.layers:
        raise mvcalc.RangeError(
            f"these matrices make layers {list(net.layers)}", param="layers",
            value=list(params.layers), hint=f"write layers = {list(net.layers)}",
        )  # fmt: skip
    return net
