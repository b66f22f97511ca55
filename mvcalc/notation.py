"""How a teacher writes an expression: order of terms, signs, fractions and roots.

``arrange`` turns a SymPy expression into a small tree of nodes that says what is *written* (SymPy
keeps ``x/2`` as ``x * 2**-1``). The printers in ``typst``, ``wording`` and ``show`` walk this one
tree, so that formula, screen text and speech agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key

import sympy
from sympy import Expr

from mvcalc.errors import RangeError
from mvcalc.nodes import Bars, Call, Minus, Node, Number, Power, Product, Quotient, Root, Sum, Word

GREEK = frozenset(
    {"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "kappa", "lambda", "mu"}
    | {"nu", "xi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega", "pi", "Gamma", "Delta"}
    | {"Theta", "Lambda", "Sigma", "Phi", "Psi", "Omega"}
)

_NAMES: dict[type, str] = {
    sympy.log: "ln",
    sympy.sin: "sin",
    sympy.cos: "cos",
    sympy.tan: "tan",
    sympy.asin: "arcsin",
    sympy.acos: "arccos",
    sympy.atan: "arctan",
    sympy.sinh: "sinh",
    sympy.cosh: "cosh",
    sympy.tanh: "tanh",
    sympy.erf: "erf",
}
_POWERED = frozenset({"sin", "cos", "tan", "sinh", "cosh", "tanh"})


def arrange(expr: Expr, ascending: bool = False) -> Node:
    """The written form of an expression.

    Args:
        expr: built by ``mvcalc`` or by SymPy; may be unevaluated (``evaluate=False``).
        ascending: write polynomials with the constant first, as in ``2 + 3h + h^2``.

    Raises:
        RangeError: the expression holds something that is not an elementary real function.
    """
    if expr.is_Rational:
        return _rational(expr)
    if expr.is_Symbol:
        return Word(expr, expr.name)
    if expr is sympy.pi or expr is sympy.E:
        return Word(expr, "pi" if expr is sympy.pi else "e")
    if expr.is_Add:
        return _sum(expr, ascending)
    if expr.is_Mul:
        return _product(expr, ascending)
    if isinstance(expr, sympy.exp):
        return Power(expr, Word(sympy.E, "e"), arrange(expr.args[0], ascending))
    if expr.is_Pow:
        return _power(expr, ascending)
    if isinstance(expr, sympy.Abs):
        return Bars(expr, arrange(expr.args[0], ascending))
    name = _NAMES.get(type(expr))
    if name is None:
        kind = type(expr).__name__
        raise RangeError(f"there is no way to write {kind}", value=str(expr)[:60])
    return Call(expr, name, arrange(expr.args[0], ascending))


def _rational(expr: Expr) -> Node:
    if expr < 0:
        return Minus(expr, _rational(-expr))
    if expr.q == 1:
        return Number(expr, int(expr.p))
    top, bottom = sympy.Integer(expr.p), sympy.Integer(expr.q)
    return Quotient(expr, Number(top, int(expr.p)), Number(bottom, int(expr.q)))


def is_negative(expr: Expr) -> bool:
    """Whether the written form starts with a minus sign."""
    if expr.is_Rational:
        return bool(expr < 0)
    if expr.is_Mul:
        return bool(sum(is_negative(f) for f in _flat(expr) if f.is_Rational) % 2)
    return False


def _flat(product: Expr) -> list[Expr]:
    """The factors of a product, also where SymPy was told not to merge them."""
    return [f for arg in product.args for f in (_flat(arg) if arg.is_Mul else [arg])]


def _negated(expr: Expr) -> Expr:
    """Minus an expression whose written form has a minus sign, structure otherwise kept."""
    if expr.is_Rational:
        return -expr
    numbers = [abs(f) for f in _flat(expr) if f.is_Rational and abs(f) != 1]
    rest = [*numbers, *(f for f in _flat(expr) if not f.is_Rational)]
    return sympy.Mul(*rest, evaluate=False) if len(rest) > 1 else rest[0]


def _sum(expr: Expr, ascending: bool) -> Node:
    if not expr.free_symbols and (whole := _common_fraction(expr)) is not None:
        return whole
    terms = _ordered(expr, ascending)
    written: list[tuple[bool, Node]] = []
    for term in terms:
        negative = is_negative(term)
        written.append((negative, arrange(_negated(term) if negative else term, ascending)))
    return Sum(expr, tuple(written))


def _common_fraction(expr: Expr) -> Node | None:
    """(1 + √5)/2 rather than 1/2 + √5/2, for numbers whose terms share one denominator."""
    bottoms = {term.as_coeff_Mul()[0].q for term in expr.args}
    if len(bottoms) != 1 or bottoms == {1}:
        return None
    bottom = sympy.Integer(bottoms.pop())
    above = sympy.Add(*[bottom * term for term in expr.args])
    return Quotient(expr, arrange(above), arrange(bottom))


def _ordered(expr: Expr, ascending: bool) -> list[Expr]:
    variables = sorted(expr.free_symbols, key=_letter)
    keyed = [(_term_key(term, variables), term) for term in expr.args]

    def compare(a: tuple[_Key, Expr], b: tuple[_Key, Expr]) -> int:
        order = a[0].compare(b[0], ascending)
        return order or a[1].compare(b[1])

    terms = [term for _, term in sorted(keyed, key=cmp_to_key(compare))]
    return terms if ascending else _positive_first(terms, [key for key, _ in keyed])


def _positive_first(terms: list[Expr], keys: list[_Key]) -> list[Expr]:
    """1 - x^2 rather than -x^2 + 1; a longer polynomial keeps its order."""
    long_polynomial = len(terms) > 2 and all(key.group in (0, 2) for key in keys)
    if long_polynomial or not is_negative(terms[0]):
        return terms
    first = next((k for k, term in enumerate(terms) if not is_negative(term)), 0)
    return [terms[first], *terms[:first], *terms[first + 1 :]]


def _letter(e: Expr) -> tuple[bool, str]:
    """Alphabetical, with the small step h last, as in 3x² + 3xh + h²."""
    name = e.name if e.is_Symbol else ""
    return name == "h", name


@dataclass(frozen=True, slots=True)
class _Key:
    """Where a term stands: polynomial terms by degree, then functions, then constants."""

    group: int  # 0 power of variables, 1 other variable term, 2 constant, 3 decaying e^(-u)
    degree: Fraction
    exponents: tuple[Fraction, ...]
    irrational: bool

    def compare(self, other: _Key, ascending: bool) -> int:
        rank = (1, 2, 0, 3) if ascending else (0, 1, 2, 3)
        mine: tuple[object, ...] = (rank[self.group], self.irrational)
        theirs: tuple[object, ...] = (rank[other.group], other.irrational)
        if mine != theirs:
            return -1 if mine < theirs else 1
        if self.degree != other.degree:
            return -1 if (self.degree > other.degree) != ascending else 1
        if self.exponents == other.exponents:
            return 0
        return -1 if self.exponents > other.exponents else 1


def _term_key(term: Expr, variables: list[sympy.Symbol]) -> _Key:
    if not term.free_symbols:
        return _Key(2, Fraction(0), (), not term.is_Rational)
    found = dict.fromkeys(variables, Fraction(0))
    group = 0
    for factor in sympy.Mul.make_args(term):
        base, exponent = factor.as_base_exp()
        if base in found and exponent.is_Rational:
            found[base] += Fraction(int(exponent.p), int(exponent.q))
        elif factor.free_symbols:
            decays = isinstance(factor, sympy.exp) and is_negative(factor.args[0])
            group = max(group, 3 if decays else 1)
    powers = tuple(found.values())
    return _Key(group, sum(powers, Fraction(0)), powers, False)


def _product(expr: Expr, ascending: bool) -> Node:
    if is_negative(expr):
        return Minus(expr, arrange(_negated(expr), ascending))
    above: list[Expr] = []
    below: list[Expr] = []
    for factor in _flat(expr):
        if factor.is_Rational:
            if abs(factor.p) != 1:
                above.append(sympy.Integer(abs(factor.p)))
            if factor.q != 1:
                below.append(sympy.Integer(factor.q))
        elif _goes_below(factor):
            below.append(sympy.Pow(factor.base, -factor.exp))
        else:
            above.append(factor)
    if not below:
        return _factors(expr, above, ascending)
    top = _factors(_joined(above), above, ascending)
    return Quotient(expr, top, _factors(_joined(below), below, ascending))


def _goes_below(factor: Expr) -> bool:
    is_power = factor.is_Pow and not isinstance(factor, sympy.exp)
    return bool(is_power and factor.exp.is_Rational and factor.exp < 0)


def _joined(factors: list[Expr]) -> Expr:
    return factors[0] if len(factors) == 1 else sympy.Mul(*factors)


def _factors(expr: Expr, factors: list[Expr], ascending: bool) -> Node:
    if not factors:
        return Number(sympy.S.One, 1)
    if len(factors) == 1:
        return arrange(factors[0], ascending)
    ranked = sorted(factors, key=lambda f: (_rank(f), _letter(f.as_base_exp()[0]), f.sort_key()))
    return Product(expr, tuple(arrange(f, ascending) for f in ranked))


def _rank(factor: Expr) -> int:
    """Number, pi, roots, variables, polynomials, exponentials, functions, other sums, ln 2."""
    if factor.is_Rational:
        return 0
    if not factor.free_symbols:
        return 1 if factor in (sympy.pi, sympy.E) else (2 if factor.is_Pow else 8)
    base = factor.base if factor.is_Pow and not isinstance(factor, sympy.exp) else factor
    if base.is_Symbol:
        return 3
    if base.is_Add or base.is_Mul:
        return 4 if base.is_polynomial(*base.free_symbols) else 7
    if isinstance(factor, sympy.exp) or not base.free_symbols:
        return 5
    return 6


def _power(expr: Expr, ascending: bool) -> Node:
    base, exponent = expr.base, expr.exp
    if _goes_below(expr):
        return Quotient(
            expr, Number(sympy.S.One, 1), arrange(sympy.Pow(base, -exponent), ascending)
        )
    if exponent.is_Rational and exponent.p == 1 and exponent.q in (2, 3, 4):
        return Root(expr, int(exponent.q), arrange(base, ascending))
    inner = arrange(base, ascending)
    if exponent.is_Integer and isinstance(inner, Call) and inner.name in _POWERED:
        return Call(expr, inner.name, inner.argument, int(exponent))
    return Power(expr, inner, arrange(exponent, ascending))
