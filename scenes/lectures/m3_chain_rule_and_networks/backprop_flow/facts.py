"""The facts: one example run through the network both ways, a nudge, and a step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import mvcalc

if TYPE_CHECKING:
    from . import Params

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
    nudge: mvcalc.NudgeCheck
    rate: Any
    moved: mvcalc.MLP
    moved_values: tuple[tuple[Any, ...], ...]
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
    def first(self) -> Place:
        """The first edge of the first layer."""
        return 1, 0, 0

    @property
    def last(self) -> Place:
        """The first edge of the last layer."""
        return self.depth, 0, 0

    @property
    def edges(self) -> int:
        return len(self.flow.edges)

    @property
    def ways_in(self) -> tuple[Place, ...]:
        """The edges into the first node after the inputs."""
        return tuple((1, 0, j) for j in range(len(self.values[0])))

    @property
    def ways_back(self) -> tuple[Place, ...]:
        """The edges along which the first node before the outputs gets its blame."""
        return tuple((self.depth, i, 0) for i in range(len(self.outputs)))

    @property
    def suspects(self) -> tuple[Place, ...]:
        """A few edges to choose from: the first and the last of the first and the last layer."""
        return tuple(
            dict.fromkeys(
                (layer, i, j)
                for layer in (1, self.depth)
                for i, j in ((0, 0), (len(self.values[layer]) - 1, len(self.values[layer - 1]) - 1))
            )
        )

    @property
    def arriving(self) -> list[tuple[Any, Any]]:
        """Weight and value of every edge into that node."""
        return [(self.weight(way), self.values[0][way[2]]) for way in self.ways_in]

    @property
    def returning(self) -> tuple[list[tuple[Any, Any]], Any, Any]:
        """Weight and blame of every edge out of the other node, its value, and its own blame."""
        pairs = [(self.weight(way), self.blamed[way[1]]) for way in self.ways_back]
        return pairs, self.values[-2][0], self.blames[-2][0]

    @property
    def mistake(self) -> tuple[Any, Any, Any]:
        """Value, target and blame of the first output."""
        return self.outputs[0], self.target[0], self.blamed[0]

    def factors(self, place: Place) -> tuple[Any, Any, Any]:
        """The value behind an edge, the blame ahead of it, and their product."""
        layer, i, j = place
        gradient = self.flow.edges[place].gradient
        return self.values[layer - 1][j], self.blames[layer][i], gradient

    @property
    def first_sum(self) -> Any:
        return self.flow.nodes[1, 0].z

    @property
    def first_bias(self) -> Any:
        return self.net.biases[0][0]

    def weight(self, place: Place, net: mvcalc.MLP | None = None) -> Any:
        """The weight of an edge, in the network as it was unless another is given."""
        layer, i, j = place
        return (net or self.net).weights[layer - 1][i][j]

    def strengths(self, net: mvcalc.MLP) -> list[list[list[float]]]:
        """Weights as machine numbers, for the thickness of the edges."""
        return [[[mvcalc.approximate(w) for w in row] for row in rows] for rows in net.weights]

    @property
    def forward_cost(self) -> int:
        return self.flow.forward_multiplications

    @property
    def backward_cost(self) -> int:
        return self.flow.backward_multiplications

    @property
    def out_words(self) -> str:
        return "Out comes" if len(self.outputs) == 1 else "Out come"

    @property
    def blame_words(self) -> str:
        """How the blame of an output is found, for the way in which mistakes are counted."""
        if self.loss == "cross-entropy":
            return (
                "With this way of counting mistakes, the steepness of the node cancels. What is "
                "left is simply how far the value is off."
            )
        twice = " The two comes from the square, divided by the number of outputs."
        return (
            "It is a product. How far is the value off? And how steeply does the node answer, "
            f"where it stands?{twice if self.loss == 'mse' else ''}"
        )

    @property
    def deeper(self) -> str:
        """The way through the layers that are left."""
        if self.depth > 2:
            return "And so on, layer by layer, to the front. No route is forgotten, none used twice"
        return "Every route counts, and none is used twice"

    @property
    def last_gradient(self) -> Any:
        return self.flow.edges[self.last].gradient

    @property
    def first_gradient(self) -> Any:
        return self.flow.edges[self.first].gradient

    @property
    def example(self) -> str:
        """One or two gradients in words."""
        first = mvcalc.show(self.first_gradient, 5).text
        if self.depth == 1:
            return f"For the first edge that gives {first}."
        last = mvcalc.show(self.last_gradient, 5).text
        return (
            f"For the last layer's first edge that gives {last}. For the first layer's first edge "
            f"it is {first}. The further back, the more factors there are in it."
        )

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
        RangeError: weights of another shape, or targets that the loss does not take.
    """
    layers = params.layers
    net = params.network()
    flow = mvcalc.backprop(net, params.input, params.target, params.loss)
    moved = mvcalc.nets.step(net, flow, params.rate, biases=False)
    given = tuple(mvcalc.number(v) for v in params.input)
    after = mvcalc.nets.cost(moved, params.input, params.target, params.loss)
    asked = mvcalc.backprop(mvcalc.MLP.of([[["log(3)"]], [["4/3*log(3)"]]]), ["1"], ["1"], "mse")
    return Facts(
        net=net,
        flow=flow,
        target=tuple(mvcalc.number(t) for t in params.target),
        values=(
            given,
            *(
                tuple(flow.nodes[at, i].a for i in range(layers[at]))
                for at in range(1, len(layers))
            ),
        ),
        blames=tuple(
            tuple(flow.nodes[at, i].delta for i in range(width)) for at, width in enumerate(layers)
        ),
        cost=flow.cost,
        nudge=mvcalc.nudge_check(
            net, params.input, params.target, params.loss, (len(layers) - 1, 0, 0)
        ),
        rate=mvcalc.number(params.rate),
        moved=moved,
        moved_values=mvcalc.nets.forward(moved, params.input).a,
        after=after,
        loss=params.loss,
        check_last=asked.edges[2, 0, 0].gradient,
        check_first=asked.edges[1, 0, 0].gradient,
    )
