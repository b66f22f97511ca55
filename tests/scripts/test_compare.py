"""The comparator, by sabotage: every planted fault fails, anti-aliasing and noise pass."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from manim import Scene
from PIL import Image

from mvcalc.expr import parse
from scenes.render import StockRenderer
from scenes.stage import layout, theme
from scenes.stage.formula import Formula
from scenes.stage.parts.curve import Curve
from scenes.stage.parts.marks import Point
from scenes.stage.parts.plot import Plot
from scenes.stage.theme import Role
from scripts.pipeline.compare import LIMIT, compare, difference, side_by_side

SIZE = (854, 480)
PIXEL = theme.FRAME_WIDTH / SIZE[0]
NUMBER = "-12.5"  # glyphs: minus, 1, 2, point, 5
DIMMEST = Role.SECONDARY


@cache
def frame(fault: str = "", enlarged: int = 1) -> Image.Image:
    """A plot with a curve, a dot and a number, with one fault planted."""
    width, height = SIZE
    renderer = StockRenderer(
        width * enlarged, height * enlarged, 15, encode="off", background=theme.BACKGROUND
    )
    scene = Scene(renderer=renderer)
    plot = Plot(layout.PICTURE, (-2.0, 2.0), (-3.0, 3.0))
    curve = Curve(plot, parse("x^3 - x"))
    number = Formula(NUMBER, size=theme.TICK, role=DIMMEST)
    number.move_to((5.113, 2.07, 0))
    scene.add(plot, curve, number)
    if fault != "dot":
        scene.add(Point(plot.at(1.0, 1.0), radius=0.08))
    hidden = {"minus": 0, "decimal point": 3}.get(fault)
    if hidden is not None:
        number.submobjects[hidden].set_opacity(0)
    if fault == "shift right":
        curve.shift((PIXEL, 0, 0))
    if fault == "shift up":
        curve.shift((0, PIXEL, 0))
    if fault == "digit":
        number.become(Formula("-12.6", size=theme.TICK, role=DIMMEST).move_to(number))
    if fault == "colour":
        curve.line.set_stroke(Role.DERIVATIVE.colour)
    if fault == "tick":
        plot.ticks.submobjects[0].set_opacity(0)
    return Image.fromarray(renderer.pixels()[:, :, :3])


@pytest.mark.parametrize(
    "fault",
    ["dot", "minus", "decimal point", "shift right", "shift up", "digit", "colour", "tick"],
)
def test_a_fault_is_seen(fault: str) -> None:
    found = compare(frame(fault), frame())
    assert not found.same
    assert found.worst > LIMIT
    assert "differs by" in found.reason


def test_the_fault_is_where_it_was_planted() -> None:
    box = compare(frame("minus"), frame()).box
    assert box is not None
    left, top, right, bottom = box
    x, y = 5.113 / PIXEL + SIZE[0] / 2, SIZE[1] / 2 - 2.07 / PIXEL
    assert left - 40 <= x <= right + 40
    assert top - 12 <= y <= bottom + 12


@pytest.mark.parametrize(("enlarged", "method"), [(3, "LANCZOS"), (4, "BOX"), (2, "BILINEAR")])
def test_other_anti_aliasing_passes(enlarged: int, method: str) -> None:
    smooth = frame(enlarged=enlarged).resize(SIZE, Image.Resampling[method])
    found = compare(smooth, frame())
    assert 0 < found.worst < LIMIT * 0.7
    assert found.same


def test_noise_of_a_few_levels_passes() -> None:
    levels = np.asarray(frame(), dtype=int)
    noise = np.random.default_rng(7).integers(-6, 7, levels.shape)
    noisy = Image.fromarray(np.clip(levels + noise, 0, 255).astype(np.uint8))
    assert compare(noisy, frame()).same


def test_the_same_frame_differs_by_nothing() -> None:
    found = compare(frame(), frame().copy())
    assert found.same
    assert (found.worst, found.box) == (0, None)


def test_a_fault_at_the_very_corner_is_seen() -> None:
    levels = np.array(frame())
    levels[-5:, -5:] = 255
    assert not compare(Image.fromarray(levels), frame()).same


def test_another_size_is_another_picture() -> None:
    found = compare(frame().resize((853, 480)), frame())
    assert not found.same
    assert "853×480" in found.reason
    assert "854×480" in found.reason


def test_the_three_pictures_are_written(tmp_path: Path) -> None:
    path = side_by_side(frame("dot"), frame(), tmp_path / "deep" / "out.png")
    with Image.open(path) as sheet:
        assert sheet.width > 3 * SIZE[0]
    gap = np.asarray(difference(frame("dot"), frame()).convert("L"))
    assert gap.max() == 255
    assert (gap > 0).mean() < 0.01
