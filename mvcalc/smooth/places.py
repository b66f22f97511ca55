"""Where a formula may fail to be smooth: zeros of what stands in absolute values and roots."""

from __future__ import annotations

from collections.abc import Iterator

import flint
import sympy
from sympy import Expr, Symbol

from mvcalc.errors import DomainError, UncertifiedError
from mvcalc.expr import Box, Function, Need, UndefinedError, evaluate, is_zero, less, program, sign
from mvcalc.expr.balls import side_interval


def needs(fun: Function, order: int) -> list[Expr]:
    """Expressions that must keep away from 0 for the formula to be smooth."""
    found: dict[Expr, None] = {}
    for node in sympy.postorder_traversal(fun.expr):
        if isinstance(node, sympy.Abs):
            found[node.args[0]] = None
        elif node.is_Pow and node.exp.is_Rational and node.exp.q != 1 and node.exp <= order:
            found[node.base] = None
        elif isinstance(node, sympy.asin | sympy.acos):
            found[1 - node.args[0] ** 2] = None
    return [u for u in found if u.free_symbols]


def _edges(fun: Function) -> Iterator[Expr]:
    for c in fun.domain.conditions:
        yield 1 - c.argument**2 if c.need is Need.UNIT else c.argument


def suspects(
    fun: Function, var: Symbol, lo: Expr, hi: Expr, boxes: list[Box], order: int
) -> tuple[list[Expr], bool]:
    """Exact places to look at, and whether they are certainly all of them."""
    places: set[Expr] = set()
    certain = True
    for u in [*needs(fun, order), *_edges(fun)]:
        roots = _polynomial_roots(u, var)
        if roots is None:
            roots = _peeled(u, sympy.S.Zero, var)
        if roots is None:
            roots = [p for p in _guesses(boxes) if vanishes(u, var, p)]
            certain = False
        places.update(p for p in roots if not less(p, lo) and not less(hi, p))
    if not certain:
        certain = all(any(_inside(p, box) for p in places) for box in boxes)
    return sorted(places, key=lambda p: float(p)), certain


def _inside(point: Expr, box: Box) -> bool:
    lo, hi = box.sides[0]
    return not less(point, lo) and not less(hi, point)


def _polynomial_roots(u: Expr, var: Symbol) -> list[Expr] | None:
    above = sympy.fraction(sympy.together(u))[0]
    if not above.is_polynomial(var):
        return None
    poly = sympy.Poly(above, var)
    if poly.degree() > 20 or not all(c.is_Rational for c in poly.all_coeffs()):
        return None
    return list(dict.fromkeys(sympy.real_roots(poly))) if poly.degree() > 0 else []


def _peeled(u: Expr, right: Expr, var: Symbol) -> list[Expr] | None:
    """Solve u = right by undoing one operation at a time, as in exp(3x) - 2 = 0."""
    if u == var:
        return [right]
    constant, rest = u.as_independent(var, as_Add=u.is_Add)
    if u.is_Add and rest != u:
        return _peeled(rest, right - constant, var)
    if u.is_Mul and rest != u:
        return _peeled(rest, right / constant, var)
    if isinstance(u, sympy.exp) or (u.is_Pow and not u.base.free_symbols):
        if sign(right) <= 0:
            return []
        base = sympy.E if isinstance(u, sympy.exp) else u.base
        return _peeled(u.args[-1], sympy.log(right) / sympy.log(base), var)
    if isinstance(u, sympy.log):
        return _peeled(u.args[0], sympy.exp(right), var)
    return _polynomial_roots(u - right, var)


def _guesses(boxes: list[Box]) -> Iterator[Expr]:
    """Simple numbers in the intervals that remain: multiples of pi/12, of 1/2 and of e."""
    for lo, hi in _clusters(boxes):
        found = []
        for unit in (sympy.Rational(1, 2), sympy.pi / 12, sympy.E):
            k = sympy.Integer(round(float((lo + hi) / 2 / unit)))
            if not less(k * unit, lo) and not less(hi, k * unit):
                found.append(k * unit)
        yield from found or (lo, hi)


def _clusters(boxes: list[Box]) -> list[tuple[Expr, Expr]]:
    """Neighbouring intervals joined."""
    joined: list[tuple[Expr, Expr]] = []
    for lo, hi in sorted((box.sides[0] for box in boxes), key=lambda side: float(side[0])):
        if joined and joined[-1][1] == lo:
            joined[-1] = joined[-1][0], hi
        else:
            joined.append((lo, hi))
    return joined[:20]


def vanishes(u: Expr, var: Symbol, point: Expr) -> bool:
    try:
        with flint.ctx.workprec(100):
            low, high = program(u, (var,))([side_interval(point, point)])
        if low > 0 or high < 0:
            return False
        return is_zero(evaluate(Function.of(u, (var.name,)), point))
    except UndefinedError:
        return False
    except (DomainError, UncertifiedError):
        return False
