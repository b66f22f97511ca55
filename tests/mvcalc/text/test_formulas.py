"""Formulas in Typst, LaTeX, screen text and words; everything written must compile."""

from __future__ import annotations

import re

import pytest
import sympy
import typst as compiler

from mvcalc.errors import RangeError
from mvcalc.expr import parse
from mvcalc.latex import latex
from mvcalc.plain import plain
from mvcalc.rules import derive
from mvcalc.show import show_expr
from mvcalc.speech import integer_words, ordinal_words, speech
from mvcalc.typst import derivative, equation, matrix, point, typst, variable, vector

X, H = sympy.symbols("x h")

FORMULAS = [
    ("x^3 - x", "x^3 - x", "x³ − x", "x cubed minus x"),
    ("1 - x^2", "1 - x^2", "1 − x²", "one minus x squared"),
    ("3*x - x^2 + 1", "-x^2 + 3 x + 1", "−x² + 3x + 1", "minus x squared plus three x plus one"),
    ("exp(-x^2)", "e^(-x^2)", "e^(−x²)", "e to the minus x squared"),
    (
        "exp(-x)*sin(x^2 + x)",
        "e^(-x) sin (x^2 + x)",
        "e^(−x) sin(x² + x)",
        "e to the minus x, times sine of the quantity x squared plus x",
    ),
    (
        "(x^2 - 1)/(x^2 + 1)",
        "frac(x^2 - 1, x^2 + 1)",
        "(x² − 1)/(x² + 1)",
        "the quantity x squared minus one, over the quantity x squared plus one",
    ),
    ("2*3^x", "2 dot 3^x", "2·3^x", "two times three to the x"),
    ("2^x*ln(2)", "2^x ln 2", "2^x ln 2", "two to the x times the natural log of two"),
    ("x^2/2", "frac(x^2, 2)", "x²/2", "x squared over two"),
    ("exp(-x^2/2)", r"e^(-x^2 \/ 2)", "e^(−x²/2)", "e to the minus x squared over two"),
    ("x^(2/3)", r"x^(2 \/ 3)", "x^(2/3)", "x to the power two thirds"),
    ("x^(1/3)", "root(3, x)", "∛x", "the cube root of x"),
    ("1/sqrt(x)", "frac(1, sqrt(x))", "1/√x", "one over the square root of x"),
    ("sin(x)^2", "sin^2 (x)", "sin²(x)", "sine squared of x"),
    ("ln(x)^2", "(ln x)^2", "(ln x)²", "the natural log of x, squared"),
    ("abs(x - 1)", "abs(x - 1)", "|x − 1|", "the absolute value of the quantity x minus one"),
    ("erf(x)", 'op("erf") (x)', "erf(x)", "the error function of x"),
    ("(x + 1)^2", "(x + 1)^2", "(x + 1)²", "the quantity x plus one, squared"),
    (
        "sigmoid(x)",
        "frac(1, 1 + e^(-x))",
        "1/(1 + e^(−x))",
        "one over the quantity one plus e to the minus x",
    ),
]


@pytest.mark.parametrize(("f", "formula", "text", "words"), FORMULAS)
def test_how_a_teacher_writes(f: str, formula: str, text: str, words: str) -> None:
    expr = parse(f).expr
    assert typst(expr) == formula
    assert plain(expr) == text
    assert speech(expr) == words


def test_sums_may_ascend() -> None:
    expr = 2 + 3 * H + H**2
    assert typst(expr) == "h^2 + 3 h + 2"
    assert typst(expr, ascending=True) == "2 + 3 h + h^2"
    assert plain(3 * X**2 + 3 * X * H + H**2 - 1) == "3x² + 3xh + h² − 1"


def test_labels() -> None:
    expr = X**3 - X
    assert typst(expr, {X**3: "cube"}) == "{{ x^3 : cube }} - x"
    assert typst(expr, {expr: "all", X: "var"}) == ("{{ {{ x : var }}^3 - {{ x : var }} : all }}")
    assert typst((X + 1) / (X - 1), {X + 1: "top"}) == "frac({{ x + 1 : top }}, x - 1)"
    assert typst(sympy.exp(-(X**2)), {X**2: "inner"}) == "e^(-{{ x^2 : inner }})"


@pytest.mark.parametrize("name", ["g12", "A", "a b", "", "a:b", "x-y"])
def test_labels_that_would_break(name: str) -> None:
    with pytest.raises(RangeError, match="lower-case letters"):
        typst(X, {X: name})


