"""Expressions as straight-line programs: each shared part is computed once, over any numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import flint
import sympy

from mvcalc.descent.arithmetic import BALL_FUNCTIONS, Arithmetic, Balls, UndefinedError
from mvcalc.errors import RangeError

Line = tuple[str, Any, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Tape:
    """A program: ``lines`` fill registers one after the other, ``outputs`` picks the results."""

    lines: tuple[Line, ...]
    outputs: tuple[int, ...]

    @classmethod
    def of(cls, expressions: Sequence[sympy.Expr], inputs: Sequence[sympy.Symbol]) -> Tape:
        """Compile; equal subexpressions share a register.

        Raises:
            RangeError: for a function this tape does not know, or a free symbol.
        """
        writer = _Writer(list(inputs))
        outputs = tuple(writer.register(sympy.sympify(e)) for e in expressions)
        return cls(tuple(writer.lines), outputs)

    def run(self, arithmetic: Arithmetic, inputs: Sequence[Any]) -> list[Any]:
        """The outputs at one point; raises what the arithmetic raises."""
        registers: list[Any] = []
        for op, detail, args in self.lines:
            registers.append(_execute(arithmetic, op, detail, [registers[i] for i in args], inputs))
        return [registers[i] for i in self.outputs]


def _execute(
    arithmetic: Arithmetic, op: str, detail: Any, args: list[Any], inputs: Sequence[Any]
) -> Any:
    match op:
        case "input":
            return inputs[detail]
        case "constant":
            return arithmetic.number(detail)
        case "add":
            total = args[0]
            for x in args[1:]:
                total = total + x
            return total
        case "multiply":
            product = args[0]
            for x in args[1:]:
                product = product * x
            return product
        case "power":
            try:
                return arithmetic.power(args[0], detail)
            except (ZeroDivisionError, OverflowError):
                raise UndefinedError from None
        case "raise":
            return arithmetic.apply("exp", args[1] * arithmetic.apply("log", args[0]))
        case _:
            return arithmetic.apply(detail, args[0])


@dataclass(slots=True)
class _Writer:
    inputs: list[sympy.Symbol]
    lines: list[Line] = field(default_factory=list)
    known: dict[sympy.Expr, int] = field(default_factory=dict)

    def register(self, e: sympy.Expr) -> int:
        if e not in self.known:
            line = self.line(e)
            self.lines.append(line)
            self.known[e] = len(self.lines) - 1
        return self.known[e]

    def line(self, e: sympy.Expr) -> Line:
        if e.is_Symbol:
            if e not in self.inputs:
                raise RangeError(f"the variable {e} has no value here", param="f", value=e)
            return "input", self.inputs.index(e), ()
        if not e.args or e.is_Rational or isinstance(e, sympy.CRootOf):
            return "constant", e, ()
        if e.is_Add or e.is_Mul:
            return (
                "add" if e.is_Add else "multiply",
                None,
                tuple(self.register(a) for a in e.args),
            )
        if e.is_Pow and e.base is not sympy.E:
            if e.exp.is_Rational:
                exponent = flint.fmpq(int(e.exp.p), int(e.exp.q))
                return "power", exponent, (self.register(e.base),)
            return "raise", None, (self.register(e.base), self.register(e.exp))
        if e.is_Pow:
            return "apply", "exp", (self.register(e.exp),)
        return self.function(e)

    def function(self, e: sympy.Expr) -> Line:
        name = type(e).__name__
        if name not in BALL_FUNCTIONS or len(e.args) != 1:
            raise RangeError(
                f"the function {name} cannot be followed step by step",
                param="f",
                value=e,
                hint="use sums, products, powers, sin, cos, exp, log and their relatives",
            )
        return "apply", name, (self.register(e.args[0]),)


def constant_ball(value: sympy.Expr) -> Any:
    """A constant expression as an Arb ball at the current precision."""
    return Tape.of((value,), ()).run(Balls(flint.ctx.prec), [])[0]
