"""The misses of a line one by one, and what they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from manim import VMobject

from scenes.stage.layout import Slot
from scenes.stage.parts.ledger import Ledger
from scenes.stage.theme import Role


def miss_table(slot: Slot, misses: Sequence[tuple[Any, Any]]) -> list[VMobject]:
    """A ledger of x, miss, and x times miss, and its rows; the last one holds the sums.

    Args:
        slot: where it stands.
        misses: exact pairs (x, miss).
    """
    table = Ledger(
        slot, ("x", '"miss"', 'x dot "miss"'), len(misses) + 1, digits=4, row_height=0.6,
        roles=(Role.DATA, Role.ERROR, Role.TEXT),
    )  # fmt: skip
    rows = [table.row(x, miss, x * miss) for x, miss in misses]
    total = sum(miss for _, miss in misses), sum(x * miss for x, miss in misses)
    return [table, *rows, table.row("sum", *total)]
