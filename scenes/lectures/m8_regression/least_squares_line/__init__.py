"""The best line is a perpendicular: normal equations, projection, and how sure we can be."""

from __future__ import annotations

from scenes.stage import LectureParams, Meta, Points, param

META = Meta(
    title="The shadow of the data",
    goal="Which straight line fits best, and how sure can we be of it?",
    module=8,
    order=32,
    prerequisites=("gradient-and-contours", "hessian-and-curvature"),
    sources=("Strang, Introduction to Linear Algebra, 4.3", "NIST StRD, Norris"),
)


MOST_POINTS = 500


class Params(LectureParams):
    """Any data."""

    data: Points = param(
        (("0", "6"), ("1", "0"), ("2", "0")),
        "the data points",
        min_length=2,
        max_length=MOST_POINTS,
    )


PRESETS = {
    "anscombe": {"data": "anscombe-1"},
    "norris": {"data": "norris"},
    "exact": {"data": [["0", "1"], ["1", "3"], ["2", "5"], ["4", "9"]]},
    "outlier": {"data": [["1", "1/3"], ["2", "1/2"], ["3", "2/3"], ["4", "5/6"], ["5", "-7"]]},
}
