"""Where a formula can stop being analytic in the complex plane, and where it really does."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import flint
import sympy
from flint import acb, arb
from sympy import Expr, Pow, Symbol

from mvcalc.bounds.tape import tape
from mvcalc.expr import evaluate, sign
from mvcalc.expr.function import Function
from mvcalc.series.complex import Complex, Dual

_POWERS = 24  # contour integrals of f (z - c)^m that are tried
_INVERSE_WAVES = {
    sympy.atan: lambda u: 1 + u**2,
    sympy.asin: lambda u: 1 - u**2,
    sympy.acos: lambda u: 1 - u**2,
}
_QUOTIENTS = {
    sympy.tan: lambda u: sympy.sin(u) / sympy.cos(u),
    sympy.tanh: lambda u: sympy.sinh(u) / sympy.cosh(u),
}


class Status(StrEnum):
    """What is proved about a suspected singularity."""

    POLE = "a pole"
    BRANCH = "a branch point"
    REMOVABLE = "removable"


@dataclass(frozen=True, slots=True)
class Suspect:
    """``formula`` may be singular where ``zero`` = 0 because of ``node``; branch or pole."""

    zero: Expr
    node: Expr
    branch: bool


def local(f: Function, at: Expr) -> Expr:
    """The analytic formula that equals f near a real point.

    Absolute values and odd roots of negative numbers are replaced by what they are there; tangents
    become quotients of entire functions.
    """
    symbol = f.symbols[0]

    def walk(e: Expr) -> Expr:
        if not e.args or not e.has(symbol):
            return e
        args = [walk(a) for a in e.args]
        if isinstance(e, sympy.Abs):
            return args[0] * _sign_at(e.args[0], symbol, at)
        if type(e) in _QUOTIENTS:
            return _QUOTIENTS[type(e)](args[0])
        if e.is_Pow and not isinstance(e, sympy.exp) and _fractional(args[1]):
            return _real_power(e, args, symbol, at)
        if e.is_Pow and args[1].has(symbol) and not isinstance(e, sympy.exp):
            return sympy.exp(args[1] * sympy.log(args[0]))
        return e.func(*args)

    found = walk(f.expr)
    return sympy.cancel(found) if found.is_rational_function(symbol) else found


def _fractional(exponent: Expr) -> bool:
    return bool(exponent.is_Rational and exponent.q != 1)


def _sign_at(u: Expr, symbol: Symbol, at: Expr) -> int:
    return sign(evaluate(Function.of(u, [symbol.name]), at)) or 1


def _real_power(e: Expr, args: list[Expr], symbol: Symbol, at: Expr) -> Expr:
    base, exponent = args
    if exponent.q % 2 and _sign_at(e.base, symbol, at) < 0:
        return (-1) ** int(exponent.p) * Pow(-base, exponent)
    return Pow(base, exponent)


def suspects(e: Expr, symbol: Symbol) -> Iterator[Suspect]:
    """Every condition under which some part of the formula stops being analytic."""
    for node in sympy.postorder_traversal(e):
        if not node.has(symbol):
            continue
        if type(node) in _INVERSE_WAVES:
            yield Suspect(_INVERSE_WAVES[type(node)](node.args[0]), node, True)
        elif isinstance(node, sympy.log):
            yield Suspect(node.args[0], node, True)
        elif node.is_Pow and not isinstance(node, sympy.exp):
            if not node.exp.is_Integer:
                yield Suspect(node.base, node, True)
            elif node.exp < 0:
                yield Suspect(node.base, node, False)


def status(e: Expr, symbol: Symbol, here: Sequence[Suspect], centre: acb, half: arb) -> Status:
    """What a suspected place really is; ``half`` keeps other suspects outside the square.

    A branch point or a pole is proved: going once round changes the value of the formula, or a
    contour integral of f (z - c)^m is not 0. REMOVABLE means that neither was found.
    """
    branches = [s for s in here if s.branch]
    if branches and _turns(e, symbol, branches, centre, half):
        return Status.BRANCH
    if any(not s.branch for s in here) and _has_residue(e, symbol, centre, half):
        return Status.POLE
    return Status.REMOVABLE


def _corners(centre: acb, half: arb) -> list[acb]:
    return [centre + acb(a, b) * half for a, b in ((1, -1), (1, 1), (-1, 1), (-1, -1), (1, -1))]


def _around(integrand: Callable[[acb, bool], acb], centre: acb, half: arb) -> acb:
    total = acb(0)
    for start, end in itertools.pairwise(_corners(centre, half)):
        total += acb.integral(integrand, start, end, eval_limit=3000)
    return total


def _multiplicity(zero: Expr, symbol: Symbol, centre: acb, half: arb) -> int | None:
    """How often the quantity winds round 0, by the argument principle."""
    program = tape((zero,), (symbol,))

    def rate(z: acb, analytic: bool) -> acb:
        value, slope = program.run(Complex(analytic), [Dual(z, acb(1))])[0]
        return slope / value

    winding = (_around(rate, centre, half) / (2 * acb.pi() * acb(0, 1))).real
    return int(winding.unique_fmpz()) if winding.unique_fmpz() is not None else None


def _turns(e: Expr, symbol: Symbol, branches: Sequence[Suspect], centre: acb, half: arb) -> bool:
    """Whether continuing once round the place changes the value.

    Each logarithm gains 2 pi i for each winding of its argument, each power a factor; the new
    values go in through extra variables.
    """
    swaps: dict[Expr, Expr] = {}
    extra: list[tuple[Symbol, acb]] = []
    full = 2 * acb.pi() * acb(0, 1)
    for suspect in branches:
        n = _multiplicity(suspect.zero, symbol, centre, half)
        if n is None:
            return False
        node, w = suspect.node, sympy.Dummy("w")
        if isinstance(node, sympy.log):
            swaps[node] = node + w
            extra.append((w, full * n))
        elif node.is_Pow:
            turn = full * n * acb(arb(flint.fmpq(int(node.exp.p), int(node.exp.q))))
            swaps[node] = node * w
            extra.append((w, turn.exp()))
        elif isinstance(node, sympy.atan):
            swaps[node] = node + w
            extra.append((w, acb.pi() * n))
        else:
            swaps[node] = (sympy.pi if isinstance(node, sympy.asin) else 0) - node
    beside = centre + acb(half * arb("0.6"), half * arb("0.3"))
    names = (symbol, *(w for w, _ in extra))
    inputs = [Dual(beside, acb(1)), *(Dual(v, acb(0)) for _, v in extra)]
    before, after = tape((e, e.xreplace(swaps)), names).run(Complex(), inputs)
    finite = before.value.is_finite() and after.value.is_finite()
    return bool(finite and not before.value.overlaps(after.value))


def _has_residue(e: Expr, symbol: Symbol, centre: acb, half: arb) -> bool:
    """Whether a contour integral round the place is not 0: then f is singular inside."""
    program = tape((e,), (symbol,))
    for m in range(_POWERS):

        def integrand(z: acb, analytic: bool, m: int = m) -> acb:
            value = program.run(Complex(analytic), [Dual(z, acb(1))])[0].value
            return value * ((z - centre) / half) ** m

        total = _around(integrand, centre, half)
        if not total.is_finite():
            return False  # the contour meets a cut, so nothing is proved
        if not total.contains(0):
            return True
    return False
