"""A value in every form a lecture needs: read, set in Typst, spoken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """One value in words.

    Attributes:
        text: plain text for captions, tables and tests.
        typst: Typst mathematics for formulas.
        speech: words for a voice.
        relation: ``=`` when the text is the value, ``≈`` when it is rounded.
    """

    text: str
    typst: str
    speech: str
    relation: str = "="


def said(value: Any, digits: int = 6) -> Said:
    """Put a fact into words: text stays text, numbers and expressions go through ``mvcalc``."""
    if isinstance(value, Said):
        return value
    if isinstance(value, str):
        return Said(value, f'"{value}"', value)
    from mvcalc.show import show  # sympy is loaded only when something is said

    shown = show(value, digits)
    return Said(shown.text, shown.typst, shown.speech, shown.relation)
