"""A model y ≈ f(x; b) tied to its data: values and derivatives in every arithmetic.

The formula is read once into a graph; its first and second derivatives with respect to the
parameters are further nodes of the same graph, so that machine numbers, balls and exact numbers
all follow the same steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy
from flint import arb

from mvcalc.autodiff.arithmetic import BALLS, EXACT, MACHINE, Floats, TooLongError
from mvcalc.autodiff.graph import Graph, Program
from mvcalc.errors import BudgetError, DegenerateError, FreeSymbolError, RangeError, RankError
from mvcalc.expr import Function
from mvcalc.regress.elimination import to_arb
from mvcalc.regress.linear import MAX_PARAMETERS, data_weights
from mvcalc.regress.table import Data

MAX_WORK = 1_500_000
"""Points times elementary steps (of the model and its two derivatives) that a fit may take."""


@dataclass(frozen=True, slots=True)
class Values:
    """Model values (n,) and Jacobian (n, p) in one arithmetic."""

    fitted: list[Any]
    jacobian: list[list[Any]]


@dataclass(frozen=True, slots=True)
class Model:
    """A formula with data; ``names`` are its parameters in the order of the formula.

    ``inputs`` are the data columns (exact) in the order of ``variables``; a variable that is a
    parameter has None.
    """

    function: Function
    names: tuple[str, ...]
    inputs: tuple[tuple[Fraction, ...] | None, ...]
    observed: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]
    scale_known: bool
    first_order: Program
    second_order: Program

    @classmethod
    def of(cls, function: Function, data: Data, response: str = "y") -> Model:
        """Tie a formula to a table.

        A column ``sigma`` holds known standard deviations, ``variance`` their squares.

        Every variable of the formula that is not a column is a parameter.

        Raises:
            RangeError: no such response column, or a σ that is not positive.
            FreeSymbolError: the formula uses the response, or has no parameter.
            RankError: fewer points than parameters.
        """
        observed = data.column(response)
        names = tuple(name for name in function.vars if name not in data)
        known = "sigma" in data or "variance" in data
        _check(function, names, len(observed), response)
        graph = Graph(function.vars)
        node = graph.read(function.expr)
        slots = [graph.variables[function.vars.index(name)] for name in names]
        first = [graph.derivative(node, slot) for slot in slots]
        second = [
            graph.derivative(first[i], slots[j]) for i in range(len(slots)) for j in range(i + 1)
        ]
        second_order = graph.program([node, *first, *second])
        _check_work(len(observed), len(second_order.order))
        return cls(
            function=function,
            names=names,
            inputs=tuple(data.column(v) if v in data else None for v in function.vars),
            observed=observed,
            weights=tuple(data_weights(data)),
            scale_known=known,
            first_order=graph.program([node, *first]),
            second_order=second_order,
        )

    def __len__(self) -> int:
        return len(self.observed)

    # machine numbers ---------------------------------------------------------------------------

    def machine_inputs(self) -> list[Floats | None]:
        """Data columns as float64 arrays (n,), to be computed once and passed to ``machine``."""
        return [
            None if column is None else np.array([float(v) for v in column])
            for column in self.inputs
        ]

    def machine(self, inputs: Sequence[Floats | None], params: Floats) -> tuple[Floats, Floats]:
        """Values (n,) and Jacobian (n, p) in float64; undefined or overflowing entries are not
        finite."""
        given = iter(params)
        filled = [next(given) if column is None else column for column in inputs]
        with np.errstate(all="ignore"):
            fitted, *slopes = self.first_order.run(MACHINE, filled)
        full = np.empty((len(slopes) + 1, len(self)))
        for row, value in enumerate([fitted, *slopes]):
            full[row] = value
        return full[0], full[1:].T

    # balls and exact numbers -------------------------------------------------------------------

    def exact(self, params: Sequence[sympy.Expr], *, only_fractions: bool) -> Values:
        """Exact values and Jacobian.

        Raises:
            DomainError: the model has no value at a data point.
            TooLongError: the numbers would be too long to write, or are no fractions although
                only fractions were asked for.
        """
        rows = []
        for k in range(len(self)):
            given = iter(params)
            inputs = [next(given) if c is None else to_expr(c[k]) for c in self.inputs]
            row = self.first_order.run(EXACT, inputs)
            if only_fractions and not all(entry.is_Rational for entry in row):
                raise TooLongError
            rows.append(row)
        return Values([row[0] for row in rows], [list(row[1:]) for row in rows])

    def balls(self, params: Sequence[arb]) -> tuple[Values, list[list[arb]]]:
        """Values, Jacobian, and packed second derivatives (p(p+1)/2, n), at the current
        precision."""
        p = len(self.names)
        given = iter(params)
        columns = [next(given) if c is None else [to_arb(v) for v in c] for c in self.inputs]
        fitted, *slopes = self.second_order.run_columns(BALLS, columns, len(self))
        return Values(fitted, list(map(list, zip(*slopes[:p], strict=True)))), slopes[p:]


def _check_work(points: int, steps: int) -> None:
    if points * steps > MAX_WORK:
        raise BudgetError(
            f"a model of {steps} steps on {points} points takes too long to prove",
            limit=MAX_WORK,
            needed=points * steps,
            hint=f"use at most {MAX_WORK // steps} points",
        )


def to_expr(value: Fraction) -> sympy.Rational:
    """A fraction as a SymPy rational."""
    return sympy.Rational(value.numerator, value.denominator)


def _check(function: Function, names: Sequence[str], count: int, response: str) -> None:
    if response in function.vars:
        raise FreeSymbolError(
            f"the model uses {response}, which is what it should predict",
            hint="write the model with x and parameters only",
        )
    if not names:
        raise FreeSymbolError(
            "the model has no parameter to fit", hint="write a model such as b1*x^b2"
        )
    if count == 0:
        raise DegenerateError("there is nothing to fit", hint="give at least two points")
    if len(names) > MAX_PARAMETERS:
        raise RangeError(f"{len(names)} parameters are too many", hint=f"at most {MAX_PARAMETERS}")
    if count < len(names):
        raise RankError(
            f"{count} points cannot fix {len(names)} parameters",
            hint=f"give at least {len(names)} points",
            columns=tuple(names),
        )
