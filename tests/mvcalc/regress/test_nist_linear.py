"""Linear fits against NIST's certified values (R1), which nobody here computed."""

from __future__ import annotations

import json
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sympy

from mvcalc.regress import line, ols, preset

FOLDER = Path(__file__).parents[2] / "reference/nist_linear"
SETS = sorted(path.stem for path in FOLDER.glob("*.json") if path.stem != "Longley")


def load(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return content


def agrees(found: sympy.Expr, certified: str, digits: int = 13) -> bool:
    """Relative error below 10^-digits, in 40-digit decimals."""
    with localcontext() as context:
        context.prec = 40
        value, wanted = Decimal(str(sympy.N(found, 30))), Decimal(certified)
        if wanted == 0:
            return value == 0
        return abs(value / wanted - 1) < Decimal(10) ** -digits


@pytest.mark.parametrize("name", SETS)
def test_certified_values(name: str) -> None:
    case = load(name)
    x = [Fraction(v) for v in case["x"]]
    fit = ols([[v**p for p in case["powers"]] for v in x], case["y"])
    for found, certified in zip(fit.params, case["params"], strict=True):
        assert agrees(found, certified)
    for found, certified in zip(fit.se, case["standard_errors"], strict=True):
        assert agrees(found, certified)
    if "residual_sd" in case:
        assert agrees(fit.s, case["residual_sd"])
        assert agrees(fit.r2, case["r2"])


def test_longley() -> None:
    case = load("Longley")
    fit = ols(case["rows"], case["y"])
    for k, certified in case["params"].items():
        assert agrees(fit.params[int(k)], certified)
        assert agrees(fit.se[int(k)], case["standard_errors"][k])
    assert agrees(fit.s, case["residual_sd"])


def test_norris_is_exact() -> None:
    fit = line(preset("norris"))
    assert fit.exact
    assert fit.params == (
        sympy.Rational(-5002755103, 19070968600),
        sympy.Rational(1911133837, 1907096860),
    )


def test_without_a_constant_r2_is_about_zero() -> None:
    case = load("NoInt1")
    fit = ols([[v] for v in case["x"]], case["y"])
    assert fit.tss == sum(int(v) ** 2 for v in case["y"])
