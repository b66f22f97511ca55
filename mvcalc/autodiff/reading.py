"""Reading a SymPy expression into a graph, in the order in which a person would compute it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sympy

from mvcalc.autodiff.graph import Graph, Op
from mvcalc.errors import FreeSymbolError, ParseError

_FUNCTIONS: dict[str, Op] = {
    op.value: op
    for op in Op
    if op.value.isalpha() and op not in {Op.VARIABLE, Op.CONSTANT, Op.NEG, Op.ROOT, Op.ABS}
} | {"Abs": Op.ABS, "abs": Op.ABS}

_LONG_ROOT = 12  # x^(123/1000) is a power of a positive number, not the 1000th root 123 times


def node_of(graph: Graph, expr: sympy.Expr) -> int:
    """The node of an expression; errors as ``Graph.read``."""
    if expr.is_Symbol:
        return _variable(graph, expr.name)
    if expr.is_Rational or expr in (sympy.pi, sympy.E):
        return graph.constant(expr)
    if expr.is_Add:
        return _sum(graph, expr.as_ordered_terms())
    if expr.is_Mul:
        return _product(graph, expr)
    if expr.is_Pow:
        return _power(graph, expr.base, expr.exp)
    op = _FUNCTIONS.get(type(expr).__name__)
    if op is None or len(expr.args) != 1:
        raise ParseError(
            f"{type(expr).__name__} is not an elementary step that can be differentiated",
            hint="use the functions of the formula grammar, such as exp, log or sin",
        )
    return graph.apply(op, graph.read(expr.args[0]))


def _variable(graph: Graph, name: str) -> int:
    for index in graph.variables:
        if graph.nodes[index].name == name:
            return index
    known = ", ".join(graph.nodes[index].name for index in graph.variables) or "none"
    raise FreeSymbolError(
        f"the variable {name} has no place here", hint=f"the variables are {known}"
    )


def _sum(graph: Graph, terms: Iterable[sympy.Expr]) -> int:
    ordered = sorted(terms, key=lambda term: bool(term.could_extract_minus_sign()))
    total = graph.read(ordered[0])
    for term in ordered[1:]:
        if term.could_extract_minus_sign():
            total = graph.apply(Op.SUB, total, graph.read(-term))
        else:
            total = graph.apply(Op.ADD, total, graph.read(term))
    return total


def _product(graph: Graph, expr: sympy.Expr) -> int:
    coefficient, factors = expr.as_coeff_mul()
    above = [sympy.Integer(abs(coefficient.p))] if abs(coefficient.p) != 1 else []
    below = [sympy.Integer(coefficient.q)] if coefficient.q != 1 else []
    for factor in sympy.Mul(*factors, evaluate=False).as_ordered_factors():
        base, exponent = factor.as_base_exp()
        if factor.is_Pow and exponent.is_Rational and exponent < 0:
            below.append(base**-exponent)
        else:
            above.append(factor)
    node = _chain(graph, above)
    if below:
        node = graph.apply(Op.DIV, node, _chain(graph, below))
    return graph.apply(Op.NEG, node) if coefficient < 0 else node


def _chain(graph: Graph, factors: Sequence[sympy.Expr]) -> int:
    node = graph.constant(1)
    for factor in factors:
        node = graph.apply(Op.MUL, node, graph.read(factor))
    return node


def _power(graph: Graph, base: sympy.Expr, exponent: sympy.Expr) -> int:
    if base is sympy.E:
        return graph.apply(Op.EXP, graph.read(exponent))
    if exponent.is_Rational and exponent < 0:
        return graph.apply(Op.DIV, graph.constant(1), _power(graph, base, -exponent))
    if exponent.is_Rational and 1 < exponent.q < _LONG_ROOT:
        root = Op.SQRT if exponent.q == 2 else Op.ROOT
        order = () if exponent.q == 2 else (graph.constant(exponent.q),)
        inner = graph.apply(root, graph.read(base), *order)
        return graph.apply(Op.POW, inner, graph.constant(exponent.p))
    return graph.apply(Op.POW, graph.read(base), graph.read(exponent))
