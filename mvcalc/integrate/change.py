"""Change of variables: the determinant pays for the stretch, if the map does not fold."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import flint
import sympy
from sympy import Expr, ImmutableMatrix, Symbol

from mvcalc.critical import global_min
from mvcalc.critical.numbers import Number
from mvcalc.errors import (
    MvcalcError,
    RangeError,
    SingularError,
    UncertifiedError,
    names_parameters,
    said,
)
from mvcalc.expr import Function, as_function, enclose, evaluate, sign, tidy
from mvcalc.expr.balls import side_interval
from mvcalc.integrate.double import Iterated, double_integral
from mvcalc.integrate.injective import is_polar, judge
from mvcalc.integrate.region import Region
from mvcalc.multi import jacobian
from mvcalc.rules import simplified

_SAMPLES = 7
_SLACK = sympy.Rational(1, 10**12)


@dataclass(frozen=True, slots=True)
class Change:
    """An integral over the image of a region, computed on the region itself.

    Attributes:
        jacobian: 2 by 2 matrix of partial derivatives of the map.
        det: its determinant, simplified.
        integrand: f(map) |det|, what is integrated over the region.
        value: the integral, exact or a ball.
        injective_proof: why the map is one-to-one, in one sentence.
        iterated: the double integral with its slices.
    """

    jacobian: ImmutableMatrix
    det: Expr
    integrand: Expr
    value: Number
    injective_proof: str
    iterated: Iterated


@names_parameters
def change_variables(f: Function | Expr, map: Sequence[Function | Expr], region: Region) -> Change:
    """The integral of ``f`` over the image of ``region``.

    Args:
        f: a function of two variables, in the order of the components of the map.
        map: two functions of the region's variables.
        region: where the new variables run.

    Raises:
        RangeError: not two components, or strange variables.
        SingularError: the map folds; ``context["witness"]`` is a pair of points with the same
            image, or a pair of points at which the determinant has different signs.
        UncertifiedError: neither that nor the opposite could be proved.
        DomainError: f has no value somewhere in the image.
    """
    fun = as_function(f)
    names = (region.outer, region.inner)
    parts = _components(map, names)
    if len(fun.vars) not in (0, 2):
        raise RangeError("a function of two variables is needed", value=fun.source)
    matrix = jacobian([Function.of(p, names) for p in parts])
    det = simplified(_collected(matrix.det()))
    proof = _one_to_one(parts, det, region)
    turned = _orientation(det, region, names)
    inside = fun.expr.subs(dict(zip(fun.symbols, parts, strict=False)), simultaneous=True)
    integrand = simplified(_collected(inside) * turned * det)
    iterated = double_integral(Function.of(integrand, names), region)
    return Change(matrix, det, integrand, iterated.value, proof, iterated)


def _components(map: Sequence[Function | Expr], names: tuple[str, str]) -> tuple[Expr, Expr]:
    if len(map) != 2:
        raise RangeError("the map needs two components", value=str(len(map)))
    parts = [part.expr if isinstance(part, Function) else part for part in map]
    for part in parts:
        strange = {s.name for s in part.free_symbols} - set(names)
        if strange:
            raise RangeError(
                f"the map contains {strange.pop()}", value=str(part), hint=f"use {names}"
            )
    return parts[0], parts[1]


def _collected(e: Expr) -> Expr:
    """cos^2 + sin^2 = 1 put to use."""
    return sympy.trigsimp(sympy.expand(e)) if sympy.count_ops(e) < 200 else e


def _sides(region: Region) -> tuple[tuple[Expr, Expr], tuple[Expr, Expr]]:
    """The rectangle round a region."""
    if region.is_rectangle:
        return region.ends, (region.low, region.high)
    low, high = (
        enclose(Function.of(c, [region.outer]), [region.ends]) for c in (region.low, region.high)
    )
    return region.ends, (sympy.Rational(low.lower), sympy.Rational(high.upper))


def _orientation(det: Expr, region: Region, names: tuple[str, str]) -> int:
    """The sign of the determinant, the same everywhere in the region.

    Raises:
        SingularError: both signs occur, with two points.
        UncertifiedError: not decided.
    """
    if det.is_number:
        if sign(det) == 0:
            raise SingularError("the map flattens everything: its determinant is 0")
        return sign(det)
    g = Function.of(det, names)
    seen: dict[int, tuple[Expr, Expr]] = {}
    for point in _grid(region):
        try:
            seen.setdefault(sign(evaluate(g, point)), point)
        except MvcalcError:
            continue
    if {1, -1} <= seen.keys():
        raise SingularError(
            f"the map folds: its determinant is positive at {said(seen[1])} "
            f"and negative at {said(seen[-1])}",
            witness=(seen[1], seen[-1]),
            hint="use a smaller region on one side of the fold",
        )
    turned = -1 if -1 in seen else 1
    lowest = global_min(Function.of(turned * det, names), list(_sides(region)), "1e-13")
    if lowest.lower < -_SLACK:
        raise UncertifiedError("the sign of the determinant is not settled in this region")
    return turned


def _grid(region: Region) -> list[tuple[Expr, Expr]]:
    points = []
    lo, hi = region.ends
    for i, j in itertools.product(range(1, 2 * _SAMPLES, 2), repeat=2):
        x = lo + (hi - lo) * sympy.Rational(i, 2 * _SAMPLES)
        low, high = (evaluate(Function.of(c, [region.outer]), x) for c in (region.low, region.high))
        points.append((x, low + (high - low) * sympy.Rational(j, 2 * _SAMPLES)))
    return points


def _one_to_one(parts: tuple[Expr, Expr], det: Expr, region: Region) -> str:
    u, v = Symbol(region.outer), Symbol(region.inner)
    box = _sides(region)
    if det.is_number and sign(det) != 0 and all(_linear(p, u, v) for p in parts):
        return "The map is linear and its determinant is not 0."
    for radius, angle, ends, turn in ((u, v, box[0], box[1]), (v, u, box[1], box[0])):
        if is_polar(parts, radius, angle):
            return _polar(ends, turn)
    _orientation(det, region, (region.outer, region.inner))
    with flint.ctx.workprec(80):
        verdict = judge(parts, (u, v), tuple(side_interval(*side) for side in box))
    if verdict.proof:
        return verdict.proof
    if verdict.witness is not None:
        raise SingularError(
            "the map is not one-to-one: two points have the same image",
            witness=verdict.witness,
            hint="use a smaller region",
        )
    raise UncertifiedError(
        "it could not be proved that the map is one-to-one here", hint="use a smaller region"
    )


def _linear(part: Expr, u: Symbol, v: Symbol) -> bool:
    return bool(part.is_polynomial(u, v) and sympy.Poly(part, u, v).total_degree() <= 1)


def _polar(radius: tuple[Expr, Expr], angle: tuple[Expr, Expr]) -> str:
    if sign(radius[0]) < 0:
        point = ((-radius[0], angle[0]), (radius[0], tidy(angle[0] + sympy.pi)))
        raise SingularError(
            "polar coordinates fold where the radius is negative",
            witness=point,
            hint="start the radius at 0",
        )
    if sign(angle[1] - angle[0] - 2 * sympy.pi) > 0:
        point = ((radius[1], angle[0]), (radius[1], tidy(angle[0] + 2 * sympy.pi)))
        raise SingularError(
            "polar coordinates repeat after a full turn",
            witness=point,
            hint="let the angle run over at most 2*pi",
        )
    return "Polar coordinates name every point once, apart from edges, which have no area."
