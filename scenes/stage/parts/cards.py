"""Full-frame cards: the title and the closing question."""

from __future__ import annotations

import numpy as np
from manim import Animation, FadeIn, ValueTracker, VGroup

from scenes.stage import layout, theme
from scenes.stage.formula import Words
from scenes.stage.lecture import Meta
from scenes.stage.parts.part import Part, set_corners, stroke
from scenes.stage.theme import Role


def title_card(meta: Meta, title: str) -> VGroup:
    """Module, title and goal, set quietly on the left third line."""
    from scenes.catalogue import MODULES

    width = layout.SAFE.width * 0.8
    module = Words(
        MODULES.get(meta.module, ""), size=theme.LABEL, role=Role.SECONDARY, width=width
    )
    heading = Words(title, size=theme.TITLE * 1.4, width=width)
    goal = Words(meta.goal, size=theme.WORKING, role=Role.DATA, width=width)
    rule = stroke(Role.DERIVATIVE, theme.LINE_WIDTH)
    card = VGroup(module, heading, goal).arrange((0, -1, 0), buff=0.45, aligned_edge=(-1, 0, 0))
    layout.SAFE.inset(0.9, 0).place(card, x=-1)
    left = card.get_left()[0] - 0.45
    set_corners(rule, np.array([[left, card.get_top()[1], 0], [left, card.get_bottom()[1], 0]]))
    return VGroup(rule, card)
