"""Rigorous enclosures: the value of a formula on a whole box, proved with Arb."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint
import sympy
from flint import arb
from sympy import Expr

from mvcalc.errors import BudgetError, DomainError, ParseError, RangeError, names_parameters, said
from mvcalc.expr import intervals
from mvcalc.expr.intervals import Interval, UndefinedError
from mvcalc.expr.programs import Program as Program
from mvcalc.expr.programs import program as program

_MAX_EXPONENT = 200_000  # bits; a value beyond 2^200000 is not a number anyone can use


@dataclass(frozen=True, slots=True)
class Ball:
    """A proved enclosure ``lower <= value <= upper``; both ends are exact dyadic rationals."""

    lower: Fraction
    upper: Fraction

    @classmethod
    def of(cls, interval: Interval) -> Ball:
        return cls(_dyadic(interval[0], up=False), _dyadic(interval[1], up=True))

    @property
    def mid(self) -> Fraction:
        return (self.lower + self.upper) / 2

    @property
    def width(self) -> Fraction:
        return self.upper - self.lower

    @property
    def arb(self) -> arb:
        """The smallest Arb ball, at the current precision, that covers both ends."""
        lo = intervals.rational(self.lower.numerator, self.lower.denominator)[0]
        hi = intervals.rational(self.upper.numerator, self.upper.denominator)[1]
        return lo.union(hi)

    def contains(self, exact: object) -> bool:
        """Whether an exact number lies in the ball (decided rigorously)."""
        if isinstance(exact, Fraction | int):
            return self.lower <= exact <= self.upper
        value = sympy.sympify(exact, strict=True)
        if value.is_Rational:
            return self.lower <= Fraction(int(value.p), int(value.q)) <= self.upper
        for prec in (80, 320, 1280):
            tight = enclose_number(value, prec)
            if tight.lower >= self.lower and tight.upper <= self.upper:
                return True
            if tight.upper < self.lower or tight.lower > self.upper:
                return False
        return False


def _dyadic(end: arb, up: bool) -> Fraction:
    if end.is_zero():
        return Fraction(0)
    mantissa, exponent = (int(part) for part in end.man_exp())
    size = exponent + mantissa.bit_length()
    if size > _MAX_EXPONENT:
        raise BudgetError(
            "a value here is too large to write down",
            limit=f"2^{_MAX_EXPONENT}",
            needed=f"2^{size}",
            hint="use a smaller interval or a slower-growing function",
        )
    if size < -_MAX_EXPONENT:
        outside = up == (mantissa > 0)
        tiny = Fraction(1, 1 << _MAX_EXPONENT)
        return (tiny if mantissa > 0 else -tiny) if outside else Fraction(0)
    return Fraction(mantissa) * Fraction(2) ** exponent


@dataclass(frozen=True, slots=True)
class Box:
    """A closed box: one pair of exact ends for each variable, in order."""

    vars: tuple[str, ...]
    sides: tuple[tuple[Expr, Expr], ...]

    @classmethod
    def of(cls, sides: Mapping[str, Sequence[object]]) -> Box:
        """Read a box such as ``{"x": (0, 1), "y": ("-1/2", "pi")}``.

        Raises:
            RangeError: a side is not two numbers, lower end first.
        """
        from mvcalc.expr.numbers import number

        read: list[tuple[Expr, Expr]] = []
        for name, ends in sides.items():
            pair = _pair(ends, name)
            lo, hi = number(pair[0]), number(pair[1])
            if enclose_number(lo, 80).lower > enclose_number(hi, 80).upper:
                raise RangeError(
                    "the lower end is above the upper end",
                    param=name,
                    value=f"({said(lo)}, {said(hi)})",
                    hint=f"write ({said(hi)}, {said(lo)})",
                )
            read.append((lo, hi))
        return cls(tuple(sides), tuple(read))

    def __iter__(self) -> Iterator[tuple[str, tuple[Expr, Expr]]]:
        return iter(zip(self.vars, self.sides, strict=True))

    def side(self, name: str) -> tuple[Expr, Expr]:
        return self.sides[self.vars.index(name)]

    @property
    def mid(self) -> tuple[Expr, ...]:
        return tuple((lo + hi) / 2 for lo, hi in self.sides)

    def split(self, name: str) -> tuple[Box, Box]:
        """The two halves of the box across one side."""
        k = self.vars.index(name)
        lo, hi = self.sides[k]
        halves = ((lo, (lo + hi) / 2), ((lo + hi) / 2, hi))
        left, right = ((*self.sides[:k], half, *self.sides[k + 1 :]) for half in halves)
        return Box(self.vars, left), Box(self.vars, right)


def _pair(ends: Sequence[object], name: str) -> tuple[object, object]:
    if isinstance(ends, str) or not isinstance(ends, Sequence) or len(ends) != 2:
        raise RangeError(
            "a side needs two numbers", param=name, value=str(ends), hint="write (0, 1)"
        )
    return ends[0], ends[1]


@names_parameters
def as_box(box: object, names: tuple[str, ...]) -> Box:
    """Accept a Box, a mapping, one pair (for one variable) or one pair per variable.

    Raises:
        RangeError: the box does not have one side for each of ``names``.
    """
    if isinstance(box, Box):
        missing = [name for name in names if name not in box.vars]
        if missing:
            raise RangeError(f"the box has no side for {missing[0]}", param="box", value=box.vars)
        return box
    if isinstance(box, Mapping):
        return as_box(Box.of(box), names)
    if not isinstance(box, Sequence) or isinstance(box, str):
        raise RangeError(
            "a box needs two ends for each variable", param="box", value=str(box), hint="(0, 1)"
        )
    sides: Sequence[Any] = box
    if len(names) == 1 and len(sides) == 2 and not isinstance(sides[0], tuple | list):
        sides = [sides]
    if len(sides) != len(names):
        raise RangeError(
            f"the box has {len(sides)} sides but there are {len(names)} variables",
            param="box",
            value=str(box),
        )
    return Box.of(dict(zip(names, sides, strict=True)))


@names_parameters
def enclose_number(value: Expr, prec: int = 80) -> Ball:
    """A ball around an exact number.

    Raises:
        DomainError: the expression is not a real number.
    """
    with flint.ctx.workprec(prec):
        try:
            return Ball.of(program(value, ())(()))
        except (UndefinedError, ValueError) as bad:
            if isinstance(bad, BudgetError | ParseError):
                raise
            raise DomainError(f"{said(value)} is not a real number", value=value) from None


def side_interval(lo: Expr, hi: Expr) -> Interval:
    """The side of a box, rounded outward at the current precision."""
    return program(lo, ())(())[0], program(hi, ())(())[1]


@names_parameters
def enclose(f: Any, box: object, prec: int = 80) -> Ball:
    """All values of ``f`` on a box lie in the returned ball (proved with Arb).

    Args:
        f: a Function, or a SymPy expression (its free symbols in alphabetical order).
        box: a Box, a mapping of variable to pair, or pairs in the order of the variables.
        prec: working precision in bits.

    Raises:
        DomainError: ``f`` could not be proved to be defined on the whole box; ``context`` has
            the box and ``certain``, which is True when it is defined nowhere on it.
        BudgetError: values above 2^200000.
    """
    expr = getattr(f, "expr", f)
    symbols = getattr(f, "symbols", None) or tuple(sorted(expr.free_symbols, key=str))
    read = as_box(box, tuple(s.name for s in symbols))
    with flint.ctx.workprec(prec):
        sides = [side_interval(*read.side(s.name)) for s in symbols]
        try:
            if getattr(f, "domain", None) is not None:
                f.domain.check_interval(symbols, sides)
            lo, hi = program(expr, symbols)(sides)
        except UndefinedError as bad:
            where = ", ".join(f"{said(a)} ≤ {n} ≤ {said(b)}" for n, (a, b) in read)
            raise DomainError(
                f"{said(expr)} meets {bad.reason} for {where}", box=read, certain=bad.certain
            ) from None
        if not (lo.is_finite() and hi.is_finite()):
            raise BudgetError(
                f"{said(expr)} grows too large on this box",
                limit=f"2^{_MAX_EXPONENT}",
                value=str(read),
            )
        return Ball.of((lo, hi))
