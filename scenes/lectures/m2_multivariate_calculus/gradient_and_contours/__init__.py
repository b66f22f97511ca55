"""The gradient: the arrow that points uphill, square to the contour lines."""

from __future__ import annotations

from scenes.stage import Expr2, LectureParams, Meta, Number, Point2, param

META = Meta(
    title="The arrow that points uphill",
    goal="Which way is steepest, and how steep is every other way?",
    module=2,
    order=7,
    prerequisites=("partial-derivatives",),
    sources=("Deisenroth et al., Mathematics for Machine Learning, 5.2", "Stewart, Calculus, 14.6"),
)


class Params(LectureParams):
    """Any smooth landscape, a place on it and a direction."""

    f: Expr2 = param("x^2 + x*y + y^2", "the landscape")
    point: Point2 = param(("1", "0"), "where the slopes are asked for")
    direction: Number = param("0", "first direction, counted from the x axis", unit="radians")
    reach: Number = param("2", "half width of the map", above="0")


PRESETS = {
    "hills": {"f": "sin(x)*cos(y)", "point": ["1/2", "1/3"], "direction": "pi/4"},
    "saddle": {"f": "x^2 - y^2", "point": ["-1", "1/2"], "direction": "pi/2"},
    "steep": {"f": "exp(2*x)*(y^2 + 1)", "point": ["1", "-1"], "direction": "pi"},
    "fractions": {"f": "x^3/7 - 5*x*y/13 + y/3", "point": ["11/17", "-3/19"]},
}
