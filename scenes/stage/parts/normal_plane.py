"""Two walls seen along the curve in which they meet, and a gradient put together of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from manim import ValueTracker

from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts.arrow import Arrow
from scenes.stage.parts.marks import Guide, Point
from scenes.stage.parts.part import Floats, Part, set_segment, stroke
from scenes.stage.parts.tag import Tag
from scenes.stage.theme import Role

_WALL: Final = 2.6  # half length of a wall, in frame units
_TILT: Final = 0.2  # radians by which the first arrow rises; a level one would look special


class NormalPlane(Part):
    """The plane square to a curve in space, true to scale: f = λg + μh for the gradients.

    Args:
        slot: where it stands.
        g, h: the gradients of the walls, any number of coordinates, not parallel.
        factors: λ and μ.
        share: tracker that stretches both gradients from 0 to the factors at 1.

    Attributes:
        walls: the two walls, seen on their edges.
        curve: the curve, which comes straight at us.
        arrows: the gradients of the walls, named.
        stretched: their multiples.
        sum, sides: the gradient of f, and the sides that complete the parallelogram.
    """

    def __init__(
        self,
        slot: Slot,
        g: Sequence[float],
        h: Sequence[float],
        factors: tuple[float, float],
        share: ValueTracker,
    ) -> None:
        super().__init__()
        a, b = _flat(np.array(g, dtype=float), np.array(h, dtype=float))
        whole = factors[0] * a + factors[1] * b
        corners = np.array([np.zeros(2), a, b, factors[0] * a, factors[1] * b, whole])
        area = slot.inset(0.7, 0.6)
        spans = np.maximum(np.ptp(corners, axis=0), 1e-9)
        unit = min(area.width / spans[0], area.height / spans[1])
        middle = (corners.min(axis=0) + corners.max(axis=0)) / 2
        origin = np.array([*(np.array(area.centre) - unit * middle), 0.0])
        a, b, whole = (np.array([*(unit * v), 0.0]) for v in (a, b, whole))

        def stretch(v: Floats, factor: float) -> Arrow:
            return Arrow(
                origin, lambda: origin + share.get_value() * factor * v, share,
                role=Role.CONSTRAINT, width=1.6 * theme.CURVE_WIDTH,
            )  # fmt: skip

        self.walls = [_wall(slot, origin, *pair) for pair in ((a, "g"), (b, "h"))]
        self.curve = Part().add(
            Point(origin, role=Role.TEXT, shape="open", radius=0.16),
            Point(origin, role=Role.TEXT, radius=0.06),
        )
        self.arrows = [
            Arrow(
                origin, origin + v, role=Role.CONSTRAINT, width=theme.THIN_WIDTH,
                label=_name(name), beside=-1 if _turn(v, whole) > 0 else 1,
            )
            for v, name in ((a, "g"), (b, "h"))
        ]  # fmt: skip
        self.stretched = [stretch(v, k) for v, k in zip((a, b), factors, strict=True)]
        self.sum = Arrow(origin, origin + whole, role=Role.GRADIENT, label=_name("f"))
        self.sides = [
            Guide(lambda v=v, k=k: np.stack([origin + k * v, origin + whole]))  # type: ignore[misc]
            for v, k in zip((a, b), factors, strict=True)
        ]
        self.add(*self.walls, *self.sides, *self.arrows, *self.stretched, self.sum, self.curve)


def _flat(g: Floats, h: Floats) -> tuple[Floats, Floats]:
    """The two vectors in coordinates of the plane they span, the first one rising to the right."""
    along = g / np.linalg.norm(g)
    rest = h - (h @ along) * along
    lengths = np.array([np.linalg.norm(g), 0.0]), np.array([h @ along, np.linalg.norm(rest)])
    turn = np.array([[np.cos(_TILT), -np.sin(_TILT)], [np.sin(_TILT), np.cos(_TILT)]])
    return turn @ lengths[0], turn @ lengths[1]


def _wall(slot: Slot, origin: Floats, normal: Floats, name: str) -> Part:
    """A wall on its edge: a line square to its gradient, cut to the slot, with its name."""
    way = np.array([-normal[1], normal[0], 0.0]) / np.linalg.norm(normal)
    line = stroke(Role.CONSTRAINT, theme.LINE_WIDTH, opacity=0.7)
    start, end = (_inside(slot, origin, side * _WALL * way) for side in (-1, 1))
    tag = Tag(Formula(f"{name} = 0", size=theme.LABEL, role=Role.CONSTRAINT))
    tag.move_to(start if start[1] < end[1] else end)
    wall = Part()
    return wall.add(set_segment(line, start, end), tag)


def _inside(slot: Slot, origin: Floats, way: Floats) -> Floats:
    """How far one gets on a way before it leaves the slot."""
    rooms = [
        ((high if step > 0 else low) - start) / step
        for start, step, low, high in (
            (origin[0], way[0], slot.left, slot.right), (origin[1], way[1], slot.bottom, slot.top)
        )
        if step
    ]  # fmt: skip
    return origin + min(1.0, *rooms) * way


def _name(letter: str) -> Tag:
    return Tag(Formula(f"nabla {letter}", size=theme.LABEL))


def _turn(v: Floats, w: Floats) -> float:
    """Positive where w is to the left of v."""
    return float(v[0] * w[1] - v[1] * w[0])
