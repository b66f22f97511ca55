"""Two unrelated motions at once: the eye can follow only one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
from manim import Animation, AnimationGroup, Mobject, ValueTracker

from scenes.audit.ink import UNIT
from scenes.audit.items import Item, Kind
from scenes.audit.view import Box, Fault, label

_FAR: Final = 1.0  # frame units between motions that cannot be watched together
_MOVED: Final = 0.4  # frame units from which something counts as moved
_TRACKED: Final = "tracker"
_FORMULA: Final = "formula"


class Motions:
    """What moved during one play; things that move for one reason are one motion.

    Everything that follows trackers is one motion, and so are the glyphs of formulas that are
    rewritten; every other animated mobject is a motion of its own. Motions that come within a unit
    of each other are watched as one. Coming in and going out are not motions.
    """

    def __init__(self) -> None:
        self._play = -1
        self._before: dict[int, Box] = {}
        self._paths: dict[int, float] = {}
        self._items: dict[int, Item] = {}
        self._boxes: dict[int, Box] = {}
        self._reasons: dict[int, str] = {}
        self._entering: set[int] = set()

    def look(self, play: int, items: Iterable[Item], animations: Iterable[Animation]) -> None:
        """Note where everything is; the first look of a play is where things start from."""
        if play != self._play:
            self._play = play
            self._paths, self._items, self._boxes = {}, {}, {}
            self._reasons, self._entering = {}, set()
            for animation in _flat(animations):
                self._note(animation)
        now = {id(item.owner): (item, box) for item in items if (box := _box(item)) is not None}
        for key, (item, box) in now.items():
            before = self._before.get(key)
            if before is not None and before != box:
                away = float(np.abs(np.subtract(box, before)).max()) / UNIT
                self._paths[key] = self._paths.get(key, 0.0) + away
                self._items[key] = item
                self._boxes[key] = _around([before, box, self._boxes.get(key, box)])
        self._before = {key: box for key, (_, box) in now.items()}

    def _note(self, animation: Animation) -> None:
        mobject: Any = animation.mobject
        if isinstance(mobject, ValueTracker):
            return
        for member in mobject.get_family():
            if animation.is_introducer() or animation.is_remover():
                self._entering.add(id(member))
            else:
                self._reasons[id(member)] = _FORMULA if _is_glyphs(mobject) else str(id(mobject))

    def faults(self) -> Iterator[Fault]:
        """At the end of a play: motions that are far apart."""
        groups: dict[str, list[int]] = {}
        for key, length in self._paths.items():
            item = self._items[key]
            if length >= _MOVED and not self._entering.intersection(map(id, item.path)):
                groups.setdefault(self._reason(item), []).append(key)
        motions = _joined(
            [(keys, _around([self._boxes[k] for k in keys])) for keys in groups.values()]
        )
        if len(motions) > 1:
            items = tuple(
                self._items[max(keys, key=self._paths.__getitem__)] for keys, _ in motions
            )
            names = " and ".join(label(item) for item in items[:2])
            box = _around([box for _, box in motions])
            yield Fault("two-motions", f"{names} move at once, far apart", items, box)

    def _reason(self, item: Item) -> str:
        for member in (*item.leaves, *reversed(item.path)):
            if id(member) in self._reasons:
                return self._reasons[id(member)]
        return _TRACKED


def _flat(animations: Iterable[Animation]) -> Iterator[Animation]:
    for animation in animations:
        if isinstance(animation, AnimationGroup):
            yield from _flat(animation.animations)
        else:
            yield animation


def _is_glyphs(mobject: Mobject) -> bool:
    """Only filled outlines without lines: pieces of a setting."""
    leaves: list[Any] = [m for m in mobject.get_family() if len(m.points)]
    return bool(leaves) and all(not getattr(m, "stroke_width", 1) for m in leaves)


def _box(item: Item) -> Box | None:
    ink = item.lines if item.kind is Kind.MARK else item.shape
    return ink.box


def _around(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _joined(motions: list[tuple[list[int], Box]]) -> list[tuple[list[int], Box]]:
    """Motions near each other become one."""
    merged = True
    while merged:
        merged = False
        for i, (keys, box) in enumerate(motions):
            for j in range(i + 1, len(motions)):
                others, other = motions[j]
                if _gap(box, other) < _FAR * UNIT:
                    motions[i] = ([*keys, *others], _around([box, other]))
                    del motions[j]
                    merged = True
                    break
            if merged:
                break
    return motions


def _gap(one: Box, other: Box) -> float:
    across = max(one[0] - other[2], other[0] - one[2], 0)
    down = max(one[1] - other[3], other[1] - one[3], 0)
    return float(np.hypot(across, down))
