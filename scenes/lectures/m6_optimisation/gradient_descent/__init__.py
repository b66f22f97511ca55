"""Gradient descent: one number, the rate, decides between crawling, arriving and flying off."""

from __future__ import annotations

from typing import Literal

from scenes.stage import Expr2, LectureParams, Meta, Number, Point2, param

META = Meta(
    title="Gradient descent: one number decides",
    goal="How long should a step downhill be?",
    module=6,
    order=26,
    prerequisites=("gradient-and-contours", "hessian-and-curvature"),
    sources=("Deisenroth et al., Mathematics for Machine Learning, 7.1", "Goh, Distill, 2017"),
)


class Params(LectureParams):
    """Any smooth landscape, a start and a rate."""

    f: Expr2 = param("x^2/2 + 5*y^2", "the landscape")
    start: Point2 = param(("10", "1"), "where the walk begins")
    rate: Number = param("2/11", "rate: the step is minus rate times gradient", above="0")
    steps: int = param(30, "how many steps are taken", ge=2, le=500)
    line_search: Literal["none", "armijo", "exact"] = param(
        "none", "let the first walk choose its own rates"
    )


PRESETS = {
    "diverges": {"rate": "1/4", "steps": 12},
    "crawls": {"rate": "1/50", "steps": 60},
    "tilted": {"f": "x^2 + x*y + y^2", "start": ["-3", "5/2"], "rate": "1/4", "steps": 20},
    "banana": {
        "f": "(1 - x)^2/10 + 2*(y - x^2)^2", "start": ["-1", "2"], "rate": "1/20", "steps": 200,
    },
}  # fmt: skip
