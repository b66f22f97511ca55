"""Back-propagation: values flow forwards, blame flows backwards, once along every edge."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from mvcalc.errors import BudgetError, RangeError
from scenes.stage import LectureParams, Meta, Number, param

if TYPE_CHECKING:
    import mvcalc

META = Meta(
    title="Blame flows backwards",
    goal="Which weight is to blame for the mistake, and by how much?",
    module=3,
    order=14,
    prerequisites=("multivariate-chain-rule", "neuron-as-function"),
    sources=("Mazur, A step by step backpropagation example, 2015", "Nielsen, 2015, chapter 2"),
)

MOST_EDGES = 40
Width = Annotated[int, Field(ge=1, le=6)]


class Params(LectureParams):
    """Any small logistic network, an example, and what the example should have given."""

    layers: tuple[Width, ...] = param(
        (2, 2, 2), "nodes in each layer, inputs first", min_length=2, max_length=4
    )
    weights: Literal["classic", "seed", "explicit"] = param(
        "classic", "a published example, random by seed, or those in matrices"
    )
    matrices: tuple[tuple[tuple[Number, ...], ...], ...] = param(
        (), "explicit weights: a matrix for each layer, a row for each node", max_length=3
    )
    input: tuple[Number, ...] = param(("0.05", "0.10"), "what goes in", max_length=6)
    target: tuple[Number, ...] = param(("0.01", "0.99"), "what should come out", max_length=6)
    loss: Literal["half-mse", "mse", "cross-entropy"] = param(
        "half-mse", "how mistakes are counted"
    )
    rate: Number = param("1/2", "rate of the learning step", above="0")

    def check(self) -> None:
        edges = sum(a * b for a, b in pairwise(self.layers))
        if edges > MOST_EDGES:
            raise BudgetError(
                f"{edges} edges cannot all be labelled, at most {MOST_EDGES} can",
                param="layers", value=list(self.layers), limit=MOST_EDGES, needed=edges,
                hint="for example layers = [2, 6, 2]",
            )  # fmt: skip
        ends = (("input", self.input, self.layers[0]), ("target", self.target, self.layers[-1]))
        for name, given, width in ends:
            if len(given) != width:
                raise RangeError(
                    f"the layer has {width} nodes but {len(given)} numbers are given",
                    param=name, value=list(given), hint=f"give {width} numbers",
                )  # fmt: skip

    def network(self) -> mvcalc.MLP:
        """The network these parameters describe.

        Raises:
            RangeError: weights that do not belong to these layers.
        """
        import mvcalc

        if self.weights == "seed":
            return mvcalc.MLP.seeded(self.layers, self.seed)
        if self.weights == "classic":
            if self.layers != (2, 2, 2):
                raise RangeError(
                    "the published weights belong to layers 2, 2, 2", param="layers",
                    value=list(self.layers), hint="add weights = seed",
                )  # fmt: skip
            return mvcalc.MLP.classic()
        if not self.matrices:
            raise RangeError(
                "explicit weights need matrices", param="matrices", value="[]",
                hint="for example matrices = [[[1, -1], [0.5, 2]], [[1, 1]]]",
            )  # fmt: skip
        net = mvcalc.MLP.of(self.matrices)
        if net.layers != self.layers:
            raise RangeError(
                f"these matrices make layers {list(net.layers)}", param="layers",
                value=list(self.layers), hint=f"write layers = {list(net.layers)}",
            )  # fmt: skip
        return net


PRESETS = {
    "deep": {
        "layers": [3, 4, 3, 1], "weights": "seed", "input": ["1", "-1/2", "2"], "target": ["1"],
    },
    "single": {
        "layers": [2, 1], "weights": "explicit", "matrices": [[["3", "-2"]]],
        "input": ["1", "1"], "target": ["0"], "loss": "cross-entropy",
    },
    "wide": {
        "layers": [2, 6, 2], "weights": "seed", "seed": 4, "input": ["1/2", "-1"],
        "target": ["0", "1"], "loss": "mse",
    },
    "overshoot": {
        "layers": [2, 2, 1], "weights": "seed", "input": ["1", "1"], "target": ["1/2"],
        "loss": "mse", "rate": "50",
    },
}  # fmt: skip
