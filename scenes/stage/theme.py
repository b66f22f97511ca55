"""The visual vocabulary: roles with one colour each, a type scale, the grid.

Lectures and parts name roles, sizes and slots, never colours, points or pixels. The palette was
found by search over colour-vision simulations; each role has a second cue besides its colour,
which the parts draw (dash, arrowhead, star, hatching, …).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a mark means; its value names the role in formula labels and parameter files."""

    TEXT = "text"
    FUNCTION = "function"
    DERIVATIVE = "derivative"
    GRADIENT = "gradient"
    CONSTRAINT = "constraint"
    OPTIMUM = "optimum"
    CURVATURE = "curvature"
    DATA = "data"
    ERROR = "error"
    SECONDARY = "secondary"
    GRID = "grid"

    @property
    def colour(self) -> str:
        """Hex colour of the role."""
        return COLOURS[self]


BACKGROUND: Final = "#0E1117"
PANEL: Final = "#1A1F29"
RAMP: Final = ("#0E1117", "#323B49")  # height maps, low to high

COLOURS: Final[dict[Role, str]] = {
    Role.TEXT: "#F2F4F8",
    Role.FUNCTION: "#8AB5FD",
    Role.DERIVATIVE: "#FFF01A",
    Role.GRADIENT: "#F0AB75",
    Role.CONSTRAINT: "#D4608C",
    Role.OPTIMUM: "#70FFC9",
    Role.CURVATURE: "#A66BF5",
    Role.DATA: "#BAC1CD",
    Role.ERROR: "#FF3434",
    Role.SECONDARY: "#7C8798",
    Role.GRID: "#3A4454",
}


class Size(float):
    """A type size in Manim font units (an em is ``EM`` frame units per size unit)."""


TITLE: Final = Size(48)
FORMULA: Final = Size(44)
WORKING: Final = Size(36)
LABEL: Final = Size(32)
TICK: Final = Size(30)
SMALLEST: Final = TICK  # nothing smaller may carry meaning

EM: Final = 0.011  # frame units per size unit: matches the x-height of TeX at the same size

FRAME_WIDTH: Final = 128 / 9
FRAME_HEIGHT: Final = 8.0
MARGIN: Final = 0.5
CAPTION_BAND: Final = 1.0
GAP: Final = 0.25

# Stroke widths in Manim units (hundredths of a frame unit), thick to thin.
CURVE_WIDTH: Final = 5.0
LINE_WIDTH: Final = 4.0
THIN_WIDTH: Final = 2.0
HAIR_WIDTH: Final = 1.0
OUTLINE_WIDTH: Final = 3.0  # background-coloured outline of marks over height maps

# Times in seconds.
APPEAR: Final = 0.8
TRANSFORM: Final = 1.5
CHANGE: Final = 0.8
REST: Final = 1.0
AHA: Final = 3.0
THINK: Final = 6.0
WORDS_PER_MINUTE: Final = 145
