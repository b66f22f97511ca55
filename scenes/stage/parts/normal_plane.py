"""Two walls seen along the curve in which they meet, and a gradient put together of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final

import numpy as np
from manim import ValueTracker

from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts.arrow import Arrow
from scenes.stage.parts.marks import Guide, Point
from scenes.stage.parts.part import Floats, Part, set_segment, stroke
from scenes.stage.parts.plot import clip_segments
from scenes.stage.parts.tag import Tag
from scenes.stage.theme import Role

_WALL: Final = 2.6  # half length of a wall, in frame units
_RISE: Final = 0.5  # radians by which the gradient of f rises
_AROUND: Final = 0.3  # room about the curve, as a share of the longest arrow
_SHORT: Final = 0.5  # an arrow that is shorter has no room for a name
_NAMED: Final = 0.6  # how much further than its tip an arrow with its name reaches
_CLEAR: Final = 0.05  # a name with so much room has enough


class NormalPlane(Part):
    """The plane square to a curve in space, true to scale: f = λg + μh for the gradients.

    Args:
        slot: where it stands.
        g, h: the gradients of the walls, any number of coordinates, not parallel.
        factors: λ and μ.
        share: tracker that stretches both gradients: not at all at 0, by the factors at 1.

    Attributes:
        origin: where the curve comes out of the picture.
        walls, ends: the two walls, seen on their edges; where each ends, first at its name.
        curve: the curve, which comes straight at us.
        arrows: the gradients of the walls, which stretch.
        names: what the arrows are called before they stretch; no pieces of the part.
        multiples: what they are called afterwards.
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
        a, b = _flat(np.array(g, dtype=float), np.array(h, dtype=float), factors)
        whole = factors[0] * a + factors[1] * b
        tips = np.array([a, b, factors[0] * a, factors[1] * b, whole])
        around = _AROUND * np.linalg.norm(tips, axis=1).max() * np.array([[1, 1], [-1, -1]])
        corners = np.concatenate([tips, around])
        area = slot.inset(0.9, 0.6)
        spans = np.ptp(corners, axis=0)
        unit = min(area.width / spans[0], area.height / spans[1])
        middle = (corners.min(axis=0) + corners.max(axis=0)) / 2
        self.origin = np.array([*(np.array(area.centre) - unit * middle), 0.0])
        self.whole = np.array([*(unit * whole), 0.0])
        both = [(np.array([*(unit * v), 0.0]), k) for v, k in zip((a, b), factors, strict=True)]
        self.curve = Part()
        self.curve.add(
            Point(self.origin, role=Role.TEXT, shape="open", radius=0.16),
            Point(self.origin, role=Role.TEXT, radius=0.06),
        ).set_z_index(1)
        self.arrows = [self._stretching(v, k, share) for v, k in both]
        self.names = self._named(("nabla g", "nabla h"), [v for v, _ in both])
        self.multiples = self._named(
            ("lambda thin nabla g", "mu thin nabla h"), [k * v for v, k in both]
        )
        self.sum = Arrow(
            self.origin, self.origin + self.whole, role=Role.GRADIENT, label=_tag("nabla f")
        )
        self.sides = [self._side(k * v) for v, k in both]
        reaches = [*(v for v, _ in both), *(k * v for v, k in both), self.whole]
        self.slot = slot
        self.ends = self._ends(slot, [v for v, _ in both], reaches)
        self.walls = [_wall(name, *pair) for name, pair in zip("gh", self.ends, strict=True)]
        self.add(*self.walls, *self.sides, *self.arrows, self.sum, self.curve, *self.multiples)

    def _stretching(self, v: Floats, factor: float, share: ValueTracker) -> Arrow:
        def tip() -> Floats:
            reached: Floats = self.origin + (1 + (factor - 1) * share.get_value()) * v
            return reached

        return Arrow(self.origin, tip, share, role=Role.CONSTRAINT)

    def _side(self, v: Floats) -> Guide:
        ends = np.stack([self.origin + v, self.origin + self.whole])
        return Guide(lambda: ends).set_z_index(-1)

    def _named(self, names: tuple[str, str], moves: list[Floats]) -> list[Tag]:
        """Names beyond the tips, or beside the arrows where another arrow is in the way."""
        tags = []
        for name, v, other in zip(names, moves, moves[::-1], strict=True):
            length = float(np.linalg.norm(v))
            if length < _SHORT:
                continue
            tag, along = _tag(name), v / length
            side, half = np.array([-along[1], along[0], 0.0]), tag.half()
            taken = self.origin + np.concatenate([_reach(self.whole), _reach(other)])
            choices = [
                self.origin + start + (float(np.abs(way[:2]) @ half) + 0.1) * way
                for start, way in ((v, along), (v / 2, side), (v / 2, -side))
            ]

            def room(place: Floats, taken: Floats = taken, half: Floats = half) -> float:
                away = np.maximum(np.abs(taken - place)[:, :2] - half, 0)
                return min(float(np.linalg.norm(away, axis=1).min()), _CLEAR)

            tags.append(tag.move_to(max(choices, key=room)))
        return tags

    def _ends(
        self, slot: Slot, normals: list[Floats], reaches: list[Floats]
    ) -> list[tuple[Floats, Floats]]:
        """Ends of walls on their edges, square to their gradients; first those with most room."""
        ways = [np.array([-v[1], v[0], 0.0]) / np.linalg.norm(v) for v in normals]
        inner = slot.inset(0.4, 0.2)
        ends = [[self._end(inner, side * _WALL * way) for side in (-1, 1)] for way in ways]
        taken = np.concatenate(
            [self.origin + np.linspace(0.2, 1.2, 20)[:, None] * v for v in reaches]
        )

        def room(choice: tuple[int, ...]) -> float:
            first, second = (pair[i] for pair, i in zip(ends, choice, strict=True))
            near = [np.linalg.norm(taken - end, axis=1).min() for end in (first, second)]
            return float(min(*near, np.linalg.norm(first - second)))

        best = max(product((0, 1), repeat=2), key=room)
        return [(pair[i], pair[1 - i]) for pair, i in zip(ends, best, strict=True)]

    def _end(self, area: Slot, way: Floats) -> Floats:
        """How far one gets on a way before it leaves an area."""
        start, end = self.origin[None, :2], (self.origin + way)[None, :2]
        _, high = clip_segments(start, end, (area.left, area.right), (area.bottom, area.top))
        return self.origin + max(float(high[0]), 0.0) * way


