"""A ledger of exact numbers: fixed columns and rows, so that the eye need not hunt."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

import numpy as np
from manim import Animation, FadeIn, LaggedStart, VGroup

from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts.cards import panel
from scenes.stage.parts.part import Part, set_corners, stroke
from scenes.stage.say import said
from scenes.stage.theme import Role


def number_cell(
    value: Any, width: float, role: Role = Role.TEXT, size: float = theme.WORKING, digits: int = 6
) -> Formula:
    """A number that fits ``width``: smaller type first, then a decimal, then fewer digits.

    It is never smaller than can be read.
    """
    fraction = "frac(" in said(value, digits).flat.typst
    modes = ("decimal",) if fraction else ("auto", "decimal")
    for mode, fewer in product(modes, range(digits, 1, -1)):
        for type_size in (size, (size + theme.SMALLEST) / 2, theme.SMALLEST):
            shown = said(value, fewer, mode).flat
            source = "{value}" if shown.relation == "=" else "{value_is} {value}"
            cell = Formula(source, size=type_size, role=role, value=shown)
            if cell.width <= width:
                return cell
    return cell


class Ledger(Part):
    """Columns under headings; rows come in one at a time with ``row``.

    Args:
        slot: where it stands; rows share the height below the headings.
        headings: Typst mathematics (or quoted text), one a column.
        rows: how many rows there will be.
        roles: colour of each column's numbers.
        shares: relative widths of the columns; equal by default.
        align: where the ledger stands in a taller slot: 1 at the top, 0 in the middle.
    """

    def __init__(
        self,
        slot: Slot,
        headings: tuple[str, ...],
        rows: int,
        *,
        roles: tuple[Role, ...] = (),
        digits: int = 6,
        shares: tuple[float, ...] = (),
        row_height: float = 0.8,
        align: float = 1.0,
    ) -> None:
        super().__init__()
        self.digits = digits
        self.roles = roles or (Role.TEXT,) * len(headings)
        heights = min(row_height, (slot.height - 0.5) / (rows + 1))
        height = heights * (rows + 1) + 0.5
        top = slot.top - (1 - align) * (slot.height - height) / 2
        self.slot = Slot(slot.left, top - height, slot.right, top)
        inner = self.slot.inset(0.15, 0.25)
        weights = np.array(shares or (1.0,) * len(headings))
        cuts = inner.left + inner.width * np.concatenate([[0], np.cumsum(weights / weights.sum())])
        self.columns = [
            Slot(float(a), inner.bottom, float(b), inner.top) for a, b in pairwise(cuts)
        ]
        self.row_slots = inner.rows(rows + 1)
        self.panel = panel(self.slot)
        self.headings = VGroup(
            *(
                self._put(Formula(h, size=theme.LABEL, role=Role.SECONDARY), 0, i)
                for i, h in enumerate(headings)
            )
        )
        rule = stroke(Role.GRID, theme.THIN_WIDTH)
        height = self.row_slots[0].bottom
        set_corners(rule, np.array([[inner.left, height, 0], [inner.right, height, 0]]))
        self.rows: list[VGroup] = []
        self.add(self.panel, self.headings, rule)

    def _put(self, cell: Formula, row: int, column: int) -> Formula:
        slot = self.columns[column]
        target = Slot(slot.left, self.row_slots[row].bottom, slot.right, self.row_slots[row].top)
        target.inset(0.04, 0).place(cell, x=0)
        return cell

    def row(self, *values: Any) -> VGroup:
        """The cells of the next row, placed but not yet shown."""
        index = len(self.rows) + 1
        # Close rows have smaller type, so that they stay apart.
        size = theme.WORKING if self.row_slots[0].height > 0.5 else theme.SMALLEST
        cells = VGroup(
            *(
                self._put(
                    value if isinstance(value, Formula)
                    else number_cell(
                        value, self.columns[column].width - 0.08, role, size, self.digits
                    ),
                    index, column,
                )
                for column, (value, role) in enumerate(zip(values, self.roles, strict=True))
            )
        )  # fmt: skip
        self.rows.append(cells)
        return cells

    def entrance(self) -> Animation:
        return LaggedStart(*(FadeIn(part) for part in self.submobjects), lag_ratio=0.2)
