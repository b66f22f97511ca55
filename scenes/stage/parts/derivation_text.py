"""What stands on the nodes of a derivation: expressions, shortened by names for their parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from sympy import Expr, Symbol

from mvcalc.rules import Derivation, Rule
from mvcalc.typst import typst as typst_of
from scenes.stage import theme
from scenes.stage.theme import Role
from scenes.stage.typeset import typeset

ROLES: Final[dict[Rule, Role]] = {
    Rule.SUM: Role.FUNCTION,
    Rule.CONSTANT_MULTIPLE: Role.FUNCTION,
    Rule.PRODUCT: Role.GRADIENT,
    Rule.QUOTIENT: Role.GRADIENT,
    Rule.CHAIN: Role.OPTIMUM,
    Rule.GENERAL_POWER: Role.OPTIMUM,
}
SIGNS: Final[dict[Rule, str]] = {
    Rule.SUM: "plus",
    Rule.CONSTANT_MULTIPLE: "c dot",
    Rule.PRODUCT: "times",
    Rule.QUOTIENT: "div",
    Rule.CHAIN: "compose",
    Rule.GENERAL_POWER: "u^v",
}


@lru_cache(maxsize=4096)
def typst(expr: Expr) -> str:
    """Typst mathematics of an expression, remembered."""
    return typst_of(expr)


@lru_cache(maxsize=4096)
def extent(source: str) -> tuple[float, float]:
    """Width and height of Typst mathematics, in ems."""
    points = np.concatenate([glyph.points for glyph in typeset(source).glyphs])
    width, height, _ = np.ptp(points, axis=0)
    return float(width), float(height)


@dataclass(frozen=True, slots=True)
class Entry:
    """A node in writing.

    Attributes:
        node: the node.
        before, after: Typst mathematics of the expression and of its derivative.
    """

    node: Derivation
    before: str
    after: str

    @property
    def role(self) -> Role:
        """Colour of its rule; rules without children are quiet."""
        return ROLES.get(self.node.rule, Role.SECONDARY)

    @property
    def sign(self) -> str:
        """Typst sign of what the rule takes apart; empty for rules without children."""
        return SIGNS.get(self.node.rule, "") if self.node.children else ""

    def sizes(self, size: float) -> tuple[float, float, float, float]:
        """Widths of ``before`` and ``after``, then their heights, in frame units."""
        (a, c), (b, d) = extent(self.before), extent(self.after)
        em = size * theme.EM
        return a * em, b * em, c * em, d * em


def entries(
    derivation: Derivation, limit: float, size: float, numbered: bool = False
) -> list[Entry]:
    """The nodes, children before parents; what is wider than ``limit`` is shortened.

    All nodes are numbered if one is shortened, or if asked for.
    """
    nodes: list[tuple[Derivation, list[int]]] = []

    def visit(node: Derivation) -> int:
        parts = [visit(child) for child in node.children]
        nodes.append((node, parts))
        return len(nodes)

    visit(derivation)
    full = [Entry(node, typst(node.before), typst(node.simplified)) for node, _ in nodes]
    wide = [[width > limit for width in entry.sizes(size)[:2]] for entry in full]
    named = numbered or any(map(any, wide))
    found = []
    for number, ((node, parts), entry, (a, b)) in enumerate(zip(nodes, full, wide, strict=True), 1):
        before = short_before(node, parts) if a else entry.before
        after = short_after(node, parts) if b else entry.after
        if named:
            before, after = f"{name(number)} = {before}", f"{slope(number)} = {after}"
        found.append(Entry(node, before, after))
    return found


def name(number: int) -> str:
    """Typst name of the expression at a node."""
    return f"f_({number})" if number > 9 else f"f_{number}"


def slope(number: int) -> str:
    """Typst name of its derivative."""
    return name(number).replace("f_", "f'_")


def short_before(node: Derivation, parts: list[int]) -> str:
    """The expression in terms of its parts, which have these numbers."""
    match node.rule, parts:
        case Rule.SUM, _:
            return " + ".join(map(name, parts))
        case Rule.PRODUCT, _:
            return " ".join(map(name, parts))
        case Rule.QUOTIENT, [a, b]:
            return f"{name(a)} \\/ {name(b)}"
        case Rule.CONSTANT_MULTIPLE, [a]:
            return f"{_factor(_ratio(node))} {name(a)}"
        case Rule.CHAIN, [_, inner]:
            outer = node.children[0]
            return _renamed(outer.before, outer.var, inner)
        case Rule.GENERAL_POWER, [exponent]:
            return f"e^({name(exponent)})"
    return typst(node.before)


def short_after(node: Derivation, parts: list[int]) -> str:
    """The derivative as the rule gives it, in terms of the parts and their derivatives."""
    match node.rule, parts:
        case Rule.SUM, _:
            return " + ".join(map(slope, parts))
        case Rule.PRODUCT, _:
            terms = [[slope(p) if p == moved else name(p) for p in parts] for moved in parts]
            return " + ".join(" ".join(term) for term in terms)
        case Rule.QUOTIENT, [a, b]:
            return f"({slope(a)} {name(b)} - {name(a)} {slope(b)}) \\/ {name(b)}^2"
        case Rule.CONSTANT_MULTIPLE, [a]:
            return f"{_factor(_ratio(node))} {slope(a)}"
        case Rule.CHAIN, [_, inner]:
            outer = node.children[0]
            return f"{_renamed(outer.simplified, outer.var, inner, factor=True)} dot {slope(inner)}"
        case Rule.GENERAL_POWER, [exponent]:
            return f"e^({name(exponent)}) {slope(exponent)}"
    return typst(node.simplified)


def _ratio(node: Derivation) -> Expr:
    return node.before / node.children[0].before


def _factor(value: Expr) -> str:
    return "-" if value == -1 else _factor_text(value)


def _factor_text(value: Expr) -> str:
    text = typst(value)
    return f"({text})" if value.is_Add else text


def _renamed(expr: Expr, var: str, number: int, factor: bool = False) -> str:
    """An expression of a part; the part's name takes the variable's place."""
    symbol = Symbol(f"f_{number}")
    renamed = expr.xreplace({Symbol(var): symbol})
    text = typst(renamed).replace(typst(symbol), name(number))
    return f"({text})" if factor and renamed.is_Add else text
