"""The only reader of formulas: a small grammar, exact numbers, nothing executed.

    sum     = product (("+" | "-") product)*
    product = signed (("*" | "/") signed)*
    signed  = ("+" | "-") signed | power
    power   = atom [("^" | "**") signed | superscript]
    atom    = number | name | function "(" sum ")" | "(" sum ")"

``-x^2`` is -(x^2) and ``a^b^c`` is a^(b^c). A product must be written with ``*``.
Precedence climbing after V. Pratt, "Top down operator precedence", 1973.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

import sympy
from sympy import Expr

from mvcalc.bounds.deadline import in_time_or
from mvcalc.errors import (
    BudgetError,
    DomainError,
    FreeSymbolError,
    MvcalcError,
    ParseError,
    RangeError,
    names_parameters,
)
from mvcalc.expr.build import Builder
from mvcalc.expr.function import Domain, Function
from mvcalc.expr.functions import CONSTANTS, FUNCTIONS, Condition
from mvcalc.expr.tokens import Kind, Token, complain, tokens

_MAX_DEPTH = 60
# SymPy asks each node for its sign, which takes it ages if many functions are nested.
_SECONDS = 5.0
_SHORT = 24  # tokens: less than that is read at once
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,11}(?:_[A-Za-z0-9]{1,8})?")


@names_parameters
def parse(
    text: str, vars: Sequence[str] = ("x",), params: Mapping[str, object] | None = None
) -> Function:
    """Read a formula such as ``"exp(-x^2)*sin(3*x)"``.

    Args:
        text: the formula; numbers are exact (``0.1`` is 1/10).
        vars: names of the variables.
        params: further names and their exact values, put in at once.

    Raises:
        ParseError: unknown word or syntax; ``context["column"]`` counts from 1.
        FreeSymbolError: a variable that is not among ``vars``.
        DomainError: a constant part has no value, such as ``1/0`` or ``log(-1)``.
        BudgetError: too many parts, or numbers too large to compute with.
    """
    from mvcalc.expr.numbers import number

    if not isinstance(text, str):
        raise ParseError("a formula must be text", value=str(text)[:40], hint='write "x^2"')
    names = (vars,) if isinstance(vars, str) else tuple(vars)
    _check_names((*names, *(params or {})))
    values = {name: number(value) for name, value in (params or {}).items()}
    reader = _Reader(text, names, values)
    try:
        if len(reader.tokens) > _SHORT:
            expr, conditions = in_time_or(_SECONDS, reader.formula, lambda: _endless(text))
        else:
            expr, conditions = reader.formula()
    except DomainError as bad:
        bad.value = bad.value or text[:60]
        raise
    return Function(expr, names, Domain(conditions), text)


def _endless(text: str) -> BudgetError:
    return BudgetError(
        "the formula takes too long to read", value=text[:60], limit=f"{_SECONDS:g} s",
        hint="nest fewer functions, such as tanh(tanh(x))",
    )  # fmt: skip


def _check_names(names: Sequence[str]) -> None:
    for k, name in enumerate(names):
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise RangeError(
                "a variable name is letters and digits, at most 12", value=str(name)[:30], hint="x1"
            )
        if name in CONSTANTS or name in FUNCTIONS:
            raise RangeError(f"{name} is already a constant or a function", value=name, hint="x")
        if name in names[:k]:
            raise RangeError("two variables have the same name", value=name)


class _Reader:
    """Recursive descent over the tokens; the builder makes and checks each node."""

    def __init__(self, source: str, names: tuple[str, ...], values: Mapping[str, Expr]) -> None:
        self.source = source
        self.names = names
        self.tokens = tokens(source)
        self.at = 0
        self.depth = 0
        self.build = Builder(names)
        self.words: dict[str, Expr] = {**CONSTANTS, **values}
        self.words.update({name: self.build.variable(name) for name in names})

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self, *texts: str) -> Token | None:
        token = self.next
        if token.kind is Kind.OP and token.text in texts:
            self.at += 1
            return token
        return None

    def fail(self, message: str, token: Token, hint: str = "") -> MvcalcError:
        return complain(message, self.source, token.column, hint)

    def formula(self) -> tuple[Expr, tuple[Condition, ...]]:
        result = self.sum()
        if self.next.kind is not Kind.END:
            raise self.unexpected(self.next)
        return self.build.finish(result)

    def sum(self) -> Expr:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise self.fail(f"parentheses are nested more than {_MAX_DEPTH} deep", self.next)
        result = self.product()
        while sign := self.take("+", "-"):
            right = self.product()
            result = self.build.add(result, right if sign.text == "+" else self.build.negate(right))
        self.depth -= 1
        return result

    def product(self) -> Expr:
        result = self.signed()
        while sign := self.take("*", "/"):
            right = self.signed()
            multiply = self.build.multiply if sign.text == "*" else self.build.divide
            result = multiply(result, right)
        return result

    def signed(self) -> Expr:
        negative = False
        while sign := self.take("+", "-"):
            negative ^= sign.text == "-"
        result = self.power()
        return self.build.negate(result) if negative else result

    def power(self) -> Expr:
        base = self.atom()
        token = self.next
        if token.kind is Kind.RAISED:
            self.at += 1
            return self.build.power(base, sympy.Integer(int(token.text)))
        if self.take("^", "**"):
            self.depth += 1
            if self.depth > _MAX_DEPTH:
                raise self.fail(f"powers are nested more than {_MAX_DEPTH} deep", self.next)
            exponent = self.signed()
            self.depth -= 1
            return self.build.power(base, exponent)
        return base

    def atom(self) -> Expr:
        token = self.next
        self.at += 1
        if token.kind is Kind.NUMBER:
            return self.literal(token)
        if token.kind is Kind.NAME:
            return self.name(token)
        if token.kind is Kind.OP and token.text == "(":
            return self.group(token)
        self.at -= 1
        raise self.unexpected(token)

    def literal(self, token: Token) -> Expr:
        _, _, exponent = token.text.lower().partition("e")
        if exponent and abs(int(exponent)) > 400:
            raise self.fail("the power of ten is beyond 400", token)
        value = Fraction(token.text)
        self.no_hidden_product()
        return self.build.constant(sympy.Rational(value.numerator, value.denominator))

    def group(self, opened: Token) -> Expr:
        result = self.sum()
        if self.take(")") is None:
            if self.next.text == ",":
                raise self.fail("a comma means nothing here", self.next)
            if self.next.kind is Kind.END:
                raise self.fail("this parenthesis is never closed", opened, "add )")
            raise self.unexpected(self.next)
        self.no_hidden_product()
        return result

    def name(self, token: Token) -> Expr:
        word, called = token.text, self.next.kind is Kind.OP and self.next.text == "("
        if word in FUNCTIONS:
            if not called:
                raise self.fail(f"{word} needs parentheses", token, f"write {word}(x)")
            opened = self.next
            self.at += 1
            if self.take(")"):
                raise self.fail(f"{word} needs an argument", token, f"write {word}(x)")
            return self.build.apply(word, self.group(opened))
        if word not in self.words:
            raise self.unknown(token, called)
        self.no_hidden_product()
        return self.words[word]

    def no_hidden_product(self) -> None:
        """Refuse ``2x``, ``x y``, ``x(x+1)`` and ``(x)(y)``, showing where the * belongs."""
        token = self.next
        starts = token.kind in (Kind.NAME, Kind.NUMBER) or token.text == "("
        if not starts or token.kind is Kind.END:
            return
        column = token.column - 1
        fixed = f"{self.source[:column].rstrip()}*{self.source[column:]}"
        hint = f"write {fixed}" if len(fixed) <= 60 else f"write * before {token.text}"
        raise self.fail("a multiplication sign is missing", token, hint)

    def unknown(self, token: Token, called: bool) -> MvcalcError:
        word = token.text
        known = [name for name in (*self.words, *FUNCTIONS) if len(name) > 1]
        if "*".join(word) != word and all(letter in self.words for letter in word):
            return self.fail(f"{word} is unknown", token, f"write {'*'.join(word)}")
        near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
        if not called and (len(word) == 1 or not near) and _NAME.fullmatch(word):
            allowed = " and ".join(self.names)
            message = f"{word} is not a variable here (column {token.column})"
            hint = f"use {allowed}" if allowed else "use numbers only"
            return FreeSymbolError(
                message, value=self.source[:60], hint=hint, column=token.column, name=word
            )
        hint = f"did you mean {near[0]}?" if near else "known are " + ", ".join(FUNCTIONS)
        return self.fail(f"{word[:30]} is unknown", token, hint)

    def unexpected(self, token: Token) -> MvcalcError:
        if token.kind is Kind.END:
            return self.fail("the formula ends too early", token, "a number or x is missing")
        if token.text == ")":
            return self.fail("this parenthesis was never opened", token, "remove it or add (")
        if token.kind is Kind.OP:
            return self.fail(f"{token.text} is out of place", token)
        return self.fail(f"{token.text[:30]} is out of place", token, "an operator is missing")
