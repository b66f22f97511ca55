"""Update rules step by step against PyTorch: the exact walker and the training rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mvcalc.autodiff import Graph
from mvcalc.autodiff.arithmetic import MACHINE
from mvcalc.descent import Stop, descend
from mvcalc.expr import Ball, parse
from mvcalc.nets.optimisers import Settings, rule

RECORD = json.loads((Path(__file__).parents[1] / "reference/torch/trajectories.json").read_text())
CASES = [
    pytest.param(case, id=f"{case['method']}-{case['formula'][:20]}") for case in RECORD["cases"]
]


def options(case: dict[str, Any], decay: str) -> dict[str, Any]:
    names = {"momentum": "beta", "alpha": decay}
    given = {names.get(k, k): v for k, v in case["options"].items() if k != "nesterov"}
    return {"rate": case["rate"], **given}


@pytest.mark.parametrize("case", CASES)
def test_training_rules(case: dict[str, Any]) -> None:
    names = tuple(case["vars"])
    graph = Graph(names)
    node = graph.read(parse(case["formula"], vars=names).expr)
    slope = graph.program([graph.derivative(node, v) for v in graph.variables])
    step = rule(case["method"], Settings.of(options(case, "decay")))
    point = np.array(case["start"], dtype=float)
    for wanted in case["path"][1:]:
        point = step(point, np.array(slope.run(MACHINE, list(point)), dtype=float))
        assert np.allclose(point, wanted, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_exact_walker(case: dict[str, Any]) -> None:
    f = parse(case["formula"], vars=tuple(case["vars"]))
    count = 8
    path = descend(f, case["start"], case["method"], Stop(max_steps=count), **options(case, "rho"))
    assert len(path.steps) > 4  # RMSprop falls onto the minimum of x² and stops
    for step, wanted in zip(path.steps, case["path"][: len(path.steps)], strict=True):
        found = [float(v.mid) if isinstance(v, Ball) else float(v) for v in step.point]
        assert found == pytest.approx(wanted, rel=1e-11, abs=1e-13)
