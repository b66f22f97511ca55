"""Three functions with memorable derivatives: one over x, a power, the sine."""

from __future__ import annotations

from typing import Literal

from scenes.stage import LectureParams, Meta, Number, param

META = Meta(
    title="Three functions with memorable derivatives",
    goal="What do all the slopes of a curve look like, drawn as a curve of their own?",
    module=1,
    order=2,
    prerequisites=("rise-over-run",),
    sources=("Stewart, Calculus, chapter 3", "Imperial College, Multivariate Calculus, week 1"),
)


class Params(LectureParams):
    """Which functions, where, and which power."""

    family: Literal["all", "reciprocal", "exponential", "sine"] = param(
        "all", "the functions to show"
    )
    x0: Number = param("1/2", "where the slope of 1/x is read off; not 0")
    base: Number = param("e", "base of the power, above 0, not 1; to find e we set out from 2")
    orders: int = param(8, "how often the sine is differentiated", ge=1, le=12)


PRESETS = {
    "shrinking": {"base": "1/2", "x0": "-2"},
    "ten": {"base": "10", "x0": "5/4", "orders": 5},
    "waves": {"family": "sine", "orders": 12},
}
