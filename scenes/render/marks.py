"""Many like marks as one mobject: dots, segments, arrows, lines, set from arrays.

Each class is a plain ``VMobject`` with many subpaths, so stock Manim draws it too. The setters
replace all marks at once and cost a few array operations, whatever the number of marks::

    residuals = Segments(points, feet, color=RED)
    residuals.add_updater(lambda m: m.set_segments(points, line.at(tracker.get_value())))

Marks with a coordinate that is not finite are left out. Opacity is of the whole: where marks of one
set overlap they are not drawn twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

import numpy as np
from manim import WHITE, CapStyleType, LineJointType, VMobject
from manim.utils.color import ParsableManimColor
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

# Four cubic curves make a circle to 0.03 % of its radius; rows are anchor, handle, handle, anchor.
_K = 4 / 3 * (2**0.5 - 1)
_QUARTER = np.array([[1, 0, 0], [1, _K, 0], [_K, 1, 0], [0, 1, 0]], dtype=float)
_TURN = np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1]], dtype=float)
_CIRCLE = np.concatenate([_QUARTER @ np.linalg.matrix_power(_TURN, k) for k in range(4)])
_THIRDS = np.array([0, 1 / 3, 2 / 3, 1]).reshape(1, 4, 1)


def spatial(points: ArrayLike) -> Floats:
    """Points (n, 2) or (n, 3) as a new (n, 3) float array; missing z is 0."""
    given = np.array(points, dtype=float)
    if given.size == 0:
        return np.zeros((0, 3))
    if given.ndim != 2 or given.shape[1] not in (2, 3):
        raise ValueError(f"Points have shape {given.shape} but must have shape (n, 2) or (n, 3).")
    return given if given.shape[1] == 3 else np.pad(given, ((0, 0), (0, 1)))


def straight(starts: Floats, ends: Floats) -> Floats:
    """Control points (4n, 3) of n straight cubic curves."""
    return (starts[:, None] * (1 - _THIRDS) + ends[:, None] * _THIRDS).reshape(-1, 3)


class Dots(VMobject):
    """Filled discs.

    Args:
        points: centres, (n, 2) or (n, 3), scene units.
        radius: one number, or n of them, scene units.
        color: fill colour; further keywords are ``VMobject``'s.
    """

    def __init__(
        self,
        points: ArrayLike = (),
        radius: ArrayLike = 0.06,
        color: ParsableManimColor = WHITE,
        fill_opacity: float = 1.0,
        stroke_width: float = 0.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            color=color, fill_opacity=fill_opacity, stroke_width=stroke_width, **kwargs
        )
        self.radius = radius
        self.set_centres(points)

    def set_centres(self, points: ArrayLike, radius: ArrayLike | None = None) -> Self:
        """Move all dots; their number may change. ``radius`` stays as it was if not given."""
        centres = spatial(points)
        if radius is not None:
            self.radius = radius
        radii = np.broadcast_to(np.asarray(self.radius, dtype=float), len(centres))
        keep = np.isfinite(centres).all(axis=1) & np.isfinite(radii)
        circles = centres[keep, None] + radii[keep, None, None] * _CIRCLE
        self.points = circles.reshape(-1, 3)
        return self


class Segments(VMobject):
    """Straight strokes from ``starts`` to ``ends``, (n, 2) or (n, 3) each, scene units.

    Args:
        starts: where the segments begin.
        ends: where they end.
        width: stroke width in Manim's unit (1/100 scene unit).
        color: stroke colour; further keywords are ``VMobject``'s.
    """

    def __init__(
        self,
        starts: ArrayLike = (),
        ends: ArrayLike = (),
        width: float = 2.0,
        color: ParsableManimColor = WHITE,
        **kwargs: Any,
    ) -> None:
        super().__init__(color=color, stroke_width=width, fill_opacity=0, **kwargs)
        self.set_segments(starts, ends)

    def set_segments(self, starts: ArrayLike, ends: ArrayLike) -> Self:
        """Replace all segments; their number may change."""
        first, last = spatial(starts), spatial(ends)
        if len(first) != len(last):
            raise ValueError(f"There are {len(first)} starts but {len(last)} ends; give as many.")
        keep = np.isfinite(first).all(axis=1) & np.isfinite(last).all(axis=1)
        self.points = straight(first[keep], last[keep])
        return self


class Arrows(VMobject):
    """Arrows as filled outlines, so that shaft and tip are one mark.

    An arrow too short for its tip is scaled down as a whole; one of no length is not drawn.

    Args:
        starts: tails, (n, 2) or (n, 3), scene units.
        ends: tips.
        width: thickness of the shaft in Manim's unit (1/100 scene unit).
        tip: length of the tip in scene units; its breadth is 0.8 of that.
        color: fill colour; further keywords are ``VMobject``'s.
    """

    def __init__(
        self,
        starts: ArrayLike = (),
        ends: ArrayLike = (),
        width: float = 4.0,
        tip: float = 0.2,
        color: ParsableManimColor = WHITE,
        fill_opacity: float = 1.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(color=color, fill_opacity=fill_opacity, stroke_width=0, **kwargs)
        self.shaft_width = width
        self.tip = tip
        self.set_arrows(starts, ends)

    def set_arrows(self, starts: ArrayLike, ends: ArrayLike) -> Self:
        """Replace all arrows; their number may change."""
        first, last = spatial(starts), spatial(ends)
        if len(first) != len(last):
            raise ValueError(f"There are {len(first)} starts but {len(last)} ends; give as many.")
        self.points = arrow_outlines(first, last, self.shaft_width / 100, self.tip)
        return self


def arrow_outlines(starts: Floats, ends: Floats, width: float, tip: float) -> Floats:
    """Closed outlines (28 control points each) of arrows in the plane of the screen."""
    finite = np.isfinite(starts).all(axis=1) & np.isfinite(ends).all(axis=1)
    starts, ends = starts[finite], ends[finite]
    length = np.linalg.norm(ends - starts, axis=1)
    starts, ends, length = starts[length > 1e-9], ends[length > 1e-9], length[length > 1e-9]
    along = (ends - starts) / length[:, None]
    side = np.stack([-along[:, 1], along[:, 0], np.zeros(len(along))], axis=1)
    # Seen end on, an arrow has no side in the plane; any direction will do.
    flat = np.linalg.norm(side, axis=1, keepdims=True)
    side = np.where(flat > 1e-9, side / np.maximum(flat, 1e-9), [1.0, 0.0, 0.0])
    small = np.minimum(1.0, 0.6 * length / tip) if tip > 0 else np.ones_like(length)
    head = (small * tip)[:, None] * along
    half, wing = side * (small * width / 2)[:, None], side * (small * tip * 0.4)[:, None]
    neck = ends - head
    corners = np.stack(
        [starts + half, neck + half, neck + wing, ends, neck - wing, neck - half, starts - half],
        axis=1,
    )
    return straight(corners.reshape(-1, 3), np.roll(corners, -1, axis=1).reshape(-1, 3))


class Polylines(VMobject):
    """Broken lines, such as contour lines, as one stroke.

    Args:
        lines: each (k, 2) or (k, 3), scene units; a vertex that is not finite breaks its line.
        width: stroke width in Manim's unit (1/100 scene unit).
        color: stroke colour; further keywords are ``VMobject``'s.
    """

    def __init__(
        self,
        lines: Iterable[ArrayLike] = (),
        width: float = 2.0,
        color: ParsableManimColor = WHITE,
        joint_type: LineJointType = LineJointType.ROUND,
        cap_style: CapStyleType = CapStyleType.ROUND,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            color=color,
            stroke_width=width,
            fill_opacity=0,
            joint_type=joint_type,
            cap_style=cap_style,
            **kwargs,
        )
        self.set_lines(lines)

    def set_lines(self, lines: Iterable[ArrayLike]) -> Self:
        """Replace all lines; their number and lengths may change."""
        pieces = [spatial(line) for line in lines]
        starts = np.concatenate([p[:-1] for p in pieces] or [np.zeros((0, 3))])
        ends = np.concatenate([p[1:] for p in pieces] or [np.zeros((0, 3))])
        finite = np.isfinite(starts).all(axis=1) & np.isfinite(ends).all(axis=1)
        starts, ends = starts[finite], ends[finite]
        # A piece without length has no direction for its joints.
        moves = np.abs(ends - starts).max(axis=1, initial=0) > 1e-9
        self.points = straight(starts[moves], ends[moves])
        return self
