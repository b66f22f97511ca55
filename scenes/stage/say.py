"""A value in every form a lecture needs: read, set in Typst, spoken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

_SIMPLE_FRACTION: Final = re.compile(r"frac\(([^(),/ ]+), ([^(),/ ]+)\)")


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

    @property
    def flat(self) -> Said:
        """The same with simple fractions on one line, for rows of a table."""
        typst = _SIMPLE_FRACTION.sub(r"\1 \\/ \2", self.typst)
        return Said(self.text, typst, self.speech, self.relation)


def said(value: Any, digits: int = 6, mode: str = "auto") -> Said:
    """Put a fact into words: text stays text, numbers and expressions go through ``mvcalc``.

    ``mode`` is ``show``'s: ``auto``, ``exact`` or ``decimal``.
    """
    if isinstance(value, Said):
        return value
    if hasattr(value, "speech"):  # shown already
        return Said(value.text, value.typst, value.speech, value.relation)
    if isinstance(value, str):
        return Said(value, f'"{value}"', value)
    # A root of a polynomial is a number, though its polynomial is called ``expr`` too.
    expr = value if getattr(value, "is_number", False) else getattr(value, "expr", value)
    if getattr(expr, "free_symbols", None):
        return _formula(expr)
    from mvcalc.show import show  # sympy is loaded only when something is said

    shown = show(expr, digits, mode)
    return Said(shown.text, shown.typst, shown.speech, shown.relation)


def _formula(expr: Any) -> Said:
    from mvcalc.plain import plain
    from mvcalc.speech import speech
    from mvcalc.typst import typst

    return Said(plain(expr), typst(expr), speech(expr))
