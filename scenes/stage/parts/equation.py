"""A name and a long formula: on one line, else broken before its terms."""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import Any, Final

import numpy as np

from mvcalc.nodes import Minus, Node, Product, Sum
from mvcalc.notation import arrange
from mvcalc.typst import typeset
from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.parts.part import Part
from scenes.stage.say import said
from scenes.stage.theme import Role

_LEADING: Final = 0.22  # between lines
_INDENT: Final = 0.5  # of the second and later lines
_SIGNS: Final = {"=": "=", "≈": "approx", "∈": "in"}


class Equation(Part):
    """``name = expr``, as large as ``width`` allows and never smaller than can be read.

    What does not fit on one line is broken before a term, as in print. What cannot be broken
    either is put into words.

    Args:
        name: Typst mathematics of the left side; may hold placeholders.
        expr: the right side: an expression in symbols, or a number.
        width: frame units.
        size: largest type size.
        rows: most lines.
        role: colour of the right side.
        digits: significant digits of a right side that is a number.
        values: for the placeholders of the name.

    Attributes:
        lines: the formulas, from top to bottom.
    """

    def __init__(
        self,
        name: str,
        expr: Any,
        width: float,
        *,
        size: float = theme.FORMULA,
        rows: int = 4,
        role: Role = Role.DERIVATIVE,
        digits: int = 6,
        **values: Any,
    ) -> None:
        super().__init__()
        expr = getattr(expr, "expr", expr)
        value = said(expr, digits)
        head = f"{name} {_SIGNS[value.relation]}"
        self.lines = self._single(head, value.typst, width, size, role, values)
        if not self.lines:
            self.lines = self._broken(head, _pieces(arrange(expr)), width, rows, role, values)
        if not self.lines:
            words = '"too long to be written here"'
            self.lines = [Formula(f"{head} {words}", size=theme.LABEL, **values)]
        self.add(*self.lines)

    @staticmethod
    def _single(
        head: str, right: str, width: float, size: float, role: Role, values: dict[str, Any]
    ) -> list[Formula]:
        source = f"{head} {{{{ {right} : {role} }}}}"
        formula = Formula(source, size=size, **values)
        if formula.width <= width:
            return [formula]
        fitting = 0.999 * size * width / formula.width
        return [Formula(source, size=fitting, **values)] if fitting >= theme.SMALLEST else []

    @staticmethod
    def _broken(
        head: str, pieces: list[str], width: float, rows: int, role: Role, values: dict[str, Any]
    ) -> list[Formula]:
        """Lines of as many pieces as fit; the second and later ones are indented."""
        for size in (theme.LABEL, theme.SMALLEST):
            lines: list[Formula] = []
            left = pieces
            while left and len(lines) < rows:
                start, room = ("", width - _INDENT) if lines else (head, width)
                tries = (
                    Formula(
                        f"{start} {{{{ {' '.join(left[:count])} : {role} }}}}", size=size, **values
                    )
                    for count in range(1, len(left) + 1)
                )
                fitting = list(takewhile(lambda line: line.width <= room, tries))  # noqa: B023
                if not fitting:
                    break
                lines.append(fitting[-1])
                left = left[len(fitting) :]
            if not left:
                _stack(lines)
                return lines
        return []


def _stack(lines: list[Formula]) -> None:
    for above, line in pairwise(lines):
        line.next_to(above, np.array([0, -1, 0]), buff=_LEADING)
    left = lines[0].get_left()[0]
    for line in lines[1:]:
        line.shift((left + _INDENT - line.get_left()[0], 0, 0))


def _pieces(node: Node) -> list[str]:
    """Typst of the parts between which a formula may be broken."""
    if isinstance(node, Minus):
        first, *rest = _pieces(node.body)
        # A minus before a sum would have to change its signs.
        return [typeset(node)] if isinstance(node.body, Sum) else [f"-{first}", *rest]
    if isinstance(node, Sum):
        signs = [("- " if minus else "+ ") for minus, _ in node.terms]
        signs[0] = "-" if node.terms[0][0] else ""
        return [sign + typeset(term) for sign, (_, term) in zip(signs, node.terms, strict=True)]
    if isinstance(node, Product):
        return _product(node)
    return [typeset(node)]


def _product(node: Product) -> list[str]:
    """A product with one sum among its factors is broken inside the brackets of the sum."""
    sums = [index for index, factor in enumerate(node.factors) if isinstance(factor, Sum)]
    if len(sums) != 1:
        return [typeset(node)]
    (at,) = sums
    first, *rest = _pieces(node.factors[at])
    before, after = (
        typeset(Product(node.expr, some)) if some else ""
        for some in (node.factors[:at], node.factors[at + 1 :])
    )
    terms = [rf"{before} \({first}", *rest]
    terms[-1] += rf"\) {after}"
    return terms
