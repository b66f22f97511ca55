"""Splitting a formula into words, with the column of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from mvcalc.errors import ParseError

MAX_LENGTH = 2000
MAX_DIGITS = 400

# Typeset forms that can mean one thing only.
_SAME = str.maketrans({"−": "-", "·": "*", "×": "*", "⋅": "*", "÷": "/", "\t": " ", "\n": " "})
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_PATTERN = re.compile(
    r"(?P<space>[ ]+)"
    r"|(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_]*|π)"
    r"|(?P<raised>[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    r"|(?P<op>\*\*|[-+*/^(),])"
)


class Kind(Enum):
    NUMBER = auto()
    NAME = auto()
    RAISED = auto()
    OP = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    column: int  # counts from 1


def complain(message: str, source: str, column: int, hint: str = "") -> ParseError:
    """A ParseError that says where; long formulas are quoted in part."""
    shown = source if len(source) <= 60 else source[:57] + "..."
    shown = "".join(c if c.isprintable() else "?" for c in shown)
    return ParseError(f"{message} (column {column})", value=shown, hint=hint, column=column)


_HINTS = {
    "=": "write only the right-hand side, for example x^2",
    "√": "write sqrt(x)",
    "|": "write abs(x)",
    "!": "factorials are not in the grammar",
    "[": "use round parentheses",
    "{": "use round parentheses",
    "–": "write the minus sign as -",
    "—": "write the minus sign as -",
    "∞": "infinity is not a number",
    "%": "write x/100",
}


def tokens(source: str) -> list[Token]:
    """The words of a formula, ended by an END token.

    Raises:
        ParseError: empty or longer than 2000 characters, or a character that means nothing here.
    """
    if len(source) > MAX_LENGTH:
        raise complain(
            f"the formula has {len(source)} characters and {MAX_LENGTH} are allowed", source, 1
        )
    text = source.translate(_SAME)
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _PATTERN.match(text, at)
        if match is None:
            bad = text[at]
            name = repr(bad) if bad.isprintable() else f"character number {ord(bad)}"
            raise complain(f"{name} means nothing here", source, at + 1, _HINTS.get(bad, ""))
        if match.lastgroup != "space":
            found.append(_token(match, source))
        at = match.end()
    if not found:
        raise complain("the formula is empty", source, 1, "write for example x^2")
    found.append(Token(Kind.END, "", len(text) + 1))
    return found


def _token(match: re.Match[str], source: str) -> Token:
    kind = Kind[(match.lastgroup or "").upper()]
    word, column = match.group(), match.start() + 1
    if kind is Kind.RAISED:
        word = word.translate(_SUPERSCRIPTS)
    if kind is Kind.NUMBER and len(word) > MAX_DIGITS:
        raise complain(f"a number has more than {MAX_DIGITS} digits", source, column)
    return Token(kind, "pi" if word == "π" else word, column)
