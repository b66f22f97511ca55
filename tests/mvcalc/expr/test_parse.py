"""Reading formulas: the grammar, exactness, helpful refusals, and strangers' worst."""

from __future__ import annotations

import time
from decimal import Decimal
from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.errors import (
    BudgetError,
    DomainError,
    FreeSymbolError,
    MvcalcError,
    ParseError,
    RangeError,
)
from mvcalc.expr import Need, number, parse

X, Y = sympy.symbols("x y")
THIRD = sympy.Rational(1, 3)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("x^3 - x", X**3 - X),
        ("-x^2", -(X**2)),
        ("2^3^2", sympy.Integer(512)),
        ("2^-1", sympy.Rational(1, 2)),
        ("x^-2", X**-2),
        ("--x", X),
        ("1 - 2 - 3", sympy.Integer(-4)),
        ("8/4/2", sympy.Integer(1)),
        ("x**2", X**2),
        ("0.1", sympy.Rational(1, 10)),
        (".5", sympy.Rational(1, 2)),
        ("1e-3", sympy.Rational(1, 1000)),
        ("2.50", sympy.Rational(5, 2)),
        ("e^x", sympy.exp(X)),
        ("ln(x)", sympy.log(X)),
        ("arctan(x)", sympy.atan(X)),
        ("sigmoid(x)", 1 / (1 + sympy.exp(-X))),
        ("sec(x)", 1 / sympy.cos(X)),
        ("x·x − 3×x ÷ 2", X**2 - 3 * X / 2),
        ("x² + x⁻¹", X**2 + 1 / X),
        ("2*π", 2 * sympy.pi),
        ("sqrt(x^2)", sympy.Abs(X)),
        ("(-8)^(1/3)", sympy.Integer(-2)),
        ("(-8)^(2/3)", sympy.Integer(4)),
        ("(-8)^(-1/3)", -sympy.Rational(1, 2)),
        ("abs(exp(x))", sympy.exp(X)),
    ],
)
def test_grammar(text: str, meant: sympy.Expr) -> None:
    assert parse(text).expr == meant


def test_result_uses_plain_symbols_and_keeps_the_text() -> None:
    f = parse("a*x^2 + y", ("x", "y"), {"a": "1/3"})
    assert f.expr == X**2 / 3 + Y
    assert f.vars == ("x", "y")
    assert f.symbols == (X, Y)
    assert f.source == "a*x^2 + y"
    assert hash(f) == hash(parse("a*x^2 + y", ("x", "y"), {"a": "1/3"}))


def test_domain_is_that_of_the_typed_formula() -> None:
    assert parse("x/x").expr == 1
    assert [(c.argument, c.need) for c in parse("x/x").domain.conditions] == [(X, Need.NONZERO)]
    assert [c.need for c in parse("exp(log(x))").domain.conditions] == [Need.POSITIVE]
    assert parse("x^2 + 1").domain.conditions == ()
    assert parse("x^(1/3)").domain.conditions == ()
    assert [c.need for c in parse("x^(1/2)").domain.conditions] == [Need.NONNEGATIVE]


@pytest.mark.parametrize(
    ("text", "column", "hint"),
    [
        ("2x", 2, "write 2*x"),
        ("x(x+1)", 2, "write x*(x+1)"),
        ("(x)(x)", 4, "write (x)*(x)"),
        ("2 pi", 3, "write 2*pi"),
        ("sin x", 1, "write sin(x)"),
        ("sin()", 1, "write sin(x)"),
        ("sine(x)", 1, "did you mean sin"),
        ("sqr(x)", 1, "did you mean sqrt"),
        ("x + ", 5, ""),
        ("(x", 1, "add )"),
        ("x)", 2, ""),
        ("x = 2", 3, "right-hand side"),
        ("√x", 1, "sqrt(x)"),
        ("|x|", 1, "abs(x)"),
        ("[x]", 1, "round"),
        ("x – 1", 3, "minus"),
        ("x,1", 2, ""),
        ("", 1, "x^2"),
        ("1..2", 3, ""),
        ("x!", 2, ""),
    ],
)
def test_refusals_say_where_and_what_to_write(text: str, column: int, hint: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(text)
    assert caught.value.context["column"] == column
    assert hint in caught.value.hint
    assert caught.value.code == "E-PARSE"


def test_wrong_variables() -> None:
    with pytest.raises(FreeSymbolError, match="y is not a variable here") as caught:
        parse("x + y")
    assert caught.value.code == "E-FREE"
    assert "use x" in str(caught.value)
    with pytest.raises(FreeSymbolError, match="use x"):
        parse("xy")
    with pytest.raises(ParseError, match=r"write x\*y"):
        parse("xy", ("x", "y"))


@pytest.mark.parametrize(
    "text",
    [
        "1/0",
        "log(0)",
        "log(-1)",
        "sqrt(-1)",
        "asin(2)",
        "0^(-1)",
        "0^0",
        "0^x",
        "(-2)^x",
        "(-2)^(1/2)",
        "1/(sqrt(2)*sqrt(3) - sqrt(6))",
    ],
)
def test_constants_without_a_value(text: str) -> None:
    with pytest.raises(DomainError):
        parse(text)


@pytest.mark.parametrize(
    "name", ["pi", "sin", "e", "_x", "x__y", "2x", "", "x y", "x.y", "α", "a" * 13]
)
def test_bad_variable_names(name: str) -> None:
    with pytest.raises(RangeError):
        parse("1", (name,))


def test_repeated_names() -> None:
    with pytest.raises(RangeError, match="same name"):
        parse("x", ("x", "x"))


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        ("0.1", sympy.Rational(1, 10)),
        (0.1, sympy.Rational(1, 10)),
        (Decimal("0.10"), sympy.Rational(1, 10)),
        (Fraction(-6, 5), sympy.Rational(-6, 5)),
        ("-6/5", sympy.Rational(-6, 5)),
        ("sqrt(2)", sympy.sqrt(2)),
        ("pi/3", sympy.pi / 3),
        (7, sympy.Integer(7)),
        (1e-7, sympy.Rational(1, 10**7)),
        (sympy.sqrt(5), sympy.sqrt(5)),
        (sympy.Float("0.1"), sympy.Rational(1, 10)),
        ("e", sympy.E),
    ],
)
def test_numbers_are_exact(value: object, exact: sympy.Expr) -> None:
    assert number(value) == exact


