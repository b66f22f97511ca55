"""No part gives way to extreme scales, gaps, empty input or vanishing lengths.

Warnings are errors in the test run, so a silent overflow would show.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
import sympy
from manim import Mobject, VMobject

from mvcalc.expr import parse
from scenes.stage import layout
from scenes.stage.parts import (
    Arrow,
    Bars,
    ContourPlot,
    DataDots,
    DescentPath,
    Ellipse,
    GridMap,
    ImplicitCurve,
    LevelLine,
    MappedFigure,
    Matrix,
    Network,
    NumberLine,
    Parallelogram,
    PlaneMap,
    Plot,
    PolarCurve,
    Residuals,
    Shaded,
    SurfaceArrow,
    SurfacePath,
    SurfacePoint,
    SurfaceView,
    VectorField,
    square_about,
)

XY = ("x", "y")
FUNCTIONS = {
    "huge": "10^200*(x^2 + y)",
    "tiny": "(x^2 + y)/10^200",
    "constant": "3 + 0*x",
    "nowhere": "log(-1 - x^2 - y^2)",
    "poles": "1/(x*y)",
    "steep": "exp(exp(5*x)) + y",
    "kinks": "abs(x) - abs(y)",
}
RANGES = {
    "near": ((-2.0, 2.0), (-2.0, 2.0)),
    "far": ((1e9, 1e9 + 1), (-1e-9, 1e-9)),
    "flat": ((-1000.0, 1000.0), (0.0, 1.0)),
}


def whole(*mobjects: Mobject) -> None:
    """Every coordinate to draw is finite."""
    for mobject in mobjects:
        for part in mobject.get_family():
            if isinstance(part, VMobject):
                assert np.isfinite(part.points).all()


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("window", RANGES)
def test_functions_of_two_variables(name: str, window: str) -> None:
    f, ranges = parse(FUNCTIONS[name], XY), RANGES[window]
    plot = Plot(layout.PICTURE, *ranges)
    low, high = ContourPlot(plot, f, (), cells=20).heights.range()
    levels = [Fraction(low), Fraction(low) / 2 + Fraction(high) / 2]
    shown = [sympy.Rational(level.numerator, level.denominator) for level in levels]
    contours = ContourPlot(plot, f, levels, labels=shown, cells=20)
    whole(contours, LevelLine(contours, low), ImplicitCurve(plot, f, cells=20))
    whole(VectorField(plot, f, f, across=5))
    surface = SurfaceView(layout.PICTURE, f, *ranges, levels=levels, cells=12)
    x, y = (float(np.mean(interval)) for interval in ranges)
    whole(surface, SurfacePoint(surface, lambda: (x, y), drop=True))
    whole(SurfaceArrow(surface, lambda: ((x, y), (1.1 * x, y + 1))))
    whole(SurfacePath(surface, [(x, y), (np.nan, y), (np.inf, x)]))


def axes() -> Plot:
    return Plot(layout.PICTURE, (-2, 2), (-2, 2))


CASES: dict[str, Callable[[], list[Mobject]]] = {
    "ellipses": lambda: [
        Ellipse(axes(), (0, 0), ((0, 0), (0, 0))),
        Ellipse(axes(), (9, 9), ((1e30, 0), (0, 1e-30)), 1e10),
        Ellipse(axes(), (0, 0), ((1, 0), (0, 1)), 0),
    ],
    "paths": lambda: [
        DescentPath(axes(), []),
        DescentPath(axes(), [(0, 0)]),
        DescentPath(axes(), [(np.nan, 0), (0, 0), (np.nan, 1), (1, 1)]),
        DescentPath(axes(), [(0, 0)] * 5, dashed=True),
    ],
    "polar curves": lambda: [
        PolarCurve(np.zeros(3), lambda a: np.where(a > 1, np.nan, a)),
        PolarCurve(np.zeros(3), lambda a: 1 / np.maximum(a - 1, 0)),
    ],
    "data": lambda: [
        DataDots(axes(), [], []),
        DataDots(axes(), [1], [1], [np.inf]),
        Residuals(axes(), [1, 1], [np.nan, 1], lambda x: x + np.inf, squares=True),
    ],
    "bars": lambda: [Bars(layout.LEDGER, ["a name that is much too long to fit"], [10**30])],
    "matrices": lambda: [
        Matrix([[1]]),
        Matrix([[sympy.pi**20, 10**40], [sympy.Rational(1, 10**30), sympy.oo]]),
    ],
    "number lines": lambda: [
        NumberLine(layout.STRIP, (1e-12, 2e-12), name="x"),
        NumberLine(layout.STRIP, (0, 1e12)),
    ],
    "networks": lambda: [
        Network(layout.LEDGER, (20, 3)),
        Network(layout.PICTURE, (2, 2), [[[0, 0], [0, 0]]]),
        Network(layout.PICTURE, (2, 2), [[[1e300, np.nan], [1, 1]]]),
    ],
    "maps": lambda: [
        GridMap(axes(), PlaneMap(parse("1/x", XY), parse("log(y)", XY))),
        MappedFigure(axes(), PlaneMap(parse("1/x", XY), parse("y", XY)), square_about((0, 0), 1)),
        Parallelogram(axes(), (0, 0), (0, 0), (np.nan, 1)),
    ],
    "arrows": lambda: [
        Arrow(np.zeros(3), np.full(3, 1e-300)),
        Arrow(np.zeros(3), np.full(3, 1e300)),
    ],
    "shaded regions": lambda: [
        Shaded(axes(), parse("1/x"), 0.0, hatched=True),
        Shaded(axes(), 1e300, -1e300, hatched=True),
        Shaded(axes(), 0.0, 0.0, low=1, high=-1, hatched=True),
    ],
}


@pytest.mark.parametrize("case", CASES)
def test_parts(case: str) -> None:
    whole(*CASES[case]())
