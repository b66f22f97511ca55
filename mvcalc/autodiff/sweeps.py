"""Automatic differentiation: one graph of elementary steps, walked forwards or backwards.

A trace lists the steps of a formula at a point with their values and local derivatives.  A forward
sweep carries the derivative along one direction with every value; a reverse sweep carries the
derivative of the result with respect to every value (Griewank & Walther 2008, chapter 3; Baydin
et al., *JMLR* 18, 2018).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import flint
import sympy

from mvcalc.autodiff.arithmetic import BALLS, EXACT, TooLongError, ball_of
from mvcalc.autodiff.graph import Arithmetic, Graph, Op, Program
from mvcalc.autodiff.mixed import PRECISION, Number, ball, plus, times
from mvcalc.errors import (
    BudgetError,
    DomainError,
    NonDifferentiableError,
    RangeError,
    names_parameters,
)
from mvcalc.expr import Function, as_function, as_point, evaluate, number, sign, tidy

MAX_NODES = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One step of a trace.

    Attributes:
        name: the variable's name, or v1, v2, … in the order of computation.
        op: ``variable`` for an input, otherwise the operation's sign or name.
        args: names of earlier rows, or exact constants.
        value: exact number or ball.
        local: derivative of this step with respect to each argument.
        tangents: one derivative per forward sweep so far.
        adjoint: derivative of the result with respect to this row, after a reverse sweep.
    """

    name: str
    op: Op
    args: tuple[str | sympy.Expr, ...]
    value: Number
    local: tuple[Number, ...]
    tangents: tuple[Number, ...] = ()
    adjoint: Number | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """The steps of a formula at a point; ``exact`` is False when the numbers are balls.

    The first ``inputs`` rows are the variables and the last row is the result (or the row
    ``result`` when the formula is a single variable or constant).
    """

    rows: tuple[Row, ...]
    inputs: int
    result: int
    seeds: tuple[tuple[Number, ...], ...]
    exact: bool

    def __getitem__(self, name: str) -> Row:
        for row in self.rows:
            if row.name == name:
                return row
        raise RangeError(f"there is no row {name}", hint=f"the last one is {self.rows[-1].name}")

    @property
    def value(self) -> Number:
        """Value of the formula."""
        return self.rows[self.result].value

    @property
    def gradient(self) -> tuple[Number, ...]:
        """Adjoints of the inputs.

        Raises:
            RangeError: no reverse sweep has been made.
        """
        adjoints = tuple(row.adjoint for row in self.rows[: self.inputs])
        if any(adjoint is None for adjoint in adjoints):
            raise RangeError("there are no adjoints yet", hint="call reverse(trace) first")
        return tuple(adjoint for adjoint in adjoints if adjoint is not None)

    @property
    def slopes(self) -> tuple[Number, ...]:
        """Derivative of the result along the seed of each forward sweep so far."""
        return self.rows[self.result].tangents


@names_parameters
def trace(f: Function | sympy.Expr, point: Any, max_nodes: int = MAX_NODES) -> Trace:
    """Elementary steps of ``f`` at a point (mapping, sequence in the order of ``f.vars``, number).

    Raises:
        BudgetError: more than ``max_nodes`` rows.
        DomainError: the formula has no value there.
        NonDifferentiableError: a step has a value but no derivative there (|u| or √u at 0).
        RangeError: the point does not fit the variables.
    """
    formula = as_function(f)
    where = as_point(formula, point)
    with suppress(BudgetError):  # too long to write exactly; balls will show whether it exists
        evaluate(formula, {symbol.name: value for symbol, value in where.items()})
    graph = Graph(formula.vars)
    output = graph.read(formula.expr)
    program = graph.program([*graph.variables, output])
    shown = [k for k in program.order if graph.nodes[k].op is not Op.CONSTANT]
    if len(shown) > max_nodes:
        raise BudgetError(
            f"the formula has {len(shown)} steps",
            limit=max_nodes,
            needed=len(shown),
            hint=f"use a formula of at most {max_nodes} steps",
        )
    inputs = list(where.values())
    try:
        return _trace(graph, program, output, EXACT, inputs)
    except (TooLongError, BudgetError):
        with flint.ctx.workprec(PRECISION):
            return _trace(graph, program, output, BALLS, [ball_of(v) for v in inputs])


