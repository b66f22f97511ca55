"""Formulas over complex balls: values, slopes and the zeros nearest to a real point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from flint import acb, arb, fmpq
from sympy import Expr, Symbol

from mvcalc.bounds.deadline import Deadline
from mvcalc.bounds.tape import Tape, tape

_I = acb(0, 1)
_SMALLEST = arb(2) ** -34


class Dual(NamedTuple):
    """A value and its complex derivative."""

    value: acb
    slope: acb


def _arc(u: acb, analytic: bool) -> acb:
    return (1 - u * u).pow(acb(-1) / 2, analytic=analytic)


_SLOPES: dict[str, Callable[[acb, acb], acb]] = {
    "absolute": lambda u, v: v / u,
    "exp": lambda _, v: v,
    "log": lambda u, _: 1 / u,
    "sin": lambda u, _: u.cos(),
    "cos": lambda u, _: -u.sin(),
    "tan": lambda _, v: 1 + v * v,
    "asin": lambda u, _: _arc(u, False),
    "acos": lambda u, _: -_arc(u, False),
    "atan": lambda u, _: 1 / (1 + u * u),
    "sinh": lambda u, _: u.cosh(),
    "cosh": lambda u, _: u.sinh(),
    "tanh": lambda _, v: 1 - v * v,
    "sigmoid": lambda _, v: v * (1 - v),
    "erf": lambda u, _: 2 / acb.pi().sqrt() * (-u * u).exp(),
}


class Complex:
    """Complex balls with first derivatives; principal branches.

    With ``analytic`` a value that touches a branch cut is not finite, so that a finite value
    proves the formula analytic on the whole ball.
    """

    def __init__(self, analytic: bool = False) -> None:
        self.analytic = analytic

    def rational(self, value: Fraction) -> Dual:
        return Dual(acb(arb(fmpq(value.numerator, value.denominator))), acb(0))

    def pi(self) -> Dual:
        return Dual(acb.pi(), acb(0))

    def add(self, a: Dual, b: Dual) -> Dual:
        return Dual(a.value + b.value, a.slope + b.slope)

    def multiply(self, a: Dual, b: Dual) -> Dual:
        return Dual(a.value * b.value, a.slope * b.value + a.value * b.slope)

    def scale(self, a: Dual, factor: Fraction) -> Dual:
        c = arb(fmpq(factor.numerator, factor.denominator))
        return Dual(a.value * c, a.slope * c)

    def power(self, a: Dual, exponent: Fraction) -> Dual:
        r = acb(arb(fmpq(exponent.numerator, exponent.denominator)))
        if exponent.denominator == 1:
            n = exponent.numerator
            return Dual(a.value**n, r * a.value ** (n - 1) * a.slope)
        value = self._root_power(a.value, r, exponent)
        return Dual(value, r * value / a.value * a.slope)

    def _root_power(self, u: acb, r: acb, exponent: Fraction) -> acb:
        """Principal power; an odd root is real, and odd or even, along the real axis."""
        odd = exponent.denominator % 2 == 1
        if odd and u.real < 0:
            return (-1) ** exponent.numerator * (-u).pow(r, analytic=self.analytic)
        if odd and u.real.contains(0) and not self.analytic and exponent > 0:
            size = abs(u).upper() ** r.real
            return acb(arb(0, 1) * size, arb(0, 1) * size)
        return u.pow(r, analytic=self.analytic)

    def unary(self, name: str, a: Dual) -> Dual:
        value = self._value(name, a.value)
        return Dual(value, _SLOPES[name](a.value, value) * a.slope)

    def _value(self, name: str, u: acb) -> acb:
        if name == "sigmoid":
            return 1 / (1 + (-u).exp())
        if name == "absolute":
            return u.real_abs(analytic=self.analytic)
        if name == "log":
            return u.log(analytic=self.analytic)
        value = getattr(u, name)()
        if self.analytic and name in ("asin", "acos", "atan") and not _off_the_cuts(name, u):
            return acb("nan")
        return value


def _off_the_cuts(name: str, u: acb) -> bool:
    """asin and acos are cut outside [-1, 1] on the real axis, atan outside [-i, i]."""
    along, across = (u.imag, u.real) if name == "atan" else (u.real, u.imag)
    return bool(not across.contains(0) or (along > -1 and along < 1))


@dataclass(frozen=True, slots=True)
class Zero:
    """A square of the upper half plane with exactly one zero, a simple one.

    When ``simple`` is False the square could not be resolved: it may hold zeros, or none.
    """

    place: acb
    simple: bool


class Plane:
    """Zeros of one real-analytic formula near a real point, in the upper half plane."""

    def __init__(self, expr: Expr, symbol: Symbol) -> None:
        self.tape: Tape = tape((expr,), (symbol,))
        self.algebra = Complex()

    def at(self, place: acb) -> Dual:
        return self.tape.run(self.algebra, [Dual(place, acb(1))])[0]

    def excluded(self, square: acb) -> bool:
        whole = self.at(square)
        if not whole.value.contains(0) and whole.value.is_finite():
            return True
        if not whole.slope.is_finite():
            return False
        middle = square.mid()
        form = self.at(middle).value + whole.slope * (square - middle)
        return bool(form.is_finite() and not form.contains(0))

    def newton(self, square: acb) -> acb | None:
        """Newton's operator over a square, if it can be formed."""
        middle = square.mid()
        slope = self.at(square).slope
        if not slope.is_finite() or slope.contains(0):
            return None
        step = self.at(middle).value / slope
        return middle - step if step.is_finite() else None

    def refine(self, place: acb) -> acb:
        for _ in range(12):
            better = self.newton(place)
            if better is None or not better.is_finite():
                return place
            if better.rad() * 2 >= place.rad():
                return better if place.contains(better) else place
            place = better
        return place


