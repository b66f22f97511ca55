"""Back-propagation: values flow forwards, blame flows backwards, once along every edge."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenes.stage import LectureParams, Meta, Number, param

META = Meta(
    title="Blame flows backwards",
    goal="Which weight is to blame for the mistake, and by how much?",
    module=3,
    order=14,
    prerequisites=("multivariate-chain-rule", "neuron-as-function"),
    sources=("Mazur, A step by step backpropagation example, 2015", "Nielsen, 2015, chapter 2"),
)


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
