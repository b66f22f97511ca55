"""Finite differences in floating point, against the truth: truncation apart from rounding.

Everything called *machine* here is float64 on purpose (course.md, lecture 11); the other columns
are exact or proved. Best steps: K. E. Atkinson, "An Introduction to Numerical Analysis", section
5.7; complex step: W. Squire, G. Trapp, SIAM Review 40, 1998.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import flint
import numpy as np
import sympy
from flint import acb
from sympy import Expr

from mvcalc.bounds.tape import Tape, tape
from mvcalc.errors import DegenerateError, RangeError, names_parameters
from mvcalc.expr import Ball, Function, as_function, enclose_number, evaluate, number, sign, tidy
from mvcalc.series.complex import Complex, Dual
from mvcalc.series.expansion import derivative_at, only_variable
from mvcalc.series.roots import ball

Number: TypeAlias = Expr | Ball
SCHEMES = ("forward", "central", "complex")
UNIT = sympy.Rational(1, 2**53)
"""The unit roundoff of float64: the largest relative error of one rounding."""

_PREC = 400
_MAX_ROWS = 200
_MAX_VARIABLES = 10**9


@dataclass(frozen=True, slots=True)
class Row:
    """One step size.

    Attributes:
        h: the step, exact.
        machine: the difference quotient in float64; not finite where it overflows.
        exact: the true derivative.
        truncation: (quotient in exact arithmetic) - (derivative): what h costs.
        rounding: (machine quotient) - (quotient in exact arithmetic): what float64 and the noise
            cost; None where the machine value is not finite.
        seen: False when x0 + h == x0 in float64: the computer cannot see this step.
    """

    h: Expr
    machine: float
    exact: Expr
    truncation: Number
    rounding: Ball | None
    seen: bool

    @property
    def error(self) -> Ball | None:
        """The whole error, machine - exact."""
        if self.rounding is None:
            return None
        return _minus(Fraction(self.machine), enclose_number(self.exact, _PREC))


@dataclass(frozen=True, slots=True)
class BestStep:
    """The step at which truncation and rounding together are smallest, by the usual model.

    Attributes:
        h: the step, exact (complex scheme: below this step nothing is gained or lost).
        error: the predicted size of the error with it.
    """

    h: Expr
    error: Expr


@names_parameters
def difference_table(
    f: Function | Expr,
    x0: object,
    hs: Sequence[object],
    scheme: str = "forward",
    noise: object = 0,
    seed: int = 1,
) -> list[Row]:
    """Difference quotients of a function of one variable for a list of steps.

    Args:
        f: a function of one variable.
        x0: where the slope is taken.
        hs: steps, each positive.
        scheme: "forward" (f(x+h) - f(x))/h, "central" (f(x+h) - f(x-h))/2h, "complex"
            Im f(x+ih)/h.
        noise: standard deviation of a normal error added to every machine value of f.
        seed: makes the noise repeatable.

    Raises:
        RangeError: a step or the noise is not positive, an unknown scheme, too many rows.
        DomainError: f has no value at one of the places.
        NonDifferentiableError: f has no slope at ``x0``.
    """
    fun = as_function(f)
    only_variable(fun)
    at, steps, spread = number(x0), [number(h) for h in hs], number(noise)
    _check(steps, scheme, spread)
    if scheme == "complex" and fun.expr.has(sympy.Abs):
        raise RangeError("the complex step needs a formula without abs", value=fun.source)
    slope = derivative_at(fun, at, 1)
    machine = _Machine(fun, scheme, float(spread), np.random.default_rng(seed))
    return [_row(fun, at, h, scheme, slope, machine) for h in steps]


@names_parameters
def best_step(
    f: Function | Expr, x0: object, scheme: str = "forward", noise: object = 0
) -> BestStep:
    """The predicted best step: 2 sqrt(e|f|/|f''|) forward, (3e|f|/|f'''|)^(1/3) central.

    The error of a value of f is modelled as e|f| with the unit roundoff e, or as the noise.

    Raises:
        RangeError: unknown scheme, negative noise.
        DegenerateError: the model has no best step because truncation (a line; a parabola for
            the central scheme) or rounding (f = 0) vanishes.
        DomainError, NonDifferentiableError: a derivative is missing at ``x0``.
    """
    fun = as_function(f)
    at, spread = number(x0), number(noise)
    _check([], scheme, spread)
    value, slope = evaluate(fun, at), derivative_at(fun, at, 1)
    order = 2 if scheme == "forward" else 3
    bend = _size(derivative_at(fun, at, order))
    blur = spread if spread != 0 else UNIT * _size(slope if scheme == "complex" else value)
    if bend == 0 or blur == 0:
        what = "truncation" if bend == 0 else "rounding"
        raise DegenerateError(
            f"there is no best step: the {what} error vanishes here",
            value=fun.source,
            hint="choose another point",
        )
    if scheme == "forward":
        h = 2 * sympy.sqrt(blur / bend)
        return BestStep(tidy(h), tidy(2 * blur / h + h * bend / 2))
    if scheme == "central":
        h = sympy.cbrt(3 * blur / bend)
        return BestStep(tidy(h), tidy(blur / h + h**2 * bend / 6))
    return BestStep(tidy(sympy.sqrt(6 * blur / bend)), tidy(2 * blur))


def evaluations(variables: int, scheme: str = "forward") -> int:
    """How many values of f a whole gradient costs.

    Raises:
        RangeError: fewer than one variable, or an unknown scheme.
    """
    _check([], scheme, sympy.S.Zero)
    if not 1 <= variables <= _MAX_VARIABLES:
        raise RangeError("at least one variable is needed", param="variables", value=variables)
    return {"forward": variables + 1, "central": 2 * variables, "complex": variables}[scheme]


def _check(steps: Sequence[Expr], scheme: str, noise: Expr) -> None:
    if scheme not in SCHEMES:
        raise RangeError(
            "this scheme is not known", param="scheme", value=scheme, hint=f"use {SCHEMES[0]}"
        )
    if len(steps) > _MAX_ROWS:
        raise RangeError(f"at most {_MAX_ROWS} steps", param="hs", value=len(steps))
    if sign(noise) < 0:
        raise RangeError("the noise must not be negative", param="noise", value=noise, hint="0")
    for h in steps:
        if sign(h) <= 0:
            raise RangeError("the step must be positive", param="h", value=h, hint="write 1/10")


def _size(value: Expr) -> Expr:
    return value * sign(value)


def _row(f: Function, at: Expr, h: Expr, scheme: str, slope: Expr, machine: _Machine) -> Row:
    quotient = _quotient(f, at, h, scheme)
    if isinstance(quotient, Ball):
        low = _minus(quotient.lower, enclose_number(slope, _PREC))
        high = _minus(quotient.upper, enclose_number(slope, _PREC))
        truncation: Number = Ball(low.lower, high.upper)
        true = quotient
    else:
        truncation = tidy(quotient - slope)
        true = enclose_number(quotient, _PREC)
    found = machine.quotient(float(at), float(h))
    rounding = _minus(Fraction(found), true) if math.isfinite(found) else None
    seen = scheme == "complex" or float(at) + float(h) != float(at)
    return Row(h, found, slope, truncation, rounding, seen)


def _minus(value: Fraction, other: Ball) -> Ball:
    return Ball(value - other.upper, value - other.lower)


def _quotient(f: Function, at: Expr, h: Expr, scheme: str) -> Number:
    """The difference quotient in exact arithmetic."""
    if scheme == "forward":
        return (evaluate(f, at + h) - evaluate(f, at)) / h
    if scheme == "central":
        return (evaluate(f, at + h) - evaluate(f, at - h)) / (2 * h)
    evaluate(f, at)
    with flint.ctx.workprec(_PREC):
        place = Dual(acb(ball(at), ball(h)), acb(1))
        value = tape((f.expr,), f.symbols).run(Complex(), [place])[0].value
        image = value.imag / ball(h)
        return Ball.of((image.lower(), image.upper()))


class _Machine:
    """The difference quotient as a program would compute it, in float64."""

    def __init__(
        self, f: Function, scheme: str, noise: float, generator: np.random.Generator
    ) -> None:
        self.tape: Tape = tape((f.expr,), f.symbols)
        self.scheme = scheme
        self.noise = noise
        self.generator = generator

    def quotient(self, x: float, h: float) -> float:
        try:
            if self.scheme == "forward":
                return (self.value(x + h) - self.value(x)) / h
            if self.scheme == "central":
                return (self.value(x + h) - self.value(x - h)) / (2 * h)
            return (self.complex_value(complex(x, h)).imag + self.blur()) / h
        except (OverflowError, ZeroDivisionError, ValueError):
            return math.nan

    def blur(self) -> float:
        return float(self.generator.normal(0.0, self.noise)) if self.noise else 0.0

    def value(self, x: float) -> float:
        return float(self.tape.run(_Floats(math), [x])[0]) + self.blur()

    def complex_value(self, z: complex) -> complex:
        return complex(self.tape.run(_Floats(cmath), [z])[0])


class _Floats:
    """Machine numbers: the functions of ``math`` or ``cmath``."""

    def __init__(self, library: Any) -> None:
        self.library = library

    def rational(self, value: Fraction) -> float:
        return value.numerator / value.denominator

    def pi(self) -> float:
        return math.pi

    def add(self, a: Any, b: Any) -> Any:
        return a + b

    def multiply(self, a: Any, b: Any) -> Any:
        return a * b

    def scale(self, a: Any, factor: Fraction) -> Any:
        return a * factor.numerator / factor.denominator

    def power(self, a: Any, exponent: Fraction) -> Any:
        if exponent.denominator == 1:
            return a**exponent.numerator
        if exponent == Fraction(1, 2):
            return self.library.sqrt(a)
        if exponent.denominator % 2 and a.real < 0:  # a real odd root
            return (-1) ** exponent.numerator * (-a) ** float(exponent)
        return a ** float(exponent)

    def unary(self, name: str, a: Any) -> Any:
        if name == "absolute":
            return abs(a)
        if name == "sigmoid":
            return 1 / (1 + self.library.exp(-a))
        if name == "erf" and self.library is cmath:
            from scipy.special import erf  # only this one needs SciPy

            return erf(a)
        rule: Callable[[Any], Any] = getattr(self.library, name)
        return rule(a)
