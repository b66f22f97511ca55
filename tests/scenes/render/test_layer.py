"""Damage is kept in tiles, each tile once, and layers redraw no more and no less."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.render.easel import Easel
from scenes.render.layer import TILE, Damage, Layer, Rect, Settling, bounded

WIDTH, HEIGHT = 5 * TILE + 7, 3 * TILE + 1


@st.composite
def boxes(draw: st.DrawFn) -> Rect:
    x0, y0 = draw(st.integers(0, WIDTH - 1)), draw(st.integers(0, HEIGHT - 1))
    return x0, y0, draw(st.integers(x0 + 1, WIDTH)), draw(st.integers(y0 + 1, HEIGHT))


@settings(max_examples=100, deadline=None)
@given(st.lists(boxes(), max_size=5), boxes())
def test_rectangles_cover_each_damaged_tile_once(damaged: list[Rect], other: Rect) -> None:
    damage = Damage(WIDTH, HEIGHT)
    wanted = np.zeros((HEIGHT, WIDTH), int)
    for x0, y0, x1, y1 in damaged:
        damage.add((x0, y0, x1, y1))
        left, top = x0 - x0 % TILE, y0 - y0 % TILE
        wanted[top : -(-y1 // TILE) * TILE, left : -(-x1 // TILE) * TILE] = 1
    found = np.zeros_like(wanted)
    for x0, y0, x1, y1 in damage.rects():
        assert 0 <= x0 < x1 <= WIDTH
        assert 0 <= y0 < y1 <= HEIGHT
        found[y0:y1, x0:x1] += 1
    assert np.array_equal(found, wanted)
    assert bool(damage) == bool(wanted.any())
    assert damage.everything() == bool(wanted.all())
    x0, y0, x1, y1 = other
    tiles = wanted[y0 - y0 % TILE : -(-y1 // TILE) * TILE, x0 - x0 % TILE : -(-x1 // TILE) * TILE]
    assert damage.touches(other) == bool(tiles.any())


class Box:
    """A mark that covers its box with a level and counts how often it is drawn."""

    def __init__(self, box: Rect, level: int) -> None:
        self.box: Rect | None = box
        self.level = level
        self.drawn = 0

    def draw(self, easel: Easel) -> None:
        assert self.box is not None
        x0, y0, x1, y1 = self.box
        easel.pixels[y0:y1, x0:x1] = self.level
        self.drawn += 1


def picture(base: int, marks: list[Box]) -> np.ndarray:
    pixels = np.full((HEIGHT, WIDTH, 4), base, np.uint8)
    for mark in marks:
        assert mark.box is not None
        x0, y0, x1, y1 = mark.box
        pixels[y0:y1, x0:x1] = mark.level
    return pixels


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_layer_is_what_drawing_everything_gives(data: st.DataObject) -> None:
    pool = [Box(box, k + 1) for k, box in enumerate(data.draw(st.lists(boxes(), max_size=6)))]
    layer, base = Layer(WIDTH, HEIGHT), np.full((HEIGHT, WIDTH, 4), 99, np.uint8)
    damage = layer.everything()
    for _ in range(data.draw(st.integers(1, 4))):
        marks = data.draw(st.permutations(pool))[: data.draw(st.integers(0, len(pool)))]
        layer.update(marks, base, damage)
        assert np.array_equal(layer.pixels, picture(99, marks))
        damage = Damage(WIDTH, HEIGHT)


def test_what_did_not_change_is_not_drawn() -> None:
    near, far = Box((0, 0, 10, 10), 1), Box((4 * TILE, 2 * TILE, 4 * TILE + 9, 2 * TILE + 9), 2)
    layer, base = Layer(WIDTH, HEIGHT), np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    layer.update([near, far], base, layer.everything())
    assert not layer.update([near, far], base, Damage(WIDTH, HEIGHT))
    assert (near.drawn, far.drawn) == (1, 1)
    damage = layer.update(
        [near, Box((4 * TILE, 2 * TILE, 4 * TILE + 5, 2 * TILE + 5), 3)],
        base,
        Damage(WIDTH, HEIGHT),
    )
    assert list(damage.rects()) == [(4 * TILE, 2 * TILE, 5 * TILE, 3 * TILE)]
    assert near.drawn == 1


def test_boxes_that_are_far_out_or_endless() -> None:
    assert bounded((1e300, 0, 1e301, 5), 100, 50) is None
    assert bounded((-1e300, -1e300, 1e300, 1e300), 100, 50) == (0, 0, 100, 50)
    assert bounded((float("nan"), 0, 1, 1), 100, 50) == (0, 0, 100, 50)
    assert bounded((-5, -5, -3, 3), 100, 50) is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_settled_marks_change_no_pixel(data: st.DataObject) -> None:
    pool = [Box(box, k + 1) for k, box in enumerate(data.draw(st.lists(boxes(), max_size=5)))]
    layer, scratch = Layer(WIDTH, HEIGHT), Easel(WIDTH, HEIGHT)
    settling, base = (
        Settling(WIDTH, HEIGHT, scratch),
        np.full((HEIGHT, WIDTH, 4), 99, np.uint8),
    )
    damage = layer.everything()
    for _ in range(data.draw(st.integers(1, 14))):
        # Mostly the first marks stay and the last ones change.
        kept = pool[: data.draw(st.integers(0, len(pool)))]
        marks = [*kept, Box(data.draw(boxes()), data.draw(st.integers(10, 90)))]
        settling.update(marks, base, damage)
        assert np.array_equal(settling.pixels, picture(int(base[0, 0, 0]), marks))
        damage = Damage(WIDTH, HEIGHT)
        if data.draw(st.integers(0, 9)) == 0:
            base = base + np.uint8(1)
            damage = layer.everything()


def test_what_stands_still_under_something_that_moves_is_not_drawn_again() -> None:
    still = [Box((0, 0, 50, 50), 1), Box((20, 20, 80, 80), 2)]
    settling, base = Settling(WIDTH, HEIGHT), np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    damage = settling.everything()
    for step in range(60):
        settling.update([*still, Box((step, 5, step + 9, 30), 3)], base, damage)
        damage = Damage(WIDTH, HEIGHT)
    assert all(mark.drawn <= 10 for mark in still)
    assert np.array_equal(settling.pixels, picture(0, [*still, Box((59, 5, 68, 30), 3)]))
