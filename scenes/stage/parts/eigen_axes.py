"""The two special directions of a symmetric matrix, as arrows with names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from scenes.stage.formula import Typeset
from scenes.stage.layout import Slot
from scenes.stage.parts.arrow import Arrow
from scenes.stage.parts.part import Floats, Part
from scenes.stage.parts.plot import Plot
from scenes.stage.parts.tag import Tag
from scenes.stage.theme import Role

_NAME: Final = 1.55  # frame units from the place to a name
_SHORTEST: Final = 0.75
_TIP: Final = 0.35  # the arrow ends before its name


class EigenAxes(Part):
    """Eigenvectors at a place, all of one length, pointing to where there is room; shorter ones
    where there is little.

    ::

        EigenAxes(plot, (1, 1), [(1, 1), (1, -1)], names)

    Args:
        plot: the map.
        place: a pair of numbers.
        vectors: of any length.
        names: formulas, one for each.
    """

    def __init__(
        self,
        plot: Plot,
        place: tuple[float, float],
        vectors: Sequence[Sequence[Any]],
        names: Sequence[Typeset],
        *,
        role: Role = Role.CURVATURE,
    ) -> None:
        super().__init__()
        here = plot.at(*place)
        ways = [np.array([*map(float, vector), 0.0]) for vector in vectors]
        ways = [way / np.linalg.norm(way) for way in ways]
        tags = [Tag(name) for name in names]
        # An eigenvector turned round is as good a one, and may be seen better.
        rooms = [[_room(plot.area, here, s * way, tag) for s in (1, -1)]
                 for way, tag in zip(ways, tags, strict=True)]  # fmt: skip
        reach = max(min(_NAME, *(max(pair) for pair in rooms)), _SHORTEST)
        for way, tag, (ahead, behind) in zip(ways, tags, rooms, strict=True):
            best = way if ahead >= min(behind, _NAME) else -way
            self.add(Arrow(here, here + (reach - _TIP) * best, role=role))
            self.add(tag.move_to(here + reach * best))


def _room(area: Slot, here: Floats, way: Floats, tag: Tag) -> float:
    """How far a tag may go one way before it leaves an area."""
    low, high = np.array([[area.left, area.bottom], [area.right, area.top]])
    walls = np.where(way[:2] > 0, high - tag.half(), low + tag.half())
    with np.errstate(all="ignore"):
        return float(np.nanmin(np.where(way[:2], (walls - here[:2]) / way[:2], np.inf)))
