"""Double integrals by slicing twice, in both orders."""

from __future__ import annotations

from dataclasses import dataclass

import flint
import sympy
from flint import acb, arb
from sympy import Expr, Symbol

from mvcalc.bounds.deadline import Deadline
from mvcalc.bounds.maximum import Enclosure
from mvcalc.bounds.tape import tape
from mvcalc.critical.numbers import Number
from mvcalc.errors import (
    DomainError,
    FreeSymbolError,
    MvcalcError,
    UncertifiedError,
    names_parameters,
)
from mvcalc.expr import Ball, Function, as_function, enclose, evaluate, tidy
from mvcalc.integrate.primitives import antiderivative
from mvcalc.integrate.region import Region
from mvcalc.integrate.single import as_ball, definite
from mvcalc.rules import simplified
from mvcalc.series.complex import Complex, Dual
from mvcalc.series.roots import ball

_PREC = 90
_TOLERANCE = arb(2) ** -44
_EVALUATIONS = 4000


@dataclass(frozen=True, slots=True)
class Iterated:
    """A double integral as two single ones.

    Attributes:
        region: what was integrated over.
        inner: the area of the slice at each value of the outer variable, as an expression, or
            None when it is not elementary.
        outer: name of the variable integrated last.
        value: exact or a ball.
        swapped_value: the same with the other order, or None where the region cannot be turned.
        swapped_inner: slice areas of the other order, one for each piece; () when there are none.
    """

    region: Region
    inner: Expr | None
    outer: str
    value: Number
    swapped_value: Number | None
    swapped_inner: tuple[Expr, ...] = ()


@names_parameters
def double_integral(f: Function | Expr, region: Region) -> Iterated:
    """The integral of a function of two variables over a region, in both orders.

    Raises:
        FreeSymbolError: f has other variables than the region.
        DomainError: f has no value somewhere in the region.
        UncertifiedError: neither an antiderivative nor a narrow enclosure was found.
    """
    fun = as_function(f)
    strange = {s.name for s in fun.expr.free_symbols} - {region.outer, region.inner}
    if strange:
        raise FreeSymbolError(f"{strange.pop()} is no variable of the region", value=fun.source)
    whole = Function(fun.expr, (region.outer, region.inner), fun.domain, fun.source)
    inner, value = _iterate(whole, region)
    pieces = region.sideways()
    if pieces is None:
        return Iterated(region, inner, region.outer, value, None)
    parts = [_iterate(whole, piece) for piece in pieces]
    slices = tuple(e for e, _ in parts if e is not None)
    return Iterated(region, inner, region.outer, value, _sum([v for _, v in parts]), slices)


@names_parameters
def average(f: Function | Expr, region: Region) -> Number:
    """The mean value of ``f`` over the region: the height of the level plane.

    Raises:
        As ``double_integral``.
    """
    total = double_integral(f, region).value
    area = double_integral(sympy.S.One, region).value
    if isinstance(total, Expr) and isinstance(area, Expr):
        return tidy(total / area)
    with flint.ctx.workprec(_PREC):
        mean = as_ball(total).arb / as_ball(area).arb
        return Ball.of((mean.lower(), mean.upper()))


def _sum(values: list[Number]) -> Number:
    if all(isinstance(v, Expr) for v in values):
        return tidy(sympy.Add(*values))
    balls = [as_ball(v) for v in values]
    lower = sum((b.lower for b in balls[1:]), balls[0].lower)
    return Ball(lower, sum((b.upper for b in balls[1:]), balls[0].upper))


def _iterate(f: Function, region: Region) -> tuple[Expr | None, Number]:
    """Slice area and value for one order."""
    inner = _slice_area(f, region)
    if inner is not None:
        try:
            found = definite(Function.of(inner, [region.outer]), *region.ends)
            return inner, found.value
        except MvcalcError:
            pass
    return inner, _quadrature(f, region).ball


def _slice_area(f: Function, region: Region) -> Expr | None:
    """F(x, high) - F(x, low) with an antiderivative in the inner variable."""
    found = antiderivative(f.expr, region.inner)
    if found is None or not _continuous(found.expr, f, region):
        return None
    y = Symbol(region.inner)
    return simplified(found.expr.subs(y, region.high) - found.expr.subs(y, region.low))


def _continuous(F: Expr, f: Function, region: Region) -> bool:
    """Whether integrand and antiderivative have a value on the whole region (they do if they do
    on the rectangle around it).

    Raises:
        DomainError: the integrand provably has none somewhere.
    """
    names = (region.outer, region.inner)
    low, high = (enclose(Function.of(c, [region.outer]), [region.ends]) for c in _curves(region))
    sides = [region.ends, (sympy.Rational(low.lower), sympy.Rational(high.upper))]
    for e in (f.expr, F):
        g = f if e is f.expr else Function.of(e, names)
        if not g.domain.conditions:
            continue
        try:
            enclose(g, sides)
        except DomainError:
            _look_for_hole(f, region)
            return False
    return True


def _curves(region: Region) -> tuple[Expr, Expr]:
    return region.low, region.high


def _look_for_hole(f: Function, region: Region) -> None:
    """Evaluate at the corners and the middle: a hole there is proved and named."""
    lo, hi = region.ends
    for x in (lo, hi, (lo + hi) / 2):
        low, high = (evaluate(Function.of(c, [region.outer]), x) for c in _curves(region))
        for y in (low, high, (low + high) / 2):
            evaluate(f, (x, y))


def _quadrature(f: Function, region: Region) -> Enclosure:
    """Nested Gauss-Legendre quadrature with proved error, over the unit square."""
    x, y, t = Symbol(region.outer), Symbol(region.inner), sympy.Dummy("t")
    height = region.high - region.low
    across = f.expr.subs(y, region.low + t * height) * height
    program = tape((across,), (x, t))
    clock = Deadline(3.0)

    def slice_area(z: acb, analytic: bool) -> acb:
        if clock.expired:
            return acb("nan")

        def value(s: acb, inner_analytic: bool) -> acb:
            algebra = Complex(analytic or inner_analytic)
            return program.run(algebra, [Dual(z, acb(1)), Dual(s, acb(0))])[0].value

        return acb.integral(
            value, 0, 1, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE, eval_limit=_EVALUATIONS
        )

    with flint.ctx.workprec(_PREC):
        a, b = (acb(ball(end)) for end in region.ends)
        found = acb.integral(
            slice_area, a, b, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE, eval_limit=_EVALUATIONS
        ).real
    if not found.is_finite() or found.rad() > arb("1e-9") * (1 + abs(found.mid())):
        raise UncertifiedError(
            f"the integral of {f.source} over this region could not be enclosed to nine digits",
            hint="use a smaller region",
        )
    box = Ball.of((found.lower(), found.upper()))
    return Enclosure(box.lower, box.upper)
