"""Formulas as straight lists of interval operations, compiled once and run on many boxes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import flint
import sympy
from flint import arb
from sympy import Expr, Symbol

from mvcalc.errors import ParseError
from mvcalc.expr import intervals
from mvcalc.expr.intervals import Interval

Program = Callable[[Sequence[Interval]], Interval]
_Op = tuple[Callable[..., Interval], tuple[int, ...]]

_UNARY: dict[type, Callable[[Interval], Interval]] = {
    sympy.exp: intervals.exp,
    sympy.log: intervals.log,
    sympy.sin: intervals.sin,
    sympy.cos: intervals.cos,
    sympy.tan: intervals.tan,
    sympy.asin: intervals.asin,
    sympy.acos: intervals.acos,
    sympy.atan: intervals.atan,
    sympy.sinh: intervals.sinh,
    sympy.cosh: intervals.cosh,
    sympy.tanh: intervals.tanh,
    sympy.Abs: intervals.absolute,
    sympy.erf: intervals.erf,
}


class _Compiler:
    """Turns an expression into a straight list of interval operations, shared parts once."""

    def __init__(self, symbols: tuple[Symbol, ...]) -> None:
        self.slots: dict[Expr, int] = {s: k for k, s in enumerate(symbols)}
        self.ops: list[_Op] = []
        self.inputs = len(symbols)

    def emit(self, key: Expr, op: Callable[..., Interval], *args: int) -> int:
        self.ops.append((op, args))
        slot = self.inputs + len(self.ops) - 1
        if key is not None:
            self.slots[key] = slot
        return slot

    def compile(self, e: Expr) -> int:
        if e in self.slots:
            return self.slots[e]
        if e.is_Rational:
            p, q = int(e.p), int(e.q)
            return self.emit(e, lambda: intervals.rational(p, q))
        if isinstance(e, sympy.CRootOf) and e.is_real:
            return self.emit(e, lambda: _algebraic(e))
        if e is sympy.pi:
            return self.emit(e, lambda: intervals.outward(arb.pi()))
        if e is sympy.E:
            return self.emit(e, lambda: intervals.outward(arb(1).exp()))
        if e.is_Add or e.is_Mul:
            return self._chain(e, intervals.add if e.is_Add else intervals.multiply)
        if e.is_Pow and not isinstance(e, sympy.exp):
            return self._power(e)
        op = _UNARY.get(type(e))
        if op is None:
            raise ParseError(f"there is no rule to enclose {type(e).__name__}", value=str(e))
        return self.emit(e, op, self.compile(e.args[0]))

    def _chain(self, e: Expr, op: Callable[..., Interval]) -> int:
        if e.is_Mul and e.args[0] == -1:
            return self.emit(e, intervals.negate, self.compile(sympy.Mul(*e.args[1:])))
        slot = self.compile(e.args[0])
        for part in e.args[1:-1]:
            slot = self.emit(None, op, slot, self.compile(part))
        return self.emit(e, op, slot, self.compile(e.args[-1]))

    def _power(self, e: Expr) -> int:
        base, exponent = e.base, e.exp
        if exponent == -1 and base.is_Add and len(base.args) == 2 and base.args[0] == 1:
            grown = base.args[1]
            if isinstance(grown, sympy.exp):  # 1/(1 + exp(u)) is sigmoid(-u): monotone, tight
                inner = self.compile(-grown.args[0])
                return self.emit(e, intervals.sigmoid, inner)
        if exponent.is_Rational:
            p, q = int(exponent.p), int(exponent.q)
            return self.emit(e, lambda a: intervals.rational_power(a, p, q), self.compile(base))
        return self.emit(e, intervals.general_power, self.compile(base), self.compile(exponent))


def _algebraic(root: Expr) -> Interval:
    return intervals.outward(numbered_root(root))


def numbered_root(root: sympy.CRootOf) -> arb:
    """A real root of a rational polynomial as a ball of the current precision."""
    ascending = tuple(int(c) for c in reversed(root.poly.clear_denoms()[1].all_coeffs()))
    return _real_roots(ascending, flint.ctx.prec)[root.index]


@lru_cache(maxsize=512)
def _real_roots(ascending: tuple[int, ...], prec: int) -> tuple[arb, ...]:
    """The real roots in ascending order, which is how SymPy numbers them."""
    with flint.ctx.workprec(prec):
        found = flint.fmpz_poly(list(ascending)).complex_roots()
        real = [root.real for root, _ in found if root.imag.is_zero()]
    return tuple(sorted(real, key=lambda ball: ball.mid().fmpq()))


@lru_cache(maxsize=512)
def program(expr: Expr, symbols: tuple[Symbol, ...]) -> Program:
    """Compile an expression for repeated enclosure.

    Returns:
        A function of one interval for each symbol. It works at the current Arb precision
        (``flint.ctx.prec``) and raises ``UndefinedError`` outside the domain.

    Raises:
        ParseError: the expression holds something that is not an elementary function.
    """
    compiler = _Compiler(symbols)
    last = compiler.compile(expr)
    ops = tuple(compiler.ops)

    def run(box: Sequence[Interval]) -> Interval:
        values = list(box)
        for op, args in ops:
            values.append(op(*[values[k] for k in args]))
        return values[last]

    return run
