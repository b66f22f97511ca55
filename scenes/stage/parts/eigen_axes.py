"""The two special directions of a symmetric matrix, as arrows with names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from scenes.stage.formula import Typeset
from scenes.stage.parts.arrow import Arrow
from scenes.stage.parts.part import Part
from scenes.stage.parts.plot import Plot
from scenes.stage.parts.tag import Tag
from scenes.stage.theme import Role

_LENGTH: Final = 1.2  # frame units
_NAME: Final = 1.55


class EigenAxes(Part):
    """Eigenvectors at a place, all of one length, pointing to where there is room.

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
        here, inner = plot.at(*place), plot.area.inset(0.2)
        for vector, name in zip(vectors, names, strict=True):
            way = np.array([*map(float, vector), 0.0])
            way /= np.linalg.norm(way)
            x, y, _ = here + _NAME * way
            if not (inner.left < x < inner.right and inner.bottom < y < inner.top):
                way = -way  # as good an eigenvector, and one that can be seen
            arrow = Arrow(here, here + _LENGTH * way, role=role)
            self.add(arrow, Tag(name).move_to(here + _NAME * way))
