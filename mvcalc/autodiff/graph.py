"""A formula as a graph of elementary steps, which can be evaluated and differentiated.

Every node is one operation on earlier nodes; equal steps are shared, and derivatives are further
nodes of the same graph (Griewank & Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008,
chapters 2 and 3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sympy

from mvcalc.errors import BudgetError

MAX_NODES = 60_000


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
            if len(self.nodes) >= MAX_NODES:
                raise BudgetError(
                    "the formula and its derivatives have too many steps",
                    limit=MAX_NODES,
                    needed=len(self.nodes) + 1,
                    hint="use a shorter formula or fewer variables",
                )
            self._index[node] = len(self.nodes)
            self.nodes.append(node)
        return self._index[node]

    def constant(self, value: sympy.Expr | int) -> int:
        """The node of an exact constant."""
        exact = value if isinstance(value, sympy.Expr) else sympy.Integer(value)
        return self._add(Node(Op.CONSTANT, value=exact))

    def is_constant(self, node: int, value: int) -> bool:
        """Whether a node is the exact constant ``value``."""
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
            return b if self.is_constant(a, 0) else a if self.is_constant(b, 0) else None
        if op is Op.SUB and (self.is_constant(a, 0) or self.is_constant(b, 0)):
            return a if self.is_constant(b, 0) else self.apply(Op.NEG, b)
        if op is Op.MUL and (self.is_constant(a, 0) or self.is_constant(b, 0)):
            return self.constant(0)
        if op is Op.MUL and (self.is_constant(a, 1) or self.is_constant(b, 1)):
            return b if self.is_constant(a, 1) else a
        if op is Op.MUL and (self.is_constant(a, -1) or self.is_constant(b, -1)):
            return self.apply(Op.NEG, b if self.is_constant(a, -1) else a)
        if op in {Op.DIV, Op.POW} and self.is_constant(b, 1):
            return a
        return self.constant(0) if op is Op.DIV and self.is_constant(a, 0) else None

    def _negated(self, arg: int) -> int | None:
        node = self.nodes[arg]
        if node.op is Op.NEG:
            return node.args[0]
        if node.value is not None:
            return self.constant(-node.value)
        return None

    def read(self, expr: sympy.Expr) -> int:
        """The node of a SymPy expression made of the grammar's functions.

        Raises:
            FreeSymbolError: a symbol that is not one of the graph's variables.
            ParseError: a function that is not an elementary operation here.
        """
        from mvcalc.autodiff.reading import node_of

        if expr not in self._read:
            self._read[expr] = node_of(self, expr)
        return self._read[expr]

    def partials(self, node: int) -> tuple[int, ...]:
        """Nodes of the local derivatives of a step with respect to each of its arguments."""
        from mvcalc.autodiff.slopes import partials

        return partials(self, node)

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
        if all(self.is_constant(slope, 0) for slope in inner):
            return total
        for partial, slope in zip(self.partials(index), inner, strict=True):
            if not self.is_constant(slope, 0):
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

    def run_columns(
        self, arithmetic: Arithmetic, inputs: Sequence[Any], count: int
    ) -> list[list[Any]]:
        """Outputs as lists of ``count`` values; each input is one value or a list of that length.

        Steps that depend on no list are carried out once.
        """
        values: dict[int, Any] = dict(zip(self.variables, inputs, strict=True))
        for index in self.order:
            node = self.nodes[index]
            if node.op is Op.CONSTANT:
                values[index] = arithmetic[Op.CONSTANT](node.value)
            elif node.op is not Op.VARIABLE:
                values[index] = _spread(arithmetic[node.op], [values[a] for a in node.args])
        found = [values[index] for index in self.outputs]
        return [value if isinstance(value, list) else [value] * count for value in found]

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


def _spread(operation: Callable[..., Any], args: Sequence[Any]) -> Any:
    """Apply an operation to single values or row by row to lists."""
    if len(args) == 1:
        (a,) = args
        return [operation(v) for v in a] if isinstance(a, list) else operation(a)
    a, b = args
    if isinstance(a, list):
        if isinstance(b, list):
            return [operation(v, w) for v, w in zip(a, b, strict=True)]
        return [operation(v, b) for v in a]
    return [operation(a, w) for w in b] if isinstance(b, list) else operation(a, b)
