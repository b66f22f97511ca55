"""Reading what a student types: values, words and labels, forgiving about notation only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from mvcalc.errors import MvcalcError, ParseError
from mvcalc.expr import parse
from mvcalc.quiz.answers import Answer

LONGEST = 400
MOST_PARTS = 30

_SIGNS = str.maketrans(
    {"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "⁄": "/", "π": " pi ", "ℯ": " e ", ";": ","}
)
_LABEL = re.compile(r"^\s*[A-Za-zα-ωΑ-Ω∇∂_][\wα-ω′'/]{0,11}(?:\([\w, ]{0,12}\))?\s*[=≈<≤]\s*")
_NAME_ONLY = re.compile(r"^[A-Za-zα-ωΑ-Ω][\w′']{0,2}$")
_WORDS = re.compile(r"^[A-Za-z][A-Za-z '-]*$")
_BARE_ARGUMENT = re.compile(r"\b(ln|log|sqrt|sin|cos|tan|exp)\s+([0-9.]+|[a-z])\b")
_HIDDEN_PRODUCT = re.compile(r"(?<![A-Za-z_0-9.])(\d+(?:\.\d+)?)\s*(?=[A-Za-z(])(?![eE][+-]?\d)")
_CLOSED_PRODUCT = re.compile(r"\)\s*(?=[A-Za-z0-9(])")
_ROOT = re.compile(r"√\s*(\d+(?:\.\d+)?|\w+)")
_DECIMAL = re.compile(r"\d*\.\d+")
_FILLERS = ("it is ", "its ", "a ", "an ", "the ", "but ", "and ")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed.

    Attributes:
        values: numbers or formulas, in order.
        places: for each value the digits after its decimal point; None if it is not a decimal.
        words: phrases, lower case, without fillers.
    """

    values: tuple[sympy.Expr, ...]
    places: tuple[int | None, ...]
    words: tuple[str, ...]


def read(text: str, answer: Answer) -> Typed:
    """Split typed text into values and words.

    Raises:
        ParseError: too long, or a part that is neither a value nor words.
    """
    if len(text) > LONGEST:
        raise ParseError("the answer is too long", value=text[:40])
    found: list[sympy.Expr] = []
    places: list[int | None] = []
    words: list[str] = []
    known = [phrase for group in (*answer.words, answer.ignored) for phrase in group]
    for part in _parts(text):
        phrase, rest = _leading_words(part, known)
        if phrase:
            words.append(phrase)
        rest = _LABEL.sub("", rest).strip(" <≤≈=")
        if not rest or (_NAME_ONLY.match(rest) and rest not in ("e", "pi", *answer.vars)):
            continue
        if _WORDS.match(rest) and _phrase(rest) and not _is_value(rest, answer):
            words.append(_phrase(rest))
            continue
        found.append(_value(rest, answer))
        decimal = _DECIMAL.search(rest)
        places.append(len(decimal.group().partition(".")[2]) if decimal else None)
    return Typed(tuple(found), tuple(places), tuple(words))


def _parts(text: str) -> list[str]:
    """Split at commas, colons, "and", "but"; parentheses that hold a list are opened."""
    plain = text.translate(_SIGNS)
    plain = re.sub(r"\s(?:and|but)\s", " , ", plain)
    plain = re.sub(r":", ",", plain)
    parts, depth, current, opened = [], 0, "", []
    for i, c in enumerate(plain):
        if c in "([":
            opened.append(_holds_list(plain, i))
            current += " " if opened[-1] else "("
            depth += not opened[-1]
        elif c in ")]" and opened:
            was_list = opened.pop()
            current += " " if was_list else ")"
            depth -= not was_list
        elif c == "," and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += c
    parts.append(current)
    if len(parts) > MOST_PARTS:
        raise ParseError("the answer has too many parts", value=text[:40])
    return [p.strip() for p in parts if p.strip()]


def _holds_list(text: str, start: int) -> bool:
    """Whether the parenthesis that opens here has a comma of its own."""
    depth = 0
    for c in text[start:]:
        depth += (c in "([") - (c in ")]")
        if depth == 0:
            return False
        if c == "," and depth == 1:
            return True
    return False


def _phrase(text: str) -> str:
    phrase = " ".join(text.lower().replace("-", " ").split())
    for filler in _FILLERS:
        phrase = phrase.removeprefix(filler)
    return phrase


def _leading_words(part: str, known: Sequence[str]) -> tuple[str, str]:
    """A known phrase at the start of a part, and what follows it."""
    lowered = part.lower()
    for phrase in sorted(known, key=len, reverse=True):
        if lowered.startswith(phrase) and not lowered[len(phrase) :][:1].isalnum():
            return phrase, part[len(phrase) :]
    return "", part


def _is_value(text: str, answer: Answer) -> bool:
    try:
        _value(text, answer)
    except ParseError:
        return False
    return True


def _value(text: str, answer: Answer) -> sympy.Expr:
    formula = _ROOT.sub(r"sqrt(\1)", text).replace("√(", "sqrt(")
    formula = _BARE_ARGUMENT.sub(r"\1(\2)", formula)
    formula = _CLOSED_PRODUCT.sub(")*", _HIDDEN_PRODUCT.sub(r"\1*", formula))
    try:
        return parse(formula.strip(), vars=answer.vars).expr
    except MvcalcError as bad:
        raise ParseError(f"cannot read {text[:40]}", value=text[:40], hint=bad.message) from None
