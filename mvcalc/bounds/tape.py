"""A formula as a straight list of operations that any number system can run.

The same tape is run over intervals with derivatives (jets), over power series with ball
coefficients, and over complex balls; parts that occur twice are computed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Protocol

import sympy
from sympy import Expr, Symbol

from mvcalc.errors import ParseError

Op = tuple[str, tuple[int, ...], Fraction]
"""Name, argument slots, and the number that ``rational`` and ``power`` carry."""

_UNARY: dict[type, str] = {
    sympy.exp: "exp",
    sympy.log: "log",
    sympy.sin: "sin",
    sympy.cos: "cos",
    sympy.tan: "tan",
    sympy.asin: "asin",
    sympy.acos: "acos",
    sympy.atan: "atan",
    sympy.sinh: "sinh",
    sympy.cosh: "cosh",
    sympy.tanh: "tanh",
    sympy.Abs: "absolute",
    sympy.erf: "erf",
}
UNARY_NAMES = (*_UNARY.values(), "sigmoid")
_NOTHING = Fraction(0)


class Algebra(Protocol):
    """A number system: what a tape needs to run."""

    def rational(self, value: Fraction) -> Any: ...
    def pi(self) -> Any: ...
    def add(self, a: Any, b: Any) -> Any: ...
    def multiply(self, a: Any, b: Any) -> Any: ...
    def scale(self, a: Any, factor: Fraction) -> Any: ...
    def power(self, a: Any, exponent: Fraction) -> Any: ...
    def unary(self, name: str, a: Any) -> Any: ...


@dataclass(frozen=True, slots=True)
class Tape:
    """Operations in order; slots ``0 … inputs-1`` are the variables."""

    inputs: int
    ops: tuple[Op, ...]
    outputs: tuple[int, ...]

    def run(self, algebra: Algebra, point: Sequence[Any]) -> list[Any]:
        """The value of every output in the given number system."""
        values = list(point)
        for name, args, number in self.ops:
            values.append(_step(algebra, name, [values[k] for k in args], number))
        return [values[k] for k in self.outputs]


def _step(algebra: Algebra, name: str, args: list[Any], number: Fraction) -> Any:
    match name:
        case "add":
            return algebra.add(args[0], args[1])
        case "multiply":
            return algebra.multiply(args[0], args[1])
        case "scale":
            return algebra.scale(args[0], number)
        case "power":
            return algebra.power(args[0], number)
        case "rational":
            return algebra.rational(number)
        case "pi":
            return algebra.pi()
        case _:
            return algebra.unary(name, args[0])


class _Recorder:
    def __init__(self, symbols: tuple[Symbol, ...]) -> None:
        self.inputs = len(symbols)
        self.slots: dict[object, int] = {s: k for k, s in enumerate(symbols)}
        self.ops: list[Op] = []

    def emit(self, name: str, *args: int, number: Fraction = _NOTHING) -> int:
        key = (name, args, number)
        if key not in self.slots:
            self.ops.append(key)
            self.slots[key] = self.inputs + len(self.ops) - 1
        return self.slots[key]

    def record(self, e: Expr) -> int:
        if e not in self.slots:
            self.slots[e] = self._fresh(e)
        return self.slots[e]

    def _fresh(self, e: Expr) -> int:
        if e.is_Rational:
            return self.emit("rational", number=Fraction(int(e.p), int(e.q)))
        if e is sympy.pi:
            return self.emit("pi")
        if e is sympy.E:
            return self.emit("exp", self.record(sympy.Integer(1)))
        if e.is_Add:
            return self._fold("add", e.args)
        if e.is_Mul:
            factor, rest = e.as_coeff_mul()
            slot = self._fold("multiply", rest)
            if factor == 1:
                return slot
            return self.emit("scale", slot, number=Fraction(int(factor.p), int(factor.q)))
        if e.is_Pow and not isinstance(e, sympy.exp):
            return self._power(e.base, e.exp)
        name = _UNARY.get(type(e))
        if name is None:
            raise ParseError(f"there is no rule for {type(e).__name__} here", value=str(e)[:80])
        return self.emit(name, self.record(e.args[0]))

    def _fold(self, name: str, parts: Sequence[Expr]) -> int:
        slot = self.record(parts[0])
        for part in parts[1:]:
            slot = self.emit(name, slot, self.record(part))
        return slot

    def _power(self, base: Expr, exponent: Expr) -> int:
        if exponent.is_Rational:
            number = Fraction(int(exponent.p), int(exponent.q))
            logistic = _logistic_argument(base)
            if logistic is not None and number.denominator == 1 and number < 0:
                slot = self.emit("sigmoid", self.record(logistic))
                return slot if number == -1 else self.emit("power", slot, number=-number)
            return self.emit("power", self.record(base), number=number)
        log = self.emit("log", self.record(base))
        return self.emit("exp", self.emit("multiply", self.record(exponent), log))


def _logistic_argument(base: Expr) -> Expr | None:
    """``u`` when ``base`` is 1 + exp(-u): then 1/base is sigmoid(u), monotone and tight."""
    if base.is_Add and len(base.args) == 2 and base.args[0] == 1:
        grown = base.args[1]
        if isinstance(grown, sympy.exp):
            return -grown.args[0]
    return None


@lru_cache(maxsize=256)
def tape(exprs: tuple[Expr, ...], symbols: tuple[Symbol, ...]) -> Tape:
    """Record expressions for repeated evaluation.

    Raises:
        ParseError: something that is not an elementary function of the grammar, or a symbol
            that is not among ``symbols``.
    """
    recorder = _Recorder(symbols)
    outputs = tuple(recorder.record(e) for e in exprs)
    return Tape(len(symbols), tuple(recorder.ops), outputs)
