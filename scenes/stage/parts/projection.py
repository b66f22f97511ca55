"""Data, their shadow on the sheet of everything a model can reach, and what is left over."""

from __future__ import annotations

import numpy as np
from manim import ValueTracker, VGroup

from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts.arrow import Arrow
from scenes.stage.parts.part import Floats, Part, set_corners, stroke
from scenes.stage.theme import Role


class Projection(Part):
    """A right triangle standing on a sheet, its legs true to scale.

    This is the plane through the origin, the data and their shadow, whatever the number of data.

    Args:
        slot: where it stands.
        shadow, rest: lengths of the legs; a leg that is nothing beside the other is not drawn.
        share: tracker of another arrow in the sheet, in lengths of the shadow.

    Attributes:
        sheet, data, shadow, rest, corner: pieces to bring in one after the other.
        trial, miss: that other arrow, and the way from its tip to the data; no pieces of the part.
    """

    def __init__(
        self, slot: Slot, shadow: float, rest: float, share: ValueTracker | None = None
    ) -> None:
        super().__init__()
        area = Slot(slot.left + 1.2, slot.bottom + 1.0, slot.right - 1.9, slot.top - 1.0)
        unit = min(area.width / max(shadow, 1e-12), area.height / max(rest, 1e-12), 1e300)
        across, up = shadow * unit, rest * unit
        x, y = area.centre[0] - across / 2, area.centre[1] - up / 2
        origin, foot, top = (
            np.array([a, b, 0.0]) for a, b in ((x, y), (x + across, y), (x + across, y + up))
        )
        self.sheet = self._sheet(origin, foot, up)
        self.data = Arrow(origin, top, role=Role.DATA, label=_name("data"), beside=1)
        self.shadow = Arrow(origin, foot, role=Role.OPTIMUM, label=_name("shadow"), beside=-1)
        self.rest = Arrow(foot, top, role=Role.ERROR, label=_name("rest"), beside=-1)
        self.corner = stroke(Role.TEXT, theme.THIN_WIDTH)
        size = min(0.3, across / 3, up / 3)
        if size > 0.05:
            a, b = np.array([-size, 0, 0]), np.array([0, size, 0])
            set_corners(self.corner, np.array([foot + a, foot + a + b, foot + b]))
        s = share or ValueTracker(1.0)

        def tip() -> Floats:
            reached: Floats = origin + s.get_value() * (foot - origin)
            return reached

        self.trial = Arrow(origin, tip, s, role=Role.FUNCTION)
        self.miss = Arrow(tip, top, s, role=Role.ERROR)
        self.add(self.sheet, self.data, self.shadow, self.rest, self.corner)

    def _sheet(self, origin: Floats, foot: Floats, up: float) -> VGroup:
        """The plane of all models, seen from the side at a slant."""
        edge = stroke(Role.SECONDARY, theme.THIN_WIDTH)
        # Its far edge keeps clear of the names of the data and of the rest.
        depth = up / 2 + 0.6 if up / 2 - 0.25 < 0.7 < up / 2 + 0.6 else 0.7
        near, far = np.array([-0.9, -0.7, 0]), np.array([0.0, depth, 0])
        right = np.array([1.9, 0, 0])
        corners = [origin + near, foot + near + right, foot + far + right, origin + far]
        set_corners(edge, np.array([*corners, corners[0]]))
        edge.set_fill(theme.PANEL, opacity=1)
        return VGroup(edge)


def _name(text: str) -> Formula:
    role = {"data": Role.DATA, "shadow": Role.OPTIMUM, "rest": Role.ERROR}[text]
    return Formula(f'"{text}"', size=theme.LABEL, role=role)
