"""Derivatives from one side of a point."""

from __future__ import annotations

from dataclasses import dataclass

import flint
import sympy
from sympy import Expr, Symbol

from mvcalc.errors import DomainError, UncertifiedError
from mvcalc.expr import Function, as_function, evaluate, program, sign
from mvcalc.expr.balls import side_interval
from mvcalc.expr.evaluate import plain
from mvcalc.rules import derive
from mvcalc.show import show
from mvcalc.smooth.places import vanishes


@dataclass(frozen=True, slots=True)
class OneSided:
    """Derivatives of the same order from the left and the right of a point.

    None where the formula has no value on that side; ``oo`` or ``-oo`` for a vertical tangent.
    """

    left: Expr | None
    right: Expr | None


def one_sided(f: Function | Expr, point: Expr, order: int = 1) -> OneSided:
    """Both one-sided derivatives of a function of one variable at an exact point."""
    fun = as_function(f)
    var = fun.symbols[0]
    return OneSided(from_side(fun, var, point, -1, order), from_side(fun, var, point, 1, order))


def from_side(fun: Function, var: Symbol, point: Expr, side: int, order: int) -> Expr | None:
    """The derivative from one side; None where the formula has no value there."""
    if not _defined_beside(fun, point, side):
        return None
    branch = _branch(fun.expr, var, point, side)
    for _ in range(order):
        branch = derive(branch, var).simplified
    try:
        return evaluate(Function.of(branch, (var.name,)), point)
    except DomainError:
        return _limit_beside(branch, var, point, side)


def _branch(e: Expr, var: Symbol, point: Expr, side: int) -> Expr:
    """The formula without the absolute values that turn at the point, as it is on one side."""
    if not e.args:
        return e
    args = [_branch(a, var, point, side) for a in e.args]
    if args == list(e.args) and not isinstance(e, sympy.Abs):
        return e
    real = {s: Symbol(s.name, real=True) for s in e.free_symbols}
    new = plain(e.func(*[a.xreplace(real) for a in args]))
    if isinstance(new, sympy.Abs) and vanishes(new.args[0], var, point):
        return new.args[0] * _sign_beside(new.args[0], var, point, side)
    return new


def _beside(point: Expr, side: int, bits: int) -> Expr:
    return point + side * sympy.Rational(1, 2**bits)


def _sign_beside(u: Expr, var: Symbol, point: Expr, side: int) -> int:
    """The sign of u next to its zero, from its first derivative that is not 0 there."""
    slope = u
    for n in range(1, 9):
        slope = derive(slope, var).simplified
        try:
            s = sign(evaluate(Function.of(slope, (var.name,)), point))
        except DomainError:
            break
        if s:
            return int(s * side**n)
    return sign(evaluate(Function.of(u, (var.name,)), _beside(point, side, 60)))


def _defined_beside(fun: Function, point: Expr, side: int) -> bool:
    try:
        return all(evaluate(fun, _beside(point, side, bits)) is not None for bits in (30, 60))
    except DomainError:
        return False


def _limit_beside(slope: Expr, var: Symbol, point: Expr, side: int) -> Expr:
    """Infinity where the slope grows without end towards the point.

    Raises:
        UncertifiedError: it does not; its limit is not known.
    """
    sizes = []
    for bits in (40, 80, 160):
        beside = _beside(point, side, bits)
        with flint.ctx.workprec(400):
            sizes.append(program(slope, (var,))([side_interval(beside, beside)]))
    for way in (1, -1):
        a, b, c = (size if way > 0 else (-size[1], -size[0]) for size in sizes)
        if b[0] > 2 * a[1] > 0 and c[0] > 2 * b[1]:
            return way * sympy.oo
    raise UncertifiedError(f"the slope at {var} = {show(point)} could not be decided")
