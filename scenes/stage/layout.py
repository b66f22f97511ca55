"""Slots: named rectangles of the frame in which parts are placed. Units are frame units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scenes.stage import theme

if TYPE_CHECKING:
    from manim import Mobject


@dataclass(frozen=True, slots=True)
class Slot:
    """A rectangle of the frame, in frame units, y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def inset(self, x: float, y: float | None = None) -> Slot:
        """The slot without a border of ``x`` (and ``y``) on each side."""
        y = x if y is None else y
        return Slot(self.left + x, self.bottom + y, self.right - x, self.top - y)

    def split_x(self, share: float, gap: float = theme.GAP) -> tuple[Slot, Slot]:
        """Left and right parts; the left one takes ``share`` of the width."""
        middle = self.left + share * self.width
        return (
            Slot(self.left, self.bottom, middle - gap / 2, self.top),
            Slot(middle + gap / 2, self.bottom, self.right, self.top),
        )

    def split_y(self, share: float, gap: float = theme.GAP) -> tuple[Slot, Slot]:
        """Upper and lower parts; the upper one takes ``share`` of the height."""
        middle = self.top - share * self.height
        return (
            Slot(self.left, middle + gap / 2, self.right, self.top),
            Slot(self.left, self.bottom, self.right, middle - gap / 2),
        )

    def rows(self, count: int, gap: float = 0.0) -> tuple[Slot, ...]:
        """Equal rows from top to bottom."""
        height = (self.height - gap * (count - 1)) / count
        tops = [self.top - i * (height + gap) for i in range(count)]
        return tuple(Slot(self.left, top - height, self.right, top) for top in tops)

    def place(self, mobject: Mobject, x: float = 0.0, y: float = 0.0, fit: bool = True) -> Mobject:
        """Put a mobject in the slot, shrinking it if it is too large.

        ``x`` and ``y`` in [-1, 1] align it: -1 left or bottom, 0 centre, 1 right or top.
        """
        if fit and mobject.width > 0 and mobject.height > 0:
            factor = min(1.0, self.width / mobject.width, self.height / mobject.height)
            if factor < 1:
                mobject.scale(factor)
        cx, cy = self.centre
        mobject.move_to(
            (
                cx + x * (self.width - mobject.width) / 2,
                cy + y * (self.height - mobject.height) / 2,
                0,
            )
        )
        return mobject


_HALF_WIDTH: Final = theme.FRAME_WIDTH / 2
_HALF_HEIGHT: Final = theme.FRAME_HEIGHT / 2
_LEDGER_LEFT: Final = -_HALF_WIDTH + theme.FRAME_WIDTH * 10 / 16

SAFE: Final = Slot(
    -_HALF_WIDTH + theme.MARGIN,
    -_HALF_HEIGHT + theme.CAPTION_BAND,
    _HALF_WIDTH - theme.MARGIN,
    _HALF_HEIGHT - theme.MARGIN,
)
PICTURE: Final = Slot(SAFE.left, SAFE.bottom, _LEDGER_LEFT - theme.GAP / 2, SAFE.top)
LEDGER: Final = Slot(_LEDGER_LEFT + theme.GAP / 2, SAFE.bottom, SAFE.right, SAFE.top)
STRIP: Final = Slot(SAFE.left, SAFE.top - 1.0, SAFE.right, SAFE.top)
BELOW_STRIP: Final = Slot(SAFE.left, SAFE.bottom, SAFE.right, STRIP.bottom - theme.GAP)
