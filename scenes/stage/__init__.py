"""What every lecture stands on. Importing it imports neither manim nor sympy."""

from scenes.stage import layout, parts, theme
from scenes.stage.lecture import LectureScene, Meta, beat
from scenes.stage.params import (
    Expr1,
    Expr2,
    LectureParams,
    Number,
    Pair2,
    Point2,
    Points,
    formula_in,
    param,
)
from scenes.stage.say import Said, said
from scenes.stage.script import Check, Script, Words
from scenes.stage.theme import Role

__all__ = [
    "Check",
    "Expr1",
    "Expr2",
    "LectureParams",
    "LectureScene",
    "Meta",
    "Number",
    "Pair2",
    "Point2",
    "Points",
    "Role",
    "Said",
    "Script",
    "Words",
    "beat",
    "formula_in",
    "layout",
    "param",
    "parts",
    "said",
    "theme",
]
