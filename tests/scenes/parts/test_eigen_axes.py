"""Eigenvectors on a map, and what stands over a plot: in sight wherever they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.audit import palette
from scenes.stage import layout, parts, theme
from scenes.stage.formula import Formula
from scenes.stage.parts.tag import Tag

MAP, _ = layout.SAFE.split_x(0.5)


def axes(place: tuple[float, float], degrees: float) -> tuple[parts.Plot, parts.EigenAxes]:
    plot = parts.Plot(MAP, (0, 1), (0, 1), equal=True, grid=False)
    turn = np.radians(degrees)
    vectors = [(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))]
    names = [Formula(name, size=theme.LABEL) for name in ("v_1", "v_2")]
    return plot, parts.EigenAxes(plot, place, vectors, names)


@settings(deadline=None, max_examples=25)
@given(st.floats(0.15, 0.85), st.floats(0.15, 0.85), st.floats(0, 180))
def test_names_of_eigenvectors_stay_on_the_map(x: float, y: float, degrees: float) -> None:
    plot, pair = axes((x, y), degrees)
    for tag in (part for part in pair.submobjects if isinstance(part, Tag)):
        (cx, cy, _), (w, h) = tag.get_center(), tag.half()
        assert plot.area.left <= cx - w + 1e-9
        assert cx + w <= plot.area.right + 1e-9
        assert plot.area.bottom <= cy - h + 1e-9
        assert cy + h <= plot.area.top + 1e-9


@pytest.mark.parametrize("degrees", [0, 30, 45, 90, 135])
def test_eigenvectors_keep_their_directions_and_one_length(degrees: float) -> None:
    plot, pair = axes((0.2, 0.8), degrees)
    arrows = [part for part in pair.submobjects if isinstance(part, parts.Arrow)]
    ways = [arrow.end - plot.at(0.2, 0.8) for arrow in arrows]
    assert np.dot(*ways) == pytest.approx(0, abs=1e-9)
    assert np.linalg.norm(ways[0]) == pytest.approx(np.linalg.norm(ways[1]))
    turn = np.arctan2(ways[0][1], ways[0][0])
    assert np.sin(turn - np.radians(degrees)) == pytest.approx(0, abs=1e-9)


def test_a_long_name_and_a_power_of_ten_share_a_narrow_plot_in_two_lines() -> None:
    slot = layout.LEDGER
    plot = parts.Plot(slot, (0, 360), (-4e-10, 4e-10), y_label='"slope ahead, by degrees"')
    power = plot.ticks[-1]
    assert power.get_right()[0] <= slot.right
    assert power.get_top()[1] < plot.names[-1].get_bottom()[1]
    assert plot.names.get_top()[1] <= slot.top + 1e-6
    wide = parts.Plot(layout.SAFE, (0, 360), (-4e-10, 4e-10), y_label='"slope"')
    assert wide.ticks[-1].get_left()[0] > wide.names[-1].get_right()[0]


@pytest.mark.parametrize("ground", [theme.BACKGROUND, *theme.RAMP])
def test_axes_read_on_all_heights(ground: str) -> None:
    line = parts.Plot(layout.SAFE, (-1, 1), (-1, 1)).axes
    behind, share, colour = palette.rgb(ground), line.get_stroke_opacity(), line.get_stroke_color()
    assert colour is not None
    shown = share * palette.rgb(colour.to_hex()) + (1 - share) * behind
    assert palette.contrast(shown, behind) >= palette.MARK_CONTRAST
