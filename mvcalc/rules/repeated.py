"""Derivatives of high order."""

from __future__ import annotations

import flint
from sympy import Expr, Integer, Symbol

from mvcalc.errors import BudgetError, RangeError, names_parameters
from mvcalc.expr import Function, UndefinedError, program
from mvcalc.expr.intervals import multiply, rational, reciprocal
from mvcalc.rules.engine import derive
from mvcalc.rules.tidy import simplified, weight

_MAX_ORDER = 10**9
_MAX_STEPS = 60
_MAX_WEIGHT = 400


@names_parameters
def nth_derivative(f: Function | Expr, var: str | Symbol = "x", n: int = 1) -> Expr:
    """The n-th derivative, simplified; 0 gives the function itself.

    A function that comes back to a multiple of itself (sine after four steps, an exponential
    after one) is not differentiated further, so that any order is quick.

    Raises:
        RangeError: n is negative or above 10^9.
        BudgetError: more than 60 steps, or an expression too long to write, are needed.
    """
    if isinstance(n, bool) or not isinstance(n, int) or not 0 <= n <= _MAX_ORDER:
        raise RangeError("the order must be a whole number from 0", param="n", value=n, hint="2")
    x = Symbol(var) if isinstance(var, str) else var
    chain = [f.expr if isinstance(f, Function) else f]
    while len(chain) <= n and chain[-1] != 0:
        ratio = _ratio(chain, x)
        if ratio is not None:
            start, factor = ratio
            turns, rest = divmod(n - start, len(chain) - 1 - start)
            _check_power(factor, turns)
            return simplified(factor**turns * chain[start + rest])
        if len(chain) > _MAX_STEPS or weight(chain[-1]) > _MAX_WEIGHT:
            raise BudgetError(
                "the derivatives grow too long", limit=_MAX_STEPS, needed=n, hint="use order 4"
            )
        chain.append(derive(chain[-1], x).simplified)
    return chain[n] if n < len(chain) else Integer(0)


def _ratio(chain: list[Expr], x: Symbol) -> tuple[int, Expr] | None:
    """An earlier derivative of which the last one is a constant multiple."""
    last = chain[-1]
    for k, earlier in enumerate(chain[:-1]):
        if _may_be_multiple(last, earlier, x):
            factor = simplified(last / earlier)
            if x not in factor.free_symbols:
                return k, factor
    return None


def _may_be_multiple(a: Expr, b: Expr, x: Symbol) -> bool:
    """Whether a/b has the same value at two places, as far as 100 bits tell."""
    symbols = tuple(sorted(a.free_symbols | b.free_symbols | {x}, key=str))
    ratios = []
    with flint.ctx.workprec(100):
        for place in (rational(23, 97), rational(41, 61)):
            sides = [place if s == x else rational(29, 71) for s in symbols]
            try:
                low, high = (program(e, symbols)(sides) for e in (a, b))
                ratios.append(multiply(low, reciprocal(high)))
            except UndefinedError:
                return True
    return bool(ratios[0][0] <= ratios[1][1] and ratios[1][0] <= ratios[0][1])


def _check_power(factor: Expr, turns: int) -> None:
    if factor.is_Rational and factor not in (1, -1):
        bits = max(int(factor.p).bit_length(), int(factor.q).bit_length()) * turns
        if bits > 14_000:
            raise BudgetError("the derivative's factor is too large", limit=14_000, needed=bits)
