"""How wrong a Taylor polynomial can be: a promise that is kept, not a guess."""

from __future__ import annotations

from scenes.stage import Expr1, LectureParams, Meta, Number, param

META = Meta(
    title="How wrong, guaranteed",
    goal="How far off can a Taylor polynomial be, at the very most?",
    module=4,
    order=18,
    prerequisites=("power-series",),
    sources=("Apostol, Calculus I, 7.5", "Stewart, Calculus, 11.10"),
)


class Params(LectureParams):
    """A function, a centre, a degree, and where the promise must hold."""

    f: Expr1 = param("exp(x)", "the function")
    p: Number = param("0", "centre of the polynomial")
    degree: int = param(4, "degree of the polynomial", ge=0, le=15)
    interval: tuple[Number, Number] = param(("0", "1"), "where the promise must hold; holds p")
    target_error: Number = param("1/1000000", "error that is asked for", above="0")


PRESETS = {
    "cosine": {"f": "cos(x)", "degree": 2, "interval": ["-1", "1"]},
    "logarithm": {
        "f": "log(1 + x)", "degree": 3, "interval": ["-1/4", "1/2"], "target_error": "1/1000",
    },
    "off-centre": {"f": "sqrt(x)", "p": "4", "degree": 2, "interval": ["3", "5"]},
    "bell": {"f": "exp(-x^2)", "degree": 3, "interval": ["-1", "1"], "target_error": "1/100"},
}  # fmt: skip
