"""Taylor's model of a function of several variables: plane, quadric, and what they miss.

f(P + D) = f(P) + J D + D'HD/2 + …; along the straight line from P to P + D this is the series of
one variable, which also gives Lagrange's remainder (M. Spivak, "Calculus on Manifolds", 2-35).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import sympy
from sympy import Expr, Symbol

from mvcalc.bounds.tape import tape
from mvcalc.errors import BudgetError, MvcalcError, RangeError, names_parameters
from mvcalc.expr import Function, as_function, as_point, evaluate, number, tidy
from mvcalc.rules import derive
from mvcalc.series.remainder import RemainderBound, remainder_bound
from mvcalc.series.sided import Sided

_MAX_ORDER = 8
_MAX_TERMS = 500
Powers = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TaylorMulti:
    """A Taylor polynomial in several variables.

    Attributes:
        f: the function.
        point: the centre P, exact.
        coefficients: for each tuple of powers of (x - P) the exact coefficient (zeros left out),
            lower orders first.
        order: highest total power that was computed.
    """

    f: Function
    point: tuple[Expr, ...]
    coefficients: tuple[tuple[Powers, Expr], ...]
    order: int

    @property
    def polynomial(self) -> Expr:
        """The whole model in powers of x - P."""
        return self.up_to(self.order)

    def up_to(self, order: int) -> Expr:
        """The model of a lower order: 0 the level plane, 1 the tangent plane, 2 the quadric."""
        steps = [s - p for s, p in zip(self.f.symbols, self.point, strict=True)]
        return sympy.Add(*[c * _power(steps, m) for m, c in self.coefficients if sum(m) <= order])

    def at(self, offset: Sequence[object], order: int | None = None) -> Expr:
        """The exact value of the model at P + offset."""
        steps = self._steps(offset)
        top = self.order if order is None else order
        return tidy(
            sympy.Add(*[c * _power(steps, m) for m, c in self.coefficients if sum(m) <= top])
        )

    def error(self, offset: Sequence[object], order: int | None = None) -> Expr:
        """f(P + offset) - model, exactly.

        Raises:
            DomainError: f has no value there.
        """
        steps = self._steps(offset)
        there = [p + d for p, d in zip(self.point, steps, strict=True)]
        return tidy(evaluate(self.f, there) - self.at(steps, order))

    def bound(self, offset: Sequence[object], order: int | None = None) -> RemainderBound:
        """A promise for the error at P + offset and everywhere on the way there.

        It is the remainder of f(P + t offset) as a function of t on [0, 1].

        Raises:
            DomainError, NonDifferentiableError: f is not smooth on the way.
            UncertifiedError: no bound could be proved.
        """
        steps = self._steps(offset)
        t = Symbol("t")
        line = {s: p + t * d for s, p, d in zip(self.f.symbols, self.point, steps, strict=True)}
        along = Function.of(self.f.expr.subs(line, simultaneous=True), ["t"])
        return remainder_bound(along, 0, self.order if order is None else order, (0, 1))

    def _steps(self, offset: Sequence[object]) -> list[Expr]:
        if isinstance(offset, str) or len(offset) != len(self.point):
            raise RangeError(
                f"the offset needs {len(self.point)} numbers", param="offset", value=str(offset)
            )
        return [number(d) for d in offset]


@names_parameters
def taylor_multi(f: Function | Expr, p: object, order: int = 2) -> TaylorMulti:
    """The Taylor polynomial of a function of several variables.

    Args:
        f: the function.
        p: the centre: a mapping of names or a sequence in the order of the variables.
        order: highest total power, 0 to 8.

    Raises:
        RangeError: the order is out of range or the point does not fit.
        BudgetError: more than 500 coefficients.
        DomainError: f or a partial derivative has no value at ``p``.
    """
    fun = as_function(f)
    if not 0 <= order <= _MAX_ORDER:
        raise RangeError(
            f"the order must be between 0 and {_MAX_ORDER}", param="order", value=order, hint="2"
        )
    n = len(fun.vars)
    needed = math.comb(n + order, n)
    if needed > _MAX_TERMS:
        raise BudgetError("there are too many coefficients", limit=_MAX_TERMS, needed=needed)
    point = tuple(as_point(fun, p).values())
    evaluate(fun, point)
    found = _by_series(fun, point, order) or _by_partials(fun, point, order)
    kept = [(m, tidy(c)) for m, c in found if c != 0]
    return TaylorMulti(fun, point, tuple((m, c) for m, c in kept if c != 0), order)


def _by_series(
    f: Function, point: tuple[Expr, ...], order: int
) -> list[tuple[Powers, Expr]] | None:
    """Coefficients of t^k in f(P + t d) are polynomials in d; None where a root or quotient has
    no value at P of its own that could lead the series."""
    directions = [sympy.Dummy(name) for name in f.vars]
    algebra = Sided(order + 1)
    inputs = [algebra.powers({0: p, 1: d}) for p, d in zip(point, directions, strict=True)]
    try:
        series = tape((f.expr,), f.symbols).run(algebra, inputs)[0]
        if series.start != 0 or series.end <= order:
            return None
        found: list[tuple[Powers, Expr]] = []
        for k in range(order + 1):
            poly = sympy.Poly(algebra.coefficient(series, k), *directions)
            found += [(m, poly.coeff_monomial(m)) for m in _powers(len(point), k)]
        return found
    except (ArithmeticError, MvcalcError):
        return None


def _by_partials(f: Function, point: tuple[Expr, ...], order: int) -> list[tuple[Powers, Expr]]:
    """Coefficients from the partial derivatives themselves."""
    partials: dict[Powers, Expr] = {(0,) * len(point): f.expr}
    found = []
    for total in range(order + 1):
        for powers in _powers(len(point), total):
            value = evaluate(f.with_expr(_partial(partials, powers, f)), point)
            found.append((powers, value / math.prod(math.factorial(k) for k in powers)))
    return found


def _powers(n: int, total: int) -> list[Powers]:
    """All tuples of n powers with a given sum, x-heavy first."""
    every = itertools.product(range(total, -1, -1), repeat=n)
    return [powers for powers in every if sum(powers) == total]


def _partial(known: dict[Powers, Expr], powers: Powers, f: Function) -> Expr:
    """Each partial derivative from one of lower order."""
    if powers not in known:
        k = next(i for i, power in enumerate(powers) if power)
        lower = (*powers[:k], powers[k] - 1, *powers[k + 1 :])
        known[powers] = derive(_partial(known, lower, f), f.vars[k]).simplified
    return known[powers]


def _power(steps: Sequence[Expr], powers: Powers) -> Expr:
    return sympy.Mul(*[s**k for s, k in zip(steps, powers, strict=True)])
