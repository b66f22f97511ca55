"""From rise over run to the derivative: a slope at a single point, as the limit of secants."""

from __future__ import annotations

from scenes.stage import Expr1, LectureParams, Meta, Number, param

META = Meta(
    title="From rise over run to the derivative",
    goal="How steep is a curve at a single point?",
    module=1,
    order=1,
    sources=("Stewart, Calculus, chapter 2", "Imperial College, Multivariate Calculus, week 1"),
)


class Params(LectureParams):
    """Any smooth curve, a point on it, and a first run."""

    f: Expr1 = param("x^3 - x", "the curve")
    x0: Number = param("1", "where the slope is asked for")
    run: Number = param("1", "first run, negative to look backwards; not 0")
    shrink: int = param(10, "each run is the one before divided by this", ge=2, le=10)
    steps: int = param(4, "how many runs the table holds", ge=2, le=8)


PRESETS = {
    "sine": {"f": "sin(x)", "x0": "pi/3", "run": "pi/6", "shrink": 2, "steps": 6},
    "steep": {"f": "exp(3*x)", "x0": "1", "run": "1/2"},
    "backwards": {"f": "x^2 - 2*x", "x0": "2", "run": "-3/2", "shrink": 4},
    "fractions": {"f": "x^4/7 - 3*x/11", "x0": "13/17", "run": "5/19", "shrink": 3, "steps": 5},
    "bell": {"f": "exp(-x^2)*sin(3*x)", "x0": "1/2", "run": "1/2"},
}
