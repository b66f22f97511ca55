"""Room for numbers, numbers in formulas, and records of how a method closes in."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from manim import ValueTracker

from mvcalc.expr import parse
from scenes.stage import layout
from scenes.stage.parts import Convergence, FlowNetwork, Network, Terrain, brief, worked
from scenes.stage.parts.rooms import find_rooms


def test_plates_make_room_for_each_other() -> None:
    # The first may stand at 0 or 3, the second only at 0.5: the first has to move.
    places = np.array([[[0.0, 0], [3, 0]], [[0.5, 0], [0.5, 0]]])
    halves = np.full((2, 2), 0.4)
    cost = np.array([[0.0, 1], [0, 0]])
    assert find_rooms(places, halves, cost, np.ones((2, 2), dtype=bool)).tolist() == [1, 0]


def test_the_first_keeps_its_room_if_there_is_only_one() -> None:
    places = np.zeros((2, 1, 2))
    rooms = find_rooms(places, np.ones((2, 2)), np.zeros((2, 1)), np.ones((2, 1), dtype=bool))
    assert sorted(rooms.tolist()) == [-1, 0]
    nowhere = find_rooms(places, np.ones((2, 2)), np.zeros((2, 1)), np.zeros((2, 1), dtype=bool))
    assert nowhere.tolist() == [-1, -1]


@pytest.mark.parametrize("widths", [(3, 4, 3, 1), (2, 6, 2), (3, 3, 3, 3)])
def test_crowded_networks_lose_no_number(widths: tuple[int, ...]) -> None:
    net = Network(layout.BELOW_STRIP, widths)
    values = {
        edge: sympy.Rational((-1) ** k * (k + 1), 9973) for k, edge in enumerate(net.all_edges())
    }
    assert len(net.edge_numbers(values)) == len(values)


def test_a_large_node_holds_value_and_blame() -> None:
    numbers = [[sympy.Rational(1, 3)] * 2] * 3
    net = FlowNetwork(layout.BELOW_STRIP, (2, 2, 2), None, numbers, numbers)
    assert all(shape.is_round for shape in net.shapes)
    value, blame, raised = net.values[1][0], net.blames[1][0], net.raised[1][0]
    assert raised[1] - value.height / 2 > blame.get_top()[1]
    assert np.allclose(value.get_center(), net.node(1, 0), atol=0.02)


def test_small_nodes_are_oblong_so_that_they_hold_both() -> None:
    numbers = [[1], [sympy.Rational(-1, 700)] * 6, [sympy.Rational(1, 3)]]
    net = FlowNetwork(layout.BELOW_STRIP, (1, 6, 1), None, numbers, numbers)
    assert [shape.is_round for shape in net.shapes] == [True, False, False]
    for k, (blame, raised) in enumerate(zip(net.blames[1], net.raised[1], strict=True)):
        wide, tall = net.shapes[1].half
        assert blame.width < 2 * wide
        assert raised[1] - 0.15 > blame.get_top()[1] > blame.get_bottom()[1]
        assert blame.get_bottom()[1] > net.node(1, k)[1] - tall
    for edge in net.all_edges():
        start, end = net.ends(edge)
        assert start[0] < end[0]
        assert abs(end[1] - net.node(*edge[:2])[1]) <= net.shapes[edge[0]].tall


def test_numbers_without_room_come_in_a_later_wave() -> None:
    numbers = [[1] * width for width in (1, 1, 6, 5)]
    net = FlowNetwork(layout.BELOW_STRIP, (1, 1, 6, 5), None, numbers, numbers)
    values = {edge: sympy.Rational(-1, 9000 + k) for k, edge in enumerate(net.all_edges())}
    first, *more = net.edge_waves(values)
    assert more
    assert sorted([*first, *(edge for wave in more for edge in wave)]) == sorted(values)


def test_worked_formulas_fit_and_say_whether_they_are_rounded() -> None:
    third = sympy.Rational(1, 3)
    made = worked(4.0, "a = {a} dot {a} dot {a} dot {a} {is} {b}", "{a} {is} {b}", a=third, b=1)
    assert made.width <= 4.0
    assert "approx" in made.source
    exact = worked(9.0, "{a} {is} {b}", a=2, b=sympy.Rational(1, 2))
    assert "approx" not in exact.source
    assert brief(sympy.Rational(1, 2)).text == "0.5"
    assert brief(sympy.Integer(-7)).text == "−7"


def test_convergence_leaves_the_picture_with_what_flies_off() -> None:
    k = ValueTracker(12)
    away = [[2.0**step for step in range(13)], [0.5**step for step in range(13)], [1.0] * 13]
    race = Convergence(layout.LEDGER, away, [k] * 3, [1, 2, 3])
    area = race.area
    for curve in race.curves:
        assert curve.line.points[:, 1].max() <= area.top + 1e-6
        assert curve.line.points[:, 1].min() >= area.bottom - 1e-6
    tags = [tag for tag in race.tags if tag is not None]
    assert len(tags) == 3


def test_level_lines_of_a_bowl_are_evenly_spaced() -> None:
    land = Terrain(layout.PICTURE, parse("x^2 + y^2", ("x", "y")), (-1, 1), (-1, 1))
    inside = np.sqrt([level for level in land.levels if level < 1])
    assert np.ptp(np.diff(inside)) < 0.05 * inside.max()
