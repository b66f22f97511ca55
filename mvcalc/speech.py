"""Expressions and numbers in spoken words: "x cubed minus x", "minus nine fifths".

Only letters, spaces, commas and hyphens come out, so that no voice has to guess a symbol.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sympy import Expr

from mvcalc.errors import RangeError, names_parameters
from mvcalc.nodes import Bars, Call, Minus, Node, Number, Power, Product, Quotient, Root, Sum, Word
from mvcalc.notation import arrange
from mvcalc.rounding import Rounded

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_GROUPS = ("", "thousand", "million", "billion", "trillion")
_IRREGULAR = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_CALLS = {
    "ln": "the natural log of",
    "sin": "sine",
    "cos": "cosine",
    "tan": "tangent",
    "arcsin": "arc sine",
    "arccos": "arc cosine",
    "arctan": "arc tangent",
    "sinh": "hyperbolic sine",
    "cosh": "hyperbolic cosine",
    "tanh": "hyperbolic tangent",
    "erf": "the error function",
}


@names_parameters
def speech(expr: Expr, ascending: bool = False) -> str:
    """An expression in words.

    Raises:
        RangeError: the expression holds something that is not an elementary real function, or a
            number beyond the trillions.
    """
    return spoken(arrange(expr, ascending))


def integer_words(n: int) -> str:
    """A whole number in words, up to the trillions.

    Raises:
        RangeError: beyond 10^15.
    """
    if n < 0:
        return "minus " + integer_words(-n)
    if n >= 10**15:
        raise RangeError("a whole number is too long to say", limit="10^15")
    if n < 20:
        return _ONES[n]
    if n < 100:
        return _TENS[n // 10] + (f"-{_ONES[n % 10]}" if n % 10 else "")
    if n < 1000:
        head = f"{_ONES[n // 100]} hundred"
        return f"{head} {integer_words(n % 100)}" if n % 100 else head
    parts: list[str] = []
    for name in _GROUPS:
        n, group = divmod(n, 1000)
        if group:
            parts.insert(0, f"{integer_words(group)} {name}".strip())
    return " ".join(parts)


def ordinal_words(n: int) -> str:
    """fourth, twenty-first, hundredth."""
    head, join, last = _last_word(integer_words(n))
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    else:
        last = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return head + join + last


def _last_word(words: str) -> tuple[str, str, str]:
    match = re.fullmatch(r"(.*?)([ -]?)([a-z]+)", words, re.DOTALL)
    assert match is not None
    return match.group(1), match.group(2), match.group(3)


def fraction_words(p: int, q: int) -> str:
    """nine fifths, one half, three quarters, or "231 over 100" in words."""
    top = integer_words(p)
    if q in (2, 4):
        name = "half" if q == 2 else "quarter"
        plural = "halves" if q == 2 else "quarters"
        return f"{top} {name if p == 1 else plural}"
    if q <= 20:
        return f"{top} {ordinal_words(q)}{'' if p == 1 else 's'}"
    return f"{top} over {integer_words(q)}"


def decimal_words(value: Rounded) -> str:
    """A decimal digit by digit after the point, with a power of ten where it is written so.

    Zeros at the end are not said: 10.0000 is "ten".
    """
    sign = "minus " if value.negative else ""
    text = value.mantissa if value.scientific else value.plain
    whole, _, rest = text.partition(".")
    rest = rest.rstrip("0")
    words = integer_words(int(whole))
    if rest:
        words += " point " + " ".join(_ONES[int(digit)] for digit in rest)
    if value.scientific:
        words += f" times ten to the {integer_words(value.exponent)}"
    return sign + words


def spoken(node: Node) -> str:
    """The words of a written tree."""
    match node:
        case Number(value=value):
            return integer_words(value)
        case Word(name=name):
            return _word(name)
        case Minus(body=body):
            return "minus " + _whole(body)
        case Sum(terms=terms):
            return _sum(terms)
        case Product(factors=factors):
            return _product(factors)
        case Quotient(above=above, below=below):
            return _quotient(above, below)
        case Power(base=base, exponent=exponent):
            return _power(base, exponent)
        case Root(index=index, body=body):
            name = {2: "square", 3: "cube"}.get(index) or ordinal_words(index)
            return f"the {name} root of {_whole(body)}"
        case Bars(body=body):
            return f"the absolute value of {_whole(body)}"
        case Call():
            return _call(node)
    raise AssertionError(f"no words for {type(node).__name__}")


def _word(name: str) -> str:
    stem, index = re.fullmatch(r"([A-Za-z]+)_?([A-Za-z0-9]*)", name).groups()  # type: ignore[union-attr]
    if not index:
        return stem
    return f"{stem} {integer_words(int(index)) if index.isdigit() else index}"


def _whole(node: Node) -> str:
    """A part that has to be heard as one."""
    return f"the quantity {spoken(node)}" if isinstance(node, Sum) else spoken(node)


def _sum(terms: Sequence[tuple[bool, Node]]) -> str:
    words = ""
    for k, (negative, term) in enumerate(terms):
        sign = ("minus " if negative else "") if k == 0 else ("minus " if negative else "plus ")
        pause = ", " if k and _is_long(terms[k - 1][1]) else (" " if k else "")
        words += pause + sign + (_whole(term) if k or negative else spoken(term))
    return words


def _is_long(node: Node) -> bool:
    """Whether a pause is needed after the part, so that its end is heard."""
    if isinstance(node, Product):
        return any(_is_long(factor) for factor in node.factors)
    if isinstance(node, Power):
        return not isinstance(node.exponent, Number | Word)
    if isinstance(node, Quotient):
        return not (_is_simple(node.above) and _is_simple(node.below))
    if isinstance(node, Call):
        return not isinstance(node.argument, Number | Word)
    return isinstance(node, Sum | Root) and not _is_simple(node)


def _is_simple(node: Node) -> bool:
    if isinstance(node, Power):
        return isinstance(node.base, Number | Word) and isinstance(node.exponent, Number)
    if isinstance(node, Product):
        return all(_is_simple(factor) for factor in node.factors)
    return isinstance(node, Number | Word) or (
        isinstance(node, Root) and isinstance(node.body, Number | Word)
    )


def _product(factors: Sequence[Node]) -> str:
    words = _whole(factors[0])
    for before, factor in pairwise(factors):
        if _is_simple(before) and _is_simple(factor) and not _starts_with_number(factor):
            joint = " times " if isinstance(before, Root) else " "
        else:
            joint = ", times " if _is_long(before) else " times "
        words += joint + _whole(factor)
    return words


def _starts_with_number(node: Node) -> bool:
    first = node.base if isinstance(node, Power) else node
    return isinstance(first, Number)


def _quotient(above: Node, below: Node) -> str:
    if isinstance(above, Number) and isinstance(below, Number):
        return fraction_words(above.value, below.value)
    joint = " over " if _is_simple(above) else ", over "
    return _whole(above) + joint + _whole(below)


def _power(base: Node, exponent: Node) -> str:
    below = spoken(base)
    if not isinstance(base, Number | Word):
        below = f"{_whole(base)},"
    if isinstance(exponent, Number):
        if exponent.value in (2, 3):
            return f"{below} {'squared' if exponent.value == 2 else 'cubed'}"
        return f"{below} to the {ordinal_words(exponent.value)}"
    if isinstance(exponent, Quotient):
        return f"{below} to the power {spoken(exponent)}"
    return f"{below} to the {_whole(exponent)}"


def _call(node: Call) -> str:
    name = _CALLS[node.name]
    if node.power != 1:
        powers = {2: " squared", 3: " cubed"}
        name += powers.get(node.power, f" to the {ordinal_words(node.power)}")
    of = "" if name.endswith(" of") else " of"
    return f"{name}{of} {_whole(node.argument)}"
