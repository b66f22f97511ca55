"""Texts that lie over each other, marks that cross labels."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from scenes.audit.items import Item, Kind
from scenes.audit.view import Fault, View, label

TOUCHING: Final = 2  # pixels of common ink between two texts
CROSSING: Final = 4  # pixels of a label, letters and gaps between them, that a mark runs over
_INSIDE: Final = 0.98  # a text of which this share lies on a filling stands on it


def overlaps(view: View) -> Iterator[Fault]:
    """Text or formula over text: any common ink, a gap of less than a pixel included."""
    for one, other in combinations(view.texts, 2):
        first, second = view.seen(one), view.seen(other)
        if not first.near(second):
            continue
        common = first.grown().common(second)
        if common.count >= TOUCHING:
            yield Fault(
                "overlap", f"{label(other)} lies over {label(one)}", (one, other), common.box
            )


def crossings(view: View) -> Iterator[Fault]:
    """A mark that runs over a text or between its letters, or a plate that hides a part of it.

    For what is moving the label's whole rectangle counts: it will cross the letters next.
    """
    for text in view.texts:
        ink = view.seen(text)
        hidden = text.lines.count - ink.count
        if 0.05 * text.lines.count < hidden < 0.95 * text.lines.count:
            message = f"{label(text)} is partly hidden"
            yield Fault("crossing", message, (text, *_hiders(view, text)), text.lines.box)
        for mark in view.marks:
            over = view.seen(mark)
            if (
                not ink.near(over)
                or not over.window(*ink.frame).any()
                or _stands_on(view, text, mark)
            ):
                continue
            passing = {id(text.owner), id(mark.owner)} & view.moving
            common = (ink.hull if passing else ink.body).common(over)
            if common.count >= CROSSING:
                message = f"{label(mark)} crosses {label(text)}"
                yield Fault("crossing", message, (mark, text), common.box)


def _stands_on(view: View, text: Item, mark: Item) -> bool:
    """A filled mark below the whole text carries it; the contrast check judges that."""
    if not view.below(mark, text) or not mark.plate.count:
        return False
    return text.lines.common(mark.plate).count >= _INSIDE * text.lines.count


def _hiders(view: View, text: Item) -> list[Item]:
    return [
        item
        for item in view.items
        if item.kind is not Kind.TEXT
        and item.plate.count
        and view.below(text, item)
        and item.plate.common(text.lines).count
    ][:1]
