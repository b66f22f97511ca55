"""Judging a typed answer by exact equivalence."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy

from mvcalc.errors import MvcalcError, ParseError, names_parameters
from mvcalc.expr import enclose_number
from mvcalc.quiz.answers import Answer
from mvcalc.quiz.questions import question
from mvcalc.quiz.same import equal_formulas, equal_numbers
from mvcalc.quiz.typed import Typed, read
from mvcalc.show import show

NEAR = Fraction(1, 1000)
MOST_ORDERS = 720


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement.

    Attributes:
        correct: proved equal to the right answer.
        reason: one sentence.
        close: not exact, but a rounded form of it.
    """

    correct: bool
    reason: str
    close: bool = False


@names_parameters
def check(question_id: str, text: str) -> Verdict:
    """Judge the answer typed for a check question.

    Args:
        question_id: the lecture's slug, as in ``QUESTIONS``.
        text: what was typed, such as "61/10; 1/10" or "(3, 4), λ = 2".

    Raises:
        RangeError: no such question.
    """
    return check_against(question(question_id).answer, text)


@names_parameters
def check_against(answer: Answer, text: str) -> Verdict:
    """Judge typed text against a given answer; text that cannot be read is not correct."""
    try:
        typed = read(text, answer)
    except ParseError as bad:
        return Verdict(False, str(bad))
    if not typed.values and not typed.words:
        return Verdict(False, "nothing was answered")
    if len(typed.values) != len(answer.values):
        wanted, got = (show(sympy.Integer(len(v))).text for v in (answer.values, typed.values))
        return Verdict(False, f"numbers needed: {wanted}, numbers typed: {got}")
    values = _values(answer, typed)
    if not values.correct:
        return values
    return _words(answer, typed) or values


def _values(answer: Answer, typed: Typed) -> Verdict:
    """The best verdict over the allowed orders."""
    orders: list[tuple[sympy.Expr, ...]] = [answer.values]
    if not answer.ordered:
        orders = list(itertools.islice(itertools.permutations(answer.values), MOST_ORDERS))
    verdicts = [_in_order(order, typed, answer.vars) for order in orders]
    return max(verdicts, key=lambda v: (v.correct, v.close))


def _in_order(right: Sequence[sympy.Expr], typed: Typed, names: tuple[str, ...]) -> Verdict:
    verdict = Verdict(True, "correct")
    for wanted, got, places in zip(right, typed.values, typed.places, strict=True):
        one = _one(wanted, got, places, names)
        if one.correct:
            continue
        if not one.close:
            return one
        verdict = one
    return verdict


def _one(
    wanted: sympy.Expr, got: sympy.Expr, places: int | None, names: tuple[str, ...]
) -> Verdict:
    try:
        same = equal_formulas(got, wanted, names) if names else equal_numbers(got, wanted)
    except MvcalcError:
        return Verdict(False, "this is not the answer")
    if same:
        return Verdict(True, "correct")
    if same is None:
        return Verdict(False, "this may be right, but its equality could not be proved", True)
    if _near(wanted, got, places):
        return Verdict(False, "close, but not exact: give the exact form", True)
    return Verdict(False, "this is not the answer")


def _near(wanted: sympy.Expr, got: sympy.Expr, places: int | None) -> bool:
    """Within one unit of the last decimal typed, or within a thousandth."""
    gaps = [(got - wanted, wanted)]
    names = sorted(wanted.free_symbols | got.free_symbols, key=str)
    if names:
        gap, right = (
            sympy.Poly(e, *names) if e.is_polynomial(*names) else None
            for e in (got - wanted, wanted)
        )
        if gap is None or right is None:
            return False
        gaps = [(gap.coeff_monomial(m), right.coeff_monomial(m)) for m in gap.monoms()]
    for difference, exact in gaps:
        size = abs(enclose_number(difference).mid)
        if places is not None and size <= Fraction(1, 10**places):
            continue
        if size > NEAR * abs(enclose_number(exact).mid):
            return False
    return True


def _words(answer: Answer, typed: Typed) -> Verdict | None:
    """A complaint about the words, or None."""
    allowed = {phrase for group in (*answer.words, answer.ignored) for phrase in group}
    for word in typed.words:
        if word not in allowed:
            return Verdict(False, f"the numbers are right, but {word!r} is not")
    for group in answer.words:
        if not set(group).intersection(typed.words):
            return Verdict(False, "the numbers are right; say also what they mean")
    return None
