"""Exact values: a formula at a point, by the rules of real arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import flint
import sympy
from flint import arb
from sympy import Expr, Symbol

from mvcalc.errors import BudgetError, DomainError, ParseError, RangeError, names_parameters, said
from mvcalc.expr.function import Domain, Function, as_function
from mvcalc.expr.functions import Condition, Need
from mvcalc.expr.intervals import UndefinedError
from mvcalc.expr.numbers import MAX_BITS, number, sign
from mvcalc.expr.programs import program

_GROWING = (sympy.exp, sympy.Pow, sympy.sinh, sympy.cosh)
_LARGEST = arb(2) ** 5000

Point = Mapping[str, object] | Sequence[object] | object


def as_point(f: Function, point: Point) -> dict[Symbol, Expr]:
    """Exact coordinates of a point given as a mapping, a sequence or (one variable) a number.

    Raises:
        RangeError: a coordinate is missing or is not a number.
    """
    if not f.vars:
        return {}  # a constant has its value everywhere
    if isinstance(point, Mapping):
        missing = [name for name in f.vars if name not in point]
        if missing:
            raise RangeError(f"the point has no value for {missing[0]}", value=str(dict(point)))
        return {Symbol(name): number(point[name]) for name in f.vars}
    values: Sequence[object]
    if isinstance(point, str) or not isinstance(point, Sequence | sympy.MatrixBase | sympy.Tuple):
        values = [point]
    else:
        values = list(point)
    if len(values) != len(f.vars):
        raise RangeError(
            f"the point has {len(values)} coordinates but there are {len(f.vars)} variables",
            value=str(point),
            hint=f"give {', '.join(f.vars)}",
        )
    return {s: number(v) for s, v in zip(f.symbols, values, strict=True)}


@names_parameters
def evaluate(f: Function | Expr, point: Point) -> Expr:
    """The exact value of ``f`` at a point.

    Args:
        f: a Function, or a SymPy expression (variables in alphabetical order).
        point: mapping of names, sequence in the order of ``f.vars``, or one number.

    Raises:
        DomainError: ``f`` has no value there; ``context["point"]`` is the point.
        RangeError: the point does not fit the variables.
        BudgetError: the value would have more than 14000 bits.
        UncertifiedError: it cannot be decided whether a denominator is 0.
    """
    fun = as_function(f)
    where = as_point(fun, point)
    walker = _Walker(where, fun)
    for condition in fun.domain.conditions:
        walker.require(condition)
    return tidy(walker.value(fun.expr))


def restrict(f: Function | Expr, fixed: Mapping[str, object]) -> Function:
    """``f`` with some variables held at exact values, as a function of the others.

    Raises:
        DomainError: ``f`` has no value whatever the other variables are.
        RangeError: ``fixed`` names something that is not a variable of ``f``.
    """
    fun = as_function(f)
    unknown = [name for name in fixed if name not in fun.vars]
    if unknown:
        raise RangeError(f"{unknown[0]} is not a variable of {fun}")
    where = {Symbol(name): number(value) for name, value in fixed.items()}
    free = {s: Symbol(s.name, real=True) for s in fun.symbols if s not in where}
    walker = _Walker({**where, **free}, fun)
    kept = []
    for condition in fun.domain.conditions:
        argument = walker.value(condition.argument)
        if argument.free_symbols:
            kept.append(Condition(plain(argument), condition.need, condition.blame))
        else:
            walker.require(condition)
    expr = plain(walker.value(fun.expr))
    return Function(expr, tuple(s.name for s in free), Domain(tuple(kept)), fun.source)


def plain(expr: Expr) -> Expr:
    """The expression over plain symbols."""
    return expr.xreplace({s: Symbol(s.name) for s in expr.free_symbols})


class _Walker:
    """Substitutes from the leaves up, so that every operation is checked before it is done."""

    def __init__(self, where: Mapping[Symbol, Expr], f: Function) -> None:
        self.f = f
        self.where = where
        self.known: dict[Expr, Expr] = dict(where)

    def require(self, condition: Condition) -> None:
        if not holds(condition.need, self.value(condition.argument)):
            raise self.error(f"{said(condition.argument)} {condition.need}")

    def error(self, reason: str) -> DomainError:
        at = ", ".join(f"{s} = {said(v)}" for s, v in self.where.items() if not v.free_symbols)
        return DomainError(
            f"{self.f.source} has no value at {at} because there {reason}",
            point={s.name: v for s, v in self.where.items()},
        )

    def value(self, e: Expr) -> Expr:
        if e in self.known:
            return self.known[e]
        if not e.args:
            if e.is_Symbol:
                raise RangeError(f"the point has no value for {said(e)}", value=str(self.where))
            return e
        args = [self.value(a) for a in e.args]
        result = self.power(*args) if e.is_Pow and not isinstance(e, sympy.exp) else e.func(*args)
        if result.has(sympy.zoo, sympy.nan, sympy.oo):
            raise self.error(f"{said(e)} is infinite")
        bounded(result)
        self.known[e] = result
        return result

    def power(self, base: Expr, exponent: Expr) -> Expr:
        if base.free_symbols or exponent.free_symbols:
            if not base.free_symbols and sign(base) <= 0:
                raise self.error(f"a power of {said(base)} with a variable exponent is taken")
            return sympy.Pow(base, exponent)
        try:
            return real_power(base, exponent)
        except ZeroDivisionError:
            raise self.error("a denominator is 0") from None
        except ArithmeticError:
            raise self.error("a root or power of a negative number is taken") from None


def holds(need: Need, value: Expr) -> bool:
    """Whether an exact number satisfies a need (decided rigorously)."""
    if need is Need.UNIT:
        return sign(1 - value) >= 0 and sign(1 + value) >= 0
    s = sign(value)
    if need is Need.NONZERO:
        return s != 0
    return s > 0 if need is Need.POSITIVE else s >= 0


def real_power(base: Expr, exponent: Expr) -> Expr:
    """``base^exponent`` for exact real numbers; odd roots of negative numbers are negative.

    Raises:
        ZeroDivisionError: 0 to a power that is not positive.
        ArithmeticError: an even root or an irrational power of a negative number.
        BudgetError: more than 14000 bits.
    """
    if base == sympy.E:
        return sympy.exp(exponent)
    if exponent == 0:
        return sympy.S.One
    s = sign(base)
    if s == 0:
        if sign(exponent) <= 0:
            raise ZeroDivisionError
        return sympy.S.Zero
    if s < 0:
        if not exponent.is_Rational or exponent.q % 2 == 0:
            raise ArithmeticError
        if not exponent.is_Integer:
            return sympy.S.NegativeOne**exponent.p * real_power(-base, exponent)
    if base.is_Rational and exponent.is_Rational:
        check_size(base, abs(exponent) if base != 1 else 1)
    return sympy.Pow(base, exponent)


def check_size(value: Expr, times: Expr = sympy.S.One) -> None:
    """Refuse a rational whose ``times``-th power has more than 14000 bits (4200 digits)."""
    bits = max(int(value.p).bit_length(), int(value.q).bit_length()) * times
    if bits > MAX_BITS:
        raise BudgetError(
            "a number here is too large", limit=MAX_BITS, needed=str(bits)[:20], hint="use 10^6"
        )


def bounded(value: Expr) -> Expr:
    """The value itself, refused if it is too large to be worked with further.

    SymPy decides signs by computing digits; for a tower such as exp(exp(exp(9))) it would need
    more of them than there is memory.

    Raises:
        BudgetError: more than 14000 bits in a rational, or a value beyond 2^5000.
    """
    if value.is_Rational:
        check_size(value)
    elif not value.free_symbols and isinstance(value, _GROWING):
        with flint.ctx.workprec(53):
            try:
                low, high = program(value, ())(())
            except (UndefinedError, ParseError):
                return value
        if not (low > -_LARGEST and high < _LARGEST):
            raise BudgetError("a number here is too large", limit="2^5000", hint="use exp(10)")
    return value


@names_parameters
def tidy(value: Expr) -> Expr:
    """The shortest of a few exact rewritings of a number (bounded by its size).

    Raises:
        BudgetError: a fraction in it has more than 14000 bits.
    """
    if value.is_Rational or len(value.args) == 0 or sympy.count_ops(value) > 60:
        return value
    if any(max(int(r.p).bit_length(), int(r.q).bit_length()) > MAX_BITS for r in _rationals(value)):
        raise BudgetError("a number here is too large", limit=MAX_BITS, hint="use 10^6")
    if value.has(sympy.CRootOf) or any(_swells(power) for power in value.atoms(sympy.Pow)):
        return value
    forms = [value]
    for rewrite in (sympy.expand, sympy.radsimp, sympy.factor_terms):
        try:
            forms.append(rewrite(value))
        except (NotImplementedError, ValueError, TypeError, RecursionError):
            continue
    return min(forms, key=lambda form: (sympy.count_ops(form), len(form.atoms(sympy.Pow))))


def _rationals(value: Expr) -> Iterable[Expr]:
    yield from value.atoms(sympy.Rational)


def _swells(power: Expr) -> bool:
    """A high power of a sum becomes very long when it is multiplied out."""
    return bool(power.exp.is_Integer and abs(power.exp) > 8 and power.base.is_Add)
