"""Nonlinear least squares: pretend the model is linear, and step back when that was a lie."""

from __future__ import annotations

from typing import Literal

from scenes.stage import LectureParams, Meta, Point2, Points, formula_in, param

META = Meta(
    title="A dial between two methods",
    goal="How do you fit a curve whose formula bends in its unknowns?",
    module=8,
    order=34,
    prerequisites=("taylor-remainder", "gradient-descent", "least-squares-line"),
    sources=(
        "Marquardt, J. SIAM 11, 1963",
        "Bates and Watts, Nonlinear Regression Analysis, 1988",
        "NIST StRD, DanWood and BoxBOD",
    ),
)


MOST_POINTS = 100


DANWOOD = (
    ("1309/1000", "2138/1000"), ("1471/1000", "3421/1000"), ("149/100", "3597/1000"),
    ("1565/1000", "434/100"), ("1611/1000", "4882/1000"), ("168/100", "566/100"),
)  # fmt: skip


LEVELS_OFF = "b1*(1 - exp(-b2*x))"


class Params(LectureParams):
    """A model with two unknown numbers, data, a first guess and a method."""

    model: formula_in("x", "b1", "b2") = param(  # type: ignore[valid-type]
        "b1*x^b2", "height as a formula in x and the unknown b1 and b2"
    )
    data: Points = param(DANWOOD, "the data points", min_length=1, max_length=MOST_POINTS)
    start: Point2 = param(("1", "5"), "the first guess of b1 and b2")
    method: Literal["gd", "gn", "lm"] = param(
        "gn", "gradient descent, Gauss-Newton or Levenberg-Marquardt"
    )
    max_steps: int = param(50, "how many steps are allowed", ge=1, le=200)


PRESETS = {
    "crawls": {"method": "gd"},
    "plateau": {"model": LEVELS_OFF, "data": "boxbod", "start": ["1", "1"], "method": "lm"},
    "overflow": {"model": LEVELS_OFF, "data": "boxbod", "start": ["1", "1"], "method": "gn"},
    "straight": {"model": "b1 + b2*x", "data": "anscombe-1", "start": ["8", "-1/2"]},
    "decay": {
        "model": "b1*exp(-b2*x)", "start": ["6", "1/5"], "method": "lm",
        "data": [
            ["0", "9.8"], ["1", "6.2"], ["2", "3.5"], ["3", "2.4"], ["4", "1.2"], ["6", "0.5"],
        ],
    },
}  # fmt: skip
