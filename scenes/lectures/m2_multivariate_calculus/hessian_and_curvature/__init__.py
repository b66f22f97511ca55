"""Bowl, dome or saddle: the Hessian's eigenvalues say which, and along which directions."""

from __future__ import annotations

from scenes.stage import Expr2, LectureParams, Meta, Number, Point2, param

META = Meta(
    title="Bowl, dome or saddle",
    goal="Level ground: is it a valley, a summit, or a pass?",
    module=2,
    order=10,
    prerequisites=("partial-derivatives", "gradient-and-contours"),
    sources=("Deisenroth et al., Mathematics for Machine Learning, 5.7", "Stewart, 14.7"),
)


class Params(LectureParams):
    """Any smooth landscape, and the square in which all level places are looked for."""

    f: Expr2 = param("x^3 - 3*x*y + y^3", "the landscape")
    centre: Point2 = param(("1/2", "1/2"), "middle of the square")
    reach: Number = param(
        "3/2", "half width of the square; wider if a level place is at its border", above="0"
    )


PRESETS = {
    "waves": {"f": "sin(x)*cos(y)", "centre": ["0", "0"], "reach": "9/4"},
    "camel": {"f": "x^4 - 2*x^2 + y^2 + x*y/2", "centre": ["0", "0"], "reach": "2"},
    "ring": {"f": "(x^2 + y^2 - 1)^2", "centre": ["0", "0"]},
    "flat": {"f": "x^4 - y^4", "centre": ["0", "0"], "reach": "1"},
}
