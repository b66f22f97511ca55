"""The thing to be minimised: its value, gradient and Hessian over any numbers, counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sympy

from mvcalc.descent.arithmetic import Arithmetic, UndefinedError, Vector
from mvcalc.descent.derivatives import gradient_of, hessian_of
from mvcalc.descent.path import Counts
from mvcalc.descent.tape import Tape
from mvcalc.errors import FreeSymbolError, RangeError
from mvcalc.expr import Function, number

Row = tuple[sympy.Expr, ...]


@dataclass(frozen=True)
class EmpiricalLoss:
    """The mean of one loss over rows of data, as in L(m, c) = mean of (m·x + c − y)².

    Attributes:
        loss: a function of the parameters and of one row.
        parameters: the names to be learned; the other variables of ``loss`` are data.
        rows: one exact number per data variable, in the order of ``loss.vars``.
    """

    loss: Function
    parameters: tuple[str, ...]
    rows: tuple[Row, ...]

    @classmethod
    def of(
        cls, loss: Function, parameters: Sequence[str], rows: Sequence[Sequence[object]]
    ) -> EmpiricalLoss:
        """Read and check the data.

        Raises:
            FreeSymbolError: a parameter is not a variable of ``loss``.
            RangeError: no rows, or a row of the wrong length (the row is named).
        """
        for name in parameters:
            if name not in loss.vars:
                raise FreeSymbolError(
                    f"{name} is not a variable of the loss", param="parameters", value=name
                )
        width = len(loss.vars) - len(parameters)
        if not rows:
            raise RangeError("there is no data", param="rows", value="none", hint="give one row")
        for i, row in enumerate(rows, start=1):
            if len(row) != width:
                raise RangeError(
                    f"row {i} has {len(row)} numbers where {width} are needed",
                    param="rows",
                    value=str(tuple(row)),
                )
        return cls(loss, tuple(parameters), tuple(tuple(number(v) for v in row) for row in rows))

    @property
    def data(self) -> tuple[str, ...]:
        return tuple(name for name in self.loss.vars if name not in self.parameters)


@dataclass(frozen=True)
class Objective:
    """Programs for one function, averaged over ``rows`` of data (one empty row: no data)."""

    expr: sympy.Expr
    symbols: tuple[sympy.Symbol, ...]
    data: tuple[sympy.Symbol, ...] = ()
    rows: tuple[Row, ...] = ((),)

    @classmethod
    def of(cls, f: Function | EmpiricalLoss | sympy.Expr) -> Objective:
        if isinstance(f, Function):
            return cls(f.expr, f.symbols)
        if isinstance(f, EmpiricalLoss):
            return cls(
                f.loss.expr,
                tuple(sympy.Symbol(name) for name in f.parameters),
                tuple(sympy.Symbol(name) for name in f.data),
                f.rows,
            )
        if isinstance(f, sympy.Expr):
            return cls(f, tuple(sorted(f.free_symbols, key=lambda s: s.name)))
        raise RangeError(
            "a parsed function is needed", param="f", value=f, hint="use parse(text, vars)"
        )

    @property
    def vars(self) -> tuple[str, ...]:
        return tuple(symbol.name for symbol in self.symbols)

    @cached_property
    def first(self) -> tuple[sympy.Expr, ...]:
        return gradient_of(self.expr, self.symbols)

    @cached_property
    def second(self) -> tuple[tuple[sympy.Expr, ...], ...]:
        return hessian_of(self.first, self.symbols)

    @cached_property
    def value_tape(self) -> Tape:
        return Tape.of((self.expr,), (*self.symbols, *self.data))

    @cached_property
    def gradient_tape(self) -> Tape:
        return Tape.of(self.first, (*self.symbols, *self.data))

    @cached_property
    def hessian_tape(self) -> Tape:
        flat = [entry for row in self.second for entry in row]
        return Tape.of(flat, (*self.symbols, *self.data))

    def mean(
        self, tape: Tape, arithmetic: Arithmetic, x: Vector, batch: Sequence[int] | None
    ) -> Vector:
        """The tape's outputs at ``x``, averaged over the rows of ``batch`` (None: all)."""
        chosen = self.rows if batch is None else [self.rows[i] for i in batch]
        total: Vector = []
        for row in chosen:
            outputs = tape.run(arithmetic, [*x, *(arithmetic.number(v) for v in row)])
            total = [a + b for a, b in zip(total, outputs, strict=True)] if total else outputs
        mean = [a / len(chosen) for a in total] if len(chosen) > 1 else total
        return arithmetic.finite(mean)


@dataclass(slots=True)
class Tally:
    """Evaluations so far."""

    value: int = 0
    gradient: int = 0
    hessian: int = 0

    def frozen(self) -> Counts:
        return Counts(self.value, self.gradient, self.hessian)


@dataclass
class Here:
    """The function seen from one point: what a rule may ask before it moves."""

    objective: Objective
    arithmetic: Arithmetic
    k: int
    x: Vector
    tally: Tally
    batch: tuple[int, ...] | None = None
    _kept: dict[str, Any] = field(default_factory=dict)

    def number(self, value: sympy.Expr) -> Any:
        """A constant of the rule in the numbers of this path."""
        if value.is_Rational or self.arithmetic.exact:
            return self.arithmetic.number(value)
        return Tape.of((value,), ()).run(self.arithmetic, [])[0]

    @property
    def value(self) -> Any:
        if "value" not in self._kept:
            self._kept["value"] = self._value(self.x)
        return self._kept["value"]

    @property
    def gradient(self) -> Vector:
        if "gradient" not in self._kept:
            self._kept["gradient"] = self._gradient(self.x, None)
        return list(self._kept["gradient"])

    @property
    def sampled(self) -> Vector:
        """The gradient over this step's batch; the whole gradient if there are no batches."""
        if self.batch is None:
            return self.gradient
        if "sampled" not in self._kept:
            self._kept["sampled"] = self._gradient(self.x, self.batch)
        return list(self._kept["sampled"])

    @property
    def hessian(self) -> list[Vector]:
        if "hessian" not in self._kept:
            self.tally.hessian += 1
            flat = self.objective.mean(self.objective.hessian_tape, self.arithmetic, self.x, None)
            n = len(self.x)
            self._kept["hessian"] = [flat[i * n : (i + 1) * n] for i in range(n)]
        return [list(row) for row in self._kept["hessian"]]

    def value_at(self, x: Vector) -> Any | None:
        """The function elsewhere; None where it has no value."""
        try:
            return self._value(x)
        except UndefinedError:
            return None

    def gradient_at(self, x: Vector) -> Vector:
        return self._gradient(x, self.batch)

    def _value(self, x: Vector) -> Any:
        self.tally.value += 1
        return self.objective.mean(self.objective.value_tape, self.arithmetic, x, None)[0]

    def _gradient(self, x: Vector, batch: Sequence[int] | None) -> Vector:
        self.tally.gradient += 1
        return self.objective.mean(self.objective.gradient_tape, self.arithmetic, x, batch)
