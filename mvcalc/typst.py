"""Formulas as Typst mathematics, with parts labelled for the pictures.

``typst(expr, {part: "name"})`` writes labelled parts as ``{{ part : name }}``, the form that
manim's ``MathTypst`` understands. Only the forms that survive it are written: label names are
letters, and no group holds a comma or a colon of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import sympy
from sympy import Expr

from mvcalc.errors import RangeError, names_parameters
from mvcalc.nodes import Node
from mvcalc.notation import GREEK, arrange
from mvcalc.printer import Printer

_LABEL = re.compile(r"[a-z]+")


@names_parameters
def typst(
    expr: Expr | sympy.MatrixBase | Sequence[Expr],
    labels: Mapping[Expr, str] | None = None,
    ascending: bool = False,
) -> str:
    """Typst mathematics for an expression, a vector (a sequence) or a matrix.

    Args:
        expr: what to write.
        labels: names for parts; every occurrence of a part gets its name.
        ascending: constants first in sums, as in ``2 + 3h + h^2``.

    Raises:
        RangeError: an unknown kind of node, a label that is not lower-case letters, or a label
            for a part that is not written anywhere.
    """
    names = dict(labels or {})
    for name in names.values():
        if not _LABEL.fullmatch(name):
            raise RangeError("a label is lower-case letters only", value=name, hint="use slope")
    printer = _Printer(names)
    text = _write(printer, expr, ascending)
    missing = [part for part in names if part not in printer.used]
    if missing:
        raise RangeError(f"there is no part {missing[0]} to label in {expr}", value=names)
    return text


def typeset(node: Node) -> str:
    """The Typst of a written tree."""
    return _Printer({}).of(node)


def _write(
    printer: _Printer, expr: Expr | sympy.MatrixBase | Sequence[Expr], ascending: bool
) -> str:
    if isinstance(expr, sympy.MatrixBase):
        rows = [[printer.of(arrange(cell, ascending)) for cell in row] for row in expr.tolist()]
        return matrix(rows)
    if isinstance(expr, Sequence | sympy.Tuple):
        return vector([printer.of(arrange(sympy.sympify(e, strict=True), ascending)) for e in expr])
    return printer.of(arrange(sympy.sympify(expr, strict=True), ascending))


class _Printer(Printer):
    """Typst's forms; labelled parts become ``{{ part : name }}``."""

    frac = "frac({}, {})"
    slash = r"{} \/ {}"
    square_root = "sqrt({})"
    other_root = "root({}, {})"
    bars = "abs({})"
    group = "({})"
    dot = " dot "

    def __init__(self, labels: Mapping[Expr, str]) -> None:
        super().__init__()
        self.labels = labels
        self.used: set[Expr] = set()

    def of(self, node: Node) -> str:
        text = super().of(node)
        name = self.labels.get(node.expr)
        if name is None:
            return text
        self.used.add(node.expr)
        return "{{ " + text + " : " + name + " }}"

    def word(self, name: str) -> str:
        return variable(name)

    def function(self, name: str) -> str:
        return 'op("erf")' if name == "erf" else name

    def script(self, text: str) -> str:
        return text if len(text) == 1 else f"({text})"


def variable(name: str) -> str:
    """A variable's name: x, theta, x_1, or upright text for a word.

    Raises:
        RangeError: not a name that ``parse`` would allow.
    """
    match = re.fullmatch(r"([A-Za-z]+)_?([A-Za-z0-9]*)", name)
    if match is None:
        raise RangeError("this is not a variable's name", value=name, hint="use x1")
    stem, index = match.groups()
    written = stem if len(stem) == 1 or stem in GREEK else f'upright("{stem}")'
    if not index:
        return written
    return f"{written}_{index}" if len(index) == 1 else f'{written}_"{index}"'


def vector(parts: Sequence[str]) -> str:
    """A column from Typst parts."""
    return f"vec({', '.join(parts)})"


def matrix(rows: Sequence[Sequence[str]]) -> str:
    """A matrix from rows of Typst parts."""
    return f"mat({'; '.join(', '.join(row) for row in rows)})"


def point(parts: Sequence[str]) -> str:
    """A point in round brackets from Typst parts."""
    return f"({', '.join(parts)})"


def equation(*sides: str, relation: str = "=") -> str:
    """``a = b = c`` from Typst parts; the relation is "=", "approx", "<=" or another sign."""
    return f" {relation} ".join(sides)


def derivative(
    f: str = "f",
    var: str = "x",
    order: int = 1,
    notation: str = "leibniz",
    at: str = "",
    partial: bool = False,
) -> str:
    """The name of a derivative, e.g. ``frac(dif f, dif x)`` or ``f'(x)``.

    Args:
        f: Typst for the function's name.
        var: the variable's name.
        order: how often it is differentiated, from 1.
        notation: "leibniz" or "prime"; a partial derivative in "prime" is written f_x.
        at: Typst for the place, or "" for the derivative as a function.
        partial: a partial derivative.

    Raises:
        RangeError: an unknown notation or an order below 1.
    """
    if order < 1:
        raise RangeError("the order of a derivative starts at 1", param="order", value=order)
    x = variable(var)
    if notation == "prime":
        if partial:
            return f"{f}_({' '.join([x] * order)})" + (f"({at})" if at else "")
        marks = "'" * order if order <= 3 else f"^(({order}))"
        return f"{f}{marks}({at or x})"
    if notation != "leibniz":
        raise RangeError("unknown notation", param="notation", value=notation, hint="leibniz")
    d = "partial" if partial else "dif"
    power = f"^{order}" if order > 1 else ""
    text = f"frac({d}{power} {f}, {d} {x}{power})"
    return f"lr({text} |)_({x} = {at})" if at else text
