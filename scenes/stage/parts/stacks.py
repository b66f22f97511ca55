"""Formulas set in a row or a column of a slot, shrunk together if they must be."""

from __future__ import annotations

from manim import VGroup, VMobject

from scenes.stage import theme
from scenes.stage.formula import Typeset
from scenes.stage.layout import Slot


def column(
    slot: Slot, *items: VMobject, gap: float = 0.6, align: float = -1.0, align_on: str = ""
) -> VGroup:
    """Items under each other, from the middle of the slot; too wide ones are shrunk.

    Args:
        align: -1 left, 0 centred, 1 right.
        align_on: a label of every formula (the equals sign, say) to put under each other.
    """
    group = VGroup(*items)
    for item in items:
        if item.width > slot.width:
            item.scale(slot.width / item.width)
    tall = sum(item.height for item in items)
    gap = min(gap, max(0.15, (slot.height - tall) / max(1, len(items) - 1)))
    group.arrange((0, -1, 0), buff=gap, aligned_edge=(align, 0, 0))
    if align_on:
        marks = [item.part(align_on).get_left()[0] for item in items]
        for item, mark in zip(items, marks, strict=True):
            item.shift((max(marks) - mark, 0, 0))
    slot.place(group, x=align)
    return group


_BETWEEN = 3 * theme.GAP  # least room between formulas in a row


def room_beside(slot: Slot, *others: Typeset, among: int = 1) -> float:
    """Width that a row in the slot leaves beside others, for each of so many more formulas."""
    used = sum(other.width for other in others) + _BETWEEN * (len(others) + among - 1)
    return (slot.width - used) / among


def row(slot: Slot, *items: Typeset) -> VGroup:
    """Formulas side by side on one baseline, evenly spread over the slot.

    What is too tall is shrunk by itself, all together if they are too wide.
    """
    group = VGroup(*items)
    for item in items:
        if item.height > slot.height:
            item.scale(slot.height / item.height)
    total = sum(item.width for item in items) + _BETWEEN * (len(items) - 1)
    if total > slot.width:
        group.scale(slot.width / total)
    free = slot.width - sum(item.width for item in items)
    space, left = free / (len(items) + 1), slot.left
    for item in items:
        left += space
        item.move_to((left + item.width / 2, slot.centre[1], 0))
        left += item.width
    for item in items[1:]:
        item.align_baseline(items[0])
    slot.place(group, fit=False)
    return group
