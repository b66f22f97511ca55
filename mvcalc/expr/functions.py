"""The functions and constants of the grammar, and how they act on real numbers.

All functions are real: an odd root of a negative number is the negative real root, an even root
or a logarithm of it is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import sympy
from sympy import Expr


class Need(StrEnum):
    """What an argument must satisfy for a formula to have a value."""

    NONZERO = "must not be 0"
    POSITIVE = "must be greater than 0"
    NONNEGATIVE = "must not be negative"
    UNIT = "must lie between -1 and 1"


@dataclass(frozen=True, slots=True)
class Condition:
    """``argument`` satisfies ``need``; ``blame`` is the operation that asks for it."""

    argument: Expr
    need: Need
    blame: str


def _sigmoid(u: Expr) -> Expr:
    return 1 / (1 + sympy.exp(-u))


FUNCTIONS: dict[str, Callable[[Expr], Expr]] = {
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "sec": lambda u: 1 / sympy.cos(u),
    "csc": lambda u: 1 / sympy.sin(u),
    "cot": lambda u: sympy.cos(u) / sympy.sin(u),
    "exp": sympy.exp,
    "log": sympy.log,
    "ln": sympy.log,
    "sqrt": sympy.sqrt,
    "abs": sympy.Abs,
    "asin": sympy.asin,
    "acos": sympy.acos,
    "atan": sympy.atan,
    "arcsin": sympy.asin,
    "arccos": sympy.acos,
    "arctan": sympy.atan,
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    "tanh": sympy.tanh,
    "sigmoid": _sigmoid,
    "erf": sympy.erf,
}

CONSTANTS: dict[str, Expr] = {"pi": sympy.pi, "e": sympy.E}

_NEEDS: dict[str, Callable[[Expr], tuple[Expr, Need]]] = {
    "log": lambda u: (u, Need.POSITIVE),
    "ln": lambda u: (u, Need.POSITIVE),
    "sqrt": lambda u: (u, Need.NONNEGATIVE),
    "asin": lambda u: (u, Need.UNIT),
    "acos": lambda u: (u, Need.UNIT),
    "arcsin": lambda u: (u, Need.UNIT),
    "arccos": lambda u: (u, Need.UNIT),
    "tan": lambda u: (sympy.cos(u), Need.NONZERO),
    "sec": lambda u: (sympy.cos(u), Need.NONZERO),
    "csc": lambda u: (sympy.sin(u), Need.NONZERO),
    "cot": lambda u: (sympy.sin(u), Need.NONZERO),
}

# What a formula tree may consist of; anything else is outside real elementary functions.
KNOWN_HEADS: tuple[type, ...] = (
    sympy.Symbol,
    sympy.Rational,
    sympy.core.numbers.Pi,
    sympy.core.numbers.Exp1,
    sympy.Add,
    sympy.Mul,
    sympy.Pow,
    sympy.exp,
    sympy.log,
    sympy.sin,
    sympy.cos,
    sympy.tan,
    sympy.asin,
    sympy.acos,
    sympy.atan,
    sympy.sinh,
    sympy.cosh,
    sympy.tanh,
    sympy.Abs,
    sympy.erf,
)


def function_condition(name: str, argument: Expr) -> Condition | None:
    """The condition under which the named function has a value, or None for 'always'."""
    if name not in _NEEDS:
        return None
    needed, need = _NEEDS[name](argument)
    return Condition(needed, need, name)


def power_condition(base: Expr, exponent: Expr) -> Condition | None:
    """The condition under which ``base^exponent`` is a real number."""
    if exponent.is_Rational:
        if exponent.q % 2 == 0:
            need = Need.NONNEGATIVE if exponent > 0 else Need.POSITIVE
            return Condition(base, need, "a root")
        return Condition(base, Need.NONZERO, "a division") if exponent < 0 else None
    if base == sympy.E:
        return None
    return Condition(base, Need.POSITIVE, "a power with a variable exponent")


def conditions(expr: Expr) -> Iterator[Condition]:
    """Conditions read off a SymPy tree, innermost first, without repetition."""
    seen: set[Condition] = set()
    for node in sympy.postorder_traversal(expr):
        found = None
        if node.is_Pow:
            found = power_condition(node.base, node.exp)
        elif node.is_Function:
            found = function_condition(type(node).__name__, node.args[0])
        if found is not None and found not in seen and not settled(found):
            seen.add(found)
            yield found


def settled(condition: Condition) -> bool:
    """True when the condition obviously holds everywhere (so it need not be kept)."""
    u = condition.argument
    if condition.need is Need.NONZERO:
        return bool(u.is_positive or u.is_negative)
    if condition.need is Need.UNIT:
        return False
    return bool(u.is_positive) or (condition.need is Need.NONNEGATIVE and bool(u.is_nonnegative))
