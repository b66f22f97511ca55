"""Lines on a surface: whole, without specks, legible, with no more corners than needed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from manim import DEGREES, Scene

from scenes.audit.palette import contrast
from scenes.render import Renderer
from scenes.render.seen import Flags, Floats, split
from scenes.stage import layout, theme
from scenes.stage.parts import SurfaceView
from scenes.stage.parts.thinned import thinned

STEP = 0.01


def runs(shown: str, least: float) -> str:
    """A line along x of pieces that are shown (#) or hidden (.), after splitting."""

    def visible(points: Floats) -> Flags:
        place = np.clip(np.rint(points[:, 0] / STEP).astype(int), 0, len(shown) - 1)
        return np.array([shown[k] == "#" for k in place])

    x = np.arange(len(shown)) * STEP
    line = np.stack([x, 0 * x, 0 * x], axis=1)
    (starts, ends), _ = split(line[:-1], line[1:], visible, least)
    middle = (x[:-1] + x[1:]) / 2
    found = [bool(((starts[:, 0] <= at) & (at <= ends[:, 0])).any()) for at in middle]
    return "".join("#" if seen else "." for seen in found)


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ("##########", "#########"),
        ("..........", "........."),
        ("########.#########", "#" * 17),  # a gap
        ("........#.........", "." * 17),  # a speck
        ("######.#.#.#######", "#" * 17),  # gaps are closed before specks go
        ("#################.", "#" * 17),  # a gap at the end
    ],
)
def test_short_gaps_close_and_specks_go(shown: str, found: str) -> None:
    assert runs(shown, 3.5 * STEP) == found


def test_long_gaps_stay() -> None:
    found = runs("#######.......#######", 3.5 * STEP)
    assert found.startswith("######")
    assert found.endswith("######")
    assert found.count(".") in (6, 7, 8)


def test_a_line_broken_into_parts_is_not_joined_across_them() -> None:
    starts = np.array([[0.0, 0, 0], [5, 0, 0], [5.5, 0, 0]])
    ends = np.array([[0.5, 0, 0], [5.5, 0, 0], [9, 0, 0]])
    shown, hidden = split(starts, ends, lambda p: p[:, 0] < 1, 2.0)
    assert shown[0][:, 0].tolist() == [0]  # short, but nothing is beside it
    assert hidden[0][:, 0].tolist() == [5, 5.5]


def surface(phi: float) -> SurfaceView:
    scene = Scene(renderer=Renderer(1920, 1080, 60, encode="off"))
    view = SurfaceView(
        layout.SAFE, lambda x, y: 0.4 * x + 0.1 * np.sin(2 * y), (-2, 2), (-2, 2),
        levels=[-0.5, 0, 0.5], theta=0, phi=phi * DEGREES,
    )  # fmt: skip
    scene.add(view)
    return view


@pytest.mark.parametrize("phi", [30, 120])
def test_lines_on_a_sheet_are_whole_from_above_and_from_below(phi: float) -> None:
    lines = surface(phi).level_lines
    assert len(lines.front.points) > 100
    assert len(lines.back.points) == 0


def test_level_lines_stand_out_from_the_brightest_place_of_the_sheet() -> None:
    view = surface(40)
    sheet = view.mesh.sheets[0]
    line = np.array([int(theme.Role.FUNCTION.colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    for theta in np.linspace(0, 2 * np.pi, 12):
        view.theta.set_value(theta)
        argb = sheet.colours(view.box.view.rotation())
        rgb = np.stack([argb >> 16 & 255, argb >> 8 & 255, argb & 255], axis=1) / 255
        assert contrast(rgb, line).min() >= 3
    assert view.level_lines.front.get_stroke_opacity() == 1


@settings(max_examples=60, deadline=None)
@given(arrays(float, st.tuples(st.integers(2, 40), st.just(2)), elements=st.floats(-5, 5)))
def test_thinned_lines_stay_near_all_their_corners(line: Floats) -> None:
    kept = thinned(line, 0.3)
    assert np.array_equal(kept[[0, -1]], line[[0, -1]])
    share = np.linspace(0, 1, 400)[:, None]
    along = np.concatenate([a + share * (b - a) for a, b in pairwise(kept)])
    away = np.linalg.norm(line[:, None] - along[None], axis=2).min(axis=1)
    assert away.max() <= 0.3 + 0.05


def test_straight_lines_keep_their_ends_only() -> None:
    line = np.linspace([0, 0, 0], [3, 1, 2], 50)
    assert len(thinned(line, 1e-6)) == 2
