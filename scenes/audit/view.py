"""One look at a scene, and the faults seen in it."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

from scenes.audit.ink import EMPTY, Ink, union
from scenes.audit.items import Item, Kind
from scenes.stage.formula import Formula, Words

_LABELLED = re.compile(r"\{\{\s*((?:(?!\{\{|\}\}).)*?)\s+:\s*[\w-]+\s*\}\}")
Frame = NDArray[np.uint8]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in one look: which check, which items, where in the frame (pixels)."""

    check: str
    message: str
    items: tuple[Item, ...] = ()
    box: Box | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """The same for the same fault of the same drawings in another look."""
        concerned = self.items or (self.message,)
        return (self.check, *(id(getattr(item, "owner", item)) for item in concerned))


class View:
    """Everything visible at one moment.

    Args:
        items: in drawing order.
        resting: nothing moves.
        moving: ids of the owners that changed since the look before.
        frame: draws the scene, or only the given mobjects of it: RGB bytes (h, w, 3).
    """

    def __init__(
        self,
        items: Sequence[Item],
        resting: bool,
        moving: frozenset[int],
        frame: Callable[[Sequence[Mobject] | None], Frame],
    ) -> None:
        self.items = items
        self.resting = resting
        self.moving = moving
        self._frame = frame

    @cached_property
    def frame(self) -> Frame:
        """The picture."""
        return self._frame(None)

    @cached_property
    def behind(self) -> Frame:
        """The picture without its texts."""
        return self._frame(
            [
                _alone(leaf)
                for item in self.items
                if item.kind is not Kind.TEXT
                for leaf in item.leaves
            ]
        )

    @cached_property
    def texts(self) -> list[Item]:
        return [item for item in self.items if item.kind is Kind.TEXT]

    @cached_property
    def marks(self) -> list[Item]:
        return [item for item in self.items if item.kind is Kind.MARK]

    @cached_property
    def _plates(self) -> dict[int, Ink]:
        """By owner: what later plates hide near it."""
        hidden: dict[int, Ink] = {}
        later: list[Ink] = []
        for item in reversed(self.items):
            reach = item.lines if item.lines.cover.size else item.shape
            hidden[id(item.owner)] = union([ink for ink in later if ink.near(reach)])
            if item.plate.count:
                later.append(item.plate)
        return hidden

    @cached_property
    def _seen(self) -> dict[int, Ink]:
        return {}

    def seen(self, item: Item) -> Ink:
        """Ink of an item that nothing drawn later hides."""
        found = self._seen.get(id(item.owner))
        if found is None:
            hidden = self._plates.get(id(item.owner), EMPTY)
            found = item.lines.without(hidden) if hidden.cover.size else item.lines
            self._seen[id(item.owner)] = found
        return found

    def below(self, lower: Item, upper: Item) -> bool:
        """Whether one item is drawn before another."""
        return self._order[id(lower.owner)] < self._order[id(upper.owner)]

    @cached_property
    def _order(self) -> dict[int, int]:
        return {id(item.owner): place for place, item in enumerate(self.items)}


def _alone(mobject: Mobject) -> Mobject:
    """The mobject without its submobjects, which are items of their own."""
    if not mobject.submobjects:
        return mobject
    bare = copy.copy(mobject)
    bare.submobjects = []
    return bare


def _bare(text: str) -> str:
    """A template without its labels."""
    while (shorter := _LABELLED.sub(r"\1", text)) != text:
        text = shorter
    return text


def label(item: Item) -> str:
    """What an item is, in a few words."""
    owner = item.owner
    if isinstance(owner, Formula | Words):
        text = " ".join(_bare(owner.text).split())
        return f"“{text[:40]}…”" if len(text) > 41 else f"“{text}”"
    roles = (type(above).__name__ for above in reversed(item.path))
    return next((name for name in roles if name not in ("VMobject", "VGroup")), "drawing")
