"""Two kinds of numbers a path can be made of: exact rationals, and balls that enclose.

A descent rule is written once, over ``+ - * /`` and the few questions below. It runs first on
``Exact`` (rational numbers); where a result is not rational or grows too long it is run on
``Balls`` (Arb balls: midpoint and proven radius). Questions that a ball is too wide to answer
raise ``Undecided``, and the driver repeats the work with more bits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import flint
import sympy

from mvcalc.expr.programs import numbered_root

Vector = list[Any]


class NotExactError(Exception):
    """The result is not a rational number."""


class UndecidedError(Exception):
    """The enclosure is too wide to answer; more bits may help."""


class UndefinedError(Exception):
    """The function has no value here."""


class SingularHereError(Exception):
    """A matrix has no inverse here."""


class Arithmetic(Protocol):
    """What a descent rule may ask of its numbers."""

    exact: bool

    def number(self, value: sympy.Expr) -> Any: ...
    def sqrt(self, x: Any) -> Any: ...
    def less(self, a: Any, b: Any) -> bool: ...
    def apply(self, name: str, x: Any) -> Any: ...
    def power(self, x: Any, exponent: sympy.Expr | Any) -> Any: ...
    def divide(self, a: Any, b: Any) -> Any: ...
    def solve(self, matrix: list[Vector], right: Vector) -> Vector: ...
    def finite(self, values: Vector) -> Vector: ...


EXACT_POINTS: dict[str, dict[int, int]] = {
    "exp": {0: 1},
    "log": {1: 0},
    "sin": {0: 0},
    "cos": {0: 1},
    "tan": {0: 0},
    "asin": {0: 0},
    "acos": {1: 0},
    "atan": {0: 0},
    "sinh": {0: 0},
    "cosh": {0: 1},
    "tanh": {0: 0},
    "erf": {0: 0},
}


class Exact:
    """Rational numbers of any length."""

    exact = True

    def number(self, value: sympy.Expr) -> Any:
        if not value.is_Rational:
            raise NotExactError
        return flint.fmpq(int(value.p), int(value.q))

    def sqrt(self, x: Any) -> Any:
        if x < 0:
            raise UndefinedError
        roots = math.isqrt(int(x.p)), math.isqrt(int(x.q))
        if roots[0] ** 2 != int(x.p) or roots[1] ** 2 != int(x.q):
            raise NotExactError
        return flint.fmpq(*roots)

    def less(self, a: Any, b: Any) -> bool:
        return bool(a < b)

    def apply(self, name: str, x: Any) -> Any:
        if name == "Abs":
            return abs(x)
        if name == "sign":
            return flint.fmpq((x > 0) - (x < 0))
        if name == "log" and x <= 0:
            raise UndefinedError
        table = EXACT_POINTS.get(name, {})
        if x.q != 1 or int(x) not in table:
            raise NotExactError
        return flint.fmpq(table[int(x)])

    def power(self, x: Any, exponent: Any) -> Any:
        if exponent.q == 1:
            if x == 0 and exponent < 0:
                raise UndefinedError
            return x ** int(exponent)
        if exponent.q == 2:
            return self.power(self.sqrt(x), 2 * exponent)
        raise NotExactError

    def divide(self, a: Any, b: Any) -> Any:
        if b == 0:
            raise UndefinedError
        return a / b

    def solve(self, matrix: list[Vector], right: Vector) -> Vector:
        n = len(right)
        try:
            answer = flint.fmpq_mat(matrix).solve(flint.fmpq_mat(n, 1, right))
        except ZeroDivisionError:
            raise SingularHereError from None
        return [answer[i, 0] for i in range(n)]

    def finite(self, values: Vector) -> Vector:
        return values


class Balls:
    """Arb balls at a working precision; ``pinned`` keeps midpoints only and decides by them.

    Pinned numbers are the last resort of a path too long to enclose: high-precision numbers
    without a proof, and labelled so.
    """

    exact = False

    def __init__(self, bits: int, pinned: bool = False) -> None:
        self.bits = bits
        self.pinned = pinned

    def number(self, value: sympy.Expr) -> Any:
        if value.is_Rational:
            return flint.arb(flint.fmpq(int(value.p), int(value.q)))
        if value is sympy.pi:
            return flint.arb.pi()
        if value is sympy.E:
            return flint.arb.const_e()
        if isinstance(value, sympy.CRootOf):
            return numbered_root(value)
        raise UndefinedError

    def kept(self, x: Any) -> Any:
        """The number to carry on with: finite, and narrow enough to trust."""
        if not x.is_finite():
            raise UndefinedError if self.pinned else UndecidedError
        if self.pinned:
            return x.mid()
        if x.rad() > (abs(x.mid()) + 1) * flint.arb(2) ** -100:
            raise UndecidedError
        return x

    def finite(self, values: Vector) -> Vector:
        if not all(v.is_finite() for v in values):
            raise UndefinedError if self.pinned else UndecidedError
        return values

    def sqrt(self, x: Any) -> Any:
        if x < 0:
            raise UndefinedError
        if self.pinned and not x >= 0:
            return flint.arb(0)
        root = x.sqrt()
        if not root.is_finite():
            raise UndecidedError
        return root

    def less(self, a: Any, b: Any) -> bool:
        if a < b:
            return True
        if a >= b:
            return False
        if self.pinned:
            return bool(a.mid() < b.mid())
        raise UndecidedError

    def apply(self, name: str, x: Any) -> Any:
        if name == "log" and x <= 0:
            raise UndefinedError
        if name in ("asin", "acos") and abs(x) > 1:
            raise UndefinedError
        return BALL_FUNCTIONS[name](x)

    def power(self, x: Any, exponent: Any) -> Any:
        if isinstance(exponent, flint.arb):
            return x**exponent
        if exponent.q == 1:
            return _ball_integer_power(x, int(exponent))
        if exponent.q == 2:
            return _ball_integer_power(self.sqrt(x), int(exponent.p))
        return _ball_root_power(x, exponent)

    def divide(self, a: Any, b: Any) -> Any:
        return a / b

    def solve(self, matrix: list[Vector], right: Vector) -> Vector:
        n = len(right)
        try:
            answer = flint.arb_mat(matrix).solve(flint.arb_mat(n, 1, right))
        except ZeroDivisionError:
            raise (SingularHereError if self.pinned else UndecidedError) from None
        return [answer[i, 0] for i in range(n)]


def _ball_integer_power(x: Any, n: int) -> Any:
    """x^n, tight across zero (a ball times itself is not, and Arb's power gives up there)."""
    if n < 0:
        return 1 / _ball_integer_power(x, -n)
    if not x.contains(0) or x.is_exact():
        return x**n
    if n % 2:
        return (x.lower() ** n).union(x.upper() ** n)
    if n:
        top = x.abs_upper() ** n
        return flint.arb(0).union(top)
    return flint.arb(1)


def _ball_root_power(x: Any, exponent: Any) -> Any:
    """x^(p/q), real: an odd root of a negative number is negative."""
    if x > 0 or exponent.q % 2 == 0:
        if x < 0:
            raise UndefinedError
        return x ** flint.arb(exponent)
    if x < 0:
        root = (-x) ** flint.arb(exponent)
        return -root if exponent.p % 2 else root
    if exponent < 0:
        raise UndefinedError if x.is_zero() else UndecidedError
    if x.is_zero():
        return x
    top = x.abs_upper() ** flint.arb(exponent)
    return (-top).union(top) if exponent.p % 2 else flint.arb(0).union(top)


BALL_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "exp": flint.arb.exp,
    "log": flint.arb.log,
    "sin": flint.arb.sin,
    "cos": flint.arb.cos,
    "tan": flint.arb.tan,
    "asin": flint.arb.asin,
    "acos": flint.arb.acos,
    "atan": flint.arb.atan,
    "sinh": flint.arb.sinh,
    "cosh": flint.arb.cosh,
    "tanh": flint.arb.tanh,
    "erf": flint.arb.erf,
    "Abs": abs,
    "sign": flint.arb.sgn,
}


def dot(a: Sequence[Any], b: Sequence[Any]) -> Any:
    """The scalar product."""
    total = a[0] * b[0]
    for x, y in zip(a[1:], b[1:], strict=True):
        total = total + x * y
    return total


def along(x: Sequence[Any], t: Any, direction: Sequence[Any]) -> Vector:
    """The point x + t·direction."""
    return [a + t * d for a, d in zip(x, direction, strict=True)]