@pytest.mark.parametrize(
    "value",
    [
        True,
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        Decimal("1e9999999"),
        10**5000,
        sympy.oo,
        sympy.I,
        X,
        None,
        b"1",
        [1],
        sympy.zoo,
        sympy.nan,
        "nan",
        "inf",
        "x",
        "True",
        "1e999",
    ],
    ids=range(19),
)
def test_not_numbers(value: object) -> None:
    with pytest.raises(MvcalcError):
        number(value)


HOSTILE = [
    "__import__('os').system('echo hacked > /tmp/hacked')",
    "x.__class__.__mro__[1].__subclasses__()",
    "(lambda: 1)()",
    "lambda x: x",
    "[x for x in (1,2)]",
    "f'{x}'",
    "x if x else 1",
    "(y := 3)",
    "x; import os",
    "x\nimport os",
    "open('/etc/passwd')",
    "exec('1')",
    "eval('1')",
    "x.subs(x, 1)",
    "Symbol('x')",
    "S('x')",
    "Function('f')(x)",
    "Integral(x)",
    "x @ x",
    "x and y",
    "not x",
    "x < 1",
    "x == 1",
    "*x",
    "**x",
    "x...",
    "1j",
    "0x10",
    "1_000",
    "'x'",
    '"x"',
    "`x`",
    "$x",
    "\\sin x",
    "{x}",
    "None",
    "True",
    "False",
    "import",
    "nan",
    "inf",
    "oo",
    "zoo",
    "I",
    "ｘ + 1",
    "х + 1",  # Cyrillic
    "ѕin(x)",  # Cyrillic
    "x\u200b+1",
    "x\u202e+1",
    "x\x00",
    "\x00",
    "\ud800",
    "🙂",
    "x" * 100_000,
    "(" * 100_000,
    "(" * 50 + "x",
    "-" * 1999 + "x",
    "x^" * 300 + "x",
    "((((" * 60 + "x" + "))))" * 60,
    "sin(" * 200 + "x" + ")" * 200,
    "+".join(["x"] * 900),
    "10^10^10",
    "9^9^9^9",
    "((9^64)^64)^64",
    "(((9^99)^99)^99)^99",
    "2^(2^(2^(2^(2^2))))",
    "10^-10^10",
    "x^(10^10)",
    "(((x^100)^100)^100)^100",
    "x^(1/10^300)",
    "1e400",
    "1e999999999",
    "9" * 500,
    "1/" + "9" * 399,
    "sqrt(" * 40 + "2" + ")" * 40,
    "(1+sqrt(2))^9999",
    "(x+1)^9999",
    "(x+y+1)^500",
    "exp(exp(exp(exp(exp(9)))))",
    "sin(10^400)",
    "sin(10^400*pi/7)",
    "cos(exp(500))",
    "tan(10^30)",
    "log(10^400)",
    "erf(10^9)",
    "(2^(1/2)+3^(1/3)+5^(1/5)+7^(1/7))^50",
    "asin(sin(10^20))",
    "(7/3)^(22222/7)",
    "(10^399+1)^(1/2)",
    "(10^399+7)^(1/3)*(10^399+9)^(1/5)",
    "1/(10^399-10^399)",
    "abs(abs(abs(abs(x))))^x",
    "x^x^x^x^x^x^x",
    "0^(-1)",
    "0^0^0",
    "0*(1/0)",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda t: repr(t[:24]))
def test_hostile_text_is_refused_or_read_quickly(text: str) -> None:
    start = time.process_time()
    try:
        f = parse(text, ("x", "y"))
        assert isinstance(f.expr, sympy.Expr)
        assert f.expr.free_symbols <= {X, Y}
        sentence = "read."
    except MvcalcError as refused:
        sentence = str(refused)
    assert len(sentence) < 600
    assert "\x00" not in sentence
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "text", ["10^10^10", "((9^64)^64)^64", "x^(10^10)", "(((x^100)^100)^100)^100"]
)
def test_monsters_are_a_matter_of_budget(text: str) -> None:
    with pytest.raises(BudgetError):
        parse(text)


@pytest.mark.parametrize("value", [None, 3, b"x", ["x"], X])
def test_only_text_is_parsed(value: object) -> None:
    with pytest.raises(ParseError, match="must be text"):
        parse(value)  # type: ignore[arg-type]


@settings(deadline=None, max_examples=150)
@given(
    st.text(max_size=60) | st.text(alphabet="xy0123456789.+-*/^() sincoexpqrtlgab_,", max_size=60)
)
def test_any_text_gives_a_function_or_an_error_of_ours(text: str) -> None:
    try:
        sentence = str(type(parse(text, ("x", "y")))) + "."
    except MvcalcError as refused:
        sentence = str(refused)
    assert sentence.endswith((".", "?"))


def test_formulas_that_would_take_for_ever_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mvcalc.expr.parser._SECONDS", 0.3)
    with pytest.raises(BudgetError, match="takes too long to read; nest fewer functions"):
        parse("tanh(" * 15 + "x" + ")" * 15)
