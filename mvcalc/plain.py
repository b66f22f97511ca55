"""Expressions as one line of screen text: x² − 1, √5, −3 ln 3/128."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from sympy import Expr

from mvcalc.nodes import (
    Bars,
    Call,
    Minus,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Word,
    needs_dot,
)
from mvcalc.notation import arrange

MINUS = "−"
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_ROOTS = {2: "√", 3: "∛", 4: "∜"}
_LETTERS = {"pi": "π", "theta": "θ", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ"} | {
    "epsilon": "ε", "eta": "η", "lambda": "λ", "mu": "μ", "rho": "ρ", "sigma": "σ", "tau": "τ",
    "phi": "φ", "psi": "ψ", "omega": "ω", "kappa": "κ", "nu": "ν", "xi": "ξ", "zeta": "ζ",
}  # fmt: skip


def plain(expr: Expr, ascending: bool = False) -> str:
    """One line of text for the screen, with a true minus sign.

    Raises:
        RangeError: the expression holds something that is not an elementary real function.
    """
    return written(arrange(expr, ascending))


def raised(n: int) -> str:
    """An integer as superscript digits."""
    return str(n).translate(_RAISED)


def written(node: Node) -> str:
    """The text of a written tree."""
    match node:
        case Number(value=value):
            return str(value)
        case Word(name=name):
            return _LETTERS.get(name, name)
        case Minus(body=body):
            return MINUS + _within(body, Sum, Minus)
        case Sum(terms=terms):
            return _sum(terms)
        case Product(factors=factors):
            return _product(factors)
        case Quotient(above=above, below=below):
            return (
                f"{_within(above, Sum, Quotient)}/{_within(below, Sum, Product, Quotient, Minus)}"
            )
        case Power(base=base, exponent=exponent):
            return _power(base, exponent)
        case Root(index=index, body=body):
            return _ROOTS[index] + _within(body, Sum, Product, Quotient, Power, Minus, Call)
        case Bars(body=body):
            return f"|{written(body)}|"
        case Call():
            return _call(node)
    raise AssertionError(f"no text for {type(node).__name__}")


def _within(node: Node, *kinds: type) -> str:
    return f"({written(node)})" if isinstance(node, kinds) else written(node)


def _sum(terms: Sequence[tuple[bool, Node]]) -> str:
    text = ""
    for k, (negative, term) in enumerate(terms):
        sign = (MINUS if negative else "") if k == 0 else (f" {MINUS} " if negative else " + ")
        text += sign + (_within(term, Sum, Minus) if k or negative else written(term))
    return text


def _product(factors: Sequence[Node]) -> str:
    text = _within(factors[0], Sum, Minus)
    for before, factor in pairwise(factors):
        joint = "·" if needs_dot(before, factor) else ""
        joint = joint or (" " if isinstance(factor, Call) or _is_call(before) else "")
        text += joint + _within(factor, Sum, Minus)
    return text


def _is_call(node: Node) -> bool:
    return isinstance(node, Call)


def _power(base: Node, exponent: Node) -> str:
    below = written(base) if isinstance(base, Number | Word | Bars) else f"({written(base)})"
    if isinstance(exponent, Number):
        return below + raised(exponent.value)
    if isinstance(exponent, Minus) and isinstance(exponent.body, Number):
        return below + raised(-exponent.body.value)
    above = written(exponent) if isinstance(exponent, Word) else f"({written(exponent)})"
    return f"{below}^{above}"


def _call(node: Call) -> str:
    name = node.name + (raised(node.power) if node.power != 1 else "")
    if node.name == "ln" and isinstance(node.argument, Number | Word):
        return f"{name} {written(node.argument)}"
    return f"{name}({written(node.argument)})"