def _trace(
    graph: Graph, program: Program, output: int, arithmetic: Arithmetic, inputs: Sequence[Any]
) -> Trace:
    exact = arithmetic is EXACT
    give = tidy if exact else ball
    values = program.values(arithmetic, inputs)
    if not exact and not all(value.is_finite() for value in values.values()):
        raise BudgetError("a value here is too large", hint="choose a point closer to 0")
    order = [k for k in program.order if graph.nodes[k].op is not Op.CONSTANT]
    order.sort(key=lambda k: (graph.nodes[k].op is not Op.VARIABLE, k))
    names: dict[int, str | sympy.Expr] = {}
    steps = 0
    for k in program.order:
        node = graph.nodes[k]
        if node.value is not None:
            names[k] = node.value
        elif node.op is Op.VARIABLE:
            names[k] = node.name
        else:
            steps += 1
            names[k] = _fresh(steps, graph)
    rows = tuple(
        Row(
            name=str(names[k]),
            op=graph.nodes[k].op,
            args=tuple(names[arg] for arg in graph.nodes[k].args),
            value=give(values[k]),
            local=tuple(give(v) for v in _local(graph, k, arithmetic, inputs)),
        )
        for k in order
    )
    if output not in order:  # the formula is a constant
        rows += (Row("v1", Op.CONSTANT, (), give(values[output]), ()),)
    result = order.index(output) if output in order else len(rows) - 1
    return Trace(rows, len(inputs), result, (), exact)


def _fresh(count: int, graph: Graph) -> str:
    taken = {graph.nodes[k].name for k in graph.variables}
    prefix = next(p for p in ("v", "w", "u", "step_") if not any(n.startswith(p) for n in taken))
    return f"{prefix}{count}"


def _local(graph: Graph, k: int, arithmetic: Arithmetic, inputs: Sequence[Any]) -> list[Any]:
    partials = graph.partials(k)
    try:
        found = graph.program(partials).run(arithmetic, inputs)
    except DomainError as error:
        raise NonDifferentiableError(
            f"the step {graph.nodes[k].op} has a value but no slope here",
            hint="choose another point",
        ) from error
    if arithmetic is BALLS and not all(value.is_finite() for value in found):
        raise NonDifferentiableError(
            f"no finite slope of the step {graph.nodes[k].op} could be found here",
            hint="choose another point",
        )
    return found


@names_parameters
def forward(record: Trace, seed: str | Sequence[object] | Mapping[str, object]) -> Trace:
    """One forward sweep: adds the derivative along ``seed`` to every row.

    Args:
        record: a trace.
        seed: a variable's name, a direction (one number per input), or a mapping of names.

    Raises:
        RangeError: the seed does not fit the inputs.
    """
    direction = _direction(record, seed)
    tangents: dict[str, Number] = {}
    rows = []
    for index, row in enumerate(record.rows):
        if index < record.inputs:
            tangents[row.name] = direction[index]
        else:
            tangent: Number = sympy.Integer(0)
            for arg, slope in zip(row.args, row.local, strict=True):
                if isinstance(arg, str) and not _is_zero(tangents[arg]):
                    tangent = plus(tangent, times(slope, tangents[arg]))
            tangents[row.name] = _tidy(tangent)
        rows.append(replace(row, tangents=(*row.tangents, tangents[row.name])))
    return replace(record, rows=tuple(rows), seeds=(*record.seeds, direction))


@names_parameters
def reverse(record: Trace) -> Trace:
    """The reverse sweep: sets every row's adjoint, from the result back to the inputs."""
    zero, one = sympy.Integer(0), sympy.Integer(1)
    adjoints: dict[str, Number] = {row.name: zero for row in record.rows}
    adjoints[record.rows[record.result].name] = one
    for row in reversed(record.rows[record.inputs :]):
        blame = adjoints[row.name]
        for arg, slope in zip(row.args, row.local, strict=True):
            if isinstance(arg, str) and not _is_zero(blame):
                adjoints[arg] = _tidy(plus(adjoints[arg], times(slope, blame)))
    rows = tuple(replace(row, adjoint=adjoints[row.name]) for row in record.rows)
    return replace(record, rows=rows)


def _direction(
    record: Trace, seed: str | Sequence[object] | Mapping[str, object]
) -> tuple[Number, ...]:
    names = [row.name for row in record.rows[: record.inputs]]
    wanted: Mapping[str, object]
    if isinstance(seed, str):
        wanted = {seed: 1}
    elif isinstance(seed, Mapping):
        wanted = seed
    else:
        if len(seed) != len(names):
            raise RangeError(
                f"the seed has {len(seed)} numbers for {len(names)} inputs",
                param="seed",
                value=seed,
                hint=f"give {', '.join(names)}",
            )
        wanted = dict(zip(names, seed, strict=True))
    unknown = [name for name in wanted if name not in names]
    if unknown:
        raise RangeError(
            f"there is no input {unknown[0]}",
            param="seed",
            value=unknown[0],
            hint=f"the inputs are {', '.join(names)}",
        )
    return tuple(number(wanted.get(name, 0)) for name in names)


def _is_zero(value: Number) -> bool:
    return isinstance(value, sympy.Expr) and value.is_Rational and sign(value) == 0


def _tidy(value: Number) -> Number:
    return tidy(value) if isinstance(value, sympy.Expr) else value