def zeros(
    expr: Expr, symbol: Symbol, centre: arb, radius: arb, clock: Deadline, budget: int = 8000
) -> tuple[list[Zero], bool]:
    """Zeros of ``expr`` in the half square |x - centre| <= radius, 0 <= y <= radius.

    Returns:
        The zeros found (unresolved squares among them) and whether the search was finished.
    """
    plane = Plane(expr, symbol)
    queue = [
        acb(centre + side * radius / 2, radius / 2)
        .union(acb(centre + side * radius, 0))
        .union(acb(centre, radius))
        for side in (-1, 1)
    ]
    found: list[Zero] = []
    smallest = radius * _SMALLEST
    for _ in range(budget):
        if not queue:
            return found, True
        if clock.expired:
            break
        square = queue.pop()
        if any(z.simple and z.place.contains(square) for z in found) or plane.excluded(square):
            continue
        wide = _inflated(square)
        image = plane.newton(wide)
        if image is not None and wide.contains_interior(image):
            place = plane.refine(image)
            if not any(z.place.overlaps(place) for z in found):
                found.append(Zero(place, True))
            if wide.contains(square):
                continue
        elif image is not None and not image.overlaps(wide):
            continue
        elif square.real.rad() < smallest and square.imag.rad() < smallest:
            _keep_unresolved(found, square)
            continue
        queue += _quarters(square)
    return found, False


def _keep_unresolved(found: list[Zero], square: acb) -> None:
    """Squares that touch and cannot be resolved are one place, usually a multiple zero."""
    for k, z in enumerate(found):
        if z.place.overlaps(square):
            if not z.simple:
                found[k] = Zero(z.place.union(square), False)
            return
    found.append(Zero(square, False))


def _inflated(square: acb) -> acb:
    grow = arb(9) / 8
    return acb(
        arb(square.real.mid(), square.real.rad() * grow),
        arb(square.imag.mid(), square.imag.rad() * grow),
    )


def _quarters(square: acb) -> list[acb]:
    return [acb(re, im) for re in _halves(square.real) for im in _halves(square.imag)]


def _halves(side: arb) -> tuple[arb, arb]:
    lo, hi = side.lower(), side.upper()
    cut = (lo + (hi - lo) * arb(33) / 64).mid()
    return lo.union(cut), cut.union(hi)
