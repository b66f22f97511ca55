"""Formulas and points as they are best written."""

from __future__ import annotations

from typing import Any

import mvcalc
from scenes.stage import Said, said


def bracket(expr: Any) -> Said:
    """A sum in brackets, where it is a factor."""
    words = said(expr)
    return Said(words.text, f"({words.typst})", words.speech) if expr.is_Add else words


def short(point: tuple[Any, ...]) -> Any:
    """A point, in three digits where it would be long."""
    return mvcalc.show(point, 3, "decimal") if len(said(point).text) > 14 else point
