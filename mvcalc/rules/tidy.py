"""Simplifying as a teacher would: a few rewritings, and the one that is shortest to write.

Nothing here searches: every rewriting is bounded by the size of its result, so that the time is
bounded too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import lru_cache

import sympy
from sympy import Expr

from mvcalc.errors import MvcalcError
from mvcalc.nodes import Bars, Call, Minus, Node, Number, Power, Product, Quotient, Root, Sum, Word
from mvcalc.notation import arrange

_MAX_TERMS = 60
_MAX_WEIGHT = 150
_MAX_DEGREE = 12
_BEAM = 5  # shortest forms that are carried on


@lru_cache(maxsize=8192)
def simplified(expr: Expr) -> Expr:
    """An equal expression that is short to write; polynomials come out expanded.

    The input may be unevaluated. Equal means: equal wherever the input has a value.
    """
    plain = evaluated(expr)
    if not plain.args or weight(plain) > 2 * _MAX_WEIGHT or storeys(plain) > 4:
        return plain
    if plain.is_polynomial(*plain.free_symbols):
        return _polynomial(plain)
    forms = {plain: weight(plain)}
    for rewrite in _REWRITES:
        for form in list(forms):
            for new in rewrite(form):
                forms.setdefault(new, weight(new))
        width = _BEAM if forms[plain] <= _MAX_WEIGHT / 2 else 2
        forms = dict(sorted(forms.items(), key=lambda item: item[1])[:width])
        forms.setdefault(plain, weight(plain))
    return min(forms, key=lambda form: forms[form])


def evaluated(expr: Expr) -> Expr:
    """SymPy's own automatic form of an unevaluated expression."""
    if not expr.args:
        return expr
    return expr.func(*[evaluated(a) for a in expr.args])


def _polynomial(expr: Expr) -> Expr:
    """Expanded unless the factored form is much shorter, as 10(x + 1)^9 is."""
    wide = _expanded(expr)
    narrow = min((expr, _factored(expr)), key=weight)
    if wide is None:
        return narrow
    short = len(sympy.Add.make_args(wide)) <= 6 and weight(wide) <= 1.5 * weight(narrow)
    return wide if short else narrow


def weight(expr: Expr) -> float:
    """How much there is to write and read; infinite for what cannot be written."""
    try:
        return _weight(arrange(expr))
    except MvcalcError:
        return math.inf


def _weight(node: Node) -> float:
    match node:
        case Number() | Word():
            return 1 + (0.1 * len(str(node.value)) if isinstance(node, Number) else 0)
        case Minus(body=body):
            return 0.5 + _weight(body)
        case Sum(terms=terms):
            return sum(0.6 + _weight(term) for _, term in terms)
        case Product(factors=factors):
            return sum(0.3 + _weight(f) + _brackets(f) for f in factors)
        case Quotient(above=above, below=below):
            return 0.8 + _weight(above) + _weight(below)
        case Power(base=base, exponent=exponent):
            return 0.2 + _weight(base) + _brackets(base) + 0.8 * _weight(exponent)
        case Root(body=body):
            return 0.9 + _weight(body)
        case Call(argument=argument, power=power):
            return 1.0 + _weight(argument) + (0.5 if power != 1 else 0)
        case Bars(body=body):
            return 0.5 + _weight(body)
    raise AssertionError(f"no weight for {type(node).__name__}")


def _brackets(node: Node) -> float:
    return 0.4 if isinstance(node, Sum) else 0.0


def terms_when_expanded(expr: Expr) -> int:
    """An upper bound on the number of terms after expanding."""
    if expr.is_Add:
        return sum(terms_when_expanded(a) for a in expr.args)
    if expr.is_Mul:
        return math.prod(terms_when_expanded(a) for a in expr.args)
    if expr.is_Pow and expr.exp.is_Integer and expr.exp > 0 and expr.base.is_Add:
        k, n = terms_when_expanded(expr.base), int(expr.exp)
        return math.comb(min(n, 10_000) + k - 1, min(k - 1, 8))
    return 1


def _expanded(expr: Expr) -> Expr | None:
    """Multiplied out, leaving the insides of functions alone; None if that is too long."""
    return _multiplied(expr) if terms_when_expanded(expr) <= _MAX_TERMS else None


def _multiplied(expr: Expr) -> Expr:
    if expr.is_Add:
        return sympy.Add(*[_multiplied(a) for a in expr.args])
    if expr.is_Mul:
        return sympy.expand_mul(sympy.Mul(*[_multiplied(a) for a in expr.args]), deep=False)
    if expr.is_Pow and expr.exp.is_Integer and expr.exp > 0 and expr.base.is_Add:
        return sympy.expand_multinomial(sympy.Pow(_multiplied(expr.base), expr.exp), deep=False)
    return expr


