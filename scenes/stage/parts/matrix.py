"""A matrix of exact numbers whose cells, rows and columns can be pointed at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from manim import VGroup

from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.say import said
from scenes.stage.theme import Role


class Matrix(Formula):
    """A matrix in square brackets.

    ::

        colours = (Role.GRADIENT, Role.CURVATURE)
        J = Matrix(facts.jacobian, before="J =", roles=lambda i, j: colours[j])
        self.emphasise(J.cell(0, 1))

    Args:
        entries: rows of numbers or expressions, or anything with ``tolist``.
        before, after: Typst mathematics on its left and right.
        roles: colour of the entry in row i and column j.
        digits: significant digits of long numbers.
    """

    def __init__(
        self,
        entries: Any,
        *,
        before: str = "",
        after: str = "",
        roles: Callable[[int, int], Role] | None = None,
        size: float = theme.FORMULA,
        role: Role = Role.TEXT,
        digits: int = 6,
    ) -> None:
        rows: Sequence[Sequence[Any]] = entries.tolist() if hasattr(entries, "tolist") else entries
        self.shape = (len(rows), len(rows[0]) if rows else 0)
        self.cells = [[said(value, digits) for value in row] for row in rows]
        body = "; ".join(
            ", ".join(
                _labelled(cell.typst, i, j, roles(i, j) if roles else None)
                for j, cell in enumerate(row)
            )
            for i, row in enumerate(self.cells)
        )
        super().__init__(
            f'{before} mat(delim: "[", gap: #0.5em, {body}) {after}', size=size, role=role
        )

    def cell(self, i: int, j: int) -> VGroup:
        """The glyphs of an entry."""
        return self.part(_label(i, j))

    def row(self, i: int) -> VGroup:
        """The glyphs of a row."""
        return self.part(*(_label(i, j) for j in range(self.shape[1])))

    def column(self, j: int) -> VGroup:
        """The glyphs of a column."""
        return self.part(*(_label(i, j) for i in range(self.shape[0])))


def _label(i: int, j: int) -> str:
    return f"cell-{i}-{j}"


def _labelled(source: str, i: int, j: int, role: Role | None) -> str:
    inner = f"{{{{ {source} : {role.value} }}}}" if role else source
    return f"{{{{ {inner} : {_label(i, j)} }}}}"