def _flat(g: Floats, h: Floats, factors: tuple[float, float]) -> tuple[Floats, Floats]:
    """The two vectors in coordinates of the plane they span; their sum rises to the right."""
    along = g / np.linalg.norm(g)
    rest = h - (h @ along) * along
    a, b = np.array([np.linalg.norm(g), 0.0]), np.array([h @ along, np.linalg.norm(rest)])
    whole = factors[0] * a + factors[1] * b
    angle = _RISE - float(np.arctan2(whole[1], whole[0]))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return turn @ a, turn @ b


def _reach(v: Floats) -> Floats:
    """Places along an arrow from the origin, and of the name beyond its tip."""
    length = float(np.linalg.norm(v))
    along: Floats = np.linspace(0, 1 + _NAMED / max(length, 1e-9), 80)[:, None] * v
    return along


def _wall(name: str, near: Floats, far: Floats) -> Part:
    """A double line, as fences have, with its name at one end."""
    outer = set_segment(stroke(Role.CONSTRAINT, 2 * theme.CURVE_WIDTH - 2), far, near)
    inner = set_segment(stroke(theme.BACKGROUND, theme.LINE_WIDTH), far, near)
    wall = Part()
    return wall.add(outer, inner, _tag(f"{name} = 0", Role.CONSTRAINT).move_to(near))


def _tag(source: str, role: Role = Role.TEXT) -> Tag:
    return Tag(Formula(source, size=theme.LABEL, role=role), opacity=1)
