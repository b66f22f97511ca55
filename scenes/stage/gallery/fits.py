"""Demos: fits of models with two unknowns."""

from __future__ import annotations

import numpy as np

from mvcalc.expr import parse
from scenes.stage import layout, theme
from scenes.stage.formula import Formula
from scenes.stage.gallery.wall import Wall, demo
from scenes.stage.parts import (
    DampingDial,
    DoubtView,
    FitView,
    LossMap,
    Misfit,
    Plot,
    PretendedBowl,
    Resampling,
    walk_along,
)

GROWTH = Misfit.of(parse("a*x^b", ("x", "a", "b")), (1, 2, 3), (2, 5, 12))


@demo("FitView")
def one_point_one_curve(wall: Wall) -> None:
    k = wall.tracker(0)
    stops = [(2.6, 2.1), (1.2, 1.6), (1.6, 1.8)]
    view = FitView(GROWTH, FitView.around(stops), walk_along(stops, k), k)
    wall.hang(view)
    wall.still()
    wall.still((k, 2))


@demo("PretendedBowl")
def bowl_of_a_straight_model(wall: Wall) -> None:
    plot = LossMap.axes(layout.SAFE, (0.5, 3), (0.5, 2.5))
    guess = np.array([2.2, 1.2])
    slopes = GROWTH.jacobian(guess)
    step = np.linalg.lstsq(slopes, GROWTH.y - GROWTH.curve(lambda: guess)(GROWTH.x), rcond=None)[0]
    wall.hang(plot, LossMap(plot, GROWTH), PretendedBowl(plot, GROWTH, guess, guess + step))
    wall.still()


@demo("DampingDial")
def from_bold_to_careful(wall: Wall) -> None:
    guess = np.array([1.2, 1.0])
    slopes = GROWTH.jacobian(guess)
    misses = GROWTH.y - GROWTH.curve(lambda: guess)(GROWTH.x)
    form = slopes.T @ slopes
    dampings = np.logspace(-3, 3, 25)
    steps = [
        np.linalg.solve(form + damping * np.diag(np.diag(form)), slopes.T @ misses)
        for damping in dampings
    ]
    dial = DampingDial(GROWTH, guess, dampings, guess + np.array(steps))
    wall.hang(dial)
    wall.still((dial.turn, -0.5), (dial.reach, dial.end))
    names = [Formula(f'"{word}"', size=theme.LABEL) for word in ("bold", "careful")]
    wall.hang(*dial.ends(*names))
    wall.still((dial.turn, dial.end))


@demo("DoubtView")
def ellipse_and_band(wall: Wall) -> None:
    line = Misfit.of(parse("a + b*x", ("x", "a", "b")), (0, 1, 2, 3), (1, 2.2, 2.7, 4.3))
    view = DoubtView(line, (0.99, 1.04), ((0.035, -0.015), (-0.015, 0.01)), rise=2.3, noise=0.05)
    wall.hang(view)
    wall.still((view.turn, 0.5))
    wall.still((view.turn, 2.5))


@demo("Resampling")
def lines_of_other_samples(wall: Wall) -> None:
    k, x = wall.tracker(0), np.arange(6.0)
    noise = np.random.default_rng(1).normal(size=(40, 6)) * 0.6
    samples = 1 + x / 2 + noise
    lines = np.polynomial.polynomial.polyfit(x, samples.T, 1).T
    left, right = layout.SAFE.split_x(0.5)
    plot = Plot(left, (-0.5, 5.5), (-1, 6), y_label="y")
    ground = Plot(right, (-0.5, 2.5), (0, 1), x_label="c", y_label="m", grid=False)
    wall.hang(plot, ground, Resampling(plot, ground, x, samples, lines, k))
    wall.still((k, 3.5))
    wall.still((k, 39))
