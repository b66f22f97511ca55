"""Taylor polynomials with exact coefficients, and honest refusal where a derivative is missing."""

from __future__ import annotations

import math
from dataclasses import dataclass

import sympy
from sympy import Expr, Symbol

from mvcalc.bounds.deadline import OutOfTimeError, time_limit
from mvcalc.bounds.factoring import factored
from mvcalc.bounds.tape import Tape, tape
from mvcalc.errors import (
    BudgetError,
    DomainError,
    FreeSymbolError,
    NonDifferentiableError,
    RangeError,
    names_parameters,
    said,
)
from mvcalc.expr import Function, as_function, evaluate, number, sign, tidy
from mvcalc.series.sided import Laurent, MoreTermsError, NoValueError, RamifiedError, Sided

_MAX_DEGREE = 120
_SECONDS = 5.0
_MAX_FACTORED = 120  # operations in a coefficient that is still factored
_SLACKS = (3, 12, 40)  # further terms, for divisions that use some up


@dataclass(frozen=True, slots=True)
class Taylor:
    """A Taylor polynomial.

    Attributes:
        coefficients: exact f^(k)(p)/k! for k = 0 … degree.
        center: the point p.
        var: name of the variable.
        extended: f itself has no value at p; its limit is used (only on request).
        flat: some part of f, such as exp(-1/x^2), is smaller near p than every power of x - p:
            f has these derivatives at p but is not the sum of its series.
    """

    coefficients: tuple[Expr, ...]
    center: Expr
    var: str
    extended: bool = False
    flat: bool = False

    @property
    def degree(self) -> int:
        """Number of the last coefficient (which may be 0)."""
        return len(self.coefficients) - 1

    @property
    def polynomial(self) -> Expr:
        """The sum of all terms, in powers of x - p."""
        return self.up_to(self.degree)

    def up_to(self, degree: int) -> Expr:
        """The polynomial of a lower degree."""
        step = Symbol(self.var) - self.center
        return sympy.Add(*[c * step**k for k, c in enumerate(self.coefficients[: degree + 1])])

    def at(self, x: object, degree: int | None = None) -> Expr:
        """The exact value of the polynomial (or a partial sum) at ``x``."""
        step = number(x) - self.center
        total = sympy.S.Zero
        for c in reversed(self.coefficients[: self.degree + 1 if degree is None else degree + 1]):
            total = sympy.expand_mul(total * step) + c
        return tidy(total)


@names_parameters
def taylor(f: Function | Expr, p: object, n: int, *, extend: bool = False) -> Taylor:
    """The Taylor polynomial of degree ``n`` of a function of one variable.

    Args:
        f: a Function of one variable.
        p: the centre, exact.
        n: degree, 0 to 120.
        extend: where f has no value at p, use its limit: sin(x)/x or exp(-1/x^2) at 0.

    Raises:
        RangeError: the degree is out of range.
        FreeSymbolError: not exactly one variable.
        DomainError: f has no value at p.
        NonDifferentiableError: a derivative up to ``n`` is missing; ``context["order"]`` is the
            first one.
        BudgetError: the coefficients take more than five seconds.
    """
    fun = as_function(f)
    symbol = only_variable(fun)
    if not 0 <= n <= _MAX_DEGREE:
        raise RangeError(
            f"the degree must be between 0 and {_MAX_DEGREE}", param="degree", value=n, hint="try 8"
        )
    at = number(p)
    extended = not _has_value(fun, at, extend)
    try:
        with time_limit(_SECONDS):
            coefficients, flat = expand(fun, symbol, at, n)
            tidied = tuple(_readable(c) for c in coefficients)
    except OutOfTimeError:
        raise BudgetError(
            "the coefficients take too long", param="degree", value=n, limit="5 s", hint="try 6"
        ) from None
    return Taylor(tidied, at, symbol.name, extended, flat)


def _readable(value: Expr) -> Expr:
    """The shorter of the tidied and the factored form."""
    if value.is_Rational:
        return value
    forms = [tidy(value)]
    if sympy.count_ops(value) <= _MAX_FACTORED:
        forms.append(factored(value))
    return min(forms, key=sympy.count_ops)


