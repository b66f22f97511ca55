"""Zoom in until a map is a matrix; its determinant is the factor of areas."""

from __future__ import annotations

from scenes.stage import LectureParams, Meta, Number, Pair2, Point2, param

META = Meta(
    title="Zoom in until a map is a matrix",
    goal="What does a bent map of the plane do to a tiny square?",
    module=2,
    order=8,
    prerequisites=("gradient-and-contours",),
    sources=("Deisenroth et al., Mathematics for Machine Learning, 5.3", "Hubbard, 2015, 1.7"),
)


class Params(LectureParams):
    """Any map of the plane, and a place to look at closely."""

    map: Pair2 = param(("x^2 - y^2", "2*x*y"), "where the point (x, y) goes")
    point: Point2 = param(("1", "1/2"), "where the microscope stands")
    reach: Number = param("3/2", "half width of the grid", above="0")


PRESETS = {
    "linear": {"map": ["2*x + y", "y - x"], "point": ["1/2", "1/2"]},
    "polar": {"map": ["x*cos(y)", "x*sin(y)"], "point": ["1", "1/2"]},
    "twist": {"map": ["x*cos(x^2 + y^2) - y*sin(x^2 + y^2)", "x*sin(x^2 + y^2) + y*cos(x^2 + y^2)"],
              "point": ["1/2", "0"], "reach": "1"},
    "flip": {"map": ["y + x^2/4", "x"], "point": ["1/2", "1/3"]},
    "fold": {"map": ["x^2", "y"], "point": ["0", "1/2"]},
}  # fmt: skip
