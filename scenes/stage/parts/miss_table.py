"""The misses of a line one by one, and what they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from manim import VMobject

from scenes.stage.layout import Slot
from scenes.stage.parts.ledger import Ledger
from scenes.stage.theme import Role


def miss_table(slot: Slot, misses: Sequence[tuple[Any, Any, Any]]) -> list[VMobject]:
    """A ledger of x, miss, and x times miss, and its rows; the last one holds the sums.

    Args:
        slot: where it stands.
        misses: exact triples (x, miss, x times miss).
    """
    table = Ledger(
        slot, ("x", '"miss"', 'x dot "miss"'), len(misses) + 1, digits=4, row_height=0.6,
        roles=(Role.DATA, Role.ERROR, Role.TEXT),
    )  # fmt: skip
    rows = [table.row(*numbers) for numbers in misses]
    totals = [sum(column) for column in list(zip(*misses, strict=True))[1:]]
    return [table, *rows, table.row("sum", *totals)]