def only_variable(f: Function) -> Symbol:
    """The variable of a function of one variable.

    Raises:
        FreeSymbolError: there are more, or none is named.
    """
    if len(f.vars) != 1:
        raise FreeSymbolError(
            f"a function of one variable is needed, not of {len(f.vars)}", value=f.source
        )
    return f.symbols[0]


def _has_value(f: Function, at: Expr, extend: bool) -> bool:
    try:
        evaluate(f, at)
    except DomainError:
        if not extend:
            raise
        return False
    return True


def expand(f: Function, symbol: Symbol, at: Expr, n: int) -> tuple[list[Expr], bool]:
    """Coefficients 0 … n and whether a flat part was dropped.

    Raises:
        DomainError, NonDifferentiableError: as in ``taylor``.
    """
    program = tape((f.expr,), (symbol,))
    right = _beside(program, f, at, n, 1)
    first = right.coefficients(f, n)
    if not (right.series.flat or _may_differ(program)):
        return first, False
    left = _beside(program, f, at, n, -1)
    second = left.coefficients(f, n)
    for k, (a, b) in enumerate(zip(first, second, strict=True)):
        if sign(a - b) != 0:
            raise _missing(f, k, at, left=math.factorial(k) * b, right=math.factorial(k) * a)
    return first, right.series.flat or left.series.flat


def _may_differ(program: Tape) -> bool:
    """Only these operations can make the two sides of a point differ."""
    return any(
        name in ("absolute", "asin", "acos") or (name == "power" and number.denominator > 1)
        for name, _, number in program.ops
    )


@dataclass(frozen=True, slots=True)
class _Beside:
    """f(at + side * t^d) as a series in t > 0."""

    algebra: Sided
    series: Laurent
    at: Expr
    side: int
    d: int

    def coefficients(self, f: Function, n: int) -> list[Expr]:
        """Of the powers of x - p; other powers betray a missing derivative."""
        for e in range(self.series.start, self.d * n + 1):
            if e >= 0 and e % self.d == 0:
                continue
            c = self.algebra.coefficient(self.series, e)
            if c == 0 or sign(c) == 0:
                continue
            if e < 0:
                raise DomainError(
                    f"{f.source} grows without bound near {said(self.at)}", point=self.at
                )
            raise _missing(f, -(-e // self.d), self.at)
        side = sympy.Integer(self.side)
        return [self.algebra.coefficient(self.series, self.d * k) * side**k for k in range(n + 1)]


def _beside(program: Tape, f: Function, at: Expr, n: int, side: int) -> _Beside:
    d = 1
    for slack in _SLACKS:
        for _ in range(6):
            algebra = Sided(d * n + 1 + slack)
            try:
                series = program.run(algebra, [algebra.variable(at, side, d)])[0]
            except RamifiedError as need:
                d *= need.degree
                continue
            except MoreTermsError:
                break
            except NoValueError as bad:
                raise DomainError(
                    f"{f.source} has no value {'right' if side > 0 else 'left'} of {said(at)}: "
                    f"it takes {bad}",
                    point=at,
                ) from None
            if series.end > d * n:
                return _Beside(algebra, series, at, side, d)
            break
    raise BudgetError(
        f"the expansion of {f.source} at {said(at)} cancels too many terms", limit=_SLACKS[-1]
    )


def _missing(
    f: Function, order: int, at: Expr, left: Expr | None = None, right: Expr | None = None
) -> NonDifferentiableError:
    what = (
        f"jumps at {said(at)}"
        if order == 0
        else f"has no derivative of order {order} at {said(at)}"
    )
    sides = "" if left is None else f": {left} from the left, {right} from the right"
    return NonDifferentiableError(
        f"{f.source} {what}{sides}",
        left=left,
        right=right,
        order=order,
        point=at,
        hint="choose another centre",
    )


def derivative_at(f: Function, at: Expr, order: int) -> Expr:
    """The exact value of one derivative of a function of one variable.

    Raises:
        As ``taylor``.
    """
    return tidy(math.factorial(order) * taylor(f, at, order).coefficients[order])
