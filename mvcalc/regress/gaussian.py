"""A bell curve through a histogram: counts ≈ a·exp(−(x − mu)²/(2s²))."""

from __future__ import annotations

from fractions import Fraction

import sympy

from mvcalc.autodiff.mixed import root
from mvcalc.errors import DegenerateError, RangeError, RankError, names_parameters
from mvcalc.expr import Function, parse
from mvcalc.regress.model import to_expr
from mvcalc.regress.nonlinear import METHODS
from mvcalc.regress.path import FitPath
from mvcalc.regress.table import Data


@names_parameters
def gaussian_model() -> Function:
    """The bell curve in x with height a, centre mu and width s."""
    return parse("a*exp(-(x - mu)^2/(2*s^2))", vars=("x", "a", "mu", "s"))


@names_parameters
def moments(histogram: Data) -> tuple[sympy.Rational, sympy.Rational]:
    """Exact mean and variance of a histogram (columns x: centres, y: counts).

    Raises:
        RangeError: a negative count (its row is named).
        DegenerateError: no counts, or all in one class.
    """
    x, y = histogram.column("x"), histogram.column("y")
    for line, count in zip(histogram.lines, y, strict=True):
        if count < 0:
            raise RangeError(
                f"the count in row {line} is {count}", param="y", value=count, hint="0 or more"
            )
    size = sum(y, Fraction(0))
    if size == 0:
        raise DegenerateError("the histogram is empty", hint="give at least one count above 0")
    mean = sum((a * b for a, b in zip(x, y, strict=True)), Fraction(0)) / size
    variance = sum((b * (a - mean) ** 2 for a, b in zip(x, y, strict=True)), Fraction(0)) / size
    if variance == 0:
        raise DegenerateError("all counts are in one class", hint="use narrower classes")
    return to_expr(mean), to_expr(variance)


@names_parameters
def gaussian_fit(
    histogram: Data,
    method: str = "lm",
    *,
    poisson: bool = True,
    max_steps: int = 200,
    start: tuple[object, object, object] | None = None,
) -> FitPath:
    """Fit a bell curve to counts by least squares.

    Args:
        histogram: columns x (class centres) and y (counts); a column ``sigma`` or ``variance``
            overrides ``poisson``.
        method: ``lm``, ``gn`` or ``gd``.
        poisson: take each count's variance to be the count itself (1 for an empty class).
        max_steps: budget.
        start: height, centre and width; default from the largest count and the exact moments.

    Raises:
        RangeError: an unknown method or a negative count.
        RankError: fewer than three classes.
        DegenerateError: no counts, or all in one class.
    """
    if method not in METHODS:
        raise RangeError(
            "there is no such method", param="method", value=method, hint="use lm, gn or gd"
        )
    if len(histogram) < 3:
        raise RankError(
            f"{len(histogram)} classes cannot fix 3 parameters", hint="give at least 4 classes"
        )
    mean, variance = moments(histogram)
    counts = histogram.column("y")
    data = histogram
    if poisson and "sigma" not in histogram and "variance" not in histogram:
        spread = tuple(count if count > 0 else Fraction(1) for count in counts)
        data = Data((*histogram.names, "variance"), (*histogram.columns, spread), histogram.lines)
    first = start if start is not None else (to_expr(max(counts)), mean, root(variance))
    return METHODS[method](gaussian_model(), data, list(first), max_steps=max_steps)
