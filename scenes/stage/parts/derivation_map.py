"""A derivation too large for words on its nodes: only signs, and slopes that climb to the root."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import numpy as np
from manim import (
    Animation,
    FadeIn,
    LaggedStart,
    ValueTracker,
    VGroup,
    VMobject,
)

from mvcalc.rules import Derivation
from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts.derivation_text import ROLES, SIGNS, extent, typst
from scenes.stage.parts.marks import circle_points
from scenes.stage.parts.part import Part, set_segment, stroke
from scenes.stage.parts.roll_call import roll_call
from scenes.stage.parts.tag import plate
from scenes.stage.parts.tidy_tree import TidyTree, tidy_tree
from scenes.stage.theme import Role

_TALL: Final = 0.46  # height of a sign's plate
_PAD: Final = 0.2  # width of a plate beyond its text
_DOT: Final = 0.09  # radius of a part without parts, if there is no room for its name
_LONGEST: Final = 1.3  # frame units; wider names of parts are left out
_FULL: Final = 0.8  # share of a plate's height; taller names are left out too
_PITCH: Final = (0.56, 1.0)  # least and largest distance of levels
_GAPS: Final = (0.3, 0.15, 0.08)


@dataclass(slots=True)
class Knot:
    """A node as it is drawn: a plate with a sign or a name, and the branch to the node above."""

    role: Role
    frame: VMobject
    text: VGroup
    branch: VMobject
    fired: float = -1.0

    def fire(self, share: float) -> None:
        """Show by this share that the slope is known; it is handed on along the branch."""
        if share == self.fired:
            return
        known = Role.DERIVATIVE if share > 0 else self.role
        self.frame.set_stroke(known.colour, theme.LINE_WIDTH, 0.8 + 0.2 * share)
        above = Role.DERIVATIVE if share >= 1 else Role.SECONDARY
        self.branch.set_stroke(above.colour, theme.LINE_WIDTH if share >= 1 else theme.THIN_WIDTH)
        self.fired = share

    def light(self, share: float) -> None:
        """Make the frame bold by this share."""
        self.frame.set_stroke(width=theme.LINE_WIDTH * (1 + share))


class DerivationMap(Part):
    """The tree of a derivation that is too large to be written out: signs on plates.

    A node whose rule has fired turns to the colour of slopes, and so does its branch to the node
    above: slopes are handed on upwards. Parts without parts stand with their names if there is
    room for all of these, else as dots. What the rules say is for a ``PartBoard`` beside it.

    ::

        tree = DerivationMap(layout.PICTURE, facts.derivation, fired)

    Args:
        slot: where it stands.
        derivation: from ``mvcalc.derive``.
        fired: how many rules have fired, leaves first.

    Attributes:
        drawn_as: "map", to be told from a ``DerivationTree``.

    Raises:
        ValueError: it is too deep or too wide to be drawn even so.
    """

    drawn_as = "map"

    def __init__(self, slot: Slot, derivation: Derivation, fired: ValueTracker) -> None:
        super().__init__()
        self.slot, self.fired = slot, fired
        style, tree = _placed(slot, derivation)
        levels = max(tree.depth)
        pitch = min(_PITCH[1] * style.scale, (slot.height - style.tall) / max(levels, 1))
        spread = min(1.35, slot.width / max(tree.width, 1e-9))
        x0, y0 = slot.centre
        top = y0 + pitch * levels / 2
        places = [
            np.array([x0 + (x - tree.width / 2) * spread, top - pitch * depth, 0.0])
            for x, depth in zip(tree.x, tree.depth, strict=True)
        ]
        drawn = [style.drawn(node, place) for node, place in zip(tree.nodes, places, strict=True)]
        self.knots = []
        for node, pieces, above in zip(tree.nodes, drawn, tree.parent, strict=True):
            branch = stroke(Role.SECONDARY, theme.THIN_WIDTH)
            if above >= 0:
                set_segment(branch, pieces[0].get_top(), drawn[above][0].get_bottom())
            self.knots.append(Knot(ROLES.get(node.rule, Role.SECONDARY), *pieces, branch))
        self._groups = [VGroup(knot.frame, knot.text) for knot in self.knots]
        self.branches = VGroup(*(knot.branch for knot in self.knots))
        self.add(self.branches, *self._groups)
        self.follow(fired)

    @property
    def count(self) -> int:
        """Number of rules."""
        return len(self.knots)

    def redraw(self) -> None:
        fired = self.fired.get_value()
        for index, knot in enumerate(self.knots):
            knot.fire(float(np.clip(fired - index, 0, 1)))

    def roll_call(self) -> Animation:
        """The plates become bold one after the other, from the root downwards."""
        return roll_call(self, self.knots[::-1])

    def entrance(self) -> Animation:
        """The formula falls apart, from the root downwards."""
        pieces = zip(reversed(self.branches), reversed(self._groups), strict=True)
        return LaggedStart(*(FadeIn(piece) for pair in pieces for piece in pair), lag_ratio=0.1)


@dataclass(frozen=True, slots=True)
class _Style:
    """How nodes are drawn: in which type, and whether parts without parts have names."""

    size: float
    named: bool

    @property
    def scale(self) -> float:
        return self.size / theme.SMALLEST

    @property
    def tall(self) -> float:
        return _TALL * self.scale

    def text(self, node: Derivation) -> str:
        """Typst of what stands on a plate; empty for a dot."""
        if node.children:
            return SIGNS[node.rule]
        name = typst(node.before)
        tall = extent(name)[1] * self.size * theme.EM
        fits = self.long(name) <= _LONGEST * self.scale and tall <= _FULL * self.tall
        return name if self.named and fits else ""

    def long(self, text: str) -> float:
        return extent(text)[0] * self.size * theme.EM

    def width(self, node: Derivation) -> float:
        text = self.text(node)
        return max(self.tall, self.long(text) + _PAD) if text else 2 * _DOT

    def drawn(self, node: Derivation, place: Any) -> tuple[VMobject, VGroup]:
        """Plate and text of a node."""
        role, text = ROLES.get(node.rule, Role.SECONDARY), self.text(node)
        if not text:
            frame = VMobject().set_points(circle_points(_DOT))
        else:
            frame = plate(self.width(node), self.tall, self.tall / 2 if node.children else 0.1)
        frame.set_fill(theme.PANEL, opacity=1).set_stroke(role.colour, theme.LINE_WIDTH)
        ink = role if node.children else Role.TEXT
        label = VGroup(Formula(text, size=self.size, role=ink)) if text else VGroup()
        return frame.move_to(place), label.move_to(place)


def _placed(slot: Slot, derivation: Derivation) -> tuple[_Style, TidyTree[Derivation]]:
    """The roomiest style and tree that fit."""
    nodes = [step.node for step in derivation.steps()]
    for named, size, gap in product((True, False), (theme.FORMULA, theme.SMALLEST), _GAPS):
        style = _Style(size, named)
        widths = [style.width(node) for node in nodes]
        tree = tidy_tree(derivation, lambda node: node.children, widths.__getitem__, gap)
        tall = style.scale * (max(tree.depth) * _PITCH[0] + _TALL)
        if tree.width <= slot.width and tall <= slot.height:
            return style, tree
    raise ValueError("the tree is too deep or too wide to be drawn")