def _expand(expr: Expr) -> Iterator[Expr]:
    wide = _expanded(expr)
    if wide is not None:
        yield wide


class _Mask:
    """Replaces every function by a letter, so that algebra leaves its inside alone."""

    def __init__(self) -> None:
        self.letters: dict[Expr, sympy.Dummy] = {}

    def put_on(self, e: Expr) -> Expr:
        if e.is_Add or e.is_Mul:
            return e.func(*[self.put_on(a) for a in e.args])
        if e.is_Pow and e.exp.is_Rational and not isinstance(e, sympy.exp):
            return sympy.Pow(self.put_on(e.base), e.exp)
        if e.is_Symbol or e.is_Rational:
            return e
        return self.letters.setdefault(e, sympy.Dummy())

    def take_off(self, e: Expr) -> Expr:
        return e.xreplace({letter: inner for inner, letter in self.letters.items()})


def _split(expr: Expr) -> tuple[Expr, Expr]:
    """Numerator and denominator over a common one."""
    mask = _Mask()
    above, below = sympy.fraction(sympy.together(mask.put_on(expr)))
    return mask.take_off(above), mask.take_off(below)


def storeys(expr: Expr) -> int:
    """How deep fractions stand inside denominators."""
    inner = max((storeys(a) for a in expr.args), default=0)
    below = expr.is_Pow and expr.exp.is_Rational and expr.exp < 0 and expr.base.is_Add
    return inner + 1 if below else inner


def _one_fraction(expr: Expr) -> Iterator[Expr]:
    """Over a common denominator, with the numerator multiplied out and factored."""
    if weight(expr) > _MAX_WEIGHT or storeys(expr) > 3:
        return
    above, below = _split(expr)
    if below == 1:
        return
    wide = _expanded(above)
    if wide is None:
        return
    for top in (wide, _factored(wide)):
        yield top / below


def _common_factor(expr: Expr) -> Iterator[Expr]:
    yield _factor_terms(expr)
    if weight(expr) <= _MAX_WEIGHT:
        yield _factored(expr)


def _factor_terms(expr: Expr) -> Expr:
    mask = _Mask()
    return mask.take_off(sympy.factor_terms(mask.put_on(expr)))


def _factored(expr: Expr) -> Expr:
    """Factored over the rationals where that is quick; common factors taken out otherwise."""
    wide = _expanded(expr)
    if wide is None or not wide.is_Add or len(wide.args) > 12 or _degree(wide) > _MAX_DEGREE:
        return _factor_terms(expr)
    mask = _Mask()
    try:
        return mask.take_off(sympy.factor(mask.put_on(wide)))
    except sympy.PolynomialError:
        return _factor_terms(wide)


def _degree(expr: Expr) -> int:
    """The largest total degree of a term, every base counted as a variable."""
    powers = [[f.as_base_exp()[1] for f in sympy.Mul.make_args(t)] for t in expr.args]
    return int(max(sum(abs(n) for n in row if n.is_Rational) for row in powers))


def _absolute(expr: Expr) -> Iterator[Expr]:
    """|u|² = u² and u²/|u| = |u|."""
    for size in sorted(expr.atoms(sympy.Abs), key=sympy.default_sort_key)[:3]:
        inside = size.args[0]
        squares = {
            p: inside**p.exp for p in expr.atoms(sympy.Pow) if p.base == size and p.exp.is_even
        }
        yield expr.xreplace(squares)
        yield expr.xreplace({1 / size: size / inside**2})


def _pythagoras(expr: Expr) -> Iterator[Expr]:
    """sin² + cos² = 1 and cosh² - sinh² = 1, applied both ways."""
    if storeys(expr) > 3:
        return
    for first, second, sign in ((sympy.sin, sympy.cos, -1), (sympy.cosh, sympy.sinh, 1)):
        arguments = {a.args[0] for a in expr.atoms(first)} & {a.args[0] for a in expr.atoms(second)}
        for u in sorted(arguments, key=sympy.default_sort_key)[:3]:
            one, two = first(u), second(u)
            yield from _replace_square(expr, one, 1 + sign * two**2)
            yield from _replace_square(expr, two, sign * (one**2 - 1))


def _replace_square(expr: Expr, of: Expr, by: Expr) -> Iterator[Expr]:
    above, below = _split(expr)
    wide = _expanded(above)
    if wide is None or not wide.has(of**2):
        return
    new = _expanded(wide.xreplace({of**2: by}))
    if new is not None:
        yield new / below
        yield _factored(new) / below


_REWRITES: tuple[Callable[[Expr], Iterator[Expr]], ...] = (
    _absolute,
    _expand,
    _one_fraction,
    _pythagoras,
    _common_factor,
)
