"""The only place where a number becomes text: on the screen, in a formula and in speech.

Short exact values are shown exactly; others as decimals of which every digit is proved.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Rational, Real
from typing import Any

import sympy
from sympy import Expr

from mvcalc.errors import MvcalcError, RangeError, names_parameters
from mvcalc.expr import Ball, enclose_number, number
from mvcalc.latex import latex
from mvcalc.plain import MINUS, plain, raised
from mvcalc.rounding import Rounded, round_ball, round_fraction, round_number
from mvcalc.speech import decimal_words, speech
from mvcalc.typst import matrix, point, typst, vector

MAX_EXACT = 14  # characters; longer exact values are shown as decimals
_SPOKEN_DIGITS = 4
_MODES = ("auto", "exact", "decimal")


@dataclass(frozen=True, slots=True)
class Shown:
    """One value in every form in which a lecture needs it; all forms agree.

    Attributes:
        text: screen text with a true minus sign, e.g. ``−9/128`` or ``0.693147``.
        typst: the same as Typst mathematics.
        latex: the same as LaTeX mathematics.
        speech: the same in words; "about" is said for rounded values.
        exact: whether the text is the exact value.
        relation: "=" or "≈" ("∈" for an enclosure too wide for one digit).
        error: a ball around (value - text) for rounded values, else None.
        machine: whether the value came from floating-point arithmetic.
    """

    text: str
    typst: str
    latex: str
    speech: str
    exact: bool
    relation: str
    error: Ball | None = None
    machine: bool = False

    def __str__(self) -> str:
        return self.text


@names_parameters
def show(value: object, digits: int = 6, mode: str = "auto") -> Shown:
    """Everything that is written or said about a value.

    Args:
        value: a whole number, Fraction, Decimal, exact SymPy number, proved enclosure (a ``Ball``
            or a record with ``lower`` and ``upper``, or ``lo`` and ``hi``), float (a *machine
            value*), truth value, or a sequence or matrix of these.
        digits: significant digits of a decimal, 1 to 30.
        mode: "auto" shows exact values of at most 14 characters exactly; "exact" always does;
            "decimal" never does.

    Raises:
        RangeError: digits or mode out of range, or a value that is not a number.
    """
    if isinstance(digits, bool) or not isinstance(digits, int) or not 1 <= digits <= 30:
        raise RangeError("digits must lie between 1 and 30", param="digits", value=digits, hint="6")
    if mode not in _MODES:
        raise RangeError("unknown mode", param="mode", value=mode, hint="use auto")
    if isinstance(value, bool):
        word = "true" if value else "false"
        return Shown(word, f'"{word}"', rf"\text{{{word}}}", word, True, "=")
    if isinstance(value, sympy.Float) or (
        isinstance(value, Real) and not isinstance(value, Rational | Expr)
    ):
        return _machine(float(value), digits)
    if isinstance(value, sympy.MatrixBase):
        return _matrix(value, digits, mode)
    if isinstance(value, Sequence | sympy.Tuple) and not isinstance(value, str):
        return _list([show(part, digits, mode) for part in value])
    if value in (sympy.oo, -sympy.oo):
        return _infinite(value == -sympy.oo, machine=False)
    ball = _as_ball(value)
    if ball is not None:
        return _enclosure(ball, digits)
    return _exact(_number(value), digits, mode)


@names_parameters
def show_expr(
    expr: Expr, labels: Mapping[Expr, str] | None = None, ascending: bool = False
) -> Shown:
    """A formula in every form; ``labels`` name parts of the Typst form.

    Raises:
        RangeError: as for ``typst``.
    """
    words = speech(expr, ascending)
    formula = typst(expr, labels, ascending)
    return Shown(plain(expr, ascending), formula, latex(expr, ascending), words, True, "=")


def _number(value: object) -> Expr:
    """The exact number; a root of a polynomial (RootOf) is one too."""
    if isinstance(value, Expr | Rational | Decimal):
        return number(value)
    raise RangeError("this is not a number", value=type(value).__name__, hint="write 1/2")


def _as_ball(value: object) -> Ball | None:
    if isinstance(value, Ball):
        return value
    for low, high in (("lower", "upper"), ("lo", "hi")):
        if hasattr(value, low) and hasattr(value, high):
            a, b = getattr(value, low), getattr(value, high)
            return Ball(_floor(a), _ceiling(b))
    return None


def _floor(value: Any) -> Fraction:
    return value if isinstance(value, Fraction) else enclose_number(number(value), 200).lower


def _ceiling(value: Any) -> Fraction:
    return value if isinstance(value, Fraction) else enclose_number(number(value), 200).upper


def _exact(value: Expr, digits: int, mode: str) -> Shown:
    if mode != "decimal":
        shown = _as_formula(value, limit=MAX_EXACT if mode == "auto" else None)
        if shown is not None:
            return shown
    rounded = round_number(value, digits)
    if rounded is None:
        return _enclosure(enclose_number(value, 320), digits)
    error = None if rounded.exact else _error(enclose_number(value, 320), rounded)
    said = rounded if rounded.exact else round_number(value, min(digits, _SPOKEN_DIGITS))
    return _decimal(rounded, said or rounded, error)


def _as_formula(value: Expr, limit: int | None) -> Shown | None:
    """The exact form, or None where it is too long (or cannot be written at all)."""
    if limit is not None and value.is_Rational and _digits_at_least(value) > limit:
        return None
    try:
        text = plain(value)
        if limit is not None and len(text) > limit:
            return None
        return Shown(text, typst(value), latex(value), speech(value), True, "=")
    except MvcalcError:
        return None


def _digits_at_least(value: Expr) -> int:
    """A cheap lower bound on the number of digits, to avoid printing monsters."""
    bits = int(value.p).bit_length() + (int(value.q).bit_length() if value.q != 1 else 0)
    return int(bits * 0.3)


def _error(ball: Ball, rounded: Rounded) -> Ball:
    return Ball(ball.lower - rounded.value, ball.upper - rounded.value)


def _decimal(rounded: Rounded, said: Rounded, error: Ball | None, machine: bool = False) -> Shown:
    sign = rounded.negative
    about = "" if rounded.exact and not machine else "about "
    if rounded.scientific:
        mantissa, exponent = rounded.mantissa, rounded.exponent
        mantissa = _trimmed(mantissa) if machine else mantissa
        text = f"{mantissa}×10{raised(exponent)}"
        formula = f"{mantissa} times 10^({exponent})"
        tex = rf"{mantissa} \cdot 10^{{{exponent}}}"
    else:
        text = formula = tex = rounded.plain
        if machine:
            text = formula = tex = _trimmed(text)
    return Shown(
        (MINUS if sign else "") + text,
        ("-" if sign else "") + formula,
        ("-" if sign else "") + tex,
        about + decimal_words(said),
        rounded.exact and not machine,
        "≈" if about else "=",
        error,
        machine,
    )


def _trimmed(text: str) -> str:
    """Zeros at the end of a machine value carry no proof."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def _machine(value: float, digits: int) -> Shown:
    """A float: rounded for display, always marked as approximate."""
    if math.isnan(value):
        return Shown(
            "undefined", '"undefined"', r"\text{undefined}", "undefined", False, "=", machine=True
        )
    if math.isinf(value):
        return _infinite(value < 0, machine=True)
    exact = Fraction(value)
    rounded = round_fraction(exact, digits)
    said = rounded if rounded.exact else round_fraction(exact, min(digits, _SPOKEN_DIGITS))
    error = None if rounded.exact else Ball(exact - rounded.value, exact - rounded.value)
    return _decimal(rounded, said, error, machine=True)


