"""A formula as a graph of elementary steps, which can be evaluated and differentiated.

Every node is one operation on earlier nodes; equal steps are shared.  The table ``partials`` is
the only place that knows the derivative of an operation: forward sweeps, reverse sweeps, Jacobians
of regression models and their second derivatives all read it (Griewank & Walther, *Evaluating
Derivatives*, 2nd ed., SIAM 2008, chapters 2 and 3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sympy

from mvcalc.errors import FreeSymbolError, ParseError


class Op(StrEnum):
    """Elementary operations; the value is the sign or name a reader would write."""

    VARIABLE = "variable"
    CONSTANT = "constant"
    ADD = "+"
    SUB = "-"
    MUL = "*"
    DIV = "/"
    POW = "^"
    NEG = "negate"
    SQRT = "sqrt"
    ROOT = "root"
    EXP = "exp"
    LOG = "log"
    SIN = "sin"
    COS = "cos"
    TAN = "tan"
    ASIN = "asin"
    ACOS = "acos"
    ATAN = "atan"
    SINH = "sinh"
    COSH = "cosh"
    TANH = "tanh"
    ABS = "abs"
    SIGMOID = "sigmoid"
    ERF = "erf"


@dataclass(frozen=True, slots=True)
class Node:
    """One step: an operation on earlier nodes, or a leaf (``name`` or ``value`` set)."""

    op: Op
    args: tuple[int, ...] = ()
    name: str = ""
    value: sympy.Expr | None = None


_FUNCTIONS: dict[str, Op] = {
    op.value: op
    for op in Op
    if op.value.isalpha() and op not in {Op.VARIABLE, Op.CONSTANT, Op.NEG, Op.ROOT, Op.ABS}
} | {"Abs": Op.ABS, "abs": Op.ABS}

_LONG_ROOT = 12  # x^(123/1000) is a power of a positive number, not the 1000th root 123 times

Arithmetic = Mapping[Op, Callable[..., Any]]
"""How to carry out each operation; ``Arithmetic[Op.CONSTANT]`` converts an exact constant."""


class Graph:
    """Grows node by node; a node is its index, and its arguments always come before it."""

    def __init__(self, variables: Sequence[str] = ()) -> None:
        self.nodes: list[Node] = []
        self._index: dict[Node, int] = {}
        self._derivatives: dict[tuple[int, int], int] = {}
        self._read: dict[sympy.Expr, int] = {}
        self.variables = tuple(self._add(Node(Op.VARIABLE, name=name)) for name in variables)

    def _add(self, node: Node) -> int:
        if node not in self._index:
            self._index[node] = len(self.nodes)
            self.nodes.append(node)
        return self._index[node]

    def constant(self, value: sympy.Expr | int) -> int:
        """The node of an exact constant."""
        exact = value if isinstance(value, sympy.Expr) else sympy.Integer(value)
        return self._add(Node(Op.CONSTANT, value=exact))

    def _is(self, node: int, value: int) -> bool:
        return self.nodes[node].op is Op.CONSTANT and self.nodes[node].value == value

    def apply(self, op: Op, *args: int) -> int:
        """The node of ``op(args)``, without the steps that do nothing (``x + 0``, ``1 * x``)."""
        plain = self._shortcut(op, args)
        return self._add(Node(op, args)) if plain is None else plain

    def _shortcut(self, op: Op, args: tuple[int, ...]) -> int | None:
        if op is Op.NEG:
            return self._negated(args[0])
        if len(args) != 2:
            return None
        a, b = args
        if op is Op.ADD:
            return b if self._is(a, 0) else a if self._is(b, 0) else None
        if op is Op.SUB and (self._is(a, 0) or self._is(b, 0)):
            return a if self._is(b, 0) else self.apply(Op.NEG, b)
        if op is Op.MUL and (self._is(a, 0) or self._is(b, 0)):
            return self.constant(0)
        if op is Op.MUL and (self._is(a, 1) or self._is(b, 1)):
            return b if self._is(a, 1) else a
        if op is Op.MUL and (self._is(a, -1) or self._is(b, -1)):
            return self.apply(Op.NEG, b if self._is(a, -1) else a)
        if op in {Op.DIV, Op.POW} and self._is(b, 1):
            return a
        return self.constant(0) if op is Op.DIV and self._is(a, 0) else None

    def _negated(self, arg: int) -> int | None:
        node = self.nodes[arg]
        if node.op is Op.NEG:
            return node.args[0]
        if node.value is not None:
            return self.constant(-node.value)
        return None

    # reading a formula -------------------------------------------------------------------------

    def read(self, expr: sympy.Expr) -> int:
        """The node of a SymPy expression made of the grammar's functions.

        Raises:
            FreeSymbolError: a symbol that is not one of the graph's variables.
            ParseError: a function that is not an elementary operation here.
        """
        if expr not in self._read:
            self._read[expr] = self._node_of(expr)
        return self._read[expr]

    def _node_of(self, expr: sympy.Expr) -> int:
        if expr.is_Symbol:
            return self._variable(expr.name)
        if expr.is_Rational or expr in (sympy.pi, sympy.E):
            return self.constant(expr)
        if expr.is_Add:
            return self._sum(expr.as_ordered_terms())
        if expr.is_Mul:
            return self._product(expr)
        if expr.is_Pow:
            return self._power(expr.base, expr.exp)
        op = _FUNCTIONS.get(type(expr).__name__)
        if op is None or len(expr.args) != 1:
            raise ParseError(
                f"{type(expr).__name__} is not an elementary step that can be differentiated",
                hint="use the functions of the formula grammar, such as exp, log or sin",
            )
        return self.apply(op, self.read(expr.args[0]))

    def _variable(self, name: str) -> int:
        for index in self.variables:
            if self.nodes[index].name == name:
                return index
        known = ", ".join(self.nodes[index].name for index in self.variables) or "none"
        raise FreeSymbolError(
            f"the variable {name} has no place here", hint=f"the variables are {known}"
        )

    def _sum(self, terms: Iterable[sympy.Expr]) -> int:
        ordered = sorted(terms, key=lambda term: bool(term.could_extract_minus_sign()))
        total = self.read(ordered[0])
        for term in ordered[1:]:
            if term.could_extract_minus_sign():
                total = self.apply(Op.SUB, total, self.read(-term))
            else:
                total = self.apply(Op.ADD, total, self.read(term))
        return total

    def _product(self, expr: sympy.Expr) -> int:
        coefficient, factors = expr.as_coeff_mul()
        above = [sympy.Integer(abs(coefficient.p))] if abs(coefficient.p) != 1 else []
        below = [sympy.Integer(coefficient.q)] if coefficient.q != 1 else []
        for factor in sympy.Mul(*factors, evaluate=False).as_ordered_factors():
            base, exponent = factor.as_base_exp()
            if factor.is_Pow and exponent.is_Rational and exponent < 0:
                below.append(base**-exponent)
            else:
                above.append(factor)
        node = self._chain(above)
        if below:
            node = self.apply(Op.DIV, node, self._chain(below))
        return self.apply(Op.NEG, node) if coefficient < 0 else node

    def _chain(self, factors: Sequence[sympy.Expr]) -> int:
        node = self.constant(1)
        for factor in factors:
            node = self.apply(Op.MUL, node, self.read(factor))
        return node

    def _power(self, base: sympy.Expr, exponent: sympy.Expr) -> int:
        if base is sympy.E:
            return self.apply(Op.EXP, self.read(exponent))
        if exponent.is_Rational and exponent < 0:
            return self.apply(Op.DIV, self.constant(1), self._power(base, -exponent))
        if exponent.is_Rational and 1 < exponent.q < _LONG_ROOT:
            root = Op.SQRT if exponent.q == 2 else Op.ROOT
            order = () if exponent.q == 2 else (self.constant(exponent.q),)
            inner = self.apply(root, self.read(base), *order)
            return self.apply(Op.POW, inner, self.constant(exponent.p))
        return self.apply(Op.POW, self.read(base), self.read(exponent))

    # derivatives -------------------------------------------------------------------------------

    def partials(self, node: int) -> tuple[int, ...]:
        """Nodes of the local derivatives of a step with respect to each of its arguments."""
        op, args = self.nodes[node].op, self.nodes[node].args
        one = self.constant(1)
        if op is Op.ADD:
            return (one, one)
        if op is Op.SUB:
            return (one, self.constant(-1))
        if op is Op.MUL:
            return (args[1], args[0])
        if op is Op.DIV:
            slope = self.apply(Op.DIV, one, args[1])
            return (slope, self.apply(Op.NEG, self.apply(Op.DIV, node, args[1])))
        if op is Op.POW:
            return self._power_partials(node)
        if op is Op.ROOT:
            slope = self.apply(Op.DIV, node, self.apply(Op.MUL, args[1], args[0]))
            return (slope, self.constant(0))
        return (self._slope(op, node, args[0]),) if args else ()

    def _power_partials(self, node: int) -> tuple[int, int]:
        base, exponent = self.nodes[node].args
        fixed = self.nodes[exponent].value
        less = (
            self.apply(Op.SUB, exponent, self.constant(1))
            if fixed is None
            else self.constant(fixed - 1)
        )
        lowered = self.constant(1) if self._is(less, 0) else self.apply(Op.POW, base, less)
        slope = self.apply(Op.MUL, exponent, lowered)
        if fixed is not None:
            return slope, self.constant(0)
        return slope, self.apply(Op.MUL, self.apply(Op.LOG, base), node)

    def _slope(self, op: Op, node: int, u: int) -> int:
        """The derivative of a function of one argument ``u``, whose own value is ``node``."""
        one, two = self.constant(1), self.constant(2)

        def do(operation: Op, *args: int) -> int:
            return self.apply(operation, *args)

        def square(x: int) -> int:
            return self.apply(Op.MUL, x, x)

        def reciprocal(x: int) -> int:
            return self.apply(Op.DIV, one, x)

        slopes: dict[Op, Callable[[], int]] = {
            Op.NEG: lambda: self.constant(-1),
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
                do(Op.SQRT, self.constant(sympy.pi)),
            ),
        }
        return slopes[op]()

    def derivative(self, node: int, variable: int) -> int:
        """The node of the derivative of ``node`` with respect to a variable's node."""
        needed = self._ancestors(node)
        for index in needed:
            if (index, variable) not in self._derivatives:
                self._derivatives[index, variable] = self._derivative_of(index, variable)
        return self._derivatives[node, variable]

    def _derivative_of(self, index: int, variable: int) -> int:
        if index == variable:
            return self.constant(1)
        total = self.constant(0)
        inner = [self._derivatives[arg, variable] for arg in self.nodes[index].args]
        if all(self._is(slope, 0) for slope in inner):
            return total
        for partial, slope in zip(self.partials(index), inner, strict=True):
            if not self._is(slope, 0):
                total = self.apply(Op.ADD, total, self.apply(Op.MUL, partial, slope))
        return total

    def _ancestors(self, *outputs: int) -> list[int]:
        seen: set[int] = set()
        waiting = list(outputs)
        while waiting:
            index = waiting.pop()
            if index not in seen:
                seen.add(index)
                waiting.extend(self.nodes[index].args)
        return sorted(seen)

    # evaluation --------------------------------------------------------------------------------

    def program(self, outputs: Sequence[int]) -> Program:
        """The steps that the outputs need, in order."""
        return Program(
            tuple(self.nodes), tuple(self._ancestors(*outputs)), self.variables, tuple(outputs)
        )


@dataclass(frozen=True, slots=True)
class Program:
    """A frozen list of steps; ``run`` carries them out in any arithmetic."""

    nodes: tuple[Node, ...]
    order: tuple[int, ...]
    variables: tuple[int, ...]
    outputs: tuple[int, ...]

    def run(self, arithmetic: Arithmetic, inputs: Sequence[Any]) -> list[Any]:
        """Values of the outputs; ``inputs`` has one value per variable of the graph, in order."""
        values = self.values(arithmetic, inputs)
        return [values[index] for index in self.outputs]

    def values(self, arithmetic: Arithmetic, inputs: Sequence[Any]) -> dict[int, Any]:
        """Values of all steps by node."""
        values: dict[int, Any] = dict(zip(self.variables, inputs, strict=True))
        for index in self.order:
            node = self.nodes[index]
            if node.op is Op.CONSTANT:
                values[index] = arithmetic[Op.CONSTANT](node.value)
            elif node.op is not Op.VARIABLE:
                values[index] = arithmetic[node.op](*(values[arg] for arg in node.args))
        return values
