"""Derivatives against tables and textbook problems, SymPy, and their own three checks."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import flint
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.errors import BudgetError, MvcalcError, RangeError, UncertifiedError
from mvcalc.expr import Ball, UndefinedError, parse, program
from mvcalc.expr.intervals import rational
from mvcalc.plain import plain
from mvcalc.rules import Rule, derive, nth_derivative, verify

REFERENCE: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "derivatives.json").read_text()
)
X = sympy.Symbol("x")
PLACES = [Fraction(n, 97) for n in (-700, -183, -61, -17, 23, 41, 67, 89, 150, 331, 450, 900)]


def agreeing_places(a: sympy.Expr, b: sympy.Expr) -> int:
    """At how many rational places two expressions agree to 25 digits; fails if they differ."""
    places = 0
    for place in PLACES:
        with flint.ctx.workprec(300):
            side = [rational(place.numerator, place.denominator)]
            try:
                first, second = (Ball.of(program(e, (X,))(side)) for e in (a, b))
            except UndefinedError:
                continue
        size = max(abs(first.upper), Fraction(1))
        assert abs(first.mid - second.mid) <= size / 10**25, (place, a, b)
        assert max(first.width, second.width) <= size / 10**25
        places += 1
    return places


@pytest.mark.parametrize(("number", "f", "slope"), REFERENCE["table"]["entries"])
def test_published_table(number: str, f: str, slope: str) -> None:
    assert agreeing_places(derive(parse(f)).simplified, parse(slope).expr) >= 2, number


@pytest.mark.parametrize(("integrand", "antiderivative"), REFERENCE["antiderivatives"]["entries"])
def test_textbook_antiderivatives(integrand: str, antiderivative: str) -> None:
    derivation = derive(parse(antiderivative))
    assert agreeing_places(derivation.simplified, parse(integrand).expr) >= 1
    assert derivation.verify()


@pytest.mark.parametrize(
    ("f", "written"),
    [
        ("x^3 - x", "3x² − 1"),
        ("(x^2 - 1)/(x^2 + 1)", "4x/(x² + 1)²"),
        ("exp(-x)*sin(x^2 + x)", "e^(−x)((2x + 1) cos(x² + x) − sin(x² + x))"),
        ("exp(-x^2/2)", "−xe^(−x²/2)"),
        ("sqrt(1 + x^2)", "x/√(x² + 1)"),
        ("(x + 1)^10", "10(x + 1)⁹"),
        ("x^2*(x + 1)", "3x² + 2x"),
        ("x*exp(x)", "(x + 1)e^x"),
        ("sin(x)/cos(x)", "1/cos²(x)"),
        ("1/x", "−1/x²"),
        ("2^x", "2^x ln 2"),
        ("x*ln(x) - x", "ln x"),
        ("(3*x + 2)/(5*x - 1)", "−13/(5x − 1)²"),
        ("x*abs(x)", "2|x|"),
        ("sigmoid(x)", "e^(−x)/(1 + e^(−x))²"),
        ("x/sqrt(x^2 + 1)", "1/(x² + 1)^(3/2)"),
        ("ln(x + sqrt(x^2 + 1))", "1/√(x² + 1)"),
        ("cosh(x)^2 - sinh(x)^2 + x", "1"),
        ("x^(1/3)", "1/(3x^(2/3))"),
        ("5", "0"),
    ],
)
def test_what_a_teacher_would_write(f: str, written: str) -> None:
    assert plain(derive(parse(f)).simplified) == written


def test_each_step_is_one_rule_and_leaves_come_first() -> None:
    derivation = derive(parse("exp(-x)*sin(x^2 + x)"))
    steps = derivation.steps()
    assert [s.number for s in steps] == list(range(1, len(steps) + 1))
    assert steps[-1].node is derivation
    assert steps[-1].rule is Rule.PRODUCT
    assert derivation.steps("root_first")[0].node is derivation
    assert derivation.tally()[Rule.CHAIN] == 2
    assert sum(derivation.tally().values()) == len(steps)
    for step in steps:
        below = {child.simplified for child in step.node.children}
        assert step.node.children or not below
        assert step.note.endswith(".")
        assert not any(c.isdigit() for c in step.note)
    with pytest.raises(RangeError, match="leaves_first"):
        derivation.steps("sideways")


def test_chain_rule_shows_the_outside_in_its_own_variable() -> None:
    chain = derive(parse("sin(u*x)", ("x", "u")))
    assert chain.rule is Rule.CHAIN
    outside, inside = chain.children
    assert outside.var == "v"  # u is taken
    assert str(outside.before) == "sin(v)"
    assert inside.before == parse("u*x", ("x", "u")).expr


@pytest.mark.parametrize("f", ["x^x", "x^sin(x)", "(1 + x^2)^x"])
def test_general_powers(f: str) -> None:
    function = parse(f)
    assert derive(function).rule is Rule.GENERAL_POWER
    referee = sympy.diff(function.expr, X)
    assert agreeing_places(derive(function).simplified, referee) >= 4


@pytest.mark.parametrize("shift", [sympy.Rational(1, 10**24), X / 10**24])
def test_verification_notices_a_tiny_lie(shift: sympy.Expr) -> None:
    honest = derive(parse("exp(-x)*sin(3*x)"))
    assert verify(honest).passed
    lie = verify(replace(honest, simplified=honest.simplified + shift))
    assert not lie.algebra
    assert not lie.dual


def test_verification_notices_a_wrong_step_inside() -> None:
    honest = derive(parse("x^2*sin(x)"))
    wrong = replace(honest.children[0], simplified=honest.children[0].simplified + 1)
    assert not verify(replace(honest, children=(wrong, *honest.children[1:]))).passed


def test_verification_admits_that_it_found_no_place() -> None:
    with pytest.raises(UncertifiedError, match="no points"):
        derive(parse("asin(2 + x^2)")).verify()


@settings(deadline=None, max_examples=120)
@given(st.data())
def test_random_formulas_agree_with_sympy_and_dual_numbers(
    formulas: Callable[..., st.SearchStrategy[str]], data: st.DataObject
) -> None:
    text = data.draw(formulas())
    try:
        function = parse(text)
    except MvcalcError:
        return
    derivation = derive(function)
    try:
        assert derivation.verify(), text
    except (UncertifiedError, BudgetError):
        return
    positive = sympy.Symbol("x", positive=True)  # SymPy's |x|' and odd roots are complex otherwise
    referee = sympy.diff(function.expr.xreplace({X: positive}), positive).doit()
    referee = referee.replace(sympy.sign, lambda u: u / sympy.Abs(u)).xreplace({positive: X})
    if referee.has(sympy.Derivative, sympy.DiracDelta, sympy.re, sympy.im):
        return
    for place in (Fraction(23, 97), Fraction(89, 97), Fraction(450, 97)):
        with flint.ctx.workprec(400):
            side = [rational(place.numerator, place.denominator)]
            try:
                ours, theirs = (
                    Ball.of(program(e, (X,))(side)) for e in (derivation.simplified, referee)
                )
            except (UndefinedError, MvcalcError):
                continue
        size = max(abs(ours.upper), abs(theirs.upper), Fraction(1))
        if max(ours.width, theirs.width) <= size / 10**20:
            assert abs(ours.mid - theirs.mid) <= size / 10**15, text


def test_high_orders() -> None:
    assert nth_derivative(parse("sin(x)"), "x", 2026).subs(X, sympy.pi / 6) == -sympy.Rational(1, 2)
    assert nth_derivative(parse("exp(-2*x)"), "x", 5) == -32 * sympy.exp(-2 * X)
    assert nth_derivative(parse("x^3"), "x", 4) == 0
    assert nth_derivative(parse("x^3"), "x", 10**9) == 0
    assert nth_derivative(parse("x^3"), "x", 0) == X**3
    f = parse("exp(-x^2)")
    assert sympy.expand(nth_derivative(f, "x", 6) - sympy.diff(f.expr, X, 6)) == 0
    with pytest.raises(BudgetError):
        nth_derivative(parse("exp(3*x)"), "x", 10**6)
    with pytest.raises(BudgetError):
        nth_derivative(parse("x^x^x"), "x", 500)
    with pytest.raises(RangeError, match="n = -1"):
        nth_derivative(f, "x", -1)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_product_rule_as_an_identity(
    formulas: Callable[..., st.SearchStrategy[str]], data: st.DataObject
) -> None:
    a, b = data.draw(formulas(depth=2)), data.draw(formulas(depth=2))
    try:
        f, g = parse(a).expr, parse(b).expr
    except MvcalcError:
        return
    left = derive(f * g, "x").simplified
    right = derive(f, "x").simplified * g + f * derive(g, "x").simplified
    for place in PLACES[4:8]:
        with flint.ctx.workprec(300):
            side = [rational(place.numerator, place.denominator)]
            try:
                one, two = (Ball.of(program(e, (X,))(side)) for e in (left, right))
            except (UndefinedError, MvcalcError):
                continue
        assert one.lower <= two.upper
        assert two.lower <= one.upper


def test_what_would_take_for_ever_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mvcalc.rules.engine._SECONDS", 0.3)
    with pytest.raises(BudgetError, match="takes too long to differentiate; nest fewer"):
        derive(parse("atan(" * 12 + "x" + ")" * 12))
