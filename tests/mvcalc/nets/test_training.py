"""Training in machine numbers: PyTorch's trajectories, endings, data sets, loss slices."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mvcalc.errors import BudgetError, DegenerateError, MvcalcError, RangeError
from mvcalc.nets import (
    DATASETS,
    MLP,
    Dataset,
    figure_eight,
    from_table,
    loss_slice,
    spiral,
    train,
    two_moons,
)
from mvcalc.nets.machine import MachineNet, packed
from mvcalc.nets.propagation import backprop
from mvcalc.outcome import Outcome
from mvcalc.regress import parse_csv

RECORD = json.loads((Path(__file__).parents[2] / "reference/torch/training.json").read_text())


def net_of(case: dict[str, Any], when: str = "before") -> MLP:
    return MLP.of(case[when]["weights"], case[when]["biases"], case["activations"])


@pytest.mark.parametrize("case", RECORD["cases"], ids=lambda c: f"{c['optimiser']}-{c['loss']}")
def test_forty_steps_as_pytorch_takes_them(case: dict[str, Any]) -> None:
    data = Dataset("torch", np.array(RECORD["x"]), np.array(RECORD["y"]), classes=True)
    path = train(
        net_of(case),
        data,
        case["optimiser"],
        len(case["losses"]) - 1,
        rate=case["rate"],
        loss=case["loss"],
    )
    losses = [epoch.loss for epoch in path.epochs]
    assert np.allclose(losses, case["losses"], rtol=1e-11)
    assert np.allclose(path.weights, packed(net_of(case, "after")), rtol=1e-9, atol=1e-11)


def test_machine_gradient_is_the_mean_of_exact_ones() -> None:
    net = MLP.seeded([2, 3, 2], 4, ["tanh", "logistic"])
    machine = MachineNet(net.layers, net.activations, "half-mse")  # type: ignore[arg-type]
    x, y = np.array([[0.5, -1.0], [0.25, 2.0]]), np.array([[0.0, 1.0], [1.0, 0.0]])
    _, found = machine.gradient(packed(net), x, y)
    flows = [backprop(net, list(a), list(b)) for a, b in zip(x, y, strict=True)]
    parts = machine.unpacked(found)
    for layer, i, j in flows[0].edges:
        exact = sum(float(flow.edges[layer, i, j].gradient.mid) for flow in flows) / 2
        assert parts[layer - 1][0][i, j] == pytest.approx(exact, rel=1e-12, abs=1e-15)


def test_training_learns_two_moons() -> None:
    net = MLP.seeded([2, 6, 1], 1, ["tanh", "logistic"])
    path = train(net, two_moons(), "adam", 400, rate="1/20", holdout="1/4")
    assert path.epochs[-1].loss < path.epochs[0].loss / 20
    assert path.epochs[-1].accuracy == 1
    assert path.holdout is not None
    assert len(path.holdout) == 30
    assert len(path.train) == 90
    assert path.snapshots[0][0] == 0
    assert path.snapshots[-1][0] == 400
    assert len(path.snapshots) <= 201


def test_same_seed_same_path() -> None:
    net = MLP.seeded([2, 4, 1], 1)
    runs = [train(net, spiral(60), "sgd", 20, batch=8, seed=5).weights for _ in range(2)]
    assert np.array_equal(runs[0], runs[1])
    other = train(net, spiral(60), "sgd", 20, batch=8, seed=6).weights
    assert not np.array_equal(runs[0], other)


def test_too_large_a_rate_is_an_outcome() -> None:
    net = MLP.seeded([1, 4, 2], 1, ["tanh", "identity"])
    path = train(net, figure_eight(40), "gd", 500, rate=50)
    assert path.outcome is Outcome.DIVERGED
    assert path.epochs[-1].loss > path.epochs[0].loss


def test_nothing_to_learn_converges() -> None:
    data = Dataset("zero", np.array([[1.0], [2.0]]), np.zeros((2, 1)), classes=False)
    net = MLP.of([[[0]]], activations="identity")
    assert train(net, data, "gd", 10).outcome is Outcome.CONVERGED


def test_data_sets_are_three_decimal_numbers() -> None:
    for name, make in DATASETS.items():
        data = make(seed=3)
        assert data.name == name
        assert np.array_equal(np.round(data.inputs, 3), data.inputs)
        assert np.array_equal(make(seed=3).inputs, data.inputs)
        if data.classes:
            assert set(np.unique(data.targets)) == {0.0, 1.0}
            assert not np.array_equal(make(seed=4).inputs, data.inputs)


def test_loss_slice_touches_the_end_of_the_path() -> None:
    net = MLP.seeded([2, 4, 1], 1, ["tanh", "logistic"])
    path = train(net, two_moons(40), "adam", 60, rate="1/20")
    window = loss_slice(path, points=21)
    assert window.loss.shape == (21, 21)
    assert window.loss[10, 10] == pytest.approx(path.epochs[-1].loss)
    assert window.u @ window.v == pytest.approx(0, abs=1e-12)
    assert 0.9 < window.captured <= 1
    a, b = window.alphas[3], window.betas[17]
    point = window.origin + a * window.u + b * window.v
    expected = path.net.cost(point, path.train.inputs, path.train.targets)
    assert window.loss[17, 3] == pytest.approx(expected)
    with pytest.raises(DegenerateError, match="parallel"):
        loss_slice(path, [np.ones(len(point)), 2 * np.ones(len(point))])


def test_table_of_labelled_points() -> None:
    data = from_table(parse_csv("x,y,label\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n"))
    assert data.inputs.shape == (4, 2)
    with pytest.raises(RangeError, match="line 3, column label: 2"):
        from_table(parse_csv("x,y,label\n0,0,0\n0,1,2\n1,0,1\n1,1,0\n"))
    with pytest.raises(RangeError, match="nothing to tell apart"):
        from_table(parse_csv("x,y,label\n0,0,1\n0,1,1\n1,0,1\n1,1,1\n"))
    with pytest.raises(RangeError, match="at least 4"):
        from_table(parse_csv("x,y,label\n0,0,0\n0,1,1\n"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"optimiser": "lion"}, "lion"),
        ({"epochs": 0}, "epochs = 0"),
        ({"batch": 99}, "batch of 99"),
        ({"rate": 0}, "rate"),
        ({"rate": "-1/2"}, "rate"),
        ({"beta": 1}, "beta"),
        ({"betas": (0.9, 1)}, "betas"),
        ({"betas": 3}, "betas"),
        ({"eps": -1}, "eps"),
        ({"holdout": "3/4"}, "holdout"),
        ({"momentum": 1}, "momentum"),
        ({"loss": "hinge"}, "hinge"),
    ],
)
def test_refusals(options: dict[str, Any], words: str) -> None:
    with pytest.raises(RangeError, match=words):
        train(MLP.seeded([2, 3, 1], 1), two_moons(20), **options)


def test_wrong_shapes_and_budgets() -> None:
    with pytest.raises(RangeError, match="2 inputs and 1 outputs"):
        train(MLP.seeded([3, 3, 1], 1), two_moons(20))
    with pytest.raises(BudgetError, match="epochs"):
        train(MLP.seeded([2, 40, 40, 1], 1), two_moons(2000), epochs=5000)
    with pytest.raises(MvcalcError):
        two_moons(3)
    with pytest.raises(MvcalcError):
        spiral(20, turns=0)
