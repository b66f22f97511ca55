"""Three checks of a derivation: algebra, dual numbers, secants.

The points are rational and come from a fixed seed, so that a check can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import flint
import sympy
from sympy import Expr, Symbol

from mvcalc.errors import UncertifiedError, names_parameters
from mvcalc.expr import Ball, UndefinedError, program
from mvcalc.expr import intervals as iv
from mvcalc.expr.intervals import Interval
from mvcalc.rules.derivation import Derivation
from mvcalc.rules.dual import dual

_PREC = 400
_SECANT_PREC = 2400
_POINTS = 5
_ATTEMPTS = 400
_NARROW = Fraction(1, 10**25)
_TAME = Fraction(10**6)  # where a function is larger, its bends may be too large for secants
_STEP = Fraction(1, 2**600)


@dataclass(frozen=True, slots=True)
class Verification:
    """What was compared at one or more points.

    Attributes:
        points: rational points, by variable.
        algebra: the rule's own result minus the simplified one encloses 0 at every point.
        dual: dual numbers give the same slope at every point.
        secant: a very short symmetric secant gives the same slope to 20 digits.
        rules: every step of the tree holds in the same way.
    """

    points: tuple[dict[str, Fraction], ...]
    algebra: bool
    dual: bool
    secant: bool
    rules: bool

    @property
    def passed(self) -> bool:
        return self.algebra and self.dual and self.secant and self.rules


def verify(derivation: Derivation) -> Verification:
    """Check a derivation at five rational points to 25 digits.

    Raises:
        UncertifiedError: fewer than two points were found at which it has a value.
    """
    points = _points(derivation)
    tests = [_Test(derivation, point) for point in points]
    return Verification(
        tuple({s.name: v for s, v in point.items()} for point in points),
        all(test.algebra() for test in tests),
        all(test.dual() for test in tests),
        all(test.secant() for test in tests),
        all(_holds(child) for child in derivation.children),
    )


def _holds(derivation: Derivation) -> bool:
    """The same for a child; outer functions of the chain rule have their own variable."""
    try:
        tests = [_Test(derivation, point) for point in _points(derivation)[:2]]
    except UncertifiedError:
        return True  # e.g. log(u) of an inside that is never needed there: no point, no claim
    here = all(test.algebra() and test.dual() for test in tests)
    return here and all(_holds(child) for child in derivation.children)


class _Test:
    """One derivation at one point."""

    def __init__(self, derivation: Derivation, point: Mapping[Symbol, Fraction]) -> None:
        self.derivation = derivation
        self.point = point
        self.var = Symbol(derivation.var)
        with flint.ctx.workprec(_PREC):
            self.sides = {s: _interval(v) for s, v in point.items()}
            self.slope = self._value(derivation.simplified)
            height = Ball.of(self._value(derivation.before))
            slope = Ball.of(self.slope)
            self.size = max(_reach(height), _reach(slope), Fraction(1))

    def _value(self, e: Expr) -> Interval:
        symbols = tuple(self.sides)
        return program(e, symbols)(tuple(self.sides.values()))

    def _agree(self, other: Interval) -> bool:
        """Both enclosures of the slope overlap, and are narrow against function and slope."""
        mine, theirs = Ball.of(self.slope), Ball.of(other)
        told = self._tells(mine) and self._tells(theirs)
        return told and mine.lower <= theirs.upper and theirs.lower <= mine.upper

    def narrow(self) -> bool:
        """Whether the slope is known closely enough at this point to be compared."""
        return self._tells(Ball.of(self.slope))

    def _tells(self, slope: Ball) -> bool:
        return slope.width <= _NARROW * self.size

    def algebra(self) -> bool:
        with flint.ctx.workprec(_PREC):
            return self._agree(self._value(self.derivation.after))

    def dual(self) -> bool:
        with flint.ctx.workprec(_PREC):
            other = dual(self.derivation.before, self.sides, self.var)
            return self._agree(other.slope)

    def secant(self) -> bool:
        """(f(x + h) - f(x - h)) / 2h differs from the slope by about h² only."""
        f = program(self.derivation.before, tuple(self.sides))
        with flint.ctx.workprec(_SECANT_PREC):
            ends = []
            for h in (_STEP, -_STEP):
                moved = {**self.point, self.var: self.point.get(self.var, Fraction(0)) + h}
                ends.append(f([_interval(moved[s]) for s in self.sides]))
            rise = iv.add(ends[0], iv.negate(ends[1]))
            slope = iv.multiply(rise, _interval(1 / (2 * _STEP)))
            gap = Ball.of(iv.add(slope, iv.negate(self.slope)))
            return _reach(gap) <= self.size / 10**20


def _interval(value: Fraction) -> Interval:
    return iv.rational(value.numerator, value.denominator)


def _reach(ball: Ball) -> Fraction:
    return max(abs(ball.lower), abs(ball.upper))


def _points(derivation: Derivation) -> list[dict[Symbol, Fraction]]:
    tame: list[dict[Symbol, Fraction]] = []
    wild: list[dict[Symbol, Fraction]] = []
    for point in _candidates(derivation):
        try:
            test = _Test(derivation, point)
            with flint.ctx.workprec(_PREC):
                dual(derivation.before, test.sides, test.var)
        except (UndefinedError, ValueError):
            continue
        if not test.narrow():  # sin(sinh(x^2)) where no precision of ours tells its value
            continue
        (tame if test.size <= _TAME else wild).append(point)
        if len(tame) == _POINTS:
            break
    found = (tame + wild)[:_POINTS]
    if len(found) < 2:
        raise UncertifiedError(
            "no points were found at which the formula has a slope",
            value=str(derivation.before)[:60],
        )
    return found


def _candidates(derivation: Derivation) -> Iterator[dict[Symbol, Fraction]]:
    symbols = sorted(derivation.before.free_symbols | {Symbol(derivation.var)}, key=str)
    dice = random.Random(1)
    for k in range(_ATTEMPTS):
        reach = (1, 3, 12, 100)[k % 4]
        yield {s: Fraction(dice.randint(-64 * reach, 64 * reach) or 1, 64) for s in symbols}


@names_parameters
def dual_slope(e: Expr, var: Symbol, where: Mapping[Symbol, Expr], prec: int = 200) -> Ball:
    """The slope of ``e`` at exact coordinates by dual numbers.

    Raises:
        UndefinedError: there is no slope there.
    """
    with flint.ctx.workprec(prec):
        sides = {s: program(sympy.sympify(v), ())(()) for s, v in where.items()}
        return Ball.of(dual(e, sides, var).slope)