def _infinite(negative: bool, machine: bool) -> Shown:
    """An infinite slope or bound."""
    sign, minus, words = ("-", MINUS, "minus ") if negative else ("", "", "")
    return Shown(
        minus + "∞", sign + "infinity", sign + r"\infty", words + "infinity", not machine, "=",
        machine=machine,
    )  # fmt: skip


def _enclosure(ball: Ball, digits: int) -> Shown:
    if ball.lower == ball.upper:
        return _exact(sympy.Rational(ball.lower.numerator, ball.lower.denominator), digits, "auto")
    rounded = round_ball(ball, digits)
    if rounded is None:
        return _range(ball, digits)
    said = round_ball(ball, min(len(rounded.digits), _SPOKEN_DIGITS)) or rounded
    return _decimal(rounded, said, _error(ball, rounded))


def _range(ball: Ball, digits: int) -> Shown:
    """An enclosure without one common digit: its ends, rounded outward."""
    low, high = (_outward(end, digits, up) for end, up in ((ball.lower, False), (ball.upper, True)))
    return Shown(
        f"[{low.text}, {high.text}]",
        f"[{low.typst}, {high.typst}]",
        f"[{low.latex}, {high.latex}]",
        f"between {low.speech} and {high.speech}",
        False,
        "∈",
        Ball(ball.lower - ball.mid, ball.upper - ball.mid),
    )


def _outward(end: Fraction, digits: int, up: bool) -> Shown:
    rounded = round_fraction(end, min(digits, 3))
    unit = Fraction(10) ** (rounded.exponent - len(rounded.digits) + 1)
    value = rounded.value
    if up and value < end:
        value += unit
    elif not up and value > end:
        value -= unit
    exact = round_fraction(value, digits + 3)
    return _decimal(exact, exact, None)


def _list(parts: Sequence[Shown]) -> Shown:
    return _together(parts, lambda name: _listed([getattr(p, name) for p in parts], name))


def _listed(parts: Sequence[str], name: str) -> str:
    if name == "typst":
        return point(parts)
    return ", ".join(parts) if name == "speech" else f"({', '.join(parts)})"


def _matrix(value: sympy.MatrixBase, digits: int, mode: str) -> Shown:
    rows = [[show(cell, digits, mode) for cell in row] for row in value.tolist()]
    column = value.shape[1] == 1 and value.shape[0] > 1

    def form(name: str) -> str:
        table = [[str(getattr(cell, name)) for cell in row] for row in rows]
        if name == "typst":
            return vector([row[0] for row in table]) if column else matrix(table)
        if name == "latex":
            body = r" \\ ".join(" & ".join(row) for row in table)
            return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"
        if name == "speech":
            return "; ".join(", ".join(row) for row in table)
        if column:
            return f"({', '.join(row[0] for row in table)})"
        return "[" + ", ".join("[" + ", ".join(row) + "]" for row in table) + "]"

    return _together([cell for row in rows for cell in row], form)


def _together(parts: Sequence[Shown], form: Callable[[str], str]) -> Shown:
    exact = all(part.exact for part in parts)
    relation = "=" if all(part.relation == "=" for part in parts) else "≈"
    machine = any(part.machine for part in parts)
    forms = (form("text"), form("typst"), form("latex"), form("speech"))
    return Shown(*forms, exact, relation, machine=machine)
