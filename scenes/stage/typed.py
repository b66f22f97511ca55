"""Lists and points as people type them on a command line."""

from __future__ import annotations

from typing import Any


def typed_list(text: str) -> list[Any]:
    """``[1, (2, x*(y+1))]`` as nested lists of texts; the outer brackets may be left out."""
    text = text.strip()
    return _items(text if _bracketed(text) else f"({text})")


def _bracketed(text: str) -> bool:
    """Whether one pair of brackets holds the whole text."""
    if not text or text[0] not in "([" or text[-1] not in ")]":
        return False
    depth = 0
    for place, char in enumerate(text):
        depth += (char in "([") - (char in ")]")
        if depth == 0:
            return place == len(text) - 1
    return False


def _items(text: str) -> list[Any]:
    """``[1, (2, x*(y+1))]`` as nested lists of texts: what people type for points and lists."""
    parts, depth = [""], 0
    for char in text[1:-1]:
        depth += (char in "([") - (char in ")]")
        if char == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    words = [part.strip().strip("\"'") for part in parts if part.strip()]
    return [_items(word) if _bracketed(word) and "," in word else word for word in words]
