"""Networks and derivation trees: everything in its slot, nothing on top of anything else."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import Mobject, ValueTracker

from mvcalc.expr import parse
from mvcalc.rules import derive
from scenes.stage import layout, theme
from scenes.stage.parts import DerivationMap, DerivationTree, Network, PartBoard, Pulses
from scenes.stage.parts.derivation_text import entries
from scenes.stage.parts.part import Floats
from scenes.stage.parts.tag import Tag
from scenes.stage.parts.tidy_tree import tidy_tree

SMALL = "exp(-x)*sin(x^2 + x)"
LARGE = (
    "sqrt(1 + x^2)*log(x^2 + 1)*atan(x)/(1 + exp(-x*sin(3*x))) + cosh(x)^3 - x^x "
    "+ tan(x)*tanh(2*x)/sqrt(x)"
)


def box(mobject: Mobject) -> Floats:
    """Lower left and upper right corner; shape (2, 2)."""
    points = mobject.get_all_points()[:, :2]
    return np.array([points.min(axis=0), points.max(axis=0)])


def overlap(one: Floats, other: Floats, slack: float = 0.01) -> bool:
    return bool((np.minimum(one[1], other[1]) - np.maximum(one[0], other[0]) > slack).all())


def meet(one: Mobject, other: Mobject) -> bool:
    """Whether the boxes of two mobjects overlap."""
    return overlap(box(one), box(other))


# -- networks -----------------------------------------------------------------------------------


@pytest.mark.parametrize("widths", [(2, 2, 2), (1, 1), (6, 6, 6, 6), (1, 6, 1), (4, 3, 5), (3,)])
def test_numbers_on_edges_and_nodes_never_meet(widths: tuple[int, ...]) -> None:
    net = Network(layout.PICTURE, widths)
    values = {edge: sympy.Rational(k + 1, 7) for k, edge in enumerate(net.all_edges())}
    tags = net.edge_numbers(values)
    for one, other in combinations(tags.values(), 2):
        assert not meet(one, other)
    for tag in tags.values():
        for layer, shape in zip(net.places, net.shapes, strict=True):
            for place in layer:
                away = np.abs(tag.get_center() - place)[:2]
                assert (away >= tag.half() + shape.half - 0.01).any()
    assert len(tags) >= min(len(values), 8)
    if widths == (2, 2, 2):
        assert len(tags) == 8


def test_each_number_stands_on_its_own_edge() -> None:
    net = Network(layout.PICTURE, (3, 2, 3))
    for edge, tag in net.edge_numbers(dict.fromkeys(net.all_edges(), 1)).items():
        start, end = net.ends(edge)
        along = (end - start) / np.linalg.norm(end - start)
        away = tag.get_center() - start
        assert abs(along[0] * away[1] - along[1] * away[0]) < 1e-6


def test_later_numbers_keep_clear_of_earlier_ones() -> None:
    net = Network(layout.PICTURE, (2, 2, 2))
    first = net.edge_numbers(dict.fromkeys(net.all_edges()[:4], 1))
    second = net.edge_numbers(dict.fromkeys(net.all_edges()[:4], 2), clear=first.values())
    assert second
    assert not any(meet(a, b) for a in first.values() for b in second.values())


@given(
    st.lists(st.integers(1, 6), min_size=1, max_size=4),
    st.sampled_from([layout.PICTURE, layout.SAFE, layout.LEDGER]),
)
@settings(deadline=None, max_examples=15)
def test_any_network_stays_in_its_slot(widths: list[int], slot: layout.Slot) -> None:
    net = Network(slot, widths)
    assert net.get_left()[0] >= slot.left - 0.1
    assert net.get_right()[0] <= slot.right + 0.1
    assert net.get_top()[1] <= slot.top + 0.1
    assert net.get_bottom()[1] >= slot.bottom - 0.1
    for layer, shape in zip(net.places, net.shapes, strict=True):
        if len(layer) > 1:
            assert np.abs(np.diff(layer[:, 1])).min() >= 2 * shape.tall


def test_strong_edges_are_thick_and_negative_ones_dashed() -> None:
    thin, thick = (Network(layout.PICTURE, (1, 2), [[[1], [w]]]) for w in (0.1, 1))
    pieces = lambda net: len(net.edges.points) // 16  # noqa: E731
    assert pieces(thin) == 2
    widths = [np.ptp(net.edges.points[16:32, :2], axis=0) for net in (thin, thick)]
    assert widths[0].sum() != widths[1].sum()
    assert pieces(Network(layout.PICTURE, (1, 2), [[[1], [-1]]])) > 10


def test_numbers_too_wide_for_their_nodes_stand_on_plates() -> None:
    net = Network(layout.LEDGER, (6, 6))
    numbers = net.node_numbers(0, [sympy.Rational(-123456, 10**12)] * 6)
    for number in numbers:
        assert isinstance(number, Tag)
        assert number.width > 2 * net.shapes[0].wide
    for number in net.node_numbers(1, [1] * 6):
        assert number.width <= 2 * net.shapes[1].wide


def test_edges_grow_and_shrink_to_one_scale() -> None:
    before, after = [[[1.0], [0.5]]], [[[1.0], [2.0]]]
    net = Network(layout.PICTURE, (1, 2), before)
    share = ValueTracker(0)
    net.change(before, after, share)
    heights = []
    for value in (0, 0.5, 1):
        share.set_value(value)
        net.update()
        first, second = net.edges.points[:16], net.edges.points[16:32]
        heights.append([np.linalg.norm(bar[15] - bar[12]) for bar in (first, second)])
    widths = np.array(heights)
    assert np.ptp(widths[:, 0]) < 1e-9
    assert (np.diff(widths[:, 1]) > 0.01).all()


def test_pulses_travel_from_layer_to_layer_and_hide_on_nodes() -> None:
    net = Network(layout.PICTURE, (2, 3, 1))
    at = ValueTracker(0)
    forward, backward = Pulses(net, at), Pulses(net, at, backward=True)
    assert len(forward.discs.points) == 0
    for value, count in ((0.5, 6), (1.5, 3), (2.0, 0), (7, 0)):
        at.set_value(value)
        forward.update()
        backward.update()
        assert len(forward.discs.points) == 16 * count
        assert len(backward.heads.points) == 28 * count
    at.set_value(0.25)
    backward.update()
    tips, tails = backward.heads.points[12], backward.heads.points[0]
    assert tips[0] < tails[0]


# -- derivation trees ---------------------------------------------------------------------------


@pytest.mark.parametrize("slot", [layout.SAFE, layout.PICTURE])
@pytest.mark.parametrize("formula", ["x", SMALL, "sin(2*x^5 + 3*x)/exp(7*x)", LARGE])
@pytest.mark.parametrize("chosen", ["auto", "lines"])
def test_any_derivation_is_legible_and_in_its_slot(
    formula: str, slot: layout.Slot, chosen: str
) -> None:
    tree = DerivationTree(slot, derive(parse(formula), "x"), layout=chosen)
    assert tree.count == len(derive(parse(formula), "x").steps())
    boxes = []
    for card in tree.cards:
        for text in (card.before, card.after):
            assert text.em >= theme.SMALLEST * theme.EM
        upper, lower = box(card.before), box(card.after)
        assert not overlap(upper, lower)
        whole = box(card.parts()[:3])
        assert (whole[0] >= (slot.left - 0.05, slot.bottom - 0.05)).all()
        assert (whole[1] <= (slot.right + 0.05, slot.top + 0.05)).all()
        boxes.append(whole)
    for (one, here), (other, there) in combinations(zip(boxes, tree._page_of, strict=True), 2):
        assert here != there or not overlap(one, other)


@pytest.mark.parametrize("formula", [SMALL, LARGE, "sin(" * 8 + "x" + ")" * 8, "x"])
def test_a_map_holds_every_part_apart_from_the_others(formula: str) -> None:
    derivation = derive(parse(formula), "x")
    drawn = DerivationMap(layout.PICTURE, derivation, ValueTracker(0))
    assert drawn.count == len(derivation.steps())
    whole = box(drawn)
    assert (whole[0] >= (layout.PICTURE.left - 0.05, layout.PICTURE.bottom - 0.05)).all()
    assert (whole[1] <= (layout.PICTURE.right + 0.05, layout.PICTURE.top + 0.05)).all()
    frames = [box(knot.frame) for knot in drawn.knots]
    assert not any(overlap(one, other) for one, other in combinations(frames, 2))
    for knot, frame in zip(drawn.knots, frames, strict=True):
        for text in knot.text:
            assert em(text) >= theme.SMALLEST * theme.EM
            assert (box(text)[0] >= frame[0]).all()
            assert (box(text)[1] <= frame[1]).all()


def em(text: Any) -> float:
    """The size of type, in frame units."""
    return float(text.em)


def test_slopes_climb_the_map_from_the_leaves() -> None:
    fired = ValueTracker(0)
    drawn = DerivationMap(layout.PICTURE, derive(parse(LARGE), "x"), fired)

    def known() -> list[bool]:
        colours = (knot.frame.get_stroke_color() for knot in drawn.knots)
        return [
            colour is not None and colour.to_hex() == theme.Role.DERIVATIVE.colour
            for colour in colours
        ]

    assert not any(known())
    fired.set_value(7)
    drawn.update()
    assert known() == [True] * 7 + [False] * (drawn.count - 7)
    fired.set_value(3)
    drawn.update()
    assert sum(known()) == 3


def test_a_tree_too_deep_for_a_map_is_refused() -> None:
    with pytest.raises(ValueError, match="too deep"):
        DerivationMap(
            layout.PICTURE, derive(parse("sin(" * 14 + "x" + ")" * 14), "x"), ValueTracker(0)
        )


def test_a_board_says_in_letters_what_is_too_long() -> None:
    board = PartBoard(layout.LEDGER, derive(parse(LARGE), "x"), ValueTracker(0))
    inner = layout.LEDGER.width
    assert all(line.width <= inner for text in board.texts for line in text)
    assert all(em(line) >= theme.SMALLEST * theme.EM for text in board.texts for line in text)
    assert board.texts[-1][0].source == "u + v + dots"


def test_a_small_formula_is_a_tree_and_a_large_one_lines() -> None:
    assert DerivationTree(layout.SAFE, derive(parse(SMALL), "x")).drawn_as == "tree"
    large = DerivationTree(layout.SAFE, derive(parse(LARGE), "x"))
    assert large.drawn_as == "lines"
    assert large.count >= 40


def test_rules_fire_from_the_leaves_upwards() -> None:
    fired = ValueTracker(0)
    tree = DerivationTree(layout.SAFE, derive(parse(SMALL), "x"), fired)
    shown = lambda: [card.after.submobjects[0].get_fill_opacity() for card in tree.cards]  # noqa: E731
    assert not any(shown())
    # The expression moves up first, then the derivative comes in.
    fired.set_value(2.75)
    tree.update()
    assert shown()[:3] == [1, 1, 0.5]
    assert not any(shown()[3:])
    children = [child for card in tree.cards[:3] for child in card.entry.node.children]
    assert all(any(c.entry.node is child for c in tree.cards[:3]) for child in children)
    fired.set_value(tree.count)
    tree.update()
    assert all(value == 1 for value in shown())


def test_pages_turn_as_the_rules_fire() -> None:
    fired = ValueTracker(0)
    tree = DerivationTree(layout.LEDGER, derive(parse(LARGE), "x"), fired)
    assert tree.pages > 1
    seen = lambda: {  # noqa: E731
        page
        for card, page in zip(tree.cards, tree._page_of, strict=True)
        if card.before.submobjects[0].get_fill_opacity() > 0
    }
    assert seen() == {0}
    fired.set_value(tree.count)
    tree.update()
    assert seen() == {tree.pages - 1}
    fired.set_value(0)
    tree.update()
    assert seen() == {0}


def test_wide_expressions_are_written_in_terms_of_their_parts() -> None:
    written = entries(derive(parse("x*sin(x)/(x^2 + 1)"), "x"), 0.0, theme.SMALLEST)
    quotient = next(e for e in written if e.node.rule.value == "quotient rule")
    top, bottom = (
        next(k for k, e in enumerate(written, 1) if e.node is child)
        for child in quotient.node.children
    )
    assert quotient.before.endswith(rf"= f_{top} \/ f_{bottom}")
    expected = rf"= (f'_{top} f_{bottom} - f_{top} f'_{bottom}) \/ f_{bottom}^2"
    assert quotient.after.endswith(expected)
    large = entries(derive(parse(LARGE), "x"), 0.0, theme.SMALLEST, numbered=True)
    assert large[-1].before.startswith("f_(41) = ")
    assert not any('"' in entry.before + entry.after for entry in large)
    chain = entries(derive(parse("sin(x^2 + x)"), "x"), 0.0, theme.SMALLEST)[-1]
    assert chain.before.endswith("= sin (f_4)")
    assert chain.after.endswith("= cos (f_4) dot f'_4")


Tree = tuple[Any, ...]  # a node is the tuple of its children


@given(
    st.recursive(st.just(()), lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=14)
)
@settings(deadline=None, max_examples=60)
def test_a_tidy_tree_has_parents_over_children_and_no_overlaps(root: Tree) -> None:
    widths: list[float] = []

    def width(index: int) -> float:
        while len(widths) <= index:
            widths.append(0.5 + (len(widths) * 7 % 5) / 3)
        return widths[index]

    tree = tidy_tree(root, lambda node: node, width, 0.2)
    for k, (x, depth) in enumerate(zip(tree.x, tree.depth, strict=True)):
        assert x - width(k) / 2 >= -1e-9
        assert x + width(k) / 2 <= tree.width + 1e-9
        below = [tree.x[j] for j, above in enumerate(tree.parent) if above == k]
        if below:
            assert x == pytest.approx((below[0] + below[-1]) / 2)
        for j in range(k):
            if tree.depth[j] == depth:
                assert abs(x - tree.x[j]) >= (width(k) + width(j)) / 2 + 0.2 - 1e-9
