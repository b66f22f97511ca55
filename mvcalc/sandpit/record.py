"""The text form of a game: read with suspicion, because it comes from strangers."""

from __future__ import annotations

import json
from typing import Any

from mvcalc.errors import BudgetError, ParseError

FORMAT = "mvcalc sandpit session"
VERSION = 1
LONGEST_FILE = 100_000
MOST_EVENTS = 500


def is_point(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(v, str) for v in value)


def read_record(text: str) -> dict[str, Any]:
    """The record behind a saved game, with the types checked."""
    if len(text) > LONGEST_FILE:
        raise BudgetError("the file is too long", limit=LONGEST_FILE, needed=len(text))
    try:
        record = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        raise ParseError("this is not a saved game", value=text[:40]) from None
    wanted: dict[str, type] = {"level": int, "seed": int, "function": str, "events": list}
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise ParseError("this is not a saved game", value=text[:40])
    if record.get("version") != VERSION:
        raise ParseError("this game was saved by another version", value=record.get("version"))
    for key, kind in wanted.items():
        if not isinstance(record.get(key), kind) or isinstance(record.get(key), bool):
            raise ParseError(f"the saved game has no proper {key}", value=str(record.get(key))[:40])
    if len(record["events"]) > MOST_EVENTS:
        raise BudgetError("the game is too long", limit=MOST_EVENTS, needed=len(record["events"]))
    return record
