"""All 27 NIST nonlinear sets from both starts (R2)."""

from __future__ import annotations

import json
from fractions import Fraction
from math import log10
from pathlib import Path
from typing import Any

import mpmath
import pytest

from mvcalc.expr import Ball, Function, parse
from mvcalc.outcome import Outcome
from mvcalc.regress import Data, FitPath, gauss_newton, levenberg_marquardt, preset

FOLDER = Path(__file__).parents[2] / "reference/nist_nonlinear"
SETS = sorted(path.stem for path in FOLDER.glob("*.json"))
# The starts from which Levenberg-Marquardt honestly does not arrive: a flat plain far from the
# minimum (BoxBOD, where MINPACK stops too) and a valley longer than the step budget (MGH10).
NOT_REACHED = {("BoxBOD", "start1"), ("MGH10", "start1")}


def load(name: str) -> tuple[dict[str, Any], Function, Data]:
    case = json.loads((FOLDER / f"{name}.json").read_text())
    columns: dict[str, Any] = dict(case["columns"])
    if name == "Nelson":  # NIST fits log(y)
        with mpmath.workdps(40):
            columns["y"] = [
                Fraction(mpmath.nstr(mpmath.log(mpmath.mpf(v)), 32)) for v in columns["y"]
            ]
    inputs = [column for column in columns if column != "y"]
    model = parse(case["model"], vars=(*inputs, *case["parameters"]))
    return case, model, Data.of(**columns)


def lre(found: Any, certified: str) -> float:
    """Correct digits, −log10 of the relative error (capped at NIST's 11 printed digits)."""
    assert isinstance(found, Ball)
    error = abs(found.mid / Fraction(certified) - 1)
    return 11.0 if error == 0 else min(11.0, -log10(error))


def check(path: FitPath, case: dict[str, Any]) -> None:
    assert path.fit is not None
    for found, certified in zip(path.fit.params, case["certified"], strict=True):
        assert lre(found, certified) >= 8
    for found, certified in zip(path.fit.se, case["standard_errors"], strict=True):
        assert lre(found, certified) >= 6
    assert lre(path.fit.rss, case["rss"]) >= 8


@pytest.mark.parametrize("start", ["start1", "start2"])
@pytest.mark.parametrize("name", SETS)
def test_certified_values(name: str, start: str) -> None:
    case, model, data = load(name)
    path = levenberg_marquardt(model, data, case[start])
    if (name, start) in NOT_REACHED:
        assert path.outcome in {Outcome.STALLED, Outcome.SLOW}
        assert path.fit is None
    else:
        assert path.outcome is Outcome.CONVERGED
        check(path, case)


def test_there_are_27_sets() -> None:
    assert len(SETS) == 27


@pytest.mark.parametrize("name", SETS)
def test_gauss_newton_is_right_or_honest(name: str) -> None:
    case, model, data = load(name)
    for start in ("start1", "start2"):
        path = gauss_newton(model, data, case[start])
        if path.outcome is Outcome.CONVERGED:
            check(path, case)
        else:
            assert path.fit is None


def test_boxbod_gauss_newton_overflows_after_one_step() -> None:
    model = parse("b1*(1-exp(-b2*x))", vars=("x", "b1", "b2"))
    path = gauss_newton(model, preset("boxbod"), (1, 1))
    assert path.outcome is Outcome.LEFT_DOMAIN
    assert len(path.steps) == 1
    assert path.attempted is not None
    b1, b2 = path.attempted
    assert b1 == pytest.approx(203.878, abs=5e-4)
    assert b2 == pytest.approx(-92.488, abs=5e-4)
    arrived = gauss_newton(model, preset("boxbod"), (100, "0.75"))
    assert arrived.outcome is Outcome.CONVERGED
    flat = levenberg_marquardt(model, preset("boxbod"), (1, 1))
    assert flat.outcome is Outcome.STALLED
    assert float(flat.last.params[0]) == pytest.approx(172.5)
    assert float(flat.last.rss) == pytest.approx(9771.5)