def test_all_forms_at_once() -> None:
    shown = show_expr(X**3 - X, {X**3: "cube"})
    assert (shown.text, shown.typst) == ("x³ − x", "{{ x^3 : cube }} - x")
    assert (shown.latex, shown.speech) == ("x^3 - x", "x cubed minus x")


def test_labels_for_nothing() -> None:
    with pytest.raises(RangeError, match="no part"):
        typst(X**2, {X**5: "gone"})


def test_unknown_nodes_are_refused() -> None:
    for expr in (sympy.Derivative(sympy.sin(X), X), sympy.gamma(X), sympy.I, X > 1):
        for printer in (typst, latex, plain, speech):
            with pytest.raises(RangeError):
                printer(expr)


def test_names() -> None:
    assert [variable(n) for n in ("x", "theta", "x1", "x_1", "x12", "rate", "w_ab")] == [
        *("x", "theta", "x_1", "x_1", 'x_"12"', 'upright("rate")', 'w_"ab"'),
    ]
    assert speech(sympy.Symbol("x1") * 2) == "two x one"
    with pytest.raises(RangeError):
        variable('x") #panic("')


def test_derivative_names() -> None:
    assert derivative() == "frac(dif f, dif x)"
    assert derivative(order=2) == "frac(dif^2 f, dif x^2)"
    assert derivative(notation="prime") == "f'(x)"
    assert derivative(notation="prime", order=4, at="1") == "f^((4))(1)"
    assert derivative(var="y", partial=True) == "frac(partial f, partial y)"
    assert derivative(notation="prime", partial=True) == "f_(x)"
    with pytest.raises(RangeError):
        derivative(notation="dots")
    with pytest.raises(RangeError):
        derivative(order=0)


def test_number_words() -> None:
    assert integer_words(0) == "zero"
    assert integer_words(-45) == "minus forty-five"
    assert integer_words(1_000_001) == "one million one"
    assert integer_words(219_304) == "two hundred nineteen thousand three hundred four"
    assert [ordinal_words(n) for n in (1, 2, 3, 12, 20, 21, 100)] == [
        *("first", "second", "third", "twelfth", "twentieth", "twenty-first", "one hundredth"),
    ]
    with pytest.raises(RangeError):
        integer_words(10**15)


def test_everything_written_compiles() -> None:
    written = [formula for _, formula, _, _ in FORMULAS]
    for f, *_ in FORMULAS:
        for step in derive(parse(f)).steps():
            written += [typst(step.before), typst(step.after), typst(step.simplified)]
    written += [
        typst(sympy.Matrix([[2, -X], [X / 2, 1]])),
        typst([X, X**2]),
        matrix([["1", "2"], ["3", "4"]]),
        vector(["x", "y"]),
        point(["1", "frac(1, 2)"]),
        equation(derivative(), typst(3 * X**2 - 1)),
        equation("pi", "3.14", relation="approx"),
        *(
            derivative(notation=n, order=k, at="x_0")
            for n in ("leibniz", "prime")
            for k in (1, 2, 4)
        ),
        *(derivative(notation=n, partial=True) for n in ("leibniz", "prime")),
        *(variable(n) for n in ("theta", "x1", "x12", "rate", "w_ab", "Omega")),
    ]
    page = "\n".join(f"$ {formula} $" for formula in written)
    assert compiler.compile(page.encode(), format="svg")
    with pytest.raises(compiler.TypstError):
        compiler.compile(b"$ frac(1, 2 $ #unknown", format="svg")


def test_labels_keep_the_layout() -> None:
    """Without the label marks the formula is the same: labels add nothing of their own."""
    expr = parse("(x^2 - 1)/(x^2 + 1)*exp(-x^2/2)").expr
    labels = {X**2: "square", sympy.exp(-(X**2) / 2): "bell"}
    marked = typst(expr, labels)
    for name in labels.values():
        marked = marked.replace(f" : {name} }}}}", "")
    assert marked.replace("{{ ", "") == typst(expr)


def test_latex_balances() -> None:
    for f, *_ in FORMULAS:
        text = latex(parse(f).expr)
        assert text.count("{") == text.count("}")
        assert text.count(r"\left") == text.count(r"\right")
    assert latex(parse("sqrt(x)/2 + x1^2", ("x", "x1")).expr) == r"x_{1}^2 + \frac{\sqrt{x}}{2}"


def test_speech_has_no_symbols() -> None:
    for f, *_ in FORMULAS:
        for step in derive(parse(f)).steps():
            assert re.fullmatch(r"[a-z][a-z ,-]*", speech(step.after))
