"""Formulas as LaTeX mathematics, for web pages."""

from __future__ import annotations

import re

from sympy import Expr

from mvcalc.errors import names_parameters
from mvcalc.nodes import Node
from mvcalc.notation import GREEK, arrange
from mvcalc.printer import Printer


@names_parameters
def latex(expr: Expr, ascending: bool = False) -> str:
    """LaTeX for an expression, in the same written form as ``typst``.

    Raises:
        RangeError: the expression holds something that is not an elementary real function.
    """
    return typeset(arrange(expr, ascending))


def typeset(node: Node) -> str:
    """The LaTeX of a written tree."""
    return _Printer().of(node)


class _Printer(Printer):
    frac = r"\frac{{{}}}{{{}}}"
    slash = "{}/{}"
    square_root = r"\sqrt{{{}}}"
    other_root = r"\sqrt[{}]{{{}}}"
    bars = r"\left|{}\right|"
    group = r"\left({}\right)"
    dot = r" \cdot "

    def word(self, name: str) -> str:
        match = re.fullmatch(r"([A-Za-z]+)_?([A-Za-z0-9]*)", name)
        stem, index = match.groups() if match else (name, "")
        if len(stem) > 1:
            stem = rf"\{stem}" if stem in GREEK else rf"\mathrm{{{stem}}}"
        return f"{stem}_{{{index}}}" if index else stem

    def function(self, name: str) -> str:
        return r"\operatorname{erf}" if name == "erf" else rf"\{name}"

    def script(self, text: str) -> str:
        return text if len(text) == 1 else f"{{{text}}}"
