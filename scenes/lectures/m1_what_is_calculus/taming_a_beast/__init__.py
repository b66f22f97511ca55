"""Any function is differentiated by reading it: one node, one rule at a time."""

from __future__ import annotations

from typing import Literal

from scenes.stage import Expr1, LectureParams, Meta, Number, param

META = Meta(
    title="Any function, one rule at a time",
    goal="How do you differentiate a formula too large to look at?",
    module=1,
    order=5,
    prerequisites=("special-functions", "product-rule", "chain-rule"),
    sources=("Stewart, Calculus, chapter 3", "Imperial College, Multivariate Calculus, week 1"),
)


class Params(LectureParams):
    """A beast, and a place to check the result."""

    f: Expr1 = param("exp(-x)*sin(x^2 + x)", "the beast")
    x0: Number = param("0", "where the slope is checked in three ways")
    layout: Literal["tree", "lines"] = param("tree", "draw a tree if it is legible, or lines")
    max_nodes: int = param(40, "refuse formulas with more parts than this", ge=5, le=80)


PRESETS = {
    "quotient": {"f": "(x^2 - 1)/(x^2 + 1)", "x0": "1/2"},
    "imperial": {"f": "sin(2*x^5 + 3*x)/exp(7*x)"},
    "nested": {"f": "log(1 + sqrt(1 + exp(x)))", "x0": "1"},
    "tower": {"f": "(2 + sin(x))^x", "x0": "pi/2"},
    "lines": {"f": "x*exp(-x)*cos(3*x)", "x0": "-1", "layout": "lines"},
}
