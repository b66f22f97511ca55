"""Refusals: what they carry, and the search for a value that would work."""

from __future__ import annotations

from mvcalc import DomainError, evaluate, first_that_works, parse


def test_the_first_candidate_that_is_not_refused() -> None:
    f = parse("log(x)*sqrt(5 - x)")
    tried = []

    def attempt(x: int) -> None:
        tried.append(x)
        evaluate(f, x)

    assert first_that_works([-1, 0, 9, 2, 3], attempt) == 2
    assert tried == [-1, 0, 9, 2]
    assert first_that_works([-1, 9], attempt) is None


def test_faults_of_the_attempt_itself_are_not_hidden() -> None:
    def attempt(x: int) -> None:
        raise ZeroDivisionError if x else DomainError("no")

    try:
        first_that_works([0, 1], attempt)
    except ZeroDivisionError:
        return
    raise AssertionError("the fault was hidden")
