"""Lagrange multipliers: at the best point, the contour kisses the fence."""

from __future__ import annotations

from scenes.stage import Expr2, LectureParams, Meta, Number, formula_in, param

META = Meta(
    title="Where contours kiss the fence",
    goal="You must stay on a fence. Where on it is the highest place?",
    module=7,
    order=30,
    prerequisites=("gradient-and-contours", "multivariate-chain-rule"),
    sources=("Deisenroth et al., Mathematics for Machine Learning, 7.2", "Stewart, 14.8"),
)
XYZ = ("x", "y", "z")


class Params(LectureParams):
    """Any height and any fence, both polynomials for a complete answer."""

    f: Expr2 = param("x^2*y", "the height")
    g: Expr2 = param("x^2 + y^2 - 3", "the fence, where this is 0")
    loosen: Number = param("3", "how far the fence is moved, in units of g", above="0")
    f_space: formula_in(*XYZ) = param(  # type: ignore[valid-type]
        "3*x + 7*y + 3*z", "the height in space"
    )
    wall_1: formula_in(*XYZ) = param(  # type: ignore[valid-type]
        "y + z - 1", "the first wall in space, where this is 0"
    )
    wall_2: formula_in(*XYZ) = param(  # type: ignore[valid-type]
        "x^2 + y^2 - 1", "the second wall in space, where this is 0"
    )


PRESETS = {
    "ellipse": {"f": "x + y", "g": "x^2/4 + y^2 - 1", "loosen": "1"},
    "nearest": {
        "f": "x^2 + y^2", "g": "3*x + 4*y - 25", "loosen": "20",
        "f_space": "x^2 + y^2 + z^2", "wall_1": "x + y + z - 6", "wall_2": "x - y - 1",
    },
    "cusp": {"f": "(x - 1)^2 + y^2", "g": "y^2 - x^3", "loosen": "1/10"},
    "saddle": {
        "f": "x*y", "g": "x^2 + 4*y^2 - 8", "loosen": "4",
        "f_space": "x*y*z", "wall_1": "x + y + z - 1", "wall_2": "x^2 + y^2 + z^2 - 9",
    },
}  # fmt: skip
