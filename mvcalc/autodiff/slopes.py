"""The derivative of every elementary step: the only place that knows one.

Forward sweeps, reverse sweeps, Jacobians of regression models and their second derivatives all
read this table.
"""

from __future__ import annotations

from collections.abc import Callable

import sympy

from mvcalc.autodiff.graph import Graph, Op


def partials(graph: Graph, node: int) -> tuple[int, ...]:
    """Nodes of the local derivatives of a step with respect to each of its arguments."""
    op, args = graph.nodes[node].op, graph.nodes[node].args
    one = graph.constant(1)
    if op is Op.ADD:
        return (one, one)
    if op is Op.SUB:
        return (one, graph.constant(-1))
    if op is Op.MUL:
        return (args[1], args[0])
    if op is Op.DIV:
        slope = graph.apply(Op.DIV, one, args[1])
        return (slope, graph.apply(Op.NEG, graph.apply(Op.DIV, node, args[1])))
    if op is Op.POW:
        return _power_partials(graph, node)
    if op is Op.ROOT:
        slope = graph.apply(Op.DIV, node, graph.apply(Op.MUL, args[1], args[0]))
        return (slope, graph.constant(0))
    return (_slope(graph, op, node, args[0]),) if args else ()


def _power_partials(graph: Graph, node: int) -> tuple[int, int]:
    base, exponent = graph.nodes[node].args
    fixed = graph.nodes[exponent].value
    less = (
        graph.apply(Op.SUB, exponent, graph.constant(1))
        if fixed is None
        else graph.constant(fixed - 1)
    )
    lowered = graph.constant(1) if graph.is_constant(less, 0) else graph.apply(Op.POW, base, less)
    slope = graph.apply(Op.MUL, exponent, lowered)
    if fixed is not None:
        return slope, graph.constant(0)
    return slope, graph.apply(Op.MUL, graph.apply(Op.LOG, base), node)


def _slope(graph: Graph, op: Op, node: int, u: int) -> int:
    """The derivative of a function of one argument ``u``, whose own value is ``node``."""
    one, two = graph.constant(1), graph.constant(2)

    def do(operation: Op, *args: int) -> int:
        return graph.apply(operation, *args)

    def square(x: int) -> int:
        return graph.apply(Op.MUL, x, x)

    def reciprocal(x: int) -> int:
        return graph.apply(Op.DIV, one, x)

    slopes: dict[Op, Callable[[], int]] = {
        Op.NEG: lambda: graph.constant(-1),
        Op.SQRT: lambda: reciprocal(do(Op.MUL, two, node)),
        Op.EXP: lambda: node,
        Op.LOG: lambda: reciprocal(u),
        Op.SIN: lambda: do(Op.COS, u),
        Op.COS: lambda: do(Op.NEG, do(Op.SIN, u)),
        Op.TAN: lambda: do(Op.ADD, one, square(node)),
        Op.ASIN: lambda: reciprocal(do(Op.SQRT, do(Op.SUB, one, square(u)))),
        Op.ACOS: lambda: do(Op.NEG, reciprocal(do(Op.SQRT, do(Op.SUB, one, square(u))))),
        Op.ATAN: lambda: reciprocal(do(Op.ADD, one, square(u))),
        Op.SINH: lambda: do(Op.COSH, u),
        Op.COSH: lambda: do(Op.SINH, u),
        Op.TANH: lambda: do(Op.SUB, one, square(node)),
        Op.ABS: lambda: do(Op.DIV, u, node),
        Op.SIGMOID: lambda: do(Op.MUL, node, do(Op.SUB, one, node)),
        Op.ERF: lambda: do(
            Op.DIV,
            do(Op.MUL, two, do(Op.EXP, do(Op.NEG, square(u)))),
            do(Op.SQRT, graph.constant(sympy.pi)),
        ),
    }
    return slopes[op]()
